"""What else 排班 does: papers, Excel, calendar files, a sheet read into the draft, and somebody who falls ill."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.capabilities.referrals.ui.papers import save_paper
from tests.capabilities.staffing.nasty import book
from tests.capabilities.staffing.nasty import row
from tests.capabilities.staffing.unit import TOWN
from tests.capabilities.staffing.unit import Unit
from tests.capabilities.staffing.unit import opened
from tests.capabilities.staffing.unit import said
from tests.screens import Screens
from yigongti_desktop.capabilities.staffing.model.leave import Kind
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.store.leave import between

pytestmark = pytest.mark.gui


def line(unit: Unit, person: str) -> str:
    return said(unit.roster().line_of(person))


def test_the_month_and_one_persons_slip_come_out_on_paper(screens: Screens, unit: Unit, tmp_path: Path) -> None:
    unit.begin()
    unit.write(unit.he, "白夜..")
    me = screens("排班")
    opened(me, unit)
    me.press("Ctrl+P")
    paper = save_paper(me, tmp_path / "班表.pdf")
    assert "何秀芳" in paper.flat
    me.press("Ctrl+Shift+P")
    slip = save_paper(me, tmp_path / "个人.pdf")
    assert "何秀芳" in slip.flat
    assert "周建国" not in slip.flat


def test_doctors_print_what_is_published_too(screens: Screens, unit: Unit, tmp_path: Path) -> None:
    unit.begin()
    unit.publish(reason="先发")
    me = screens("医生")
    page = opened(me, unit)
    assert "更多" in me.buttons()
    assert not {"读班表", "有人生病或临时请假"} & {one.text().split("\t")[0] for one in page.more.menu().actions()}
    me.press("Ctrl+P")
    assert save_paper(me, tmp_path / "班表.pdf").pages


def test_what_is_being_amended_is_not_on_paper_before_it_is_published(
    screens: Screens, unit: Unit, tmp_path: Path
) -> None:
    unit.begin()
    unit.publish(reason="先发")
    me = screens("排班")
    opened(me, unit)
    me.press("F7", "Y")
    made = me.exported(tmp_path / "班表.xlsx")
    cells = [cell.value for sheet in made.worksheets for row in sheet.iter_rows(max_row=8) for cell in row]
    assert "夜" not in cells


def test_the_roster_is_written_for_excel_as_people_read_it(screens: Screens, unit: Unit, tmp_path: Path) -> None:
    unit.begin()
    unit.write(unit.he, "白夜..")
    me = screens("排班")
    opened(me, unit)
    made = me.exported(tmp_path / "班表.xlsx")
    cells = [str(cell.value) for sheet in made.worksheets for line in sheet.iter_rows() for cell in line]
    assert "何秀芳" in "".join(cells)
    assert "夜" in cells


def test_one_persons_month_is_saved_for_the_telephone(screens: Screens, unit: Unit, tmp_path: Path) -> None:
    unit.begin()
    unit.write(unit.he, "白夜..")
    me = screens("排班")
    page = opened(me, unit)
    target = tmp_path / "何秀芳.ics"
    asked = me.answer(me.name_file(target))
    page.more.papers.calendar()
    me.until(lambda: asked and target.exists())
    me.come_back()
    told = target.read_text(encoding="utf-8")
    assert told.count("BEGIN:VEVENT") == 2
    assert "SUMMARY:夜班" in told
    me.until(lambda: any(one[0] == "日历文件已存" for one in me.toasts))


def test_last_months_sheet_is_read_into_the_draft_and_saved(screens: Screens, unit: Unit, tmp_path: Path) -> None:
    unit.begin()
    me = screens("排班")
    page = opened(me, unit)
    file = book(
        tmp_path,
        [
            [f"岳口镇中心卫生院 {unit.first.year}年{unit.first.month}月 排班表"],
            ["姓名", *range(1, 32)],
            row("周建国", "白", "夜", "休"),
            row("何秀芳", "夜", "休", "白"),
        ],
    )
    asked = me.answer(me.name_file(file))
    me.press("Ctrl+I")
    me.until(lambda: asked)
    me.come_back()
    view = page.more.importing.view
    me.until(lambda: view.reading is not None and not view.is_busy)
    me.settle()
    assert not page.room.is_in_sight
    assert "返回班表" in me.buttons()
    if view.reading.questions:
        me.click("都用建议的答案")
        me.until(lambda: not view.is_busy)
    me.press("Ctrl+Return")
    me.settle()
    me.settle()
    assert page.room.is_in_sight
    assert line(unit, unit.zhou).startswith("白夜.白夜.")
    assert line(unit, unit.he).startswith("夜.白夜.白")
    me.press("Ctrl+Z")
    assert page.board.sheet.code((1, 0)) is None, "one step takes it all back"


def test_leave_on_a_sheet_is_offered_as_requests(screens: Screens, unit: Unit, tmp_path: Path) -> None:
    unit.begin()
    me = screens("排班")
    page = opened(me, unit)
    rows = [["姓名", *range(1, 32)], row("周建国", "病", "白"), row("何秀芳", *["假"] * 3, *["白"] * 28)]
    page.more.importing.begin(book(tmp_path, [[f"{unit.first.year}年{unit.first.month}月"], *rows]))
    view = page.more.importing.view
    me.until(lambda: view.reading is not None and not view.is_busy)
    assert view.reading.questions == ()
    me.press("Ctrl+Return")
    me.settle()
    me.until(lambda: me.says("表上有人请假，还没有请假单"))
    me.click("提交 17 张请假单")
    me.until(lambda: any("17 张请假单已提交" in one[1] for one in me.toasts))
    own = unit.world.people[TOWN].institution
    slips = unit.world.desks[TOWN].read(between, own, unit.first, unit.first + timedelta(30))
    (he,) = [one for one in slips if one.person == unit.he]
    assert (he.kind, he.reason, (he.last - he.first).days) == (Kind.OTHER, "原班表上写的是「假」", 2)
    assert {one.kind for one in slips if one.person == unit.zhou} == {Kind.SICK}


def test_a_sheet_that_is_left_changes_nothing(screens: Screens, unit: Unit, tmp_path: Path) -> None:
    unit.begin()
    me = screens("排班")
    page = opened(me, unit)
    page.more.importing.begin(book(tmp_path, [["姓名", *range(1, 32)], row("周建国", "白")]))
    me.until(lambda: page.more.importing.view.reading is not None)
    me.settle()
    me.press("Escape")
    me.settle()
    assert page.room.is_in_sight
    assert "公示" in me.buttons()
    assert line(unit, unit.zhou) == "?" * 31


def test_who_falls_ill_is_replaced_in_a_draft_as_one_step(screens: Screens, unit: Unit) -> None:
    unit.begin()
    unit.write(unit.he, "白" * 5 + "." * 26)
    unit.write(unit.zhou, "." * 31)
    unit.write(unit.lu, "." * 31)
    me = screens("排班")
    page = opened(me, unit)
    me.press("Right", "Shift+Right", "Shift+Right", "F10")
    form = page.panel.decide.form
    assert form.values()["first"] == unit.first + timedelta(1)
    assert form.values()["last"] == unit.first + timedelta(3)
    me.press("Ctrl+Return")
    me.settle()
    panel = page.room.repair
    me.until(lambda: panel.ways)
    assert me.says("何秀芳 2–4 日病假")
    before = page.board.sheet.lines
    me.press("1")
    assert [page.board.sheet.code((0, place)) for place in range(5)] == ["白", "", "", "", "白"]
    me.press("Ctrl+Z")
    assert page.board.sheet.lines == before
    assert unit.roster().state is State.DRAFT


def test_who_falls_ill_on_days_off_leaves_what_is_published(screens: Screens, unit: Unit) -> None:
    unit.begin()
    unit.publish(reason="先发")
    me = screens("排班")
    page = opened(me, unit)
    me.press("F10", "Ctrl+Return")
    me.until(lambda: page.room.repair.ways)
    assert me.says("没有班空出来，不用补")
    me.press("1")
    assert not page.board.is_open
    assert page.panel.decide.form is None
    assert me.focus() is page.room.rostered.grid


def test_who_falls_ill_after_publication_is_an_amendment_with_its_reason(screens: Screens, unit: Unit) -> None:
    unit.begin()
    unit.write(unit.he, "白" * 5 + "." * 26)
    unit.publish(reason="先发")
    me = screens("排班")
    page = opened(me, unit)
    me.press("F10", "Ctrl+Return")
    me.settle()
    me.until(lambda: page.room.repair.ways)
    me.press("1")
    assert page.panel.decide.form is not None, "an amendment asks for its reason"
    me.type("本人请假")
    me.press("Ctrl+Return")
    me.settle()
    me.settle()
    changes = unit.roster().changes
    assert (changes[0].name, changes[0].day, changes[0].before, changes[0].after) == ("何秀芳", unit.first, "白", "")
    assert {one.reason for one in changes} == {"本人请假"}
