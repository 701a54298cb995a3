"""The first minutes of a desk: the enrolment code, a passphrase where the system keeps no keys, the recovery code."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QPlainTextEdit
from PySide6.QtWidgets import QProgressBar
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.shell.gate import Fault
from yigongti_desktop.shell.gate import Gate
from yigongti_desktop.shell.gate import mark_faulty
from yigongti_desktop.shell.gate import plain
from yigongti_desktop.shell.login import PasswordField

_BY_STICK = "没有网，用 U 盘：输入登记码，或打开县院给的登记码文件；写登记申请，交县院导入；带回登记回执，在这里打开。"


class PassphraseView(Gate):
    """Open the keys with a passphrase or the recovery code, or choose a new passphrase."""

    submitted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._title = label("打开本机数据", "title")
        self._why = plain("")
        self.words = PasswordField("口令，或打印的恢复码")
        self.words.setAccessibleName("口令")
        self._again = PasswordField("再输一遍")
        self._again.setAccessibleName("再输一遍口令")
        self._fault = Fault()
        self._enter = KeyButton("打开", "Enter", style=PRIMARY)
        for widget in (self._title, self._why, self.words, self._again, self._fault):
            self.inside.addWidget(widget)
        self.inside.addSpacing(4)
        self.inside.addLayout(row(self._enter, None))
        self.words.returnPressed.connect(self._submit)
        self._again.returnPressed.connect(self._submit)
        self._enter.clicked.connect(self._submit)
        self.ask_old("")

    def ask_old(self, why: str) -> None:
        """Ask for the words that open the keys."""
        self._title.setText("打开本机数据")
        self._why.setText(why or "这台电脑没有可用的系统钥匙串。请输入口令，或打印的恢复码。")
        self._again.hide()
        self._enter.set_words("打开")

    def ask_new(self) -> None:
        """Ask for a new passphrase, twice."""
        self._title.setText("设一个口令")
        self._why.setText("这台电脑没有可用的系统钥匙串，本机数据要用口令保护。每次打开程序时输入，至少 8 位。")
        self._again.show()
        self._enter.set_words("设好")

    def say_fault(self, sentence: str) -> None:
        """Say why it stays closed."""
        self._fault.say(sentence)
        mark_faulty(self.words, bool(sentence))
        self._enter.setEnabled(True)
        self.words.setFocus()
        self.words.selectAll()

    def _submit(self) -> None:
        if self._again.isVisibleTo(self) and self.words.text() != self._again.text():
            if self.sender() is self.words and not self._again.text():
                self._again.setFocus()
            else:
                self.say_fault("两次口令不一样。请再输一遍。")
            return
        self._enter.setEnabled(False)
        self.submitted.emit(self.words.text())


class _CodeField(QPlainTextEdit):
    """A code over several lines; Enter hands it in."""

    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Take Enter for the end of the code."""
        if event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class EnrolView(Gate):
    """Type the code that the lead hospital has issued."""

    submitted = Signal(str)
    #: Without a line: this code is to go onto a stick as a request; a file of a stick is to be opened.
    asked = Signal(str)
    opening = Signal()
    #: The recovery code was put away.
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.card.setFixedWidth(520)
        self._title = label("登记本机", "title")
        self._why = plain("请输入县院医共体办公室发的登记码。登记一次就行，以后没有网也能登录办事。")
        self.code = _CodeField()
        self.code.setPlaceholderText("登记码，可以粘贴；横线和空格不用管")
        self.code.setAccessibleName("登记码")
        self.code.setFixedHeight(76)
        self.code.setTabChangesFocus(True)
        self._fault = Fault()
        self._progress = QProgressBar()
        self._progress.setRange(0, 0)
        self._progress.setTextVisible(False)
        self._said = label("", "caption-strong", wrap=True)
        self._recovery = QLineEdit()
        self._recovery.setReadOnly(True)
        self._recovery.setAccessibleName("恢复码")
        self._recovery.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._enter = KeyButton("登记", "Enter", style=PRIMARY)
        self._ask = KeyButton("写登记申请", "Ctrl+E", icon="export")
        self._open = KeyButton("打开文件", "Ctrl+I", icon="import")
        for widget in (self._title, self._why, self.code, self._recovery, self._fault, self._progress, self._said):
            self.inside.addWidget(widget)
        self.inside.addSpacing(4)
        self.inside.addLayout(row(self._enter, None))
        self._stick = QWidget()
        by_stick = QVBoxLayout(self._stick)
        by_stick.setContentsMargins(0, 8, 0, 0)
        by_stick.addWidget(plain(_BY_STICK))
        by_stick.addLayout(row(self._ask, self._open, None))
        self.inside.addWidget(self._stick)
        self._recovery.hide()
        self._progress.hide()
        self._enter.clicked.connect(self._submit)
        self.code.entered.connect(self._enter.click)
        self._ask.clicked.connect(self._on_ask)
        self._open.clicked.connect(self._on_open)
        on_key(self, "Ctrl+E", self._ask.click)
        on_key(self, "Ctrl+I", self._open.click)

    def say_fault(self, sentence: str) -> None:
        """Say why it was not enrolled; the code stays."""
        self._fault.say(sentence)
        mark_faulty(self.code, bool(sentence))
        self._progress.hide()
        self._said.setText("")
        self._be_busy(False)
        self.code.setFocus()

    def say_progress(self, words: str) -> None:
        """Say how far it is; meanwhile nothing else can be begun."""
        self._be_busy(True)
        self._fault.say("")
        mark_faulty(self.code, False)
        self._progress.show()
        self._said.setText(words)

    def say(self, words: str, code: str) -> None:
        """Say what has come of it, and put the code there that goes on with it."""
        self.say_fault("")
        self.code.setPlainText(code)
        self._said.setText(words)

    def show_recovery(self, place: str, code: str) -> None:
        """Show the recovery code, this once."""
        self._title.setText("登记好了")
        self._why.setText(
            f"{place}。下面是恢复码，只显示这一次：电脑重装或忘了口令时，只有它能打开本机数据。请打印或抄下，交院长保管。"
        )
        self.code.hide()
        self._stick.hide()
        self._stick.setEnabled(False)  # its keys too
        self._progress.hide()
        self._said.setText("")
        self._recovery.setText(code)
        self._recovery.show()
        self._recovery.setCursorPosition(0)
        self._enter.set_words("已收好，去登录")
        self._be_busy(False)
        self._enter.setFocus()

    def _submit(self) -> None:
        if self._recovery.isVisibleTo(self):
            self.finished.emit()
            return
        self._fault.say("")
        mark_faulty(self.code, False)
        self._be_busy(True)
        self.submitted.emit(self.code.toPlainText())

    def _on_ask(self) -> None:
        self.asked.emit(self.code.toPlainText())

    def _on_open(self) -> None:
        self.opening.emit()

    def _be_busy(self, busy: bool) -> None:
        for button in (self._enter, self._ask, self._open):
            button.setEnabled(not busy)
