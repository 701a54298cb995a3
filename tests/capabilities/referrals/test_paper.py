"""The code of a slip: what it holds, what is cut, who may receive it, and what is said where it may not be received."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import OTHER_HOSPITAL
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import refused
from tests.capabilities.judging import said
from tests.capabilities.referrals.cases import NUMBER
from tests.capabilities.referrals.cases import TARGET
from tests.capabilities.referrals.cases import back
from tests.capabilities.referrals.cases import in_state
from tests.capabilities.referrals.cases import patient
from tests.capabilities.referrals.papers import CASE
from tests.capabilities.referrals.papers import CLINIC_KEY
from tests.capabilities.referrals.papers import HOSPITAL_KEY
from tests.capabilities.referrals.papers import OTHER_KEY
from tests.capabilities.referrals.papers import Key
from tests.capabilities.referrals.papers import by
from tests.capabilities.referrals.papers import code_of
from tests.capabilities.referrals.papers import county
from tests.capabilities.referrals.papers import returned
from tests.capabilities.referrals.papers import texts_of
from tests.capabilities.referrals.papers import written
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.referrals.model import carried
from yigongti_desktop.capabilities.referrals.model import clinic
from yigongti_desktop.capabilities.referrals.model import hospital
from yigongti_desktop.capabilities.referrals.model import paper
from yigongti_desktop.capabilities.referrals.model import paper_rules
from yigongti_desktop.capabilities.referrals.model import paper_slip
from yigongti_desktop.capabilities.referrals.model import present
from yigongti_desktop.capabilities.referrals.model import tracking
from yigongti_desktop.capabilities.referrals.model.approval import Approval
from yigongti_desktop.capabilities.referrals.model.approval import Standing
from yigongti_desktop.capabilities.referrals.model.paper import CUT
from yigongti_desktop.capabilities.referrals.model.paper import Out
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import Transport
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.protocol import paper_code
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

#: Letters that a person may type into a slip: what a line keeps of any text.
LETTERS = st.characters(codec="utf-8", exclude_categories=("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "Zs"))
WORDS = st.text(LETTERS, max_size=40)


def out(code: bytes) -> Out:
    return paper.unpack(paper_code.unseal(code).content, Out)


@pytest.mark.policy("REF-05")
def test_a_short_slip_comes_out_as_it_went_in() -> None:
    case = written(1, 30)
    read = present.present(None, code_of(case), by(HOSPITAL))
    assert read.slip == case.slip
    assert (read.number, read.origin_name, read.target_name) == (NUMBER, case.origin_name, case.target_name)
    assert (read.state, read.sent_at, read.valid_until) == (State.SENT, case.sent_at, case.valid_until)
    assert read.carried == (carried.SENT,)
    assert read.asked == (HOSPITAL,)


@settings(max_examples=25, deadline=None)
@given(
    name=st.text(LETTERS, min_size=1, max_size=30),
    history=st.text(LETTERS, min_size=1, max_size=400),
    words=st.tuples(WORDS, WORDS, WORDS),
    sex=st.sampled_from(Sex),
    urgency=st.sampled_from(Urgency),
    transport=st.sampled_from(Transport),
    consent=st.booleans(),
    symbols=st.integers(1, 3),
)
def test_any_words_fit_or_are_cut_with_a_mark_and_the_patient_is_always_whole(
    name: str, history: str, words: tuple[str, str, str], sex: Sex, urgency: Urgency, transport: Transport,
    consent: bool, symbols: int,  # noqa: FBT001 - drawn
) -> None:  # fmt: skip
    case = written(1)
    slip = replace(
        case.slip,
        patient=patient(name=name, sex=sex, address=words[0]),
        history=history,
        past_history=words[1],
        treatment=words[2],
        urgency=urgency,
        transport=transport,
        consent=consent,
    )
    code = code_of(replace(case, slip=slip), symbols=symbols)
    read = paper_slip.slip_of(out(code), "ab" * 32)
    assert replace(read.patient, address="") == replace(slip.patient, address="")
    assert (read.urgency, read.transport, read.consent, read.tracker) == (urgency, transport, consent, slip.tracker)
    for kept, whole in ((read.history, history), (read.past_history, words[1]), (read.treatment, words[2])):
        assert kept == whole or (kept.endswith(CUT) and whole.startswith(kept.removesuffix(CUT)))
    texts = paper_code.spell(code, symbols)
    assert all(len(text) <= paper_rules.LETTERS for text in texts) or len(texts) <= 2


def test_the_history_is_cut_last() -> None:
    case = written(1, 50, treatment="吸氧，阿司匹林口服。" * 20)
    read = out(code_of(case))
    assert read.history == case.slip.history
    assert read.treatment.endswith(CUT)


def test_a_second_symbol_holds_what_one_has_no_room_for() -> None:
    case = written(1, 200)
    (one,) = texts_of(case)
    two = texts_of(case, symbols=2)
    assert len(two) == 2
    assert max(map(len, (one, *two))) <= paper_rules.LETTERS
    assert out(code_of(case)).history.endswith(CUT)
    assert out(code_of(case, symbols=2)).history == case.slip.history


def test_rare_characters_survive() -> None:
    case = written(1, 20)
    slip = replace(case.slip, patient=patient(name="阿依古丽·买买提𠮷䶮㛃"))
    assert out(code_of(replace(case, slip=slip))).name == "阿依古丽·买买提𠮷䶮㛃"


def test_the_county_may_want_no_code_and_a_form_may_forbid_it() -> None:
    register, today = county(), NOON.date()
    assert paper_rules.bears_code(register, "transfer_out", today)
    register.put("rule", _rule("referral.paper_code_not_on", ["return"]))
    assert paper_rules.bears_code(register, "transfer_out", today)
    assert not paper_rules.bears_code(register, "return", today)
    register.put("rule", _rule("referral.paper_code", value=False))
    assert not paper_rules.bears_code(register, "transfer_out", today)
    register.put("rule", _rule("referral.paper_code_symbols", 9))
    assert paper_rules.symbols(register, today) == paper_code.MOST_PARTS


def test_a_paper_of_another_county_is_named_as_one() -> None:
    with refused("paper_foreign"):
        present.present(None, code_of(written(1), mark=b"else"), by(HOSPITAL))


def test_a_paper_for_another_hospital_says_which() -> None:
    with refused("paper_other_hospital", target="市第一人民医院"):
        present.present(None, code_of(written(1)), by(OTHER_HOSPITAL))
    with refused("paper_other_hospital"):
        present.present(None, code_of(written(1)), by(STRANGER))


def test_a_device_that_is_unknown_or_revoked_is_not_believed() -> None:
    register = county()
    register.put("device_key", CLINIC_KEY.told(revoked=True))
    with refused("paper_device_revoked"):
        present.present(None, code_of(written(1)), by(HOSPITAL, register=register))
    with refused("paper_device_unknown"):
        present.present(None, code_of(written(1), key=Key(CLINIC, bytes(32), "Z")), by(HOSPITAL))


def test_a_device_of_another_unit_cannot_write_slips_in_the_clinics_name() -> None:
    forged = replace(written(1), origin=CLINIC)
    with refused("paper_forged"):
        present.present(None, code_of(forged, key=Key(CLINIC, OTHER_KEY.private)), by(HOSPITAL))


def test_every_changed_byte_of_a_real_slip_is_refused_in_words() -> None:
    code, ruling = code_of(written(1)), by(HOSPITAL)
    for place in range(len(code)):
        torn = code[:place] + bytes((code[place] ^ 1,)) + code[place + 1 :]
        with pytest.raises(Refused) as caught:
            present.present(None, torn, ruling)
        assert caught.value.code.startswith("paper_")
        said(caught.value)


@pytest.mark.parametrize(
    ("state", "code"),
    [
        (State.WITHDRAWN, "paper_withdrawn"),
        (State.DECLINED, "paper_declined"),
    ],
)
def test_an_old_print_of_a_case_that_stands_otherwise_is_refused(state: State, code: str) -> None:
    current = replace(in_state(state), id=CASE)
    with refused(code, number=NUMBER):
        present.present(current, code_of(written(1)), by(HOSPITAL))


def test_a_case_that_was_passed_on_says_where_it_is() -> None:
    elsewhere = Target(institution=OTHER_HOSPITAL, department="急诊科")
    current = hospital.redirect(written(1), elsewhere, "床位已满", by(HOSPITAL))
    with refused("paper_passed_on", target=current.target_name):
        present.present(current, code_of(written(1)), by(HOSPITAL))


@pytest.mark.parametrize("state", [State.RETURNED, State.FOLLOWED_UP, State.CLOSED])
def test_a_case_that_is_over_is_shown_as_over_and_a_second_desk_s_scan_changes_nothing(state: State) -> None:
    current = replace(in_state(state), id=CASE)
    assert present.present(current, code_of(written(1)), by(HOSPITAL)) == current
    with refused("paper_over", number=NUMBER):
        present.need_current(current, out(code_of(written(1))), by(HOSPITAL))


def test_a_paper_whose_time_is_over_is_refused_and_one_presented_in_time_revives_its_case() -> None:
    late = NOON + timedelta(days=8)
    with refused("paper_expired", until="2026-11-30"):
        present.present(None, code_of(written(1)), by(HOSPITAL, late))
    lapsed = replace(in_state(State.EXPIRED), id=CASE)
    assert present.present(lapsed, code_of(written(1)), by(HOSPITAL)).state is State.SENT
    with refused("paper_expired"):
        present.present(lapsed, code_of(written(1)), by(HOSPITAL, late))


def test_a_paper_from_tomorrow_is_refused_in_words() -> None:
    with refused("paper_ahead"):
        present.present(None, code_of(written(1)), by(HOSPITAL, NOON - timedelta(days=3)))


def test_a_new_print_after_declining_brings_the_case_to_the_new_hospital_and_the_old_print_does_not() -> None:
    declined = replace(hospital.decline(written(1), "没有床位", by(HOSPITAL)), revision=5)
    target = Target(institution=OTHER_HOSPITAL, department="神经内科")
    retargeted = clinic.retarget(declined, target, by(CLINIC))
    new = code_of(retargeted)
    there = present.present(declined, new, by(OTHER_HOSPITAL))
    assert (there.state, there.target, there.carried) == (State.SENT, OTHER_HOSPITAL, (carried.RETARGETED,))
    accepted = hospital.accept(there, "3 床", by(OTHER_HOSPITAL))
    told = carried.retarget(accepted, target, by(CLINIC))
    assert (told.state, told.reception, told.carried) == (State.ACCEPTED, "3 床", ())
    spoken_of = replace(tracking.log_contact(declined, "家属已知道", by(CLINIC)), revision=6)
    assert present.present(spoken_of, new, by(OTHER_HOSPITAL)).state is State.SENT
    once_more = replace(hospital.decline(there, "没有床位", by(OTHER_HOSPITAL)), revision=7)
    with refused("paper_nowhere"):
        present.present(once_more, code_of(written(1)), by(HOSPITAL))  # the first print


def test_the_whole_slip_takes_the_place_of_the_short_one_and_what_was_done_stands() -> None:
    whole = written(1, 400)
    short = present.present(None, code_of(whole), by(HOSPITAL))
    arrived = hospital.arrive(hospital.accept(short, "3 床", by(HOSPITAL)), "M1", by(HOSPITAL))
    both = carried.send(arrived, whole.number, whole.slip, by(CLINIC))
    assert both.slip == whole.slip
    assert (both.state, both.reception, both.arrived_at) == (State.ARRIVED, arrived.reception, arrived.arrived_at)
    assert both.carried == ()
    with pytest.raises(Refused):
        carried.send(both, whole.number, whole.slip, by(CLINIC))  # only once


@pytest.mark.policy("REF-13")
def test_what_the_code_has_no_room_for_comes_with_the_whole_slip() -> None:
    whole = written(1, target=replace(TARGET, reason="患者家近", department="神经内科卒中单元"))
    short = present.present(None, code_of(whole), by(HOSPITAL))
    assert short.slip.target.reason == ""
    cut = replace(short, slip=replace(short.slip, target=replace(short.slip.target, department=f"神经内{CUT}")))
    for case in (short, cut):
        both = carried.send(case, whole.number, whole.slip, by(CLINIC))
        assert both.slip == whole.slip
    passed_on = hospital.redirect(short, replace(TARGET, department="心血管内科"), "先到心内", by(HOSPITAL))
    both = carried.send(passed_on, whole.number, whole.slip, by(CLINIC))
    assert (both.slip.target.department, both.slip.target.reason) == ("心血管内科", "患者家近")


def test_what_its_paper_said_before_fits_in_wherever_the_case_has_gone_since() -> None:
    declined = hospital.decline(
        replace(in_state(State.SENT), id=CASE, asked=(OTHER_HOSPITAL, HOSPITAL)), "没有床位", by(HOSPITAL)
    )
    target = Target(institution=OTHER_HOSPITAL, department="神经内科")
    there = hospital.redirect(
        replace(declined, state=State.SENT, target=OTHER_HOSPITAL, carried=(carried.RETARGETED,)),
        Target(institution=OTHER_HOSPITAL, department="骨科"),
        "先到骨科",
        by(OTHER_HOSPITAL),
    )
    for case in (
        there,
        hospital.arrive(there, "", by(HOSPITAL)),
        hospital.decline(there, "没有床位", by(OTHER_HOSPITAL)),
    ):
        assert carried.retarget(case, target, by(CLINIC)) == replace(case, carried=())
    with refused("wrong_state"):
        carried.retarget(there, Target(institution="tianmen.kangfu", department="骨科"), by(CLINIC))


def test_a_return_slip_that_is_written_again_came_when_its_paper_came() -> None:
    code = code_of(returned(), key=HOSPITAL_KEY, kind="return")
    home = present.present_return(replace(in_state(State.ACCEPTED), id=CASE), code, by(CLINIC))
    again = carried.send_back(home, back(), replace(by(HOSPITAL), at=NOON + timedelta(days=40)), ())
    assert (again.returned_at, again.carried) == (home.returned_at, ())


@pytest.mark.policy("REF-28")
def test_who_comes_back_with_a_return_slip_was_there_though_the_case_was_taken_back() -> None:
    code = code_of(returned(), key=HOSPITAL_KEY, kind="return")
    home = present.present_return(replace(in_state(State.WITHDRAWN), id=CASE), code, by(CLINIC))
    assert (home.state, home.reason, home.ended_from, home.return_slip) == (State.RETURNED, "", "", back())


def test_a_draft_that_arrives_after_the_paper_changes_nothing_and_nobody_else_may_send() -> None:
    whole = written(1, 400)
    short = present.present(None, code_of(whole), by(HOSPITAL))
    assert carried.save_draft(short, whole.slip, by(CLINIC)) == short
    with refused("not_holder"):
        carried.send(short, whole.number, whole.slip, by(STRANGER))


def test_an_emergency_with_gaps_stays_one() -> None:
    hurried = written(1, 0, urgency=Urgency.EMERGENCY, consent=False)
    hurried = replace(hurried, slip=replace(hurried.slip, history=""))
    hurried = replace(hurried, incomplete=True)
    read = present.present(None, code_of(hurried), by(HOSPITAL))
    assert read.incomplete
    assert read.complete_by is not None
    assert read.slip.urgency is Urgency.EMERGENCY


@pytest.mark.policy("REF-28")
def test_a_return_slip_brings_the_patient_back_before_the_line_does() -> None:
    drug = SlipDrug(name="阿司匹林肠溶片", strength="0.1g×30片", dose="1片", frequency="每日1次", quantity=2, unit="盒")
    back_again = returned(return_drugs=(drug,))
    code = code_of(back_again, key=HOSPITAL_KEY, kind="return")
    home = present.present_return(written(1), code, by(CLINIC))
    assert (home.state, home.return_slip, home.return_drugs) == (State.RETURNED, back(), (drug,))
    assert home.follow_up_by is not None
    assert home.carried == (carried.RETURNED,)
    later = carried.unless_returned(home, by(HOSPITAL), lambda case: hospital.accept(case, "3 床", by(HOSPITAL)))
    assert later == home
    closed = clinic.close(clinic.follow_up(home, by(CLINIC)), Outcome.IMPROVED, by(CLINIC))
    whole = carried.send_back(closed, back(plan="继续抗血小板治疗。" * 60), by(HOSPITAL), ())
    assert (whole.state, whole.carried) == (State.CLOSED, ())
    assert whole.return_slip == back(plan="继续抗血小板治疗。" * 60)


@pytest.mark.policy("REF-03")
def test_an_approval_that_comes_after_the_return_slip_is_noted_and_moves_nothing() -> None:
    asked = replace(written(1), approval=Approval(is_after=True))
    code = code_of(returned(), key=HOSPITAL_KEY, kind="return")
    home = present.present_return(asked, code, by(CLINIC))
    later = carried.approve(home, "转审 2026-118", "急诊抢救室", by(HOSPITAL))
    assert later.approval is not None
    assert (later.approval.standing, later.approval.number) == (Standing.GIVEN, "转审 2026-118")
    assert replace(later, approval=home.approval) == home
    assert carried.approve(later, "转审 2026-119", "", by(HOSPITAL)) == later
    with refused("not_holder"):
        carried.approve(home, "转审 2026-118", "", by(STRANGER))
    assert carried.approve(asked, "转审 2026-118", "", by(HOSPITAL)).state is State.ACCEPTED


def test_drugs_that_have_no_room_are_left_out_as_a_whole_and_that_is_said() -> None:
    drug = SlipDrug(name="复方", strength="0.1g×30片", dose="1片", frequency="每日1次", quantity=2, unit="盒")
    many = tuple(replace(drug, name=f"复方制剂第{place}号") for place in range(40))
    home = present.present_return(
        written(1), code_of(returned(return_drugs=many), key=HOSPITAL_KEY, kind="return"), by(CLINIC)
    )
    assert home.return_drugs == ()
    assert home.return_slip is not None
    assert home.return_slip.plan.endswith("（续用药品见纸面）")


def test_return_slips_of_others_are_refused_in_words() -> None:
    code = code_of(returned(), key=HOSPITAL_KEY, kind="return")
    with refused("paper_other_clinic", clinic="岳口镇中心卫生院"):
        present.present_return(written(1), code, by(STRANGER))
    with refused("paper_no_case", number=NUMBER):
        present.present_return(None, code, by(CLINIC))
    with refused("paper_other_case"):
        present.present_return(replace(written(1), number="岳口-20261123-A-009"), code, by(CLINIC))
    with refused("paper_over"):
        present.present_return(replace(in_state(State.CLOSED), id=CASE, return_slip=None), code, by(CLINIC))
    with refused("paper_kind"):
        present.present_return(written(1), code_of(written(1)), by(CLINIC))
    with refused("paper_kind"):
        present.present(None, code, by(HOSPITAL))
    clinic_s = code_of(returned(), key=CLINIC_KEY, kind="return")
    with refused("paper_kind"):
        present.present_return(written(1), clinic_s, by(CLINIC))


def test_a_code_of_another_record_is_not_taken_for_this_one() -> None:
    other: Referral = replace(written(1), id="01a2068f-8a00-7d89-8e95-4c676b226429")
    with refused("paper_kind"):
        present.present(None, code_of(other), by(HOSPITAL))


def _rule(name: str, value: object) -> Rule:
    return Rule(id=name, versions=(RuleVersion(value=value),))
