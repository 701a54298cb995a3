"""What has changed in a roster so far: whose rows, what is still lacking, and what the days cost."""

from __future__ import annotations

from collections.abc import Iterable

from yigongti_desktop.rostering.rows import Column
from yigongti_desktop.rostering.rows import Turn
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.wants import Wants
from yigongti_desktop.rostering.weighing import Cell
from yigongti_desktop.rostering.weighing import Scales
from yigongti_desktop.rostering.weighing import changed


class Road:
    """Changes that are made and taken back, one person's at a time."""

    def __init__(self, scales: Scales, before: Roster, base: Roster) -> None:
        """Begin.

        Args:
            scales: of the task.
            before: the roster before something had to change; what it covered is wanted.
            base: the roster from which it goes on.
        """
        self._scales = scales
        self.base = base
        self.wants = Wants(scales.task, before, base)
        #: Changes by person.
        self.used: dict[int, Column] = {}
        #: Days that lacked somebody in the beginning.
        self.gap_days = self.wants.days()
        self._days: dict[tuple[int, tuple[Turn, ...]], int] = {}

    @property
    def columns(self) -> tuple[Column, ...]:
        """Return the changes."""
        return tuple(self.used.values())

    @property
    def length(self) -> int:
        """Return how many cells have changed."""
        return sum(len(column.turns) for column in self.used.values())

    def restore(self) -> None:
        """Go back to where it began."""
        self.used.clear()
        self.wants.restore()

    def put(self, column: Column) -> Column | None:
        """Make a change; return what it stands for, the same person's change before."""
        old = self.used.get(column.person)
        if old:
            self._count(old, is_back=True)
        self.used[column.person] = column
        self._count(column)
        return old

    def take(self, column: Column, old: Column | None) -> None:
        """Take a change back; what it stood for is made again."""
        del self.used[column.person]
        self._count(column, is_back=True)
        if old:
            self.used[column.person] = old
            self._count(old)

    def needed_after(self, column: Column) -> int:
        """Return how many cells have to change at least after a change."""
        old = self.put(column)
        needed = self.wants.needed()
        self.take(column, old)
        return needed

    def day(self, day: int, *, at_first: bool = False) -> int:
        """Return what a day costs as it now is, or in the beginning."""
        return self._day(day, () if at_first else self.used.values())

    def days_with(self, column: Column) -> int:
        """Return what the days of a change cost with nothing but it."""
        return sum(self._day(day, (column,)) for day, _ in column.turns)

    def gone(self) -> int:
        """Return what the days cost more, beside those that lacked somebody, and what those cost."""
        touched = {day for column in self.used.values() for day, _ in column.turns} - self.gap_days
        elsewhere = sum(self.day(day) - self.day(day, at_first=True) for day in touched)
        return elsewhere + sum(self.day(day) for day in self.gap_days)

    def settled(self) -> int:
        """Return what `gone` comes to at least, if nothing changes any more on days that lack nobody."""
        touched = {day for column in self.used.values() for day, _ in column.turns} - self.gap_days
        known = sum(self.day(day) for day in self.gap_days | touched if not self.wants.needed_on(day))
        return known - sum(self.day(day, at_first=True) for day in touched)

    def _day(self, day: int, columns: Iterable[Column]) -> int:
        cells = {(column.person, day): duty for column in columns for on, duty in column.turns if on == day}
        key = day, tuple(sorted((person, duty) for (person, _), duty in cells.items()))
        known = self._days.get(key)
        if known is None:
            known = self._days[key] = self._scales.day(day, changed(self.base, cells)).cost
        return known

    def _count(self, column: Column, *, is_back: bool = False) -> None:
        for day, duty in column.turns:
            was = self.base[column.person][day]
            self.wants.change(column.person, day, *((duty, was) if is_back else (was, duty)))


def cells_of(columns: Iterable[Column]) -> dict[Cell, int]:
    """Return the cells that change."""
    return {(column.person, day): duty for column in columns for day, duty in column.turns}
