"""新建转出单: patient, target, illness, consent; the paper beside it changes as one types; drafts save themselves."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from datetime import date
from functools import partial
from typing import Any

from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.persons import NOBODY
from yigongti_desktop.capabilities.referrals.model.persons import Known
from yigongti_desktop.capabilities.referrals.model.persons import estimated_birth
from yigongti_desktop.capabilities.referrals.model.persons import sex_of_child
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Transport
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.printing import slips as printing
from yigongti_desktop.capabilities.referrals.ui import slip_fields
from yigongti_desktop.capabilities.referrals.ui import slip_targets
from yigongti_desktop.capabilities.referrals.ui import slip_values
from yigongti_desktop.capabilities.referrals.ui.chosen import Chosen
from yigongti_desktop.capabilities.referrals.ui.namesakes import NOBODY_OF_THEM
from yigongti_desktop.capabilities.referrals.ui.namesakes import Namesakes
from yigongti_desktop.capabilities.referrals.ui.paper_form import PaperForm
from yigongti_desktop.capabilities.referrals.ui.slip_guide import SlipGuide
from yigongti_desktop.capabilities.referrals.ui.slot_choice import SlotChoice
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.identifiers import read_id_number
from yigongti_desktop.kernel.identifiers import read_phone
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.checks import reads
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.store import Seat
from yigongti_desktop.registry.ui.residents import birth_check
from yigongti_desktop.registry.ui.residents import id_check
from yigongti_desktop.registry.ui.residents import resident_search


class SlipForm(PaperForm):
    """The fields of a transfer-out slip."""

    days = ("birth",)
    picks = ("slot",)

    def __init__(
        self,
        desk: Desk,
        seat: Seat,
        referral: Referral | None = None,
        *,
        is_emergency: bool = False,
        patient: Resident | None = None,
    ) -> None:
        """Make it, to be begun.

        Args:
            desk: at which it is written.
            seat: of whoever writes.
            referral: a draft to go on with, or a case to complete.
            is_emergency: that of an emergency, which has a draft of its own: what was begun at leisure waits.
            patient: for whom it is written; for each there is a draft of its own, too.
        """
        self._seat = seat
        self.referral = referral
        self.chosen = Chosen(self)
        self.slots = SlotChoice(desk, self)
        self._is_emergency = is_emergency
        self.namesakes = Namesakes(desk, self, lambda: bool(self.chosen.resident))
        super().__init__(
            desk, slip_fields.sections(seat, self._helpers(desk)), referral.id if referral is not None else ""
        )
        if is_emergency:
            self.draft_form, self.way_back = f"{self.draft_form}.emergency", "下次按 F9 接着写"
        elif patient is not None:
            self.draft_form = f"{self.draft_form}.{patient.id}"
            self.way_back = f"下次给{patient.name}转诊时接着写"
        elif self.is_completion:
            self.way_back = "下次按 F7 接着写"
        self.form.editor("who").taken.connect(self._on_resident)
        self.guide = SlipGuide(desk, self.form, seat)
        self.form.editor("slot").taken.connect(lambda _option: self.on_edited("slot"))

    @property
    def is_completion(self) -> bool:
        """Say whether the gaps of an emergency slip are being filled."""
        return self.referral is not None and self.referral.state is not State.DRAFT

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty slip, a case to go on with, or what was kept of it."""
        self.form.clear_faults()
        account = self.desk.actor.account if self.desk.actor else ""
        self.form.fill(dict.fromkeys(self.form.values(), "") | slip_values.blank(self._seat, account))
        resident = ""
        if self.referral is not None:
            resident = self.referral.slip.patient.resident
            self.form.fill(slip_values.values_of(self.referral.slip))
        elif self._is_emergency:
            self.form.fill({"urgency": Urgency.EMERGENCY.value, "transport": Transport.AMBULANCE.value})
        if draft:
            resident = str(draft.get("resident", ""))
            self.form.fill(self.thawed(draft))
        self.chosen.take(resident)
        self._lock_printed()
        self.guide.show_departments()
        self.guide.arrange()
        self.guide.ask()
        self.end_beginning(draft)

    def begin_for(self, resident: Resident, reason: str = "") -> None:
        """Write on for somebody of the register, with the reason that is known already."""
        self._take_resident(resident)
        if reason:
            self.form.set_values({"history": reason})
            self.on_edited("history")
        self.form.go_to("department")

    def content(self) -> Mapping[str, Any]:
        """Return what stands in the fields, and which resident it is."""
        return {**super().content(), "resident": self.chosen.resident}

    def slip(self) -> Slip:
        """Return the slip as it stands.

        Raises:
            Refused: field_empty or field_format where a value cannot even be written down.
        """
        values = self.form.values()
        birth = values["birth"] or self._birth_of_number(values["id_number"]) or self._estimated_birth(values)
        if birth is None:
            raise Refused("field_empty" if self.form.editor("birth").is_blank() else "field_format", field="birth")
        return self._slip_of(values, birth, self.chosen.resident)

    def command(self) -> m.CompleteReferral | m.SendReferral:
        """Return the command that sends what stands here, or fills the gaps of what was sent.

        Raises:
            Refused: when a value cannot even be written down.
        """
        if self.is_completion:
            return m.CompleteReferral(referral=self.record, slip=self.slip())
        return m.SendReferral(slip=self.slip(), referral=self.record, hold=self.form.editor("slot").key)

    def draft_command(self) -> m.SaveReferralDraft:
        """Return the command that saves what stands here without sending it.

        Raises:
            Refused: when a value cannot even be written down.
        """
        return m.SaveReferralDraft(slip=self.slip(), referral=self.record)

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say beside its field; say whether there is one."""
        words = self.desk.say(fault, self.kind)
        named = fault.facts.get("fields") or [fault.facts.get("field") or fault.code]
        fields = named if isinstance(named, list) else [fault.code]
        known = [name for field in fields if (name := slip_fields.FAULT_FIELDS.get(field, field)) in self.form.names]
        for name in known:
            several = len(known) > 1 and fault.code == "field_empty"
            self.form.set_fault(name, f"{self.form.label_of(name)}没有填。请补上。" if several else words)
        if known:
            self.form.go_to_next_fault()
        return bool(known)

    def paper(self) -> Callable[[], bytes]:
        """Return what draws the paper; sex and age stay open while the birth date is not written."""
        try:
            return partial(printing.transfer_out, self._case(self.slip()))
        except Refused:
            today = day(self.desk.now())
            slip = self._slip_of(self.form.values(), today, "")
            return partial(printing.transfer_out, self._case(slip), is_sketch=True)

    def on_edited(self, name: str) -> None:
        """Follow what was typed: the number tells birth and sex, the hospital its departments."""
        super().on_edited(name)
        if name == "id_number":
            self._read_number()
        if name == "urgency" and self.form.values()["urgency"] == Urgency.EMERGENCY.value:
            self.form.fill({"transport": Transport.AMBULANCE.value})  # INF-04, unless the person has said otherwise
        if name == "known":
            self._follow_known()
        if name in {"name", "birth", "id_number"}:
            self._read_child()
            self.namesakes.look()
        self.guide.follow(name)
        if name in {"institution", "department"}:
            self.slots.follow()

    def check(self) -> bool:
        """Check what was filled in; of people of one name and birthday, one is chosen first."""
        fine = super().check()
        if self.namesakes.found and not self.is_completion:
            self.form.set_fault("who", self.desk.say(self.namesakes.refusal()))
            self.form.go_to_next_fault()
            return False
        return fine

    def _slip_of(self, values: Mapping[str, Any], birth: date, resident: str) -> Slip:
        slip = slip_values.slip_of(values, birth, resident, self.diagnosis(), self._seat, self.desk.now())
        target = slip_targets.target_of(values, self.guide.targets.places)
        return replace(slip, target=target, special=slip.special if self.guide.guide.disease else None)

    def _estimated_birth(self, values: Mapping[str, Any]) -> date | None:
        """Return the day that stands for one that nobody knows."""
        if values["known"] != Known.UNIDENTIFIED or values["estimated_age"] is None:
            return None
        return estimated_birth(values["estimated_age"], day(self.desk.now()))

    def _follow_known(self) -> None:
        """Name whom nobody knows."""
        values = self.form.values()
        if values["known"] == Known.UNIDENTIFIED and not values["name"]:
            self.form.set_values({"name": NOBODY})

    def _read_child(self) -> None:
        """Take the sex of a newborn from its name (某某之女)."""
        values = self.form.values()
        if values["known"] == Known.NEWBORN and (sex := sex_of_child(values["name"])) is not Sex.UNKNOWN:
            self.form.fill({"sex": sex.value})

    def _case(self, slip: Slip) -> Referral:
        hospital = next((one for one in self._seat.hospitals if one.id == slip.target.institution), None)
        known = self.referral
        base = Referral(
            id="",
            number=known.number if known else "",
            state=State.SENT,
            origin=self._seat.own.id,
            origin_name=self._seat.own.name,
            slip=slip,
            target=slip.target.institution,
            target_name=slip.target.place_name or (hospital.name if hospital else ""),
            sent_at=known.sent_at if known and known.sent_at else self.desk.now(),
            reception=known.reception if known else self.slots.words,
        )
        return base if base.number else replace(base, number="保存后编号")

    def _read_number(self) -> None:
        """Take birth and sex from the ID number as soon as it is whole."""
        try:
            read = read_id_number(self.form.values()["id_number"], day(self.desk.now()))
        except Refused:
            return
        self.form.set_values({"birth": read.birth, "sex": read.sex.value})

    def _birth_of_number(self, number: str) -> date | None:
        try:
            return read_id_number(number, day(self.desk.now())).birth
        except Refused:
            return None

    def _on_resident(self, option: Option) -> None:
        self.form.set_fault("who", "")
        if option.key == NOBODY_OF_THEM:
            self.namesakes.take_none()
            self.form.editor("who").set_option(None)
            self.form.go_to("phone")
            return
        if option.key in slip_fields.UNKNOWN_PEOPLE:
            self.form.editor("who").set_option(None)
            self.form.set_values({"known": option.key})
            self.on_edited("known")
            self.form.go_to("estimated_age" if option.key == Known.UNIDENTIFIED else "name")
            return
        self.desk.read(self, registry.one_resident, option.key, done=self._take_resident)

    def _take_resident(self, resident: Resident | None) -> None:
        if resident is None:
            return
        self.form.editor("who").set_option(None)
        self.form.set_values(slip_values.values_of_resident(resident))
        self.chosen.take(resident.id)
        self.namesakes.forget()
        self.on_edited("name")
        self.form.go_to("institution" if resident.phone else "phone")

    def _lock_printed(self) -> None:
        """Keep patient and target as they were printed."""
        for name in slip_fields.PRINTED:
            self.form.editor(name).setReadOnly(self.is_completion)
        for name in (*slip_fields.PRINTED_CHOICES, "slot"):
            self.form.editor(name).setEnabled(not self.is_completion)
        printed = self.referral.slip.patient.sex if self.referral and self.is_completion else Sex.UNKNOWN
        self.form.editor("sex").setEnabled(printed is Sex.UNKNOWN)

    def _helpers(self, desk: Desk) -> slip_fields.Helpers:
        return slip_fields.Helpers(
            residents=slip_fields.with_unknown(resident_search(desk, self)),
            diagnoses=self.find_diagnoses,
            slots=self.slots.search,
            id_number=id_check(desk),
            birth=birth_check(desk),
            phone=reads(desk, read_phone),
        )
