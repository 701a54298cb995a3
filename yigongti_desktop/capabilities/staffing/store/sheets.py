"""What the page of the month roster asks for: the roster of a month with all that it stands on, in one reading."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from yigongti_desktop.capabilities.staffing.model.assembling import turned
from yigongti_desktop.capabilities.staffing.model.falling import Falling
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.sentences import Sentence
from yigongti_desktop.capabilities.staffing.store import duties
from yigongti_desktop.capabilities.staffing.store import rosters
from yigongti_desktop.capabilities.staffing.store.leave import leave_of
from yigongti_desktop.capabilities.staffing.store.settings import rostered
from yigongti_desktop.capabilities.staffing.store.settings import settings_of
from yigongti_desktop.capabilities.staffing.store.visits import falls_of
from yigongti_desktop.capabilities.staffing.store.wishes import wishes_of
from yigongti_desktop.kernel.calendar import Calendar
from yigongti_desktop.kernel.dates import month_end
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.calendar_year import calendar_in
from yigongti_desktop.storage import records

#: What leave is called where its kind is nobody's business.
_PLAIN = "请假"


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """A month as the page shows it."""

    #: First day of the month.
    month: date
    #: Name of the unit.
    unit_name: str
    roster: Roster | None
    #: Its pins aside: in the grid they hold nothing, only the drawing leaves them alone.
    asked: Asked | None
    calendar: Calendar
    #: Groups that have a roster in this month, "" for the whole unit.
    groups: tuple[str, ...]
    #: Whether this desk still has something of it to send.
    is_waiting: bool
    #: Whether the unit has duties on the first day; and how many people work at it in the month.
    has_duties: bool
    people: int
    #: Who is to be on the roster and is not: id of the staff record → name.
    missing: dict[str, str]
    #: What has turned against a published roster since, on days from today on.
    turned: tuple[Sentence, ...]
    #: Sessions away from home of its people on its days.
    sessions: tuple[Falling, ...]
    #: Last day of the roster before, whose last days count; None where there is none.
    before: date | None


def opened(
    connection: Connection,
    unit: str,
    month: date,
    group: str | None,
    may_draw: bool,  # noqa: FBT001
    on: date,
) -> Opened:
    """Return a month.

    Args:
        connection: the database.
        unit: whose roster.
        month: any of its days.
        group: whose roster is meant; None for the first there is.
        may_draw: whether drafts are shown too, and who is missing, and what has turned against a published one.
        on: today.
    """
    first, last = month.replace(day=1), month_end(month)
    standing = [
        row
        for row in rosters.rosters(connection, unit)
        if row.roster.state is State.PUBLISHED or (may_draw and row.roster.state is State.DRAFT)
    ]
    here = sorted(
        (row for row in standing if row.roster.first <= last and row.roster.last >= first),
        key=lambda row: (row.roster.group, row.roster.first),
    )
    chosen = next((row for row in here if group is None or row.roster.group == group), None)
    register = rosters.register(connection)
    ends = [row.roster.last for row in standing if row.roster.last < first]
    roster = chosen.roster if chosen is not None else None
    days = (roster.last if roster is not None else last) - first
    institution = records.load(connection, registry.INSTITUTION, unit)
    return Opened(
        month=first,
        unit_name=institution.name if institution else "",
        roster=roster,
        asked=question(connection, unpinned(roster), is_for_all=not may_draw) if roster is not None else None,
        calendar=calendar_in(register, *range(first.year, last.year + 2)),
        groups=tuple(dict.fromkeys(row.roster.group for row in here)),
        is_waiting=chosen is not None and chosen.is_waiting,
        has_duties=bool(duties.worked(connection, unit, first)),
        people=len(rostered(connection, unit, first, days.days + 1)),
        missing=_missing(connection, roster, on) if roster is not None and may_draw else {},
        turned=_turned(connection, roster, on) if roster is not None and may_draw else (),
        sessions=_sessions(connection, roster) if roster is not None and may_draw else (),
        before=max(ends, default=None),
    )


def question(connection: Connection, roster: Roster, absent: Leave | None = None, *, is_for_all: bool = False) -> Asked:
    """Return what is asked of a roster, with the leave that is granted and what its people wish.

    Args:
        connection: the database.
        roster: with the lines that are meant; its pins hold.
        absent: somebody who has just dropped out; their pins of those days are gone.
        is_for_all: whether colleagues look at it: why somebody is on leave, and what they wish, is not theirs to see.
    """
    leave = leave_of(connection, roster.unit, roster.first, roster.last)
    if is_for_all:
        return rosters.question(connection, roster, (replace(one, name=_PLAIN) for one in leave))
    wishes = wishes_of(connection, roster.unit, roster.first, roster.last)
    if absent is None:
        return rosters.question(connection, roster, leave, wishes)
    freed = replace(roster, lines=tuple(_freed(line, absent, roster.first) for line in roster.lines))
    return rosters.question(connection, freed, (*leave, absent), wishes)


def to_look_at(connection: Connection, unit: str, on: date) -> list[rosters.Look]:
    """Return the rosters that somebody of a unit has to look at again from a day on, by the leave that is granted."""
    return rosters.to_look_at(connection, unit, on, leave_of(connection, unit, on, date.max))


def unpinned(roster: Roster) -> Roster:
    """Return a roster whose lines have no pins."""
    return replace(roster, lines=tuple(replace(line, pins=()) for line in roster.lines))


def _missing(connection: Connection, roster: Roster, on: date) -> dict[str, str]:
    """Return who is to be on a roster for the days that are still to come and is not: id → name (STF-03)."""
    first = max(roster.first, on)
    if first > roster.last:
        return {}
    found = rostered(connection, roster.unit, first, (roster.last - first).days + 1, roster.group)
    if roster.group:
        known = settings_of(connection, roster.unit)
        found = [one for one in found if (setting := known.get(one.id)) is not None and setting.group == roster.group]
    return {one.id: one.name for one in found if roster.line_of(one.id) is None}


def _sessions(connection: Connection, roster: Roster) -> tuple[Falling, ...]:
    return tuple(one for line in roster.lines for one in falls_of(connection, line.person, roster.dates()))


def _turned(connection: Connection, roster: Roster, on: date) -> tuple[Sentence, ...]:
    """Return what a published roster does not keep any more on the days that are still to come."""
    if roster.state is not State.PUBLISHED or roster.last < on:
        return ()
    leave = leave_of(connection, roster.unit, roster.first, roster.last)
    said = turned(roster, rosters.register(connection), leave)
    return tuple(one for one in said if max(one.days) >= on)


def _freed(line: Line, absent: Leave, first: date) -> Line:
    if line.person != absent.person:
        return line
    pins = (place for place in line.pins if not absent.first <= first + timedelta(place) <= absent.last)
    return replace(line, pins=tuple(pins))
