"""A small bar chart: one series filled, a second outlined, the last week's values written on it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.theme import HINT
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

_LEFT, _BOTTOM, _TOP, _STEPS, _BETWEEN = 26, 22, 14, 3, 6


@dataclass(frozen=True)
class Bars:
    """Values of one label."""

    label: str
    first: int
    second: int


class BarChart(QWidget):
    """Bars in pairs."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[Bars, ...] = ()
        self.setMinimumHeight(110)
        theme.changed.connect(self.update)

    def show_bars(self, bars: Sequence[Bars]) -> None:
        """Show these values."""
        self._bars = tuple(bars)
        self.setAccessibleName("；".join(f"{bar.label} {bar.first} {bar.second}" for bar in self._bars))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint axis, bars and labels."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max([*(max(bar.first, bar.second) for bar in self._bars), 1])
        step = max(-(-most // _STEPS), 1)
        field = QRectF(_LEFT, _TOP, self.width() - _LEFT - 4, self.height() - _TOP - _BOTTOM)
        painter.setFont(font(HINT))
        for place in range(_STEPS + 1):
            y = round(field.bottom() - field.height() * place / _STEPS) + 0.5
            painter.setPen(QPen(theme.color("line" if place else "border"), 1))
            painter.drawLine(round(field.left()), round(y), round(field.right()), round(y))
            painter.setPen(theme.color("text3"))
            box = QRectF(0, y - 9, _LEFT - 6, 18)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, str(step * place))
        self._pairs(painter, field, step * _STEPS)
        painter.end()

    def _pairs(self, painter: QPainter, field: QRectF, full: int) -> None:
        if not self._bars:
            return
        room = field.width() / len(self._bars)
        wide = min(9.0, room / 3)
        every = -(-(QFontMetricsF(font(HINT)).horizontalAdvance("00/00") + _BETWEEN) // room) or 1
        for place, bar in enumerate(self._bars):
            middle = field.left() + room * (place + 0.5)
            last = place == len(self._bars) - 1
            for value, left, filled in ((bar.first, middle - wide - 1, True), (bar.second, middle + 1, False)):
                height = field.height() * value / full
                box = QRectF(round(left), round(field.bottom() - height), round(wide), round(height))
                painter.setPen(QPen(theme.color("accent"), 1) if not filled else Qt.PenStyle.NoPen)
                painter.setBrush(theme.color("accent" if filled else "surface"))
                if value:
                    painter.drawRect(box if filled else box.adjusted(0.5, 0.5, -0.5, -0.5))
                if last and value:
                    painter.setPen(theme.color("text"))
                    painter.setFont(font(HINT, bold=True))
                    at = QRectF(box.left() - 8, box.top() - 15, box.width() + 16, 14)
                    painter.drawText(at, Qt.AlignmentFlag.AlignCenter, str(value))
            if (len(self._bars) - 1 - place) % int(every) == 0:
                painter.setPen(theme.color("text3"))
                painter.setFont(font(HINT))
                at = QRectF(middle - 24, field.bottom() + 4, 48, 16)
                painter.drawText(at, Qt.AlignmentFlag.AlignCenter, bar.label)
