"""Where a roster is drawn: the grid, and beside it the panel of why, or that of the drawing by itself."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QStackedWidget
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.staffing.ui.board import Board
from yigongti_desktop.capabilities.staffing.ui.cell_panel import WIDTH
from yigongti_desktop.capabilities.staffing.ui.cell_panel import CellPanel
from yigongti_desktop.capabilities.staffing.ui.editions_panel import EditionsPanel
from yigongti_desktop.capabilities.staffing.ui.repair_panel import RepairPanel
from yigongti_desktop.capabilities.staffing.ui.roster_body import RosterBody
from yigongti_desktop.capabilities.staffing.ui.roster_why import Why
from yigongti_desktop.capabilities.staffing.ui.solve_panel import SolvePanel
from yigongti_desktop.kit.beside import Beside
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk


class RosterRoom:
    """Grid and panels, laid out when there is a first roster to show."""

    def __init__(self, desk: Desk, body: QVBoxLayout, leave_panel: Callable[[], object]) -> None:
        self._desk, self._body, self._leave_panel = desk, body, leave_panel
        self.panel, self.solving = CellPanel(), SolvePanel(desk.say)
        self.repair, self.editions = RepairPanel(), EditionsPanel()
        for panel, words in ((self.solving, "自动排班"), (self.repair, "补班"), (self.editions, "更改记录")):
            panel.setAccessibleName(words)
            panel.setFixedWidth(WIDTH)
        self._side = QStackedWidget()
        self._side.addWidget(self.panel)
        self._side.addWidget(self.solving)
        self._side.addWidget(self.repair)
        self._side.addWidget(self.editions)
        self.editions.dropped.connect(leave_panel)
        self.rostered: RosterBody | None = None
        self._beside: Beside | None = None
        self.why: Why | None = None
        self._is_compact = self._is_set = False

    @property
    def is_in_sight(self) -> bool:
        """Say whether a roster is shown."""
        return self._beside is not None and not self._beside.isHidden()

    def show_board(self, board: Board) -> None:
        """Show a roster."""
        if self.rostered is None or self._beside is None or self.why is None:
            self._lay_out(board)
        else:
            self.rostered.show_board(board)
            self._beside.show()
            self.why.show_board()

    def hide(self) -> None:
        """Show none."""
        if self._beside is not None:
            self._beside.hide()

    def show(self) -> None:
        """Show it again."""
        if self._beside is not None:
            self._beside.show()

    def show_side(self, side: QWidget | None) -> None:
        """Bring a panel into sight; None is that of why, where there is room for it."""
        self._side.setCurrentWidget(side or self.panel)
        if self._beside is not None:
            self._beside.open_side(side is not None)

    def set_compact(self, compact: bool) -> None:
        """Let the panel open over the grid where there is no room beside it."""
        is_same, self._is_compact = compact == self._is_compact, compact
        if self._beside is None or self.rostered is None or (is_same and self._is_set):
            return
        self._is_set = True
        focused = self._side.focusWidget()
        has_focus = focused is not None and focused.hasFocus()
        self._beside.set_narrow(compact)
        self.rostered.set_compact(compact)
        if self.panel.decide.form is not None or self.solving.is_running:
            self._beside.open_side(True)
        if has_focus and focused is not None and focused.isVisible():
            focused.setFocus()
        elif has_focus:
            self.rostered.grid.setFocus()

    def say_saved(self, words: str) -> None:
        """Say at the foot of the grid what was kept or saved."""
        if self.rostered is not None:
            self.rostered.saved.setText(words)

    def next_problem(self, step: int) -> None:
        """Go to the next problem of the grid."""
        if self.rostered is not None and self.is_in_sight:
            self.rostered.grid.setFocus()
            self.rostered.grid.next_problem(step)

    def _lay_out(self, board: Board) -> None:
        self.rostered = RosterBody(board)
        self._beside = beside = Beside(self.rostered, self._side, WIDTH)
        self._body.addWidget(beside)
        beside.show()  # else it could not take the focus yet
        self.why = Why(self._desk, self.rostered.grid, self.panel)
        self.why.show_board()
        on_key(self.rostered.grid, "Return", lambda: beside.open_side(True))
        on_key(self.panel, "Esc", self._leave_panel)
        self.set_compact(self._is_compact)
