"""签约 as it is written: who, with which packages, with which team, for how long; one act for a whole household."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any

from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QScrollArea

from yigongti_desktop.capabilities.contracts.messages.contracts import SignContract
from yigongti_desktop.capabilities.contracts.model.contract import Way
from yigongti_desktop.capabilities.contracts.model.offering import team_for
from yigongti_desktop.capabilities.contracts.store import offers
from yigongti_desktop.capabilities.contracts.store.offers import Offer
from yigongti_desktop.capabilities.contracts.store.offers import Person
from yigongti_desktop.capabilities.contracts.ui import sign_fields
from yigongti_desktop.capabilities.contracts.ui.sign_people import PeopleBox
from yigongti_desktop.capabilities.contracts.ui.signers import Signing
from yigongti_desktop.capabilities.contracts.ui.signers import begun
from yigongti_desktop.capabilities.contracts.ui.signers import thawed
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import row
from yigongti_desktop.registry.ui.residents import resident_search

DRAFT = "contract"
_FORM_WIDTH = 500
#: Where the people stand among the sections in a small window: below the field in which they are looked for.
_BELOW_WHO = 2


class SignForm(KeptForm):
    """The fields of an agreement, and the people whom it binds."""

    days = ("signed_on", "since")
    picks = ("team",)
    fault_fields = sign_fields.FAULT_FIELDS

    def __init__(self, desk: Desk, offer: Offer) -> None:
        self._offer = offer
        self._first = ""
        #: Number of the agreement that stands in the way, as the rules told it.
        self._takes_over = ""
        super().__init__(desk, DRAFT, sign_fields.sections(offer, resident_search(desk, self)))
        self.box = PeopleBox(offer.packages, self._begins, self._years)
        self.form.editor("who").taken.connect(self._on_resident)
        self.box.edited.connect(self.touch)
        frame, inside = card()
        inside.addWidget(self.form)
        read = KeyButton("看同意书", "F4", icon="document", style=LINK)
        read.clicked.connect(self.read_consent)
        inside.addLayout(row(read, None, margins=(96, 0, 16, 8)))
        self._frame = frame
        self._side = QScrollArea()
        self._side.setWidgetResizable(True)
        self._side.setFrameShape(QFrame.Shape.NoFrame)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10)
        layout.addWidget(frame)
        layout.addWidget(self._side, 1)
        self._is_compact: bool | None = None
        self._is_reading = False
        self.set_compact(False)

    def set_compact(self, compact: bool) -> None:
        """Put the people beside the fields, or among them where there is no room."""
        if compact == self._is_compact:
            return
        self._is_compact = compact
        if compact:
            self._side.takeWidget()
            self.form.insert(_BELOW_WHO, self.box)
            self._frame.setMaximumWidth(16_777_215)
        else:
            self.box.setParent(None)
            self._side.setWidget(self.box)
            self._frame.setFixedWidth(_FORM_WIDTH)
        if compact:
            self._frame.setMinimumWidth(0)
        self._side.setVisible(not compact)
        self.box.show()

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty form, or what was kept."""
        self.form.clear_faults()
        self._takes_over = str((draft or {}).get("takes_over", ""))
        blank: dict[str, Any] = dict.fromkeys(self.form.names, "") | {"who": None, "team": None, "since": None}
        blank |= {
            "scope": sign_fields.ONE,
            "years": "1",
            "way": Way.PAPER.value,
            "consent": False,
            "signed_on": day(self.desk.now()),
        }
        self.form.fill(blank)
        if draft:
            self.form.fill(self.thawed(draft) | {"who": None})
            kept = [one for one in draft.get("people", ()) if isinstance(one, dict)]
            ids = [str(one.get("resident", "")) for one in kept]
            today = day(self.desk.now())
            self.desk.read(self, offers.people, ids, today, done=partial(self._show_kept, kept))
        else:
            self.box.show_people(())
        self._show_taking_over()
        self.box.set_on_screen(self.form.values()["way"] == Way.SCREEN.value)
        if not self.end_beginning(draft):
            self.form.go_to("who")

    def begin_for(self, resident: str) -> None:
        """Write on for somebody of the register."""
        self._ask_household(resident)

    def content(self) -> Mapping[str, Any]:
        """Return what stands in the fields, and the people."""
        return {
            **super().content(),
            "people": [one.kept() for one in self.box.people],
            "takes_over": self._takes_over,
        }

    def check(self) -> bool:
        """Check fields and people; the cursor goes to the first that is wrong."""
        self.box.set_fault("", "")
        if not self.box.chosen:
            self.form.check()
            self.form.set_fault("who", self.desk.say(Refused("nobody_signs")))
            self.form.go_to("who")
            return False
        wrong = self._wrong_person()
        if not super().check():
            return False
        if wrong is not None:
            self.show_refusal(wrong)
        return wrong is None

    def command(self) -> SignContract:
        """Return the command that signs all who are ticked.

        Raises:
            Refused: field_format where a day is none.
        """
        values = self.form.values()
        if values["signed_on"] is None:
            raise Refused("field_format", field="signed_on")
        on_screen = values["way"] == Way.SCREEN.value
        taking = bool(self._takes_over and values["takes_reason"])
        return SignContract(
            team=values["team"],
            people=tuple(one.message(self._offer.packages, on_screen=on_screen) for one in self.box.chosen),
            years=int(values["years"] or 0),
            signed_on=values["signed_on"],
            since=values["since"],
            way=Way(values["way"]),
            consent=self._offer.texts.consent_name if values["consent"] else "",
            remark=values["remark"],
            beyond=values["beyond"],
            takes_over=self._takes_over if taking else "",
            takes_reason=values["takes_reason"] if taking else "",
        )

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say beside its field, or with the person of whom it is said."""
        whose, field = str(fault.facts.get("resident", "")), str(fault.facts.get("field", ""))
        if fault.code == "contract_there":
            self._takes_over = str(fault.facts.get("number", ""))
            self._show_taking_over()
        if whose and (fault.code in sign_fields.OF_PEOPLE or field in sign_fields.OF_SIGNER):
            name = next((one.name for one in self.box.people if one.id == whose), "")
            words = self.desk.say(fault)
            self.box.set_fault(whose, words if name in words else f"{name}：{words}")
            if field in sign_fields.OF_SIGNER:
                self.box.signer.go_to(field)
            else:
                self.box.table.view.setFocus()
            return True
        return super().show_refusal(fault)

    def on_edited(self, name: str) -> None:
        """Follow what was typed: the way offers the pad, days and years change what is offered and paid."""
        super().on_edited(name)
        if name == "way":
            self.box.set_on_screen(self.form.values()["way"] == Way.SCREEN.value)
        elif name in {"years", "since", "signed_on"}:
            self.box.refresh()
        elif name == "scope":
            self._tick_by_scope()

    def read_consent(self) -> None:
        """Show the text of the consent below its field, or put it away."""
        self._is_reading = not self._is_reading
        self.form.set_note("consent", self._offer.texts.consent if self._is_reading else "")

    def first_focus(self) -> None:
        """Put the cursor where people are looked for, or go on with the fields."""
        if self.box.people:
            super().first_focus()
        else:
            self.form.go_to("who")

    def _begins(self) -> date:
        values = self.form.values()
        return values["since"] or values["signed_on"] or day(self.desk.now())

    def _years(self) -> int:
        return int(self.form.values()["years"] or 1)

    def _on_resident(self, option: Option) -> None:
        self.form.editor("who").set_option(None)
        self.form.set_fault("who", "")
        self._ask_household(option.key)

    def _ask_household(self, resident: str) -> None:
        today = day(self.desk.now())
        self.desk.read(self, offers.household, resident, today, done=partial(self._add_people, resident))

    def _add_people(self, resident: str, found: Sequence[Person]) -> None:
        """Add somebody, and those who live with them; ticked are they, or all of them."""
        known = {one.id for one in self.box.people}
        whole = self.form.values()["scope"] == sign_fields.HOUSEHOLD
        on = self._begins()
        added = []
        for one in found:
            if one.resident.id in known:
                continue
            made = begun(one, self._offer.packages, on, is_ticked=whole or one.resident.id == resident)
            if one.resident.id != resident and made.standing_contract(on) is not None:
                made.is_ticked = False
            added.append(made)
        for there in self.box.people:
            if there.id == resident:
                there.is_ticked = there.may_sign()
        self._first = self._first or resident
        self.box.show_people([*self.box.people, *added])
        self._propose_team(added)
        self.touch()
        self.box.table.view.rest_on(lambda one: one.id == resident)
        if added:
            self.box.table.view.setFocus()

    def _propose_team(self, people: Sequence[Signing]) -> None:
        if people and not self.form.editor("team").key:
            teams = self._offer.teams
            serving = team_for(teams, people[0].person.resident.village)
            if serving is None and len(teams) == 1:
                serving = teams[0]
            if serving is not None:
                self.form.set_values({"team": serving.id})

    def _tick_by_scope(self) -> None:
        whole, on = self.form.values()["scope"] == sign_fields.HOUSEHOLD, self._begins()
        for one in self.box.people:
            free = one.may_sign() and (one.id == self._first or one.standing_contract(on) is None)
            one.is_ticked = free and (whole or one.id == self._first)
        self.box.show_people(self.box.people)

    def _show_kept(self, kept: Sequence[Mapping[str, Any]], found: Sequence[Person]) -> None:
        people = {one.resident.id: one for one in found}
        shown = [thawed(one, people[one["resident"]]) for one in kept if one.get("resident") in people]
        self._first = shown[0].id if shown else ""
        self.box.show_people(shown)
        if len(shown) < len(kept):
            self.form.set_fault("who", f"有 {len(kept) - len(shown)} 位居民的档案已不在本机，没有放回来。请核对。")
        if shown and not self.form.editor("team").key:
            self._propose_team(shown)

    def _show_taking_over(self) -> None:
        words = (
            f"原协议 {self._takes_over}；写了原因再保存，就转到本团队，原协议到生效日期为止" if self._takes_over else ""
        )
        self.form.set_note("takes_reason", words)

    def _wrong_person(self) -> Refused | None:
        """Return what is wrong with one of the people, before the rules are asked."""
        on_screen = self.form.values()["way"] == Way.SCREEN.value
        signed_on = self.form.values()["signed_on"] or day(self.desk.now())
        for one in self.box.chosen:
            if not one.packages:
                return Refused("packages_missing", resident=one.id, name=one.name)
            if one.needs_signer(signed_on) and not one.signer:
                return Refused("signer_needed", resident=one.id, name=one.name, field="signer")
            if one.signer and not one.signer_relation:
                return Refused("field_empty", resident=one.id, field="signer_relation")
            if on_screen and not one.is_signed:
                return Refused("signature_missing", resident=one.id, name=one.name)
        return None
