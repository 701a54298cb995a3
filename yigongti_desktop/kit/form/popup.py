"""The proposals under a picker: rows with a bar that keys and mouse move, and a foot of keys."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint
from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QMouseEvent
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.theme import BODY
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

#: Rows that are in sight at once.
MOST_ROWS = 8
_ROW, _FOOT = 30, 27
_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


class Popup(QWidget):
    """The proposals under a picker, inside its window."""

    taken = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._options: tuple[Option, ...] = ()
        self._typed = ""
        self._foot = ""
        self._place = 0
        self._top = 0
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    @property
    def current(self) -> Option | None:
        """Return the proposal under the bar."""
        return self._options[self._place] if self._options else None

    def show_for(self, field: QWidget, options: Sequence[Option], typed: str, foot: str) -> None:
        """Show proposals below a field, above it where there is no room below."""
        self._options, self._typed, self._foot = tuple(options), typed.strip().lower(), foot
        self._place = self._top = 0
        rows = min(len(self._options), MOST_ROWS)
        window = field.window()
        size = QSize(min(max(field.width(), 320), window.width() - 8), rows * _ROW + _FOOT + 2)
        corner = field.mapTo(window, QPoint(0, field.height() + 2))
        if corner.y() + size.height() > window.height() - 4:
            corner.setY(field.mapTo(window, QPoint(0, 0)).y() - size.height() - 2)
        corner.setX(min(corner.x(), window.width() - size.width() - 4))
        self.setGeometry(corner.x(), max(corner.y(), 2), size.width(), size.height())
        self.raise_()
        self.show()
        self.update()

    def move_by(self, step: int) -> None:
        """Move the bar."""
        self._place = max(0, min(self._place + step, len(self._options) - 1))
        self._top = min(max(self._top, self._place - MOST_ROWS + 1), self._place)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take the proposal under the mouse."""
        place = self._top + int(event.position().y() // _ROW)
        if place < min(len(self._options), self._top + MOST_ROWS):
            self._place = place
            self.taken.emit(self._options[place])

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Scroll."""
        self.move_by(-1 if event.angleDelta().y() > 0 else 1)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint frame, rows and foot."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        lead = max((QFontMetricsF(font(BODY)).horizontalAdvance(option.lead) for option in self._options), default=0.0)
        for place, option in enumerate(self._options[self._top : self._top + MOST_ROWS]):
            box = QRectF(1, 1 + place * _ROW, self.width() - 2, _ROW)
            self._row(painter, box, option, lead, is_current=self._top + place == self._place)
        foot = QRectF(12, self.height() - _FOOT - 1, self.width() - 24, _FOOT)
        painter.setPen(QPen(theme.color("line"), 1))
        painter.drawLine(1, round(foot.top()), self.width() - 2, round(foot.top()))
        painter.setFont(font(SECOND))
        painter.setPen(theme.color("text3"))
        painter.drawText(foot, _LEFT, "↑↓ 选　Enter 取　Esc 关")
        painter.drawText(foot, _RIGHT, self._foot or f"共 {len(self._options)} 条")
        painter.end()

    def _row(self, painter: QPainter, box: QRectF, option: Option, lead: float, *, is_current: bool) -> None:
        if is_current:
            painter.fillRect(box, theme.color("sel"))
            painter.fillRect(QRectF(box.left(), box.top(), 3, box.height()), theme.color("accent"))
        left = box.left() + 12
        words = box.adjusted(0, -1, 0, -1)
        if lead:
            painter.setFont(font(BODY))
            painter.setPen(theme.color("text2"))
            painter.drawText(words.adjusted(left - box.left(), 0, 0, 0), _LEFT, option.lead)
            left += lead + 16
        right = QFontMetricsF(font(SECOND)).horizontalAdvance(option.barred or option.right)
        left = self._title(painter, words, left, option)
        if option.detail:
            painter.setFont(font(SECOND))
            painter.setPen(theme.color("text2"))
            room = box.right() - right - 24 - left - 8
            shown = QFontMetricsF(font(SECOND)).elidedText(option.detail, Qt.TextElideMode.ElideRight, room)
            painter.drawText(words.adjusted(left - box.left() + 8, 0, 0, 0), _LEFT, shown)
        painter.setFont(font(SECOND))
        painter.setPen(theme.color("warn" if option.barred else "text3"))
        painter.drawText(words.adjusted(0, 0, -12, 0), _RIGHT, option.barred or option.right)

    def _title(self, painter: QPainter, words: QRectF, left: float, option: Option) -> float:
        """Write the title, what was typed in it in the accent; return where it ends."""
        at = option.title.lower().find(self._typed) if self._typed else -1
        pieces = [(option.title, False)]
        if at >= 0:
            end = at + len(self._typed)
            pieces = [(option.title[:at], False), (option.title[at:end], True), (option.title[end:], False)]
        for text, is_found in pieces:
            own = font(BODY, bold=is_found)
            painter.setFont(own)
            painter.setPen(theme.color("text3" if option.barred else "accent" if is_found else "text"))
            painter.drawText(words.adjusted(left - words.left(), 0, 0, 0), _LEFT, text)
            left += QFontMetricsF(own).horizontalAdvance(text)
        return left
