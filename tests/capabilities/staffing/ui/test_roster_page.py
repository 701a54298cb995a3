"""排班 by keys alone, on a real desk: begun, drawn, kept, saved, published, amended; and when two draw one line."""

from __future__ import annotations

from typing import Any

import pytest

from tests.capabilities.staffing.unit import OTHER
from tests.capabilities.staffing.unit import TOWN
from tests.capabilities.staffing.unit import Unit
from tests.capabilities.staffing.unit import opened
from tests.capabilities.staffing.unit import said
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.store import rosters as store

pytestmark = pytest.mark.gui


def begun(me: Screen, unit: Unit) -> Any:
    page = opened(me, unit)
    me.press("F2")
    me.settle()
    return page


def line(unit: Unit, person: str, name: str = TOWN) -> str:
    return said(unit.roster(name).line_of(person))


def kept(me: Screen, unit: Unit) -> Any:
    """Return the draft that is on the desk."""
    me.settle()
    return me.bench.draft(me.actor, "roster", unit.roster().id)


def fill(page: Any, code: str = "") -> None:
    """Settle every cell."""
    board = page.board
    board.put([(person, day) for person in range(len(board.people)) for day in range(31)], code)


def test_a_unit_without_duties_takes_those_that_are_proposed_and_begins_next_month(screens: Screens) -> None:
    me = screens("排班")
    page = me.page("rosters")
    assert me.says("本单位还没有班次")
    me.press("F2")
    me.settle()
    assert me.says("还没有班表")
    assert me.buttons().count("建班表") == 1
    assert page.board is None


def test_a_roster_is_begun_with_everybody_and_drawn_by_keys(screens: Screens, unit: Unit) -> None:
    me = screens("排班")
    page = begun(me, unit)
    assert [person.staff.name for person in page.board.people] == ["何秀芳", "周建国", "鲁学平"]
    me.press("B", "Right", "Y", "Right", "0", "Down", "Home", "X")
    me.press("Ctrl+S")
    me.settle()
    assert line(unit, unit.he).startswith("白夜.?")
    assert line(unit, unit.zhou).startswith("巡?")
    assert kept(me, unit) is None, "what is in the record is no draft any more"
    assert me.says("已存进班表")


def test_what_is_typed_is_kept_and_gone_on_with_after_the_program_was_cut_off(screens: Screens, unit: Unit) -> None:
    me = screens("排班")
    begun(me, unit)
    me.press("B", "Right", "Y")
    me.until(lambda: me.says("草稿已存本机"))
    me.settle()
    assert kept(me, unit) is not None
    assert line(unit, unit.he) == "?" * 31
    screens._open.remove(me)  # as when the power goes: nothing is said to be left
    me.window.hide()
    again = screens("排班")
    page = opened(again, unit)
    again.until(lambda: page.board is not None and page.board.sheet.is_changed)
    assert again.says("接着上次没存的")
    assert page.board.sheet.code((0, 1)) == "夜"
    again.click("回到存过的样子")
    assert not page.board.sheet.is_changed
    again.press("Ctrl+Y", "Ctrl+S")
    again.settle()
    assert line(unit, unit.he).startswith("白夜?")
    me.close()


def test_leaving_the_page_saves_the_draft_for_the_colleague(screens: Screens, unit: Unit) -> None:
    me = screens("排班")
    begun(me, unit)
    me.press("B")
    me.page("today")
    me.settle()
    assert line(unit, unit.he).startswith("白?")


def test_the_panel_says_what_is_wrong_by_which_rule_and_a_key_mends_it(screens: Screens, unit: Unit) -> None:
    me = screens("排班")
    page = begun(me, unit)
    fill(page)
    me.press("Y", "Right", "B", "Home")
    me.press("F8")
    grid = page.room.rostered.grid
    for _ in page.board.live.problems:
        if grid.cell != (0, 1):
            me.press("F8")
    assert grid.cell == (0, 1)
    assert page.board.live.broken > 0
    assert me.says("夜班后休息") or me.says("下夜")
    me.until(page.panel.follow.isVisible)
    before = page.board.live.broken
    me.press("1")
    assert page.board.live.broken < before
    me.press("Ctrl+Z")
    assert page.board.live.broken == before
    assert me.says("本月夜班")


