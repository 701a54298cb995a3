"""处方点评表 on A4: how it was drawn, each prescription with what was found, the figures, the answer."""

from __future__ import annotations

from datetime import datetime

from yigongti_desktop.capabilities.pharmacy.model.prescription_review import Finding
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import PrescriptionReview
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import ReviewLine
from yigongti_desktop.capabilities.pharmacy.model.prescription_review import ReviewState
from yigongti_desktop.capabilities.pharmacy.model.review_figures import average_fen
from yigongti_desktop.capabilities.pharmacy.model.review_figures import figures
from yigongti_desktop.capabilities.pharmacy.model.review_figures import percent
from yigongti_desktop.capabilities.pharmacy.model.review_figures import tenths
from yigongti_desktop.capabilities.pharmacy.printing.sheet import Signed
from yigongti_desktop.capabilities.pharmacy.printing.sheet import places_to_sign
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.lines import break_lines
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import WIDTH
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.documents.table import Column
from yigongti_desktop.documents.table import draw_table
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.money import yuan

_LEFT = 12 * MM
_ROOM = WIDTH - 2 * _LEFT
_LAST = 276 * MM
_LINE = 6 * MM
_STATES = {
    ReviewState.OPEN: "点评中",
    ReviewState.RETURNED: "已反馈",
    ReviewState.ANSWERED: "已答复",
    ReviewState.CANCELLED: "已作废",
}
_FINDINGS = {
    Finding.REASONABLE: "合理",
    Finding.IRREGULAR: "不规范",
    Finding.UNSUITABLE: "用药不适宜",
    Finding.EXCESSIVE: "超常",
}
_COLUMNS = (
    Column("行", 8 * MM, "right"),
    Column("处方号", 27 * MM),
    Column("日期", 20 * MM),
    Column("医生", 15 * MM),
    Column("诊断", 27 * MM),
    Column("品种", 9 * MM, "right"),
    Column("抗菌", 9 * MM, "center"),
    Column("注射", 9 * MM, "center"),
    Column("基药", 9 * MM, "right"),
    Column("金额（元）", 16 * MM, "right"),
    Column("结果、说明", 37 * MM),
)


def review_form(known: PrescriptionReview) -> bytes:
    """Return the review as it stands."""
    fonts.load()
    title = f"处方点评表 {known.institution_name} {known.month}"
    paper = Paper(title=title, foot=f"医共体工作台　处方点评表 {known.number}")
    paper.text(WIDTH / 2, 22 * MM, "处方点评表", size=16, bold=True, align="center")
    y = _facts(paper, known)

    def go_on() -> float:
        paper.text(_LEFT, 18 * MM, f"处方点评表 {known.number}　{known.institution_name}　续", size=10)
        return 21 * MM

    rows = [_row(place, line) for place, line in enumerate(known.lines, start=1)]
    y = draw_table(paper, _LEFT, y, _COLUMNS, rows, on_new_page=go_on, size=8.5)
    if _end(Paper(title="", foot=""), y, known) > _LAST:  # measured on a scrap of paper
        paper.new_page()
        y = go_on()
    _end(paper, y, known)
    return paper.bytes()


def _facts(paper: Paper, known: PrescriptionReview) -> float:
    year, _, month = known.month.partition("-")
    left = [f"被点评单位：{known.institution_name}", f"处方月份：{year}年{int(month)}月"]
    right = [f"点评单位：{known.lead_name}", f"单号：{known.number}　{_STATES[known.state]}"]
    y, half = 32 * MM, WIDTH / 2 + 3 * MM
    for one, other in zip(left, right, strict=True):
        below = _lines(paper, _LEFT, y, half - _LEFT - 4 * MM, one)
        y = max(below, _lines(paper, half, y, WIDTH - _LEFT - half, other))
    drawn = f"抽样：{known.pool:,} 张中随机抽 {len(known.lines):,} 张，种子 {known.seed}"
    how = "（按 SHA-256「种子:处方号」从小到大取，可复核）"
    return _lines(paper, _LEFT, y, _ROOM, drawn + how) - 1 * MM


def _row(place: int, line: ReviewLine) -> list[str]:
    finding = _FINDINGS[Finding(line.finding)] if line.finding else ""
    return [
        str(place),
        line.number,
        line.date.isoformat() if line.date else "",
        line.doctor,
        line.diagnosis,
        "" if line.drugs is None else str(line.drugs),
        _yes(line.has_antimicrobial),
        _yes(line.has_injection),
        "" if line.essential is None else str(line.essential),
        "" if line.amount_fen is None else yuan(line.amount_fen),
        "：".join(word for word in (finding, line.words) if word),
    ]


def _end(paper: Paper, y: float, known: PrescriptionReview) -> float:
    """Write the figures, the answer and the places to sign; return the last line's y."""
    found = figures(known.lines)
    y += _LINE
    counts = "，".join(f"{_FINDINGS[one]} {found.findings.get(one.value, 0)} 张" for one in Finding)
    first = f"已点评 {found.judged} 张：{counts}。处方合理率 {percent(found.reasonable, found.judged)}"
    y = _lines(paper, _LEFT, y, _ROOM, first, bold=True)
    antimicrobial, injection = (percent(part, found.judged) for part in (found.antimicrobial, found.injection))
    second = (
        f"抗菌药使用率 {antimicrobial}，注射剂使用率 {injection}，"
        f"平均每张 {tenths(found.drugs, found.judged)} 种药，基本药物占 {percent(found.essential, found.drugs)}，"
        f"平均每张 {yuan(average_fen(found))} 元"
    )
    y = _lines(paper, _LEFT, y, _ROOM, second)
    if known.answer:
        y = _lines(paper, _LEFT, y, _ROOM, f"单位答复：{known.answer}")
    y += 6 * MM
    people = (
        Signed(title="抽样人", name=known.opener, at=known.opened_at),
        Signed(title="点评人", name=known.reviewer, at=known.returned_at),
        Signed(title="单位答复人", name=known.answerer, at=known.answered_at),
    )
    return places_to_sign(paper, _LEFT, y, _ROOM, people, time=_date)


def _lines(paper: Paper, x: float, y: float, width: float, text: str, *, bold: bool = False) -> float:
    """Write a text on as many lines as it needs; return the next y."""
    for line in break_lines(text, width, lambda piece: fonts.width(piece, 10, bold=bold)):
        paper.text(x, y, line, size=10, bold=bold)
        y += _LINE
    return y


def _yes(value: bool | None) -> str:  # noqa: FBT001 - it is what is shown
    return "" if value is None else "是" if value else "否"


def _date(moment: datetime) -> str:
    return f"{local(moment):%Y-%m-%d}"
