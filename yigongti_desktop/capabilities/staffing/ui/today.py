"""What leave brings to 今日: slips that the director decides about."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.staffing.model.leave import NAMES
from yigongti_desktop.capabilities.staffing.model.leave import LeaveSlip
from yigongti_desktop.capabilities.staffing.service.leave import DECIDERS
from yigongti_desktop.capabilities.staffing.store import leave as store
from yigongti_desktop.capabilities.staffing.ui.leave_words import say_days
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import Todo

PAGE = "leave"


def todos(connection: Any, actor: Actor, _now: datetime) -> list[Todo]:
    """Return the leave that waits for the director; it is decided before its first day."""
    return [
        Todo(
            kind="请假",
            icon="calendar",
            title=f"{slip.person_name}　{NAMES[slip.kind]}",
            detail="　".join(part for part in (say_days(slip), slip.reason) if part),
            due_on=slip.first,
            page=PAGE,
            record=slip.id,
        )
        for slip in _asked(connection, actor)
    ]


def count(connection: Any, actor: Actor, _now: datetime) -> Count:
    """Return how many slips wait for the person at the desk."""
    return Count(number=len(_asked(connection, actor)))


def _asked(connection: Any, actor: Actor) -> list[LeaveSlip]:
    return store.waiting_for_decision(connection, actor.institution) if actor.may(DECIDERS) else []
