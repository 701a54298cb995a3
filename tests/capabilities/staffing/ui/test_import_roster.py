"""A roster in Excel is read with the keyboard: questions are answered one by one, and only then it can be taken in."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.capabilities.contracts.ui.test_fit import SIZES
from tests.capabilities.contracts.ui.test_fit import faults
from tests.capabilities.staffing.nasty import DAYS
from tests.capabilities.staffing.nasty import DUTIES
from tests.capabilities.staffing.nasty import OCTOBER
from tests.capabilities.staffing.nasty import PEOPLE
from tests.capabilities.staffing.nasty import book
from tests.capabilities.staffing.nasty import codes
from tests.capabilities.staffing.nasty import row
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.staffing.model.reading.roster import Reading
from yigongti_desktop.capabilities.staffing.model.reading.roster import Wanted
from yigongti_desktop.capabilities.staffing.model.reading.roster import taken
from yigongti_desktop.capabilities.staffing.ui.import_roster import RosterImportView
from yigongti_desktop.kernel.errors import Fault

pytestmark = pytest.mark.gui
HEAD = ["姓名", *DAYS]
ROWS: list[list[Any]] = [
    ["岳口镇中心卫生院 2026年10月 排班表"],
    HEAD,
    row("周建国", "白", "夜", "休"),
    row("老李", "白/休", "公卫"),
    row("王芳", "两头", "年假", "白"),
    row("合计", 3),
]


def begun(me: Screen, file: Path) -> tuple[RosterImportView, list[Reading], list[Fault]]:
    """Put the work into a page's place, and wait until the file is read."""
    page: Any = me.page("residents")
    view = RosterImportView(me.desk, file, Wanted(OCTOBER, 31, PEOPLE, DUTIES))
    readings: list[Reading] = []
    failed: list[Fault] = []
    view.wanted.connect(readings.append)
    view.failed.connect(failed.append)
    page.begin_work(view, "读班表", file.stem, view.propose_button, view.import_button)
    settled(me, view)
    return view, readings, failed


def settled(me: Screen, view: RosterImportView) -> None:
    me.until(lambda: not view.is_busy)
    me.settle()


def told(view: RosterImportView) -> list[list[str]]:
    model = view.table.view.records
    return [
        [str(model.index(line, place).data() or "") for place in range(model.columnCount())]
        for line in range(model.rowCount())
    ]


def wrong(me: Screen) -> list[str]:
    """Return what is wrong with what is in sight; cells are called as in Excel."""
    return [one for one in faults(me, "") if not re.fullmatch(r": foreign: [A-Z]{1,2}\d+", one)]


def test_questions_are_answered_by_keys_and_only_then_the_roster_can_be_taken_in(
    screens: Screens, tmp_path: Path
) -> None:
    me = screens("公卫")
    view, readings, _ = begun(me, book(tmp_path, ROWS))
    assert me.says("1 人已读好；4 个问题要答，答完才能导入")
    assert [line[1] for line in told(view)] == ["王芳", "老李", "两头", "白/休"]
    assert "导入" not in me.buttons()
    for words in ("王芳", "李文静", "夜班", "白班"):
        assert me.focus() is view.answer
        me.pick(words)
        settled(me, view)
    assert me.says("3 人已读好")
    assert "导入" in me.buttons()
    me.press("Ctrl+Return")
    (reading,) = readings
    lines = {line.person: line.codes for line in taken(reading)}
    assert lines == {"zhou": codes("D", "N", ""), "li": codes("D", "P"), "wang": codes("N", "", "D")}


def test_likely_answers_are_taken_all_at_once_and_one_may_be_changed(screens: Screens, tmp_path: Path) -> None:
    me = screens("公卫")
    view, readings, _ = begun(me, book(tmp_path, [HEAD, row("老周", "白/休", "休")]))
    me.click("都用建议的答案")
    settled(me, view)
    assert view.reading is not None
    assert view.reading.questions == ()
    assert [line[3] for line in told(view)] == ["周建国　内科　001", "D 白班"]
    view.table.view.rest_on(lambda one: one.id == "name:A2")
    me.press("Enter")
    assert me.focus() is view.answer
    me.press("Ctrl+A")
    me.pick("何秀芳")
    settled(me, view)
    view.apply()
    assert [line.person for line in readings[0].ready] == ["he"]


def test_lists_say_what_was_made_of_what_who_is_missing_and_what_was_not_read(screens: Screens, tmp_path: Path) -> None:
    me = screens("公卫")
    view, _, _ = begun(me, book(tmp_path, [HEAD, row("周建国", "白", "年假"), row("合计", 3)]))
    assert view.table.chips is not None
    assert me.says("都认出来了，可以导入。")
    for key, words in (
        ("made", "「白」 → 白班（班次名称），16 格"),
        ("leave", "周建国 10月2日：年假"),
        ("passed", "合计"),
        ("missing", "何秀芳"),
    ):
        view.table.chips.choose(key)
        me.settle()
        assert any(words in cell for line in told(view) for cell in line), (key, told(view))


def test_another_sheet_of_the_file_can_be_read(screens: Screens, tmp_path: Path) -> None:
    me = screens("公卫")
    file = book(tmp_path, [HEAD, row("周建国", "白")], name="10月", others=["说明"])
    view, _, failed = begun(me, file)
    assert view.sheets.isVisible()
    assert view.sheets.text() == "工作表 10月"
    assert failed == []
    view.sheets.choose("说明")
    settled(me, view)
    assert [one.code for one in failed] == ["roster_head_missing"]
    assert me.desk.say(failed[0]).startswith("这张表里没有找到日期")


def test_a_file_that_is_no_roster_is_said_and_nothing_can_be_taken_in(screens: Screens, tmp_path: Path) -> None:
    me = screens("公卫")
    (tmp_path / "班表.xls").write_bytes(b"\xd0\xcf\x11\xe0")
    view, readings, failed = begun(me, tmp_path / "班表.xls")
    assert [one.code for one in failed] == ["file_kind"]
    view.apply()
    assert readings == []
    assert "导入" not in me.buttons()


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_work_fits_its_window_and_every_word_is_chinese(
    screens: Screens, size: tuple[int, int], tmp_path: Path
) -> None:
    me = screens("公卫")
    me.window.resize(*size)
    view, _, _ = begun(me, book(tmp_path, ROWS))
    assert wrong(me) == []
    me.press("Ctrl+R")
    settled(me, view)
    assert wrong(me) == []
