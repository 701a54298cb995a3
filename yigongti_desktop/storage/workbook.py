"""A sheet of an Excel file, row by row; a file that means harm is refused before it can do any.

What a cell means is not known here. A cell that has no value which could be meant becomes a BadCell: the row
that it stands in is at fault, and not the file.
"""

from __future__ import annotations

import warnings
import zipfile
import zlib
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from itertools import chain
from pathlib import Path
from typing import IO
from typing import Any
from typing import Self
from typing import cast

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils.cell import range_boundaries
from openpyxl.utils.datetime import from_excel
from openpyxl.worksheet._reader import DATA_TAG
from openpyxl.worksheet._reader import FORMULA_TAG
from openpyxl.worksheet._reader import MERGE_TAG
from openpyxl.worksheet._reader import ROW_TAG
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.xml.functions import iterparse

from yigongti_desktop.kernel import files
from yigongti_desktop.kernel import spreadsheets
from yigongti_desktop.kernel.cells import LONGEST_CELL
from yigongti_desktop.kernel.cells import BadCell
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.grids import Merge

#: Bytes that a file may unpack to, and how many times its size once it is more than a sheet of some thousand rows.
MOST_UNPACKED, MOST_RATIO, FREE_OF_RATIO = 1024**3, 200, 16 * 1024**2
_MOST_COLUMNS, _PIECE = 16_384, 1024**2
_OLE, _ENCRYPTED = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "EncryptedPackage".encode("utf-16-le")
_MACRO_TYPES = (b"macroEnabled", b"vbaProject")
_CONTENT_TYPES = "[Content_Types].xml"
#: What a torn or foreign file makes the readers of zip, XML and Excel raise.
_BROKEN = (ArithmeticError, AttributeError, EOFError, LookupError, NotImplementedError, OSError, RuntimeError,
           SyntaxError, TypeError, ValueError, zipfile.BadZipFile, zlib.error)  # fmt: skip


def check(file: Path) -> None:
    """Refuse a file that is no plain workbook, by its beginning and its directory.

    Raises:
        Refused: file_password, file_renamed for one of an old program, file_macro, file_bomb, file_unreadable.
    """
    if _is_old_container(file):
        raise Refused("file_renamed") if not _is_encrypted(file) else Refused("file_password")
    try:
        with file.open("rb") as content, _Bounded(content) as archive:
            parts = archive.infolist()
            _check_size(sum(part.file_size for part in parts), max(sum(part.compress_size for part in parts), 1))
            is_locked = any(part.flag_bits & 1 for part in parts)
            names = {part.filename for part in parts}
            types = archive.read(_CONTENT_TYPES) if _CONTENT_TYPES in names and not is_locked else b""
    except _BROKEN:
        raise Refused("file_unreadable") from None
    if is_locked:
        raise Refused("file_password")
    if any(kind in types for kind in _MACRO_TYPES) or any(name.endswith("vbaProject.bin") for name in names):
        raise Refused("file_macro")


def names(file: Path) -> list[str]:
    """Return the names of the sheets that people see.

    Raises:
        Refused: file_bomb, file_unreadable.
    """
    try:
        with file.open("rb") as content:
            return [name for name, _part in _shown_sheets(_reader(content))]
    except _BROKEN:
        raise Refused("file_unreadable") from None


def rows(file: Path, name: str = "", merges: list[Merge] | None = None) -> Iterator[tuple[int, list[Any]]]:
    """Return the rows of a sheet that are there, each with the number that Excel shows.

    Args:
        file: the workbook.
        name: of the sheet; the first one that people see where none is given.
        merges: takes up what is merged, once the last row has been reached.

    Raises:
        Refused: file_bomb, file_unreadable, when the row is reached; sheet_missing.
    """
    try:
        with file.open("rb") as content:
            reader = _reader(content)
            found = _shown_sheets(reader)
            if name and name not in dict(found):
                raise Refused("sheet_missing", sheet=name)
            with reader.archive.open(dict(found)[name] if name else found[0][1]) as source:
                sheet = _Rows(source, reader)
                yield from sheet.rows()
                if merges is not None:
                    merges += sheet.merges
    except _BROKEN:
        raise Refused("file_unreadable") from None


def _is_old_container(file: Path) -> bool:
    """Say whether it is the container of old programs, whatever its name: a book of theirs, or one under a password."""
    try:
        with file.open("rb") as content:
            return content.read(len(_OLE)) == _OLE
    except OSError:
        raise Refused("file_unreadable") from None


def _is_encrypted(file: Path) -> bool:
    before = b""
    try:
        with file.open("rb") as content:
            while piece := content.read(_PIECE):
                if _ENCRYPTED in before + piece:
                    return True
                before = piece[-len(_ENCRYPTED) :]
    except OSError:
        raise Refused("file_unreadable") from None
    return False


