"""What owed visits bring to 今日."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.followups import store
from yigongti_desktop.capabilities.followups.model.visit import FollowUp
from yigongti_desktop.kernel.access import CLINICAL_ROLES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import Figure
from yigongti_desktop.kit.manifest import Todo
from yigongti_desktop.kit.words import age
from yigongti_desktop.registry.ui.words import SEX

SEEN_BY = CLINICAL_ROLES | {Role.DIRECTOR}
_WEEK = 7


def todos(connection: Any, actor: Actor, now: datetime) -> list[Todo]:
    """Return the visits that are owed."""
    if not actor.may(SEEN_BY):
        return []
    return [_todo(visit, now) for visit in _owed(connection, actor)]


def figures(connection: Any, actor: Actor, now: datetime) -> list[Figure]:
    """Return how many visits are owed, and how many of them are late or due this week."""
    if not actor.may(SEEN_BY):
        return []
    owed = _owed(connection, actor)
    if not owed:
        return []
    today = day(now)
    late = sum(visit.due < today for visit in owed)
    soon = sum(0 <= (visit.due - today).days <= _WEEK for visit in owed)
    note = f"{late} 人已过时限" if late else f"七天内到期 {soon} 人"
    return [
        Figure(
            title="待随访", value=str(len(owed)), unit="人", note=note, tone="danger" if late else "", page="followups"
        )
    ]


def count(connection: Any, actor: Actor, _now: datetime) -> Count:
    """Return how many visits are owed."""
    return Count(number=len(_owed(connection, actor)))


def _owed(connection: Any, actor: Actor) -> list[FollowUp]:
    return [visit for visit in store.open_visits(connection) if visit.institution == actor.institution]


def _todo(visit: FollowUp, now: datetime) -> Todo:
    who = visit.who
    return Todo(
        kind="随访",
        icon="stethoscope",
        title=f"{who.name}　{SEX[who.sex]} {age(who.birth, day(now))}".strip(),
        detail=f"{visit.about}，{who.address}" if who.address else visit.about,
        who=visit.assignee_name,
        account=visit.assignee,
        due_on=visit.due,
        page="followups",
        record=visit.id,
    )
