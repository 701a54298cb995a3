"""A list and what stands beside it; where there is no room the side opens over the list."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtCore import QSize
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

_GAP = 10


class Beside(QWidget):
    """Two widgets side by side, the second of a fixed width."""

    def __init__(self, main: QWidget, side: QWidget, width: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.main, self.side = main, side
        self._width = width
        self._narrow = self._opened = False
        main.setParent(self)
        side.setParent(self)
        self._place()

    @property
    def is_side_open(self) -> bool:
        """Say whether the side is in sight."""
        return not self._narrow or self._opened

    def set_narrow(self, narrow: bool) -> None:
        """Keep the side away until it is asked for."""
        self._narrow, self._opened = narrow, False
        self._place()

    def open_side(self, opened: bool) -> None:
        """Bring the side over the list, or put it away; where there is room it always stands."""
        self._opened = opened
        self._place()

    def sizeHint(self) -> QSize:
        """Return what both like."""
        return QSize(self.main.sizeHint().width() + self._width + _GAP, self.main.sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Return what the list needs; the side may stand over it."""
        return self.main.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Place both anew."""
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        wide, high = self.width(), self.height()
        side = min(self._width, wide)
        room = wide if self._narrow else max(wide - side - _GAP, 0)
        self.main.setGeometry(QRect(0, 0, room, high))
        self.side.setGeometry(QRect(wide - side, 0, side, high))
        self.main.show()
        self.side.setVisible(self.is_side_open)
        if self._narrow:
            self.side.raise_()
