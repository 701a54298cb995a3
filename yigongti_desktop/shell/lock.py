"""解锁: the lock hides patients and keeps the work."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.labels import Glyph
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.shell.gate import Fault
from yigongti_desktop.shell.gate import Gate
from yigongti_desktop.shell.gate import mark_faulty
from yigongti_desktop.shell.login import PasswordField


class LockView(Gate):
    """The desk is locked: nothing of any patient, the work kept."""

    submitted = Signal(str)
    #: Somebody else wants to log in.
    left = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._since = label("", "caption")
        self._name = label("", "name")
        self._work = label("", "second")
        self._kept = label("", "caption-strong")
        self._kept_glyph = Glyph("save", "ok", 16)
        self.password = PasswordField("输入密码，回车")
        self._fault = Fault()
        self._enter = KeyButton("解锁", "Enter", style=PRIMARY)
        self._leave = KeyButton("换人登录", "F4", style=LINK)
        self.below.setText("锁定后不显示任何患者信息；同步照常进行")
        self._build()

    def show_person(self, name: str, work: str, since: str, kept: str) -> None:
        """Say who locked, since when, and what was kept."""
        self._name.setText(name)
        self._work.setText(work)
        self._since.setText(since)
        self._kept.setText(kept)
        self._kept_row.setVisible(bool(kept))
        self.password.clear()
        self.say_fault("")
        self.password.setFocus()

    def say_fault(self, sentence: str) -> None:
        """Say why it stays locked."""
        self._fault.say(sentence)
        mark_faulty(self.password, bool(sentence))
        self._enter.setEnabled(True)
        if sentence:
            self.password.selectAll()
            self.password.setFocus()

    def sizeHint(self) -> QSize:
        """Return room for the card."""
        return QSize(600, 400)

    def _build(self) -> None:
        self.inside.addLayout(row(Glyph("lock", "accent", 20), label("已锁定", "title"), None, self._since))
        self.inside.addSpacing(4)
        frame, inside = card("inset")
        inside.setContentsMargins(12, 10, 12, 10)
        inside.setSpacing(6)
        inside.addLayout(row(self._name, self._work, None))
        self._kept_row = boxed(row(self._kept_glyph, self._kept, None, spacing=6))
        inside.addWidget(self._kept_row)
        self.inside.addWidget(frame)
        self.inside.addSpacing(6)
        self.inside.addWidget(label("密码", "second"))
        self.inside.addWidget(self.password)
        self.inside.addWidget(self._fault)
        self.inside.addSpacing(4)
        self._enter.setFixedWidth(120)
        self.inside.addLayout(row(self._enter, None, self._leave))
        self.password.returnPressed.connect(self._submit)
        self.password.textEdited.connect(lambda: self._fault.say(""))
        self._enter.clicked.connect(self._submit)
        self._leave.clicked.connect(self.left)
        on_key(self, "F4", self.left.emit, window_wide=True)

    def _submit(self) -> None:
        if not self.password.text():
            self.say_fault("密码没有填。请补上。")
            return
        self._enter.setEnabled(False)
        self.submitted.emit(self.password.text())
