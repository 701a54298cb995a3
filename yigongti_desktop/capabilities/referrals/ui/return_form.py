"""写回转单: diagnosis, findings, what was done and what comes next; the paper beside it changes as one types."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from functools import partial
from typing import Any

from msgspec.structs import replace
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.referrals.messages import SendBack
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import LONGEST_LINE
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.printing import slips as printing
from yigongti_desktop.capabilities.referrals.ui.paper_form import PaperForm
from yigongti_desktop.capabilities.referrals.ui.paper_form import check_length
from yigongti_desktop.capabilities.referrals.ui.paper_form import phone_check
from yigongti_desktop.capabilities.referrals.ui.return_drugs import DrugLines
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import TEXT
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.picker import Search

#: Where the drugs stand among the form's sections and their titles.
_ABOVE_SIGNATURE = 4
#: What stays in sight above and below the drugs while they are written.
_AROUND = 8


class ReturnForm(PaperForm):
    """The fields of a return slip."""

    def __init__(self, desk: Desk, referral: Referral, parent: QWidget | None = None) -> None:
        self._referral = referral
        self._signed = ("", "")
        super().__init__(desk, _sections(desk, self.find_diagnoses), parent)
        self.drugs = DrugLines(desk)
        self.form.insert(_ABOVE_SIGNATURE, self.drugs)
        self.setTabOrder(self.form.editor("plan"), self.drugs.view)
        self.setTabOrder(self.drugs.view, self.form.editor("doctor"))
        self.drugs.edited.connect(lambda: self.on_edited("drugs"))
        self.drugs.finished.connect(lambda: self.form.go_to("doctor"))
        self.drugs.entered.connect(lambda: self.form.ensureWidgetVisible(self.drugs, 0, _AROUND))

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
        if not self.drugs.lines:
            self.drugs.begin((draft or {}).get("drugs") or ())
        if draft:
            self.show_draft(draft)
        self.end_beginning(draft)

    def begin_anew(self) -> None:
        """Forget what was kept."""
        self.drop_draft()
        self.form.typed.clear()
        self.drugs.begin(())
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
        return SendBack(referral=self._referral.id, slip=self.slip(), drugs=self.drugs.drugs())

    def more_to_keep(self) -> dict[str, Any]:
        """Return the drugs, which are no fields."""
        return {"drugs": self.drugs.lines}

    def check(self) -> bool:
        """Check the fields, then the drugs."""
        are_fine = self.drugs.check()
        if not super().check():
            return False
        if not are_fine:
            self.drugs.go_to_first_fault()
        return are_fine

    def go_to_next_fault(self) -> None:
        """Put the cursor where the next thing is wrong: the fields, then the drugs."""
        if self.form.faults():
            super().go_to_next_fault()
        else:
            self.drugs.view.go_to_next_fault()

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say beside its field; say whether there is one."""
        if self.drugs.show_refusal(fault):
            return True
        field = str(fault.facts.get("field") or {"diagnosis_unknown": "diagnosis"}.get(fault.code, ""))
        if field not in self.form.names:
            return False
        self.form.set_fault(field, self.desk.say(fault))
        self.form.go_to_next_fault()
        return True

    def paper(self) -> Callable[[], bytes]:
        """Return what draws the paper as it would be now."""
        case = replace(
            self._referral, return_slip=self.slip(), return_drugs=self.drugs.drugs(), returned_at=self.desk.now()
        )
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
                (Field(name="findings", label="主要检查", kind=TEXT, lines=4, is_needed=True, check=check_length),),
                (
                    Field(
                        name="plan",
                        label="治疗方案",
                        kind=TEXT,
                        lines=5,
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
