"""Months are counted from where they began: short months and leap days shift nothing."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yigongti_desktop.capabilities.contracts.model.months import full_on
from yigongti_desktop.capabilities.contracts.model.months import last_of
from yigongti_desktop.capabilities.contracts.model.months import months_after
from yigongti_desktop.kernel.dates import age_on
from yigongti_desktop.kernel.dates import months_on

DAYS = st.dates(date(1990, 1, 1), date(2060, 12, 31))


@pytest.mark.parametrize(
    ("day", "months", "after", "full"),
    [
        (date(2027, 1, 31), 1, date(2027, 2, 28), date(2027, 3, 1)),
        (date(2028, 1, 31), 1, date(2028, 2, 29), date(2028, 3, 1)),
        (date(2027, 1, 31), 2, date(2027, 3, 31), date(2027, 3, 31)),
        (date(2027, 1, 31), 3, date(2027, 4, 30), date(2027, 5, 1)),
        (date(2028, 2, 29), 12, date(2029, 2, 28), date(2029, 3, 1)),
        (date(2028, 2, 29), 48, date(2032, 2, 29), date(2032, 2, 29)),
        (date(2026, 11, 30), 3, date(2027, 2, 28), date(2027, 3, 1)),
        (date(2026, 12, 31), 2, date(2027, 2, 28), date(2027, 3, 1)),
        (date(2026, 10, 15), 3, date(2027, 1, 15), date(2027, 1, 15)),
        (date(2026, 12, 1), 1, date(2027, 1, 1), date(2027, 1, 1)),
        (date(2026, 3, 31), -1, date(2026, 2, 28), date(2026, 3, 1)),
        (date(2026, 5, 5), 0, date(2026, 5, 5), date(2026, 5, 5)),
    ],
)
def test_a_month_worked_by_hand(day: date, months: int, after: date, full: date) -> None:
    assert months_after(day, months) == after
    assert full_on(day, months) == full
    assert last_of(day, months) == full - timedelta(days=1)


@given(DAYS, st.integers(0, 1200))
def test_months_are_full_on_the_first_day_that_the_age_in_months_says_so(birth: date, months: int) -> None:
    day = full_on(birth, months)
    assert months_on(birth, day) == months
    if months:
        assert months_on(birth, day - timedelta(days=1)) == months - 1


@given(DAYS, st.integers(0, 100))
def test_years_are_full_on_the_birthday_of_the_registry(birth: date, years: int) -> None:
    day = full_on(birth, 12 * years)
    assert age_on(birth, day) == years
    assert not years or age_on(birth, day - timedelta(days=1)) == years - 1


@given(DAYS, st.lists(st.integers(1, 40), min_size=1, max_size=20))
def test_counted_from_the_beginning_no_day_is_lost_to_short_months(day: date, steps: list[int]) -> None:
    total = 0
    for step in steps:
        total += step
        after = months_after(day, total)
        assert after.day == day.day or (after.day < day.day and (after + timedelta(days=1)).day == 1)
