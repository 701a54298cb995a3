"""Rosters in the database, and what screens ask for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import timedelta

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.staffing.model import assembling
from yigongti_desktop.capabilities.staffing.model import roster as model
from yigongti_desktop.capabilities.staffing.model.drawing import MOST_DAYS
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.month import Month
from yigongti_desktop.capabilities.staffing.model.month import Wish
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.sentences import Sentence
from yigongti_desktop.capabilities.staffing.store.register import Register
from yigongti_desktop.capabilities.staffing.store.visits import VISIT
from yigongti_desktop.capabilities.staffing.tables.rosters import rosters as table
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind

ROSTER = RecordKind(
    name=model.KIND,
    record=Roster,
    table=table,
    streams=model.streams,
    topic="staffing.rosters",
    postings=model.posted,
    called=lambda one: f"{one.first:%Y-%m} 班表",
)


class RosterRow(msgspec.Struct, frozen=True, kw_only=True):
    """A roster in a list, with whether this desk still has something of it to send."""

    roster: Roster
    is_waiting: bool


class Look(msgspec.Struct, frozen=True, kw_only=True):
    """A roster that has to be looked at again, and why: days that are still to come, by person."""

    roster: Roster
    findings: tuple[Sentence, ...]
    #: Name of the roster's unit.
    unit_name: str = ""


def rosters(connection: Connection, unit: str = "") -> list[RosterRow]:
    """Return the rosters that this desk has, of one unit or of all, the latest first."""
    query = select(table).where(table.c.unit == unit) if unit else select(table)
    waiting = pending.waiting(connection, ROSTER.name)
    found = (records.from_row(ROSTER, row) for row in connection.execute(query))
    ordered = sorted(found, key=lambda one: (one.first, one.unit, one.group, one.id), reverse=True)
    return [RosterRow(roster=one, is_waiting=one.id in waiting) for one in ordered]


def one_roster(connection: Connection, roster: str) -> Roster | None:
    """Return a roster, or None."""
    return records.load(connection, ROSTER, roster)


def roster_of(connection: Connection, unit: str, group: str, on: date) -> Roster | None:
    """Return the roster of a unit's group that has a day, and is not withdrawn; None when there is none."""
    found = (row.roster for row in rosters(connection, unit))
    standing = (one for one in found if one.group == group and one.state is not State.WITHDRAWN)
    return next((one for one in standing if one.first <= on <= one.last), None)


def people_of(connection: Connection, unit: str, first: date, days: int) -> list[Staff]:
    """Return who works at a unit on any of some days, by name (STF-03)."""
    dates = [first + timedelta(place) for place in range(days)]
    everybody = registry.everything(connection, registry.STAFF)
    found = (one for one in everybody if any(one.works_at(on) == unit for on in dates))
    return sorted(found, key=lambda one: (one.name, one.id))


def duties(connection: Connection, roster: Roster) -> tuple[Duty, ...]:
    """Return the duties of a roster, in their order."""
    return assembling.duties_of(roster, register(connection))


def month(connection: Connection, roster: Roster, leave: Iterable[Leave] = (), wishes: Iterable[Wish] = ()) -> Month:
    """Return the month of a roster: its people with what they had before, what is pinned, leave and wishes as given."""
    return assembling.month_of(roster, register(connection), leave, wishes)


def question(connection: Connection, roster: Roster, leave: Iterable[Leave] = (), wishes: Iterable[Wish] = ()) -> Asked:
    """Return what is asked of a roster, as solver and checker take it; its lines are `assembling.rows`."""
    return assembling.question(roster, register(connection), leave, wishes)


def findings(connection: Connection, roster: Roster, leave: Iterable[Leave] = ()) -> tuple[Sentence, ...]:
    """Return what a roster does not keep by what this desk knows now, what must be kept first."""
    return assembling.findings(roster, register(connection), leave)


def to_look_at(connection: Connection, unit: str, on: date, leave: Iterable[Leave] = ()) -> list[Look]:
    """Return the rosters that somebody has to look at again, from a day on.

    A doctor was sent elsewhere meanwhile (STF-03, STF-31), leave was granted, a licence has ended: somebody has a duty
    on the rest of the days that is not theirs. Of another unit's people only those of whom this desk has a record are
    told.

    Args:
        connection: the database.
        unit: institution of this desk.
        on: today.
        leave: that is granted.
    """
    known, granted = register(connection), tuple(leave)
    found = []
    since = (on - timedelta(MOST_DAYS)).isoformat()
    query = select(table).where(table.c.first >= since, table.c.state != State.WITHDRAWN).order_by(table.c.first)
    for stored in connection.execute(query):
        roster: Roster = records.from_row(ROSTER, stored)
        if roster.last < on:
            continue
        strangers = _strangers(roster, known) if roster.unit != unit else frozenset()
        said = assembling.turned(roster, known, granted, knows_skills=roster.unit == unit)
        kept = tuple(one for one in said if max(one.days) >= on and strangers.isdisjoint(one.people))
        if kept:
            institution = known.get("institution", roster.unit)
            name = institution.name if institution is not None else ""
            found.append(Look(roster=roster, findings=kept, unit_name=name))
    return found


def register(connection: Connection) -> Register:
    """Return the records of this desk as the rules of rosters look them up."""
    return Register(connection, ROSTER, VISIT)


def _strangers(roster: Roster, known: Register) -> frozenset[str]:
    return frozenset(line.person for line in roster.lines if known.get("staff", line.person) is None)
