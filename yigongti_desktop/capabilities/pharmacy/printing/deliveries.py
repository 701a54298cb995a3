"""拣货单 and 配送单 of a drug request: what to take from which shelf, and what goes along to be counted (PHA-13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from yigongti_desktop.capabilities.pharmacy.model.picking import Pick
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.capabilities.pharmacy.printing.sheet import Sheet
from yigongti_desktop.capabilities.pharmacy.printing.sheet import Signed
from yigongti_desktop.capabilities.pharmacy.printing.sheet import draw
from yigongti_desktop.capabilities.pharmacy.printing.sheet import moment
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.table import Column
from yigongti_desktop.registry.model.catalogue import specification

_PHARMACY = "药房"
_PICKING = (
    Column("行", 8 * MM, "right"),
    Column("库房", 20 * MM),
    Column("药品", 44 * MM),
    Column("规格", 28 * MM),
    Column("批号", 24 * MM),
    Column("有效期至", 21 * MM),
    Column("单位", 10 * MM, "center"),
    Column("数量", 14 * MM, "right"),
    Column("拣", 11 * MM, "center"),
)
_DELIVERY = (
    Column("行", 8 * MM, "right"),
    Column("药品", 44 * MM),
    Column("规格", 28 * MM),
    Column("单位", 10 * MM, "center"),
    Column("批号", 24 * MM),
    Column("有效期至", 21 * MM),
    Column("实发", 14 * MM, "right"),
    Column("实收", 14 * MM, "right"),
    Column("备注", 17 * MM),
)


def picking_list(request: DrugRequest, picks: Sequence[Pick], *, at: datetime) -> bytes:
    """Return the list to pick by, in the order in which lots go out, with a box to tick for each.

    Args:
        request: what is wanted.
        picks: from where each of its drugs is taken.
        at: when it is printed; the books may be others later.
    """
    short = sum(one.is_short for one in picks)
    lots = len({(one.line.drug, one.lot, one.expiry) for one in picks if not one.is_short})
    kinds = len({one.line.drug for one in picks})
    return draw(
        Sheet(
            title="拣货单",
            number=request.delivery or request.number,
            left=(f"请领单号：{request.number}", f"收货单位：{request.institution_name}"),
            right=(f"发货单位：{request.supplier_name}　中心药房", f"打印：{moment(at)}　{_urgency(request)}"),
            whole=(f"说明：{request.note}",) if request.note else (),
            columns=_PICKING,
            rows=[_picking_row(place, one) for place, one in enumerate(picks, start=1)],
            totals=f"共 {kinds} 种，{lots} 批" + (f"，缺 {short} 种" if short else "") + "。近效期的先拿。",
            people=(Signed(title="拣货人"), Signed(title="复核人")),
        )
    )


def delivery_note(request: DrugRequest) -> bytes:
    """Return the note that goes along with what was sent, with room to write down what came."""
    sent = [(line, place, lot) for line in request.lines for place, lot in enumerate(line.lots)]
    rows = [
        [
            str(row),
            line.name,
            specification(line.strength, line.pack),
            line.unit,
            lot.lot,
            lot.expiry.isoformat(),
            f"{lot.quantity:,}",
            "" if lot.received is None else f"{lot.received:,}",
            line.difference_note if place == 0 else "",
        ]
        for row, (line, place, lot) in enumerate(sent, start=1)
    ]
    missing = [line for line in request.lines if line.short_reason]
    notes = [
        f"未发足：{line.name}　批准 {line.approved or 0:,}，实发 {line.dispatched:,}，{line.short_reason}"
        for line in missing
    ]
    kinds = len({line.drug for line, _, _ in sent})
    packs = sum(lot.quantity for _, _, lot in sent)
    return draw(
        Sheet(
            title="药品配送单",
            number=request.delivery or request.number,
            left=(
                f"配送单号：{request.delivery or '—'}",
                f"收货单位：{request.institution_name}",
                f"发货时间：{moment(request.dispatched_at)}",
            ),
            right=(
                f"请领单号：{request.number}　{_urgency(request)}",
                f"发货单位：{request.supplier_name}　中心药房",
                f"收货时间：{moment(request.received_at)}",
            ),
            whole=notes,
            columns=_DELIVERY,
            rows=rows,
            totals=f"共 {kinds} 种，{len(sent)} 批，实发 {packs:,}（各行单位不同，仅供点数）",
            people=(
                Signed(title="发货人", name=request.dispatcher, at=request.dispatched_at),
                Signed(title="送货人"),
                Signed(title="收货人", name=request.receiver, at=request.received_at),
            ),
        )
    )


def _picking_row(place: int, one: Pick) -> list[str]:
    line = one.line
    head = [
        str(place),
        "缺货" if one.is_short else one.room or _PHARMACY,
        line.name,
        specification(line.strength, line.pack),
    ]
    lot = ["账面没有", ""] if one.is_short else [one.lot, one.expiry.isoformat() if one.expiry else "—"]
    return [*head, *lot, line.unit, f"{one.quantity:,}", "" if one.is_short else "□"]


def _urgency(request: DrugRequest) -> str:
    return "加急" if request.urgency is Urgency.URGENT else "常规"
