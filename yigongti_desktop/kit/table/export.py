"""A table into Excel: what is on the screen, with real numbers and dates."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from datetime import date
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog

from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.view import RecordView

_MOST_WIDTH = 60
_DANGEROUS = ("=", "+", "-", "@")


def export_table(
    page: Page, desk: Desk, view: RecordView, name: str, *, every: Callable[[], Sequence[Any]] | None = None
) -> None:
    """Ask where to put it, and write the rows in view as .xlsx, or every row that the given reader finds."""
    folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    start = str(Path(folder, f"{name}.xlsx"))
    chosen, _ = QFileDialog.getSaveFileName(page.window(), "导出到 Excel", start, "Excel (*.xlsx)")
    if not chosen:
        return
    target = Path(chosen).with_suffix(".xlsx")
    columns = [column for column in view.records.columns if column.title]
    records = view.records.records()
    read = every or (lambda: records)

    def done(count: int) -> None:
        desk.note("export", name)
        page.wants_toast.emit("已导出", f"{count:,} 行　{target.name}", None)

    desk.work(page, lambda: write_table(target, name, columns, list(read())), done, page.show_fault)


def write_table(target: Path, name: str, columns: list[Column[Any]], records: list[Any]) -> int:
    """Write rows under their heads and return how many.

    Raises:
        Unavailable: file_not_writable.
    """
    from openpyxl import Workbook  # noqa: PLC0415 - a third of a second that only an export pays
    from openpyxl.cell import WriteOnlyCell  # noqa: PLC0415
    from openpyxl.styles import Font  # noqa: PLC0415

    book = Workbook(write_only=True)
    sheet = book.create_sheet(name[:31].replace("/", "-"))
    sheet.freeze_panes = "A2"
    for place, column in enumerate(columns):
        sheet.column_dimensions[chr(65 + place)].width = min(max(column.width / 6, 8), _MOST_WIDTH)
    heads = []
    for column in columns:
        cell = WriteOnlyCell(sheet, column.title)
        cell.font = Font(bold=True)
        heads.append(cell)
    sheet.append(heads)
    for record in records:
        sheet.append([_value(column, record) for column in columns])
    try:
        book.save(target)
    except OSError as error:
        raise Unavailable("file_not_writable", path=str(target)) from error
    return len(records)


def _value(column: Column[Any], record: Any) -> Any:
    if column.export is not None:
        value = column.export(record)
        return value if isinstance(value, int | float | date | datetime) or value is None else _plain(str(value))
    badge = column.badge(record) if column.badge else None
    words = badge.text if badge else f"{column.text(record)} {column.detail(record)}".strip()
    return _plain(words)


def _plain(words: str) -> str:
    """Return text that Excel takes for text and never for a formula."""
    return f"'{words}" if words.startswith(_DANGEROUS) else words
