"""A pad on which a signature is drawn with pen, finger or mouse, and the picture that it becomes.

Pens and fingers come as the mouse does: Qt tells of them so to a widget that takes neither.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QBuffer
from PySide6.QtCore import QPointF
from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QColor
from PySide6.QtGui import QImage
from PySide6.QtGui import QImageWriter
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QMouseEvent
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QSizePolicy
from PySide6.QtWidgets import QWidget

from yigongti_desktop.attachments.messages import File
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

#: A line of the hand: points from the upper left corner, in pixels of the pad.
Stroke = list[list[int]]
WIDTH, HEIGHT = 380, 110
MEDIA_TYPE, PICTURE_NAME = "image/png", "签字.png"
_PEN, _SCALE = 2.4, 2
#: Fewer points than this are a slip of the hand.
_LEAST = 8


class Pad(QWidget):
    """Where somebody signs."""

    #: Something was drawn or wiped away.
    drawn = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._strokes: list[Stroke] = []
        self._before = QImage()
        self._hint = "请在这里签字"
        self.setFixedHeight(HEIGHT)
        self.setMinimumWidth(240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setAccessibleName("签字板")
        theme.changed.connect(self.update)

    @property
    def strokes(self) -> list[Stroke]:
        """Return what was drawn."""
        return self._strokes

    @property
    def is_before(self) -> bool:
        """Say whether a signature of before is still shown."""
        return not self._before.isNull()

    def show_strokes(self, strokes: Sequence[Stroke], hint: str = "", before: bytes = b"") -> None:
        """Show what was drawn, or a picture of a signature of before, or nothing, and who is to sign."""
        self._strokes = [[list(point) for point in stroke] for stroke in strokes]
        self._before = QImage.fromData(before) if before and not strokes else QImage()
        self._hint = hint or self._hint
        self.update()

    def wipe(self) -> None:
        """Take away what was drawn."""
        self._strokes, self._before = [], QImage()
        self.update()
        self.drawn.emit()

    def sizeHint(self) -> QSize:
        """Return a pad's size."""
        return QSize(WIDTH, HEIGHT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a line."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._before = QImage()
            self._strokes.append([])
            self._draw_to(event.position())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Go on with it."""
        if event.buttons() & Qt.MouseButton.LeftButton and self._strokes:
            self._draw_to(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End it."""
        if event.button() == Qt.MouseButton.LeftButton and self._strokes:
            self.drawn.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Wipe it with Del."""
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            self.wipe()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint frame, line and what was drawn."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(theme.color("surface"))
        painter.setPen(QPen(theme.color("accent" if self.hasFocus() else "border"), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(16, HEIGHT - 26, self.width() - 16, HEIGHT - 26)
        painter.setFont(font(SECOND))
        painter.setPen(theme.color("text3"))
        if self.is_before:
            _paint_before(painter, self._before, QRectF(16, 8, self.width() - 32, HEIGHT - 30), theme.color("text"))
        elif not self._strokes:
            painter.drawText(QRectF(0, 0, self.width(), HEIGHT - 26), Qt.AlignmentFlag.AlignCenter, self._hint)
        painter.setPen(_pen(theme.color("text")))
        _paint(painter, self._strokes)
        painter.end()

    def _draw_to(self, point: QPointF) -> None:
        at = [round(min(max(point.x(), 0), self.width())), round(min(max(point.y(), 0), HEIGHT))]
        self._strokes[-1].append(at)
        self.update()


def is_signature(strokes: Sequence[Stroke]) -> bool:
    """Say whether something was drawn that can be a name."""
    return sum(len(stroke) for stroke in strokes) >= _LEAST


def picture(strokes: Sequence[Stroke]) -> File:
    """Return a signature as a picture: black on white, cut to what was drawn."""
    across = [point[0] for stroke in strokes for point in stroke]
    down = [point[1] for stroke in strokes for point in stroke]
    left, top = min(across) - 6, min(down) - 6
    wide, high = max(across) - left + 6, max(down) - top + 6
    image = QImage(wide * _SCALE, high * _SCALE, QImage.Format.Format_Grayscale8)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(_SCALE, _SCALE)
    painter.translate(-left, -top)
    painter.setPen(_pen(QColor(Qt.GlobalColor.black)))
    _paint(painter, strokes)
    painter.end()
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    QImageWriter(buffer, b"png").write(image)
    return File(media_type=MEDIA_TYPE, name=PICTURE_NAME, content=bytes(buffer.data().data()))


def _paint_before(painter: QPainter, before: QImage, room: QRectF, color: QColor) -> None:
    """Paint a picture, black on white, in a colour on whatever lies below it."""
    ink = QImage(before.size(), QImage.Format.Format_ARGB32_Premultiplied)
    ink.fill(color)
    alpha = before.convertToFormat(QImage.Format.Format_Grayscale8)
    alpha.invertPixels()
    ink.setAlphaChannel(alpha)
    wide, high = before.width() / _SCALE, before.height() / _SCALE
    scale = min(1.0, room.width() / wide, room.height() / high)
    left, top = room.center().x() - scale * wide / 2, room.bottom() - scale * high
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    painter.drawImage(QRectF(left, top, scale * wide, scale * high), ink)


def _pen(color: QColor) -> QPen:
    return QPen(color, _PEN, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap, Qt.PenJoinStyle.RoundJoin)


def _paint(painter: QPainter, strokes: Sequence[Stroke]) -> None:
    for stroke in strokes:
        points = [QPointF(x, y) for x, y in stroke]
        if len(points) == 1:
            painter.drawPoint(points[0])
        else:
            painter.drawPolyline(points)
