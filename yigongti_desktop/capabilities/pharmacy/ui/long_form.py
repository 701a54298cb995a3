"""长处方 as it is written: for whom, what, how much a day, how long; packs are reckoned as one types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yigongti_desktop.capabilities.pharmacy.messages.long_prescriptions import ReserveLongPrescription
from yigongti_desktop.capabilities.pharmacy.model import long_rules
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongPrescription
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import Plan
from yigongti_desktop.capabilities.pharmacy.model.long_rules import Terms
from yigongti_desktop.capabilities.pharmacy.store import long_prescriptions as store
from yigongti_desktop.capabilities.pharmacy.store.long_prescriptions import Standing
from yigongti_desktop.capabilities.pharmacy.ui.drugs import DrugSearch
from yigongti_desktop.capabilities.pharmacy.ui.long_fields import sections
from yigongti_desktop.capabilities.pharmacy.ui.long_panel import standing_words
from yigongti_desktop.capabilities.pharmacy.ui.long_state import Entitled
from yigongti_desktop.capabilities.pharmacy.ui.long_words import KIND
from yigongti_desktop.capabilities.pharmacy.ui.long_words import arithmetic
from yigongti_desktop.capabilities.pharmacy.ui.long_words import dose_words
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.ui.residents import resident_search

_WIDTH = 760
_FAULT_FIELDS = {
    "name": "patient",
    "drug_unknown": "drug",
    "drug_not_listed": "drug",
    "drug_barred": "drug",
    "pack_unreadable": "drug",
    "contract_needed": "is_contracted",
    "disease_chronic": "disease",
    "days_range": "days",
    "dose_range": "dose",
    "signature_needed": "is_signed",
    "next_date_past": "next_date",
    "next_date_far": "next_date",
    "mobile_length": "phone",
    "phone_format": "phone",
}


class LongForm(KeptForm):
    """The fields of a long prescription."""

    kind = KIND
    days = ("next_date",)
    picks = ("drug", "patient")
    fault_fields = _FAULT_FIELDS

    def __init__(self, desk: Desk, terms: Terms, entitled: Entitled) -> None:
        self._terms, self._entitled = terms, entitled
        self._drug: Drug | None = None
        self._standing: Standing | None = None
        self._drugs = DrugSearch(desk, self, lambda: ())
        fields = sections(terms.diseases, resident_search(desk, self), self._drugs.search, desk)
        super().__init__(desk, store.LONG_PRESCRIPTION.name, fields, label_width=84)
        self.set_out(_WIDTH)
        self.form.editor("drug").taken.connect(self._on_drug)
        self.form.editor("patient").taken.connect(self._on_patient)

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty form, or what was kept."""
        self.form.clear_faults()
        actor, today = self.desk.actor, day(self.desk.now())
        blank: dict[str, Any] = dict.fromkeys(self.form.names, "")
        blank |= {"drug": None, "patient": None, "disease": None}
        blank |= {
            "is_contracted": False,
            "is_signed": False,
            "next_date": today,
            "doctor": actor.name if actor and actor.may({Role.DOCTOR}) else "",
        }
        self.form.fill(blank)
        if draft:
            self.form.fill(self.thawed(draft))
            if (option := self.form.editor("drug").option) is not None:
                self._ask_drug(option.key)
        self._reckon()
        if not self.end_beginning(draft):
            self.form.go_to("patient")

    def begin_again(self, known: LongPrescription) -> None:
        """Show what was written before for one who comes again."""
        values = {
            "patient": Option(known.resident, known.name) if known.resident else known.name,
            "phone": known.phone,
            "disease": known.disease,
            "drug": Option(known.drug, known.drug_name, detail=known.strength),
            "dose": dose_words(known.dose),
            "days": known.days,
            "doctor": known.doctor,
            "next_date": day(self.desk.now()),
        }
        self.form.set_values(values)
        self._ask_drug(known.drug)
        self.is_dirty = True
        self.form.go_to("is_contracted")

    def begin_anew(self) -> None:
        """Forget what was kept and typed."""
        self._drug = self._standing = None
        super().begin_anew()

    def command(self) -> ReserveLongPrescription:
        """Return the command for what stands here, once it is checked."""
        values = self.form.values()
        drug, patient = self.form.editor("drug"), self.form.editor("patient")
        return ReserveLongPrescription(
            plan=Plan(
                resident=patient.option.key if patient.option else "",
                name=patient.text(),
                phone=values["phone"],
                disease=self.form.editor("disease").text(),
                is_contracted=values["is_contracted"],
                drug=drug.option.key if drug.option else "",
                dose=long_rules.read_dose(values["dose"]),
                days=values["days"],
                is_signed=values["is_signed"],
                doctor=values["doctor"],
                next_date=values["next_date"],
                remark=values["remark"],
            )
        )

    def content(self) -> Mapping[str, Any]:
        """Return what stands in the fields, the disease as it was written."""
        return {**super().content(), "disease": self.form.editor("disease").text()}

    def on_edited(self, name: str) -> None:
        """Follow what was typed: packs are reckoned, and a drug that is taken out takes along what is known of it."""
        super().on_edited(name)
        if name == "drug" and self.form.editor("drug").option is None:
            self._drug = self._standing = None
        self._reckon()

    def _on_drug(self, option: Option) -> None:
        self._ask_drug(option.key)

    def _ask_drug(self, drug: str) -> None:
        actor = self.desk.actor
        if actor is None:
            return
        self.desk.read(self, registry.one_drug, drug, done=self._take_drug)
        asked = (actor.institution, drug, day(self.desk.now()))
        self.desk.read(self, store.standing, *asked, done=self._take_standing)

    def _take_drug(self, drug: Drug | None) -> None:
        self._drug = drug
        self._reckon()

    def _take_standing(self, standing: Standing) -> None:
        self._standing = standing
        self._reckon()

    def _on_patient(self, option: Option) -> None:
        self.desk.read(self, registry.one_resident, option.key, done=self._take_resident)

    def _take_resident(self, resident: Resident | None) -> None:
        if resident is not None:
            self.form.fill({"phone": resident.phone})
            today = day(self.desk.now())
            self.desk.read(self, self._entitled, resident.id, today, done=self._propose_contract)

    def _propose_contract(self, is_entitled: bool) -> None:
        """Tick what the contracts say; the person at the desk has the last word."""
        if is_entitled:
            self.form.fill({"is_contracted": True})
        self.form.set_note("is_contracted", "按签约名单勾上，请核对" if is_entitled else "")

    def _reckon(self) -> None:
        """Say beside the fields how many packs it takes, what is there, and why a drug may not be given."""
        drug = self._drug
        why = long_rules.barred(drug, self._terms) if drug else ""
        said = self.desk.say(Refused("drug_barred", name=drug.name, why=why)) if drug and why else ""
        stock = standing_words(self._standing, drug.unit) if drug and self._standing and not why else ""
        self.form.set_note("drug", said or stock)
        self.form.set_note("days", self._arithmetic(drug))
        days = self.form.editor("days").value()
        needs = isinstance(days, int) and days > self._terms.sign_days
        self.form.set_note("is_signed", f"超过 {self._terms.sign_days} 天，要评估并请患者签字" if needs else "")

    def _arithmetic(self, drug: Drug | None) -> str:
        days = self.form.editor("days").value()
        cap = f"最多 {self._terms.most_days} 天"
        if drug is None or not isinstance(days, int) or days < 1:
            return cap
        try:
            dose = long_rules.read_dose(self.form.editor("dose").value())
            return arithmetic(dose, days, long_rules.reckon(drug, dose, days), drug.unit)
        except Refused:
            return cap
