"""What a county calls near its last day of use, and slow."""

from __future__ import annotations

from datetime import date

import pytest

from tests.registry.counties import founded
from yigongti_desktop.capabilities.pharmacy.model.limits import Limits
from yigongti_desktop.capabilities.pharmacy.model.limits import limits_on
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

DAY = date(2026, 11, 23)


class Shelf:
    def __init__(self, **values: object) -> None:
        self._values = {f"stock.{name}": value for name, value in values.items()}

    def get(self, kind: str, record: str) -> Rule | None:
        assert kind == "rule"
        return Rule(id=record, versions=(RuleVersion(value=self._values[record]),)) if record in self._values else None


@pytest.mark.policy("PHA-16")
@pytest.mark.parametrize("county", ["tianmen", "gongqingcheng", "shouxian"])
def test_every_county_begins_with_what_is_usual(county: str) -> None:
    register = founded(county)
    assert limits_on(register, DAY) == Limits(warn_months=6, strong_months=3, idle_days=90, most_months=6)
    names = ("warn_months", "strong_months", "idle_days", "most_months")
    assert all(register.get("rule", f"stock.{name}") for name in names)


def test_a_county_sets_its_own() -> None:
    register = Shelf(warn_months=12, strong_months=6, idle_days=180, most_months=9)
    assert limits_on(register, DAY) == Limits(warn_months=12, strong_months=6, idle_days=180, most_months=9)


def test_what_is_urgent_is_never_further_than_what_is_near() -> None:
    assert limits_on(Shelf(warn_months=2), DAY) == Limits(warn_months=2, strong_months=2)


@pytest.mark.parametrize("value", [0, -3, 121, 10**9, "6", 6.5, None])
def test_a_figure_that_cannot_be_meant_is_not_taken(value: object) -> None:
    odd = Shelf(warn_months=value, strong_months=value, most_months=value, idle_days=-1 if value == 121 else value)
    assert limits_on(odd, DAY) == Limits()


def test_a_setting_counts_from_its_day() -> None:
    versions = (RuleVersion(value=6), RuleVersion(value=9, since=date(2027, 1, 1)))

    class Dated:
        def get(self, _kind: str, record: str) -> Rule | None:
            return Rule(id=record, versions=versions) if record == "stock.warn_months" else None

    assert [limits_on(Dated(), on).warn_months for on in (date(2026, 12, 31), date(2027, 1, 1))] == [6, 9]
