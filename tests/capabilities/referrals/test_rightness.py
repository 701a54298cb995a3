"""Right place, right rule: what wants a reason, on the desk and at the hub; which road an infection takes."""

from __future__ import annotations

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
from tests.capabilities.judging import refused
from tests.capabilities.judging import ruling
from tests.capabilities.judging import said
from tests.capabilities.referrals.cases import NUMBER
from tests.capabilities.referrals.cases import TARGET
from tests.capabilities.referrals.cases import patient
from tests.capabilities.referrals.cases import slip
from tests.capabilities.referrals.catalogued import COUNTY
from tests.capabilities.referrals.catalogued import Books
from tests.capabilities.referrals.catalogued import books
from tests.capabilities.referrals.catalogued import line
from tests.capabilities.referrals.catalogued import place
from tests.capabilities.referrals.catalogued import version
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.referrals.model import approving
from yigongti_desktop.capabilities.referrals.model import both
from yigongti_desktop.capabilities.referrals.model import clinic
from yigongti_desktop.capabilities.referrals.model import hospital
from yigongti_desktop.capabilities.referrals.model.approval import Standing
from yigongti_desktop.capabilities.referrals.model.catalogue import Action
from yigongti_desktop.capabilities.referrals.model.infectious import Special
from yigongti_desktop.capabilities.referrals.model.infectious import notifiable_of
from yigongti_desktop.capabilities.referrals.model.persons import Known
from yigongti_desktop.capabilities.referrals.model.persons import estimated_birth
from yigongti_desktop.capabilities.referrals.model.places import PlaceKind
from yigongti_desktop.capabilities.referrals.model.places import end
from yigongti_desktop.capabilities.referrals.model.places import sign
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.protocol.event import Ruling

FAR = Target(
    institution=HOSPITAL, department="肿瘤科", place="p-1", place_name="武汉协和医院", reason="本市没有质子治疗"
)
KEEP = version(COUNTY, line("I63", Action.KEEP))
CARD = Special(card_at=NOON - timedelta(minutes=20), card_by="李文静", transport="120 负压车，三级防护")


def judged(register: Books, *, is_hub: bool = False) -> Ruling:
    return replace(ruling(register=register), final=is_hub)


def send(register: Books, *, is_hub: bool = False, **changes: Any) -> Referral:
    return clinic.send(None, NUMBER, slip(**changes), judged(register, is_hub=is_hub))


def cited(*versions: Any) -> tuple[str, ...]:
    return tuple(one.id for one in versions)


# the catalogue


@pytest.mark.policy("REF-22")
@pytest.mark.parametrize("action", [None, *Action])
@pytest.mark.parametrize("goes_out", [False, True])
@pytest.mark.parametrize("reason", ["", "家属坚持"])
def test_going_against_the_catalogue_wants_a_reason(action: Action | None, goes_out: bool, reason: str) -> None:  # noqa: FBT001 - of a table
    register = books(place(), *([version(COUNTY, line("I63", action))] if action else []))
    target = FAR if goes_out else TARGET
    goes = Action.OUT if goes_out else Action.UP
    if action not in {None, goes} and not reason:
        with refused("against_reason", field="against"):
            send(register, target=target)
        return
    case = send(register, target=target, against=reason)
    assert case.slip.against == reason
    assert (case.advice.action if case.advice else None) is action
    assert not case.owed


@pytest.mark.parametrize("knew", [True, False, None])
def test_the_hub_asks_who_knew_and_takes_the_case_of_who_did_not(knew: bool | None) -> None:  # noqa: FBT001 - of a table
    """A desk with the same catalogue is refused; one with an older, or a program that knows none, owes the reason."""
    register = books(KEEP)
    seen = {True: cited(KEEP), False: ("an-older-one",), None: None}[knew]
    if knew:
        with refused("against_reason"):
            send(register, is_hub=True, cited=seen)
        return
    case = send(register, is_hub=True, cited=seen)
    assert (case.state, case.owed, case.incomplete) == (State.SENT, ("against",), True)
    assert case.complete_by == NOON + timedelta(hours=24)
    assert case.advice is not None
    whole = clinic.complete(
        case, replace(case.slip, against="家属坚持", cited=cited(KEEP)), judged(register, is_hub=True)
    )
    assert (whole.owed, whole.incomplete, whole.slip.against) == ((), False, "家属坚持")
    with refused("against_reason"):
        clinic.complete(case, replace(case.slip, cited=cited(KEEP)), judged(register))


