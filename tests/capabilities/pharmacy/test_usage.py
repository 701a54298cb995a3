"""What the ledger says of a drug's use by months that are over, against a walk through every day of them."""

from __future__ import annotations

import calendar
from datetime import date
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yigongti_desktop.capabilities.pharmacy.model.usage import MONTHS
from yigongti_desktop.capabilities.pharmacy.model.usage import Usage
from yigongti_desktop.capabilities.pharmacy.model.usage import first_day
from yigongti_desktop.capabilities.pharmacy.model.usage import in_stock_since
from yigongti_desktop.capabilities.pharmacy.model.usage import last_used
from yigongti_desktop.capabilities.pharmacy.model.usage import months_of

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2026, 7, 20), TODAY + timedelta(3))


@pytest.mark.parametrize(
    ("today", "months", "first"),
    [
        (TODAY, 3, date(2026, 8, 1)),
        (date(2026, 1, 1), 1, date(2025, 12, 1)),
        (date(2026, 3, 31), 3, date(2025, 12, 1)),
        (date(2027, 1, 31), 13, date(2025, 12, 1)),
    ],
)
def test_the_months_that_are_over_begin_on_their_first_day(today: date, months: int, first: date) -> None:
    assert first_day(today, months) == first


@pytest.mark.policy("PHA-16")
def test_a_drug_that_ran_out_in_a_month_says_on_how_many_days() -> None:
    moved = {date(2026, 8, 1): 10, date(2026, 8, 11): -10, date(2026, 10, 1): 5}
    first, second, third = months_of(5, Usage(moved, {date(2026, 8, 11): 10}), TODAY)
    assert (first.consumed, first.stock_out_days, first.days) == (10, 21, 31)
    assert (second.consumed, second.stock_out_days, second.days) == (0, 30, 30)
    assert (third.consumed, third.stock_out_days, third.days) == (0, 0, 31)


@pytest.mark.policy("PHA-16")
@given(
    balance=st.integers(-20, 200),
    moved=st.dictionaries(DAYS, st.integers(-60, 60), max_size=12),
    used=st.dictionaries(DAYS, st.integers(-10, 60), max_size=12),
)
def test_each_month_is_what_a_walk_through_its_days_says(
    balance: int, moved: dict[date, int], used: dict[date, int]
) -> None:
    first = first_day(TODAY)
    held = balance - sum(amount for on, amount in moved.items() if on >= first)
    on = first
    for month in months_of(balance, Usage(moved, used), TODAY):
        days = calendar.monthrange(on.year, on.month)[1]
        out = consumed = 0
        for _ in range(days):
            held += moved.get(on, 0)
            out += held <= 0
            consumed += used.get(on, 0)
            on += timedelta(1)
        assert (month.consumed, month.stock_out_days, month.days) == (consumed, out, days)
    assert (on - first).days in range(MONTHS * 28, MONTHS * 31 + 1)


def test_the_day_since_which_there_has_been_some_is_the_last_that_followed_an_empty_evening() -> None:
    moved = {date(2026, 8, 1): 10, date(2026, 8, 11): -10, date(2026, 10, 1): 5, date(2026, 10, 20): -2}
    usage = Usage(moved, {date(2026, 8, 11): 10, date(2026, 10, 20): 2, date(2026, 10, 21): -1})
    assert in_stock_since(3, usage, date(2026, 1, 1)) == date(2026, 10, 1)
    assert in_stock_since(13, usage, date(2026, 1, 1)) == date(2026, 1, 1)
    assert last_used(usage, date(2026, 1, 1)) == date(2026, 10, 20)
    assert last_used(usage, date(2026, 11, 1)) is None


@given(st.dictionaries(DAYS, st.integers(-20, 20), max_size=30), st.integers(0, 40), DAYS)
def test_since_that_day_every_evening_had_some_and_the_one_before_had_none(
    moved: dict[date, int], opening: int, first: date
) -> None:
    known = {on: amount for on, amount in moved.items() if on >= first}
    balance = opening + sum(known.values())
    if balance <= 0:
        return
    since = in_stock_since(balance, Usage(known, {}), first)
    evenings, held, on = {first - timedelta(1): opening}, opening, first
    while on <= max([*known, since]):
        held += known.get(on, 0)
        evenings[on] = held
        on += timedelta(1)
    assert all(amount > 0 for on, amount in evenings.items() if on >= since)
    assert since == first or evenings[since - timedelta(1)] <= 0
