"""A block of cells that was copied elsewhere, as from Excel, put into the cells of a line table from the cursor on.

Cells that nobody fills in are compared: a row of somebody else is not taken.
"""

from __future__ import annotations

import csv
from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from typing import Any

from PySide6.QtWidgets import QTableView

from yigongti_desktop.kit.lines.columns import FIXED
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.delegate import LineDelegate
from yigongti_desktop.kit.lines.delegate import read
from yigongti_desktop.kit.lines.model import LineModel

Block = Sequence[Sequence[str]]


@dataclass
class Placed:
    """What became of a block."""

    #: Values by line and column, as they will stand.
    values: dict[int, dict[str, Any]] = field(default_factory=dict)
    #: Lines whose fixed cells say something else than the block: line, what stands there, what was pasted.
    others: list[tuple[int, str, str]] = field(default_factory=list)
    #: Rows and columns of the block for which there was no room.
    more_rows: int = 0
    more_columns: int = 0


def read_block(text: str) -> Block:
    """Return the cells of what was copied: columns part by tabs, rows by line ends, as Excel and WPS write them."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    try:
        rows = list(csv.reader([f"{line}\n" for line in plain], delimiter="\t"))
    except csv.Error:  # a cell longer than any that is meant to be one
        rows = [line.split("\t") for line in plain]
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    return [[cell.strip() for cell in one] for one in rows]


def is_block(text: str) -> bool:
    """Say whether a text is more than one cell."""
    return "\t" in text or "\n" in text.strip("\r\n")


def take_from_cells(view: QTableView, take: Callable[[], bool]) -> None:
    """Hand on what is pasted while a cell is being filled in, where it is more than that cell takes."""
    delegate = view.itemDelegate()
    if isinstance(delegate, LineDelegate):
        delegate.takes_block = take


def place(model: LineModel, block: Block, row: int, column: int) -> Placed:
    """Return where a block goes from a cell on; nothing is changed yet.

    Beginning in a cell that nobody fills in, all columns are counted and those are compared; beginning in another,
    only columns that are filled in are counted.
    """
    found = Placed()
    here = model.columns[column:]
    columns = here if here and here[0].kind == FIXED else [one for one in here if one.kind != FIXED]
    for offset, cells in enumerate(block):
        at = row + offset
        if model.line(at) is None:
            found.more_rows = len(block) - offset
            break
        found.more_columns = max(found.more_columns, sum(bool(cell) for cell in cells[len(columns) :]))
        _place_row(model, at, list(zip(columns, cells, strict=False)), found)
    return found


def overwritten(model: LineModel, placed: Placed) -> int:
    """Return in how many cells something else stands already."""
    return sum(
        model.line(row) is not None and (model.line(row) or {}).get(key) not in {None, "", value}
        for row, values in placed.values.items()
        for key, value in values.items()
    )


def fill(model: LineModel, placed: Placed) -> None:
    """Put the values in, line by line; each is checked as if it had been typed."""
    for row, values in placed.values.items():
        model.put(row, values)


def _place_row(model: LineModel, row: int, cells: Sequence[tuple[LineColumn, str]], found: Placed) -> None:
    line = model.line(row) or {}
    for column, typed in cells:
        if column.kind == FIXED and typed and typed != model.words(row, column):
            found.others.append((row, model.words(row, column), typed))
            return
    values = {
        column.key: read(column.kind, typed)
        for column, typed in cells
        if column.kind != FIXED and typed and column.is_open(line)
    }
    if values:
        found.values[row] = values
