"""Drugs laid aside at two desks of one unit: what is free is the same everywhere, and strangers see nothing of it."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest

from tests.capabilities.judging import refused
from tests.sync.county import County
from yigongti_desktop.capabilities.pharmacy.messages import long_prescriptions as m
from yigongti_desktop.capabilities.pharmacy.messages.stock import EnterStock
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongPrescription
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import LongState
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import Plan
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import reserved_account
from yigongti_desktop.capabilities.pharmacy.model.long_rules import Dose
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.store import long_prescriptions as store
from yigongti_desktop.capabilities.pharmacy.store import stock
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.storage import postings
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.hub

ONE, TWO, FAR, LEAD = "岳口", "岳口二", "多宝", "市一医"
UNIT, DRUG = "tianmen.yuekou", "苯磺酸氨氯地平片"


def reserve(county: County, desk: str, days: int = 28) -> LongPrescription:
    today = day(county.clock.now())
    plan = Plan(
        name="邱传富",
        phone="13900000001",
        disease="高血压",
        is_contracted=True,
        drug=county.drug(desk, DRUG),
        dose=Dose(units=1),
        days=days,
        is_signed=True,
        doctor="周建国",
        next_date=today + timedelta(days=7),
    )
    known: LongPrescription = county.do(desk, m.ReserveLongPrescription(plan=plan))
    return known


def stocked(county: County, packs: int) -> None:
    line = EntryLine(drug=county.drug(ONE, DRUG), quantity=packs, lot="A1", expiry=date(2028, 3, 31))
    county.do(ONE, EnterStock(entering=Entering(kind=EntryKind.OPENING, lines=(line,))))
    county.sync(ONE, TWO)


def balances(county: County) -> dict[str, int]:
    """Return what lies there lot by lot, which both desks and the hub have alike."""
    found = [county.desks[desk].read(stock.lots, UNIT) for desk in (ONE, TWO)]
    with reading(county.hub.engine) as connection:
        found.append(stock.lots(connection, UNIT))
    assert found[0] == found[1] == found[2]
    return {lot.key.lot: lot.quantity for lot in found[0]}


def standings(county: County) -> set[tuple[int, int, int]]:
    """Return what the two desks and the hub have: there, laid aside, free."""
    drug, today = county.drug(ONE, DRUG), day(county.clock.now())
    found = [county.desks[desk].read(store.standing, UNIT, drug, today) for desk in (ONE, TWO)]
    with reading(county.hub.engine) as connection:
        found.append(store.standing(connection, UNIT, drug, today))
    return {(one.on_hand, one.reserved, one.free) for one in found}


@pytest.mark.policy("PHA-12")
def test_what_two_desks_lay_aside_off_line_both_counts_and_is_freed_once(county: County) -> None:
    line = EntryLine(drug=county.drug(ONE, DRUG), quantity=10, lot="A1", expiry=date(2028, 3, 31))
    old = EntryLine(drug=county.drug(ONE, DRUG), quantity=5, lot="A0", expiry=date(2026, 11, 30))
    county.do(ONE, EnterStock(entering=Entering(kind=EntryKind.OPENING, lines=(line, old))))
    county.sync(ONE, TWO)
    first, second = reserve(county, ONE, 56), reserve(county, TWO, 84)
    county.sync(ONE, TWO, ONE)
    assert standings(county) == {(15, 5, 10)}
    county.do(TWO, m.FetchLongPrescription(prescription=first.id))
    county.do(ONE, m.CancelLongPrescription(prescription=first.id, reason="换药"))
    county.sync(TWO, ONE, TWO)
    assert standings(county) == {(13, 3, 10)}  # two packs have gone out with the first
    assert county.desks[ONE].read(status).refused == 1
    county.clock.advance(days=22)
    with refused("wrong_state"):
        county.do(TWO, m.ExpireLongPrescription(prescription=first.id))
    county.do(TWO, m.ExpireLongPrescription(prescription=second.id))
    county.sync(TWO, ONE)
    assert standings(county) == {(10, 0, 10)}  # and the lot of November has expired
    assert balances(county) == {"A0": 3, "A1": 10}


@pytest.mark.policy("PHA-12")
def test_what_was_fetched_at_a_desk_off_line_leaves_the_stock_once_however_often_it_is_sent(county: County) -> None:
    stocked(county, 10)
    known = reserve(county, ONE, 56)
    county.sync(ONE, TWO)
    county.cut_line()
    done = county.do(ONE, m.FetchLongPrescription(prescription=known.id))
    assert [(one.lot, one.quantity) for one in done.taken] == [("A1", 2)]
    assert county.desks[ONE].read(stock.lots, UNIT)[0].quantity == 8  # at once, before the hub has heard
    assert county.desks[ONE].sync().code == "hub_unreachable"
    county.open_line()
    for _ in range(3):
        county.sync(ONE, TWO)
    assert balances(county) == {"A1": 8}
    assert county.desks[ONE].read(status).waiting == 0
    for desk in (ONE, TWO):
        found = county.desks[desk].read(stock.entries, UNIT)
        assert sorted(one.kind for one in found) == [EntryKind.ISSUE_PATIENTS, EntryKind.OPENING]
        (issue,) = [one for one in found if one.kind is EntryKind.ISSUE_PATIENTS]
        assert (issue.document, issue.source) == (known.number, known.id)


def test_two_desks_that_fetch_one_off_line_take_it_from_the_stock_once(county: County) -> None:
    stocked(county, 10)
    known = reserve(county, ONE, 56)
    county.sync(ONE, TWO)
    for desk in (ONE, TWO):
        county.do(desk, m.FetchLongPrescription(prescription=known.id))
    county.sync(ONE, TWO, ONE, TWO)
    assert balances(county) == {"A1": 8}
    assert county.desks[TWO].read(status).refused == 1
    assert all(len(county.desks[desk].read(stock.entries, UNIT)) == 2 for desk in (ONE, TWO))


def test_too_little_on_the_shelf_is_refused_in_words_and_nothing_is_changed(county: County) -> None:
    stocked(county, 1)
    known = reserve(county, ONE, 56)
    with refused("long_short", have=1, packs=2):
        county.do(ONE, m.FetchLongPrescription(prescription=known.id))
    assert county.desks[ONE].read(stock.lots, UNIT)[0].quantity == 1
    (row,) = county.desks[ONE].read(store.rows)
    assert row.prescription.state is LongState.RESERVED


@pytest.mark.policy("PHA-12")
def test_what_nobody_fetches_ends_by_the_hubs_own_clock_and_is_free_everywhere(county: County) -> None:
    stocked(county, 10)
    known = reserve(county, ONE)  # to be fetched in 7 days, kept for 14 more
    county.sync(ONE, TWO)
    county.clock.advance(days=21)
    assert county.hub.keep_house() == 0  # the last day still counts
    county.clock.advance(days=1)
    drug, today = county.drug(ONE, DRUG), day(county.clock.now())
    off_line = county.desks[TWO].read(store.standing, UNIT, drug, today)
    assert (off_line.reserved, off_line.free) == (0, 10)  # a desk that has not heard knows the day too
    assert county.hub.keep_house() == 1
    assert county.hub.keep_house() == 0
    county.sync(ONE, TWO)
    assert standings(county) == {(10, 0, 10)}
    for desk in (ONE, TWO):
        (row,) = county.desks[desk].read(store.rows)
        assert row.prescription.state is LongState.EXPIRED
        entries = county.desks[desk].read(trails.of_record, known.id)
        assert [entry.act for entry in entries] == ["long_prescription.reserved", "long_prescription.expired"]
    assert county.desks[ONE].read(postings.total, reserved_account(UNIT, drug)) == 0


@pytest.mark.policy("PHA-12")
def test_one_that_was_handed_out_in_time_off_line_stands_though_the_hub_had_ended_it(county: County) -> None:
    stocked(county, 10)
    known = reserve(county, ONE, 56)
    county.sync(ONE, TWO)
    county.do(TWO, m.FetchLongPrescription(prescription=known.id))
    county.clock.advance(days=30)
    assert county.hub.keep_house() == 1
    county.sync(TWO, ONE, TWO)
    assert balances(county) == {"A1": 8}
    assert county.desks[TWO].read(status).refused == 0
    for desk in (ONE, TWO):
        (row,) = county.desks[desk].read(store.rows)
        assert row.prescription.state is LongState.FETCHED


def test_no_other_unit_and_not_the_lead_sees_a_patient(county: County) -> None:
    reserve(county, ONE)
    county.sync(ONE, FAR, LEAD)
    for desk in (FAR, LEAD):
        assert county.desks[desk].read(store.rows) == []
