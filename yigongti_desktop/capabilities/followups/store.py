"""Owed visits in the database, and what screens ask for."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.followups.model.visit import FollowUp
from yigongti_desktop.capabilities.followups.model.visit import State
from yigongti_desktop.capabilities.followups.model.visit import streams
from yigongti_desktop.capabilities.followups.tables import follow_ups
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import RecordKind

FOLLOW_UP = RecordKind(
    name="follow_up",
    record=FollowUp,
    table=follow_ups,
    streams=streams,
    topic="followups",
    called=lambda visit: visit.who.name,
    has_trail=True,
)


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """A visit in a list, with whether this desk still has something of it to send."""

    visit: FollowUp
    is_waiting: bool


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """One visit with all that its panel shows."""

    visit: FollowUp
    steps: tuple[TrailEntry, ...]
    is_waiting: bool


def opened(connection: Connection, visit: str) -> Opened | None:
    """Return a visit with its steps, or None."""
    found = records.load(connection, FOLLOW_UP, visit)
    if found is None:
        return None
    waiting = pending.waiting(connection, FOLLOW_UP.name)
    return Opened(visit=found, steps=trails.of_record(connection, visit), is_waiting=visit in waiting)


def visits(connection: Connection) -> list[Visit]:
    """Return all visits: open ones by their day, then the others, the latest first."""
    waiting = pending.waiting(connection, FOLLOW_UP.name)
    found = [records.from_row(FOLLOW_UP, row) for row in connection.execute(select(follow_ups))]
    still_open = sorted((v for v in found if v.state is State.OPEN), key=lambda v: (v.due, v.id))
    rest = sorted((v for v in found if v.state is not State.OPEN), key=lambda v: (v.due, v.id), reverse=True)
    return [Visit(visit=visit, is_waiting=visit.id in waiting) for visit in (*still_open, *rest)]


def open_visits(connection: Connection) -> list[FollowUp]:
    """Return the visits that are owed, by their day."""
    query = select(follow_ups).where(follow_ups.c.state == State.OPEN.value).order_by(follow_ups.c.due)
    return [records.from_row(FOLLOW_UP, row) for row in connection.execute(query)]


def of_source(connection: Connection, source: str) -> list[FollowUp]:
    """Return the visits that a record opened."""
    query = select(follow_ups).where(follow_ups.c.source == source)
    return [records.from_row(FOLLOW_UP, row) for row in connection.execute(query)]
