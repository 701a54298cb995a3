"""双向转诊（转出）单 and （回转）单: stub above the cut line, slip below, on A4.

Labels and layout are those of 国家基本公共卫生服务规范（第三版）; the small differences between the two are kept:
the stub of the first has 档案编号 and 科室, that of the second 病案号 and no 科室, and the second slip repeats
neither sex nor age. Long text goes on to a second page. Drugs to go on with stand in a table of their own (PHA-02).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import datetime

from yigongti_desktop.capabilities.referrals.model.layout import NATIONAL
from yigongti_desktop.capabilities.referrals.model.layout import Layout
from yigongti_desktop.capabilities.referrals.model.persons import Known
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Patient
from yigongti_desktop.capabilities.referrals.printing import blocks
from yigongti_desktop.capabilities.referrals.printing import leaf as leaves
from yigongti_desktop.capabilities.referrals.printing import sheet
from yigongti_desktop.capabilities.referrals.printing.leaf import Leaf
from yigongti_desktop.capabilities.referrals.printing.leaf import day_words
from yigongti_desktop.capabilities.referrals.printing.people import AGE
from yigongti_desktop.capabilities.referrals.printing.people import SEX
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import Blank
from yigongti_desktop.documents.paper import Field
from yigongti_desktop.documents.paper import Label
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import age_parts

#: As the two slips are headed.
OUT, BACK = "双向转诊（转出）单", "双向转诊（回转）单"


def transfer_out(
    referral: Referral,
    *,
    copy: int = 1,
    is_sketch: bool = False,
    layout: Layout = NATIONAL,
    code: Sequence[str] = (),
    at: datetime | None = None,
) -> bytes:
    """Return the transfer-out slip; the second and later prints say 重打, a sketch leaves sex and age open.

    Args:
        referral: the case.
        copy: which print it is.
        is_sketch: while the form is being filled in.
        layout: how the county and the person want it; the national form as it stands.
        code: the texts of the symbols at the upper right of the slip.
        at: when the file is made, as it says itself; when the case was sent, unless told.
    """
    return out_paper(referral, copy=copy, is_sketch=is_sketch, layout=layout, code=code, at=at).bytes()


def return_slip(
    referral: Referral,
    *,
    copy: int = 1,
    layout: Layout = NATIONAL,
    code: Sequence[str] = (),
    at: datetime | None = None,
) -> bytes:
    """Return the return slip; see `transfer_out`."""
    return return_paper(referral, copy=copy, layout=layout, code=code, at=at).bytes()


def out_paper(
    referral: Referral,
    *,
    copy: int = 1,
    is_sketch: bool = False,
    layout: Layout = NATIONAL,
    code: Sequence[str] = (),
    at: datetime | None = None,
) -> Paper:
    """Return the transfer-out slip as a paper, to stand alone or among others."""
    paper = leaves.new_paper(OUT, referral.number, copy, layout, at or _moment(referral.sent_at))
    for part in range(layout.copies):
        leaf = Leaf(paper=paper, name=OUT, number=referral.number, layout=layout, code=code, copy=copy, part=part)
        _draw_out(leaf, referral, is_sketch=is_sketch)
    return paper


def return_paper(
    referral: Referral,
    *,
    copy: int = 1,
    layout: Layout = NATIONAL,
    code: Sequence[str] = (),
    at: datetime | None = None,
) -> Paper:
    """Return the return slip as a paper."""
    if referral.return_slip is None:
        raise ValueError(referral.id)
    paper = leaves.new_paper(BACK, referral.number, copy, layout, at or _moment(referral.returned_at))
    for part in range(layout.copies):
        _draw_back(
            Leaf(paper=paper, name=BACK, number=referral.number, layout=layout, code=code, copy=copy, part=part),
            referral,
        )
    return paper


def _draw_out(leaf: Leaf, referral: Referral, *, is_sketch: bool) -> None:
    slip, patient = referral.slip, referral.slip.patient
    sent = _day(referral.sent_at)
    sex, age = ("", "") if is_sketch else (SEX[patient.sex], _age_of(patient, sent))
    paper = leaf.paper
    y = leaf.begin()
    y = paper.form_line(
        leaves.LEFT,
        y,
        leaves.ROOM,
        [
            *(Label("患者姓名 "), Field(patient.name, 32 * MM)),
            *(Label(" 性别 "), Field(sex, 12 * MM)),
            *(Label(" 年龄 "), Field(age, 14 * MM)),
            *(Label(" 档案编号 "), Field(patient.health_record, 40 * MM)),
        ],
    )
    y = _address_line(paper, y, patient.address, patient.phone)
    y = paper.form_line(
        leaves.LEFT,
        y,
        leaves.ROOM,
        [
            *(Blank(2 * leaves.TEXT), Label("于 "), *_date(sent), Label(" 因病情需要，转入 ")),
            *(Field(referral.target_name, 48 * MM), Label(" 单位")),
        ],
    )
    y = paper.form_line(
        leaves.LEFT,
        y,
        leaves.ROOM,
        [
            *(Field(slip.target.department, 40 * MM), Label(" 科室 ")),
            *(Field(slip.target.doctor, 34 * MM), Label(" 接诊医生。")),
        ],
    )
    y = _stub_foot(leaf, y, slip.doctor, sent)
    y = leaf.title(y)
    y = paper.form_line(
        leaves.LEFT, y, leaf.title_room, [Field(referral.target_name, 60 * MM), Label("（机构名称）：")]
    )
    y = paper.form_line(
        leaves.LEFT,
        y,
        leaves.ROOM,
        [
            *(Blank(2 * leaves.TEXT), Label("现有患者 "), Field(patient.name, 24 * MM)),
            *(Label(" 性别 "), Field(sex, 9 * MM)),
            *(Label(" 年龄 "), Field(age, 14 * MM)),
            *(Label(" 因病情需要，需转入贵单位，"), Label("请予以接诊。")),
        ],
    )
    impression = f"{slip.impression}（{slip.diagnosis_code}）" if slip.diagnosis_code else slip.impression
    sheet.sections(
        leaf,
        y,
        [
            *((("接诊安排：", referral.reception, 1),) if referral.reception else ()),
            ("初步印象：", impression, 1),
            ("主要现病史（转出原因）：", slip.history, 4),
            ("主要既往史：", slip.past_history, 3),
            ("治疗经过：", slip.treatment, 4),
        ],
        (slip.doctor, slip.doctor_phone, referral.origin_name, sent),
        local=blocks.rows(leaf.layout.blocks, referral, is_return=False),
    )


def _draw_back(leaf: Leaf, referral: Referral) -> None:
    back, patient = referral.return_slip, referral.slip.patient
    if back is None:
        raise ValueError(referral.id)
    returned = _day(referral.returned_at)
    paper = leaf.paper
    y = leaf.begin()
    y = paper.form_line(
        leaves.LEFT,
        y,
        leaves.ROOM,
        [
            *(Label("患者姓名 "), Field(patient.name, 32 * MM)),
            *(Label(" 性别 "), Field(SEX[patient.sex], 12 * MM)),
            *(Label(" 年龄 "), Field(_age_of(patient, returned), 14 * MM)),
            *(Label(" 病案号 "), Field(back.case_number, 44 * MM)),
        ],
    )
    y = _address_line(paper, y, patient.address, patient.phone)
    y = paper.form_line(
        leaves.LEFT,
        y,
        leaves.ROOM,
        [
            *(Blank(2 * leaves.TEXT), Label("于 "), *_date(returned), Label(" 因病情需要，转回 ")),
            *(Field(referral.origin_name, 48 * MM), Label(" 单位")),
        ],
    )
    y = paper.form_line(leaves.LEFT, y, leaves.ROOM, [Field(referral.slip.doctor, 34 * MM), Label(" 接诊医生。")])
    y = _stub_foot(leaf, y, back.doctor, returned)
    y = leaf.title(y)
    y = paper.form_line(
        leaves.LEFT, y, leaf.title_room, [Field(referral.origin_name, 60 * MM), Label("（机构名称）：")]
    )
    y = paper.form_line(
        leaves.LEFT,
        y,
        leaves.ROOM,
        [
            *(Blank(2 * leaves.TEXT), Label("现有患者 "), Field(patient.name, 34 * MM)),
            *(Label(" 因病情需要，现转回贵单位，"), Label("请予以接诊。")),
        ],
    )
    diagnosis = f"{back.diagnosis}（{back.diagnosis_code}）" if back.diagnosis_code else back.diagnosis
    y = paper.form_line(
        leaves.LEFT,
        y,
        leaves.ROOM,
        [
            *(Label("诊断结果 ", bold=True), Field(diagnosis, 76 * MM)),
            *(Label(" 住院病案号 ", bold=True), Field(back.inpatient_number, 34 * MM)),
        ],
    )
    sheet.sections(
        leaf,
        y,
        [
            ("主要检查结果：", back.findings, 5),
            ("治疗经过、下一步治疗方案及康复建议：", back.plan, 7),
        ],
        (back.doctor, back.doctor_phone, referral.target_name, returned),
        referral.return_drugs,
        blocks.rows(leaf.layout.blocks, referral, is_return=True),
    )


def _address_line(paper: Paper, y: float, address: str, phone: str) -> float:
    return paper.form_line(
        leaves.LEFT,
        y,
        leaves.ROOM,
        [Label("家庭住址 "), Field(address, 84 * MM), Label(" 联系电话 "), Field(phone, 42 * MM)],
    )


def _stub_foot(leaf: Leaf, y: float, doctor: str, on: date) -> float:
    y = sheet.doctor_line(leaf.paper, y + 5 * MM, doctor)
    leaf.paper.text(leaves.RIGHT, y, day_words(on), size=leaves.TEXT, align="right")
    return leaf.cut(y + 8 * MM)


def _date(on: date) -> list[Label | Field]:
    return [Label(day_words(on))]


def _age_of(patient: Patient, on: date) -> str:
    """Return the age, or about which it is where nobody knows the day of birth."""
    if patient.known is Known.UNIDENTIFIED and patient.estimated_age is not None:
        return f"约{patient.estimated_age}岁"
    return _age(patient.birth, on)


def _age(birth: date, on: date) -> str:
    count, unit = age_parts(birth, on)
    return f"{count} {AGE[unit]}"


def _day(moment: datetime | None) -> date:
    return day(_moment(moment))


def _moment(moment: datetime | None) -> datetime:
    if moment is None:
        raise ValueError("not sent")
    return moment
