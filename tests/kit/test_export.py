"""A table into Excel: what is on the screen, with real numbers and days, and never a formula."""

from __future__ import annotations

from datetime import date
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.kit.rows import columns
from tests.kit.rows import rows
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.export import Sheet
from yigongti_desktop.kit.table.export import write_book


def write_table(target: Path, name: str, columns: list[Column[Any]], records: list[Any]) -> int:
    """Write one table as a file."""
    return write_book(target, [Sheet(name, columns, records)])


def read(file: Path) -> list[tuple[Any, ...]]:
    """Return what stands in the first sheet."""
    return [tuple(cell.value for cell in line) for line in load_workbook(file).worksheets[0].iter_rows()]


def test_excel_gets_the_heads_and_every_row_with_real_numbers_and_days(tmp_path: Path) -> None:
    target, given = tmp_path / "转诊.xlsx", rows(250)
    assert write_table(target, "转诊 2026-11-23", list(columns()), given) == 250
    found = read(target)
    assert found[0] == ("状态", "姓名", "数量", "日期")
    assert found[1:] == [
        (
            "已逾期" if one.state == "late" else "待办",
            one.name,
            one.count,
            datetime(one.on.year, one.on.month, one.on.day),  # noqa: DTZ001 - Excel knows no zone
        )
        for one in given
    ]
    sheet = load_workbook(target).worksheets[0]
    assert (sheet.title, sheet.freeze_panes) == ("转诊 2026-11-23", "A2")
    assert sheet["A1"].font.bold


@pytest.mark.parametrize("typed", ["=1+1", "+cmd|' /C calc'!A0", "-2", "@SUM(A1)", "+8613900001111", "-", "#N/A"])
def test_what_looks_like_a_formula_stays_the_words_that_it_is(tmp_path: Path, typed: str) -> None:
    target = tmp_path / "t.xlsx"
    write_table(target, "居民", [Column(title="姓名", text=str, width=80)], [typed])
    sheet = load_workbook(target).worksheets[0]
    assert (sheet["A2"].value, sheet["A2"].data_type) == (typed, "s")
    assert sheet["A2"].quotePrefix == (typed[0] in "=+-@")


def test_old_data_that_xml_has_no_place_for_is_exported_without_it(tmp_path: Path) -> None:
    target = tmp_path / "t.xlsx"
    given = ["张\uffff三", "城\ufffe关", "a\x0bb", "李\ud800四", "\ud800", "\ufdd0"]
    write_table(target, "a:b", [Column(title="姓名", text=str, width=80)], given)
    assert [line[0] for line in read(target)][1:] == ["张三", "城关", "ab", "李四", None, "\ufdd0"]


def test_a_slash_in_the_name_and_more_columns_than_letters_do_no_harm(tmp_path: Path) -> None:
    target = tmp_path / "t.xlsx"
    many: list[Column[Any]] = [
        Column(title=f"第 {place} 列", text=lambda one: f"{one}", width=60) for place in range(40)
    ]
    assert write_table(target, "请领/配送" * 10, many, [1]) == 1
    assert [len(line) for line in read(target)] == [40, 40]


def test_numbers_of_the_export_may_be_missing(tmp_path: Path) -> None:
    target = tmp_path / "t.xlsx"
    given: list[Column[Any]] = [Column(title="数", text=str, width=60, export=lambda one: one)]
    write_table(target, "数", given, [3, None, date(2026, 1, 2), "无"])
    assert [line[0] for line in read(target)][1:] == [3, None, datetime(2026, 1, 2), "无"]  # noqa: DTZ001


def test_a_folder_that_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="file_not_writable"):
        write_table(tmp_path / "nowhere" / "t.xlsx", "数", list(columns()), rows(1))


def test_several_tables_are_the_sheets_of_one_file_and_a_share_is_a_number_shown_as_one(tmp_path: Path) -> None:
    share: Column[Any] = Column(
        title="满足率", text=lambda one: f"{one:.0%}", width=60, export=lambda one: one, number_format="0.0%"
    )
    target = tmp_path / "供应指标.xlsx"
    sheets = [Sheet("按月", [share], [0.5, None]), Sheet("按单位", [share], [0.25])]
    assert write_book(target, sheets) == 3
    book = load_workbook(target)
    assert book.sheetnames == ["按月", "按单位"]
    assert [cell.value for cell in book["按月"]["A"]] == ["满足率", 0.5, None]
    assert book["按单位"]["A2"].number_format == "0.0%"
