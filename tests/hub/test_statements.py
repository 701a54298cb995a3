"""Statements at desks and hub: each exists once, late deliveries find it, nobody agrees to half a month."""

from __future__ import annotations

from datetime import date

import pytest

from tests.capabilities.judging import refused
from tests.sync.county import County
from yigongti_desktop.capabilities.pharmacy.messages import requests as asking
from yigongti_desktop.capabilities.pharmacy.messages import statements as m
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.statement import Statement
from yigongti_desktop.capabilities.pharmacy.model.statement import StatementState
from yigongti_desktop.capabilities.pharmacy.store import statements as store
from yigongti_desktop.capabilities.pharmacy.store import stock
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.hub

ONE, TWO, FAR, LEAD = "岳口", "岳口二", "多宝", "市一医"
UNIT, LEADER, MONTH = "tianmen.yuekou", "tianmen.diyi", "2026-11"


def send(county: County, packs: int, price: int | None = 1000) -> DrugRequest:
    """Let 岳口 ask for packs and 市一医 send them; both have synced."""
    request: DrugRequest = county.request(ONE, packs)
    county.sync(ONE, LEAD)
    drug = request.lines[0].drug
    county.do(LEAD, asking.ReviewDrugRequest(request=request.id, decisions=(Decision(drug=drug, approved=packs),)))
    lot = Lot(lot="A1", expiry=date(2028, 3, 31), quantity=packs, price_fen=price)
    county.do(LEAD, asking.DispatchDrugRequest(request=request.id, parcels=(Parcel(drug=drug, lots=(lot,)),)))
    county.sync(LEAD, ONE)
    return request


def receive(county: County, request: DrugRequest, packs: int, difference: str = "") -> None:
    counts = (Count(drug=request.lines[0].drug, received=(packs,), difference=difference),)
    county.do(ONE, asking.ReceiveDelivery(request=request.id, counts=counts))


def opened(county: County) -> Statement:
    """Let 市一医 open the statement."""
    known: Statement = county.do(LEAD, m.OpenStatement(unit=UNIT, month=MONTH))
    return known


def everywhere(county: County, known: Statement) -> Statement:
    """Return the statement, which has to be the same at both sides and at the hub."""
    county.sync(LEAD, ONE, LEAD)
    with reading(county.hub.engine) as connection:
        found = records.load(connection, store.STATEMENT, known.id)
    assert found is not None
    for desk in (ONE, LEAD):
        assert county.desks[desk].read(records.load, store.STATEMENT, known.id) == found
        assert county.desks[desk].read(status).refused == 0
    return found


@pytest.mark.policy("PHA-14")
def test_both_sides_agree_on_a_month_and_it_is_settled(county: County) -> None:
    receive(county, send(county, 30), 28, "short")
    county.sync(ONE, LEAD)
    known = opened(county)
    assert known.total_fen == 28_000
    county.sync(LEAD, ONE)
    county.do(ONE, m.DisputeStatement(statement=known.id, words="价格不对"))
    assert everywhere(county, known).words == "价格不对"
    opened(county)
    county.sync(LEAD, ONE)
    county.do(ONE, m.ConfirmStatement(statement=known.id))
    county.sync(ONE, LEAD)
    county.do(LEAD, m.CloseStatement(statement=known.id))
    done = everywhere(county, known)
    assert (done.state, done.settled_fen) == (StatementState.CLOSED, 28_000)
    steps = county.desks[ONE].read(store.opened, UNIT, LEADER, MONTH).steps
    assert [step.act.partition(".")[2] for step in steps] == ["opened", "disputed", "opened", "confirmed", "closed"]


def test_what_is_received_after_it_was_settled_opens_it_again(county: County) -> None:
    receive(county, send(county, 30), 30)
    later = send(county, 5, 200)
    county.sync(ONE, LEAD)
    known = opened(county)
    county.sync(LEAD, ONE)
    county.do(ONE, m.ConfirmStatement(statement=known.id))
    county.sync(ONE, LEAD)
    county.do(LEAD, m.CloseStatement(statement=known.id))
    county.sync(LEAD, ONE)
    receive(county, later, 5)
    again = everywhere(county, known)
    assert (again.state, again.total_fen, again.settled_fen) == (StatementState.OPEN, 31_000, 30_000)


def test_a_delivery_that_crossed_the_statement_on_its_way_is_not_agreed_to_unseen(county: County) -> None:
    first, second = send(county, 30), send(county, 5)
    receive(county, first, 30)
    county.sync(ONE, LEAD)
    receive(county, second, 5)
    county.sync(ONE)  # the hub knows both, 市一医 only the first
    known = opened(county)
    assert known.total_fen == 30_000
    county.sync(LEAD, ONE, LEAD)
    for desk, command in ((ONE, m.ConfirmStatement(statement=known.id)), (LEAD, m.CloseStatement(statement=known.id))):
        with refused("statement_stale", count=1):
            county.do(desk, command)
    assert opened(county).total_fen == 35_000
    county.sync(LEAD, ONE)
    county.do(ONE, m.ConfirmStatement(statement=known.id))
    assert everywhere(county, known).state is StatementState.CONFIRMED


def test_a_delivery_received_off_line_while_the_statement_was_opened_is_added_by_the_hub(county: County) -> None:
    first, second = send(county, 30), send(county, 5)
    receive(county, first, 30)
    county.sync(ONE, LEAD)
    known = opened(county)
    receive(county, second, 5)
    county.sync(LEAD, ONE)
    found = everywhere(county, known)
    assert (found.state, found.total_fen, len(found.deliveries)) == (StatementState.OPEN, 35_000, 2)


def test_the_hub_reckons_with_what_it_has_and_not_with_what_a_desk_says(county: County) -> None:
    receive(county, send(county, 30), 30)
    county.sync(ONE, LEAD)
    known = opened(county)
    (act,) = county.desks[LEAD].read(outbox.of_record, "statement", known.id)
    assert b"30000" not in act.body
    assert b"1000" not in act.body
    assert everywhere(county, known).total_fen == 30_000


def test_other_units_know_nothing_of_it_and_a_month_of_another_year_is_empty(county: County) -> None:
    receive(county, send(county, 30), 30)
    county.sync(ONE, LEAD)
    opened(county)
    county.sync(LEAD, ONE, FAR)
    assert county.desks[FAR].read(store.due) == []
    assert county.desks[FAR].read(store.open_statements) == []
    assert county.desks[ONE].read(store.due, "2025-11") == []
    assert [row.delivery.amount_fen for row in county.desks[ONE].read(store.due, MONTH)] == [30_000]
    with refused("statement_empty"):
        county.do(LEAD, m.OpenStatement(unit=UNIT, month="2025-11"))


def test_a_month_is_the_same_list_whether_it_is_asked_for_alone_or_with_all(county: County) -> None:
    for days in (0, 7, 25):
        receive(county, send(county, 10), 10)
        county.clock.advance(days=days)
    everything = county.desks[ONE].read(store.due)
    assert [row.month for row in everything] == sorted((row.month for row in everything), reverse=True)
    alone = [row for month in ("2026-12", MONTH) for row in county.desks[ONE].read(store.due, month)]
    assert alone == everything


def test_the_price_goes_with_the_lot_into_the_stock(county: County) -> None:
    receive(county, send(county, 30, 1234), 30)
    (entry,) = county.desks[ONE].read(stock.entries, UNIT)
    assert [line.price_fen for line in entry.lines] == [1234]
