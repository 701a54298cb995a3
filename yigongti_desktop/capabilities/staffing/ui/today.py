"""What leave and swaps bring to 今日: slips for the director, offers for a colleague, agreed swaps for who approves."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.staffing.model.leave import NAMES
from yigongti_desktop.capabilities.staffing.model.leave import LeaveSlip
from yigongti_desktop.capabilities.staffing.model.own import ARRANGERS
from yigongti_desktop.capabilities.staffing.model.swaps import State
from yigongti_desktop.capabilities.staffing.model.swaps import Swap
from yigongti_desktop.capabilities.staffing.service.leave import DECIDERS
from yigongti_desktop.capabilities.staffing.store import leave as store
from yigongti_desktop.capabilities.staffing.store.swaps import open_swaps
from yigongti_desktop.capabilities.staffing.ui.leave_words import say_days
from yigongti_desktop.capabilities.staffing.ui.swaps_words import say_swap
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import Todo

PAGE = "leave"


def todos(connection: Any, actor: Actor, _now: datetime) -> list[Todo]:
    """Return what waits for the person at the desk; it is due before its first day."""
    leave = [
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
    return leave + [_of_swap(swap) for swap in _swaps(connection, actor)]


def count(connection: Any, actor: Actor, _now: datetime) -> Count:
    """Return how many of them there are."""
    return Count(number=len(_asked(connection, actor)) + len(_swaps(connection, actor)))


def _of_swap(swap: Swap) -> Todo:
    asks = f"请 {swap.taker_name} 答应" if swap.state is State.OFFERED else f"{swap.taker_name} 已答应，请批"
    return Todo(
        kind="换班",
        icon="refresh",
        title=f"{swap.giver_name}　{say_swap(swap)}",
        detail="　".join(part for part in (asks, swap.reason) if part),
        account=swap.taker_account if swap.state is State.OFFERED else "",
        due_on=swap.day,
        page=PAGE,
        record=swap.id,
    )


def _asked(connection: Any, actor: Actor) -> list[LeaveSlip]:
    return store.waiting_for_decision(connection, actor.institution) if actor.may(DECIDERS) else []


def _swaps(connection: Any, actor: Actor) -> list[Swap]:
    """Return the offers to somebody, and for clerk and director the swaps that both agree to."""
    found = open_swaps(connection, actor.institution)
    offered = [one for one in found if one.state is State.OFFERED and one.taker_account == actor.account]
    return offered + [one for one in found if one.state is State.AGREED and actor.may(ARRANGERS)]
