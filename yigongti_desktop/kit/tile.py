"""A figure that opens the list it is made of: by a click, by Enter."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtCore import QSize
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QAbstractButton
from PySide6.QtWidgets import QSizePolicy
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.icons import paint_icon
from yigongti_desktop.kit.theme import FIGURE
from yigongti_desktop.kit.theme import SECOND
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

_PAD, _GAP, _ICON, _TITLE, _HEIGHT = 10, 5, 15, 20, 58
_ICONS = {"danger": "alert", "warn": "clock"}
_START = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft


class Tile(QAbstractButton):
    """A title, a figure, its unit."""

    def __init__(self, title: str, unit: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._unit, self._value, self._tone = unit, "", ""
        self.setText(title)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)
        self.show_value("")

    @property
    def value(self) -> str:
        """Return the figure."""
        return self._value

    def show_value(self, value: str, *, title: str = "", tone: str = "") -> None:
        """Show a figure; a tone, danger or warn, has an icon beside it."""
        self._value, self._tone = value, tone
        self.setText(title or self.text())
        unit = self._unit if any(letter.isdigit() for letter in value) else ""
        self.setAccessibleName(" ".join(part for part in (self.text(), value, unit) if part))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Return what title and figure need."""
        title = QFontMetricsF(font(SECOND, bold=True)).horizontalAdvance(self.text())
        figure = QFontMetricsF(font(FIGURE, bold=True)).horizontalAdvance(self._value) + _GAP
        figure += QFontMetricsF(font(SECOND)).horizontalAdvance(self._unit) + (_ICON + _GAP if self._tone else 0)
        return QSize(round(max(title, figure)) + 2 * _PAD + 1, _HEIGHT)

    def minimumSizeHint(self) -> QSize:
        """Return the same: words are never cut."""
        return self.sizeHint()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let Enter press what has the focus, on every system."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not event.isAutoRepeat():
            self.click()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint title, figure, unit, and the ring of what has the focus."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.isDown() or self.underMouse():
            painter.fillRect(box, theme.color("head"))
        painter.setPen(theme.color("text2"))
        painter.setFont(font(SECOND, bold=True))
        painter.drawText(QRectF(_PAD, 2, box.width() - _PAD, _TITLE), _START, self.text())
        middle = _TITLE + (box.height() - _TITLE) / 2 - 2
        left = float(_PAD)
        if self._tone:
            place = QRectF(left, round(middle - _ICON / 2) + 1, _ICON, _ICON)
            paint_icon(painter, place, _ICONS[self._tone], theme.color(self._tone))
            left += _ICON + _GAP
        own = font(FIGURE, bold=True)
        painter.setFont(own)
        painter.setPen(theme.color("text"))
        painter.drawText(QRectF(left, middle - 17, box.width(), 34), _START, self._value)
        if any(letter.isdigit() for letter in self._value):
            left += QFontMetricsF(own).horizontalAdvance(self._value) + _GAP
            painter.setFont(font(SECOND))
            painter.setPen(theme.color("text2"))
            painter.drawText(QRectF(left, middle - 10, box.width(), 26), _START, self._unit)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(theme.color("accent"), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), 4, 4)
        painter.end()
