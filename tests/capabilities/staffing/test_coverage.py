"""Every unit on every day: figures that were counted by hand, over leap days and the ends of years."""

from __future__ import annotations

from datetime import date

import pytest
from msgspec.structs import replace

from tests.capabilities.staffing.posted import XIONG
from tests.capabilities.staffing.posted import posting
from tests.registry.staff.people import DUOBAO
from tests.registry.staff.people import LEAD
from tests.registry.staff.people import YUEKOU
from yigongti_desktop.capabilities.staffing.model.coverage import Cover
from yigongti_desktop.capabilities.staffing.model.coverage import UnitYear
from yigongti_desktop.capabilities.staffing.model.coverage import counted
from yigongti_desktop.capabilities.staffing.model.coverage import short_stays
from yigongti_desktop.capabilities.staffing.model.coverage import stationed_units
from yigongti_desktop.capabilities.staffing.model.coverage import unit_year
from yigongti_desktop.capabilities.staffing.model.coverage import year_of
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.postings import Missing
from yigongti_desktop.capabilities.staffing.model.postings import Month
from yigongti_desktop.capabilities.staffing.model.postings import Person
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import State
from yigongti_desktop.capabilities.staffing.model.service_years import per_ten_thousand
from yigongti_desktop.capabilities.staffing.model.service_years import service
from yigongti_desktop.capabilities.staffing.model.service_years import stationed
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import Profession

LEAP, NEW_YEAR = year_of(2028), date(2029, 1, 1)
HOSPITALS = frozenset({LEAD})


def months(since: date, until: date, *gone: date) -> tuple[Month, ...]:
    """Return every month of some days as it is written down, with the days that somebody was missing."""
    found = []
    first = since.replace(day=1)
    while first <= until:
        its = tuple(Missing(day=one, reason="开会") for one in gone if one.replace(day=1) == first)
        found.append(Month(first=first, missing=its))
        first = months_after(first, 1)
    return tuple(found)


def there(record: str, since: date, until: date, *gone: date, person: Person = XIONG, host: str = YUEKOU) -> Posting:
    """Return a posting that is over and all written down."""
    return posting(
        record,
        state=State.COMPLETED,
        since=since,
        until=until,
        ended_on=until,
        months=months(since, until, *gone),
        person=person,
        host=host,
        unit=host,
    )


def year(*postings: Posting, today: date = NEW_YEAR, days: tuple[date, date] = LEAP) -> UnitYear:
    return unit_year((YUEKOU, "岳口"), postings, days, today)


@pytest.mark.policy("STF-16")
def test_a_leap_year_that_is_covered_all_the_time_has_366_days_and_no_gap() -> None:
    found = year(there("p1", date(2027, 10, 1), date(2028, 6, 30)), there("p2", date(2028, 7, 1), date(2029, 3, 31)))
    assert (len(found.days), found.count(Cover.SERVED), found.gaps()) == (366, 366, ())


@pytest.mark.policy("STF-16")
def test_a_gap_of_one_day_is_one_also_on_the_leap_day_and_at_the_change_of_hands() -> None:
    first = there("p1", date(2028, 1, 1), date(2028, 6, 29), date(2028, 2, 29))
    second = there("p2", date(2028, 7, 1), date(2028, 12, 31), date(2028, 12, 31))
    gaps = [date(2028, 2, 29), date(2028, 6, 30), date(2028, 12, 31)]
    found = year(first, second)
    assert found.gaps() == tuple((one, one) for one in gaps)
    assert found.count(Cover.SERVED) == 366 - 3
    assert next(one for one in found.days if one.day == gaps[0]).why == "熊卫东　开会"


@pytest.mark.policy("STF-16")
def test_somebody_of_a_lower_title_or_of_another_institution_covers_no_day() -> None:
    low = there("p1", date(2028, 1, 1), date(2028, 1, 31), person=replace(XIONG, level=Level.JUNIOR))
    other = there("p2", date(2028, 2, 1), date(2028, 2, 29), person=replace(XIONG, home=DUOBAO))
    found = year(low, other)
    assert found.gaps() == (LEAP,)
    assert (found.count(Cover.LOW), found.days[0].who) == (31, ("熊卫东",))
    assert year(low, there("p3", date(2028, 1, 10), date(2028, 1, 10))).count(Cover.SERVED) == 1


@pytest.mark.policy("STF-16")
def test_what_is_planned_counts_from_today_on_and_what_was_not_confirmed_is_a_gap() -> None:
    planned = posting(state=State.ARRANGED, since=date(2028, 3, 1), until=date(2028, 12, 31))
    found = year(planned, today=date(2028, 3, 11))
    assert found.gaps() == ((date(2028, 1, 1), date(2028, 3, 10)),)
    assert found.count(Cover.PLANNED) == 366 - 31 - 29 - 10
    serving = posting(since=date(2028, 3, 1), until=date(2028, 12, 31), months=months(*[date(2028, 3, 1)] * 2))
    found = year(serving, today=date(2028, 5, 11))
    assert (found.count(Cover.SERVED), found.count(Cover.PLANNED)) == (31, 366 - 31 - 29 - 31)


