"""Postings in the database, and what screens ask for."""

from __future__ import annotations

from datetime import date
from datetime import datetime

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.staffing.model.falling import Falling
from yigongti_desktop.capabilities.staffing.model.falls import Fall
from yigongti_desktop.capabilities.staffing.model.leave import Kind
from yigongti_desktop.capabilities.staffing.model.leave import LeaveSlip
from yigongti_desktop.capabilities.staffing.model.leave import Written
from yigongti_desktop.capabilities.staffing.model.posting_kinds import STAYING
from yigongti_desktop.capabilities.staffing.model.postings import COUNTABLE
from yigongti_desktop.capabilities.staffing.model.postings import OVER
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import posted
from yigongti_desktop.capabilities.staffing.model.postings import span
from yigongti_desktop.capabilities.staffing.model.postings import streams
from yigongti_desktop.capabilities.staffing.store.leave import falls_on_rosters
from yigongti_desktop.capabilities.staffing.store.leave import granted
from yigongti_desktop.capabilities.staffing.store.promises import Promised
from yigongti_desktop.capabilities.staffing.store.promises import nothing
from yigongti_desktop.capabilities.staffing.store.visits import falls_of
from yigongti_desktop.capabilities.staffing.tables.postings import staff_postings
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.store import STAFF
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


class Absence(msgspec.Struct, frozen=True, kw_only=True):
    """What falls while somebody is away."""

    duties: tuple[Fall, ...] = ()
    sessions: tuple[Falling, ...] = ()
    #: What contracts promise meanwhile, in words of `Promised`.
    promised: str = ""


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """One posting with all that its panel shows."""

    posting: Posting
    steps: tuple[TrailEntry, ...]
    is_waiting: bool
    #: Leave of who is sent that is granted and meets the days, as far as this desk has it.
    leave: tuple[LeaveSlip, ...] = ()
    #: What falls meanwhile where they work else, on the days that are still to come.
    falls: Absence = Absence()


def rows(connection: Connection, since: date | None = None) -> list[Row]:
    """Return the postings that end on a day or later and all that are not over, the last to begin first."""
    query = select(staff_postings).order_by(staff_postings.c.since.desc(), staff_postings.c.id.desc())
    if since is not None:
        is_open = staff_postings.c.state.notin_([state.value for state in OVER])
        query = query.where((staff_postings.c.until >= since.isoformat()) | is_open)
    waiting = pending.waiting(connection, POSTING.name)
    found = [records.from_row(POSTING, row) for row in connection.execute(query)]
    return [Row(posting=one, is_waiting=one.id in waiting) for one in found]


def opened(connection: Connection, posting: str, today: date, promised: Promised = nothing) -> Opened | None:
    """Return a posting with its steps and with what falls from today on, or None."""
    found = records.load(connection, POSTING, posting)
    if found is None:
        return None
    is_waiting = posting in pending.waiting(connection, POSTING.name)
    staff, days = found.person.staff if found.person else "", span(found)
    leave = granted(connection, staff, *days) if staff and days else ()
    is_to_come = found.state not in OVER and found.kind in STAYING
    first, last = (max(days[0], today), days[1]) if days else (today, today)
    falls = absence(connection, staff, first, last, promised) if staff and days and is_to_come else Absence()
    steps = trails.of_record(connection, posting)
    return Opened(posting=found, steps=steps, is_waiting=is_waiting, leave=leave, falls=falls)


def absence(connection: Connection, staff: str, first: date, last: date, promised: Promised = nothing) -> Absence:
    """Return what falls at home while somebody is posted: duties on published rosters, sessions away from home."""
    person = records.load(connection, STAFF, staff)
    if person is None or last < first:
        return Absence()
    written = Written(person=staff, kind=Kind.OTHER, first=first, last=last)
    home = person.home_on(first) or person.works_at(first)
    duties = falls_on_rosters(connection, home, written) if home else ()
    return Absence(
        duties=duties,
        sessions=falls_of(connection, staff, written.dates()),
        promised=promised(connection, staff, first, last),
    )


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
