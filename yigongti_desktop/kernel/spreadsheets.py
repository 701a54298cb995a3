"""What spreadsheet programs take: text, names of sheets; and the troubles of making a workbook, told from bugs."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from io import BytesIO
from traceback import walk_tb
from types import TracebackType
from typing import Any
from zipfile import ZipFile

from yigongti_desktop.kernel.cells import LONGEST_CELL
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kernel.files import CLOSED_TO_US
from yigongti_desktop.kernel.files import is_full

#: What XML 1.0 has no place for: most controls, halves of broken characters, and two that are none.
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")
_LONGEST_NAME, _UNNAMED = 31, "表"
#: How lxml tells that the file under its hands cannot be written: a fault that is no OSError.
_LXML_FAULT, _LXML_SAYS = "SerialisationError", "IO_"


def plain(text: str) -> str:
    """Return a text as a cell can hold it."""
    return _NOT_IN_XML.sub("", text)[:LONGEST_CELL]


def sheet_name(name: str) -> str:
    """Return a name of a sheet that spreadsheet programs accept."""
    return _NOT_IN_SHEET_NAMES.sub("-", plain(name))[:_LONGEST_NAME].strip("'") or _UNNAMED


@contextmanager
def making(book: Any) -> Iterator[None]:
    """Fill a workbook of openpyxl, which writes each sheet into the system's temporary folder first.

    Raises:
        Unavailable: disk_full, disk_not_writable.
    """
    try:
        yield
    except BaseException as error:
        _let_go(book, error.__traceback__)
        code = _code_of(error)
        if not code:
            raise
        raise Unavailable(code) from error


def packed(book: Any) -> bytes:
    """Return a workbook as a file.

    Raises:
        Unavailable: disk_full, disk_not_writable.
    """
    content = BytesIO()
    with making(book):
        book.save(content)
    return content.getvalue()


def _code_of(error: BaseException) -> str:
    if isinstance(error, OSError):
        return "disk_full" if is_full(error) else "disk_not_writable"
    if type(error).__name__ == _LXML_FAULT:
        said = getattr(errno, str(error).removeprefix(_LXML_SAYS), 0)
        return "disk_not_writable" if said in CLOSED_TO_US else "disk_full"
    return ""


def _let_go(book: Any, trace: TracebackType | None) -> None:
    """Close what was begun and take it off the disk, which may be full: openpyxl leaves it until the program ends."""
    from openpyxl.worksheet._writer import WorksheetWriter  # noqa: PLC0415 - whoever comes here has it loaded

    local = [frame.f_locals for frame, _line in walk_tb(trace)]
    rows = [getattr(sheet, "_rows", None) for sheet in book.worksheets]
    writers: list[Any] = [getattr(sheet, "_writer", None) for sheet in book.worksheets]
    writers += [names["writer"] for names in local if isinstance(names.get("writer"), WorksheetWriter)]
    archives = [names["archive"] for names in local if isinstance(names.get("archive"), ZipFile)]
    for begun in (*rows, *writers, *archives):
        with suppress(Exception):  # it fails as before, or was never begun
            begun.close()
    for writer in writers:
        with suppress(AttributeError, OSError, ValueError):  # never begun, or cleaned up already
            writer.cleanup()
