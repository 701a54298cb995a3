"""A list of residents is taken in from the page: columns are matched, rows are checked, and it can be stopped."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from tests.registry.ui.people import register
from tests.screens import Screen
from tests.screens import Screens
from tests.world import id_number
from yigongti_desktop.registry.service import importing
from yigongti_desktop.registry.service import people

pytestmark = pytest.mark.gui
HEAD = ("姓名", "证号", "出生日期", "所属村居", "人群分类")
FATHER = ("胡国华", id_number(date(1955, 6, 1), 301), "", "健康村", "高血压")
CHILD = ("胡小宝", "", "2026-11-01", "健康村", "")
SPOILED = ("李明", "1.23E+17", "", "健康村", "")


def written(folder: Path, rows: Sequence[Sequence[Any]]) -> Path:
    file = folder / "名册.csv"
    with file.open("w", encoding="utf-8-sig", newline="") as sheet:
        csv.writer(sheet).writerows([HEAD, *rows])
    return file


def begun(me: Screen, file: Path) -> Any:
    """Pick a file with the keyboard, and wait until it is checked."""
    page = me.page("residents")
    me.answer(me.name_file(file))
    me.press("Ctrl+O")
    me.come_back()
    me.until(lambda: page.work is not None and not page.work.is_busy)
    return page


def checked_again(me: Screen, page: Any) -> None:
    me.press("Ctrl+R")
    me.until(lambda: not page.work.is_busy)
    me.settle()


def told(page: Any) -> list[list[str]]:
    model = page.work.faults.view.records
    return [
        [str(model.index(row, place).data() or "") for place in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def test_a_column_is_matched_the_list_checked_and_taken_in(screens: Screens, tmp_path: Path) -> None:
    me = screens("公卫")
    page = begun(me, written(tmp_path, [FATHER, CHILD, SPOILED]))
    assert page.title == "导入居民"
    assert me.says("新增 1 人")  # of whom the birth is written down: nothing was read from 证号 yet
    form = page.work.columns.form
    form.go_to("id_number")
    me.press("Ctrl+A")
    me.pick("证号")
    checked_again(me, page)
    assert me.says("新增 2 人，补充 0 人，已有不变 0 人，其中没有证件号 1 人，有问题 1 行不导入。")
    assert told(page) == [["4", "证号", told(page)[0][2]]]
    assert "被 Excel 变成了" in told(page)[0][2]
    me.press("Ctrl+Return")
    me.until(lambda: page.work is None)
    me.until(lambda: len(me.rows(page)) == 2)
    assert me.toasts[-1] == ("居民已导入", "新增 2 人，补充 0 人。已存本机，待上传。")
    assert {one.name for one in me.bench.read(people.residents_from, 0, 10)} == {"胡国华", "胡小宝"}


def test_who_may_be_known_is_taken_in_only_when_told(screens: Screens, tmp_path: Path) -> None:
    register(
        screens.county, name="胡小宝", id_number="", no_id_reason="新生儿", birth=date(2026, 11, 1), village="健康村"
    )
    me = screens("公卫")
    page = begun(me, written(tmp_path, [CHILD]))
    assert me.says("新增 0 人")
    assert "可能是同一个人" in told(page)[0][2]
    me.click("疑似重复的也导入")
    me.until(lambda: not page.work.is_busy and me.says("新增 1 人"))


def test_all_that_is_wrong_is_written_into_a_table(screens: Screens, tmp_path: Path) -> None:
    me = screens("公卫")
    page = begun(me, written(tmp_path, [CHILD, SPOILED]))
    report = tmp_path / "问题.xlsx"
    me.answer(me.name_file(report))
    me.click("问题存成表格")
    me.come_back()
    me.until(report.exists)
    me.until(lambda: report.stat().st_size > 0 and not me.desk._line.is_busy)
    rows = list(openpyxl.load_workbook(report).worksheets[0].iter_rows(values_only=True))
    assert rows[0] == ("行", "列", "问题和办法")
    assert [row[0] for row in rows[1:]] == [3]
    assert page.work is not None


def test_a_list_of_something_else_says_which_columns_it_lacks(screens: Screens, tmp_path: Path) -> None:
    file = tmp_path / "目录.csv"
    file.write_text("通用名,规格\n阿莫西林,0.25g\n", encoding="utf-8")
    me = screens("公卫")
    page = begun(me, file)
    me.until(lambda: me.says("表里缺少这些列：姓名"))
    me.press("Escape")
    me.until(lambda: page.work is None)
    assert me.bench.read(people.count) == 0


def test_an_import_that_is_stopped_keeps_what_is_in_and_goes_on_later(
    screens: Screens, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "SLICE", 20)
    many = [(f"王{place:04d}", "", "1980-01-01", f"{place % 9}村", "") for place in range(200)]
    file = written(tmp_path, many)
    me = screens("公卫")
    page = begun(me, file)
    page.work.apply()
    me.until(lambda: page.work is None or page.work.has_begun)
    page.work.stop()
    me.until(lambda: page.work is None)
    assert me.toasts[-1][0] == "导入停下了"
    done = me.bench.read(people.count)
    assert 0 < done < 200
    begun(me, file)
    assert me.says(f"上次导入到第 {done + 1} 行，从下一行接着导")
    me.press("Ctrl+Return")
    me.until(lambda: page.work is None)
    me.settle()
    assert me.bench.read(people.count) == 200
