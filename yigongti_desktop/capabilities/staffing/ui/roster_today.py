"""What rosters bring to 今日: those that somebody has to look at again, since something has turned against them.

A doctor was posted elsewhere for the same days (STF-03, STF-31), leave was granted, a licence has ended. The unit looks
at the roster; the staffing office of the lead hospital, which has no page of rosters, at the posting.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.service.duties import DRAWERS
from yigongti_desktop.capabilities.staffing.store import postings
from yigongti_desktop.capabilities.staffing.store import sheets
from yigongti_desktop.capabilities.staffing.store.rosters import Look
from yigongti_desktop.capabilities.staffing.ui.posting_state import OFFICE
from yigongti_desktop.capabilities.staffing.ui.posting_today import PAGE as POSTINGS
from yigongti_desktop.capabilities.staffing.ui.roster_words import say_days
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.manifest import Count
from yigongti_desktop.kit.manifest import Todo

PAGE = "rosters"


def todos(connection: Any, actor: Actor, now: datetime) -> list[Todo]:
    """Return the rosters that have to be looked at: those of the own unit, at the lead hospital those it reads."""
    if actor.may(DRAWERS):
        return [_own(look) for look in _looks(connection, actor, now)]
    return [_of_others(connection, look) for look in _others(connection, actor, now)]


def count(connection: Any, actor: Actor, now: datetime) -> Count:
    """Return how many of the own unit's have to be looked at."""
    return Count(number=len(_looks(connection, actor, now)) if actor.may(DRAWERS) else 0)


def _looks(connection: Any, actor: Actor, now: datetime) -> list[Look]:
    """Return those of the own unit; a draft is checked where it is drawn."""
    found = sheets.to_look_at(connection, actor.institution, day(now))
    return [one for one in found if one.roster.unit == actor.institution and one.roster.state is State.PUBLISHED]


def _others(connection: Any, actor: Actor, now: datetime) -> list[Look]:
    """Return those of other units for the staffing office, as far as they are about who is posted by it."""
    if not actor.may(OFFICE):
        return []
    found = sheets.to_look_at(connection, actor.institution, day(now))
    return [one for one in found if one.roster.lead == actor.institution and one.roster.unit != actor.institution]


def _own(look: Look) -> Todo:
    return Todo(
        kind="班表",
        icon="calendar",
        title=f"{say_days(look.roster.first, look.roster.days, look.roster.group)}班表情况变了",
        detail=_said(look),
        who="排班",
        due_on=min(look.findings[0].days) if look.findings[0].days else None,
        page=PAGE,
        record=look.roster.id,
    )


def _of_others(connection: Any, look: Look) -> Todo:
    roster = look.roster
    people = {person for one in look.findings for person in one.people}
    found = (one for one in postings.open_postings(connection) if one.person is not None and one.person.staff in people)
    posting = next((one for one in found if one.since <= roster.last and one.until >= roster.first), None)
    return Todo(
        kind="班表",
        icon="calendar",
        title=f"{look.unit_name or '单位'} {say_days(roster.first, roster.days, roster.group)}班表",
        detail=_said(look),
        who="人力资源部",
        badge="要看",
        page=POSTINGS,
        record=posting.id if posting is not None else "",
    )


def _said(look: Look) -> str:
    more = f"（共 {len(look.findings)} 处）" if len(look.findings) > 1 else ""
    return f"{look.findings[0].text}{more}"
