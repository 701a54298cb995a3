"""Months counted on the calendar: never from one result to the next, always from where the counting began.

The civil code (民法典 202条) ends a time of months on the day of the same number, or on the month's last day where
there is none.
"""

from __future__ import annotations

import calendar
from datetime import date
from datetime import timedelta

_ONE = timedelta(days=1)


def months_after(day: date, months: int) -> date:
    """Return the day of the same number so many months later, the month's last day where it has none.

    31 January and one month is 28 February, and two months is 31 March again; months may be below zero.
    """
    first = _month(day, months)
    return first.replace(day=min(day.day, calendar.monthrange(first.year, first.month)[1]))


def full_on(since: date, months: int) -> date:
    """Return the first day on which so many months are full: of 31 January and one month that is 1 March.

    A person is so many months old from this day on (`kernel.dates.months_on`); one born on 29 February is a year
    old on 1 March.
    """
    clamped = months_after(since, months)
    return clamped if clamped.day == since.day else clamped + _ONE


def last_of(since: date, months: int) -> date:
    """Return the last day of so many months of which the first day counts: of 1 March and twelve 28 February."""
    return full_on(since, months) - _ONE


def _month(day: date, months: int) -> date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, 1)
