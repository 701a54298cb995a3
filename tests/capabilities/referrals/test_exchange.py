"""Referrals as FHIR bundles: all of them valid by the published models, nothing lost on the way there and back."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from typing import Any

import msgspec
import pytest
from fhir.resources.R4B.bundle import Bundle
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.judging import refused
from tests.capabilities.judging import said
from tests.capabilities.referrals import random_slips
from tests.capabilities.referrals.cases import back
from tests.capabilities.referrals.cases import in_state
from tests.capabilities.referrals.cases import patient
from tests.capabilities.referrals.exchanged import AT
from tests.capabilities.referrals.exchanged import foreign
from tests.capabilities.referrals.exchanged import referrals
from yigongti_desktop.capabilities.referrals.exchange import reading
from yigongti_desktop.capabilities.referrals.exchange import terms
from yigongti_desktop.capabilities.referrals.exchange.filling import fields_of
from yigongti_desktop.capabilities.referrals.exchange.reading import Reading
from yigongti_desktop.capabilities.referrals.exchange.reading import read
from yigongti_desktop.capabilities.referrals.exchange.writing import bundle
from yigongti_desktop.capabilities.referrals.exchange.writing import collection
from yigongti_desktop.capabilities.referrals.model.approval import Approval
from yigongti_desktop.capabilities.referrals.model.approval import Standing
from yigongti_desktop.capabilities.referrals.model.by_rule import lacks
from yigongti_desktop.capabilities.referrals.model.by_rule import reasons
from yigongti_desktop.capabilities.referrals.model.infectious import Special
from yigongti_desktop.capabilities.referrals.model.persons import Known
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.kernel.errors import Refused

#: The category under our own name, with a code that is none of ours.
URGENT_AS_ELSEWHERE = [{"coding": [{"system": terms.URGENCY, "code": "very-urgent"}]}]
_DRUGS = (
    SlipDrug(
        drug="drug-amlodipine",
        name="苯磺酸氨氯地平片",
        strength="5mg×28片",
        dose="1片",
        frequency="每日1次",
        days=28,
        quantity=1,
        unit="盒",
    ),
    SlipDrug(name="自备降脂药", dose="1片", frequency="必要时", quantity=2, unit="瓶"),
)


def _special() -> list[Referral]:
    """Return the cases that are unlike the others."""
    sent, over = in_state(State.SENT), in_state(State.CLOSED)
    card = Special(disease="肺结核", kind="乙", card_at=AT, card_by="周建国", card_number="K1", transport="负压车")
    given = Approval(standing=Standing.GIVEN, number="审-001", by="何主任", at=AT)
    down = replace(over, is_down=True, down_class="rehabilitation", return_drugs=_DRUGS, state=State.ARRIVED)
    mother = patient(name="张秀英之女", known=Known.NEWBORN, mother="429006199003123018", id_number="")
    nobody = patient(name="无名氏", known=Known.UNIDENTIFIED, estimated_age=50, phone="", id_number="")
    codes = ("I10.x00x002", "A39.003+G01*", "†A17.000", "M80000/3")
    return [
        replace(sent, slip=replace(sent.slip, special=card, cited=("c1", "c2"))),
        replace(
            sent,
            approval=given,
            slip=replace(sent.slip, target=replace(sent.slip.target, place="p", place_name="武汉协和医院")),
        ),
        replace(over, return_drugs=_DRUGS, return_slip=back(case_number="", inpatient_number="", doctor_phone="")),
        down,
        replace(down, state=State.SENT, arrived_at=None),
        *(replace(sent, slip=replace(sent.slip, patient=who)) for who in (mother, nobody, patient(name="买买提·艾山"))),
        *(replace(sent, slip=replace(sent.slip, diagnosis_code=code)) for code in codes),
    ]


def _raw(node: Any) -> bytes:
    return msgspec.json.encode(node)


def _one(node: Any) -> Reading:
    [found] = read(_raw(node))
    return found


@pytest.mark.parametrize("case", [*map(in_state, State), *_special()], ids=lambda case: case.state.value)
def test_every_case_is_valid_and_comes_back_whole(case: Referral) -> None:
    raw = _raw(bundle(case, AT))
    valid = Bundle.model_validate_json(raw)
    assert read(raw)[0].referral == case
    # what the published models write of it is read as well
    assert read(valid.model_dump_json().encode())[0].referral == case


@pytest.mark.parametrize("make", [random_slips.out_case, random_slips.back_case])
def test_slips_as_nobody_wants_to_write_them_are_valid_and_come_back(make: Any) -> None:
    for number in range(8):
        case = make(number)
        raw = _raw(bundle(case, AT))
        Bundle.model_validate_json(raw)
        assert read(raw)[0].referral == case


@given(referrals())
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
def test_nothing_that_a_record_can_hold_is_lost(case: Referral) -> None:
    assert _one(bundle(case, AT)).referral == case


def test_standard_resources_say_what_a_receiver_needs_without_our_extension() -> None:
    case = replace(in_state(State.RETURNED), return_drugs=_DRUGS)
    plain = bundle(case, AT)
    for entry in plain["entry"]:
        entry["resource"].pop("extension", None)
    found = _one(plain)
    assert found.referral is None
    facts = found.facts
    assert facts["slip"]["patient"]["name"] == "邱传富"
    assert facts["slip"]["patient"]["id_number"] == "429006195903123018"
    assert facts["slip"]["diagnosis_code"] == "I63.900"
    assert facts["slip"]["history"] == "右侧肢体无力 3 小时。"
    assert facts["slip"]["target"]["department"] == "神经内科"
    assert facts["return_slip"] == msgspec.to_builtins(case.return_slip)
    assert [one["name"] for one in facts["return_drugs"]] == ["苯磺酸氨氯地平片", "自备降脂药"]
    assert facts["state"] == "returned"


def test_the_extension_holds_only_what_the_resources_do_not_say() -> None:
    [task] = [
        e["resource"] for e in bundle(in_state(State.SENT), AT)["entry"] if e["resource"]["resourceType"] == "Task"
    ]
    kept = {one["url"] for one in task["extension"][0]["extension"]}
    assert kept.isdisjoint({"slip.history", "slip.patient.name", "number", "state", "origin", "slip.diagnosis_code"})
    assert {"slip.tracker", "slip.consent", "answer_by"} <= kept


def test_what_a_receiver_changes_in_a_resource_is_believed() -> None:
    changed = bundle(in_state(State.SENT), AT)
    for entry in changed["entry"]:
        if entry["resource"]["resourceType"] == "Patient":
            entry["resource"]["telecom"][0]["value"] = "13700000009"
    found = _one(changed).referral
    assert found is not None
    assert found.slip.patient.phone == "13700000009"


def test_the_message_is_named_as_the_public_health_guide_names_it() -> None:
    told = {state: bundle(in_state(state), AT)["entry"][0]["resource"]["eventCoding"]["code"] for state in State}
    assert told[State.SENT] == "request"
    assert told[State.ACCEPTED] == told[State.DECLINED] == "response"
    assert told[State.ARRIVED] == "arrival"
    assert told[State.RETURNED] == told[State.CLOSED] == "record"
    assert bundle(in_state(State.SENT), AT) == bundle(in_state(State.SENT), AT)


def test_many_cases_go_in_one_file() -> None:
    cases = [replace(in_state(state), id=f"case-{state.value}") for state in State]
    raw = _raw(collection(cases, AT))
    Bundle.model_validate_json(raw)
    assert [one.referral for one in read(raw)] == cases


def test_a_foreign_bundle_is_read_as_far_as_it_goes() -> None:
    raw = foreign()
    Bundle.model_validate_json(_raw(raw))
    found = _one(raw)
    who = found.facts["slip"]["patient"]
    assert (who["name"], who["sex"], who["birth"], who["id_number"]) == (
        "邱传富",
        "male",
        "1959-03-12",
        "429006195903123018",
    )
    assert who["address"] == "天门市岳口镇健康村二组"
    slip = found.facts["slip"]
    assert (slip["diagnosis_code"], slip["impression"], slip["doctor"]) == ("I10.x00x002", "高血压", "王建平")
    assert slip["history"] == "头晕三天。"
    assert found.remarks == ()


def test_the_appointment_of_the_guide_does_as_well() -> None:
    wish = {
        "status": "proposed",
        "reasonCode": [{"text": "脑梗死"}],
        "participant": [{"actor": {"reference": "Patient/p1"}, "status": "accepted"}],
    }
    found = _one(foreign(ServiceRequest=None, Appointment=wish))
    assert found.facts["slip"]["impression"] == "脑梗死"
    assert found.facts["slip"]["patient"]["name"] == "邱传富"


@pytest.mark.parametrize(
    ("changes", "code", "facts"),
    [
        ({"Patient": {"telecom": "", "birthDate": ""}}, "fhir_lacks", {"fields": ["birth", "phone"]}),
        (
            {"Observation": None, "ServiceRequest": {"reasonCode": ""}},
            "fhir_lacks",
            {"fields": ["impression", "history"]},
        ),
        ({"Patient": {"gender": "男"}}, "fhir_gender", {"typed": "男"}),
        ({"Patient": {"birthDate": "1959-03"}}, "fhir_birth", {"typed": "1959-03"}),
        ({"Patient": {"birthDate": "1959-13-45"}}, "fhir_birth", {"typed": "1959-13-45"}),
        ({"ServiceRequest": {"priority": "特急"}}, "fhir_priority", {"typed": "特急"}),
        ({"ServiceRequest": {"category": URGENT_AS_ELSEWHERE}}, "fhir_priority", {"typed": "very-urgent"}),
        (
            {"ServiceRequest": {"reasonCode": [{"coding": [{"code": "38341003", "display": "Hypertension"}]}]}},
            "fhir_diagnosis",
            {"typed": "38341003"},
        ),
        ({"Task": {"status": "已办"}}, "fhir_status", {"typed": "已办"}),
    ],
)
def test_what_is_missing_or_unknown_is_said(changes: dict[str, Any], code: str, facts: dict[str, Any]) -> None:
    [remark] = [one for one in _one(foreign(**changes)).remarks if one.code == code]
    assert remark.facts == facts


@pytest.mark.parametrize("urgency", Urgency)
def test_an_urgency_that_is_known_is_filled_in_and_another_left_open(urgency: Urgency) -> None:
    known = [{"coding": [{"system": terms.URGENCY, "code": urgency.value}]}]
    assert fields_of(_one(foreign(ServiceRequest={"category": known})))["urgency"] == urgency.value
    assert "urgency" not in fields_of(_one(foreign(ServiceRequest={"category": URGENT_AS_ELSEWHERE})))


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "fhir_empty"),
        (b"\xef\xbb\xbf \n", "fhir_empty"),
        (b'<?xml version="1.0"?><Bundle xmlns="x"/>', "fhir_xml"),
        (b"PK\x03\x04 a zip", "fhir_not_json"),
        (b'{"resourceType": "Bundle", "entry": [', "fhir_not_json"),
        ("姓名,性别".encode("gb18030"), "fhir_not_json"),
        (b"[" * 200_000, "fhir_deep"),
        (b'{"resourceType":"Bundle","entry":[' + b"[" * 100_000 + b"]" * 100_000 + b"]}", "fhir_deep"),
        (b"[]", "fhir_not_fhir"),
        (b"12", "fhir_not_fhir"),
        (b'{"resourceType": 7}', "fhir_not_fhir"),
        (b'{"resourceType": "Patient"}', "fhir_other_resource"),
        (b'{"resourceType": "Bundle"}', "fhir_no_referral"),
        (_raw(foreign(ServiceRequest=None)), "fhir_no_referral"),
        (_raw(foreign(Patient=None)), "fhir_no_patient"),
        (_raw(foreign(ServiceRequest={"reason": [{"concept": {"text": "x"}}]})), "fhir_r5"),
        (_raw(foreign(Encounter={"class": [{"text": "门诊"}]})), "fhir_r5"),
        (_raw(foreign(Patient={"meta": {"profile": ["urn:hl7/5.0/Patient"]}})), "fhir_r5"),
    ],
)
def test_a_file_that_is_none_is_refused_in_a_code(content: bytes, code: str) -> None:
    with refused(code):
        read(content)


def test_a_huge_file_and_too_many_cases_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_CASES", 2)
    with refused("fhir_many", count=3, most=2):
        read(_raw({"resourceType": "Bundle", "entry": [{"resource": foreign()}] * 3}))
    with refused("fhir_huge", size=21, most=20):
        read(b" " * (reading.MOST_BYTES + 1))


def test_an_urgency_that_nobody_knows_is_left_open() -> None:
    told = [{"coding": [{"system": terms.URGENCY, "code": code}]} for code in ("whatever", "emergency")]
    assert "urgency" not in fields_of(_one(foreign(ServiceRequest={"category": told[:1], "priority": ""})))
    assert fields_of(_one(foreign(ServiceRequest={"category": told[1:]})))["urgency"] == "emergency"


def test_one_of_ours_whose_rest_was_broken_is_read_like_a_foreign_one() -> None:
    broken = [
        ("answer_by", "{"),
        ("answer_by", '"no day"'),
        ("slip.patient.known", "[" * 5_000),
        ("prints.x", "1"),
        ("../x", "1"),
    ]
    for path, value in broken:
        torn = bundle(in_state(State.SENT), AT)
        for entry in torn["entry"]:
            for one in entry["resource"].get("extension", []):
                one["extension"] = [{"url": path, "valueString": value}]
        found = _one(torn)
        assert found.referral is None
        assert "fhir_torn" in {one.code for one in found.remarks}
        assert found.facts["slip"]["patient"]["name"] == "邱传富"


_JUNK = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["reference", "coding", "value"]), inner)
    ),
    max_leaves=6,
)


@given(st.sampled_from(["Patient", "ServiceRequest", "PractitionerRole", "Observation", "Task"]), st.data())
@settings(max_examples=60, deadline=None)
def test_a_foreign_file_may_hold_anything_anywhere(kind: str, data: st.DataObject) -> None:
    names = ["id", "identifier", "name", "telecom", "address", "gender", "birthDate", "contact", "subject", "status"]
    names += ["requester", "performer", "reasonCode", "category", "extension", "contained", "code", "meta", "period"]
    fields = data.draw(st.dictionaries(st.sampled_from(names), _JUNK, min_size=1))
    try:
        [found] = read(_raw(foreign(**{kind: fields})))
    except Refused as fault:
        assert fault.code.startswith("fhir_")  # noqa: PT017 - only these are answers
    else:
        assert all(said(Refused(one.code, **one.facts)) for one in found.remarks)


def test_codes_and_days_are_read_as_they_are_written() -> None:
    for code in ("I10", "I10.x00x002", "A39.003+G01*", "†A17.000", "E11.900", "J17.0*"):
        assert terms.ICD.fullmatch(code)
    assert reading.birth_of("2024-02-29", AT.date()) == date(2024, 2, 29)
    assert reading.birth_of("2023-02-29", AT.date()) is None
    assert datetime(2026, 11, 23, 4, tzinfo=UTC) == AT


def test_what_a_referral_lacks_to_be_by_the_rules_is_told_to_the_insurance_office() -> None:
    sent = in_state(State.SENT)
    asked = Approval(standing=Standing.ASKED)
    kept = replace(sent.slip, against="患者家属要求", target=replace(sent.slip.target, reason="离得近"))
    assert lacks(sent) == ()
    assert lacks(replace(sent, owed=("against",), approval=asked)) == ("against", "approval_asked")
    assert lacks(replace(sent, approval=Approval(standing=Standing.GIVEN, number="审-1"))) == ()
    assert lacks(in_state(State.WITHDRAWN)) == ("withdrawn",)
    rescue = replace(sent, owed=("against",), slip=replace(sent.slip, urgency=Urgency.EMERGENCY))
    assert lacks(rescue) == ()  # REF-19: 危急重症患者抢救除外
    assert reasons(replace(sent, slip=kept)) == "患者家属要求；离得近"
