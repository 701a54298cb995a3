"""The years of the calendar: written down by the lead hospital's offices, asked for by everybody."""

from __future__ import annotations

from pathlib import Path

import msgspec
from sqlalchemy import Connection

from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.calendar import Calendar
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.registry import store
from yigongti_desktop.registry.messages import CalendarYearWritten
from yigongti_desktop.registry.messages import WriteCalendarYear
from yigongti_desktop.registry.model import calendar_year
from yigongti_desktop.registry.model.calendar_year import CalendarYear
from yigongti_desktop.registry.model.holiday_file import MOST_BYTES
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import CommandKind
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.unit_of_work import UnitOfWork

#: Those who write years down.
OFFICES = frozenset({Role.STAFFING_OFFICE, Role.COMMUNITY_OFFICE})

CALENDAR_YEAR_WRITTEN = EventKind(
    name="calendar_year.written",
    body=CalendarYearWritten,
    of=store.CALENDAR_YEAR,
    decide=lambda current, body, ruling: calendar_year.write(current, body.written, body.seen, ruling),
    roles=OFFICES,
)


class Calendars(msgspec.Struct, frozen=True, kw_only=True):
    """Every year that this desk knows beside those of the program."""

    years: tuple[CalendarYear, ...]
    #: Years of which this desk still has something to send.
    waiting: frozenset[int]

    @property
    def calendar(self) -> Calendar:
        """Return them and those of the program as one calendar."""
        return calendar_year.calendar_of(self.years)

    def year(self, year: int) -> CalendarYear | None:
        """Return what was written down of a year."""
        return next((one for one in self.years if one.year == year), None)

    def edition(self, year: int) -> str:
        """Return the mark of what was written down of a year; empty when nothing was."""
        return calendar_year.edition_of(self.year(year))


def write_calendar_year(uow: UnitOfWork, command: WriteCalendarYear) -> CalendarYear:
    """Write a year down, put it right or withdraw it."""
    record = calendar_year.record_id(command.written.year)
    return uow.emit(CALENDAR_YEAR_WRITTEN, record, CalendarYearWritten(written=command.written, seen=command.seen))


def calendar(connection: Connection) -> Calendar:
    """Return the calendar of this place: the years of the program and those written down in the county."""
    return calendar_year.calendar_of(store.everything(connection, store.CALENDAR_YEAR))


def calendars(connection: Connection) -> Calendars:
    """Return the years written down in the county, with those that wait to be sent."""
    waiting = pending.waiting(connection, store.CALENDAR_YEAR.name)
    years = store.everything(connection, store.CALENDAR_YEAR)
    return Calendars(years=tuple(years), waiting=frozenset(one.year for one in years if one.id in waiting))


def written(connection: Connection, year: int) -> CalendarYear | None:
    """Return what was written down of a year, or None."""
    return records.load(connection, store.CALENDAR_YEAR, calendar_year.record_id(year))


def content(file: Path) -> bytes:
    """Return what a file holds; no more than is needed to see that it is too large.

    Raises:
        Refused: file_missing.
        Unavailable: file_unreadable.
    """
    if not file.is_file():
        raise Refused("file_missing", file=str(file))
    try:
        with file.open("rb") as opened:
            return opened.read(MOST_BYTES + 1)
    except OSError:
        raise Unavailable("file_unreadable", file=str(file)) from None


EVENTS = (CALENDAR_YEAR_WRITTEN,)
COMMANDS = (CommandKind(command=WriteCalendarYear, handle=write_calendar_year, roles=OFFICES),)
