"""What spreadsheet programs take, and what is told when the temporary folder takes no more."""

from __future__ import annotations

import errno
import os
import random
import tempfile
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree  # type: ignore[import-untyped] # no stubs
from openpyxl import Workbook

from tests.storage.test_disk import fill
from tests.storage.test_disk import small_disk
from yigongti_desktop.kernel import spreadsheets
from yigongti_desktop.kernel.errors import Unavailable

__all__ = ["small_disk"]


@given(text=st.text(alphabet=st.characters(exclude_categories=()), max_size=40))
def test_what_is_left_of_a_text_is_what_xml_takes_and_nothing_else_is_lost(text: str) -> None:
    plain = spreadsheets.plain(text)
    element = etree.Element("t")
    element.text = plain
    assert element.text == plain
    gone = {sign for sign in text if sign not in plain}
    for sign in gone:
        with pytest.raises(ValueError):  # noqa: PT011 - lxml has words of its own, Python others for half characters
            element.text = sign


def test_a_sheet_has_a_name_that_excel_takes() -> None:
    assert spreadsheets.sheet_name("2026/10:[班]\x00") == "2026-10--班-"
    assert spreadsheets.sheet_name("'") == "表"
    assert len(spreadsheets.sheet_name("请领" * 30)) == 31


def make(book: Workbook) -> bytes:
    """Make a book with some hundred kilobytes in one sheet."""
    page = book.create_sheet()
    with spreadsheets.making(book):
        for _ in range(4_000):
            page.append([random.randbytes(20).hex()])  # noqa: S311 - no secret
    return spreadsheets.packed(book)


def break_off(book: Workbook) -> None:
    """Begin a sheet, and do not end it."""
    page = book.create_sheet()
    with spreadsheets.making(book):
        page.append([1])
        raise LookupError


@pytest.mark.parametrize("write_only", [True, False])
def test_a_temporary_folder_that_fills_is_told_and_left_clean(
    small_disk: Path, monkeypatch: pytest.MonkeyPatch, *, write_only: bool
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(small_disk))
    fill(small_disk)
    ballast = small_disk / "ballast"
    os.truncate(ballast, ballast.stat().st_size - 65_536)
    with pytest.raises(Unavailable, match="disk_full"):
        make(Workbook(write_only=write_only))
    assert list(small_disk.iterdir()) == [ballast]


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (OSError(errno.ENOSPC, ""), "disk_full"),
        (OSError(errno.EACCES, ""), "disk_not_writable"),
        (etree.SerialisationError("IO_ENOSPC"), "disk_full"),
        (etree.SerialisationError("IO_EACCES"), "disk_not_writable"),
    ],
)
def test_what_the_making_of_a_workbook_fails_for_is_told(fault: Exception, code: str) -> None:
    with pytest.raises(Unavailable, match=code), spreadsheets.making(Workbook()):
        raise fault


def test_a_bug_in_the_making_stays_a_bug_and_leaves_no_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with pytest.raises(LookupError):
        break_off(Workbook(write_only=True))
    assert list(tmp_path.iterdir()) == []
