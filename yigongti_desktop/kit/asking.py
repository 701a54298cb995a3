"""The few fields of an act, asked for at the foot of a panel; what was typed stays with the record it is about."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QVBoxLayout

from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.buttons import DANGER
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.tasks import Answered
from yigongti_desktop.kit.tasks import Failed

_LABEL, _SIDE = 66, 16
#: How high the fields are at most; more of them scroll.
_HIGHEST = 260


class Asking(QFrame):
    """Asks for what one act needs.

    A record that is read again while its act is filled in changes nothing here. Where the list goes on to another
    record, what was typed is put aside, and stands there again when the same is asked of the same record.
    """

    #: Nothing is asked any more.
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("decide")
        #: The fields, while something is asked.
        self.form: FormView | None = None
        #: Why the act was not done.
        self.fault = label("", "error", wrap=True)
        self._title = label("", "card")
        self._holder, self._buttons = QVBoxLayout(), QHBoxLayout()
        #: The record beside which it stands, by id; empty where a page has none.
        self.of = ""
        self._asked_of = ""
        #: The buttons that do what is asked for, and leave it; whether the answer is waited for.
        self._keys: tuple[KeyButton, ...] = ()
        self._waits = False
        #: What was typed before the list went on, by record and act.
        self._aside: dict[tuple[str, str], dict[str, Any]] = {}
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addLayout(row(self._title, margins=(_SIDE, 10, _SIDE, 0)))
        layout.addLayout(self._holder)
        layout.addLayout(row(self.fault, margins=(_SIDE, 0, _SIDE, 4)))
        self._buttons.setContentsMargins(_SIDE, 4, _SIDE, 10)
        layout.addLayout(self._buttons)
        self.hide()
        self.fault.hide()

    def open(
        self,
        title: str,
        verb: str,
        sections: Sequence[Section],
        done: Callable[[Mapping[str, Any]], object],
        *,
        is_danger: bool = False,
    ) -> FormView:
        """Ask; what was typed when the same was last asked of this record stands in the fields."""
        self.close_form()
        form = FormView(sections, label_width=_LABEL)
        go = KeyButton(verb, "Ctrl+Enter", style=DANGER if is_danger else PRIMARY)
        stop = KeyButton("先不", "Esc", style=LINK)

        def finish() -> None:
            if self._waits:
                return
            self.fault.setText("")
            if form.check():
                done(form.values())
            else:
                form.go_to_next_fault()

        go.clicked.connect(finish)
        stop.clicked.connect(self.leave)
        self._keys = (go, stop)
        # A reason that was only just taken does not decline or withdraw anything: the button is pressed for that.
        form.finished.connect(go.setFocus if is_danger else finish)
        for widget, key in ((form, "Ctrl+Return"), (go, "Ctrl+Return"), (go, "Return"), (go, "Enter")):
            on_key(widget, key, finish)
        self._title.setText(title)
        self._holder.addWidget(form)
        self._buttons.addWidget(go)
        self._buttons.addStretch(1)
        self._buttons.addWidget(stop)
        self.form, self._asked_of = form, self.of
        self.show()
        form.setMinimumHeight(min(form.widget().sizeHint().height(), _HIGHEST))
        if before := self._aside.pop((self.of, title), None):
            form.set_values(before)
            form.typed |= set(before)
        form.focus_first()
        return form

    def carry_out(self, desk: Desk, owner: QObject, command: Any, done: Answered, late: Failed) -> None:
        """Do what the form asks for, once: until the answer comes its keys do nothing, and nobody leaves it.

        Args:
            desk: that does it.
            owner: as long as whom the answer matters.
            command: what the person asks.
            done: gets the record.
            late: gets a refusal whose form has gone meanwhile; else it is said below the fields, which stay.
        """
        form = self.form
        focused = next((one for one in self._keys if one.hasFocus()), None)

        def wait(*, waits: bool) -> None:
            if form is None or form is not self.form:
                return
            self._waits = waits
            for button in self._keys:
                button.setEnabled(not waits)
            if focused is not None and not waits:
                focused.setFocus()

        def answered(record: Any) -> None:
            wait(waits=False)
            done(record)

        def refused(fault: Fault) -> None:
            wait(waits=False)
            if form is self.form:
                self.say_fault(desk.say(fault))
            else:
                late(fault)

        wait(waits=True)
        desk.do(owner, command, answered, refused)

    def stand_beside(self, record: str) -> None:
        """Take it that the panel shows a record: what is asked of another one is put aside."""
        self.of = record
        if self.form is not None and (not record or record != self._asked_of):
            typed = {name: value for name, value in self.form.values().items() if name in self.form.typed}
            if self._asked_of and typed:
                self._aside[self._asked_of, self._title.text()] = typed
            self.close_form()

    def say_fault(self, sentence: str) -> None:
        """Say why the act was not done; its fields stay."""
        self.fault.setText(sentence)
        self.fault.setVisible(bool(sentence))

    def leave(self) -> None:
        """Ask no more, unless an answer is waited for."""
        if not self._waits:
            self.close_form()

    def close_form(self) -> None:
        """Ask no more."""
        if self.form is None:
            return
        self.form, self._keys, self._waits = None, (), False
        for layout in (self._holder, self._buttons):
            while item := layout.takeAt(0):
                if widget := item.widget():
                    widget.hide()
                    widget.deleteLater()
        self.say_fault("")
        self.hide()
        self.closed.emit()
