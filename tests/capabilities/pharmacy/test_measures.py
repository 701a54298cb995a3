"""How well the central pharmacy supplies: what came of what was asked, how long it took, how much is essential."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from yigongti_desktop.capabilities.pharmacy.model.measures import LeadTime
from yigongti_desktop.capabilities.pharmacy.model.measures import Purchase
from yigongti_desktop.capabilities.pharmacy.model.measures import Supplied
from yigongti_desktop.capabilities.pharmacy.model.measures import Trip
from yigongti_desktop.capabilities.pharmacy.model.measures import essential_share
from yigongti_desktop.capabilities.pharmacy.model.measures import fill_rate
from yigongti_desktop.capabilities.pharmacy.model.measures import lead_time

SUBMITTED = date(2026, 11, 23)


def supplied(*lines: tuple[int, int]) -> list[Supplied]:
    return [Supplied(requested=requested, received=received) for requested, received in lines]


def trips(*days: int | None) -> list[Trip]:
    """Return requests that took so many days; None has not come."""
    return [
        Trip(submitted=SUBMITTED, received=None if taken is None else SUBMITTED + timedelta(taken)) for taken in days
    ]


# Fill rate


@pytest.mark.policy("PHA-15")
@pytest.mark.parametrize(
    ("lines", "by_line", "by_quantity"),
    [
        ([(10, 10), (10, 5), (20, 0)], Fraction(1, 3), Fraction(15, 40)),
        ([(10, 10)], Fraction(1), Fraction(1)),
        ([(10, 0)], Fraction(0), Fraction(0)),
        ([(10, 90), (10, 0)], Fraction(1, 2), Fraction(1, 2)),  # eighty too many do not make up for ten
        ([(0, 5), (10, 10)], Fraction(1), Fraction(1)),
        ([(3, 1), (7, 7)], Fraction(1, 2), Fraction(8, 10)),
    ],
)
def test_the_fill_rate_is_what_came_of_what_was_asked(
    lines: list[tuple[int, int]], by_line: Fraction, by_quantity: Fraction
) -> None:
    rate = fill_rate(supplied(*lines))
    assert (rate.by_line, rate.by_quantity) == (by_line, by_quantity)


def test_where_nothing_was_asked_there_is_no_rate() -> None:
    rate = fill_rate(supplied((0, 5)))
    assert (rate.lines, rate.by_line, rate.by_quantity) == (0, None, None)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 500), st.integers(-5, 900))))
def test_no_rate_is_above_one(lines: list[tuple[int, int]]) -> None:
    rate = fill_rate(supplied(*lines))
    for share in (rate.by_line, rate.by_quantity):
        assert share is None or 0 <= share <= 1
    assert (rate.by_line == 1) is (rate.by_quantity == 1)


# Lead time


@pytest.mark.policy("PHA-15")
@pytest.mark.parametrize(
    ("days", "median", "p90"),
    [
        ((3,), Fraction(3), 3),
        ((2, 5), Fraction(7, 2), 5),
        ((9, 1, 4), Fraction(4), 9),
        ((1, 2, 3, 4, 5, 6, 7, 8, 9, 40), Fraction(11, 2), 9),  # the ninth of ten
        ((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 40), Fraction(6), 10),  # 9.9 of eleven: the tenth
        (tuple(range(1, 101)), Fraction(101, 2), 90),
        ((0, 0, 0), Fraction(0), 0),
    ],
)
def test_lead_time_is_told_by_the_middle_and_by_nine_of_ten(days: tuple[int, ...], median: Fraction, p90: int) -> None:
    found = lead_time(trips(*days))
    assert found == LeadTime(counted=len(days), open=0, left_out=0, median=median, p90=p90)


def test_what_has_not_come_and_what_came_before_it_was_asked_for_is_in_no_figure() -> None:
    assert lead_time(trips(4, None, -1, 6)) == LeadTime(counted=2, open=1, left_out=1, median=Fraction(5), p90=6)
    assert lead_time(trips(None)) == LeadTime(counted=0, open=1, left_out=0, median=None, p90=None)
    assert lead_time(()) == LeadTime(counted=0, open=0, left_out=0, median=None, p90=None)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.integers(0, 60), min_size=1))
def test_nine_of_ten_took_no_longer_and_half_took_no_longer(days: list[int]) -> None:
    found = lead_time(trips(*days))
    assert found.median is not None
    assert found.p90 is not None
    assert 10 * sum(taken <= found.p90 for taken in days) >= 9 * len(days)
    assert 10 * sum(taken < found.p90 for taken in days) < 9 * len(days)
    assert 2 * sum(taken <= found.median for taken in days) >= len(days)
    assert found.p90 in days


# Essential medicines


def bought(*lines: tuple[bool, int]) -> list[Purchase]:
    return [Purchase(essential=essential, amount=amount) for essential, amount in lines]


@pytest.mark.policy("PHA-14")
def test_the_share_of_essential_medicines_is_told_by_lines_and_by_money() -> None:
    share = essential_share(bought((True, 12_345), (True, 5), (False, 37_650)))
    assert (share.lines, share.essential_lines) == (3, 2)
    assert (share.amount, share.essential_amount) == (50_000, 12_350)
    assert (share.by_line, share.by_amount) == (Fraction(2, 3), Fraction(247, 1000))


@pytest.mark.policy("PHA-05")
def test_a_village_clinic_with_essential_medicines_only_has_them_all() -> None:
    share = essential_share(bought((True, 1), (True, 99)))
    assert (share.by_line, share.by_amount) == (Fraction(1), Fraction(1))


def test_to_the_last_fen_however_large() -> None:
    assert essential_share(bought((True, 10**17 + 1), (False, 10**17))).by_amount == Fraction(
        10**17 + 1, 2 * 10**17 + 1
    )


def test_where_nothing_was_bought_there_is_no_share() -> None:
    assert (essential_share(()).by_line, essential_share(()).by_amount) == (None, None)
    assert essential_share(bought((True, 500), (False, -500))).by_amount is None
    assert essential_share(bought((True, 0))).by_amount is None
    assert essential_share(bought((True, 100), (False, -500))).by_amount is None


def test_what_was_given_back_is_taken_off() -> None:
    assert essential_share(bought((True, 500), (True, -100), (False, 400))).by_amount == Fraction(1, 2)
