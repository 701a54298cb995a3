"""自动排: the rest of a roster is drawn around what is pinned, beside the grid; what is taken is one step on it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.store import rosters as store
from yigongti_desktop.capabilities.staffing.ui.roster_host import Host
from yigongti_desktop.capabilities.staffing.ui.solve_panel import SolvePanel


class SelfDrawing:
    """Lets a month be drawn."""

    def __init__(self, page: Host, panel: SolvePanel) -> None:
        self._page, self._panel = page, panel
        panel.taken.connect(self._take)
        panel.dropped.connect(self._end)

    def ask(self) -> None:
        """Read the month with what is pinned now, and let it be drawn."""
        opened, board = self._page.opened, self._page.board
        if opened is None or opened.roster is None or board is None or not board.is_open:
            return
        if self._panel.is_running:
            self._page.show_side(self._panel)
            return
        roster = replace(opened.roster, lines=board.sheet.lines)
        self._page.desk.read(self._panel, store.question, roster, done=self._begin, failed=self._page.show_fault)

    def stop(self) -> None:
        """Give up what is being drawn."""
        if self._panel.is_running:
            self._panel.drop()

    def _begin(self, asked: Asked) -> None:
        self._page.show_side(self._panel)
        self._panel.begin(asked)

    def _take(self, drawn: Mapping[str, tuple[str, ...]]) -> None:
        if self._page.board is not None:
            self._page.board.take(drawn)
        self._end()

    def _end(self) -> None:
        self._page.show_side(None)
        self._page.first_focus()
