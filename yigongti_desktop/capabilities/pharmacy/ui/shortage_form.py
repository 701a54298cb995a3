"""缺药登记 at the counter: six fields, Enter to the next, sensible proposals, kept on this machine as one types."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from yigongti_desktop.capabilities.pharmacy.messages.shortages import RegisterShortage
from yigongti_desktop.capabilities.pharmacy.model.shortage import Missing
from yigongti_desktop.capabilities.pharmacy.model.shortage_moves import LONGEST_LINE
from yigongti_desktop.capabilities.pharmacy.model.shortage_moves import LONGEST_NAME
from yigongti_desktop.capabilities.pharmacy.model.shortage_moves import LONGEST_UNIT
from yigongti_desktop.capabilities.pharmacy.model.shortage_moves import MOST
from yigongti_desktop.capabilities.pharmacy.store import shortages as store
from yigongti_desktop.capabilities.pharmacy.ui.drugs import DrugSearch
from yigongti_desktop.capabilities.pharmacy.ui.shortage_words import KIND
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import read_phone
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.checks import at_most
from yigongti_desktop.kit.form.checks import reads
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import NUMBER
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.ui.residents import resident_search

_WIDTH, _HEIGHT = 720, 300
_UNIT = "盒"
_UNLISTED = "目录里没有，按代购登记，县院中心药房会看到"
_FAULT_FIELDS = {
    "drug_unknown": "drug",
    "drug_not_listed": "drug",
    "drug_other_community": "drug",
    "drug_controlled": "drug",
    "quantity_low": "quantity",
    "quantity_high": "quantity",
    "needed_by_past": "needed_by",
    "needed_by_far": "needed_by",
    "resident_unknown": "patient",
    "phone_empty": "phone",
    "mobile_length": "phone",
    "phone_format": "phone",
}


class ShortageForm(KeptForm):
    """The fields of a shortage."""

    kind = KIND
    days = ("needed_by",)
    picks = ("drug", "patient")
    fault_fields = _FAULT_FIELDS

    def __init__(self, desk: Desk) -> None:
        self._drugs = DrugSearch(desk, self, lambda: ())
        super().__init__(desk, store.SHORTAGE.name, _sections(desk, self._drugs.search, resident_search(desk, self)))
        self.set_out(_WIDTH, _HEIGHT)
        self.form.editor("drug").taken.connect(self._on_drug)
        self.form.editor("patient").taken.connect(self._on_patient)

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty form, or what was kept."""
        self.form.clear_faults()
        self.form.fill(dict.fromkeys(self.form.names, "") | {"drug": None, "patient": None, "unit": _UNIT})
        if draft:
            self.form.fill(self.thawed(draft))
        else:
            self.desk.read(self, store.needed_by, day(self.desk.now()), done=self._propose_day)
        self._say_kind()
        if not self.end_beginning(draft):
            self.form.go_to("drug")

    def command(self) -> RegisterShortage:
        """Return the command for what stands here, once it is checked."""
        values = self.form.values()
        drug, patient = self.form.editor("drug"), self.form.editor("patient")
        return RegisterShortage(
            missing=Missing(
                drug=drug.option.key if drug.option else "",
                name="" if drug.option else drug.text(),
                quantity=values["quantity"] or 0,
                unit=values["unit"],
                resident=patient.option.key if patient.option else "",
                patient=patient.text(),
                phone=values["phone"],
                needed_by=values["needed_by"],
                remark=values["remark"],
            )
        )

    def _propose_day(self, needed_by: date) -> None:
        self.form.fill({"needed_by": needed_by})

    def on_edited(self, name: str) -> None:
        """Follow what was typed: what will become of the drug is said as one writes it."""
        super().on_edited(name)
        if name == "drug":
            self._say_kind()

    def _on_drug(self, option: Option) -> None:
        drug = self._drugs.known(option.key)
        if drug is not None:
            self.form.set_values({"unit": drug.unit})
        self._say_kind()

    def _on_patient(self, option: Option) -> None:
        self.desk.read(self, registry.one_resident, option.key, done=self._take_resident)

    def _take_resident(self, resident: Resident | None) -> None:
        if resident is None:
            return
        self.form.fill({"phone": resident.phone})
        if resident.phone and self.form.editor("phone").hasFocus():
            self.form.go_to("needed_by")

    def _say_kind(self) -> None:
        """Say what will become of the drug: the unit of a listed one is fixed, another is bought for."""
        drug = self.form.editor("drug")
        self.form.editor("unit").setReadOnly(drug.option is not None)
        self.form.set_note("drug", drug.option.detail if drug.option else _UNLISTED if drug.text().strip() else "")


def _sections(desk: Desk, drugs: Search, residents: Search) -> tuple[Section, ...]:
    def not_past(value: date) -> str:
        past = value < day(desk.now())
        return desk.say(Refused("needed_by_past", day=value.isoformat())) if past else ""

    return (
        Section(
            "",
            (
                (
                    Field(
                        name="drug",
                        label="药品",
                        kind=PICK,
                        search=drugs,
                        is_free=True,
                        is_needed=True,
                        is_wide=True,
                        placeholder="药名、拼音首字母；目录里没有的直接写药名和规格",
                        check=at_most(LONGEST_NAME),
                    ),
                ),
                (
                    Field(name="quantity", label="数量", kind=NUMBER, is_needed=True, check=_in_range),
                    Field(name="unit", label="单位", is_needed=True, most=LONGEST_UNIT),
                ),
                (
                    Field(
                        name="patient",
                        label="患者",
                        kind=PICK,
                        search=residents,
                        is_free=True,
                        is_needed=True,
                        placeholder="姓名、首字母、证号后几位",
                        check=at_most(LONGEST_NAME),
                    ),
                    Field(name="phone", label="电话", is_needed=True, most=24, check=reads(desk, read_phone)),
                ),
                (
                    Field(name="needed_by", label="需要日期", kind=DATE, is_needed=True, check=not_past),
                    Field(name="remark", label="备注", most=LONGEST_LINE, placeholder="长期用药、可换厂家"),
                ),
            ),
        ),
    )


def _in_range(value: int) -> str:
    if value < 1:
        return "数量至少是 1。请改。"
    return f"数量 {value:,} 太大，最多 {MOST:,}。请核对是不是多输了零。" if value > MOST else ""
