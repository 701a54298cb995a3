"""Where tracking meets the rest: the hub's clock, patients sent down, deaths, trackers who left, a resident's time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.app.test_reactions import record
from tests.capabilities.roads import BACK
from tests.capabilities.roads import CLINIC
from tests.capabilities.roads import HOSPITAL
from tests.capabilities.roads import Roads
from tests.world import EVERY_LEAD_ROLE
from tests.world import World
from tests.world import id_number
from yigongti_desktop.app import timeline
from yigongti_desktop.app import trackers
from yigongti_desktop.capabilities.followups.model.visit import State as VisitState
from yigongti_desktop.capabilities.pharmacy.store.shortages import SHORTAGE
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages import down as d
from yigongti_desktop.capabilities.referrals.messages import tracking as t
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import Limit
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.messages import NoteDeath
from yigongti_desktop.storage import trails

pytestmark = pytest.mark.sync
THIRD = "多宝"


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Roads]:
    """岳口, 多宝 and 市一医 with a desk each; the tests send different patients."""
    world = World(tmp_path_factory.mktemp("county"))
    world.open_line()
    world.desk(CLINIC)
    world.desk(THIRD)
    world.desk(HOSPITAL, roles=(*EVERY_LEAD_ROLE, Role.DIRECTOR))
    made = Roads(world)
    made.settle()
    yield made
    world.close()


def send_down(roads: Roads, serial: int, drugs: tuple[SlipDrug, ...] = ()) -> Referral:
    patient = replace(
        roads.world.slip(HOSPITAL).patient, id_number=id_number(date(1948, 5, 2), serial), birth=date(1948, 5, 2)
    )
    slip = roads.world.slip(HOSPITAL, target=Target(institution="tianmen.yuekou"), patient=patient)
    sent: Referral = roads.do(HOSPITAL, d.SendDown(slip=slip, back=BACK, down_class="stable_critical", drugs=drugs))
    return sent


def at(roads: Roads, name: str, case: str) -> Referral:
    found = roads.case(name, case)
    assert found is not None
    return found


@pytest.mark.policy("REF-10")
def test_an_emergency_is_reminded_after_two_hours_and_escalated_after_four_each_once(roads: Roads) -> None:
    sent = roads.send(urgency=Urgency.EMERGENCY, history="")
    roads.settle()
    hub, clock = roads.world.hub, roads.world.clock
    clock.advance(hours=1)
    assert hub.watch_limits() == 0
    clock.advance(hours=1)
    assert (hub.watch_limits(), hub.watch_limits()) == (1, 0)
    assert roads.case_at_hub(sent.id).passed == (Limit.ANSWER.value,)
    clock.advance(hours=2)
    assert (hub.watch_limits(), hub.watch_limits()) == (1, 0)
    roads.settle()
    for name in (CLINIC, HOSPITAL):
        assert at(roads, name, sent.id).passed == (Limit.ANSWER.value, Limit.ESCALATION.value)
    clock.advance(hours=20)
    assert hub.watch_limits() == 1  # 24 hours to fill the gaps
    acts = [step.act for step in roads.world.desks[CLINIC].read(trails.of_record, sent.id)]
    assert acts.count("referral.limit_passed") == 2  # the third comes with the next sync
    roads.settle()
    roads.do(CLINIC, m.WithdrawReferral(referral=sent.id, reason="患者不去了"))
    roads.settle()
    assert roads.case_at_hub(sent.id).next_contact is None


@pytest.mark.policy("REF-23")
def test_who_was_accepted_and_does_not_come_is_asked_after_and_gets_a_new_day(roads: Roads) -> None:
    sent = roads.send()
    roads.settle()
    roads.do(HOSPITAL, m.AcceptReferral(referral=sent.id))
    roads.settle()
    roads.world.clock.advance(days=8)
    roads.world.hub.keep_house()
    assert roads.world.hub.watch_limits() == 1
    roads.settle()
    missed = at(roads, CLINIC, sent.id)
    today = day(roads.world.clock.now())
    assert (missed.state, missed.passed, missed.next_contact) == (
        State.ACCEPTED,
        (Limit.ARRIVAL.value,),
        missed.next_contact,
    )
    assert missed.next_contact is not None
    assert missed.next_contact <= today
    booked = roads.do(CLINIC, t.RebookReferral(referral=sent.id, on=today + timedelta(days=3)))
    assert (booked.arrive_by, booked.passed) == (today + timedelta(days=3), ())
    roads.settle()
    assert roads.case_at_hub(sent.id) == at(roads, HOSPITAL, sent.id)


@pytest.mark.policy("REF-07")
@pytest.mark.policy("REF-28")
@pytest.mark.policy("PHA-02")
def test_who_is_sent_down_is_taken_on_visited_and_given_the_drugs_further(roads: Roads) -> None:
    drug = SlipDrug(drug=roads.world.drug(HOSPITAL), name="", dose="1片", frequency="每日1次", days=14, quantity=3)
    sent = send_down(roads, 302, (drug,))
    roads.settle()
    assert roads.case(THIRD, sent.id) is None  # least sight
    taken = roads.do(CLINIC, d.TakeOnPatient(referral=sent.id, reception="周三上门"))
    assert taken.tracker == roads.world.people[CLINIC].account
    roads.settle()
    (visit,) = roads.visits(CLINIC, sent.id)
    assert (visit.state, visit.institution, visit.due) == (VisitState.OPEN, "tianmen.yuekou", sent.follow_up_by)
    assert not roads.visits(HOSPITAL, sent.id)
    found = [one for one in roads.world.desks[CLINIC].read(registry.everything, SHORTAGE) if one.source == sent.id]
    assert [(one.quantity, one.institution) for one in found] == [(3, "tianmen.yuekou")]
    roads.do(CLINIC, d.ReceivePatient(referral=sent.id))
    record(roads, CLINIC, visit)
    closed = roads.do(CLINIC, m.CloseReferral(referral=sent.id, outcome=Outcome.IMPROVED))
    assert closed.state is State.CLOSED
    roads.settle()
    assert roads.case_at_hub(sent.id) == at(roads, HOSPITAL, sent.id) == at(roads, CLINIC, sent.id)


def test_a_hospital_that_takes_a_patient_back_who_was_taken_on_drops_the_visit(roads: Roads) -> None:
    sent = send_down(roads, 304)
    roads.settle()
    roads.do(CLINIC, d.TakeOnPatient(referral=sent.id))
    roads.settle()
    roads.do(HOSPITAL, m.WithdrawReferral(referral=sent.id, reason="病情反复，再住院"))
    roads.settle()
    assert [one.state for one in roads.visits(CLINIC, sent.id)] == [VisitState.DROPPED]


@pytest.mark.policy("REF-16")
def test_a_death_in_the_register_ends_every_case_of_the_person_and_put_right_they_go_on(roads: Roads) -> None:
    back = roads.bring_back()
    again = roads.send(patient=back.slip.patient)
    roads.settle()
    resident = back.slip.patient.resident
    today = day(roads.world.clock.now())
    roads.do(CLINIC, NoteDeath(resident=resident, died_on=today, reason="家属来报"))
    assert at(roads, CLINIC, back.id).state is State.CLOSED  # the desk foresees it
    roads.settle()
    for case in (back, again):
        ended = at(roads, HOSPITAL, case.id)
        assert (ended.state, ended.outcome, ended.next_contact) == (State.CLOSED, "died", None)
    assert [one.state for one in roads.visits(CLINIC, back.id)] == [VisitState.DROPPED]
    roads.do(CLINIC, NoteDeath(resident=resident, seen=today, died_on=None, reason="登记错了人"))
    roads.settle()
    assert at(roads, HOSPITAL, back.id).state is State.RETURNED
    assert at(roads, HOSPITAL, again.id).state is State.SENT
    assert [one.state for one in roads.visits(CLINIC, back.id)] == [VisitState.OPEN]
    assert at(roads, CLINIC, back.id).next_contact == day(roads.world.clock.now())


def test_a_wrongly_closed_case_is_opened_again_where_it_stood(roads: Roads) -> None:
    back = roads.bring_back()
    roads.do(CLINIC, m.CloseReferral(referral=back.id, outcome=Outcome.DIED))
    roads.settle()
    opened = roads.do(CLINIC, t.ReopenReferral(referral=back.id, reason="关错了人"))
    assert (opened.state, opened.outcome) == (State.RETURNED, "")
    roads.settle()
    assert [one.state for one in roads.visits(CLINIC, back.id)] == [VisitState.OPEN]
    assert roads.case_at_hub(back.id) == at(roads, HOSPITAL, back.id)


def test_a_patient_who_turned_up_elsewhere_is_seen_there_and_no_longer_waited_for(roads: Roads) -> None:
    sent = roads.send()
    roads.settle()
    moved = roads.do(CLINIC, t.NoteTurnUp(referral=sent.id, institution="tianmen.zhongyi", reason="患者自行去了"))
    assert (moved.target, moved.found_at, moved.state) == ("tianmen.zhongyi", "tianmen.zhongyi", State.REDIRECTED)
    roads.settle()
    assert REFERRAL.streams(roads.case_at_hub(sent.id)) == {
        f"unit:tianmen.{place}" for place in ("yuekou", "diyi", "zhongyi")
    }


@pytest.mark.policy("REF-23")
def test_a_case_whose_tracker_left_shows_for_the_office_until_somebody_follows(roads: Roads) -> None:
    world = roads.world
    account, _ = world.keeper.add_account(CLINIC, "leaver", "李去职", (Role.DOCTOR,))
    sent = roads.send(tracker=account.id, tracker_name="李去职")
    roads.settle()
    desk, me, today = world.desks[CLINIC], world.people[CLINIC], day(world.clock.now())
    assert account.id not in desk.read(trackers.absent_trackers, "tianmen.yuekou", today)
    world.keeper.stop_account(account)
    roads.settle()
    assert desk.read(trackers.absent_trackers, "tianmen.yuekou", today)[account.id] == trackers.LEFT
    assert sent.id in {todo.record for todo in desk.read(trackers.todos, me, world.clock.now())}
    roads.do(CLINIC, t.HandOverTracking(referral=sent.id, tracker=me.account))
    roads.settle()
    assert sent.id not in {todo.record for todo in desk.read(trackers.todos, me, world.clock.now())}
    assert roads.case_at_hub(sent.id).tracker == me.account


@pytest.mark.policy("REF-12")
def test_a_resident_s_time_shows_what_each_desk_may_see_and_no_more(roads: Roads) -> None:
    back = roads.bring_back()
    resident = back.slip.patient.resident
    whole = roads.world.desks[CLINIC].read(timeline.life_of, resident)
    assert whole is not None
    told = [one.what for one in reversed(whole.moments)]
    assert told[:4] == ["referral.sent", "referral.accepted", "referral.arrived", "referral.returned"]
    assert "待访" in told
    there = roads.world.desks[HOSPITAL].read(timeline.life_of, resident)
    assert there is not None
    assert "待访" not in {one.what for one in there.moments}  # the unit's own visit
    assert roads.world.desks[THIRD].read(timeline.life_of, resident) is None
