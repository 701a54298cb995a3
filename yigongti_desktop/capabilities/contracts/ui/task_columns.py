"""Columns of the list of households with tasks, of the tasks of one household, and of both in Excel."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from yigongti_desktop.capabilities.contracts.model.tasks import Task
from yigongti_desktop.capabilities.contracts.store.tasks import Home
from yigongti_desktop.capabilities.contracts.ui import task_state as state
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.words import short_day


def home_columns(today: Callable[[], date]) -> tuple[Column[Home], ...]:
    """Return the columns of the list."""
    return (
        Column(title="状态", text=lambda _home: "", badge=lambda home: state.home_badge(home, today()), width=108),
        Column(title="村组", text=lambda home: home.village or "—", width=116, stretch=1, rank=1),
        Column(title="户", text=_names, width=120, stretch=2, is_bold=True),
        Column(title="项目", text=_items, width=150, stretch=3, rank=2),
        Column(title="项数", text=lambda home: str(len(home.tasks)), width=52, is_right=True),
        Column(title="日期", text=lambda home: _first_day(home, today()), width=84, is_right=True),
    )


def task_columns(today: Callable[[], date], is_waiting: Callable[[Task], bool]) -> tuple[Column[Task], ...]:
    """Return the columns of the tasks of one household."""

    def badge(task: Task) -> Badge:
        return state.badge(task, today(), is_waiting=is_waiting(task))

    return (
        Column(title="", text=lambda _task: "", badge=badge, width=104),
        Column(title="", text=lambda task: task.item_name, width=120, stretch=1, is_bold=True),
        Column(title="", text=lambda task: short_day(task.done_on or task.due, today()), width=98, is_right=True),
    )


def export_columns(today: Callable[[], date]) -> tuple[Column[Task], ...]:
    """Return the columns of the tasks in Excel, one row for each."""
    return (
        Column(title="村组", text=lambda task: task.village, width=120),
        Column(title="姓名", text=lambda task: task.name, width=90),
        Column(title="服务包", text=lambda task: task.package, width=140),
        Column(title="项目", text=lambda task: task.item_name, width=140),
        Column(title="状态", text=lambda task: state.badge(task, today()).text, width=80),
        Column(title="最早", text=lambda task: task.opens.isoformat(), width=84, export=lambda task: task.opens),
        Column(title="应做", text=lambda task: task.due.isoformat(), width=84, export=lambda task: task.due),
        Column(title="最迟", text=lambda task: task.closes.isoformat(), width=84, export=lambda task: task.closes),
        Column(
            title="已做",
            text=lambda task: task.done_on.isoformat() if task.done_on else "",
            width=84,
            export=lambda task: task.done_on,
        ),
        Column(title="协议编号", text=lambda task: task.agreement, width=180),
    )


def _names(home: Home) -> str:
    names = home.names
    return "、".join(names[:3]) + (f" 等 {len(names)} 人" if len(names) > 3 else "")  # noqa: PLR2004 - what a cell holds


def _items(home: Home) -> str:
    counted: dict[str, int] = {}
    for task in home.tasks:
        counted[task.item_name] = counted.get(task.item_name, 0) + 1
    return "、".join(f"{name} {count}" if count > 1 else name for name, count in counted.items())


def _first_day(home: Home, today: date) -> str:
    if not home.tasks:
        return "—"
    still = [task.due for task in home.tasks if task.done_on is None]
    return short_day(min(still) if still else max(task.done_on or task.due for task in home.tasks), today)
