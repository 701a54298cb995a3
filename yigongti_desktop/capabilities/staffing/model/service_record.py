"""Service at the grassroots before a promotion (STF-26): each stay with its days, and the sum, no day counted twice."""

from __future__ import annotations

from datetime import date

from msgspec import Struct

#: What counts as one year where a county says nothing else.
YEAR_DAYS = 365


class ServedStay(Struct, frozen=True, kw_only=True):
    """A stay at a unit from one day to another, both included."""

    #: Name of the unit.
    unit: str
    first: date
    last: date
    #: 常年派驻, 坐诊, 巡诊.
    kind: str = ""
    #: Days within it on which they did not serve: leave, recalled.
    absent: tuple[date, ...] = ()

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise ValueError(self.last)

    def served(self) -> frozenset[date]:
        """Return the days that count."""
        span = range(self.first.toordinal(), self.last.toordinal() + 1)
        return frozenset(map(date.fromordinal, span)) - frozenset(self.absent)


class ServiceRecord(Struct, frozen=True, kw_only=True):
    """What a certificate says of somebody's service."""

    number: str
    name: str
    #: Title in words, and the hospital that they belong to.
    title: str
    hospital: str
    department: str = ""
    id_number: str = ""
    stays: tuple[ServedStay, ...]
    #: What the rule asks, in days, and where it stands.
    least_days: int = YEAR_DAYS
    basis: str = ""
    #: The title that they want to be promoted to, in words; empty where it is not said.
    aim: str = ""
    issued_on: date

    def ordered(self) -> tuple[ServedStay, ...]:
        """Return the stays by their first day."""
        return tuple(sorted(self.stays, key=lambda one: (one.first, one.last, one.unit)))

    @property
    def days(self) -> int:
        """Return the days served in all; a day on which two stays overlap counts once."""
        return len(frozenset[date]().union(*(stay.served() for stay in self.stays)))

    @property
    def overlapping(self) -> int:
        """Return how many days stand in more than one stay."""
        return sum(len(stay.served()) for stay in self.stays) - self.days

    @property
    def lacking(self) -> int:
        """Return how many days are still lacking; 0 where it is enough."""
        return max(0, self.least_days - self.days)