def test_a_gap_says_why_and_who_could(screens: Screens, unit: Unit) -> None:
    me = screens("排班")
    page = begun(me, unit)
    fill(page)
    me.press("F8")
    grid = page.room.rostered.grid
    assert grid.duty is not None
    me.until(lambda: me.says("为什么缺人"))
    short = page.board.live.lacking(grid.day, grid.duty)
    me.until(page.panel.follow.isVisible)
    me.press("1")
    assert page.board.live.lacking(grid.day, grid.duty) == short - 1


def test_it_is_published_with_the_reason_that_is_needed_and_then_only_looked_at(screens: Screens, unit: Unit) -> None:
    me = screens("排班")
    page = begun(me, unit)
    fill(page)
    me.press("Y", "Right", "B")
    me.press("Ctrl+Return")
    assert me.says("违反必须遵守的规则 1 处")
    assert me.says("缺")
    me.press("Ctrl+Return")
    assert unit.roster().state is State.DRAFT, "the reason is lacking"
    me.type("人手不够")
    me.press("Ctrl+Return")
    me.settle()
    me.settle()
    roster = unit.roster()
    assert roster.state is State.PUBLISHED
    assert roster.reason == "人手不够"
    assert line(unit, unit.he).startswith("夜白.")
    assert ("已存本机，待上传", f"{unit.first.month} 月班表已公示") in me.toasts
    assert not page.board.is_open
    me.press("B")
    assert not page.board.sheet.is_changed
    assert "公示" not in me.buttons()


def test_escape_leaves_the_question_and_nothing_is_published(screens: Screens, unit: Unit) -> None:
    me = screens("排班")
    page = begun(me, unit)
    me.press("Ctrl+Return")
    assert page.panel.decide.form is not None
    me.press("Escape")
    assert page.panel.decide.form is None
    assert me.focus() is page.room.rostered.grid
    assert unit.roster().state is State.DRAFT


def test_a_published_roster_is_amended_with_a_reason_and_who_was_told(screens: Screens, unit: Unit) -> None:
    unit.begin()
    unit.publish(reason="先发")
    me = screens("排班")
    page = opened(me, unit)
    assert not page.board.is_open
    me.press("F7")
    me.press("B")
    me.press("Ctrl+Return")
    assert me.says("何秀芳")
    me.type("本人请假")
    me.press("Tab")
    me.type("何秀芳、周建国")
    me.press("Ctrl+Return")
    me.settle()
    me.settle()
    changes = unit.roster().changes
    assert [(one.name, one.before, one.after, one.reason, one.told) for one in changes] == [
        ("何秀芳", "", "白", "本人请假", ("何秀芳", "周建国"))
    ]
    assert not page.board.is_open
    assert line(unit, unit.he).startswith("白.")


def test_an_amendment_that_is_given_up_leaves_what_is_published(screens: Screens, unit: Unit) -> None:
    unit.begin()
    unit.publish(reason="先发")
    me = screens("排班")
    page = opened(me, unit)
    me.press("F7", "B")
    me.click("放弃更改")
    me.settle()
    assert not page.board.is_open
    assert page.board.sheet.code((0, 0)) == ""
    assert kept(me, unit) is None


def test_an_amendment_that_was_left_is_gone_on_with(screens: Screens, unit: Unit) -> None:
    unit.begin()
    unit.publish(reason="先发")
    me = screens("排班")
    opened(me, unit)
    me.press("F7", "B")
    me.page("today")
    me.settle()
    assert line(unit, unit.he).startswith(".."), "what is published changes only with a reason"
    screens.leave(me)
    again = screens("排班")
    page = opened(again, unit)
    again.until(lambda: page.board.sheet.is_changed)
    assert page.board.is_open
    assert again.says("更改中") or "放弃更改" in again.buttons()


