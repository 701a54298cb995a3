"""Invented people in rows, and the columns that show them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from datetime import timedelta

from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.table.columns import Column

FAMILY, GIVEN = "周李王刘陈杨赵黄吴徐", "建文春志小秀国明玉海"


@dataclass(frozen=True)
class Row:
    """Somebody with a count, a day and a state."""

    id: int
    name: str
    count: int | None
    on: date
    state: str = "open"


def row(place: int) -> Row:
    """Return the row of a place; the counts run against the places."""
    name = FAMILY[place % 10] + GIVEN[place // 10 % 10] + GIVEN[place // 100 % 10]
    state = "late" if place % 3 == 0 else "open"
    return Row(place, name, 1_000 - place, date(2026, 11, 23) - timedelta(days=place % 400), state)


def rows(count: int) -> list[Row]:
    """Return the first rows."""
    return [row(place) for place in range(count)]


def badge(one: Row) -> Badge:
    """Return the state as a badge."""
    return Badge("已逾期", "danger", "alert") if one.state == "late" else Badge("待办")


def columns() -> tuple[Column[Row], ...]:
    """Return a column of every sort."""
    return (
        Column(title="状态", text=lambda one: one.state, badge=badge, width=90),
        Column(title="姓名", text=lambda one: one.name, width=110, stretch=1, is_bold=True, is_jump=True),
        Column(
            title="数量",
            text=lambda one: "" if one.count is None else f"{one.count:,}",
            detail=lambda _one: "盒",
            sort=lambda one: one.count,
            export=lambda one: one.count,
            width=90,
            is_right=True,
            rank=1,
        ),
        Column(
            title="日期",
            text=lambda one: f"{one.on.month}-{one.on.day}",
            sort=lambda one: one.on,
            export=lambda one: one.on,
            width=90,
            rank=2,
        ),
    )
