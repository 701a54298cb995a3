"""What is paid at each stay of one treatment (REF-06, REF-11, REF-19, REF-20, REF-25, REF-26)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yigongti_desktop.capabilities.referrals.model.deductible import MOST_STAYS
from yigongti_desktop.capabilities.referrals.model.deductible import Came
from yigongti_desktop.capabilities.referrals.model.deductible import Stay
from yigongti_desktop.capabilities.referrals.model.deductible import Terms
from yigongti_desktop.capabilities.referrals.model.deductible import Why
from yigongti_desktop.capabilities.referrals.model.deductible import reckon
from yigongti_desktop.capabilities.referrals.model.deductible import whole
from yigongti_desktop.capabilities.referrals.model.deductible import without
from yigongti_desktop.kernel.errors import Refused

YUAN = 100
CONTINUOUS = Terms(is_continuous=True)
HIGHEST = Terms(is_highest_once=True)


def stay(came: Came = Came.FIRST, deductible: int = 200, **more: Any) -> Stay:
    facts: dict[str, Any] = {"place": "某院", "came": came, "deductible": deductible * YUAN}
    return Stay(**facts | more)


ROUND = (stay(), stay(Came.UP, 600), stay(Came.DOWN, 200))


@pytest.mark.parametrize(
    ("terms", "pays", "why"),
    [
        pytest.param(Terms(), [200, 600, 200], [Why.FULL] * 3, id="nothing decided"),
        pytest.param(
            CONTINUOUS,
            [200, 400, 0],
            [Why.FULL, Why.DIFFERENCE, Why.PAID],
            id="continuous",
            marks=pytest.mark.policy("REF-06"),
        ),
        pytest.param(
            HIGHEST,
            [200, 400, 0],
            [Why.FULL, Why.DIFFERENCE, Why.PAID],
            id="highest once",
            marks=pytest.mark.policy("REF-26"),
        ),
        pytest.param(
            Terms(is_free_below=True),
            [200, 600, 0],
            [Why.FULL, Why.FULL, Why.FREE_BELOW],
            id="no second deductible",
            marks=pytest.mark.policy("REF-25"),
        ),
    ],
)
def test_up_and_down_again(terms: Terms, pays: list[int], why: list[Why]) -> None:
    found = reckon(ROUND, terms)
    assert [one.pays // YUAN for one in found] == pays
    assert [one.why for one in found] == why


@pytest.mark.policy("REF-19")
def test_who_came_without_a_referral_pays_in_full_and_loses_points() -> None:
    terms = Terms(is_continuous=True, penalty=15)
    found = reckon((stay(), stay(Came.BYPASSED, 600, share=70, costs=10_600 * YUAN)), terms)[1]
    assert (found.pays, found.share, found.lost) == (600 * YUAN, 55, 15)
    assert (found.fund, found.own) == (5_500 * YUAN, 5_100 * YUAN)


@pytest.mark.policy("REF-19")
def test_a_rescue_loses_no_points_and_wants_a_reason() -> None:
    terms = Terms(penalty=15)
    found = reckon((stay(Came.RESCUED, 600, share=70, costs=10_600 * YUAN, reason="车祸失血性休克"),), terms)[0]
    assert (found.share, found.lost, found.fund) == (70, 0, 7_000 * YUAN)
    with pytest.raises(Refused) as fault:
        reckon((stay(Came.RESCUED, 600, share=70),), terms)
    assert fault.value.code == "rescue_reason"


def test_more_is_not_lost_than_there_is() -> None:
    assert reckon((stay(Came.BYPASSED, share=10),), Terms(penalty=15))[0].share == 0


def test_a_stay_that_cost_less_than_its_deductible_is_paid_by_the_patient_alone() -> None:
    found = reckon((stay(share=90, costs=150 * YUAN),), Terms())[0]
    assert (found.pays, found.fund, found.own) == (150 * YUAN, 0, 150 * YUAN)


def test_half_a_cent_goes_up() -> None:
    assert reckon((stay(deductible=0, share=50, costs=1),), Terms())[0].fund == 1


@pytest.mark.parametrize(
    ("stays", "code"),
    [
        ((), "stays_none"),
        ((stay(),) * (MOST_STAYS + 1), "stays_many"),
        ((stay(Came.UP),), "stay_first"),
        ((stay(Came.DOWN),), "stay_first"),
        ((stay(), stay()), "stay_again_first"),
        ((stay(deductible=-1),), "deductible_amount"),
        ((stay(costs=-5),), "deductible_amount"),
        ((stay(share=101),), "share_range"),
    ],
)
def test_what_cannot_be_is_refused(stays: tuple[Stay, ...], code: str) -> None:
    with pytest.raises(Refused) as fault:
        reckon(stays, CONTINUOUS)
    assert fault.value.code == code


@st.composite
def treatments(draw: st.DrawFn) -> tuple[Stay, ...]:
    """Return stays that follow each other by referrals."""
    amounts = st.integers(0, 3_000)
    first = stay(deductible=draw(amounts))
    more = draw(st.lists(st.tuples(st.sampled_from([Came.UP, Came.DOWN]), amounts), max_size=MOST_STAYS - 1))
    return (first, *(stay(came, amount) for came, amount in more))


@given(treatments(), st.sampled_from([CONTINUOUS, HIGHEST]))
def test_one_treatment_by_referrals_costs_the_highest_deductible_and_no_more(
    stays: tuple[Stay, ...], terms: Terms
) -> None:
    assert whole(reckon(stays, terms)) == max(one.deductible for one in stays)


@given(treatments(), st.builds(Terms, is_continuous=st.booleans(), is_free_below=st.booleans()))
def test_a_referral_never_costs_more_than_going_alone(stays: tuple[Stay, ...], terms: Terms) -> None:
    assert whole(reckon(stays, terms)) <= without(stays)


@given(st.integers(0, 10**8), st.integers(0, 100), st.integers(0, 10**6), st.integers(0, 100), st.sampled_from(Came))
def test_fund_and_patient_pay_what_it_cost(costs: int, share: int, deductible: int, penalty: int, came: Came) -> None:
    last = Stay(place="某院", came=came, deductible=deductible, share=share, costs=costs, reason="抢救")
    stays = (last,) if came not in {Came.UP, Came.DOWN} else (stay(), last)
    found = reckon(stays, Terms(penalty=penalty))[-1]
    assert found.fund is not None
    assert found.own is not None
    assert found.fund + found.own == costs
    assert 0 <= found.fund <= costs
