"""What to do with lots that expire soon: first out, given away, taken out, and how much will be left over."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given

from tests.capabilities.pharmacy.stock import RATES
from tests.capabilities.pharmacy.stock import TODAY
from tests.capabilities.pharmacy.stock import at
from tests.capabilities.pharmacy.stock import lot
from tests.capabilities.pharmacy.stock import lots
from yigongti_desktop.capabilities.pharmacy.model import fefo
from yigongti_desktop.capabilities.pharmacy.model.clearance import Act
from yigongti_desktop.capabilities.pharmacy.model.clearance import Clearance
from yigongti_desktop.capabilities.pharmacy.model.clearance import Shelf
from yigongti_desktop.capabilities.pharmacy.model.clearance import clearances
from yigongti_desktop.capabilities.pharmacy.model.consumption import Consumption
from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot
from yigongti_desktop.registry.model.catalogue import Drug

pytestmark = pytest.mark.policy("PHA-16")
DRUG = Drug(id="d", community="c", name="阿莫西林胶囊", form="胶囊", strength="0.25g", pack="24粒", unit="盒")


def clear(
    *shelf: StockLot, daily: Fraction | int = 0, held: dict[str, str] | None = None, months: int = 6
) -> list[tuple[str, Act, int]]:
    known = Shelf(drug=DRUG, lots=shelf, held=held or {}, consumption=at(Fraction(daily)) if daily else Consumption())
    found = clearances([known], TODAY, warn_months=months, strong_months=min(3, months))
    return [(one.lot.lot, one.act, one.left_over) for one in found]


def test_what_is_used_up_in_time_goes_out_first() -> None:
    assert clear(lot(30, 30), daily=1) == [("A", Act.USE_FIRST, 0)]


def test_what_will_be_left_over_is_given_away() -> None:
    assert clear(lot(31, 30), daily=1) == [("A", Act.MOVE, 1)]


def test_lots_that_go_out_before_take_their_share_of_the_days() -> None:
    assert clear(lot(10, 20, "A"), lot(25, 30, "B"), daily=1) == [("A", Act.USE_FIRST, 0), ("B", Act.MOVE, 5)]


def test_the_use_of_a_unit_is_shared_among_its_rooms() -> None:
    """What the pharmacy gives out does not use up what lies in the store-room."""
    shelves = [
        Shelf(drug=DRUG, room=room, lots=(lot(20, 30, "A"),), consumption=at(Fraction(1))) for room in ("", "西药库")
    ]
    both = clearances(shelves, TODAY, warn_months=6, strong_months=3)
    assert [(one.room, one.left_over) for one in both] == [("", 0), ("西药库", 10)]
    assert clearances(shelves, TODAY, warn_months=6, strong_months=3, room="西药库") == both[1:]


def test_what_nobody_uses_is_offered_whole() -> None:
    assert clear(lot(31, 30)) == [("A", Act.OFFER, 31)]


def test_expired_and_held_lots_are_not_used() -> None:
    assert clear(lot(5, 0, "A"), lot(5, 9, "B"), lot(5, 5, "C"), daily=1, held={"B": "召回"}) == [
        ("A", Act.DESTROY, 5),
        ("C", Act.USE_FIRST, 0),
        ("B", Act.HELD, 5),
    ]


def test_what_expires_later_is_not_named() -> None:
    assert clear(lot(5, 400), daily=1) == []
    assert clear(lot(5, 60), daily=1, months=1) == []


@given(lots(), RATES)
def test_no_more_is_left_over_than_there_is_and_what_is_used_fits_into_the_days(
    shelf: tuple[StockLot, ...], daily: Fraction
) -> None:
    shelf = tuple({(one.lot, one.expiry): one for one in shelf}.values())  # the books have each lot once
    known = Shelf(drug=DRUG, lots=shelf, consumption=at(daily))
    found: tuple[Clearance, ...] = clearances([known], TODAY, warn_months=6, strong_months=3)
    assert [one.lot.expiry for one in found] == sorted(one.lot.expiry for one in found if one.lot.expiry)
    for one in found:
        assert 0 <= one.left_over <= one.lot.quantity
        assert (one.left_over == 0) is (one.act is Act.USE_FIRST)
    used = sum(one.lot.quantity - one.left_over for one in found)
    assert used <= fefo.usable(shelf, daily, TODAY, {})
