"""What sessions away from home bring to 今日: what nobody has written down, and what is held at this unit today."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from typing import Any

from yigongti_desktop.capabilities.staffing.model.visit_days import Session
from yigongti_desktop.capabilities.staffing.store import visits as store
from yigongti_desktop.capabilities.staffing.ui import visit_state as state
from yigongti_desktop.capabilities.staffing.ui.visit_words import KINDS
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import Todo

PAGE = "visits"
#: Days back to which one is asked for what became of a session.
_BACK = timedelta(28)


def todos(connection: Any, actor: Actor, now: datetime) -> list[Todo]:
    """Return the sessions at this institution of which nobody has written down what became of them."""
    return [
        Todo(
            kind="坐诊",
            icon="stethoscope",
            title=f"{one.visit.person_name}　{KINDS[one.visit.plan.kind.value]}",
            detail="　".join(part for part in (one.visit.place, one.visit.plan.department) if part),
            who="排班",
            due_on=one.day,
            page=PAGE,
            record=one.id,
        )
        for one in _owed(connection, actor, now)
    ]


def count(connection: Any, actor: Actor, now: datetime) -> Count:
    """Return how many sessions at this institution wait for their number."""
    return Count(number=len(_owed(connection, actor, now)))


def _owed(connection: Any, actor: Actor, now: datetime) -> list[Session]:
    if not actor.may(state.READERS):
        return []
    today = day(now)
    rows = store.session_rows(connection, today - _BACK, today)
    return [row.session for row in rows if row.session.is_owed and _writes(row.session) == actor.institution]


def _writes(session: Session) -> str:
    """Return who writes down what became of it: the host."""
    return session.visit.unit
