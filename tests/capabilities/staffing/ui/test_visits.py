"""坐诊巡诊 and 坐诊表 by the keyboard alone: planned, counted, cancelled, moved, printed."""

from __future__ import annotations

from datetime import date

import pytest

from tests.capabilities.reading import check_layout
from tests.capabilities.reading import read
from tests.capabilities.staffing.outreach import FIRST
from tests.capabilities.staffing.outreach import Hospital
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.staffing.messages.visits import CancelVisit
from yigongti_desktop.capabilities.staffing.model.visit_days import Session
from yigongti_desktop.capabilities.staffing.model.visits import State
from yigongti_desktop.capabilities.staffing.printing.timetables import expert_timetable
from yigongti_desktop.capabilities.staffing.store.visits import session_rows
from yigongti_desktop.capabilities.staffing.store.visits import timetable

pytestmark = pytest.mark.gui

YEAR = (date(2026, 1, 1), date(2027, 12, 31))


@pytest.fixture
def hospital(screens: Screens) -> Hospital:
    return Hospital(screens.county)


def sessions(me: Screen) -> list[Session]:
    """Return the sessions that a desk knows of."""
    return [row.session for row in me.bench.read(session_rows, *YEAR)]


@pytest.mark.usefixtures("hospital")
def test_the_office_plans_an_expert_with_the_keyboard_alone(screens: Screens) -> None:
    me = screens("人力")
    page = me.page("visits")
    assert me.says("还没有安排")
    page.begin_new()
    me.settle()
    me.pick("岳口镇")
    page.work.form.go_to("person")
    me.pick("欧阳")
    me.fill(
        page.work.form, department="心内科", room="门诊二楼", weekdays="周三", since="2026-12-01", until="2026-12-31"
    )
    me.fill(page.work.form, end="11点", skips="12-16")
    me.press("Ctrl+S")
    me.until(lambda: sessions(me))
    assert [one.day.day for one in sessions(me)] == [2, 9, 23, 30]
    me.settle()
    assert me.toasts[-1] == ("已存本机，待上传", "欧阳海棠　岳口镇中心卫生院　坐诊")
    assert me.says("每周三　08:00–11:00")


@pytest.mark.policy("STF-12")
@pytest.mark.usefixtures("hospital")
def test_a_title_that_is_too_low_is_said_beside_the_person(screens: Screens) -> None:
    me = screens("人力")
    page = me.page("visits", "new")
    me.pick("岳口镇")
    page.work.form.go_to("person")
    me.pick("田小雨")
    me.fill(page.work.form, weekdays="三")
    me.press("Ctrl+S")
    me.settle()
    assert me.says("职称不够：这一类要副高以上，这个人是中级。请换人或改类别。")
    assert sessions(me) == []


def test_the_unit_counts_who_was_seen_and_the_hospital_reads_it(screens: Screens, hospital: Hospital) -> None:
    hospital.plan(since=date(2026, 11, 1), until=date(2026, 11, 30))
    hospital.talk()
    me = screens("排班")
    page = me.page("visits")
    page.table.chips.choose("owed")
    me.settle()
    assert [row[1] for row in me.rows(page) if len(row) > 1 and row[1]] == ["11-4 周三", "11-11 周三", "11-18 周三"]
    page.table.view.setFocus()
    me.press("F7")
    me.settle()
    me.type("26")
    me.press("Return")
    me.press("Ctrl+Return")
    me.until(lambda: any(one.state is State.HELD for one in sessions(me)))
    me.settle()
    me.sync()
    hospital.talk()
    held = [row.session.seen for row in hospital.read(session_rows, *YEAR, desk="市一医") if row.session.seen]
    assert held == [26]


def test_a_session_is_moved_and_the_timetable_says_so(screens: Screens, hospital: Hospital) -> None:
    visit = hospital.plan()
    hospital.talk()
    me = screens("人力")
    page = me.page("visits", f"{visit.id} {FIRST.isoformat()}")
    me.settle()
    page.act("cancel")
    me.settle()
    me.pick("有手术")
    me.type("2026-12-03")
    me.press("Ctrl+Return")
    me.until(lambda: any(one.state is State.CANCELLED for one in sessions(me)))
    me.settle()
    moved = [one for one in sessions(me) if one.moved_from == FIRST]
    assert [one.day for one in moved] == [date(2026, 12, 3)]
    me.press("Ctrl+P")
    me.settle()
    table = me.opened("timetable")
    table.table.view.setFocus()
    me.press("PgDown")
    me.settle()
    told = [row for row in me.rows(table) if len(row) > 1]
    assert [row[-1] for row in told] == ["停诊", "开诊"]
    assert me.says("岳口镇中心卫生院　11月30日—12月6日")


@pytest.mark.policy("STF-24")
def test_the_paper_for_patients_names_each_expert_with_days_and_hours(hospital: Hospital) -> None:
    visit = hospital.plan(note="高血压、冠心病")
    hospital.office(CancelVisit(visit=visit.id, day=date(2026, 12, 16), reason="开会", moved_to=date(2026, 12, 17)))
    hospital.talk()
    found = hospital.read(timetable, visit.unit, date(2026, 12, 1), date(2026, 12, 31))
    sheets = read(expert_timetable(found.timetable, hospital.county.clock.now()))
    check_layout(sheets)
    said = sheets.flat
    for words in (
        "岳口镇中心卫生院",
        "专家坐诊表",
        "欧阳海棠",
        "副主任医师",
        "周三",
        "上午08:00–11:30",
        "心内科",
        "12月16日停诊",
    ):
        assert words in said, said
