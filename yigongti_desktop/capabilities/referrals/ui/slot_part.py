"""What is held for a case, beside it: in words how each hold stands, what else is free, holding and letting go."""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.referrals.messages.capacity import HoldSlot
from yigongti_desktop.capabilities.referrals.messages.capacity import NoteSlot
from yigongti_desktop.capabilities.referrals.messages.capacity import ReleaseSlot
from yigongti_desktop.capabilities.referrals.model.capacity import Kind
from yigongti_desktop.capabilities.referrals.model.holds import AWAITING
from yigongti_desktop.capabilities.referrals.model.holds import SlotHold
from yigongti_desktop.capabilities.referrals.model.holds import State
from yigongti_desktop.capabilities.referrals.model.holds import seen_line
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.store import capacity as store
from yigongti_desktop.capabilities.referrals.ui.capacity_words import KINDS
from yigongti_desktop.capabilities.referrals.ui.capacity_words import as_of
from yigongti_desktop.capabilities.referrals.ui.capacity_words import others_of
from yigongti_desktop.capabilities.referrals.ui.capacity_words import state_of
from yigongti_desktop.capabilities.referrals.ui.slot_choice import options_of
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.form.picker import Picker
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row

_CLINIC = frozenset({Role.DOCTOR, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR, Role.DIRECTOR})
_TONES = {State.HELD: "ok", State.USED: "ok", State.ASKED: "second", State.ANSWERED: "danger", State.LAPSED: "danger"}
_PAD = 16


class SlotPart(QWidget):
    """The holds of the case in sight."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._case: Referral | None = None
        self._held: store.Held | None = None
        #: Why what was asked for a case was refused, by its id, until something is done for it.
        self._refused: dict[str, str] = {}
        self._as_of = label("", "caption")
        self._holds = QVBoxLayout()
        self._holds.setSpacing(6)
        self.picker = Picker(among(()), placeholder="约一个：日期、科室、专家、检查")
        self.picker.setAccessibleName("预约")
        self._fault = label("", "error", wrap=True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        layout.addWidget(hairline())
        inside = QVBoxLayout()
        inside.setContentsMargins(_PAD, 8, _PAD, 10)
        inside.setSpacing(6)
        inside.addLayout(row(label("预约", "name"), None, self._as_of))
        inside.addLayout(self._holds)
        inside.addWidget(self.picker)
        inside.addWidget(self._fault)
        layout.addLayout(inside)
        self._fault.hide()
        self.picker.taken.connect(self._on_taken)
        self.hide()

    def show_of(self, referral: Referral) -> None:
        """Show the holds of a case."""
        if self._case is None or self._case.id != referral.id:
            self.hide()
        self._case = referral
        self._say_refusal()
        self.desk.read(self, store.held, referral.id, self.desk.now(), done=self._show)

    def hold(self, line: str, kind: Kind) -> None:
        """Ask for a slot, in the place of the one that is held, or asked for, of this kind."""
        case, known = self._case, self._held
        if case is None or known is None:
            return
        self._do(HoldSlot(referral=case.id, line=line, instead_of=seen_line(known.holds, kind)))

    def _show(self, found: store.Held) -> None:
        case = found.referral
        if case is None or self._case is None or case.id != self._case.id:
            return
        self._held = found
        may = self._may(case)
        while item := self._holds.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for hold in found.holds:
            self._show_hold(hold, may=may)
        self.picker.set_option(None)
        self.picker.set_search(among(options_of(found.offers)))
        self.picker.setVisible(may and bool(found.offers.offers))
        is_asked = may and not found.offers.offers
        words = as_of(found.offers.confirmed_at, self.desk.now()) if found.offers.offers else ""
        self._as_of.setText(words if may else "")
        if is_asked and not found.holds:
            self._as_of.setText("这个科室没有预留的余号")
        self.setVisible(may or bool(found.holds))

    def _show_hold(self, hold: SlotHold, *, may: bool) -> None:
        words = label(f"{KINDS[hold.kind.value]}　{state_of(hold)}", _TONES.get(hold.state, "second"), wrap=True)
        self._holds.addWidget(words)
        others = others_of(hold) if hold.is_news and not (may and hold.alternatives) else ""
        if others:
            self._holds.addWidget(label(others, "second", wrap=True))
        buttons = self._buttons(hold) if may else []
        for button in buttons:
            self._holds.addWidget(button)

    def _buttons(self, hold: SlotHold) -> list[KeyButton]:
        found: list[KeyButton] = []
        if hold.is_news:
            for one in hold.alternatives:
                when = f"{one.slot.day.month}-{one.slot.day.day} {one.slot.time}".strip()
                words = f"改约 {when} {one.slot.name}　余 {one.free}"
                found.append(_button(words, "calendar", partial(self.hold, one.line, one.slot.kind)))
        if hold.state in {State.HELD, State.ASKED}:
            found.append(_button("退号", "undo", partial(self._do, ReleaseSlot(hold=hold.id))))
        if hold.is_news:
            note = NoteSlot(hold=hold.id, seen=f"{hold.state.value} {hold.why}")
            found.append(_button("知道了", "check", partial(self._do, note)))
        return found

    def _may(self, case: Referral) -> bool:
        actor = self.desk.actor
        return actor is not None and actor.institution == case.origin and actor.may(_CLINIC) and case.state in AWAITING

    def _on_taken(self, option: Option) -> None:
        known = self._held
        line = next((one.line for one in known.offers.offers if one.line.id == option.key), None) if known else None
        if line is not None:
            self.hold(line.id, line.kind)

    def _do(self, command: Any) -> None:
        asked = self._case.id if self._case is not None else ""

        def done(_hold: SlotHold) -> None:
            self._refused.pop(asked, None)
            if self._case is not None:
                self.show_of(self._case)

        def failed(fault: Fault) -> None:
            self._refused[asked] = self.desk.say(fault, store.HOLD.name)
            self._say_refusal()

        self.desk.do(self, command, done, failed)

    def _say_refusal(self) -> None:
        """Say what was refused of the case in sight, and nothing of another: the answer may come late."""
        sentence = self._refused.get(self._case.id, "") if self._case is not None else ""
        self._fault.setText(sentence)
        self._fault.setVisible(bool(sentence))


def _button(words: str, icon: str, act: Any) -> KeyButton:
    button = KeyButton(words, "", icon=icon, style=LINK)

    def clicked() -> None:
        act()

    button.clicked.connect(clicked)
    return button
