"""Codes that are scanned at a delivery reach the hub with the receipt, and the unit's other desk; nobody else."""

from __future__ import annotations

from typing import Any

import pytest

from tests.capabilities.judging import refused
from tests.hub.liar import Liar
from tests.hub.test_ledger import LATER
from tests.hub.test_ledger import LEAD
from tests.hub.test_ledger import LEADER
from tests.hub.test_ledger import ONE
from tests.hub.test_ledger import TWO
from tests.hub.test_ledger import UNIT
from tests.hub.test_ledger import check_postings
from tests.hub.test_ledger import enter
from tests.hub.test_recall import recall
from tests.hub.test_recall import reports
from tests.sync.county import County
from yigongti_desktop.capabilities.pharmacy.messages import requests as asking
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.store import codes as store
from yigongti_desktop.capabilities.pharmacy.store import requests as request_store
from yigongti_desktop.capabilities.pharmacy.store.codes import Traced
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.sync.status import status

pytestmark = [pytest.mark.hub, pytest.mark.policy("PHA-13")]


def code(serial: int) -> str:
    """Return a trace code."""
    return f"8333333{serial:013d}"


def sent(county: County, packs: int = 3, lot: str = "A1") -> DrugRequest:
    """Send 岳口 a delivery of one drug, and tell both its desks."""
    request: DrugRequest = county.request(ONE, packs)
    county.sync(ONE, LEAD)
    drug = request.lines[0].drug
    county.do(LEAD, asking.ReviewDrugRequest(request=request.id, decisions=(Decision(drug=drug, approved=packs),)))
    lots = (Lot(lot=lot, expiry=LATER, quantity=packs),)
    county.do(LEAD, asking.DispatchDrugRequest(request=request.id, parcels=(Parcel(drug=drug, lots=lots),)))
    county.sync(LEAD, ONE, TWO)
    return request


def receive(county: County, desk: str, request: DrugRequest, *codes: str) -> Any:
    """Receive a delivery whole at a desk, with the codes of its packs."""
    county.clock.advance(minutes=1)
    packs = request.lines[0].requested
    counts = (Count(drug=request.lines[0].drug, received=(packs,), codes=(codes,) if codes else ()),)
    return county.do(desk, asking.ReceiveDelivery(request=request.id, counts=counts))


def way(traced: Traced | None) -> list[tuple[EntryKind, str, str]]:
    """Return what moved a pack: how, with which lot, on which paper."""
    return [(one.entry.kind, one.line.lot, one.entry.document) for one in traced.movements] if traced else []


def test_what_one_desk_scanned_the_other_desk_of_the_unit_and_the_hub_can_trace(county: County) -> None:
    request = sent(county)
    receive(county, ONE, request, code(1), code(2))
    delivery = county.desks[ONE].read(records.load, request_store.DRUG_REQUEST, request.id)
    assert delivery is not None
    expected = [(EntryKind.RECEIPT, "A1", delivery.delivery)]
    assert way(county.desks[ONE].read(store.traced, UNIT, code(1))) == expected  # before the line is back
    assert county.desks[TWO].read(store.traced, UNIT, code(1)) is None
    county.sync(ONE, TWO, LEAD)
    assert way(county.desks[TWO].read(store.traced, UNIT, code(1))) == expected
    with reading(county.hub.engine) as connection:
        assert way(store.traced(connection, UNIT, code(2))) == expected
        assert store.of_delivery(connection, request.id) == {request.lines[0].drug: (code(1), code(2))}
    heads = county.desks[TWO].read(store.heads, UNIT)
    assert [drug.id for drug in heads[code(1)[:7]]] == [request.lines[0].drug]
    check_postings(county, ONE, TWO, LEAD)


def test_the_central_pharmacy_sees_what_came_and_not_which_packs(county: County) -> None:
    request = sent(county)
    receive(county, ONE, request, code(1))
    county.sync(ONE, LEAD)
    seen = county.desks[LEAD].read(records.load, request_store.DRUG_REQUEST, request.id)
    assert seen is not None
    assert (seen.state, seen.lines[0].received) == (State.RECEIVED, 3)
    assert county.desks[LEAD].read(store.of_delivery, request.id) == {}
    assert county.desks[LEAD].read(store.traced, LEADER, code(1)) is None
    assert county.desks[LEAD].read(store.traced, UNIT, code(1)) is None


