"""Leave in the database, and what rosters and screens ask of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.staffing.model import former
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.falling import Falling
from yigongti_desktop.capabilities.staffing.model.falls import Fall
from yigongti_desktop.capabilities.staffing.model.falls import falls
from yigongti_desktop.capabilities.staffing.model.granted import as_leave
from yigongti_desktop.capabilities.staffing.model.granted import posted
from yigongti_desktop.capabilities.staffing.model.leave import GRANTED
from yigongti_desktop.capabilities.staffing.model.leave import Kind
from yigongti_desktop.capabilities.staffing.model.leave import LeaveSlip
from yigongti_desktop.capabilities.staffing.model.leave import State
from yigongti_desktop.capabilities.staffing.model.leave import Written
from yigongti_desktop.capabilities.staffing.model.leave import is_worked
from yigongti_desktop.capabilities.staffing.model.leave import streams
from yigongti_desktop.capabilities.staffing.model.leave_days import Annual
from yigongti_desktop.capabilities.staffing.model.leave_days import annual
from yigongti_desktop.capabilities.staffing.model.leave_days import working_halves
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.month import Person
from yigongti_desktop.capabilities.staffing.model.own import ARRANGERS
from yigongti_desktop.capabilities.staffing.store.promises import Promised
from yigongti_desktop.capabilities.staffing.store.promises import nothing
from yigongti_desktop.capabilities.staffing.store.rosters import register
from yigongti_desktop.capabilities.staffing.store.visits import falls_of
from yigongti_desktop.capabilities.staffing.tables.leave import leave_slips
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.calendar import Calendar
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.calendar_year import calendar_of
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import RecordKind

LEAVE = RecordKind(
    name="leave",
    record=LeaveSlip,
    table=leave_slips,
    streams=streams,
    topic="staffing.leave",
    postings=posted,
    called=lambda slip: slip.person_name,
    has_trail=True,
)
_OPEN = (State.ASKED, *sorted(GRANTED))


class LeaveRow(msgspec.Struct, frozen=True, kw_only=True):
    """Leave in a list, with whether this desk still has something of it to send."""

    slip: LeaveSlip
    is_waiting: bool


class LeaveOpened(msgspec.Struct, frozen=True, kw_only=True):
    """Leave with all that its panel shows."""

    slip: LeaveSlip
    steps: tuple[TrailEntry, ...]
    #: Working days in halves, and the years for which the calendar has no notice.
    working: int
    unpublished: tuple[int, ...]
    #: How its person stands with annual leave in the year of its first day; None for who is not known here.
    annual: Annual | None
    #: Other leave of its person, asked for or granted, that names one of its days.
    others: tuple[LeaveSlip, ...]
    #: Duties on published rosters in its days, and sessions away from home.
    falls: tuple[Fall, ...]
    sessions: tuple[Falling, ...] = ()
    #: What contracts promise in its days, in words of `Promised`.
    promised: str = ""


class Preview(msgspec.Struct, frozen=True, kw_only=True):
    """What leave that is being written comes to."""

    written: Written
    working: int
    unpublished: tuple[int, ...]
    #: How its person would stand with annual leave, this leave not counted; None for other kinds and who is not known.
    annual: Annual | None
    others: tuple[LeaveSlip, ...]
    falls: tuple[Fall, ...]
    sessions: tuple[Falling, ...] = ()
    promised: str = ""


def leave_of(connection: Connection, unit: str, first: date, last: date) -> tuple[Leave, ...]:
    """Return the leave that is granted between two days, for the unit's roster."""
    return tuple(as_leave(slip) for slip in between(connection, unit, first, last) if slip.is_granted)


def between(connection: Connection, unit: str, first: date, last: date) -> list[LeaveSlip]:
    """Return the leave of a unit, asked for or granted, that names a day between two days, the earliest first."""
    query = (
        select(leave_slips)
        .where(leave_slips.c.institution == unit, leave_slips.c.state.in_([one.value for one in _OPEN]))
        .where(leave_slips.c.first <= last.isoformat(), leave_slips.c.last >= first.isoformat())
        .order_by(leave_slips.c.first, leave_slips.c.id)
    )
    return [records.from_row(LEAVE, row) for row in connection.execute(query)]


def leave_rows(connection: Connection, actor: Actor) -> list[LeaveRow]:
    """Return the leave that somebody may see, what waits for a decision first: their own, or that of their unit."""
    waiting = pending.waiting(connection, LEAVE.name)
    query = select(leave_slips).where(leave_slips.c.institution == actor.institution)
    if not actor.may(ARRANGERS):
        query = query.where(leave_slips.c.account == actor.account)
    found = [records.from_row(LEAVE, row) for row in connection.execute(query)]
    asked = sorted((one for one in found if one.state is State.ASKED), key=lambda one: (one.first, one.id))
    rest = sorted((one for one in found if one.state is not State.ASKED), key=_latest, reverse=True)
    return [LeaveRow(slip=one, is_waiting=one.id in waiting) for one in (*asked, *rest)]


