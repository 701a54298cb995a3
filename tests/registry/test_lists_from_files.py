"""Lists as counties send them: CSV of two encodings, Excel, and files that mean harm."""

from __future__ import annotations

import csv
import subprocess
import sys
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from openpyxl import Workbook

from tests.kernel.hands import full_width
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.places import resource
from yigongti_desktop.registry.model.catalogue import Control
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.registry.model.listed import DRUG_HEADS
from yigongti_desktop.registry.model.listing import DIAGNOSIS_HEADS
from yigongti_desktop.registry.model.listing import RowFault
from yigongti_desktop.registry.model.listing import read_diagnoses
from yigongti_desktop.registry.model.listing import read_drugs
from yigongti_desktop.storage import sheets

HEAD = ["通用名", "规格", "单位", "特殊管理"]
ROWS = [["阿莫西林胶囊", "0.25g", "盒", ""], ["地西泮片", "2.5mg", "瓶", "二类精神"], ["𠮷草片", "1g", "盒", ""]]

FORMULARY = resource("formulary", "starter.csv")
DIAGNOSES = resource("diagnoses", "starter.csv")


def csv_file(folder: Path, rows: Sequence[Sequence[str]], encoding: str) -> Path:
    file = folder / "list.csv"
    with file.open("w", encoding=encoding, newline="") as sheet:
        csv.writer(sheet).writerows(rows)
    return file


def xlsx_file(folder: Path, rows: Sequence[Sequence[object]]) -> Path:
    file = folder / "list.xlsx"
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    book.save(file)
    return file


def read(file: Path) -> tuple[list[Drug], list[RowFault]]:
    return read_drugs(sheets.rows(file), "tianmen-1", "2018年版")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_file_is_read_in_either_encoding_with_its_rare_characters(tmp_path: Path, encoding: str) -> None:
    found, faults = read(csv_file(tmp_path, [HEAD, *ROWS], encoding))
    assert [drug.name for drug in found] == ["阿莫西林胶囊", "地西泮片", "𠮷草片"]
    assert found[1].control is Control.PSYCHOTROPIC_2
    assert not faults


def test_an_excel_file_says_the_same_as_a_csv_file(tmp_path: Path) -> None:
    assert read(xlsx_file(tmp_path, [HEAD, *ROWS])) == read(csv_file(tmp_path, [HEAD, *ROWS], "gb18030"))


def test_full_width_digits_of_a_file_are_the_same_drug(tmp_path: Path) -> None:
    (bad,) = read(xlsx_file(tmp_path, [HEAD, ROWS[0], [ROWS[0][0], full_width("0.25g"), "盒"]]))[1]
    assert (bad.row, bad.code) == (3, "row_twice")


def test_a_formula_that_was_never_worked_out_is_a_bad_row_and_not_an_empty_cell(tmp_path: Path) -> None:
    found, faults = read(xlsx_file(tmp_path, [HEAD, ["=A9&A10", "1g", "盒"], ROWS[0]]))
    assert len(found) == 1
    assert faults == [RowFault(row=2, code="cell_formula", facts={"column": "通用名"})]


def test_the_longest_cell_of_excel_is_one_bad_row(tmp_path: Path) -> None:
    found, (bad,) = read(xlsx_file(tmp_path, [HEAD, ["长" * 32_767, "1g", "盒"], ROWS[0]]))
    assert len(found) == 1
    assert (bad.row, bad.code, bad.facts["length"]) == (2, "field_long", 32_767)


