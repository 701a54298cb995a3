"""What there is to do, in the order of its limits: what is overdue, for today, for the week, for later."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from datetime import datetime
from datetime import timedelta

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.manifest import Todo
from yigongti_desktop.kit.table.columns import Group
from yigongti_desktop.kit.words import lateness

_WEEK = 7


def due_badge(todo: Todo, now: datetime) -> Badge:
    """Return how far the limit is, in words and tone."""
    today = day(now)
    if todo.due_at is not None:
        late = now > todo.due_at
        soon = day(todo.due_at) <= today
        return Badge(
            lateness(todo.due_at, now),
            "danger" if late else "warn" if soon else "neutral",
            "alert" if late else "clock",
        )
    if todo.due_on is not None:
        days = (todo.due_on - today).days
        if days < 0:
            return Badge(f"超 {-days} 天", "danger", "alert")
        if days == 0:
            return Badge("今天", "warn", "clock")
        if days <= 2:  # noqa: PLR2004 - the day after tomorrow is near
            return Badge(f"剩 {days} 天", "warn", "clock")
        return Badge(f"{todo.due_on.month}月{todo.due_on.day}日", "neutral", "dot")
    return Badge(todo.badge or "待办", "neutral", "dot")


def grouped(todos: Sequence[Todo], now: datetime) -> list[Todo | Group]:
    """Return what there is to do under the heads of its limits, in each the next limit first."""
    today = day(now)

    def due(todo: Todo) -> datetime | None:
        if todo.due_at is not None:
            return todo.due_at
        if todo.due_on is not None:
            return local(now).replace(
                year=todo.due_on.year, month=todo.due_on.month, day=todo.due_on.day, hour=23, minute=59
            )
        return None

    late: list[Todo] = []
    of_today: list[Todo] = []
    week: list[Todo] = []
    later: list[Todo] = []
    for todo in todos:
        when = due(todo)
        if when is None or (when >= now and day(when) == today):
            of_today.append(todo)
        elif when < now:
            late.append(todo)
        else:
            (week if day(when) <= today + timedelta(days=_WEEK) else later).append(todo)
    heads = (
        (late, Group("已逾期", "先办这些", "alert", "danger")),
        (of_today, Group("今天", _short(today), "clock", "warn")),
        (week, Group("七天内", f"到 {_short(today + timedelta(days=_WEEK))}", "calendar", "text")),
        (later, Group("以后", "", "calendar", "text")),
    )
    rows: list[Todo | Group] = []
    for part, head in heads:
        if part:
            rows += [head, *sorted(part, key=lambda todo: (due(todo) or now, todo.title))]
    return rows


def _short(on: date) -> str:
    return f"{on.month}月{on.day}日"
