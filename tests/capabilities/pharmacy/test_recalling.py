"""Where a recalled lot is, as it is reckoned from a unit's ledger: what came is what lies there and what went."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.pharmacy.ledger import Store
from tests.capabilities.pharmacy.ledger import line
from tests.capabilities.pharmacy.requests import AMOXICILLIN
from yigongti_desktop.capabilities.pharmacy.model import holding
from yigongti_desktop.capabilities.pharmacy.model import recalling
from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model.entering import hold_id
from yigongti_desktop.capabilities.pharmacy.model.recalling import LotReport
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import LotHold
from yigongti_desktop.kernel.errors import Refused


def hold(store: Store, by: str = HOSPITAL, lot: str = "A1") -> LotHold:
    """Hold a lot, by the lead hospital for its community or by a unit for itself."""
    community = store.register.need("drug", AMOXICILLIN).community
    record = hold_id(community if by == HOSPITAL else by, AMOXICILLIN, lot)
    made = holding.hold(None, AMOXICILLIN, lot, "药监通知召回", ruling(by, register=store.register, record=record))
    store.register.put("lot_hold", made)
    return made


def report(store: Store, held: LotHold, institution: str = CLINIC) -> LotReport:
    """Reckon what a unit has of a held lot."""
    record = recalling.report_id(held.id, institution)
    by = ruling(HOSPITAL, register=store.register, record=record)
    return recalling.report(None, held.id, institution, by)


def ways(found: LotReport) -> dict[tuple[str, str], int]:
    """Return where a lot went."""
    return {(way.kind.value, way.partner_name): way.quantity for way in found.went}


@pytest.fixture
def store() -> Store:
    """岳口 with ten packs of a lot."""
    made = Store()
    made.enter(EntryKind.RECEIPT, line())
    return made


def test_a_report_says_what_came_what_lies_there_and_where_the_rest_went(store: Store) -> None:
    store.enter(EntryKind.TRANSFER, line(4), other_room="二楼")
    store.enter(EntryKind.ISSUE_DEPARTMENT, line(3), room="二楼", partner_name="内科")
    store.enter(EntryKind.ISSUE_VILLAGE, line(2), partner_name="健康村卫生室")
    store.enter(EntryKind.ISSUE_PATIENTS, line(1), partner_name="邱传富")
    store.enter(EntryKind.RETURN_IN, line(1), partner_name="内科")
    store.enter(EntryKind.RECEIPT, line(50, lot="A10"))
    found = report(store, hold(store))
    assert (found.came, found.there, found.institution_name) == (10, 5, "岳口镇中心卫生院")
    assert ways(found) == {
        ("issue_department", "内科"): 3,
        ("issue_village", "健康村卫生室"): 2,
        ("issue_patients", ""): 1,
        ("return_in", "内科"): -1,
    }
    assert recalling.streams(found) == {f"unit:{CLINIC}", f"unit:{HOSPITAL}"}


def test_what_was_taken_back_never_went(store: Store) -> None:
    entry = store.enter(EntryKind.ISSUE_DEPARTMENT, line(3), partner_name="内科")
    store.reverse(entry.id)
    found = report(store, hold(store))
    assert (found.came, found.there, found.went) == (10, 10, ())


def test_of_a_lot_that_is_not_recalled_for_the_community_nothing_is_told(store: Store) -> None:
    own = hold(store, CLINIC)
    with refused("lot_not_held"):
        report(store, own)
    assert list(recalling.reporting(own, ruling(CLINIC, register=store.register))) == []
    held = hold(store)
    released = holding.release(held, "复检合格", ruling(HOSPITAL, register=store.register, record=held.id))
    store.register.put("lot_hold", released)
    with refused("lot_not_held"):
        report(store, held)
    assert list(recalling.reporting(released, ruling(HOSPITAL, register=store.register))) == []


def test_units_of_the_community_that_had_the_lot_report_and_no_others(store: Store) -> None:
    held = hold(store)
    by = ruling(HOSPITAL, register=store.register)
    assert list(recalling.reporting(held, by)) == [CLINIC]
    assert list(recalling.reporting(hold(store, lot="Z9"), by)) == []
    with refused("not_holder"):
        recalling.report(None, held.id, STRANGER, ruling(HOSPITAL, register=store.register, record="r-1"))


def test_an_entry_knows_the_recalls_that_it_has_to_do_with(store: Store) -> None:
    held = hold(store)
    entry = store.enter(EntryKind.RETURN_OUT, line(1, reason="召回"), line(1, reason="召回"))
    by = ruling(CLINIC, register=store.register)
    assert list(recalling.recalled(entry, by)) == [held.id]
    other = store.enter(EntryKind.RECEIPT, line(1, lot="B1"))
    assert list(recalling.recalled(other, by)) == []


def test_only_whoever_recalled_a_lot_asks_again(store: Store) -> None:
    held = hold(store)
    assert holding.trace(held, ruling(HOSPITAL, register=store.register)) == held
    with refused("not_holder"):
        holding.trace(held, ruling(CLINIC, register=store.register))
    with refused("not_holder"):
        holding.trace(hold(store, CLINIC), ruling(CLINIC, register=store.register))
    with refused("not_found"):
        holding.trace(None, ruling(HOSPITAL, register=store.register))


KINDS = sorted(stock.ENTERED)
MOVES = st.tuples(st.sampled_from(KINDS), st.integers(1, 6), st.sampled_from(["A1", "B1"]), st.booleans())


@given(moves=st.lists(MOVES, max_size=25))
def test_what_came_is_what_lies_there_and_what_went(moves: list[tuple[EntryKind, int, str, bool]]) -> None:
    store = Store()
    made: list[Any] = []
    for kind, quantity, lot, is_back in moves:
        with suppress(Refused):
            its = line(quantity, lot, reason="写明", over="实物在")
            made.append(store.enter(kind, its, other_room="二楼" if kind is EntryKind.TRANSFER else ""))
            if is_back:
                store.reverse(made[-1].id)
    entries = recalling.entries_of(store.register, CLINIC, AMOXICILLIN, "A1")
    came, there, went = recalling.followed(entries, AMOXICILLIN, "A1")
    assert came == there + sum(way.quantity for way in went)
    assert there == store.balance("A1") + store.balance("A1", room="二楼")
