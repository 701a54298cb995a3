"""What a device in the wrong hands tries on the books of the pharmacy, one trick at a time: refused, nothing moved."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.capabilities.judging import refused
from tests.hub.liar import Liar
from tests.hub.test_ledger import check_postings
from tests.hub.test_ledger import enter
from tests.sync.county import County
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.capabilities.pharmacy.messages import requests as asking
from yigongti_desktop.capabilities.pharmacy.messages import stock as m
from yigongti_desktop.capabilities.pharmacy.model import origin
from yigongti_desktop.capabilities.pharmacy.model.counting import CountLine
from yigongti_desktop.capabilities.pharmacy.model.entering import MOST_QUANTITY
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.store import stock as store
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.storage.engine import reading

pytestmark = pytest.mark.hub

CLINIC, OTHER, CENTRE = "岳口", "岳口二", "市一医"
UNIT, LEADER = "tianmen.yuekou", "tianmen.diyi"
LATER = date(2028, 3, 31)


def entering(county: County, kind: EntryKind, quantity: int = 5, **others: Any) -> Entering:
    words = {name: others.pop(name) for name in ("codes", "lot", "expiry", "price_fen", "reason") if name in others}
    line: dict[str, Any] = {"lot": "A1", "expiry": LATER} | words
    return Entering(kind=kind, lines=(EntryLine(drug=county.drug(CLINIC), quantity=quantity, **line),), **others)


def tell(liar: Liar, entered: Entering, record: str = "") -> str:
    """Send an entry and return the code of its refusal; there is a sentence for it, and the books are as they were."""
    before = balances(liar.county)
    code = liar.code(liar.event("stock.entered", record or liar.county.hub.ids.new(), m.StockEntered(entering=entered)))
    if code:
        assert VOCABULARY.knows(code)
        assert balances(liar.county) == before
    return code


def balances(county: County) -> list[store.LotBalance]:
    with reading(county.hub.engine) as connection:
        return [*store.lots(connection, UNIT), *store.lots(connection, LEADER)]


@pytest.mark.parametrize("kind", [EntryKind.COUNT, EntryKind.REVERSAL, EntryKind.DISPATCH])
def test_nobody_enters_what_only_a_paper_brings_into_the_books(county: County, liar: Liar, kind: EntryKind) -> None:
    enter(county, CLINIC, EntryKind.RECEIPT, 10)
    request = county.request(CLINIC)
    county.sync(CLINIC)
    assert tell(liar, entering(county, kind, 5)) == "entry_unfounded"
    assert tell(liar, entering(county, kind, 5, source=request.id)) == "entry_unfounded"
    assert tell(liar, entering(county, EntryKind.RECEIPT, 5, source=request.id)) == "entry_unfounded"
    with refused("entry_unfounded"):
        county.do(OTHER, m.EnterStock(entering=entering(county, kind, 5)))


def test_a_clinic_cannot_take_the_place_of_the_entry_by_which_its_delivery_leaves_the_centre(
    county: County, liar: Liar
) -> None:
    enter(county, CENTRE, EntryKind.OPENING, 100)
    request = county.request(CLINIC, 30)
    county.sync(CLINIC, CENTRE)
    for kind in (EntryKind.DISPATCH, EntryKind.RECEIPT):
        place = origin.of_request(kind, request.id)
        assert tell(liar, entering(county, EntryKind.OPENING, 1), place) == "entry_unfounded"
    drug = request.lines[0].drug
    county.do(CENTRE, asking.ReviewDrugRequest(request=request.id, decisions=(Decision(drug=drug, approved=30),)))
    lot = Lot(lot="A1", expiry=LATER, quantity=30)
    county.do(CENTRE, asking.DispatchDrugRequest(request=request.id, parcels=(Parcel(drug=drug, lots=(lot,)),)))
    county.sync(CENTRE)
    with reading(county.hub.engine) as connection:
        assert [one.quantity for one in store.lots(connection, LEADER)] == [70]


def test_a_room_cannot_be_named_so_that_its_account_is_read_as_another(county: County, liar: Liar) -> None:
    assert tell(liar, entering(county, EntryKind.RECEIPT, 5, room="二楼|tianmen.diyi|")) == ""
    county.do(OTHER, m.AddStoreRoom(name="库|房"))
    entry = enter(county, OTHER, EntryKind.RECEIPT, 5, room="库|房")
    assert entry.room == "库/房"
    known = county.do(OTHER, m.OpenCount(room="库|房"))
    assert (known.room, [line.book for line in known.lines]) == ("库/房", [5])
    county.sync(OTHER)
    assert sorted(one.key.room for one in balances(county)) == ["二楼/tianmen.diyi/", "库/房"]
    check_postings(county, OTHER)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"codes": ("8" * 20, "9" * 20, "7" * 20, "6" * 20, "5" * 20, "4" * 20)}, "trace_many"),
        ({"codes": ("8" * 20, "8" * 20)}, "trace_twice"),
        ({"codes": ("٨" * 20,)}, "trace_length"),
        ({"codes": ("粒" * 20,)}, "trace_length"),
        ({"price_fen": -1}, "price_low"),
        ({"price_fen": 2**62}, "price_high"),
        ({"document": "x" * 201}, "field_long"),
        ({"room": "x" * 201}, "field_long"),
        ({"lot": "\0\u202e\u200b"}, "lot_empty"),
        ({"lot": "批" * 41}, "field_long"),
        ({"expiry": date(9999, 12, 31)}, "expiry_far"),
        ({"expiry": date(1, 1, 1)}, "expiry_far"),
        ({"expiry": date(2026, 11, 22)}, "expiry_past"),
    ],
)
def test_a_line_with_what_no_box_can_bear_is_refused(
    county: County, liar: Liar, words: dict[str, Any], code: str
) -> None:
    assert tell(liar, entering(county, EntryKind.RECEIPT, 5, **words)) == code


@pytest.mark.parametrize(("quantity", "code"), [(0, "quantity_low"), (-5, "quantity_low"), (10**9, "quantity_high")])
def test_a_quantity_that_nobody_can_mean_is_refused(county: County, liar: Liar, quantity: int, code: str) -> None:
    assert tell(liar, entering(county, EntryKind.RECEIPT, quantity)) == code


@pytest.mark.parametrize(
    ("lot", "code"),
    [
        (Lot(lot="批" * 41, expiry=LATER, quantity=5), "field_long"),
        (Lot(lot="A1", expiry=date(9999, 12, 31), quantity=5), "expiry_far"),
        (Lot(lot="A1", expiry=date(2026, 11, 22), quantity=5), "lot_expired"),
    ],
)
def test_a_delivery_whose_lots_the_books_would_not_take_is_not_sent(county: County, lot: Lot, code: str) -> None:
    """Else the delivery would be on its way, and the stock where it was."""
    request = county.request(CLINIC, 5)
    county.sync(CLINIC, CENTRE)
    drug = request.lines[0].drug
    county.do(CENTRE, asking.ReviewDrugRequest(request=request.id, decisions=(Decision(drug=drug, approved=5),)))
    with refused(code):
        county.do(CENTRE, asking.DispatchDrugRequest(request=request.id, parcels=(Parcel(drug=drug, lots=(lot,)),)))


def test_a_delivery_of_more_lots_than_a_paper_has_lines_is_posted_whole(county: County) -> None:
    """A person's paper has five hundred lines at most; what follows from a delivery has as many as the delivery."""
    request = county.request(CLINIC, 21)
    county.sync(CLINIC, CENTRE)
    drug = request.lines[0].drug
    county.do(CENTRE, asking.ReviewDrugRequest(request=request.id, decisions=(Decision(drug=drug, approved=21),)))
    lots = tuple(Lot(lot=f"L{place}", expiry=LATER, quantity=1) for place in range(21))
    with refused("lots_many", line=1, most=20):
        county.do(CENTRE, asking.DispatchDrugRequest(request=request.id, parcels=(Parcel(drug=drug, lots=lots),)))
    parcel = Parcel(drug=drug, lots=lots[:20], reason="余下后补")
    county.do(CENTRE, asking.DispatchDrugRequest(request=request.id, parcels=(parcel,)))
    with reading(county.desks[CENTRE].engine) as connection:
        assert len(store.lots(connection, LEADER)) == 20


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ({"book": -(10**15)}, "quantity_high"),
        ({"book": 2**62}, "quantity_high"),
        ({"counted": MOST_QUANTITY, "book": -1}, "quantity_high"),
        ({"reason": "x" * 201}, "field_long"),
    ],
)
def test_a_count_whose_difference_the_books_would_not_take_is_refused_when_it_is_written(
    county: County, liar: Liar, words: dict[str, Any], code: str
) -> None:
    """Else it would be confirmed, and the books would stay as they were."""
    count = county.do(CLINIC, m.OpenCount())
    county.sync(CLINIC)
    given: dict[str, Any] = {"drug": county.drug(CLINIC), "lot": "A1", "expiry": LATER, "counted": 5}
    line = CountLine(**(given | words))
    assert liar.code(liar.event("stock_count.counted", count.id, m.StockCounted(lines=(line,)))) == code


