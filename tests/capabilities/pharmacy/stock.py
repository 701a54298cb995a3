"""Stock by hand: lots by their days of use, months of use, and what may be on a shelf, for hypothesis."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from fractions import Fraction

from hypothesis import strategies as st

from yigongti_desktop.capabilities.pharmacy.model.consumption import Consumption
from yigongti_desktop.capabilities.pharmacy.model.consumption import Month
from yigongti_desktop.capabilities.pharmacy.model.consumption import monthly
from yigongti_desktop.capabilities.pharmacy.model.fefo import Skip
from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot

TODAY = date(2026, 11, 23)
_NAMES = "ABCDEF"

HELD = st.dictionaries(st.sampled_from(_NAMES), st.sampled_from([Skip.SUSPENDED, Skip.RECALLED]), max_size=2)
RATES = st.fractions(min_value=0, max_value=50, max_denominator=40)


def lot(quantity: int, days: int | None = 1000, name: str = "A") -> StockLot:
    """Return a lot with so many days of use left, today among them: 1 expires tonight, 0 has expired last night."""
    expiry = None if days is None else TODAY + timedelta(days - 1)
    return StockLot(lot=name, expiry=expiry, quantity=quantity)


def used(*months: tuple[int, int, int]) -> Consumption:
    """Return the use over months of (packs, days out of stock, days)."""
    return monthly(Month(consumed=packs, stock_out_days=out, days=days) for packs, out, days in months)


def at(daily: Fraction) -> Consumption:
    """Return a use of so much a day, seen in one month of 30 days."""
    return Consumption(monthly=daily * 30, daily=daily, counted=1)


def lots(least: int = 0) -> st.SearchStrategy[tuple[StockLot, ...]]:
    """Return shelves of a few lots; expired, near, far and undated ones, some twice."""
    days = st.one_of(st.none(), st.integers(-3, 60), st.integers(61, 900))
    one = st.builds(lot, st.integers(least, 300), days, st.sampled_from(_NAMES))
    return st.lists(one, max_size=6).map(tuple)
