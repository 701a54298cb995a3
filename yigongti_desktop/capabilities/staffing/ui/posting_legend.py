"""What the bars of a year mean, in words beside each."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.staffing.model.coverage import Cover
from yigongti_desktop.capabilities.staffing.ui.posting_words import COVERS
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

_HEIGHT, _CHIP, _GAP, _BETWEEN = 22, 20, 5, 16
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
#: Filling and edge of a day, by how it is covered.
INKS = {
    Cover.SERVED: ("ok", "ok"),
    Cover.PLANNED: ("soft", "accent"),
    Cover.LOW: ("warn_edge", "warn_edge"),
    Cover.GAP: ("danger_tint", "danger_edge"),
}


class CoverLegend(QWidget):
    """One line: each bar and what it means."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(_HEIGHT)
        self.setAccessibleName("、".join(COVERS[one.value] for one in Cover))
        theme.changed.connect(self.update)

    def sizeHint(self) -> QSize:
        """Return what all parts need."""
        words = QFontMetricsF(font(SECOND))
        wide = sum(_CHIP + _GAP + words.horizontalAdvance(COVERS[one.value]) + _BETWEEN for one in Cover)
        return QSize(round(wide) + 1, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint chips and words."""
        painter = QPainter(self)
        left = 0.0
        painter.setFont(font(SECOND))
        for one in Cover:
            fill, edge = INKS[one]
            box = QRectF(left + 0.5, 5.5, _CHIP - 1, _HEIGHT - 11)
            painter.setPen(QPen(theme.color(edge), 1))
            painter.setBrush(theme.color(fill))
            painter.drawRect(box)
            left += _CHIP + _GAP
            painter.setPen(theme.color("text2"))
            painter.drawText(QRectF(left, -1, self.width(), _HEIGHT), _LEFT, COVERS[one.value])
            left += QFontMetricsF(font(SECOND)).horizontalAdvance(COVERS[one.value]) + _BETWEEN
        painter.end()
