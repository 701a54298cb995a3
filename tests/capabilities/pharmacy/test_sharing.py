"""What came of an order is shared out among its villages: no pack twice, no lot that may not go, the oldest first."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.pharmacy.requests import AMOXICILLIN
from tests.capabilities.pharmacy.requests import EXPIRY
from tests.capabilities.pharmacy.requests import PENICILLIN
from tests.capabilities.pharmacy.requests import received
from yigongti_desktop.capabilities.pharmacy.model import sharing
from yigongti_desktop.capabilities.pharmacy.model.fefo import Skip
from yigongti_desktop.capabilities.pharmacy.model.gathering import gathered
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Instead
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.request import Share
from yigongti_desktop.capabilities.pharmacy.model.sharing import Portion
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.village import VillageLine
from yigongti_desktop.capabilities.pharmacy.model.village import VillageRequest
from yigongti_desktop.capabilities.pharmacy.model.village import VillageState

pytestmark = pytest.mark.policy("PHA-04")

TODAY = date(2026, 11, 23)
SOON = date(2027, 1, 31)
SHARES = (Share(request="v-1", village="健康村", quantity=30), Share(request="v-2", village="新建村", quantity=20))
SHELF = {(AMOXICILLIN, "A1", EXPIRY): 60, (AMOXICILLIN, "A2", EXPIRY): 40}


def ordered(*lots: Lot, shares: tuple[Share, ...] = SHARES, requested: int = 100) -> DrugRequest:
    """Return a received order for a hundred boxes, of which villages have their shares."""
    base = received()
    line = replace(base.lines[0], shares=shares, requested=requested, lots=lots or base.lines[0].lots)
    return replace(base, lines=(line, *base.lines[1:]))


def shared(request: DrugRequest, shelf: sharing.Shelf = SHELF, **others: object) -> tuple[Portion, ...]:
    """Return the portions of an order; nothing was given, nothing is held unless it is said."""
    given: sharing.Given = others.get("given", {})  # type: ignore[assignment] # said by the caller
    held = {AMOXICILLIN: others.get("held", {})}
    return sharing.portions(request, given, shelf, held, TODAY)  # type: ignore[arg-type] # said by the caller


def picked(portions: tuple[Portion, ...]) -> list[tuple[str, str, int]]:
    return [(one.village, one.lot, one.quantity) for one in portions]


def test_each_village_gets_its_share_and_what_is_the_unit_s_own_stays() -> None:
    assert picked(shared(ordered())) == [("健康村", "A1", 30), ("新建村", "A1", 20)]
    assert sharing.serves_villages(ordered())
    assert not sharing.serves_villages(received())


def test_the_lot_that_expires_first_goes_first_and_a_village_may_have_two() -> None:
    lots = (
        Lot(lot="B", expiry=EXPIRY, quantity=60, received=60),
        Lot(lot="A", expiry=SOON, quantity=40, received=40),
    )
    shelf = {(AMOXICILLIN, "A", SOON): 40, (AMOXICILLIN, "B", EXPIRY): 60}
    assert picked(shared(ordered(*lots), shelf)) == [("健康村", "A", 30), ("新建村", "A", 10), ("新建村", "B", 10)]
    assert [one.there for one in shared(ordered(*lots), shelf)] == [40, 40, 60]


def test_of_a_short_delivery_each_village_has_its_part() -> None:
    half = ordered(Lot(lot="A1", expiry=EXPIRY, quantity=50, received=50))
    assert [(one.asked, one.due, one.quantity) for one in shared(half)] == [(30, 15, 15), (20, 10, 10)]


def test_what_a_village_was_given_already_is_not_proposed_again() -> None:
    given = {("v-1", AMOXICILLIN): 12, ("v-2", AMOXICILLIN): 20}
    assert picked(shared(ordered(), given=given)) == [("健康村", "A1", 18)]


@pytest.mark.parametrize(
    ("shelf", "held"),
    [({}, {}), (SHELF, {"A1": Skip.SUSPENDED, "A2": Skip.SUSPENDED}), ({(AMOXICILLIN, "A1", EXPIRY): -3}, {})],
)
def test_what_is_not_on_the_shelf_or_held_is_lacking(shelf: sharing.Shelf, held: object) -> None:
    found = shared(ordered(), shelf, held=held)
    assert [(one.village, one.lot, one.quantity, one.lacking) for one in found] == [
        ("健康村", "", 0, 30),
        ("新建村", "", 0, 20),
    ]
    assert sharing.entries(found, "P-1") == ()


def test_what_has_expired_since_does_not_go_out() -> None:
    lots = (Lot(lot="A", expiry=date(2026, 11, 22), quantity=100, received=100),)
    found = shared(ordered(*lots), {(AMOXICILLIN, "A", date(2026, 11, 22)): 100})
    assert [one.lacking for one in found] == [30, 20]


def test_another_drug_in_the_place_of_one_is_what_villages_are_given() -> None:
    instead = Instead(drug=PENICILLIN, name="注射用青霉素钠", strength="0.96g", pack="1支", unit="支")
    request = ordered()
    line = replace(request.lines[0], instead=instead)
    shelf = {(PENICILLIN, "A1", EXPIRY): 60, (PENICILLIN, "A2", EXPIRY): 40}
    found = sharing.portions(replace(request, lines=(line,)), {}, shelf, {}, TODAY)
    assert {(one.drug, one.name, one.unit) for one in found} == {(PENICILLIN, "注射用青霉素钠", "支")}


def test_every_village_has_one_entry_of_its_own_and_none_for_nothing() -> None:
    found = shared(ordered())
    chosen = [found[0], replace(found[1], quantity=0)]
    (entry,) = sharing.entries(chosen, "P-1")
    assert (entry.kind, entry.partner_name, entry.source, entry.document) == (
        EntryKind.ISSUE_VILLAGE,
        "健康村",
        "v-1",
        "P-1",
    )
    assert [(line.drug, line.lot, line.expiry, line.quantity) for line in entry.lines] == [
        (AMOXICILLIN, "A1", EXPIRY, 30)
    ]


@given(
    quantities=st.lists(st.integers(1, 40), min_size=1, max_size=6),
    lots=st.lists(st.tuples(st.integers(0, 60), st.integers(-5, 60)), min_size=1, max_size=4),
)
def test_no_lot_is_given_beyond_what_came_and_lies_there_and_no_village_more_than_its_part(
    quantities: list[int], lots: list[tuple[int, int]]
) -> None:
    shares = tuple(Share(request=f"v-{n}", village=f"村{n}", quantity=packs) for n, packs in enumerate(quantities))
    came = tuple(
        Lot(lot=f"L{n}", expiry=date(2027, 1 + n, 1), quantity=packs, received=packs)
        for n, (packs, _) in enumerate(lots)
    )
    shelf = {(AMOXICILLIN, lot.lot, lot.expiry): there for lot, (_, there) in zip(came, lots, strict=True)}
    found = shared(ordered(*came, shares=shares, requested=sum(quantities)), shelf)
    for lot, (arrived, there) in zip(came, lots, strict=True):
        given = sum(one.quantity for one in found if one.lot == lot.lot)
        assert given <= min(arrived, max(there, 0))
    for share in shares:
        mine = [one for one in found if one.request == share.request]
        assert sum(one.quantity + one.lacking for one in mine) == (mine[0].due if mine else 0) <= share.quantity


def asking(record: str, village: str, quantity: int) -> VillageRequest:
    line = VillageLine(drug=AMOXICILLIN, name="阿莫西林胶囊", quantity=quantity)
    return VillageRequest(
        id=record,
        state=VillageState.ASKED,
        institution="tianmen.yuekou",
        village=village,
        lines=(line,),
        asked_at=received().submitted_at or pytest.fail("it was submitted"),
    )


@given(own=st.integers(0, 50), first=st.integers(1, 50), then=st.integers(1, 50), times=st.integers(1, 4))
def test_villages_that_are_gathered_again_count_once_and_with_what_they_ask_for_now(
    own: int, first: int, then: int, times: int
) -> None:
    written = (Wanted(drug=AMOXICILLIN, quantity=own, remark="门诊"),) if own else ()
    order = gathered(written, [asking("v-1", "健康村", first), asking("v-2", "新建村", 3)])
    for _ in range(times):
        order = gathered(order, [asking("v-1", "健康村", then)])
    (line,) = order
    assert line.quantity == own + then + 3
    assert {share.request: share.quantity for share in line.shares} == {"v-1": then, "v-2": 3}
    assert line.remark == ("门诊" if own else "")
