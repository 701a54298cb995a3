"""When a tracker asks next, who may follow, what a county lists; new days, other hospitals, patients sent down."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import OTHER_HOSPITAL
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import Register
from tests.capabilities.judging import entry
from tests.capabilities.judging import refused
from tests.capabilities.judging import tianmen
from tests.capabilities.referrals.cases import back
from tests.capabilities.referrals.cases import in_state
from tests.capabilities.referrals.cases import patient
from tests.capabilities.referrals.cases import sent
from tests.capabilities.referrals.cases import slip
from tests.capabilities.referrals.downs import by
from tests.capabilities.referrals.downs import colleague
from tests.capabilities.referrals.downs import down_in_state
from tests.capabilities.referrals.downs import down_slip
from tests.capabilities.referrals.downs import follower
from tests.capabilities.referrals.downs import sent_down
from tests.capabilities.referrals.downs import with_people
from tests.capabilities.referrals.downs import with_rule
from tests.fakes.time import NOON
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.capabilities.referrals.model import clinic
from yigongti_desktop.capabilities.referrals.model import down
from yigongti_desktop.capabilities.referrals.model import hospital
from yigongti_desktop.capabilities.referrals.model import tracking
from yigongti_desktop.capabilities.referrals.model.due import AFTER_A_CONTACT
from yigongti_desktop.capabilities.referrals.model.due import AFTER_A_MOVE
from yigongti_desktop.capabilities.referrals.model.due import late
from yigongti_desktop.capabilities.referrals.model.listed import DOWN_CLASSES
from yigongti_desktop.capabilities.referrals.model.listed import listed
from yigongti_desktop.capabilities.referrals.model.referral import carer
from yigongti_desktop.capabilities.referrals.model.referral import holder
from yigongti_desktop.capabilities.referrals.model.referral import posted
from yigongti_desktop.capabilities.referrals.model.referral import tracked_by
from yigongti_desktop.capabilities.referrals.model.road import steps
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import ContactResult
from yigongti_desktop.capabilities.referrals.model.states import Limit
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.registry.model.trail import Mark

TODAY = date(2026, 11, 23)


def own_rule(name: str, value: object) -> Register:
    return with_rule(with_people(), name, value)


# next contact


@pytest.mark.policy("REF-08")
@pytest.mark.parametrize(
    ("state", "days"),
    [
        (State.DRAFT, 1),
        (State.SENT, 1),
        (State.REDIRECTED, 1),
        (State.ACCEPTED, 2),
        (State.DECLINED, 0),
        (State.ARRIVED, 7),
        (State.RETURNED, 3),
        (State.FOLLOWED_UP, 7),
    ],
)
def test_every_move_sets_the_next_contact_by_the_county_s_rule(state: State, days: int) -> None:
    assert in_state(state).next_contact == TODAY + timedelta(days)


def test_an_emergency_is_asked_after_on_the_same_day() -> None:
    assert sent(urgency=Urgency.EMERGENCY, history="").next_contact == TODAY


def test_a_county_s_own_days_count_and_what_it_leaves_out_is_as_usual() -> None:
    register = own_rule("referral.contact_days", {"sent": 4})
    case = clinic.send(None, "n", slip(), by(CLINIC, register=register))
    assert case.next_contact == TODAY + timedelta(4)
    taken = hospital.accept(case, "", by(HOSPITAL, register=register))
    assert taken.next_contact == TODAY + timedelta(AFTER_A_MOVE["accepted"])


@pytest.mark.parametrize("wrong", [-1, "三天", None, 10**6])
def test_a_county_s_file_with_nonsense_puts_no_contact_off_for_ever(wrong: object) -> None:
    register = own_rule("referral.contact_days", {"sent": wrong})
    case = clinic.send(None, "n", slip(), by(CLINIC, register=register))
    assert case.next_contact is not None
    assert TODAY <= case.next_contact <= TODAY + timedelta(92)


def test_the_next_contact_is_no_later_than_the_patient_should_have_come() -> None:
    register = with_rule(own_rule("referral.not_arrived_days", 1), "referral.contact_days", {"accepted": 9})
    taken = hospital.accept(sent(), "", by(HOSPITAL, register=register))
    assert taken.next_contact == taken.arrive_by == TODAY + timedelta(1)


@pytest.mark.policy("REF-23")
@pytest.mark.parametrize("result", ContactResult)
def test_a_contact_sets_the_next_one_by_what_it_came_to(result: ContactResult) -> None:
    case = tracking.log_contact(in_state(State.ACCEPTED), "已联系", by(CLINIC), result.value)
    assert case.next_contact == TODAY + timedelta(AFTER_A_CONTACT[result.value])
    assert (case.contact_result, case.contacted_at) == (result.value, NOON)


def test_a_person_s_own_day_counts_within_bounds() -> None:
    case = in_state(State.ACCEPTED)
    assert tracking.log_contact(case, "周五再问", by(CLINIC), "", date(2026, 11, 27)).next_contact == date(2026, 11, 27)
    with refused("day_past", field="next_on"):
        tracking.log_contact(case, "昨天", by(CLINIC), "", date(2026, 11, 22))
    with refused("day_far", field="next_on", most="2026-12-23"):
        tracking.log_contact(case, "明年", by(CLINIC), "", date(2027, 3, 1))


def test_a_move_forgets_what_the_last_contact_came_to() -> None:
    told = tracking.log_contact(in_state(State.ACCEPTED), "明天来", by(CLINIC), ContactResult.WILL_COME.value)
    assert not hospital.arrive(told, "", by(HOSPITAL)).contact_result


# who follows


@pytest.mark.parametrize(
    ("account", "code"),
    [("", "field_empty"), ("nobody", "tracker_unknown"), ("left", "tracker_gone"), ("clerk", "tracker_role")],
)
def test_a_case_is_handed_to_somebody_who_can_follow_it(account: str, code: str) -> None:
    with refused(code, field="tracker"):
        tracking.hand_over(sent(), account, by(CLINIC))


def test_a_case_is_not_handed_to_another_institution_s_person_nor_to_who_has_it() -> None:
    with refused("tracker_gone"):
        tracking.hand_over(sent(), follower(STRANGER), by(CLINIC))
    handed = tracking.hand_over(sent(), colleague(CLINIC), by(CLINIC))
    assert (handed.tracker, handed.next_contact) == (colleague(CLINIC), sent().next_contact)
    with refused("tracker_same"):
        tracking.hand_over(handed, colleague(CLINIC), by(CLINIC))


def test_an_emergency_slip_that_is_completed_keeps_who_it_was_handed_to() -> None:
    hurried = sent(urgency=Urgency.EMERGENCY, history="")
    handed = tracking.hand_over(hurried, colleague(CLINIC), by(CLINIC))
    assert clinic.complete(handed, slip(), by(CLINIC)).tracker == colleague(CLINIC)
    another = clinic.complete(handed, slip(tracker="account-wang", tracker_name="王"), by(CLINIC))
    assert another.tracker == "account-wang"


def test_a_case_of_a_program_of_before_gets_a_date_and_a_tracker_once() -> None:
    old = replace(in_state(State.RETURNED), next_contact=None, tracker="", tracker_name="")
    mended = tracking.mend(old, by(""))
    assert (mended.tracker, mended.tracker_name, mended.state) == ("account-li", "李文静", State.RETURNED)
    assert mended.next_contact == TODAY + timedelta(3)
    with refused("wrong_state"):
        tracking.mend(mended, by(""))


# limits


def test_each_limit_is_noted_once_and_brings_the_contact_to_today() -> None:
    case = in_state(State.ACCEPTED)
    then = NOON + timedelta(days=8)
    assert late(case, then) == (Limit.ARRIVAL,)
    with refused("limit_not_passed"):
        tracking.pass_limit(case, Limit.ARRIVAL, by("", NOON + timedelta(days=7)))
    noted = tracking.pass_limit(replace(case, next_contact=date(2026, 12, 24)), Limit.ARRIVAL, by("", then))
    assert (noted.passed, noted.next_contact) == (("arrival",), TODAY + timedelta(8))
    with refused("limit_noted"):
        tracking.pass_limit(noted, Limit.ARRIVAL, by("", then))


def test_a_new_day_begins_the_limit_anew_and_so_does_a_new_offer() -> None:
    then = NOON + timedelta(days=8)
    noted = tracking.pass_limit(in_state(State.ACCEPTED), Limit.ARRIVAL, by("", then))
    booked = tracking.rebook(noted, date(2026, 12, 4), by(CLINIC, then))
    assert (booked.passed, booked.arrive_by, booked.state) == ((), date(2026, 12, 4), State.ACCEPTED)
    with refused("day_past", field="on"):
        tracking.rebook(noted, date(2026, 11, 1), by(CLINIC, then))
    asked = tracking.pass_limit(sent(), Limit.ANSWER, by("", NOON + timedelta(hours=73)))
    assert hospital.redirect(asked, Target(institution=HOSPITAL, department="急诊科"), "急", by(HOSPITAL)).passed == ()


def test_a_slip_that_lapsed_is_offered_again_for_a_day() -> None:
    lapsed = in_state(State.EXPIRED)
    later = NOON + timedelta(days=9)
    again = tracking.renew(lapsed, date(2026, 12, 9), by(CLINIC, later))
    assert (again.state, again.valid_until, again.reached_at) == (State.SENT, date(2026, 12, 9), None)
    assert again.answer_by == later + timedelta(hours=72)


# elsewhere, ends


def test_a_patient_who_turned_up_elsewhere_is_taken_over_there() -> None:
    case = tracking.turn_up(in_state(State.ACCEPTED), OTHER_HOSPITAL, "120 送去", by(CLINIC))
    assert (case.target, case.found_at, holder(case)) == (OTHER_HOSPITAL, OTHER_HOSPITAL, OTHER_HOSPITAL)
    taken = hospital.arrive(case, "M1", by(OTHER_HOSPITAL), "心内科")
    assert taken.slip.target.department == "心内科"
    assert hospital.arrive(case, "M1", by(OTHER_HOSPITAL)).slip.target.department == case.slip.target.department
    assert (taken.state, taken.found_at, taken.reception) == (State.ARRIVED, "", "门诊号 M1")


def test_it_turns_up_at_a_hospital_and_at_another_one() -> None:
    with refused("target_no_hospital", field="institution"):
        tracking.turn_up(sent(), STRANGER, "在那里", by(CLINIC))
    with refused("turned_up_there", field="institution"):
        tracking.turn_up(sent(), HOSPITAL, "在那里", by(CLINIC))
    with refused("field_empty", field="reason"):
        tracking.turn_up(sent(), OTHER_HOSPITAL, " ", by(CLINIC))


def test_a_case_that_was_closed_for_another_place_says_which() -> None:
    closed = clinic.close(in_state(State.ACCEPTED), Outcome.ELSEWHERE, by(CLINIC), " 邻县医院 ")
    assert (closed.gone_to, closed.ended_from) == ("邻县医院", "accepted")


@pytest.mark.parametrize("state", [State.FOLLOWED_UP, State.DECLINED, State.EXPIRED, State.ACCEPTED])
def test_a_reopened_case_stands_where_it_stood_and_is_asked_after_today(state: State) -> None:
    closed = clinic.close(in_state(state), Outcome.DIED, by(CLINIC))
    again = tracking.reopen(closed, "关错了", by(CLINIC))
    assert (again.state, again.outcome, again.ended_from, again.next_contact) == (state, "", "", TODAY)
    with refused("field_empty", field="reason"):
        tracking.reopen(closed, "", by(CLINIC))


@pytest.mark.parametrize("state", [State.FOLLOWED_UP, State.DECLINED, State.EXPIRED])
def test_a_case_that_a_program_of_before_closed_opens_where_it_must_have_stood(state: State) -> None:
    closed = replace(clinic.close(in_state(state), Outcome.DIED, by(CLINIC)), ended_from="")
    assert tracking.reopen(closed, "关错了", by(CLINIC)).state is state


def test_a_person_s_cases_are_found_while_a_death_concerns_them() -> None:
    known = sent(patient=patient(resident="p-1"))
    account = (("referral.person.p-1", 1),)
    assert posted(known) == account
    assert posted(tracking.die(known, by(CLINIC))) == account
    assert posted(clinic.withdraw(known, "不去了", by(CLINIC))) == ()
    assert posted(sent()) == ()


# down


@pytest.mark.policy("REF-07")
@pytest.mark.policy("REF-14")
def test_the_classes_of_patients_who_go_down_are_the_county_s() -> None:
    named = [one.name for one in listed(tianmen(), DOWN_CLASSES, TODAY)]
    assert named == ["诊断明确的慢性病", "康复期", "急性病恢复期", "术后恢复期", "危重症稳定期"]
    for code, told in (("", "field_empty"), ("tired", "down_class_unknown")):
        with refused(told, field="down_class"):
            down.send_down(None, "n", down_slip(), back(), (), code, by(HOSPITAL))


@pytest.mark.policy("REF-30")
def test_a_hospital_sends_down_to_any_unit_and_to_rehabilitation() -> None:
    for place in (CLINIC, STRANGER, OTHER_HOSPITAL):
        assert sent_down(target=Target(institution=place)).target == place
    with refused("target_is_self", field="target"):
        sent_down(target=Target(institution=HOSPITAL))
    with refused("not_a_hospital"):
        down.send_down(None, "n", down_slip(), back(), (), "chronic", by(STRANGER))


def test_what_a_patient_sent_down_needs() -> None:
    with refused("field_empty", field="phone"):
        sent_down(patient=patient(phone=""))
    with refused("field_empty", field="tracker"):
        sent_down(tracker="")
    with refused("field_empty", field="plan"):
        down.send_down(None, "n", down_slip(), back(plan=""), (), "chronic", by(HOSPITAL))


def test_who_holds_follows_and_cares_for_a_patient_sent_down() -> None:
    told = {
        state: (holder(case), tracked_by(case))
        for state, case in (
            (state, down_in_state(state))
            for state in (State.SENT, State.ACCEPTED, State.ARRIVED, State.FOLLOWED_UP, State.DECLINED)
        )
    }
    assert told == {
        State.SENT: (CLINIC, HOSPITAL),
        State.ACCEPTED: (CLINIC, CLINIC),
        State.ARRIVED: (CLINIC, CLINIC),
        State.FOLLOWED_UP: (CLINIC, CLINIC),
        State.DECLINED: (HOSPITAL, HOSPITAL),
    }
    assert carer(sent_down()) == CLINIC


def test_a_unit_declines_by_the_county_s_code_or_in_words() -> None:
    assert down_in_state(State.DECLINED).reason == "患者不在本辖区"
    assert down.turn_down(sent_down(), "", "没有病床", by(CLINIC)).reason == "没有病床"
    with refused("reason_unknown"):
        down.turn_down(sent_down(), "moon", "", by(CLINIC))


def test_a_patient_taken_on_is_closed_after_the_visit() -> None:
    with refused("follow_up_owed"):
        clinic.close(down_in_state(State.ARRIVED), Outcome.IMPROVED, by(CLINIC))
    with refused("outcome_needs_care"):
        clinic.close(down_in_state(State.ACCEPTED), Outcome.IMPROVED, by(CLINIC))
    assert clinic.close(down_in_state(State.FOLLOWED_UP), Outcome.IMPROVED, by(CLINIC)).outcome == "improved"


def test_the_return_slip_of_a_patient_sent_down_names_both_houses_the_right_way() -> None:
    paper = down.as_paper(sent_down())
    assert (paper.origin_name, paper.target_name) == ("岳口镇中心卫生院", "市第一人民医院")
    assert down.as_paper(in_state(State.RETURNED)) == in_state(State.RETURNED)


# trail


def read(case: object, *acts: str) -> str:
    signs = {Mark.DONE: "✓", Mark.NOW: "●", Mark.AHEAD: "○", Mark.STOPPED: "✗"}
    entries = [entry(f"referral.{act}", NOON + timedelta(minutes=place)) for place, act in enumerate(acts)]
    return " ".join(signs[step.mark] + VOCABULARY.name(step.code) for step in steps(case, entries))  # type: ignore[arg-type]


@pytest.mark.policy("REF-16")
def test_the_trail_of_a_patient_sent_down() -> None:
    told = read(down_in_state(State.ACCEPTED), "sent_down", "reached", "taken_on", "contract_noted")
    assert told == "✓已存本机 ✓已送达 ✓县院已收 ●接收下转 ✓签约居民 ○接到患者 ○随访完成 ○已关闭"


@pytest.mark.policy("REF-16")
def test_a_case_that_was_opened_again_has_its_end_ahead_again() -> None:
    acts = ("sent", "reached", "accepted", "arrived", "returned", "followed_up", "closed", "reopened")
    assert read(in_state(State.FOLLOWED_UP), *acts).endswith("✓随访完成 ✓已关闭 ●重新打开 ○已关闭")


@pytest.mark.policy("REF-16")
def test_a_case_taken_over_elsewhere_goes_on_from_there() -> None:
    told = read(in_state(State.ARRIVED), "sent", "reached", "accepted", "turned_up", "reached", "taken_over")
    assert told.endswith("✓患者在别处 ✓县院已收 ●接管并到诊 ○已回转 ○随访完成 ○已关闭")
