"""Files of other houses that are not as one would wish: nobody is mixed up, nothing vanishes, nothing takes long."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from time import process_time
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from tests.capabilities.judging import refused
from tests.capabilities.judging import said
from tests.capabilities.referrals.cases import in_state
from tests.capabilities.referrals.exchanged import AT
from tests.capabilities.referrals.exchanged import foreign
from yigongti_desktop.capabilities.referrals.exchange import terms
from yigongti_desktop.capabilities.referrals.exchange.filling import fields_of
from yigongti_desktop.capabilities.referrals.exchange.reading import Reading
from yigongti_desktop.capabilities.referrals.exchange.reading import read
from yigongti_desktop.capabilities.referrals.exchange.writing import bundle
from yigongti_desktop.capabilities.referrals.exchange.writing import collection
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.ui.fhir_in import read_file
from yigongti_desktop.kernel.errors import Refused

TODAY = date(2026, 11, 23)


def _read(node: Any) -> list[Reading]:
    return read(msgspec.json.encode(node), TODAY)


def _one(node: Any) -> Reading:
    [found] = _read(node)
    return found


@pytest.mark.parametrize(
    "written",
    [
        "2999-01-01",
        "2026-11-24",
        "0001-01-01",
        "1899-12-31",
        "2024-W01-1",
        "19590312  ",
        "1959-3-12",
        "\uff12\uff10\uff12\uff14-01-01",
    ],
)
def test_a_day_on_which_nobody_was_born_is_said_and_not_filled_in(written: str) -> None:
    found = _one(foreign(Patient={"birthDate": written}))
    assert [(one.code, one.facts) for one in found.remarks] == [("fhir_birth", {"typed": written})]
    assert "birth" not in fields_of(found)


@pytest.mark.parametrize("written", ["1900-01-01", "2026-11-23"])
def test_the_first_and_the_last_day_of_birth_are_taken(written: str) -> None:
    assert fields_of(_one(foreign(Patient={"birthDate": written})))["birth"] == written


def test_a_wished_period_is_as_well_of_the_edition_that_is_read() -> None:
    wish = {"status": "proposed", "requestedPeriod": [{"start": "2026-03-01"}], "participant": []}
    found = _one(foreign(ServiceRequest=None, Appointment=wish))
    assert found.facts["slip"]["patient"]["name"] == "邱传富"


def test_a_huge_file_is_told_with_its_size(tmp_path: Path) -> None:
    path = tmp_path / "大.json"
    with path.open("wb") as file:
        file.truncate(200_000_000)  # a hole: no byte of it is written
    with refused("fhir_huge", size=200, most=20):
        read_file(path, TODAY)


def _observed(name: str, words: str, **more: Any) -> dict[str, Any]:
    told = {"resourceType": "Observation", "status": "final", "code": {"text": terms.SECTIONS[name]}}
    return {"resource": told | {"valueString": words} | more}


def test_what_a_slip_cannot_hold_is_cut_and_said() -> None:
    long = foreign(Patient={"name": [{"text": "长" * 61}], "address": [{"text": "路" * 121}]})
    long["entry"] += [_observed("past_history", "病" * 4_001), _observed("treatment", "药" * 4_000)]
    found = _one(long)
    assert [(one.code, one.facts) for one in found.remarks] == [
        ("fhir_cut", {"fields": ["name", "address", "past_history"]})
    ]
    filled = fields_of(found)
    assert [len(filled[name]) for name in ("name", "address", "past_history", "treatment")] == [60, 120, 4_000, 4_000]
    [remark] = found.remarks
    assert "姓名、家庭住址、主要既往史" in said(Refused(remark.code, **remark.facts))
    assert _one(foreign()).remarks == ()


def test_a_text_told_in_several_places_is_read_whole() -> None:
    several = foreign()
    several["entry"] += [_observed("history", words) for words in ("夜里加重。", "头晕三天。", "今晨呕吐。")]
    assert _one(several).facts["slip"]["history"] == "头晕三天。\n夜里加重。\n今晨呕吐。"


BABY = {"resourceType": "Patient", "id": "baby", "name": [{"text": "婴儿"}], "gender": "female"}
OTHER = {
    "resourceType": "Patient",
    "id": "p2",
    "name": [{"text": "李四"}],
    "identifier": [{"system": "s", "value": "7"}],
}


def _beside(node: dict[str, Any], *others: dict[str, Any]) -> dict[str, Any]:
    """Return a bundle with other resources before its own."""
    return node | {"entry": [*({"resource": one} for one in others), *node["entry"]]}


def _called(found: Reading) -> str:
    return str(found.facts["slip"]["patient"]["name"])


@pytest.mark.parametrize(
    ("subject", "name"),
    [
        ({"reference": "Patient/p1/_history/3"}, "邱传富"),
        ({"reference": "urn:other:base/Patient/p1"}, "邱传富"),
        ({"identifier": {"value": "429006195903123018"}}, "邱传富"),
        ({"identifier": {"system": "urn:other:card", "value": "A001"}}, "邱传富"),
        ({"reference": "Patient/baby"}, "婴儿"),
    ],
)
def test_the_patient_is_whom_the_request_names(subject: dict[str, Any], name: str) -> None:
    found = _one(_beside(foreign(ServiceRequest={"subject": subject}), BABY))
    assert _called(found) == name
    assert {one.code for one in found.remarks} <= {"fhir_lacks"}


@pytest.mark.parametrize(
    "subject",
    [
        {"reference": "Patient/gone"},
        {"identifier": {"system": "urn:other:card", "value": "A002"}},
        {"identifier": {"system": "urn:another:card", "value": "A001"}},
        {"display": "邱传富"},
        "",
    ],
)
def test_whom_nobody_can_tell_among_several_is_nobody(subject: Any) -> None:
    with refused("fhir_no_patient"):
        _read(_beside(foreign(ServiceRequest={"subject": subject}), BABY))


def test_the_only_patient_of_a_file_is_taken_unless_something_speaks_against_it() -> None:
    assert _called(_one(foreign(ServiceRequest={"subject": ""}))) == "邱传富"
    found = _one(foreign(ServiceRequest={"subject": {"reference": "Patient/gone", "display": "邱传富（男）"}}))
    assert [(one.code, one.facts) for one in found.remarks] == [("fhir_whose", {"typed": "邱传富"})]
    assert said(Refused("fhir_whose", typed="邱传富"))
    for other in ({"display": "李四"}, {"identifier": {"system": "urn:other:card", "value": "A002"}}):
        with refused("fhir_no_patient"):
            _read(foreign(ServiceRequest={"subject": {"reference": "Patient/gone"} | other}))


def test_an_appointment_is_of_the_patient_who_takes_part() -> None:
    who = [{"actor": {"reference": one}} for one in ("Practitioner/x", "Patient/p1")]
    wish = {"status": "proposed", "reasonCode": [{"text": "脑梗死"}], "participant": who}
    assert _called(_one(_beside(foreign(ServiceRequest=None, Appointment=wish), BABY))) == "邱传富"


def test_two_patients_of_one_address_are_nobody() -> None:
    twins = foreign()
    twins["entry"].append({"resource": OTHER | {"id": "p1"}})
    with refused("fhir_no_patient"):
        _read(twins)


def test_resources_of_one_address_are_all_read() -> None:
    same = foreign(ServiceRequest={"subject": {"reference": "urn:a"}})
    for entry in same["entry"]:
        entry["fullUrl"] = "urn:a"
    found = _one(same)
    assert (_called(found), found.facts["slip"]["history"], found.facts["slip"]["impression"]) == (
        "邱传富",
        "头晕三天。",
        "高血压",
    )


def _drug(name: str, **more: Any) -> dict[str, Any]:
    return {"resourceType": "MedicationRequest", "medicationCodeableConcept": {"text": name}} | more


def _two() -> dict[str, Any]:
    """Return two cases of two patients that stand in one bundle by themselves."""
    both = foreign(Observation={"subject": {"reference": "Patient/p1"}})
    second = {"reference": "ServiceRequest/s2"}
    whose = {"subject": {"reference": "Patient/p2"}}
    asked = {"resourceType": "ServiceRequest", "id": "s2", "reasonCode": [{"text": "骨折"}]}
    return _beside(
        both,
        OTHER,
        {"resourceType": "Task", "id": "t2", "status": "accepted", "focus": second, "reasonCode": {"text": "x"}},
        {"resourceType": "Task", "status": "rejected", "focus": {"reference": "ServiceRequest/s1"}},
        _drug("第二人的药", subject={"reference": "Patient/p2"}),
        _drug("第一人的药", basedOn=[{"reference": "ServiceRequest/s1"}]),
        {"resourceType": "MessageHeader", "focus": [second, {"reference": "ServiceRequest/s1"}]},
        _observed("history", "摔伤。", id="o2")["resource"],
        asked | whose | {"supportingInfo": [{"reference": "Observation/o2"}]},
    )


def test_several_requests_of_one_bundle_are_several_cases_and_nothing_mixes_in() -> None:
    told = [
        (
            _called(one),
            one.facts["state"],
            one.facts["slip"]["impression"],
            one.facts["slip"]["history"],
            [drug["name"] for drug in one.facts["return_drugs"]],
        )
        for one in _read(_two())
    ]
    assert told == [
        ("李四", "accepted", "骨折", "摔伤。", ["第二人的药"]),
        ("邱传富", "declined", "高血压", "头晕三天。", ["第一人的药"]),
    ]


def test_what_nobody_can_place_is_told_and_not_taken() -> None:
    more = _two()
    more["entry"].append(_observed("treatment", "谁的？"))
    found = _read(more)
    assert [remark.facts for one in found for remark in one.remarks if remark.code == "fhir_left"] == [{"count": 1}] * 2
    assert said(Refused("fhir_left", count=1))
    assert all(one.facts["slip"]["treatment"] == "" for one in found)


def test_what_is_of_somebody_else_is_left_out_of_the_only_case() -> None:
    mother = _drug("母亲的药", subject={"reference": "Patient/baby"})
    found = _one(_beside(foreign(), BABY, mother))
    assert found.facts["return_drugs"] == []
    assert [(one.code, one.facts) for one in found.remarks] == [("fhir_left", {"count": 1})]


def test_several_appointments_are_several_cases() -> None:
    wishes = [
        {
            "resourceType": "Appointment",
            "reasonCode": [{"text": why}],
            "participant": [{"actor": {"reference": f"Patient/{who}"}}],
        }
        for who, why in (("p1", "脑梗死"), ("p2", "骨折"))
    ]
    found = _read(_beside(foreign(ServiceRequest=None), OTHER, *wishes))
    assert [(_called(one), one.facts["slip"]["impression"]) for one in found] == [
        ("邱传富", "脑梗死"),
        ("李四", "骨折"),
    ]
    # beside a request, one of its own patient belongs to it; one of somebody else is a case
    beside = _read(_beside(foreign(), OTHER, *wishes))
    assert [_called(one) for one in beside] == ["邱传富", "李四"]


def test_what_stands_beside_whole_messages_is_read_as_well() -> None:
    ours = collection([replace(in_state(State.SENT), id=f"case-{one}") for one in "ab"], AT)
    found = _read(ours | {"entry": ours["entry"] + _two()["entry"]})
    assert [one.referral is not None for one in found] == [True, True, False, False]
    assert [_called(one) for one in found][2:] == ["李四", "邱传富"]


def test_our_messages_without_their_covers_are_still_told_apart() -> None:
    cases = [replace(in_state(State.RETURNED), id=f"case-{one}") for one in "abc"]
    entries = [entry for one in cases for entry in bundle(one, AT)["entry"]]
    assert [one.referral for one in _read({"resourceType": "Bundle", "entry": entries})] == cases


def test_one_bad_case_of_many_stands_among_them_with_its_reason() -> None:
    bad = [foreign(Patient=None), foreign(ServiceRequest={"reason": []}), foreign(ServiceRequest=None)]
    found = _read({"resourceType": "Bundle", "entry": [{"resource": one} for one in (foreign(), *bad, foreign())]})
    assert [one.refused and one.refused.code for one in found] == [
        None,
        "fhir_no_patient",
        "fhir_r5",
        "fhir_no_referral",
        None,
    ]


def test_very_many_performers_and_very_many_cases_take_no_time() -> None:
    asked = {"performer": [{"reference": f"#x{place}"} for place in range(20_000)]}
    asked |= {"contained": [{"id": f"y{place}"} for place in range(20_000)]}
    begun = process_time()
    assert _called(_one(foreign(ServiceRequest=asked))) == "邱传富"
    many = [{"resourceType": "ServiceRequest", "subject": {"reference": "Patient/p1"}} for _ in range(1_999)]
    assert len(_read(_beside(foreign(), *many))) == 2_000
    assert process_time() - begun < 5  # a square of these would be minutes


def test_where_everything_points_at_everything_nothing_is_read() -> None:
    all_asked = [{"reference": f"ServiceRequest/s{place}"} for place in range(300)]
    asks = [{"resourceType": "ServiceRequest", "id": f"s{place}"} for place in range(300)]
    visit = {"resourceType": "Encounter", "id": "e", "basedOn": all_asked}
    seen = [{"resourceType": "Observation", "encounter": {"reference": "Encounter/e"}} for _ in range(2_000)]
    with refused("fhir_tangled"):
        _read(_beside(foreign(), visit, *asks, *seen))


def test_of_several_tasks_the_one_of_the_request_is_believed() -> None:
    tasks: list[dict[str, Any]] = [
        {"resourceType": "Task", "status": "cancelled"},
        {"resourceType": "Task", "status": "accepted", "focus": {"reference": "ServiceRequest/s1"}},
    ]
    assert _one(_beside(foreign(), *tasks)).facts["state"] == "accepted"
