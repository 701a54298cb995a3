"""缺药登记 at the counter: six fields, Enter to the next, sensible proposals, kept on this machine as one types."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any

from msgspec import to_builtins
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.messages.shortages import RegisterShortage
from yigongti_desktop.capabilities.pharmacy.model.shortage import Missing
from yigongti_desktop.capabilities.pharmacy.model.shortage_moves import LONGEST_LINE
from yigongti_desktop.capabilities.pharmacy.model.shortage_moves import LONGEST_NAME
from yigongti_desktop.capabilities.pharmacy.model.shortage_moves import LONGEST_UNIT
from yigongti_desktop.capabilities.pharmacy.model.shortage_moves import MOST
from yigongti_desktop.capabilities.pharmacy.store import shortages as store
from yigongti_desktop.capabilities.pharmacy.ui.drugs import DrugSearch
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.identifiers import read_phone
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.editors import read_date
from yigongti_desktop.kit.form.fields import DATE
from yigongti_desktop.kit.form.fields import NUMBER
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.picker import Option
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.labels import card
from yigongti_desktop.kit.labels import column
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.resident import Resident

_DRAFT_MILLISECONDS = 800
_MOST_RESIDENTS = 30
_WIDTH, _HEIGHT = 720, 300
_UNIT = "盒"
_SEX = {Sex.MALE: "男", Sex.FEMALE: "女", Sex.UNKNOWN: ""}
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


class ShortageForm(QWidget):
    """The fields of a shortage."""

    kept = Signal()
    finished = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self.is_dirty = self._has_begun = False
        self._drugs = DrugSearch(desk, self, lambda: ())
        self._keep = QTimer(self, interval=_DRAFT_MILLISECONDS, singleShot=True)
        self.form = FormView(self._sections())
        frame, inside = card()
        inside.addWidget(self.form)
        frame.setMaximumWidth(_WIDTH)
        frame.setMaximumHeight(_HEIGHT)
        layout = column(frame, spacing=0)
        layout.setStretch(0, 1)
        layout.addStretch(0)
        self.setLayout(layout)
        self._keep.timeout.connect(self.keep_draft)
        self.form.edited.connect(self._on_edited)
        self.form.finished.connect(self.finished)
        self.form.editor("drug").taken.connect(self._on_drug)
        self.form.editor("patient").taken.connect(self._on_patient)

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show an empty form, or what was kept."""
        self.form.clear_faults()
        self.form.fill(dict.fromkeys(self.form.names, "") | {"drug": None, "patient": None, "unit": _UNIT})
        if draft:
            typed = str(draft.get("needed_by") or "")
            picked = {name: _option(draft.get(name)) for name in ("drug", "patient")}
            self.form.fill({**draft, **picked, "needed_by": read_date(typed) or typed})
        else:
            self.desk.read(self, store.needed_by, day(self.desk.now()), done=self._propose_day)
        self._say_kind()
        self._has_begun = True
        self.is_dirty = bool(draft) or bool(self.form.typed)
        if not self.form.typed:
            self.form.go_to("drug")

    def begin_anew(self) -> None:
        """Forget what was kept."""
        self.drop_draft()
        self.form.typed.clear()
        self.begin(None)

    def check(self) -> bool:
        """Check every field; the cursor goes to the first that is wrong."""
        if self.form.check():
            return True
        self.form.go_to_next_fault()
        return False

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

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say beside its field; say whether there is one."""
        named = str(fault.facts.get("field") or _FAULT_FIELDS.get(fault.code, ""))
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
        values = self.form.values() | {"needed_by": self.form.editor("needed_by").text()}
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

    def _propose_day(self, needed_by: date) -> None:
        self.form.fill({"needed_by": needed_by})

    def _on_edited(self, name: str) -> None:
        self.is_dirty = self._has_begun
        self._keep.start()
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

    def _find_residents(self, typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
        if not typed.strip():
            hand([])
            return

        def show(found: list[Resident]) -> None:
            hand([_as_option(one) for one in found])

        self.desk.read(self, registry.find, registry.RESIDENT, typed, _MOST_RESIDENTS, done=show)

    def _sections(self) -> tuple[Section, ...]:
        return (
            Section(
                "",
                (
                    (
                        Field(
                            name="drug",
                            label="药品",
                            kind=PICK,
                            search=self._drugs.search,
                            is_free=True,
                            is_needed=True,
                            is_wide=True,
                            placeholder="药名、拼音首字母；目录里没有的直接写药名和规格",
                            check=_short(LONGEST_NAME),
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
                            search=self._find_residents,
                            is_free=True,
                            is_needed=True,
                            placeholder="姓名、首字母、证号后几位",
                            check=_short(LONGEST_NAME),
                        ),
                        Field(name="phone", label="电话", is_needed=True, most=24, check=self._check_phone),
                    ),
                    (
                        Field(name="needed_by", label="需要日期", kind=DATE, is_needed=True, check=self._check_day),
                        Field(name="remark", label="备注", most=LONGEST_LINE, placeholder="长期用药、可换厂家"),
                    ),
                ),
            ),
        )

    def _check_phone(self, typed: str) -> str:
        try:
            read_phone(typed)
        except Refused as fault:
            return self.desk.say(fault)
        return ""

    def _check_day(self, value: date) -> str:
        past = value < day(self.desk.now())
        return self.desk.say(Refused("needed_by_past", day=value.isoformat())) if past else ""


def _as_option(one: Resident) -> Option:
    detail = f"{_SEX[one.sex]}　{one.birth:%Y-%m-%d}　{one.village or one.address}"
    return Option(one.id, one.name, detail=detail, right=f"…{one.id_number[-4:]}" if one.id_number else "")


def _option(kept: Any) -> Any:
    """Return what was kept of a field that proposes: an option again, or the words."""
    return Option(**kept) if isinstance(kept, dict) else kept


def _in_range(value: int) -> str:
    if value < 1:
        return "数量至少是 1。请改。"
    return f"数量 {value:,} 太大，最多 {MOST:,}。请核对是不是多输了零。" if value > MOST else ""


def _short(most: int) -> Callable[[str], str]:
    def check(text: str) -> str:
        return f"最多 {most} 个字，多了 {len(text) - most} 个。请删短些。" if len(text) > most else ""

    return check
