"""The stock ledger at two desks of one unit and at the hub: whatever order they meet in, the balances are the same."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.capabilities.judging import refused
from tests.sync.county import County
from tests.sync.county import Frozen
from yigongti_desktop.capabilities.pharmacy.messages import requests as asking
from yigongti_desktop.capabilities.pharmacy.messages import stock as m
from yigongti_desktop.capabilities.pharmacy.model.counting import CountLine
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.stock import CONCURRENT
from yigongti_desktop.capabilities.pharmacy.model.stock import INCOMING
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.model.stock import LotKey
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.pharmacy.model.stock import postings as posted_by
from yigongti_desktop.capabilities.pharmacy.model.stock import read_account
from yigongti_desktop.capabilities.pharmacy.store import ledger
from yigongti_desktop.capabilities.pharmacy.store import stock as store
from yigongti_desktop.capabilities.pharmacy.tables.stock import stock_entries
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage import postings
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.hub

ONE, TWO, FAR, LEAD = "岳口", "岳口二", "多宝", "市一医"
UNIT, LEADER = "tianmen.yuekou", "tianmen.diyi"
LATER = date(2028, 3, 31)
LOTS = ("A1", "B1")


def enter(county: County, desk: str, kind: EntryKind, quantity: int, lot: str = "A1", **others: Any) -> StockEntry:
    """Enter packs of 阿莫西林胶囊 at a desk, a minute after what was before."""
    county.clock.advance(minutes=1)
    words = {name: others.pop(name) for name in ("over", "reason", "codes") if name in others}
    line = EntryLine(drug=county.drug(desk), quantity=quantity, lot=lot, expiry=LATER, **words)
    entry: StockEntry = county.do(desk, m.EnterStock(entering=Entering(kind=kind, lines=(line,), **others)))
    return entry


def at_desk(county: County, desk: str, unit: str = UNIT) -> dict[str, int]:
    """Return the balances by lot as a desk has them."""
    return {lot.key.lot: lot.quantity for lot in county.desks[desk].read(store.lots, unit)}


def at_hub(county: County, unit: str = UNIT) -> dict[str, int]:
    """Return the balances by lot as the hub has them."""
    with reading(county.hub.engine) as connection:
        return {lot.key.lot: lot.quantity for lot in store.lots(connection, unit)}


def check_postings(county: County, *desks: str) -> None:
    """Fail unless what is posted, everywhere, is what the entries post, no more and no less."""
    engines = [county.hub.engine, *(county.desks[desk].engine for desk in desks)]
    for engine in engines:
        with reading(engine) as connection:
            expected: dict[str, int] = {}
            for row in connection.execute(stock_entries.select()):
                for account, amount in posted_by(records.from_row(store.STOCK_ENTRY, row)):
                    expected[account] = expected.get(account, 0) + amount
            assert postings.balances(connection, "") == expected
            for institution in ledger.institutions(connection):
                assert ledger.check(connection, institution).is_right


def test_what_two_desks_gave_out_off_line_both_counts(county: County) -> None:
    enter(county, ONE, EntryKind.RECEIPT, 10)
    county.sync(ONE, TWO)
    enter(county, ONE, EntryKind.ISSUE_PATIENTS, 6)
    second = enter(county, TWO, EntryKind.ISSUE_PATIENTS, 6)
    assert second.lines[0].short == 0
    county.sync(ONE, TWO, ONE)
    assert at_desk(county, ONE) == at_desk(county, TWO) == at_hub(county) == {"A1": -2}
    known = county.desks[ONE].read(records.load, store.STOCK_ENTRY, second.id)
    assert known is not None
    assert (known.lines[0].short, known.lines[0].over) == (2, CONCURRENT)
    assert [lot.quantity for lot in county.desks[TWO].read(store.lots, UNIT) if lot.quantity < 0] == [-2]
    assert county.desks[TWO].read(status).refused == 0
    check_postings(county, ONE, TWO)


def test_acts_of_one_batch_see_each_other_at_the_hub(county: County) -> None:
    enter(county, ONE, EntryKind.RECEIPT, 10)
    enter(county, ONE, EntryKind.ISSUE_PATIENTS, 4)
    entry = enter(county, ONE, EntryKind.ISSUE_PATIENTS, 7, over="补昨天的账")
    county.sync(ONE)
    with reading(county.hub.engine) as connection:
        known = records.load(connection, store.STOCK_ENTRY, entry.id)
    assert known is not None
    assert (known.lines[0].short, known.lines[0].over) == (1, "补昨天的账")
    assert at_hub(county) == {"A1": -1}


def test_a_delivery_leaves_one_stock_and_enters_the_other_once(county: County) -> None:
    enter(county, LEAD, EntryKind.OPENING, 100)
    request: DrugRequest = county.request(ONE, 30)
    county.sync(ONE, LEAD)
    drug = request.lines[0].drug
    county.do(LEAD, asking.ReviewDrugRequest(request=request.id, decisions=(Decision(drug=drug, approved=30),)))
    lot = Lot(lot="A1", expiry=LATER, quantity=30)
    county.do(LEAD, asking.DispatchDrugRequest(request=request.id, parcels=(Parcel(drug=drug, lots=(lot,)),)))
    assert at_desk(county, LEAD, LEADER) == {"A1": 70}
    county.sync(LEAD, ONE)
    assert at_desk(county, ONE) == {}
    counts = (Count(drug=drug, received=(28,), difference="short"),)
    county.do(ONE, asking.ReceiveDelivery(request=request.id, counts=counts))
    assert at_desk(county, ONE) == {"A1": 28}
    county.sync(ONE, TWO, LEAD, ONE)
    assert at_desk(county, ONE) == at_desk(county, TWO) == at_hub(county) == {"A1": 28}
    assert at_hub(county, LEADER) == at_desk(county, LEAD, LEADER) == {"A1": 70}
    entries = county.desks[TWO].read(store.entries, UNIT)
    assert [(one.kind, one.source, one.partner) for one in entries] == [(EntryKind.RECEIPT, request.id, LEADER)]
    check_postings(county, ONE, TWO, LEAD)


def test_what_was_sent_without_being_in_the_books_is_said_there(county: County) -> None:
    request: DrugRequest = county.request(ONE, 5)
    county.sync(ONE, LEAD)
    drug = request.lines[0].drug
    county.do(LEAD, asking.ReviewDrugRequest(request=request.id, decisions=(Decision(drug=drug, approved=5),)))
    lot = Lot(lot="A1", expiry=LATER, quantity=5)
    county.do(LEAD, asking.DispatchDrugRequest(request=request.id, parcels=(Parcel(drug=drug, lots=(lot,)),)))
    county.sync(LEAD)
    with reading(county.hub.engine) as connection:
        (entry,) = store.entries(connection, LEADER)
    assert (entry.lines[0].short, entry.lines[0].over) == (5, "unrecorded")


def test_an_entry_that_two_desks_take_back_is_taken_back_once(county: County) -> None:
    entry = enter(county, ONE, EntryKind.RECEIPT, 10)
    county.sync(ONE, TWO)
    county.do(ONE, m.ReverseEntry(entry=entry.id, reason="重复入库"))
    county.do(TWO, m.ReverseEntry(entry=entry.id, reason="录错了"))
    county.sync(ONE, TWO, ONE)
    assert at_desk(county, ONE) == at_desk(county, TWO) == at_hub(county) == {}
    assert county.desks[TWO].read(status).refused == 1
    check_postings(county, ONE, TWO)


def test_other_units_and_the_lead_see_nothing_of_a_units_stock(county: County) -> None:
    enter(county, ONE, EntryKind.RECEIPT, 10)
    county.sync(ONE, FAR, LEAD)
    for desk in (FAR, LEAD):
        assert county.desks[desk].read(records.load_many, store.STOCK_ENTRY, ["x"]) == {}
        assert at_desk(county, desk) == {}
        assert county.desks[desk].read(postings.balances, "") == {}


def test_a_recalled_lot_is_used_nowhere_and_all_that_it_touched_is_found(county: County) -> None:
    enter(county, ONE, EntryKind.RECEIPT, 10)
    county.do(ONE, m.AddStoreRoom(name="二楼"))
    enter(county, ONE, EntryKind.TRANSFER, 4, other_room="二楼")
    enter(county, ONE, EntryKind.ISSUE_DEPARTMENT, 3, room="二楼", partner_name="内科")
    enter(county, ONE, EntryKind.RECEIPT, 5, "A10")
    drug = county.drug(LEAD)
    county.do(LEAD, m.HoldLot(drug=drug, lot="A1", reason="药监通知召回"))
    county.sync(LEAD, ONE)
    with refused("lot_held"):
        enter(county, ONE, EntryKind.ISSUE_PATIENTS, 1)
    enter(county, ONE, EntryKind.ISSUE_PATIENTS, 1, "A10")
    found = county.desks[ONE].read(store.touched, UNIT, drug, "A1")
    kinds = [(one.entry.kind, one.entry.partner_name, one.amount) for one in found]
    assert kinds == [
        (EntryKind.RECEIPT, "", 10),
        (EntryKind.TRANSFER, "", -4),
        (EntryKind.TRANSFER, "", 4),
        (EntryKind.ISSUE_DEPARTMENT, "内科", -3),
    ]


def test_a_use_from_before_the_recall_was_known_stands(county: County) -> None:
    enter(county, ONE, EntryKind.RECEIPT, 10)
    county.sync(ONE)
    county.do(LEAD, m.HoldLot(drug=county.drug(LEAD), lot="A1", reason="药监通知召回"))
    county.sync(LEAD)
    enter(county, ONE, EntryKind.ISSUE_PATIENTS, 2)
    county.sync(ONE, ONE)
    assert at_hub(county) == at_desk(county, ONE) == {"A1": 8}
    assert county.desks[ONE].read(status).refused == 0


def test_a_count_stands_whatever_moves_meanwhile(county: County) -> None:
    enter(county, ONE, EntryKind.RECEIPT, 10)
    enter(county, ONE, EntryKind.RECEIPT, 4, "B1")
    county.sync(ONE, TWO)
    known: StockCount = county.do(ONE, m.OpenCount())
    enter(county, ONE, EntryKind.ISSUE_PATIENTS, 1)
    known = count(county, ONE, known, A1=8, B1=4)
    enter(county, ONE, EntryKind.ISSUE_PATIENTS, 3)
    county.sync(ONE, TWO)
    enter(county, TWO, EntryKind.ISSUE_PATIENTS, 1)
    county.clock.advance(minutes=1)
    with refused("same_person"):
        county.do(ONE, m.ConfirmCount(count=known.id, reasons=((1, "破损"),)))
    county.do(TWO, m.ConfirmCount(count=known.id, reasons=((1, "破损"),)))
    county.sync(TWO, ONE, TWO)
    assert at_desk(county, ONE) == at_desk(county, TWO) == at_hub(county) == {"A1": 4, "B1": 4}
    latest = county.desks[ONE].read(store.entries, UNIT)[0]
    assert (latest.kind, [line.quantity for line in latest.lines]) == (EntryKind.COUNT, [-1])
    check_postings(county, ONE, TWO)


def test_a_line_is_counted_again_when_movements_from_before_come_in_later(county: County) -> None:
    enter(county, ONE, EntryKind.RECEIPT, 10)
    county.sync(ONE, TWO)
    enter(county, TWO, EntryKind.ISSUE_PATIENTS, 2)  # gone from the shelf, not yet told
    known: StockCount = county.do(ONE, m.OpenCount())
    count(county, ONE, known, A1=8)
    county.sync(ONE, TWO)
    with refused("count_stale", count=1, lot="A1"):
        county.do(TWO, m.ConfirmCount(count=known.id, reasons=((1, "少两盒"),)))
    county.sync(ONE)
    count(county, ONE, known, A1=8)
    county.sync(ONE, TWO)
    county.do(TWO, m.ConfirmCount(count=known.id))
    county.sync(TWO, ONE)
    assert at_desk(county, ONE) == at_hub(county) == {"A1": 8}


def count(county: County, desk: str, known: StockCount, **quantities: int) -> StockCount:
    """Write down what lies of each lot."""
    county.clock.advance(minutes=1)
    lines = tuple(
        CountLine(drug=county.drug(desk), lot=lot, expiry=LATER, counted=packs) for lot, packs in quantities.items()
    )
    counted: StockCount = county.do(desk, m.CountStock(count=known.id, lines=lines))
    return counted


MOVES = st.tuples(
    st.sampled_from([ONE, TWO]),
    st.sampled_from([EntryKind.RECEIPT, EntryKind.ISSUE_PATIENTS, EntryKind.ISSUE_VILLAGE, EntryKind.EXPIRED]),
    st.integers(1, 8),
    st.sampled_from(LOTS),
    st.sampled_from(["", "", "账没补"]),
)
TALKS = st.sampled_from([ONE, TWO])


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.one_of(MOVES, TALKS), max_size=25))
def test_any_order_of_movements_and_talks_gives_the_same_balances(
    frozen: Frozen, tmp_path_factory: pytest.TempPathFactory, steps: list[Any]
) -> None:
    folder: Path = tmp_path_factory.mktemp("order")
    county = County(frozen, folder)
    county.open_line()
    try:
        expected = dict.fromkeys(LOTS, 0)
        for step in steps:
            if isinstance(step, str):
                county.sync(step)
                continue
            desk, kind, quantity, lot, over = step
            before = at_desk(county, desk).get(lot, 0)
            try:
                enter(county, desk, kind, quantity, lot, over=over)
            except Refused:
                assert before < quantity
                assert not over
                continue
            expected[lot] += quantity if kind in INCOMING else -quantity
        county.sync(ONE, TWO, ONE)
        assert at_desk(county, ONE) == at_desk(county, TWO) == at_hub(county)
        assert at_hub(county) == {lot: amount for lot, amount in expected.items() if amount}
        check_postings(county, ONE, TWO)
        _check_reasons(county)
    finally:
        county.close()


def _check_reasons(county: County) -> None:
    """Fail when a lot fell below nought, in the order in which the hub took the entries, without a word on why."""
    with reading(county.hub.engine) as connection:
        entries = store.entries(connection, UNIT)
    order = {event.record: place for place, event in enumerate(county.journal()) if event.kind == "stock.entered"}
    left: dict[LotKey, int] = {}
    for entry in sorted(entries, key=lambda one: order[one.id]):
        for account, amount in posted_by(entry):
            key = read_account(account)
            left[key] = left.get(key, 0) + amount
            if amount < 0 and left[key] < 0:
                assert entry.lines[0].over
                assert entry.lines[0].short == -left[key]
            else:
                assert entry.lines[0].short == 0


def test_a_refused_entry_leaves_the_stock_as_it_was(county: County) -> None:
    enter(county, ONE, EntryKind.RECEIPT, 10)
    with refused("stock_short", have=10):
        enter(county, ONE, EntryKind.ISSUE_PATIENTS, 11)
    assert at_desk(county, ONE) == {"A1": 10}
    assert county.desks[ONE].read(status).waiting == 1
