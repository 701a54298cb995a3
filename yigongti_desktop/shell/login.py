"""登录: who sits down, proven off-line."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from typing import TYPE_CHECKING
from typing import Any
from typing import Protocol

from PySide6.QtCore import QEvent
from PySide6.QtCore import QObject
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.labels import Glyph
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.shell.gate import Fault
from yigongti_desktop.shell.gate import Gate
from yigongti_desktop.shell.gate import mark_faulty

if TYPE_CHECKING:
    from yigongti_desktop.kit.table.columns import Column
    from yigongti_desktop.kit.table.view import RecordView

_LIST_ROWS, _FEW_ROWS = 5, 2
_ROW = 34


class Person(Protocol):
    """Somebody on the list."""

    account: str
    login: str
    name: str
    department: str
    title: str


class PasswordField(QLineEdit):
    """A password; tells when capitals seem to be locked."""

    capitals = Signal(bool)

    def __init__(self, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setEchoMode(QLineEdit.EchoMode.Password)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName("密码")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Notice a capital that was typed without Shift."""
        text, shift = event.text(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if len(text) == 1 and text.isascii() and text.isalpha():
            self.capitals.emit(text.isupper() != shift)
        super().keyPressEvent(event)


class LoginView(Gate):
    """Choose the account, give the password."""

    #: Account or log-in name, and password.
    submitted = Signal(str, str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._list: RecordView | None = None  # a table takes longer than all the rest: it comes with the first people
        self._frame, self._inset = card("inset")
        self._inset.setContentsMargins(1, 1, 1, 1)
        self._login = QLineEdit()
        self._login.setPlaceholderText("登录名")
        self._login.setAccessibleName("登录名")
        self.password = PasswordField("输入密码，回车")
        self._fault = Fault()
        self._capitals = boxed(row(Glyph("info", "text3", 16), label("大写锁定已开", "caption"), None, spacing=6))
        self._enter = KeyButton("登录", "Enter", style=PRIMARY)
        self._other = KeyButton("换别的账号", "F4", style=LINK)
        self._note = label("", "caption-strong", wrap=True)
        self._note_glyph = Glyph("cloud-off", "warn", 16)
        self._build()
        self._show_list(listed=True)
        self.set_people([], lambda _person: "")

    def set_people(self, people: Sequence[Person], when: Callable[[Any], str], *, keeping: bool = False) -> None:
        """Offer these people, the last one first; or keeping who is chosen, and a name that is being typed."""
        if people and self._list is None:
            self._list = self._make_list()
        is_typing = keeping and self._has_people and not self._frame.isVisibleTo(self)
        if self._list is not None:
            former = self._list.current()
            chosen = former.account if former is not None and keeping else ""
            self._list.records.columns = _columns(when)
            self._list.records.set_rows(list(people))
            self._fit_list()
            if people:
                self._list.rest_on(lambda person: person.account == chosen)
        self._show_list(listed=bool(people) and not is_typing)

    @property
    def people(self) -> list[Person]:
        """Return who is offered, in the order of the list."""
        return self._list.records.records() if self._list else []

    @property
    def chosen(self) -> Person | None:
        """Return who is chosen from the list; nobody while a name is typed."""
        return self._list.current() if self._list and self._frame.isVisibleTo(self) else None

    def choose(self, login: str) -> None:
        """Rest on the person with this log-in name."""
        if self._list is not None:
            self._list.rest_on(lambda person: person.login == login)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Show fewer people in a low window; the arrows reach the others."""
        super().resizeEvent(event)
        self._fit_list()

    def say_fault(self, sentence: str) -> None:
        """Say why it was not accepted, and take the password out."""
        self._fault.say(sentence)
        mark_faulty(self.password, bool(sentence))
        self.set_busy(False)
        if sentence:
            self.password.selectAll()
            self.password.setFocus()

    def say_note(self, words: str, *, offline: bool) -> None:
        """Say how the account was last checked."""
        self._note.setText(words)
        self._note_glyph.set_icon("cloud-off" if offline else "shield", "warn" if offline else "ok")
        self._note_box.setVisible(bool(words))

    def set_busy(self, busy: bool) -> None:
        """Wait for the answer."""
        self._enter.setEnabled(not busy)
        self._enter.set_words("正在核对" if busy else "登录")

    def clear(self) -> None:
        """Forget what was typed."""
        self.password.clear()
        self.say_fault("")
        self._capitals.hide()

    def first_focus(self) -> None:
        """Put the cursor where the person begins."""
        (self.password if self._frame.isVisibleTo(self) else self._login).setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Let up and down in the password choose the person."""
        arrows = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        step = arrows.get(Qt.Key(event.key())) if isinstance(event, QKeyEvent) else None
        if step and event.type() == QEvent.Type.KeyPress and self._list and self._frame.isVisibleTo(self):
            place = max(0, min(self._list.current_row() + step, self._list.records.rowCount() - 1))
            person = self._list.records.at(place)
            self._list.rest_on(lambda other: other is person)
            return True
        return super().eventFilter(watched, event)

    def _build(self) -> None:
        inside = self.inside
        inside.addWidget(label("登录", "title"))
        inside.addSpacing(4)
        inside.addWidget(label("账号", "second"))
        inside.addWidget(self._frame)
        inside.addWidget(self._login)
        inside.addSpacing(6)
        inside.addWidget(label("密码", "second"))
        inside.addWidget(self.password)
        inside.addWidget(self._fault)
        inside.addWidget(self._capitals)
        inside.addSpacing(4)
        self._enter.setFixedWidth(120)
        inside.addLayout(row(self._enter, None, self._other))
        note = row(self._note_glyph, self._note, spacing=8)
        note.setStretch(1, 1)
        self._note_box = boxed(column(hairline(), note, spacing=10))
        inside.addSpacing(4)
        inside.addWidget(self._note_box)
        self._note_box.hide()
        self._capitals.hide()
        self.password.installEventFilter(self)
        self.password.returnPressed.connect(self._submit)
        self.password.capitals.connect(self._capitals.setVisible)
        self.password.textEdited.connect(lambda: self._fault.say(""))
        self._login.returnPressed.connect(self.password.setFocus)
        self._enter.clicked.connect(self._submit)
        self._other.clicked.connect(self._on_other)
        on_key(self, "F4", self._on_other, window_wide=True)

    def _fit_list(self) -> None:
        if self._list is None:
            return
        most = _FEW_ROWS if self.is_small else _LIST_ROWS
        self._list.setFixedHeight(max(min(self._list.records.rowCount(), most), 1) * _ROW)
        self._list.scrollTo(self._list.currentIndex())

    def _make_list(self) -> RecordView:
        from yigongti_desktop.kit.table.view import RecordView  # noqa: PLC0415 - see where it is None

        made = RecordView(_columns(), self)
        made.horizontalHeader().hide()
        made.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        made.verticalHeader().setDefaultSectionSize(_ROW)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._inset.addWidget(made)
        return made

    @property
    def _has_people(self) -> bool:
        return self._list is not None and self._list.records.rowCount() > 0

    def _show_list(self, *, listed: bool) -> None:
        self._frame.setVisible(listed)
        self._login.setVisible(not listed)
        self._other.set_words("换别的账号" if listed else "从名单里选")
        self._other.setVisible(self._has_people)

    def _on_other(self) -> None:
        if self._has_people:
            self._show_list(listed=not self._frame.isVisibleTo(self))
            self.first_focus()

    def _submit(self) -> None:
        person = self.chosen
        named = person.account if person else self._login.text().strip()
        if not named:
            self._fault.say("登录名没有填。请补上。")
            return
        if not self.password.text():
            self.say_fault("密码没有填。请补上。")
            return
        self.set_busy(True)
        self.submitted.emit(named, self.password.text())


def _columns(when: Callable[[Any], str] = lambda _person: "") -> tuple[Column[Any], ...]:
    from yigongti_desktop.kit.table.columns import Column  # noqa: PLC0415 - needed with the list only

    return (
        Column(title="姓名", text=lambda person: person.name, width=102, is_bold=True, is_jump=True),
        Column(title="", text=lambda person: f"{person.department}　{person.title}".strip("　"), width=150, stretch=1),
        Column(title="", text=when, width=96, is_right=True, tone=lambda _person: "text2"),
    )
