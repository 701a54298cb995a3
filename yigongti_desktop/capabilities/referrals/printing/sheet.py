"""How a slip is laid out below its title: sections that go on to a further page, drugs, the place to sign."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date

from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.documents import codes
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.lines import break_lines
from yigongti_desktop.documents.paper import HEIGHT
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import WIDTH
from yigongti_desktop.documents.paper import Field
from yigongti_desktop.documents.paper import Label
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.documents.table import Column
from yigongti_desktop.documents.table import draw_table

LEFT = 20 * MM
RIGHT = WIDTH - LEFT
ROOM = WIDTH - 2 * LEFT
TEXT = 11
_BODY_LEFT = LEFT + 5 * MM
_BODY = ROOM - 5 * MM
_LEADING = 19
_LAST = 278 * MM
_SIGN_STEP = 8 * MM
_SIGN_LEFT = 112 * MM
#: The quiet zone of a code reaches so far out of the text, and above the first line to sign on.
_CODE_OUT, _CODE_UP = 2 * MM, 4 * MM
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
    paper: Paper,
    y: float,
    number: str,
    parts: Sequence[Section],
    signed: tuple[str, str, str, date],
    drugs: Sequence[SlipDrug] = (),
    code: Sequence[str] = (),
) -> None:
    """Set the sections, spread what room is left among their blank lines, and sign on the last page, by the code."""
    set_out = [(head, _wrap(text), least) for head, text, least in parts]
    sign_height = _sign(Paper(title="", foot=""), 2 * MM, *signed)  # measured on a scrap of paper
    sign_height = max(sign_height, codes.SIDE) if code else sign_height
    room = _LAST - y - sign_height - _height(drugs)
    if _tall(set_out) > room:
        set_out = [(head, lines, 1) for head, lines, _ in set_out]
    spare = max(int((room - _tall(set_out)) // _LEADING), 0)
    for place, (head, lines, least) in enumerate(set_out):
        share = spare // len(set_out) + (place < spare % len(set_out)) if place else 0
        rows = [*lines, *[""] * (max(least - len(lines), 0) + share)]
        y = _section(paper, y, number, head, rows)
    y = _drugs(paper, y, number, drugs)
    if y + sign_height > _LAST + 6 * MM:
        y = _next_page(paper, number)
    if code:
        codes.draw_codes(paper, LEFT - _CODE_OUT, y - _CODE_UP, code)
    _sign(paper, y + 2 * MM, *signed, left=LEFT + codes.wide(len(code)) if code else LEFT)


def _tall(set_out: Iterable[tuple[str, list[str], int]]) -> float:
    return sum((max(len(lines), least) + 1) * _LEADING for _, lines, least in set_out)


def _section(paper: Paper, y: float, number: str, head: str, rows: list[str]) -> float:
    if y + 2 * _LEADING > _LAST:
        y = _next_page(paper, number)
    paper.text(LEFT, y, head, size=TEXT, bold=True)
    y += _LEADING
    for row in rows:
        if y > _LAST:
            y = _next_page(paper, number)
            paper.text(LEFT, y, f"{head.rstrip('：')}（续）：", size=TEXT, bold=True)
            y += _LEADING
        y = paper.ruled_lines(_BODY_LEFT, y, _BODY, [row], size=TEXT, leading=_LEADING)
    return y


def _drugs(paper: Paper, y: float, number: str, drugs: Sequence[SlipDrug]) -> float:
    """Set the drugs that the clinic is to go on giving; a line of the table goes to the next page whole."""
    if not drugs:
        return y
    if y + 4 * _LEADING > _LAST:
        y = _next_page(paper, number)
    paper.text(LEFT, y, "续用药品（请贵单位备药）：", size=TEXT, bold=True)

    def go_on() -> float:
        return _head_on(paper, number) - 4 * MM

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


def _height(drugs: Sequence[SlipDrug]) -> float:
    """Return how tall the table of drugs is; taller than any page where one cannot hold it."""
    scrap = Paper(title="", foot="")
    end = _drugs(scrap, 0, "", drugs)
    return end if scrap.pages == 1 else HEIGHT


def _next_page(paper: Paper, number: str) -> float:
    paper.new_page()
    return _head_on(paper, number)


def _head_on(paper: Paper, number: str) -> float:
    """Head a further page; return where it goes on."""
    paper.text(LEFT, 20 * MM, f"续页　单号 {number}", size=10)
    paper.rule(LEFT, RIGHT, 22.5 * MM)
    return 32 * MM


def _sign(paper: Paper, y: float, doctor: str, phone: str, institution: str, on: date, *, left: float = LEFT) -> float:
    """Set the place to sign, to the right of what stands beside it; return the next y."""
    y = doctor_line(paper, y, doctor, left)
    y = paper.form_line(
        _SIGN_LEFT, y, RIGHT - _SIGN_LEFT, [Label("联系电话："), Field(phone, 57.5 * MM)], leading=_SIGN_STEP
    )
    name = f"{institution}（机构名称）"
    paper.text(RIGHT, y, name, size=min(TEXT, (RIGHT - left) / fonts.width(name, 1)), align="right")
    y += _SIGN_STEP
    paper.text(RIGHT, y, f"{on.year} 年 {on.month} 月 {on.day} 日", size=TEXT, align="right")
    return y + _SIGN_STEP


def doctor_line(paper: Paper, y: float, doctor: str, least: float = LEFT) -> float:
    """Set the doctor's name, further to the left where it is long; return the next y."""
    label = Label("转诊医生（签字）：")
    wide = fonts.width(label.text, TEXT) + fonts.width(doctor, TEXT) + TEXT
    left = max(least, min(_SIGN_LEFT, RIGHT - wide))
    return paper.form_line(left, y, RIGHT - left, [label, Field(doctor, 42 * MM)], leading=_SIGN_STEP)


def _wrap(text: str) -> list[str]:
    return break_lines(text, _BODY, lambda piece: fonts.width(piece, TEXT)) if text else []
