"""Reserved slots on screen: the office's weeks, what a unit may hold, the slip's choice, the case's holds."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace
from openpyxl import Workbook
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QLineEdit

from tests.capabilities.referrals import slots
from tests.capabilities.referrals.slots import FAR
from tests.capabilities.referrals.slots import LEAD
from tests.capabilities.referrals.slots import ONE
from tests.capabilities.referrals.slots import exam
from tests.capabilities.referrals.slots import opening
from tests.capabilities.referrals.slots import slot
from tests.capabilities.referrals.ui.slips import CHEN
from tests.capabilities.referrals.ui.slips import begin
from tests.capabilities.referrals.ui.slips import cases
from tests.capabilities.referrals.ui.slips import fill
from tests.capabilities.referrals.ui.slips import form_of
from tests.capabilities.referrals.ui.slips import held
from tests.screens import Screens
from yigongti_desktop.capabilities.referrals.desk.capacity import todos
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages.capacity import HoldSlot
from yigongti_desktop.capabilities.referrals.messages.capacity import PublishCapacity
from yigongti_desktop.capabilities.referrals.model.capacity import said
from yigongti_desktop.capabilities.referrals.model.holds import State
from yigongti_desktop.kernel.identifiers import Sex

pytestmark = [pytest.mark.gui, pytest.mark.policy("REF-09")]


def cells(page: Any) -> list[list[str]]:
    """Return the words of the grid's rows."""
    model = page.grid.table.view.lines
    return [[model.words(row, column) for column in model.columns] for row in range(model.rowCount())]


def test_the_office_publishes_a_week_by_keyboard_copies_it_and_closes_a_day(screens: Screens) -> None:
    me = screens("转诊办")
    page = me.page("capacity")
    me.press("Ctrl+PgDown")
    me.settle()
    view = page.grid.table.view
    view.go_to(0, 1)
    me.pick("神经内科")
    for words in ("王建平", "8:00-11:30", "30", "4/30"):
        me.type(words)
        me.press("Return")
    assert cells(page)[0][:7] == ["专家号", "神经内科", "王建平", "8:00-11:30", "", "6/30", "4/30"]
    assert "还差 2 个到 20 %" in page.grid.share.words["expert"].text()
    me.press("Ctrl+Return")
    me.settle()
    assert me.toasts[-1] == ("已存本机，待上传", "新放 2 格")
    screens.county.sync(LEAD)
    assert [(one.reserved, one.total, one.time) for one in slots.lines(screens.county)] == [
        (6, 30, "08:00-11:30"),
        (4, 30, "08:00-11:30"),
    ]
    me.press("Ctrl+PgDown")
    me.settle()
    me.press("F9")
    me.settle()
    assert cells(page)[0][5:7] == ["6/30", "4/30"]
    me.press("Ctrl+Return")
    me.settle()
    screens.county.sync(LEAD)
    assert [one.source.value for one in slots.lines(screens.county)] == ["typed", "typed", "copied", "copied"]
    view = page.grid.table.view
    view.go_to(0, 5)
    me.press("Backspace", "Ctrl+Return")
    assert me.says("请写停诊原因")
    me.type("医生外出")
    me.press("Ctrl+Return")
    me.settle()
    screens.county.sync(LEAD)
    assert [one.state.value for one in slots.lines(screens.county)] == ["open", "open", "closed", "open"]
    assert cells(page)[0][5] == "停"


def test_what_was_typed_stays_when_the_week_is_left_and_wrong_cells_are_said(screens: Screens) -> None:
    me = screens("转诊办")
    page = me.page("capacity")
    me.press("Ctrl+PgDown")
    me.settle()
    page.grid.table.view.go_to(0, 1)
    me.pick("骨科")
    me.type("鲁学平")
    me.press("Return")
    page.grid.table.view.go_to(0, 5)
    me.type("9/3")
    me.press("Return", "Ctrl+Return")
    assert me.says("预留不多于总数")
    me.press("Ctrl+PgUp")
    me.settle()
    me.press("Ctrl+PgDown")
    me.settle()
    assert cells(page)[0][2] == "鲁学平"
    assert cells(page)[0][5] == "9/3"
    assert me.says("接着上次没放的")
    assert slots.lines(screens.county) == []


def written(me: Any) -> Any:
    """Publish next week's two mornings of 王建平 and one of 韩立, and show them; return the page."""
    me.county.do(LEAD, PublishCapacity(opened=(opening(slot(8)), opening(slot(9)), opening(slot(9, name="韩立")))))
    page = me.page("capacity")
    me.press("Ctrl+PgDown")
    me.settle()
    assert [row[2] for row in cells(page)] == ["王建平 主任医师", "韩立"]
    return page


def cursor(page: Any) -> tuple[int, int]:
    """Return the row and the column of the cursor in the grid."""
    here = page.grid.table.view.currentIndex()
    return here.row(), here.column()


