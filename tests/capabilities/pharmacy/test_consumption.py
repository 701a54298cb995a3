"""How much of a drug is used: months with and without stock, months of every length, days out of stock."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.capabilities.judging import refused
from tests.capabilities.pharmacy.stock import used
from yigongti_desktop.capabilities.pharmacy.model.consumption import Consumption
from yigongti_desktop.capabilities.pharmacy.model.consumption import Month
from yigongti_desktop.capabilities.pharmacy.model.consumption import Unknown
from yigongti_desktop.capabilities.pharmacy.model.consumption import monthly
from yigongti_desktop.capabilities.pharmacy.model.consumption import stock_out_days

MONTHS = st.integers(28, 31).flatmap(
    lambda days: st.builds(
        Month, consumed=st.integers(-20, 500), stock_out_days=st.integers(0, days), days=st.just(days)
    )
)


@pytest.mark.policy("PHA-16")
@pytest.mark.parametrize(
    ("months", "a_month", "a_day"),
    [
        ([(31, 0, 31), (60, 0, 30)], Fraction(91, 2), Fraction(91, 61)),
        ([(20, 10, 30)], Fraction(30), Fraction(1)),  # 20 in 20 days of stock: 30 in 30
        ([(10, 29, 30)], Fraction(300), Fraction(10)),  # all that came went in one day
        ([(20, 10, 30), (30, 0, 30)], Fraction(30), Fraction(1)),
        ([(10, 3, 31)], Fraction(310, 28), Fraction(10, 28)),  # nothing is rounded
        ([(28, 0, 28)], Fraction(28), Fraction(1)),
        ([(29, 0, 29)], Fraction(29), Fraction(1)),  # a leap year's February is one day longer, not busier
        ([(14, 15, 29)], Fraction(29), Fraction(1)),
        ([(0, 0, 30), (0, 3, 31)], Fraction(0), Fraction(0)),
        ([(-4, 0, 30), (10, 0, 30)], Fraction(3), Fraction(1, 10)),  # what was given back was issued before
        ([(-4, 0, 30), (1, 0, 30)], Fraction(0), Fraction(0)),
        ([(10**15, 0, 30)], Fraction(10**15), Fraction(10**15, 30)),
    ],
)
def test_a_month_is_brought_up_to_what_it_would_have_been_with_stock(
    months: list[tuple[int, int, int]], a_month: Fraction, a_day: Fraction
) -> None:
    use = used(*months)
    assert (use.monthly, use.daily, use.unknown) == (a_month, a_day, None)
    assert (use.counted, use.left_out) == (len(months), 0)


def test_a_month_without_any_day_in_stock_says_nothing() -> None:
    assert used((30, 0, 30), (0, 31, 31), (60, 0, 30)) == Consumption(
        monthly=Fraction(45), daily=Fraction(90, 60), counted=2, left_out=1
    )


def test_of_a_new_drug_the_months_count_that_there_are() -> None:
    assert used((30, 0, 30)) == Consumption(monthly=Fraction(30), daily=Fraction(1), counted=1)


def test_the_days_before_a_drug_came_are_days_without_it() -> None:
    came_on_the_21st = {date(2026, 11, 21): 100} | {date(2026, 11, day): -3 for day in range(22, 31)}
    out = stock_out_days(0, came_on_the_21st, date(2026, 11, 1), date(2026, 11, 30))
    assert out == 20
    assert used((27, out, 30)).monthly == 81


def test_when_no_month_says_anything_the_reason_is_said() -> None:
    assert used() == Consumption(unknown=Unknown.NO_MONTHS)
    assert used((0, 30, 30), (5, 31, 31)) == Consumption(left_out=2, unknown=Unknown.NEVER_IN_STOCK)


@pytest.mark.parametrize("out", [-1, 31])
def test_a_month_has_no_more_days_out_of_stock_than_days(out: int) -> None:
    with refused("stock_out_days", count=out, days=30):
        used((1, 0, 30), (1, out, 30))


@settings(max_examples=200, deadline=None)
@given(st.lists(MONTHS, max_size=12), st.integers(0, 11), st.integers(0, 100))
def test_more_use_in_any_month_is_never_less_on_average(months: list[Month], place: int, more: int) -> None:
    before = monthly(months)
    raised = [
        Month(consumed=one.consumed + more * (place == at), stock_out_days=one.stock_out_days, days=one.days)
        for at, one in enumerate(months)
    ]
    after = monthly(raised)
    assert (before.counted, before.left_out, before.unknown) == (after.counted, after.left_out, after.unknown)
    if before.monthly is None or before.daily is None:
        assert before.unknown
        assert after.monthly is None
        return
    assert after.monthly is not None
    assert 0 <= before.monthly <= after.monthly
    assert 28 * before.daily <= before.monthly <= 31 * before.daily


@settings(max_examples=200, deadline=None)
@given(st.lists(MONTHS, max_size=12))
def test_the_order_of_months_does_not_matter(months: list[Month]) -> None:
    assert monthly(months) == monthly(reversed(months))


# Days out of stock


def on(*moves: tuple[int, int]) -> dict[date, int]:
    return {date(2026, 11, day): change for day, change in moves}


@pytest.mark.parametrize(
    ("opening", "moves", "out"),
    [
        (10, [], 0),
        (0, [], 30),
        (-3, [], 30),
        (10, [(11, -10)], 20),  # the 11th itself ended without any
        (10, [(11, -10), (21, 50)], 10),  # the 21st ended with some
        (0, [(5, 7)], 4),
        (10, [(30, -10)], 1),
        (10, [(1, -10)], 30),
        (5, [(3, -9), (4, 4)], 28),  # below zero, then at zero
        (5, [(3, -9), (4, 5)], 1),
        (0, [(30, 1)], 29),
    ],
)
def test_a_day_that_ends_without_any_is_a_day_out_of_stock(
    opening: int, moves: list[tuple[int, int]], out: int
) -> None:
    assert stock_out_days(opening, on(*moves), date(2026, 11, 1), date(2026, 11, 30)) == out


def test_a_day_on_which_as_much_came_as_went_is_as_the_day_before() -> None:
    assert stock_out_days(0, on((7, 0)), date(2026, 11, 7), date(2026, 11, 7)) == 1


def test_movements_of_other_days_are_not_looked_at() -> None:
    moves = {date(2026, 10, 31): 100, date(2026, 12, 1): 100}
    assert stock_out_days(0, moves, date(2026, 11, 1), date(2026, 11, 30)) == 30


def test_a_leap_year_s_february_has_twenty_nine_evenings() -> None:
    assert stock_out_days(0, {}, date(2028, 2, 1), date(2028, 2, 29)) == 29


def test_no_day_is_none_out_of_stock() -> None:
    assert stock_out_days(0, {}, date(2026, 11, 2), date(2026, 11, 1)) == 0


@settings(max_examples=200, deadline=None)
@given(
    st.integers(-5, 20), st.dictionaries(st.dates(date(2026, 11, 1), date(2026, 11, 30)), st.integers(-9, 9)), st.data()
)
def test_days_are_counted_alike_in_one_piece_or_two(opening: int, moves: dict[date, int], data: st.DataObject) -> None:
    first, last = date(2026, 11, 1), date(2026, 11, 30)
    cut = data.draw(st.dates(first, last))
    reached = opening + sum(change for day, change in moves.items() if day <= cut)
    whole = stock_out_days(opening, moves, first, last)
    parts = stock_out_days(opening, moves, first, cut), stock_out_days(reached, moves, cut + timedelta(1), last)
    assert whole == sum(parts)
    assert 0 <= whole <= 30
