"""What the ledger says of a drug's use, month by month, for its average and its outlook (PHA-16)."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date
from datetime import timedelta

import msgspec

from yigongti_desktop.capabilities.pharmacy.model.consumption import Month
from yigongti_desktop.capabilities.pharmacy.model.consumption import stock_out_days
from yigongti_desktop.capabilities.pharmacy.model.stock import USES
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind

#: Months that are over and make the average.
MONTHS = 3
#: Days that are looked back on for how long nobody took any: what happened before is not told.
LOOK_BACK = 365
#: Kinds by which drugs come to be used, and by which they are given back; what takes one back counts with it.
USED = USES | {EntryKind.RETURN_IN}


class Usage(msgspec.Struct, frozen=True):
    """What moved a drug in an institution, by the days of the people there, in smallest units."""

    #: What came less what went.
    moved: Mapping[date, int]
    #: What was used, less what was given back.
    used: Mapping[date, int]


def first_day(today: date, months: int = MONTHS) -> date:
    """Return the first day of so many calendar months that are over."""
    year, month = divmod(today.year * 12 + today.month - 1 - months, 12)
    return date(year, month + 1, 1)


def months_of(balance: int, usage: Usage, today: date, months: int = MONTHS) -> list[Month]:
    """Return the months that are over, the oldest first.

    Args:
        balance: what the books have now.
        usage: of every day since the first of these months; days after today count for the balance alone.
        today: in the month that is not over.
        months: how many are asked for.
    """
    first = first_day(today, months)
    held = balance - sum(amount for on, amount in usage.moved.items() if on >= first)
    went = sum(amount for on, amount in usage.moved.items() if amount < 0 and on >= first)
    found: list[Month] = []
    for _ in range(months):
        days = calendar.monthrange(first.year, first.month)[1]
        last = first + timedelta(days - 1)
        # What never fell to nought needs no walk through the days.
        out = stock_out_days(held, usage.moved, first, last) if held + went <= 0 else 0
        used = sum(amount for on, amount in usage.used.items() if first <= on <= last)
        found.append(Month(consumed=used, stock_out_days=out, days=days))
        held += sum(amount for on, amount in usage.moved.items() if first <= on <= last)
        first = last + timedelta(1)
    return found


def in_stock_since(balance: int, usage: Usage, first: date) -> date:
    """Return since which day there has been some without a break, where there is some now.

    A day that ended with nothing left breaks it. What was before the first day that is known is not told.
    """
    held = balance
    for on in sorted((one for one in usage.moved if one >= first), reverse=True):
        held -= usage.moved[on]
        if held <= 0:
            return on
    return first


def last_used(usage: Usage, first: date) -> date | None:
    """Return the last day, not before the first that is known, on which more was used than given back."""
    return max((on for on, amount in usage.used.items() if amount > 0 and on >= first), default=None)
