"""The card of the grid: legend and groups above it, keys and what was saved below."""

from __future__ import annotations

from collections import Counter

from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.staffing.ui import grid_words as words
from yigongti_desktop.capabilities.staffing.ui.board import Board
from yigongti_desktop.capabilities.staffing.ui.grid import RosterGrid
from yigongti_desktop.capabilities.staffing.ui.legend import Legend
from yigongti_desktop.kit.badge import KeyHints
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row

_ALL = "all"
#: Segments beside the whole unit: the largest groups.
_SEGMENTS = 3


class RosterBody(QFrame):
    """A roster in hand."""

    def __init__(self, board: Board, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.grid = RosterGrid(board)
        self._legend = Legend()
        self._segments: Chips | None = None
        self._hints = KeyHints()
        self.saved = label("", "caption")
        self._bar = row(self._legend, spacing=10, margins=(10, 4, 10, 4))
        self._bar.setStretch(0, 1)
        foot = row(self._hints, self.saved, spacing=10, margins=(16, 1, 16, 1))
        foot.setStretch(0, 1)
        self._foot = boxed(foot)
        self._foot.setFixedHeight(26)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(1, 1, 1, 1)
        layout.setSpacing(0)
        layout.addLayout(self._bar)
        layout.addWidget(hairline())
        layout.addWidget(self.grid, 1)
        layout.addWidget(hairline())
        layout.addWidget(self._foot)
        self._legend.chosen.connect(self._take_brush)
        self.grid.brush_dropped.connect(lambda: self._legend.set_brush(None))
        self.show_board(board)

    def show_board(self, board: Board) -> None:
        """Show another roster."""
        self.grid.show_board(board)
        self._legend.show_duties(board.duties, may_paint=board.is_open)
        self._show_segments(board)
        letters = "".join(key.upper() for key in words.letters(board.duties))
        writing = ((letters, "填班"), ("0", "休"), ("P", "钉住"), ("Ctrl+Z", "撤销"), ("Ctrl+C V", "抄一周"))
        keys = (("方向键", "移动"), *(writing if board.is_open else ()), ("F8", "下一处"), ("F6", "换一块"))
        self._hints.set_hints(keys)

    def set_compact(self, compact: bool) -> None:
        """Leave keys away where there is no room."""
        self._foot.setVisible(not compact)

    def _take_brush(self, code: str | None) -> None:
        self.grid.set_brush(code)
        self.grid.setFocus()

    def _show_segments(self, board: Board) -> None:
        """Offer the largest groups of people; one group alone needs no segments."""
        if self._segments is not None:
            self._bar.removeWidget(self._segments)
            self._segments.hide()
            self._segments.deleteLater()
            self._segments = None
        counted = Counter(words.PROFESSIONS[person.staff.profession] for person in board.people)
        if len(counted) < 2:  # noqa: PLR2004 - one group is the whole
            return
        groups = [Chip(name, name, count) for name, count in counted.most_common(_SEGMENTS)]
        self._segments = Chips((Chip(_ALL, "全院", len(board.people)), *groups), title="看哪些人")
        self._segments.chosen.connect(self._filter)
        self._bar.addWidget(self._segments)

    def _filter(self, key: str) -> None:
        people = self.grid.board.people
        self.grid.show_people(
            [place for place, person in enumerate(people) if key in {_ALL, words.PROFESSIONS[person.staff.profession]}]
        )
