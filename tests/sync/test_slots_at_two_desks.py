"""Reserved slots held off-line at several desks: the hub gives each once, and nobody is left without an answer."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.capabilities.referrals.slots import FAR
from tests.capabilities.referrals.slots import HOSPITAL
from tests.capabilities.referrals.slots import LEAD
from tests.capabilities.referrals.slots import ONE
from tests.capabilities.referrals.slots import TWO
from tests.capabilities.referrals.slots import bed
from tests.capabilities.referrals.slots import exam
from tests.capabilities.referrals.slots import holds
from tests.capabilities.referrals.slots import line
from tests.capabilities.referrals.slots import lines
from tests.capabilities.referrals.slots import one_hold
from tests.capabilities.referrals.slots import opening
from tests.capabilities.referrals.slots import publish
from tests.capabilities.referrals.slots import slot
from tests.sync.county import County
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages.capacity import Changing
from yigongti_desktop.capabilities.referrals.messages.capacity import CloseCapacity
from yigongti_desktop.capabilities.referrals.messages.capacity import HoldSlot
from yigongti_desktop.capabilities.referrals.messages.capacity import NoteSlot
from yigongti_desktop.capabilities.referrals.messages.capacity import PublishCapacity
from yigongti_desktop.capabilities.referrals.messages.capacity import ReleaseSlot
from yigongti_desktop.capabilities.referrals.messages.tracking import NoteTurnUp
from yigongti_desktop.capabilities.referrals.model import capacity
from yigongti_desktop.capabilities.referrals.model.capacity import Numbers
from yigongti_desktop.capabilities.referrals.model.capacity import said
from yigongti_desktop.capabilities.referrals.model.holds import State
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import ContactResult
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.store.capacity import offers
from yigongti_desktop.capabilities.referrals.store.cases import opened
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage import outbox

OTHER = "市中医"

pytestmark = [pytest.mark.sync, pytest.mark.policy("REF-09", "REF-18")]


def send(county: County, desk: str, hold: str = "", **changes: object) -> str:
    """Send a case from a desk, with a slot that is asked for in the same act; return its id."""
    made: str = county.do(desk, m.SendReferral(slip=county.slip(desk, **changes), hold=hold)).id
    return made


def needs(county: County, desk: str) -> list[tuple[str, str]]:
    return [(act.kind, act.code) for act in county.desks[desk].read(outbox.in_states, outbox.NEEDS_PERSON)]


def free_at(county: County, desk: str) -> list[tuple[str, int]]:
    found = county.desks[desk].read(offers, county.clock.now()).offers
    return [(offer.line.name, offer.free) for offer in found]


def test_of_two_desks_that_hold_the_last_slot_off_line_one_gets_it_and_the_other_is_told_what_is_free_next(
    county: County,
) -> None:
    last, later, other = publish(
        county, opening(slot(3)), opening(slot(5), reserved=2), opening(slot(4, department="骨科", name="韩立"))
    )
    first, second = send(county, ONE, last.id), send(county, FAR, last.id)
    assert one_hold(county, first, ONE).state is one_hold(county, second, FAR).state is State.ASKED
    county.sync(FAR, ONE)
    given, answered = one_hold(county, second, FAR), one_hold(county, first, ONE)
    assert (given.state, given.why) == (State.HELD, "")
    assert (answered.state, answered.why) == (State.ANSWERED, "full")
    assert [(one.line, one.free) for one in answered.alternatives] == [(later.id, 2)]
    assert other.id not in {one.line for one in answered.alternatives}
    assert needs(county, ONE) == needs(county, FAR) == []
    assert (line(county, last.id).held, line(county, last.id).free) == (1, 0)
    sent = county.desks[ONE].read(opened, first)
    assert sent is not None
    assert (sent.referral.state.value, sent.referral.booked) == ("sent", "")


def test_the_desks_see_how_many_are_left_and_as_of_when(county: County) -> None:
    (held,) = publish(county, opening(reserved=3))
    assert free_at(county, ONE) == [("王建平 主任医师", 3)]
    send(county, ONE, held.id)
    assert free_at(county, ONE) == [("王建平 主任医师", 2)]
    assert free_at(county, TWO) == [("王建平 主任医师", 3)]
    county.clock.advance(minutes=7)
    county.sync(ONE, TWO)
    assert free_at(county, ONE) == free_at(county, TWO) == [("王建平 主任医师", 2)]
    as_of = county.desks[TWO].read(offers, county.clock.now()).confirmed_at
    assert as_of is not None
    assert county.clock.now() - as_of < timedelta(minutes=1)


def test_the_hospital_sees_what_is_held_and_the_slip_bears_it(county: County) -> None:
    when, what = publish(county, opening(), opening(exam()))
    case = send(county, ONE, when.id)
    county.do(ONE, HoldSlot(referral=case, line=what.id))
    county.sync(ONE, LEAD, ONE)
    words = f"{said(exam())}；{said(slot())}"
    for desk in (ONE, LEAD):
        found = county.desks[desk].read(opened, case)
        assert found is not None
        assert sorted(found.referral.reception.split("；")) == sorted(words.split("；"))
        assert found.referral.booked == found.referral.reception
    county.do(LEAD, m.AcceptReferral(referral=case, reception="神经内科 3 床 熊卫东"))
    county.do(ONE, ReleaseSlot(hold=next(one.id for one in holds(county, case, ONE) if one.line == what.id)))
    county.sync(ONE, LEAD, ONE)
    after = county.desks[ONE].read(opened, case)
    assert after is not None
    assert (after.referral.reception, after.referral.booked) == ("神经内科 3 床 熊卫东", said(slot()))
    assert line(county, what.id).held == 0


def test_who_asks_for_another_slot_keeps_the_one_that_is_held_until_the_other_is_given(county: County) -> None:
    mine, wanted = publish(county, opening(slot(3)), opening(slot(5)))
    case, rival = send(county, ONE, mine.id), send(county, FAR)
    county.sync(ONE, FAR)
    county.do(FAR, HoldSlot(referral=rival, line=wanted.id))
    county.do(ONE, HoldSlot(referral=case, line=wanted.id, instead_of=mine.id))
    county.sync(FAR, ONE)
    kept = one_hold(county, case, ONE)
    assert (kept.state, kept.line, kept.why) == (State.HELD, mine.id, "full")
    assert kept.missed == slot(5)
    county.do(ONE, NoteSlot(hold=kept.id, seen="held full"))
    county.do(FAR, ReleaseSlot(hold=one_hold(county, rival, FAR).id))
    county.sync(FAR, ONE)
    assert not one_hold(county, case, ONE).is_news
    county.do(ONE, HoldSlot(referral=case, line=wanted.id, instead_of=mine.id))
    county.sync(ONE)
    assert (one_hold(county, case, ONE).state, one_hold(county, case, ONE).line) == (State.HELD, wanted.id)
    assert {one.id: one.held for one in lines(county)} == {mine.id: 0, wanted.id: 1}


def test_two_desks_of_a_clinic_that_hold_otherwise_for_one_case_are_asked(county: County) -> None:
    one, two = publish(county, opening(slot(3)), opening(slot(5)))
    case = send(county, ONE)
    county.sync(ONE, TWO)
    county.do(ONE, HoldSlot(referral=case, line=one.id))
    county.do(TWO, HoldSlot(referral=case, line=two.id))
    county.sync(ONE, TWO, ONE)
    assert needs(county, TWO) == [("slot_hold.asked", "slot_held_already")]
    assert one_hold(county, case, TWO) == one_hold(county, case, ONE)
    assert one_hold(county, case, ONE).line == one.id


def test_a_refused_slip_takes_its_hold_along_and_a_hold_never_its_slip(county: County) -> None:
    (gone,) = publish(county, opening())
    county.do(LEAD, CloseCapacity(line=gone.id, reason="停诊"))
    county.sync(LEAD)
    case = send(county, ONE, gone.id)
    county.sync(ONE)
    assert (one_hold(county, case, ONE).state, one_hold(county, case, ONE).why) == (State.ANSWERED, "closed")
    found = county.desks[ONE].read(opened, case)
    assert found is not None
    assert found.referral.state.value == "sent"


def test_a_hold_goes_with_its_case(county: County) -> None:
    (held,) = publish(county, opening(reserved=5))
    names = ("withdrawn", "declined", "redirected", "not_arrived", "arrived")
    case = {name: send(county, ONE, held.id) for name in names}
    county.sync(ONE, LEAD)
    assert line(county, held.id).free == 0
    elsewhere = Target(institution="tianmen.diyi", department="急诊科")
    county.do(ONE, m.WithdrawReferral(referral=case["withdrawn"], reason="病情好转"))
    county.do(LEAD, m.DeclineReferral(referral=case["declined"], reason="床位已满"))
    county.do(LEAD, m.RedirectReferral(referral=case["redirected"], target=elsewhere, reason="先到急诊"))
    for name in ("not_arrived", "arrived"):
        county.do(LEAD, m.AcceptReferral(referral=case[name]))
    county.do(LEAD, m.RegisterArrival(referral=case["arrived"]))
    county.sync(LEAD, ONE)
    county.do(ONE, m.LogContact(referral=case["not_arrived"], said="不去了", result=ContactResult.UNWILLING))
    county.do(ONE, m.CloseReferral(referral=case["not_arrived"], outcome=Outcome.NOT_ARRIVED))
    county.sync(ONE)
    stands = {name: one_hold(county, case[name], ONE) for name in names}
    assert {name: (one.state, one.why) for name, one in stands.items()} == {
        "withdrawn": (State.RELEASED, "case_ended"),
        "declined": (State.RELEASED, "case_ended"),
        "redirected": (State.RELEASED, "case_elsewhere"),
        "not_arrived": (State.RELEASED, "case_ended"),
        "arrived": (State.USED, ""),
    }
    assert [name for name, one in stands.items() if one.is_news] == ["redirected"]
    assert (line(county, held.id).held, line(county, held.id).used) == (0, 1)
    for name in names:
        found = county.desks[ONE].read(opened, case[name])
        assert found is not None
        assert found.referral.booked == (said(slot()) if name == "arrived" else "")


def test_a_hold_is_free_again_when_the_patient_came_to_the_hospital_that_was_asked_first(county: County) -> None:
    (held,) = publish(county)
    first = Target(institution="tianmen.zhongyi", department="神经内科", reason="患者家近")
    case = send(county, ONE, target=first)
    county.sync(ONE, OTHER)
    county.do(OTHER, m.AcceptReferral(referral=case))
    county.do(OTHER, m.RegisterArrival(referral=case))
    county.do(ONE, NoteTurnUp(referral=case, institution=HOSPITAL, reason="家属说去了那边"))
    county.do(ONE, HoldSlot(referral=case, line=held.id))
    county.sync(ONE)
    assert one_hold(county, case, ONE).state is State.HELD
    county.sync(OTHER, ONE)
    after = one_hold(county, case, ONE)
    assert (after.state, after.why) == (State.RELEASED, "case_elsewhere")
    found = county.desks[ONE].read(opened, case)
    assert found is not None
    assert (found.referral.state.value, found.referral.target) == ("arrived", first.institution)
    assert found.referral.booked == ""
    assert (line(county, held.id).held, line(county, held.id).used) == (0, 0)


def test_a_hold_lapses_when_the_patient_does_not_come_and_ends_with_its_slip(county: County) -> None:
    soon, late = publish(county, opening(), opening(slot(20)))
    first, second = send(county, ONE, soon.id), send(county, ONE, late.id)
    county.sync(ONE)
    county.clock.advance(days=5)
    county.hub.keep_house()
    county.sync(ONE)
    assert (one_hold(county, first, ONE).state, one_hold(county, first, ONE).why) == (State.LAPSED, "not_come")
    assert one_hold(county, second, ONE).state is State.HELD
    county.clock.advance(days=4)
    county.hub.keep_house()
    county.sync(ONE)
    assert (one_hold(county, second, ONE).state, one_hold(county, second, ONE).why) == (State.RELEASED, "case_ended")
    assert {one.held for one in lines(county)} == {0}


def test_what_nobody_holds_goes_back_to_the_pool_at_the_countys_hours_and_can_be_held_no_more(county: County) -> None:
    (mine,) = publish(county, opening(reserved=3))
    case = send(county, ONE, mine.id)
    county.sync(ONE)
    county.clock.at = mine.returns_at - timedelta(minutes=1)
    assert county.hub.keep_house() == 0
    late = send(county, FAR, mine.id)
    county.clock.at = mine.returns_at + timedelta(seconds=1)
    county.hub.keep_house()
    known = line(county, mine.id)
    assert (known.state, known.returned, known.held) == (capacity.State.RETURNED, 2, 1)
    county.sync(FAR, ONE)
    assert (one_hold(county, late, FAR).state, one_hold(county, late, FAR).why) == (State.ANSWERED, "returned")
    county.do(ONE, ReleaseSlot(hold=one_hold(county, case, ONE).id))
    county.sync(ONE)
    assert (line(county, mine.id).returned, line(county, mine.id).held) == (3, 0)


def test_a_closed_line_tells_all_who_hold_it_with_what_is_free_next(county: County) -> None:
    mine, later = publish(county, opening(bed(), reserved=2), opening(bed(4)))
    cases = [(desk, send(county, desk, mine.id)) for desk in (ONE, FAR)]
    county.sync(ONE, FAR, LEAD)
    county.do(LEAD, CloseCapacity(line=mine.id, reason="病区检修"))
    county.sync(LEAD, ONE, FAR)
    for desk, case in cases:
        told = one_hold(county, case, desk)
        assert (told.state, told.why, told.is_news) == (State.ANSWERED, "closed", True)
        assert [one.line for one in told.alternatives] == [later.id]
    assert line(county, mine.id).held == 0


def test_another_time_is_told_to_whoever_holds_it_and_stands_on_the_case(county: County) -> None:
    (mine,) = publish(county, opening())
    case = send(county, ONE, mine.id)
    county.sync(ONE, LEAD)
    numbers = Numbers(total=mine.total, reserved=mine.reserved)
    changing = Changing(line=mine.id, numbers=numbers, time="14：00—17:30", place="门诊 5 诊室")
    county.do(LEAD, PublishCapacity(changed=(changing,)))
    county.sync(LEAD, ONE)
    told = one_hold(county, case, ONE)
    assert (told.state, told.why, told.slot.time, told.is_news) == (State.HELD, "moved", "14:00-17:30", True)
    found = county.desks[ONE].read(opened, case)
    assert found is not None
    assert "14:00-17:30　门诊 5 诊室" in found.referral.reception


def test_the_number_never_goes_below_what_is_held_whoever_comes_first(county: County) -> None:
    (mine,) = publish(county, opening(reserved=2))
    for desk in (ONE, FAR):
        send(county, desk, mine.id)
    less = PublishCapacity(changed=(Changing(line=mine.id, numbers=Numbers(total=5, reserved=1), time=mine.time),))
    county.do(LEAD, less)
    county.sync(ONE, FAR, LEAD)
    assert needs(county, LEAD) == [("capacity.changed", "capacity_below_held")]
    assert (line(county, mine.id).reserved, line(county, mine.id).held) == (2, 2)
    with pytest.raises(Refused, match="capacity_below_held"):
        county.do(LEAD, less)


def test_what_two_desks_publish_alike_is_one_and_otherwise_is_a_question(county: County) -> None:
    publish(county, opening(reserved=2))
    county.do(LEAD, PublishCapacity(opened=(opening(reserved=2),)))
    with pytest.raises(Refused, match="capacity_known"):
        county.do(LEAD, PublishCapacity(opened=(opening(reserved=3),)))
    assert len(lines(county)) == 1
