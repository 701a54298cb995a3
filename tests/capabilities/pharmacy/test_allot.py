"""Lots for the lines of a paper: nothing that was typed is lost, no lot gives more than it has but the last."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.store.shelf import Shelf
from yigongti_desktop.capabilities.pharmacy.ui import stock_allot
from yigongti_desktop.capabilities.pharmacy.ui import stock_lines

TODAY = date(2026, 11, 23)
LOTS = st.lists(
    st.tuples(st.integers(-40, 900), st.sampled_from("ABCD"), st.sampled_from(["", "急诊"]), st.integers(-5, 80)),
    max_size=6,
    unique_by=lambda lot: lot[:3],
)


def shelf(*lots: tuple[int, str, str, int], held: tuple[str, ...] = ()) -> Shelf:
    """Return a drug with lots of (days of use left, number, room, quantity)."""
    plain = sorted(
        ((TODAY + timedelta(days)).isoformat(), lot, room, quantity) for days, lot, room, quantity in lots if quantity
    )
    words: dict[str, Any] = {"name": "药", "strength": "", "pack": "", "unit": "盒", "code": ""}
    rooms = tuple(dict.fromkeys(room for _, _, room, _ in plain))
    why = dict.fromkeys(held, "待查")
    return Shelf(drug="d", plain=tuple(plain), institution="岳口", rooms=rooms, held=why, **words)


def line(quantity: int, **others: Any) -> dict[str, Any]:
    """Return a line of the drug."""
    return stock_lines.empty() | {"drug": "d", "name": "药", "quantity": quantity} | others


@pytest.mark.policy("PHA-13")
@given(lots=LOTS, wanted=st.integers(1, 200), held=st.sets(st.sampled_from("ABCD"), max_size=2))
def test_what_was_typed_is_shared_among_lots_that_may_go_first_expired_first(
    lots: list[tuple[int, str, str, int]], wanted: int, held: set[str]
) -> None:
    there = shelf(*lots, held=tuple(held))
    done = stock_allot.allot([line(wanted)], 0, there, "", EntryKind.ISSUE_PATIENTS, TODAY)
    assert sum(one["quantity"] for one in done) == wanted
    assert all(one["lot"] not in held for one in done)
    assert all(one["expiry"] is None or one["expiry"] >= TODAY for one in done)
    assert [one["expiry"] for one in done] == sorted(one["expiry"] for one in done) or len(done) == 1
    amounts = {(expiry, lot): quantity for expiry, lot, room, quantity in there.plain if room == ""}
    for one in done[:-1]:
        assert one["quantity"] == amounts[one["expiry"].isoformat(), one["lot"]]
    assert not any(stock_allot.is_due(one, EntryKind.ISSUE_PATIENTS) for one in done)


def test_a_second_line_takes_what_the_first_has_left() -> None:
    there = shelf((100, "A", "", 10), (200, "B", "", 10))
    done = stock_allot.allot([line(8)], 0, there, "", EntryKind.ISSUE_PATIENTS, TODAY)
    done = stock_allot.allot([*done, line(5)], 1, there, "", EntryKind.ISSUE_PATIENTS, TODAY)
    assert [(one["lot"], one["quantity"]) for one in done] == [("A", 8), ("A", 2), ("B", 3)]


def test_more_of_a_line_goes_to_the_line_that_has_the_next_lot_already() -> None:
    there = shelf((100, "A", "", 10), (200, "B", "", 10))
    done = stock_allot.allot([line(12)], 0, there, "", EntryKind.ISSUE_PATIENTS, TODAY)
    done[0]["quantity"] = 13
    done = stock_allot.allot(done, 0, there, "", EntryKind.ISSUE_PATIENTS, TODAY)
    assert [(one["lot"], one["quantity"]) for one in done] == [("A", 10), ("B", 5)]


@pytest.mark.parametrize(
    ("kind", "room", "words"),
    [
        (EntryKind.ISSUE_PATIENTS, "", "没有可发的批号：A 已于 2026-11-20 过期，B 已停用"),
        (EntryKind.EXPIRED, "急诊", "这种药没有过期的批号"),
        (EntryKind.ISSUE_PATIENTS, "二库", "二库没有这种药，药房、急诊有。请换库房，或先调拨。"),
    ],
)
def test_where_no_lot_may_go_it_is_said_why(kind: EntryKind, room: str, words: str) -> None:
    there = shelf((-3, "A", "", 5), (90, "B", "", 5), (90, "C", "急诊", 5), held=("B",))
    assert words in stock_allot.why_none(there, room, kind, TODAY)


def test_a_loss_may_be_of_an_expired_lot() -> None:
    there = shelf((-3, "A", "", 5), (90, "B", "", 5))
    done = stock_allot.allot([line(6)], 0, there, "", EntryKind.LOSS, TODAY)
    assert [(one["lot"], one["quantity"]) for one in done] == [("A", 5), ("B", 1)]
