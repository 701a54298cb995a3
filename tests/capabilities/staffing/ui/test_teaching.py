"""教学培训 and 教学全年 by the keyboard alone: announced, held, who took part, which months are missing."""

from __future__ import annotations

from datetime import date

import pytest

from tests.capabilities.staffing.outreach import TODAY
from tests.capabilities.staffing.outreach import Hospital
from tests.capabilities.staffing.outreach import announced
from tests.registry.staff.people import YUEKOU
from tests.screens import Screens
from yigongti_desktop.capabilities.staffing.messages.teaching import AnnounceTeaching
from yigongti_desktop.capabilities.staffing.messages.teaching import Changes
from yigongti_desktop.capabilities.staffing.messages.teaching import HoldTeaching
from yigongti_desktop.capabilities.staffing.messages.teaching import WriteAttendance
from yigongti_desktop.capabilities.staffing.model.teaching import Attendance
from yigongti_desktop.capabilities.staffing.model.teaching import State
from yigongti_desktop.capabilities.staffing.store.teaching import teaching_opened
from yigongti_desktop.capabilities.staffing.store.teaching import teaching_rows

pytestmark = pytest.mark.gui


@pytest.fixture
def hospital(screens: Screens) -> Hospital:
    return Hospital(screens.county)


@pytest.mark.usefixtures("hospital")
def test_the_hospital_announces_tele_teaching_for_every_unit_and_notes_it_as_held(screens: Screens) -> None:
    me = screens("人力")
    page = me.page("teaching")
    page.begin_new()
    me.settle()
    me.type("慢阻肺的分级管理")
    me.fill(page.work.form, hours="1.5", teacher="欧阳海棠")
    me.press("Ctrl+S")
    me.until(lambda: me.bench.read(teaching_rows, me.actor.institution))
    me.settle()
    me.press("F7")
    me.until(lambda: me.bench.read(teaching_rows, me.actor.institution)[0].teaching.state is State.TAUGHT)
    (row,) = me.bench.read(teaching_rows, me.actor.institution)
    assert (row.teaching.minutes, len(row.teaching.units)) == (90, 17)
    assert YUEKOU in row.teaching.units


@pytest.mark.policy("TRN-01")
def test_a_unit_writes_down_who_took_part_and_its_month_is_no_gap(screens: Screens, hospital: Hospital) -> None:
    made = hospital.office(AnnounceTeaching(announced=announced()))
    hospital.office(HoldTeaching(teaching=made.id))
    hospital.talk()
    me = screens("排班")
    page = me.page("teaching", made.id)
    assert me.says("本单位还没有登记参加的人")
    me.press("F7")
    me.settle()
    me.type("周建国、许小兰 0.5、王五")
    me.press("Ctrl+Return")
    me.settle()
    assert me.says("本单位没有「王五」。请核对姓名，或先在「人员」里登记。")
    me.press("Ctrl+A")
    me.type("周建国、许小兰 0.5")
    me.press("Ctrl+Return")

    def came() -> tuple[Attendance, ...]:
        opened = me.bench.read(teaching_opened, made.id)
        return opened.attendances if opened is not None else ()

    me.until(came)
    (one,) = came()
    assert [(each.name, each.minutes) for each in one.people] == [("周建国", 60), ("许小兰", 30)]
    me.settle()
    year = me.page("teaching_year")
    (row,) = me.rows(year)
    assert row[0] == "岳口镇中心卫生院"
    assert row[1:13] == ["缺"] * 10 + ["1", ""]
    assert me.says("周建国 1、许小兰 0.5")
    assert page.title == "教学培训"


@pytest.mark.policy("TRN-01", "TRN-07")
def test_the_hospital_goes_from_gap_to_gap_and_reads_how_many_courses_there_were(
    screens: Screens, hospital: Hospital
) -> None:
    made = hospital.office(AnnounceTeaching(announced=announced(first=date(2026, 10, 12), last=date(2026, 10, 12))))
    hospital.office(HoldTeaching(teaching=made.id))
    hospital.talk()
    who: Changes = {hospital.doctor.id: (None, 60)}
    hospital.clerk(WriteAttendance(teaching=made.id, unit=YUEKOU, changes=who))
    hospital.talk()
    me = screens("人力")
    page = me.page("teaching_year")
    assert me.says(f"{TODAY.year} 年　50+N 已办 0 期，全年要 2 期　远程教学 1 次　17 个单位有缺口，共 17 个")
    names = {row[0]: row for row in me.rows(page)}
    assert names["岳口镇中心卫生院"][10:12] == ["1", "待办"]
    before = page.current.unit
    page.table.view.setFocus()
    me.press("F8")
    me.settle()
    assert page.current.unit != before
    me.press("PgDown")
    me.settle()
    assert page.year == TODAY.year + 1
