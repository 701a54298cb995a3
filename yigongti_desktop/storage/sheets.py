"""Tables that people bring in files: CSV in either of the usual encodings, or Excel; read row by row, with limits."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from yigongti_desktop.kernel.errors import Refused

_MOST_BYTES = 200 * 1024**2
_MOST_UNPACKED = 1024**3
_ENCODINGS = ("utf-8-sig", "gb18030")


def rows(file: Path) -> Iterator[list[Any]]:
    """Return the rows of the first sheet.

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
        return _xlsx(file)
    raise Refused("file_kind", kind=file.suffix)


def _csv(file: Path) -> Iterator[list[Any]]:
    content = file.read_bytes()
    for encoding in _ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return iter(csv.reader(io.StringIO(text, newline="")))
    raise Refused("file_unreadable")


def _xlsx(file: Path) -> Iterator[list[Any]]:
    from openpyxl import load_workbook  # noqa: PLC0415 - a third of a second that only an import pays
    from openpyxl.utils.exceptions import InvalidFileException  # noqa: PLC0415

    try:
        with zipfile.ZipFile(file) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_UNPACKED:
                raise Refused("file_too_big", most=_MOST_UNPACKED)
        book = load_workbook(file, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError):
        raise Refused("file_unreadable") from None
    return (list(row) for row in book.worksheets[0].iter_rows(values_only=True))
