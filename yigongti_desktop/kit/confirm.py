"""The only dialog: to confirm what cannot be undone; verbs on its buttons, the focus on the safe one."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.buttons import DANGER
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row


class Confirm(QDialog):
    """Asks before something that cannot be undone."""

    def __init__(self, parent: QWidget, title: str, words: str, *, verb: str, leave: str = "先不") -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setMinimumWidth(420)
        safe = KeyButton(leave, "Esc")
        act = KeyButton(verb, "", style=DANGER)
        safe.clicked.connect(self.reject)
        act.clicked.connect(self.accept)
        safe.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(24, 20, 24, 16)
        layout.setSpacing(10)
        layout.addWidget(label(title, "card"))
        explained = label(words, "second", wrap=True)
        explained.setMinimumWidth(372)
        layout.addWidget(explained)
        layout.addSpacing(8)
        layout.addLayout(row(None, act, safe, spacing=10))
        on_key(safe, "Return", self.reject)
        safe.setFocus()


def confirm(parent: QWidget, title: str, words: str, *, verb: str) -> bool:
    """Ask, and say whether the person wants it."""
    return Confirm(parent.window(), title, words, verb=verb).exec() == QDialog.DialogCode.Accepted
