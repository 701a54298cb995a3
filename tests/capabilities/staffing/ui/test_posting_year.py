"""派驻全年 by the keyboard: the cursor says which day and who, F8 goes to the next gap, Enter opens what is there."""

from __future__ import annotations

import multiprocessing
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from PySide6.QtWidgets import QDialog
from PySide6.QtWidgets import QFileDialog

from tests.capabilities.reading import check_layout
from tests.capabilities.reading import read
from tests.capabilities.staffing.ui.seeded import asked
from tests.capabilities.staffing.ui.seeded import people
from tests.capabilities.staffing.ui.seeded import planner
from tests.capabilities.staffing.ui.seeded import serving
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.staffing.model.postings import State
from yigongti_desktop.capabilities.staffing.printing.plans import posting_plan
from yigongti_desktop.capabilities.staffing.service.posting_year import year_plan
from yigongti_desktop.capabilities.staffing.store.postings import everything
from yigongti_desktop.capabilities.staffing.ui.posting_planner import PlannerDialog

pytestmark = pytest.mark.gui


def year(me: Screen) -> Any:
    page = me.page("posting_year")
    page.band.setFocus()
    return page


@pytest.mark.policy("STF-16")
def test_a_unit_sees_its_own_days_and_walks_from_gap_to_gap(screens: Screens) -> None:
    county = screens.county
    one = serving(county, people(county)["欧阳海棠"].id)
    me = screens("排班")
    page = year(me)
    assert [unit.name for unit in page.band._units] == ["岳口镇中心卫生院"]
    assert page.band.day == date(2026, 11, 23)
    assert me.says("岳口镇中心卫生院　2026年11月23日　周一　已安排，未登记　欧阳海棠")
    me.press("Home")
    assert me.says("2026年1月1日　周四　没有人")
    me.press("F8")
    assert page.band.day == date(2026, 9, 10)
    assert me.says("2026年9月10日　周四　没有人（欧阳海棠　回院开会）")
    me.press("Right", "Right")
    assert me.says("2026年9月12日　周六　在岗　欧阳海棠")
    assert me.says("缺口　2 段，216 天")
    me.press("Return")
    me.settle()
    opened = me.opened("postings")
    assert opened.current.posting.id == one.id


@pytest.mark.policy("STF-15")
def test_the_hospital_sees_every_unit_and_the_figures_of_the_community(screens: Screens) -> None:
    county = screens.county
    serving(county, people(county)["欧阳海棠"].id)
    me = screens("人力")
    page = year(me)
    units = [unit.name for unit in page.band._units]
    assert "岳口镇中心卫生院" in units
    assert len(units) > 5
    assert me.says(f"今天 1/{len(units)} 个单位有人")
    assert me.says("1 次")
    assert me.says("最少 0 人，应有 3 人，365 天不足")
    assert me.says("满 183 天的中级以上医师 0 人，全县常住 1,158,640 人，本医共体的没有设置")
    place = units.index("岳口镇中心卫生院")
    me.press(*["Down"] * place)
    assert page.band.unit.name == "岳口镇中心卫生院"
    me.press("PgDown")
    me.settle()
    assert page.title == "派驻全年"
    assert page.band.day.year == 2027
    assert page.band.unit.name == "岳口镇中心卫生院"
    assert page.band.unit.gaps() == ((date(2027, 2, 1), date(2027, 12, 31)),)
    me.press("End", "Return")
    me.settle()
    assert me.opened("postings").title == "申请派驻"


def test_a_day_is_shown_that_was_clicked_and_a_gap_of_one_day_is_two_dots_wide(screens: Screens) -> None:
    county = screens.county
    serving(county, people(county)["欧阳海棠"].id)
    me = screens("排班")
    me.window.resize(911, 512)
    me.settle()
    page = year(me)
    left = page.band._left(date(2026, 8, 10)) + page.band._step() / 2
    from PySide6.QtCore import QPoint
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    QTest.mouseClick(page.band, Qt.MouseButton.LeftButton, pos=QPoint(round(left), 30))
    assert abs((page.band.day - date(2026, 8, 10)).days) <= 1
    picture = page.band.grab().toImage()
    ratio = picture.devicePixelRatio()
    row = round((24 + 13 + 5) * ratio)
    from yigongti_desktop.kit.theme import theme

    red = theme.color("danger_edge").rgb()
    start, end = (page.band._left(date(2026, 9, one)) for one in (9, 13))
    assert sum(picture.pixel(x, row) == red for x in range(round(start * ratio), round(end * ratio))) >= 2


