"""Paints the grid: names, cells, figures, and the ring of the cursor; only what is in sight."""

from __future__ import annotations

from PySide6.QtCore import QRect
from PySide6.QtCore import QRectF
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPen

from yigongti_desktop.capabilities.staffing.model.sheet import Cell
from yigongti_desktop.capabilities.staffing.ui import grid_tiles as tiles
from yigongti_desktop.capabilities.staffing.ui import grid_words as words
from yigongti_desktop.capabilities.staffing.ui.grid_parts import Foot
from yigongti_desktop.capabilities.staffing.ui.grid_parts import Head
from yigongti_desktop.capabilities.staffing.ui.grid_parts import Part
from yigongti_desktop.capabilities.staffing.ui.grid_parts import Scene
from yigongti_desktop.capabilities.staffing.ui.grid_shape import FIGURES
from yigongti_desktop.kit.icons import paint_icon
from yigongti_desktop.kit.theme import BODY
from yigongti_desktop.kit.theme import HINT
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

_PAD, _ICON = 16, 14
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_CENTRE = Qt.AlignmentFlag.AlignCenter


def paint(painter: QPainter, scene: Scene) -> None:
    """Paint everything."""
    _Painting(painter, scene).paint()


class _Painting(Part):
    def paint(self) -> None:
        painter, shape = self._painter, self._shape
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRect(0, 0, shape.width, shape.height), theme.color("surface"))
        Head(painter, self._scene).paint()
        body = shape.body
        painter.save()
        painter.setClipRect(QRect(0, body.y(), shape.width, body.height()))
        self._people()
        painter.restore()
        Foot(painter, self._scene).paint()
        self._lines()
        self._ring()

    # people

    def _people(self) -> None:
        painter, shape, scene = self._painter, self._shape, self._scene
        for row in shape.shown_rows():
            top, high = shape.top(row), shape.row_height(row)
            is_here = row == scene.row
            self._shade(top, high, "sel" if is_here else "surface")
            if is_here:
                painter.fillRect(QRect(shape.figures, top, shape.width, high), theme.color("sel"))
                painter.fillRect(QRect(0, top, 3, high), theme.color("accent"))
            self._name(scene.shown[row], top, high, is_here=is_here)
            painter.save()
            painter.setClipRect(shape.body.intersected(QRect(0, top, shape.width, high)))
            for day in self._days():
                self._cell((scene.shown[row], day), QRectF(shape.box(row, day)))
            painter.restore()
            self._figures(scene.shown[row], top, high)
            painter.fillRect(QRect(0, top + high - 1, shape.width, 1), theme.color("line"))

    def _name(self, person: int, top: int, high: int, *, is_here: bool) -> None:
        painter, shape = self._painter, self._shape
        staff = self._board.people[person].staff
        own = font(BODY, bold=is_here)
        painter.setFont(own)
        painter.setPen(theme.color("text"))
        box = QRectF(_PAD, top - 1, shape.name_width - _PAD, high)
        painter.drawText(box, _LEFT, staff.name)
        wide = QFontMetricsF(own).horizontalAdvance(staff.name) + 6
        breaks = [one for one in self._board.live.of_person(person) if one.is_must]
        if breaks:
            spot = QRectF(shape.name_width - _ICON - 3, top + (high - _ICON) / 2, _ICON, _ICON)
            paint_icon(painter, spot, "warning", theme.color("danger"))
        room = box.width() - wide - (_ICON + 4 if breaks else 2)
        small = QFontMetricsF(font(HINT))
        department = words.caption(self._board, person)
        while department and small.horizontalAdvance(department) > room:
            department = department[:-1]
        if len(department) > 1:
            painter.setFont(font(HINT))
            painter.setPen(theme.color("text3"))
            painter.drawText(box.adjusted(wide, 0, 0, 0), _LEFT, department)

    def _cell(self, cell: Cell, box: QRectF) -> None:
        painter, board, scene = self._painter, self._board, self._scene
        inner = tiles.tile(box)
        code = scene.brush if cell in scene.stroke else board.sheet.code(cell)
        duty = board.by_code.get(code or "")
        away = board.ground.away.get(cell)
        if duty is not None:
            tiles.paint_duty(painter, inner, duty)
        elif away is not None:
            if away:
                tiles.paint_dashed(painter, inner, words.LEAVE)
            else:
                tiles.paint_bare(painter, inner, words.ELSEWHERE)
        elif cell in board.ground.halves:
            tiles.paint_dashed(painter, inner, words.HALF_LEAVE)
        elif code is not None:
            tiles.paint_bare(painter, inner, words.AFTER_NIGHT if board.is_after_night(cell) else words.REST)
        if board.sheet.is_pinned(cell):
            tiles.paint_pin(painter, inner)
        if board.amended(cell) is not None:
            tiles.paint_amended(painter, inner)
        if (is_must := board.live.mark(cell)) is not None:
            tiles.paint_mark(painter, inner, is_must=is_must)
        if cell == scene.target:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)

    def _figures(self, person: int, top: int, high: int) -> None:
        painter, left = self._painter, self._shape.figures
        tally = self._board.tallies[person]
        painter.setFont(font(BODY))
        for text, (_, wide) in zip(
            (*(str(one or "–") for one in (tally.nights, tally.weekends, tally.holidays)), tally.hours),
            FIGURES,
            strict=True,
        ):
            painter.setPen(theme.color("text3" if text == "–" else "text"))
            painter.drawText(QRectF(left, top - 1, wide - 8, high), _RIGHT, text)
            left += wide

    def _lines(self) -> None:
        painter, shape = self._painter, self._shape
        painter.fillRect(QRect(0, shape.head - 1, shape.width, 1), theme.color("line2"))
        painter.fillRect(QRect(0, shape.foot_top, shape.width, 1), theme.color("line2"))
        high = shape.foot_top + shape.foot - shape.head
        for left in (shape.name_width - 1, shape.figures):
            painter.fillRect(QRect(left, shape.head, 1, high), theme.color("line"))

    def _ring(self) -> None:
        painter, shape, scene = self._painter, self._shape, self._scene
        if not 0 <= scene.row < shape.rows + shape.needs:
            return
        body = shape.body
        clip = body if scene.row < shape.rows else QRect(body.x(), shape.foot_top, body.width(), shape.foot)
        painter.save()
        painter.setClipRect(clip.adjusted(-2, -2, 2, 2))
        if scene.chosen is not None:
            rows, days = scene.chosen
            box = shape.box(rows.start, days.start).united(shape.box(rows.stop - 1, days.stop - 1))
            tint = QColor(theme.color("accent"))  # the theme's own stays as it is
            painter.setPen(QPen(tint, 2))
            tint.setAlphaF(0.14)
            painter.setBrush(tint)
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 3, 3)
        tiles.paint_ring(painter, QRectF(shape.box(scene.row, scene.day)), has_focus=scene.has_focus)
        painter.restore()