def test_a_delivery_that_both_desks_scanned_off_line_is_received_once(county: County) -> None:
    request = sent(county)
    receive(county, ONE, request, code(1), code(2))
    receive(county, TWO, request, code(1), code(3))
    county.sync(ONE, TWO, ONE, TWO)
    for desk in (ONE, TWO):
        assert [len(way(county.desks[desk].read(store.traced, UNIT, code(one)))) for one in (1, 2, 3)] == [1, 1, 0]
    assert county.desks[ONE].read(status).refused == 0
    assert county.desks[TWO].read(status).refused == 1  # what the second scanned stays in the list that it sees
    check_postings(county, ONE, TWO)


def test_a_code_that_the_other_desk_received_is_refused_once_it_is_known(county: County) -> None:
    first, second = sent(county), sent(county, lot="B1")
    receive(county, ONE, first, code(1))
    county.sync(ONE, TWO)
    known = county.desks[TWO].read(records.load, request_store.DRUG_REQUEST, first.id)
    assert known is not None
    with refused("trace_received", line=1, code=code(1), document=known.delivery, lot="A1"):
        receive(county, TWO, second, code(1))
    receive(county, TWO, second, code(2))
    county.sync(TWO, ONE)
    assert [one[1] for one in way(county.desks[ONE].read(store.traced, UNIT, code(2)))] == ["B1"]


def test_one_pack_that_two_desks_scanned_off_line_shows_both_papers(county: County) -> None:
    """The hub takes what has happened at two desks; the way of the pack tells that one of them was wrong."""
    first, second = sent(county), sent(county, lot="B1")
    receive(county, ONE, first, code(1))
    receive(county, TWO, second, code(1))
    county.sync(ONE, TWO, ONE)
    for desk in (ONE, TWO):
        assert [one[1] for one in way(county.desks[desk].read(store.traced, UNIT, code(1)))] == ["A1", "B1"]
        assert county.desks[desk].read(status).refused == 0
    check_postings(county, ONE, TWO)


def test_a_received_pack_is_followed_into_a_recall(county: County) -> None:
    request = sent(county)
    receive(county, ONE, request, code(1), code(2))
    enter(county, ONE, EntryKind.ISSUE_DEPARTMENT, 1, codes=(code(2),), partner_name="内科")
    county.sync(ONE, TWO)
    hold = recall(county)
    county.sync(LEAD, ONE, TWO, LEAD)
    assert (reports(county, LEAD, hold)[UNIT].came, reports(county, LEAD, hold)[UNIT].there) == (3, 2)
    gone = county.desks[TWO].read(store.traced, UNIT, code(2))
    assert gone is not None
    assert (gone.is_here, gone.movements[-1].entry.partner_name) == (False, "内科")


@pytest.mark.parametrize(
    ("codes", "why"),
    [
        (((code(1), code(1)),), "trace_twice"),
        (((code(1), code(2), code(3), code(4)),), "trace_many"),
        ((("1234567",),), "trace_length"),
        (((code(1),), (code(2),)), "line_uncounted"),
    ],
)
def test_a_desk_that_lies_about_codes_is_refused_and_the_delivery_is_still_to_be_received(
    county: County, liar: Liar, codes: tuple[tuple[str, ...], ...], why: str
) -> None:
    request = sent(county)
    counts = (Count(drug=request.lines[0].drug, received=(3,), codes=codes),)
    assert liar.code(liar.event("drug_request.received", request.id, asking.DeliveryReceived(counts=counts))) == why
    with reading(county.hub.engine) as connection:
        known = records.load(connection, request_store.DRUG_REQUEST, request.id)
        assert known is not None
        assert known.state is State.DISPATCHED
        assert store.of_delivery(connection, request.id) == {}
