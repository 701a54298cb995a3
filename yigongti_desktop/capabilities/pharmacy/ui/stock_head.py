"""The head of a paper of the store: what it does, in which room, with whom, after which paper."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtCore import QObject
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.model.rooms import PHARMACY
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.store.rooms import Room
from yigongti_desktop.capabilities.pharmacy.store.shelf import Partners
from yigongti_desktop.capabilities.pharmacy.ui.stock_lines import code_in
from yigongti_desktop.capabilities.pharmacy.ui.stock_words import KINDS
from yigongti_desktop.capabilities.pharmacy.ui.stock_words import NO_ROOM
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.form.picker import Picker
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row

#: Kinds in the order in which they are offered.
ORDER = (
    EntryKind.RECEIPT,
    EntryKind.ISSUE_DEPARTMENT,
    EntryKind.ISSUE_VILLAGE,
    EntryKind.ISSUE_PATIENTS,
    EntryKind.RETURN_IN,
    EntryKind.RETURN_OUT,
    EntryKind.LOSS,
    EntryKind.EXPIRED,
    EntryKind.TRANSFER,
    EntryKind.OPENING,
)
_PARTNERS = {
    EntryKind.RECEIPT: "从哪里来",
    EntryKind.ISSUE_DEPARTMENT: "领用科室",
    EntryKind.ISSUE_VILLAGE: "领用村室",
    EntryKind.RETURN_IN: "退回的科室、村室",
    EntryKind.RETURN_OUT: "退给哪里",
}
_NEEDED = {EntryKind.ISSUE_DEPARTMENT, EntryKind.ISSUE_VILLAGE}
_LONGEST = 200


class EntryHead(QWidget):
    """What stands over the lines; Enter goes on, after the last field into the lines."""

    edited = Signal()
    kind_chosen = Signal()
    room_chosen = Signal()
    #: Enter in the last field.
    finished = Signal()
    #: A scanner typed a code into a field; the field stays what it was.
    scanned = Signal(str)

    def __init__(self, kind: EntryKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.kind = kind
        self._partners = Partners()
        self._room = ""
        #: What stood in the field of the cursor when it came there.
        self._stood: tuple[str, Option | None] = ("", None)
        self._rooms = {PHARMACY: Option("", PHARMACY)}
        self._kinds = {one.value: Option(one.value, KINDS[one]) for one in ORDER}
        self._kind = Picker(among(list(self._kinds.values())))
        self.room = Picker(among(()), is_free=True, placeholder="库房")
        self.other = Picker(among(()), is_free=True, placeholder="调入库房")
        self.partner = Picker(among(()), is_free=True)
        self.document = QLineEdit()
        self.reason = QLineEdit()
        self._fault = label("", "error", wrap=True)
        self._build()
        self.set_rooms((Room(room="", name=PHARMACY),))
        self._show_fields()

    def first_focus(self) -> None:
        """Put the cursor on what the paper does; it is picked first."""
        self._kind.setFocus()
        self._kind.selectAll()

    def go_on(self) -> None:
        """Go to the field after the kind, or into the lines."""
        self._next(self._kind)

    def set_kind(self, kind: EntryKind) -> None:
        """Make it another paper."""
        self._kind.set_option(self._kinds[kind.value])
        if kind is not self.kind:
            self.kind = kind
            self._show_fields()
            self.kind_chosen.emit()

    def set_rooms(self, rooms: Sequence[Room]) -> None:
        """Offer the rooms of the list."""
        named = [Option(one.room, one.name, right=f"{one.lots} 批" if one.lots else "空") for one in rooms]
        self._rooms = {option.title: option for option in named}
        for picker in (self.room, self.other):
            picker.set_search(among(named))
            if picker.option is not None:  # it may be called otherwise now
                its = next((option for option in named if option.key == picker.option.key), picker.option)
                picker.set_option(its)
        if not self.room.text():
            self.room.set_option(named[0])

    def set_partners(self, partners: Partners) -> None:
        """Offer departments, village clinics, the central pharmacy."""
        self._partners = partners
        self._show_fields()

    def check(self) -> bool:
        """Say what is missing, and put the cursor there."""
        words, field = "", self.partner
        if self.kind in _NEEDED and not self.partner.text().strip():
            words = f"{_PARTNERS[self.kind]}没有填。请选一个，或自己写。"
        elif unknown := self._unknown_room():
            words, field = NO_ROOM.format(name=unknown.text().strip()), unknown
        elif self.kind is EntryKind.TRANSFER and self.room_key(self.other) == self.room_key(self.room):
            words, field = "调出和调入是同一个库房。请另选一个。", self.other
        self.say_fault(words)
        if words:
            field.setFocus()
        return not words

    def say_fault(self, sentence: str) -> None:
        """Say what is wrong with the head."""
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))

    def values(self) -> dict[str, Any]:
        """Return what stands here, as an entry takes it."""
        has_partner, is_transfer = self.kind in _PARTNERS, self.kind is EntryKind.TRANSFER
        partner = self.partner.option
        return {
            "kind": self.kind.value,
            "room": self.room_key(self.room),
            "other_room": self.room_key(self.other) if is_transfer else "",
            "partner": partner.key if partner is not None and has_partner else "",
            "partner_name": self.partner.text().strip() if has_partner else "",
            "document": self.document.text().strip() if self.kind is EntryKind.RECEIPT else "",
            "reason": self.reason.text().strip(),
        }

    def set_values(self, values: Mapping[str, Any]) -> None:
        """Show what was kept."""
        if values.get("kind") in self._kinds:
            self.set_kind(EntryKind(str(values["kind"])))
        for picker, key in ((self.room, "room"), (self.other, "other_room")):
            room = str(values.get(key) or "")
            known = next((one for one in self._rooms.values() if one.key == room), Option(room, room or PHARMACY))
            picker.set_option(known if room or picker is self.room else None)
        name, partner = str(values.get("partner_name") or ""), str(values.get("partner") or "")
        self.partner.set_option(Option(partner, name) if name else None)
        self.document.setText(str(values.get("document") or ""))
        self.reason.setText(str(values.get("reason") or ""))

    def room_key(self, picker: Picker) -> str:
        """Return the room that a picker holds, by its word; nothing is the pharmacy itself."""
        if picker.option is not None:
            return picker.option.key
        typed = picker.text().strip()
        return self._rooms[typed].key if typed in self._rooms else typed

    def eventFilter(self, field: QObject, event: QEvent) -> bool:
        """Keep codes out of the fields: a scanner does not look where the cursor is."""
        if isinstance(field, QLineEdit) and event.type() == QEvent.Type.FocusIn:
            self._stood = (field.text(), field.option if isinstance(field, Picker) else None)
        if isinstance(field, QLineEdit) and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            is_enter = event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
            code = code_in(field.text()) if is_enter else ""
            if code:
                self._put_back(field)
                self.scanned.emit(code)
                return True
        return super().eventFilter(field, event)

    def _put_back(self, field: QLineEdit) -> None:
        text, option = self._stood
        if isinstance(field, Picker):
            field.close_popup()
            field.set_option(option)
        if option is None:
            field.setText(text)

    def _unknown_room(self) -> Picker | None:
        """Return the field of a room that is not on the list; what was typed there stays, to be put right."""
        pickers = (self.room, self.other) if self.kind is EntryKind.TRANSFER else (self.room,)
        keys = {option.key for option in self._rooms.values()}
        return next((one for one in pickers if one.text().strip() and self.room_key(one) not in keys), None)

    def _build(self) -> None:
        names = {self._kind: "类别", self.room: "库房", self.other: "调入库房", self.document: "随货单号"}
        for field, words in names.items():
            field.setAccessibleName(words)
        self._kind.set_option(self._kinds[self.kind.value])
        self.document.setPlaceholderText("随货单号")
        self.reason.setPlaceholderText("说明")
        self.reason.setAccessibleName("说明")
        for line in (self.document, self.reason, self.partner, self.room, self.other):
            line.setMaxLength(_LONGEST)
            line.textEdited.connect(lambda _text: self.edited.emit())
        for picker, wide in ((self._kind, 138), (self.room, 118), (self.other, 118), (self.partner, 176)):
            picker.setFixedWidth(wide)
            picker.taken.connect(lambda _option, here=picker: self._on_taken(here))
            picker.passed.connect(lambda here=picker: self._next(here))
        self._kind.editingFinished.connect(self._restore_kind)
        self.room.editingFinished.connect(self._on_room)
        self.document.setFixedWidth(132)
        for field in (self._kind, self.room, self.other, self.partner, self.reason):  # a paper's number may be as long
            field.installEventFilter(self)
        for line in (self.document, self.reason):
            line.returnPressed.connect(self.finished)
        bar = row(self._kind, self.room, self.other, self.partner, self.document, self.reason, spacing=8)
        bar.setStretch(5, 1)
        self._fault.hide()
        self.setLayout(column(bar, self._fault, spacing=4))

    def _show_fields(self) -> None:
        kind, partners = self.kind, self._partners
        self.other.setVisible(kind is EntryKind.TRANSFER)
        self.document.setVisible(kind is EntryKind.RECEIPT)
        self.partner.setVisible(kind in _PARTNERS)
        self.partner.setPlaceholderText(_PARTNERS.get(kind, ""))
        self.partner.setAccessibleName(_PARTNERS.get(kind, "") or "对方")
        departments = [Option(one, one) for one in partners.departments]
        villages = [Option(key, name) for key, name in partners.villages]
        centre = [Option(*partners.centre)] if partners.centre[0] else []
        offered = {
            EntryKind.ISSUE_DEPARTMENT: departments,
            EntryKind.ISSUE_VILLAGE: villages,
            EntryKind.RETURN_IN: departments + villages,
        }
        self.partner.set_search(among(offered.get(kind, centre)))

    def _on_taken(self, picker: Picker) -> None:
        if picker is self._kind and picker.option is not None:
            self.set_kind(EntryKind(picker.option.key))
        if picker is self.room:
            self._on_room()
        self.edited.emit()
        self._next(picker)

    def _on_room(self) -> None:
        room = self.room_key(self.room)
        if room != self._room:
            self._room = room
            self.room_chosen.emit()

    def _restore_kind(self) -> None:
        if self._kind.option is None:
            self._kind.set_option(self._kinds[self.kind.value])

    def _next(self, here: Picker) -> None:
        """Go to where Enter leads: from the kind to the other side of the paper, from there into the lines."""
        field = self.other if self.kind is EntryKind.TRANSFER else self.partner
        if here is self._kind and field.isVisibleTo(self):
            field.setFocus()
            field.selectAll()
        else:
            self.finished.emit()
