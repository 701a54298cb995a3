"""What people ask of the roster, as one list shows it: leave, wishes, swaps; and what each kind brings to the page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kit.acts import Act
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.badge import Badge
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.kit.table.columns import Column

CHIPS = (
    Chip("todo", "待办", 0),
    Chip("mine", "我的", 0),
    Chip("leave", "请假", 0),
    Chip("wish", "意愿", 0),
    Chip("swap", "换班", 0),
    Chip("all", "全部", 0),
)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One line of the list."""

    #: Kind of the record, and its id.
    kind: str
    id: str
    #: The record itself: one that has not changed is the same.
    record: Any
    what: str
    who: str
    when: str
    words: str
    badge: Badge
    #: Day by which the list is ordered.
    day: date
    #: Whether the person at the desk is asked for something, and whether it is about them.
    is_todo: bool
    is_mine: bool


@dataclass(frozen=True, kw_only=True)
class Part:
    """What one kind of record brings to the page."""

    #: Returns one with all that its panel shows, of (connection, id).
    opened: Callable[[Any, str], Any]
    #: Returns the record of what was opened.
    record: Callable[[Any], Any]
    show: Callable[[Panel, Any, Desk], None]
    #: The acts that are open to somebody on a day.
    offers: Callable[[Any, Actor, date], list[Act]]
    #: The command of an act that asks for nothing, of (act, what was opened); None where it asks.
    at_once: Callable[[str, Any], Any]
    #: What an act asks for, of (act, what was opened, today).
    ask: Callable[[str, Any, date], Ask | None]
    #: A record in one line, once an act was done.
    said: Callable[[Any], str]


def is_meant(entry: Entry, typed: str) -> bool:
    """Say whether a line is meant by what was typed, in lower case: name, its initials, kind, words."""
    if any(key.startswith(typed) for name in entry.who.split("　") for key in keys_of_name(name)):
        return True
    return any(typed in text.lower() for text in (entry.who, entry.what, entry.when, entry.words))


def columns() -> tuple[Column[Entry], ...]:
    """Return the columns of the list."""
    return (
        Column(title="状态", text=lambda one: one.badge.text, badge=lambda one: one.badge, width=104),
        Column(title="类别", text=lambda one: one.what, width=92),
        Column(title="姓名", text=lambda one: one.who, width=128, stretch=1, is_bold=True, is_jump=True),
        Column(title="日期", text=lambda one: one.when, width=210, stretch=2, sort=lambda one: one.day),
        Column(title="说明", text=lambda one: one.words, width=120, stretch=3, rank=1),
    )
