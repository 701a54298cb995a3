"""Deadlines in days and in working days, as the county's rules say, over holidays and years without a notice."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.registry.calendars import NEXT
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.registry.model.calendar_year import KIND
from yigongti_desktop.registry.model.calendar_year import CalendarYear
from yigongti_desktop.registry.model.calendar_year import record_id
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion
from yigongti_desktop.registry.model.deadline import MOST_DAYS
from yigongti_desktop.registry.model.deadline import deadline

YEAR = CalendarYear(id=record_id(2027), year=2027, holidays=NEXT)


class Register:
    """Rules by name, and 2027 if it has been written down."""

    def __init__(self, *, knows_2027: bool = False, **rules: Any) -> None:
        self._found: dict[tuple[str, str], Any] = {
            ("rule", name.replace("__", ".")): Rule(id=name, versions=(RuleVersion(value=value),))
            for name, value in rules.items()
        }
        if knows_2027:
            self._found[KIND, YEAR.id] = YEAR

    def get(self, kind: str, record: str) -> Any | None:
        """Return what is known."""
        return self._found.get((kind, record))


def test_days_are_calendar_days_unless_the_county_says_working_days() -> None:
    start = date(2026, 9, 29)
    assert deadline(Register(), "shortage.days", start, 3).day == date(2026, 10, 2)
    assert deadline(Register(shortage__days=5), "shortage.days", start, 3).day == date(2026, 10, 4)
    both = Register(shortage__days=5, shortage__workdays=3)
    assert deadline(both, "shortage.days", start, 3).day == date(2026, 10, 9)


@pytest.mark.policy("FND-28")
def test_money_is_passed_on_within_ten_working_days_over_the_national_holiday() -> None:
    register = Register(funds__pass_through_workdays=10)
    found = deadline(register, "funds.pass_through_days", date(2026, 9, 25), 10)
    assert (found.day, found.is_provisional) == (date(2026, 10, 15), False)


def test_a_deadline_over_an_unpublished_year_is_provisional_and_settles_when_the_notice_comes() -> None:
    start = date(2027, 1, 29)
    before = deadline(Register(shortage__workdays=8), "shortage.days", start, 3)
    after = deadline(Register(shortage__workdays=8, knows_2027=True), "shortage.days", start, 3)
    assert (before.day, before.unpublished) == (date(2027, 2, 12), (2027,))
    assert (after.day, after.unpublished) == (date(2027, 2, 16), ())


def test_a_rule_that_makes_no_sense_is_kept_within_bounds() -> None:
    start = date(2026, 3, 2)
    assert deadline(Register(shortage__days=-4), "shortage.days", start, 3).day == start
    assert deadline(Register(shortage__days=10**9), "shortage.days", start, 3).day == date(2027, 3, 3)
    assert deadline(Register(shortage__workdays="十"), "shortage.days", start, 3).day == date(2026, 3, 5)
    far = deadline(Register(shortage__workdays=10**9), "shortage.days", start, 3).day
    assert far == built_in().working_days_after(start, MOST_DAYS).day


@given(st.dates(date(2019, 1, 1), date(2027, 12, 31)), st.integers(0, 60))
def test_working_days_never_end_before_as_many_calendar_days(start: date, days: int) -> None:
    register = Register(shortage__workdays=days)
    plain = Register(shortage__days=days)
    assert deadline(register, "shortage.days", start, 3).day >= deadline(plain, "shortage.days", start, 3).day
