"""What owed services bring to 今日: village by village, those of one's own team."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.contracts.store import tasks as store
from yigongti_desktop.capabilities.contracts.store import teams
from yigongti_desktop.capabilities.contracts.store.tasks import Show
from yigongti_desktop.capabilities.contracts.store.tasks import Wanted
from yigongti_desktop.capabilities.contracts.ui.task_state import SERVERS
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import Figure
from yigongti_desktop.kit.manifest import Todo

PAGE, ICON = "services", "check-circle"
#: Villages that are named one by one.
_MOST_VILLAGES = 8


def own_team(connection: Any, actor: Actor, today: date) -> str:
    """Return the team of somebody, where it is one alone; empty for whoever looks at all of them."""
    own = [
        team.id
        for team in teams.working_teams(connection, actor.institution, today)
        if any(member.account and member.account == actor.account for member in team.on(today))
    ]
    return own[0] if len(own) == 1 else ""


def todos(connection: Any, actor: Actor, now: datetime) -> list[Todo]:
    """Return what is overdue, one line for each village, the earliest first."""
    if not actor.may(SERVERS):
        return []
    today = day(now)
    team = own_team(connection, actor, today)
    late = store.late_by_village(connection, team, today)
    return [
        Todo(
            kind="履约",
            icon=ICON,
            title=one.village or "没有填村组",
            detail=f"逾期 {one.tasks} 项，{one.homes} 户",
            account=actor.account if team else "",
            due_on=one.first,
            page=PAGE,
            record=f"village {one.village}",
        )
        for one in late[:_MOST_VILLAGES]
    ]


def figures(connection: Any, actor: Actor, now: datetime) -> list[Figure]:
    """Return how many services are owed this week, and how many are overdue."""
    if not actor.may(SERVERS):
        return []
    late, week = _owed(connection, actor, day(now))
    if not late and not week:
        return []
    note = f"已逾期 {late:,} 项" if late else "没有逾期"
    return [Figure(title="本周履约", value=f"{week:,}", unit="项", note=note, tone="danger" if late else "", page=PAGE)]


def count(connection: Any, actor: Actor, now: datetime) -> Count:
    """Return how many services of one's own team are overdue."""
    return Count(number=_owed(connection, actor, day(now))[0])


def _owed(connection: Any, actor: Actor, today: date) -> tuple[int, int]:
    wanted = Wanted(today=today, team=own_team(connection, actor, today))
    return store.count(connection, wanted, Show.OVERDUE), store.count(connection, wanted, Show.WEEK)