def test_the_catalogue_of_the_slips_day_judges_whoever_completes_it_later() -> None:
    later = version(COUNTY, line("I63", Action.UP), since=date(2026, 11, 25))
    register = books(KEEP, later)
    case = send(register, urgency=Urgency.EMERGENCY)
    assert case.owed == ("against",)
    at = replace(ruling(at=NOON + timedelta(days=3), register=register), final=False)
    with refused("against_reason"):
        clinic.complete(case, case.slip, at)


@pytest.mark.policy("REF-10")
def test_an_emergency_goes_first_and_owes_its_reasons() -> None:
    case = send(books(KEEP), urgency=Urgency.EMERGENCY, target=replace(TARGET, institution=OTHER_HOSPITAL))
    assert (case.owed, case.incomplete) == (("against", "target_reason"), True)
    reasons = replace(case.slip, against="急", target=replace(case.slip.target, reason="最近"))
    whole = clinic.complete(case, reasons, judged(books(KEEP)))
    assert (whole.owed, whole.slip.target.reason, whole.slip.urgency) == ((), "最近", Urgency.EMERGENCY)


# where to


@pytest.mark.policy("REF-13")
def test_another_than_the_own_lead_hospital_wants_a_reason() -> None:
    with refused("target_reason", field="target_reason"):
        send(books(), target=replace(TARGET, institution=OTHER_HOSPITAL))
    assert (
        send(books(), target=replace(TARGET, institution=OTHER_HOSPITAL, reason="在那里手术过")).target
        == OTHER_HOSPITAL
    )
    declined = hospital.decline(send(books()), "没有床位", ruling(HOSPITAL))
    again = clinic.retarget(declined, replace(TARGET, institution=OTHER_HOSPITAL), judged(books()))
    assert again.target == OTHER_HOSPITAL


@pytest.mark.policy("REF-30")
@pytest.mark.parametrize("kind", PlaceKind)
def test_rehabilitation_care_and_infection_are_no_rivals_of_the_lead_hospital(kind: PlaceKind) -> None:
    register = books(place(kind=kind, outside=False))
    target = replace(FAR, reason="")
    if kind is PlaceKind.HOSPITAL:
        with refused("target_reason"):
            send(register, target=target)
        return
    case = send(register, target=target)
    assert (case.target, case.target_name, case.approval) == (HOSPITAL, "武汉协和医院", None)


@pytest.mark.parametrize(
    ("changes", "code"),
    [({"place": "nowhere"}, "place_unknown"), ({"institution": OTHER_HOSPITAL}, "place_other")],
)
def test_a_place_must_be_one_of_the_community_and_fit(changes: dict[str, str], code: str) -> None:
    with refused(code, field="target"):
        send(books(place()), target=replace(FAR, **changes))


@pytest.mark.policy("REF-17")
def test_the_lead_hospital_keeps_places_and_their_agreements() -> None:
    office = ruling(HOSPITAL, register=books())
    its = place().agreed
    made = sign(None, its, office)
    assert (made.name, made.lead, made.community) == ("武汉协和医院", HOSPITAL, "tianmen-1")
    assert end(made, date(2026, 11, 30), "改签", office).agreed.until == date(2026, 11, 30)
    faults: list[tuple[dict[str, Any], str]] = [
        ({"until": date(2025, 1, 1)}, "place_days"),
        ({"institution": OTHER_HOSPITAL}, "place_outside"),
        ({"contact": " "}, "field_empty"),
        ({"phone": ""}, "field_empty"),
        ({"phone": "139"}, "mobile_length"),
        ({"name": ""}, "field_empty"),
    ]
    for changes, code in faults:
        with refused(code):
            sign(None, replace(its, **changes), office)
    with refused("not_holder"):
        sign(None, its, ruling(CLINIC, register=books()))
    with refused("place_end"):
        end(made, date(2027, 1, 1), "改签", office)


