"""Records of staff are begun, put right, added to and ended; who may do so, and what two desks make of one record."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.registry.counties import KEY
from tests.registry.staff.people import BEGAN
from tests.registry.staff.people import DUOBAO
from tests.registry.staff.people import HOME
from tests.registry.staff.people import LEAD
from tests.registry.staff.people import MIDDLE
from tests.registry.staff.people import OTHER_LEAD
from tests.registry.staff.people import ROOM
from tests.registry.staff.people import TODAY
from tests.registry.staff.people import WHO
from tests.registry.staff.people import YUEKOU
from tests.registry.staff.people import Town
from tests.registry.staff.people import hired
from tests.registry.staff.people import noted
from tests.registry.staff.people import refusal
from tests.registry.staff.people import ruling
from tests.world import id_number
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry.model.account import Account
from yigongti_desktop.registry.model.staff import keeping
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import Mode
from yigongti_desktop.registry.model.staff.codes import PeriodKind
from yigongti_desktop.registry.model.staff.parts import Contract
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.parts import Part
from yigongti_desktop.registry.model.staff.parts import Period
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.parts import Title
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.registry.model.staff.person import posted
from yigongti_desktop.registry.model.staff.person import staff_id
from yigongti_desktop.registry.model.staff.person import streams

DAY = timedelta(days=1)
HIGHER = Title(since=date(2025, 6, 1), level=Level.ASSOCIATE, name="副主任医师")
SENT = Place(since=date(2026, 3, 1), until=date(2026, 8, 31), unit=YUEKOU, mode=Mode.COUNTY_TOWN)
MOTHER = replace(WHO, sex=Sex.FEMALE)


def code(act: object) -> str:
    assert callable(act)
    fault = refusal(act)
    said = VOCABULARY.say(fault.code, fault.facts)
    assert VOCABULARY.knows(fault.code), fault.code
    assert "{" not in said, said
    return fault.code


# Who has the record


def test_home_working_unit_and_lead_hospital_have_the_record_and_no_other() -> None:
    one = noted(hired(), Place(since=TODAY, until=TODAY + 90 * DAY, unit=DUOBAO, mode=Mode.ROTATION), by=LEAD)
    assert streams(one) == {f"unit:{unit}" for unit in (LEAD, YUEKOU, DUOBAO)}
    later = keeping.settle(one, ruling(LEAD, on=datetime(2027, 6, 1, 4, tzinfo=UTC)))
    assert streams(later) == {f"unit:{unit}" for unit in (LEAD, YUEKOU)}


def test_a_unit_to_which_somebody_will_come_has_the_record_beforehand() -> None:
    one = noted(hired(), Place(since=TODAY + 30 * DAY, unit=DUOBAO, mode=Mode.ROTATION), by=LEAD)
    assert f"unit:{DUOBAO}" in streams(one)


def test_who_has_left_stays_with_the_last_home_and_its_lead() -> None:
    one = keeping.leave(hired(), TODAY - DAY, "退休", ruling())
    assert streams(one) == {f"unit:{LEAD}", f"unit:{YUEKOU}"}
    assert one.works_at(TODAY) == ""
    assert one.works_at(TODAY - DAY) == YUEKOU


# Who may do what


def test_a_clerk_begins_records_of_the_own_unit_and_the_office_those_of_all_its_units() -> None:
    assert code(lambda: hired(by=DUOBAO)) == "staff_not_ours"
    assert code(lambda: hired(by=OTHER_LEAD)) == "staff_not_ours"
    assert hired(by=LEAD).home_on(TODAY) == YUEKOU


def test_a_unit_that_does_not_have_the_record_finds_none() -> None:
    assert code(lambda: noted(hired(), HIGHER, by=DUOBAO)) == "not_found"
    assert code(lambda: keeping.correct(None, {}, ruling())) == "not_found"


@pytest.mark.policy("STF-04")
def test_where_somebody_is_sent_is_the_office_s_to_say() -> None:
    away = Place(since=TODAY, unit=DUOBAO, mode=Mode.ROTATION)
    assert code(lambda: noted(hired(), away)) == "staff_place_by_office"
    assert noted(hired(), away, by=LEAD).works_at(TODAY) == DUOBAO
    moved = Post(since=TODAY, home=DUOBAO, establishment=Establishment.POST)
    assert code(lambda: noted(hired(), moved)) == "staff_home_by_office"
    assert noted(hired(), moved, by=LEAD).home_on(TODAY) == DUOBAO
    assert noted(hired(), Place(since=TODAY, unit=YUEKOU, department="外科")).works_at(TODAY) == YUEKOU


@pytest.mark.policy("STF-06")
def test_to_the_lead_hospital_nobody_goes_without_an_approval() -> None:
    upward = Place(since=TODAY, unit=LEAD, department="内科")
    assert code(lambda: noted(hired(), upward, by=LEAD)) == "approval_missing"
    assert noted(hired(), replace(upward, approval="天卫〔2026〕8号"), by=LEAD).works_at(TODAY) == LEAD
    post = Post(since=TODAY, home=LEAD, establishment=Establishment.POST)
    assert code(lambda: noted(hired(), post, by=LEAD)) == "approval_missing"
    assert noted(hired(), replace(upward, mode=Mode.STUDY), by=LEAD).works_at(TODAY) == LEAD
    free = Town()
    free.rules.pop("staffing.upward_move_needs_approval")
    assert keeping.note(hired(), upward, hired().places, ruling(LEAD, register=free)).works_at(TODAY) == LEAD


def test_the_working_unit_notes_licences_and_protected_times_but_no_contract() -> None:
    one = noted(hired(who=MOTHER), Place(since=TODAY, unit=DUOBAO, mode=Mode.ROTATION), by=LEAD)
    nursing = Period(since=date(2026, 6, 1), kind=PeriodKind.NURSING, child=date(2026, 6, 1))
    assert noted(one, nursing, by=DUOBAO).periods
    assert noted(one, Licence(since=BEGAN, kind=LicenceKind.NURSE), by=DUOBAO).licences
    assert code(lambda: noted(one, Contract(since=BEGAN), by=DUOBAO)) == "staff_not_ours"
    assert code(lambda: keeping.leave(one, TODAY, "辞职", ruling(DUOBAO))) == "staff_not_ours"


# What is written


def test_an_id_number_tells_birth_and_sex_and_makes_the_id() -> None:
    number = id_number(date(1980, 5, 6), 301)
    record = staff_id(KEY, number, "")
    who = replace(WHO, sex=Sex.UNKNOWN, birth=None, id_number=number.lower())
    one = keeping.register(None, who, (HOME,), ruling(record=record))
    assert (one.id, one.birth, one.sex, one.id_number) == (record, date(1980, 5, 6), Sex.MALE, number)
    assert code(lambda: keeping.register(None, who, (HOME,), ruling())) == "staff_id_wrong"
    assert code(lambda: keeping.register(None, WHO, (HOME,), ruling(record=record))) == "staff_id_wrong"


def test_a_record_needs_an_employment() -> None:
    assert code(lambda: hired(MIDDLE)) == "staff_post_missing"
    assert code(lambda: keeping.withdraw(hired(), HOME, "写错了", ruling())) == "staff_post_missing"


def test_who_is_employed_is_not_begun_again_and_who_has_left_comes_back() -> None:
    assert code(lambda: keeping.register(hired(), WHO, (HOME,), ruling())) == "staff_exists"
    gone = keeping.leave(hired(), date(2025, 12, 31), "辞职", ruling())
    again = Post(since=date(2026, 9, 1), home=YUEKOU, establishment=Establishment.HIRED)
    back = keeping.register(gone, WHO, (again,), ruling())
    assert [post.home for post in back.posts] == [YUEKOU, YUEKOU]
    assert (back.home_on(date(2026, 5, 1)), back.home_on(TODAY)) == ("", YUEKOU)


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (Title(since=TODAY, until=TODAY - DAY, level=Level.MIDDLE), "part_days"),
        (Title(since=date(1066, 1, 1), level=Level.MIDDLE), "day_beyond"),
        (Title(since=TODAY, level=Level.MIDDLE, name="主" * 61), "field_long"),
        (Title(since=TODAY, level=Level.NONE, name="主治医师"), "field_empty"),
        (Licence(since=TODAY, kind=LicenceKind.OTHER), "field_empty"),
        (Place(since=TODAY, unit="nowhere"), "institution_unknown"),
        (Period(since=TODAY, kind=PeriodKind.PREGNANCY, child=TODAY), "period_sex"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(part: Part, expected: str) -> None:
    assert code(lambda: noted(hired(), part, by=LEAD)) == expected


def test_a_child_that_is_a_year_old_already_protects_nobody() -> None:
    past = Period(since=date(2024, 1, 1), kind=PeriodKind.NURSING, child=date(2024, 1, 1))
    one = noted(hired(who=MOTHER), past)
    assert one.periods[0].until == date(2024, 12, 31)
    late = Period(since=date(2025, 6, 1), kind=PeriodKind.NURSING, child=date(2024, 1, 1))
    assert code(lambda: noted(hired(who=MOTHER), late)) == "period_days"


def test_a_reason_is_asked_for_what_cannot_be_undone() -> None:
    assert code(lambda: keeping.leave(hired(), TODAY, " ", ruling())) == "field_empty"
    assert code(lambda: keeping.withdraw(hired(), MIDDLE, "", ruling())) == "field_empty"


def test_a_mistaken_title_is_taken_out_and_the_one_before_holds_on() -> None:
    wrong = noted(hired(), HIGHER)
    assert keeping.withdraw(wrong, HIGHER, "写错了", ruling()) == hired()
    assert code(lambda: keeping.withdraw(hired(), HIGHER, "写错了", ruling())) == "part_gone"


def test_who_left_long_ago_does_not_leave_again() -> None:
    gone = keeping.leave(hired(), date(2025, 12, 31), "辞职", ruling())
    assert code(lambda: keeping.leave(gone, TODAY, "退休", ruling())) == "staff_left"
    assert code(lambda: keeping.leave(hired(), BEGAN - DAY, "退休", ruling())) == "day_before"


# Two desks


def test_what_two_desks_write_of_different_days_both_stands() -> None:
    one = hired()
    first = keeping.note(one, replace(HIGHER, since=date(2027, 1, 1)), one.titles, ruling())
    early = Title(since=date(2019, 1, 1), until=date(2019, 12, 31), level=Level.JUNIOR, name="医师")
    both = keeping.note(first, early, one.titles, ruling())
    assert [title.level for title in both.titles] == [Level.JUNIOR, Level.MIDDLE, Level.ASSOCIATE]


def test_what_two_desks_write_of_the_same_days_comes_back_to_the_later_with_both_values() -> None:
    one = hired()
    first = keeping.note(one, HIGHER, one.titles, ruling())
    other = replace(HIGHER, level=Level.SENIOR, name="主任医师")
    fault = refusal(lambda: keeping.note(first, other, one.titles, ruling()))
    assert fault.code == "conflict"
    told = fault.facts["fields"]["titles"]
    assert (told["mine"]["name"], [each["name"] for each in told["theirs"]]) == ("主任医师", ["主治医师", "副主任医师"])
    assert keeping.note(first, other, first.titles, ruling()).title_on(TODAY) is Level.SENIOR


def test_what_two_desks_write_alike_is_written_once() -> None:
    one = hired()
    first = keeping.note(one, HIGHER, one.titles, ruling())
    assert keeping.note(first, HIGHER, one.titles, ruling()) == first


def test_licences_of_different_kinds_never_clash() -> None:
    one = hired()
    first = keeping.note(one, Licence(since=BEGAN, kind=LicenceKind.PHYSICIAN), (), ruling())
    both = keeping.note(first, Licence(since=BEGAN, kind=LicenceKind.NARCOTIC), (), ruling())
    assert {licence.kind for licence in both.licences} == {LicenceKind.PHYSICIAN, LicenceKind.NARCOTIC}


def test_fields_are_changed_from_the_value_that_was_seen() -> None:
    one = keeping.correct(hired(), {"phone": ("", "13900000001")}, ruling())
    assert one.phone == "13900000001"
    assert code(lambda: keeping.correct(one, {"phone": ("", "13900000002")}, ruling())) == "conflict"
    assert keeping.correct(one, {"name": ("周建国", "周健国")}, ruling()).name == "周健国"
    assert code(lambda: keeping.correct(one, {"account": ("", "a1")}, ruling())) == "field_unknown"


# Log-ins


def test_a_log_in_belongs_to_one_person_at_the_most() -> None:
    zhou = Account(id="a7", login="zhou", name="周建国", institution=YUEKOU, roles=(Role.DOCTOR,))
    far = replace(zhou, id="a8", institution=OTHER_LEAD)
    one = keeping.link(hired(), "a7", "", ruling(register=Town(zhou)))
    assert one.account == "a7"
    assert posted(one) == (("staff.account.a7", 1),)
    taken = Town(zhou, linked={"staff.account.a7": "s9"})
    assert code(lambda: keeping.link(hired(), "a7", "", ruling(register=taken))) == "account_taken"
    assert keeping.link(one, "a7", "a7", ruling(register=Town(zhou, linked={"staff.account.a7": "s1"}))) == one
    assert code(lambda: keeping.link(hired(), "a8", "", ruling(register=Town(far)))) == "account_elsewhere"
    assert code(lambda: keeping.link(hired(), "a9", "", ruling(register=Town(zhou)))) == "account_unknown"
    assert code(lambda: keeping.link(one, "", "", ruling())) == "conflict"
    assert keeping.link(one, "", "a7", ruling()).account == ""


# Whatever is done


@st.composite
def acts(draw: st.DrawFn) -> Part:
    since = BEGAN + timedelta(days=draw(st.integers(-400, 3000)))
    lasts = draw(st.none() | st.integers(0, 900))
    until = None if lasts is None else since + timedelta(days=lasts)
    which = draw(st.integers(0, 4))
    if which == 0:
        return Title(since=since, until=until, level=draw(st.sampled_from(list(Level)[1:])))
    if which == 1:
        return Licence(since=since, until=until, kind=draw(st.sampled_from([LicenceKind.NURSE, LicenceKind.NARCOTIC])))
    if which == 2:
        units = [(YUEKOU, Mode.NONE), (DUOBAO, Mode.ROTATION), (LEAD, Mode.STUDY)]
        unit, mode = draw(st.sampled_from(units))
        return Place(since=since, until=until, unit=unit, mode=mode)
    if which == 3:
        return Contract(since=since, until=until)
    return Post(
        since=since, until=until, home=draw(st.sampled_from([YUEKOU, DUOBAO])), establishment=Establishment.POST
    )


@settings(deadline=None)
@given(st.lists(acts(), max_size=15), st.lists(st.integers(-500, 4500), min_size=20, max_size=20))
def test_whatever_is_noted_one_answer_holds_for_each_day(parts: list[Part], places: list[int]) -> None:
    one: Staff = hired(who=MOTHER)
    for part in parts:
        one = noted(one, part, by=LEAD)
    for place in places:
        on = BEGAN + timedelta(days=place)
        for line in ("posts", "places", "titles", "contracts"):
            assert sum(part.holds(on) for part in getattr(one, line)) <= 1
        for kind in LicenceKind:
            assert sum(part.kind is kind and part.holds(on) for part in one.licences) <= 1
        assert bool(one.works_at(on)) == bool(one.home_on(on))


@pytest.mark.policy("STF-03")
def test_the_days_of_a_posting_are_laid_anew_and_what_held_around_them_comes_back() -> None:
    staff = hired()
    long = Place(since=date(2026, 12, 1), until=date(2027, 5, 31), unit=DUOBAO, mode=Mode.ROTATION, posting="p1")
    short = replace(long, since=date(2026, 12, 3), until=date(2027, 1, 31))
    there = keeping.post(staff, "p1", long, ruling())
    assert DUOBAO in there.seen_by
    moved = keeping.post(there, "p1", short, ruling())
    assert moved.places == (
        replace(ROOM, until=date(2026, 12, 2)),
        short,
        replace(ROOM, since=date(2027, 2, 1)),
    )
    assert keeping.post(moved, "p1", short, ruling()) == moved
    assert keeping.post(moved, "p1", None, ruling()) == staff
    assert keeping.post(moved, "p2", None, ruling()) == moved