def test_a_count_is_kept_in_the_unit_of_the_books(county: County, liar: Liar) -> None:
    count = county.do(CLINIC, m.OpenCount())
    county.sync(CLINIC)
    line = CountLine(drug=county.drug(CLINIC), lot="A1", expiry=LATER, counted=5, unit="吨")
    assert liar.code(liar.event("stock_count.counted", count.id, m.StockCounted(lines=(line,)))) == ""
    county.sync(OTHER)
    held = county.desks[OTHER].read(store.counts)
    assert [line.unit for line in held[0].lines] == ["盒"]


def test_words_without_end_are_refused(county: County, liar: Liar) -> None:
    endless = "长" * 100_000
    drug = county.drug(CLINIC)
    hold = derived_id("lot_hold", UNIT, drug, "A1")
    assert liar.code(liar.event("lot.held", hold, m.LotHeld(drug=drug, lot="A1", reason=endless))) == "field_long"
    opened = m.CountOpened(number="岳口-1", room="", is_blind=False, note=endless, lines=())
    assert liar.code(liar.event("stock_count.opened", county.hub.ids.new(), opened)) == "field_long"
    count = county.do(CLINIC, m.OpenCount())
    county.sync(CLINIC)
    assert liar.code(liar.event("stock_count.cancelled", count.id, m.CountCancelled(reason=endless))) == "field_long"
