"""长处方 as it is written: for whom, what, how much a day, how long; packs are reckoned as one types."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from msgspec import to_builtins
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.messages.long_prescriptions import ReserveLongPrescription
from yigongti_desktop.capabilities.pharmacy.model import long_rules
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongPrescription
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import Plan
from yigongti_desktop.capabilities.pharmacy.model.long_rules import Terms
from yigongti_desktop.capabilities.pharmacy.store import long_prescriptions as store
from yigongti_desktop.capabilities.pharmacy.store.long_prescriptions import Standing
from yigongti_desktop.capabilities.pharmacy.ui.drugs import DrugSearch
from yigongti_desktop.capabilities.pharmacy.ui.long_fields import as_option
from yigongti_desktop.capabilities.pharmacy.ui.long_fields import sections
from yigongti_desktop.capabilities.pharmacy.ui.long_panel import standing_words
from yigongti_desktop.capabilities.pharmacy.ui.long_words import arithmetic
from yigongti_desktop.capabilities.pharmacy.ui.long_words import dose_words
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.editors import read_date
from yigongti_desktop.kit.form.picker import Option
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.resident import Resident

_DRAFT_MILLISECONDS = 800
_MOST_RESIDENTS = 30
_WIDTH = 760
_FAULT_FIELDS = {
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


class LongForm(QWidget):
    """The fields of a long prescription."""

    kept = Signal()
    finished = Signal()

    def __init__(self, desk: Desk, terms: Terms, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.is_dirty = self._has_begun = False
        self._terms = terms
        self._drug: Drug | None = None
        self._standing: Standing | None = None
        self._drugs = DrugSearch(desk, self, lambda: ())
        self._keep = QTimer(self, interval=_DRAFT_MILLISECONDS, singleShot=True)
        self.form = FormView(
            sections(terms.diseases, self._find_residents, self._drugs.search, desk.say), label_width=84
        )
        frame, inside = card()
        inside.addWidget(self.form)
        frame.setMaximumWidth(_WIDTH)
        self.setLayout(column(frame, spacing=0))
        self._keep.timeout.connect(self.keep_draft)
        self.form.edited.connect(self._on_edited)
        self.form.finished.connect(self.finished)
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
            typed = str(draft.get("next_date") or "")
            picked = {name: _option(draft.get(name)) for name in ("drug", "patient")}
            self.form.fill({**draft, **picked, "next_date": read_date(typed) or typed})
            if (option := self.form.editor("drug").option) is not None:
                self._ask_drug(option.key)
        self._reckon()
        self._has_begun = True
        self.is_dirty = bool(draft) or bool(self.form.typed)
        if not self.form.typed:
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
        """Forget what was kept."""
        self.drop_draft()
        self.form.typed.clear()
        self._drug = self._standing = None
        self.begin(None)

    def check(self) -> bool:
        """Check every field; the cursor goes to the first that is wrong."""
        if self.form.check():
            return True
        self.form.go_to_next_fault()
        return False

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

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say beside its field; say whether there is one."""
        named = str(fault.facts.get("field") or _FAULT_FIELDS.get(fault.code, ""))
        named = "patient" if named == "name" else named
        if named not in self.form.names:
            return False
        self.form.set_fault(named, self.desk.say(fault))
        self.form.go_to_next_fault()
        return True

    def keep_draft(self) -> None:
        """Keep what stands here on this machine."""
        self._keep.stop()
        actor = self.desk.actor
        if not self.is_dirty or not self._has_begun or actor is None:
            return
        values = self.form.values() | {"next_date": self.form.editor("next_date").text()}
        values["disease"] = self.form.editor("disease").text()
        for name in ("drug", "patient"):
            option = self.form.editor(name).option
            values[name] = to_builtins(option) if option else self.form.editor(name).text()
        content = to_builtins(values)
        self.desk.write(
            self, store.keep_draft, actor.account, content, self.desk.now(), done=lambda _: self.kept.emit()
        )

    def drop_draft(self) -> None:
        """Forget what was kept: it has become a record."""
        self._keep.stop()
        self.is_dirty = False
        if self.desk.actor is not None:
            self.desk.write(None, store.drop_draft, self.desk.actor.account)

    def _on_edited(self, name: str) -> None:
        self.is_dirty = self._has_begun
        self._keep.start()
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

    def _find_residents(self, typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
        if not typed.strip():
            hand([])
            return

        def show(found: list[Resident]) -> None:
            hand([as_option(one) for one in found])

        self.desk.read(self, registry.find, registry.RESIDENT, typed, _MOST_RESIDENTS, done=show)


def _option(kept: Any) -> Any:
    """Return what was kept of a field that proposes: an option again, or the words."""
    return Option(**kept) if isinstance(kept, dict) else kept
