"""The sessions of a plan: weeks, single days, what is left out, year ends, holidays, what was moved or ended."""

from __future__ import annotations

from datetime import date
from datetime import time
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.capabilities.staffing.outreach import planned
from yigongti_desktop.capabilities.staffing.model.visit_days import planned_days
from yigongti_desktop.capabilities.staffing.model.visit_days import sessions
from yigongti_desktop.capabilities.staffing.model.visit_timetable import timetable_of
from yigongti_desktop.capabilities.staffing.model.visits import Outcome
from yigongti_desktop.capabilities.staffing.model.visits import Plan
from yigongti_desktop.capabilities.staffing.model.visits import State
from yigongti_desktop.capabilities.staffing.model.visits import Visit
from yigongti_desktop.capabilities.staffing.ui.visit_words import read_days
from yigongti_desktop.capabilities.staffing.ui.visit_words import read_time
from yigongti_desktop.capabilities.staffing.ui.visit_words import read_weekdays
from yigongti_desktop.kernel.calendar import DayKind
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.registry.model.staff.codes import Level

CALENDAR = built_in()
DAYS = st.dates(date(2025, 6, 1), date(2027, 6, 30))
WEEK = st.lists(st.integers(0, 6), max_size=3, unique=True).map(lambda days: tuple(sorted(days)))


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan that the rules let through."""
    since = draw(DAYS)
    until = since + timedelta(draw(st.integers(0, 365)))
    inside = st.integers(0, (until - since).days).map(lambda away: since + timedelta(away))
    few = st.lists(inside, max_size=4, unique=True).map(lambda days: tuple(sorted(days)))
    return planned(
        "s-1",
        since=since,
        until=until,
        weekdays=draw(WEEK),
        every=draw(st.integers(1, 4)),
        dates=draw(few),
        skips=draw(few),
        rests_on_holidays=draw(st.booleans()),
    )


def visit(plan: Plan, **others: Any) -> Visit:
    usual: dict[str, Any] = {
        "id": "v-1",
        "planner": "tianmen.diyi",
        "planner_name": "市第一人民医院",
        "lead": "tianmen.diyi",
        "unit": plan.unit,
        "unit_name": "岳口镇中心卫生院",
        "person": plan.person,
        "person_name": "欧阳海棠",
        "home_name": "市第一人民医院",
        "level": Level.ASSOCIATE,
        "title": "副主任医师",
        "since": plan.since,
        "until": plan.until,
        "plan": plan,
    }
    return Visit(**(usual | others))


@given(plans())
def test_a_plan_has_its_weekdays_and_single_days_and_no_other(plan: Plan) -> None:
    days = planned_days(plan, CALENDAR)
    assert list(days) == sorted(set(days))
    assert all(plan.since <= one <= plan.until for one in days)
    assert set(plan.dates) <= set(days)
    monday = plan.since - timedelta(plan.since.weekday())
    for one in set(days) - set(plan.dates):
        assert one.weekday() in plan.weekdays
        assert one not in plan.skips
        assert (one - monday).days // 7 % plan.every == 0
        if plan.rests_on_holidays:
            assert CALENDAR.kind(one) not in {DayKind.STATUTORY, DayKind.ARRANGED}


@given(plans())
def test_a_year_end_changes_nothing_two_halves_have_the_days_of_the_whole(plan: Plan) -> None:
    one = visit(plan)
    end = date(plan.since.year, 12, 31)
    before = sessions(one, CALENDAR, plan.since, min(end, plan.until))
    after = sessions(one, CALENDAR, end + timedelta(1), plan.until) if plan.until > end else []
    assert before + after == sessions(one, CALENDAR)


@given(plans(), st.data())
def test_what_was_written_down_stays_whatever_is_ended_or_moved(plan: Plan, data: st.DataObject) -> None:
    days = planned_days(plan, CALENDAR)
    if not days:
        return
    held, off = data.draw(st.sampled_from(days)), data.draw(st.sampled_from(days))
    moved = off + timedelta(data.draw(st.integers(1, 60)))
    noted = {held: Outcome(day=held, state=State.HELD, seen=7)}
    if off != held:
        noted[off] = Outcome(day=off, state=State.CANCELLED, reason="开会", moved_to=moved)
    last = data.draw(st.one_of(st.none(), st.sampled_from(days)))
    found = {one.day: one for one in sessions(visit(plan, outcomes=tuple(noted.values()), ended_on=last), CALENDAR)}
    assert found[held].state is State.HELD
    if off != held:
        assert found[off].state is State.CANCELLED
        if last is None or moved <= last:
            assert found[moved].moved_from == off
    assert all(one.day in noted or last is None or one.day <= last for one in found.values())


def test_the_spring_festival_is_left_out_and_a_make_up_day_makes_no_session() -> None:
    plan = planned("s-1", weekdays=(2, 6), since=date(2026, 2, 1), until=date(2026, 2, 28))
    days = [one.day for one in planned_days(plan, CALENDAR)]
    assert 18 not in days  # a Wednesday within the holiday
    assert {4, 11, 25} <= set(days)
    kept = planned("s-1", weekdays=(2,), since=date(2026, 2, 1), until=date(2026, 2, 28), rests_on_holidays=False)
    assert [one.day for one in planned_days(kept, CALENDAR)] == [4, 11, 18, 25]


def test_every_other_week_goes_on_over_the_new_year() -> None:
    plan = planned("s-1", every=2, since=date(2026, 12, 1), until=date(2027, 1, 31))
    assert [f"{one:%m-%d}" for one in planned_days(plan, CALENDAR)] == ["12-02", "12-16", "12-30", "01-13", "01-27"]


@pytest.mark.policy("STF-24")
def test_a_timetable_puts_the_days_of_one_plan_together_and_says_which_falls() -> None:
    off = Outcome(day=date(2026, 12, 16), state=State.CANCELLED, reason="开会", moved_to=date(2026, 12, 17))
    one = visit(planned("s-1"), outcomes=(off,))
    found = timetable_of("岳口镇中心卫生院", date(2026, 12, 1), date(2026, 12, 31), sessions(one, CALENDAR))
    wednesday, thursday = found.ordered()
    assert (wednesday.weekday, [day.day for day in wednesday.dates]) == (2, [2, 9, 23, 30])
    assert wednesday.note == "限 30 人，12月16日停诊（改到 12月17日）"
    assert wednesday.hours == "上午 08:00–11:30"
    assert (thursday.weekday, thursday.dates) == (None, (date(2026, 12, 17),))
    week = timetable_of("岳口镇中心卫生院", off.day, off.day, sessions(one, CALENDAR))
    assert (week.sessions, week.note) == ((), "欧阳海棠 12月16日（改到 12月17日）停诊")


@pytest.mark.parametrize(
    ("typed", "read"),
    [("三、五", (2, 4)), ("周三周五", (2, 4)), ("1 7", (0, 6)), ("每周日", (6,)), ("三月", None), ("", ())],
)
def test_days_of_the_week_are_read_as_people_type_them(typed: str, read: tuple[int, ...] | None) -> None:
    assert read_weekdays(typed) == read


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("8:00", time(8)),
        ("0830", time(8, 30)),
        ("\uff18：\uff13\uff10", time(8, 30)),
        ("14点", time(14)),
        ("25:00", None),
        ("早上", None),
    ],
)
def test_hours_are_read_as_people_type_them(typed: str, read: time | None) -> None:
    assert read_time(typed) == read


def test_single_days_without_a_year_are_the_next_ones_after_the_first() -> None:
    found = read_days("12-30、1-6，2027-02-03", date(2026, 12, 1))
    assert found == (date(2026, 12, 30), date(2027, 1, 6), date(2027, 2, 3))
    assert read_days("2-30", date(2026, 1, 1)) is None
