"""What somebody is, has and may on a day; what ends, and what the law bars."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.registry.staff.people import BEGAN
from tests.registry.staff.people import DUOBAO
from tests.registry.staff.people import HOME
from tests.registry.staff.people import LEAD
from tests.registry.staff.people import MIDDLE
from tests.registry.staff.people import ROOM
from tests.registry.staff.people import TODAY
from tests.registry.staff.people import WHO
from tests.registry.staff.people import YUEKOU
from tests.registry.staff.people import Town
from tests.registry.staff.people import hired
from tests.registry.staff.people import noted
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion
from yigongti_desktop.registry.model.staff.codes import Category
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import Mode
from yigongti_desktop.registry.model.staff.codes import PeriodKind
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.expiry import Notice
from yigongti_desktop.registry.model.staff.expiry import endings
from yigongti_desktop.registry.model.staff.expiry import notice
from yigongti_desktop.registry.model.staff.parts import Contract
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.parts import Period
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.parts import Title
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.registry.model.staff.person import spellings
from yigongti_desktop.registry.model.staff.person import staff_id
from yigongti_desktop.registry.model.staff.protection import Limit
from yigongti_desktop.registry.model.staff.protection import late_days
from yigongti_desktop.registry.model.staff.protection import limits_from
from yigongti_desktop.registry.model.staff.protection import limits_on

DAY = timedelta(days=1)
MOTHER = replace(WHO, name="许小兰", sex=Sex.FEMALE, profession=Profession.NURSE)
NURSE = Licence(since=BEGAN, until=date(2027, 1, 15), kind=LicenceKind.NURSE, number="2015420001")


@pytest.mark.policy("STF-03")
@pytest.mark.policy("STF-09")
def test_home_and_working_unit_are_two_things_and_who_comes_back_is_at_home_again() -> None:
    home = Post(since=BEGAN, home=LEAD, establishment=Establishment.POST)
    sent = Place(since=date(2026, 3, 1), until=date(2026, 8, 31), unit=YUEKOU, mode=Mode.COUNTY_TOWN)
    one = noted(hired(home, by=LEAD), sent, by=LEAD)
    seen = [one.works_at(day) for day in (sent.since - DAY, sent.since, date(2026, 8, 31), date(2026, 9, 1))]
    assert seen == [LEAD, YUEKOU, YUEKOU, LEAD]
    assert {one.home_on(day) for day in (sent.since, TODAY)} == {LEAD}


def test_nobody_works_anywhere_before_the_first_day_or_after_the_last() -> None:
    one = hired(replace(HOME, until=TODAY), ROOM)
    assert [one.works_at(day) for day in (BEGAN - DAY, BEGAN, TODAY, TODAY + DAY)] == ["", YUEKOU, YUEKOU, ""]


@pytest.mark.policy("STF-16")
def test_the_title_of_a_day_is_a_code_and_the_last_one_ends_the_one_before() -> None:
    one = noted(hired(), Title(since=date(2025, 6, 1), level=Level.ASSOCIATE, name="副主任医师"))
    assert one.title_on(date(2025, 5, 31)) is Level.MIDDLE
    assert one.title_on(date(2025, 6, 1)) is Level.ASSOCIATE
    assert one.title_on(BEGAN - DAY) is Level.NONE
    assert [level.rank for level in Level] == [0, 1, 2, 3, 4]


def test_a_licence_is_in_force_through_its_last_day_and_one_of_another_kind_beside_it() -> None:
    doctor = Licence(
        since=BEGAN, kind=LicenceKind.PHYSICIAN, category=Category.CLINICAL, scope="内科专业", number="110420000000001"
    )
    narcotic = Licence(since=BEGAN, until=date(2026, 11, 30), kind=LicenceKind.NARCOTIC)
    one = noted(noted(hired(), doctor), narcotic)
    assert one.licensed(LicenceKind.NARCOTIC, date(2026, 11, 30))
    assert not one.licensed(LicenceKind.NARCOTIC, date(2026, 12, 1))
    assert one.licensed(LicenceKind.PHYSICIAN, date(2050, 1, 1))
    assert not one.licensed(LicenceKind.NURSE, TODAY)
    practice = one.practice_on(TODAY)
    assert practice is not None
    assert (practice.category, practice.scope) == (Category.CLINICAL, "内科专业")


def test_a_licence_that_ends_is_told_in_time_and_one_that_was_renewed_is_not() -> None:
    one = noted(hired(who=MOTHER), NURSE)
    (soon,) = endings(one, TODAY, Notice())
    assert (soon.on, soon.left) == (date(2027, 1, 15), 53)
    assert endings(one, date(2026, 10, 16), Notice()) == ()  # 91 days before
    (over,) = endings(one, date(2027, 1, 16), Notice())
    assert over.left == -1
    renewed = noted(one, replace(NURSE, since=date(2027, 1, 16), until=date(2032, 1, 15)))
    assert endings(renewed, date(2027, 1, 10), Notice()) == ()


@pytest.mark.policy("STF-11")
def test_a_contract_that_ends_is_told_and_nothing_of_who_has_left() -> None:
    contract = Contract(since=BEGAN, until=TODAY + 10 * DAY, number="HT-7")
    one = noted(hired(), contract)
    assert [ending.left for ending in endings(one, TODAY, Notice())] == [10]
    assert endings(one, TODAY, Notice(contract=9)) == ()
    gone = replace(one, posts=(replace(HOME, until=TODAY - DAY),))
    assert endings(gone, TODAY, Notice()) == ()


def test_how_long_before_one_is_warned_is_the_county_s_to_say() -> None:
    town = Town()
    assert notice(town, TODAY) == Notice(licence=90, contract=60)
    town.rules["staff.licence_warning_days"] = Rule(
        id="staff.licence_warning_days", versions=(RuleVersion(value=30, since=TODAY),)
    )
    assert notice(town, TODAY).licence == 30
    assert late_days(town, TODAY) == 84


@pytest.mark.parametrize(
    ("day", "limits"),
    [
        (date(2026, 11, 24), set()),
        (date(2026, 12, 8), {Limit.NO_NIGHT, Limit.NO_OVERTIME}),
        (date(2027, 3, 2), {Limit.NO_NIGHT, Limit.NO_OVERTIME}),
        (date(2027, 3, 3), set()),
    ],
)
def test_from_the_seventh_month_of_pregnancy_no_night_and_no_overtime(day: date, limits: set[Limit]) -> None:
    one = noted(hired(who=MOTHER), Period(since=TODAY, kind=PeriodKind.PREGNANCY, child=date(2027, 3, 2)))
    assert limits_on(one, day) == limits
    assert limits_from(one, TODAY) == date(2026, 12, 8)
    assert limits_on(one, TODAY, late=200) == {Limit.NO_NIGHT, Limit.NO_OVERTIME}


def test_who_nurses_a_child_under_one_year_works_no_night_until_its_birthday() -> None:
    one = noted(hired(who=MOTHER), Period(since=date(2026, 2, 27), kind=PeriodKind.NURSING, child=date(2026, 2, 27)))
    assert limits_on(one, date(2026, 2, 26)) == set()
    assert limits_on(one, date(2026, 2, 27)) == set(Limit)
    assert limits_on(one, date(2027, 2, 26)) == set(Limit)
    assert limits_on(one, date(2027, 2, 27)) == set()


def test_who_nurses_one_child_and_expects_another_is_protected_for_both() -> None:
    one = noted(hired(who=MOTHER), Period(since=date(2026, 2, 27), kind=PeriodKind.NURSING, child=date(2026, 2, 27)))
    both = noted(one, Period(since=TODAY, kind=PeriodKind.PREGNANCY, child=date(2027, 5, 1)))
    assert len(both.periods_on(TODAY)) == 2
    assert limits_on(both, date(2027, 2, 27)) == {Limit.NO_NIGHT, Limit.NO_OVERTIME}


def test_two_people_of_one_name_are_two_records_and_one_number_is_one() -> None:
    key = bytes(range(32)).hex()
    assert staff_id(key, "429006198005061234", "x") == staff_id(key, "429006198005061234", "y")
    assert staff_id(key, "429006198005061234", "x") != staff_id(key, "429006198005061235", "x")
    assert staff_id(key, "", "x") == "x"


def test_somebody_is_found_by_name_letters_and_telephone() -> None:
    one = Staff(id="s1", name="单桂兰", profession=Profession.NURSE, phone="0728-4720001")
    assert {"单桂兰", "sgl", "shanguilan", "07284720001"} <= spellings(one)


def test_a_place_says_where_and_for_what_village() -> None:
    one = noted(hired(), Place(since=TODAY, unit=YUEKOU, department="公共卫生科", village="健康村"))
    place = one.place_on(TODAY)
    assert place is not None
    assert (place.department, place.village) == ("公共卫生科", "健康村")
    before = one.place_on(TODAY - DAY)
    assert before is not None
    assert before.department == "内科"
    assert MIDDLE in one.titles
    assert DUOBAO not in one.seen_by
