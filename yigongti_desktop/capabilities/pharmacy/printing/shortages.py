"""缺药登记表 on A4: what was registered from one day to another, heads on each page, sums, places to sign (PHA-06)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import datetime

from yigongti_desktop.capabilities.pharmacy.model.shortage import Answer
from yigongti_desktop.capabilities.pharmacy.model.shortage import CallResult
from yigongti_desktop.capabilities.pharmacy.model.shortage import Kind
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.model.shortage import State
from yigongti_desktop.capabilities.pharmacy.model.shortage import days_to_arrive
from yigongti_desktop.capabilities.pharmacy.model.shortage import is_late
from yigongti_desktop.capabilities.pharmacy.model.shortage import mean_days
from yigongti_desktop.capabilities.pharmacy.printing.sheet import write_lines
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.paper import WIDTH
from yigongti_desktop.documents.paper import Paper
from yigongti_desktop.documents.table import Column
from yigongti_desktop.documents.table import draw_table
from yigongti_desktop.kernel.clock import local

_LEFT = 15 * MM
_ROOM = WIDTH - 2 * _LEFT
_LAST = 276 * MM
_STATES = {
    State.OPEN: "待办",
    State.ASKED: "已请领",
    State.ARRIVED: "待通知",
    State.CALLED: "已通知",
    State.FETCHED: "已取走",
    State.CANCELLED: "已取消",
}
_CALLS = {CallResult.COMING: "会来取", CallResult.NO_ANSWER: "没接通", CallResult.NOT_WANTED: "不要了"}
_ANSWERS = {Answer.CAN_BUY: "县院能买", Answer.CANNOT_BUY: "县院买不到"}
_COLUMNS = (
    Column("序", 8 * MM, "right"),
    Column("登记", 20 * MM),
    Column("药品、规格", 45 * MM),
    Column("数量", 15 * MM, "right"),
    Column("患者、电话", 25 * MM),
    Column("需要日期", 20 * MM),
    Column("到货用时", 12 * MM, "right"),
    Column("处理情况", 35 * MM),
)


def register_form(shortages: Sequence[Shortage], since: date, until: date, *, printed_by: str, today: date) -> bytes:
    """Return the register of a unit; the shortages stand in the order in which they were written."""
    fonts.load()
    unit = shortages[0].institution_name if shortages else ""
    paper = Paper(title=f"缺药登记表 {since} 至 {until}", foot=f"医共体工作台　缺药登记表　{unit}")
    paper.text(WIDTH / 2, 22 * MM, "缺药登记表", size=16, bold=True, align="center")
    paper.text(_LEFT, 32 * MM, f"单位：{unit}", size=10)
    paper.text(WIDTH - _LEFT, 32 * MM, f"登记日期：{since} 至 {until}", size=10, align="right")

    def go_on() -> float:
        paper.text(_LEFT, 18 * MM, f"缺药登记表　{unit}　{since} 至 {until}　续", size=10)
        return 21 * MM

    rows = [_row(place, one, today) for place, one in enumerate(shortages, start=1)]
    y = draw_table(paper, _LEFT, 36 * MM, _COLUMNS, rows, on_new_page=go_on)
    if _end(Paper(title="", foot=""), y, shortages, printed_by, today) > _LAST:  # measured on a scrap of paper
        paper.new_page()
        y = go_on()
    _end(paper, y, shortages, printed_by, today)
    return paper.bytes()


def _row(place: int, one: Shortage, today: date) -> list[str]:
    days = days_to_arrive(one)
    kind = "　代购" if one.kind is Kind.PURCHASE else ""
    late = "\n超期" if is_late(one, today) else ""
    return [
        str(place),
        f"{_day(one.registered_at)}\n{one.registrar}",
        f"{one.name}{kind}" + (f"\n{one.strength}" if one.strength else ""),
        f"{one.quantity:,} {one.unit}",
        f"{one.patient}\n{one.phone}",
        f"{one.needed_by.isoformat()}{late}",
        "" if days is None else f"{days} 天",
        "\n".join(_told(one)),
    ]


def _told(one: Shortage) -> list[str]:
    """Return how it stands and what happened, a line each."""
    call = _CALLS[CallResult(one.call_result)] if one.call_result else ""
    answer = _ANSWERS[Answer(one.answer)] if one.answer else ""
    lines = [
        _STATES[one.state],
        f"来自回转单 {one.source_number}" if one.source else "",
        f"请领单 {one.request_number}" if one.request_number else "",
        "，".join(part for part in (answer, one.answer_words) if part),
        f"{_day(one.arrived_at)} 到货" if one.arrived_at else "",
        f"{_day(one.called_at)} 电话：" + "，".join(part for part in (call, one.call_note) if part)
        if one.called_at
        else "",
        f"{_day(one.fetched_at)} 取走" if one.fetched_at else "",
        f"原因：{one.reason}" if one.reason else "",
        f"备注：{one.remark}" if one.remark else "",
    ]
    return [line for line in lines if line]


def _sums(shortages: Sequence[Shortage], today: date) -> str:
    come = sum(one.arrived_at is not None for one in shortages)
    late = sum(is_late(one, today) for one in shortages)
    bought = sum(one.kind is Kind.PURCHASE for one in shortages)
    mean = mean_days(shortages)
    words = f"共 {len(shortages)} 条，其中代购 {bought} 条；已到货 {come} 条"
    if mean is not None:
        words += f"，平均用时 {mean} 天"
    return f"{words}；超期未到 {late} 条"


def _end(paper: Paper, y: float, shortages: Sequence[Shortage], printed_by: str, today: date) -> float:
    """Write the sums and set the places to sign; return the last line's y."""
    y = write_lines(paper, _LEFT, y + 6 * MM, _ROOM, f"{_sums(shortages, today)}。截至 {today}，制表 {printed_by}")
    y += 6 * MM
    step = _ROOM / 3
    for place, title in enumerate(("药师", "药房负责人", "院长")):
        x = _LEFT + place * step
        named = fonts.width(f"{title}：", 10)
        paper.text(x, y, f"{title}：", size=10)
        paper.rule(x + named, x + step - 6 * MM, y + 2.5)
        paper.text(x + named, y + 6 * MM, "　　年　月　日", size=9)
    return y + 6 * MM


def _day(moment: datetime | None) -> str:
    return f"{local(moment):%m-%d}" if moment else ""
