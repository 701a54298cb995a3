"""近效期药品催销表: lots that expire within some months, the nearest first, and what to do with each."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from fractions import Fraction

from yigongti_desktop.capabilities.pharmacy.model.clearance import Act
from yigongti_desktop.capabilities.pharmacy.model.clearance import Clearance
from yigongti_desktop.capabilities.pharmacy.model.outlook import Nearness
from yigongti_desktop.capabilities.pharmacy.printing.sheet import Sheet
from yigongti_desktop.capabilities.pharmacy.printing.sheet import Signed
from yigongti_desktop.capabilities.pharmacy.printing.sheet import draw
from yigongti_desktop.capabilities.pharmacy.printing.sheet import moment
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.table import Column

_PHARMACY = "药房"
_COLUMNS = (
    Column("行", 8 * MM, "right"),
    Column("药品", 36 * MM),
    Column("规格", 19 * MM),
    Column("批号", 21 * MM),
    Column("有效期至", 20 * MM),
    Column("剩余", 17 * MM, "right"),
    Column("库存", 16 * MM, "right"),
    Column("月用量", 14 * MM, "right"),
    Column("建议", 29 * MM),
)


def expiring_list(
    institution_name: str, room: str | None, clearances: Sequence[Clearance], *, months: int, at: datetime
) -> bytes:
    """Return the list.

    Args:
        institution_name: whose stock it is.
        room: which room; None is all of them.
        clearances: the lots, the nearest first.
        months: within how many months they expire.
        at: when it is printed.
    """
    expired = sum(one.nearness is Nearness.EXPIRED for one in clearances)
    words = f"共 {len(clearances)} 批" + (f"，其中已过期 {expired} 批" if expired else "") + "。"
    return draw(
        Sheet(
            title="近效期药品催销表",
            number="",
            left=(f"单位：{institution_name}", f"范围：{months} 个月内到期和已过期"),
            right=(f"库房：{'全部' if room is None else room or _PHARMACY}", f"打印：{moment(at)}"),
            columns=_COLUMNS,
            rows=[_row(place, one, with_room=room is None) for place, one in enumerate(clearances, start=1)],
            totals=words + "月用量按近几个月的出库算，扣除断货的天数。",
            people=(Signed(title="制表人"), Signed(title="药房负责人")),
            foot=f"　{institution_name}　{moment(at)}",
        )
    )


def _row(place: int, one: Clearance, *, with_room: bool) -> list[str]:
    where = f"（{one.room}）" if with_room and one.room else ""
    return [
        str(place),
        one.drug.name + where,
        one.drug.strength,
        one.lot.lot,
        one.lot.expiry.isoformat() if one.lot.expiry else "—",
        f"{one.days} 天" if one.days >= 0 else f"过 {-one.days} 天",
        f"{one.lot.quantity:,} {one.drug.unit}",
        "—" if one.monthly is None else _rounded(one.monthly),
        _act(one),
    ]


def _act(one: Clearance) -> str:
    if one.act is Act.MOVE:
        return f"先发，约剩 {one.left_over:,} {one.drug.unit}，调剂或退回"
    return {
        Act.DESTROY: "停用，登记后销毁",
        Act.HELD: "已停用，等通知",
        Act.USE_FIRST: "先发，能用完",
        Act.OFFER: "没有用量，调剂或退回",
    }[one.act]


def _rounded(monthly: Fraction) -> str:
    return f"{float(monthly):,.1f}".removesuffix(".0")
