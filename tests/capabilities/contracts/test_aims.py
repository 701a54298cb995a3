"""What a county wants of its figures, by the rules of an invented county: by year, beside the figure, or nothing."""

from __future__ import annotations

import tomllib
from datetime import date
from fractions import Fraction
from typing import Any

import pytest

from tests.capabilities.judging import Register
from tests.capabilities.judging import tianmen
from yigongti_desktop.capabilities.contracts.model.aims import aim
from yigongti_desktop.capabilities.contracts.model.aims import grown
from yigongti_desktop.capabilities.contracts.model.aims import terms
from yigongti_desktop.capabilities.contracts.model.rates import KEY_GROUPS
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.model.rates import Terms
from yigongti_desktop.kernel.places import resource
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

#: 30, 60 and 100 of one year (益阳, FDC-11), a little more in the next.
FIRST, NEXT = date(2026, 1, 1), date(2027, 1, 1)
SOURCE = "某县签约方案〔2026〕3号"


def county(**targets: tuple[Any, ...]) -> Register:
    """Return a county that wants so much of figures, from each year on."""
    found = tianmen()
    for name, values in targets.items():
        versions = tuple(
            RuleVersion(value=value, since=since, source=SOURCE)
            for since, value in zip((FIRST, NEXT), values, strict=False)
        )
        found.put("rule", Rule(id=f"contract.target.{name}", versions=versions))
    return found


@pytest.mark.policy("FDC-11")
def test_targets_are_those_of_the_year() -> None:
    register = county(coverage=(30, 33), key_groups=(60, 62.5), poor=(100,))
    wanted = (Definition.COVERAGE, Definition.KEY, Definition.POOR, Definition.SPECIAL)
    before = [aim(one, register, date(2025, 12, 31)).least for one in wanted]
    first = [aim(one, register, date(2026, 11, 30)).least for one in wanted]
    following = [aim(one, register, date(2027, 1, 1)).least for one in wanted]
    assert before == [None] * 4
    assert first == [Fraction(3, 10), Fraction(6, 10), Fraction(1), None]
    assert following == [Fraction(33, 100), Fraction(5, 8), Fraction(1), None]
    assert aim(Definition.POOR, register, FIRST).source == SOURCE


@pytest.mark.policy("FDC-11")
@pytest.mark.parametrize("value", ["30", True, -1, 101, [30], None])
def test_a_target_that_is_no_share_is_no_target(value: object) -> None:
    found = aim(Definition.COVERAGE, county(coverage=(value,)), FIRST)
    assert (found.least, found.source) == (None, "")


@pytest.mark.policy("FDC-11")
def test_how_far_a_figure_is_from_what_is_wanted_is_told_in_hundredths() -> None:
    found = aim(Definition.COVERAGE, county(coverage=(60,)), FIRST)
    assert found.gap(Fraction(18, 34)) == Fraction(18 * 100, 34) - 60
    assert found.gap(Fraction(3, 5)) == 0
    assert found.gap(None) is None
    assert aim(Definition.ITEMS, county(), FIRST).gap(Fraction(1)) is None


@pytest.mark.policy("FDC-08")
def test_coverage_is_to_grow_by_one_to_three_hundredths_a_year_since_2022() -> None:
    register = tianmen()
    for definition in Definition:
        growing = definition in {Definition.COVERAGE, Definition.KEY}
        assert aim(definition, register, date(2026, 11, 30)).growth == ((1, 3) if growing else None)
        assert aim(definition, register, date(2021, 12, 31)).growth is None
    register.put("rule", Rule(id="contract.target.growth", versions=(RuleVersion(value=[2]),)))
    assert aim(Definition.COVERAGE, register, FIRST).growth is None
    assert grown(Fraction(18, 34), Fraction(8, 35)) == Fraction(1800, 34) - Fraction(800, 35)
    assert grown(None, Fraction(1)) is grown(Fraction(1), None) is None


@pytest.mark.policy("FDC-12")
def test_a_county_says_otherwise_of_the_definitions() -> None:
    register = tianmen()
    assert terms(register, FIRST) == Terms()
    rules = {"contract.key_groups": ["elderly"], "contract.fulfilled_percent": 80, "contract.renewal_late_days": 30}
    for name, value in rules.items():
        register.put("rule", Rule(id=name, versions=(RuleVersion(value=value),)))
    assert terms(register, FIRST) == Terms(key_groups=("elderly",), least_percent=80, late_days=30)
    for name, value in {"contract.fulfilled_percent": 0, "contract.renewal_late_days": -5}.items():
        register.put("rule", Rule(id=name, versions=(RuleVersion(value=value),)))
    assert (terms(register, FIRST).least_percent, terms(register, FIRST).late_days) == (1, 0)


def test_the_national_rules_say_what_the_definitions_say_without_them() -> None:
    rules = tomllib.loads(resource("counties", "national.toml").read_text("utf-8"))["rules"]
    national = {one["name"]: one["value"] for one in rules}
    assert tuple(national["contract.key_groups"]) == KEY_GROUPS
    assert national["contract.fulfilled_percent"] == Terms().least_percent
    assert national["contract.renewal_late_days"] == Terms().late_days
