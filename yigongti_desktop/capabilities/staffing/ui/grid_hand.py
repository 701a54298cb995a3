"""What the mouse does on the grid: it chooses, it paints with a duty, it carries a cell to another person."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtCore import QObject
from PySide6.QtCore import Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QToolTip
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.staffing.model.sheet import Cell
from yigongti_desktop.capabilities.staffing.ui import grid_words as words
from yigongti_desktop.capabilities.staffing.ui.grid_surface import Surface


class Hand(QObject):
    """The mouse: nothing is changed before its button is let go, so that a stroke is one step."""

    def __init__(self, grid: Surface, parent: QWidget) -> None:
        super().__init__(parent)
        self._grid, self._focus = grid, parent
        self._from: Cell | None = None
        #: Code that it paints with; None for no brush.
        self.brush: str | None = None
        self.stroke: set[Cell] = set()
        #: Cell that would change places with the one that is carried.
        self.target: Cell | None = None

    def set_brush(self, code: str | None) -> None:
        """Paint with a code from now on."""
        self.brush = code
        self._forget()

    def put_down(self) -> None:
        """Let the brush go, and with it what was under way."""
        self.set_brush(None)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take the events of the grid that are for the mouse."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            self._explain(event)
            return True
        if not isinstance(event, QMouseEvent):
            return False
        kind = event.type()
        if kind in {QEvent.Type.MouseButtonPress, QEvent.Type.MouseButtonDblClick}:
            self._press(event)
        elif kind == QEvent.Type.MouseMove:
            self._move(event)
        elif kind == QEvent.Type.MouseButtonRelease:
            self._release()
        return True

    def _press(self, event: QMouseEvent) -> None:
        spot = self._spot(event)
        if spot is None or event.button() != Qt.MouseButton.LeftButton:
            return
        row, day = spot
        extend = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        self._focus.setFocus()
        self._grid.go_to(row, max(day, 0) if day >= 0 else self._grid.day, extend=extend)
        cell = self._grid.cell
        if cell is None or day < 0 or extend or not self._grid.board.is_open:
            return
        self._from = cell
        if self.brush is not None:
            self.stroke = {cell}
            self._grid.repaint_soon()

    def _move(self, event: QMouseEvent) -> None:
        spot = self._spot(event)
        if self._from is None or spot is None or spot[1] < 0 or spot[0] >= len(self._grid.shown):
            return
        cell = (self._grid.shown[spot[0]], spot[1])
        if self.brush is not None:
            self.stroke.add(cell)
        else:
            self.target = cell if cell != self._from else None
        self._grid.repaint_soon()

    def _release(self) -> None:
        begun, stroke, target = self._from, frozenset(self.stroke), self.target
        self._forget()
        if begun is None:
            return
        if self.brush is not None:
            self._grid.board.put(stroke, self.brush)
        elif target is not None:
            self._grid.board.swap(begun, target)
            self._grid.go_to(list(self._grid.shown).index(target[0]), target[1])

    def _forget(self) -> None:
        self._from, self.stroke, self.target = None, set(), None
        self._grid.repaint_soon()

    def _spot(self, event: QMouseEvent) -> tuple[int, int] | None:
        point = event.position().toPoint()
        return self._grid.shape_now.hit(point.x(), point.y())

    def _explain(self, event: QHelpEvent) -> None:
        point: Any = event.pos()
        spot, grid = self._grid.shape_now.hit(point.x(), point.y()), self._grid
        text = ""
        if spot is not None and spot[0] < len(grid.shown):
            person = grid.shown[spot[0]]
            caption = f"{grid.board.people[person].staff.name}　{words.caption(grid.board, person)}"
            text = words.spoken_cell(grid.board, (person, spot[1])) if spot[1] >= 0 else caption
        QToolTip.showText(event.globalPos(), text)
