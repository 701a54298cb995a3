"""A lot that the lead recalls: its desk learns where it is at each unit of the community, and nothing of other lots."""

from __future__ import annotations

import pytest

from tests.capabilities.judging import refused
from tests.hub.test_ledger import FAR
from tests.hub.test_ledger import LATER
from tests.hub.test_ledger import LEAD
from tests.hub.test_ledger import ONE
from tests.hub.test_ledger import TWO
from tests.hub.test_ledger import UNIT
from tests.hub.test_ledger import at_desk
from tests.hub.test_ledger import enter
from tests.sync.county import County
from yigongti_desktop.capabilities.pharmacy.messages import stock as m
from yigongti_desktop.capabilities.pharmacy.messages.requests import DispatchDrugRequest
from yigongti_desktop.capabilities.pharmacy.messages.requests import ReviewDrugRequest
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.recalling import LotReport
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import LotHold
from yigongti_desktop.capabilities.pharmacy.store import recalls as store
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.hub

OTHER_LEAD = "市中医"


def recall(county: County, lot: str = "A1", desk: str = LEAD) -> LotHold:
    """Recall a lot for the community of a lead, or hold it back at a unit."""
    county.clock.advance(minutes=1)
    held: LotHold = county.do(desk, m.HoldLot(drug=county.drug(desk), lot=lot, reason="药监通知召回"))
    return held


def reports(county: County, desk: str, hold: LotHold) -> dict[str, LotReport]:
    """Return what a desk knows of a recalled lot, by institution."""
    return {one.institution: one for one in county.desks[desk].read(store.reports, hold.id)}


def test_the_lead_learns_what_each_unit_had_what_lies_there_and_where_the_rest_went(county: County) -> None:
    enter(county, ONE, EntryKind.RECEIPT, 10)
    enter(county, ONE, EntryKind.ISSUE_DEPARTMENT, 3, partner_name="内科")
    enter(county, FAR, EntryKind.RECEIPT, 6)
    enter(county, ONE, EntryKind.RECEIPT, 99, "B1")
    county.sync(ONE, FAR)
    hold = recall(county)
    county.sync(LEAD, LEAD, ONE, FAR)
    found = reports(county, LEAD, hold)
    assert {unit: (one.came, one.there) for unit, one in found.items()} == {UNIT: (10, 7), "tianmen.duobao": (6, 6)}
    assert [(way.kind, way.partner_name, way.quantity) for way in found[UNIT].went] == [
        (EntryKind.ISSUE_DEPARTMENT, "内科", 3)
    ]
    assert at_desk(county, LEAD, UNIT) == {}  # of the ledger itself it sees nothing
    assert reports(county, ONE, hold).keys() == {UNIT}  # and a unit nothing of another


def test_what_moves_after_the_recall_is_told_as_well(county: County) -> None:
    enter(county, ONE, EntryKind.RECEIPT, 10)
    county.sync(ONE)
    hold = recall(county)
    enter(county, TWO, EntryKind.RECEIPT, 2)  # before its desk has the word
    county.sync(LEAD, TWO, ONE, LEAD)
    assert (reports(county, LEAD, hold)[UNIT].came, reports(county, LEAD, hold)[UNIT].there) == (12, 12)
    back = enter(county, ONE, EntryKind.RETURN_OUT, 12, reason="召回")
    county.sync(ONE, LEAD, TWO)
    assert reports(county, LEAD, hold)[UNIT].there == 0
    county.do(TWO, m.ReverseEntry(entry=back.id, reason="没有退"))
    county.sync(TWO, LEAD, ONE)
    assert reports(county, LEAD, hold)[UNIT].there == 12
    assert reports(county, ONE, hold) == reports(county, TWO, hold) == reports(county, LEAD, hold)
    for desk in (ONE, TWO, LEAD):
        assert county.desks[desk].read(status).refused == 0


def test_a_recall_from_before_the_reports_is_traced_by_asking_again(county: County) -> None:
    hold = recall(county)
    enter(county, ONE, EntryKind.RECEIPT, 10)
    county.sync(LEAD, ONE, LEAD)
    assert reports(county, LEAD, hold)[UNIT].came == 10
    with refused("not_holder"):
        county.do(ONE, m.TraceLot(hold=hold.id))
    county.clock.advance(minutes=30)
    county.do(LEAD, m.TraceLot(hold=hold.id))
    county.sync(LEAD, LEAD)
    assert reports(county, LEAD, hold)[UNIT].at == county.clock.now()


def test_what_a_unit_holds_back_for_itself_is_told_to_nobody(county: County) -> None:
    enter(county, ONE, EntryKind.RECEIPT, 10)
    hold = recall(county, desk=ONE)
    enter(county, ONE, EntryKind.RETURN_OUT, 1, reason="受潮")
    county.sync(ONE, LEAD)
    assert reports(county, LEAD, hold) == reports(county, ONE, hold) == {}


def test_another_community_tells_and_learns_nothing(county: County) -> None:
    enter(county, ONE, EntryKind.RECEIPT, 10)
    county.sync(ONE)
    hold = recall(county, desk=OTHER_LEAD)
    county.sync(OTHER_LEAD, OTHER_LEAD, ONE)
    assert reports(county, OTHER_LEAD, hold) == {}


def test_units_to_which_it_was_sent_stand_in_the_list_though_they_have_not_entered_it(county: County) -> None:
    enter(county, LEAD, EntryKind.OPENING, 100)
    request = county.request("多宝", 30)
    county.sync("多宝", LEAD)
    drug = request.lines[0].drug
    county.do(LEAD, ReviewDrugRequest(request=request.id, decisions=(Decision(drug=drug, approved=30),)))
    lot = Lot(lot="A1", expiry=LATER, quantity=30)
    county.do(LEAD, DispatchDrugRequest(request=request.id, parcels=(Parcel(drug=drug, lots=(lot,)),)))
    enter(county, ONE, EntryKind.RECEIPT, 10)
    county.sync(LEAD, ONE)
    hold = recall(county)
    county.sync(LEAD, LEAD)
    rows = county.desks[LEAD].read(store.recall, "tianmen.diyi", county.drug(LEAD), "A1").units
    assert [(one.name, one.sent, one.came, one.there) for one in rows] == [
        ("多宝镇卫生院", 30, None, None),
        ("岳口镇中心卫生院", 0, 10, 10),
    ]
    assert reports(county, LEAD, hold).keys() == {UNIT}
