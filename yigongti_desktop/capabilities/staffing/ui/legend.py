"""The duties with their colours and keys; one that is chosen is what the mouse paints with."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QMouseEvent
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QSizePolicy
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.month import OFF_CODE
from yigongti_desktop.capabilities.staffing.ui import grid_tiles as tiles
from yigongti_desktop.capabilities.staffing.ui import grid_words as words
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

_HEIGHT, _TILE, _GAP, _BETWEEN, _PAD = 30, 20, 5, 4, 6
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_REST, _LEAVE, _AWAY, _AFTER = "休", "请假", "不在岗", "下夜"


class Legend(QWidget):
    """白 白班  夜 夜班 … 假 请假  — 不在岗; what does not fit is left out from the right, duties last."""

    #: The code to paint with, or None.
    chosen = Signal(object)

    def __init__(self, duties: Sequence[Duty] = (), parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._duties: tuple[Duty, ...] = ()
        self._brush: str | None = None
        self._may_paint = True
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(_HEIGHT)
        self.setMinimumWidth(120)
        theme.changed.connect(self.update)
        self.show_duties(duties, may_paint=True)

    def show_duties(self, duties: Sequence[Duty], *, may_paint: bool) -> None:
        """Show other duties, and whether one may paint with them."""
        self._duties, self._may_paint = tuple(duties), may_paint
        self.set_brush(None)
        self.setAccessibleName("图例：" + "、".join(f"{duty.code} {duty.name}" for duty in duties))
        self.setCursor(Qt.CursorShape.PointingHandCursor if may_paint else Qt.CursorShape.ArrowCursor)

    def set_brush(self, code: str | None) -> None:
        """Show what is painted with."""
        self._brush = code
        self.update()

    def sizeHint(self) -> QSize:
        """Return what all parts need."""
        return QSize(round(sum(self._width(text) for _, text in self._parts())), _HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take a duty to paint with, or put it down again."""
        for code, box in self._boxes():
            if code is not None and box.contains(event.position()) and self._may_paint:
                self.set_brush(None if code == self._brush else code)
                self.chosen.emit(self._brush)
                return

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint what has room."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        parts = self._parts()
        for place, (code, box) in enumerate(self._boxes()):
            if box.right() > self.width():
                break
            self._paint_part(painter, box, code, parts[place][1])
        painter.end()

    def _paint_part(self, painter: QPainter, box: QRectF, code: str | None, text: str) -> None:
        if code is not None and code == self._brush:
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.setBrush(theme.color("soft"))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        inner = QRectF(round(box.left()) + _PAD, (_HEIGHT - _TILE) / 2, _TILE, _TILE)
        duty = next((one for one in self._duties if one.code == code), None)
        if duty is not None:
            tiles.paint_duty(painter, inner, duty)
        elif text == _LEAVE:
            tiles.paint_dashed(painter, inner, words.LEAVE)
        else:
            signs = {_REST: words.REST, _AWAY: words.ELSEWHERE, _AFTER: words.AFTER_NIGHT}
            tiles.paint_bare(painter, inner, signs[text])
        painter.setFont(font(SECOND))
        painter.setPen(theme.color("text2"))
        painter.drawText(QRectF(inner.right() + _GAP, -1, box.width(), _HEIGHT), _LEFT, text)

    def _parts(self) -> list[tuple[str | None, str]]:
        found: list[tuple[str | None, str]] = [(duty.code, duty.name) for duty in self._duties]
        return [*found, (OFF_CODE, _REST), (None, _AFTER), (None, _LEAVE), (None, _AWAY)]

    def _boxes(self) -> list[tuple[str | None, QRectF]]:
        left, found = 0.0, []
        for code, text in self._parts():
            wide = self._width(text)
            found.append((code, QRectF(left, 0, wide - _BETWEEN, _HEIGHT)))
            left += wide
        return found

    def _width(self, text: str) -> float:
        return 2 * _PAD + _TILE + _GAP + QFontMetricsF(font(SECOND)).horizontalAdvance(text) + _BETWEEN
