"""What is taken from which shelf: nearest expiry first, never more than lies there, nothing left out."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.pharmacy.requests import AMOXICILLIN
from tests.capabilities.pharmacy.requests import EXPIRY
from tests.capabilities.pharmacy.requests import PENICILLIN
from tests.capabilities.pharmacy.requests import in_state
from tests.capabilities.pharmacy.stock import TODAY
from yigongti_desktop.capabilities.pharmacy.model.fefo import Skip
from yigongti_desktop.capabilities.pharmacy.model.picking import Pick
from yigongti_desktop.capabilities.pharmacy.model.picking import pick
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.stock import LotKey

pytestmark = pytest.mark.policy("PHA-13")
SOON, LATE, PAST = date(2027, 1, 31), date(2029, 1, 31), date(2026, 11, 22)
REVIEWED = in_state(State.REVIEWED)


def key(lot: str, expiry: date, room: str = "", drug: str = AMOXICILLIN) -> LotKey:
    return LotKey("tianmen.diyi", room, drug, expiry, lot)


def told(picks: tuple[Pick, ...], drug: str = AMOXICILLIN) -> list[tuple[str, str, int]]:
    return [(one.room, one.lot or "?", one.quantity) for one in picks if one.line.drug == drug]


def test_the_lot_that_expires_first_goes_first_from_each_room_in_turn() -> None:
    shelves = {key("L", LATE): 500, key("S", SOON, "西药库"): 30, key("S", SOON): 20, key("P", PAST): 900}
    assert told(pick(REVIEWED, shelves, TODAY, {})) == [("", "S", 20), ("西药库", "S", 30), ("", "L", 50)]


def test_a_lot_that_is_held_stays_and_what_is_missing_is_said() -> None:
    shelves = {key("L", LATE): 60, key("S", SOON): 50}
    picks = pick(REVIEWED, shelves, TODAY, {AMOXICILLIN: {"S": Skip.RECALLED}})
    assert told(picks) == [("", "L", 60), ("", "?", 40)]
    assert [one.is_short for one in picks] == [False, True, True]
    assert told(picks, PENICILLIN) == [("", "?", 30)]


def test_what_was_sent_is_picked_as_it_was_sent() -> None:
    shelves = {key("A1", EXPIRY, "西药库"): 50, key("S", SOON): 500}
    picks = pick(in_state(State.DISPATCHED), shelves, TODAY, {})
    assert told(picks) == [("西药库", "A1", 50), ("", "A1", 10), ("", "A2", 40)]


def test_what_was_sent_and_lies_there_still_in_part_is_one_row_of_its_room() -> None:
    picks = pick(in_state(State.DISPATCHED), {key("A1", EXPIRY): 20}, TODAY, {})
    assert told(picks) == [("", "A1", 60), ("", "A2", 40)]


def test_before_anybody_decided_what_was_asked_for_is_picked() -> None:
    picks = pick(in_state(State.SUBMITTED), {key("P1", LATE, drug=PENICILLIN): 100}, TODAY, {})
    assert told(picks, PENICILLIN) == [("", "P1", 40)]


KEYS = st.builds(key, st.sampled_from("ABC"), st.sampled_from([SOON, LATE, PAST]), st.sampled_from(["", "西药库"]))


@given(st.dictionaries(KEYS, st.integers(-5, 60)), st.integers(0, 120))
def test_all_that_is_wanted_is_picked_or_missing_and_no_shelf_gives_more_than_it_has(
    shelves: dict[LotKey, int], wanted: int
) -> None:
    request = replace(REVIEWED, lines=(replace(REVIEWED.lines[0], approved=wanted),))
    picks = pick(request, shelves, TODAY, {})
    assert sum(one.quantity for one in picks) == wanted
    taken = [one for one in picks if not one.is_short]
    for one in taken:
        assert one.expiry is not None
        assert one.expiry >= TODAY
        assert 0 < one.quantity <= shelves[key(one.lot, one.expiry, one.room)]
    assert [one.expiry for one in taken] == sorted(one.expiry for one in taken if one.expiry)
    if any(one.is_short for one in picks):
        free = sum(packs for lot, packs in shelves.items() if packs > 0 and lot.expiry >= TODAY)
        assert sum(one.quantity for one in taken) == free
