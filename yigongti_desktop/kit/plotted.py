"""How a plot is painted: axis, bars, line, figures; and which place lies under a point."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import ceil

from PySide6.QtCore import QPointF
from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPen

from yigongti_desktop.kit.axis import ticks
from yigongti_desktop.kit.chart import UNKNOWN
from yigongti_desktop.kit.chart import Chart
from yigongti_desktop.kit.chart import Series
from yigongti_desktop.kit.chart import Shape
from yigongti_desktop.kit.theme import HINT
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

_HEAD, _TOP, _BOTTOM, _EDGE, _GAP, _BETWEEN = 20, 16, 22, 4, 6, 6
_WIDEST, _SHARE, _LINE, _POINT, _SWATCH, _FIGURE = 26.0, 0.78, 2, 2.5, 9, 14
_FILLS = {Shape.SOLID: "accent", Shape.OPEN: "surface", Shape.TINT: "soft"}
#: A plot that is low bears half as many figures at its axis.
_LOW, _FEW, _MANY = 150, 2, 4
_START = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_END = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_MIDDLE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class _Field:
    """Where the places stand."""

    box: QRectF
    steps: tuple[float, ...]
    count: int

    @property
    def room(self) -> float:
        """Return how wide a place is."""
        return self.box.width() / max(self.count, 1)

    def middle(self, place: int) -> float:
        """Return where a place stands from left to right."""
        return self.box.left() + self.room * (place + 0.5)

    def height(self, value: float) -> float:
        """Return how high a value stands over nought; never above the field."""
        return self.box.height() * min(max(value, 0) / self.steps[-1], 1)


def place_at(chart: Chart, size: QSize, at: QPointF) -> int:
    """Return the place under a point, or -1."""
    field = _field(chart, size)
    place = int((at.x() - field.box.left()) // field.room) if field.room > 0 else -1
    return place if 0 <= place < field.count else -1


def paint(painter: QPainter, chart: Chart, size: QSize, current: int) -> None:
    """Paint a plot; the place that is read out stands on a tint, its words above."""
    field = _field(chart, size)
    if current >= 0:
        left = field.middle(current) - field.room / 2
        tint = QRectF(left, field.box.top() - _TOP + 2, field.room, field.box.height() + _TOP - 2)
        painter.fillRect(tint, theme.color("sel"))
    _paint_axis(painter, chart, field)
    _paint_labels(painter, chart, field, current)
    bars = [one for one in chart.series if one.shape is not Shape.LINE]
    for place in range(field.count):
        for row, one in enumerate(bars):
            is_written = chart.is_each_written or place == field.count - 1
            box = _bar(field, one.values[place], place, row, len(bars))
            _paint_bar(painter, box, one.shape, is_quiet=place in chart.quiet, is_there=bool(one.values[place]))
            if is_written:
                _paint_figure(painter, chart, one, place, box)
    for one in chart.series:
        if one.shape is Shape.LINE:
            _paint_line(painter, field, one)
    if _has_head(chart):
        _paint_head(painter, chart, size, current)


def paint_focus(painter: QPainter, size: QSize) -> None:
    """Paint the ring of what has the focus."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("accent"), _LINE))
    painter.drawRoundedRect(QRectF(1, 1, size.width() - 2, size.height() - 2), 4, 4)


def _has_head(chart: Chart) -> bool:
    return any(one.title for one in chart.series)


def _field(chart: Chart, size: QSize) -> _Field:
    values = [value for one in chart.series for value in one.values]
    steps = ticks(values, most=_FEW if size.height() < _LOW else _MANY, full=chart.full)
    metrics = QFontMetricsF(font(HINT))
    left = max(metrics.horizontalAdvance(chart.figure(step)) for step in steps) + _GAP + _EDGE
    top = _TOP + (_HEAD if _has_head(chart) else 0)
    box = QRectF(left, top, size.width() - left - _EDGE, size.height() - top - _BOTTOM)
    return _Field(box, steps, len(chart.labels))


def _paint_axis(painter: QPainter, chart: Chart, field: _Field) -> None:
    painter.setFont(font(HINT))
    for step in field.steps:
        y = round(field.box.bottom() - field.height(step))
        painter.setPen(QPen(theme.color("line" if step else "border"), 1))
        painter.drawLine(QPointF(field.box.left(), y + 0.5), QPointF(field.box.right(), y + 0.5))
        painter.setPen(theme.color("text3"))
        painter.drawText(QRectF(0, y - 9, field.box.left() - _GAP, 18), _END, chart.figure(step))


