"""Columns of the list of postings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from yigongti_desktop.capabilities.staffing.model.served import served
from yigongti_desktop.capabilities.staffing.store.postings import Row
from yigongti_desktop.capabilities.staffing.ui import posting_state as state
from yigongti_desktop.capabilities.staffing.ui.posting_words import KINDS
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import short_day
from yigongti_desktop.registry.ui.staff.words import LEVELS


def columns(today: Callable[[], date], own: str) -> tuple[Column[Row], ...]:
    """Return the columns; the unit is named to whoever sees several."""
    return (
        Column(title="状态", text=lambda _row: "", badge=lambda row: state.badge(row, today(), own), width=112),
        Column(
            title="人员",
            text=who,
            detail=level,
            width=150,
            stretch=3,
            is_bold=True,
            is_jump=True,
        ),
        Column(title="类别", text=lambda row: KINDS[row.posting.kind.value], width=96),
        Column(title="单位", text=lambda row: row.posting.unit_name, width=150, stretch=2, rank=1),
        Column(title="科室", text=lambda row: row.posting.department, width=84, rank=3, tone=lambda _row: "text2"),
        Column(
            title="起",
            text=lambda row: short_day(row.posting.since, today()),
            width=92,
            is_right=True,
            sort=lambda row: row.posting.since,
            export=lambda row: row.posting.since,
        ),
        Column(
            title="止",
            text=lambda row: short_day(row.posting.until, today()),
            width=96,
            is_right=True,
            tone=lambda row: "danger" if state.is_exception(row.posting) else "",
            sort=lambda row: row.posting.until,
            export=lambda row: row.posting.until,
        ),
        Column(
            title="在岗",
            text=lambda row: f"{len(served(row.posting))} 天" if row.posting.arrived_on else "",
            width=66,
            is_right=True,
            rank=2,
            sort=lambda row: len(served(row.posting)),
            export=lambda row: len(served(row.posting)),
        ),
    )


def who(row: Row) -> str:
    """Return who is sent, or who is wanted."""
    posting = row.posting
    if posting.person is not None:
        return posting.person.name
    return f"要{LEVELS[posting.wish.title.value]}以上" if posting.wish.title.rank else "待定"


def level(row: Row) -> str:
    """Return the title of who is sent."""
    person = row.posting.person
    return LEVELS[person.level.value] if person is not None else ""
