"""Teaching in the database, and what screens ask for."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.staffing.model import teaching as model
from yigongti_desktop.capabilities.staffing.model.teaching import Attendance
from yigongti_desktop.capabilities.staffing.model.teaching import Teaching
from yigongti_desktop.capabilities.staffing.model.teaching_year import Year
from yigongti_desktop.capabilities.staffing.model.teaching_year import wanted_on
from yigongti_desktop.capabilities.staffing.model.teaching_year import year_of
from yigongti_desktop.capabilities.staffing.store.register import Register
from yigongti_desktop.capabilities.staffing.tables.teaching import attendances
from yigongti_desktop.capabilities.staffing.tables.teaching import teachings
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import InstitutionKind
from yigongti_desktop.registry.model.institution import Status
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import RecordKind

TEACHING = RecordKind(
    name=model.KIND,
    record=Teaching,
    table=teachings,
    streams=model.streams,
    topic="staffing.teaching",
    spellings=lambda one: {sought(one.title), sought(one.teacher)} - {""},
    called=lambda one: one.title,
    has_trail=True,
)
ATTENDANCE = RecordKind(
    name=model.ATTENDANCE,
    record=Attendance,
    table=attendances,
    streams=model.attendance_streams,
    topic="staffing.teaching",
    postings=model.posted,
    called=lambda one: f"{one.title}　{one.unit_name}",
)


class TeachingRow(msgspec.Struct, frozen=True, kw_only=True):
    """A session of teaching in a list."""

    teaching: Teaching
    #: People who took part, of the units that this desk sees.
    people: int
    #: Units of which somebody took part.
    units: int
    #: Whether the own unit is asked, and nobody of it took part yet.
    is_owed: bool
    is_waiting: bool


class TeachingOpened(msgspec.Struct, frozen=True, kw_only=True):
    """One session of teaching with all that its panel shows."""

    teaching: Teaching
    attendances: tuple[Attendance, ...]
    #: Names of the units that are asked.
    units: dict[str, str]
    steps: tuple[TrailEntry, ...]
    is_waiting: bool


def teaching_rows(connection: Connection, own: str) -> list[TeachingRow]:
    """Return the sessions of teaching that this desk knows of, the latest first."""
    waiting = pending.waiting(connection, TEACHING.name)
    came: dict[str, list[Attendance]] = {}
    for one in _attendances(connection):
        came.setdefault(one.teaching, []).append(one)
    query = select(teachings).order_by(teachings.c.first.desc(), teachings.c.id.desc())
    found = [records.from_row(TEACHING, row) for row in connection.execute(query)]
    return [
        TeachingRow(
            teaching=one,
            people=sum(len(each.people) for each in came.get(one.id, ())),
            units=sum(bool(each.people) for each in came.get(one.id, ())),
            is_owed=one.state is model.State.TAUGHT
            and own in one.units
            and not any(each.unit == own and each.people for each in came.get(one.id, ())),
            is_waiting=one.id in waiting,
        )
        for one in found
    ]


def teaching_opened(connection: Connection, teaching: str) -> TeachingOpened | None:
    """Return a session of teaching with who took part, or None."""
    found = records.load(connection, TEACHING, teaching)
    if found is None:
        return None
    names = records.load_many(connection, registry.INSTITUTION, sorted(found.units))
    return TeachingOpened(
        teaching=found,
        attendances=tuple(one for one in _attendances(connection) if one.teaching == teaching),
        units={unit: names[unit].name for unit in found.units if unit in names},
        steps=trails.of_record(connection, teaching),
        is_waiting=teaching in pending.waiting(connection, TEACHING.name),
    )


def teaching_year(connection: Connection, year: int, own: str, today: date) -> Year:
    """Return the figures of a year: of all units for the lead hospital, of itself for a unit (TRN-01, TRN-07)."""
    asked = own_units(connection, own, today)
    units = [one for one in asked if one.id != own] if _is_lead(connection, own, today) else asked
    query = select(teachings).where(teachings.c.first >= f"{year}-01-01", teachings.c.first <= f"{year}-12-31")
    found = [records.from_row(TEACHING, row) for row in connection.execute(query)]
    return year_of(
        year,
        [(one.id, one.name) for one in units],
        found,
        _attendances(connection),
        today,
        wanted_on(Register(connection), date(year, 12, 31) if year < today.year else today),
    )


def teachable(connection: Connection, today: date) -> list[Institution]:
    """Return the working members of communities that are asked to teaching, by name; no village clinics."""
    every = registry.everything(connection, registry.INSTITUTION)
    fit = (
        one
        for one in every
        if one.status is Status.ACTIVE and one.kind is not InstitutionKind.VILLAGE_CLINIC and one.community_on(today)
    )
    return sorted(fit, key=lambda one: one.name)


def own_units(connection: Connection, own: str, today: date) -> list[Institution]:
    """Return the units that an institution may ask to teaching: of its community for the lead hospital, else itself."""
    every = teachable(connection, today)
    mine = next((one for one in every if one.id == own), None)
    if mine is None or not _is_lead(connection, own, today):
        return [one for one in every if one.id == own]
    return [one for one in every if one.community_on(today) == mine.community_on(today)]


def colleagues(connection: Connection, unit: str, on: date) -> list[Staff]:
    """Return who works at a unit on a day, by name."""
    found = (one for one in registry.everything(connection, registry.STAFF) if one.works_at(on) == unit)
    return sorted(found, key=lambda one: (one.name, one.id))


def _is_lead(connection: Connection, own: str, today: date) -> bool:
    mine = records.load(connection, registry.INSTITUTION, own)
    community = records.load(connection, registry.COMMUNITY, mine.community_on(today)) if mine is not None else None
    return community is not None and community.lead == own


def _attendances(connection: Connection) -> list[Attendance]:
    query = select(attendances).order_by(attendances.c.unit_name)
    return [records.from_row(ATTENDANCE, row) for row in connection.execute(query)]
