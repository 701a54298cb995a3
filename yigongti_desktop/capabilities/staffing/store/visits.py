"""Sessions away from home in the database, and what screens ask for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import timedelta

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.staffing.model import visits as model
from yigongti_desktop.capabilities.staffing.model.falling import Falling
from yigongti_desktop.capabilities.staffing.model.falling import falling
from yigongti_desktop.capabilities.staffing.model.timetable import Timetable
from yigongti_desktop.capabilities.staffing.model.visit_days import MOST_MOVED
from yigongti_desktop.capabilities.staffing.model.visit_days import Session
from yigongti_desktop.capabilities.staffing.model.visit_days import in_order
from yigongti_desktop.capabilities.staffing.model.visit_days import sessions
from yigongti_desktop.capabilities.staffing.model.visit_timetable import for_patients
from yigongti_desktop.capabilities.staffing.model.visit_timetable import timetable_of
from yigongti_desktop.capabilities.staffing.model.visits import Visit
from yigongti_desktop.capabilities.staffing.store.register import Register
from yigongti_desktop.capabilities.staffing.tables.visits import staff_visits
from yigongti_desktop.kernel.calendar import Calendar
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.calendar_year import calendar_of
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import Status
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import RecordKind

_MOST = 60
#: Those who are sent.
_SENT = frozenset({Profession.DOCTOR, Profession.NURSE, Profession.PUBLIC_HEALTH, Profession.VILLAGE_DOCTOR})


def _spellings(visit: Visit) -> set[str]:
    names = (visit.unit_name, visit.person_name)
    return {key for name in names for key in (sought(name), *keys_of_name(name))} - {""}


VISIT = RecordKind(
    name=model.KIND,
    record=Visit,
    table=staff_visits,
    streams=model.streams,
    topic="staffing.visits",
    spellings=_spellings,
    postings=model.posted,
    called=lambda one: f"{one.person_name}　{one.unit_name}",
    has_trail=True,
)


class SessionRow(msgspec.Struct, frozen=True, kw_only=True):
    """A session in a list, with whether this desk still has something of its plan to send."""

    session: Session
    is_waiting: bool

    @property
    def id(self) -> str:
        """Return what tells the session from every other one."""
        return self.session.id


class VisitOpened(msgspec.Struct, frozen=True, kw_only=True):
    """One plan with all that its panel shows."""

    visit: Visit
    sessions: tuple[Session, ...]
    steps: tuple[TrailEntry, ...]
    is_waiting: bool


class UnitTimetable(msgspec.Struct, frozen=True, kw_only=True):
    """The timetable of a unit, and the sessions that it is made of."""

    unit: str
    timetable: Timetable
    sessions: tuple[Session, ...]


def session_rows(connection: Connection, first: date, last: date) -> list[SessionRow]:
    """Return the sessions between two days that this desk knows of, by day and hour."""
    waiting = pending.waiting(connection, VISIT.name)
    found = _between(connection, first, last)
    return [SessionRow(session=one, is_waiting=one.visit.id in waiting) for one in found]


def visit_opened(connection: Connection, visit: str) -> VisitOpened | None:
    """Return a plan with its sessions and steps, or None."""
    found = records.load(connection, VISIT, visit)
    if found is None:
        return None
    return VisitOpened(
        visit=found,
        sessions=tuple(sessions(found, _calendar(connection))),
        steps=trails.of_record(connection, visit),
        is_waiting=visit in pending.waiting(connection, VISIT.name),
    )


def timetable(connection: Connection, unit: str, first: date, last: date) -> UnitTimetable:
    """Return the timetable of a unit between two days (STF-24)."""
    found = [one for one in _between(connection, first, last) if one.visit.unit == unit]
    place = records.load(connection, registry.INSTITUTION, unit)
    name, phone = (place.name, place.phone) if place is not None else ("", "")
    table = timetable_of(name, first, last, found, phone)
    return UnitTimetable(unit=unit, timetable=table, sessions=tuple(for_patients(found)))


def units_with_timetables(connection: Connection, own: str) -> list[Institution]:
    """Return the institutions of whose expert rooms this desk knows, its own first, then by name."""
    known = set(connection.scalars(select(staff_visits.c.unit).distinct())) | {own}
    every = registry.everything(connection, registry.INSTITUTION)
    return sorted((one for one in every if one.id in known), key=lambda one: (one.id != own, one.name))


def hosts(connection: Connection, own: str, today: date) -> list[Institution]:
    """Return where an institution may plan sessions: a lead hospital at its units, a unit in its own villages."""
    every = registry.everything(connection, registry.INSTITUTION)
    mine = next((one for one in every if one.id == own), None)
    community = records.load(connection, registry.COMMUNITY, mine.community_on(today)) if mine is not None else None
    is_lead = mine is not None and community is not None and community.lead == own
    fit = [one for one in every if one.status is Status.ACTIVE and own in {one.parent, one.id}]
    if is_lead and community is not None:
        fit = [one for one in every if one.status is Status.ACTIVE and one.community_on(today) == community.id]
        fit = [one for one in fit if one.id != own]
    return sorted(fit, key=lambda one: (one.id != own, one.name))


def sendable(connection: Connection, own: str, typed: str, today: date) -> list[Staff]:
    """Return who of an institution could be sent, by what was typed of their name, the highest title first."""
    if typed.strip():
        people = list(registry.find(connection, registry.STAFF, typed, _MOST))
    else:
        people = registry.everything(connection, registry.STAFF)
    fit = [one for one in people if own in {one.home_on(today), one.works_at(today)} and one.profession in _SENT]
    return sorted(fit, key=lambda one: (-one.title_on(today).rank, one.name, one.id))[:_MOST]


def falls_of(connection: Connection, person: str, days: Iterable[date]) -> tuple[Falling, ...]:
    """Return the sessions that fall when somebody is away on some days."""
    return falling(person, days, Register(connection, VISIT))


def _between(connection: Connection, first: date, last: date) -> list[Session]:
    reach = timedelta(MOST_MOVED)
    query = select(staff_visits).where(
        staff_visits.c.until >= (first - reach).isoformat(), staff_visits.c.since <= (last + reach).isoformat()
    )
    calendar = _calendar(connection)
    found = (records.from_row(VISIT, row) for row in connection.execute(query))
    return in_order(one for visit in found for one in sessions(visit, calendar, first, last))


def _calendar(connection: Connection) -> Calendar:
    return calendar_of(registry.everything(connection, registry.CALENDAR_YEAR))
