"""Columns of the shortage register, seen from the counter or from the central pharmacy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model.shortage import days_to_arrive
from yigongti_desktop.capabilities.pharmacy.model.shortage import is_late
from yigongti_desktop.capabilities.pharmacy.store.shortages import ShortageRow
from yigongti_desktop.capabilities.pharmacy.ui import shortage_state as state
from yigongti_desktop.capabilities.pharmacy.ui.shortage_words import KINDS
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import phone
from yigongti_desktop.kit.words import short_day
from yigongti_desktop.kit.words import short_time


def columns(now: Callable[[], datetime], *, is_centre: bool) -> tuple[Column[ShortageRow], ...]:
    """Return the columns."""

    def today() -> Any:
        return day(now())

    def taken(row: ShortageRow) -> str:
        days = days_to_arrive(row.shortage)
        return "" if days is None else f"{days} 天"

    who = Column[ShortageRow](
        title="单位", text=lambda row: row.shortage.institution_name, width=140, stretch=2, is_jump=True
    )
    return (
        Column(
            title="状态",
            text=lambda _row: "",
            badge=lambda row: state.badge(row, today(), is_centre=is_centre),
            width=100,
        ),
        Column(
            title="药品",
            text=lambda row: row.shortage.name,
            detail=lambda row: row.shortage.strength or KINDS[row.shortage.kind.value],
            width=190,
            stretch=4,
            is_bold=True,
            is_jump=not is_centre,
        ),
        Column(
            title="数量",
            text=lambda row: state.amount(row.shortage),
            width=66,
            is_right=True,
            sort=lambda row: row.shortage.quantity,
        ),
        *([who] if is_centre else []),
        Column(title="患者", text=lambda row: row.shortage.patient, width=128),
        Column(title="电话", text=lambda row: phone(row.shortage.phone), width=112, rank=1),
        Column(
            title="类别",
            text=lambda row: state.kind_words(row.shortage),
            width=76,
            rank=3,
            tone=lambda _row: "text2",
        ),
        Column(
            title="登记",
            text=lambda row: short_time(row.shortage.registered_at, now()),
            width=88,
            is_right=True,
            rank=3,
            tone=lambda _row: "text2",
            sort=lambda row: row.shortage.registered_at,
            export=lambda row: local(row.shortage.registered_at).replace(tzinfo=None),
        ),
        Column(
            title="用时",
            text=taken,
            width=58,
            is_right=True,
            rank=2,
            sort=lambda row: days_to_arrive(row.shortage) or 0,
            export=lambda row: days_to_arrive(row.shortage),
        ),
        Column(
            title="需要日期",
            text=lambda row: short_day(row.shortage.needed_by, today()),
            width=84,
            is_right=True,
            tone=lambda row: "danger" if is_late(row.shortage, today()) else "",
            sort=lambda row: row.shortage.needed_by,
            export=lambda row: row.shortage.needed_by,
        ),
    )
