"""What the colours and letters of a year mean, and how many days of each it has."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.calendar import DayKind
from yigongti_desktop.kit.theme import HINT
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme
from yigongti_desktop.registry.ui.calendar_words import INKS
from yigongti_desktop.registry.ui.calendar_words import KINDS
from yigongti_desktop.registry.ui.calendar_words import MARKS

_HEIGHT, _CHIP, _GAP, _BETWEEN = 22, 20, 5, 16
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class YearLegend(QWidget):
    """One line: 法 法定节假日 13 天, 休 调休放假 20 天 and so on; a dotted chip where a notice is awaited."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parts: list[tuple[DayKind | None, str]] = []
        self.setFixedHeight(_HEIGHT)
        theme.changed.connect(self.update)

    def show_counts(self, counted: Mapping[DayKind, int], *, is_awaited: bool) -> None:
        """Show how many days of each kind there are, and whether some are still open."""
        self._parts = [(kind, f"{KINDS[kind]} {counted.get(kind, 0)} 天") for kind in DayKind]
        self._parts += [(None, "待通知")] if is_awaited else []
        self.setAccessibleName("、".join(words for _, words in self._parts))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return what all parts need."""
        words = QFontMetricsF(font(SECOND))
        wide = sum(_CHIP + _GAP + words.horizontalAdvance(text) + _BETWEEN for _, text in self._parts)
        return QSize(round(wide) + 1, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint chips and words."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        left = 0.0
        for kind, text in self._parts:
            self._paint_chip(painter, QRectF(left, 2, _CHIP, _HEIGHT - 4), kind)
            left += _CHIP + _GAP
            painter.setFont(font(SECOND))
            painter.setPen(theme.color("text2"))
            painter.drawText(QRectF(left, -1, self.width(), _HEIGHT), _LEFT, text)
            left += QFontMetricsF(font(SECOND)).horizontalAdvance(text) + _BETWEEN
        painter.end()

    def _paint_chip(self, painter: QPainter, box: QRectF, kind: DayKind | None) -> None:
        ink, tint = INKS[kind] if kind is not None else ("text", "")
        edge = QPen(theme.color("border" if kind is None else "line2"), 1)
        if kind is None:
            edge.setStyle(Qt.PenStyle.DotLine)
        painter.setPen(edge)
        painter.setBrush(theme.color(tint or "surface"))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 3, 3)
        painter.setPen(theme.color(ink))
        painter.setFont(font(HINT))
        painter.drawText(box.adjusted(0, -1, 0, 0), Qt.AlignmentFlag.AlignCenter, MARKS.get(kind, "") if kind else "")
