"""Who flows where: bands between two columns of names, as broad as what goes up and what comes down."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF
from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtGui import QFocusEvent
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QMouseEvent
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPainterPath
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QSizePolicy
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.plotted import paint_focus
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

_HEAD, _EDGE, _GAP, _NODE, _NAMES, _THINNEST = 30.0, 12.0, 6.0, 8.0, 0.22, 2.0
_PALE, _STRONG = 90, 200
_START = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_END = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, kw_only=True)
class Band:
    """What goes between two names."""

    left: str
    right: str
    up: int
    down: int

    @property
    def whole(self) -> int:
        """Return both ways together."""
        return self.up + self.down

    def say(self) -> str:
        """Return it in words: 岳口镇卫生院 → 市第一人民医院　上转 31 人，下转 12 人."""
        return f"{self.left} → {self.right}　上转 {self.up:,} 人，下转 {self.down:,} 人"


@dataclass(frozen=True)
class _Drawn:
    place: int
    path: QPainterPath
    is_up: bool


class FlowPicture(QWidget):
    """Bands that the arrows walk; Enter or a click opens one."""

    #: A band was opened, by its place.
    opened = Signal(int)

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = title
        self._bands: tuple[Band, ...] = ()
        self._place = -1
        self.setMinimumHeight(200)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        theme.changed.connect(self.update)
        self._tell()

    @property
    def readout(self) -> str:
        """Return the band that is read out, in words; empty where none is."""
        return self._bands[self._place].say() if 0 <= self._place < len(self._bands) else ""

    def show_bands(self, bands: Sequence[Band]) -> None:
        """Show these, the broadest first."""
        self._bands = tuple(bands)
        self._place = min(self._place, len(bands) - 1)
        self._tell()
        self.update()

    def sizeHint(self) -> QSize:
        """Return a picture's size."""
        return QSize(720, 360)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk with the arrows; Enter opens."""
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Left: -1, Qt.Key.Key_Down: 1, Qt.Key.Key_Right: 1}
        key = Qt.Key(event.key())
        if key in steps and self._bands:
            self._rest_on(min(max(self._place + steps[key], 0), len(self._bands) - 1))
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and self._place >= 0:
            self.opened.emit(self._place)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin with the broadest."""
        if self._place < 0 and self._bands:
            self._rest_on(0)
        self.update()
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the frame away."""
        self.update()
        super().focusOutEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Read out what is under the pointer."""
        place = self._under(event.position())
        if place >= 0:
            self._rest_on(place)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Open what is under the pointer."""
        place = self._under(event.position())
        if place >= 0 and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(place)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the names, the bands and what is read out."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter)
        left, right = self._columns()
        for drawn in self._drawn(left, right):
            ink = QColor(theme.color("accent" if drawn.is_up else "ok"))
            ink.setAlpha(_STRONG if drawn.place == self._place else _PALE)
            painter.fillPath(drawn.path, ink)
        self._paint_nodes(painter, left, is_left=True)
        self._paint_nodes(painter, right, is_left=False)
        if self.hasFocus():
            paint_focus(painter, self.size())
        painter.end()

    def _paint_head(self, painter: QPainter) -> None:
        painter.setFont(font(SECOND))
        painter.setPen(QPen(theme.color("text2")))
        box = QRectF(_EDGE, 0, self.width() - 2 * _EDGE, _HEAD)
        painter.drawText(box, _START, self.readout or "青：上转　绿：下转　线越宽人越多　↑↓ 逐条看　Enter 看病例")

    def _paint_nodes(self, painter: QPainter, nodes: dict[str, QRectF], *, is_left: bool) -> None:
        metrics = QFontMetricsF(font(SECOND))
        room = self.width() * _NAMES - _EDGE - _GAP
        sums = self._sums(is_left=is_left)
        painter.setFont(font(SECOND))
        for name, box in nodes.items():
            painter.fillRect(box, theme.color("text3"))
            words = metrics.elidedText(f"{name} {sums[name]:,}", Qt.TextElideMode.ElideMiddle, room)
            high = max(box.height(), metrics.height())
            at = box.left() - _GAP - room if is_left else box.right() + _GAP
            painter.setPen(QPen(theme.color("text")))
            painter.drawText(QRectF(at, box.center().y() - high / 2, room, high), _END if is_left else _START, words)

    def _columns(self) -> tuple[dict[str, QRectF], dict[str, QRectF]]:
        """Return where each name's node stands, on either side."""
        return self._column(self.width() * _NAMES, is_left=True), self._column(
            self.width() * (1 - _NAMES) - _NODE, is_left=False
        )

    def _sums(self, *, is_left: bool) -> Counter[str]:
        """Return how many go to and from each name of a side."""
        sums: Counter[str] = Counter()
        for band in self._bands:
            sums[band.left if is_left else band.right] += band.whole
        return sums

    def _column(self, at: float, *, is_left: bool) -> dict[str, QRectF]:
        sums = self._sums(is_left=is_left)
        height = self.height() - _HEAD - _EDGE
        gap = min(_GAP * 2, height / (2 * max(len(sums), 1)))
        room = max(height - gap * (len(sums) - 1), 1)
        whole = sum(sums.values()) or 1
        found, top = {}, _HEAD
        for name, count in sorted(sums.items(), key=lambda one: -one[1]):
            found[name] = QRectF(at, top, _NODE, room * count / whole)
            top += found[name].height() + gap
        return found

    def _drawn(self, left: dict[str, QRectF], right: dict[str, QRectF]) -> list[_Drawn]:
        """Return the bands' shapes, what goes up and what comes down one under the other."""
        per = [
            sum(box.height() for box in side.values()) / max(self._sums(is_left=side is left).total(), 1)
            for side in (left, right)
        ]
        starts = {name: box.top() for name, box in left.items()}
        ends = {name: box.top() for name, box in right.items()}
        found = []
        for place, band in enumerate(self._bands):
            for is_up, count in ((True, band.up), (False, band.down)):
                if not count:
                    continue
                thick = (per[0] * count, per[1] * count)
                tops = (starts[band.left], ends[band.right])
                starts[band.left] += thick[0]
                ends[band.right] += thick[1]
                ways = (left[band.left].right(), right[band.right].left())
                found.append(_Drawn(place, _ribbon(ways, tops, thick), is_up))
        return found

    def _under(self, at: QPointF) -> int:
        return next((one.place for one in self._drawn(*self._columns()) if one.path.contains(at)), -1)

    def _rest_on(self, place: int) -> None:
        self._place = place
        self._tell()
        self.update()

    def _tell(self) -> None:
        """Tell who cannot see it."""
        self.setAccessibleName(f"{self._title} {self.readout}".strip())
        self.setAccessibleDescription("；".join(band.say() for band in self._bands))


def _ribbon(ways: tuple[float, float], tops: tuple[float, float], thick: tuple[float, float]) -> QPainterPath:
    """Return a band from one side to the other, never too thin to be seen."""
    middle = sum(ways) / 2
    low = [top + max(high, _THINNEST) for top, high in zip(tops, thick, strict=True)]
    path = QPainterPath(QPointF(ways[0], tops[0]))
    path.cubicTo(QPointF(middle, tops[0]), QPointF(middle, tops[1]), QPointF(ways[1], tops[1]))
    path.lineTo(QPointF(ways[1], low[1]))
    path.cubicTo(QPointF(middle, low[1]), QPointF(middle, low[0]), QPointF(ways[0], low[0]))
    path.closeSubpath()
    return path
