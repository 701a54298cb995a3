"""双向转诊（转出）单 and （回转）单: stub above the cut line, slip below, on A4.

Labels and layout are those of 国家基本公共卫生服务规范（第三版）; the small differences between the two are kept:
the stub of the first has 档案编号 and 科室, that of the second 病案号 and no 科室, and the second slip repeats
neither sex nor age. Long text goes on to a second page. Drugs to go on with stand in a table of their own (PHA-02).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import datetime

from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.printing import sheet
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import WIDTH
from yigongti_desktop.documents.paper import Blank
from yigongti_desktop.documents.paper import Field
from yigongti_desktop.documents.paper import Label
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import age_parts
from yigongti_desktop.kernel.identifiers import Sex

_SEX = {Sex.MALE: "男", Sex.FEMALE: "女", Sex.UNKNOWN: "未知"}
_AGE = {"day": "天", "month": "月", "year": "岁"}


def transfer_out(referral: Referral, *, copy: int = 1, is_sketch: bool = False, code: Sequence[str] = ()) -> bytes:
    """Return the transfer-out slip; the second and later copies say 重打, a sketch leaves sex and age open.

    The code, where there is one, stands beside the place to sign.
    """
    slip, patient = referral.slip, referral.slip.patient
    sent = _day(referral.sent_at)
    sex, age = ("", "") if is_sketch else (_SEX[patient.sex], _age(patient.birth, sent))
    paper = _paper("双向转诊（转出）单", referral.number, copy)
    y = _stub_head(paper)
    y = paper.form_line(
        sheet.LEFT,
        y,
        sheet.ROOM,
        [
            *(Label("患者姓名 "), Field(patient.name, 32 * MM)),
            *(Label(" 性别 "), Field(sex, 12 * MM)),
            *(Label(" 年龄 "), Field(age, 14 * MM)),
            *(Label(" 档案编号 "), Field(patient.health_record, 40 * MM)),
        ],
    )
    y = _address_line(paper, y, patient.address, patient.phone)
    y = paper.form_line(
        sheet.LEFT,
        y,
        sheet.ROOM,
        [
            *(Blank(2 * sheet.TEXT), Label("于 "), *_date(sent), Label(" 因病情需要，转入 ")),
            *(Field(referral.target_name, 48 * MM), Label(" 单位")),
        ],
    )
    y = paper.form_line(
        sheet.LEFT,
        y,
        sheet.ROOM,
        [
            *(Field(slip.target.department, 40 * MM), Label(" 科室 ")),
            *(Field(slip.target.doctor, 34 * MM), Label(" 接诊医生。")),
        ],
    )
    y = _stub_foot(paper, y, slip.doctor, sent)
    y = _title(paper, y, "双向转诊（转出）单", copy)
    y = paper.form_line(sheet.LEFT, y, sheet.ROOM, [Field(referral.target_name, 60 * MM), Label("（机构名称）：")])
    y = paper.form_line(
        sheet.LEFT,
        y,
        sheet.ROOM,
        [
            *(Blank(2 * sheet.TEXT), Label("现有患者 "), Field(patient.name, 24 * MM)),
            *(Label(" 性别 "), Field(sex, 9 * MM)),
            *(Label(" 年龄 "), Field(age, 14 * MM)),
            *(Label(" 因病情需要，需转入贵单位，"), Label("请予以接诊。")),
        ],
    )
    impression = f"{slip.impression}（{slip.diagnosis_code}）" if slip.diagnosis_code else slip.impression
    sheet.sections(
        paper,
        y,
        referral.number,
        [
            ("初步印象：", impression, 1),
            ("主要现病史（转出原因）：", slip.history, 4),
            ("主要既往史：", slip.past_history, 3),
            ("治疗经过：", slip.treatment, 4),
        ],
        (slip.doctor, slip.doctor_phone, referral.origin_name, sent),
        code=code,
    )
    return paper.bytes()


def return_slip(referral: Referral, *, copy: int = 1, code: Sequence[str] = ()) -> bytes:
    """Return the return slip; the second and later copies say 重打."""
    back, patient = referral.return_slip, referral.slip.patient
    if back is None:
        raise ValueError(referral.id)
    returned = _day(referral.returned_at)
    paper = _paper("双向转诊（回转）单", referral.number, copy)
    y = _stub_head(paper)
    y = paper.form_line(
        sheet.LEFT,
        y,
        sheet.ROOM,
        [
            *(Label("患者姓名 "), Field(patient.name, 32 * MM)),
            *(Label(" 性别 "), Field(_SEX[patient.sex], 12 * MM)),
            *(Label(" 年龄 "), Field(_age(patient.birth, returned), 14 * MM)),
            *(Label(" 病案号 "), Field(back.case_number, 44 * MM)),
        ],
    )
    y = _address_line(paper, y, patient.address, patient.phone)
    y = paper.form_line(
        sheet.LEFT,
        y,
        sheet.ROOM,
        [
            *(Blank(2 * sheet.TEXT), Label("于 "), *_date(returned), Label(" 因病情需要，转回 ")),
            *(Field(referral.origin_name, 48 * MM), Label(" 单位")),
        ],
    )
    y = paper.form_line(sheet.LEFT, y, sheet.ROOM, [Field(referral.slip.doctor, 34 * MM), Label(" 接诊医生。")])
    y = _stub_foot(paper, y, back.doctor, returned)
    y = _title(paper, y, "双向转诊（回转）单", copy)
    y = paper.form_line(sheet.LEFT, y, sheet.ROOM, [Field(referral.origin_name, 60 * MM), Label("（机构名称）：")])
    y = paper.form_line(
        sheet.LEFT,
        y,
        sheet.ROOM,
        [
            *(Blank(2 * sheet.TEXT), Label("现有患者 "), Field(patient.name, 34 * MM)),
            *(Label(" 因病情需要，现转回贵单位，"), Label("请予以接诊。")),
        ],
    )
    diagnosis = f"{back.diagnosis}（{back.diagnosis_code}）" if back.diagnosis_code else back.diagnosis
    y = paper.form_line(
        sheet.LEFT,
        y,
        sheet.ROOM,
        [
            *(Label("诊断结果 ", bold=True), Field(diagnosis, 76 * MM)),
            *(Label(" 住院病案号 ", bold=True), Field(back.inpatient_number, 34 * MM)),
        ],
    )
    sheet.sections(
        paper,
        y,
        referral.number,
        [
            ("主要检查结果：", back.findings, 5),
            ("治疗经过、下一步治疗方案及康复建议：", back.plan, 7),
        ],
        (back.doctor, back.doctor_phone, referral.target_name, returned),
        referral.return_drugs,
        code=code,
    )
    return paper.bytes()


def _paper(name: str, number: str, copy: int) -> Paper:
    fonts.load()
    again = f"　重打 {copy}" if copy > 1 else ""
    return Paper(title=f"{name} {number}", foot=f"医共体工作台　单号 {number}{again}")


def _stub_head(paper: Paper) -> float:
    paper.text(WIDTH / 2, 24 * MM, "存　　根", size=15, bold=True, align="center")
    return 36 * MM


def _address_line(paper: Paper, y: float, address: str, phone: str) -> float:
    return paper.form_line(
        sheet.LEFT,
        y,
        sheet.ROOM,
        [Label("家庭住址 "), Field(address, 84 * MM), Label(" 联系电话 "), Field(phone, 42 * MM)],
    )


def _stub_foot(paper: Paper, y: float, doctor: str, on: date) -> float:
    y = sheet.doctor_line(paper, y + 5 * MM, doctor)
    paper.text(sheet.RIGHT, y, f"{on.year} 年 {on.month} 月 {on.day} 日", size=sheet.TEXT, align="right")
    y += 8 * MM
    paper.rule(10 * MM, WIDTH - 10 * MM, y, dashed=True, weight=0.7)
    return y


def _title(paper: Paper, y: float, title: str, copy: int) -> float:
    y += 13 * MM
    paper.text(WIDTH / 2, y, title, size=15, bold=True, align="center")
    if copy > 1:
        paper.text(sheet.RIGHT, y, f"重打 {copy}", size=10, align="right")
    return y + 11 * MM


def _date(on: date) -> list[Label | Field]:
    return [Label(f"{on.year} 年 {on.month} 月 {on.day} 日")]


def _age(birth: date, on: date) -> str:
    count, unit = age_parts(birth, on)
    return f"{count} {_AGE[unit]}"


def _day(moment: datetime | None) -> date:
    if moment is None:
        raise ValueError("not sent")
    return day(moment)
