"""What is taken back (冲红) of papers that have to do with others: a village waits again, a delivery stays."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.capabilities.judging import refused
from tests.hub.test_ledger import LATER
from tests.hub.test_ledger import LEAD
from tests.hub.test_ledger import LEADER
from tests.hub.test_ledger import ONE
from tests.hub.test_ledger import TWO
from tests.hub.test_ledger import UNIT
from tests.hub.test_ledger import at_desk
from tests.hub.test_ledger import at_hub
from tests.hub.test_ledger import check_postings
from tests.hub.test_ledger import count
from tests.hub.test_ledger import enter
from tests.sync.county import County
from tests.sync.county import Frozen
from yigongti_desktop.capabilities.pharmacy.messages import requests as asking
from yigongti_desktop.capabilities.pharmacy.messages import stock as m
from yigongti_desktop.capabilities.pharmacy.messages import villages
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.sharing import entries
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.village import VillageRequest
from yigongti_desktop.capabilities.pharmacy.model.village import VillageState
from yigongti_desktop.capabilities.pharmacy.model.village import merged
from yigongti_desktop.capabilities.pharmacy.store import stock as store
from yigongti_desktop.capabilities.pharmacy.store import villages as village_store
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.hub


def ordered(county: County, *villages_asking: str) -> DrugRequest:
    """Let villages ask for ten packs each, order for them, and receive all of it."""
    drug = county.drug(ONE)
    asked = [
        county.do(ONE, villages.AskForVillage(village=name, lines=(Wanted(drug=drug, quantity=10),)))
        for name in villages_asking
    ]
    request: DrugRequest = county.do(ONE, asking.SubmitDrugRequest(lines=merged(asked)))
    packs = 10 * len(asked)
    county.sync(ONE, LEAD)
    county.do(LEAD, asking.ReviewDrugRequest(request=request.id, decisions=(Decision(drug=drug, approved=packs),)))
    lot = Lot(lot="A1", expiry=LATER, quantity=packs)
    county.do(LEAD, asking.DispatchDrugRequest(request=request.id, parcels=(Parcel(drug=drug, lots=(lot,)),)))
    county.sync(LEAD, ONE)
    county.do(ONE, asking.ReceiveDelivery(request=request.id, counts=(Count(drug=drug, received=(packs,)),)))
    county.sync(ONE, TWO, LEAD)
    return request


def share(county: County, desk: str, order: str) -> Any:
    """Give all villages their part of an order, as the desk proposes it; return the entries."""
    found = county.desks[desk].read(village_store.sharing_of, order, day(county.clock.now()))
    assert found is not None
    county.clock.advance(minutes=1)
    return county.do(desk, villages.IssueToVillages(entries=entries(found.portions, found.order.delivery))).entries


def waiting(county: County, desk: str) -> dict[str, tuple[VillageState, int]]:
    """Return how the villages stand, and what they have been given."""
    found = county.desks[desk].read(village_store.village_list)
    return {one.village: (one.state, one.lines[0].issued) for one in found}


def villages_at_hub(county: County) -> dict[str, tuple[VillageState, int]]:
    """Return the same as the hub has it."""
    with reading(county.hub.engine) as connection:
        found: list[VillageRequest] = village_store.village_list(connection)
    return {one.village: (one.state, one.lines[0].issued) for one in found}


@pytest.mark.policy("PHA-04")
def test_what_a_village_was_given_by_mistake_is_taken_back_and_given_again(county: County) -> None:
    order = ordered(county, "健康村", "新建村")
    first, second = share(county, ONE, order.id)
    county.sync(ONE, TWO)
    assert waiting(county, TWO) == {"健康村": (VillageState.ISSUED, 10), "新建村": (VillageState.ISSUED, 10)}
    county.do(TWO, m.ReverseEntry(entry=first.id, reason="数量录错"))
    county.do(ONE, m.ReverseEntry(entry=first.id, reason="对方没有领走"))  # both, off-line: taken back once
    county.sync(TWO, ONE, TWO)
    expected = {"健康村": (VillageState.MERGED, 0), "新建村": (VillageState.ISSUED, 10)}
    assert waiting(county, ONE) == waiting(county, TWO) == villages_at_hub(county) == expected
    assert at_desk(county, ONE) == at_hub(county) == {"A1": 10}
    today = day(county.clock.now())
    (again,) = county.desks[TWO].read(village_store.orders_to_share, today)
    assert [(one.village, one.due) for one in again.portions] == [("健康村", 10)]
    share(county, TWO, order.id)
    county.sync(TWO, ONE)
    assert waiting(county, ONE)["健康村"] == (VillageState.ISSUED, 10)
    assert at_desk(county, TWO) == at_hub(county) == {}
    assert second.lines[0].quantity == 10
    check_postings(county, ONE, TWO)


def test_papers_that_follow_from_others_say_where_they_are_put_right(county: County) -> None:
    enter(county, LEAD, EntryKind.OPENING, 100)
    ordered(county, "健康村")
    (receipt,) = county.desks[ONE].read(store.entries, UNIT)
    dispatch = next(one for one in county.desks[LEAD].read(store.entries, LEADER) if one.kind is EntryKind.DISPATCH)
    known = county.do(ONE, m.OpenCount())
    count(county, ONE, known, A1=9)
    county.sync(ONE, TWO)
    county.do(TWO, m.ConfirmCount(count=known.id, reasons=((1, "破损"),)))
    counted = county.desks[TWO].read(store.entries, UNIT)[0]
    for desk, entry, code, words in (
        (ONE, receipt, "entry_received", "差异单"),
        (LEAD, dispatch, "entry_dispatched", "差异单"),
        (TWO, counted, "entry_counted", "再盘一次"),
    ):
        with refused(code) as said:
            county.do(desk, m.ReverseEntry(entry=entry.id, reason="录错了"))
        assert words in said[0]
    assert at_desk(county, TWO) == {"A1": 9}


def test_a_count_that_is_put_back_comes_to_the_other_desk_with_all_that_was_counted(county: County) -> None:
    enter(county, ONE, EntryKind.RECEIPT, 10)
    known = county.do(ONE, m.OpenCount())
    count(county, ONE, known, A1=8)
    county.sync(ONE, TWO)
    county.do(TWO, m.SendCountBack(count=known.id, reason="冷柜的没有点"))
    county.sync(TWO, ONE)
    here = county.desks[ONE].read(records.load, store.STOCK_COUNT, known.id)
    assert here is not None
    assert (here.back_reason, here.is_back, here.lines[0].counted) == ("冷柜的没有点", True, 8)
    count(county, ONE, known, A1=10)
    county.do(ONE, m.HandCountIn(count=known.id, answer="补点了冷柜"))
    county.sync(ONE, TWO)
    county.do(TWO, m.ConfirmCount(count=known.id))
    county.sync(TWO, ONE)
    assert at_desk(county, ONE) == at_hub(county) == {"A1": 10}
    for desk in (ONE, TWO):
        assert county.desks[desk].read(status).refused == 0


def test_nobody_confirms_a_count_that_lies_with_its_counters_nor_one_they_handed_in(
    county: County,
) -> None:
    enter(county, ONE, EntryKind.RECEIPT, 10)
    known = county.do(ONE, m.OpenCount())
    count(county, ONE, known, A1=10)
    county.sync(ONE, TWO)
    county.do(TWO, m.SendCountBack(count=known.id, reason="再看一遍"))
    county.sync(TWO, ONE)
    with refused("count_back"):
        county.do(TWO, m.ConfirmCount(count=known.id))
    with refused("same_person"):
        county.do(ONE, m.HandCountIn(count=known.id))
        county.do(ONE, m.ConfirmCount(count=known.id))


STEPS = st.one_of(
    st.sampled_from([ONE, TWO]),
    st.tuples(st.sampled_from([ONE, TWO]), st.just("issue"), st.integers(1, 5)),
    st.tuples(st.sampled_from([ONE, TWO]), st.just("back"), st.integers(0, 5)),
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(STEPS, max_size=18))
def test_what_a_village_was_given_is_what_was_issued_and_stands_whatever_order_desks_meet_in(
    frozen: Frozen, tmp_path_factory: pytest.TempPathFactory, steps: list[Any]
) -> None:
    county = County(frozen, tmp_path_factory.mktemp("village"))
    county.open_line()
    try:
        enter(county, ONE, EntryKind.OPENING, 200)
        asked = county.do(
            ONE, villages.AskForVillage(village="健康村", lines=(Wanted(drug=county.drug(ONE), quantity=50),))
        )
        county.sync(ONE, TWO)
        for step in steps:
            if isinstance(step, str):
                county.sync(step)
            else:
                _issue_or_take_back(county, asked.id, *step)
        county.sync(ONE, TWO, ONE, TWO)
        with reading(county.hub.engine) as connection:
            known = store.entries(connection, UNIT)
        back = {one.reverses for one in known}
        stands = [one for one in known if one.kind is EntryKind.ISSUE_VILLAGE and one.id not in back]
        given_packs = sum(line.quantity for one in stands for line in one.lines)
        assert waiting(county, ONE) == waiting(county, TWO) == villages_at_hub(county)
        assert villages_at_hub(county)["健康村"][1] == given_packs
        assert at_desk(county, ONE) == at_desk(county, TWO) == at_hub(county) == {"A1": 200 - given_packs}
        check_postings(county, ONE, TWO)
    finally:
        county.close()


def _issue_or_take_back(county: County, request: str, desk: str, act: str, number: int) -> None:
    if act == "issue":
        enter(county, desk, EntryKind.ISSUE_VILLAGE, number, source=request, partner_name="健康村")
        return
    issued = [one for one in county.desks[desk].read(store.entries, UNIT) if one.kind is EntryKind.ISSUE_VILLAGE]
    if issued:
        county.clock.advance(minutes=1)
        with suppress(Refused):  # it was taken back already
            county.do(desk, m.ReverseEntry(entry=issued[number % len(issued)].id, reason="数量录错"))