@pytest.mark.policy("STF-18")
def test_three_experts_are_counted_on_every_day_and_each_of_them_once() -> None:
    def expert(record: str, name: str, since: date, until: date) -> Posting:
        who = Person(name=name, profession=Profession.NURSE, level=Level.SENIOR, home_name="协和医院")
        return replace(there(record, since, until, person=who, host=LEAD), kind=Kind.TERTIARY)

    people = [
        expert("p1", "陈立", *LEAP),
        expert("p2", "周强", *LEAP),
        expert("p3", "吴芳", date(2028, 1, 1), date(2028, 6, 30)),
        expert("p4", "吴芳", date(2028, 6, 30), date(2028, 12, 30)),
    ]
    each = counted(people, Kind.TERTIARY, LEAP, NEW_YEAR)
    assert (len(each), each.count(3), each.count(2), each[-1]) == (366, 365, 1, 2)


@pytest.mark.policy("STF-17")
def test_stays_under_half_a_year_are_named_also_those_that_were_broken_off() -> None:
    full = there("p1", date(2028, 1, 1), date(2028, 6, 30))
    short = there("p2", date(2028, 7, 1), date(2028, 12, 30))
    broken = posting("p3", state=State.BROKEN_OFF, since=date(2028, 1, 1), ended_on=date(2028, 3, 31))
    before = there("p4", date(2027, 9, 1), date(2027, 12, 31))
    assert [one.id for one in short_stays([full, short, broken, before], LEAP, 6)] == ["p2", "p3"]


@pytest.mark.policy("STF-15")
def test_units_with_somebody_stationed_are_counted_by_the_day() -> None:
    one = there("p1", date(2028, 1, 1), date(2028, 6, 30))
    units = [YUEKOU, DUOBAO]
    assert stationed_units(units, [one], date(2028, 6, 30)) == 1
    assert stationed_units(units, [one], date(2028, 7, 1)) == 0
    assert stationed_units(units, [posting(state=State.ARRANGED)], date(2026, 12, 5)) == 0


@pytest.mark.policy("STF-26")
def test_a_year_of_service_is_a_sum_of_days_that_were_served_and_a_day_counts_once() -> None:
    """2027-07-01 to 12-31 is 184 days, January to June of a leap year 182; two days missing, one counted twice."""
    stays = [
        there("p1", date(2027, 7, 1), date(2027, 12, 31), date(2027, 8, 5), date(2027, 8, 6)),
        there("p2", date(2028, 1, 1), date(2028, 6, 30), host=DUOBAO),
        replace(there("p3", date(2028, 6, 30), date(2028, 6, 30), host=DUOBAO), kind=Kind.RESIDENT),
        replace(there("p4", date(2028, 8, 1), date(2028, 9, 30), host=LEAD), kind=Kind.STUDY),
    ]
    found = service(stays, "xiong")
    assert [(one.unit, one.days) for one in found.stays] == [(YUEKOU, 182), (DUOBAO, 182), (DUOBAO, 1)]
    assert (found.days, found.is_enough) == (364, False)
    more = replace(
        posting("p5", kind=Kind.TOUR, since=date(2028, 7, 1), until=date(2028, 7, 31)),
        months=(Month(first=date(2028, 7, 1), served=(date(2028, 7, 4),)),),
    )
    assert service([*stays, more], "xiong").is_enough
    assert service(stays, "somebody").days == 0


def test_indicator_4_counts_doctors_with_183_days_inside_the_year_and_no_rounds() -> None:
    """1 July to 31 December is 184 days of any year; 2 July 183, 3 July 182."""
    other = replace(XIONG, staff="qiu", name="邱海棠")
    third = replace(XIONG, staff="tian", name="田小雨")
    low = replace(XIONG, staff="low", name="何长贵", level=Level.JUNIOR)
    nurse = replace(XIONG, staff="nurse", name="许小兰", profession=Profession.NURSE)
    stays = [
        there("p1", date(2027, 7, 2), date(2028, 3, 1)),
        there("p2", date(2027, 7, 3), date(2028, 12, 31), person=other),
        there("p3", date(2027, 1, 1), date(2027, 3, 31), person=third),
        there("p4", date(2027, 10, 1), date(2028, 1, 31), person=third, host=DUOBAO),
        there("p5", *year_of(2027), person=low),
        there("p6", *year_of(2027), person=nurse),
        replace(there("p7", *year_of(2027), person=replace(XIONG, staff="tour")), kind=Kind.TOUR),
        there("p8", *year_of(2027), person=replace(XIONG, staff="base", home=DUOBAO)),
    ]
    found = stationed(stays, 2027, HOSPITALS)
    assert [(one.name, one.days) for one in found] == [("熊卫东", 183)]
    assert [(one.name, one.days) for one in stationed(stays, 2028, HOSPITALS)] == [("邱海棠", 366)]
    assert [one.days for one in stationed(stays, 2027, HOSPITALS, least=182)] == [183, 182, 182]
    assert per_ten_thousand(9, 413_000) == 0.22
    assert per_ten_thousand(9, 0) is None
    assert per_ten_thousand(30, 1_158_640) == 0.26, "天门市 by the census of 2020"
