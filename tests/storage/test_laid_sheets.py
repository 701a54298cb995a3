"""Sheets that people lay out by hand: read with what is merged, written with looks, and never a formula."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest

from tests.storage.test_workbook import excel
from yigongti_desktop.kernel.cells import BadCell
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kernel.grids import Merge
from yigongti_desktop.kernel.grids import address
from yigongti_desktop.storage import laid_sheets
from yigongti_desktop.storage.laid_sheets import Laid
from yigongti_desktop.storage.laid_sheets import LaidSheet


def test_a_sheet_comes_with_what_is_merged_and_without_empty_ends(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    sheet.append(["标题", None, None])
    sheet.append([])
    sheet.append([None, "=A1", 3, None])
    sheet["F9"] = ""
    sheet.merge_cells("A1:C1")
    sheet.merge_cells("B3:B5")
    book.save(tmp_path / "表.xlsx")
    grid = laid_sheets.read(tmp_path / "表.xlsx")
    assert grid.rows == (("标题",), (), (None, BadCell("cell_formula"), 3))
    assert set(grid.merges) == {Merge(0, 0, 0, 2), Merge(2, 1, 4, 1)}


def test_a_sheet_is_found_by_its_name_and_hidden_ones_are_not_offered(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].title = "藏"
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("9月").append(["九"])
    book.create_sheet("10月").append(["十"])
    book.active = 1
    book.save(tmp_path / "年.xlsx")
    assert laid_sheets.names(tmp_path / "年.xlsx") == ["9月", "10月"]
    assert laid_sheets.read(tmp_path / "年.xlsx").rows == (("九",),)
    assert laid_sheets.read(tmp_path / "年.xlsx", "10月").rows == (("十",),)
    with pytest.raises(Refused, match="sheet_missing"):
        laid_sheets.read(tmp_path / "年.xlsx", "藏")


def test_a_text_has_no_sheets_and_is_read_all_the_same(tmp_path: Path) -> None:
    (tmp_path / "表.csv").write_text("姓名,1\n周建国,白\n", encoding="gb18030")
    assert laid_sheets.names(tmp_path / "表.csv") == []
    assert laid_sheets.read(tmp_path / "表.csv").rows == (("姓名", "1"), ("周建国", "白"))


@pytest.mark.parametrize("rows", [[["白"]] * 2001, [["白"] * 401]])
def test_a_sheet_that_nobody_laid_out_by_hand_is_refused(rows: list[list[str]], tmp_path: Path) -> None:
    with pytest.raises(Refused, match="sheet_large"):
        laid_sheets.read(excel(tmp_path / "大.xlsx", rows))


def test_empty_rows_below_a_sheet_do_not_make_it_large(tmp_path: Path) -> None:
    grid = laid_sheets.read(excel(tmp_path / "空.xlsx", [["白"], *[[""]] * 3000]))
    assert grid.rows == (("白",),)


def test_what_is_no_workbook_is_refused_before_it_is_read(tmp_path: Path) -> None:
    (tmp_path / "假.xlsx").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096))
    for read in (laid_sheets.read, laid_sheets.names):
        with pytest.raises(Refused, match="file_renamed"):
            read(tmp_path / "假.xlsx")


def test_a_sheet_is_written_with_its_looks_and_numbers_stay_numbers(tmp_path: Path) -> None:
    cells = {
        (0, 0): Laid("=HYPERLINK(1)", bold=True, size=18, ruled=False),
        (1, 0): Laid("王芳\x00\uffff", align="left"),
        (1, 1): Laid(7.5, fill="FBE6C2"),
        (1, 2): Laid(3),
    }
    made = LaidSheet(
        name="2026/10:[班]",
        cells=cells,
        merges=(Merge(0, 0, 0, 2),),
        widths={0: 12.0},
        heights={0: 30.0},
        frozen=(1, 1),
    )
    laid_sheets.write(tmp_path / "表.xlsx", made)
    book = openpyxl.load_workbook(tmp_path / "表.xlsx")
    sheet = book.worksheets[0]
    assert sheet.title == "2026-10--班-"
    assert (sheet["A1"].value, sheet["A1"].data_type, sheet["A1"].font.b, sheet["A1"].font.sz) == (
        "=HYPERLINK(1)", "s", True, 18,
    )  # fmt: skip
    assert (sheet["A2"].value, sheet["B2"].value, sheet["C2"].value) == ("王芳", 7.5, 3)
    assert sheet["B2"].fill.start_color.rgb == "00FBE6C2"
    assert [str(one) for one in sheet.merged_cells.ranges] == ["A1:C1"]
    assert (sheet.freeze_panes, sheet.column_dimensions["A"].width, sheet.row_dimensions[1].height) == ("B2", 12, 30)
    assert sheet.page_setup.orientation == "landscape"


def test_where_nothing_can_be_written_it_is_said(tmp_path: Path) -> None:
    with pytest.raises(Unavailable, match="file_not_writable"):
        laid_sheets.write(tmp_path / "nowhere" / "表.xlsx", LaidSheet(name="", cells={(0, 0): Laid("甲")}))


@pytest.mark.parametrize(
    ("column", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (701, "ZZ"), (702, "AAA")]
)
def test_cells_are_called_as_spreadsheet_programs_call_them(column: int, letters: str) -> None:
    assert address(8, column) == f"{letters}9"
