"""Tables that people bring in files: CSV in either of the usual encodings, or Excel; read row by row, with limits."""

from __future__ import annotations

import csv
import io
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from yigongti_desktop.kernel.errors import Refused

_MOST_BYTES = 200 * 1024**2
_MOST_UNPACKED = 1024**3
_ENCODINGS = ("utf-8-sig", "gb18030")
#: What a torn or foreign file makes the readers of zip, XML and Excel raise.
_BROKEN = (ArithmeticError, AttributeError, EOFError, LookupError, OSError, RuntimeError, SyntaxError, TypeError,
           ValueError, zipfile.BadZipFile, zlib.error)  # fmt: skip


def rows(file: Path) -> Iterator[list[Any]]:
    """Return the rows of the first sheet; a fault further down is raised when that row is reached.

    Raises:
        Refused: file_missing, file_too_big, file_kind, file_unreadable.
    """
    if not file.is_file():
        raise Refused("file_missing", file=file.name)
    if file.stat().st_size > _MOST_BYTES:
        raise Refused("file_too_big", most=_MOST_BYTES)
    if file.suffix.lower() in {".csv", ".txt"}:
        return _csv(file)
    if file.suffix.lower() == ".xlsx":
        _check_size(file)
        return _xlsx(file)
    raise Refused("file_kind", kind=file.suffix)


def _csv(file: Path) -> Iterator[list[Any]]:
    try:
        yield from csv.reader(io.StringIO(_text(file), newline=""))
    except csv.Error:
        raise Refused("file_unreadable") from None


def _text(file: Path) -> str:
    try:
        content = file.read_bytes()
    except OSError:
        raise Refused("file_unreadable") from None
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refused("file_unreadable")


def _check_size(file: Path) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            size = sum(part.file_size for part in archive.infolist())
    except _BROKEN:
        raise Refused("file_unreadable") from None
    if size > _MOST_UNPACKED:
        raise Refused("file_too_big", most=_MOST_UNPACKED)


def _xlsx(file: Path) -> Iterator[list[Any]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - a third of a second that only an import pays

    try:
        with file.open("rb") as content:
            book = load_workbook(content, read_only=True, data_only=True)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()  # some programs write the size of a sheet wrong
            for row in sheet.iter_rows(values_only=True):
                yield list(row)
    except _BROKEN:
        raise Refused("file_unreadable") from None
