"""召回追踪表: of a recalled lot, what each unit had, what lies there, and where the rest went; to be ticked off."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from datetime import datetime

from yigongti_desktop.capabilities.pharmacy.model.recalling import Destination
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.printing.sheet import Sheet
from yigongti_desktop.capabilities.pharmacy.printing.sheet import Signed
from yigongti_desktop.capabilities.pharmacy.printing.sheet import draw
from yigongti_desktop.capabilities.pharmacy.printing.sheet import moment
from yigongti_desktop.capabilities.pharmacy.store.recalls import Recall
from yigongti_desktop.capabilities.pharmacy.store.recalls import Unit
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.table import Column

_COLUMNS = (
    Column("行", 8 * MM, "right"),
    Column("单位", 44 * MM),
    Column("收到", 16 * MM, "right"),
    Column("还在", 16 * MM, "right"),
    Column("发到哪里", 46 * MM),
    Column("数量", 16 * MM, "right"),
    Column("收回数", 17 * MM, "right"),
    Column("备注", 17 * MM),
)
#: How packs went where nobody is named.
_WAYS = {
    EntryKind.ISSUE_DEPARTMENT: "科室领用",
    EntryKind.ISSUE_VILLAGE: "村室领用",
    EntryKind.ISSUE_PATIENTS: "发给病人",
    EntryKind.RETURN_IN: "退回入库",
    EntryKind.RETURN_OUT: "退回中心药房",
    EntryKind.DISPATCH: "配送出库",
    EntryKind.LOSS: "报损",
    EntryKind.EXPIRED: "过期销毁",
    EntryKind.COUNT: "盘点调整",
}


def recall_list(name: str, specification: str, unit: str, lot: str, recall: Recall, *, at: datetime) -> bytes:
    """Return the list.

    Args:
        name: of the drug.
        specification: its strength and pack.
        unit: in which it is counted.
        lot: which lot of it.
        recall: what is known of it.
        at: when it is printed.
    """
    units = (recall.own, *recall.units)
    rows = [row for one in units for row in _rows(one)]
    came, there = (sum(amounts) for amounts in zip(*((one.came or 0, one.there or 0) for one in units), strict=True))
    hold = recall.hold
    return draw(
        Sheet(
            title="召回追踪表",
            number="",
            left=(f"药品：{name}", f"规格：{specification}", f"批号：{lot}"),
            right=(f"单位：{recall.own.name}", f"计量：{unit}", f"打印：{moment(at)}"),
            whole=(f"停用原因：{hold.reason}（{hold.person}，{moment(hold.at)}）",) if hold else (),
            columns=_COLUMNS,
            rows=[[str(place), *row] for place, row in enumerate(rows, start=1)],
            totals=f"共 {len(units)} 家单位，账上还有 {there:,} {unit}。"
            + (_unsaid(recall.units) if came else "各单位账上都没有这一批。"),
            people=(Signed(title="追踪人"), Signed(title="药房负责人")),
            note="收回数由追踪人填写；发给病人的请按发药记录逐人联系。",
            foot=f"　{name} {lot}　{moment(at)}",
        )
    )


def _rows(one: Unit) -> Iterator[list[str]]:
    """Return the rows of a unit: its figures stand in the first, each way that packs went has its own."""
    first = [one.name, _packs(one.came), _packs(one.there)]
    ways: Sequence[Destination | None] = one.went or (None,)
    for place, way in enumerate(ways):
        head = ["", "", ""] if place else first
        where, packs = (_where(way), f"{way.quantity:,}") if way else (_nothing(one), "")
        yield [*head, where, packs, "", ""]


def _where(way: Destination) -> str:
    kind = _WAYS.get(way.kind, "其他")
    return f"{way.partner_name}（{kind}）" if way.partner_name else kind


def _nothing(one: Unit) -> str:
    return f"发出 {one.sent:,}，对方还没有入账" if one.came is None else "没有发出"


def _packs(packs: int | None) -> str:
    return "—" if packs is None else f"{packs:,}"


def _unsaid(units: Sequence[Unit]) -> str:
    unsaid = sum(one.came is None for one in units)
    return f"另有 {unsaid} 家还没有入账，请电话核实。" if unsaid else ""
