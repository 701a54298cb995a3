"""Working days and holidays: counted like a slow hand would, at one with the published years, honest about others."""

from __future__ import annotations

import json
from collections import Counter
from datetime import date
from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yigongti_desktop.kernel.calendar import Calendar
from yigongti_desktop.kernel.calendar import DayKind
from yigongti_desktop.kernel.calendar import Holiday
from yigongti_desktop.kernel.calendar import Notice
from yigongti_desktop.kernel.calendar import changed_days
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.kernel.published import made
from yigongti_desktop.kernel.statutory import statutes

YEARS = range(2019, 2027)
FIRST, LAST = date(2018, 6, 1), date(2029, 6, 1)
days = st.dates(FIRST, LAST)
counts = st.integers(0, 300)
#: A notice for 2027 as it may come: everybody works on Sunday 31 January and 14 February for 春节.
NEXT = Notice(
    year=2027,
    holidays=(
        made(2027, "元旦", date(2027, 1, 1), date(2027, 1, 3), ()),
        made(2027, "春节", date(2027, 2, 4), date(2027, 2, 11), (date(2027, 1, 31), date(2027, 2, 14))),
        made(2027, "清明节", date(2027, 4, 3), date(2027, 4, 5), ()),
        made(2027, "劳动节", date(2027, 5, 1), date(2027, 5, 5), (date(2027, 5, 8),)),
        made(2027, "端午节", date(2027, 6, 9), date(2027, 6, 9), ()),
        made(2027, "中秋节", date(2027, 9, 15), date(2027, 9, 15), ()),
        made(2027, "国庆节", date(2027, 10, 1), date(2027, 10, 7), (date(2027, 9, 26), date(2027, 10, 9))),
    ),
)


def slow(calendar: Calendar, start: date, count: int) -> date:
    """Count working days by a list that is made in another way: every holiday crossed out, every make-up day put in."""
    first, last = start, start + timedelta(days=3 * count + 40)
    every = {first + timedelta(place) for place in range((last - first).days + 1)}
    working = {day for day in every if day.isoweekday() not in {6, 7}}
    for year in range(first.year, last.year + 1):
        if not calendar.is_published(year):
            working -= set(statutes().days(year))
    for year in range(first.year, last.year + 2):
        for holiday in calendar.holidays(year):
            working -= set(holiday.days())
    for year in range(first.year, last.year + 2):
        for holiday in calendar.holidays(year):
            working |= set(holiday.make_up) & every
    return ([start, *sorted(working - {start})])[count]


@given(days, counts)
def test_counting_forward_is_what_a_slow_hand_counts(start: date, count: int) -> None:
    assert built_in().working_days_after(start, count).day == slow(built_in(), start, count)


@given(days, counts)
def test_counting_between_undoes_counting_forward(start: date, count: int) -> None:
    end = built_in().working_days_after(start, count).day
    assert built_in().working_days_between(start, end).days == count
    assert built_in().working_days_between(end, start).days == -count


@given(days, days, counts, counts)
def test_a_later_start_and_a_greater_number_never_end_earlier(one: date, other: date, few: int, more: int) -> None:
    (one, other), (few, more) = sorted((one, other)), sorted((few, more))
    calendar = built_in()
    assert calendar.working_days_after(one, few).day <= calendar.working_days_after(other, few).day
    assert calendar.working_days_after(one, few).day <= calendar.working_days_after(one, more).day
    if few:
        assert calendar.is_working(calendar.working_days_after(one, few).day)


@given(days, days)
def test_an_answer_is_provisional_exactly_where_it_rests_on_a_year_without_a_notice(start: date, end: date) -> None:
    start, end = sorted((start, end))
    passed = [start + timedelta(place) for place in range(1, (end - start).days + 1)]
    rests = any(built_in().unsettled(day) for day in passed)
    assert built_in().working_days_between(start, end).is_provisional == rests


@pytest.mark.parametrize("year", YEARS)
def test_every_published_year_is_whole_and_has_its_statutory_days(year: int) -> None:
    kinds = Counter(kind for _, kind in built_in().days(year))
    assert sum(kinds.values()) == (366 if year % 4 == 0 else 365)
    assert kinds[DayKind.STATUTORY] == (13 if year >= 2025 else 11)
    assert statutes().law_of(year) is not None
    assert 242 <= kinds[DayKind.WORK] + kinds[DayKind.MAKE_UP] <= 251


@pytest.mark.parametrize("year", [2024, 2025, 2026, 2027])
def test_the_program_agrees_with_the_public_data_on_every_day(shared: Path, year: int) -> None:
    file = shared / "data" / "holidays" / f"{year}.json"
    if not file.exists():
        pytest.skip(f"no public data of {year} here")
    listed = {date.fromisoformat(one["date"]): one["isOffDay"] for one in json.loads(file.read_bytes())["days"]}
    assert built_in().is_published(year) == bool(listed)
    for day, kind in built_in().days(year) if listed else ():
        assert kind.is_working != listed.get(day, day.isoweekday() in {6, 7}), day


def test_days_off_by_law_by_arrangement_and_by_the_week_are_kept_apart_and_paid_apart() -> None:
    calendar = built_in()
    kinds = {day: calendar.kind(date(2026, *day)) for day in ((10, 1), (10, 4), (10, 5), (10, 10), (10, 17), (10, 19))}
    assert list(kinds.values()) == [
        DayKind.STATUTORY,
        DayKind.ARRANGED,
        DayKind.ARRANGED,
        DayKind.MAKE_UP,
        DayKind.REST,
        DayKind.WORK,
    ]
    assert [kind.pay_percent for kind in kinds.values()] == [300, 200, 200, 100, 200, 100]
    assert calendar.kind(date(2026, 5, 2)) is DayKind.STATUTORY  # a Saturday
    assert (calendar.name(date(2026, 10, 5)), calendar.name(date(2026, 9, 20))) == ("国庆节", "国庆节")
    assert calendar.name(date(2026, 10, 19)) == ""


