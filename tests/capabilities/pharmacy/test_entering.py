"""What may be written into the ledger: lots, expiries, quantities, trace codes, and more than there is."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import wide
from tests.capabilities.pharmacy.ledger import CODE
from tests.capabilities.pharmacy.ledger import Store
from tests.capabilities.pharmacy.ledger import line
from tests.capabilities.pharmacy.requests import AMOXICILLIN
from tests.capabilities.pharmacy.requests import PENICILLIN
from yigongti_desktop.capabilities.pharmacy.model import entering
from yigongti_desktop.capabilities.pharmacy.model import holding
from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.registry.model.units import read_pack


@pytest.fixture
def store() -> Store:
    """岳口 with ten packs of a lot."""
    made = Store()
    made.enter(EntryKind.RECEIPT, line())
    return made


def test_a_balance_is_the_sum_of_what_came_and_went(store: Store) -> None:
    store.enter(EntryKind.ISSUE_PATIENTS, line(3))
    store.enter(EntryKind.RETURN_IN, line(1))
    store.enter(EntryKind.LOSS, line(2, reason="破损"))
    assert store.balance() == 6


def test_a_line_bears_the_name_of_the_formulary_and_its_unit(store: Store) -> None:
    entry = store.enter(EntryKind.RECEIPT, line(2, lot=f" b{wide('2')}|c "))
    assert (entry.lines[0].name, entry.lines[0].unit, entry.lines[0].lot) == ("阿莫西林胶囊", "盒", "b2/c")
    assert store.balance("b2/c") == 2


def test_another_unit_of_the_pack_is_brought_to_whole_packs_or_refused(store: Store) -> None:
    drug = store.register.need("drug", AMOXICILLIN)
    store.register.put("drug", msgspec.structs.replace(drug, units=read_pack("12粒×2板/盒", "盒")))
    entry = store.enter(EntryKind.ISSUE_PATIENTS, line(48, unit="粒"), line(4, unit="板"))
    assert [(one.quantity, one.unit) for one in entry.lines] == [(2, "盒"), (2, "盒")]
    assert store.balance() == 6
    with refused("pack_fraction", line=1):
        store.enter(EntryKind.ISSUE_PATIENTS, line(50, unit="粒"))
    with refused("unit_unknown", line=1):
        store.enter(EntryKind.ISSUE_PATIENTS, line(1, unit="支"))


@pytest.mark.parametrize(
    ("kind", "change", "code"),
    [
        (EntryKind.RECEIPT, {"quantity": 0}, "quantity_low"),
        (EntryKind.RECEIPT, {"quantity": -5}, "quantity_low"),
        (EntryKind.RECEIPT, {"quantity": 10**9}, "quantity_high"),
        (EntryKind.RECEIPT, {"lot": " \u200b"}, "lot_empty"),
        (EntryKind.RECEIPT, {"lot": "长" * 41}, "field_long"),
        (EntryKind.RECEIPT, {"expiry": date(2026, 11, 22)}, "expiry_past"),
        (EntryKind.RECEIPT, {"expiry": date(2206, 11, 22)}, "expiry_far"),
        (EntryKind.RECEIPT, {"expiry": date(1999, 12, 31)}, "expiry_far"),
        (EntryKind.RECEIPT, {"drug": "no-such"}, "drug_unknown"),
        (EntryKind.RECEIPT, {"codes": ("123",)}, "trace_length"),
        (EntryKind.RECEIPT, {"codes": (CODE, CODE)}, "trace_twice"),
        (EntryKind.ISSUE_PATIENTS, {"expiry": date(2026, 11, 22)}, "lot_expired"),
        (EntryKind.ISSUE_DEPARTMENT, {"quantity": 11}, "stock_short"),
        (EntryKind.ISSUE_VILLAGE, {"lot": "B1", "quantity": 1}, "stock_short"),
        (EntryKind.LOSS, {"quantity": 1}, "why_needed"),
        (EntryKind.RETURN_OUT, {"quantity": 1}, "why_needed"),
        (EntryKind.LOSS, {"quantity": 1, "reason": "长" * 201}, "field_long"),
    ],
)
def test_what_may_not_be_entered_is_refused_in_words(
    store: Store, kind: EntryKind, change: dict[str, Any], code: str
) -> None:
    with refused(code, line=1):
        store.enter(kind, line(**change))
    assert store.balance() == 10


def test_the_last_day_of_use_is_still_one(store: Store) -> None:
    today = date(2026, 11, 23)
    store.enter(EntryKind.RECEIPT, line(expiry=today))
    assert store.enter(EntryKind.ISSUE_PATIENTS, line(10, expiry=today)).lines[0].short == 0


def test_an_expired_lot_may_be_destroyed_or_counted_but_not_used(store: Store) -> None:
    gone = date(2026, 10, 31)
    store.enter(EntryKind.OPENING, line(expiry=gone))
    with refused("lot_expired"):
        store.enter(EntryKind.ISSUE_DEPARTMENT, line(1, expiry=gone))
    store.enter(EntryKind.EXPIRED, line(10, expiry=gone))


def test_an_empty_paper_and_one_of_too_many_lines_are_refused(store: Store) -> None:
    with refused("entry_empty"):
        store.enter(EntryKind.RECEIPT)
    with refused("entry_long", most=500):
        store.enter(EntryKind.RECEIPT, *[line(lot=str(number)) for number in range(501)])


def test_two_lines_of_one_paper_draw_on_the_same_lot(store: Store) -> None:
    with refused("stock_short", line=2, have=4):
        store.enter(EntryKind.ISSUE_PATIENTS, line(6), line(5))


def test_more_than_there_is_goes_with_a_reason_which_is_kept_with_how_much(store: Store) -> None:
    entry = store.enter(EntryKind.ISSUE_PATIENTS, line(12, over="实物在，账没补"))
    assert (entry.lines[0].short, entry.lines[0].over) == (2, "实物在，账没补")
    assert store.balance() == -2


def test_a_reason_for_too_much_is_not_kept_where_there_was_enough(store: Store) -> None:
    assert store.enter(EntryKind.ISSUE_PATIENTS, line(2, over="以防万一")).lines[0].over == ""


def test_the_hub_takes_what_went_out_at_two_desks_and_says_by_how_much(store: Store) -> None:
    store.enter(EntryKind.ISSUE_PATIENTS, line(6), final=True)
    second = store.enter(EntryKind.ISSUE_PATIENTS, line(6), final=True)
    assert (second.lines[0].short, second.lines[0].over) == (2, stock.CONCURRENT)


def test_a_transfer_moves_from_room_to_room_and_keeps_the_whole(store: Store) -> None:
    store.enter(EntryKind.TRANSFER, line(4), other_room="二楼")
    assert (store.balance(), store.balance(room="二楼")) == (6, 4)
    with refused("stock_short", have=4):
        store.enter(EntryKind.ISSUE_DEPARTMENT, line(5), room="二楼")
    with refused("room_same"):
        store.enter(EntryKind.TRANSFER, line(1))


def test_a_pack_comes_once_and_goes_once(store: Store) -> None:
    store.enter(EntryKind.RECEIPT, line(1, codes=(f" {CODE} ",)))
    with refused("trace_twice", code=CODE):
        store.enter(EntryKind.RECEIPT, line(1, codes=(CODE,)))
    store.enter(EntryKind.ISSUE_PATIENTS, line(1, codes=(CODE,)))
    store.enter(EntryKind.ISSUE_PATIENTS, line(1, codes=("81234567890123456780",)))  # came before codes were kept
    with refused("trace_gone"):
        store.enter(EntryKind.ISSUE_PATIENTS, line(1, codes=("81234567890123456780",)))


@pytest.mark.parametrize("kind", [EntryKind.ISSUE_PATIENTS, EntryKind.RETURN_IN, EntryKind.EXPIRED])
def test_an_entry_is_taken_back_by_another_one_and_only_once(store: Store, kind: EntryKind) -> None:
    entry = store.enter(kind, line(3, codes=(CODE,)))
    back = store.reverse(entry.id)
    assert store.balance() == 10
    assert store.register.total(stock.trace_account(CLINIC, CODE)) == 0
    assert back.reverses == entry.id
    with refused("entry_reversed"):
        store.reverse(entry.id)
    with refused("entry_reversal"):
        store.reverse(back.id)


def test_a_transfer_is_taken_back_into_its_room(store: Store) -> None:
    entry = store.enter(EntryKind.TRANSFER, line(4), other_room="二楼")
    store.reverse(entry.id)
    assert (store.balance(), store.balance(room="二楼")) == (10, 0)


def test_nobody_takes_back_without_a_word_nor_what_is_not_theirs(store: Store) -> None:
    entry = store.enter(EntryKind.ISSUE_PATIENTS, line(3))
    with refused("field_empty"):
        store.reverse(entry.id, " ")
    with refused("not_holder"):
        store.reverse(entry.id, by=HOSPITAL)
    with refused("not_found"):
        store.reverse("no-such")


def test_what_has_been_used_since_cannot_be_taken_back_unnoticed(store: Store) -> None:
    entry = store.enter(EntryKind.RECEIPT, line(5, lot="B1"))
    store.enter(EntryKind.ISSUE_PATIENTS, line(4, lot="B1"))
    with refused("stock_short", have=1):
        store.reverse(entry.id)


def test_a_lot_that_the_lead_hospital_recalls_is_used_by_no_unit_of_its_community(store: Store) -> None:
    drug = store.register.need("drug", AMOXICILLIN)
    record = entering.hold_id(drug.community, AMOXICILLIN, "A1")
    by = ruling(HOSPITAL, register=store.register, record=record)
    hold = holding.hold(None, AMOXICILLIN, " A1", "药监通知召回", by)
    store.register.put("lot_hold", hold)
    with refused("lot_held", reason="药监通知召回"):
        store.enter(EntryKind.ISSUE_PATIENTS, line(1))
    store.enter(EntryKind.RETURN_OUT, line(1, reason="召回"))
    with refused("lot_held_already"):
        holding.hold(hold, AMOXICILLIN, "A1", "再停", by)
    with refused("not_holder"):
        holding.release(hold, "没事了", ruling(CLINIC, register=store.register, record=record))
    store.register.put("lot_hold", holding.release(hold, "复检合格", by))
    store.enter(EntryKind.ISSUE_PATIENTS, line(1))


def test_a_clinic_holds_a_lot_for_itself_only(store: Store) -> None:
    record = entering.hold_id(CLINIC, AMOXICILLIN, "A1")
    hold = holding.hold(None, AMOXICILLIN, "A1", "受潮", ruling(CLINIC, register=store.register, record=record))
    assert stock.hold_streams(hold) == {f"unit:{CLINIC}"}
    with refused("not_holder"):
        other = entering.hold_id("tianmen-1", AMOXICILLIN, "A1")
        holding.hold(None, AMOXICILLIN, "A1", "受潮", ruling(CLINIC, register=store.register, record=other))
    with refused("lot_empty"):
        holding.hold(None, AMOXICILLIN, " ", "受潮", ruling(CLINIC, register=store.register, record=record))
    with refused("field_empty"):
        holding.hold(None, AMOXICILLIN, "A1", " ", ruling(CLINIC, register=store.register, record=record))


@given(
    moves=st.lists(
        st.tuples(
            st.sampled_from([*stock.ENTERED]),
            st.integers(1, 9),
            st.sampled_from(["A1", "B1"]),
            st.sampled_from(["", "急用"]),
        ),
        max_size=30,
    )
)
def test_no_lot_falls_below_nought_without_a_reason_and_the_sum_holds(
    moves: list[tuple[EntryKind, int, str, str]],
) -> None:
    store, expected = Store(), {"A1": 0, "B1": 0}
    for kind, quantity, lot, over in moves:
        if kind not in stock.INCOMING and expected[lot] < quantity and not over:
            with refused("stock_short"):
                store.enter(kind, line(quantity, lot, reason="写明"), other_room="二楼")
            continue
        entry = store.enter(kind, line(quantity, lot, over=over, reason="写明"), other_room="二楼")
        expected[lot] += quantity if kind in stock.INCOMING else -quantity
        after = store.balance(lot)
        assert after == expected[lot]
        falls = kind not in stock.INCOMING and after < 0
        assert (entry.lines[0].short, bool(entry.lines[0].over)) == ((-after, True) if falls else (0, False))


def test_prices_are_summed_in_fen_as_far_as_they_are_known() -> None:
    known = line(3, price_fen=1250)
    assert stock.value_fen([known, line(5)]) == 3750


def test_an_account_names_its_lot_and_sorts_by_expiry() -> None:
    early = stock.LotKey(CLINIC, "", PENICILLIN, date(2027, 1, 31), "Z9")
    late = stock.LotKey(CLINIC, "", PENICILLIN, date(2027, 2, 1), "A1")
    assert sorted([late.account, early.account]) == [early.account, late.account]
    assert stock.read_account(early.account) == early
    assert early.account.startswith(stock.beginning(CLINIC, "", PENICILLIN))
    assert early.account.startswith(stock.beginning(CLINIC))