# out of the county


@pytest.mark.policy("REF-03")
def test_nothing_is_printed_before_the_number_has_come() -> None:
    register = books(place())
    case = send(register, target=FAR)
    ours, office = judged(register), ruling(HOSPITAL, register=register)
    assert case.approval is not None
    assert case.target_name == "武汉协和医院"
    with refused("approval_waits"):
        both.note_print(case, "transfer_out", ours)
    with refused("approval_first"):
        hospital.accept(case, "", office)
    with refused("not_holder"):
        approving.approve(case, "批-1", "", ours)
    with refused("field_empty", field="approval_number"):
        approving.approve(case, " ", "", office)
    given = approving.approve(case, "批-1", "已联系", office)
    assert given.approval is not None
    assert (given.state, given.approval.standing, given.approval.number) == (State.ACCEPTED, Standing.GIVEN, "批-1")
    assert both.note_print(given, "transfer_out", ours).prints == 1
    with refused("approval_none"):
        approving.deny(given, "不行", office)


@pytest.mark.policy("REF-03")
def test_what_is_not_approved_comes_back_with_the_reason_and_goes_elsewhere() -> None:
    register = books(place())
    office = ruling(HOSPITAL, register=register)
    denied = approving.deny(send(register, target=FAR), "市域内能治", office)
    assert (denied.state, denied.reason) == (State.DECLINED, "市域内能治")
    with refused("approval_denied_print", reason="市域内能治"):
        both.note_print(denied, "transfer_out", judged(register))
    home = clinic.retarget(denied, TARGET, judged(register))
    assert (home.approval, home.target_name) == (None, "市第一人民医院")
    redirected = hospital.redirect(send(register, target=FAR), replace(TARGET, department="肿瘤科"), "本院能治", office)
    assert (redirected.approval, redirected.target_name) == (None, "市第一人民医院")


@pytest.mark.policy("REF-10")
def test_an_emergency_out_of_the_county_is_printed_first_and_approved_afterwards() -> None:
    register = books(place())
    case = send(register, target=FAR, urgency=Urgency.EMERGENCY)
    assert both.note_print(case, "transfer_out", judged(register)).prints == 1
    given = approving.approve(case, "批-2", "", ruling(HOSPITAL, register=register))
    assert given.approval is not None
    assert given.approval.is_after


# infectious diseases


@pytest.mark.policy("REF-15")
@pytest.mark.parametrize(
    ("code", "words", "disease", "hours"),
    [
        ("A00.900", "霍乱", "霍乱", 2),
        ("A39.003+G01*", "流行性脑脊髓膜炎", "流行性脑脊髓膜炎", 24),
        ("A16.200x002", "肺结核", "肺结核", 24),
        ("B08.401", "手足口病", "手足口病", 24),
        ("", "发热，麻疹？", "麻疹", 24),
        ("", "鼠疫疑似", "鼠疫", 2),
        ("I63.900", "脑梗死", "", 0),
        ("", "", "", 0),
    ],
)
def test_the_county_lists_what_must_be_reported_and_within_which_hours(
    code: str, words: str, disease: str, hours: int
) -> None:
    found = notifiable_of(books(), code, words, NOON.date())
    assert (found.name if found else "", found.hours if found else 0) == (disease, hours)
    assert notifiable_of(books(), code, words, date(2025, 8, 31)) is None


@pytest.mark.policy("REF-15")
@pytest.mark.parametrize(
    ("special", "code"),
    [
        (None, "infectious"),
        (Special(card_by="李文静"), "infectious"),
        (replace(CARD, card_by=""), "field_empty"),
        (replace(CARD, transport=" "), "infectious_transport"),
        (replace(CARD, card_at=NOON + timedelta(hours=1)), "card_ahead"),
        (CARD, ""),
    ],
)
def test_an_infection_goes_by_no_road_before_card_and_transport(special: Special | None, code: str) -> None:
    changes: dict[str, Any] = {"diagnosis_code": "A00.900", "impression": "霍乱", "special": special}
    if code:
        with refused(code):
            send(books(), **changes)
        return
    case = send(books(), **changes)
    assert case.slip.special == replace(CARD, disease="霍乱", kind="甲")


