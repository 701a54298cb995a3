"""What happened, what was kept, the key to the next: a banner on the page, a toast above the status line."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent
from PySide6.QtCore import QObject
from PySide6.QtCore import QRectF
from PySide6.QtCore import QTimer
from PySide6.QtGui import QPainter
from PySide6.QtGui import QPaintEvent
from PySide6.QtGui import QPen
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.icons import paint_icon
from yigongti_desktop.kit.labels import Glyph
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import set_role
from yigongti_desktop.kit.theme import theme

_TOAST_MILLISECONDS = 6000
_EDGES = {"danger": "danger_edge", "warn": "warn_edge", "ok": "ok", "accent": "accent"}
_TINTS = {"danger": "danger_tint", "warn": "warn_tint", "ok": "ok_tint", "accent": "soft"}


class Banner(QWidget):
    """One line across the page; hidden until something is said."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tone, self._icon = "danger", "warning"
        self._title = label("", "name")
        self._words = label("", "second", wrap=True)
        self._buttons = QHBoxLayout()
        layout = QHBoxLayout(self)
        layout.setContentsMargins(42, 8, 12, 8)
        layout.setSpacing(10)
        layout.addWidget(self._title)
        layout.addWidget(self._words, 1)
        layout.addLayout(self._buttons)
        self.setMinimumHeight(38)
        self.hide()

    def say(
        self, title: str, words: str = "", *buttons: KeyButton, tone: str = "danger", icon: str = "warning"
    ) -> None:
        """Say something until `clear`."""
        self._tone, self._icon = tone, icon
        self._title.setText(title)
        self._title.setVisible(bool(title))
        set_role(self._title, "danger" if tone == "danger" else "name")
        self._words.setText(words)
        while item := self._buttons.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for button in buttons:
            self._buttons.addWidget(button)
        self.setAccessibleName(f"{title} {words}".strip())
        self.show()
        self.update()

    def clear(self) -> None:
        """Say nothing more."""
        self.hide()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint edge, tint and icon."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color(_EDGES[self._tone]), 1))
        painter.setBrush(theme.color(_TINTS[self._tone]))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        tone = theme.color(self._tone)
        paint_icon(painter, QRectF(14, self.height() / 2 - 9, 18, 18), self._icon, tone)
        painter.end()


class Toast(QWidget):
    """A short word at the lower right for six seconds; never the only record of anything."""

    def __init__(self, window: QWidget, *, above: int) -> None:
        super().__init__(window)
        self._above = above
        self._title = label("", "name")
        self._words = label("", "caption-strong", wrap=True)
        self._glyph = Glyph("check", "ok", 20)
        self._undo = KeyButton("撤销", "Ctrl+Z", icon="undo", style=LINK)
        self._undo_act: Callable[[], object] | None = None
        self._timer = QTimer(self, interval=_TOAST_MILLISECONDS, singleShot=True)
        self._timer.timeout.connect(self.hide)
        self._undo.clicked.connect(self._on_undo)
        self._layout = layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 10, 12, 10)
        layout.setSpacing(12)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._words)
        layout.addWidget(self._glyph)
        layout.addLayout(words, 1)
        layout.addWidget(self._undo)
        window.installEventFilter(self)
        self.hide()

    def say(self, title: str, words: str = "", *, undo: Callable[[], object] | None = None, tone: str = "ok") -> None:
        """Say something for a while, with a way back if there is one."""
        self._title.setText(title)
        self._words.setText(words)
        self._words.setVisible(bool(words))
        self._glyph.set_icon("check" if tone == "ok" else "info", tone)
        self._undo_act = undo
        self._undo.setVisible(undo is not None)
        self.setAccessibleName(f"{title} {words}".strip())
        self._place()
        self.show()
        self.raise_()
        self._timer.start()

    def undo(self) -> bool:
        """Go back, if that is still offered."""
        if not self.isVisible() or self._undo_act is None:
            return False
        self._on_undo()
        return True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keep the corner when the window changes."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint a raised card."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(theme.color("border"), 1))
        painter.setBrush(theme.color("surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        painter.end()

    def _place(self) -> None:
        window = self.window()
        wide = min(396, window.width() - 32)
        self._layout.activate()  # else the words inside would still have the height of what was said before
        wraps, whole = self._layout.hasHeightForWidth(), self._layout.totalSizeHint().height()
        self.setFixedSize(wide, self._layout.totalHeightForWidth(wide) if wraps else whole)
        self.move(window.width() - wide - 16, window.height() - self.height() - self._above - 12)

    def _on_undo(self) -> None:
        act, self._undo_act = self._undo_act, None
        self.hide()
        if act:
            act()
