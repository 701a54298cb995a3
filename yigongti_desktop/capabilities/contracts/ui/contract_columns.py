"""Columns of the list of contracts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from yigongti_desktop.capabilities.contracts.model.terms import Allowed
from yigongti_desktop.capabilities.contracts.store.listing import Row
from yigongti_desktop.capabilities.contracts.ui import contract_state as state
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import age


def columns(today: Callable[[], date], allowed: Callable[[], Allowed]) -> tuple[Column[Row], ...]:
    """Return the columns.

    Args:
        today: by the desk's clock.
        allowed: what the county allows, for when a contract may be renewed.
    """
    return (
        name(),
        Column(title="年龄", text=lambda row: age(row.contract.birth, today()), width=72, is_right=True, rank=3),
        Column(title="村组", text=lambda row: row.contract.village, width=110, stretch=1, rank=1),
        Column(title="团队", text=lambda row: row.contract.team_name, width=104, rank=2),
        packages(),
        term(),
        served(),
        Column(
            title="状态",
            text=lambda row: state.badge(row.contract, today(), allowed(), is_waiting=row.is_waiting).text,
            badge=lambda row: state.badge(row.contract, today(), allowed(), is_waiting=row.is_waiting),
            width=122,
        ),
        Column(title="协议编号", text=lambda row: row.contract.number, width=170, rank=5),
    )


def name() -> Column[Row]:
    """Return the column of names, with what has become of somebody."""
    return Column(
        title="姓名",
        text=lambda row: row.contract.name,
        detail=lambda row: "已去世" if row.is_dead else "已迁出" if row.is_gone else "",
        width=136,
        stretch=1,
        is_bold=True,
        is_jump=True,
    )


def packages() -> Column[Row]:
    """Return the column of packages."""
    return Column(
        title="服务包",
        text=lambda row: "、".join(one.name for one in row.contract.packages),
        width=120,
        stretch=2,
        rank=4,
    )


def term() -> Column[Row]:
    """Return the column of the last day."""
    return Column(
        title="到期",
        text=lambda row: row.contract.last.isoformat(),
        export=lambda row: row.contract.last,
        width=100,
    )


def served() -> Column[Row]:
    """Return the column of services done, of those that were due."""
    return Column(
        title="履约",
        text=lambda row: f"{row.done} / {row.due}" if row.due else "—",
        tone=lambda row: "warn" if row.done < row.due else "",
        width=64,
        is_right=True,
        rank=1,
    )