@pytest.mark.policy("STF-16")
def test_the_year_is_printed_and_exported_with_the_gaps_that_the_page_counts(
    screens: Screens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    county = screens.county
    serving(county, people(county)["欧阳海棠"].id)
    me = screens("人力")
    page = year(me)
    plan = me.bench.read(year_plan, 2026, me.actor.institution, me.desk.now())
    assert {one.name: one.gaps() for one in page.band._units} == dict(plan.lacking)
    sheets = read(posting_plan(plan, me.desk.now()))
    check_layout(sheets)
    assert "欧阳海棠副高8.3–1.31" in sheets.flat
    assert "缺9.10–9.11（2天）" in sheets.flat
    titles: list[str] = []

    def look(dialog: QDialog) -> None:
        titles.append(dialog.windowTitle())
        dialog.reject()

    me.answer(look)
    me.press("Ctrl+P")
    me.until(lambda: titles)
    me.come_back()
    assert titles == ["2026 年派驻计划"]
    target = tmp_path / "计划.xlsx"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    me.press("Ctrl+E")
    me.until(target.exists)
    me.settle()
    book = load_workbook(target)
    assert book.sheetnames == ["派驻", "缺主治及以上"]
    said = [[str(cell)[:10] for cell in row] for sheet in book for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert said[0] == ["岳口镇中心卫生院", "欧阳海棠", "副高", "2026-08-03", "2027-01-31", "182"]
    assert ["岳口镇中心卫生院", "2026-09-10", "2026-09-11", "2"] in said


@pytest.mark.policy("STF-16")
def test_a_year_is_planned_and_a_proposal_is_taken_by_itself(screens: Screens) -> None:
    county = screens.county
    people(county)
    wanted = asked(county)
    me = screens("人力")
    page = year(me)
    me.press("PgDown")
    me.settle()
    me.press("F7")
    me.until(lambda: page.findChildren(PlannerDialog) or me.window.findChildren(PlannerDialog))
    (dialog,) = me.window.findChildren(PlannerDialog)
    me.until(lambda: not dialog.is_running)
    found = dialog.table.view.records.records()
    assert {one.unit_name for one in found} == {"岳口镇中心卫生院"}
    assert [one.request for one in found if one.request] == [wanted.id]
    assert {one.name for one in found} <= {"熊卫东", "欧阳海棠"}
    before = me.bench.read(everything)
    assert [one.state for one in before] == [State.ASKED]
    for place in range(len(found)):
        dialog.table.view.rest_at(place)
        dialog.take()
        me.settle()
    after = me.bench.read(everything)
    assert len(after) == len(found)
    assert {one.state for one in after} == {State.ARRANGED}
    assert all(one.person is not None for one in after)
    dialog.reject()
    me.come_back()
    assert page.band._units[[one.name for one in page.band._units].index("岳口镇中心卫生院")].gaps() == ()


@pytest.mark.policy("STF-25")
def test_two_years_are_planned_and_it_is_said_from_when_an_agreement_is_lacking(screens: Screens) -> None:
    people(screens.county)
    me = screens("人力")
    dialog = planner(me)
    assert me.says("2027年1月至2027年12月")
    assert not me.says("盖不住")
    one_year = dialog.table.view.records.records()
    me.press("M")
    me.until(lambda: me.says("2027年1月至2028年12月"))
    me.until(lambda: not dialog.is_running)
    assert me.says("岳口镇中心卫生院的协议有月份盖不住（最早 2029年1月），不排到那些月份。")
    two_years = dialog.table.view.records.records()
    assert max(one.until for one in two_years) == date(2028, 12, 31) > max(one.until for one in one_year)
    dialog.table.view.rest_at(0)
    dialog.take()
    me.settle()
    me.press("M")
    me.until(lambda: me.says("2027年1月至2027年12月") and not dialog.is_running)
    found = dialog.table.view.records.records()
    assert (two_years[0].name, two_years[0].since) not in {(one.name, one.since) for one in found}, "it is arranged"
    assert "改排 24 个月" in me.buttons()
    dialog.reject()
    me.come_back()


def test_leaving_the_planner_ends_its_process_and_changes_nothing(screens: Screens) -> None:
    people(screens.county)
    me = screens("人力")
    year(me)
    me.press("F7")
    me.until(lambda: me.window.findChildren(PlannerDialog))
    (dialog,) = me.window.findChildren(PlannerDialog)
    dialog.reject()
    assert multiprocessing.active_children() == []
    me.come_back()
    assert me.bench.read(everything) == []
    me = screens("排班")
    year(me)
    assert "自动安排" not in me.buttons()
