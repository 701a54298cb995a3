"""写回转单: diagnosis, findings, what was done and what comes next; the paper beside it changes as one types."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from functools import partial
from typing import Any

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.referrals import printing
from yigongti_desktop.capabilities.referrals.messages import SendBack
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import LONGEST_LINE
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.ui.paper_form import PaperForm
from yigongti_desktop.capabilities.referrals.ui.paper_form import check_length
from yigongti_desktop.capabilities.referrals.ui.paper_form import phone_check
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import TEXT
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.picker import Search


class ReturnForm(PaperForm):
    """The fields of a return slip."""

    def __init__(self, desk: Desk, referral: Referral, parent: QWidget | None = None) -> None:
        self._referral = referral
        self._signed = ("", "")
        super().__init__(desk, _sections(desk, self.find_diagnoses), parent)

    @property
    def draft_key(self) -> str:
        """Return the case whose slip this is."""
        return f"return {self._referral.id}"

    def begin(self, draft: Mapping[str, Any] | None, doctor: str, phone: str) -> None:
        """Show an empty slip, or what was kept of it."""
        self._signed = (doctor, phone)
        self.form.clear_faults()
        blank = dict.fromkeys(self.form.values(), "")
        self.form.fill(blank | {"diagnosis": None, "doctor": doctor, "doctor_phone": phone})
        if draft:
            self.show_draft(draft)
        self.end_beginning(draft)

    def begin_anew(self) -> None:
        """Forget what was kept."""
        self.drop_draft()
        self.form.typed.clear()
        self.begin(None, *self._signed)

    def slip(self) -> ReturnSlip:
        """Return the slip as it stands."""
        values = self.form.values()
        code, words = self.diagnosis()
        return ReturnSlip(
            diagnosis_code=code,
            diagnosis=words,
            case_number=values["case_number"],
            inpatient_number=values["inpatient_number"],
            findings=values["findings"],
            plan=values["plan"],
            doctor=values["doctor"],
            doctor_phone=values["doctor_phone"],
        )

    def command(self) -> SendBack:
        """Return the command that sends the patient back."""
        return SendBack(referral=self._referral.id, slip=self.slip())

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say beside its field; say whether there is one."""
        field = str(fault.facts.get("field") or {"diagnosis_unknown": "diagnosis"}.get(fault.code, ""))
        if field not in self.form.names:
            return False
        self.form.set_fault(field, self.desk.say(fault))
        self.form.go_to_next_fault()
        return True

    def paper(self) -> Callable[[], bytes]:
        """Return what draws the paper as it would be now."""
        case = replace(self._referral, return_slip=self.slip(), returned_at=self.desk.now())
        return partial(printing.return_slip, case)


def _sections(desk: Desk, diagnoses: Search) -> tuple[Section, ...]:
    return (
        Section(
            "诊断",
            (
                (
                    Field(
                        name="diagnosis",
                        label="诊断结果",
                        kind=PICK,
                        search=diagnoses,
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
                    Field(name="doctor_phone", label="联系电话", check=phone_check(desk), most=24),
                ),
            ),
        ),
    )
