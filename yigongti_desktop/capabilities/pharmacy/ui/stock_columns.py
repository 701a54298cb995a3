"""Columns of the list of the stock, and of what a lot has touched."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from datetime import datetime

from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.store.stock import Movement
from yigongti_desktop.capabilities.pharmacy.ui import stock_state as state
from yigongti_desktop.capabilities.pharmacy.ui.stock_state import StockRow
from yigongti_desktop.capabilities.pharmacy.ui.stock_words import KINDS
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import short_day
from yigongti_desktop.kit.words import short_time

#: Packs that were scanned with a movement: how many on the screen, which ones in Excel.
_CODES: Column[Movement] = Column(
    title="追溯码",
    text=lambda one: f"{len(one.line.codes):,} 个" if one.line.codes else "—",
    width=72,
    is_right=True,
    sort=lambda one: len(one.line.codes),
    export=lambda one: "、".join(one.line.codes),
    rank=3,
)


def columns(now: Callable[[], datetime]) -> tuple[Column[StockRow], ...]:
    """Return the columns of the list."""

    def lasts(row: StockRow) -> str:
        out = row.outlook.out
        return "—" if out is None else f"{out.days:,} 天"

    def ends(row: StockRow) -> str:
        out = row.outlook.out
        return "—" if out is None or not row.lots else short_day(out.day, day(now()))

    return (
        Column(title="状态", text=lambda _row: "", badge=state.badge, width=120, sort=state.rank),
        Column(title="药品", text=lambda row: row.shelf.name, width=158, stretch=3, is_bold=True, is_jump=True),
        Column(title="规格", text=specification, width=116, stretch=1, rank=2, tone=lambda _row: "text2"),
        Column(
            title="库存",
            text=lambda row: state.counted(row.quantity, row.shelf.unit),
            width=96,
            is_right=True,
            is_bold=True,
            tone=lambda row: "danger" if row.quantity < 0 else "",
            sort=lambda row: row.quantity,
            export=lambda row: row.quantity,
        ),
        Column(
            title="最近效期",
            text=lambda row: row.nearest.isoformat() if row.nearest else "—",
            badge=lambda row: state.expiry_badge(row.nearest, row.nearness) if row.nearest else None,
            width=112,
            sort=lambda row: row.nearest,
            export=lambda row: row.nearest,
        ),
        Column(
            title="批号数",
            text=lambda row: str(row.lots),
            width=62,
            is_right=True,
            rank=5,
            sort=lambda row: row.lots,
            export=lambda row: row.lots,
        ),
        Column(
            title="月均用量",
            text=monthly_use,
            width=76,
            is_right=True,
            rank=2,
            sort=lambda row: row.outlook.use.monthly,
            export=lambda row: None if row.outlook.use.monthly is None else round(float(row.outlook.use.monthly), 1),
        ),
        Column(
            title="可用天数",
            text=lasts,
            width=76,
            is_right=True,
            rank=1,
            tone=lambda row: "danger" if state.ends_within(row, "7") else "",
            sort=lambda row: row.outlook.out.days if row.outlook.out else None,
            export=lambda row: row.outlook.out.days if row.outlook.out else None,
        ),
        Column(
            title="用完日",
            text=ends,
            width=82,
            is_right=True,
            rank=3,
            sort=lambda row: row.outlook.out.day if row.outlook.out else None,
            export=lambda row: row.outlook.out.day if row.outlook.out else None,
        ),
        Column(
            title="闲置",
            text=lambda row: state.idle(row.outlook.slow) if row.outlook.slow else "—",
            width=92,
            is_right=True,
            rank=6,
            sort=lambda row: row.outlook.slow.idle_days if row.outlook.slow else None,
            export=lambda row: row.outlook.slow.idle_days if row.outlook.slow else None,
        ),
    )


def recall_columns(
    now: Callable[[], datetime], unit: str, names: Callable[[], Mapping[str, str]], *, has_codes: bool = True
) -> tuple[Column[Movement], ...]:
    """Return the columns of what a lot has touched.

    Args:
        now: this moment.
        unit: in which the drug is counted.
        names: what rooms are called.
        has_codes: whether it is told which packs were scanned.
    """

    def room(one: Movement) -> str:
        """Return in which room it moved the lot; a transfer moves it in both."""
        is_other = one.entry.kind is EntryKind.TRANSFER and one.amount > 0
        return state.room_name(one.entry.other_room if is_other else one.entry.room, names())

    def with_whom(one: Movement) -> str:
        return partner(one, names())

    return (
        Column(
            title="时间",
            text=lambda one: short_time(one.entry.at, now()),
            width=116,
            sort=lambda one: one.entry.at,
            export=lambda one: local(one.entry.at).replace(tzinfo=None),
        ),
        Column(title="摘要", text=lambda one: KINDS[one.entry.kind.value], width=100, is_bold=True),
        Column(title="去向、来处", text=with_whom, width=150, stretch=2),
        Column(title="库房", text=room, width=90, rank=2),
        Column(
            title="数量",
            text=lambda one: f"{one.amount:+,}",
            width=76,
            is_right=True,
            is_bold=True,
            sort=lambda one: one.amount,
            export=lambda one: one.amount,
        ),
        Column(title="单位", text=lambda one: one.line.unit or unit, width=52, rank=4),
        *((_CODES,) if has_codes else ()),
        Column(
            title="有效期至",
            text=lambda one: one.line.expiry.isoformat(),
            width=100,
            rank=3,
            export=lambda one: one.line.expiry,
        ),
        Column(title="单号", text=lambda one: one.entry.number or one.entry.document, width=176, rank=1),
        Column(title="经手人", text=lambda one: one.entry.person, width=80, rank=1),
        Column(title="原因", text=lambda one: one.line.reason or one.entry.reason, width=110, stretch=1, rank=5),
    )


def specification(row: StockRow) -> str:
    """Return strength and pack: 0.25g×24粒."""
    return f"{row.shelf.strength}×{row.shelf.pack}" if row.shelf.pack else row.shelf.strength


def monthly_use(row: StockRow) -> str:
    """Return how much is used in a month, to the nearest whole, a little as 不到 1."""
    used = row.outlook.use.monthly
    if used is None:
        return "—"
    return "不到 1" if 0 < used < 1 else f"{round(used):,}"


def partner(one: Movement, names: Mapping[str, str]) -> str:
    """Return with whom an entry had to do."""
    entry = one.entry
    if entry.kind is EntryKind.TRANSFER:
        return f"{state.room_name(entry.room, names)} → {state.room_name(entry.other_room, names)}"
    return entry.partner_name or "—"
