"""Shortages on real desks with a real hub: rights, races, what each side sees, lists and the register of some days."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from tests.capabilities.judging import refused
from tests.capabilities.roads import CLINIC
from tests.capabilities.roads import HOSPITAL
from tests.capabilities.roads import Roads
from tests.world import EVERY_CLINIC_ROLE
from tests.world import EVERY_LEAD_ROLE
from tests.world import World
from tests.world import hu_xiaoyan
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.capabilities.pharmacy.messages import shortages as m
from yigongti_desktop.capabilities.pharmacy.model.shortage import Answer
from yigongti_desktop.capabilities.pharmacy.model.shortage import CallResult
from yigongti_desktop.capabilities.pharmacy.model.shortage import Missing
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.model.shortage import State
from yigongti_desktop.capabilities.pharmacy.service.shortages import SLICE
from yigongti_desktop.capabilities.pharmacy.store import shortages as store
from yigongti_desktop.capabilities.pharmacy.store.shortages import SHORTAGE
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.engine import reading

SECOND, FAR = "岳口二", "多宝"


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Roads]:
    """岳口 with two desks, 多宝 and the central pharmacy with one."""
    world = World(tmp_path_factory.mktemp("county"))
    world.open_line()
    world.desk(CLINIC, roles=EVERY_CLINIC_ROLE)
    world.desk(CLINIC, SECOND)
    world.desk(FAR)
    world.desk(HOSPITAL, roles=EVERY_LEAD_ROLE)
    made = Roads(world)
    made.settle()
    yield made
    world.close()


def register(roads: Roads, **changes: Any) -> Shortage:
    drug = {} if "name" in changes else {"drug": roads.world.drug(CLINIC)}
    given = {"quantity": 2, "patient": "邱传富", "phone": "13900000001", **drug, **changes}
    made: Shortage = roads.do(CLINIC, m.RegisterShortage(missing=Missing(**given)))
    return made


def purchase(roads: Roads) -> Shortage:
    return register(roads, name="他克莫司胶囊 0.5mg", unit="盒")


def at(roads: Roads, name: str, shortage: str) -> Shortage | None:
    return roads.world.desks[name].read(records.load, SHORTAGE, shortage)


def at_hub(roads: Roads, shortage: str) -> Shortage | None:
    with reading(roads.world.hub.engine) as connection:
        return records.load(connection, SHORTAGE, shortage)


@pytest.mark.sync
@pytest.mark.policy("PHA-03")
def test_a_purchase_goes_its_whole_road_and_both_sides_agree(roads: Roads) -> None:
    one = purchase(roads)
    roads.settle()
    roads.do(HOSPITAL, m.AnswerShortage(shortage=one.id, answer=Answer.CAN_BUY, words="一周内到"))
    roads.settle()
    roads.do(CLINIC, m.MarkShortageArrived(shortage=one.id))
    roads.do(CLINIC, m.LogShortageCall(shortage=one.id, result=CallResult.NO_ANSWER))
    roads.do(CLINIC, m.LogShortageCall(shortage=one.id, result=CallResult.COMING, note="周五来取"))
    roads.do(CLINIC, m.HandOutShortage(shortage=one.id))
    roads.settle()
    told = [at(roads, name, one.id) for name in (CLINIC, SECOND, HOSPITAL)]
    assert told == [at_hub(roads, one.id)] * 3
    assert at(roads, FAR, one.id) is None
    assert told[0] is not None
    assert told[0].state is State.FETCHED
    entries = roads.world.desks[HOSPITAL].read(trails.of_record, one.id)
    assert [entry.act.removeprefix("shortage.") for entry in entries] == [
        "registered",
        "answered",
        "arrived",
        "called",
        "called",
        "fetched",
    ]
    assert [VOCABULARY.note(entry.note) for entry in entries if entry.note] == ["一周内到", "没接通", "周五来取"]


@pytest.mark.sync
def test_a_listed_drug_stays_at_the_unit_until_it_is_asked_for(roads: Roads) -> None:
    one = register(roads)
    roads.settle()
    assert at(roads, SECOND, one.id) == at_hub(roads, one.id) == at(roads, CLINIC, one.id)
    assert at(roads, HOSPITAL, one.id) is None
    assert at(roads, FAR, one.id) is None


@pytest.mark.sync
def test_two_desks_that_hand_out_one_drug_offline_do_it_once_and_lose_no_word(roads: Roads) -> None:
    one = register(roads)
    roads.do(CLINIC, m.MarkShortageArrived(shortage=one.id))
    roads.settle()
    roads.do(CLINIC, m.HandOutShortage(shortage=one.id))
    roads.do(SECOND, m.CancelShortage(shortage=one.id, reason="已在别处买到"))
    roads.settle()
    stands = at_hub(roads, one.id)
    assert stands is not None
    assert stands.state is State.FETCHED
    assert at(roads, CLINIC, one.id) == at(roads, SECOND, one.id) == stands
    refusals = roads.world.desks[SECOND].read(outbox.in_states, [outbox.REFUSED])
    (kept,) = [act for act in refusals if act.record == one.id]
    assert kept.code == "wrong_state"
    assert "已取走" in VOCABULARY.say(kept.code, kept.facts)
    assert "已在别处买到" in kept.body.decode()


WRITERS = {
    Role.DOCTOR,
    Role.NURSE,
    Role.PUBLIC_HEALTH,
    Role.VILLAGE_DOCTOR,
    Role.PHARMACIST,
}
MAY: dict[str, set[Role]] = {
    "RegisterShortage": WRITERS,
    "CancelShortage": WRITERS,
    "ReleaseShortage": {Role.PHARMACIST},
    "MarkShortageArrived": {Role.PHARMACIST},
    "LogShortageCall": {Role.PHARMACIST},
    "HandOutShortage": {Role.PHARMACIST},
    "AnswerShortage": {Role.CENTRAL_PHARMACY},
}


@pytest.mark.parametrize("command", MAY)
def test_only_those_whose_work_it_is_may_do_it(roads: Roads, command: str) -> None:
    asked = _asked({kind.name: kind.command for kind in SLICE.commands}[command])
    desk, me = roads.world.desks[CLINIC], roads.world.people[CLINIC]
    for role in sorted(Role):
        who = Actor(me.account, me.name, frozenset({role}), me.institution)
        if role not in MAY[command]:
            with refused("role_may_not"):
                desk.do(who, asked)
            continue
        with pytest.raises(Refused) as caught:
            desk.do(who, asked)
        assert caught.value.code in {"not_found", "quantity_low"}


def test_nobody_says_by_hand_that_it_is_asked_for() -> None:
    asked = next(kind for kind in SLICE.events if kind.name == "shortage.asked")
    assert asked.roles == {Role.HUB}
    assert not [kind for kind in SLICE.commands if "Ask" in kind.name]


def test_a_resident_of_the_register_is_kept_by_id(roads: Roads) -> None:
    known = roads.do(CLINIC, RegisterResident(identity=hu_xiaoyan()))
    one = register(roads, patient=known.name, resident=known.id)
    roads.settle()
    assert at_hub(roads, one.id) == at(roads, CLINIC, one.id)
    assert one.resident == known.id


def test_a_refused_registration_leaves_nothing_behind(roads: Roads) -> None:
    before = len(roads.world.desks[CLINIC].read(store.rows))
    with refused("phone_empty"):
        register(roads, phone="")
    assert len(roads.world.desks[CLINIC].read(store.rows)) == before


def test_the_list_goes_by_the_day_and_ends_with_what_is_over(roads: Roads) -> None:
    today = day(roads.world.clock.now())
    late, soon, over = (register(roads, needed_by=today + timedelta(days=days)) for days in (9, 4, 0))
    roads.do(CLINIC, m.CancelShortage(shortage=over.id, reason="填写有误"))
    desk = roads.world.desks[CLINIC]
    order = [row.shortage.id for row in desk.read(store.rows)]
    assert order.index(soon.id) < order.index(late.id) < order.index(over.id)
    assert {row.shortage.id: row.is_waiting for row in desk.read(store.rows)}[soon.id]
    roads.world.clock.advance(days=40)
    since = roads.world.clock.now() - timedelta(days=30)
    left = [row.shortage.id for row in desk.read(store.rows, since)]
    assert late.id in left
    assert over.id not in left
    owed = [one.id for one in desk.read(store.open_shortages)]
    assert owed.index(soon.id) < owed.index(late.id)
    assert over.id not in owed


def test_the_register_of_some_days_holds_both_ends_and_goes_by_china_s_calendar(roads: Roads) -> None:
    clock = roads.world.clock
    clock.at = clock.at.replace(hour=15, minute=58) + timedelta(days=1)  # 23:58 in China, a minute before it is done
    first = day(clock.at)
    evening = register(roads)
    morning = register(roads)
    desk, own = roads.world.desks[CLINIC], evening.institution
    assert [one.id for one in desk.read(store.registered_between, own, first, first)] == [evening.id]
    second = first + timedelta(days=1)
    assert [one.id for one in desk.read(store.registered_between, own, second, second)] == [morning.id]
    both = desk.read(store.registered_between, own, first, second)
    assert [one.id for one in both] == [evening.id, morning.id]
    assert desk.read(store.registered_between, "tianmen.duobao", first, second) == []


def test_a_shortage_is_found_by_name_telephone_and_drug(roads: Roads) -> None:
    one = register(roads, patient="单桂兰", phone="13900000088")
    desk = roads.world.desks[CLINIC]
    for typed in ("单桂", "sgl", "dgl", "139000000 88", "amxljn"):
        assert one.id in [found.id for found in desk.read(registry.find, SHORTAGE, typed, 500)], typed


def _asked(command: type[msgspec.Struct]) -> msgspec.Struct:
    """Return a command about a shortage that is not there; what it asks matters only after the right to ask."""
    fill: dict[str, Any] = {
        "missing": Missing(quantity=0, patient="", phone=""),
        "shortage": "none",
        "answer": Answer.CAN_BUY,
        "result": CallResult.COMING,
        "reason": "x",
    }
    return command(**{name: fill[name] for name in command.__struct_fields__ if name in fill})
