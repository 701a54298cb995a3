"""Working days, days off and statutory holidays, as the State Council publishes them year by year; pure.

A year without a notice is never refused where days are counted, since a roster of January is drawn in December: its
statutory days are law and stand, its weekends rest, and every answer that rests on it says so (`unpublished`). Whoever
needs certainty, such as pay, asks `need_published` first.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from enum import StrEnum
from functools import cached_property
from hashlib import sha256

import msgspec

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.statutory import Statutes
from yigongti_desktop.kernel.statutory import statutes

_SATURDAY = 5
_DAY = timedelta(days=1)
#: From this day of December on, the notice of the next year may still change a year's days (元旦 of 2019, of 2023).
_REACH = (12, 25)
_EDITION = 12


class DayKind(StrEnum):
    """What a day is for those who work."""

    STATUTORY = "statutory"
    #: Off by arrangement of a notice: a weekday, or a weekend day within a holiday.
    ARRANGED = "arranged"
    #: A Saturday or Sunday.
    REST = "rest"
    #: A weekend day on which a holiday is made up for.
    MAKE_UP = "make_up"
    WORK = "work"

    @property
    def is_working(self) -> bool:
        """Say whether people work on such a day."""
        return self in {DayKind.WORK, DayKind.MAKE_UP}

    @property
    def pay_percent(self) -> int:
        """Return what duty on such a day is paid at least, of a day's wage (劳动法 44): 300, 200 or 100 per cent.

        The 200 per cent are due where no other day is given in return; those of a statutory day are due always.
        """
        return 300 if self is DayKind.STATUTORY else 100 if self.is_working else 200


class Holiday(msgspec.Struct, frozen=True, kw_only=True):
    """A holiday with the days around it."""

    name: str
    #: First and last day off.
    first: date
    last: date
    #: Which of its days are statutory.
    statutory: tuple[date, ...] = ()
    #: Weekend days on which people work in return.
    make_up: tuple[date, ...] = ()
    #: Why days off and make-up days do not balance, where a notice itself says so (春节 of 2020).
    note: str = ""

    def days(self) -> Iterator[date]:
        """Return its days off in order."""
        for place in range((self.last - self.first).days + 1):
            yield self.first + timedelta(place)


class Notice(msgspec.Struct, frozen=True, kw_only=True):
    """What was published for a year."""

    year: int
    holidays: tuple[Holiday, ...]
    #: The document.
    source: str = ""

    @property
    def edition(self) -> str:
        """Return a short mark of the days: the same days have the same mark, whatever the document is called."""
        days = sorted((one.first, one.last, sorted(one.statutory), sorted(one.make_up)) for one in self.holidays)
        return sha256(msgspec.json.encode([self.year, days])).hexdigest()[:_EDITION]


class Reckoned(msgspec.Struct, frozen=True, kw_only=True):
    """A day that was counted to, and the years it rests on that had no notice."""

    day: date
    unpublished: tuple[int, ...] = ()

    @property
    def is_provisional(self) -> bool:
        """Say whether a notice that is still to come may change it."""
        return bool(self.unpublished)


class Counted(msgspec.Struct, frozen=True, kw_only=True):
    """A number of working days, and the years it rests on that had no notice."""

    days: int
    unpublished: tuple[int, ...] = ()

    @property
    def is_provisional(self) -> bool:
        """Say whether a notice that is still to come may change it."""
        return bool(self.unpublished)


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """A day that one calendar calls otherwise than another."""

    day: date
    before: DayKind
    after: DayKind


class Calendar:
    """The published years; of two notices of one year the later in order counts."""

    def __init__(self, notices: Iterable[Notice], law: Statutes | None = None) -> None:
        self._notices: Mapping[int, Notice] = {one.year: one for one in notices}
        self._law = law or statutes()

    @property
    def published(self) -> tuple[int, ...]:
        """Return the years that have a notice."""
        return tuple(sorted(self._notices))

    def is_published(self, year: int) -> bool:
        """Say whether a year has a notice."""
        return year in self._notices

    def notice(self, year: int) -> Notice | None:
        """Return the notice of a year, or None."""
        return self._notices.get(year)

    def edition(self, year: int) -> str:
        """Return the mark of a year's days, to be kept with what was computed by them; empty when unpublished."""
        return self._notices[year].edition if year in self._notices else ""

    def having(self, notice: Notice) -> Calendar:
        """Return a calendar with one more notice, or another one of its year."""
        return Calendar([*self._notices.values(), notice], self._law)

    def without(self, year: int) -> Calendar:
        """Return the calendar as it was before a year was published."""
        return Calendar([one for one in self._notices.values() if one.year != year], self._law)

    def kind(self, day: date) -> DayKind:
        """Return what a day is; of a day that no notice has settled, what the law and the week make of it."""
        found = self._marked.get(day)
        if found is not None:
            return found[0]
        if not self.is_published(day.year) and day in self._statutory(day.year):
            return DayKind.STATUTORY
        return DayKind.REST if day.weekday() >= _SATURDAY else DayKind.WORK

    def is_working(self, day: date) -> bool:
        """Say whether people work on a day."""
        return self.kind(day).is_working

    def unsettled(self, day: date) -> int | None:
        """Return the year whose notice is lacking to be sure of a day, or None when there is none."""
        if not self.is_published(day.year):
            return day.year
        reaches = (day.month, day.day) >= _REACH and not self.is_published(day.year + 1)
        return day.year + 1 if reaches else None

    def name(self, day: date) -> str:
        """Return the holiday that a day is off for, or made up for; empty when neither."""
        found = self._marked.get(day)
        if found is not None:
            return found[1].name
        return "" if self.is_published(day.year) else self._statutory(day.year).get(day, "")

    def holidays(self, year: int) -> tuple[Holiday, ...]:
        """Return the holidays of a published year by their first day; of another none."""
        notice = self._notices.get(year)
        return tuple(sorted(notice.holidays, key=lambda one: one.first)) if notice else ()

    def days(self, year: int) -> Iterator[tuple[date, DayKind]]:
        """Return every day of a year with what it is."""
        first = date(year, 1, 1)
        for place in range((date(year, 12, 31) - first).days + 1):
            yield first + timedelta(place), self.kind(first + timedelta(place))

    def unpublished(self, first: date, last: date) -> tuple[int, ...]:
        """Return the years whose notices are lacking for the days from one to another: what rests on them is 未发布."""
        days = (first + timedelta(place) for place in range((last - first).days + 1))
        return _years({self.unsettled(day) for day in days})

    def need_published(self, first: date, last: date) -> None:
        """See that every day from one to another is settled.

        Raises:
            Refused: calendar_unpublished.
        """
        if lacking := self.unpublished(first, last):
            raise Refused("calendar_unpublished", year=lacking[0])

    def working_days_after(self, start: date, count: int) -> Reckoned:
        """Return the day that is so many working days after a start; the start itself is not counted.

        ORG-18 (5 working days after signing), FND-28, FND-36; FND-27 counts from the last day of the quarter before.
        """
        if count < 0:
            raise ValueError(count)
        day, lacking = start, set()
        while count:
            day += _DAY
            count -= self.is_working(day)
            lacking.add(self.unsettled(day))
        return Reckoned(day=day, unpublished=_years(lacking))

    def working_days_between(self, start: date, end: date) -> Counted:
        """Return how many working days come after the start up to the end, itself included; below 0 backwards."""
        if end < start:
            back = self.working_days_between(end, start)
            return Counted(days=-back.days, unpublished=back.unpublished)
        passed = [start + timedelta(place) for place in range(1, (end - start).days + 1)]
        lacking = {self.unsettled(day) for day in passed}
        return Counted(days=sum(map(self.is_working, passed)), unpublished=_years(lacking))

    @cached_property
    def _marked(self) -> dict[date, tuple[DayKind, Holiday]]:
        found: dict[date, tuple[DayKind, Holiday]] = {}
        for year in sorted(self._notices):
            for one in self._notices[year].holidays:
                found |= dict.fromkeys(one.days(), (DayKind.ARRANGED, one))
                found |= dict.fromkeys(one.statutory, (DayKind.STATUTORY, one))
                found |= dict.fromkeys(one.make_up, (DayKind.MAKE_UP, one))
        return found

    def _statutory(self, year: int) -> Mapping[date, str]:
        if year not in self._by_law:
            self._by_law[year] = self._law.days(year)
        return self._by_law[year]

    @cached_property
    def _by_law(self) -> dict[int, Mapping[date, str]]:
        return {}


def changed_days(before: Calendar, after: Calendar, first: date, last: date) -> tuple[Change, ...]:
    """Return the days from one to another that two calendars call otherwise: what rested on them is looked at again."""
    days = (first + timedelta(place) for place in range((last - first).days + 1))
    kinds = ((day, before.kind(day), after.kind(day)) for day in days)
    return tuple(Change(day=day, before=was, after=now) for day, was, now in kinds if was is not now)


def _years(found: Iterable[int | None]) -> tuple[int, ...]:
    return tuple(sorted(year for year in found if year is not None))
