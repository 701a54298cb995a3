"""Calendar months, quarters, years and the last twelve months, over which figures are taken."""

from __future__ import annotations

import calendar
from datetime import date
from enum import StrEnum

import msgspec

_MONTHS = 12


class Span(StrEnum):
    """How long a period is."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"
    #: The month of a day and the eleven before it.
    TWELVE = "twelve"


_LENGTHS = {Span.MONTH: 1, Span.QUARTER: 3, Span.YEAR: 12, Span.TWELVE: 12}


class Period(msgspec.Struct, frozen=True):
    """Some days, both ends included."""

    first: date
    last: date

    def holds(self, on: date) -> bool:
        """Say whether a day lies in it."""
        return self.first <= on <= self.last

    def covers(self, other: Period) -> bool:
        """Say whether another period lies in it whole."""
        return self.first <= other.first and other.last <= self.last


def period(span: Span, on: date) -> Period:
    """Return the month, quarter or year of a day, or the twelve months that end with its own."""
    if span is Span.TWELVE:
        return Period(_month(on, 1 - _MONTHS).first, _month(on).last)
    length = _LENGTHS[span]
    first = date(on.year, (on.month - 1) // length * length + 1, 1)
    return Period(first, _month(first, length - 1).last)


def periods(span: Span, today: date, count: int) -> tuple[Period, ...]:
    """Return so many periods, the latest first, which is that of today; of the last twelve months there is one."""
    if span is Span.TWELVE:
        return (period(span, today),)
    return tuple(period(span, _month(today, -place * _LENGTHS[span]).first) for place in range(count))


def shown_months(chosen: Period, today: date) -> tuple[Period, ...]:
    """Return the twelve months that end with a period's last, or with this one, the first first: its surroundings."""
    last = min(chosen.last, today)
    return tuple(_month(last, place - _MONTHS + 1) for place in range(_MONTHS))


def year_before(of: Period) -> Period:
    """Return the same days a year earlier; a period that ends with a month ends with that month's last day then."""
    last = of.last.replace(day=1)
    return Period(_month(of.first, -_MONTHS).first.replace(day=of.first.day), _month(last, -_MONTHS).last)


def _month(on: date, later: int = 0) -> Period:
    """Return the month that lies so many months after that of a day."""
    year, month = divmod(on.year * _MONTHS + on.month - 1 + later, _MONTHS)
    return Period(date(year, month + 1, 1), date(year, month + 1, calendar.monthrange(year, month + 1)[1]))
