"""A search field: a glass before, the key that leads to it behind."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtCore import Qt
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.icons import paint_icon
from yigongti_desktop.kit.theme import HINT
from yigongti_desktop.kit.theme import font
from yigongti_desktop.kit.theme import theme

_PAUSE_MILLISECONDS = 120


class SearchField(QLineEdit):
    """Tells what is typed after a short pause; Escape clears, Down goes on to the list."""

    searched = Signal(str)
    #: Down or Enter: to the results.
    left_down = Signal()

    def __init__(self, placeholder: str, key: str = "/", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._key = key
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(placeholder)
        self.setTextMargins(24, 0, 12 + 7 * len(key), 0)
        self._pause = QTimer(self, interval=_PAUSE_MILLISECONDS, singleShot=True)
        self._pause.timeout.connect(self._search)
        self.textChanged.connect(self._on_changed)

    def needed_width(self) -> int:
        """Return what the placeholder needs beside glass and key."""
        words = self.fontMetrics().horizontalAdvance(self.placeholderText())
        return words + 24 + 12 + 7 * len(self._key) + 24

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape clears; Down and Enter go on to the list."""
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
        elif event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self._search()
            self.left_down.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the glass and the key."""
        super().paintEvent(event)
        painter = QPainter(self)
        middle = self.height() / 2
        paint_icon(painter, QRectF(10, middle - 8, 16, 16), "search", theme.color("text2"))
        if self._key and not self.text():
            painter.setFont(font(HINT))
            painter.setPen(theme.color("text3"))
            box = self.rect().adjusted(0, -1, -10, -1)
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._key)
        painter.end()

    def _on_changed(self) -> None:
        self._pause.start()

    def _search(self) -> None:
        self._pause.stop()
        self.searched.emit(self.text().strip())
