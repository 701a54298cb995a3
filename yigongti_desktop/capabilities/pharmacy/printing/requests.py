"""药品请领单 on A4: lines with what was asked, granted, sent and received, heads on each page, places to sign."""

from __future__ import annotations

from datetime import datetime

from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Line
from yigongti_desktop.capabilities.pharmacy.model.states import Difference
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.documents import fonts
from yigongti_desktop.documents.lines import break_lines
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
    State.DRAFT: "草稿",
    State.SUBMITTED: "已提交",
    State.SENT_BACK: "已退回",
    State.REVIEWED: "已审",
    State.REJECTED: "不予批准",
    State.DISPATCHED: "已发",
    State.RECEIVED: "已收",
    State.WITHDRAWN: "已撤回",
}
_DIFFERENCES = {
    Difference.SHORT: "短少",
    Difference.OVER: "多发",
    Difference.DAMAGED: "破损",
    Difference.WRONG: "品种或规格不符",
    Difference.NEAR_EXPIRY: "近效期",
    Difference.COLD_CHAIN: "冷链中断",
    Difference.OTHER: "其他",
}
_COLUMNS = (
    Column("行", 7 * MM, "right"),
    Column("药品", 41 * MM),
    Column("规格", 24 * MM),
    Column("单位", 9 * MM, "center"),
    Column("请领", 12 * MM, "right"),
    Column("批准", 12 * MM, "right"),
    Column("实发", 12 * MM, "right"),
    Column("实收", 12 * MM, "right"),
    Column("批号、有效期、说明", 51 * MM),
)


def request_form(request: DrugRequest, *, copy: int = 1) -> bytes:
    """Return the request as it stands; the second and later copies say 重打."""
    fonts.load()
    again = f"　重打 {copy}" if copy > 1 else ""
    number = request.number or "未编号"
    paper = Paper(title=f"药品请领单 {number}", foot=f"医共体工作台　药品请领单 {number}{again}")
    paper.text(WIDTH / 2, 22 * MM, "药品请领单", size=16, bold=True, align="center")
    if copy > 1:
        paper.text(WIDTH - _LEFT, 22 * MM, f"重打 {copy}", size=10, align="right")
    y = _facts(paper, request)

    def go_on() -> float:
        paper.text(_LEFT, 18 * MM, f"药品请领单 {number}　续", size=10)
        return 21 * MM

    rows = [_row(place, line) for place, line in enumerate(request.lines, start=1)]
    y = draw_table(paper, _LEFT, y, _COLUMNS, rows, on_new_page=go_on)
    if _end(Paper(title="", foot=""), y, request) > _LAST:  # measured on a scrap of paper
        paper.new_page()
        y = go_on()
    _end(paper, y, request)
    return paper.bytes()


def _facts(paper: Paper, request: DrugRequest) -> float:
    urgency = "加急" if request.urgency is Urgency.URGENT else "常规"
    left = [f"单号：{request.number or '未编号'}", f"请领单位：{request.institution_name}"]
    right = [f"状态：{_STATES[request.state]}　{urgency}", f"供应单位：{request.supplier_name}　中心药房"]
    left.append(f"请领时间：{_time(request.submitted_at)}")
    right.append(f"配送单号：{request.delivery or '—'}")
    y = 32 * MM
    half = WIDTH / 2 + 5 * MM
    for one, other in zip(left, right, strict=True):
        below = _lines(paper, _LEFT, y, half - _LEFT - 4 * MM, one)
        y = max(below, _lines(paper, half, y, WIDTH - _LEFT - half, other))
    if request.note:
        y = _lines(paper, _LEFT, y, _ROOM, f"说明：{request.note}")
    return y - 1 * MM


def _lines(paper: Paper, x: float, y: float, width: float, text: str) -> float:
    """Write a text on as many lines as it needs; return the next y."""
    for line in break_lines(text, width, lambda piece: fonts.width(piece, 10)):
        paper.text(x, y, line, size=10)
        y += 6 * MM
    return y


def _row(place: int, line: Line) -> list[str]:
    sent = bool(line.lots)
    counted = sent and all(lot.received is not None for lot in line.lots)
    notes = [f"{lot.lot} 至 {lot.expiry.isoformat()} ×{lot.quantity}" for lot in line.lots]
    came = [f"{lot.lot} 收 {lot.received}" for lot in line.lots if lot.received not in {None, lot.quantity}]
    difference = _DIFFERENCES[Difference(line.difference)] if line.difference else ""
    said = (line.remark, line.reason, line.short_reason, *came, difference, line.difference_note)
    words = [text for text in said if text]
    notes += ["；".join(words)] if words else []
    return [
        str(place),
        line.name + ("　基" if line.essential else ""),
        f"{line.strength}×{line.pack}" if line.pack else line.strength,
        line.unit,
        f"{line.requested:,}",
        "" if line.approved is None else f"{line.approved:,}",
        f"{line.dispatched:,}" if sent else "",
        f"{line.received:,}" if counted else "",
        "\n".join(notes),
    ]


def _totals(request: DrugRequest) -> str:
    asked = sum(line.requested for line in request.lines)
    parts = [f"共 {len(request.lines)} 行，请领 {asked:,}"]
    if any(line.approved is not None for line in request.lines):
        parts.append(f"批准 {sum(line.approved or 0 for line in request.lines):,}")
    if request.dispatched_at:
        parts.append(f"实发 {sum(line.dispatched for line in request.lines):,}")
    if request.received_at:
        parts.append(f"实收 {sum(line.received for line in request.lines):,}")
    return "，".join(parts) + "（各行单位不同，仅供点数）"


def _end(paper: Paper, y: float, request: DrugRequest) -> float:
    """Write the sums and set the places to sign; return the last line's y."""
    y += 6 * MM
    paper.text(_LEFT, y, _totals(request), size=10)
    y += 10 * MM
    people = [
        ("请领人", request.requester, request.submitted_at),
        ("审核人", request.reviewer, request.reviewed_at),
        ("发货人", request.dispatcher, request.dispatched_at),
        ("收货人", request.receiver, request.received_at),
    ]
    step = _ROOM / len(people)
    named = fonts.width("请领人：", 10)
    below = y
    for place, (title, name, _) in enumerate(people):
        x = _LEFT + place * step
        paper.text(x, y, f"{title}：", size=10)
        below = max(below, _lines(paper, x + named, y, step - 4 * MM - named, name))
        paper.rule(x + named, x + step - 4 * MM, y + 2.5)
    for place, (_, _, at) in enumerate(people):
        paper.text(_LEFT + place * step, below, _time(at) if at else "　　年　月　日", size=9)
    return below


def _time(moment: datetime | None) -> str:
    return f"{local(moment):%Y-%m-%d %H:%M}" if moment else "—"
