"""Referrals on real desks with a real hub: registration, numbers, rights, sight, questions that screens ask."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from datetime import timedelta

import msgspec
import pytest
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC as CLINIC_ID
from tests.capabilities.judging import HOSPITAL as HOSPITAL_ID
from tests.capabilities.judging import OTHER_HOSPITAL
from tests.capabilities.judging import refused
from tests.capabilities.judging import wide
from tests.capabilities.referrals.downs import down_in_state
from tests.capabilities.roads import BACK
from tests.capabilities.roads import CLINIC
from tests.capabilities.roads import HOSPITAL
from tests.capabilities.roads import Roads
from tests.world import EVERY_LEAD_ROLE
from tests.world import World
from tests.world import id_number
from yigongti_desktop.app.papers import Kind
from yigongti_desktop.app.papers import make_paper
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages import tracking as t
from yigongti_desktop.capabilities.referrals.model.slip import Patient
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import ContactResult
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.service.cases import SLICE
from yigongti_desktop.capabilities.referrals.store import cases as store
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.documents.code_reading import look
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.protocol import paper_code
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.store import RESIDENT
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.unit_of_work import unit_of_work
from yigongti_desktop.sync.status import status

OTHER, FAR = "市中医", "多宝"


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Roads]:
    """岳口, 多宝, 市一医 and 市中医, one desk each; the tests send different patients."""
    world = World(tmp_path_factory.mktemp("county"))
    world.open_line()
    world.desk(CLINIC)
    world.desk(FAR)
    world.desk(HOSPITAL, roles=EVERY_LEAD_ROLE)
    world.desk(OTHER, roles=EVERY_LEAD_ROLE)
    made = Roads(world)
    made.settle()
    yield made
    made.settle()
    world.close()


def person(roads: Roads, *roles: Role, name: str = CLINIC) -> Actor:
    """Return the person of a desk with other roles than they have."""
    return replace_roles(roads.world.people[name], frozenset(roles))


def replace_roles(actor: Actor, roles: frozenset[Role]) -> Actor:
    return Actor(actor.account, actor.name, roles, actor.institution, actor.device)


def waiting(roads: Roads, name: str = CLINIC) -> int:
    return roads.world.desks[name].read(status).waiting


# the patient and the register


def test_a_new_patient_with_an_id_number_is_registered_with_the_slip(roads: Roads) -> None:
    roads.settle()
    sent = roads.send()
    assert waiting(roads) == 2
    resident = roads.world.desks[CLINIC].read(records.load, RESIDENT, sent.slip.patient.resident)
    assert resident is not None
    assert (resident.name, resident.id_number, resident.units) == ("邱传富", sent.slip.patient.id_number, (CLINIC_ID,))
    roads.settle()
    assert waiting(roads) == 0


def test_a_known_patient_is_linked_and_not_registered_again(roads: Roads) -> None:
    first = roads.send()
    roads.settle()
    moved = replace(first.slip.patient, resident="", address="新家", phone="13900000009")
    second = roads.send(patient=moved)
    assert waiting(roads) == 1
    assert second.slip.patient.resident == first.slip.patient.resident
    assert second.slip.patient.phone == "13900000009"
    resident = roads.world.desks[CLINIC].read(records.load, RESIDENT, first.slip.patient.resident)
    assert resident is not None
    assert resident.phone == "13900000001"


def test_one_citizen_is_one_resident_however_the_number_is_typed_and_wherever(roads: Roads) -> None:
    number = "11010519491231002X"
    roads.settle()
    here = roads.send(patient=_woman(number))
    there = roads.send(FAR, patient=_woman(wide("11010519491231002x")))
    assert here.slip.patient.resident == there.slip.patient.resident
    roads.settle()
    resident = roads.world.desks[FAR].read(records.load, RESIDENT, here.slip.patient.resident)
    assert resident is not None
    assert set(resident.units) == {CLINIC_ID, "tianmen.duobao"}


@pytest.mark.parametrize("typed", ["", "  "])
def test_a_patient_without_an_id_number_is_referred_without_being_registered(roads: Roads, typed: str) -> None:
    roads.settle()
    sent = roads.send(patient=replace(_woman(typed), name="无名氏"))
    assert waiting(roads) == 1
    assert not sent.slip.patient.resident


def test_an_id_number_of_another_birth_is_refused_and_nothing_is_used_up(roads: Roads) -> None:
    roads.settle()
    before = roads.send()
    with refused("id_number_other_birth"):
        roads.send(patient=_woman(id_number(serial=401)))
    after = roads.send()
    assert waiting(roads) == 4
    assert int(after.number[-3:]) == int(before.number[-3:]) + 1


# numbers and drafts


def test_a_draft_gets_its_number_when_it_is_sent_and_nobody_sees_it_before(roads: Roads) -> None:
    slip = roads.world.slip(CLINIC, patient=_woman(""), history="")
    draft = roads.do(CLINIC, m.SaveReferralDraft(slip=slip))
    roads.settle()
    assert not draft.number
    assert roads.case(HOSPITAL, draft.id) is None
    sent = roads.do(CLINIC, m.SendReferral(referral=draft.id, slip=replace(slip, history="头晕 2 天。")))
    assert sent.id == draft.id
    today = day(roads.world.clock.now())
    assert sent.number.startswith(f"岳口-{today:%Y%m%d}-A-")
    roads.settle()
    assert roads.case(HOSPITAL, draft.id) == roads.case(CLINIC, draft.id)


def test_a_case_sent_elsewhere_keeps_its_number_and_the_first_hospital_keeps_sight(roads: Roads) -> None:
    sent = roads.send()
    roads.sync(CLINIC, HOSPITAL)
    passed_on = m.RedirectReferral(
        referral=sent.id, target=Target(institution=OTHER_HOSPITAL, department="针灸科"), reason="康复为主"
    )
    roads.do(HOSPITAL, passed_on)
    roads.settle()
    seen = [roads.case(name, sent.id) for name in (CLINIC, HOSPITAL, OTHER)]
    assert seen == [roads.case_at_hub(sent.id)] * 3
    assert roads.case(FAR, sent.id) is None
    assert roads.case_at_hub(sent.id).number == sent.number
    with refused("not_holder"):
        roads.do(HOSPITAL, m.AcceptReferral(referral=sent.id))
    roads.do(OTHER, m.DeclineReferral(referral=sent.id, reason="没有床位"))
    roads.settle()
    roads.do(CLINIC, m.RetargetReferral(referral=sent.id, target=Target(institution=HOSPITAL_ID, department="内科")))
    roads.settle()
    last = roads.case(OTHER, sent.id)
    assert last is not None
    assert (last.state, last.target, last.number) == (State.SENT, HOSPITAL_ID, sent.number)
    assert last.reached_at is not None


# rights

_SENDERS = {Role.DOCTOR, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR, Role.DIRECTOR}
MAY: dict[str, set[Role]] = {
    "SaveReferralDraft": {Role.DOCTOR, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR, Role.DIRECTOR, Role.NURSE},
    "SendReferral": {Role.DOCTOR, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR, Role.DIRECTOR},
    "CompleteReferral": {Role.DOCTOR, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR, Role.DIRECTOR},
    "RetargetReferral": _SENDERS | {Role.REFERRAL_OFFICE},
    "WithdrawReferral": _SENDERS | {Role.REFERRAL_OFFICE},
    "CloseReferral": _SENDERS | {Role.NURSE, Role.REFERRAL_OFFICE},
    "AcceptReferral": {Role.REFERRAL_OFFICE},
    "DeclineReferral": {Role.REFERRAL_OFFICE},
    "RedirectReferral": {Role.REFERRAL_OFFICE},
    "RegisterArrival": {Role.REFERRAL_OFFICE, Role.DOCTOR, Role.NURSE},
    "SendBack": {Role.REFERRAL_OFFICE, Role.DOCTOR},
}


@pytest.mark.parametrize("command", MAY)
def test_only_those_whose_work_it_is_may_do_it(roads: Roads, command: str) -> None:
    kinds = {kind.name: kind.command for kind in SLICE.commands}
    asked = _asked(roads, kinds[command])
    for role in sorted(set(Role) - MAY[command]):
        with refused("role_may_not"):
            roads.world.desks[CLINIC].do(person(roads, role), asked)
    for role in sorted(MAY[command]):
        is_lenient = command == "SaveReferralDraft"
        with suppress(Refused) if is_lenient else pytest.raises(Refused, match=r"not_found|field_empty"):
            roads.world.desks[CLINIC].do(person(roads, role), asked)


def test_a_pharmacist_does_not_refer_and_leaves_nothing_behind(roads: Roads) -> None:
    roads.settle()
    slip = roads.world.slip(CLINIC)
    with refused("role_may_not"):
        roads.world.desks[CLINIC].do(person(roads, Role.PHARMACIST), m.SendReferral(slip=slip))
    assert waiting(roads) == 0


def test_the_clinic_does_not_accept_its_own_case_whatever_role_it_claims(roads: Roads) -> None:
    sent = roads.send()
    with refused("role_may_not"):
        roads.do(CLINIC, m.AcceptReferral(referral=sent.id))
    with refused("not_holder"):
        roads.world.desks[CLINIC].do(person(roads, Role.REFERRAL_OFFICE), m.AcceptReferral(referral=sent.id))


def test_a_desk_that_claims_a_role_is_found_out_by_the_hub_and_its_words_are_kept(roads: Roads) -> None:
    roads.settle()
    _, _ = roads.world.keeper.add_account(CLINIC, "yao", "刘春梅", (Role.PHARMACIST,))
    account = roads.world.keeper.account(CLINIC, "yao")
    liar = Actor(account.id, account.name, frozenset({Role.DOCTOR}), CLINIC_ID)
    slip = roads.world.slip(CLINIC, patient=_woman(""), history="冒名开的单子。")
    sent = roads.world.desks[CLINIC].do(liar, m.SendReferral(slip=slip)).record
    roads.settle()
    assert roads.case(CLINIC, sent.id) is None
    refusals = roads.world.desks[CLINIC].read(outbox.in_states, [outbox.REFUSED])
    (kept,) = [act for act in refusals if act.record == sent.id]
    assert kept.code == "role_may_not"
    assert "冒名开的单子。" in kept.body.decode()


def test_nobody_says_a_visit_was_made_without_recording_one(roads: Roads) -> None:
    """A desk that leaves the visit out and sends only its consequence is refused."""
    back = roads.bring_back()
    desk = roads.world.desks[CLINIC]
    kind = desk.catalogue.event("referral.followed_up")
    forged = person(roads, Role.DOCTOR, Role.HUB)
    with unit_of_work(desk.engine, desk.catalogue, desk.clock, desk.ids, forged) as work:
        work.emit(kind, back.id, m.ReferralFollowedUp())
    roads.settle()
    assert roads.case_at_hub(back.id).state is State.RETURNED
    assert roads.case(CLINIC, back.id) == roads.case_at_hub(back.id)


@pytest.mark.policy("REF-16")
@pytest.mark.parametrize("knows", ["before", "after"])
def test_a_patient_who_came_while_the_unit_took_the_case_back_goes_on(roads: Roads, knows: str) -> None:
    """Before: the hub has heard of the acceptance when the case is taken back; after: of nothing."""
    sent = roads.send()
    roads.settle()
    roads.do(HOSPITAL, m.AcceptReferral(referral=sent.id, reception="神经内科 3 床"))
    if knows == "before":
        roads.settle()
    roads.do(CLINIC, m.WithdrawReferral(referral=sent.id, reason="家属不愿去"))
    roads.do(HOSPITAL, m.RegisterArrival(referral=sent.id))
    roads.sync(CLINIC)
    roads.settle()
    case = roads.case_at_hub(sent.id)
    assert (case.state, case.reason, case.ended_from) == (State.ARRIVED, "", "")
    assert case.next_contact is not None
    assert roads.case(CLINIC, sent.id) == roads.case(HOSPITAL, sent.id) == case
    refused_acts = roads.world.desks[HOSPITAL].read(outbox.in_states, [outbox.REFUSED])
    of_case = [act.kind for act in refused_acts if act.record == sent.id]
    assert of_case == ([] if knows == "before" else ["referral.accepted"])
    roads.do(HOSPITAL, m.SendBack(referral=sent.id, slip=BACK))
    roads.settle()
    assert [visit.source for visit in roads.visits(CLINIC, sent.id)] == [sent.id]


@pytest.mark.policy("REF-16")
def test_a_patient_who_came_to_the_hospital_that_was_asked_first_is_theirs(roads: Roads) -> None:
    """The slip lapsed and was offered elsewhere, while they were treated where the line was down."""
    sent = roads.send()
    roads.settle()
    for command in (
        m.AcceptReferral(referral=sent.id, reception="神经内科 3 床"),
        m.RegisterArrival(referral=sent.id, case_number="M1"),
        m.SendBack(referral=sent.id, slip=BACK),
    ):
        roads.do(HOSPITAL, command)
    roads.do(CLINIC, t.NoteTurnUp(referral=sent.id, institution=OTHER_HOSPITAL, reason="家属说去了那边"))
    roads.sync(CLINIC, OTHER)
    roads.do(OTHER, m.LogContact(referral=sent.id, said="没见到人"))
    roads.settle()
    roads.settle()
    case = roads.case_at_hub(sent.id)
    assert (case.state, case.target, case.found_at) == (State.RETURNED, HOSPITAL_ID, "")
    assert case.return_slip == BACK
    assert {roads.case(name, sent.id) == case for name in (CLINIC, HOSPITAL, OTHER)} == {True}
    assert [visit.source for visit in roads.visits(CLINIC, sent.id)] == [sent.id]


# papers


def test_each_print_is_counted_and_told_in_the_trail(roads: Roads) -> None:
    back = roads.bring_back()
    desk, who = roads.world.desks[CLINIC], roads.world.people[CLINIC]
    for is_return in (False, False, True):
        roads.world.clock.advance(minutes=1)
        assert make_paper(desk, who, back.number, Kind.RETURN if is_return else Kind.ITSELF).startswith(b"%PDF")
    prints = [entry for entry in desk.read(trails.of_record, back.id) if entry.act == "referral.printed"]
    assert [VOCABULARY.note(entry.note) for entry in prints] == [
        "转出单，第 1 次",
        "转出单，第 2 次",
        "回转单，第 1 次",
    ]
    case = roads.case(CLINIC, back.id)
    assert case is not None
    assert (case.prints, case.return_prints) == (2, 1)


def test_a_slip_that_is_printed_by_its_number_bears_its_code_as_one_from_the_window(roads: Roads) -> None:
    back = roads.bring_back()
    for name, kind in ((CLINIC, Kind.ITSELF), (HOSPITAL, Kind.RETURN)):
        desk, who = roads.world.desks[name], roads.world.people[name]
        (text,) = look(make_paper(desk, who, back.number, kind)).texts
        (code,) = map(paper_code.join, paper_code.by_paper(paper_code.parts_of(text)))
        assert paper_code.unseal(code).record == back.id


def test_a_return_slip_is_not_printed_before_there_is_one(roads: Roads) -> None:
    sent = roads.send()
    with refused("wrong_state"):
        make_paper(roads.world.desks[CLINIC], roads.world.people[CLINIC], sent.number, Kind.RETURN)
    with refused("not_found"):
        make_paper(roads.world.desks[CLINIC], roads.world.people[CLINIC], "岳口-20000101-A-001")


# questions of screens


def test_a_case_is_found_by_its_number_and_by_the_patient_s_name(roads: Roads) -> None:
    sent = roads.send()
    desk = roads.world.desks[CLINIC]
    assert desk.read(store.by_number, sent.number) == sent
    for typed in ("邱传富", "qcf", sent.number.lower()):
        assert sent in desk.read(registry.find, REFERRAL, typed, 500)


def test_lists_show_what_waits_and_what_is_owed_and_leave_out_what_is_old_and_over(roads: Roads) -> None:
    roads.settle()
    owed, old = roads.send(), roads.send()
    roads.world.do(CLINIC, m.WithdrawReferral(referral=old.id, reason="家属不愿去"))
    roads.settle()
    roads.world.clock.advance(days=2)
    new = roads.send()
    desk = roads.world.desks[CLINIC]
    since = roads.world.clock.now() - timedelta(days=1)
    listed = {case.referral.id: case.is_waiting for case in desk.read(store.cases, since)}
    assert listed[new.id]
    assert listed[owed.id] is False
    assert old.id not in listed
    everything = desk.read(store.cases)
    assert {case.referral.id: case.is_waiting for case in everything}[old.id] is False
    moments = [case.referral.sent_at for case in everything if case.referral.sent_at]
    assert moments == sorted(moments, reverse=True)


def test_open_cases_owe_something_and_ended_ones_do_not(roads: Roads) -> None:
    kept, dropped = roads.send(), roads.send()
    roads.do(CLINIC, m.WithdrawReferral(referral=dropped.id, reason="患者不去了"))
    found = {case.id for case in roads.world.desks[CLINIC].read(store.open_cases)}
    assert kept.id in found
    assert dropped.id not in found


def test_a_slip_that_nobody_answered_lapses_after_its_last_day(roads: Roads) -> None:
    sent = roads.send()
    roads.settle()
    desk = roads.world.desks[CLINIC]
    last = sent.valid_until
    assert last is not None
    assert sent.id not in desk.read(store.lapsed, last.isoformat())
    assert sent.id in desk.read(store.lapsed, (last + timedelta(days=1)).isoformat())
    taken = replace(down_in_state(State.ACCEPTED), id="down-1", valid_until=last)
    asked = replace(down_in_state(State.SENT), id="down-2", valid_until=last)
    desk.write(records.save_many, REFERRAL, [taken, asked])
    found = desk.read(store.lapsed, (last + timedelta(days=1)).isoformat())
    assert ("down-1" in found, "down-2" in found) == (False, True)
    roads.world.clock.advance(days=8)
    roads.do(CLINIC, m.ExpireReferral(referral=sent.id))
    roads.settle()
    assert roads.case_at_hub(sent.id).state is State.EXPIRED
    closing = m.CloseReferral(referral=sent.id, outcome=Outcome.NOT_ARRIVED)
    with refused("contact_owed"):
        roads.do(CLINIC, closing)
    roads.do(CLINIC, m.LogContact(referral=sent.id, said="家属说不去了", result=ContactResult.UNWILLING))
    closed = roads.do(CLINIC, closing)
    assert closed.state is State.CLOSED


def test_the_hub_lets_slips_lapse_by_itself_and_tells_both_sides(roads: Roads) -> None:
    sent, gone = roads.send(), roads.send()
    roads.do(CLINIC, m.WithdrawReferral(referral=gone.id, reason="患者不去了"))
    roads.settle()
    roads.world.clock.advance(days=8)
    assert roads.world.hub.keep_house() >= 1
    assert roads.world.hub.keep_house() == 0
    roads.settle()
    for name in (CLINIC, HOSPITAL):
        assert roads.case(name, sent.id) == roads.case_at_hub(sent.id)
    assert roads.case_at_hub(sent.id).state is State.EXPIRED
    assert roads.case_at_hub(gone.id).state is State.WITHDRAWN


def test_diagnoses_are_counted_by_their_use_at_this_desk(roads: Roads) -> None:
    desk = roads.world.desks[FAR]
    before = desk.read(store.diagnosis_use)
    roads.send(FAR, diagnosis_code="I10.x00x002", impression="高血压")
    roads.send(FAR, diagnosis_code="I10.x00x002", impression="高血压")
    assert (desk.read(store.diagnosis_use) - before)["I10.x00x002"] == 2


def test_diagnoses_that_this_desk_writes_come_first(roads: Roads) -> None:
    desk = roads.world.desks[FAR]
    for _ in range(3):
        roads.send(FAR, diagnosis_code="I10.x00x002", impression="高血压")
    assert desk.read(store.find_diagnoses, "")[0].code == "I10.x00x002"
    found = desk.read(store.find_diagnoses, "I10")
    assert found[0].code == "I10.x00x002"
    assert found[0].used >= 3
    assert not desk.read(store.find_diagnoses, "没有这种病")


def test_a_case_opens_with_its_steps_and_whether_it_waits(roads: Roads) -> None:
    sent = roads.send()
    desk = roads.world.desks[CLINIC]
    opened = desk.read(store.opened, sent.id)
    assert opened is not None
    assert (opened.referral, opened.is_waiting, [step.act for step in opened.steps]) == (sent, True, ["referral.sent"])
    roads.settle()
    opened = desk.read(store.opened, sent.id)
    assert opened is not None
    assert not opened.is_waiting
    assert desk.read(store.opened, "none") is None


def test_what_the_others_did_with_our_cases_is_news_and_what_we_did_is_not(roads: Roads) -> None:
    before = roads.world.clock.now()
    back = roads.bring_back()
    news = roads.world.desks[CLINIC].read(store.steps_of_others, CLINIC_ID, before)
    acts = [step.act for case, step in news if case.id == back.id]
    assert acts[0] in {"referral.returned", "referral.arrived", "referral.accepted"}
    assert set(acts) == {"referral.accepted", "referral.arrived", "referral.returned"}
    moments = roads.world.desks[CLINIC].read(store.sent_and_returned, before)
    assert (back.sent_at, back.returned_at) in moments


def test_a_row_of_the_table_is_the_record_again(roads: Roads) -> None:
    back = roads.bring_back()
    kept = roads.world.desks[CLINIC].read(records.load, REFERRAL, back.id)
    assert kept is not None
    assert kept.return_slip == BACK
    assert kept.slip == back.slip


def _woman(number: str) -> Patient:
    return Patient(
        name="范秀英",
        sex=Sex.FEMALE,
        birth=date(1949, 12, 31),
        id_number=number,
        address="岳口镇新堰村",
        phone="13900000003",
    )


def _asked(roads: Roads, command: type[msgspec.Struct]) -> msgspec.Struct:
    """Return a command about a case that is not there; what it asks matters only after the right to ask."""
    slip = roads.world.slip(CLINIC, patient=_woman(""), history="")
    fill = {
        "slip": BACK if command is m.SendBack else slip,
        "target": slip.target,
        "reason": "x",
        "outcome": Outcome.DIED,
        "referral": "" if command in {m.SaveReferralDraft, m.SendReferral} else "none",
    }
    return command(**{name: fill[name] for name in command.__struct_fields__ if name in fill})
