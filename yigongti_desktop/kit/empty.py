"""Nothing to show, said helpfully: what was looked for, how many there are, one or two ways on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.labels import Glyph
from yigongti_desktop.kit.labels import label

_UP = 3


class EmptyState(QWidget):
    """An icon, a line, a reason, ways on."""

    def __init__(self, icon: str = "search", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._glyph = Glyph(icon, "text3", 32)
        self._title = label("", "name")
        self._detail = label("", "second")
        self._buttons = QHBoxLayout()
        self._buttons.setSpacing(10)
        layout = QVBoxLayout(self)
        layout.setSpacing(8)
        layout.addStretch(_UP)
        for widget in (self._glyph, self._title, self._detail):
            layout.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        self._detail.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        layout.addSpacing(8)
        holder = QHBoxLayout()
        holder.addStretch(1)
        holder.addLayout(self._buttons)
        holder.addStretch(1)
        layout.addLayout(holder)
        layout.addStretch(_UP + 1)

    def say(self, title: str, detail: str = "", *buttons: KeyButton, icon: str = "") -> None:
        """Say what is not there and which ways there are."""
        if icon:
            self._glyph.set_icon(icon, "text3")
        self._title.setText(title)
        self._detail.setText(detail)
        former = [item.widget() for item in iter(lambda: self._buttons.takeAt(0), None)]
        had_focus = any(widget is not None and widget.hasFocus() for widget in former)
        for button in buttons:
            self._buttons.addWidget(button)
            button.show()
        if had_focus:  # else it would wander off to another part of the window
            (buttons[0] if buttons else self).setFocus()
        for widget in former:
            if widget is not None:
                widget.hide()
                widget.deleteLater()
