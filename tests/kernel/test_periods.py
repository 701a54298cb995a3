"""The periods over which figures are taken."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yigongti_desktop.kernel.periods import Period
from yigongti_desktop.kernel.periods import Span
from yigongti_desktop.kernel.periods import period
from yigongti_desktop.kernel.periods import periods
from yigongti_desktop.kernel.periods import shown_months

TODAY = date(2026, 11, 23)
DAYS = st.dates(date(2010, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("span", "first", "last"),
    [
        (Span.MONTH, date(2026, 11, 1), date(2026, 11, 30)),
        (Span.QUARTER, date(2026, 10, 1), date(2026, 12, 31)),
        (Span.YEAR, date(2026, 1, 1), date(2026, 12, 31)),
        (Span.TWELVE, date(2025, 12, 1), date(2026, 11, 30)),
    ],
)
def test_a_period_is_whole_months_around_its_day(span: Span, first: date, last: date) -> None:
    assert period(span, TODAY) == Period(first, last)


@given(st.sampled_from(Span), DAYS)
def test_a_period_holds_its_day_and_ends_with_a_month(span: Span, on: date) -> None:
    found = period(span, on)
    assert found.holds(on)
    assert found.first.day == 1
    assert (found.last + timedelta(1)).day == 1
    assert found.covers(found)


@given(st.sampled_from([Span.MONTH, Span.QUARTER, Span.YEAR]), DAYS, st.integers(2, 14))
def test_the_last_periods_follow_one_another_without_a_gap(span: Span, today: date, count: int) -> None:
    found = periods(span, today, count)
    assert len(found) == count
    assert found[0] == period(span, today)
    assert all(later.first == earlier.last + timedelta(1) for later, earlier in pairwise(found))


def test_of_the_last_twelve_months_there_is_one() -> None:
    assert periods(Span.TWELVE, TODAY, 5) == (period(Span.TWELVE, TODAY),)


@given(st.sampled_from(Span), DAYS, st.integers(0, 400))
def test_twelve_months_are_shown_none_of_them_to_come(span: Span, on: date, later: int) -> None:
    chosen, today = period(span, on), on + timedelta(later)
    found = shown_months(chosen, today)
    assert len(found) == 12
    assert all(month == period(Span.MONTH, month.first) for month in found)
    assert all(later.first == earlier.last + timedelta(1) for earlier, later in pairwise(found))
    assert found[-1].last == min(chosen.last, period(Span.MONTH, today).last)