def test_bad_rows_of_a_file_are_named_by_the_lines_that_excel_shows(tmp_path: Path) -> None:
    rows = [HEAD, ROWS[0], ["", "", "", ""], ROWS[0], ["x", "1g", "盒", "麻麻"], ["y", "", "盒"], ROWS[1]]
    found, faults = read(xlsx_file(tmp_path, rows))
    assert len(found) == 2
    assert [(bad.row, bad.code) for bad in faults] == [(4, "row_twice"), (5, "control_unknown"), (6, "field_empty")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030"])
def test_a_file_without_a_needed_column_is_refused(tmp_path: Path, encoding: str) -> None:
    with pytest.raises(Refused, match="column_missing") as caught:
        read(csv_file(tmp_path, [HEAD[:1], ["阿莫西林胶囊"]], encoding))
    assert caught.value.facts == {"columns": ["规格", "单位"]}


def test_an_empty_file_lacks_its_columns(tmp_path: Path) -> None:
    for file in (csv_file(tmp_path, [], "utf-8"), xlsx_file(tmp_path, [])):
        with pytest.raises(Refused, match="column_missing"):
            read(file)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path) -> None:
    file = xlsx_file(tmp_path, [HEAD, *ROWS])
    content = bytearray(file.read_bytes())
    entry = content.rindex(b"PK\x01\x02")
    content[entry + 24 : entry + 28] = (2**31).to_bytes(4, "little")  # two gigabytes, unpacked
    file.write_bytes(content)
    with pytest.raises(Refused, match="file_bomb"):
        read(file)


@pytest.mark.parametrize("content", [b"", b"hello", b"PK\x03\x04" + bytes(100), b"\xd0\xcf\x11\xe0" + bytes(600)])
def test_what_is_no_excel_file_is_refused(tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "list.xlsx"
    file.write_bytes(content)
    with pytest.raises(Refused, match="file_unreadable"):
        read(file)


def test_a_zip_of_something_else_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "list.xlsx"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(Refused, match="file_unreadable"):
        read(file)


# What ships with the program


def test_the_starter_formulary_is_read_without_a_faulty_row() -> None:
    found, faults = read(FORMULARY)
    assert faults == []
    assert len(found) == len(FORMULARY.read_text(encoding="utf-8-sig").splitlines()) - 1
    assert len(found) > 300


def test_the_starter_diagnoses_are_read_without_a_faulty_row() -> None:
    found, faults = read_diagnoses(sheets.rows(DIAGNOSES), "国家医保版2.0")
    assert faults == []
    assert len(found) == len(DIAGNOSES.read_text(encoding="utf-8-sig").splitlines()) - 1


def test_no_list_that_ships_has_a_column_of_official_codes() -> None:
    # 本位码, 医保代码, 批准文号, 追溯码 are given by the state, never made up by a program.
    for file, heads in ((FORMULARY, DRUG_HEADS), (DIAGNOSES, DIAGNOSIS_HEADS)):
        columns = next(sheets.rows(file))
        known = {name for names in heads.values() for name in names}
        assert set(columns) <= known
        assert not [name for name in columns if name != "编码" and ("码" in name or "文号" in name)]
    drugs, _ = read(FORMULARY)
    assert not [drug.name for drug in drugs if drug.local_code or drug.maker or drug.price_fen]


def test_every_starter_diagnosis_is_one_of_the_published_list(shared: Path) -> None:
    lines = (shared / "data" / "icd10-nhsa.txt").read_text(encoding="utf-8").splitlines()
    published = dict(line.split(maxsplit=1) for line in lines)
    found, _ = read_diagnoses(sheets.rows(DIAGNOSES), "")
    assert {one.id: one.name for one in found if published.get(one.id) != one.name} == {}


def test_starter_drugs_are_found_by_the_letters_of_their_right_reading(tmp_path: Path) -> None:
    # 重组 is read chóngzǔ: the phrase dictionary knows, another process asks it, since ours loads single characters.
    names = sorted({drug.name for drug in read(FORMULARY)[0]})
    listed = tmp_path / "names.txt"
    listed.write_text("\n".join(names), encoding="utf-8")
    asked = subprocess.run(
        [sys.executable, "-c", _BY_PHRASES, str(listed)], capture_output=True, text=True, encoding="utf-8", check=True
    )
    from yigongti_desktop.kernel.pinyin import keys_of_term

    letters = asked.stdout.splitlines()
    assert len(letters) == len(names)
    assert [name for name, typed in zip(names, letters, strict=True) if typed not in keys_of_term(name)] == []


_BY_PHRASES = """
import sys
from pypinyin import lazy_pinyin
sys.stdout.reconfigure(encoding="utf-8")
for name in open(sys.argv[1], encoding="utf-8").read().split("\\n"):
    sounds = lazy_pinyin(name, errors=lambda rest: [c.lower() if c.isascii() and c.isalnum() else "" for c in rest])
    print("".join(sound[:1] for sound in sounds))
"""
