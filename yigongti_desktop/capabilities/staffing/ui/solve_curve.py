"""The way of a drawing as a small picture: what rosters cost, falling, and what none can cost less than, rising."""

from __future__ import annotations

from math import log

from PySide6.QtCore import QPointF
from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtGui import QPolygonF
from PySide6.QtWidgets import QSizePolicy
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.theme import HINT
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme
from yigongti_desktop.rostering.drawing import Drawn

_HEIGHT, _FOOT, _TOP = 76, 18, 6
_START = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_END = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class Curve(QWidget):
    """The best roster's cost over the seconds, and below it the bound; a tint between them is what may still come."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points: list[tuple[float, int, int]] = []
        self._seconds = self._now = 1.0
        self.hide()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        theme.changed.connect(self.update)

    def begin(self, seconds: float) -> None:
        """Forget what was shown; so many seconds have room from left to right."""
        self._points, self._seconds, self._now = [], max(seconds, 1.0), 0.0
        self.setAccessibleName("还没有班表")
        self.hide()

    def add(self, drawn: Drawn, at: float) -> None:
        """Show how far it has come after so many seconds."""
        if drawn.roster:
            self._points.append((at, drawn.cost, drawn.bound))
            better = f"最多还能好 {drawn.may_be_better_by:.1%}" if drawn.bound else "还不知道能好多少"
            self.setAccessibleName(f"{at:.0f} 秒，代价 {drawn.cost:,}，{better}")
            self.show()
            self.update()

    def go_on(self, at: float) -> None:
        """Show that so many seconds have gone by."""
        self._now = at
        self.update()

    def sizeHint(self) -> QSize:
        """Return its size."""
        return QSize(200, _HEIGHT)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the two lines, and the seconds below."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(0, _TOP, self.width(), self.height() - _FOOT - _TOP)
        painter.setPen(QPen(theme.color("line2"), 1))
        painter.drawLine(QPointF(0, round(box.bottom()) + 0.5), QPointF(self.width(), round(box.bottom()) + 0.5))
        painter.setFont(font(HINT))
        painter.setPen(theme.color("text3"))
        foot = QRectF(0, box.bottom() + 2, self.width(), _FOOT - 2)
        painter.drawText(foot, _START, "0 秒")
        painter.drawText(foot, _END, f"{self._seconds:.0f} 秒")
        if self._points:
            self._paint_lines(painter, box)
        painter.end()

    def _paint_lines(self, painter: QPainter, box: QRectF) -> None:
        costs = [self._stepped(box, [(at, cost) for at, cost, _ in self._points])]
        bounds = [self._stepped(box, [(at, bound) for at, _, bound in self._points if bound])]
        if bounds[0]:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("soft"))
            known = [point for point in costs[0] if point.x() >= bounds[0][0].x()]
            painter.drawPolygon(QPolygonF([*known, *reversed(bounds[0])]))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line, width in ((bounds[0], 1), (costs[0], 2)):
            painter.setPen(QPen(theme.color("accent"), width))
            painter.drawPolyline(line)

    def _stepped(self, box: QRectF, points: list[tuple[float, int]]) -> list[QPointF]:
        """Return a line that stays level until something better comes."""
        found: list[QPointF] = []
        for at, value in points:
            across = box.left() + box.width() * min(at / self._seconds, 1)
            here = QPointF(across, self._level(box, value))
            if found:
                found.append(QPointF(across, found[-1].y()))
            found.append(here)
        if found:
            across = box.left() + box.width() * min(max(self._now, points[-1][0]) / self._seconds, 1)
            found.append(QPointF(across, found[-1].y()))
        return found

    def _level(self, box: QRectF, value: int) -> float:
        """Return how high a cost stands: by its logarithm, since the first roster may cost many times the last one."""
        values = [one for _, cost, bound in self._points for one in (cost, bound) if one > 0]
        low, high = log(min(values, default=1) * 0.9), log(max(values, default=1) * 1.02)
        share = (log(max(value, 1)) - low) / (high - low) if high > low else 0.0
        return box.bottom() - box.height() * min(max(share, 0.0), 1.0)
