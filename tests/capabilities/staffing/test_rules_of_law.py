"""What the law and the policies ask of a roster, each rule by a row that keeps it and one that does not."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import pytest
from msgspec.structs import replace

from tests.capabilities.staffing.clinic import DUTIES
from tests.capabilities.staffing.clinic import doctor
from tests.capabilities.staffing.clinic import found
from tests.capabilities.staffing.clinic import having
from tests.capabilities.staffing.clinic import may
from tests.capabilities.staffing.clinic import nurse
from tests.capabilities.staffing.clinic import on
from tests.capabilities.staffing.clinic import said
from yigongti_desktop.capabilities.staffing.model.asking import asked
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.month import Person
from yigongti_desktop.capabilities.staffing.model.rules import national
from yigongti_desktop.capabilities.staffing.model.sentences import sentences
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import Mode
from yigongti_desktop.registry.model.staff.codes import PeriodKind
from yigongti_desktop.registry.model.staff.parts import Period
from yigongti_desktop.registry.model.staff.parts import Place


def test_the_day_after_a_night_is_off() -> None:
    (sentence,) = found(may(doctor()), "after_night", "..ND")
    assert sentence.text == "赵某 3 日夜班后 4 日排了白班：夜班后要休息"
    assert (sentence.is_must, sentence.days) == (True, (on(3), on(4)))
    assert said(may(doctor()), "after_night", "..N.D") == []


def test_the_night_before_the_first_day_counts() -> None:
    person = replace(doctor(), before=("D", "N"))
    assert said(may(person), "after_night", "D") == ["赵某 4 月 30 日夜班后 1 日排了白班：夜班后要休息"]


def test_less_than_eleven_hours_between_two_duties_are_named() -> None:
    assert said(may(doctor()), "interval", ".ED") == ["赵某 2 日晚班后 3 日接白班，中间不到 11 小时"]
    assert said(may(doctor()), "interval", ".EE") == []


def test_a_week_has_a_day_of_rest_with_the_days_of_the_last_month() -> None:
    person = replace(doctor(), before=("", "D", "D", "D", "D"))
    assert said(may(person), "weekly_rest", "DD.") == []
    assert said(may(person), "weekly_rest", "DDD.") == ["赵某 到 3 日连续 7 天里没有休满 1 天"]


def test_more_than_forty_hours_in_a_week_cost_by_the_minute() -> None:
    (sentence,) = found(may(doctor()), "weekly_hours", "...DDDDDD")
    assert sentence.text == "赵某 4–9 日这一周超过 40 小时，多 8 小时"
    assert (sentence.is_must, sentence.cost) == (False, 480)


def test_the_days_of_a_week_that_lie_in_the_last_month_count_for_its_hours() -> None:
    person = replace(doctor(), before=("", "D", "D", "D", "D"))
    assert said(may(person), "weekly_hours", "D") == []
    assert said(may(person), "weekly_hours", "DD") == ["赵某 1–2 日这一周超过 40 小时，多 8 小时"]


def test_overtime_of_a_month_is_limited_to_thirty_six_hours() -> None:
    """May 2026 has 19 working days: 152 hours and 36 are 188, and 23 duties are 184."""
    row = "DDDDDD." * 3 + "DDDDD"
    assert said(may(doctor()), "overtime", row) == []
    assert said(may(doctor()), "overtime", row + "D") == ["赵某 本月加班比 36 小时多 4 小时"]


def test_who_was_on_leave_owes_no_hours_for_it() -> None:
    """Five working days of leave make 40 hours less that are due."""
    month = having(may(doctor()), leave=(_leave("s00", 25, 31),))
    assert said(month, "overtime", "DDDDDD." * 3) == []
    assert said(month, "overtime", "DDDDDD." * 3 + "DDD") == ["赵某 本月加班比 36 小时多 20 小时"]


@pytest.mark.parametrize("child", [on(1) - timedelta(100), months_after(on(10), -12)])
def test_who_nurses_a_child_under_one_year_has_no_nights(child: date) -> None:
    until = months_after(child, 12) - timedelta(1)
    person = _with(nurse(1), Period(since=child, until=until, kind=PeriodKind.NURSING, child=child))
    barred = [day for day in (1, 9, 10, 20) if said(may(person), "protected_nights", "." * (day - 1) + "N")]
    assert barred == [day for day in (1, 9, 10, 20) if on(day) <= until]


def test_from_the_seventh_month_of_a_pregnancy_there_are_no_nights_and_no_overtime() -> None:
    due = on(10) + timedelta(84)
    person = _with(nurse(1), Period(since=on(1) - timedelta(90), until=due, kind=PeriodKind.PREGNANCY, child=due))
    assert said(may(person), "protected_nights", "........N") == []
    (sentence,) = said(may(person), "protected_nights", ".........N")
    assert sentence == "钱某 10 日排了夜班：怀孕七个月以上和哺乳未满一周岁婴儿的不安排夜班"
    assert said(may(person), "protected_overtime", "DDDDDDDDD") == []
    assert said(may(person, days=14), "protected_overtime", ".........DDDDD") == [
        "钱某 孕期、哺乳期内超出标准工时 8 小时：不得延长劳动时间"
    ]


def test_a_duty_needs_a_licence_that_is_in_force_on_its_day() -> None:
    person = doctor()
    ending = replace(person.staff.licences[0], until=on(5))
    person = replace(person, staff=replace(person.staff, licences=(ending,)))
    (sentence,) = said(may(person), "licence", "....E.E")
    assert sentence == "赵某 7 日排了晚班：没有在有效期内的执业医师或执业助理医师或护士证照"


@pytest.mark.policy("STF-12")
@pytest.mark.policy("STF-16")
@pytest.mark.policy("STF-24")
def test_a_duty_may_ask_for_the_level_of_a_title() -> None:
    expert = [replace(duty, title=Level.ASSOCIATE) if duty.code == "R" else duty for duty in DUTIES]
    month = may(doctor(0), doctor(1, Level.ASSOCIATE), days=3)
    question = asked(month, expert, national(), built_in())
    roster = ((5, 0, 0), (0, 5, 0))
    texts = [one.text for one in sentences(question, roster) if one.rule == "title"]
    assert texts == ["赵某 1 日排了巡诊：职称要副高及以上"]


def test_a_duty_may_ask_for_skills() -> None:
    skilled = [replace(duty, skills=("急救",)) if duty.code == "N" else duty for duty in DUTIES]
    month = may(doctor(0), replace(doctor(1), skills=("急救",)), days=3)
    question = asked(month, skilled, national(), built_in())
    texts = [one.text for one in sentences(question, ((3, 0, 0), (0, 0, 3))) if one.rule == "skill"]
    assert texts == ["赵某 1 日排了夜班：还没有急救的资质"]


@pytest.mark.policy("TRN-02")
@pytest.mark.policy("STF-03")
def test_who_works_or_studies_elsewhere_has_no_duty_here() -> None:
    away = Place(since=on(3), until=on(20), unit="lead", mode=Mode.STUDY)
    person = replace(doctor(), staff=replace(doctor().staff, places=(away,)))
    assert said(may(person), "elsewhere", ".DD") == ["赵某 3 日不在本单位上班（派驻、进修或未在职），排了白班"]


def _with(person: Person, period: Period) -> Person:
    return replace(person, staff=replace(person.staff, periods=(period,)))


def _leave(person: str, first: int, last: int) -> Leave:
    return Leave(person=person, first=on(first), last=on(last), name="年休假")
