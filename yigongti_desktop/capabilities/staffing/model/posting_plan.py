"""The posting plan of a year as it is printed: which unit has whom of what title, and the days that nobody covers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from datetime import timedelta

from msgspec import Struct

from yigongti_desktop.registry.model.staff.codes import Level

_DAY = timedelta(1)


class PlannedStay(Struct, frozen=True, kw_only=True):
    """Somebody at a unit from one day to another, both included."""

    #: Name of the unit.
    unit: str
    doctor: str
    level: Level
    #: Title in words: 主治医师.
    title: str = ""
    department: str = ""
    #: 常年派驻, 坐诊, 巡诊.
    kind: str = ""
    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(self.last)


class PostingPlan(Struct, frozen=True, kw_only=True):
    """The stays of a year at the units of a community."""

    community: str
    year: int
    #: Names, in the order of the paper; units without any stay too.
    units: tuple[str, ...]
    stays: tuple[PlannedStay, ...]
    is_draft: bool = False

    @property
    def first(self) -> date:
        """Return its first day."""
        return date(self.year, 1, 1)

    @property
    def last(self) -> date:
        """Return its last day."""
        return date(self.year, 12, 31)

    def of(self, unit: str) -> tuple[PlannedStay, ...]:
        """Return the stays of a unit that touch this year, by their first day."""
        theirs = (one for one in self.stays if one.unit == unit and one.first <= self.last and one.last >= self.first)
        return tuple(sorted(theirs, key=lambda one: (one.first, one.last, one.doctor)))

    def gaps(self, unit: str, least: Level = Level.MIDDLE) -> Iterator[tuple[date, date]]:
        """Return from when to when nobody of a title at least so high is at a unit; one day counts (STF-16)."""
        day = self.first
        able = [one for one in self.stays if one.unit == unit and one.level.rank >= least.rank]
        for stay in sorted(able, key=lambda one: one.first):
            if stay.first > self.last:
                break
            if stay.first > day:
                yield day, stay.first - _DAY
            day = max(day, stay.last + _DAY)
        if day <= self.last:
            yield day, self.last
