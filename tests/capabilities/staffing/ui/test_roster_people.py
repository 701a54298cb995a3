"""People on and off the roster in hand, its amendments and what has turned, by keys alone on a real desk."""

from __future__ import annotations

import pytest

from tests.capabilities.staffing.ui.test_roster_leave import granted
from tests.capabilities.staffing.unit import TOWN
from tests.capabilities.staffing.unit import Unit
from tests.capabilities.staffing.unit import opened
from tests.capabilities.staffing.unit import said
from tests.screens import Screens
from tests.screens import Staffed
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.ui import roster_today
from yigongti_desktop.registry.model.staff.codes import LicenceKind

pytestmark = pytest.mark.gui


def test_a_new_colleague_is_added_to_a_draft_and_what_was_drawn_stays(screens: Screens, unit: Unit) -> None:
    unit.begin()
    new = unit.hire("许小兰", LicenceKind.NURSE)
    me = screens("排班")
    page = opened(me, unit)
    assert me.says("有人没在班表上")
    me.press("B", "F11")
    me.settle()
    me.press("Ctrl+Return")
    me.settle()
    me.settle()
    assert [one.staff.name for one in page.board.people][-1] == "许小兰"
    assert said(unit.roster().line_of(unit.he)).startswith("白?")
    assert unit.roster().line_of(new) is not None
    assert not me.says("有人没在班表上")
    me.press("F11")
    me.settle()
    assert me.says("没有要加的人")


def test_somebody_is_taken_off_what_is_published_with_the_reason_and_the_change_shows(
    screens: Screens, unit: Unit
) -> None:
    unit.begin()
    unit.write(unit.zhou, "白夜.")
    unit.publish(reason="先发")
    me = screens("排班")
    page = opened(me, unit)
    me.press("Shift+F11")
    me.settle()
    form = page.panel.decide.form
    form.fill({"person": unit.zhou})
    me.fill(form, reason="派驻出去", told="周建国、何秀芳")
    me.press("Ctrl+Return", "Ctrl+Return")  # twice is once
    me.settle()
    assert len(me.toasts) == 1
    assert me.says("这一行不能整行去掉") or unit.roster().line_of(unit.zhou) is None
    assert unit.roster().changes[0].told == ("周建国", "何秀芳")
    assert "第 2 版" in page.badge.accessibleName() or me.says("第 2 版")


def test_amendments_stand_at_the_cell_in_the_panel_and_in_the_list(screens: Screens, unit: Unit) -> None:
    unit.begin()
    unit.publish(reason="先发")
    unit.amend(unit.he, "夜", TOWN, "何秀芳")
    me = screens("医生")
    page = opened(me, unit)
    grid = page.room.rostered.grid
    assert me.says("公示后改过（第 2 版）：原来休，改成夜")
    assert me.says("已告知：何秀芳")
    assert "第 2 版改过" in grid.accessibleName()
    assert page.board.amended((0, 0)) is not None
    assert page.board.amended((0, 1)) is None
    me.press("F12")
    assert page.room.editions.isVisible()
    assert "何秀芳 1日 休→夜" in page.room.editions._trail.accessibleName()
    me.press("Escape")
    assert not page.room.editions.isVisible()
    assert grid.hasFocus()


def test_a_roster_is_withdrawn_with_a_reason_and_another_can_be_begun(screens: Screens, unit: Unit) -> None:
    unit.begin()
    unit.publish(reason="先发")
    me = screens("排班")
    page = opened(me, unit)
    page.more.people.ask_withdraw()
    me.press("Ctrl+Return")
    assert unit.roster().state is State.PUBLISHED, "it asks for the reason"
    me.fill(page.panel.decide.form, reason="要重排")
    me.press("Ctrl+Return")
    me.settle()
    me.settle()
    assert unit.roster().state is State.WITHDRAWN
    assert unit.roster().withdrawn_for == "要重排"
    assert me.says("还没有班表")


def test_what_turned_against_a_published_roster_stands_on_it_and_on_today(
    screens: Screens, unit: Unit, staffed: Staffed
) -> None:
    unit.begin()
    unit.write(unit.he, ".白白.")
    unit.publish(reason="先发")
    desk = unit.world.desks[TOWN]
    clerk, now = staffed.people["排班"], unit.world.clock.now()
    before = desk.read(roster_today.todos, clerk, now)
    granted(unit, staffed, unit.he, 1, 1)
    (todo,) = [one for one in desk.read(roster_today.todos, clerk, now) if one not in before]
    assert todo.page == "rosters"
    assert "何秀芳" in todo.detail
    assert desk.read(roster_today.count, clerk, now).number == 1
    assert desk.read(roster_today.todos, staffed.people["医生"], now) == []
    me = screens("排班")
    page = opened(me, unit)
    assert me.says("公示以后情况变了")
    me.click("去看")
    assert page.room.rostered.grid.cell == (0, 1)
