"""What teaching brings to 今日: lists of who took part that are not written, sessions not noted as held."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.staffing.model.teaching import State
from yigongti_desktop.capabilities.staffing.store import teaching as store
from yigongti_desktop.capabilities.staffing.store.teaching import TeachingRow
from yigongti_desktop.capabilities.staffing.ui import teaching_state as state
from yigongti_desktop.capabilities.staffing.ui.teaching_words import KINDS
from yigongti_desktop.capabilities.staffing.ui.visit_state import READERS
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import Todo

PAGE = "teaching"


def todos(connection: Any, actor: Actor, now: datetime) -> list[Todo]:
    """Return the sessions of which this institution has something to write down."""
    return [
        Todo(
            kind="教学",
            icon="book",
            title=row.teaching.title,
            detail=KINDS[row.teaching.kind.value],
            who="排班",
            badge="登记名单" if row.teaching.state is State.TAUGHT else "登记已办",
            page=PAGE,
            record=row.teaching.id,
        )
        for row in _owed(connection, actor, now)
    ]


def count(connection: Any, actor: Actor, now: datetime) -> Count:
    """Return how many sessions wait for this institution."""
    return Count(number=len(_owed(connection, actor, now)))


def _owed(connection: Any, actor: Actor, now: datetime) -> list[TeachingRow]:
    if not actor.may(READERS):
        return []
    own, today = actor.institution, day(now)
    return [row for row in store.teaching_rows(connection, own) if state.is_owed(row, today, own)]
