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
from yigongti_desktop.capabilities.pharmacy.model.long_prescription import Plan
from yigongti_desktop.capabilities.pharmacy.model.long_rules import Dose
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.store import long_prescriptions as store
from yigongti_desktop.kernel.clock import day
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
    assert standings(county) == {(15, 3, 12)}
    assert county.desks[ONE].read(status).refused == 1
    county.clock.advance(days=22)
    with refused("wrong_state"):
        county.do(TWO, m.ExpireLongPrescription(prescription=first.id))
    county.do(TWO, m.ExpireLongPrescription(prescription=second.id))
    county.sync(TWO, ONE)
    assert standings(county) == {(10, 0, 10)}  # and the lot of November has expired


def test_no_other_unit_and_not_the_lead_sees_a_patient(county: County) -> None:
    reserve(county, ONE)
    county.sync(ONE, FAR, LEAD)
    for desk in (FAR, LEAD):
        assert county.desks[desk].read(store.rows) == []
