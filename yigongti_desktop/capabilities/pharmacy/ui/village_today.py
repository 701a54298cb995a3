"""What villages' requests bring to 今日: those that wait to be ordered, those whose drugs have come."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.pharmacy.store import villages as store
from yigongti_desktop.capabilities.pharmacy.store.villages import Sharing
from yigongti_desktop.capabilities.pharmacy.ui import village_state as state
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import Figure
from yigongti_desktop.kit.manifest import Todo

PAGE = "villages"
ICON = "hospital"
_MOST_NAMES = 4


def todos(connection: Any, actor: Actor, now: datetime) -> list[Todo]:
    """Return what the pharmacist owes the villages."""
    if not actor.may(state.PHARMACISTS):
        return []
    found = [_to_share(one) for one in store.orders_to_share(connection, day(now))]
    if waiting := store.waiting_villages(connection):
        villages = list(dict.fromkeys(request.village for request in waiting))
        todo = Todo(
            kind="村室",
            icon=ICON,
            title=f"{len(waiting)} 份村室请领",
            detail=_names(villages),
            who="药房",
            badge="待汇总",
            page=PAGE,
            record="waiting",
        )
        found.insert(0, todo)
    return found


def figures(connection: Any, actor: Actor, _now: datetime) -> list[Figure]:
    """Return how many villages wait to be ordered for."""
    waiting = store.waiting_villages(connection) if actor.may(state.PHARMACISTS) else []
    if not waiting:
        return []
    villages = len({request.village for request in waiting})
    return [Figure(title="村室待汇总", value=str(len(waiting)), unit="份", note=f"{villages} 个村卫生室", page=PAGE)]


def count(connection: Any, actor: Actor, now: datetime) -> Count:
    """Return how many requests wait to be ordered, and how many orders to be shared out."""
    if not actor.may(state.PHARMACISTS):
        return Count()
    waiting, to_share = store.waiting_villages(connection), store.orders_to_share(connection, day(now))
    return Count(number=len(waiting) + len(to_share))


def _to_share(one: Sharing) -> Todo:
    villages = list(dict.fromkeys(portion.village for portion in one.portions))
    return Todo(
        kind="分发",
        icon="box",
        title=one.order.number,
        detail=f"到货，分给 {_names(villages)}",
        who="药房",
        badge="待分发",
        page=PAGE,
        record=f"share {one.order.id}",
    )


def _names(villages: list[str]) -> str:
    words = "、".join(villages[:_MOST_NAMES])
    return f"{words} 等 {len(villages)} 个村" if len(villages) > _MOST_NAMES else words
