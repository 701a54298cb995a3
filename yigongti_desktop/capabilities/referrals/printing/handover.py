"""病历资料交接清单: which records go with the patient, who gave them, who took them (REF-17)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.printing.leaf import LEFT
from yigongti_desktop.capabilities.referrals.printing.leaf import RIGHT
from yigongti_desktop.capabilities.referrals.printing.leaf import ROOM
from yigongti_desktop.capabilities.referrals.printing.leaf import TEXT
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import WIDTH
from yigongti_desktop.documents.paper import Field
from yigongti_desktop.documents.paper import Item
from yigongti_desktop.documents.paper import Label
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.documents.table import Column
from yigongti_desktop.documents.table import draw_table

NAME = "病历资料交接清单"
#: Listed where the county has no list of its own.
USUAL = (
    "双向转诊单",
    "转诊知情同意书",
    "门诊病历、住院病历（复印件）",
    "检验报告",
    "影像报告、胶片或光盘",
    "心电图",
    "病理、内镜报告",
    "用药清单、自带药品",
    "健康档案摘要",
)
_BLANKS = 3
_LEAST = 8 * MM
_COLUMNS = (
    Column("序", 10 * MM, "right"),
    Column("资料名称", 78 * MM),
    Column("份数", 18 * MM, "center"),
    Column("原件或复印件", 28 * MM, "center"),
    Column("备注", 36 * MM),
)


def handover_list(
    referral: Referral,
    *,
    at: datetime,
    records: Sequence[str] = (),
    enclosed: Sequence[tuple[str, str]] = (),
    is_half: bool = False,
) -> bytes:
    """Return the list.

    Args:
        referral: the case.
        at: when it is made.
        records: kinds of records that the county lists; the usual ones where it has none.
        enclosed: name and remark of what is known to go along, such as attachments of the case; counted as one each.
        is_half: on half sheets.
    """
    fonts.load()
    foot = f"医共体工作台　{NAME}　单号 {referral.number}"
    paper = Paper(title=f"{NAME} {referral.number}", foot=foot, at=at, is_half=is_half)
    paper.text(WIDTH / 2, 24 * MM, NAME, size=15, bold=True, align="center")
    patient = referral.slip.patient
    y = paper.form_line(
        LEFT,
        36 * MM,
        ROOM,
        [
            *(Label("患者姓名 "), Field(patient.name, 34 * MM)),
            *(Label(" 转诊单号 "), Field(referral.number, 50 * MM)),
            *(Label(" 联系电话 "), Field(patient.phone, 30 * MM)),
        ],
    )
    units: list[Item] = [
        Label("移交单位 "),
        Field(referral.origin_name, 56 * MM),
        Label(" 接收单位 "),
        Field(referral.target_name, 56 * MM),
    ]
    y = paper.form_line(LEFT, y, ROOM, units)
    listed = [(name, "1", remark) for name, remark in enclosed] + [(name, "", "") for name in records or USUAL]
    listed += [("", "", "")] * _BLANKS
    rows = [[str(place), name, count, "", remark] for place, (name, count, remark) in enumerate(listed, start=1)]

    def go_on() -> float:
        paper.text(LEFT, 16 * MM, f"续页　单号 {referral.number}", size=10)
        return 20 * MM

    y = draw_table(paper, LEFT, y - 2 * MM, _COLUMNS, rows, on_new_page=go_on, size=10, least=_LEAST) + 10 * MM
    if y + 22 * MM > paper.last:
        paper.new_page()
        y = go_on() + 10 * MM
    for who in ("移交人", "接收人"):
        line: list[Item] = [Label(f"{who}签字 "), Field("", 44 * MM), Label("　交接时间 "), Field("", 50 * MM)]
        y = paper.form_line(LEFT, y, RIGHT - LEFT, line, size=TEXT, leading=10 * MM)
    return paper.bytes()
