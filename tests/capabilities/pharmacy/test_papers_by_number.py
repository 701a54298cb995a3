"""The papers of the store by their number, from real books: who may have which, and what stands in them."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from fractions import Fraction

import pytest

from tests.capabilities.judging import refused
from tests.capabilities.pharmacy.ui import counts
from tests.capabilities.pharmacy.ui.counts import counted
from tests.capabilities.pharmacy.ui.counts import issued
from tests.capabilities.pharmacy.ui.counts import moved
from tests.capabilities.pharmacy.ui.counts import opened
from tests.capabilities.pharmacy.ui.counts import stocked
from tests.capabilities.pharmacy.ui.sheets import dispatched
from tests.capabilities.pharmacy.ui.sheets import reviewed
from tests.capabilities.reading import check_layout
from tests.capabilities.reading import in_order
from tests.capabilities.reading import read
from tests.sync.county import County
from yigongti_desktop.app.papers import Kind
from yigongti_desktop.app.papers import make_expiring_list
from yigongti_desktop.app.papers import make_paper
from yigongti_desktop.capabilities.pharmacy.messages.stock import HoldLot
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.store.clearance import consumptions
from yigongti_desktop.kernel.clock import day

pytestmark = pytest.mark.gui  # people and desks are those of the screens


def paper(town: County, who: str, number: str, kind: Kind = Kind.ITSELF, desk: str = "岳口") -> str:
    """Return the text of a paper, well laid out, without blanks."""
    sheets = read(make_paper(town.desks[desk], town.people[who], number, kind))
    check_layout(sheets)
    return sheets.flat


def test_a_receipt_and_an_issue_are_printed_by_their_number(town: County) -> None:
    stocked(town)
    issue = issued(town, "岳口", "药师", "阿莫西林胶囊", "A1", 3)
    text = paper(town, "药师", issue.number)
    assert in_order(text, "药品出库单", issue.number, "岳口镇中心卫生院", "阿莫西林胶囊", "盒3A1", "发药人：刘小梅")
    with refused("role_may_not"):
        make_paper(town.desks["岳口"], town.people["医生"], issue.number)


def test_a_blind_count_is_printed_empty_until_it_has_been_confirmed(town: County) -> None:
    stocked(town)
    known = opened(town, is_blind=True)
    assert "账面" not in paper(town, "药师", known.number)
    counted(town, known, 6, 4, 9)
    with refused("count_blind"):
        paper(town, "药师", known.number, Kind.RESULT)
    assert "109-1" in paper(town, "院长", known.number, Kind.RESULT)


def test_a_request_is_picked_by_expiry_and_a_held_lot_stays(town: County) -> None:
    centre = town.desks["市一医"]
    drug = town.drug("市一医", "阿莫西林胶囊")
    lots = (("近", date(2027, 1, 31), 60), ("停", date(2027, 2, 28), 500), ("远", date(2028, 1, 31), 500))
    lines = tuple(EntryLine(drug=drug, lot=lot, expiry=expiry, quantity=packs) for lot, expiry, packs in lots)
    moved(town, "市一医", "中心药房", EntryKind.RECEIPT, lines)
    centre.do(town.people["中心药房"], HoldLot(drug=drug, lot="停", reason="药监通知召回"))
    request = reviewed(town)
    text = paper(town, "中心药房", request.number, Kind.PICKING, "市一医")
    assert in_order(text, "拣货单", request.number, "近2027-01-31盒60□", "远2028-01-31盒40□", "账面没有")
    assert "停2027" not in text
    with refused("not_found"):
        make_paper(town.desks["岳口"], town.people["药师"], request.number, Kind.PICKING)
    with refused("not_found"):
        make_paper(centre, town.people["中心药房"], request.number, Kind.DELIVERY)


def test_a_delivery_note_is_found_by_either_number_at_either_end(town: County) -> None:
    sent = dispatched(town)
    at_centre = paper(town, "中心药房", sent.number, Kind.DELIVERY, "市一医")
    assert at_centre == paper(town, "药师", sent.delivery)
    assert in_order(at_centre, "药品配送单", sent.delivery, "2026012028-06-30100", "收货人：")


def test_a_number_that_is_none_is_not_found(town: County) -> None:
    for kind in Kind:
        with refused("not_found"):
            make_paper(town.desks["岳口"], town.people["药师"], "岳口-20000101-A-001", kind)


def test_the_use_of_a_drug_is_the_average_of_its_full_months_in_stock(town: County) -> None:
    """Bought on 23 November, given out in December and January; the month under way does not count."""
    stocked(town, shelf=(("阿莫西林胶囊", "A1", 100),))
    drug, desk = town.drug("岳口", "阿莫西林胶囊"), town.desks["岳口"]
    town.clock.advance(days=15)
    issued(town, "岳口", "药师", "阿莫西林胶囊", "A1", 31)
    town.clock.advance(days=30)
    issued(town, "岳口", "药师", "阿莫西林胶囊", "A1", 62)
    town.clock.advance(days=30)
    issued(town, "岳口", "药师", "阿莫西林胶囊", "A1", 5)
    today = day(town.clock.now())
    assert today == date(2027, 2, 6)
    used = desk.read(consumptions, counts.UNIT, today)[drug]
    assert (used.counted, used.monthly) == (3, Fraction(31 + 62, 3))  # November with none before it came


def test_what_expires_soon_is_listed_with_its_use_and_what_to_do(town: County) -> None:
    drug = town.drug("岳口", "阿莫西林胶囊")
    soon = date(2027, 3, 31)
    moved(
        town,
        "岳口",
        "药师",
        EntryKind.RECEIPT,
        (
            EntryLine(drug=drug, lot="S1", expiry=soon, quantity=200),
            EntryLine(drug=drug, lot="L1", expiry=date(2029, 1, 31), quantity=50),
        ),
    )
    town.clock.advance(days=15)
    line = EntryLine(drug=drug, lot="S1", expiry=soon, quantity=62)
    moved(town, "岳口", "药师", EntryKind.ISSUE_PATIENTS, (line,))
    town.clock.advance(days=40)
    today = day(town.clock.now())
    assert today < soon < today + timedelta(days=90)
    sheets = read(make_expiring_list(town.desks["岳口"], town.people["院长"], months=6))
    check_layout(sheets)
    assert in_order(sheets.flat, "近效期药品催销表", "岳口镇中心卫生院", "S12027-03-31", "138盒", "先发，约剩")
    assert "L1" not in sheets.flat
    with refused("role_may_not"):
        make_expiring_list(town.desks["岳口"], town.people["医生"], months=6)
