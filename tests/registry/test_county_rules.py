"""What a county's setting is on a day."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.registry.counties import founded
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion
from yigongti_desktop.registry.model.county import rule

DAY = date(2026, 11, 23)


class Shelf:
    def __init__(self, *rules: Rule) -> None:
        self._rules = {one.id: one for one in rules}

    def get(self, kind: str, record: str) -> Rule | None:
        return self._rules.get(record) if kind == "rule" else None


@pytest.mark.policy("REF-28")
def test_the_follow_up_after_a_referral_is_due_in_two_weeks_in_every_county() -> None:
    assert rule(founded("shouxian"), "referral.follow_up_days", DAY, 99) == 14


def test_where_the_county_says_nothing_the_default_holds() -> None:
    assert rule(Shelf(), "referral.follow_up_days", DAY, 21) == 21


@pytest.mark.parametrize("value", ["fourteen", None, [14], 14.5])
def test_a_value_of_another_type_than_the_default_does_not_hold(value: object) -> None:
    odd = Rule(id="referral.follow_up_days", versions=(RuleVersion(value=value),))
    assert rule(Shelf(odd), "referral.follow_up_days", DAY, 21) == 21


def test_both_days_of_a_version_belong_to_it() -> None:
    version = RuleVersion(value=1, since=date(2026, 1, 1), until=date(2026, 12, 31))
    one = Rule(id="x", versions=(version,))
    assert [one.on(date(2025, 12, 31)), one.on(date(2026, 1, 1))] == [None, 1]
    assert [one.on(date(2026, 12, 31)), one.on(date(2027, 1, 1))] == [1, None]


def test_the_later_of_two_versions_of_one_day_wins() -> None:
    both = Rule(id="x", versions=(RuleVersion(value=1, since=DAY), RuleVersion(value=2, since=DAY)))
    assert both.on(DAY) == 2


days = st.dates(date(2020, 1, 1), date(2030, 12, 31))
versions = st.lists(
    st.builds(RuleVersion, value=st.integers(), since=days, until=st.none() | days).map(
        lambda version: version if version.until is None or version.until >= version.since else RuleVersion(value=0)
    ),
    min_size=1,
    max_size=6,
)


@settings(max_examples=100, deadline=None)
@given(versions, days)
def test_the_value_on_a_day_is_that_of_the_version_that_began_last(made: list[RuleVersion], on: date) -> None:
    value = Rule(id="x", versions=tuple(made)).on(on)
    best: RuleVersion | None = None
    for version in made:
        holds = version.since <= on < (version.until or date.max - timedelta(1)) + timedelta(1)
        if holds and (best is None or version.since >= best.since):
            best = version
    assert value == (best.value if best else None)
