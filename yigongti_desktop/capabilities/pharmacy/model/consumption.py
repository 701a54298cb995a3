"""How much of a drug is used in a month, as if it had been there on every day of it (PHA-16 药品配备满足需要).

Everything is exact: counts are whole, averages are fractions, nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from datetime import date
from datetime import timedelta
from enum import StrEnum
from fractions import Fraction

import msgspec

from yigongti_desktop.kernel.errors import Refused


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """What was used of a drug in one calendar month that is over."""

    #: Packs that went out to patients and village clinics, less what they gave back; may be below zero.
    consumed: int
    #: Days on which none was left in the evening; in the first month of a new drug also those before it came.
    stock_out_days: int = 0
    #: Days of the month: 28 to 31.
    days: int


class Unknown(StrEnum):
    """Why nobody can say how much is used."""

    NO_MONTHS = "no_months"
    NEVER_IN_STOCK = "never_in_stock"


class Consumption(msgspec.Struct, frozen=True, kw_only=True):
    """How much of a drug is used, exact; both figures are None when no month says anything."""

    #: Packs in a month, the average of the months that count.
    monthly: Fraction | None = None
    #: Packs in a day, over the days of the months that count.
    daily: Fraction | None = None
    #: Months the average is made of.
    counted: int = 0
    #: Months in which there was none on any day.
    left_out: int = 0
    unknown: Unknown | None = None


def monthly(months: Iterable[Month]) -> Consumption:
    """Return the average use, each month brought up to what it would have been without days out of stock.

    A month of D days, X of them out of stock, in which C packs were used, counts C·D/(D-X) packs; OpenLMIS does
    the same with months of 30 days and rounds each one up, here none is rounded. Months without any day in stock
    are left out; a new drug is averaged over the months it has. When more came back than went out, the use is 0.

    Raises:
        Refused: stock_out_days when a month has more days out of stock than days, or fewer than none.
    """
    total, days, counted, left_out = Fraction(0), 0, 0, 0
    for month in months:
        if not 0 <= month.stock_out_days <= month.days:
            raise Refused("stock_out_days", count=month.stock_out_days, days=month.days)
        in_stock = month.days - month.stock_out_days
        if not in_stock:
            left_out += 1
            continue
        total += Fraction(month.consumed * month.days, in_stock)
        days += month.days
        counted += 1
    if not counted:
        return Consumption(left_out=left_out, unknown=Unknown.NEVER_IN_STOCK if left_out else Unknown.NO_MONTHS)
    total = max(total, Fraction(0))
    return Consumption(monthly=total / counted, daily=total / days, counted=counted, left_out=left_out)


def stock_out_days(opening: int, movements: Mapping[date, int], first: date, last: date) -> int:
    """Return on how many days from first to last, both included, the balance at the end of the day was 0 or less.

    A day that ends with at least one pack counts as in stock, even if there was none for some hours of it; a day
    on which the last pack went out counts as out of stock, and so does one on which the ledger stood below zero.

    Args:
        opening: balance at the end of the day before first.
        movements: what came in less what went out, by day; days outside are not looked at.
        first: first day that is counted.
        last: last day that is counted; none is, if it lies before first.
    """
    balance, out = opening, 0
    for place in range((last - first).days + 1):
        balance += movements.get(first + timedelta(place), 0)
        out += balance <= 0
    return out
