"""How one cell looks: a letter on the tint of its duty, bare for a day off, dashed for leave, with its marks."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtCore import QRectF
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPen
from PySide6.QtGui import QPolygonF

from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.kit.theme import HINT
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

#: Colours that a duty may have, and what they are called.
COLOURS = {"teal": "青", "blue": "深蓝", "amber": "黄", "violet": "紫", "green": "绿", "grey": "灰"}
_SIDE, _CORNER, _MARK = 20, 3, 6
_CENTRE = Qt.AlignmentFlag.AlignCenter


def tile(box: QRectF) -> QRectF:
    """Return where the tint of a cell lies within it."""
    wide, high = min(box.width() - 2, _SIDE), min(box.height() - 3, _SIDE)
    left = round(box.left() + (box.width() - wide) / 2)
    return QRectF(left, round(box.top() + (box.height() - high) / 2), wide, high)


def paint_duty(painter: QPainter, inner: QRectF, duty: Duty) -> None:
    """Paint a duty: its letters on its tint."""
    colour = duty.colour if duty.colour in COLOURS else "grey"
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color(f"duty_{colour}_tint"))
    painter.drawRoundedRect(inner, _CORNER, _CORNER)
    painter.setPen(theme.color(f"duty_{colour}"))
    painter.setFont(font(SECOND if len(duty.code) == 1 else HINT, bold=duty.is_night))
    painter.drawText(inner.adjusted(-2, -1, 2, 0), _CENTRE, duty.code)


def paint_bare(painter: QPainter, inner: QRectF, text: str) -> None:
    """Paint what stands without a tint."""
    painter.setPen(theme.color("text3"))
    painter.setFont(font(SECOND))
    painter.drawText(inner.adjusted(-2, -1, 2, 0), _CENTRE, text)


def paint_dashed(painter: QPainter, inner: QRectF, text: str) -> None:
    """Paint a leave."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    pen = QPen(theme.color("border"), 1, Qt.PenStyle.CustomDashLine)
    pen.setDashPattern([3, 2])
    painter.setPen(pen)
    painter.drawRoundedRect(inner.adjusted(0.5, 0.5, -0.5, -0.5), _CORNER, _CORNER)
    painter.setPen(theme.color("text2"))
    painter.setFont(font(SECOND))
    painter.drawText(inner.adjusted(-2, -1, 2, 0), _CENTRE, text)


def paint_gap(painter: QPainter, box: QRectF, text: str, *, is_open: bool) -> None:
    """Paint how many people a duty lacks; quietly where somebody's day is still open."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("danger_tint" if is_open else "danger"))
    painter.drawRoundedRect(box.adjusted(0, 2, 0, -2), _CORNER, _CORNER)
    painter.setPen(theme.color("danger" if is_open else "surface"))
    painter.setFont(font(HINT, bold=not is_open))
    painter.drawText(box.adjusted(-3, -1, 3, 0), _CENTRE, text)


def paint_mark(painter: QPainter, inner: QRectF, *, is_must: bool) -> None:
    """Paint the corner of what is not kept; a ring too where it must be."""
    colour = theme.color("danger_edge" if is_must else "warn_edge")
    if is_must:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour, 1.5))
        painter.drawRoundedRect(inner.adjusted(0.5, 0.5, -0.5, -0.5), _CORNER, _CORNER)
    size = _MARK + 1 if is_must else _MARK - 1
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    corner = inner.topRight()
    painter.drawPolygon(QPolygonF([corner, corner - QPointF(size, 0), corner + QPointF(0, size)]))


def paint_pin(painter: QPainter, inner: QRectF) -> None:
    """Paint the mark of a pinned cell, at the foot of its left."""
    painter.setPen(QPen(theme.color("surface"), 1))
    painter.setBrush(theme.color("text"))
    painter.drawEllipse(QRectF(inner.left(), inner.bottom() - _MARK, _MARK, _MARK))


def paint_amended(painter: QPainter, inner: QRectF) -> None:
    """Paint the mark of a cell that was changed after the roster had been published: a bar at its foot."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.color("accent"))
    painter.drawRoundedRect(QRectF(inner.left() + _MARK, inner.bottom() - 1, inner.width() - 2 * _MARK + 2, 2.5), 1, 1)


def paint_ring(painter: QPainter, box: QRectF, *, has_focus: bool) -> None:
    """Paint the ring of the cursor."""
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(theme.color("text" if has_focus else "border"), 2))
    painter.drawRoundedRect(box.adjusted(0, 1, 0, -1), 4, 4)
