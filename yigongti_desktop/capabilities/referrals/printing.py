"""双向转诊（转出）单 and （回转）单: stub above the cut line, slip below, on A4.

Labels and layout are those of 国家基本公共卫生服务规范（第三版）; the small differences between the two are kept:
the stub of the first has 档案编号 and 科室, that of the second 病案号 and no 科室, and the second slip repeats
neither sex nor age. Long text goes on to a second page.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import datetime

from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.lines import break_lines
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import WIDTH
from yigongti_desktop.documents.paper import Blank
from yigongti_desktop.documents.paper import Field
from yigongti_desktop.documents.paper import Label
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import age_parts
from yigongti_desktop.kernel.identifiers import Sex

_LEFT = 20 * MM
_ROOM = WIDTH - 2 * _LEFT
_BODY_LEFT = _LEFT + 5 * MM
_BODY = _ROOM - 5 * MM
_TEXT = 11
_LEADING = 19
_LAST = 278 * MM
_SIGN_STEP = 8 * MM
_SIGN_LEFT = 112 * MM
_RIGHT = WIDTH - _LEFT
_SEX = {Sex.MALE: "男", Sex.FEMALE: "女", Sex.UNKNOWN: "未知"}
_AGE = {"day": "天", "month": "月", "year": "岁"}

#: Head, text, and how many lines are ruled at least.
Section = tuple[str, str, int]


def transfer_out(referral: Referral, *, copy: int = 1, is_sketch: bool = False) -> bytes:
    """Return the transfer-out slip; the second and later copies say 重打, a sketch leaves sex and age open."""
    slip, patient = referral.slip, referral.slip.patient
    sent = _day(referral.sent_at)
    sex, age = ("", "") if is_sketch else (_SEX[patient.sex], _age(patient.birth, sent))
    paper = _paper("双向转诊（转出）单", referral.number, copy)
    y = _stub_head(paper)
    y = paper.form_line(
        _LEFT,
        y,
        _ROOM,
        [
            *(Label("患者姓名 "), Field(patient.name, 32 * MM)),
            *(Label(" 性别 "), Field(sex, 12 * MM)),
            *(Label(" 年龄 "), Field(age, 14 * MM)),
            *(Label(" 档案编号 "), Field(patient.health_record, 40 * MM)),
        ],
    )
    y = _address_line(paper, y, patient.address, patient.phone)
    y = paper.form_line(
        _LEFT,
        y,
        _ROOM,
        [
            *(Blank(2 * _TEXT), Label("于 "), *_date(sent), Label(" 因病情需要，转入 ")),
            *(Field(referral.target_name, 48 * MM), Label(" 单位")),
        ],
    )
    y = paper.form_line(
        _LEFT,
        y,
        _ROOM,
        [
            *(Field(slip.target.department, 40 * MM), Label(" 科室 ")),
            *(Field(slip.target.doctor, 34 * MM), Label(" 接诊医生。")),
        ],
    )
    y = _stub_foot(paper, y, slip.doctor, sent)
    y = _title(paper, y, "双向转诊（转出）单", copy)
    y = paper.form_line(_LEFT, y, _ROOM, [Field(referral.target_name, 60 * MM), Label("（机构名称）：")])
    y = paper.form_line(
        _LEFT,
        y,
        _ROOM,
        [
            *(Blank(2 * _TEXT), Label("现有患者 "), Field(patient.name, 24 * MM)),
            *(Label(" 性别 "), Field(sex, 9 * MM)),
            *(Label(" 年龄 "), Field(age, 14 * MM)),
            *(Label(" 因病情需要，需转入贵单位，"), Label("请予以接诊。")),
        ],
    )
    impression = f"{slip.impression}（{slip.diagnosis_code}）" if slip.diagnosis_code else slip.impression
    _sections(
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
    )
    return paper.bytes()


def return_slip(referral: Referral, *, copy: int = 1) -> bytes:
    """Return the return slip; the second and later copies say 重打."""
    back, patient = referral.return_slip, referral.slip.patient
    if back is None:
        raise ValueError(referral.id)
    returned = _day(referral.returned_at)
    paper = _paper("双向转诊（回转）单", referral.number, copy)
    y = _stub_head(paper)
    y = paper.form_line(
        _LEFT,
        y,
        _ROOM,
        [
            *(Label("患者姓名 "), Field(patient.name, 32 * MM)),
            *(Label(" 性别 "), Field(_SEX[patient.sex], 12 * MM)),
            *(Label(" 年龄 "), Field(_age(patient.birth, returned), 14 * MM)),
            *(Label(" 病案号 "), Field(back.case_number, 44 * MM)),
        ],
    )
    y = _address_line(paper, y, patient.address, patient.phone)
    y = paper.form_line(
        _LEFT,
        y,
        _ROOM,
        [
            *(Blank(2 * _TEXT), Label("于 "), *_date(returned), Label(" 因病情需要，转回 ")),
            *(Field(referral.origin_name, 48 * MM), Label(" 单位")),
        ],
    )
    y = paper.form_line(_LEFT, y, _ROOM, [Field(referral.slip.doctor, 34 * MM), Label(" 接诊医生。")])
    y = _stub_foot(paper, y, back.doctor, returned)
    y = _title(paper, y, "双向转诊（回转）单", copy)
    y = paper.form_line(_LEFT, y, _ROOM, [Field(referral.origin_name, 60 * MM), Label("（机构名称）：")])
    y = paper.form_line(
        _LEFT,
        y,
        _ROOM,
        [
            *(Blank(2 * _TEXT), Label("现有患者 "), Field(patient.name, 34 * MM)),
            *(Label(" 因病情需要，现转回贵单位，"), Label("请予以接诊。")),
        ],
    )
    diagnosis = f"{back.diagnosis}（{back.diagnosis_code}）" if back.diagnosis_code else back.diagnosis
    y = paper.form_line(
        _LEFT,
        y,
        _ROOM,
        [
            *(Label("诊断结果 ", bold=True), Field(diagnosis, 76 * MM)),
            *(Label(" 住院病案号 ", bold=True), Field(back.inpatient_number, 34 * MM)),
        ],
    )
    _sections(
        paper,
        y,
        referral.number,
        [
            ("主要检查结果：", back.findings, 5),
            ("治疗经过、下一步治疗方案及康复建议：", back.plan, 7),
        ],
        (back.doctor, back.doctor_phone, referral.target_name, returned),
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
        _LEFT,
        y,
        _ROOM,
        [Label("家庭住址 "), Field(address, 84 * MM), Label(" 联系电话 "), Field(phone, 42 * MM)],
    )


def _stub_foot(paper: Paper, y: float, doctor: str, on: date) -> float:
    y = _doctor_line(paper, y + 5 * MM, doctor)
    paper.text(_RIGHT, y, f"{on.year} 年 {on.month} 月 {on.day} 日", size=_TEXT, align="right")
    y += 8 * MM
    paper.rule(10 * MM, WIDTH - 10 * MM, y, dashed=True, weight=0.7)
    return y


def _title(paper: Paper, y: float, title: str, copy: int) -> float:
    y += 13 * MM
    paper.text(WIDTH / 2, y, title, size=15, bold=True, align="center")
    if copy > 1:
        paper.text(_RIGHT, y, f"重打 {copy}", size=10, align="right")
    return y + 11 * MM


def _sections(
    paper: Paper, y: float, number: str, sections: Sequence[Section], signed: tuple[str, str, str, date]
) -> None:
    """Set the sections, spread what room is left among their blank lines, and sign on the last page."""
    set_out = [(head, _wrap(text), least) for head, text, least in sections]
    sign_height = _sign(Paper(title="", foot=""), 2 * MM, *signed)  # measured on a scrap of paper
    need = sum((max(len(lines), least) + 1) * _LEADING for _, lines, least in set_out) + sign_height
    if y + need <= _LAST:
        spare = int((_LAST - y - need) // _LEADING)
    else:
        set_out = [(head, lines, 1) for head, lines, _ in set_out]
        spare = 0
    for place, (head, lines, least) in enumerate(set_out):
        share = spare // len(set_out) + (place < spare % len(set_out)) if place else 0
        rows = [*lines, *[""] * (max(least - len(lines), 0) + share)]
        y = _section(paper, y, number, head, rows)
    if y + sign_height > _LAST + 6 * MM:
        y = _next_page(paper, number)
    _sign(paper, y + 2 * MM, *signed)


def _section(paper: Paper, y: float, number: str, head: str, rows: list[str]) -> float:
    if y + 2 * _LEADING > _LAST:
        y = _next_page(paper, number)
    paper.text(_LEFT, y, head, size=_TEXT, bold=True)
    y += _LEADING
    for row in rows:
        if y > _LAST:
            y = _next_page(paper, number)
            paper.text(_LEFT, y, f"{head.rstrip('：')}（续）：", size=_TEXT, bold=True)
            y += _LEADING
        y = paper.ruled_lines(_BODY_LEFT, y, _BODY, [row], size=_TEXT, leading=_LEADING)
    return y


def _next_page(paper: Paper, number: str) -> float:
    paper.new_page()
    paper.text(_LEFT, 20 * MM, f"续页　单号 {number}", size=10)
    paper.rule(_LEFT, _RIGHT, 22.5 * MM)
    return 32 * MM


def _sign(paper: Paper, y: float, doctor: str, phone: str, institution: str, on: date) -> float:
    """Set the place to sign; return the next y."""
    y = _doctor_line(paper, y, doctor)
    y = paper.form_line(
        _SIGN_LEFT, y, _RIGHT - _SIGN_LEFT, [Label("联系电话："), Field(phone, 57.5 * MM)], leading=_SIGN_STEP
    )
    paper.text(_RIGHT, y, f"{institution}（机构名称）", size=_TEXT, align="right")
    y += _SIGN_STEP
    paper.text(_RIGHT, y, f"{on.year} 年 {on.month} 月 {on.day} 日", size=_TEXT, align="right")
    return y + _SIGN_STEP


def _doctor_line(paper: Paper, y: float, doctor: str) -> float:
    """Set the doctor's name, further to the left where it is long; return the next y."""
    label = Label("转诊医生（签字）：")
    wide = fonts.width(label.text, _TEXT) + fonts.width(doctor, _TEXT) + _TEXT
    left = max(_LEFT, min(_SIGN_LEFT, _RIGHT - wide))
    return paper.form_line(left, y, _RIGHT - left, [label, Field(doctor, 42 * MM)], leading=_SIGN_STEP)


def _wrap(text: str) -> list[str]:
    return break_lines(text, _BODY, lambda piece: fonts.width(piece, _TEXT)) if text else []


def _date(on: date) -> list[Label | Field]:
    return [Label(f"{on.year} 年 {on.month} 月 {on.day} 日")]


def _age(birth: date, on: date) -> str:
    count, unit = age_parts(birth, on)
    return f"{count} {_AGE[unit]}"


def _day(moment: datetime | None) -> date:
    if moment is None:
        raise ValueError("not sent")
    return day(moment)
