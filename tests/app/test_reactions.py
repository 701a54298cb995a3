"""Where capabilities meet: a return opens a visit, a visit moves the case, an end drops what is owed; each once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

import pytest
from msgspec.structs import replace
from sqlalchemy import select

from tests.capabilities.judging import CLINIC as CLINIC_ID
from tests.capabilities.judging import HOSPITAL as HOSPITAL_ID
from tests.capabilities.judging import ruling
from tests.capabilities.referrals.cases import in_state
from tests.capabilities.roads import BACK
from tests.capabilities.roads import CLINIC
from tests.capabilities.roads import HOSPITAL
from tests.capabilities.roads import Roads
from tests.world import EVERY_LEAD_ROLE
from tests.world import World
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.app.reactions import react
from yigongti_desktop.capabilities.followups import messages as visit_messages
from yigongti_desktop.capabilities.followups.messages import RecordFollowUp
from yigongti_desktop.capabilities.followups.model.visit import Condition
from yigongti_desktop.capabilities.followups.model.visit import FollowUp
from yigongti_desktop.capabilities.followups.model.visit import State as VisitState
from yigongti_desktop.capabilities.followups.model.visit import Way
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.hub.tables import journal
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import Reaction
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.sync.status import status

SECOND = "岳口二"
#: Acts on a referral that something follows from: what is owed begins, ends, or begins again.
_HAVE_CONSEQUENCES = {
    "referral.returned",
    "referral.return_presented",
    "referral.taken_on",
    "referral.closed",
    "referral.withdrawn",
    "referral.died",
    "referral.death_noted",
}


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Roads]:
    """岳口 with two desks and 市一医 with one; the tests send different patients."""
    world = World(tmp_path_factory.mktemp("county"))
    world.open_line()
    world.desk(CLINIC)
    world.desk(CLINIC, SECOND)
    world.desk(HOSPITAL, roles=EVERY_LEAD_ROLE)
    made = Roads(world)
    made.settle()
    yield made
    world.close()


def follow(kind: str, after: Record, by: str = CLINIC_ID) -> list[Reaction]:
    """Return what follows from an act; what the act itself said matters to no reaction."""
    return list(react(kind, after, m.ReferralFollowedUp(), ruling(by)))


def record(roads: Roads, name: str, visit: FollowUp, condition: Condition = Condition.STABLE) -> FollowUp:
    command = RecordFollowUp(follow_up=visit.id, way=Way.HOME, condition=condition, result="血压 132/80，按时服药。")
    done: FollowUp = roads.do(name, command)
    return done


# by hand


@pytest.mark.policy("REF-28")
def test_a_return_opens_one_visit_however_often_it_is_looked_at() -> None:
    returned = in_state(State.RETURNED)
    first, second = (follow("referral.returned", returned, HOSPITAL_ID) for _ in range(2))
    assert first == second
    (opened,) = first
    assert opened.kind == "follow_up.opened"
    assert opened.event_id("cause") == second[0].event_id("cause")
    opening = opened.body
    assert isinstance(opening, visit_messages.FollowUpOpened)
    told = opening.opening
    assert (told.institution, told.source, told.due) == (CLINIC_ID, returned.id, returned.follow_up_by)
    assert (told.about, told.advice) == ("脑梗死", "继续抗血小板治疗，两周内随访血压。")
    assert (told.who.name, told.who.phone) == ("邱传富", "13900000001")
    assert (told.assignee, told.assignee_name) == ("account-li", "李文静")


def test_the_visits_of_two_cases_are_two() -> None:
    one = follow("referral.returned", in_state(State.RETURNED))[0]
    other = follow("referral.returned", replace(in_state(State.RETURNED), id="r-2"))[0]
    assert one.record != other.record
    assert one.event_id("cause") != other.event_id("cause")


def test_a_closed_case_that_came_back_drops_its_visit_and_one_that_did_not_drops_none() -> None:
    opened = follow("referral.returned", in_state(State.RETURNED))[0]
    (dropped,) = follow("referral.closed", in_state(State.CLOSED))
    assert (dropped.kind, dropped.record) == ("follow_up.dropped", opened.record)
    assert not follow("referral.closed", replace(in_state(State.CLOSED), return_slip=None))


def test_only_a_visit_that_a_referral_opened_moves_one() -> None:
    visit = CATALOGUE.event("follow_up.opened").decide(
        None, follow("referral.returned", in_state(State.RETURNED))[0].body, ruling()
    )
    (moved,) = follow("follow_up.recorded", visit)
    assert (moved.kind, moved.record) == ("referral.followed_up", "r-1")
    assert not follow("follow_up.recorded", replace(visit, source_kind="contract"))


@pytest.mark.parametrize("kind", sorted(set(CATALOGUE.events) - _HAVE_CONSEQUENCES))
def test_no_other_act_on_a_referral_has_consequences(kind: str) -> None:
    assert not follow(kind, in_state(State.FOLLOWED_UP))


# over the wire


@pytest.mark.sync
@pytest.mark.policy("REF-28")
def test_the_clinic_gets_its_visit_within_two_weeks_and_both_sides_agree(roads: Roads) -> None:
    back = roads.bring_back()
    (visit,) = roads.visits(CLINIC, back.id)
    assert visit == roads.visits(SECOND, back.id)[0] == roads.visits_at_hub(back.id)[0]
    assert not roads.visits(HOSPITAL, back.id)
    assert visit.state is VisitState.OPEN
    assert visit.due == day(roads.world.clock.now()) + timedelta(days=14)
    assert visit.source_number == back.number
    assert visit.assignee == roads.world.people[CLINIC].account
    assert roads.case(CLINIC, back.id) == roads.case(HOSPITAL, back.id) == roads.case_at_hub(back.id)


@pytest.mark.sync
@pytest.mark.policy("REF-08")
def test_recording_the_visit_completes_the_case_at_once_and_for_everybody_after_the_sync(roads: Roads) -> None:
    back = roads.bring_back()
    (visit,) = roads.visits(CLINIC, back.id)
    record(roads, CLINIC, visit)
    early = roads.case(CLINIC, back.id)
    assert early is not None
    assert early.state is State.FOLLOWED_UP
    roads.settle()
    for name in (CLINIC, SECOND, HOSPITAL):
        case = roads.case(name, back.id)
        assert case == roads.case_at_hub(back.id)
        assert case is not None
        assert case.state is State.FOLLOWED_UP


@pytest.mark.sync
def test_a_visit_recorded_offline_and_sent_again_and_again_is_there_once(roads: Roads) -> None:
    back = roads.bring_back()
    (visit,) = roads.visits(CLINIC, back.id)
    roads.world.cut_line()
    record(roads, CLINIC, visit)
    waiting = roads.world.desks[CLINIC].read(status).waiting
    assert waiting
    roads.sync(CLINIC)
    assert roads.world.desks[CLINIC].read(status).waiting == waiting
    roads.world.open_line()
    for _ in range(3):
        roads.settle()
    assert roads.world.desks[CLINIC].read(status).waiting == 0
    assert roads.visits(CLINIC, back.id) == roads.visits_at_hub(back.id)
    assert [one.state for one in roads.visits(CLINIC, back.id)] == [VisitState.DONE]
    with reading(roads.world.hub.engine) as connection:
        kinds = connection.scalars(select(journal.c.kind).where(journal.c.record.in_([back.id, visit.id]))).all()
    assert sorted(kind for kind in kinds if "follow" in kind) == [
        "follow_up.opened",
        "follow_up.recorded",
        "referral.followed_up",
    ]


@pytest.mark.sync
@pytest.mark.policy("REF-16")
def test_the_trail_is_the_same_everywhere_and_nothing_stands_in_it_twice(roads: Roads) -> None:
    back = roads.bring_back()
    (visit,) = roads.visits(CLINIC, back.id)
    record(roads, CLINIC, visit)
    roads.do(CLINIC, m.CloseReferral(referral=back.id, outcome=Outcome.IMPROVED))
    roads.settle()
    roads.settle()
    told = [roads.world.desks[name].read(trails.of_record, back.id) for name in (CLINIC, HOSPITAL)]
    acts = [entry.act.removeprefix("referral.") for entry in told[0]]
    assert acts == ["sent", "reached", "accepted", "arrived", "returned", "followed_up", "closed"]
    assert told[0] == told[1]
    assert all(entry.receipt for entry in told[0] if entry.act != "referral.reached")


@pytest.mark.sync
def test_two_desks_that_record_one_visit_offline_leave_one_and_lose_no_word(roads: Roads) -> None:
    back = roads.bring_back()
    (visit,) = roads.visits(CLINIC, back.id)
    record(roads, CLINIC, visit)
    record(roads, SECOND, visit, Condition.WORSE)
    roads.settle()
    (one,) = roads.visits_at_hub(back.id)
    assert one.condition == "stable"
    assert roads.visits(CLINIC, back.id) == roads.visits(SECOND, back.id) == [one]
    refused = roads.world.desks[SECOND].read(outbox.in_states, [outbox.REFUSED])
    (kept,) = [act for act in refused if act.record == visit.id]
    assert kept.code == "wrong_state"
    assert "血压 132/80" in kept.body.decode()


@pytest.mark.sync
def test_a_death_closes_the_case_and_drops_the_visit_everywhere(roads: Roads) -> None:
    back = roads.bring_back()
    roads.do(CLINIC, m.CloseReferral(referral=back.id, outcome=Outcome.DIED))
    assert [visit.state for visit in roads.visits(CLINIC, back.id)] == [VisitState.DROPPED]
    roads.settle()
    for visits in (roads.visits(CLINIC, back.id), roads.visits(SECOND, back.id), roads.visits_at_hub(back.id)):
        assert [visit.state for visit in visits] == [VisitState.DROPPED]


@pytest.mark.sync
def test_a_visit_recorded_here_while_another_desk_closed_the_case_comes_back_as_a_question(roads: Roads) -> None:
    back = roads.bring_back()
    (visit,) = roads.visits(CLINIC, back.id)
    roads.do(CLINIC, m.CloseReferral(referral=back.id, outcome=Outcome.DIED))
    record(roads, SECOND, visit)
    roads.settle()
    assert roads.visits(SECOND, back.id) == roads.visits_at_hub(back.id)
    assert roads.case(SECOND, back.id) == roads.case_at_hub(back.id)
    refused = roads.world.desks[SECOND].read(outbox.in_states, [outbox.REFUSED])
    assert [act.code for act in refused if act.record == visit.id] == ["wrong_state"]


@pytest.mark.sync
def test_the_hospital_s_own_desk_shows_no_visit_even_before_the_sync(roads: Roads) -> None:
    sent = roads.send()
    roads.sync(CLINIC, HOSPITAL)
    roads.do(HOSPITAL, m.AcceptReferral(referral=sent.id))
    roads.do(HOSPITAL, m.RegisterArrival(referral=sent.id))
    roads.do(HOSPITAL, m.SendBack(referral=sent.id, slip=BACK))
    assert not roads.visits(HOSPITAL, sent.id)
    roads.settle()
    assert len(roads.visits(CLINIC, sent.id)) == 1
