"""How a count begins: of which room, blind or not, what for."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.messages.stock import OpenCount
from yigongti_desktop.capabilities.pharmacy.model.rooms import PHARMACY
from yigongti_desktop.capabilities.pharmacy.store.rooms import Room
from yigongti_desktop.capabilities.pharmacy.store.rooms import rooms
from yigongti_desktop.capabilities.pharmacy.ui import count_acts as acts
from yigongti_desktop.capabilities.pharmacy.ui.stock_words import NO_ROOM
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import row

_WIDTH = 640
#: For the note under the room, which comes later.
_SPARE = 28
#: Fields of the rules by what they are called in their refusals.
_FIELDS = {"room": "room", "note": "note"}


class CountForm(QWidget):
    """The few fields with which a count begins."""

    #: Enter on the last field: begin.
    finished = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rooms: dict[str, Room] = {PHARMACY: Room(room="", name=PHARMACY)}
        self.form = FormView(acts.opening())
        self.form.set_values({"room": PHARMACY})
        frame = QFrame()
        frame.setObjectName("card")
        frame.setMaximumWidth(_WIDTH)
        frame.setLayout(column(self.form, spacing=0, margins=(1, 1, 1, 1)))
        beside = row(frame, None)
        beside.setStretch(0, 1)
        layout = column(beside, None, spacing=0)
        self.form.setMinimumHeight(self.form.widget().sizeHint().height() + _SPARE)
        layout.setStretch(0, 1)
        layout.setStretch(1, 4)
        self.setLayout(layout)
        self.form.edited.connect(self._on_edited)
        self.form.finished.connect(self.finished)
        if desk.actor is not None:
            desk.read(self, rooms, desk.actor.institution, done=self._show_rooms)

    def first_focus(self) -> None:
        """Put the cursor where something is to be chosen."""
        self.form.go_to("room")

    def check(self) -> bool:
        """Check what stands here; the cursor goes to what is wrong."""
        if not self.form.check():
            self.form.go_to_next_fault()
            return False
        name = self._named()
        if name not in self._rooms:
            self.form.set_fault("room", NO_ROOM.format(name=name))
            self.form.go_to("room")
            return False
        return True

    def command(self) -> OpenCount:
        """Return what is asked of the desk."""
        return acts.begin(self._rooms[self._named()].room, self.form.values())

    def show_refusal(self, fault: Fault, words: str) -> bool:
        """Show what the rules say at its field; say whether there is one."""
        name = _FIELDS.get(str(fault.facts.get("field", "")))
        if name is None:
            return False
        self.form.set_fault(name, words)
        self.form.go_to(name)
        return True

    def _named(self) -> str:
        return str(self.form.values()["room"]).strip()

    def _show_rooms(self, found: list[Room]) -> None:
        self._rooms = {one.name: one for one in found if not one.is_closed}
        offered = [Option(name, name, right=_lots(one.lots)) for name, one in self._rooms.items()]
        editor: Any = self.form.editor("room")
        editor.offer(offered)
        self._say_how_many()

    def _on_edited(self, name: str) -> None:
        if name == "room":
            self._say_how_many()

    def _say_how_many(self) -> None:
        found = self._rooms.get(self._named())
        if found is None:
            self.form.set_note("room", "")
        else:
            words = f"账面有 {found.lots} 批" if found.lots else "账面没有药，盘到的都按「账外」添加。"
            self.form.set_note("room", words)


def _lots(count: int) -> str:
    return f"{count} 批" if count else "空"
