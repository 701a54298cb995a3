"""A team is written down whole and changed by fields; a package is the lead hospital's, its price split exactly."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from tests.capabilities.contracts.makers import PACKAGE
from tests.capabilities.contracts.makers import TEAM
from tests.capabilities.contracts.makers import TODAY
from tests.capabilities.contracts.makers import register
from tests.capabilities.contracts.world import BEGAN
from tests.capabilities.contracts.world import CHECKUP
from tests.capabilities.contracts.world import VISIT
from tests.capabilities.contracts.world import members
from tests.capabilities.contracts.world import written_package
from tests.capabilities.contracts.world import written_team
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from yigongti_desktop.capabilities.contracts.model import package
from yigongti_desktop.capabilities.contracts.model import team
from yigongti_desktop.capabilities.contracts.model.rhythm import Yearly
from yigongti_desktop.capabilities.contracts.model.team import Level
from yigongti_desktop.capabilities.contracts.model.team import Member
from yigongti_desktop.capabilities.contracts.model.team import Part
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

FAR = date(2099, 1, 1)


def member(name: str = "邱传富", **others: Any) -> Member:
    usual: dict[str, Any] = {"name": name, "part": Part.NURSE, "level": Level.TOWNSHIP, "since": BEGAN}
    return Member(**(usual | others))


def set_up(**others: Any) -> team.Team:
    return team.set_up(None, written_team(**others), ruling(record=TEAM))


@pytest.mark.policy("FND-38")
def test_a_desk_of_the_version_before_changes_members_and_loses_no_card() -> None:
    carded = tuple(replace(one, card=f"W{place}") for place, one in enumerate(members()))
    known = set_up(members=carded)
    seen = [{name: value for name, value in one.items() if name != "card"} for one in to_builtins(carded)]
    wanted = [one | {"phone": "0728-1"} if one["name"] == "周建国" else one for one in seen]
    found = team.change(known, {"members": (seen, [*wanted, to_builtins(member())])}, ruling())
    assert [(one.name, one.phone, one.card) for one in found.members][:2] == [
        ("周建国", "0728-1", "W0"),
        ("胡小燕", "", "W1"),
    ]
    assert found.members[-1].card == ""


@pytest.mark.policy("FND-38")
def test_one_card_is_of_one_member_on_a_day_and_may_be_handed_on() -> None:
    with refused("card_twice", names=["周建国", "邱传富"]):
        set_up(members=(member("周建国", part=Part.LEADER, card="w 1"), member(card="W1")))
    with refused("field_long", field="card"):
        set_up(members=(member(card="W" * 65),))
    handed = (member("周建国", card="W1", until=date(2026, 1, 31)), member(card="W1", since=date(2026, 2, 1)))
    assert [one.card for one in set_up(members=handed).members] == ["W1", "W1"]


def test_members_belong_between_their_days_and_the_leader_stands_first() -> None:
    found = set_up(members=(member(until=date(2026, 6, 30)), *members()))
    assert [one.name for one in found.on(date(2026, 6, 30))][:2] == ["周建国", "邱传富"]
    assert "邱传富" not in [one.name for one in found.on(date(2026, 7, 1))]


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ({"name": " "}, "field_empty"),
        ({"name": "长" * 61}, "field_long"),
        ({"members": ()}, "team_members"),
        ({"members": (member(" "),)}, "field_empty"),
        ({"members": (member(until=BEGAN - timedelta(days=1)),)}, "member_days"),
        ({"members": (member(), member())}, "member_twice"),
        ({"members": (member("甲", part=Part.LEADER), member("乙", part=Part.LEADER))}, "leaders_many"),
    ],
)
def test_what_is_wrong_with_a_team_is_said(others: dict[str, Any], code: str) -> None:
    with refused(code):
        set_up(**others)


def test_one_who_leads_after_another_is_no_second_leader() -> None:
    first = member("甲", part=Part.LEADER, until=date(2026, 1, 1))
    found = set_up(members=(first, member("乙", part=Part.LEADER, since=date(2026, 1, 2))))
    leaders = [found.leader(on) for on in (date(2026, 1, 1), date(2026, 1, 2))]
    assert [one.name for one in leaders if one] == ["甲", "乙"]


def test_two_desks_change_different_fields_and_one_field_comes_back_with_both_values() -> None:
    known = set_up()
    changed = team.change(known, {"phone": ("", "0728-1")}, ruling())
    both = team.change(changed, {"villages": (["健康村"], ["健康村", "新建村"])}, ruling())
    assert (both.phone, both.villages) == ("0728-1", ("健康村", "新建村"))
    with refused("conflict"):
        team.change(both, {"phone": ("", "0728-2")}, ruling())
    with refused("field_unknown"):
        team.change(both, {"since": ("", "2020-01-01")}, ruling())
    with refused("field_format"):
        team.change(both, {"phone": ("0728-1", 3)}, ruling())
    with refused("not_holder"):
        team.change(both, {"phone": ("0728-1", "")}, ruling(STRANGER))


def test_a_team_ends_once_and_signs_no_more() -> None:
    closed = team.close(set_up(), TODAY, ruling())
    assert closed.works(TODAY)
    assert not closed.works(TODAY + timedelta(days=1))
    with refused("team_closed"):
        team.close(closed, TODAY, ruling())
    with refused("day_before"):
        team.close(set_up(), BEGAN - timedelta(days=1), ruling())


@pytest.mark.policy("FDC-15")
def test_which_levels_a_team_needs_is_the_county_s_rule() -> None:
    known = register()
    rule = Rule(id="contract.team_levels", versions=(RuleVersion(value=["township"], since=TODAY),))
    known.put("rule", rule)
    assert team.needed_levels(known, TODAY) == ("township",)
    assert team.needed_levels(known, TODAY - timedelta(days=1)) == ("county", "township", "village")


def test_two_thousand_residents_for_each_of_its_doctors_here() -> None:
    known = register()
    found = set_up()
    assert team.most_residents(known, found, TODAY) == 4_000  # the leader and the village doctor
    known.put("rule", Rule(id="contract.most_residents", versions=(RuleVersion(value=1_500),)))
    assert team.most_residents(known, found, TODAY) == 3_000


def offered(**others: Any) -> package.Package:
    return package.offer(None, written_package(**others), ruling(HOSPITAL, record=PACKAGE))


@pytest.mark.policy("FDC-14")
@pytest.mark.parametrize(
    ("others", "code"),
    [
        ({"name": ""}, "field_empty"),
        ({"year": 1999}, "package_year"),
        ({"items": ()}, "package_items"),
        ({"items": (VISIT, VISIT)}, "item_twice"),
        ({"items": (replace(VISIT, name=" "),)}, "field_empty"),
        ({"items": (replace(VISIT, rhythm=Yearly(times=0)),)}, "rhythm_range"),
        ({"until": BEGAN - timedelta(days=1)}, "days_wrong"),
        ({"self_fen": 1_999}, "amounts_sum"),
        ({"price_fen": -1, "finance_fen": 0, "insurance_fen": 0, "self_fen": -1}, "package_price"),
    ],
)
def test_what_is_wrong_with_a_package_is_said(others: dict[str, Any], code: str) -> None:
    with refused(code):
        offered(**others)


@pytest.mark.policy("FDC-14")
def test_only_the_lead_hospital_offers_packages() -> None:
    with refused("not_the_lead"):
        package.offer(None, written_package(), ruling())
    with refused("not_the_lead"):
        package.end(offered(), TODAY, ruling())


def test_a_package_in_use_is_ended_and_not_rewritten() -> None:
    known = offered()
    with refused("package_in_use"):
        package.offer(known, written_package(items=(CHECKUP,)), ruling(HOSPITAL))
    ended = package.end(known, TODAY, ruling(HOSPITAL))
    assert (ended.offered(TODAY), ended.offered(TODAY + timedelta(days=1))) == (True, False)
    later = offered(since=FAR)
    assert package.offer(later, written_package(items=(CHECKUP,), since=FAR), ruling(HOSPITAL)).items == (CHECKUP,)
