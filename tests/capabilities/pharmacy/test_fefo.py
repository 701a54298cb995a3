"""Which lot goes first, which never goes, and what can be used up in time."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.capabilities.judging import refused
from tests.capabilities.pharmacy.stock import HELD
from tests.capabilities.pharmacy.stock import RATES
from tests.capabilities.pharmacy.stock import TODAY
from tests.capabilities.pharmacy.stock import lot
from tests.capabilities.pharmacy.stock import lots
from tests.kernel.hands import full_width
from yigongti_desktop.capabilities.pharmacy.model.fefo import Held
from yigongti_desktop.capabilities.pharmacy.model.fefo import Skip
from yigongti_desktop.capabilities.pharmacy.model.fefo import Skipped
from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot
from yigongti_desktop.capabilities.pharmacy.model.fefo import allocate
from yigongti_desktop.capabilities.pharmacy.model.fefo import in_order
from yigongti_desktop.capabilities.pharmacy.model.fefo import read_expiry
from yigongti_desktop.capabilities.pharmacy.model.fefo import usable

FAR, NEAR, NEAREST = lot(50, 400, "A"), lot(20, 90, "B"), lot(5, 10, "C")


# Taking


@pytest.mark.policy("PHA-13")
def test_what_expires_first_goes_out_first() -> None:
    taken = allocate((FAR, NEAR, NEAREST), 30, TODAY, {})
    assert taken.picks == (NEAREST, NEAR, lot(5, 400, "A"))
    assert (taken.shortfall, taken.skipped) == (0, ())


def test_of_two_lots_with_one_last_day_the_smaller_number_goes_first() -> None:
    taken = allocate((lot(5, 90, "260302"), lot(5, 90, "260301")), 6, TODAY, {})
    assert taken.picks == (lot(5, 90, "260301"), lot(1, 90, "260302"))


def test_what_bears_no_date_goes_last() -> None:
    herb = lot(10, None, "0")
    assert allocate((herb, FAR), 55, TODAY, {}).picks == (FAR, lot(5, None, "0"))
    assert in_order((herb, lot(1, name="Z"))) == [lot(1, name="Z"), herb]


def test_the_last_day_of_use_still_counts() -> None:
    assert allocate((lot(5, 1),), 5, TODAY, {}).picks == (lot(5, 1),)
    gone = lot(5, 0)
    taken = allocate((gone,), 5, TODAY, {})
    assert (taken.picks, taken.shortfall) == ((), 5)
    assert taken.skipped == (Skipped(lot=gone, reason=Skip.EXPIRED),)


@pytest.mark.parametrize("reason", [Skip.SUSPENDED, Skip.RECALLED])
def test_a_lot_that_is_held_back_is_passed_over_and_named(reason: Skip) -> None:
    taken = allocate((NEAREST, NEAR), 10, TODAY, {"C": reason})
    assert taken.picks == (lot(10, 90, "B"),)
    assert taken.skipped == (Skipped(lot=NEAREST, reason=reason),)


def test_a_recall_weighs_more_than_an_expiry() -> None:
    taken = allocate((lot(5, 0),), 1, TODAY, {"A": Skip.RECALLED})
    assert [skipped.reason for skipped in taken.skipped] == [Skip.RECALLED]


def test_what_is_passed_over_is_named_also_when_there_is_enough() -> None:
    taken = allocate((NEAREST, lot(5, -9, "X")), 5, TODAY, {})
    assert (taken.picks, taken.shortfall) == ((NEAREST,), 0)
    assert [skipped.lot.lot for skipped in taken.skipped] == ["X"]


def test_what_is_not_there_is_said() -> None:
    assert allocate((NEAREST,), 8, TODAY, {}).shortfall == 3
    assert allocate((), 8, TODAY, {}).shortfall == 8


def test_an_empty_lot_is_neither_taken_nor_named() -> None:
    taken = allocate((lot(0, 9), lot(-5, 9, "B"), lot(0, 0, "C")), 3, TODAY, {"B": Skip.RECALLED})
    assert (taken.picks, taken.shortfall, taken.skipped) == ((), 3, ())


def test_nothing_wanted_is_nothing_taken() -> None:
    assert allocate((NEAREST,), 0, TODAY, {}).picks == ()


def test_less_than_nothing_cannot_be_wanted() -> None:
    with refused("quantity_low", least=0, quantity=-1):
        allocate((NEAREST,), -1, TODAY, {})


@settings(max_examples=300, deadline=None)
@given(lots(least=-20), st.integers(0, 2000), HELD)
def test_every_pack_that_is_taken_was_there_and_might_go(shelf: tuple[StockLot, ...], wanted: int, held: Held) -> None:
    taken = allocate(shelf, wanted, TODAY, held)
    may_go = [one for one in shelf if one.quantity > 0 and one.lot not in held]
    may_go = [one for one in may_go if one.expiry is None or one.expiry >= TODAY]
    there = sum(one.quantity for one in may_go)
    got = sum(pick.quantity for pick in taken.picks)
    assert got == min(wanted, there)
    assert taken.shortfall == wanted - got
    ordered = in_order(may_go)
    for pick, one in zip(taken.picks, ordered, strict=False):  # in their order, none left out in between
        assert (pick.lot, pick.expiry) == (one.lot, one.expiry)
        assert 0 < pick.quantity <= one.quantity
    assert [pick.quantity for pick in taken.picks[:-1]] == [one.quantity for one in ordered][: len(taken.picks[:-1])]
    assert len(taken.skipped) == sum(one.quantity > 0 for one in shelf) - len(may_go)


@settings(max_examples=200, deadline=None)
@given(lots(), st.randoms(use_true_random=False))
def test_the_order_of_the_shelf_does_not_matter(shelf: tuple[StockLot, ...], chance: object) -> None:
    turned = list(shelf)
    chance.shuffle(turned)  # type: ignore[attr-defined]  # hypothesis gives a Random of its own
    days = [(one.expiry is None, one.expiry or date.max, one.lot) for one in in_order(turned)]
    assert days == [(one.expiry is None, one.expiry or date.max, one.lot) for one in in_order(shelf)]
    assert days == sorted(days)


# Using up in time


def used_day_by_day(shelf: tuple[StockLot, ...], daily: Fraction, held: Held, days: int) -> Fraction:
    """Return what is really used in so many days, each day from what expires first."""
    left = {place: Fraction(one.quantity) for place, one in enumerate(shelf) if one.lot not in held}
    eaten = Fraction(0)
    for ahead in range(days):
        hungry, day = daily, TODAY + timedelta(ahead)
        for place in sorted(left, key=lambda place: (shelf[place].expiry or date.max, shelf[place].lot)):
            expiry = shelf[place].expiry
            if expiry is None or expiry >= day:
                bite = min(hungry, left[place])
                left[place] -= bite
                hungry -= bite
        eaten += daily - hungry
    return eaten


@settings(max_examples=100, deadline=None)
@given(
    st.lists(
        st.builds(lot, st.integers(0, 30), st.one_of(st.none(), st.integers(-2, 40)), st.sampled_from("ABC")),
        max_size=4,
    ).map(tuple),
    st.fractions(min_value=Fraction(1, 2), max_value=9, max_denominator=6),
    st.dictionaries(st.sampled_from("ABC"), st.just(Skip.RECALLED), max_size=1),
)
def test_what_can_be_used_up_is_what_is_used_up_day_by_day(
    shelf: tuple[StockLot, ...], daily: Fraction, held: Held
) -> None:
    assert usable(shelf, daily, TODAY, held) == used_day_by_day(shelf, daily, held, 250)  # 120 packs, half a day each


def test_what_was_booked_below_zero_has_been_taken_from_the_others() -> None:
    assert usable((lot(-20), lot(70, name="B")), Fraction(10), TODAY, {}) == 50
    assert usable((lot(100, 3), lot(-20, name="B")), Fraction(10), TODAY, {}) == 30  # 80 are left, 3 days use 30
    assert usable((lot(-20), lot(5, name="B")), Fraction(10), TODAY, {}) == 0


@settings(max_examples=200, deadline=None)
@given(lots(least=-50), RATES, HELD)
def test_no_more_can_be_used_up_than_is_there(shelf: tuple[StockLot, ...], daily: Fraction, held: Held) -> None:
    there = allocate(shelf, 10**9, TODAY, held)
    assert 0 <= usable(shelf, daily, TODAY, held) <= 10**9 - there.shortfall


# What a box states


@pytest.mark.parametrize(
    ("typed", "last"),
    [
        ("2026-10", date(2026, 10, 31)),
        ("2026-10-15", date(2026, 10, 15)),
        ("20261015", date(2026, 10, 15)),
        ("2026年10月", date(2026, 10, 31)),
        ("2026年10月15日", date(2026, 10, 15)),
        ("2028-02", date(2028, 2, 29)),
        ("2027.2", date(2027, 2, 28)),
        (full_width("2026-10"), date(2026, 10, 31)),
        ("2000-01", date(2000, 1, 31)),
        ("2099-12", date(2099, 12, 31)),
    ],
)
def test_a_month_is_usable_through_its_last_day(typed: str, last: date) -> None:
    assert read_expiry(typed) == last


@pytest.mark.parametrize("typed", ["", " ", "明年", "2026-13", "2026-02-30", "26-10", "2026", "10-2026"])
def test_what_is_no_date_is_refused(typed: str) -> None:
    with refused("expiry_format", typed=typed):
        read_expiry(typed)


@pytest.mark.parametrize(("typed", "year"), [("2206-10", 2206), ("1926-10-15", 1926), ("9999-12", 9999)])
def test_a_year_that_no_box_bears_is_refused(typed: str, year: int) -> None:
    with refused("expiry_year", year=year):
        read_expiry(typed)
