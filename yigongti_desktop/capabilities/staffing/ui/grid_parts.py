"""Head and coverage of the grid, and what all its parts share."""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect
from PySide6.QtCore import QRectF
from PySide6.QtCore import Qt
from PySide6.QtGui import QPainter

from yigongti_desktop.capabilities.staffing.model.sheet import Cell
from yigongti_desktop.capabilities.staffing.ui import grid_tiles as tiles
from yigongti_desktop.capabilities.staffing.ui import grid_words as words
from yigongti_desktop.capabilities.staffing.ui.board import Board
from yigongti_desktop.capabilities.staffing.ui.grid_shape import BAND
from yigongti_desktop.capabilities.staffing.ui.grid_shape import DAY
from yigongti_desktop.capabilities.staffing.ui.grid_shape import FIGURES
from yigongti_desktop.capabilities.staffing.ui.grid_shape import WEEKDAY
from yigongti_desktop.capabilities.staffing.ui.grid_shape import Shape
from yigongti_desktop.kernel.calendar import DayKind
from yigongti_desktop.kit.theme import BODY
from yigongti_desktop.kit.theme import HINT
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

_PAD, _ICON = 16, 14
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
_CENTRE = Qt.AlignmentFlag.AlignCenter


@dataclass(frozen=True)
class Scene:
    """What is painted, and where the person is."""

    board: Board
    shape: Shape
    #: Places of the people in sight of the filter, row by row; coverage follows them.
    shown: Sequence[int]
    row: int
    day: int
    #: Rows and days of the range; None where it is one cell.
    chosen: tuple[range, range] | None
    has_focus: bool
    #: Cells under the brush, with its code; and the cell that would change places.
    stroke: Collection[Cell] = ()
    brush: str | None = None
    target: Cell | None = None


class Part:
    """A part of the grid, and what all parts need."""

    def __init__(self, painter: QPainter, scene: Scene) -> None:
        self._painter, self._scene = painter, scene
        self._board, self._shape = scene.board, scene.shape
        self._kinds = self._board.ground.scene.kinds

    def _days(self) -> range:
        shape = self._shape
        first = shape.across // shape.day_width
        last = (shape.across + shape.body.width() - 1) // shape.day_width
        return range(first, min(last + 1, shape.days))

    def _shade(self, top: int, high: int, ground: str) -> None:
        """Paint the ground of a row, its days off darker."""
        painter, shape = self._painter, self._shape
        painter.fillRect(QRect(0, top, shape.figures, high), theme.color(ground))
        if ground != "sel":
            for day in self._days():
                if not self._kinds[day].is_working:
                    painter.fillRect(QRect(shape.left(day), top, shape.day_width, high), theme.color("sunken"))


