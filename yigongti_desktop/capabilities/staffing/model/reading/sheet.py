"""A sheet as its readers look at it: texts of cells, what is merged filled in, turned where days go downwards."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from yigongti_desktop.kernel.cells import BadCell
from yigongti_desktop.kernel.cells import text_of
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.grids import Grid
from yigongti_desktop.kernel.grids import Merge
from yigongti_desktop.kernel.grids import address

#: Row and column, from 0.
Spot = tuple[int, int]


@dataclass(frozen=True)
class Sheet:
    """A grid to be read; rows are people, whichever way the sheet lies."""

    grid: Grid
    #: Whether its rows are the columns of the file.
    is_turned: bool = False

    @cached_property
    def height(self) -> int:
        """Return how many rows there are."""
        return max((row for row, _column in self._values), default=-1) + 1

    @cached_property
    def width(self) -> int:
        """Return how many columns there are."""
        return max((column for _row, column in self._values), default=-1) + 1

    def value(self, row: int, column: int) -> object:
        """Return what stands in a cell; what is merged stands in each of its cells."""
        return self._values.get((row, column))

    def text(self, row: int, column: int) -> str:
        """Return what a person sees in a cell; nothing where it has no value that could be meant."""
        try:
            return text_of(self.value(row, column))
        except Refused:
            return ""

    def fault(self, row: int, column: int) -> str:
        """Return why a cell has no value that could be meant: cell_formula, cell_error …; empty where it has."""
        value = self.value(row, column)
        return value.code if isinstance(value, BadCell) else ""

    def merge(self, row: int, column: int) -> Merge | None:
        """Return the merge that a cell is part of."""
        return self._merged.get((row, column))

    def address(self, row: int, column: int) -> str:
        """Return what the file calls a cell."""
        return address(column, row) if self.is_turned else address(row, column)

    @cached_property
    def _values(self) -> dict[Spot, object]:
        found = {
            self._spot(row, column): value
            for row, line in enumerate(self.grid.rows)
            for column, value in enumerate(line)
            if value is not None and value != ""
        }
        for (row, column), merge in self._merged.items():
            first = found.get((merge.top, merge.left))
            if first is not None:
                found[row, column] = first
        return found

    @cached_property
    def _merged(self) -> dict[Spot, Merge]:
        rows, columns = len(self.grid.rows), max(map(len, self.grid.rows), default=0)
        found: dict[Spot, Merge] = {}
        for one in self.grid.merges:
            bottom, right = min(one.bottom, rows - 1), min(one.right, columns - 1)
            kept = (
                Merge(one.left, one.top, right, bottom) if self.is_turned else Merge(one.top, one.left, bottom, right)
            )
            cells = (
                (row, column) for row in range(kept.top, kept.bottom + 1) for column in range(kept.left, kept.right + 1)
            )
            found |= dict.fromkeys(cells, kept)
        return found

    def _spot(self, row: int, column: int) -> Spot:
        return (column, row) if self.is_turned else (row, column)
