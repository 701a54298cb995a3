"""A thin bar that fills; empty while nobody can say how much there is."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.theme import theme

_HEIGHT, _LEAST = 6, 60


class Gauge(QWidget):
    """How much of something is done."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share: float | None = None
        self._tone = "accent"
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def show_share(self, share: float | None, tone: str = "accent") -> None:
        """Show how much is done, from 0 to 1, in a colour; None while that is not known."""
        self._share, self._tone = share, tone
        self.update()

    def sizeHint(self) -> QSize:
        """Return a thin bar's size."""
        return QSize(_LEAST, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the groove and what is done of it."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.color("line2"))
        painter.drawRoundedRect(QRectF(self.rect()), 3, 3)
        if self._share:
            painter.setBrush(theme.color(self._tone))
            wide = max(float(_HEIGHT), self.width() * min(self._share, 1.0))
            painter.drawRoundedRect(QRectF(0, 0, wide, _HEIGHT), 3, 3)
        painter.end()