@pytest.mark.policy("INF-01")
def test_an_emergency_and_an_older_program_owe_the_card_within_its_hours() -> None:
    urgent = send(books(), diagnosis_code="A00.900", impression="霍乱", urgency=Urgency.EMERGENCY)
    older = send(books(), is_hub=True, diagnosis_code="A00.900", impression="霍乱")
    for case in (urgent, older):
        assert (case.owed, case.complete_by) == (("special",), NOON + timedelta(hours=2))


# people who are not fully known


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({}, ""),
        ({"name": "胡小燕"}, "newborn_name"),
        ({"name": "之子"}, "newborn_name"),
        ({"birth": date(2025, 11, 1)}, "newborn_old"),
        ({"mother": ""}, "field_empty"),
        ({"mother": "429006195903123018"}, "mother_male"),
        ({"mother": "4290"}, "id_number_length"),
    ],
)
def test_a_newborn_goes_by_the_mothers_number(changes: dict[str, Any], code: str) -> None:
    whole = {"name": "胡小燕之子", "birth": date(2026, 11, 20), "mother": "11010519491231002x", "id_number": ""}
    who = patient(**whole | {"known": Known.NEWBORN, "health_record": ""} | changes)
    if code:
        with refused(code):
            send(books(), patient=who)
        return
    assert send(books(), patient=who).slip.patient.mother == "11010519491231002X"


@pytest.mark.parametrize(
    ("years", "code"), [(None, "field_empty"), (-1, "age_estimate"), (121, "age_estimate"), (60, "")]
)
def test_somebody_unidentified_has_an_estimated_age_and_needs_no_telephone(years: int | None, code: str) -> None:
    birth = estimated_birth(years or 60, NOON.date())
    who = patient(name="无名氏", birth=birth, id_number="", phone="", known=Known.UNIDENTIFIED, estimated_age=years)
    if code:
        with refused(code):
            send(books(), patient=who)
        return
    case = send(books(), patient=who)
    assert (case.slip.patient.estimated_age, case.slip.patient.birth) == (60, date(1966, 11, 23))


@settings(max_examples=60, deadline=None)
@given(
    action=st.sampled_from([None, *Action]),
    urgency=st.sampled_from(Urgency),
    target=st.sampled_from([TARGET, FAR, replace(FAR, reason=""), replace(TARGET, institution=OTHER_HOSPITAL)]),
    against=st.sampled_from(["", "家属坚持"]),
    code=st.sampled_from(["I63.900", "A00.900", "B08.401"]),
    special=st.sampled_from([None, CARD]),
    seen=st.sampled_from([None, (), ("county@2026-01-01",)]),
)
def test_the_hub_never_loses_what_a_desk_has_sent(
    action: Action | None,
    urgency: Urgency,
    target: Target,
    against: str,
    code: str,
    special: Special | None,
    seen: tuple[str, ...] | None,
) -> None:
    """What a desk takes with the same books, the hub takes just so; what it did not know, the hub takes and notes."""
    register = books(place(), *([version(COUNTY, line("A00-Z99", action))] if action else []))
    now = ("county@2026-01-01",) if action else ()
    changes: dict[str, Any] = {"urgency": urgency, "target": target, "against": against, "diagnosis_code": code}
    typed: Slip = slip(patient=patient(sex=Sex.FEMALE, id_number=""), special=special, cited=seen, **changes)
    try:
        desk = clinic.send(None, NUMBER, replace(typed, cited=now), judged(register))
    except Refused as fault:
        said(fault)
        desk = None
    if desk is not None:
        assert clinic.send(None, NUMBER, replace(typed, cited=now), judged(register, is_hub=True)) == desk
    if seen != now:
        case = clinic.send(None, NUMBER, typed, judged(register, is_hub=True))
        assert case.incomplete == bool(case.owed)
        assert bool(case.owed) == (desk is None or bool(desk.owed))
