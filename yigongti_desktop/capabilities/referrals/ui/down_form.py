"""下转: a hospital sends a patient down who came by no referral; the paper beside it is the return slip."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from functools import partial
from typing import Any
from typing import ClassVar

from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.messages.down import SendDown
from yigongti_desktop.capabilities.referrals.model.down import as_paper
from yigongti_desktop.capabilities.referrals.model.listed import Listed
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.referral import carer
from yigongti_desktop.capabilities.referrals.model.slip import Patient
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.printing import slips as printing
from yigongti_desktop.capabilities.referrals.store import tracking as store
from yigongti_desktop.capabilities.referrals.ui import slip_values
from yigongti_desktop.capabilities.referrals.ui.chosen import Chosen
from yigongti_desktop.capabilities.referrals.ui.down_fields import CASE
from yigongti_desktop.capabilities.referrals.ui.down_fields import FAULT_FIELDS
from yigongti_desktop.capabilities.referrals.ui.down_fields import Helpers
from yigongti_desktop.capabilities.referrals.ui.down_fields import as_options
from yigongti_desktop.capabilities.referrals.ui.down_fields import sections
from yigongti_desktop.capabilities.referrals.ui.return_form import ReturnForm
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.identifiers import read_id_number
from yigongti_desktop.kernel.identifiers import read_phone
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.checks import reads
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.store import Seat
from yigongti_desktop.registry.ui.residents import birth_check
from yigongti_desktop.registry.ui.residents import id_check


class DownForm(ReturnForm):
    """The fields of a return slip, and before them whom it is about and where they go."""

    days = ("birth",)
    above_signature = 8
    fault_fields: ClassVar[Mapping[str, str]] = FAULT_FIELDS

    def __init__(
        self, desk: Desk, seat: Seat, units: Sequence[Option], classes: Sequence[Listed], doctor: str, phone: str
    ) -> None:
        self._seat = seat
        self._units = tuple(units)
        self._classes = tuple(classes)
        self.chosen = Chosen(self)
        case = Referral(
            id="",
            number="保存后编号",
            state=State.SENT,
            origin=seat.own.id,
            origin_name=seat.own.name,
            slip=Slip(patient=Patient(name="", sex=Sex.UNKNOWN, birth=day(desk.now())), target=Target(institution="")),
            target="",
            is_down=True,
            sent_at=desk.now(),
        )
        super().__init__(desk, case, doctor, phone, record="down")
        self.form.editor("who").taken.connect(self._on_person)

    def fields(self, desk: Desk) -> tuple[Section, ...]:
        """Return the fields: patient and unit before those of the paper."""
        helpers = Helpers(
            persons=self._find_persons,
            id_number=id_check(desk),
            birth=birth_check(desk),
            phone=reads(desk, read_phone),
        )
        return (*sections(helpers, self._seat, self._units, self._classes), *super().fields(desk))

    def blank(self) -> dict[str, Any]:
        """Return what an empty one holds: whoever writes follows the patient until the unit takes over."""
        account = self.desk.actor.account if self.desk.actor else ""
        me = next((one for one in self._seat.people if one.id == account), None)
        empty = {"who": None, "birth": None, "sex": "", "institution": "", "down_class": ""}
        return super().blank() | empty | {"tracker": me.id if me else ""}

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty one, or what was kept of it."""
        super().begin(draft)
        self.chosen.take(str((draft or {}).get("resident", "")))

    def content(self) -> Mapping[str, Any]:
        """Return what stands in the fields, and which resident it is."""
        return {**super().content(), "resident": self.chosen.resident}

    def person(self) -> Slip:
        """Return patient, unit and tracker.

        Raises:
            Refused: field_empty or field_format where there is no date of birth.
        """
        values = self.form.values()
        birth = values["birth"] or self._birth_of_number(values["id_number"])
        if birth is None:
            raise Refused("field_empty" if self.form.editor("birth").is_blank() else "field_format", field="birth")
        return self._slip_of(values, birth)

    def command(self) -> SendDown:  # type: ignore[override] # what it makes is another act
        """Return the command that sends the patient down."""
        values = self.form.values()
        return SendDown(slip=self.person(), back=self.slip(), down_class=values["down_class"], drugs=self.drugs.drugs())

    def paper(self) -> Callable[[], bytes]:
        """Return what draws the paper as it would be now."""
        try:
            slip = self.person()
        except Refused:
            slip = self._slip_of(self.form.values(), day(self.desk.now()))
        unit = next((one.title for one in self._units if one.key == slip.target.institution), "")
        case = replace(
            self.case,
            slip=slip,
            target_name=unit,
            return_slip=self.slip(),
            return_drugs=self.drugs.drugs(),
            returned_at=self.desk.now(),
        )
        return partial(printing.return_slip, as_paper(case))

    def on_edited(self, name: str) -> None:
        """Follow what was typed: the number tells birth and sex."""
        super().on_edited(name)
        if name == "id_number":
            try:
                read = read_id_number(self.form.values()["id_number"], day(self.desk.now()))
            except Refused:
                return
            self.form.set_values({"birth": read.birth, "sex": read.sex.value})

    def _slip_of(self, values: Mapping[str, Any], birth: date) -> Slip:
        tracker = next((one for one in self._seat.people if one.id == values["tracker"]), None)
        return Slip(
            patient=Patient(
                resident=self.chosen.resident,
                name=values["name"],
                sex=Sex(values["sex"] or Sex.UNKNOWN.value),
                birth=birth,
                id_number=values["id_number"],
                address=values["address"],
                phone=values["phone"],
                contact=values["contact"],
            ),
            target=Target(institution=values["institution"]),
            tracker=tracker.id if tracker else "",
            tracker_name=tracker.name if tracker else "",
        )

    def _birth_of_number(self, number: str) -> date | None:
        try:
            return read_id_number(number, day(self.desk.now())).birth
        except Refused:
            return None

    def _find_persons(self, typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
        if typed.strip():
            self.desk.read(self, store.find_persons, typed, done=lambda found: hand(as_options(found)))
        else:
            hand([])

    def _on_person(self, option: Option) -> None:
        if option.key.startswith(CASE):
            self.desk.read(self, store.one_case, option.key.removeprefix(CASE), done=self._take_case)
        else:
            self.desk.read(self, registry.one_resident, option.key, done=self._take_resident)

    def _take_resident(self, resident: Resident | None) -> None:
        if resident is not None:
            self._take(resident.id, slip_values.values_of_resident(resident), resident.units)

    def _take_case(self, case: Referral | None) -> None:
        if case is not None:
            self._take(case.slip.patient.resident, slip_values.values_of(case.slip), (carer(case),))

    def _take(self, resident: str, known: Mapping[str, Any], units: Sequence[str]) -> None:
        offered = {one.key for one in self._units}
        fit = next((unit for unit in units if unit in offered), "")
        self.form.editor("who").set_option(None)
        names = ("name", "id_number", "birth", "sex", "phone", "contact", "address")
        self.form.set_values({name: known[name] for name in names} | ({"institution": fit} if fit else {}))
        self.chosen.take(resident)
        self.on_edited("name")
        self.form.go_to("down_class" if fit else "institution")
