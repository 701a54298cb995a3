"""How well the central pharmacy supplies: fill rate, lead time, share of essential medicines (PHA-14, PHA-15).

Shares are exact fractions, and None when there is nothing to divide by; a screen rounds them.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from fractions import Fraction
from math import ceil

import msgspec

_NINETY = Fraction(9, 10)


class Supplied(msgspec.Struct, frozen=True, kw_only=True):
    """A line of a request that was delivered, or should have been."""

    requested: int
    received: int


class FillRate(msgspec.Struct, frozen=True, kw_only=True):
    """How much of what was requested came."""

    lines: int
    #: Lines of which everything came.
    filled: int
    requested: int
    #: Packs that came, no more of a line than was requested: too many of one drug do not make up for another.
    received: int

    @property
    def by_line(self) -> Fraction | None:
        """Return the share of lines of which everything came."""
        return Fraction(self.filled, self.lines) if self.lines else None

    @property
    def by_quantity(self) -> Fraction | None:
        """Return the share of packs that came."""
        return Fraction(self.received, self.requested) if self.requested else None


class Trip(msgspec.Struct, frozen=True, kw_only=True):
    """One request on its way from the clinic and back to it."""

    submitted: date
    #: None: it has not come yet.
    received: date | None


class LeadTime(msgspec.Struct, frozen=True, kw_only=True):
    """How many calendar days requests take from submitting to receiving."""

    counted: int
    #: Requests that have not come yet; they are in no figure.
    open: int
    #: Requests received before they were submitted: a clock was wrong.
    left_out: int
    #: Half of them took no longer; of an even number the mean of the middle two.
    median: Fraction | None
    #: Nine of ten took no longer: the nearest rank, always a figure that occurred.
    p90: int | None


class Purchase(msgspec.Struct, frozen=True, kw_only=True):
    """A line that was bought."""

    essential: bool
    #: In 分; below zero for what was given back.
    amount: int


class EssentialShare(msgspec.Struct, frozen=True, kw_only=True):
    """How much of what was bought is in the 国家基本药物目录."""

    lines: int
    essential_lines: int
    #: In 分.
    amount: int
    essential_amount: int

    @property
    def by_line(self) -> Fraction | None:
        """Return the share of lines."""
        return Fraction(self.essential_lines, self.lines) if self.lines else None

    @property
    def by_amount(self) -> Fraction | None:
        """Return the share of the money; None also when more was given back than bought."""
        return Fraction(self.essential_amount, self.amount) if self.amount > 0 else None


def fill_rate(lines: Iterable[Supplied]) -> FillRate:
    """Return how much of what was requested came (PHA-15); lines of which nothing was requested are left out."""
    asked = [line for line in lines if line.requested > 0]
    return FillRate(
        lines=len(asked),
        filled=sum(line.received >= line.requested for line in asked),
        requested=sum(line.requested for line in asked),
        received=sum(min(max(line.received, 0), line.requested) for line in asked),
    )


def lead_time(trips: Iterable[Trip]) -> LeadTime:
    """Return how long requests take (PHA-15)."""
    some = list(trips)
    came = sorted((trip.received - trip.submitted).days for trip in some if trip.received)
    days = [taken for taken in came if taken >= 0]
    count = len(days)
    return LeadTime(
        counted=count,
        open=len(some) - len(came),
        left_out=len(came) - count,
        median=Fraction(days[(count - 1) // 2] + days[count // 2], 2) if days else None,
        p90=days[ceil(_NINETY * count) - 1] if days else None,
    )


def essential_share(purchases: Iterable[Purchase]) -> EssentialShare:
    """Return the share of essential medicines (PHA-14 优先使用国家基本药物; for village clinics PHA-05 wants all)."""
    bought = list(purchases)
    listed = [line for line in bought if line.essential]
    return EssentialShare(
        lines=len(bought),
        essential_lines=len(listed),
        amount=sum(line.amount for line in bought),
        essential_amount=sum(line.amount for line in listed),
    )
