"""Where everything of the grid stands: names and figures frozen at the sides, days and coverage at head and foot."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect

ROW, NEED_ROW = 25, 21
BAND, DAY, WEEKDAY = 18, 19, 17
_NAME, _MOST_NAME = 104, 150
_LEAST_DAY, _MOST_DAY = 20, 28
#: Widths of the figures at the right: nights, weekends, holidays, hours.
FIGURES = (("夜", 30), ("周末", 36), ("假日", 36), ("工时", 46))
_FIGURES = sum(width for _, width in FIGURES)


@dataclass(frozen=True)
class Shape:
    """The places of a grid in a viewport of a size."""

    width: int
    height: int
    days: int
    rows: int
    needs: int
    has_bands: bool
    #: How far the body is scrolled.
    across: int = 0
    down: int = 0

    @property
    def day_width(self) -> int:
        """Return how wide a day is: as wide as fits, within what can be read."""
        room = (self.width - _NAME - _FIGURES) // max(self.days, 1)
        return max(_LEAST_DAY, min(room, _MOST_DAY))

    @property
    def name_width(self) -> int:
        """Return how wide the names are: what the days leave."""
        spare = self.width - _FIGURES - self.days * self.day_width
        return max(_NAME, min(spare, _MOST_NAME))

    @property
    def head(self) -> int:
        """Return how high the head is."""
        return (BAND if self.has_bands else 0) + DAY + WEEKDAY + 2

    @property
    def foot(self) -> int:
        """Return how high the coverage is; at most a half is left to it."""
        return min(self.needs * NEED_ROW + 2, max((self.height - self.head) // 2, 0)) if self.needs else 0

    @property
    def body(self) -> QRect:
        """Return where the cells are."""
        wide = min(self.days * self.day_width, max(self.width - self.name_width - _FIGURES, 0))
        high = min(self.rows * ROW, max(self.height - self.head - self.foot, 0))
        return QRect(self.name_width, self.head, wide, high)

    @property
    def figures(self) -> int:
        """Return where the figures begin."""
        return self.body.x() + self.body.width()

    @property
    def foot_top(self) -> int:
        """Return where the coverage begins: right below the people."""
        return self.body.y() + self.body.height()

    @property
    def across_most(self) -> int:
        """Return how far the body can be scrolled sideways."""
        return max(self.days * self.day_width - self.body.width(), 0)

    @property
    def down_most(self) -> int:
        """Return how far the body can be scrolled downwards."""
        return max(self.rows * ROW - self.body.height(), 0)

    def top(self, row: int) -> int:
        """Return where a row begins; those of the coverage follow the people."""
        if row < self.rows:
            return self.head + row * ROW - self.down
        return self.foot_top + 2 + (row - self.rows) * NEED_ROW

    def row_height(self, row: int) -> int:
        """Return how high a row is."""
        return ROW if row < self.rows else NEED_ROW

    def left(self, day: int) -> int:
        """Return where a day begins."""
        return self.name_width + day * self.day_width - self.across

    def box(self, row: int, day: int) -> QRect:
        """Return where a cell stands."""
        return QRect(self.left(day), self.top(row), self.day_width, self.row_height(row))

    def hit(self, x: int, y: int) -> tuple[int, int] | None:
        """Return the row and day at a point: -1 for the day where the name is; None outside of all rows."""
        if self.head <= y < self.foot_top:
            row = (y - self.head + self.down) // ROW
        elif y >= self.foot_top + 2:
            row = self.rows + (y - self.foot_top - 2) // NEED_ROW
        else:
            return None
        if not 0 <= row < self.rows + self.needs or not 0 <= x < self.figures:
            return None
        day = -1 if x < self.name_width else (x - self.name_width + self.across) // self.day_width
        return (row, day) if day < self.days else None

    def shown_rows(self) -> range:
        """Return the rows of people that are in sight."""
        first = self.down // ROW
        return range(first, min((self.down + self.body.height()) // ROW + 1, self.rows))
