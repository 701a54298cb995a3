"""Tables that people bring: either encoding, Excel, and every way in which a file can be wrong."""

from __future__ import annotations

import os
import zipfile
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage.sheets import rows

TABLE = [["药名", "规格"], ["阿莫西林胶囊", "0.25g×24 粒"], ['𠮷田, "引号"', "第一行\n第二行"]]
TEXT = '药名,规格\n阿莫西林胶囊,0.25g×24 粒\n"𠮷田, ""引号""","第一行\n第二行"\n'


def excel(path: Path) -> Path:
    """Write the table as Excel does."""
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in TABLE:
        sheet.append(row)
    book.save(path)
    book.close()
    return path


def spoilt(path: Path, part: str, content: bytes) -> Path:
    """Write an Excel file with one part replaced."""
    whole = excel(path.with_name("whole.xlsx"))
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(path, "w") as target:
        for name in source.namelist():
            target.writestr(name, content if name == part else source.read(name))
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_csv_is_read_in_either_of_the_usual_encodings(tmp_path: Path, encoding: str, ends: str) -> None:
    file = tmp_path / "药.CSV"
    file.write_bytes(TEXT.replace("\n", ends).encode(encoding))
    assert [[cell.replace("\r\n", "\n") for cell in row] for row in rows(file)] == TABLE


def test_excel_is_read(tmp_path: Path) -> None:
    assert list(rows(excel(tmp_path / "药.xlsx"))) == TABLE


def test_a_sheet_that_says_it_is_smaller_than_it_is_is_read_whole(tmp_path: Path) -> None:
    part = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(excel(tmp_path / "药.xlsx")) as book:
        said = book.read(part).replace(b'ref="A1:B3"', b'ref="A1"')
    assert b'ref="A1"' in said
    assert list(rows(spoilt(tmp_path / "said.xlsx", part, said))) == TABLE


def test_a_book_that_is_not_read_to_its_end_is_closed(tmp_path: Path) -> None:
    file = excel(tmp_path / "药.xlsx")
    half = rows(file)
    next(half)
    del half
    if Path("/proc/self/fd").exists():
        held = {os.path.realpath(entry) for entry in Path("/proc/self/fd").iterdir()}
        assert str(file) not in held


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", "，".encode("utf-16")[:-1], "file_unreadable"),
        ("a.csv", b"\xff\xfe\x00", "file_unreadable"),
        ("a.csv", b'"' + b"x" * 200_000, "cell_long"),
        ("a.xlsx", b"PK\x03\x04 torn", "file_unreadable"),
        ("a.xlsx", b"", "file_unreadable"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0 an old or encrypted book", "file_unreadable"),
        ("a.xlsx", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4096), "file_renamed"),
        ("a.xls", b"\xd0\xcf\x11\xe0", "file_kind"),
        ("a", b"x", "file_kind"),
        ("a.pdf", b"%PDF", "file_kind"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused(tmp_path: Path, name: str, content: bytes, code: str) -> None:
    file = tmp_path / name
    file.write_bytes(content)
    with pytest.raises(Refused, match=code):
        list(rows(file))


def test_a_file_that_is_not_there_is_refused_by_its_name(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.csv", tmp_path):
        with pytest.raises(Refused, match="file_missing") as caught:
            rows(path)
        assert caught.value.facts == {"file": path.name}


@pytest.mark.parametrize(
    ("part", "content"),
    [
        ("xl/worksheets/sheet1.xml", b"<worksheet><sheetData><row><c"),
        ("xl/worksheets/sheet1.xml", b"\xff\xfe"),
        ("xl/workbook.xml", b"<workbook"),
        ("xl/workbook.xml", b"<workbook xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><sheets/></workbook>"),
        ("[Content_Types].xml", b""),
        ("xl/styles.xml", b"<styleSheet"),
    ],
)  # fmt: skip
def test_a_book_with_a_torn_part_is_refused(tmp_path: Path, part: str, content: bytes) -> None:
    file = spoilt(tmp_path / "torn.xlsx", part, content)
    with pytest.raises(Refused, match="file_unreadable"):
        list(rows(file))


def test_a_book_that_unpacks_to_more_than_a_gigabyte_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "bomb.xlsx"
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for count in range(9):
            with archive.open(f"{count}.xml", "w") as part:
                for _ in range(128):
                    part.write(bytes(1024**2))
    with pytest.raises(Refused, match="file_bomb"):
        rows(file)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A whole Excel file."""
    return excel(tmp_path_factory.mktemp("book") / "whole.xlsx").read_bytes()


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_book_with_any_byte_changed_is_read_or_refused(
    tmp_path_factory: pytest.TempPathFactory, book: bytes, data: st.DataObject
) -> None:
    file = tmp_path_factory.getbasetemp() / f"changed-{os.getpid()}.xlsx"
    content = bytearray(book)
    for _ in range(data.draw(st.integers(1, 4))):
        content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    file.write_bytes(content)
    try:
        list(rows(file))
    except Refused as refusal:
        assert refusal.code in {"file_unreadable", "file_bomb", "file_password", "file_macro", "rows_many"}  # noqa: PT017 - either end is right


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_any_csv_is_read_or_refused(tmp_path_factory: pytest.TempPathFactory, content: bytes) -> None:
    file = tmp_path_factory.getbasetemp() / f"any-{os.getpid()}.csv"
    file.write_bytes(content)
    try:
        list(rows(file))
    except Refused as refusal:
        assert refusal.code in {"file_unreadable", "quotes_open"}  # noqa: PT017 - either end is right