def test_a_sync_leaves_the_cell_alone_that_is_being_typed(screens: Screens) -> None:
    me = screens("转诊办")
    page = written(me)
    page.grid.table.view.go_to(1, 5)
    me.type("7/9")
    screens.county.do(LEAD, PublishCapacity(opened=(opening(slot(10)),)))
    me.sync()
    assert cursor(page) == (1, 5)
    field = me.focus()
    assert isinstance(field, QLineEdit)
    assert field.text() == "7/9"
    assert page.unsaved == "预留号源"
    me.press("Return")
    assert cells(page)[1][5] == "7/9"
    me.sync()
    assert cells(page)[1][5] == "7/9"
    assert cursor(page) == (1, 6)


def test_a_sync_leaves_the_cursor_and_the_focus_where_they_are(screens: Screens) -> None:
    me = screens("转诊办")
    page = written(me)
    grid = page.grid
    grid.table.view.go_to(1, 6)
    me.sync()  # the hub confirms them: the week is another one
    assert page.grid.week.waiting == frozenset()
    assert (page.grid, cursor(page), me.focus()) == (grid, (1, 6), grid.table.view)
    screens.county.do(LEAD, PublishCapacity(opened=(opening(slot(9, name="陈立")),)))
    grid.reason.setFocus()
    me.sync()
    assert [row[2] for row in cells(page)] == ["王建平 主任医师", "陈立", "韩立"]
    assert cursor(page) == (2, 6)  # the cell itself, a row further down
    assert me.focus() is grid.reason


def test_a_block_from_excel_is_pasted_from_the_cursor_on(screens: Screens) -> None:
    me = screens("转诊办")
    page = me.page("capacity")
    me.press("Ctrl+PgDown")
    me.settle()
    block = "骨科\t韩立\t08:00-11:30\t\t2/10\t2/10\n骨科\t韩立\t14:00-17:00\t\t3/10\t\n"
    QApplication.clipboard().setText(block)
    page.grid.table.view.go_to(0, 1)
    me.press("Ctrl+V")
    assert [row[1:7] for row in cells(page)] == [
        ["骨科", "韩立", "08:00-11:30", "", "2/10", "2/10"],
        ["骨科", "韩立", "14:00-17:00", "", "3/10", ""],
    ]


def test_a_sheet_is_read_its_wrong_rows_told_and_the_rest_published(screens: Screens, tmp_path: Path) -> None:
    day = slots.on(5)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in (
        ("转诊预留号源表",),
        ("类别", "科室", "专家姓名", "日期", "时段", "总号数", "预留数"),
        ("专家号", "神经内科", "王建平", day, "08:00-11:30", 30, 6),
        ("床位", "骨科", "普通床", f"{day:%Y/%m/%d}", "", 10, None),
        ("手术", "骨科", "韩立", day, "", 10, 2),
        ("检查", "影像科", "头颅 MRI", day, "下午", 10, 2),
    ):
        sheet.append(row)
    file = tmp_path / "号源.xlsx"
    book.save(file)
    me = screens("转诊办")
    page = me.page("capacity")
    page.read_file(file)
    me.settle()
    assert me.says("2 行有错，不放")
    assert me.says("第 5 行：类别「手术」看不懂")
    assert me.says("第 6 行：时段「下午」看不懂")
    me.press("Ctrl+Return")
    me.settle()
    screens.county.sync(LEAD)
    assert [(one.kind.value, one.reserved, one.source.value) for one in slots.lines(screens.county)] in (
        [("expert", 6, "imported"), ("bed", 2, "imported")],
        [("bed", 2, "imported"), ("expert", 6, "imported")],
    )


def test_a_sheet_is_published_once_though_the_key_is_pressed_twice(screens: Screens, tmp_path: Path) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(("类别", "科室", "专家姓名", "日期", "时段", "总号数", "预留数"))
    sheet.append(("专家号", "神经内科", "王建平", slots.on(5), "08:00-11:30", 30, 6))
    file = tmp_path / "号源.xlsx"
    book.save(file)
    me = screens("转诊办")
    page = me.page("capacity")
    page.read_file(file)
    me.settle()
    me.press("Ctrl+Return", "Ctrl+Return")
    me.settle()
    assert me.toasts == [("已存本机，待上传", "新放 1 格")]


def test_a_slot_is_chosen_in_the_slip_and_stands_on_it_until_the_hub_has_decided(screens: Screens) -> None:
    slots.publish(screens.county, opening(), opening(slot(4, department="骨科", name="韩立")))
    me = screens("医生")
    page = begin(me)
    fill(me, page)
    form = form_of(page)
    form.go_to("slot")
    assert me.propose("王建平") == [said(slot())]
    me.press("Return")
    me.settle()
    me.press("Ctrl+Return")
    me.settle()
    (case,) = (one.id for one in cases(me))
    assert slots.one_hold(screens.county, case, ONE).state is State.ASKED
    assert me.says(f"专家号　待县院确认：{said(slot())}")
    me.sync()
    assert slots.one_hold(screens.county, case, ONE).state is State.HELD
    assert me.says(f"专家号　已约上：{said(slot())}")
    screens.county.sync(LEAD)
    office = screens("转诊办")
    theirs = office.page("referrals", case)
    assert office.says(f"已约上：{said(slot())}")
    office.press("F7")
    office.settle()
    assert theirs.panel.asking.form.values()["reception"] == said(slot())


