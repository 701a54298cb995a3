"""A year's notice on holidays as the lead hospital's office has written it down; one record a year for the county.

Years that ship with the program need none; a record of the same year counts before them, so that a notice that was
changed later (2019, 2020) can be written down too.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from yigongti_desktop.kernel.calendar import Calendar
from yigongti_desktop.kernel.calendar import Holiday
from yigongti_desktop.kernel.calendar import Notice
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.kernel.published import made
from yigongti_desktop.kernel.published import notices
from yigongti_desktop.kernel.text import clean_line
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.calendar_checks import faults
from yigongti_desktop.registry.model.institution import lead_of
from yigongti_desktop.registry.model.institution import need_institution

KIND = "calendar_year"
_LONGEST_SOURCE = 200


class CalendarYear(Record, frozen=True, kw_only=True):
    """What was written down of a year's notice; no holidays: it was withdrawn."""

    year: int
    holidays: tuple[Holiday, ...] = ()
    source: str = ""

    @property
    def notice(self) -> Notice | None:
        """Return it as a notice; None when it was withdrawn."""
        return Notice(year=self.year, holidays=self.holidays, source=self.source) if self.holidays else None


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A year as the office writes it down; no holidays withdraw it."""

    year: int
    holidays: tuple[Holiday, ...]
    source: str = ""


def record_id(year: int) -> str:
    """Return the id of the record of a year."""
    return f"calendar-{year}"


def calendar_of(written: Iterable[CalendarYear]) -> Calendar:
    """Return the calendar of the years that ship with the program and those that were written down."""
    return Calendar([*notices(), *(one.notice for one in written if one.notice is not None)])


def calendar_in(register: Lookup, *years: int) -> Calendar:
    """Return the calendar as a rule may look at it: of the years that are asked about, those written down count."""
    found = (register.get(KIND, record_id(year)) for year in years)
    return calendar_of(one for one in found if one is not None)


def edition_of(year: CalendarYear | None) -> str:
    """Return by what two desks see whether they mean the same: the mark of its days; empty when there are none."""
    return year.notice.edition if year is not None and year.notice is not None else ""


def write(current: CalendarYear | None, written: Written, seen: str, ruling: Ruling) -> CalendarYear:
    """Write a year down, put it right or withdraw it, for whoever leads a community of the county.

    Args:
        current: as it stands.
        written: as it is to stand.
        seen: the edition that was in sight; empty when there was none.
        ruling: who acts, and when.

    Raises:
        Refused: calendar_not_the_lead, calendar_year_other, calendar_changed, calendar_empty, community_none, and the
            first of what is wrong with the year.
    """
    own = need_institution(ruling.register, ruling.actor.institution)
    if lead_of(ruling.register, own, day(ruling.at)) != own.id:
        raise Refused("calendar_not_the_lead")
    if ruling.record != record_id(written.year):
        raise Refused("calendar_year_other", year=written.year)
    tidy = _tidy(written)
    wanted = CalendarYear(id=ruling.record, year=tidy.year, holidays=tidy.holidays, source=tidy.source)
    if edition_of(current) not in {seen, edition_of(wanted)}:
        raise Refused("calendar_changed", year=written.year)
    if not tidy.holidays and not edition_of(current):
        raise Refused("calendar_empty", year=written.year)
    for fault in faults(tidy.year, tidy.holidays) if tidy.holidays else ():
        raise Refused(fault.code, **fault.facts, **({"line": fault.place + 1} if fault.place >= 0 else {}))
    return replace(current, holidays=tidy.holidays, source=tidy.source) if current is not None else wanted


def standing(current: CalendarYear | None, year: int) -> Notice | None:
    """Return what counts for a year: what was written down, else what ships with the program, else nothing."""
    written = current.notice if current is not None else None
    return written or built_in().notice(year)


def _tidy(written: Written) -> Written:
    holidays = tuple(
        made(written.year, clean_line(one.name), one.first, one.last, one.make_up, clean_line(one.note))
        for one in written.holidays
    )
    return replace(
        written,
        holidays=tuple(sorted(holidays, key=lambda one: one.first)),
        source=clean_line(written.source)[:_LONGEST_SOURCE],
    )
