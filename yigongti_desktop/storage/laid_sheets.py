"""A sheet with its merged cells, read whole because people laid it out by hand; and one laid out and coloured for them.

Lists of many rows are read by `sheets` and written by `workbook`; this is for a page that hangs on a wall.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from dataclasses import replace
from pathlib import Path
from typing import Any

from yigongti_desktop.kernel import files
from yigongti_desktop.kernel import spreadsheets
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.grids import Grid
from yigongti_desktop.kernel.grids import Merge
from yigongti_desktop.storage import sheets

#: No page of a wall is larger.
MOST_ROWS, MOST_COLUMNS = 2_000, 400
_EXCEL = ".xlsx"
_SIZE, _LINE = 11, "86939B"
#: On every Chinese Windows; other programs have a substitute without feet for it.
_FONT = "微软雅黑"
#: Margins of a page in inches: at the sides, at the head, at the foot with its number.
_SIDES, _HEAD, _FOOT = 0.4, 0.4, 0.6


@dataclass(frozen=True)
class Laid:
    """A cell: what stands in it and how it looks."""

    value: str | int | float = ""
    #: Colour of its ground as six hexadecimal digits; empty for none.
    fill: str = ""
    colour: str = ""
    bold: bool = False
    align: str = "center"
    size: int = _SIZE
    #: Whether lines are drawn around it.
    ruled: bool = True


@dataclass(frozen=True)
class LaidSheet:
    """A sheet; rows and columns count from 0."""

    name: str
    cells: Mapping[tuple[int, int], Laid]
    merges: tuple[Merge, ...] = ()
    #: Widths of columns in letters, heights of rows in points.
    widths: Mapping[int, float] = field(default_factory=dict)
    heights: Mapping[int, float] = field(default_factory=dict)
    #: First row and column that move when somebody scrolls.
    frozen: tuple[int, int] = (0, 0)
    is_a3: bool = False
    #: Whether all of it is printed on one page, and not only its width.
    is_one_page: bool = False


def names(file: Path) -> list[str]:
    """Return the names of the sheets that people see; none of a text.

    Raises:
        Refused: as `sheets.rows`.
    """
    sheets.rows(file)
    if file.suffix.lower() != _EXCEL:
        return []
    from yigongti_desktop.storage import workbook  # noqa: PLC0415 - a third of a second that only an import pays

    return workbook.names(file)


def read(file: Path, name: str = "") -> Grid:
    """Return a sheet; the first one that people see where no name is given.

    Raises:
        Refused: as `sheets.rows`; sheet_large of one that nobody laid out by hand.
    """
    merges: list[Merge] = []
    found: list[tuple[object, ...]] = []
    for line in sheets.rows(file, name, merges):
        found.append(_trimmed(line))
        if len(found) > MOST_ROWS and found[-1]:
            raise Refused("sheet_large", rows=MOST_ROWS, columns=MOST_COLUMNS)
    while found and not found[-1]:
        found.pop()
    if any(len(line) > MOST_COLUMNS for line in found):
        raise Refused("sheet_large", rows=MOST_ROWS, columns=MOST_COLUMNS)
    return Grid(tuple(found), tuple(merges), name)


def write(file: Path, sheet: LaidSheet) -> None:
    """Write a sheet into a new .xlsx file; text stays text, whatever sign it begins with.

    Raises:
        Unavailable: disk_full, disk_not_writable, stick_full, file_not_writable, stick_gone.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - as above

    book = Workbook()
    page: Any = book.worksheets[0]
    page.title = spreadsheets.sheet_name(sheet.name)
    pens = _Pens()
    for (row, column), laid in sheet.cells.items():
        cell = page.cell(row + 1, column + 1)
        if isinstance(laid.value, str):
            cell.value = spreadsheets.plain(laid.value)
            cell.data_type = "s"
        else:
            cell.value = laid.value
        pens.dress(cell, laid)
    for top, left, bottom, right in sheet.merges:
        page.merge_cells(start_row=top + 1, start_column=left + 1, end_row=bottom + 1, end_column=right + 1)
    _set_out(page, sheet)
    files.save(file, spreadsheets.packed(book))


class _Pens:
    """Looks of cells, each made once."""

    def __init__(self) -> None:
        from openpyxl.styles import Side  # noqa: PLC0415 - as above

        self._line = Side(style="thin", color=_LINE)
        self._made: dict[Laid, tuple[Any, ...]] = {}

    def dress(self, cell: Any, laid: Laid) -> None:
        """Give a cell its look."""
        look = replace(laid, value="")
        if look not in self._made:
            self._made[look] = self._make(look)
        cell.font, cell.fill, cell.alignment, cell.border = self._made[look]

    def _make(self, look: Laid) -> tuple[Any, ...]:
        from openpyxl.styles import Alignment  # noqa: PLC0415 - as above
        from openpyxl.styles import Border  # noqa: PLC0415
        from openpyxl.styles import Font  # noqa: PLC0415
        from openpyxl.styles import PatternFill  # noqa: PLC0415

        line = self._line if look.ruled else None
        return (
            Font(name=_FONT, bold=look.bold, size=look.size, color=look.colour or None),
            PatternFill("solid", start_color=look.fill) if look.fill else PatternFill(),
            Alignment(
                horizontal=look.align,
                vertical="center",
                wrap_text=look.align == "left",
                shrink_to_fit=look.align != "left",
            ),
            Border(left=line, right=line, top=line, bottom=line),
        )


def _set_out(page: Any, sheet: LaidSheet) -> None:
    """Set widths, what stays in sight, and how it is printed: on one page or on its width, the heads on each."""
    from openpyxl.utils import get_column_letter  # noqa: PLC0415 - as above
    from openpyxl.worksheet.page import PageMargins  # noqa: PLC0415

    for column, width in sheet.widths.items():
        page.column_dimensions[get_column_letter(column + 1)].width = width
    for row, height in sheet.heights.items():
        page.row_dimensions[row + 1].height = height
    row, column = sheet.frozen
    if row or column:
        page.freeze_panes = f"{get_column_letter(column + 1)}{row + 1}"
        page.print_title_rows = f"1:{row}"
    page.page_setup.orientation = page.ORIENTATION_LANDSCAPE
    page.page_setup.paperSize = page.PAPERSIZE_A3 if sheet.is_a3 else page.PAPERSIZE_A4
    page.page_setup.fitToWidth, page.page_setup.fitToHeight = 1, int(sheet.is_one_page)
    page.sheet_properties.pageSetUpPr.fitToPage = True
    page.page_margins = PageMargins(_SIDES, _SIDES, _HEAD, _FOOT, header=_HEAD / 2, footer=_FOOT / 2)
    page.print_options.horizontalCentered = True
    page.oddFooter.center.text = "第 &P 页，共 &N 页"
    last_row = max((row for row, _ in sheet.cells), default=0)
    last_column = max((column for _, column in sheet.cells), default=0)
    page.print_area = f"A1:{get_column_letter(last_column + 1)}{last_row + 1}"


def _trimmed(line: list[Any]) -> tuple[object, ...]:
    """Return a row without the empty cells at its end."""
    last = max((place for place, value in enumerate(line) if value is not None and value != ""), default=-1)
    return tuple(line[: last + 1])
