"""药品请领单 on A4: lines with what was asked, granted, sent and received, heads on each page, places to sign."""

from __future__ import annotations

from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Line
from yigongti_desktop.capabilities.pharmacy.model.states import Difference
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.capabilities.pharmacy.printing.sheet import Sheet
from yigongti_desktop.capabilities.pharmacy.printing.sheet import Signed
from yigongti_desktop.capabilities.pharmacy.printing.sheet import draw
from yigongti_desktop.capabilities.pharmacy.printing.sheet import moment
from yigongti_desktop.capabilities.pharmacy.printing.words import DIFFERENCES
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.table import Column
from yigongti_desktop.registry.model.catalogue import specification

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
    urgency = "加急" if request.urgency is Urgency.URGENT else "常规"
    return draw(
        Sheet(
            title="药品请领单",
            number=request.number or "未编号",
            mark=f"重打 {copy}" if copy > 1 else "",
            left=(
                f"单号：{request.number or '未编号'}",
                f"请领单位：{request.institution_name}",
                f"请领时间：{moment(request.submitted_at)}",
            ),
            right=(
                f"状态：{_STATES[request.state]}　{urgency}",
                f"供应单位：{request.supplier_name}　中心药房",
                f"配送单号：{request.delivery or '—'}",
            ),
            whole=(f"说明：{request.note}",) if request.note else (),
            columns=_COLUMNS,
            rows=[_row(place, line) for place, line in enumerate(request.lines, start=1)],
            totals=_totals(request),
            people=(
                Signed(title="请领人", name=request.requester, at=request.submitted_at),
                Signed(title="审核人", name=request.reviewer, at=request.reviewed_at),
                Signed(title="发货人", name=request.dispatcher, at=request.dispatched_at),
                Signed(title="收货人", name=request.receiver, at=request.received_at),
            ),
            foot=f"　重打 {copy}" if copy > 1 else "",
        )
    )


def _row(place: int, line: Line) -> list[str]:
    sent = bool(line.lots)
    counted = sent and all(lot.received is not None for lot in line.lots)
    notes = [f"{lot.lot} 至 {lot.expiry.isoformat()} ×{lot.quantity:,}" for lot in line.lots]
    came = [f"{lot.lot} 收 {lot.received:,}" for lot in line.lots if lot.received not in {None, lot.quantity}]
    difference = DIFFERENCES[Difference(line.difference)] if line.difference else ""
    said = (line.remark, line.reason, line.short_reason, *came, difference, line.difference_note)
    words = [text for text in said if text]
    notes += ["；".join(words)] if words else []
    return [
        str(place),
        line.name + ("　基" if line.essential else ""),
        specification(line.strength, line.pack),
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