def test_what_a_colleague_draws_comes_in_beside_what_is_typed_here(screens: Screens, unit: Unit) -> None:
    me = screens("排班")
    page = begun(me, unit)
    unit.talk()
    me.press("B")
    unit.write(unit.lu, "夜.", OTHER)
    unit.world.sync(OTHER)
    me.sync()
    assert page.board.sheet.code((0, 0)) == "白"
    assert page.board.sheet.code((2, 0)) == "夜"
    me.press("Ctrl+S")
    me.settle()
    assert (line(unit, unit.he)[0], line(unit, unit.lu)[0]) == ("白", "夜")


@pytest.mark.parametrize("choice", ["按我排的存", "用别人排的"])
def test_one_line_drawn_by_two_is_asked_about(screens: Screens, unit: Unit, choice: str) -> None:
    me = screens("排班")
    page = begun(me, unit)
    unit.talk()
    me.press("B")
    unit.write(unit.he, "夜.", OTHER)
    unit.world.sync(OTHER)
    me.sync()
    me.press("Ctrl+S")
    me.settle()
    assert me.says("何秀芳的班别人也改了")
    assert page.board.sheet.code((0, 0)) == "白"
    me.click(choice)
    me.settle()
    mine = choice == "按我排的存"
    assert page.board.sheet.code((0, 0)) == ("白" if mine else "夜")
    assert line(unit, unit.he).startswith("白" if mine else "夜")
    assert not page.board.sheet.is_changed


def test_doctors_see_what_is_published_and_nothing_else(screens: Screens, unit: Unit) -> None:
    unit.begin()
    me = screens("医生")
    page = opened(me, unit)
    assert me.says("还没有公示")
    assert page.board is None
    screens.leave(me)
    unit.publish(reason="先发")
    again = screens("医生")
    page = opened(again, unit)
    assert page.board is not None
    assert not page.board.is_open
    assert not {"公示", "更改", "自动排"} & set(again.buttons())


def test_months_are_walked_by_keys_and_what_is_typed_is_saved_on_the_way(screens: Screens, unit: Unit) -> None:
    me = screens("排班")
    page = begun(me, unit)
    me.press("B", "Ctrl+PgDown")
    me.settle()
    assert not page.room.is_in_sight
    assert me.says("还没有班表")
    assert line(unit, unit.he).startswith("白?")
    me.press("Ctrl+PgUp")
    me.settle()
    assert page.board.sheet.code((0, 0)) == "白"


def test_an_unpublished_year_is_said(screens: Screens, unit: Unit) -> None:
    me = screens("排班")
    page = begun(me, unit)
    year = page.board.ground.asked.unpublished
    assert page.head.awaited.accessibleName() == (f"{year[0]} 年节假日未发布" if year else "")


def test_f9_opens_the_drawing_and_its_roster_is_one_step_around_the_pins(screens: Screens, unit: Unit) -> None:
    me = screens("排班")
    page = begun(me, unit)
    me.press("B", "P")
    me.press("F9")
    me.settle()
    assert page.room.solving.is_running
    page.room.solving.taken.emit({person.id: ("",) * 31 for person in page.board.people})
    assert page.board.sheet.code((0, 0)) == "白"
    assert page.board.sheet.code((1, 5)) == ""
    me.press("Ctrl+Z")
    assert page.board.sheet.code((1, 5)) is None
    page.room.solving.drop()


def test_people_are_filtered_by_what_they_do(screens: Screens, unit: Unit) -> None:
    me = screens("排班")
    page = begun(me, unit)
    segments = page.room.rostered._segments
    segments.choose("护士")
    assert [page.board.people[place].staff.name for place in page.room.rostered.grid.shown] == ["何秀芳"]


def test_the_draft_is_on_this_desk_only(screens: Screens, unit: Unit) -> None:
    me = screens("排班")
    begun(me, unit)
    me.press("B")
    me.until(lambda: me.says("草稿已存本机"))
    unit.talk()
    roster = unit.world.desks[OTHER].read(store.one_roster, unit.roster().id)
    assert roster is not None
    assert said(roster.line_of(unit.he)) == "?" * 31