def _check_size(unpacked: int, packed: int) -> None:
    if unpacked > MOST_UNPACKED or (unpacked > FREE_OF_RATIO and unpacked > MOST_RATIO * packed):
        raise Refused("file_bomb", unpacked=unpacked, most=MOST_UNPACKED, times=unpacked // packed)


def _reader(content: IO[bytes]) -> ExcelReader:
    reader = ExcelReader(content, read_only=True, data_only=True, keep_links=False)
    reader.archive = _Bounded(content)
    return reader


def _shown_sheets(reader: ExcelReader) -> list[tuple[str, str]]:
    """Read all but the sheets; return name and part of those that people see, of all where they see none.

    Raises:
        LookupError: when there is none.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about styles that nobody looks at here
        reader.read_manifest()
        reader.read_strings()
        reader.read_workbook()
        apply_stylesheet(reader.archive, reader.wb)
        found = [(sheet, rel) for sheet, rel in reader.parser.find_sheets() if "chartsheet" not in rel.Type]
    shown = [one for one in found if one[0].state == "visible"] or found
    if not shown:
        raise LookupError
    return [(str(sheet.name), str(rel.target)) for sheet, rel in shown]


class _Bounded(zipfile.ZipFile):
    """An archive that gives out no more than a file may unpack to, whatever its directory says."""

    def __init__(self, content: IO[bytes]) -> None:
        super().__init__(content)
        self._packed = max(sum(part.compress_size for part in self.infolist()), 1)
        self._given = 0

    def open(self, *given: Any, **named: Any) -> IO[bytes]:
        """Open a part whose reading is counted."""
        return cast("IO[bytes]", _Counted(super().open(*given, **named), self._count))

    def _count(self, length: int) -> None:
        self._given += length
        _check_size(self._given, self._packed)


class _Counted:
    """One part of an archive, read in pieces that are counted."""

    def __init__(self, part: IO[bytes], count: Callable[[int], None]) -> None:
        self._part, self._count = part, count

    def read(self, size: int | None = -1) -> bytes:
        """Return at most so many bytes; all that is left if no size is given."""
        if size is not None and size >= 0:
            piece = self._part.read(size)
            self._count(len(piece))
            return piece
        pieces = []
        while piece := self._part.read(_PIECE):
            self._count(len(piece))
            pieces.append(piece)
        return b"".join(pieces)

    def close(self) -> None:
        """Close the part."""
        self._part.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_fault: object) -> None:
        self.close()


class _Rows(WorkSheetParser):
    """Rows of a sheet, with nothing kept of those that have gone by."""

    def __init__(self, source: IO[bytes], reader: ExcelReader) -> None:
        super().__init__(source, reader.shared_strings, data_only=True)
        book: Any = reader.wb
        self._days = book._date_formats  # noqa: SLF001 - openpyxl tells nobody else which formats are days
        self._spans = book._timedelta_formats  # noqa: SLF001 - the same
        self._zero = reader.wb.epoch
        self.merges: list[Merge] = []

    def rows(self) -> Iterator[tuple[int, list[Any]]]:
        """Return the number and the cells of each row that is there."""
        data: Any = None
        for event, element in iterparse(self.source, ("start", "end")):
            if event == "start":
                data = element if element.tag == DATA_TAG else data
            elif element.tag == ROW_TAG:
                self.row_counter, self.col_counter = int(element.get("r", self.row_counter + 1)), 0
                yield self.row_counter, self._cells(element)
                data.clear()
            elif element.tag == MERGE_TAG:
                self.merges = [_merge(str(one.get("ref"))) for one in element]

    def _cells(self, row: Any) -> list[Any]:
        cells: list[Any] = []
        for element in row:
            found = self.parse_cell(element)
            place = found["column"]
            if not 0 < place <= _MOST_COLUMNS:
                raise ValueError(place)
            cells += [None] * (place - len(cells))
            cells[place - 1] = self._value(element, found)
        return cells

    def _value(self, element: Any, found: dict[str, Any]) -> Any:
        value, kind = found["value"], found["data_type"]
        if kind == "e":
            return BadCell("cell_error")
        if value is None:
            is_unworked = element.find(FORMULA_TAG) is not None and element.get("t") != "str"
            return BadCell("cell_formula") if is_unworked else None
        if isinstance(value, str):
            return value if len(value) <= LONGEST_CELL else BadCell("cell_long", len(value))
        if kind == "n" and found["style_id"] in self._days and found["style_id"] not in self._spans:
            try:
                return from_excel(value, self._zero)
            except (OverflowError, ValueError):
                return BadCell("cell_day")
        return value


def _merge(ref: str) -> Merge:
    """Return what is merged: A1:C2.

    Raises:
        TypeError: when it has no corners.
    """
    left, top, right, bottom = (int(cast("int", corner)) for corner in range_boundaries(ref))
    return Merge(top - 1, left - 1, bottom - 1, right - 1)


def write(file: Path, heads: Sequence[str], lines: Iterable[Sequence[str | int]]) -> None:
    """Write a table into a new .xlsx file; text stays text, whatever sign it begins with.

    Raises:
        Unavailable: disk_full, disk_not_writable, stick_full, file_not_writable, stick_gone.
    """
    with files.saving(file) as target:  # before the lines, which may be many
        book = Workbook(write_only=True)
        with spreadsheets.making(book):
            sheet = book.create_sheet()
            sheet.freeze_panes = "A2"
            for line in chain([heads], lines):
                sheet.append([_cell(sheet, value) for value in line])
        target.write(spreadsheets.packed(book))


def _cell(sheet: Any, value: str | int) -> Any:
    if isinstance(value, int):
        return value
    text = spreadsheets.plain(value)
    if not text:
        return None
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    return cell
