"""A resident is with one team at a time; terms end on their day; what is wrong with an agreement is said in words."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.contracts.makers import RESIDENT
from tests.capabilities.contracts.makers import TEAM
from tests.capabilities.contracts.makers import TODAY
from tests.capabilities.contracts.makers import agreed
from tests.capabilities.contracts.makers import by
from tests.capabilities.contracts.makers import register
from tests.capabilities.contracts.makers import signed
from tests.capabilities.contracts.world import VISIT
from tests.capabilities.contracts.world import members
from tests.capabilities.contracts.world import written_team
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import refused
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.contracts.model import signing
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.model.contract import Served
from yigongti_desktop.capabilities.contracts.model.tasks import tasks_of
from yigongti_desktop.capabilities.contracts.model.team import Level

LATER = "岳口-20271101-A-001"


def test_a_year_holds_through_the_day_before_its_anniversary() -> None:
    contract = signed(register())
    assert (contract.since, contract.until) == (TODAY, date(2027, 11, 22))
    assert (contract.team_name, contract.doctor, contract.packages[0].items[0]) == ("健康村团队", "周建国", VISIT)


@pytest.mark.policy("FDC-09")
def test_who_is_with_a_team_is_not_signed_again_and_it_is_told_with_whom() -> None:
    known = register()
    contract = signed(known)
    with refused("contract_there", unit="岳口镇中心卫生院", number=contract.number, until="2027-11-22"):
        signing.sign(contract, agreed(number=LATER), by(known))


def test_after_the_last_day_somebody_is_signed_anew_and_the_former_agreement_is_kept() -> None:
    known = register()
    contract = signed(known)
    later = contract.until + timedelta(days=1)
    again = signing.sign(contract, agreed(number=LATER, signed_on=later), by(known, at=NOON + timedelta(days=365)))
    assert [one.number for one in again.agreements] == [contract.number, LATER]
    assert again.anchor == later


@pytest.mark.policy("FDC-15")
@pytest.mark.parametrize("level", list(Level))
def test_a_team_without_one_of_its_three_levels_signs_nobody(level: Level) -> None:
    known = register(**{TEAM: written_team(members=members(level))})
    with refused("team_incomplete") as said:
        signed(known)
    assert "1+1+1" in said[0]


@pytest.mark.policy("FDC-07")
def test_it_is_the_signing_day_that_a_team_is_looked_at() -> None:
    gone = date(2026, 10, 31)
    left = tuple(replace(one, until=gone) if one.level is Level.VILLAGE else one for one in members())
    known = register(**{TEAM: written_team(members=left)})
    assert signed(known, signed_on=date(2026, 10, 31)).since == date(2026, 10, 31)
    with refused("team_incomplete", on="2026-11-01"):
        signed(known, signed_on=date(2026, 11, 1))


@pytest.mark.parametrize(
    ("others", "code"),
    [
        ({"years": 0}, "term_years"),
        ({"years": 4}, "term_years"),
        ({"packages": ()}, "packages_number"),
        ({"packages": ("nothing",)}, "package_unknown"),
        ({"team": "nobody"}, "team_unknown"),
        ({"signed_on": TODAY + timedelta(days=1)}, "day_after"),
        ({"signed_on": TODAY - timedelta(days=367)}, "day_before"),
        ({"since": TODAY - timedelta(days=1)}, "since_wrong"),
        ({"since": TODAY + timedelta(days=93)}, "since_wrong"),
        ({"number": " "}, "field_empty"),
        ({"signer": "邱传富"}, "field_empty"),
        ({"remark": "长" * 201}, "field_long"),
        ({"resident": "nobody"}, "resident_unknown"),
    ],
)
def test_what_is_wrong_with_an_agreement_is_said(others: dict[str, object], code: str) -> None:
    with refused(code):
        signed(register(), **others)


def test_another_unit_s_team_is_not_signed_for_here() -> None:
    with refused("team_not_here"):
        signing.sign(None, agreed(), by(register(), STRANGER))


def test_it_is_renewed_from_the_day_after_the_last_and_the_plan_goes_on() -> None:
    known = register()
    contract = signed(known)
    with refused("renewal_early"):
        signing.renew(contract, agreed(number=LATER), by(known))
    on = contract.until - timedelta(days=10)
    ruling = by(known, at=NOON + (on - TODAY))
    renewed = signing.renew(contract, agreed(number=LATER, signed_on=on), ruling)
    assert (renewed.since, renewed.until, renewed.renews) == (date(2027, 11, 23), date(2028, 11, 22), contract.number)
    assert renewed.anchor == TODAY
    assert [one.number for one in tasks_of(renewed) if one.item == VISIT.code] == [*range(1, 9)]
    with refused("renewed_already"):
        signing.renew(renewed, agreed(number="x", signed_on=on), ruling)


def test_another_team_takes_over_with_packages_plan_and_last_day() -> None:
    known = register(**{"team-2": written_team("新建村团队")})
    contract = signed(known)
    ruling = by(known, at=NOON + timedelta(days=100))
    on = TODAY + timedelta(days=120)
    moved = signing.transfer(contract, "team-2", on, "搬家", LATER, ruling)
    assert (moved.team_name, moved.since, moved.until) == ("新建村团队", on, contract.until)
    (former,) = moved.former
    assert (former.ended, former.end_reason, former.term.last) == (on, Ending.OTHER_TEAM, on - timedelta(days=1))
    numbers = [one.number for one in tasks_of(moved) if one.item == VISIT.code and one.team == "team-2"]
    assert numbers == [2, 3, 4]
    for day, code in ((contract.since, "day_before"), (ruling.at.date() + timedelta(days=93), "day_after")):
        with refused(code):
            signing.transfer(contract, "team-2", day, "搬家", LATER, ruling)
    with refused("team_same"):
        signing.transfer(contract, TEAM, on, "搬家", LATER, ruling)


def test_an_agreement_ends_with_its_reason_and_only_once() -> None:
    known = register()
    contract = signed(known)
    ended = signing.end(contract, TODAY, Ending.BY_RESIDENT, "", by(known))
    assert (ended.last, ended.on(TODAY)) == (TODAY - timedelta(days=1), None)
    with refused("term_ended"):
        signing.end(ended, TODAY, Ending.DIED, "", by(known))
    with refused("field_empty"):
        signing.end(contract, TODAY, Ending.BY_UNIT, "", by(known))
    with refused("day_after"):
        signing.end(contract, contract.until + timedelta(days=1), Ending.DIED, "", by(known))


@given(st.lists(st.tuples(st.integers(0, 364), st.integers(1, 4)), max_size=12))
def test_what_is_noted_twice_stands_once_and_tasks_are_done_no_more_than_once(done: list[tuple[int, int]]) -> None:
    known = register()
    contract = signed(known)
    for days, number in done:
        served = Served(service=f"s-{number}", item=VISIT.code, number=number, on=TODAY + timedelta(days=days))
        contract = signing.note_served(contract, served)
    assert len(contract.served) == len({number for _, number in done})
    tasks = [one for one in tasks_of(contract) if one.item == VISIT.code]
    assert [one.number for one in tasks] == [1, 2, 3, 4]
    assert {one.number for one in tasks if one.done_on} == {number for _, number in done}
    for number in range(1, 5):
        contract = signing.forget_served(contract, f"s-{number}")
    assert not any(one.done_on for one in tasks_of(contract))


def test_who_has_died_or_is_another_s_duplicate_is_not_signed() -> None:
    known = register()
    resident = known.need("resident", RESIDENT)
    known.put("resident", replace(resident, died_on=TODAY - timedelta(days=1)))
    with refused("resident_died"):
        signed(known)
    known.put("resident", replace(resident, merged_into="other"))
    with refused("resident_merged"):
        signed(known)


def test_the_household_of_the_day_is_kept_with_the_contract() -> None:
    known = register()
    known.put("resident", replace(known.need("resident", RESIDENT), household="h-1"))
    assert signed(known).household == "h-1"
