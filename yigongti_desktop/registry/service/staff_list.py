"""Questions about staff: who is there and how they stand on a day, who works at a unit, whose licence ends."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry import store
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import Status
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.expiry import Ending
from yigongti_desktop.registry.model.staff.expiry import endings
from yigongti_desktop.registry.model.staff.expiry import notice
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.registry.model.staff.protection import Limit
from yigongti_desktop.registry.model.staff.protection import late_days
from yigongti_desktop.registry.model.staff.protection import limits_on
from yigongti_desktop.registry.model.staff.rights import may_read
from yigongti_desktop.registry.model.staff.rights import viewers
from yigongti_desktop.registry.service.staff_census import Register
from yigongti_desktop.registry.tables import staff as staff_table
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import trails


class StaffRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody in a list, as they stand on a day."""

    staff: Staff
    #: Home and working unit by name; the last ones of who has left.
    home: str
    works_at: str
    #: Id of the working unit.
    unit: str
    department: str
    level: Level
    title: str
    is_here: bool
    is_away: bool
    endings: tuple[Ending, ...]
    limits: frozenset[Limit]
    #: The log-in that is theirs, where this desk knows it.
    login: str
    is_waiting: bool


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """The steps of one record."""

    record: str
    steps: tuple[TrailEntry, ...]


def rows(connection: Connection, on: date, actor: Actor) -> list[StaffRow]:
    """Return the staff whom somebody may see as they stand on a day, those who are employed first, unit by unit."""
    rules, names = store.Rules(connection), store.names_of_institutions(connection)
    warned, late = notice(rules, on), late_days(rules, on)
    waiting = pending.waiting(connection, store.STAFF.name)
    logins = {one.id: one.login for one in store.everything(connection, store.ACCOUNT)}
    found = []
    for one in all_staff(connection):
        if not may_read(one, actor, on):
            continue
        day = standing_day(one, on)
        place, title = one.place_on(day), next((title for title in one.titles if title.holds(day)), None)
        home, unit = one.home_on(day), one.works_at(day)
        row = StaffRow(
            staff=one,
            home=names.get(home, home),
            works_at=names.get(unit, unit),
            unit=unit,
            department=place.department if place else "",
            level=one.title_on(day),
            title=title.name if title else "",
            is_here=one.post_on(on) is not None,
            is_away=one.post_on(on) is not None and unit != home,
            endings=endings(one, on, warned),
            limits=limits_on(one, on, late),
            login=logins.get(one.account, ""),
            is_waiting=one.id in waiting,
        )
        found.append(row)
    return sorted(found, key=lambda row: (not row.is_here, row.works_at, row.department, row.staff.name))


def standing_day(staff: Staff, on: date) -> date:
    """Return the day as of which somebody is shown: today, or the last or the first day of their employment."""
    if staff.post_on(on) is not None or not staff.posts:
        return on
    begun = [post for post in staff.posts if post.since <= on]
    return (begun[-1].until or on) if begun else staff.posts[0].since


def all_staff(connection: Connection) -> list[Staff]:
    """Return the staff that this desk has, by id."""
    return store.everything(connection, store.STAFF)


def working_at(connection: Connection, unit: str, on: date) -> list[Staff]:
    """Return who works at a unit on a day, by name."""
    found = (one for one in all_staff(connection) if one.works_at(on) == unit)
    return sorted(found, key=lambda one: (one.name, one.id))


def opened(connection: Connection, staff: str) -> Opened:
    """Return the steps of a record."""
    return Opened(record=staff, steps=trails.of_record(connection, staff))


def units(connection: Connection) -> list[Institution]:
    """Return the institutions where somebody can work, by name."""
    found = (one for one in store.everything(connection, store.INSTITUTION) if one.status is Status.ACTIVE)
    return sorted(found, key=lambda one: one.name)


def misplaced(connection: Connection, on: date) -> list[str]:
    """Return the ids of records that are where they no longer belong, or not yet where they do (for the hub)."""
    register = Register(connection)
    return [one.id for one in all_staff(connection) if one.seen_by != viewers(one, register, on)]


def is_known(connection: Connection) -> bool:
    """Say whether there is any record of staff."""
    return connection.execute(select(staff_table.c.id).limit(1)).first() is not None