def leave_opened(connection: Connection, leave: str, promised: Promised = nothing) -> LeaveOpened | None:
    """Return leave with its steps and with what a director wants to know before deciding, or None.

    Args:
        connection: the database.
        leave: its id.
        promised: says what contracts promise in its days.
    """
    slip = records.load(connection, LEAVE, leave)
    if slip is None:
        return None
    calendar = known_calendar(connection)
    staff = records.load(connection, registry.STAFF, slip.person)
    same = of_person(connection, slip.person)
    return LeaveOpened(
        slip=slip,
        steps=trails.of_record(connection, leave),
        working=working_halves([slip.written()], calendar, slip.first, slip.last),
        unpublished=calendar.unpublished(slip.first, slip.last),
        annual=annual(staff, same, calendar, slip.first.year) if staff else None,
        others=_meeting(slip, same),
        falls=falls_on_rosters(connection, slip.institution, slip.written()),
        sessions=_sessions(connection, slip.written()),
        promised=promised(connection, slip.person, slip.first, slip.last) if slip.is_open else "",
    )


def preview(connection: Connection, unit: str, written: Written, promised: Promised = nothing) -> Preview:
    """Return what leave would come to, for whoever writes it."""
    calendar, same = known_calendar(connection), of_person(connection, written.person)
    staff = records.load(connection, registry.STAFF, written.person)
    is_annual = written.kind is Kind.ANNUAL
    return Preview(
        written=written,
        working=working_halves([written], calendar, written.first, written.last),
        unpublished=calendar.unpublished(written.first, written.last),
        annual=annual(staff, same, calendar, written.first.year) if staff and is_annual else None,
        others=_meeting(written, same),
        falls=falls_on_rosters(connection, unit, written),
        sessions=_sessions(connection, written),
        promised=promised(connection, written.person, written.first, written.last),
    )


def of_person(connection: Connection, person: str) -> list[LeaveSlip]:
    """Return all leave of somebody."""
    query = select(leave_slips).where(leave_slips.c.person == person)
    return [records.from_row(LEAVE, row) for row in connection.execute(query)]


def granted(connection: Connection, person: str, first: date, last: date) -> tuple[LeaveSlip, ...]:
    """Return the leave of somebody that is granted and names a day between two days, the earliest first."""
    its = (one for one in of_person(connection, person) if one.is_granted and one.first <= last and first <= one.last)
    return tuple(sorted(its, key=_latest))


def waiting_for_decision(connection: Connection, unit: str) -> list[LeaveSlip]:
    """Return the leave of a unit that nobody has decided yet, the earliest first."""
    query = select(leave_slips).where(leave_slips.c.institution == unit, leave_slips.c.state == State.ASKED.value)
    found = [records.from_row(LEAVE, row) for row in connection.execute(query)]
    return sorted(found, key=lambda one: (one.first, one.id))


def colleagues(connection: Connection, actor: Actor, on: date) -> list[Staff]:
    """Return for whom somebody may ask: everybody of the unit for clerk and director, else themselves alone."""
    here = [one for one in registry.everything(connection, registry.STAFF) if one.works_at(on) == actor.institution]
    if not actor.may(ARRANGERS):
        here = [one for one in here if one.account and one.account == actor.account]
    return sorted(here, key=lambda one: (one.account != actor.account, one.name, one.id))


def known_calendar(connection: Connection) -> Calendar:
    """Return the calendar of this place."""
    return calendar_of(registry.everything(connection, registry.CALENDAR_YEAR))


def falls_on_rosters(connection: Connection, unit: str, written: Written) -> tuple[Fall, ...]:
    """Return what falls on the unit's published rosters while somebody is away."""
    rosters = former.between(register(connection), unit, written.first, written.last)
    names = {line.person for roster in rosters for line in roster.lines}
    staff = records.load_many(connection, registry.STAFF, sorted(names))
    people = {one.id: Person(staff=one) for one in staff.values()}

    def stands(day: date, duty: Duty) -> bool:
        return is_worked(written, day, duty.begin, duty.end)

    return falls(written.person, written.dates(), rosters, people, known_calendar(connection), stands)


def _sessions(connection: Connection, written: Written) -> tuple[Falling, ...]:
    """Return the sessions away from home that fall by leave; those of the half day that is worked stand."""
    found = falls_of(connection, written.person, written.dates())
    return tuple(one for one in found if not is_worked(written, one.day, one.begin, one.end))


def _meeting(slip: LeaveSlip | Written, same: Sequence[LeaveSlip]) -> tuple[LeaveSlip, ...]:
    others = (one for one in same if one != slip and one.state in _OPEN)
    return tuple(one for one in others if one.first <= slip.last and slip.first <= one.last)


def _latest(slip: LeaveSlip) -> tuple[date, str]:
    return slip.first, slip.id
