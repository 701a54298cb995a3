"""What a slip must say before it is sent, what an emergency may leave open, what a draft may leave wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from datetime import timedelta
from typing import Any

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
from tests.capabilities.judging import ruling
from tests.capabilities.judging import said
from tests.capabilities.judging import tianmen
from tests.capabilities.judging import wide
from tests.capabilities.referrals.cases import TARGET
from tests.capabilities.referrals.cases import back
from tests.capabilities.referrals.cases import patient
from tests.capabilities.referrals.cases import sent
from tests.capabilities.referrals.cases import slip
from yigongti_desktop.capabilities.referrals.model import clinic
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import Transport
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.slip import check_return_slip
from yigongti_desktop.capabilities.referrals.model.slip import check_slip
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry.model.institution import Institution
from yigongti_desktop.registry.model.institution import InstitutionKind
from yigongti_desktop.registry.model.institution import Status

#: What the national form cannot be without, by the name a refusal gives it.
NEEDED: dict[str, dict[str, Any]] = {
    "name": {"patient": patient(name="")},
    "phone": {"patient": patient(phone="")},
    "department": {"target": replace(TARGET, department="")},
    "sex": {"patient": patient(sex=Sex.UNKNOWN)},
    "diagnosis_code": {"diagnosis_code": ""},
    "impression": {"impression": ""},
    "history": {"history": ""},
    "tracker": {"tracker": ""},
    "doctor": {"doctor": ""},
    "consent": {"consent": False},
}
#: What an emergency may leave for later (REF-10).
LATER = {"sex", "diagnosis_code", "impression", "history", "doctor", "consent"}
BLANK = {"name", "phone", "department", "impression", "history", "tracker", "doctor"}
LINES: dict[str, Callable[[str], Slip]] = {
    "impression": lambda text: slip(impression=text),
    "department": lambda text: slip(target=replace(TARGET, department=text)),
    "target_doctor": lambda text: slip(target=replace(TARGET, doctor=text)),
    "doctor": lambda text: slip(doctor=text),
    "address": lambda text: slip(patient=patient(address=text)),
    "contact": lambda text: slip(patient=patient(contact=text)),
}
#: As a draft may have it.
HALF = patient(id_number="42900619", phone="1390000", health_record="4290")
TEXTS = ("history", "past_history", "treatment")


def test_a_whole_slip_passes_as_it_is() -> None:
    whole = slip(patient=patient(resident="resident-1", contact="女儿 胡小燕"), transport=Transport.AMBULANCE)
    assert check_slip(whole, ruling()) == whole


@pytest.mark.parametrize("field", NEEDED)
def test_a_needed_field_that_is_empty_is_named(field: str) -> None:
    with refused("field_empty", field=field):
        check_slip(slip(**NEEDED[field]), ruling())


@pytest.mark.parametrize("field", sorted(BLANK))
def test_blanks_are_as_good_as_nothing(field: str) -> None:
    blank: dict[str, dict[str, Any]] = {
        "name": {"patient": patient(name=" 　\t")},
        "phone": {"patient": patient(phone="  ")},
        "department": {"target": replace(TARGET, department="\n ")},
    }
    with refused("field_empty", field=field):
        check_slip(slip(**blank.get(field, {field: " \t\n "})), ruling())


def test_all_that_is_missing_is_told_at_once_in_the_order_of_the_form() -> None:
    with refused("field_empty", field="impression", fields=["impression", "history", "consent"]):
        check_slip(slip(impression="", history="", consent=False), ruling())


@pytest.mark.policy("REF-10")
@pytest.mark.parametrize("field", sorted(LATER))
def test_an_emergency_may_leave_it_for_later(field: str) -> None:
    checked = check_slip(slip(urgency=Urgency.EMERGENCY, **NEEDED[field]), ruling())
    assert checked.patient.name == "邱传富"


@pytest.mark.policy("REF-23")
@pytest.mark.parametrize("field", sorted(NEEDED.keys() - LATER))
def test_not_even_an_emergency_goes_without_it(field: str) -> None:
    with refused("field_empty", field=field):
        check_slip(slip(urgency=Urgency.EMERGENCY, **NEEDED[field]), ruling())


@pytest.mark.policy("REF-23")
def test_an_emergency_with_nothing_but_the_patient_still_names_who_follows_them() -> None:
    bare = Slip(patient=patient(), target=TARGET, urgency=Urgency.EMERGENCY)
    with refused("field_empty", field="tracker"):
        check_slip(bare, ruling())
    assert check_slip(replace(bare, tracker="account-li"), ruling()).tracker == "account-li"


@pytest.mark.parametrize("urgency", [Urgency.OUTPATIENT, Urgency.INPATIENT, Urgency.OTHER])
def test_only_an_emergency_may_have_gaps(urgency: Urgency) -> None:
    with refused("field_empty", field="history"):
        check_slip(slip(urgency=urgency, history=""), ruling())


@pytest.mark.parametrize("urgency", [Urgency.OUTPATIENT, Urgency.EMERGENCY])
def test_a_diagnosis_that_the_county_does_not_list_is_refused(urgency: Urgency) -> None:
    with refused("diagnosis_unknown", code="Z99.999"):
        check_slip(slip(diagnosis_code="Z99.999", urgency=urgency), ruling())


def test_a_health_centre_is_no_target() -> None:
    with refused("target_no_hospital", field="target"):
        check_slip(slip(target=replace(TARGET, institution=STRANGER)), ruling())


def test_a_hospital_does_not_refer_to_itself() -> None:
    with refused("target_is_self", field="target"):
        check_slip(slip(), ruling(HOSPITAL))


def test_a_target_nobody_knows_is_refused() -> None:
    with refused("institution_unknown"):
        check_slip(slip(target=replace(TARGET, institution="tianmen.nowhere")), ruling())


@pytest.mark.policy("ORG-07")
@pytest.mark.parametrize("status", [Status.PLANNED, Status.CLOSED])
def test_a_hospital_that_does_not_work_is_no_target(status: Status) -> None:
    register = tianmen()
    hospital = Institution(
        id="tianmen.fuyou",
        name="市妇幼保健院",
        place="妇幼",
        kind=InstitutionKind.MATERNAL_CHILD_HOSPITAL,
        status=status,
    )
    register.put("institution", hospital)
    with refused("institution_not_working", institution="tianmen.fuyou"):
        check_slip(slip(target=replace(TARGET, institution="tianmen.fuyou")), ruling(register=register))


@pytest.mark.policy("REF-13")
def test_any_working_hospital_of_the_county_is_a_target() -> None:
    assert check_slip(slip(target=replace(TARGET, institution=OTHER_HOSPITAL)), ruling())


@pytest.mark.parametrize("field", LINES)
def test_a_line_holds_120_characters_and_not_one_more(field: str) -> None:
    make = LINES[field]
    assert check_slip(make("长" * 120), ruling())
    with refused("field_long", field=field, most=120, length=121):
        check_slip(make("长" * 121), ruling())


@pytest.mark.parametrize("field", TEXTS)
def test_a_text_holds_4000_characters_and_not_one_more(field: str) -> None:
    assert len(getattr(check_slip(slip(**{field: "史" * 4000}), ruling()), field)) == 4000
    with refused("field_long", field=field, most=4000, length=4001):
        check_slip(slip(**{field: "史" * 4001}), ruling())


def test_a_name_as_long_as_the_register_takes_passes_and_no_longer_one() -> None:
    assert check_slip(slip(patient=patient(name="买" * 60)), ruling())
    with refused("field_long", field="name", most=60, length=61):
        check_slip(slip(patient=patient(name="买" * 61)), ruling())


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("42900619590312301", "id_number_length"),
        ("4290061959031230180", "id_number_length"),
        ("42900619590312301A", "id_number_characters"),
        ("429006195903123017", "id_number_check"),
        ("429006195902303011", "id_number_birth"),
        ("429006209903123013", "birth_in_future"),
    ],
)
def test_a_wrong_id_number_is_refused(typed: str, code: str) -> None:
    with refused(code):
        check_slip(slip(patient=patient(id_number=typed)), ruling())


@pytest.mark.parametrize("typed", ["11010519491231002x", wide("11010519491231002X"), "110105 19491231 002X"])
def test_an_id_number_is_read_however_it_is_typed(typed: str) -> None:
    checked = check_slip(slip(patient=patient(id_number=typed, birth=date(1949, 12, 31), sex=Sex.FEMALE)), ruling())
    assert checked.patient.id_number == "11010519491231002X"


@pytest.mark.parametrize("typed", ["", "   ", "　"])
def test_a_patient_without_an_id_number_may_be_referred(typed: str) -> None:
    assert not check_slip(slip(patient=patient(id_number=typed)), ruling()).patient.id_number


@pytest.mark.parametrize(
    ("typed", "code"), [("1390000000", "mobile_length"), ("13900000001x", "phone_format"), ("5223011", "phone_format")]
)
def test_a_wrong_phone_is_refused_and_named(typed: str, code: str) -> None:
    with refused(code, field="phone"):
        check_slip(slip(patient=patient(phone=typed)), ruling())
    with refused(code, field="doctor_phone"):
        check_slip(slip(doctor_phone=typed), ruling())


def test_a_landline_with_its_area_code_is_a_phone() -> None:
    assert check_slip(slip(patient=patient(phone="0728-5223011")), ruling()).patient.phone == "0728-5223011"


def test_a_health_record_number_has_17_digits_or_none() -> None:
    assert check_slip(slip(patient=patient(health_record="")), ruling())
    with refused("health_record_number", length=16):
        check_slip(slip(patient=patient(health_record="4290061072010031")), ruling())


def test_a_birth_that_is_still_to_come_is_refused() -> None:
    tomorrow = date(2026, 11, 24)
    with refused("birth_in_future", birth="2026-11-24", today="2026-11-23"):
        check_slip(slip(patient=patient(id_number="", birth=tomorrow)), ruling())
    assert check_slip(slip(patient=patient(id_number="", birth=tomorrow - timedelta(days=1))), ruling())


def test_a_draft_keeps_what_is_not_right_yet() -> None:
    half = Slip(
        patient=HALF,
        target=Target(institution="", department=""),
        doctor_phone="139",
        diagnosis_code="不知道",
    )
    kept = clinic.save_draft(None, half, ruling()).slip
    assert (kept.patient.id_number, kept.patient.phone, kept.patient.health_record) == ("42900619", "1390000", "4290")
    assert (kept.doctor_phone, kept.diagnosis_code) == ("139", "不知道")


def test_a_draft_needs_a_name_to_be_found_by() -> None:
    with refused("field_empty", field="name"):
        clinic.save_draft(None, slip(patient=patient(name=" ")), ruling())


def test_what_a_draft_left_wrong_is_refused_when_it_is_sent() -> None:
    draft = clinic.save_draft(None, slip(patient=HALF), ruling())
    with refused("id_number_length"):
        clinic.send(draft, "岳口-20261123-A-001", draft.slip, ruling())


def test_typed_text_is_tidied_and_its_lines_are_kept() -> None:
    typed = slip(
        patient=patient(name="阿依古丽•买买提 ", address=" 岳口镇\t健康村　二组 "),
        history="  右侧肢体无力\u200b\r\n言语不清  \n\n血压 178/102\x00 ",
        target=replace(TARGET, department=" 神经内科\n"),
    )
    checked = check_slip(replace(typed, tracker=" account-li ", tracker_name="李文静\t"), ruling())
    assert (checked.tracker, checked.tracker_name) == ("account-li", "李文静")
    assert checked.patient.name == "阿依古丽·买买提"
    assert checked.history == "右侧肢体无力\n言语不清\n\n血压 178/102"
    assert checked.target.department == "神经内科"


@settings(max_examples=100, deadline=None)
@given(
    text=st.text(st.characters(codec="utf-8"), max_size=200),
    field=st.sampled_from(["impression", "history", "past_history", "treatment", "doctor", "tracker_name"]),
)
def test_a_checked_slip_passes_again_unchanged(text: str, field: str) -> None:
    """The hub judges what the desk has tidied: both must come to the same slip."""
    try:
        once = check_slip(slip(**{field: text}), ruling())
    except Refused as fault:
        said(fault)
        return
    assert check_slip(once, ruling()) == once


@settings(max_examples=100, deadline=None)
@given(
    st.builds(
        Slip,
        patient=st.builds(
            patient,
            name=st.text(st.characters(codec="utf-8"), max_size=70),
            birth=st.dates(),
            id_number=st.text(max_size=20),
            health_record=st.text(max_size=20),
            phone=st.text(st.sampled_from("0123456789- +x一"), max_size=14),
        ),
        target=st.builds(
            Target, institution=st.sampled_from([HOSPITAL, CLINIC, STRANGER, "", "无"]), department=st.text(max_size=3)
        ),
        diagnosis_code=st.sampled_from(["", "I63.900", "X"]),
        impression=st.text(max_size=3),
        history=st.text(max_size=3),
        urgency=st.sampled_from(Urgency),
        doctor_phone=st.text(st.sampled_from("0123456789-"), max_size=14),
        tracker=st.text(max_size=2),
        consent=st.booleans(),
    ),
    st.booleans(),
)
def test_whatever_is_typed_is_taken_or_refused_in_words(typed: Slip, draft: bool) -> None:  # noqa: FBT001 - drawn
    try:
        checked = check_slip(typed, ruling(), draft=draft)
    except Refused as fault:
        said(fault)
    else:
        assert checked.patient.name


RETURN_NEEDED = ("diagnosis", "findings", "plan", "doctor")


@pytest.mark.parametrize("field", RETURN_NEEDED)
def test_a_return_slip_needs_its_field(field: str) -> None:
    with refused("field_empty", field=field):
        check_return_slip(back(**{field: " "}), ruling(HOSPITAL))


def test_a_whole_return_slip_passes_as_it_is() -> None:
    assert check_return_slip(back(), ruling(HOSPITAL)) == back()


def test_a_return_slip_may_leave_its_numbers_and_the_code_empty() -> None:
    bare = back(diagnosis_code="", case_number="", inpatient_number="", doctor_phone="")
    assert check_return_slip(bare, ruling(HOSPITAL)) == bare


@pytest.mark.parametrize(
    ("field", "most"),
    [
        ("diagnosis", 120),
        ("case_number", 120),
        ("inpatient_number", 120),
        ("doctor", 120),
        ("findings", 4000),
        ("plan", 4000),
    ],
)
def test_a_return_slip_has_the_limits_of_the_paper(field: str, most: int) -> None:
    assert check_return_slip(back(**{field: "字" * most}), ruling(HOSPITAL))
    with refused("field_long", field=field, most=most, length=most + 1):
        check_return_slip(back(**{field: "字" * (most + 1)}), ruling(HOSPITAL))


def test_a_return_slip_with_a_strange_code_or_phone_is_refused() -> None:
    with refused("diagnosis_unknown"):
        check_return_slip(back(diagnosis_code="Q"), ruling(HOSPITAL))
    with refused("mobile_length", field="doctor_phone"):
        check_return_slip(back(doctor_phone="139"), ruling(HOSPITAL))


@pytest.mark.policy("REF-10")
def test_an_emergency_with_gaps_is_marked_and_one_without_is_not() -> None:
    assert sent(urgency=Urgency.EMERGENCY, history="").incomplete
    whole = sent(urgency=Urgency.EMERGENCY)
    assert not whole.incomplete
    assert whole.complete_by is None
    assert whole.state is State.SENT
