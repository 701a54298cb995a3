"""A table into Excel: what is on the screen, with real numbers and dates."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from pathlib import Path
from typing import Any
from typing import NamedTuple

from yigongti_desktop.kernel import files
from yigongti_desktop.kernel import spreadsheets
from yigongti_desktop.kit import saving
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.view import RecordView

_MOST_WIDTH = 60
_LIKE_FORMULAS = ("=", "+", "-", "@")


class Sheet(NamedTuple):
    """One sheet of a file: rows under their heads."""

    name: str
    columns: Sequence[Column[Any]]
    records: Sequence[Any]


def export_table(
    page: Page, desk: Desk, view: RecordView, name: str, *, every: Callable[[], Sequence[Any]] | None = None
) -> None:
    """Ask where to put it, and write the rows in view as .xlsx, or every row that the given reader finds."""
    columns = [column for column in view.records.columns if column.title]
    records = view.records.records()
    read = every or (lambda: records)
    _export(page, desk, name, lambda: [Sheet(name, columns, read())])


def export_book(page: Page, desk: Desk, name: str, sheets: Sequence[Sheet] | Callable[[], Sequence[Sheet]]) -> None:
    """Ask where to put it, and write several tables as the sheets of one .xlsx, read off the screen's thread."""
    _export(page, desk, name, sheets if callable(sheets) else lambda: sheets)


def write_book(target: Path, sheets: Sequence[Sheet]) -> int:
    """Write sheets and return how many rows they have.

    Raises:
        Unavailable: disk_full, disk_not_writable, stick_full, file_not_writable, stick_gone.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - a third of a second that only an export pays

    book = Workbook(write_only=True)
    with spreadsheets.making(book):
        for one in sheets:
            _fill(book.create_sheet(spreadsheets.sheet_name(one.name)), one)
    files.save(target, spreadsheets.packed(book))
    return sum(len(one.records) for one in sheets)


def _export(page: Page, desk: Desk, name: str, sheets: Callable[[], Sequence[Sheet]]) -> None:
    target = saving.ask_where(page, "导出到 Excel", name, (".xlsx",), "Excel")
    if target is None:
        return

    def done(count: int) -> None:
        desk.note("export", name)
        page.wants_toast.emit("已导出", f"{count:,} 行　{target.name}", None)

    desk.work(page, lambda: write_book(target, sheets()), done, page.show_fault)


def _fill(sheet: Any, one: Sheet) -> None:
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above
    from openpyxl.styles import Font  # noqa: PLC0415
    from openpyxl.utils import get_column_letter  # noqa: PLC0415

    sheet.freeze_panes = "A2"
    for place, column in enumerate(one.columns, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = min(max(column.width / 6, 8), _MOST_WIDTH)
    heads = []
    for column in one.columns:
        head = WriteOnlyCell(sheet, column.title)
        head.font = Font(bold=True)
        heads.append(head)
    sheet.append(heads)
    for record in one.records:
        cells = []
        for column in one.columns:
            value: Any = _value(column, record)
            if isinstance(value, str):
                value = _cell(sheet, value)
            elif column.number_format:
                value = WriteOnlyCell(sheet, value)
                value.number_format = column.number_format
            cells.append(value)
        sheet.append(cells)


def _value(column: Column[Any], record: Any) -> Any:
    if column.export is not None:
        value = column.export(record)
        return value if isinstance(value, int | float | date | datetime) or value is None else str(value)
    badge = column.badge(record) if column.badge else None
    return badge.text if badge else f"{column.text(record)} {column.detail(record)}".strip()


def _cell(sheet: Any, words: str) -> Any:
    """Return a cell of text, which Excel takes neither for a formula nor for one of its errors; None of no text."""
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415 - as above

    text = spreadsheets.plain(words)
    if not text:
        return None
    cell: Any = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    if text.startswith(_LIKE_FORMULAS):
        cell.quotePrefix = True  # nor when somebody goes into the cell and out again
    return cell
