"""Village clinics ask their township unit, which orders for all of them and shares out what comes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.capabilities.pharmacy.requests import AMOXICILLIN
from tests.capabilities.pharmacy.requests import PENICILLIN
from yigongti_desktop.capabilities.pharmacy.model import village
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import Share
from yigongti_desktop.capabilities.pharmacy.model.village import VillageRequest
from yigongti_desktop.capabilities.pharmacy.model.village import VillageState

REGISTER = tianmen()
REGISTER.put("drug", replace(REGISTER.need("drug", PENICILLIN), essential=False))


def asked(name: str = "健康村", *wanted: Wanted, record: str = "v-1") -> VillageRequest:
    """Return what a village asks for."""
    by = ruling(register=REGISTER, record=record)
    return village.ask(None, "岳口-1", name, wanted or (Wanted(drug=AMOXICILLIN, quantity=10),), by)


@pytest.mark.policy("PHA-05")
def test_a_village_asks_for_essential_medicines_and_for_another_with_a_reason_which_stays_marked() -> None:
    with refused("not_essential", line=1):
        asked("健康村", Wanted(drug=PENICILLIN, quantity=4))
    request = asked("健康村", Wanted(drug=PENICILLIN, quantity=4, remark="一位老病人常年在用"))
    assert [(line.essential, line.reason) for line in request.lines] == [(False, "一位老病人常年在用")]


def test_it_asks_anew_until_it_is_merged() -> None:
    by = ruling(register=REGISTER, record="v-1")
    again = village.ask(asked(), "岳口-2", "健康村", (Wanted(drug=AMOXICILLIN, quantity=6),), by)
    assert (again.number, again.lines[0].quantity) == ("岳口-1", 6)
    with refused("wrong_state"):
        village.ask(village.merge(again, "r-1", by), "岳口-2", "健康村", (Wanted(drug=AMOXICILLIN, quantity=6),), by)
    with refused("field_empty", field="village"):
        asked(" ")
    with refused("field_long", field="village"):
        asked("长" * 41)


@pytest.mark.policy("PHA-06")
def test_what_a_line_is_for_stays_with_it_when_villages_are_merged_into_it() -> None:
    own = [Wanted(drug="drug-1", quantity=3, remark="急", shortages=("s1", "s2"))]
    (line,) = village.merged([], own)
    assert (line.shortages, line.remark, line.quantity) == (("s1", "s2"), "急", 3)


@pytest.mark.policy("PHA-04")
def test_villages_are_merged_into_one_line_a_drug_with_their_shares_beside_the_units_own() -> None:
    first, second = asked(), asked("新建村", Wanted(drug=AMOXICILLIN, quantity=5), record="v-2")
    own = (Wanted(drug=AMOXICILLIN, quantity=20, remark="门诊"),)
    (line,) = village.merged([first, second], own)
    assert (line.quantity, line.remark) == (35, "门诊")
    assert [(share.request, share.village, share.quantity) for share in line.shares] == [
        ("v-1", "健康村", 10),
        ("v-2", "新建村", 5),
    ]


def test_what_a_village_was_given_is_not_ordered_for_it_again() -> None:
    given = village.issue(asked(), {AMOXICILLIN: 4, "other": 9}, ruling())
    assert given.lines[0].issued == 4
    assert village.merged([given])[0].quantity == 6


def test_an_order_that_comes_to_nothing_gives_its_villages_back() -> None:
    merged = village.merge(asked(), "r-1", ruling())
    with refused("wrong_state"):
        village.part(merged, "r-2", ruling())
    assert village.part(merged, "r-1", ruling()).state is VillageState.ASKED


def test_it_is_given_up_with_a_reason_and_by_its_own_unit() -> None:
    with refused("field_empty"):
        village.drop(asked(), " ", ruling())
    assert village.drop(asked(), "合并到下周", ruling()).state is VillageState.DROPPED
    with refused("not_holder"):
        village.drop(asked(), "合并到下周", ruling(HOSPITAL))
    with refused("not_found"):
        village.merge(None, "r-1", ruling())
    assert village.streams(asked()) == {f"unit:{CLINIC}"}


def test_a_short_delivery_is_shared_out_by_what_was_asked() -> None:
    shares = [Share(request=name, village=name, quantity=packs) for name, packs in (("a", 10), ("b", 10), ("c", 5))]
    assert village.split(25, 25, shares) == (10, 10, 5)
    assert village.split(30, 25, shares) == (10, 10, 5)
    assert village.split(0, 25, shares) == (0, 0, 0)
    assert village.split(13, 25, shares) == (5, 5, 3)  # 5.2, 5.2, 2.6
    assert village.split(50, 100, shares) == (5, 5, 2)  # half of 25 is 12 whole packs: 5, 5, 2.5
    assert village.split(7, 10, []) == ()


@given(quantities=st.lists(st.integers(1, 60), min_size=1, max_size=8), own=st.integers(0, 40), data=st.data())
def test_no_pack_is_shared_out_twice_and_nobody_gets_more_than_asked(
    quantities: list[int], own: int, data: st.DataObject
) -> None:
    requested = sum(quantities) + own
    received = data.draw(st.integers(0, requested))
    shares = [Share(request=str(place), village="村", quantity=packs) for place, packs in enumerate(quantities)]
    parts = village.split(received, requested, shares)
    assert all(0 <= part <= share.quantity for part, share in zip(parts, shares, strict=True))
    assert sum(parts) == sum(quantities) * received // requested
    assert all(abs(part - share.quantity * received / requested) < 1 for part, share in zip(parts, shares, strict=True))
