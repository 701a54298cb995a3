"""Text, facts and tables one below another over as many pages as they need; the head comes again on each."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.lines import break_lines
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import WIDTH
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.documents.table import Column
from yigongti_desktop.documents.table import draw_table

LEFT = 20 * MM
ROOM = WIDTH - 2 * LEFT
_LAST = 274 * MM
_SIZE = 10
_LINE = 5.6 * MM


@dataclass
class Flow:
    """Where the next line goes."""

    paper: Paper
    #: Written at the top of every page but the first: 家庭医生签约服务协议书 岳口-… 续.
    head: str
    y: float

    def need(self, height: float) -> None:
        """Go to the next page unless so much room is left."""
        if self.y + height > _LAST:
            self.y = self.go_on()

    def go_on(self) -> float:
        """Begin the next page; return where to write."""
        self.paper.new_page()
        self.paper.text(LEFT, 16 * MM, f"{self.head}　续", size=9)
        self.paper.rule(LEFT, LEFT + ROOM, 18 * MM)
        return 25 * MM

    def heading(self, text: str) -> None:
        """Write the heading of a part; it stays with what follows."""
        self.y += 2.5 * MM
        self.need(7 * _LINE)
        self.paper.text(LEFT, self.y, text, size=11, bold=True)
        self.y += 6 * MM

    def paragraph(self, text: str, *, bold: bool = False, indent: float = 0) -> None:
        """Write a text, each paragraph of it on as many lines as it needs."""
        width = ROOM - indent
        for line in break_lines(text, width, lambda piece: fonts.width(piece, _SIZE, bold=bold)):
            self.need(_LINE)
            self.paper.text(LEFT + indent, self.y, line, size=_SIZE, bold=bold)
            self.y += _LINE

    def pairs(self, left: Sequence[str], right: Sequence[str]) -> None:
        """Write facts in two columns."""
        half = ROOM / 2 + 4 * MM
        for one, other in zip(left, right, strict=True):
            lines = broken(one, half - 4 * MM), broken(other, ROOM - half)
            self.need(max(map(len, lines)) * _LINE)
            for x, some in zip((LEFT, LEFT + half), lines, strict=True):
                for place, line in enumerate(some):
                    self.paper.text(x, self.y + place * _LINE, line, size=_SIZE)
            self.y += max(map(len, lines)) * _LINE

    def table(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """Draw a table whose head comes again on every page."""
        self.need(5 * _LINE)
        top = self.y - 3.5 * MM
        self.y = draw_table(self.paper, LEFT, top, columns, rows, on_new_page=self._table_goes_on, size=9) + 6 * MM

    def _table_goes_on(self) -> float:
        self.paper.text(LEFT, 16 * MM, f"{self.head}　续", size=9)
        self.paper.rule(LEFT, LEFT + ROOM, 18 * MM)
        return 21 * MM


def broken(text: str, width: float) -> list[str]:
    """Return a text in lines of its size no wider than so many points."""
    return break_lines(text, width, lambda piece: fonts.width(piece, _SIZE))
