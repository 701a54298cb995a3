"""Who is posted to a unit on every day of a year, and where nobody is; nothing here is asked of a database.

STF-16: 每个乡镇卫生院、社区卫生服务中心至少有1名牵头医院主治医师以上职称人员常年服务; a gap of one day is one.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from enum import StrEnum

import msgspec

from yigongti_desktop.capabilities.staffing.model.posting_checks import is_short
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import State
from yigongti_desktop.capabilities.staffing.model.postings import span
from yigongti_desktop.capabilities.staffing.model.served import days_between
from yigongti_desktop.capabilities.staffing.model.served import missing
from yigongti_desktop.capabilities.staffing.model.served import served
from yigongti_desktop.registry.model.staff.codes import Level

_DAY = timedelta(days=1)


class Cover(StrEnum):
    """How well a unit is covered on a day, the best first."""

    SERVED = "served"
    PLANNED = "planned"
    LOW = "title_low"
    GAP = "gap"


class UnitDay(msgspec.Struct, frozen=True, kw_only=True):
    """One day of one unit."""

    day: date
    cover: Cover
    #: Who is there or is to come, those who cover it first.
    who: tuple[str, ...] = ()
    #: Why somebody who should be there is not.
    why: str = ""
    #: The posting that covers it best; empty where there is none.
    posting: str = ""


class UnitYear(msgspec.Struct, frozen=True, kw_only=True):
    """Every day of a year on which a unit belongs to the community."""

    unit: str
    name: str
    days: tuple[UnitDay, ...]

    def gaps(self) -> tuple[tuple[date, date], ...]:
        """Return the runs of days without anybody of the title that is needed, both ends included."""
        return runs(one.day for one in self.days if one.cover in {Cover.LOW, Cover.GAP})

    def count(self, cover: Cover) -> int:
        """Return on how many days it is covered so."""
        return sum(one.cover is cover for one in self.days)


def runs(days: Iterable[date]) -> tuple[tuple[date, date], ...]:
    """Return days in order as runs of days one after another, both ends included."""
    found: list[tuple[date, date]] = []
    for one in days:
        if found and one == found[-1][1] + _DAY:
            found[-1] = (found[-1][0], one)
        else:
            found.append((one, one))
    return tuple(found)


def year_of(year: int) -> tuple[date, date]:
    """Return the first and the last day of a year."""
    return date(year, 1, 1), date(year, 12, 31)


def unit_year(
    unit: tuple[str, str],
    postings: Iterable[Posting],
    days: tuple[date, date],
    today: date,
    least: Level = Level.MIDDLE,
) -> UnitYear:
    """Return the days of a unit with who covers them (STF-16).

    Args:
        unit: its id and name.
        postings: of the whole community.
        days: the first and the last one that is asked for.
        today: what is planned counts from today on only, unless somebody has come and the month is not written down.
        least: the title that covers a day.
    """
    found: dict[date, list[tuple[Cover, str, str]]] = {}
    why: dict[date, str] = {}
    for one in postings:
        if one.host != unit[0] or one.kind is not Kind.RESIDENT or one.person is None or one.person.home != one.lead:
            continue
        is_low = one.person.level.rank < least.rank
        for day, cover in _covered(one, days, today):
            found.setdefault(day, []).append((Cover.LOW if is_low else cover, one.person.name, one.id))
        why.update({day: f"{one.person.name}　{reason}" for day, reason in missing(one).items()})
    return UnitYear(unit=unit[0], name=unit[1], days=tuple(_day(day, found, why) for day in days_between(*days)))


def counted(postings: Iterable[Posting], kind: Kind, days: tuple[date, date], today: date) -> list[int]:
    """Return how many people of a kind are there or are to come on each of the days (STF-18: 3名以上专家常年驻守)."""
    people: dict[date, set[str]] = {day: set() for day in days_between(*days)}
    for one in postings:
        if one.kind is kind and one.person is not None:
            for day, _ in _covered(one, days, today):
                people[day].add(one.person.staff or f"{one.person.name}　{one.person.home_name}")
    return [len(people[day]) for day in sorted(people)]


def short_stays(postings: Iterable[Posting], days: tuple[date, date], months: int) -> list[Posting]:
    """Return the lasting postings of these days that are shorter than half a year, also those broken off (STF-17)."""
    found = []
    for one in postings:
        its = span(one)
        if its and its[0] <= days[1] and days[0] <= its[1] and is_short(one.kind, *its, months):
            found.append(one)
    return found


def stationed_units(units: Sequence[str], postings: Iterable[Posting], on: date) -> int:
    """Return how many units have somebody of the lead hospital stationed on a day (STF-01, STF-15)."""
    hosts = {
        one.host
        for one in postings
        if one.kind is Kind.RESIDENT and one.arrived_on is not None and (its := span(one)) and its[0] <= on <= its[1]
    }
    return len(hosts.intersection(units))


def _covered(posting: Posting, days: tuple[date, date], today: date) -> Iterator[tuple[date, Cover]]:
    """Return the days of a posting within these days on which somebody was, or is expected to be, there."""
    its = span(posting)
    if its is None:
        return
    there, absent = served(posting), missing(posting)
    known = {month.first for month in posting.months}
    for day in days_between(max(days[0], its[0]), min(days[1], its[1])):
        if day in there:
            yield day, Cover.SERVED
        elif day in absent or day.replace(day=1) in known:
            continue
        elif day >= today or posting.state is not State.ARRANGED:
            yield day, Cover.PLANNED


def _day(day: date, found: dict[date, list[tuple[Cover, str, str]]], why: dict[date, str]) -> UnitDay:
    its = sorted(found.get(day, ()), key=lambda one: list(Cover).index(one[0]))
    if not its:
        return UnitDay(day=day, cover=Cover.GAP, why=why.get(day, ""))
    who = tuple(name for _, name, _ in its)
    return UnitDay(day=day, cover=its[0][0], who=who, why=why.get(day, ""), posting=its[0][2])
