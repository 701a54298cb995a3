"""The year of teaching: which months are missing, how many courses, hours of each person, who came to nothing."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yigongti_desktop.capabilities.staffing.model.teaching import Attendance
from yigongti_desktop.capabilities.staffing.model.teaching import Attendee
from yigongti_desktop.capabilities.staffing.model.teaching import State
from yigongti_desktop.capabilities.staffing.model.teaching import Teaching
from yigongti_desktop.capabilities.staffing.model.teaching import TeachingKind
from yigongti_desktop.capabilities.staffing.model.teaching import attendance_id
from yigongti_desktop.capabilities.staffing.model.teaching_year import Wanted
from yigongti_desktop.capabilities.staffing.model.teaching_year import year_of
from yigongti_desktop.capabilities.staffing.ui.attendance_lines import Lines
from yigongti_desktop.capabilities.staffing.ui.teaching_words import read_hours
from yigongti_desktop.capabilities.staffing.ui.teaching_words import say_hours

UNIT, OTHER, LEAD = "tianmen.yuekou", "tianmen.duobao", "tianmen.diyi"
UNITS = ((UNIT, "岳口镇中心卫生院"), (OTHER, "多宝镇卫生院"))
TODAY = date(2026, 11, 23)


def taught(name: str, on: date, **others: Any) -> Teaching:
    usual: dict[str, Any] = {
        "state": State.TAUGHT,
        "kind": TeachingKind.TELE,
        "title": f"第 {name} 讲",
        "first": on,
        "last": on,
        "minutes": 60,
        "teacher": "欧阳海棠",
        "host": LEAD,
        "host_name": "市第一人民医院",
        "units": (UNIT, OTHER),
    }
    return Teaching(id=name, **(usual | others))


def came(of: Teaching, unit: str = UNIT, *who: tuple[str, int]) -> Attendance:
    return Attendance(
        id=attendance_id(of.id, unit),
        teaching=of.id,
        unit=unit,
        unit_name=dict(UNITS)[unit],
        host=of.host,
        kind=of.kind,
        title=of.title,
        first=of.first,
        people=tuple(Attendee(person=name, name=name, minutes=minutes) for name, minutes in who),
    )


@pytest.mark.policy("TRN-01")
@given(st.lists(st.dates(date(2025, 12, 1), date(2027, 1, 31)), max_size=20), st.dates(TODAY.replace(month=1), TODAY))
def test_a_month_that_is_over_without_tele_teaching_is_missing_and_no_other(days: list[date], today: date) -> None:
    sessions = [taught(str(place), on) for place, on in enumerate(days)]
    found = year_of(2026, UNITS, sessions, [came(one, UNIT, ("周", 60)) for one in sessions], today, Wanted())
    mine, other = found.units
    had = {one.month for one in days if one.year == 2026}
    assert [one.month for one in mine.gaps] == [number for number in range(1, today.month) if number not in had]
    assert sum(one.count for one in mine.months) == found.tele == sum(one.year == 2026 for one in days)
    assert mine.minutes == 60 * found.tele
    assert [one.month for one in other.gaps] == list(range(1, today.month))
    assert len(other.missed) == found.tele


@pytest.mark.policy("TRN-07")
def test_courses_are_counted_by_the_year_and_called_off_ones_do_not_count() -> None:
    course = {"kind": TeachingKind.COURSE, "minutes": 2400}
    sessions = [
        taught("a", date(2026, 5, 10), **course),
        taught("b", date(2026, 12, 31), state=State.CALLED_OFF, **course),
        taught("c", date(2027, 1, 4), **course),
    ]
    found = year_of(2026, UNITS, sessions, [came(sessions[0], OTHER, ("田", 2400))], TODAY, Wanted())
    assert (found.courses, found.courses_lacking) == (1, 1)
    assert [one.courses for one in found.units] == [0, 1]
    assert found.units[0].missed == ("第 a 讲",)


def test_hours_of_a_person_are_those_of_the_whole_year_the_longest_first() -> None:
    one, two = taught("a", date(2026, 5, 10)), taught("b", date(2026, 6, 10), kind=TeachingKind.IN_HOUSE)
    both = [came(one, UNIT, ("周", 60), ("许", 30)), came(two, UNIT, ("许", 60))]
    (mine, _) = year_of(2026, UNITS, [one, two], both, TODAY, Wanted()).units
    assert [(each.name, each.minutes, each.times) for each in mine.people] == [("许", 90, 2), ("周", 60, 1)]


def test_names_are_read_with_hours_and_two_of_one_name_are_told_apart() -> None:
    there = (Attendee(person="s1", name="周建国", minutes=60), Attendee(person="s9", name="走了的人", minutes=60))
    known = {"周建国": "s1", "许小兰": "s2", "王芳（内科）": "s3", "王芳（护理部）": "s4"}
    lines = Lines(UNIT, 60, known, there)
    assert lines.typed() == "周建国、走了的人"
    assert lines.fault("周建国、许小兰 0.5、王芳(内科)") == ""
    assert lines.fault("王芳") == "「王芳」有 2 个人。请写成 王芳（内科）、王芳（护理部）。"
    assert "不超过 1" in lines.fault("许小兰 2")
    changes = lines.changes("许小兰 0.5\n王芳（内科）、走了的人")
    assert changes == {"s1": (60, None), "s2": (None, 30), "s3": (None, 60)}


@given(st.integers(1, 12_000))
def test_hours_that_are_said_are_read_again(minutes: int) -> None:
    assert read_hours(say_hours(minutes)) == minutes
