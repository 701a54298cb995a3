"""What each move leaves behind: sight, limits, reasons, prints."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import OTHER_HOSPITAL
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import Register
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.capabilities.referrals.cases import LATE
from tests.capabilities.referrals.cases import NUMBER
from tests.capabilities.referrals.cases import TARGET
from tests.capabilities.referrals.cases import back
from tests.capabilities.referrals.cases import in_state
from tests.capabilities.referrals.cases import patient
from tests.capabilities.referrals.cases import sent
from tests.capabilities.referrals.cases import slip
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.referrals.model import both
from yigongti_desktop.capabilities.referrals.model import clinic
from yigongti_desktop.capabilities.referrals.model import hospital
from yigongti_desktop.capabilities.referrals.model import tracking
from yigongti_desktop.capabilities.referrals.model.approval import Approval
from yigongti_desktop.capabilities.referrals.model.referral import awaited_by
from yigongti_desktop.capabilities.referrals.model.referral import holder
from yigongti_desktop.capabilities.referrals.model.referral import streams
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

OTHER = Target(institution=OTHER_HOSPITAL, department="康复医学科")
HUB = frozenset({Role.HUB})


def with_rule(name: str, value: int) -> Register:
    register = tianmen()
    register.put("rule", Rule(id=name, versions=(RuleVersion(value=value, since=date(2026, 1, 1)),)))
    return register


# who holds it, who sees it


@pytest.mark.parametrize(
    ("state", "who"),
    [
        (State.DRAFT, CLINIC),
        (State.SENT, HOSPITAL),
        (State.REDIRECTED, HOSPITAL),
        (State.ACCEPTED, HOSPITAL),
        (State.DECLINED, CLINIC),
        (State.ARRIVED, HOSPITAL),
        (State.RETURNED, CLINIC),
        (State.FOLLOWED_UP, CLINIC),
        (State.CLOSED, CLINIC),
        (State.WITHDRAWN, CLINIC),
        (State.EXPIRED, CLINIC),
    ],
)
def test_every_case_has_one_holder(state: State, who: str) -> None:
    assert holder(in_state(state)) == who


def test_a_draft_stays_at_home() -> None:
    draft = in_state(State.DRAFT)
    assert streams(draft) == {f"unit:{CLINIC}"}
    assert not awaited_by(draft)
    assert not draft.number


def test_a_sent_case_is_seen_by_both_sides_and_nobody_else() -> None:
    assert streams(sent()) == {f"unit:{CLINIC}", f"unit:{HOSPITAL}"}
    assert awaited_by(sent()) == HOSPITAL


def test_a_case_that_is_passed_on_stays_in_sight_of_the_hospital_that_passed_it_on() -> None:
    case = hospital.redirect(sent(), OTHER, "康复为主", ruling(HOSPITAL))
    assert streams(case) == {f"unit:{unit}" for unit in (CLINIC, HOSPITAL, OTHER_HOSPITAL)}
    assert (case.target, case.target_name) == (OTHER_HOSPITAL, "市中医医院")
    assert holder(case) == awaited_by(case) == OTHER_HOSPITAL


def test_the_target_it_is_passed_on_to_is_tidied() -> None:
    target = replace(OTHER, department=" 康复医学科\n", doctor=" 陈中和 ")
    case = hospital.redirect(sent(), target, "康复为主", ruling(HOSPITAL))
    assert case.slip.target == replace(OTHER, doctor="陈中和")


def test_the_hospital_that_passed_it_on_may_no_longer_move_it() -> None:
    case = hospital.redirect(sent(), OTHER, "康复为主", ruling(HOSPITAL))
    with refused("not_holder"):
        hospital.accept(case, "", ruling(HOSPITAL))
    assert hospital.accept(case, "", ruling(OTHER_HOSPITAL)).state is State.ACCEPTED


def test_a_case_that_went_in_a_ring_names_each_hospital_once() -> None:
    case = hospital.redirect(sent(), OTHER, "康复", ruling(HOSPITAL))
    case = hospital.redirect(case, TARGET, "仍需溶栓", ruling(OTHER_HOSPITAL))
    assert case.asked == (HOSPITAL, OTHER_HOSPITAL)
    assert case.target == HOSPITAL


def test_a_new_offer_has_to_be_fetched_again_even_within_one_hospital() -> None:
    fetched = both.reach(sent(), ruling(""))
    assert not awaited_by(fetched)
    passed_on = hospital.redirect(fetched, replace(TARGET, department="急诊科"), "先到急诊", ruling(HOSPITAL))
    assert passed_on.reached_at is None
    assert awaited_by(passed_on) == HOSPITAL


@pytest.mark.parametrize(
    ("target", "code"),
    [
        (replace(OTHER, institution=STRANGER), "target_no_hospital"),
        (replace(OTHER, institution=CLINIC), "target_no_hospital"),
        (replace(OTHER, institution=""), "institution_unknown"),
        (replace(OTHER, department=" "), "field_empty"),
        (replace(OTHER, department="科" * 121), "field_long"),
        (TARGET, "target_same"),
        (replace(TARGET, department=" 神经内科 "), "target_same"),
    ],
)
def test_a_case_is_passed_on_only_to_another_department_of_a_hospital(target: Target, code: str) -> None:
    with refused(code):
        hospital.redirect(sent(), target, "转走", ruling(HOSPITAL))


@pytest.mark.parametrize("move", ["decline", "redirect", "withdraw"])
def test_a_case_is_not_turned_away_without_a_word(move: str) -> None:
    moves = {
        "decline": lambda: hospital.decline(sent(), " ", ruling(HOSPITAL)),
        "redirect": lambda: hospital.redirect(sent(), OTHER, "", ruling(HOSPITAL)),
        "withdraw": lambda: clinic.withdraw(sent(), "\t", ruling()),
    }
    with refused("field_empty", field="reason"):
        moves[move]()


# declined, and sent elsewhere


def test_a_declined_case_comes_back_to_the_clinic_with_the_reason() -> None:
    case = hospital.decline(sent(), "  没有床位 ", ruling(HOSPITAL))
    assert (holder(case), case.reason) == (CLINIC, "没有床位")


def test_a_declined_case_goes_elsewhere_under_its_number() -> None:
    case = clinic.retarget(in_state(State.DECLINED), OTHER, ruling())
    assert (case.state, case.target, case.number, case.reason) == (State.SENT, OTHER_HOSPITAL, NUMBER, "")
    assert streams(case) == {f"unit:{unit}" for unit in (CLINIC, HOSPITAL, OTHER_HOSPITAL)}
    assert case.slip.history == sent().slip.history


def test_the_new_target_is_tidied_as_the_first_one_was() -> None:
    case = clinic.retarget(in_state(State.DECLINED), replace(OTHER, department=" 康复医学科\n"), ruling())
    assert case.slip.target.department == "康复医学科"


@pytest.mark.parametrize(
    ("target", "code"),
    [
        (replace(OTHER, institution=STRANGER), "target_no_hospital"),
        (replace(OTHER, institution=CLINIC), "target_no_hospital"),
        (replace(OTHER, department=""), "field_empty"),
    ],
)
def test_a_declined_case_goes_to_hospitals_only(target: Target, code: str) -> None:
    with refused(code):
        clinic.retarget(in_state(State.DECLINED), target, ruling())


# emergencies


@pytest.mark.policy("REF-10")
def test_an_emergency_is_answered_within_2_hours_and_completed_within_24() -> None:
    case = sent(urgency=Urgency.EMERGENCY, history="", consent=False)
    assert case.answer_by == NOON + timedelta(hours=2)
    assert case.complete_by == NOON + timedelta(hours=24)


@pytest.mark.policy("REF-10")
def test_the_county_says_how_long_completing_may_take() -> None:
    register = with_rule("referral.emergency_complete_hours", 6)
    case = sent(register=register, urgency=Urgency.EMERGENCY, history="")
    assert case.complete_by == NOON + timedelta(hours=6)


def test_a_rule_that_is_no_number_leaves_the_national_limit() -> None:
    register = tianmen()
    register.put("rule", Rule(id="referral.answer_hours", versions=(RuleVersion(value="三天"),)))
    assert sent(register=register).answer_by == NOON + timedelta(hours=72)


@pytest.mark.policy("REF-10")
def test_completing_fills_the_gaps_and_keeps_what_was_printed() -> None:
    case = sent(urgency=Urgency.EMERGENCY, history="", consent=False)
    other_person = slip(patient=patient(name="别人"), target=OTHER, history="车祸外伤 1 小时。")
    whole = clinic.complete(case, other_person, ruling(at=NOON + timedelta(hours=1)))
    assert (whole.incomplete, whole.complete_by) == (False, None)
    assert whole.slip.history == "车祸外伤 1 小时。"
    assert whole.slip.patient == case.slip.patient
    assert whole.slip.target == case.slip.target
    assert whole.slip.urgency is Urgency.EMERGENCY
    assert (whole.number, whole.state) == (case.number, case.state)


@pytest.mark.policy("REF-10")
def test_completing_tells_a_sex_that_was_left_open_and_changes_none_that_was_not() -> None:
    nobody = patient(name="无名氏", id_number="", sex=Sex.UNKNOWN)
    case = sent(urgency=Urgency.EMERGENCY, patient=nobody)
    assert case.incomplete
    with refused("field_empty", field="sex"):
        clinic.complete(case, slip(patient=nobody), ruling())
    whole = clinic.complete(case, slip(patient=patient(name="别人", sex=Sex.FEMALE)), ruling())
    assert whole.slip.patient == replace(nobody, sex=Sex.FEMALE)
    known = sent(urgency=Urgency.EMERGENCY, history="")
    assert clinic.complete(known, slip(patient=patient(sex=Sex.FEMALE)), ruling()).slip.patient.sex is Sex.MALE


@pytest.mark.policy("REF-10")
def test_completing_leaves_no_gap_open() -> None:
    case = sent(urgency=Urgency.EMERGENCY, history="", consent=False)
    with refused("field_empty", field="consent", fields=["consent"]):
        clinic.complete(case, slip(consent=False), ruling())


@pytest.mark.policy("REF-10")
@pytest.mark.parametrize("hours", [25, 24 * 30])
def test_completing_late_is_better_than_never(hours: int) -> None:
    case = sent(urgency=Urgency.EMERGENCY, history="")
    assert not clinic.complete(case, slip(), ruling(at=NOON + timedelta(hours=hours))).incomplete


def test_a_case_is_completed_also_when_the_patient_is_at_the_hospital() -> None:
    case = sent(urgency=Urgency.EMERGENCY, history="")
    case = hospital.arrive(hospital.accept(case, "", ruling(HOSPITAL)), "", ruling(HOSPITAL))
    assert not clinic.complete(case, slip(), ruling()).incomplete


def test_a_slip_that_is_offered_again_holds_for_the_days_of_a_new_one() -> None:
    late = NOON + timedelta(days=6)
    day_later = late + timedelta(days=2)
    declined = hospital.decline(sent(), "没有床位", ruling(HOSPITAL, late))
    again = clinic.retarget(declined, OTHER, ruling(at=day_later))
    assert again.valid_until == date(2026, 12, 8)
    lapsed = both.expire(sent(), ruling(CLINIC, NOON + timedelta(days=8)))
    found = tracking.turn_up(lapsed, OTHER.institution, "患者自行去了", ruling(at=day_later))
    assert found.valid_until == date(2026, 12, 8)
    closed = clinic.close(in_state(State.ACCEPTED), Outcome.NOT_ARRIVED, ruling(at=NOON + timedelta(days=20)))
    opened = tracking.reopen(closed, "患者又来了", ruling(at=NOON + timedelta(days=20)))
    assert opened.valid_until == date(2026, 12, 20)
    with refused("still_valid"):
        both.expire(opened, ruling(at=NOON + timedelta(days=20)))


@pytest.mark.policy("REF-03")
def test_where_a_patient_turned_up_is_no_longer_the_place_outside_that_was_meant() -> None:
    outside = replace(sent(), approval=Approval(is_after=True), target_name="武汉同济医院")
    meant = replace(outside.slip.target, place="tongji", place_name="武汉同济医院")
    outside = replace(outside, slip=replace(outside.slip, target=meant))
    found = tracking.turn_up(outside, OTHER_HOSPITAL, "路上病情变化", ruling())
    assert (found.target_name, found.approval) == ("市中医医院", None)
    assert found.slip.target == Target(institution=OTHER_HOSPITAL, department=meant.department, reason="路上病情变化")
    assert hospital.accept(found, "", ruling(OTHER_HOSPITAL)).state is State.ACCEPTED


@pytest.mark.policy("REF-09")
def test_what_is_held_for_a_case_is_not_lost_from_its_slip() -> None:
    booked = replace(sent(), booked="CT室　11月24日 08:00", reception="CT室　11月24日 08:00")
    elsewhere = replace(TARGET, department="心血管内科")
    passed_on = hospital.redirect(booked, elsewhere, "先到心内", ruling(HOSPITAL))
    assert passed_on.reception == "CT室　11月24日 08:00"
    assert hospital.accept(booked, "", ruling(HOSPITAL)).reception == "CT室　11月24日 08:00"
    assert hospital.accept(booked, "3 床", ruling(HOSPITAL)).reception == "3 床"
    assert hospital.redirect(booked, OTHER, "没有床位", ruling(HOSPITAL)).reception == ""


@pytest.mark.policy("REF-16")
def test_a_patient_who_comes_though_the_case_was_taken_back_is_not_lost() -> None:
    accepted = in_state(State.ACCEPTED)
    gone = clinic.withdraw(accepted, "患者不去了", ruling())
    come = hospital.arrive(gone, "M2026112301", ruling(HOSPITAL))
    plain = hospital.arrive(accepted, "M2026112301", ruling(HOSPITAL))
    assert come == plain
    assert (come.next_contact is not None, holder(come)) == (True, HOSPITAL)
    assert hospital.send_back(come, back(), ruling(HOSPITAL)).state is State.RETURNED


@pytest.mark.policy("REF-10")
def test_a_case_is_completed_also_when_the_patient_is_back() -> None:
    case = replace(in_state(State.RETURNED), incomplete=True, complete_by=NOON)
    whole = clinic.complete(case, slip(history="补记"), ruling())
    assert (whole.state, whole.incomplete, whole.slip.history) == (State.RETURNED, False, "补记")
    visited = clinic.follow_up(case, ruling())
    assert not clinic.complete(visited, slip(), ruling()).incomplete


def test_an_emergency_with_gaps_can_be_sent_elsewhere_as_it_is() -> None:
    case = hospital.decline(sent(urgency=Urgency.EMERGENCY, history=""), "没有床位", ruling(HOSPITAL))
    again = clinic.retarget(case, OTHER, ruling(at=NOON + timedelta(hours=1)))
    assert again.incomplete
    assert again.complete_by == NOON + timedelta(hours=24)
    assert again.answer_by == NOON + timedelta(hours=3)


# days


def test_a_slip_is_valid_for_7_days_and_lapses_on_the_8th() -> None:
    case = sent()
    assert case.valid_until == date(2026, 11, 30)
    last_minute = datetime(2026, 11, 30, 15, 59, tzinfo=UTC)  # 23:59 in China
    with refused("still_valid", until="2026-11-30"):
        both.expire(case, ruling(at=last_minute))
    assert both.expire(case, ruling(at=last_minute + timedelta(minutes=1))).state is State.EXPIRED


def test_either_side_or_the_hub_notes_that_a_slip_has_lapsed() -> None:
    assert both.expire(sent(), ruling(HOSPITAL, LATE)).state is State.EXPIRED
    assert both.expire(sent(), ruling("", LATE, roles=HUB)).state is State.EXPIRED
    with refused("not_holder"):
        both.expire(sent(), ruling(STRANGER, LATE))


def test_the_day_is_that_of_china_not_of_greenwich() -> None:
    after_midnight = datetime(2026, 11, 22, 16, 30, tzinfo=UTC)  # 00:30 on the 23rd in China
    assert sent(after_midnight).valid_until == date(2026, 11, 30)


@pytest.mark.parametrize(
    ("returned", "due"),
    [
        (datetime(2026, 12, 25, 4, tzinfo=UTC), date(2027, 1, 8)),
        (datetime(2028, 2, 15, 4, tzinfo=UTC), date(2028, 2, 29)),
        (datetime(2027, 2, 15, 4, tzinfo=UTC), date(2027, 3, 1)),
        (datetime(2028, 2, 29, 4, tzinfo=UTC), date(2028, 3, 14)),
        (datetime(2026, 12, 31, 16, 30, tzinfo=UTC), date(2027, 1, 15)),  # 00:30 on 1 January in China
    ],
)
@pytest.mark.policy("REF-28")
def test_a_visit_is_owed_within_two_weeks_of_the_return(returned: datetime, due: date) -> None:
    case = hospital.send_back(in_state(State.ARRIVED, returned), back(), ruling(HOSPITAL, returned))
    assert case.follow_up_by == due


@pytest.mark.policy("REF-28")
def test_a_county_may_want_the_visit_sooner() -> None:
    register = with_rule("referral.follow_up_days", 7)
    case = hospital.send_back(in_state(State.ARRIVED), back(), ruling(HOSPITAL, register=register))
    assert case.follow_up_by == date(2026, 11, 30)


# withdrawal and closure


@pytest.mark.parametrize("state", [State.SENT, State.REDIRECTED, State.ACCEPTED])
def test_the_clinic_takes_a_case_back_before_the_patient_has_come(state: State) -> None:
    case = clinic.withdraw(in_state(state), "患者不去了", ruling())
    assert (case.state, case.reason) == (State.WITHDRAWN, "患者不去了")


@pytest.mark.parametrize("state", [State.ARRIVED, State.RETURNED, State.FOLLOWED_UP])
def test_nobody_takes_a_patient_back_who_has_come(state: State) -> None:
    with refused("wrong_state", act="withdraw", state=state.value):
        clinic.withdraw(in_state(state), "患者不去了", ruling())


@pytest.mark.parametrize("outcome", Outcome)
def test_a_case_that_came_back_and_was_visited_closes_with_any_outcome(outcome: Outcome) -> None:
    case = clinic.close(in_state(State.FOLLOWED_UP), outcome, ruling())
    assert (case.state, case.outcome) == (State.CLOSED, outcome.value)


@pytest.mark.policy("REF-28")
@pytest.mark.parametrize("outcome", [outcome for outcome in Outcome if outcome is not Outcome.DIED])
def test_a_case_that_came_back_is_not_closed_before_its_visit(outcome: Outcome) -> None:
    with refused("follow_up_owed", by="2026-12-07"):
        clinic.close(in_state(State.RETURNED), outcome, ruling())


def test_nobody_visits_the_dead() -> None:
    assert clinic.close(in_state(State.RETURNED), Outcome.DIED, ruling()).state is State.CLOSED


@pytest.mark.parametrize("outcome", [Outcome.RECOVERED, Outcome.IMPROVED, Outcome.CONTINUING, Outcome.UNCHANGED])
def test_a_patient_who_never_came_was_not_treated_there(outcome: Outcome) -> None:
    with refused("outcome_needs_care", outcome=outcome.value):
        clinic.close(in_state(State.ACCEPTED), outcome, ruling())


@pytest.mark.parametrize("outcome", [Outcome.NOT_ARRIVED, Outcome.ELSEWHERE, Outcome.REFUSED_BY_PATIENT, Outcome.DIED])
def test_a_patient_who_never_came_is_closed_with_what_became_of_them(outcome: Outcome) -> None:
    assert clinic.close(in_state(State.ACCEPTED), outcome, ruling()).outcome == outcome.value


# arrival, prints, calls


def test_an_arrival_keeps_its_moment_and_joins_the_case_number_to_the_reception() -> None:
    later = NOON + timedelta(hours=5)
    case = hospital.arrive(in_state(State.ACCEPTED), " M20261123 ", ruling(HOSPITAL, later))
    assert case.arrived_at == later
    assert "神经内科 3 床" in case.reception
    assert "M20261123" in case.reception
    plain = hospital.arrive(in_state(State.ACCEPTED), "", ruling(HOSPITAL, later))
    assert plain.reception == "神经内科 3 床"


def test_prints_are_counted_apart_for_each_slip() -> None:
    case = in_state(State.RETURNED)
    for _ in range(3):
        case = both.note_print(case, "transfer_out", ruling())
    case = both.note_print(case, "return", ruling(HOSPITAL))
    case = both.note_print(case, "return", ruling())
    assert (case.prints, case.return_prints) == (3, 2)


def test_the_clinic_alone_prints_its_slip() -> None:
    with refused("not_holder"):
        both.note_print(sent(), "transfer_out", ruling(HOSPITAL))


@pytest.mark.parametrize("paper", ["", "回转单", "TRANSFER_OUT", "x" * 1000])
def test_no_other_paper_is_printed(paper: str) -> None:
    with pytest.raises(Refused, match="paper_unknown"):
        both.note_print(in_state(State.RETURNED), paper, ruling())


def test_a_case_keeps_its_slip_when_somebody_calls() -> None:
    case = in_state(State.ARRIVED)
    told = tracking.log_contact(case, "家属说明天来", ruling())
    assert (told.slip, told.state, told.contacted_at) == (case.slip, case.state, NOON)
    with refused("field_empty", field="said"):
        tracking.log_contact(case, " ", ruling())
    with refused("field_long", field="said", most=120, length=121):
        tracking.log_contact(case, "说" * 121, ruling())


def test_a_draft_is_changed_by_its_own_clinic_only() -> None:
    draft = in_state(State.DRAFT)
    changed = clinic.save_draft(draft, slip(history="改过。"), ruling())
    assert (changed.id, changed.slip.history) == (draft.id, "改过。")
    with refused("not_holder"):
        clinic.send(draft, NUMBER, slip(), ruling(STRANGER))


def test_a_draft_is_sent_as_it_is_typed_at_last() -> None:
    typed = slip(history="右侧肢体无力 5 小时。", target=replace(OTHER, reason="在那里做过治疗"))
    case = clinic.send(in_state(State.DRAFT), NUMBER, typed, ruling())
    assert case.slip == typed
    assert (case.target, case.target_name) == (OTHER_HOSPITAL, "市中医医院")


def test_a_sent_draft_keeps_its_id_and_counts_from_its_sending() -> None:
    later = NOON + timedelta(days=3)
    case = clinic.send(in_state(State.DRAFT), NUMBER, slip(), ruling(at=later))
    assert (case.id, case.number, case.sent_at) == (in_state(State.DRAFT).id, NUMBER, later)
    assert case.answer_by == later + timedelta(hours=72)


# who has the patient


@pytest.mark.policy("REF-16")
@pytest.mark.parametrize("state", [State.EXPIRED, State.WITHDRAWN, State.DECLINED, State.ARRIVED, State.RETURNED])
def test_that_a_patient_turned_up_is_over_with_the_next_move(state: State) -> None:
    """Else the hospital's list would ask for ever to take over whom it has, or who went home."""
    found = tracking.turn_up(sent(), OTHER_HOSPITAL, "120 送去", ruling())
    theirs = ruling(OTHER_HOSPITAL)
    moves = {
        State.EXPIRED: lambda: both.expire(found, ruling(CLINIC, NOON + timedelta(days=8))),
        State.WITHDRAWN: lambda: clinic.withdraw(found, "患者不去了", ruling()),
        State.DECLINED: lambda: hospital.decline(found, "没有床位", theirs),
        State.ARRIVED: lambda: hospital.arrive(found, "", theirs),
        State.RETURNED: lambda: hospital.send_back(hospital.arrive(found, "", theirs), back(), theirs),
    }
    after = moves[state]()
    assert (after.state, after.found_at) == (state, "")


@pytest.mark.policy("REF-16")
def test_an_arrival_told_late_counts_however_the_case_was_offered_again_meanwhile() -> None:
    theirs = ruling(HOSPITAL)
    renewed = tracking.renew(in_state(State.EXPIRED), date(2026, 12, 9), ruling(CLINIC, NOON + timedelta(days=9)))
    passed_on = hospital.redirect(in_state(State.ACCEPTED), replace(TARGET, department="骨科"), "会诊", theirs)
    declined = replace(in_state(State.DECLINED), decline_code="no_bed")
    for case in (renewed, passed_on, declined):
        come = hospital.arrive(case, "", theirs)
        assert (come.state, come.target, come.reason, come.decline_code) == (State.ARRIVED, HOSPITAL, "", "")


def test_an_institution_never_comes_back_to_itself() -> None:
    sent_on = replace(sent(), origin=OTHER_HOSPITAL, asked=(OTHER_HOSPITAL, HOSPITAL))
    with refused("not_holder"):
        hospital.arrive(sent_on, "", ruling(OTHER_HOSPITAL))
