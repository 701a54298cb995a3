"""盘点表 on A4: to be filled in at the shelf, or with what was counted and how it differs."""

from __future__ import annotations

from datetime import datetime

from yigongti_desktop.capabilities.pharmacy.model.counting import CountLine
from yigongti_desktop.capabilities.pharmacy.model.counting import CountState
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.printing.sheet import Sheet
from yigongti_desktop.capabilities.pharmacy.printing.sheet import Signed
from yigongti_desktop.capabilities.pharmacy.printing.sheet import draw
from yigongti_desktop.capabilities.pharmacy.printing.sheet import moment
from yigongti_desktop.documents.paper import MM
from yigongti_desktop.documents.table import Column

_PHARMACY = "药房"
#: Rows for lots that the books do not have.
_EMPTY = 5
_STATES = {CountState.OPEN: "进行中", CountState.CONFIRMED: "已确认", CountState.CANCELLED: "已作废"}
_FIRST = Column("行", 9 * MM, "right")
_EXPIRY = Column("有效期至", 20 * MM)
_UNIT = Column("单位", 9 * MM, "center")
_BLIND = (
    _FIRST,
    Column("药品", 46 * MM),
    Column("规格", 26 * MM),
    Column("批号", 26 * MM),
    _EXPIRY,
    _UNIT,
    Column("实盘", 22 * MM, "right"),
    Column("备注", 22 * MM),
)
_OPEN = (
    _FIRST,
    Column("药品", 40 * MM),
    Column("规格", 24 * MM),
    Column("批号", 25 * MM),
    _EXPIRY,
    _UNIT,
    Column("账面", 17 * MM, "right"),
    Column("实盘", 20 * MM, "right"),
    Column("备注", 16 * MM),
)
_RESULT = (
    _FIRST,
    Column("药品", 33 * MM),
    Column("规格", 20 * MM),
    Column("批号", 22 * MM),
    _EXPIRY,
    _UNIT,
    Column("账面", 17 * MM, "right"),
    Column("实盘", 17 * MM, "right"),
    Column("差异", 17 * MM, "right"),
    Column("原因", 16 * MM),
)


def count_to_fill(count: StockCount, *, at: datetime) -> bytes:
    """Return the sheet for the shelf, its quantities empty; that of a blind count says nothing of the books.

    Args:
        count: what is counted.
        at: when it is printed.
    """
    blind = count.is_blind
    rows = [
        [*_named(place, line), *([] if blind else [f"{line.book:,}"]), "", ""]
        for place, line in enumerate(count.lines, start=1)
    ]
    totals = f"共 {len(rows)} 批。表上没有的批号写在空行里：药品、规格、批号、有效期、数量。"
    rows += [[""] * len(_BLIND if blind else _OPEN)] * _EMPTY
    people = (Signed(title="盘点人"), Signed(title="复核人"))
    return _draw(count, at, _BLIND if blind else _OPEN, rows, totals, people)


def count_result(count: StockCount, *, at: datetime) -> bytes:
    """Return the sheet with what was counted, how it differs and why."""
    rows = [
        [
            *_named(place, line),
            f"{line.book:,}",
            "" if line.counted is None else f"{line.counted:,}",
            "" if line.counted is None else _signed(line.difference),
            line.reason,
        ]
        for place, line in enumerate(count.lines, start=1)
    ]
    counters = "、".join(dict.fromkeys(line.counted_by for line in count.lines if line.counted_by))
    last = max((line.counted_at for line in count.lines if line.counted_at), default=None)
    people = (
        Signed(title="盘点人", name=counters, at=last),
        Signed(title="确认人", name=count.confirmer, at=count.confirmed_at),
        Signed(title="负责人"),
    )
    return _draw(count, at, _RESULT, rows, _totals(count), people)


def _draw(
    count: StockCount,
    at: datetime,
    columns: tuple[Column, ...],
    rows: list[list[str]],
    totals: str,
    people: tuple[Signed, ...],
) -> bytes:
    whole = [f"说明：{count.note}"] if count.note else []
    whole += [f"作废原因：{count.reason}"] if count.reason else []
    return draw(
        Sheet(
            title="药品盘点表",
            number=count.number,
            left=(f"单号：{count.number}", f"单位：{count.institution_name}", f"开始：{moment(count.opened_at)}"),
            right=(
                f"状态：{_STATES[count.state]}　{'盲盘' if count.is_blind else '明盘'}",
                f"库房：{count.room_name or count.room or _PHARMACY}",
                f"打印：{moment(at)}",
            ),
            whole=whole,
            columns=columns,
            rows=rows,
            totals=totals,
            people=people,
        )
    )


def _named(place: int, line: CountLine) -> list[str]:
    return [str(place), line.name, line.strength, line.lot, line.expiry.isoformat(), line.unit]


def _totals(count: StockCount) -> str:
    done = [line for line in count.lines if line.counted is not None]
    more, less = [one for one in done if one.difference > 0], [one for one in done if one.difference < 0]
    parts = [f"共 {len(count.lines)} 批，已盘 {len(done)} 批"]
    if more or less:
        parts += [f"盘盈 {len(more)} 批", f"盘亏 {len(less)} 批"]
    elif done:
        parts.append("账实相符")
    return "，".join(parts) + "。"


def _signed(difference: int) -> str:
    return f"{difference:+,}" if difference else "0"
