"""What people wait for follows the drug request written for it, once on each side, and is open when that fails."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select

from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.pharmacy.requests import AMOXICILLIN
from tests.capabilities.pharmacy.requests import PENICILLIN
from tests.capabilities.pharmacy.requests import in_state
from tests.capabilities.pharmacy.requests import submitted
from tests.capabilities.roads import CLINIC
from tests.capabilities.roads import HOSPITAL
from tests.capabilities.roads import Roads
from tests.world import EVERY_LEAD_ROLE
from tests.world import World
from yigongti_desktop.app.reactions import react
from yigongti_desktop.capabilities.pharmacy.messages import requests as r
from yigongti_desktop.capabilities.pharmacy.messages import shortages as m
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.shortage import Missing
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.model.shortage import State
from yigongti_desktop.capabilities.pharmacy.model.states import State as RequestState
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.pharmacy.store.shortages import SHORTAGE
from yigongti_desktop.hub.tables import journal
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import Reaction
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.sync.status import status

SECOND = "岳口二"


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Roads]:
    """岳口 with two desks and 市一医 with one."""
    world = World(tmp_path_factory.mktemp("county"))
    world.open_line()
    world.desk(CLINIC)
    world.desk(CLINIC, SECOND)
    world.desk(HOSPITAL, roles=EVERY_LEAD_ROLE)
    made = Roads(world)
    made.settle()
    yield made
    world.close()


# by hand


def follow(kind: str, after: DrugRequest) -> list[Reaction]:
    """Return what follows from an act; what the act itself said matters to no reaction."""
    return list(react(kind, after, r.DrugRequestReached(), ruling()))


@pytest.mark.policy("PHA-06")
def test_each_act_on_a_request_moves_the_shortages_of_each_line_by_what_came_of_it() -> None:
    lines = (
        Wanted(drug=AMOXICILLIN, quantity=100, shortages=("s-1", "s-2", "s-1")),
        Wanted(drug=PENICILLIN, quantity=40, shortages=("s-3",)),
    )
    asked = submitted(*lines)
    told = follow("drug_request.submitted", asked)
    assert [(one.kind, one.record) for one in told] == [("shortage.asked", f"s-{place}") for place in (1, 2, 3)]
    body = told[2].body
    assert isinstance(body, m.ShortageAsked)
    assert (body.request, body.drug, body.number, body.supplier) == (
        asked.id,
        PENICILLIN,
        asked.number,
        asked.supplier,
    )
    assert follow("drug_request.submitted", asked) == told
    assert told[0].event_id("cause") == follow("drug_request.submitted", asked)[0].event_id("cause")


@pytest.mark.parametrize("kind", ["draft_saved", "sent_back", "dispatched", "reached", "printed"])
def test_other_acts_move_none(kind: str) -> None:
    asked = submitted(Wanted(drug=AMOXICILLIN, quantity=100, shortages=("s-1",)))
    assert not follow(f"drug_request.{kind}", asked)


@pytest.mark.parametrize("state", RequestState)
def test_a_request_that_is_for_nobody_moves_nobody(state: RequestState) -> None:
    for kind in ("submitted", "reviewed", "received", "withdrawn"):
        followed = [one.kind for one in follow(f"drug_request.{kind}", in_state(state))]
        assert not [one for one in followed if one.startswith("shortage.")]


# over the wire


@pytest.mark.sync
@pytest.mark.policy("PHA-06")
def test_a_delivery_brings_what_people_wait_for_at_once_and_for_everybody_after_the_sync(roads: Roads) -> None:
    first, second = register(roads), register(roads)
    asked = ask(roads, first, second)
    assert [one.state for one in held(roads, CLINIC, first, second)] == [State.ASKED] * 2
    roads.settle()
    for name in (SECOND, HOSPITAL):
        assert held(roads, name, first, second) == held(roads, CLINIC, first, second)
    send(roads, asked)
    roads.settle()
    count(roads, asked)
    early = held(roads, CLINIC, first, second)
    assert [one.state for one in early] == [State.ARRIVED] * 2
    assert all(one.arrived_at == roads.world.clock.now() for one in early)
    roads.settle()
    for name in (CLINIC, SECOND, HOSPITAL):
        assert held(roads, name, first, second) == at_hub(roads, first, second)


@pytest.mark.sync
def test_asked_and_come_offline_and_sent_again_and_again_each_stands_once(roads: Roads) -> None:
    one = register(roads)
    roads.settle()
    roads.world.cut_line()
    asked = ask(roads, one)
    roads.sync(CLINIC)
    roads.world.open_line()
    for _ in range(3):
        roads.settle()
    send(roads, asked)
    roads.settle()
    roads.world.cut_line()
    count(roads, asked)
    roads.sync(CLINIC)
    roads.world.open_line()
    for _ in range(3):
        roads.settle()
    assert roads.world.desks[CLINIC].read(status).waiting == 0
    with reading(roads.world.hub.engine) as connection:
        kinds = connection.scalars(select(journal.c.kind).where(journal.c.record == one.id)).all()
    assert sorted(kinds) == ["shortage.arrived", "shortage.asked", "shortage.registered"]
    for name in (CLINIC, SECOND, HOSPITAL):
        entries = roads.world.desks[name].read(trails.of_record, one.id)
        assert [entry.act.removeprefix("shortage.") for entry in entries] == ["registered", "asked", "arrived"]


@pytest.mark.sync
@pytest.mark.parametrize("way", ["withdrawn", "nothing granted", "nothing came"])
def test_a_request_that_brings_nothing_opens_them_again_and_the_hospital_sees_them_no_more(
    roads: Roads, way: str
) -> None:
    one = register(roads)
    asked = ask(roads, one)
    roads.settle()
    if way == "withdrawn":
        roads.do(CLINIC, r.WithdrawDrugRequest(request=asked.id, reason="暂不需要"))
    elif way == "nothing granted":
        decisions = tuple(Decision(drug=line.drug, approved=0, reason="缺货") for line in asked.lines)
        roads.do(HOSPITAL, r.ReviewDrugRequest(request=asked.id, decisions=decisions))
    else:
        send(roads, asked)
        roads.settle()
        count(roads, asked, 0)
    roads.settle()
    (stands,) = at_hub(roads, one)
    assert (stands.state, stands.request, stands.request_number) == (State.OPEN, "", "")
    assert held(roads, CLINIC, one) == held(roads, SECOND, one) == [stands]
    assert roads.world.desks[HOSPITAL].read(records.load, SHORTAGE, one.id) is None


@pytest.mark.sync
def test_a_request_that_was_sent_back_keeps_what_it_is_for_when_it_is_submitted_again(roads: Roads) -> None:
    one = register(roads)
    asked = ask(roads, one)
    roads.settle()
    roads.do(HOSPITAL, r.SendBackDrugRequest(request=asked.id, reason="请说明用途"))
    roads.settle()
    assert held(roads, CLINIC, one)[0].state is State.ASKED
    lines = (Wanted(drug=one.drug, quantity=3, shortages=(one.id,)),)
    again = roads.do(CLINIC, r.SubmitDrugRequest(request=asked.id, lines=lines))
    roads.settle()
    assert held(roads, CLINIC, one) == at_hub(roads, one)
    send(roads, again)
    roads.settle()
    count(roads, again)
    roads.settle()
    assert at_hub(roads, one)[0].state is State.ARRIVED


@pytest.mark.sync
def test_two_desks_that_ask_for_one_offline_tie_it_to_the_request_that_came_first(roads: Roads) -> None:
    one = register(roads)
    roads.settle()
    first, second = ask(roads, one), ask(roads, one, name=SECOND)
    roads.settle()
    roads.settle()
    (stands,) = at_hub(roads, one)
    assert stands.request == first.id
    assert held(roads, SECOND, one) == [stands]
    send(roads, second)
    roads.settle()
    count(roads, second)
    roads.settle()
    assert at_hub(roads, one)[0].state is State.ASKED  # it waits for its own request


@pytest.mark.sync
def test_one_that_was_cancelled_meanwhile_stays_cancelled_and_the_delivery_is_counted(roads: Roads) -> None:
    one = register(roads)
    asked = ask(roads, one)
    roads.settle()
    roads.do(SECOND, m.CancelShortage(shortage=one.id, reason="已在别处买到"))
    send(roads, asked)
    roads.settle()
    count(roads, asked)
    roads.settle()
    assert at_hub(roads, one)[0].state is State.CANCELLED
    with reading(roads.world.hub.engine) as connection:
        request = records.load(connection, DRUG_REQUEST, asked.id)
    assert request is not None
    assert request.state is RequestState.RECEIVED


@pytest.mark.sync
def test_a_shortage_that_nobody_knows_or_of_another_drug_does_not_stop_a_request(roads: Roads) -> None:
    other = register(roads, "注射用青霉素钠")
    lines = (Wanted(drug=roads.world.drug(CLINIC), quantity=1, shortages=("none", other.id)),)
    asked = roads.do(CLINIC, r.SubmitDrugRequest(lines=lines))
    roads.settle()
    assert roads.world.desks[HOSPITAL].read(records.load, DRUG_REQUEST, asked.id) is not None
    assert at_hub(roads, other)[0].state is State.OPEN


def test_a_pharmacist_takes_one_out_by_hand(roads: Roads) -> None:
    one = register(roads)
    ask(roads, one)
    released = roads.do(CLINIC, m.ReleaseShortage(shortage=one.id))
    assert (released.state, released.request) == (State.OPEN, "")
    with refused("wrong_state"):
        roads.do(CLINIC, m.ReleaseShortage(shortage=one.id))


def test_messages_of_a_program_that_knew_no_shortages_are_read() -> None:
    import msgspec

    old = b'{"number":"N","lines":[{"drug":"d","quantity":3,"remark":""}],"urgency":"routine","note":""}'
    body = msgspec.json.decode(old, type=r.DrugRequestSubmitted)
    assert body.lines == (Wanted(drug="d", quantity=3),)
    assert body.lines[0].shortages == ()


def register(roads: Roads, drug: str = "阿莫西林胶囊") -> Shortage:
    missing = Missing(drug=roads.world.drug(CLINIC, drug), quantity=2, patient="邱传富", phone="13900000001")
    made: Shortage = roads.do(CLINIC, m.RegisterShortage(missing=missing))
    return made


def ask(roads: Roads, *shortages: Shortage, name: str = CLINIC) -> DrugRequest:
    quantity = sum(one.quantity for one in shortages)
    line = Wanted(drug=shortages[0].drug, quantity=quantity, shortages=tuple(one.id for one in shortages))
    asked: DrugRequest = roads.do(name, r.SubmitDrugRequest(lines=(line,)))
    return asked


def send(roads: Roads, request: DrugRequest) -> None:
    decisions = tuple(Decision(drug=line.drug, approved=line.requested) for line in request.lines)
    roads.do(HOSPITAL, r.ReviewDrugRequest(request=request.id, decisions=decisions))
    lots = [
        Parcel(drug=line.drug, lots=(Lot(lot="B2026", expiry=date(2028, 3, 31), quantity=line.requested),))
        for line in request.lines
    ]
    roads.do(HOSPITAL, r.DispatchDrugRequest(request=request.id, parcels=tuple(lots)))


def count(roads: Roads, request: DrugRequest, packs: int | None = None) -> None:
    counts = [
        Count(drug=line.drug, received=(line.requested if packs is None else packs,), difference="short")
        for line in request.lines
    ]
    roads.do(CLINIC, r.ReceiveDelivery(request=request.id, counts=tuple(counts)))


def held(roads: Roads, name: str, *shortages: Shortage) -> list[Shortage]:
    ids = [one.id for one in shortages]
    found = roads.world.desks[name].read(records.load_many, SHORTAGE, ids)
    return [found[one] for one in ids]


def at_hub(roads: Roads, *shortages: Shortage) -> list[Shortage]:
    ids = [one.id for one in shortages]
    with reading(roads.world.hub.engine) as connection:
        found = records.load_many(connection, SHORTAGE, ids)
    return [found[one] for one in ids]
