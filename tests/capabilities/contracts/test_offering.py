"""What is proposed to a resident, what it costs to the 分, what it entitles to, whose words an agreement has."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.contracts.makers import PACKAGE
from tests.capabilities.contracts.makers import RESIDENT
from tests.capabilities.contracts.makers import TODAY
from tests.capabilities.contracts.makers import by
from tests.capabilities.contracts.makers import register
from tests.capabilities.contracts.makers import signed
from tests.capabilities.contracts.world import written_team
from yigongti_desktop.capabilities.contracts.messages.contracts import ContractLapsed
from yigongti_desktop.capabilities.contracts.model import signing
from yigongti_desktop.capabilities.contracts.model.benefits import Benefit
from yigongti_desktop.capabilities.contracts.model.benefits import benefits_on
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.model.offering import bill
from yigongti_desktop.capabilities.contracts.model.offering import proposed
from yigongti_desktop.capabilities.contracts.model.offering import team_for
from yigongti_desktop.capabilities.contracts.model.offering import together
from yigongti_desktop.capabilities.contracts.model.package import Package
from yigongti_desktop.capabilities.contracts.model.split import Split
from yigongti_desktop.capabilities.contracts.model.standing import Standing
from yigongti_desktop.capabilities.contracts.model.standing import is_of_age
from yigongti_desktop.capabilities.contracts.model.standing import standing
from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.capabilities.contracts.model.texts import texts
from yigongti_desktop.capabilities.contracts.service.follows import of_person
from yigongti_desktop.capabilities.contracts.store.offers import _usual
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.standing import Relation

_FEN = st.integers(0, 100_000)


def package(name: str, group: str = "", year: int = 2026, **others: object) -> Package:
    known = register().get("package", PACKAGE)
    assert isinstance(known, Package)
    return replace(known, id=f"{name}-{year}", name=name, key_group=group, year=year, **others)


@pytest.mark.policy("FDC-12")
def test_the_basic_package_and_one_for_each_group_are_proposed_each_in_its_latest_year() -> None:
    offered = [package("基础"), package("高血压", "hypertension"), package("儿童", "child"), package("基础", year=2025)]
    names = [one.id for one in proposed(offered, {"hypertension", "diabetes"}, TODAY)]
    assert names == ["基础-2026", "高血压-2026"]


def test_what_is_not_offered_on_the_first_day_is_not_proposed() -> None:
    offered = [package("基础", until=TODAY - timedelta(days=1)), package("基础", year=2025)]
    assert [one.year for one in proposed(offered, (), TODAY)] == [2025]


@pytest.mark.policy("FDC-14")
@given(st.lists(st.tuples(_FEN, _FEN, _FEN), max_size=5), st.integers(1, 4), st.integers(1, 3))
def test_a_household_pays_what_its_members_pay_to_the_fen(
    shares: list[tuple[int, int, int]], people: int, years: int
) -> None:
    taken = [package("基础", finance_fen=one, insurance_fen=two, self_fen=three) for one, two, three in shares]
    whole = together([bill(taken)] * people, years)
    assert whole.total == people * years * sum(map(sum, shares))
    assert whole.personal == people * years * sum(one[2] for one in shares)


def test_nobody_who_takes_nothing_pays() -> None:
    assert bill(()) == together(()) == Split()


def test_whoever_is_eighteen_signs_for_themselves() -> None:
    assert is_of_age(date(2008, 11, 23), TODAY)
    assert not is_of_age(date(2008, 11, 24), TODAY)


def test_household_death_and_groups_are_those_of_the_registry() -> None:
    resident = register().get("resident", RESIDENT)
    assert isinstance(resident, Resident)
    known = replace(resident, household="h-1", relation=Relation.HEAD, died_on=TODAY)
    wanted = Standing(household="h-1", relation="head", groups=frozenset({"elderly"}), died_on=TODAY)
    assert standing(known, TODAY) == wanted


def test_a_team_is_proposed_by_the_village_of_which_the_address_says_the_most() -> None:
    known = register(**{"team-2": written_team("二组团队", villages=("健康村二组",))})
    teams = [one for name in ("team-1", "team-2") if isinstance(one := known.get("team", name), Team)]
    found = [team_for(teams, village) for village in ("健康村二组 18 号", "健康村一组", "新堰村", "")]
    assert [one.name if one else "" for one in found] == ["二组团队", "健康村团队", "", ""]


@pytest.mark.policy("FDC-10")
def test_benefits_are_had_from_the_first_day_through_the_last() -> None:
    contract = signed(register())
    days = [contract.since - timedelta(days=1), contract.since, contract.until, contract.until + timedelta(days=1)]
    assert [Benefit.LONG_PRESCRIPTION in benefits_on(contract, one) for one in days] == [False, True, True, False]
    assert benefits_on(None, TODAY) == ()


def test_whose_agreement_was_ended_has_no_benefits_from_that_day() -> None:
    known = register()
    contract = signed(known)
    ended = signing.end(contract, TODAY + timedelta(days=9), Ending.BY_RESIDENT, "", by(known))
    assert benefits_on(ended, TODAY + timedelta(days=8))
    assert benefits_on(ended, TODAY + timedelta(days=9)) == ()


def test_with_a_death_the_agreement_ends_on_the_day_after() -> None:
    known = register()
    contract = signed(known)
    died = TODAY + timedelta(days=3)
    (follows,) = of_person(replace(known.need("resident", RESIDENT), died_on=died), known, TODAY)
    assert (follows.kind, follows.record) == ("contract.lapsed", contract.id)
    assert follows.body == ContractLapsed(died_on=died)
    lapsed = signing.lapse(contract, died)
    assert (lapsed.ended, lapsed.end_reason) == (died + timedelta(days=1), "died")
    assert signing.lapse(lapsed, None) == contract
    assert signing.lapse(lapsed, contract.until) == contract


@pytest.mark.parametrize("died", [date(2028, 1, 1), date(2027, 11, 23)])
def test_a_death_after_the_last_day_ends_nothing(died: date) -> None:
    known = register()
    signed(known)
    resident = known.need("resident", RESIDENT)
    assert list(of_person(replace(resident, died_on=died), known, TODAY)) == []
    assert list(of_person(replace(resident, id="nobody", died_on=died), known, TODAY)) == []


def test_a_county_says_what_it_says_otherwise_from_its_day_on() -> None:
    known = register()
    versions = (RuleVersion(value={"consent": "本县的同意书", "nothing": "x"}, since=TODAY),)
    known.put("rule", Rule(id="contract.texts", versions=versions))
    usual = _usual()
    assert texts(usual, known, TODAY - timedelta(days=1)) == usual
    own = texts(usual, known, TODAY)
    assert (own.consent, own.duties) == ("本县的同意书", usual.duties)
