"""Postings in the database, and what screens ask for."""

from __future__ import annotations

from datetime import date
from datetime import datetime

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.staffing.model.postings import COUNTABLE
from yigongti_desktop.capabilities.staffing.model.postings import OVER
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import posted
from yigongti_desktop.capabilities.staffing.model.postings import streams
from yigongti_desktop.capabilities.staffing.tables.postings import staff_postings
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import RecordKind


def _spellings(posting: Posting) -> set[str]:
    names = [posting.unit_name, posting.person.name if posting.person else ""]
    return {key for name in names for key in (sought(name), *keys_of_name(name))} - {""}


def _called(posting: Posting) -> str:
    return f"{posting.unit_name}　{posting.person.name if posting.person else ''}".strip("　")


POSTING = RecordKind(
    name="posting",
    record=Posting,
    table=staff_postings,
    streams=streams,
    topic="staffing.postings",
    spellings=_spellings,
    postings=posted,
    called=_called,
    has_trail=True,
)


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """A posting in a list, with whether this desk still has something of it to send."""

    posting: Posting
    is_waiting: bool


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """One posting with all that its panel shows."""

    posting: Posting
    steps: tuple[TrailEntry, ...]
    is_waiting: bool


def rows(connection: Connection, since: date | None = None) -> list[Row]:
    """Return the postings that end on a day or later and all that are not over, the last to begin first."""
    query = select(staff_postings).order_by(staff_postings.c.since.desc(), staff_postings.c.id.desc())
    if since is not None:
        is_open = staff_postings.c.state.notin_([state.value for state in OVER])
        query = query.where((staff_postings.c.until >= since.isoformat()) | is_open)
    waiting = pending.waiting(connection, POSTING.name)
    found = [records.from_row(POSTING, row) for row in connection.execute(query)]
    return [Row(posting=one, is_waiting=one.id in waiting) for one in found]


def opened(connection: Connection, posting: str) -> Opened | None:
    """Return a posting with its steps, or None."""
    found = records.load(connection, POSTING, posting)
    if found is None:
        return None
    is_waiting = posting in pending.waiting(connection, POSTING.name)
    return Opened(posting=found, steps=trails.of_record(connection, posting), is_waiting=is_waiting)


def open_postings(connection: Connection) -> list[Posting]:
    """Return the postings that somebody still has to move on, or whose days may still be written down."""
    done = [state.value for state in OVER - COUNTABLE]
    query = select(staff_postings).where(staff_postings.c.state.notin_(done))
    return [records.from_row(POSTING, row) for row in connection.execute(query.order_by(staff_postings.c.since))]


def everything(connection: Connection) -> list[Posting]:
    """Return all postings that this desk has, the earliest first."""
    query = select(staff_postings).order_by(staff_postings.c.since, staff_postings.c.id)
    return [records.from_row(POSTING, row) for row in connection.execute(query)]


def steps_of_others(connection: Connection, own: str, since: datetime) -> list[tuple[Posting, TrailEntry]]:
    """Return the steps that other institutions took on our postings since a moment, the latest first."""
    return trails.news(connection, POSTING, own, since, frozenset())
