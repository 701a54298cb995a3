"""Papers of what came into the store and what went out of it: 验收入库单, 领用单, 出库单, and of all other kinds."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from types import MappingProxyType

from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.pharmacy.printing.sheet import Sheet
from yigongti_desktop.capabilities.pharmacy.printing.sheet import Signed
from yigongti_desktop.capabilities.pharmacy.printing.sheet import draw
from yigongti_desktop.capabilities.pharmacy.printing.sheet import moment
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.table import Column

_PHARMACY = "药房"
_TITLES = {
    EntryKind.OPENING: "药品期初入账单",
    EntryKind.RECEIPT: "药品验收入库单",
    EntryKind.RETURN_IN: "药品退回入库单",
    EntryKind.ISSUE_DEPARTMENT: "药品领用单",
    EntryKind.ISSUE_VILLAGE: "村卫生室药品领用单",
    EntryKind.ISSUE_PATIENTS: "药品出库单",
    EntryKind.DISPATCH: "药品配送出库单",
    EntryKind.RETURN_OUT: "药品退货单",
    EntryKind.LOSS: "药品报损单",
    EntryKind.EXPIRED: "过期药品销毁单",
    EntryKind.TRANSFER: "药品调拨单",
    EntryKind.COUNT: "药品盘点调整单",
    EntryKind.REVERSAL: "药品冲红单",
}
#: What whoever is on the other side is called, and who signs beside the person who entered.
_PARTNERS = {
    EntryKind.RECEIPT: "供货单位",
    EntryKind.RETURN_IN: "退回部门",
    EntryKind.ISSUE_DEPARTMENT: "领用部门",
    EntryKind.ISSUE_VILLAGE: "领用村室",
    EntryKind.DISPATCH: "收货单位",
    EntryKind.RETURN_OUT: "退往单位",
}
_SIGNERS: dict[EntryKind, tuple[str, ...]] = {
    EntryKind.RECEIPT: ("验收人", "复核人", "送货人"),
    EntryKind.RETURN_IN: ("收药人", "复核人", "退药人"),
    EntryKind.ISSUE_DEPARTMENT: ("发药人", "复核人", "领用人"),
    EntryKind.ISSUE_VILLAGE: ("发药人", "复核人", "领用人"),
    EntryKind.ISSUE_PATIENTS: ("发药人", "复核人"),
    EntryKind.DISPATCH: ("发货人", "复核人", "收货人"),
    EntryKind.RETURN_OUT: ("退货人", "复核人", "收货人"),
    EntryKind.TRANSFER: ("调出人", "复核人", "调入人"),
    EntryKind.LOSS: ("经手人", "复核人", "负责人"),
    EntryKind.EXPIRED: ("经手人", "监销人", "负责人"),
}
_USUAL = ("经手人", "复核人", "负责人")
_COLUMNS = (
    Column("行", 8 * MM, "right"),
    Column("药品", 34 * MM),
    Column("规格", 19 * MM),
    Column("单位", 9 * MM, "center"),
    Column("数量", 14 * MM, "right"),
    Column("批号", 20 * MM),
    Column("有效期至", 20 * MM),
    Column("单价（元）", 18 * MM, "right"),
    Column("金额（元）", 22 * MM, "right"),
    Column("", 16 * MM),
)


def entry_form(entry: StockEntry, institution_name: str, rooms: Mapping[str, str] = MappingProxyType({})) -> bytes:
    """Return the paper of an entry.

    Args:
        entry: what came or went.
        institution_name: whose stock it is.
        rooms: what its rooms are called, by the word of the ledger.
    """
    last = "验收结论" if entry.kind is EntryKind.RECEIPT else "备注"
    partner = _PARTNERS.get(entry.kind, "对方")
    left = [f"单号：{entry.number or entry.document or '—'}", f"单位：{institution_name}", f"时间：{moment(entry.at)}"]
    right = [f"{partner}：{entry.partner_name or '—'}", _rooms(entry, rooms), f"原单据：{entry.document or '—'}"]
    if entry.kind is EntryKind.TRANSFER or entry.kind not in _PARTNERS:
        right[0] = f"类别：{_TITLES[entry.kind].removeprefix('药品').removesuffix('单')}"
    return draw(
        Sheet(
            title=_TITLES[entry.kind],
            number=entry.number or entry.document,
            left=left,
            right=right,
            whole=(f"原因：{entry.reason}",) if entry.reason else (),
            columns=(*_COLUMNS[:-1], Column(last, _COLUMNS[-1].width)),
            rows=[_row(place, line, entry.kind) for place, line in enumerate(entry.lines, start=1)],
            totals=_totals(entry.lines),
            people=_people(entry),
        )
    )


def yuan(fen: int) -> str:
    """Return an amount as papers write it: 1,234.50."""
    whole, rest = divmod(abs(fen), 100)
    return f"{'-' if fen < 0 else ''}{whole:,}.{rest:02d}"


def _row(place: int, line: EntryLine, kind: EntryKind) -> list[str]:
    price = line.price_fen
    words = [text for text in (line.reason, _over(line)) if text]
    if kind is EntryKind.RECEIPT and not words:
        words = ["合格"]
    return [
        str(place),
        line.name,
        line.strength,
        line.unit,
        f"{line.quantity:,}",
        line.lot,
        line.expiry.isoformat(),
        "" if price is None else yuan(price),
        "" if price is None else yuan(price * line.quantity),
        "；".join(words),
    ]


def _over(line: EntryLine) -> str:
    return f"账面短 {line.short:,}" if line.short else ""


def _totals(lines: Sequence[EntryLine]) -> str:
    priced = [line for line in lines if line.price_fen is not None]
    words = f"共 {len(lines)} 行"
    if priced:
        words += f"，金额合计 {yuan(stock.value_fen(lines))} 元"
    if priced and len(priced) < len(lines):
        words += f"（{len(lines) - len(priced)} 行没有单价，没有计入）"
    return words + "。"


def _rooms(entry: StockEntry, rooms: Mapping[str, str]) -> str:
    here, there = (rooms.get(room) or room or _PHARMACY for room in (entry.room, entry.other_room))
    return f"库房：{here} → {there}" if entry.kind is EntryKind.TRANSFER else f"库房：{here}"


def _people(entry: StockEntry) -> tuple[Signed, ...]:
    first, *others = _SIGNERS.get(entry.kind, _USUAL)
    return (Signed(title=first, name=entry.person, at=entry.at), *(Signed(title=title) for title in others))
