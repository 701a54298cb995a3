"""How a slip is laid out below its title: sections that go on to a further page, drugs, the place to sign."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date

from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.printing.leaf import LEFT
from yigongti_desktop.capabilities.referrals.printing.leaf import RIGHT
from yigongti_desktop.capabilities.referrals.printing.leaf import ROOM
from yigongti_desktop.capabilities.referrals.printing.leaf import TEXT
from yigongti_desktop.capabilities.referrals.printing.leaf import Leaf
from yigongti_desktop.capabilities.referrals.printing.leaf import day_words
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.lines import break_lines
from yigongti_desktop.documents.paper import HEIGHT
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import Field
from yigongti_desktop.documents.paper import Item
from yigongti_desktop.documents.paper import Label
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.documents.table import Column
from yigongti_desktop.documents.table import draw_table

_BODY_LEFT = LEFT + 5 * MM
_BODY = ROOM - 5 * MM
_LEADING = 19
#: From line to line where the doctor signs, on a whole sheet and on half of one.
_SIGN_STEPS = {False: 8 * MM, True: 6 * MM}
_SIGN_LEFT = 112 * MM
_DRUG_COLUMNS = (
    Column("序", 9 * MM, "right"),
    Column("药品、规格", 72 * MM),
    Column("每次用量", 27 * MM),
    Column("频次", 25 * MM),
    Column("天数", 15 * MM, "right"),
    Column("数量", 22 * MM, "right"),
)

#: Head, text, and how many lines are ruled at least.
Section = tuple[str, str, int]


def sections(
    leaf: Leaf,
    y: float,
    parts: Sequence[Section],
    signed: tuple[str, str, str, date],
    drugs: Sequence[SlipDrug] = (),
    local: Sequence[Sequence[Item]] = (),
) -> None:
    """Set the sections, spread what room is left among their blank lines, and sign on the last page.

    Args:
        leaf: the copy.
        y: where it begins.
        parts: the sections.
        signed: the doctor, their telephone, the institution, the day.
        drugs: to go on with (PHA-02).
        local: lines that the county's form has beside the national one.
    """
    set_out = [(head, _wrap(text), least) for head, text, least in parts]
    # measured on a scrap of paper
    sign_height = max(_sign(Paper(title="", foot="", is_half=leaf.paper.is_half), 2 * MM, *signed), leaf.sign_room)
    local_height = _local(Paper(title="", foot=""), 0, local)
    room = leaf.last - y - sign_height - local_height - _height(leaf, drugs)
    if _tall(set_out) > room:
        set_out = [(head, lines, 1) for head, lines, _ in set_out]
    spare = max(int((room - _tall(set_out)) // _LEADING), 0)
    for place, (head, lines, least) in enumerate(set_out):
        share = spare // len(set_out) + (place < spare % len(set_out)) if place else 0
        rows = [*lines, *[""] * (max(least - len(lines), 0) + share)]
        y = _section(leaf, y, head, rows)
    y = _drugs(leaf, leaf.paper, y, drugs)
    for row in local:
        if y + _local(Paper(title="", foot=""), 0, [row]) > leaf.last:
            y = leaf.next_page()
        y = _local(leaf.paper, y, [row])
    if y + sign_height > leaf.last + 6 * MM:
        y = leaf.next_page()
    leaf.place_to_sign(y)
    _sign(leaf.paper, y + 2 * MM, *signed)


def _local(paper: Paper, y: float, rows: Sequence[Sequence[Item]]) -> float:
    for row in rows:
        y = paper.form_line(LEFT, y, ROOM, row, size=10, leading=_LEADING)
    return y


def _tall(set_out: Iterable[tuple[str, list[str], int]]) -> float:
    return sum((max(len(lines), least) + 1) * _LEADING for _, lines, least in set_out)


def _section(leaf: Leaf, y: float, head: str, rows: list[str]) -> float:
    paper = leaf.paper
    if y + 2 * _LEADING > leaf.last:
        y = leaf.next_page()
    paper.text(LEFT, y, head, size=TEXT, bold=True)
    y += _LEADING
    for row in rows:
        if y > leaf.last:
            y = leaf.next_page()
            paper.text(LEFT, y, f"{head.rstrip('：')}（续）：", size=TEXT, bold=True)
            y += _LEADING
        y = paper.ruled_lines(_BODY_LEFT, y, _BODY, [row], size=TEXT, leading=_LEADING)
    return y


def _drugs(leaf: Leaf, paper: Paper, y: float, drugs: Sequence[SlipDrug]) -> float:
    """Set the drugs that the clinic is to go on giving; a line of the table goes to the next page whole."""
    if not drugs:
        return y
    if y + 4 * _LEADING > leaf.last:
        y = leaf.next_page()
    paper.text(LEFT, y, "续用药品（请贵单位备药）：", size=TEXT, bold=True)

    def go_on() -> float:
        return (leaf.head_on() if paper is leaf.paper else 32 * MM) - 4 * MM

    rows = [
        [
            str(place),
            f"{drug.name} {drug.strength}".strip(),
            drug.dose,
            drug.frequency,
            f"{drug.days} 天" if drug.days else "",
            f"{drug.quantity:,} {drug.unit}",
        ]
        for place, drug in enumerate(drugs, start=1)
    ]
    return draw_table(paper, LEFT, y + 2.5 * MM, _DRUG_COLUMNS, rows, on_new_page=go_on, size=10) + 5 * MM


def _height(leaf: Leaf, drugs: Sequence[SlipDrug]) -> float:
    """Return how tall the table of drugs is; taller than any page where one cannot hold it."""
    scrap = Paper(title="", foot="", is_half=leaf.paper.is_half)
    end = _drugs(leaf, scrap, 0, drugs)
    return end if scrap.pages == 1 else HEIGHT


def _sign(paper: Paper, y: float, doctor: str, phone: str, institution: str, on: date) -> float:
    """Set the place to sign; return the next y."""
    y = doctor_line(paper, y, doctor)
    step = _SIGN_STEPS[paper.is_half]
    room = RIGHT - _SIGN_LEFT
    y = paper.form_line(_SIGN_LEFT, y, room, [Label("联系电话："), Field(phone, 57.5 * MM)], leading=step)
    name = f"{institution}（机构名称）"
    paper.text(RIGHT, y, name, size=min(TEXT, ROOM / fonts.width(name, 1)), align="right")
    y += step
    paper.text(RIGHT, y, day_words(on), size=TEXT, align="right")
    return y + step


def doctor_line(paper: Paper, y: float, doctor: str, least: float = LEFT) -> float:
    """Set the doctor's name, further to the left where it is long; return the next y."""
    label = Label("转诊医生（签字）：")
    wide = fonts.width(label.text, TEXT) + fonts.width(doctor, TEXT) + TEXT
    left = max(least, min(_SIGN_LEFT, RIGHT - wide))
    return paper.form_line(left, y, RIGHT - left, [label, Field(doctor, 42 * MM)], leading=_SIGN_STEPS[paper.is_half])


def _wrap(text: str) -> list[str]:
    return break_lines(text, _BODY, lambda piece: fonts.width(piece, TEXT)) if text else []
