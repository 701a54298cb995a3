"""Columns of a paper of the store: what is counted of which drug and lot, its codes, and why."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from typing import Any
from typing import Protocol

from yigongti_desktop.capabilities.pharmacy.model.entering import MOST_QUANTITY
from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot
from yigongti_desktop.capabilities.pharmacy.model.stock import EXPLAINED
from yigongti_desktop.capabilities.pharmacy.model.stock import INCOMING
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.ui import stock_lines as lines
from yigongti_desktop.capabilities.pharmacy.ui.code_columns import Scanning
from yigongti_desktop.capabilities.pharmacy.ui.code_columns import code_reason_column
from yigongti_desktop.capabilities.pharmacy.ui.code_columns import codes_column
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import Search
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.lines.columns import NUMBER
from yigongti_desktop.kit.lines.columns import PICK
from yigongti_desktop.kit.lines.columns import WORDS
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.columns import numbered

_OVER = ("实物清点无误，账面漏记", "刚到货，还没有入账", "盘点后再调账")
_WHY = {
    EntryKind.LOSS: ("破损", "变质", "丢失", "水渍污染"),
    EntryKind.RETURN_OUT: ("近效期退换", "质量问题", "多发退回", "滞销退回"),
}


class Paper(Scanning, Protocol):
    """What the columns ask of the paper that is written."""

    @property
    def kind(self) -> EntryKind:
        """Return what it does."""
        ...

    def known(self, drug: str) -> Mapping[str, Any]:
        """Return what a line says of a drug that was proposed."""
        ...

    def lots_here(self) -> list[StockLot]:
        """Return the lots that are offered for the line under the cursor."""
        ...

    def take_lot(self, lot: str, line: Line) -> Mapping[str, Any]:
        """Return what a lot that was typed or taken changes in its line."""
        ...

    def is_of_books(self, line: Line) -> bool:
        """Say whether the books know the lot of a line, and so its last day of use."""
        ...

    def wrong_lot(self, line: Line) -> str:
        """Return what is wrong with the lot of a line, as a sentence."""
        ...

    def lacks_reason(self, line: Line) -> bool:
        """Say whether it has to be said why."""
        ...

    @property
    def today(self) -> date:
        """Return the day on which it is written."""
        ...


def columns(paper: Paper, search: Search) -> tuple[LineColumn, ...]:
    """Return the columns of a paper, all kinds together; those that a kind does not need are put away."""

    def lots(typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
        """Propose the lots that may go; for one that comes what was typed stands, and is no beginning of another."""
        if typed.strip() and paper.kind in INCOMING:
            hand([])
        else:
            among([_option(lot) for lot in paper.lots_here()])(typed, hand)

    def reasons(typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
        among([Option(one, one) for one in _WHY.get(paper.kind, ())])(typed, hand)

    return (
        numbered(),
        LineColumn(
            key="name",
            title="药品",
            width=180,
            stretch=3,
            kind=PICK,
            search=search,
            text=_once("name"),
            taken=lambda _line, option: paper.known(option.key),
            placeholder="药名、拼音首字母",
            check=lambda _value, line: "" if line["drug"] else "请从目录里选一种药。",
        ),
        LineColumn(key="specification", title="规格", width=104, stretch=1, rank=3, text=_once("specification")),
        LineColumn(key="unit", title="单位", width=48, rank=2, text=_once("unit")),
        LineColumn(
            key="quantity",
            title="数量",
            width=80,
            kind=NUMBER,
            is_right=True,
            is_bold=lambda _line: True,
            typed=lines.type_quantity,
            check=_wrong_quantity,
        ),
        LineColumn(
            key="lot",
            title="批号",
            width=110,
            stretch=1,
            kind=PICK,
            search=lots,
            is_free=True,
            taken=lambda line, option: paper.take_lot(option.key, line),
            typed=paper.take_lot,
            is_skipped=lambda line: paper.kind not in INCOMING and bool(line.get("lot")),
            check=lambda _value, line: paper.wrong_lot(line),
        ),
        LineColumn(
            key="expiry",
            title="有效期至",
            width=104,
            kind=WORDS,
            placeholder="如 2028-06",
            typed=lines.type_expiry,
            is_open=lambda line: not (paper.is_of_books(line) and isinstance(line.get("expiry"), date)),
            check=lambda value, line: _wrong_expiry(value, line, paper),
        ),
        codes_column(paper, "quantity", lambda _value, line: str(line.get("scan") or "")),
        LineColumn(
            key="reason",
            title="原因",
            width=110,
            stretch=1,
            kind=PICK,
            search=reasons,
            is_free=True,
            is_open=lambda _line: paper.kind in EXPLAINED,
            check=lambda value, line: "" if value or not paper.lacks_reason(line) else "这一行要写明原因。",
        ),
        code_reason_column(paper),
        LineColumn(
            key="over",
            title="超账原因",
            width=130,
            stretch=1,
            kind=PICK,
            search=among([Option(one, one) for one in _OVER]),
            is_free=True,
            is_open=lambda line: bool(line.get("is_short")),
            tone=lambda _line: "warn",
        ),
    )


def _option(lot: StockLot) -> Option:
    return Option(lot.lot, lot.lot, detail=f"{lot.expiry}" if lot.expiry else "", right=f"现存 {lot.quantity:,}")


def _wrong_quantity(value: Any, _line: Line) -> str:
    if value is None:
        return "数量没有填。请补上。"
    if value < 1:
        return "数量至少是 1。请改。"
    if value > MOST_QUANTITY:
        return f"数量 {value:,} 太大，最多 {MOST_QUANTITY:,}。请核对是不是多输了零。"
    return ""


def _wrong_expiry(value: Any, line: Line, paper: Paper) -> str:
    if value is None or value == "":
        return "有效期没有填。请照包装填写。"
    if not isinstance(value, date):
        return f"有效期应写成 2028-06-30，只印年月的写成 2028-06，现在是「{value}」。请改。"
    if paper.kind is EntryKind.RECEIPT and value < paper.today:
        return f"批号 {line['lot']} 的有效期 {value} 已过，不能验收入库。请拒收，或按报损登记。"
    return ""


def _once(key: str) -> Callable[[Line], str]:
    """Say what belongs to the drug on its first line only."""
    return lambda line: "" if line.get("is_more") else str(line.get(key) or "")
