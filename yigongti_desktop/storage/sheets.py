"""Tables that people bring in files: text in any of the usual encodings, or Excel; read row by row, with limits.

A file is never held whole: the memory that a table takes does not grow with its rows.
"""

from __future__ import annotations

import codecs
import csv
import stat
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import Any
from typing import Self

from yigongti_desktop.kernel.cells import LONGEST_CELL
from yigongti_desktop.kernel.cells import BadCell
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.grids import Merge

_MOST_BYTES = 200 * 1024**2
MOST_ROWS = 1_000_000
_ENCODINGS = ("utf-8-sig", "gb18030")
#: How "Unicode text" of Excel begins.
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_TEXTS = {".csv", ".txt", ".tsv"}
#: What may stand between two cells, the usual one first, and the rows by which it is told.
_BETWEEN, _LOOKED_AT = ",\t;", 10
_PIECE = 1024**2
_MACRO_KINDS = {".xlsm", ".xltm", ".xlam"}


def rows(file: Path, name: str = "", merges: list[Merge] | None = None) -> Iterator[list[Any]]:
    """Return the rows of a sheet, empty ones too; a fault further down is raised when that row is reached.

    A cell that cannot be meant, such as a formula that was never worked out, comes as a BadCell.

    Args:
        file: text or Excel.
        name: of the sheet of an Excel file; the first one that people see where none is given.
        merges: takes up what is merged there, once the last row has been reached.

    Raises:
        Refused: file_missing, file_too_big, file_kind, file_renamed, file_macro, file_password, file_bomb,
            file_unreadable, sheet_missing, rows_many; cell_long and quotes_open of a text file.
    """
    if _size(file) > _MOST_BYTES:
        raise Refused("file_too_big", most=_MOST_BYTES)
    kind = file.suffix.lower()
    if kind in _TEXTS:
        return _text(file)
    if kind in _MACRO_KINDS:
        raise Refused("file_macro")
    if kind == ".xlsx":
        from yigongti_desktop.storage import workbook  # noqa: PLC0415 - a third of a second that only an import pays

        workbook.check(file)
        return _whole(workbook.rows(file, name, merges))
    raise Refused("file_kind", kind=file.suffix)


def _size(file: Path) -> int:
    """Return the bytes of a file, by one look at it: a stick may be pulled out before the next."""
    try:
        found = file.stat()
    except (FileNotFoundError, NotADirectoryError, ValueError):
        raise Refused("file_missing", file=file.name) from None
    except OSError:
        raise Refused("file_unreadable") from None
    if not stat.S_ISREG(found.st_mode):
        raise Refused("file_missing", file=file.name)
    return found.st_size


def _whole(lines: Iterator[tuple[int, list[Any]]]) -> Iterator[list[Any]]:
    """Return rows with those between them that the file leaves out."""
    last = 0
    for number, cells in lines:
        if number > MOST_ROWS:
            raise Refused("rows_many", most=MOST_ROWS)
        if number <= last:
            raise Refused("file_unreadable")
        for _ in range(last + 1, number):
            yield []
        last = number
        yield cells


def _text(file: Path) -> Iterator[list[Any]]:
    encoding, number = _encoding(file), 0
    try:
        with file.open(encoding=encoding, newline="") as text:
            between = _between(list(islice(text, _LOOKED_AT)))
            text.seek(0)
            lines = _Lines(text)
            for number, cells in enumerate(csv.reader(lines, delimiter=between), start=1):
                if number > MOST_ROWS:
                    raise Refused("rows_many", most=MOST_ROWS)
                if lines.is_over:
                    raise Refused("quotes_open", row=number)
                yield [_cell(cell) for cell in cells]
    except csv.Error as error:
        if "field larger" in str(error):
            raise Refused("cell_long", row=number + 1, most=LONGEST_CELL) from None
        raise Refused("file_unreadable") from None
    except (OSError, UnicodeError):
        raise Refused("file_unreadable") from None


class _Lines:
    """The lines of a text; a row that comes only after the last of them has a quotation mark that never closes."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.is_over = False

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> str:
        for line in self._lines:
            return line
        self.is_over = True
        raise StopIteration


def _between(first: list[str]) -> str:
    """Return what stands between the cells, by the row that has the most of them."""
    try:
        widest = {sign: max((len(row) for row in csv.reader(first, delimiter=sign)), default=0) for sign in _BETWEEN}
    except csv.Error:
        return _BETWEEN[0]
    return max(_BETWEEN, key=lambda sign: widest[sign])


def _cell(text: str) -> Any:
    return text if len(text) <= LONGEST_CELL else BadCell("cell_long", len(text))


def _encoding(file: Path) -> str:
    """Return the encoding in which the whole file can be read."""
    for encoding in ("utf-16",) if _beginning(file) in _UTF_16 else _ENCODINGS:
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with file.open("rb") as content:
                while piece := content.read(_PIECE):
                    decoder.decode(piece)
                decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        except OSError:
            raise Refused("file_unreadable") from None
        return encoding
    raise Refused("file_unreadable")


def _beginning(file: Path) -> bytes:
    try:
        with file.open("rb") as content:
            return content.read(2)
    except OSError:
        raise Refused("file_unreadable") from None
