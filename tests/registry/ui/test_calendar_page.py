"""节假日 by keyboard: a year looked at day by day, typed, brought by a file, put right, withdrawn; units only look."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog

from tests.capabilities.pharmacy.ui.test_fit import faults
from tests.registry.calendars import NEXT
from tests.registry.calendars import as_bytes
from tests.registry.calendars import as_file
from tests.registry.calendars import changed
from tests.registry.calendars import write
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.kernel.calendar import DayKind
from yigongti_desktop.kernel.calendar import Notice
from yigongti_desktop.registry.model import holiday_file
from yigongti_desktop.registry.service import calendar as service

pytestmark = pytest.mark.gui

#: First day, last day, make-up days of the seven, as somebody types them from the notice.
TYPED = (
    ("1-1", "1-3", ""),
    ("0204", "2月11日", "1-31、2-14"),
    ("4.3", "4/5", ""),
    ("5-1", "5-5", "0508"),
    ("6-9", "", ""),
    ("2027-9-15", "", ""),
    ("10-1", "10-7", "9-26 10-9"),
)


def at(me: Screen, argument: str = "") -> Any:
    """Return the page, at a year."""
    return me.page("calendar", argument or None)


def known(me: Screen) -> Any:
    """Return the calendar of a desk."""
    return me.bench.read(service.calendar)


def type_year(me: Screen) -> None:
    """Type the whole of 2027."""
    for holiday in TYPED:
        for typed in holiday:
            me.type(typed)
            me.press("Return")


def test_a_year_is_walked_day_by_day_and_year_by_year(screens: Screens) -> None:
    me = screens("人力")
    page = at(me)
    assert (page.year, page.badge.accessibleName()) == (2026, "已发布")
    assert me.says("2026年11月23日　周一　工作日")
    assert me.says("2026 年　上班 248 天")
    me.press("Home")
    assert me.says("2026年1月1日　周四　元旦　法定节假日（值班按 300 %）")
    me.press("Right")
    assert me.says("2026年1月2日　周五　元旦　调休放假（值班按 200 %）")
    me.press("Left", "Left")
    assert page.view.day == date(2026, 1, 1)  # the arrows stay within the year
    me.press("Down", "Left", "Left", "Left", "Left")
    assert me.says("2026年1月4日　周日　元旦　补班")
    me.press("End")
    assert me.says("2026年12月31日　周四　工作日　待 2027 年的通知")
    assert [row[0] for row in holidays(page)] == ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"]
    assert holidays(page)[1] == ["春节", "2-15 至 2-23", "2-14、2-28"]
    me.press("PgUp", "PgUp")
    assert (page.year, me.says("2024 年　上班 251 天")) == (2024, True)


def holidays(page: Any) -> list[list[str]]:
    """Return the words of the list beside the months."""
    model = page.holidays.view.records
    return [[str(model.index(row, place).data()) for place in range(3)] for row in range(model.rowCount())]


def test_an_unpublished_year_says_so_and_what_stands_by_law_is_there(screens: Screens) -> None:
    me = screens("人力")
    page = at(me)
    me.press("PgDown")
    assert (page.year, page.badge.accessibleName()) == (2027, "未发布")
    assert me.says("2027 年未发布")
    assert me.says("等通知来了要再核对")
    assert "法定节假日 13 天" in page._legend.accessibleName()
    assert "待通知" in page._legend.accessibleName()
    assert holidays(page) == []
    assert "录入 2027 年" in me.buttons()
    me.press("PgUp")
    assert not page.banner.isVisible()


def test_a_year_is_typed_with_the_keyboard_alone_and_the_clinic_has_it(screens: Screens) -> None:
    me = screens("人力")
    page = at(me)
    me.press("PgDown", "F2")
    me.settle()
    type_year(me)
    assert me.says("放假 28 天　其中法定 13 / 13 天　补班 5 天　存后有")
    me.press("Ctrl+Return")
    me.until(lambda: me.toasts)
    me.settle()
    title, words = me.toasts[-1]
    assert (title, words.startswith("2027 年节假日　")) == ("已存本机，待上传", True)
    assert "已排的班要核对" in words
    assert page.badge.accessibleName() == "待上传"
    assert known(me).edition(2027) == Notice(year=2027, holidays=NEXT).edition
    notice = known(me).notice(2027)
    assert notice.source == "国务院办公厅关于2027年部分节假日安排的通知"
    screens.county.sync("市一医", "岳口")
    clinic = screens("排班")
    theirs = at(clinic, "2027")
    assert (theirs.year, theirs.badge.accessibleName()) == (2027, "已发布")
    assert holidays(theirs)[1] == ["春节", "2-4 至 2-11", "1-31、2-14"]


def test_units_look_and_cannot_write(screens: Screens) -> None:
    me = screens("院长")
    page = at(me, "2027")
    before = me.buttons()
    assert not {"导入", "录入 2027 年", "撤回"} & set(before)
    me.press("F2", "Ctrl+O")
    page.open("edit 2027")
    me.settle()
    assert page.work is None
    assert page.year == 2027


def test_a_missing_make_up_day_is_said_at_its_cell_and_nothing_is_lost(screens: Screens) -> None:
    me = screens("医共体办")
    page = at(me, "2027")
    me.press("F2")
    me.settle()
    type_year(me)
    view = page.work.table.view
    view.go_to(1, 5)
    me.type("1-31")
    me.press("Ctrl+Return")
    me.settle()
    assert me.says("第 2 行：「春节」放了 6 个工作日，法定 4 天，应补班 2 天，现在只有 1 天，缺 1 天。")
    assert (view.currentIndex().row(), view.currentIndex().column()) == (1, 5)
    assert not known(me).is_published(2027)
    me.press("Escape")
    assert me.toasts == [("草稿已存本机", "下次打开接着写")]
    me.press("F2")
    me.settle()
    assert me.says("接着上次没写完的")
    assert page.work.lines[6]["make_up"] == "9-26、10-9"
    page.work.table.view.go_to(1, 5)
    me.type("1-31、2-14")
    me.press("Return", "Ctrl+Return")
    me.until(lambda: len(me.toasts) > 1)
    assert known(me).is_published(2027)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("2-30", "", ""), "日期 2-30 读不懂。请写月和日"),
        (("初一", "", ""), "日期 初一 读不懂"),
        (("2-11", "2-4", ""), "「春节」的末日 2027-02-04 早于首日 2027-02-11"),
        (("2-4", "2-11", "1-31、2-15"), "「春节」的补班日 2027-02-15 不是周六、周日"),
        (("2-4", "2-11", "1-31、xx"), "日期 xx 读不懂"),
        (("", "2-11", ""), "放假首日没有填"),
    ],
)
def test_what_cannot_be_right_is_told_at_its_cell(screens: Screens, typed: tuple[str, ...], words: str) -> None:
    me = screens("人力")
    page = at(me, "edit 2027")
    page.work.table.view.go_to(1, 2)
    for one in typed:
        me.type(one)
        me.press("Return")
    me.press("Ctrl+Return")
    assert me.says(words)
    assert page.work is not None


def test_what_is_wrong_with_the_year_as_a_whole_is_told_above_it(screens: Screens) -> None:
    me = screens("人力")
    page = at(me, "edit 2027")
    me.press("Ctrl+Return")
    assert me.says("2027 年一个节日也没有录，没有存")
    page.work.table.view.go_to_first()
    type_year(me)
    page.work.table.view.go_to(4, 1)
    me.press("Delete", "Ctrl+Return")
    assert me.says("法定节假日没有放：端午节 6月9日")
    assert len(page.work.lines) == 7  # the last Enter began an eighth
    assert page.work is not None


def test_a_file_is_looked_through_and_nothing_changes_before_it_is_saved(screens: Screens, tmp_path: Path) -> None:
    file = tmp_path / "2027.json"
    file.write_bytes(as_bytes(as_file()))
    me = screens("人力")
    page = at(me)
    met = me.answer(me.name_file(file))
    me.press("Ctrl+O")
    me.come_back()
    me.until(lambda: page.work is not None)
    me.settle()
    assert met
    assert (page.title, me.says("文件没有问题")) == ("2027 年节假日", True)
    assert not known(me).is_published(2027)
    me.press("Ctrl+Return")
    me.until(lambda: me.toasts)
    assert known(me).edition(2027) == Notice(year=2027, holidays=NEXT).edition


def test_a_file_with_faults_tells_their_lines_and_is_put_right_on_the_screen(screens: Screens, tmp_path: Path) -> None:
    broken = as_file()
    broken["days"] = [one for one in broken["days"] if one["date"] not in {"2027-02-14", "2027-10-03"}]
    file = tmp_path / "2027.json"
    file.write_bytes(as_bytes(broken))
    me = screens("人力")
    page = at(me)
    me.answer(me.name_file(file))
    me.press("Ctrl+O")
    me.come_back()
    me.until(lambda: page.work is not None)
    me.settle()
    assert me.says("文件里有 2 处问题")
    told = page.work.file_faults.view.records
    rows = [(told.index(row, 0).data(), told.index(row, 1).data()) for row in range(told.rowCount())]
    lines = as_bytes(broken).decode().splitlines()
    assert ["2027-02-04" in lines[int(rows[0][0]) + 1], "2027-10-04" in lines[int(rows[1][0]) + 1]] == [True, True]
    assert "缺 1 天" in rows[0][1]
    assert "以后缺了 2027-10-03" in rows[1][1]
    me.press("Ctrl+Return")
    assert not known(me).is_published(2027)
    me.press("Escape")
    me.press("F2")
    me.settle()
    assert page.work.lines[1]["make_up"] == "1-31"
    page.work.table.view.go_to(1, 5)
    me.type("1-31、2-14")
    me.press("Return", "Ctrl+Return")
    me.until(lambda: known(me).is_published(2027))


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (as_bytes({"year": 2027, "papers": [], "days": []}), "文件里这一年还没有放假安排，什么也没有改。"),
        (b"<html>", "文件第 1 行的格式坏了，读不下去"),
        (b"{}", "不是节假日文件"),
    ],
)
def test_a_file_that_brings_nothing_changes_nothing(
    screens: Screens, tmp_path: Path, content: bytes, words: str
) -> None:
    file = tmp_path / "x.json"
    file.write_bytes(content)
    me = screens("人力")
    page = at(me)
    me.answer(me.name_file(file))
    me.press("Ctrl+O")
    me.come_back()
    me.until(lambda: me.says(words))
    assert page.work is None
    assert known(me).published[-1] == 2026


def test_a_year_is_put_right_and_withdrawn(screens: Screens) -> None:
    me = screens("人力")
    me.bench.do(me.actor, write())
    page = at(me, "2027")
    me.press("F2")
    me.settle()
    assert page.work.lines[1]["first"] == "2-4 周四"
    page.work.table.view.go_to(5, 3)
    me.type("9-17")
    me.press("Return")
    me.type("9-18、9-19")
    me.press("Return", "Ctrl+Return")
    me.until(lambda: me.toasts)
    otherwise = Notice(year=2027, holidays=changed("中秋节", "09-15", "09-17", "09-18", "09-19"))
    assert known(me).edition(2027) == otherwise.edition
    assert known(me).kind(date(2027, 9, 18)) is DayKind.MAKE_UP
    me.settle()
    me.answer(lambda dialog: accept(me, dialog))
    me.click("撤回")
    me.until(lambda: len(me.toasts) > 1)
    me.come_back()
    assert me.toasts[-1] == ("已存本机，待上传", "2027 年节假日已撤回")
    assert not known(me).is_published(2027)
    assert me.says("2027 年未发布")


@pytest.mark.parametrize("is_wanted", [True, False])
def test_a_file_takes_the_place_of_a_draft_only_when_that_is_wanted(screens: Screens, *, is_wanted: bool) -> None:
    me = screens("人力")
    page: Any = at(me, "edit 2027")
    me.type("1-1")
    me.press("Return", "Escape")
    me.settle()
    met = me.answer(lambda dialog: accept(me, dialog) if is_wanted else dialog.reject())
    page._look(holiday_file.read(as_bytes(as_file())))
    me.until(lambda: met)
    me.come_back()
    if is_wanted:
        me.until(lambda: page.work is not None)
        me.settle()
        assert page.work.lines[1]["first"] == "2-4 周四"
        assert not me.says("接着上次没写完的")
    else:
        assert not page.unsaved
        me.press("F2")
        me.settle()
        assert [line["first"] for line in page.work.lines[:2]] == ["1-1 周五", ""]


def test_a_draft_that_somebody_else_has_overtaken_is_said_to_be_so_before_it_is_saved(screens: Screens) -> None:
    me = screens("人力")
    page = at(me, "2027")
    me.press("F2")
    me.settle()
    type_year(me)
    me.press("Escape")
    me.settle()
    me.bench.do(me.actor, write(*changed("中秋节", "09-15", "09-17", "09-18", "09-19")))
    page.reload()
    me.settle()
    me.press("F2")
    me.settle()
    me.until(lambda: me.says("别人已改了这一年"))
    assert me.says("存后有 4 天和现在不同")
    me.press("Ctrl+Return")
    me.until(lambda: known(me).edition(2027) == Notice(year=2027, holidays=NEXT).edition)


def accept(me: Screen, dialog: QDialog) -> None:
    """Confirm by keyboard: the focus is on the safe button, and Tab leads to the other."""
    me.press("Tab")
    me.press("Return")
    assert dialog.result() in {0, 1}


@pytest.mark.slow
def test_year_form_and_file_stand_whole_at_the_sizes_that_people_have(dressed: Screens, tmp_path: Path) -> None:
    broken = as_file()
    broken |= {"days": broken["days"][:-1], "papers": []}
    file = tmp_path / "2027.json"
    file.write_bytes(as_bytes(broken))
    me = dressed("人力")
    page = at(me)
    wrong = faults(me, "2026")
    me.press("PgDown")
    wrong += faults(me, "2027")
    me.press("F2")
    wrong += faults(me, "form")
    me.press("Ctrl+Return")
    wrong += faults(me, "empty year")
    me.press("Escape")
    me.answer(me.name_file(file))
    me.press("Ctrl+O")
    me.come_back()
    me.until(lambda: page.work is not None)
    wrong += faults(me, "file")
    assert wrong == []