def test_a_chosen_slot_goes_with_another_department(screens: Screens) -> None:
    slots.publish(screens.county)
    me = screens("医生")
    page = begin(me)
    fill(me, page)
    form = form_of(page)
    form.go_to("slot")
    me.pick("王建平")
    assert form.editor("slot").option is not None
    form.go_to("department")
    me.press("Ctrl+A")
    me.pick("骨科")
    assert form.editor("slot").option is None
    assert me.says("转往改了，请重新选预约。")


def test_who_did_not_get_it_is_told_at_once_and_takes_the_next(screens: Screens) -> None:
    last, later = slots.publish(screens.county, opening(), opening(slot(5)))
    other = screens.county.send_referral(FAR).id
    mine = screens.county.do(ONE, m.SendReferral(slip=screens.county.slip(ONE), hold=last.id)).id
    screens.county.do(FAR, HoldSlot(referral=other, line=last.id))
    screens.county.sync(FAR, ONE)
    me = screens("医生")
    (todo,) = [one for one in me.bench.read(todos, me.actor, screens.county.clock.now()) if one.kind == "预约"]
    assert todo.detail.startswith("没有约上")
    assert f"最近还有：{said(slot(5))}（余 1）" in todo.detail
    me.page("referrals", mine)
    assert me.says(f"没有约上：{said(slot())}（号已被先占完）")
    me.click(f"改约 {later.day.month}-{later.day.day} 08:00-11:30 王建平 主任医师　余 1")
    me.settle()
    me.sync()
    assert slots.one_hold(screens.county, mine, ONE).line == later.id
    assert me.says(f"已约上：{said(slot(5))}")
    me.click("退号")
    me.settle()
    me.sync()
    assert slots.line(screens.county, later.id).held == 0


def test_who_chooses_otherwise_before_the_hub_has_decided_holds_what_they_chose_last(screens: Screens) -> None:
    first, second = slots.publish(screens.county, opening(), opening(slot(5)))
    case = send(screens)
    me = screens("医生")
    page = me.page("referrals", case)
    for line in (first, second):  # off line, one after the other
        page.slots.hold(line.id, line.kind)
        me.settle()
    assert me.says(f"待县院确认：{said(slot(5))}")
    me.sync()
    mine = slots.one_hold(screens.county, case, ONE)
    assert (mine.state, mine.line) == (State.HELD, second.id)
    assert {one.id: one.held for one in slots.lines(screens.county)} == {first.id: 0, second.id: 1}
    assert me.says(f"已约上：{said(slot(5))}")


def test_a_refusal_of_one_case_is_not_said_beside_another(screens: Screens) -> None:
    (line,) = slots.publish(screens.county, opening(reserved=5, total=10))
    one, other = send(screens), send(screens, name="陈桂兰", id_number=CHEN, sex=Sex.FEMALE, birth=date(1955, 3, 12))
    me = screens("医生")
    page = me.page("referrals", one)
    screens.county.do(ONE, m.WithdrawReferral(referral=one, reason="病情好转"))  # the page has not read it yet
    page.slots.picker.setFocus()
    me.pick("王建平")
    me.settle()
    assert me.says("不用再约", page.slots)
    me.page("referrals", other)
    assert page.slots.isVisible()
    assert not me.says("不用再约", page.slots)
    me.page("referrals", one)
    page.slots.hold(line.id, line.kind)
    page.slots.show_of(held(me, other))  # before the answer comes
    me.settle()
    assert page.slots.isVisible()
    assert not me.says("不用再约", page.slots)


def send(screens: Screens, **patient: Any) -> str:
    """Send a case of 邱传富, or of somebody else, that holds nothing yet."""
    slip = screens.county.slip(ONE)
    sent = screens.county.do(ONE, m.SendReferral(slip=replace(slip, patient=replace(slip.patient, **patient))))
    return str(sent.id)


def test_a_unit_sees_what_is_free_as_of_when_and_the_office_its_figures(screens: Screens) -> None:
    slots.publish(screens.county, opening(reserved=2, total=10), opening(exam(), reserved=1, total=10))
    case = screens.county.do(ONE, m.SendReferral(slip=screens.county.slip(ONE))).id
    (which,) = (one for one in slots.lines(screens.county) if one.kind.value == "expert")
    screens.county.do(ONE, HoldSlot(referral=case, line=which.id))
    screens.county.sync(ONE, LEAD)
    me = screens("医生")
    page = me.page("slots")
    assert [row[-1] for row in me.rows(page)] == ["1", "1"]
    assert me.says("余号为县院 ")
    office = screens("转诊办")
    figures = office.page("capacity_figures")
    assert office.says("预留 3 / 20，15.0 %")
    figures.parts.choose("unit")
    figures._show_part()
    shown = figures.units.view.records
    assert [str(shown.index(0, place).data()) for place in range(3)] == ["岳口镇中心卫生院", "1", "1"]
