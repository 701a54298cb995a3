"""A plot over months or weeks: bars and a line, walked by the arrows, each place said in words.

What is not known is a dash, never a bar of nought. A second series is the accent outlined or a line, never another hue.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QFocusEvent
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QMouseEvent
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QSizePolicy
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit import plotted
from yigongti_desktop.kit.chart import Chart
from yigongti_desktop.kit.theme import theme

_LEAST_HEIGHT, _HEIGHT, _WIDTH = 110, 180, 240


class Plot(QWidget):
    """A plot that the arrows walk; Enter or a click opens a place."""

    opened = Signal(int)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._chart = Chart()
        self._place = -1
        self._is_hovered = False
        self.setMinimumHeight(_LEAST_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)
        self._tell()

    @property
    def chart(self) -> Chart:
        """Return what is plotted."""
        return self._chart

    @property
    def place(self) -> int:
        """Return the place that is read out, or -1."""
        return self._place if self.hasFocus() or self._is_hovered else -1

    @property
    def readout(self) -> str:
        """Return what stands above the plot: the place that is read out; empty where the series are named."""
        return self._chart.say(self.place) if self.place >= 0 else ""

    def show_chart(self, chart: Chart) -> None:
        """Plot this; the place that was read out stays, if there still is one."""
        self._chart = chart
        self._place = min(self._place, len(chart.labels) - 1)
        if self._place < 0 and self.hasFocus():
            self._place = len(chart.labels) - 1
        self._tell()
        self.update()

    def rest_on(self, place: int) -> None:
        """Read out a place."""
        if self._chart.labels:
            self._place = min(max(place, 0), len(self._chart.labels) - 1)
            self._tell()
            self.update()

    def sizeHint(self) -> QSize:
        """Return a plot's size."""
        return QSize(_WIDTH, _HEIGHT)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows; Enter opens."""
        last = len(self._chart.labels) - 1
        steps = {
            Qt.Key.Key_Left: self._place - 1,
            Qt.Key.Key_Right: self._place + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }
        key = Qt.Key(event.key())
        if key in steps and last >= 0:
            self.rest_on(steps[key])
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._place >= 0:
            self.opened.emit(self._place)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the last place."""
        if self._place < 0:
            self._place = len(self._chart.labels) - 1
        self._tell()
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Name the series again."""
        self._tell()
        self.update()
        super().focusOutEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read out what is under the pointer."""
        place = plotted.place_at(self._chart, self.size(), event.position())
        self._is_hovered = place >= 0
        if place >= 0:
            self.rest_on(place)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what is under the pointer."""
        place = plotted.place_at(self._chart, self.size(), event.position())
        if place >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(place)

    def leaveEvent(self, event: QEvent) -> None:
        """Name the series again."""
        self._is_hovered = False
        self._tell()
        self.update()
        super().leaveEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the plot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        plotted.paint(painter, self._chart, self.size(), self.place)
        if self.hasFocus():
            plotted.paint_focus(painter, self.size())
        painter.end()

    def _tell(self) -> None:
        """Tell who cannot see it: the place that is read out, and every figure."""
        self.setAccessibleName(f"{self._title} {self.readout}".strip())
        chart = self._chart
        self.setAccessibleDescription("；".join(chart.say(place) for place in range(len(chart.labels))))
