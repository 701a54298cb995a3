"""Columns of what is owed, a delivery a row, seen from the unit or from the central pharmacy."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from yigongti_desktop.capabilities.pharmacy.model import payables
from yigongti_desktop.capabilities.pharmacy.store.statements import DueRow
from yigongti_desktop.capabilities.pharmacy.ui import statement_state as state
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.money import yuan
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import short_day


def columns(now: Callable[[], datetime], *, is_centre: bool) -> tuple[Column[DueRow], ...]:
    """Return the columns."""

    def lacking(row: DueRow) -> int:
        return len(payables.unpriced([row.delivery]))

    who = Column[DueRow](title="单位", text=lambda row: row.unit_name, width=150, stretch=3, is_bold=True, is_jump=True)
    return (
        Column(title="状态", text=lambda _row: "", badge=state.badge, width=104),
        *([who] if is_centre else []),
        Column(
            title="收货",
            text=lambda row: short_day(row.delivery.received_on, day(now())),
            width=70,
            is_right=True,
            sort=lambda row: row.delivery.received_on,
            export=lambda row: row.delivery.received_on,
        ),
        Column(title="配送单", text=lambda row: row.delivery.delivery, width=170, stretch=2, is_bold=not is_centre),
        Column(
            title="请领单",
            text=lambda row: row.delivery.number,
            width=170,
            stretch=2,
            rank=2,
            tone=lambda _row: "text2",
        ),
        Column(
            title="品种",
            text=lambda row: f"{_kinds(row)} 种",
            width=62,
            is_right=True,
            rank=1,
            sort=_kinds,
            export=_kinds,
        ),
        Column(
            title="未定价",
            text=lambda row: f"{lacking(row)} 行" if lacking(row) else "",
            width=70,
            is_right=True,
            tone=lambda _row: "danger",
            sort=lacking,
            export=lacking,
        ),
        Column(
            title="应付（元）",
            text=lambda row: yuan(row.delivery.amount_fen),
            width=110,
            is_right=True,
            is_bold=True,
            sort=lambda row: row.delivery.amount_fen,
            export=lambda row: row.delivery.amount_fen / 100,
        ),
    )


def _kinds(row: DueRow) -> int:
    return len({line.drug for line in row.delivery.lines})
