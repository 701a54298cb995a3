"""What keys and mouse know of the grid that they move on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from typing import Protocol

from yigongti_desktop.capabilities.staffing.model.sheet import Cell
from yigongti_desktop.capabilities.staffing.ui.board import Board
from yigongti_desktop.capabilities.staffing.ui.grid_shape import Shape

#: Rows, or days; the name of `range` is taken by a method.
Places = range


class Surface(Protocol):
    """The grid."""

    board: Board
    #: A signal.
    remedy: Any

    def repaint_soon(self) -> None:
        """Paint again what is in sight."""
        ...

    @property
    def shown(self) -> Sequence[int]:
        """Return the places of the people in sight, row by row."""
        ...

    @property
    def shape_now(self) -> Shape:
        """Return where everything stands now."""
        ...

    @property
    def row(self) -> int:
        """Return the row of the cursor."""
        ...

    @property
    def day(self) -> int:
        """Return the day of the cursor."""
        ...

    @property
    def days(self) -> int:
        """Return how many days there are."""
        ...

    @property
    def person(self) -> int | None:
        """Return the place of the person under the cursor."""
        ...

    @property
    def cell(self) -> Cell | None:
        """Return the cell under the cursor."""
        ...

    @property
    def has_range(self) -> bool:
        """Say whether more than the cell under the cursor is chosen."""
        ...

    def range(self) -> tuple[Places, Places]:
        """Return the rows and the days that are chosen."""
        ...

    def cells(self) -> list[Cell]:
        """Return the cells that are chosen."""
        ...

    def go_to(self, row: int, day: int, *, extend: bool = False) -> None:
        """Move the cursor."""
        ...

    def end_range(self) -> bool:
        """Let range and brush go."""
        ...

    def choose_all(self) -> None:
        """Choose every cell in sight."""
        ...
