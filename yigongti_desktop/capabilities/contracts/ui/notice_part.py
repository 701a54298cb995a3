"""The part of a panel that says who else has signed this resident, or done this task; taken note of with one key."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.contracts.ui.notice_words import sentence
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.notices import store
from yigongti_desktop.notices.messages import TakeNote
from yigongti_desktop.notices.model import Notice

KEY = "Ctrl+G"
_PAD = 16


class NoticePart(QWidget):
    """What the unit was told about one record; hidden where that is nothing."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._record = ""
        self._new: list[Notice] = []
        self._words = label("", "second", wrap=True)
        self._button = KeyButton("知道了", KEY, icon="check")
        self._button.clicked.connect(self._take_note)
        head = row(label("告知", "name"), None, self._button)
        inside = column(head, self._words, spacing=4, margins=(_PAD, 8, _PAD, 10))
        self.setLayout(column(hairline(), boxed(inside), spacing=0))
        on_key(self, KEY, self._take_note, window_wide=True)
        self.hide()

    def look(self, record: str) -> None:
        """Show what was told about a record; nothing without one."""
        self._record = record
        actor = self._desk.actor
        if not record or actor is None:
            self.hide()
            return
        asked = record

        def show(found: Sequence[Notice]) -> None:
            if asked == self._record:
                self._show(found)

        self._desk.read(self, store.about, record, actor.institution, done=show)

    def _show(self, found: Sequence[Notice]) -> None:
        actor, today = self._desk.actor, day(self._desk.now())
        theirs = [one for one in found if actor is None or one.rival.account != actor.account]
        self._words.setText("\n".join(sentence(one, today) for one in theirs))
        self._new = [one for one in theirs if one.is_news]
        self._button.setVisible(bool(self._new))
        self.setVisible(bool(theirs))

    def _take_note(self) -> None:
        """Take note of all that is new about this record."""
        if not self.isVisible() or not self._new:
            return
        commands = [TakeNote(notice=one.id, seen=one.state) for one in self._new]
        self._desk.do_each(self, commands, lambda _answers: self.look(self._record))
