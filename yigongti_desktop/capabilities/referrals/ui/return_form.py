"""写回转单: diagnosis, findings, what was done and what comes next; the paper beside it changes as one types."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from functools import partial
from typing import Any
from typing import ClassVar

from msgspec.structs import asdict
from msgspec.structs import replace

from yigongti_desktop.capabilities.referrals.messages.cases import SendBack
from yigongti_desktop.capabilities.referrals.model.carried import lacks_return
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import LONGEST_LINE
from yigongti_desktop.capabilities.referrals.model.slip import LONGEST_TEXT
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.printing import slips as printing
from yigongti_desktop.capabilities.referrals.ui import return_lines
from yigongti_desktop.capabilities.referrals.ui.paper_form import PaperForm
from yigongti_desktop.capabilities.referrals.ui.return_drugs import DrugLines
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.identifiers import read_phone
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.checks import at_most
from yigongti_desktop.kit.form.checks import reads
from yigongti_desktop.kit.form.fields import PICK
from yigongti_desktop.kit.form.fields import TEXT
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search

#: What stays in sight above and below the drugs while they are written.
_AROUND = 8


class ReturnForm(PaperForm):
    """The fields of a return slip."""

    fault_fields: ClassVar[Mapping[str, str]] = {"diagnosis_unknown": "diagnosis"}
    #: Where the drugs stand among the form's sections and their titles.
    above_signature: ClassVar[int] = 4

    def __init__(self, desk: Desk, referral: Referral, doctor: str, phone: str, *, record: str = "") -> None:
        self.case = referral
        self._is_again = lacks_return(referral)
        self._signed = {"doctor": doctor, "doctor_phone": phone}
        super().__init__(desk, self.fields(desk), record or f"return {referral.id}")
        self.drugs = DrugLines(desk)
        self.form.insert(self.above_signature, self.drugs)
        self.setTabOrder(self.form.editor("plan"), self.drugs.view)
        self.setTabOrder(self.drugs.view, self.form.editor("doctor"))
        self.drugs.edited.connect(lambda: self.on_edited("drugs"))
        self.drugs.finished.connect(lambda: self.form.go_to("doctor"))
        self.drugs.entered.connect(lambda: self.form.ensureWidgetVisible(self.drugs, 0, _AROUND))

    def fields(self, desk: Desk) -> tuple[Section, ...]:
        """Return the fields of the paper."""
        return _sections(desk, self.find_diagnoses)

    def blank(self) -> dict[str, Any]:
        """Return what a new slip holds: whoever writes signs; of one that is written again, what its paper says."""
        empty = dict.fromkeys(self.form.values(), "") | {"diagnosis": None} | self._signed
        told = self.case.return_slip
        if told is None or not self._is_again:
            return empty
        code = told.diagnosis_code
        said = {name: value for name, value in asdict(told).items() if name in empty}
        return empty | said | {"diagnosis": Option(code, told.diagnosis, code) if code else told.diagnosis}

    def begin(self, draft: Mapping[str, Any] | None) -> None:
        """Show a new slip, or what was kept of it."""
        self.form.clear_faults()
        self.form.fill(self.blank())
        if not self.drugs.lines:
            told = self.case.return_drugs if self._is_again else ()
            self.drugs.begin(draft.get("drugs") or () if draft else [return_lines.line_of(drug) for drug in told])
        if draft:
            self.form.fill(self.thawed(draft))
        self.end_beginning(draft)

    def begin_anew(self) -> None:
        """Forget what was kept."""
        self.drugs.begin(())
        super().begin_anew()

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
        return SendBack(referral=self.case.id, slip=self.slip(), drugs=self.drugs.drugs())

    def content(self) -> Mapping[str, Any]:
        """Return what stands in the fields, and the drugs, which are no fields."""
        return {**super().content(), "drugs": self.drugs.lines}

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
        """Show what the rules say beside the line or the field; say whether there is one."""
        return self.drugs.show_refusal(fault) or super().show_refusal(fault)

    def paper(self) -> Callable[[], bytes]:
        """Return what draws the paper as it would be now."""
        at = (self._is_again and self.case.returned_at) or self.desk.now()
        case = replace(self.case, return_slip=self.slip(), return_drugs=self.drugs.drugs(), returned_at=at)
        return partial(printing.return_slip, case)


def _sections(desk: Desk, diagnoses: Search) -> tuple[Section, ...]:
    check = at_most(LONGEST_TEXT)
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
                (
                    Field(
                        name="findings",
                        label="主要检查",
                        kind=TEXT,
                        lines=4,
                        is_needed=True,
                        check=check,
                    ),
                ),
                (
                    Field(
                        name="plan",
                        label="治疗方案",
                        kind=TEXT,
                        lines=5,
                        is_needed=True,
                        placeholder="治疗经过、下一步治疗方案及康复建议",
                        check=check,
                    ),
                ),
            ),
        ),
        Section(
            "签字",
            (
                (
                    Field(name="doctor", label="转诊医生", is_needed=True, most=LONGEST_LINE),
                    Field(name="doctor_phone", label="联系电话", check=reads(desk, read_phone), most=24),
                ),
            ),
        ),
    )
