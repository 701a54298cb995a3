"""Store-rooms at two desks of one unit and at the hub, and what desks of before the list still send."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.capabilities.judging import refused
from tests.hub.liar import Liar
from tests.hub.test_ledger import FAR
from tests.hub.test_ledger import LATER
from tests.hub.test_ledger import LEAD
from tests.hub.test_ledger import ONE
from tests.hub.test_ledger import TWO
from tests.hub.test_ledger import UNIT
from tests.hub.test_ledger import check_postings
from tests.hub.test_ledger import enter
from tests.sync.county import County
from tests.sync.county import Frozen
from yigongti_desktop.capabilities.pharmacy.messages import stock as m
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.store import rooms as store
from yigongti_desktop.capabilities.pharmacy.store import stock as ledger
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.hub


def names(county: County, desk: str) -> dict[str, tuple[str, bool]]:
    """Return the rooms of 岳口 as a desk has them: word → name, closed."""
    found = county.desks[desk].read(store.rooms, UNIT)
    return {one.room: (one.name, one.is_closed) for one in found}


def at_hub(county: County) -> dict[str, tuple[str, bool]]:
    """Return the rooms of 岳口 as the hub has them."""
    with reading(county.hub.engine) as connection:
        return {one.room: (one.name, one.is_closed) for one in store.rooms(connection, UNIT)}


def by_room(county: County, desk: str) -> dict[str, int]:
    """Return what lies of all lots in each room."""
    found: dict[str, int] = {}
    for lot in county.desks[desk].read(ledger.lots, UNIT):
        found[lot.key.room] = found.get(lot.key.room, 0) + lot.quantity
    return found


def test_both_desks_add_one_room_off_line_and_end_with_one(county: County) -> None:
    county.do(ONE, m.AddStoreRoom(name="急诊药柜"))
    county.do(TWO, m.AddStoreRoom(name="急诊药柜"))
    enter(county, TWO, EntryKind.OPENING, 5, room="急诊药柜")
    county.sync(ONE, TWO, ONE)
    assert names(county, ONE) == names(county, TWO) == at_hub(county)
    assert names(county, ONE) == {"": ("药房", False), "急诊药柜": ("急诊药柜", False)}
    for desk in (ONE, TWO):
        assert county.desks[desk].read(status).refused == 0
        assert by_room(county, desk) == {"急诊药柜": 5}
    check_postings(county, ONE, TWO)


def test_a_room_is_called_something_else_at_both_desks_and_nobody_else_sees_it(county: County) -> None:
    county.do(ONE, m.AddStoreRoom(name="二楼"))
    county.do(ONE, m.RenameStoreRoom(room="二楼", name="急诊药柜"))
    with refused("room_there", name="急诊药柜"):
        county.do(ONE, m.AddStoreRoom(name="急诊药柜"))
    with refused("room_there"):
        county.do(ONE, m.AddStoreRoom(name="二楼"))
    county.sync(ONE, TWO, FAR, LEAD)
    assert names(county, TWO) == {"": ("药房", False), "二楼": ("急诊药柜", False)}
    for desk in (FAR, LEAD):
        assert county.desks[desk].read(store.names, UNIT) == {"": "药房"}


def test_a_room_that_one_desk_closes_while_the_other_fills_it_is_open_again_with_all_that_lies_there(
    county: County,
) -> None:
    county.do(ONE, m.AddStoreRoom(name="二楼"))
    county.sync(ONE, TWO)
    county.do(ONE, m.CloseStoreRoom(room="二楼"))
    enter(county, TWO, EntryKind.OPENING, 5, room="二楼")
    county.sync(ONE, TWO, ONE)
    assert names(county, ONE) == names(county, TWO) == at_hub(county)
    assert names(county, ONE)["二楼"] == ("二楼", False)
    assert by_room(county, ONE) == {"二楼": 5}


def test_a_room_that_one_desk_fills_while_the_other_closes_it_is_not_closed(county: County) -> None:
    county.do(ONE, m.AddStoreRoom(name="二楼"))
    county.sync(ONE, TWO)
    enter(county, TWO, EntryKind.OPENING, 5, room="二楼")
    county.do(ONE, m.CloseStoreRoom(room="二楼"))
    county.sync(TWO, ONE, TWO)
    assert names(county, ONE) == names(county, TWO) == at_hub(county)
    assert names(county, ONE)["二楼"] == ("二楼", False)
    assert county.desks[ONE].read(status).refused == 1


def test_an_unknown_room_is_refused_at_the_desk_and_at_the_hub(county: County, liar: Liar) -> None:
    for command in (
        m.OpenCount(room="二搂"),
        m.EnterStock(entering=_opening(county, "二搂")),
    ):
        with refused("room_unknown", name="二搂"):
            county.do(ONE, command)
    body = m.StockEntered(number="岳口-9", entering=_opening(county, "二搂", listed=True))
    assert liar.code(liar.event("stock.entered", county.hub.ids.new(), body)) == "room_unknown"


def test_a_desk_of_before_the_list_is_heard_and_its_room_comes_onto_it(county: County, liar: Liar) -> None:
    """Its message says nothing of a list: what it entered lies there, and is lost to nobody."""
    line = {"drug": county.drug(ONE), "quantity": 7, "lot": "A1", "expiry": LATER.isoformat()}
    old: dict[str, Any] = {"number": "岳口-9", "entering": {"kind": "opening", "lines": [line], "room": "西药库"}}
    assert liar.code(liar.event("stock.entered", county.hub.ids.new(), old)) == ""
    opened = {"number": "岳口-10", "room": "东药库", "is_blind": False, "note": "", "lines": []}
    assert liar.code(liar.event("stock_count.opened", county.hub.ids.new(), opened)) == ""
    county.sync(TWO)
    assert names(county, TWO) == {"": ("药房", False), "西药库": ("西药库", False)}
    assert by_room(county, TWO) == {"西药库": 7}
    enter(county, TWO, EntryKind.ISSUE_PATIENTS, 2, room="西药库")
    county.do(TWO, m.RenameStoreRoom(room="西药库", name="西库"))
    county.sync(TWO)
    assert at_hub(county)["西药库"] == ("西库", False)
    check_postings(county, TWO)


def _opening(county: County, room: str, *, listed: bool = False) -> Entering:
    line = EntryLine(drug=county.drug(ONE), quantity=1, lot="A1", expiry=LATER)
    return Entering(kind=EntryKind.OPENING, lines=(line,), room=room, listed=listed)


ROOMS = st.sampled_from(["急诊", "二楼"])
ACTS = st.one_of(
    st.sampled_from([ONE, TWO]),
    st.tuples(st.sampled_from([ONE, TWO]), st.sampled_from(["add", "close"]), ROOMS, st.just(0)),
    st.tuples(st.sampled_from([ONE, TWO]), st.sampled_from(["fill", "empty", "move"]), ROOMS, st.integers(1, 4)),
)


@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(ACTS, max_size=20))
def test_rooms_and_what_lies_in_them_are_the_same_everywhere_whatever_order_desks_meet_in(
    frozen: Frozen, tmp_path_factory: pytest.TempPathFactory, steps: list[Any]
) -> None:
    county = County(frozen, tmp_path_factory.mktemp("rooms"))
    county.open_line()
    try:
        total = 0
        for step in steps:
            if isinstance(step, str):
                county.sync(step)
                continue
            desk, act, room, packs = step
            try:
                total += _done(county, desk, act, room, packs)
            except Refused as fault:
                refusals = {"room_unknown", "room_closed", "room_there", "room_not_empty", "stock_short"}
                if fault.code not in refusals:
                    raise
        county.sync(ONE, TWO, ONE, TWO)
        assert names(county, ONE) == names(county, TWO) == at_hub(county)
        lying = by_room(county, ONE)
        assert lying == by_room(county, TWO)
        assert sum(lying.values()) == total
        for room, (_, is_closed) in names(county, ONE).items():
            assert not is_closed or not lying.get(room)
        check_postings(county, ONE, TWO)
    finally:
        county.close()


def _done(county: County, desk: str, act: str, room: str, packs: int) -> int:
    """Do something; return what the whole stock has more or less by it."""
    if act == "add":
        county.do(desk, m.AddStoreRoom(name=room))
    elif act == "close":
        county.do(desk, m.CloseStoreRoom(room=room))
    elif act == "fill":
        enter(county, desk, EntryKind.OPENING, packs, room=room)
        return packs
    elif act == "empty":
        enter(county, desk, EntryKind.ISSUE_PATIENTS, packs, room=room)
        return -packs
    else:
        enter(county, desk, EntryKind.TRANSFER, packs, room=room, other_room="")
    return 0
