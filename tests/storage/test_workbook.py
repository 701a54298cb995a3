"""Excel files that mean harm, or were made in haste: each refused or told by its row, before it can do anything."""

from __future__ import annotations

import zipfile
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from yigongti_desktop.kernel.cells import BadCell
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage import sheets
from yigongti_desktop.storage import workbook

SHEET = "xl/worksheets/sheet1.xml"
_HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'


def excel(path: Path, rows: Sequence[Sequence[Any]]) -> Path:
    """Write rows as Excel does."""
    book = openpyxl.Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    book.close()
    return path


def altered(path: Path, parts: Mapping[str, bytes], rows: Sequence[Sequence[Any]] = (("甲",),)) -> Path:
    """Write an Excel file with parts added or replaced."""
    whole = excel(path.with_name("whole.xlsx"), rows)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for name in dict.fromkeys([*source.namelist(), *parts]):
            target.writestr(name, parts[name] if name in parts else source.read(name))
    return path


def sheet(*rows: str) -> dict[str, bytes]:
    """Return the part of a sheet with these rows."""
    return {SHEET: f"{_HEAD}{''.join(rows)}</sheetData></worksheet>".encode()}


def refused(file: Path) -> Refused:
    with pytest.raises(Refused) as caught:
        list(sheets.rows(file))
    return caught.value


# What is refused as a whole


def test_a_bomb_is_refused_by_its_directory_before_any_of_it_is_unpacked(tmp_path: Path) -> None:
    file = altered(tmp_path / "bomb.xlsx", sheet(f"<row><c><v>{'0' * 20 * 1024**2}</v></c></row>"))
    assert file.stat().st_size < 100_000
    with pytest.raises(Refused, match="file_bomb"):
        sheets.rows(file)


def test_a_bomb_whose_directory_lies_gives_out_no_more_than_may_be(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = altered(tmp_path / "liar.xlsx", sheet(f"<row><c><v>{'0' * 3 * 1024**2}</v></c></row>"))
    workbook.check(file)
    monkeypatch.setattr(workbook, "FREE_OF_RATIO", 1024**2)  # what passed the door is counted again inside
    with pytest.raises(Refused, match="file_bomb"):
        list(workbook.rows(file))


def test_a_sheet_that_packs_well_because_it_is_long_is_no_bomb(tmp_path: Path) -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 5001))
    assert len(list(sheets.rows(altered(tmp_path / "long.xlsx", sheet(rows))))) == 5000


def test_entities_that_unfold_into_a_mountain_are_refused_or_one_bad_cell(tmp_path: Path) -> None:
    names = "abcdefghij"
    nested = "".join(f'<!ENTITY {to} "{f"&{of};" * 10}">' for of, to in pairwise(names))
    kinds = f'<!DOCTYPE x [<!ENTITY a "{"x" * 10}">{nested}]>'
    content = f'{kinds}{_HEAD}<row><c t="str"><v>&j;</v></c></row></sheetData></worksheet>'
    assert refused(altered(tmp_path / "laughs.xlsx", {SHEET: content.encode()})).code == "file_unreadable"


@pytest.mark.parametrize("name", ["list.xlsm", "list.XLTM", "list.xlam"])
def test_a_file_that_is_named_as_one_with_macros_is_refused(tmp_path: Path, name: str) -> None:
    file = excel(tmp_path / "list.xlsx", [["甲"]])
    assert refused(file.rename(tmp_path / name)).code == "file_macro"


def test_macros_under_the_name_of_a_plain_workbook_are_refused(tmp_path: Path) -> None:
    assert refused(altered(tmp_path / "part.xlsx", {"xl/vbaProject.bin": b"\xd0\xcf"})).code == "file_macro"
    plain = excel(tmp_path / "plain.xlsx", [["甲"]])
    with zipfile.ZipFile(plain) as book:
        types = book.read("[Content_Types].xml").replace(
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
            b"application/vnd.ms-excel.sheet.macroEnabled.main+xml",
        )
    assert b"macroEnabled" in types
    assert refused(altered(tmp_path / "type.xlsx", {"[Content_Types].xml": types})).code == "file_macro"


def test_a_file_under_a_password_is_told_as_such(tmp_path: Path) -> None:
    file = tmp_path / "locked.xlsx"
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(5000) + "EncryptedPackage".encode("utf-16-le"))
    assert refused(file).code == "file_password"
    zipped = altered(tmp_path / "zip.xlsx", {})
    content = bytearray(zipped.read_bytes())
    entry = content.index(b"PK\x01\x02")
    content[entry + 8] |= 1
    zipped.write_bytes(content)
    assert refused(zipped).code == "file_password"


def test_more_rows_than_a_million_are_refused_whether_they_are_there_or_not(tmp_path: Path) -> None:
    far = altered(tmp_path / "far.xlsx", sheet('<row r="1000001"><c r="A1000001"><v>1</v></c></row>'))
    assert refused(far).code == "rows_many"
    long = tmp_path / "long.csv"
    long.write_bytes(b"x\n" * 1_000_001)
    assert refused(long).code == "rows_many"