class Head(Part):
    """Days with their holidays above them."""

    def paint(self) -> None:
        """Paint it."""
        painter, shape = self._painter, self._shape
        painter.fillRect(QRect(0, 0, shape.width, shape.head), theme.color("head"))
        painter.save()
        painter.setClipRect(QRect(shape.body.x(), 0, shape.body.width(), shape.head))
        top = self._bands() if shape.has_bands else 1
        for day in self._days():
            self._day(day, top)
        painter.restore()
        painter.setFont(font(SECOND))
        painter.setPen(theme.color("text2"))
        base = shape.head - DAY - WEEKDAY - 1
        painter.drawText(QRectF(_PAD, base, shape.name_width, DAY), _LEFT, "姓名")
        painter.setPen(theme.color("text3"))
        painter.setFont(font(HINT))
        painter.drawText(QRectF(_PAD, base + DAY - 2, shape.name_width, WEEKDAY), _LEFT, f"{len(self._scene.shown)} 人")
        left = shape.figures
        painter.setFont(font(SECOND))
        painter.setPen(theme.color("text2"))
        for title, wide in FIGURES:
            painter.drawText(QRectF(left, base, wide - 8, DAY + WEEKDAY), _RIGHT, title)
            left += wide

    def _bands(self) -> int:
        painter, shape = self._painter, self._shape
        painter.setFont(font(HINT, bold=True))
        found = [(first, last, f"{name}放假", "warn") for first, last, name in words.bands(self._board)]
        found += [(day, day, "班", "accent") for day, kind in enumerate(self._kinds) if kind is DayKind.MAKE_UP]
        for first, last, text, tone in found:
            box = QRectF(shape.left(first), 2, (last - first + 1) * shape.day_width, BAND - 3)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.color("warn_tint" if tone == "warn" else "soft"))
            painter.drawRoundedRect(box.adjusted(0.5, 0, -0.5, 0), 2, 2)
            painter.setPen(theme.color(tone))
            fits = (
                one
                for one in (text, text.removesuffix("放假"), text[:1])
                if painter.fontMetrics().horizontalAdvance(one) <= box.width()
            )
            painter.drawText(box.adjusted(-4, -1, 4, 0), _CENTRE, next(fits, ""))
        return BAND + 1

    def _day(self, day: int, top: int) -> None:
        painter, shape = self._painter, self._shape
        on = self._board.ground.scene.dates[day]
        box = QRectF(shape.left(day), top, shape.day_width, DAY)
        if not self._kinds[day].is_working:
            painter.fillRect(box.adjusted(0, 0, 0, WEEKDAY), theme.color("sunken"))
        is_here = day == self._scene.day
        painter.setFont(font(BODY, bold=True))
        painter.setPen(theme.color("accent" if is_here else "text"))
        painter.drawText(box.adjusted(-3, 0, 3, 0), _CENTRE, str(on.day))
        painter.setFont(font(HINT))
        painter.setPen(theme.color("accent" if is_here else "text3"))
        painter.drawText(QRectF(box.left(), top + DAY - 2, box.width(), WEEKDAY), _CENTRE, words.WEEK[on.weekday()])


class Foot(Part):
    """How many have each duty on each day, and how many it lacks."""

    def paint(self) -> None:
        """Paint it."""
        shape, painter = self._shape, self._painter
        painter.save()
        painter.setClipRect(QRect(0, shape.foot_top, shape.width, shape.foot))
        for place, duty in enumerate(self._board.ground.needed):
            row = shape.rows + place
            top, high = shape.top(row), shape.row_height(row)
            self._shade(top, high, "sel" if row == self._scene.row else "surface")
            self._need(duty, top, high)
            painter.save()
            painter.setClipRect(QRect(shape.body.x(), shape.foot_top, shape.body.width(), shape.foot))
            for day in self._days():
                self._count(duty, day, QRectF(shape.box(row, day)))
            painter.restore()
        painter.restore()

    def _need(self, duty: int, top: int, high: int) -> None:
        painter, shape, board = self._painter, self._shape, self._board
        name = board.duties[duty - 1].name
        painter.setFont(font(SECOND, bold=True))
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(_PAD, top - 1, shape.name_width - _PAD, high), _LEFT, name)
        painter.setFont(font(HINT))
        painter.setPen(theme.color("text3"))
        painter.drawText(QRectF(0, top - 1, shape.name_width - 6, high), _RIGHT, words.needs(board, duty))
        total = sum(board.live.lacking(day, duty) for day in range(shape.days))
        if total:
            painter.setPen(theme.color("danger"))
            painter.setFont(font(SECOND))
            painter.drawText(
                QRectF(shape.figures, top - 1, shape.width - shape.figures - 8, high), _RIGHT, f"共缺 {total} 班"
            )

    def _count(self, duty: int, day: int, box: QRectF) -> None:
        painter, board = self._painter, self._board
        short, have = board.live.lacking(day, duty), board.counts.get((duty, day), 0)
        if short:
            is_open = any(line.codes[day] is None for line in board.sheet.lines)
            tiles.paint_gap(painter, box.adjusted(1, 0, -1, 0), f"缺{short}", is_open=is_open)
            return
        asking = board.ground.asking.get((duty, day))
        is_over = asking is not None and asking.most is not None and have > asking.most
        if asking is None and not have:
            return
        painter.setFont(font(SECOND, bold=is_over))
        painter.setPen(theme.color("warn" if is_over else "text2"))
        painter.drawText(box.adjusted(-3, -1, 3, 0), _CENTRE, f"{have}")
