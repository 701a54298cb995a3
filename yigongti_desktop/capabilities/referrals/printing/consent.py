"""转诊知情同意书: what the patient or family is told, what they decide, who signs (standards §1.4).

The text is the county's own where it has one (`referral.consent_text`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import datetime

from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.printing.leaf import LEFT
from yigongti_desktop.capabilities.referrals.printing.leaf import RIGHT
from yigongti_desktop.capabilities.referrals.printing.leaf import ROOM
from yigongti_desktop.capabilities.referrals.printing.leaf import TEXT
from yigongti_desktop.capabilities.referrals.printing.people import AGE
from yigongti_desktop.capabilities.referrals.printing.people import SEX
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.lines import break_lines
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import WIDTH
from yigongti_desktop.documents.paper import Blank
from yigongti_desktop.documents.paper import Field
from yigongti_desktop.documents.paper import Item
from yigongti_desktop.documents.paper import Label
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import age_parts

NAME = "转诊知情同意书"
_LEADING = 19
_DATE: tuple[Item, ...] = (
    *(Blank(8 * MM), Label("日期 "), Field("", 14 * MM), Label("年 ")),
    *(Field("", 9 * MM), Label("月 "), Field("", 9 * MM), Label("日")),
)
#: Said where the county has no text of its own.
USUAL = (
    "一、根据患者目前病情，本单位的诊疗条件有限，为有利于进一步诊断和治疗，建议转往上述医疗机构。",
    "二、转诊途中可能因病情变化、道路交通等原因发生意外，医务人员已告知注意事项和应急办法。",
    "三、转诊后的诊断、治疗和费用由接收医疗机构按规定办理；医保待遇按当地转诊规定执行。",
    "四、为使诊疗连续，本单位将患者的病情摘要、检查结果等资料交给接收医疗机构，双方依法保护患者隐私。",
    "五、患者有权选择其他医疗机构，也有权拒绝转诊；拒绝转诊可能延误诊治，后果已经告知。",
)


def consent_form(referral: Referral, *, at: datetime, text: Sequence[str] = (), is_half: bool = False) -> bytes:
    """Return the form; what the slip says of consent is not ticked here: whoever signs, ticks.

    Args:
        referral: the case.
        at: when the form is made; its day stands nowhere but in the file, the day of signing is written by hand.
        text: paragraphs of the county; the usual ones where it has none.
        is_half: on half sheets.
    """
    fonts.load()
    slip, patient = referral.slip, referral.slip.patient
    foot = f"医共体工作台　{NAME}　单号 {referral.number}"
    paper = Paper(title=f"{NAME} {referral.number}", foot=foot, at=at, is_half=is_half)
    paper.text(WIDTH / 2, 24 * MM, NAME, size=15, bold=True, align="center")
    y = paper.form_line(
        LEFT,
        36 * MM,
        ROOM,
        [
            *(Label("患者姓名 "), Field(patient.name, 32 * MM)),
            *(Label(" 性别 "), Field(SEX[patient.sex], 12 * MM)),
            *(Label(" 年龄 "), Field(_age(patient.birth, day(referral.sent_at or at)), 14 * MM)),
            *(Label(" 证件号码 "), Field(patient.id_number, 46 * MM)),
        ],
    )
    y = paper.form_line(LEFT, y, ROOM, [Label("初步印象 "), Field(slip.impression, 130 * MM)])
    department = f"{referral.target_name} {slip.target.department}".strip()
    y = paper.form_line(LEFT, y, ROOM, [Label("拟转往 "), Field(department, 100 * MM)])
    for paragraph in text or USUAL:
        for line in break_lines(paragraph, ROOM, lambda piece: fonts.width(piece, TEXT)):
            y = _room(paper, y)
            paper.text(LEFT, y, line, size=TEXT)
            y += _LEADING
    y = _room(paper, y + 3 * MM, 7 * _LEADING)
    paper.text(LEFT, y, "患方意见：□同意转诊　　□不同意转诊　　□其他：", size=TEXT, bold=True)
    y += 1.6 * _LEADING
    sign: list[Item] = [
        Label("患者（或家属、监护人）签字 "),
        Field("", 44 * MM),
        Label(" 与患者关系 "),
        Field("", 26 * MM),
    ]
    y = paper.form_line(LEFT, y, ROOM, sign, leading=1.5 * _LEADING)
    y = paper.form_line(
        LEFT, y, ROOM, [Label("联系电话 "), Field(patient.phone, 44 * MM), *_DATE], leading=1.5 * _LEADING
    )
    y = paper.form_line(LEFT, y, ROOM, [Label("谈话医生签字 "), Field("", 44 * MM), *_DATE], leading=1.5 * _LEADING)
    paper.text(RIGHT, y, f"{referral.origin_name}（盖章）", size=TEXT, align="right")
    return paper.bytes()


def _room(paper: Paper, y: float, needed: float = 0) -> float:
    """Return where the next line stands: here, or at the top of a further page."""
    if y + needed <= paper.last:
        return y
    paper.new_page()
    return 24 * MM


def _age(birth: date, on: date) -> str:
    count, unit = age_parts(birth, on)
    return f"{count} {AGE[unit]}"