def test_spring_festival_has_its_eve_since_2025_and_not_before() -> None:
    assert built_in().kind(date(2025, 1, 28)) is DayKind.STATUTORY
    assert built_in().kind(date(2024, 2, 9)) is DayKind.WORK
    assert {day for day, name in statutes().days(2026).items() if name == "春节"} == {
        date(2026, 2, day) for day in (16, 17, 18, 19)
    }


def test_festivals_that_meet_give_a_day_more_and_lose_none() -> None:
    assert [day for day in statutes().days(2020) if day.month == 10] == [date(2020, 10, day) for day in (1, 2, 3, 4)]
    assert all(len(statutes().days(year)) == (13 if year >= 2025 else 11) for year in range(2019, 2041))


def test_new_year_may_reach_into_the_year_before() -> None:
    assert built_in().kind(date(2018, 12, 29)) is DayKind.MAKE_UP
    assert built_in().kind(date(2022, 12, 31)) is DayKind.ARRANGED
    assert built_in().unsettled(date(2026, 12, 24)) is None
    assert built_in().unsettled(date(2026, 12, 25)) == 2027


@pytest.mark.policy("FND-27")
def test_the_first_ten_working_days_of_a_quarter_end_after_the_holiday() -> None:
    assert built_in().working_days_after(date(2026, 9, 30), 10).day == date(2026, 10, 20)


@pytest.mark.policy("ORG-18")
def test_five_working_days_after_a_signature_pass_over_spring_festival() -> None:
    found = built_in().working_days_after(date(2026, 2, 13), 5)
    assert (found.day, found.is_provisional) == (date(2026, 2, 27), False)  # Saturday the 14th is worked


def test_no_working_day_later_is_the_day_itself() -> None:
    assert built_in().working_days_after(date(2026, 10, 1), 0).day == date(2026, 10, 1)
    with pytest.raises(ValueError, match="-1"):
        built_in().working_days_after(date(2026, 10, 1), -1)


def test_an_unpublished_year_has_the_days_of_the_law_and_says_that_it_is_not_settled() -> None:
    calendar = built_in()
    assert not calendar.is_published(2027)
    assert calendar.edition(2027) == ""
    assert calendar.kind(date(2027, 2, 5)) is DayKind.STATUTORY  # 除夕
    assert calendar.name(date(2027, 2, 5)) == "春节"
    assert calendar.kind(date(2027, 2, 10)) is DayKind.WORK
    assert calendar.working_days_after(date(2027, 1, 29), 5).unpublished == (2027,)
    assert calendar.holidays(2027) == ()


def test_whoever_needs_certainty_is_told_which_year_is_lacking() -> None:
    built_in().need_published(date(2026, 1, 1), date(2026, 12, 24))
    for first, last in ((date(2026, 12, 1), date(2026, 12, 31)), (date(2026, 12, 1), date(2028, 1, 1))):
        with pytest.raises(Refused, match="calendar_unpublished") as refused:
            built_in().need_published(first, last)
        assert refused.value.facts == {"year": 2027}


def test_a_roster_of_any_span_is_told_which_notices_it_lacks() -> None:
    assert built_in().unpublished(date(2026, 11, 1), date(2026, 11, 30)) == ()
    assert built_in().unpublished(date(2026, 12, 1), date(2026, 12, 31)) == (2027,)
    assert built_in().unpublished(date(2027, 12, 1), date(2028, 1, 31)) == (2027, 2028)
    assert built_in().having(NEXT).unpublished(date(2026, 12, 1), date(2026, 12, 31)) == ()


def test_years_that_no_calendar_has_have_no_statutory_days() -> None:
    assert [statutes().days(year) for year in (-1, 0, 2013, 10_000, 10**12)] == [{}] * 5


def test_what_a_notice_changes_is_found_again_day_by_day() -> None:
    before, after = built_in(), built_in().having(NEXT)
    changed = {one.day: (one.before, one.after) for one in changed_days(before, after, FIRST, LAST)}
    assert changed[date(2027, 1, 31)] == (DayKind.REST, DayKind.MAKE_UP)
    assert changed[date(2027, 2, 10)] == (DayKind.WORK, DayKind.ARRANGED)
    assert changed[date(2027, 1, 2)] == (DayKind.REST, DayKind.ARRANGED)
    assert date(2027, 2, 5) not in changed
    assert {day.year for day in changed} == {2027}
    assert changed_days(after.without(2027), before, FIRST, LAST) == ()
    assert after.working_days_after(date(2027, 1, 29), 5).unpublished == ()


@given(days)
def test_a_notice_changes_no_day_of_another_year(day: date) -> None:
    kind = built_in().having(NEXT).kind(day)
    assert kind is built_in().kind(day) or day.year == 2027


def test_an_edition_is_that_of_the_days_and_not_of_the_words() -> None:
    other = Notice(year=2027, holidays=tuple(reversed(NEXT.holidays)), source="另一份文件")
    assert other.edition == NEXT.edition
    (first, *rest) = NEXT.holidays
    moved = Holiday(name=first.name, first=first.first, last=first.first, statutory=first.statutory)
    assert Notice(year=2027, holidays=(moved, *rest)).edition != NEXT.edition
    assert built_in().having(NEXT).edition(2027) == NEXT.edition
