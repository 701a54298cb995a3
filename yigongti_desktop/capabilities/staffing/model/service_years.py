"""Days of service at the base: what somebody has served towards promotion, and who counts for indicator 4.

STF-26: 晋升职称前到基层累计服务不少于1年. Indicator 4 of the 2024 set counts doctors of 中级 and above
of hospitals who were stationed for half a year of the year; rounds and single days do not count for it.
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterable
from datetime import date

import msgspec

from yigongti_desktop.capabilities.staffing.model.coverage import year_of
from yigongti_desktop.capabilities.staffing.model.posting_kinds import LASTING
from yigongti_desktop.capabilities.staffing.model.posting_kinds import UPWARD
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.postings import Person
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.served import served
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import Profession

#: Days of service that a promotion takes, and days of a year that make somebody 常驻 (183 of 365).
PROMOTION_DAYS, STATIONED_DAYS = 365, 183
_TEN_THOUSAND = 10_000


class Stay(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody has served at one unit through one posting."""

    unit: str
    unit_name: str
    kind: Kind
    first: date
    last: date
    days: int


class Service(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody has served at the base altogether; a day counts once."""

    stays: tuple[Stay, ...]
    days: int
    needed: int

    @property
    def is_enough(self) -> bool:
        """Say whether the year is full."""
        return self.days >= self.needed


class Stationed(msgspec.Struct, frozen=True, kw_only=True):
    """A doctor with the days of the year on which they were stationed at the base."""

    name: str
    home_name: str
    days: int


def service(postings: Iterable[Posting], staff: str, needed: int = PROMOTION_DAYS) -> Service:
    """Return what somebody has served at the base by what the units wrote down (STF-26); going up does not count."""
    stays, days = [], set[date]()
    for one in postings:
        is_base = one.kind not in UPWARD and one.host != one.lead
        its = sorted(served(one)) if is_base and one.person and one.person.staff == staff else []
        if its:
            days.update(its)
            stays.append(
                Stay(unit=one.host, unit_name=one.unit_name, kind=one.kind, first=its[0], last=its[-1], days=len(its))
            )
    return Service(stays=tuple(sorted(stays, key=lambda one: one.first)), days=len(days), needed=needed)


def stationed(
    postings: Iterable[Posting], year: int, hospitals: Collection[str], least: int = STATIONED_DAYS
) -> tuple[Stationed, ...]:
    """Return who counts for indicator 4: days inside the year only, of all their lasting postings together.

    Args:
        postings: of the whole community.
        year: that is reported.
        hospitals: institutions that are no base units; who comes from outside the county comes from a hospital.
        least: days that make somebody count.
    """
    first, last = year_of(year)
    days: dict[tuple[str, str, str], set[date]] = {}
    for one in postings:
        who = one.person
        if who is None or one.kind not in LASTING or one.host in hospitals or not _counts(who, hospitals):
            continue
        its = days.setdefault((who.staff, who.name, who.home_name), set())
        its.update(day for day in served(one) if first <= day <= last)
    found = (Stationed(name=name, home_name=home, days=len(its)) for (_, name, home), its in days.items())
    return tuple(sorted((one for one in found if one.days >= least), key=lambda one: (-one.days, one.name)))


def per_ten_thousand(count: int, residents: int) -> float | None:
    """Return how many there are for each ten thousand residents, to two places; None where nobody knows how many."""
    return round(count * _TEN_THOUSAND / residents, 2) if residents > 0 else None


def _counts(who: Person, hospitals: Collection[str]) -> bool:
    is_of_hospital = not who.home or who.home in hospitals
    return is_of_hospital and who.profession is Profession.DOCTOR and who.level.rank >= Level.MIDDLE.rank
