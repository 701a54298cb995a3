"""What postings bring to 今日: what the lead hospital has to arrange, who should have come, which months are owed."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from typing import Any

from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import State
from yigongti_desktop.capabilities.staffing.store import postings as store
from yigongti_desktop.capabilities.staffing.ui import posting_state as state
from yigongti_desktop.capabilities.staffing.ui.posting_words import KINDS
from yigongti_desktop.capabilities.staffing.ui.posting_words import NAMES
from yigongti_desktop.capabilities.staffing.ui.posting_words import STATES
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import News
from yigongti_desktop.kit.manifest import Todo

PAGE = "postings"
#: Acts after which the state says too little of what was done.
_SAID_BY_ACT = frozenset({"posting.arrived", "posting.month_noted"})


def todos(connection: Any, actor: Actor, now: datetime) -> list[Todo]:
    """Return the postings that this institution has to move on."""
    return [_todo(one) for one in _mine(connection, actor, now)]


def count(connection: Any, actor: Actor, now: datetime) -> Count:
    """Return how many postings this institution has to move on."""
    return Count(number=len(_mine(connection, actor, now)))


def news(connection: Any, actor: Actor, now: datetime) -> list[News]:
    """Return what the other side did with postings in the last week."""
    if not actor.may(state.READERS):
        return []
    found: list[News] = []
    for posting, step in store.steps_of_others(connection, actor.institution, now - timedelta(days=7)):
        at = step.hub_at or step.at
        said = NAMES[step.act] if step.act in _SAID_BY_ACT else STATES.get(step.state, "")
        is_named = posting.person is None or posting.unit == actor.institution
        where = posting.department if is_named else posting.unit_name
        detail = "　".join(word for word in (KINDS[posting.kind.value], said, where) if word)
        found.append(News(at=at, icon="people", title=_title(posting), detail=detail, page=PAGE, record=posting.id))
    return found


def _mine(connection: Any, actor: Actor, now: datetime) -> list[Posting]:
    if not actor.may(state.READERS):
        return []
    return [one for one in store.open_postings(connection) if state.is_turn(one, day(now), actor)]


def _todo(posting: Posting) -> Todo:
    is_asked = posting.state is State.ASKED
    is_arriving = posting.state is State.ARRANGED
    badge = "待安排" if is_asked else "待确认到岗" if is_arriving else "登记天数"
    return Todo(
        kind="派驻",
        icon="people",
        title=posting.unit_name if is_asked else _title(posting),
        detail=f"{KINDS[posting.kind.value]}　{posting.department or posting.unit_name}",
        who="人力资源部" if is_asked else "排班",
        due_on=posting.since if is_arriving else None,
        badge="" if is_arriving else badge,
        page=PAGE,
        record=posting.id,
    )


def _title(posting: Posting) -> str:
    return posting.person.name if posting.person else posting.unit_name
