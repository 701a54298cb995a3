"""The year of teaching: each unit and month, who took part how long, what is missing. Pure.

TRN-01 每月至少开展1次远程教学, TRN-07 每年举办两期“50+N”培训班.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import date
from datetime import timedelta

from msgspec import Struct

from yigongti_desktop.capabilities.staffing.model.teaching import Attendance
from yigongti_desktop.capabilities.staffing.model.teaching import State
from yigongti_desktop.capabilities.staffing.model.teaching import Teaching
from yigongti_desktop.capabilities.staffing.model.teaching import TeachingKind
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.registry.model.county import rule

#: Months of a year, for whoever lays them out.
MONTHS = tuple(range(1, 13))


class Wanted(Struct, frozen=True, kw_only=True):
    """How much teaching there has to be at least."""

    #: Sessions of tele-teaching in a month, for each unit.
    tele: int = 1
    #: Courses in a year.
    courses: int = 2


class Month(Struct, frozen=True, kw_only=True):
    """The tele-teaching of a unit in a month."""

    #: First day of the month.
    first: date
    count: int
    #: Whether the month is over and there was too little.
    is_missing: bool
    #: Whether the month runs, and there is too little so far.
    is_due: bool


class Person(Struct, frozen=True, kw_only=True):
    """How long somebody took part in the year, in anything."""

    person: str
    name: str
    minutes: int
    times: int


class UnitYear(Struct, frozen=True, kw_only=True):
    """The teaching of a unit in a year."""

    unit: str
    name: str
    months: tuple[Month, ...]
    #: Courses in which somebody of the unit took part.
    courses: int
    #: Those who took part, the longest first.
    people: tuple[Person, ...]
    #: Titles of sessions that were held and to which nobody of the unit came, or nobody wrote it down.
    missed: tuple[str, ...]

    @property
    def minutes(self) -> int:
        """Return the minutes of all its people."""
        return sum(one.minutes for one in self.people)

    @property
    def gaps(self) -> tuple[date, ...]:
        """Return the months that are over and in which there was too little tele-teaching (TRN-01)."""
        return tuple(one.first for one in self.months if one.is_missing)


class Year(Struct, frozen=True, kw_only=True):
    """The teaching of all units that somebody may see, in a year."""

    year: int
    wanted: Wanted
    units: tuple[UnitYear, ...]
    #: Courses that were held (TRN-07).
    courses: int
    #: Sessions of tele-teaching that were held.
    tele: int

    @property
    def courses_lacking(self) -> int:
        """Return how many courses are still lacking."""
        return max(0, self.wanted.courses - self.courses)


def wanted_on(register: Lookup, day: date) -> Wanted:
    """Return how much the county asks for on a day: `staffing.tele_teachings`, `staffing.courses`."""
    usual = Wanted()
    return Wanted(
        tele=rule(register, "staffing.tele_teachings", day, usual.tele),
        courses=rule(register, "staffing.courses", day, usual.courses),
    )


def year_of(
    year: int,
    units: Sequence[tuple[str, str]],
    teachings: Iterable[Teaching],
    attendances: Iterable[Attendance],
    today: date,
    wanted: Wanted,
) -> Year:
    """Return the figures of a year.

    A session counts for a unit by who of it took part, in the month of its first day; a month that is over counts as
    missed when there were too few.

    Args:
        year: of which.
        units: id and name of each, in the order of the list.
        teachings: all that are known.
        attendances: all that are known.
        today: until which months are over.
        wanted: how much there has to be.
    """
    held = [one for one in teachings if one.state is State.TAUGHT and one.first.year == year]
    known = {one.id: one for one in held}
    came = [one for one in attendances if one.teaching in known and one.people]
    found = tuple(_unit(unit, name, year, held, came, today, wanted) for unit, name in units)
    return Year(
        year=year,
        wanted=wanted,
        units=found,
        courses=sum(one.kind is TeachingKind.COURSE for one in held),
        tele=sum(one.kind is TeachingKind.TELE for one in held),
    )


def _unit(
    unit: str,
    name: str,
    year: int,
    held: Sequence[Teaching],
    came: Sequence[Attendance],
    today: date,
    wanted: Wanted,
) -> UnitYear:
    own = [one for one in came if one.unit == unit]
    there = {one.teaching for one in own}
    missed = sorted((one.first, one.title) for one in held if unit in one.units and one.id not in there)
    tele = [one.first.month for one in own if one.kind is TeachingKind.TELE]
    return UnitYear(
        unit=unit,
        name=name,
        months=tuple(_month(date(year, number, 1), tele.count(number), today, wanted.tele) for number in MONTHS),
        courses=sum(one.kind is TeachingKind.COURSE for one in own),
        people=_people(own),
        missed=tuple(title for _, title in missed),
    )


def _month(first: date, count: int, today: date, least: int) -> Month:
    last = months_after(first, 1) - timedelta(1)
    is_short = count < least
    return Month(
        first=first,
        count=count,
        is_missing=is_short and last < today,
        is_due=is_short and first <= today <= last,
    )


def _people(own: Iterable[Attendance]) -> tuple[Person, ...]:
    found: dict[str, Person] = {}
    for one in own:
        for each in one.people:
            before = found.get(each.person)
            found[each.person] = Person(
                person=each.person,
                name=each.name,
                minutes=each.minutes + (before.minutes if before else 0),
                times=1 + (before.times if before else 0),
            )
    return tuple(sorted(found.values(), key=lambda one: (-one.minutes, one.name, one.person)))