@pytest.mark.parametrize(
    "rows",
    [
        '<row r="2"><c r="A2"><v>1</v></c></row><row r="1"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="XFE1"><v>1</v></c></row>',
        '<row r="one"><c r="A1"><v>1</v></c></row>',
        '<row r="1"><c r="A1" t="s"><v>7</v></c></row>',
        '<row r="1"><c r="A1"><v>one</v></c></row>',
        '<row r="1"><c r="1"><v>1</v></c></row>',
    ],
)
def test_a_sheet_that_no_program_writes_is_refused(tmp_path: Path, rows: str) -> None:
    assert refused(altered(tmp_path / "odd.xlsx", sheet(rows))).code == "file_unreadable"


# What is told by its row


def test_a_formula_counts_by_the_value_that_was_saved_with_it(tmp_path: Path) -> None:
    saved = '<c r="A1"><f>1+1</f><v>2</v></c><c r="B1" t="str"><f>""</f><v></v></c>'
    row = f'<row r="1">{saved}<c r="C1"><f>1+1</f></c></row>'
    assert list(sheets.rows(altered(tmp_path / "f.xlsx", sheet(row)))) == [[2, None, BadCell("cell_formula")]]


def test_an_error_is_no_value(tmp_path: Path) -> None:
    row = '<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1"><v>1</v></c></row>'
    assert list(sheets.rows(altered(tmp_path / "e.xlsx", sheet(row)))) == [[BadCell("cell_error"), 1]]


def test_a_cell_of_five_megabytes_is_one_bad_cell_and_the_rows_go_on(tmp_path: Path) -> None:
    long = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{"x" * 5_000_000}</t></is></c></row>'
    rows = sheet(long, '<row r="2"><c r="A2"><v>1</v></c></row>')
    assert list(sheets.rows(altered(tmp_path / "l.xlsx", rows))) == [[BadCell("cell_long", 5_000_000)], [1]]


def test_a_long_cell_of_a_csv_file_is_one_bad_cell_and_an_endless_one_is_told_by_its_line(tmp_path: Path) -> None:
    file = tmp_path / "long.csv"
    file.write_text(f"甲,{'x' * 40_000}\n乙,1\n", encoding="utf-8")
    assert list(sheets.rows(file)) == [["甲", BadCell("cell_long", 40_000)], ["乙", "1"]]
    file.write_text(f"甲,1\n{'x' * 5_000_000}\n", encoding="utf-8")
    assert (refused(file).code, refused(file).facts["row"]) == ("cell_long", 2)


def test_days_come_as_days_and_impossible_ones_as_bad_cells(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    first = book.worksheets[0]
    first.append([date(2026, 1, 5), 46027, "2026年1月5日", 12.5])
    first["E1"] = 10_000_000
    first["E1"].number_format = "yyyy-mm-dd"
    book.save(tmp_path / "days.xlsx")
    (row,) = sheets.rows(tmp_path / "days.xlsx")
    assert row == [datetime(2026, 1, 5), 46027, "2026年1月5日", 12.5, BadCell("cell_day")]  # noqa: DTZ001 - as Excel has it


def test_rows_that_a_file_leaves_out_are_counted_as_excel_counts_them(tmp_path: Path) -> None:
    rows = '<row r="2"><c r="B2"><v>1</v></c></row><row r="4"><c r="A4"><v>2</v></c></row>'
    assert list(sheets.rows(altered(tmp_path / "gaps.xlsx", sheet(rows)))) == [[], [None, 1], [], [2]]


def test_the_first_sheet_that_people_see_is_read(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.worksheets[0].append(["藏"])
    book.worksheets[0].sheet_state = "hidden"
    book.create_sheet("目录").append(["见"])
    book.active = 1
    book.save(tmp_path / "two.xlsx")
    assert list(sheets.rows(tmp_path / "two.xlsx")) == [["见"]]


def test_a_table_is_written_so_that_no_text_becomes_a_formula(tmp_path: Path) -> None:
    file = tmp_path / "faults.xlsx"
    workbook.write(file, ("行", "问题"), iter([(3, "=HYPERLINK(1)"), (4, "甲\x00\ufffe\ud800乙"), (5, "")]))
    assert list(sheets.rows(file)) == [["行", "问题"], [3, "=HYPERLINK(1)"], [4, "甲乙"], [5]]
    with pytest.raises(Unavailable, match="file_not_writable"):
        workbook.write(tmp_path / "nowhere" / "faults.xlsx", ("行",), [])


def test_a_table_whose_lines_fail_leaves_the_former_one(tmp_path: Path) -> None:
    file = tmp_path / "faults.xlsx"
    file.write_bytes(b"last month's")
    with pytest.raises(ZeroDivisionError):
        workbook.write(file, ("行",), ([1 // place] for place in (1, 0)))
    assert file.read_bytes() == b"last month's"
    assert list(tmp_path.iterdir()) == [file]
