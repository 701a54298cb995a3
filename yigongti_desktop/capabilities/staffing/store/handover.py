"""The hand-over book in the database, and what screens ask for."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.staffing.model import former
from yigongti_desktop.capabilities.staffing.model import handover as model
from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.handover import Handover
from yigongti_desktop.capabilities.staffing.model.handover import is_handed_over
from yigongti_desktop.capabilities.staffing.model.handover_gaps import DAYS
from yigongti_desktop.capabilities.staffing.model.handover_gaps import Gap
from yigongti_desktop.capabilities.staffing.model.handover_gaps import gaps
from yigongti_desktop.capabilities.staffing.store.duties import worked
from yigongti_desktop.capabilities.staffing.store.rosters import register
from yigongti_desktop.capabilities.staffing.tables.handover import handovers
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import RecordKind

HANDOVER = RecordKind(
    name=model.KIND,
    record=Handover,
    table=handovers,
    streams=model.streams,
    topic="staffing.handover",
    called=lambda entry: f"{entry.day.isoformat()} {entry.duty_name}",
    has_trail=True,
)


class HandoverRow(msgspec.Struct, frozen=True, kw_only=True):
    """A shift in the list: its entry, or the gap where one is missing."""

    id: str
    day: date
    entry: Handover | None = None
    gap: Gap | None = None
    is_waiting: bool = False


class HandoverOpened(msgspec.Struct, frozen=True, kw_only=True):
    """An entry with its steps."""

    entry: Handover
    steps: tuple[TrailEntry, ...]


def handover_rows(connection: Connection, unit: str, today: date) -> list[HandoverRow]:
    """Return the book of a unit with the gaps of the last days among its entries, the latest day first."""
    waiting = pending.waiting(connection, HANDOVER.name)
    query = select(handovers).where(handovers.c.institution == unit)
    entries = [records.from_row(HANDOVER, row) for row in connection.execute(query)]
    written = frozenset(one.id for one in entries)
    found = [HandoverRow(id=one.id, day=one.day, entry=one, is_waiting=one.id in waiting) for one in entries]
    found += [HandoverRow(id=one.id, day=one.day, gap=one) for one in missing(connection, unit, today, written)]
    return sorted(found, key=lambda row: (row.day, row.id), reverse=True)


def missing(connection: Connection, unit: str, today: date, written: frozenset[str] | None = None) -> tuple[Gap, ...]:
    """Return the shifts of the last days of which the book says nothing."""
    if written is None:
        query = select(handovers.c.id).where(handovers.c.institution == unit)
        written = frozenset(row[0] for row in connection.execute(query))
    rosters = former.between(register(connection), unit, today - timedelta(DAYS), today - timedelta(1))
    return gaps(unit, rosters, written, today)


def handover_opened(connection: Connection, handover: str) -> HandoverOpened | None:
    """Return an entry with its steps, or None."""
    entry = records.load(connection, HANDOVER, handover)
    return HandoverOpened(entry=entry, steps=trails.of_record(connection, handover)) if entry else None


def handed_over(connection: Connection, unit: str, on: date) -> tuple[Duty, ...]:
    """Return the duties of a unit with those first that are handed over in the book."""
    duties = worked(connection, unit, on)
    return tuple(sorted(duties, key=lambda duty: not is_handed_over(duty)))