def _paint_labels(painter: QPainter, chart: Chart, field: _Field, current: int) -> None:
    """Write below the axis as many labels as have room, the last one first; the place that is read out has its own."""
    if not field.count:
        return
    widest = max(QFontMetricsF(font(HINT, bold=True)).horizontalAdvance(label) for label in chart.labels)
    every = max(ceil((widest + _BETWEEN) / field.room), 1)
    for place, label in enumerate(chart.labels):
        if (field.count - 1 - place) % every and place != current:
            continue
        if current >= 0 and place != current and abs(place - current) < every:
            continue
        painter.setPen(theme.color("text" if place == current else "text3"))
        painter.setFont(font(HINT, bold=place == current))
        painter.drawText(QRectF(field.middle(place) - 40, field.box.bottom() + 3, 80, 16), _MIDDLE, label)


def _bar(field: _Field, value: float | None, place: int, row: int, count: int) -> QRectF:
    """Return where a bar stands; one of nought, or none, has no height."""
    wide = min(_WIDEST, field.room * _SHARE) / count
    left = field.middle(place) + (row - count / 2) * (wide + 1)
    height = round(field.height(value or 0))
    return QRectF(round(left), round(field.box.bottom()) - height, max(round(wide), 2), height)


def _paint_bar(painter: QPainter, box: QRectF, shape: Shape, *, is_quiet: bool, is_there: bool) -> None:
    if not is_there:
        return
    edge, fill = ("line2", "head") if is_quiet else ("accent", _FILLS[shape])
    painter.setPen(Qt.PenStyle.NoPen if shape is Shape.SOLID else QPen(theme.color(edge), 1))
    painter.setBrush(theme.color(fill))
    painter.drawRect(box if shape is Shape.SOLID else box.adjusted(0.5, 0.5, -0.5, -0.5))


def _paint_figure(painter: QPainter, chart: Chart, one: Series, place: int, box: QRectF) -> None:
    """Write the figure of a bar: inside a tinted one at its foot, over every other; of what is not known a dash."""
    value = one.values[place]
    if value is None and one.shape is not Shape.TINT:
        return
    words = UNKNOWN if value is None else chart.figure(value).removesuffix("%")
    own = font(HINT, bold=place not in chart.quiet)
    wide = QFontMetricsF(own).horizontalAdvance(words)
    if wide > box.width() + _BETWEEN:
        return
    is_inside = one.shape is Shape.TINT and box.height() > _FIGURE
    top = box.bottom() - _FIGURE if is_inside else box.top() - _FIGURE
    painter.setFont(own)
    painter.setPen(theme.color("text3" if value is None or place in chart.quiet else "text"))
    painter.drawText(QRectF(box.center().x() - 20, top, 40, _FIGURE), _MIDDLE, words)


def _paint_line(painter: QPainter, field: _Field, one: Series) -> None:
    """Join what is known; where something is not known the line is broken."""
    painter.setPen(QPen(theme.color("accent"), _LINE))
    points = [
        None if value is None else QPointF(field.middle(place), field.box.bottom() - field.height(value))
        for place, value in enumerate(one.values)
    ]
    for here, there in pairwise(points):
        if here is not None and there is not None:
            painter.drawLine(here, there)
    painter.setBrush(theme.color("surface"))
    for point in points:
        if point is not None:
            painter.drawEllipse(point, _POINT, _POINT)


def _paint_head(painter: QPainter, chart: Chart, size: QSize, current: int) -> None:
    """Name the series with their looks; or say what the place is that is read out."""
    left, middle = float(_EDGE), _HEAD / 2
    painter.setFont(font(SECOND, bold=current >= 0))
    painter.setPen(theme.color("text"))
    if current >= 0:
        painter.drawText(QRectF(left, 0, size.width() - 2 * left, _HEAD), _START, chart.say(current))
        return
    metrics = QFontMetricsF(font(SECOND))
    for one in chart.series:
        if one.shape is Shape.LINE:
            painter.setPen(QPen(theme.color("accent"), _LINE))
            painter.drawLine(QPointF(left, middle), QPointF(left + _SWATCH + 4, middle))
            painter.setBrush(theme.color("surface"))
            painter.drawEllipse(QPointF(left + _SWATCH / 2 + 2, middle), _POINT, _POINT)
            left += 4
        else:
            _paint_bar(
                painter,
                QRectF(left, round(middle - _SWATCH / 2), _SWATCH, _SWATCH),
                one.shape,
                is_quiet=False,
                is_there=True,
            )
        left += _SWATCH + _GAP
        painter.setPen(theme.color("text2"))
        painter.drawText(QRectF(left, 0, size.width() - left, _HEAD), _START, one.title)
        left += metrics.horizontalAdvance(one.title) + 2 * _GAP
