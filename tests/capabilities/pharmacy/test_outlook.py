"""What will become of the stock: what runs out, what expires, what nobody takes."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.capabilities.pharmacy.stock import HELD
from tests.capabilities.pharmacy.stock import RATES
from tests.capabilities.pharmacy.stock import TODAY
from tests.capabilities.pharmacy.stock import lot
from tests.capabilities.pharmacy.stock import lots
from tests.capabilities.pharmacy.stock import used
from yigongti_desktop.capabilities.pharmacy.model.consumption import Consumption
from yigongti_desktop.capabilities.pharmacy.model.fefo import Held
from yigongti_desktop.capabilities.pharmacy.model.fefo import Skip
from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot
from yigongti_desktop.capabilities.pharmacy.model.fefo import usable
from yigongti_desktop.capabilities.pharmacy.model.outlook import Nearness
from yigongti_desktop.capabilities.pharmacy.model.outlook import RunOut
from yigongti_desktop.capabilities.pharmacy.model.outlook import Slowness
from yigongti_desktop.capabilities.pharmacy.model.outlook import Standing
from yigongti_desktop.capabilities.pharmacy.model.outlook import near_expiry
from yigongti_desktop.capabilities.pharmacy.model.outlook import run_out
from yigongti_desktop.capabilities.pharmacy.model.outlook import slow
from yigongti_desktop.kernel.dates import months_after

TEN = Fraction(10)


# Running out


@pytest.mark.policy("PHA-16")
@pytest.mark.parametrize(
    ("shelf", "days", "within"),
    [
        ((lot(70),), 7, 7),  # today and six more: none is left in the evening of the seventh
        ((lot(71),), 8, 14),
        ((lot(140),), 14, 14),
        ((lot(300),), 30, 30),
        ((lot(301),), 31, None),
        ((lot(5),), 1, 7),  # not enough for today
        ((lot(300, 7),), 7, 7),  # enough for a month, but it expires within the week
        ((lot(300, 7), lot(50, name="B")), 12, 14),  # 70 of the near lot, then 50
        ((lot(300), lot(300, 0, "B")), 30, 30),
        ((lot(300, None),), 30, 30),
    ],
)
def test_stock_lasts_for_its_days_of_use(shelf: tuple[StockLot, ...], days: int, within: int | None) -> None:
    assert run_out(shelf, TEN, TODAY, {}) == RunOut(day=TODAY + timedelta(days - 1), days=days, within=within)


@pytest.mark.parametrize("shelf", [(), (lot(0),), (lot(9, 0),), (lot(-9),)])
def test_what_is_not_there_has_run_out_today(shelf: tuple[StockLot, ...]) -> None:
    assert run_out(shelf, TEN, TODAY, {}) == RunOut(day=TODAY, days=0, within=7)


def test_a_lot_that_is_held_back_does_not_last() -> None:
    found = run_out((lot(70), lot(70, name="B")), TEN, TODAY, {"A": Skip.RECALLED})
    assert found == RunOut(day=date(2026, 11, 29), days=7, within=7)


def test_the_spans_are_the_county_s_own() -> None:
    found = run_out((lot(70),), TEN, TODAY, {}, spans=(60, 10, 5))
    assert found is not None
    assert found.within == 10


def test_what_nobody_uses_does_not_run_out() -> None:
    assert run_out((lot(70),), Fraction(0), TODAY, {}) is None


def test_what_lasts_beyond_all_calendars_lasts_to_the_last_day() -> None:
    found = run_out((lot(10**9, None),), Fraction(1, 90), TODAY, {})
    assert found == RunOut(day=date.max, days=90 * 10**9, within=None)


@settings(max_examples=200, deadline=None)
@given(lots(), RATES, HELD)
def test_on_the_day_it_runs_out_and_not_before_all_is_used(
    shelf: tuple[StockLot, ...], daily: Fraction, held: Held
) -> None:
    found = run_out(shelf, daily, TODAY, held)
    if found is None:
        assert not daily
        return
    there = usable(shelf, daily, TODAY, held)
    assert found.days * daily >= there > (found.days - 1) * daily
    assert found.day >= TODAY


# Expiring


def lasting_to(expiry: date, name: str = "A", quantity: int = 5) -> StockLot:
    return StockLot(lot=name, expiry=expiry, quantity=quantity)


@pytest.mark.parametrize(
    ("expiry", "nearness", "days"),
    [
        (date(2026, 11, 22), Nearness.EXPIRED, -1),
        (date(2026, 11, 23), Nearness.STRONG, 0),  # its last day
        (date(2027, 2, 23), Nearness.STRONG, 92),  # three months to the day
        (date(2027, 2, 24), Nearness.WARN, 93),
        (date(2027, 5, 23), Nearness.WARN, 181),  # six months to the day
    ],
)
def test_a_lot_is_near_expiry_by_calendar_months(expiry: date, nearness: Nearness, days: int) -> None:
    found = near_expiry((lasting_to(expiry),), TODAY, warn_months=6, strong_months=3)
    assert [(one.nearness, one.days) for one in found] == [(nearness, days)]


@pytest.mark.parametrize(
    "far",
    [lasting_to(date(2027, 5, 24)), lot(5, None), lasting_to(TODAY, quantity=0), lasting_to(TODAY, quantity=-2)],
)
def test_what_is_far_undated_or_not_there_is_not_named(far: StockLot) -> None:
    assert near_expiry((far,), TODAY, warn_months=6, strong_months=3) == ()


def test_the_nearest_lot_is_named_first() -> None:
    shelf = [lasting_to(date(2027, month, 1), name) for month, name in ((4, "C"), (1, "B"), (4, "A"))]
    found = near_expiry(shelf, TODAY, warn_months=6, strong_months=3)
    assert [one.lot.lot for one in found] == ["B", "A", "C"]


def test_a_county_may_warn_earlier() -> None:
    shelf = (lasting_to(date(2027, 5, 24)),)
    assert near_expiry(shelf, TODAY, warn_months=12, strong_months=9)[0].nearness is Nearness.STRONG
    assert near_expiry(shelf, TODAY, warn_months=7, strong_months=1)[0].nearness is Nearness.WARN


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 8, 31), 6, date(2027, 2, 28)),
        (date(2027, 8, 31), 6, date(2028, 2, 29)),
        (date(2026, 11, 23), 0, date(2026, 11, 23)),
        (date(2026, 11, 30), 1, date(2026, 12, 30)),
        (date(2026, 12, 31), 12, date(2027, 12, 31)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
    ],
)
def test_a_month_later_is_the_same_day_or_the_month_s_last(day: date, months: int, later: date) -> None:
    assert months_after(day, months) == later


# Standing


def standing(
    on_hand: int = 30,
    *,
    idle: int | None = 0,
    there: int = 400,
    consumption: Consumption = used((30, 0, 30)),  # noqa: B008 - frozen
) -> Standing:
    """Return a drug that has been there for so many days and idle for so many; None: it was never issued."""
    return Standing(
        on_hand=on_hand,
        since=TODAY - timedelta(there),
        last_issue=None if idle is None else TODAY - timedelta(idle),
        consumption=consumption,
    )


def why(one: Standing) -> tuple[Slowness, ...]:
    found = slow(one, TODAY, idle_days=90, most_months=6)
    return found.reasons if found else ()


def test_what_goes_out_and_is_not_too_much_is_not_slow() -> None:
    assert why(standing(180, idle=89)) == ()


def test_no_issue_for_so_many_days_is_slow() -> None:
    found = slow(standing(idle=90), TODAY, idle_days=90, most_months=6)
    assert found is not None
    assert (found.reasons, found.idle_days, found.cover_months) == ((Slowness.IDLE,), 90, Fraction(1))


def test_more_than_so_many_months_of_use_is_slow() -> None:
    found = slow(standing(181), TODAY, idle_days=90, most_months=6)
    assert found is not None
    assert (found.reasons, found.cover_months) == ((Slowness.OVERSTOCKED,), Fraction(181, 30))


def test_stock_may_be_slow_for_both_reasons() -> None:
    assert why(standing(181, idle=100)) == (Slowness.IDLE, Slowness.OVERSTOCKED)


def test_what_was_never_issued_is_idle_since_it_came() -> None:
    assert why(standing(idle=None, there=89)) == ()
    assert why(standing(idle=None, there=90)) == (Slowness.IDLE,)


def test_days_without_stock_are_not_idle_days() -> None:
    assert why(standing(idle=300, there=10)) == ()


@pytest.mark.parametrize("consumption", [used(), used((0, 0, 30))])
def test_without_known_use_only_idleness_counts(consumption: Consumption) -> None:
    assert why(standing(10**6, idle=None, there=5, consumption=consumption)) == ()
    found = slow(standing(idle=100, consumption=consumption), TODAY, idle_days=90, most_months=6)
    assert found is not None
    assert (found.reasons, found.cover_months) == ((Slowness.IDLE,), None)


@pytest.mark.parametrize("on_hand", [0, -4])
def test_what_is_not_there_is_not_slow(on_hand: int) -> None:
    assert why(standing(on_hand, idle=None)) == ()


@settings(max_examples=200, deadline=None)
@given(st.integers(1, 10**4), st.integers(0, 400), st.integers(0, 400))
def test_a_stricter_county_finds_no_less(on_hand: int, idle: int, there: int) -> None:
    one = standing(on_hand, idle=idle, there=there)
    mild, strict = (slow(one, TODAY, idle_days=days, most_months=most) for days, most in ((180, 12), (90, 6)))
    assert mild is None or (strict is not None and set(mild.reasons) <= set(strict.reasons))
