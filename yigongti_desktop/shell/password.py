"""One's own password, changed: at the first log-in because it was given by somebody else, or at will."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.registry.messages import ChangePassword
from yigongti_desktop.shell.gate import Fault as FaultLine
from yigongti_desktop.shell.gate import Gate
from yigongti_desktop.shell.gate import plain
from yigongti_desktop.shell.login import PasswordField


class PasswordView(Gate):
    """Three fields: the present one, the new one twice."""

    changed = Signal()

    def __init__(self, desk: Desk, *, forced: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        why = "这是县院给的一次性密码，请换成自己的。" if forced else "改好后，本院别的电脑同步一次也用新密码。"
        self.present = PasswordField("现在的密码")
        self.wanted = PasswordField("新密码，至少 8 位，字母、数字、符号至少两种")
        self.again = PasswordField("新密码再输一遍")
        self._fault = FaultLine()
        self._enter = KeyButton("改好", "Enter", style=PRIMARY)
        self.inside.addWidget(label("换成自己的密码" if forced else "修改密码", "title"))
        self.inside.addWidget(plain(why))
        for field in (self.present, self.wanted, self.again):
            self.inside.addWidget(field)
        self.inside.addWidget(self._fault)
        self.inside.addSpacing(4)
        self.inside.addLayout(row(self._enter, None))
        self.present.returnPressed.connect(self.wanted.setFocus)
        self.wanted.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self._submit)
        self._enter.clicked.connect(self._submit)

    def first_focus(self) -> None:
        """Put the cursor into the first field."""
        self.present.setFocus()

    def _submit(self) -> None:
        if self.wanted.text() != self.again.text():
            self._say("两次输入的新密码不一样。请再输一遍。")
            self.again.setFocus()
            return
        self._enter.setEnabled(False)
        command = ChangePassword(present=self.present.text(), wanted=self.wanted.text())
        self._desk.do(self, command, lambda _account: self.changed.emit(), self._refused)

    def _refused(self, fault: Fault) -> None:
        self._say(self._desk.say(fault))
        (self.present if fault.code == "password_wrong" else self.wanted).setFocus()

    def _say(self, sentence: str) -> None:
        self._fault.say(sentence)
        self._enter.setEnabled(True)
