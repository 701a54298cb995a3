"""Rules of a unit's rosters: changed by id from a day on; what a law asks is only ever made stricter."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import refused
from tests.capabilities.staffing.kept import DECEMBER
from tests.capabilities.staffing.kept import Kept
from tests.capabilities.staffing.kept import begun
from tests.capabilities.staffing.kept import by
from tests.capabilities.staffing.kept import drawn
from tests.capabilities.staffing.kept import register
from yigongti_desktop.capabilities.staffing.model import assembling
from yigongti_desktop.capabilities.staffing.model import unit_rules
from yigongti_desktop.capabilities.staffing.model.amending import COUNTY
from yigongti_desktop.capabilities.staffing.model.amending import LIMITS
from yigongti_desktop.capabilities.staffing.model.amending import RuleChange
from yigongti_desktop.capabilities.staffing.model.amending import amended
from yigongti_desktop.capabilities.staffing.model.amending import figures_of
from yigongti_desktop.capabilities.staffing.model.rules import AnyRule
from yigongti_desktop.capabilities.staffing.model.rules import Strength
from yigongti_desktop.capabilities.staffing.model.rules import national
from yigongti_desktop.capabilities.staffing.model.unit_rules import UnitRule
from yigongti_desktop.capabilities.staffing.model.unit_rules import rules_on
from yigongti_desktop.capabilities.staffing.model.unit_rules import unit_rule_id
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

NOVEMBER, JANUARY = date(2026, 11, 1), date(2027, 1, 1)
FLOORS = [rule for rule in national() if rule.is_floor]


def the(rule: str) -> AnyRule:
    return next(one for one in national() if one.id == rule)


def put(found: Kept, rule: str, begins: date = DECEMBER, seen: RuleChange | None = None, **change: Any) -> UnitRule:
    record = unit_rule_id(CLINIC, rule)
    wanted = RuleChange(**({"reason": "人手不够"} | change))
    pair = {begins.isoformat(): (seen, wanted)}
    after = unit_rules.set_rule(found.get("roster_rule", record), rule, pair, by(found, record))
    found.put("roster_rule", after)
    return after


def here(found: Kept, rule: str, on: date = DECEMBER) -> AnyRule | None:
    return next((one for one in rules_on(found, CLINIC, on) if one.id == rule), None)


def test_a_unit_that_has_changed_nothing_has_the_national_rules() -> None:
    assert rules_on(register(), CLINIC, DECEMBER) == national()


def test_a_rule_is_changed_from_a_day_on_with_who_and_why() -> None:
    found = register()
    kept = put(found, "work_run", figures={"most": 6}, weight=200)
    (one,) = kept.history
    assert (one.begins, one.change.reason, one.by != "", one.at is not None) == (DECEMBER, "人手不够", True, True)
    assert here(found, "work_run", NOVEMBER) == the("work_run")
    after = here(found, "work_run")
    assert after is not None
    assert (after.weight, after.figures()["most"]) == (200, 6)


def test_a_later_change_follows_an_earlier_one_and_an_empty_one_is_the_rule_as_it_was() -> None:
    found = register()
    put(found, "work_run", figures={"most": 6})
    put(found, "work_run", JANUARY, reason="恢复")
    assert here(found, "work_run", JANUARY) == the("work_run")
    december = here(found, "work_run")
    assert december is not None
    assert december.figures()["most"] == 6


def test_a_rule_without_a_law_can_be_made_a_must_a_should_or_be_switched_off() -> None:
    found = register()
    put(found, "after_night", level=Strength.SHOULD, weight=300)
    put(found, "interval", level=Strength.MUST)
    put(found, "off_run", is_off=True)
    after_night, interval = here(found, "after_night"), here(found, "interval")
    assert after_night is not None
    assert interval is not None
    assert (after_night.level, after_night.weight) == (Strength.SHOULD, 300)
    assert (interval.level, interval.weight) == (Strength.MUST, 0)
    assert here(found, "off_run") is None


@pytest.mark.policy("STF-03", "TRN-02", "STF-12", "STF-16", "STF-24")
@pytest.mark.parametrize("rule", FLOORS, ids=lambda rule: rule.id)
def test_what_a_law_or_policy_asks_cannot_be_switched_off_or_made_a_wish(rule: AnyRule) -> None:
    found = register()
    with refused("rule_weaker", name=rule.name) as sentence:
        put(found, rule.id, is_off=True)
    assert "不能放宽" in sentence[0]
    if rule.level is Strength.MUST:
        with refused("rule_weaker"):
            put(found, rule.id, level=Strength.SHOULD, weight=99_999)


def test_every_rule_of_a_law_may_only_be_made_stricter() -> None:
    laws = ("劳动法", "条例", "医师法", "特别规定", "国务院令", "STF-03", "STF-12")
    of_law = {rule.id for rule in national() if any(law in rule.source for law in laws) and "默认" not in rule.source}
    assert of_law == {rule.id for rule in FLOORS} - {"pin"}


@pytest.mark.parametrize(
    ("rule", "weaker", "stricter"),
    [
        ("overtime", {"most_hours": 40}, {"most_hours": 30}),
        ("overtime", {"day_hours": 9}, {"day_hours": 7}),
        ("weekly_rest", {"length": 8}, {"length": 6}),
        ("weekly_rest", {"least": 0}, {"least": 2}),
        ("weekly_hours", {"most_hours": 44}, {"most_hours": 36}),
        ("protected_nights", {"late_days": 60}, {"late_days": 120}),
    ],
)
def test_figures_of_a_law_go_one_way(rule: str, weaker: dict[str, int], stricter: dict[str, int]) -> None:
    found = register()
    with refused("rule_weaker"):
        put(found, rule, figures=weaker)
    put(found, rule, figures=stricter)
    after = here(found, rule)
    assert after is not None
    assert {name: after.figures()[name] for name in stricter} == stricter


@pytest.mark.parametrize(
    ("rule", "change", "code"),
    [
        ("no_such_rule", {}, "rule_unknown"),
        ("cover", {"is_off": True}, "rule_needed"),
        ("cover", {"level": Strength.MUST}, "rule_soft"),
        ("after_night", {"level": Strength.SHOULD}, "rule_weight"),
        ("work_run", {"weight": -1}, "rule_weight"),
        ("work_run", {"figures": {"most": 99}}, "rule_figure"),
        ("work_run", {"figures": {"of": 1}}, "rule_figure"),
        ("nights_in_days", {"figures": {"length": 1}}, "rule_length"),
        ("work_run", {"reason": " "}, "field_empty"),
    ],
)
def test_what_makes_no_rule_is_refused_in_words(rule: str, change: dict[str, Any], code: str) -> None:
    with refused(code) as sentence:
        put(register(), rule, **change)
    assert "{" not in sentence[0]


def test_a_change_begins_on_a_day_that_somebody_can_mean() -> None:
    with refused("rule_day"):
        put(register(), "work_run", date(2036, 1, 1))
    found, record = register(), unit_rule_id(CLINIC, "work_run")
    with refused("field_format"):
        unit_rules.set_rule(None, "work_run", {"下月": (None, RuleChange(reason="试行"))}, by(found, record))
    with refused("rule_id_wrong"):
        unit_rules.set_rule(None, "off_run", {}, by(found, record))


def test_of_one_day_that_two_have_changed_the_later_one_is_asked() -> None:
    found = register()
    put(found, "work_run", figures={"most": 6})
    with pytest.raises(Refused, match="conflict") as met:
        put(found, "work_run", figures={"most": 7})
    told = met.value.facts["fields"][DECEMBER.isoformat()]
    assert (told["mine"]["figures"], told["theirs"]["figures"], told["rule"]) == ({"most": 7}, {"most": 6}, "work_run")
    put(found, "work_run", JANUARY, figures={"most": 7})


def county(found: Kept, said: dict[str, Any]) -> None:
    found.put("rule", Rule(id=COUNTY, versions=(RuleVersion(value=said, since=DECEMBER, source="县办"),)))


def test_a_county_says_its_own_above_the_nation_and_a_unit_goes_on_from_there() -> None:
    found = register()
    said = {"overtime": {"figures": {"most_hours": 30}}, "off_run": {"is_off": True}, "leave": {"is_off": True}, "x": 1}
    county(found, said | {"work_run": {"figures": {"most": "六"}}})
    overtime = here(found, "overtime")
    assert overtime is not None
    assert overtime.figures()["most_hours"] == 30
    assert here(found, "overtime", NOVEMBER) == the("overtime")
    assert here(found, "off_run") is None
    assert here(found, "leave") == the("leave"), "a county cannot switch a law off either"
    assert here(found, "work_run") == the("work_run"), "what cannot be read is passed over"
    with refused("rule_weaker"):
        put(found, "overtime", figures={"most_hours": 34})


def test_a_roster_is_judged_by_the_rules_of_its_first_day() -> None:
    found = register()
    roster = drawn(found, begun(found), "白白白白白白.")
    assert "work_run" in {one.rule for one in assembling.findings(roster, found)}
    put(found, "work_run", figures={"most": 6})
    assert "work_run" not in {one.rule for one in assembling.findings(roster, found)}
    put(found, "work_run", JANUARY, figures={"most": 3})
    assert "work_run" not in {one.rule for one in assembling.findings(roster, found)}


_CHANGES = st.builds(
    RuleChange,
    level=st.none() | st.sampled_from(Strength),
    weight=st.none() | st.integers(-5, 200_000),
    figures=st.dictionaries(st.sampled_from(sorted(LIMITS)), st.integers(-1, 310), max_size=2),
    is_off=st.booleans(),
    reason=st.just("试行"),
)


@given(rule=st.sampled_from(national()), changes=st.lists(_CHANGES, max_size=4))
def test_whatever_is_tried_a_rule_of_a_law_never_gets_looser(rule: AnyRule, changes: list[RuleChange]) -> None:
    stands: AnyRule | None = rule
    for change in changes:
        if stands is None:
            break
        try:
            after = amended(stands, change)
        except Refused:
            continue
        if rule.is_floor:
            assert after is not None
            assert (rule.level, after.level) != (Strength.MUST, Strength.SHOULD)
            if after.level is Strength.SHOULD:
                assert after.weight >= rule.weight
            for name in {"most", "most_hours", "day_hours", "length"} & set(figures_of(after)):
                assert figures_of(after)[name] <= figures_of(rule)[name]
            for name in {"least", "late_days"} & set(figures_of(after)):
                assert figures_of(after)[name] >= figures_of(rule)[name]
        stands = after
