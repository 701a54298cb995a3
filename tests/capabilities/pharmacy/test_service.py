"""Drug requests on real desks with a real hub: numbers, rights, races, what both sides see."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import msgspec
import pytest

from tests.capabilities.judging import refused
from tests.capabilities.roads import CLINIC
from tests.capabilities.roads import HOSPITAL
from tests.capabilities.roads import Roads
from tests.world import EVERY_LEAD_ROLE
from tests.world import World
from yigongti_desktop.app.papers import make_paper
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.capabilities.pharmacy.messages import requests as m
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.service.requests import SLICE
from yigongti_desktop.capabilities.pharmacy.store import requests as store
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.sync.status import status

SECOND, FAR = "市一医二", "多宝"
EXPIRY = date(2028, 3, 31)


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Roads]:
    """岳口 and 多宝 with one desk each, the central pharmacy with two."""
    world = World(tmp_path_factory.mktemp("county"))
    world.open_line()
    world.desk(CLINIC)
    world.desk(FAR)
    world.desk(HOSPITAL, roles=EVERY_LEAD_ROLE)
    world.desk(HOSPITAL, SECOND, roles=EVERY_LEAD_ROLE)
    made = Roads(world)
    made.settle()
    yield made
    world.close()


def ask(roads: Roads, *quantities: int) -> DrugRequest:
    names = ("阿莫西林胶囊", "注射用青霉素钠")
    lines = [
        Wanted(drug=roads.world.drug(CLINIC, name), quantity=packs)
        for name, packs in zip(names, quantities or (100, 40), strict=False)
    ]
    asked: DrugRequest = roads.do(CLINIC, m.SubmitDrugRequest(lines=tuple(lines)))
    return asked


def grant(request: DrugRequest) -> m.ReviewDrugRequest:
    decisions = [Decision(drug=line.drug, approved=line.requested) for line in request.lines]
    return m.ReviewDrugRequest(request=request.id, decisions=tuple(decisions))


def send(request: DrugRequest) -> m.DispatchDrugRequest:
    parcels = [
        Parcel(drug=line.drug, lots=(Lot(lot="B2026", expiry=EXPIRY, quantity=line.requested),))
        for line in request.lines
    ]
    return m.DispatchDrugRequest(request=request.id, parcels=tuple(parcels))


def count(request: DrugRequest, short: int = 0, **words: Any) -> m.ReceiveDelivery:
    counts = [Count(drug=line.drug, received=(line.requested - short,), **words) for line in request.lines]
    return m.ReceiveDelivery(request=request.id, counts=tuple(counts))


def at(roads: Roads, name: str, request: str) -> DrugRequest | None:
    return roads.world.desks[name].read(records.load, DRUG_REQUEST, request)


def at_hub(roads: Roads, request: str) -> DrugRequest | None:
    with reading(roads.world.hub.engine) as connection:
        return records.load(connection, DRUG_REQUEST, request)


@pytest.mark.sync
@pytest.mark.policy("PHA-13")
def test_a_request_goes_its_whole_road_and_both_sides_agree(roads: Roads) -> None:
    asked = ask(roads)
    roads.settle()
    roads.do(HOSPITAL, grant(asked))
    sent = roads.do(HOSPITAL, send(asked))
    assert sent.delivery.startswith("市一医-")
    assert sent.delivery != asked.number
    roads.settle()
    came = roads.do(CLINIC, count(asked, short=1, difference="short"))
    assert came.state is State.RECEIVED
    roads.settle()
    told = [at(roads, name, asked.id) for name in (CLINIC, HOSPITAL, SECOND)]
    assert told == [at_hub(roads, asked.id)] * 3
    assert at(roads, FAR, asked.id) is None
    entries = roads.world.desks[SECOND].read(trails.of_record, asked.id)
    acts = [entry.act.removeprefix("drug_request.") for entry in entries]
    assert acts == ["submitted", "reached", "reviewed", "dispatched", "received"]
    assert [VOCABULARY.note(entry.note) for entry in entries if entry.note] == [sent.delivery]


@pytest.mark.sync
def test_a_request_that_was_sent_back_is_submitted_again_under_its_number(roads: Roads) -> None:
    asked = ask(roads)
    roads.settle()
    roads.do(HOSPITAL, m.SendBackDrugRequest(request=asked.id, reason="请说明用途"))
    roads.settle()
    shown = at(roads, CLINIC, asked.id)
    assert shown is not None
    assert (shown.state, shown.reason) == (State.SENT_BACK, "请说明用途")
    lines = (Wanted(drug=asked.lines[0].drug, quantity=20, remark="门诊用"),)
    again = roads.do(CLINIC, m.SubmitDrugRequest(request=asked.id, lines=lines))
    assert (again.id, again.number, again.state) == (asked.id, asked.number, State.SUBMITTED)
    after = ask(roads)
    assert int(after.number[-3:]) == int(asked.number[-3:]) + 1
    roads.settle()
    assert at(roads, HOSPITAL, asked.id) == at(roads, CLINIC, asked.id)


@pytest.mark.sync
def test_a_withdrawal_that_comes_after_the_approval_is_refused_and_the_approval_stands(roads: Roads) -> None:
    asked = ask(roads)
    roads.settle()
    roads.do(HOSPITAL, grant(asked))
    roads.do(CLINIC, m.WithdrawDrugRequest(request=asked.id, reason="不要了"))
    roads.sync(HOSPITAL, CLINIC)
    shown = at(roads, CLINIC, asked.id)
    assert shown is not None
    assert shown.state is State.REVIEWED
    refusals = roads.world.desks[CLINIC].read(outbox.in_states, [outbox.REFUSED])
    (kept,) = [act for act in refusals if act.record == asked.id]
    assert kept.code == "wrong_state"
    assert "不要了" in kept.body.decode()


@pytest.mark.sync
def test_two_pharmacists_who_decide_one_request_offline_decide_it_once(roads: Roads) -> None:
    asked = ask(roads)
    roads.settle()
    roads.do(HOSPITAL, grant(asked))
    nothing = [Decision(drug=line.drug, approved=0, reason="缺货") for line in asked.lines]
    roads.do(SECOND, m.ReviewDrugRequest(request=asked.id, decisions=tuple(nothing)))
    roads.settle()
    for name in (CLINIC, HOSPITAL, SECOND):
        assert at(roads, name, asked.id) == at_hub(roads, asked.id)
    shown = at(roads, SECOND, asked.id)
    assert shown is not None
    assert shown.state is State.REVIEWED


@pytest.mark.sync
def test_two_deliveries_of_one_request_are_one(roads: Roads) -> None:
    """Design §2.8: two desks issuing offline must not both have sent the same packs."""
    asked = ask(roads)
    roads.settle()
    roads.do(HOSPITAL, grant(asked))
    roads.settle()
    first, second = roads.do(HOSPITAL, send(asked)), roads.do(SECOND, send(asked))
    assert first.delivery != second.delivery
    roads.settle()
    stands = at_hub(roads, asked.id)
    assert stands is not None
    assert stands.delivery == first.delivery
    assert at(roads, HOSPITAL, asked.id) == at(roads, SECOND, asked.id) == stands
    refusals = roads.world.desks[SECOND].read(outbox.in_states, [outbox.REFUSED])
    assert [act.code for act in refusals if act.record == asked.id and act.kind.endswith("dispatched")] == [
        "wrong_state"
    ]


MAY: dict[str, set[Role]] = {
    "SaveRequestDraft": {Role.PHARMACIST, Role.DIRECTOR},
    "SubmitDrugRequest": {Role.PHARMACIST, Role.DIRECTOR},
    "WithdrawDrugRequest": {Role.PHARMACIST, Role.DIRECTOR},
    "ReceiveDelivery": {Role.PHARMACIST, Role.DIRECTOR},
    "SendBackDrugRequest": {Role.CENTRAL_PHARMACY},
    "ReviewDrugRequest": {Role.CENTRAL_PHARMACY},
    "DispatchDrugRequest": {Role.CENTRAL_PHARMACY},
    "PrintDrugRequest": {Role.PHARMACIST, Role.DIRECTOR, Role.CENTRAL_PHARMACY},
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
        assert caught.value.code in {"not_found", "lines_empty"}


def test_a_doctor_does_not_approve_drugs_not_even_at_the_lead_hospital(roads: Roads) -> None:
    asked = ask(roads)
    roads.settle()
    me = roads.world.people[HOSPITAL]
    doctor = Actor(me.account, me.name, frozenset({Role.DOCTOR}), me.institution)
    with refused("role_may_not"):
        roads.world.desks[HOSPITAL].do(doctor, grant(asked))


def test_the_clinic_does_not_approve_its_own_request_whatever_role_it_claims(roads: Roads) -> None:
    asked = ask(roads)
    me = roads.world.people[CLINIC]
    liar = Actor(me.account, me.name, frozenset({Role.CENTRAL_PHARMACY}), me.institution)
    with refused("not_holder"):
        roads.world.desks[CLINIC].do(liar, grant(asked))


def test_a_refused_request_uses_no_number_and_leaves_nothing(roads: Roads) -> None:
    roads.settle()
    before = ask(roads)
    with refused("quantity_low"):
        ask(roads, 0)
    assert int(ask(roads).number[-3:]) == int(before.number[-3:]) + 1
    assert roads.world.desks[CLINIC].read(status).waiting == 2


def test_a_draft_has_no_number_and_stays_at_home(roads: Roads) -> None:
    lines = (Wanted(drug=roads.world.drug(CLINIC), quantity=3),)
    draft = roads.do(CLINIC, m.SaveRequestDraft(lines=lines, note="没写完"))
    roads.settle()
    assert not draft.number
    assert at(roads, HOSPITAL, draft.id) is None
    sent = roads.do(CLINIC, m.SubmitDrugRequest(request=draft.id, lines=lines))
    assert sent.id == draft.id
    roads.settle()
    assert at(roads, HOSPITAL, draft.id) == at(roads, CLINIC, draft.id)


def test_a_request_is_found_by_its_number_and_by_that_of_its_delivery(roads: Roads) -> None:
    asked = ask(roads)
    roads.settle()
    roads.do(HOSPITAL, grant(asked))
    sent = roads.do(HOSPITAL, send(asked))
    roads.settle()
    desk = roads.world.desks[CLINIC]
    found = desk.read(store.by_number, asked.number)
    assert found is not None
    assert found.id == asked.id
    assert asked.id in [one.id for one in desk.read(registry.find, DRUG_REQUEST, sent.delivery, 50)]


def test_lists_show_drafts_first_and_what_waits(roads: Roads) -> None:
    roads.settle()
    lines = (Wanted(drug=roads.world.drug(CLINIC), quantity=3),)
    draft = roads.do(CLINIC, m.SaveRequestDraft(lines=lines))
    roads.settle()
    asked = ask(roads)
    dropped = ask(roads)
    roads.do(CLINIC, m.WithdrawDrugRequest(request=dropped.id))
    desk = roads.world.desks[CLINIC]
    rows = desk.read(store.requests)
    waits = {row.request.id: row.is_waiting for row in rows}
    assert waits[asked.id]
    assert not waits[draft.id]
    states = [row.request.state is State.DRAFT for row in rows]
    assert states == sorted(states, reverse=True)
    owed = {request.id for request in desk.read(store.open_requests)}
    assert {draft.id, asked.id} <= owed
    assert dropped.id not in owed


def test_a_drug_is_remembered_with_the_last_times_it_was_asked_for(roads: Roads) -> None:
    first, second = ask(roads, 11), ask(roads, 12)
    roads.settle()
    roads.do(HOSPITAL, grant(first))
    roads.settle()
    clinic = roads.world.people[CLINIC].institution
    drug = first.lines[0].drug
    times = roads.world.desks[CLINIC].read(store.asked_before, clinic, second.id)[drug]
    assert (times[0].requested, times[0].approved, times[0].unit) == (11, 11, first.lines[0].unit)
    both = roads.world.desks[CLINIC].read(store.asked_before, clinic)[drug]
    assert [(one.requested, one.approved) for one in both[:2]] == [(12, None), (11, 11)]
    assert len(both) <= 3


def test_each_print_is_counted_and_told_in_the_trail(roads: Roads) -> None:
    asked = ask(roads)
    desk, who = roads.world.desks[CLINIC], roads.world.people[CLINIC]
    for _ in range(2):
        roads.world.clock.advance(minutes=1)
        assert make_paper(desk, who, asked.number).startswith(b"%PDF")
    prints = [entry for entry in desk.read(trails.of_record, asked.id) if entry.act == "drug_request.printed"]
    assert [VOCABULARY.note(entry.note) for entry in prints] == ["请领单，第 1 次", "请领单，第 2 次"]


def _asked(command: type[msgspec.Struct]) -> msgspec.Struct:
    """Return a command about a request that is not there; what it asks matters only after the right to ask."""
    new = command in {m.SaveRequestDraft, m.SubmitDrugRequest}
    fill: dict[str, Any] = {"lines": (), "reason": "x", "decisions": (), "parcels": (), "counts": ()}
    fill["request"] = "" if new else "none"
    return command(**{name: fill[name] for name in command.__struct_fields__ if name in fill})
