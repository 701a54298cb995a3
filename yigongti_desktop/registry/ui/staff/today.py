"""What staff brings to 今日: licences and contracts that end, for those who renew them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import Todo
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.rights import EDITORS
from yigongti_desktop.registry.model.staff.rights import READERS
from yigongti_desktop.registry.service import staff_list
from yigongti_desktop.registry.service.staff_list import StaffRow
from yigongti_desktop.registry.ui.staff import state
from yigongti_desktop.registry.ui.staff.words import say_left


def todos(connection: Any, actor: Actor, now: datetime) -> list[Todo]:
    """Return the licences and contracts that are about to end or have ended (STF-11)."""
    if not actor.may(EDITORS) or not staff_list.is_known(connection):
        return []
    return [todo for row in _ending(connection, actor, now) for todo in _todos(row)]


def count(connection: Any, actor: Actor, now: datetime) -> Count:
    """Return how many people have something that ends; those over are urgent."""
    if not actor.may(READERS) or not staff_list.is_known(connection):
        return Count()
    rows = _ending(connection, actor, now)
    return Count(number=len(rows), is_urgent=any(one.left < 0 for row in rows for one in row.endings))


def _ending(connection: Any, actor: Actor, now: datetime) -> list[StaffRow]:
    return [row for row in staff_list.rows(connection, day(now), actor) if row.endings]


def _todos(row: StaffRow) -> list[Todo]:
    where = "　".join(word for word in (row.works_at, row.department) if word)
    return [
        Todo(
            kind="证照" if isinstance(one.part, Licence) else "合同",
            icon="document",
            title=f"{row.staff.name}　{state.say_ending(one)}{'已过期' if one.left < 0 else '将到期'}",
            detail=f"{where}　{say_left(one.left, one.on)}",
            due_on=one.on,
            page="staff",
            record=row.staff.id,
        )
        for one in row.endings
    ]
