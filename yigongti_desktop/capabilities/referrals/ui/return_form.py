"""写回转单: diagnosis, findings, what was done and what comes next; the paper beside it changes as one types."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import to_builtins
from msgspec.structs import replace
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.referrals import printing
from yigongti_desktop.capabilities.referrals import store
from yigongti_desktop.capabilities.referrals.messages import SendBack
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import LONGEST_LINE
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.ui.slip_form import check_length
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import read_phone
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import TEXT
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.picker import Option
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.labels import column

_DRAFT_MILLISECONDS = 800
_PREVIEW_MILLISECONDS = 250


class ReturnForm(QWidget):
    """The fields of a return slip."""

    drawn = Signal(bytes)
    kept = Signal()
    faults_changed = Signal(int)
    finished = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._referral: Referral | None = None
        self._dirty = False
        self._keep = QTimer(self, interval=_DRAFT_MILLISECONDS, singleShot=True)
        self._draw = QTimer(self, interval=_PREVIEW_MILLISECONDS, singleShot=True)
        self.form = FormView(self._sections())
        self.setLayout(column(self.form, spacing=0))
        self._keep.timeout.connect(self.keep_draft)
        self._draw.timeout.connect(self.draw)
        self.form.edited.connect(self._on_edited)
        self.form.faults_changed.connect(self.faults_changed)
        self.form.finished.connect(self.finished)
        self.form.editor("diagnosis").taken.connect(lambda _option: self._on_edited("diagnosis"))

    @property
    def is_dirty(self) -> bool:
        """Say whether something was typed that is no record yet."""
        return self._dirty

    def begin(self, referral: Referral, draft: Mapping[str, Any] | None, doctor: str, phone: str) -> None:
        """Show an empty slip for a case, or what was kept of it."""
        self._referral = referral
        self.form.clear_faults()
        blank = dict.fromkeys(self.form.values(), "")
        self.form.set_values(blank | {"diagnosis": None, "doctor": doctor, "doctor_phone": phone})
        if draft:
            values = dict(draft)
            kept = values.get("diagnosis")
            if isinstance(kept, dict):
                values["diagnosis"] = Option(kept["key"], kept["title"], kept["key"])
            self.form.set_values(values)
        self._dirty = bool(draft)
        self.draw()
        self.form.focus_first()

    def slip(self) -> ReturnSlip:
        """Return the slip as it stands."""
        values = self.form.values()
        option = self.form.editor("diagnosis").option
        return ReturnSlip(
            diagnosis_code=option.key if option else "",
            diagnosis=option.title if option else self.form.editor("diagnosis").text().strip(),
            case_number=values["case_number"],
            inpatient_number=values["inpatient_number"],
            findings=values["findings"],
            plan=values["plan"],
            doctor=values["doctor"],
            doctor_phone=values["doctor_phone"],
        )

    def command(self) -> SendBack:
        """Return the command that sends the patient back."""
        if self._referral is None:
            raise Refused("not_found", kind="referral")
        return SendBack(referral=self._referral.id, slip=self.slip())

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say beside its field; say whether there is one."""
        field = str(fault.facts.get("field") or {"diagnosis_unknown": "diagnosis"}.get(fault.code, ""))
        if field not in self.form.values():
            return False
        self.form.set_fault(field, self._desk.say(fault))
        self.form.go_to_next_fault()
        return True

    def keep_draft(self) -> None:
        """Keep what stands here on this machine."""
        self._keep.stop()
        actor = self._desk.actor
        if not self._dirty or actor is None or self._referral is None:
            return
        values = self.form.values()
        option = self.form.editor("diagnosis").option
        if option:
            values["diagnosis"] = {"key": option.key, "title": option.title}
        content = to_builtins(values)
        known = f"return {self._referral.id}"
        self._desk.write(
            self, store.keep_draft, actor.account, known, content, self._desk.now(), done=lambda _: self.kept.emit()
        )

    def drop_draft(self) -> None:
        """Forget the kept form."""
        self._keep.stop()
        self._dirty = False
        if self._desk.actor is not None and self._referral is not None:
            self._desk.write(self, store.drop_draft, self._desk.actor.account, f"return {self._referral.id}")

    def draw(self) -> None:
        """Draw the paper as it would be now."""
        self._draw.stop()
        if self._referral is None:
            return
        case = replace(self._referral, return_slip=self.slip(), returned_at=self._desk.now())
        self._desk.work(self, lambda: printing.return_slip(case), self.drawn.emit)

    def _on_edited(self, _name: str) -> None:
        self._dirty = True
        self._keep.start()
        self._draw.start()

    def _find_diagnoses(self, typed: str, hand: Any) -> None:
        def show(found: list[store.DiagnosisUse]) -> None:
            hand([Option(use.code, use.name, use.code) for use in found])

        self._desk.read(self, store.find_diagnoses, typed, done=show)

    def _sections(self) -> tuple[Section, ...]:
        return (
            Section(
                "诊断",
                (
                    (
                        Field(
                            name="diagnosis",
                            label="诊断结果",
                            kind=PICK,
                            search=self._find_diagnoses,
                            is_free=True,
                            is_needed=True,
                            placeholder="拼音首字母、名称或编码",
                        ),
                    ),
                    (
                        Field(name="case_number", label="病案号", most=LONGEST_LINE),
                        Field(name="inpatient_number", label="住院病案号", most=LONGEST_LINE),
                    ),
                ),
            ),
            Section(
                "诊治",
                (
                    (Field(name="findings", label="主要检查", kind=TEXT, lines=5, is_needed=True, check=check_length),),
                    (
                        Field(
                            name="plan",
                            label="治疗方案",
                            kind=TEXT,
                            lines=8,
                            is_needed=True,
                            placeholder="治疗经过、下一步治疗方案及康复建议",
                            check=check_length,
                        ),
                    ),
                ),
            ),
            Section(
                "签字",
                (
                    (
                        Field(name="doctor", label="转诊医生", is_needed=True, most=LONGEST_LINE),
                        Field(name="doctor_phone", label="联系电话", check=self._check_phone, most=24),
                    ),
                ),
            ),
        )

    def _check_phone(self, typed: str) -> str:
        try:
            read_phone(typed)
        except Refused as fault:
            return self._desk.say(fault)
        return ""
