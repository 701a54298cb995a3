"""What units settle of their people for rosters, in the database, and what screens ask for."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.staffing.model import settings as model
from yigongti_desktop.capabilities.staffing.model.settings import RosterSetting
from yigongti_desktop.capabilities.staffing.tables.settings import settings as table
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind

SETTING = RecordKind(
    name=model.KIND,
    record=RosterSetting,
    table=table,
    streams=model.streams,
    topic="staffing.settings",
    postings=model.posted,
    has_trail=True,
)


class PersonRow(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works at a unit, with what is settled of them."""

    staff: Staff
    setting: RosterSetting
    #: Names of whom it names, and of those who named them as not to be together.
    partner: str
    apart: tuple[str, ...]
    named_by: tuple[str, ...]
    is_waiting: bool


def settings_of(connection: Connection, unit: str) -> dict[str, RosterSetting]:
    """Return what a unit has settled, by person."""
    query = select(table).where(table.c.unit == unit)
    found = (records.from_row(SETTING, row) for row in connection.execute(query))
    return {one.person: one for one in found}


def rostered(connection: Connection, unit: str, first: date, days: int, group: str = "") -> list[Staff]:
    """Return who is to be on a roster: who works at the unit on any of its days, of its group, by name (STF-03).

    Where nobody is in a group of this name, it is left to whoever draws it who is on it.
    """
    known = settings_of(connection, unit)
    here = [one for one in _here(connection, unit, first, days) if not _of(known, unit, one.id).is_out]
    grouped = [one for one in here if _of(known, unit, one.id).group == group]
    return grouped if group and grouped else here


def people(connection: Connection, unit: str, on: date) -> list[PersonRow]:
    """Return who works at a unit on a day with what is settled of them, by name."""
    known = settings_of(connection, unit)
    waiting = pending.waiting(connection, SETTING.name)
    here = _here(connection, unit, on, 1)
    named = {one.id: one.name for one in here}

    def name(person: str) -> str:
        if person not in named:
            found = records.load(connection, registry.STAFF, person)
            named[person] = found.name if found else "不在本单位的人"
        return named[person]

    return [
        PersonRow(
            staff=one,
            setting=(setting := _of(known, unit, one.id)),
            partner=name(setting.partner) if setting.partner else "",
            apart=tuple(map(name, setting.apart)),
            named_by=tuple(name(other) for other, its in known.items() if one.id in its.apart),
            is_waiting=setting.id in waiting,
        )
        for one in here
    ]


def _here(connection: Connection, unit: str, first: date, days: int) -> list[Staff]:
    dates = [first + timedelta(place) for place in range(days)]
    everybody = registry.everything(connection, registry.STAFF)
    found = (one for one in everybody if any(one.works_at(on) == unit for on in dates))
    return sorted(found, key=lambda one: (one.name, one.id))


def _of(known: dict[str, RosterSetting], unit: str, person: str) -> RosterSetting:
    """Return what is settled of somebody; blank where nothing is."""
    return known.get(person) or RosterSetting(id=model.setting_id(unit, person), unit=unit, person=person)
