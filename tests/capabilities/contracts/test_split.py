"""A price is split among finance, insurance and the resident without a 分 lost or found."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capabilities.contracts.refusals import no
from yigongti_desktop.capabilities.contracts.model.split import MOST_FEN
from yigongti_desktop.capabilities.contracts.model.split import WHOLE
from yigongti_desktop.capabilities.contracts.model.split import Shares
from yigongti_desktop.capabilities.contracts.model.split import Split
from yigongti_desktop.capabilities.contracts.model.split import by_amount
from yigongti_desktop.capabilities.contracts.model.split import by_percent

pytestmark = pytest.mark.policy("FDC-14")

SIX_THREE_ONE = Shares(finance=6000, insurance=3000, personal=1000)
THIRDS = Shares(finance=3333, insurance=3333, personal=3334)


@st.composite
def shares(draw: st.DrawFn) -> Shares:
    finance = draw(st.integers(0, WHOLE))
    insurance = draw(st.integers(0, WHOLE - finance))
    return Shares(finance=finance, insurance=insurance, personal=WHOLE - finance - insurance)


@pytest.mark.parametrize(
    ("price", "given_shares", "parts"),
    [
        (101, SIX_THREE_ONE, (61, 30, 10)),  # 60.6, 30.3, 10.1: the left over 分 goes to 0.6
        (100, SIX_THREE_ONE, (60, 30, 10)),
        (1, SIX_THREE_ONE, (1, 0, 0)),
        (2, SIX_THREE_ONE, (1, 1, 0)),  # 1.2, 0.6, 0.2
        (100, THIRDS, (33, 33, 34)),
        (1, Shares(finance=5000, insurance=5000), (1, 0, 0)),  # two that are equal: finance comes first
        (1, Shares(insurance=5000, personal=5000), (0, 1, 0)),
        (12_000, Shares(finance=1250, insurance=3750, personal=5000), (1500, 4500, 6000)),
        (0, SIX_THREE_ONE, (0, 0, 0)),  # the basic package is free
        (MOST_FEN, Shares(personal=WHOLE), (0, 0, MOST_FEN)),
    ],
)
def test_a_price_worked_by_hand(price: int, given_shares: Shares, parts: tuple[int, int, int]) -> None:
    finance, insurance, personal = parts
    assert by_percent(price, given_shares) == Split(finance=finance, insurance=insurance, personal=personal)


@pytest.mark.parametrize(
    "given_shares",
    [
        SIX_THREE_ONE,
        THIRDS,
        Shares(finance=1, insurance=1, personal=9998),
        Shares(finance=1250, insurance=3750, personal=5000),
        Shares(personal=WHOLE),
    ],
    ids=str,
)
def test_every_price_up_to_a_hundred_yuan_comes_out_whole_and_each_part_within_a_fen(given_shares: Shares) -> None:
    for price in range(1, 10_001):
        split = by_percent(price, given_shares)
        assert split.total == price
        for part, share in (
            (split.finance, given_shares.finance),
            (split.insurance, given_shares.insurance),
            (split.personal, given_shares.personal),
        ):
            assert abs(part - Fraction(price * share, WHOLE)) < 1
            assert share or not part


@given(st.integers(0, MOST_FEN), shares())
def test_any_price_by_any_shares_comes_out_whole_and_the_same_again(price: int, given_shares: Shares) -> None:
    split = by_percent(price, given_shares)
    assert split.total == price
    assert min(split.finance, split.insurance, split.personal) >= 0
    assert by_percent(price, given_shares) == split
    assert by_amount(price, split) == split


@given(st.integers(0, 9_999), st.integers(0, 9_999))
def test_a_dearer_package_is_cheaper_for_nobody_by_more_than_a_fen(price: int, more: int) -> None:
    dear, cheap = by_percent(price + more, SIX_THREE_ONE), by_percent(price, SIX_THREE_ONE)
    assert dear.personal >= cheap.personal - 1
    assert dear.finance >= cheap.finance - 1


def test_shares_that_do_not_make_the_whole_are_refused() -> None:
    with no("shares_sum", total=9_999, whole=WHOLE):
        by_percent(100, Shares(finance=6000, insurance=3000, personal=999))
    with no("shares_sum", total=10_001):
        by_percent(100, Shares(finance=6000, insurance=3000, personal=1001))
    with no("shares_sum", total=0):
        by_percent(0, Shares())
    with no("share_below_zero", field="insurance"):
        by_percent(100, Shares(finance=6000, insurance=-1000, personal=5000))


def test_amounts_that_do_not_make_the_price_are_refused() -> None:
    assert by_amount(12_000, Split(finance=5_000, insurance=4_000, personal=3_000)).total == 12_000
    with no("amounts_sum", total=11_999, price=12_000):
        by_amount(12_000, Split(finance=5_000, insurance=4_000, personal=2_999))
    with no("share_below_zero", field="personal"):
        by_amount(100, Split(finance=200, personal=-100))


def test_a_price_that_nobody_can_mean_is_refused() -> None:
    for price in (-1, MOST_FEN + 1):
        with no("package_price", most=1_000_000):
            by_percent(price, SIX_THREE_ONE)
        with no("package_price"):
            by_amount(price, Split(personal=price))
