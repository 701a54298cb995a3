"""Duties of units in the database, and what screens ask for."""

from __future__ import annotations

from datetime import date

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.staffing.model import unit_duty
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.unit_duty import UnitDuty
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.tables.duties import duties
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind

DUTY = RecordKind(
    name=unit_duty.KIND,
    record=UnitDuty,
    table=duties,
    streams=unit_duty.streams,
    topic="staffing.duties",
    postings=unit_duty.posted,
    called=lambda one: one.duty.name,
    has_trail=True,
)


class DutyRow(msgspec.Struct, frozen=True, kw_only=True):
    """A duty in a list, with whether this desk still has something of it to send."""

    kept: UnitDuty
    is_waiting: bool


def duties_of(connection: Connection, unit: str) -> tuple[UnitDuty, ...]:
    """Return the duties of a unit in their order, those that have ended too."""
    query = select(duties).where(duties.c.unit == unit)
    return unit_duty.in_order(records.from_row(DUTY, row) for row in connection.execute(query))


def listed(connection: Connection, unit: str) -> list[DutyRow]:
    """Return the duties of a unit as a list shows them."""
    waiting = pending.waiting(connection, DUTY.name)
    return [DutyRow(kept=one, is_waiting=one.id in waiting) for one in duties_of(connection, unit)]


def worked(connection: Connection, unit: str, on: date) -> tuple[Duty, ...]:
    """Return the duties that a unit works on a day, in their order."""
    return tuple(one.duty for one in duties_of(connection, unit) if one.works(on))


def proposed(connection: Connection, unit: str) -> tuple[Duty, ...]:
    """Return the duties that are proposed to a unit: those whose code it does not have."""
    known = {one.duty.code for one in duties_of(connection, unit)}
    return tuple(duty for duty in starting() if duty.code not in known)
