"""What services bring to 今日: what is owed village by village, and what of one's own another has done as well."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any

from yigongti_desktop.capabilities.contracts.model.filling import typed_as
from yigongti_desktop.capabilities.contracts.model.forms import MEASURED
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.store import services
from yigongti_desktop.capabilities.contracts.store import tasks as store
from yigongti_desktop.capabilities.contracts.store import teams
from yigongti_desktop.capabilities.contracts.store.tasks import Show
from yigongti_desktop.capabilities.contracts.store.tasks import Wanted
from yigongti_desktop.capabilities.contracts.ui.notice_words import line
from yigongti_desktop.capabilities.contracts.ui.task_state import SERVERS
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import Figure
from yigongti_desktop.kit.manifest import News
from yigongti_desktop.kit.manifest import Todo
from yigongti_desktop.notices.messages import TakeNote
from yigongti_desktop.notices.model import Notice

PAGE, ICON = "services", "check-circle"
#: Villages that are named one by one.
_MOST_VILLAGES = 8
#: Values of a service that are said, and days for which it is news.
_MOST_VALUES, _NEWS_DAYS = 2, 7


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
    told = [_told(notice, service, today) for notice, service in services.told(connection, actor)]
    return told + [
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


def _told(notice: Notice, service: Service, today: date) -> Todo:
    return Todo(
        kind="履约",
        icon=ICON,
        title=f"{service.name}　{service.item_name}",
        detail=line(notice, today),
        who=service.doer_name,
        account=notice.account,
        badge="告知",
        page=PAGE,
        record=service.id,
        noted=TakeNote(notice=notice.id, seen=notice.state),
    )


def news(connection: Any, actor: Actor, now: datetime) -> list[News]:
    """Return what another has done as well of what this person did, with the values of both (FDC-16)."""
    if not actor.may(SERVERS):
        return []
    return [
        News(
            at=one.other.recorded_at,
            icon=ICON,
            title=one.mine.name,
            detail=f"{one.other.doer_name}也做了 {_said(one.other)}，您 {_said(one.mine)}",
            page=PAGE,
            record=one.other.id,
        )
        for one in services.done_by_others_too(connection, actor.account, now - timedelta(days=_NEWS_DAYS))
    ]


def _said(service: Service) -> str:
    """Return the first values of a service, 128/78, or its day where nothing was measured."""
    form = Form.DIABETES if "fasting" in service.readings else Form.HYPERTENSION
    measured = [typed_as(form, name, value) for name, value in service.readings.items() if name in MEASURED]
    return "/".join(measured[:_MOST_VALUES]) or f"{service.done_on:%m-%d}"


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
