"""Store-rooms: a known list, so that a slip makes no new room; yesterday's words stay rooms."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import wide
from tests.capabilities.pharmacy.ledger import Store
from tests.capabilities.pharmacy.ledger import line
from yigongti_desktop.capabilities.pharmacy.model import rooms
from yigongti_desktop.capabilities.pharmacy.model.rooms import StoreRoom
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling


@pytest.fixture
def store() -> Store:
    """岳口 with ten packs of a lot, and a room on the list: 二楼."""
    made = Store()
    made.enter(EntryKind.RECEIPT, line())
    return made


def by(store: Store, room: str, *, final: bool = False, institution: str = CLINIC) -> Ruling:
    """Return what a judge of an act on a room knows."""
    return replace(ruling(institution, register=store.register, record=rooms.room_id(institution, room)), final=final)


def known(store: Store, room: str) -> StoreRoom | None:
    """Return the record of a room."""
    found: StoreRoom | None = store.register.get("store_room", rooms.room_id(CLINIC, room))
    return found


def test_a_slip_of_the_fingers_makes_no_room(store: Store) -> None:
    with refused("room_unknown", name="二搂") as said:
        store.enter(EntryKind.TRANSFER, line(4), other_room="二搂")
    assert "库房" in said[0]
    with refused("room_unknown"):
        store.enter(EntryKind.TRANSFER, line(4), other_room="二搂", final=True)
    assert store.balance() == 10


def test_the_pharmacy_itself_is_always_there_and_is_no_room_of_the_list(store: Store) -> None:
    assert store.enter(EntryKind.RECEIPT, line(1), room="药房").room == ""
    with refused("room_there", name="药房"):
        store.add_room(" 药房 ")
    with refused("field_empty"):
        store.add_room(" ")
    with refused("field_long", most=20):
        store.add_room("长" * 21)


def test_a_room_is_there_once_whoever_adds_it(store: Store) -> None:
    first = store.add_room("急诊药柜")
    with refused("room_there", name="急诊药柜"):
        store.add_room("急诊药柜")
    again = rooms.add(first, "急诊药柜", by(store, "急诊药柜", final=True))
    assert again == first
    with refused("not_holder"):
        rooms.add(None, "急诊药柜", by(store, "别处"))


def test_a_room_is_called_something_else_and_the_ledger_knows_it_as_before(store: Store) -> None:
    store.enter(EntryKind.TRANSFER, line(4), other_room="二楼")
    renamed = rooms.rename(known(store, "二楼"), "二楼", f"急诊{wide('1')}", by(store, "二楼"))
    store.register.put("store_room", renamed)
    assert (renamed.room, renamed.name) == ("二楼", "急诊1")
    store.enter(EntryKind.ISSUE_DEPARTMENT, line(4), room="二楼")
    assert store.balance(room="二楼") == 0
    with refused("not_holder"):
        rooms.rename(renamed, "二楼", "别人", by(store, "二楼", institution=STRANGER))


def test_a_room_is_closed_only_when_nothing_lies_there(store: Store) -> None:
    store.enter(EntryKind.TRANSFER, line(4), other_room="二楼")
    with refused("room_not_empty", name="二楼", count=1):
        rooms.close(known(store, "二楼"), "二楼", by(store, "二楼"))
    store.enter(EntryKind.ISSUE_PATIENTS, line(4), room="二楼")
    closed = rooms.close(known(store, "二楼"), "二楼", by(store, "二楼"))
    store.register.put("store_room", closed)
    with refused("room_closed", name="二楼"):
        store.enter(EntryKind.TRANSFER, line(1), other_room="二楼")
    with refused("room_closed"):
        rooms.close(closed, "二楼", by(store, "二楼"))
    assert not rooms.add(closed, "二楼", by(store, "二楼")).is_closed


def test_what_went_into_a_room_before_the_word_of_its_closing_came_lies_there_and_opens_it(store: Store) -> None:
    closed = rooms.close(known(store, "二楼"), "二楼", by(store, "二楼"))
    store.register.put("store_room", closed)
    store.enter(EntryKind.TRANSFER, line(4), other_room="二楼", final=True)
    assert store.balance(room="二楼") == 4
    opened = rooms.use(closed, "二楼", by(store, "二楼", final=True))
    assert not opened.is_closed
    with refused("room_there"):
        rooms.use(opened, "二楼", by(store, "二楼", final=True))


def test_a_word_of_yesterday_that_the_ledger_has_used_is_a_room_and_comes_onto_the_list(store: Store) -> None:
    store.enter(EntryKind.TRANSFER, line(4), other_room="西药库", final=True, listed=False)
    assert store.enter(EntryKind.ISSUE_PATIENTS, line(1), room="西药库").room == "西药库"
    assert store.balance(room="西药库") == 3
    made = rooms.use(None, "西药库", by(store, "西药库"))
    assert (made.room, made.name, made.is_closed) == ("西药库", "西药库", False)
    assert rooms.rename(None, "西药库", "西库", by(store, "西药库")).name == "西库"
    with refused("room_unknown"):
        rooms.rename(None, "东药库", "东库", by(store, "东药库"))
    assert rooms.used_rooms(store.register.next_account, CLINIC) == ["", "西药库"]


def test_a_desk_of_before_the_list_is_not_refused_its_words_by_the_hub(store: Store) -> None:
    entry = store.enter(EntryKind.TRANSFER, line(4), other_room="新的词", final=True, listed=False)
    assert entry.other_room == "新的词"
    assert store.balance(room="新的词") == 4


def test_the_sign_that_parts_accounts_is_no_part_of_a_room(store: Store) -> None:
    assert store.add_room("甲|乙").room == "甲/乙"
    entry = store.enter(EntryKind.TRANSFER, line(4), other_room="甲|乙")
    assert entry.other_room == "甲/乙"
    assert store.balance(room="甲/乙") == 4


WORDS = st.sampled_from(["", "二楼", "急诊", "二搂", "药房"])
MOVES = st.one_of(
    st.tuples(st.just("move"), WORDS, WORDS, st.integers(1, 5)),
    st.tuples(st.sampled_from(["add", "close", "rename"]), WORDS, WORDS, st.just(0)),
)


@given(moves=st.lists(MOVES, max_size=25))
def test_whatever_is_done_with_rooms_the_whole_of_a_lot_stays_and_a_closed_room_is_empty(
    moves: list[tuple[str, str, str, int]],
) -> None:
    store = Store()
    store.enter(EntryKind.RECEIPT, line())
    for act, room, other, packs in moves:
        with suppress(Refused):
            _do(store, act, room, other, packs)
    words = {"", "二楼", "急诊", "二搂"}
    assert sum(store.balance(room=room) for room in words) == 10
    for room in words - {""}:
        record = known(store, room)
        assert store.balance(room=room) == 0 or (record is not None and not record.is_closed)


def _do(store: Store, act: str, room: str, other: str, packs: int) -> None:
    if act == "move":
        store.enter(EntryKind.TRANSFER, line(packs), room=room, other_room=other)
    elif act == "add":
        store.add_room(room)
    else:
        record, knows = known(store, room), by(store, room)
        made = rooms.close(record, room, knows) if act == "close" else rooms.rename(record, room, other, knows)
        store.register.put("store_room", made)
