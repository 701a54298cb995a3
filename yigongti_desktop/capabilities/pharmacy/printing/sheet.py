"""What all papers of the store have in common: title, facts in two columns, lines over pages, sums, places to sign."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime

from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.lines import break_lines
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import WIDTH
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.documents.table import Column
from yigongti_desktop.documents.table import draw_table
from yigongti_desktop.kernel.clock import local

LEFT = 15 * MM
ROOM = WIDTH - 2 * LEFT
_LAST = 276 * MM
_SIZE = 10


@dataclass(frozen=True, kw_only=True)
class Signed:
    """A place to sign: who is to, and who has by name, when."""

    title: str
    name: str = ""
    at: datetime | None = None


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A paper of the store."""

    #: What it is called: 药品请领单.
    title: str
    number: str
    #: At the right of the title: 重打 2.
    mark: str = ""
    #: Facts in two columns, and those that take a whole line below them.
    left: Sequence[str]
    right: Sequence[str]
    whole: Sequence[str] = ()
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    totals: str
    people: Sequence[Signed]
    #: Under the places to sign.
    note: str = ""
    #: Behind the number in each foot.
    foot: str = ""
    size: float = field(default=9.5)


def draw(sheet: Sheet) -> bytes:
    """Return the paper as a PDF."""
    fonts.load()
    named = f"{sheet.title} {sheet.number}".rstrip()
    paper = Paper(title=named, foot=f"医共体工作台　{named}{sheet.foot}")
    paper.text(WIDTH / 2, 22 * MM, sheet.title, size=16, bold=True, align="center")
    if sheet.mark:
        paper.text(WIDTH - LEFT, 22 * MM, sheet.mark, size=_SIZE, align="right")
    y = _facts(paper, sheet)

    def go_on() -> float:
        paper.text(LEFT, 18 * MM, f"{named}　续", size=_SIZE)
        return 21 * MM

    y = draw_table(paper, LEFT, y, sheet.columns, sheet.rows, on_new_page=go_on, size=sheet.size)
    if _end(Paper(title="", foot=""), y, sheet) > _LAST:  # measured on a scrap of paper
        paper.new_page()
        y = go_on()
    _end(paper, y, sheet)
    return paper.bytes()


def moment(at: datetime | None) -> str:
    """Return a moment as papers write it; a dash where there is none."""
    return f"{local(at):%Y-%m-%d %H:%M}" if at else "—"


def write_lines(paper: Paper, x: float, y: float, width: float, text: str) -> float:
    """Write a text on as many lines as it needs; return the next y."""
    for line in break_lines(text, width, lambda piece: fonts.width(piece, _SIZE)):
        paper.text(x, y, line, size=_SIZE)
        y += 6 * MM
    return y


def places_to_sign(
    paper: Paper,
    x: float,
    y: float,
    width: float,
    people: Sequence[Signed],
    *,
    time: Callable[[datetime], str] = moment,
) -> float:
    """Set places to sign side by side, a name on as many lines as it needs; return the y of their dates."""
    step = width / len(people)
    below = y
    for place, one in enumerate(people):
        left = x + place * step
        named = fonts.width(f"{one.title}：", _SIZE)
        paper.text(left, y, f"{one.title}：", size=_SIZE)
        below = max(below, write_lines(paper, left + named, y, step - 4 * MM - named, one.name))
        paper.rule(left + named, left + step - 4 * MM, y + 2.5)
    for place, one in enumerate(people):
        paper.text(x + place * step, below, time(one.at) if one.at else "　　年　月　日", size=9)
    return below


def _facts(paper: Paper, sheet: Sheet) -> float:
    y = 32 * MM
    half = WIDTH / 2 + 5 * MM
    for one, other in zip(sheet.left, sheet.right, strict=True):
        below = write_lines(paper, LEFT, y, half - LEFT - 4 * MM, one)
        y = max(below, write_lines(paper, half, y, WIDTH - LEFT - half, other))
    for one in sheet.whole:
        y = write_lines(paper, LEFT, y, ROOM, one)
    return y - 1 * MM


def _end(paper: Paper, y: float, sheet: Sheet) -> float:
    """Write the sums and set the places to sign; return the last line's y."""
    y = write_lines(paper, LEFT, y + 6 * MM, ROOM, sheet.totals) + 4 * MM
    if not sheet.people:
        return y
    below = places_to_sign(paper, LEFT, y, ROOM, sheet.people)
    return write_lines(paper, LEFT, below + 6 * MM, ROOM, sheet.note) if sheet.note else below
