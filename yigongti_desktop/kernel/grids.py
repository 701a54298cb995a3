"""A sheet as people lay it out: cells in rows, some merged over others; what they mean is not known here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

_LETTERS = 26


class Merge(NamedTuple):
    """Cells that are one; rows and columns count from 0, the last ones are part of it."""

    top: int
    left: int
    bottom: int
    right: int


@dataclass(frozen=True)
class Grid:
    """A sheet; rows may be of different length."""

    rows: tuple[tuple[object, ...], ...]
    merges: tuple[Merge, ...] = ()
    #: Of the sheet; empty where the file has none.
    name: str = ""


def address(row: int, column: int) -> str:
    """Return what spreadsheet programs call a cell: B3 of row 2 and column 1, which count from 0."""
    letters = ""
    column += 1
    while column:
        column, place = divmod(column - 1, _LETTERS)
        letters = chr(ord("A") + place) + letters
    return f"{letters}{row + 1}"
