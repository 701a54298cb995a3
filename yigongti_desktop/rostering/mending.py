"""Mends a roster that somebody drops out of: no duty lacks more than before, then the fewest cells change, then cost.

Exact as far as time allows. So many changes more than there are gaps are allowed at a time, none at first; each gap is
filled by each person who could, together with whatever else of their row has to change for that. What is proven is
said; where time ran out it is not.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from collections.abc import Iterable

from msgspec import Struct

from yigongti_desktop.rostering.rows import Column
from yigongti_desktop.rostering.rows import Rows
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.wants import Gap
from yigongti_desktop.rostering.wants import Wants
from yigongti_desktop.rostering.weighing import Cell
from yigongti_desktop.rostering.weighing import Cells
from yigongti_desktop.rostering.weighing import Scales
from yigongti_desktop.rostering.weighing import changed

#: Changes beyond one for each gap that are tried.
_MOST_MORE = 4
#: Share of the time after which a gap is left rather than looked at further.
_FOR_ALL = 0.7


class Mended(Struct, frozen=True, kw_only=True):
    """One way to mend it."""

    #: What changes beside what had to; each with its duty.
    cells: tuple[tuple[Cell, int], ...]
    #: Duties that lack somebody who was there before.
    left: int
    #: What the roster costs more than when nothing but what has to changes; nought or less as a rule.
    cost: int
    #: Whether no way with as few left needs fewer changes, and of those with as many none is cheaper.
    is_fewest: bool
    is_cheapest: bool


class _OverError(Exception):
    """The time is over."""


def mend(
    scales: Scales, roster: Roster, forced: Cells, since: int, left: Callable[[], float], ways: int = 3
) -> tuple[Mended, ...]:
    """Return ways to mend a roster, the best one first; the others do without somebody whom the best one needs.

    Args:
        scales: of the task as it is now.
        roster: as it was.
        forced: cells that have to change, with their duties; they change in every way.
        since: days before this one never change.
        left: returns the seconds that are left.
        ways: how many are looked for.
    """
    mending = _Mending(scales, roster, forced, since, left)
    found: list[Mended] = []
    banned: list[frozenset[int]] = [frozenset()]
    while banned and len(found) < ways and (not found or left() > 0):
        one = mending.best(banned.pop(0))
        if one is None:
            continue
        if not found:
            people = {person for (person, _), _ in one.cells}
            banned = [frozenset({person}) for person in sorted(people, key=mending.burden(one), reverse=True)]
        if one.cells not in {known.cells for known in found} and (not found or one.left <= found[0].left):
            found.append(one)
    return tuple(found)


class _Mending:
    def __init__(self, scales: Scales, roster: Roster, forced: Cells, since: int, left: Callable[[], float]) -> None:
        self._scales, self._left = scales, left
        self._base = changed(roster, forced)
        self._wants = Wants(scales.task, roster, self._base)
        self._rows = Rows(scales, self._base, frozenset(forced), since, self._look)
        self._days: dict[tuple[int, tuple[tuple[int, int], ...]], int] = {}
        self._gap_days = self._wants.days()
        self._deadline = 0.0
        self._banned: frozenset[int] = frozenset()
        self._used: dict[int, Column] = {}
        self._best: tuple[int, tuple[Column, ...]] | None = None
        self._shares: dict[tuple[int, frozenset[int]], float] = {}
        self._floor = 0.0

    def best(self, banned: frozenset[int]) -> Mended | None:
        """Return the best way that changes nobody of some people; None where there was no time for any."""
        self._banned = banned
        is_whole = True
        needed = self._wants.needed()
        hopeless = self._wants.hopeless(self._rows.is_open, len(self._base))
        for skipped in range(hopeless, needed + 1):
            self._deadline = self._left() * (1 - _FOR_ALL) if skipped == hopeless else 0.0
            for more in range(_MOST_MORE + 1):
                best, is_over = self._looked(needed - skipped + more, skipped)
                if best is not None:
                    cells = sorted((cell, duty) for column in best[1] for cell, duty in column.cells)
                    return Mended(
                        cells=tuple(cells),
                        left=skipped,
                        cost=best[0] - sum(self._day(day) for day in self._gap_days),
                        is_fewest=is_whole,
                        is_cheapest=is_whole and not is_over,
                    )
                is_whole &= not is_over
                if is_over:
                    break
            is_whole = False
        return None

    def burden(self, one: Mended) -> Callable[[int], int]:
        """Return what says how much one way asks of somebody."""
        return lambda person: sum(cell[0] == person for cell, _ in one.cells)

    def _looked(self, changes: int, skipped: int) -> tuple[tuple[int, tuple[Column, ...]] | None, bool]:
        """Return the cheapest way of so many changes, and whether the time was over before the end."""
        self._best, is_over = None, False
        try:
            self._prepare(changes - self._wants.needed() + skipped)
            self._fill(changes, skipped, 0)
        except _OverError:
            self._used.clear()
            self._wants.restore()
            is_over = True
        return self._best, is_over

    def _look(self) -> None:
        if self._left() <= self._deadline:
            raise _OverError

    def _prepare(self, more: int) -> None:
        """Find for each gap the least that one change which fills it costs."""
        self._shares, self._floor = {}, 0.0
        for gap in self._wants.gaps():
            for column in self._columns(gap, more):
                share = column.cost / len(column.cells) if column.cost > 0 else column.cost
                self._floor = min(self._floor, column.cost)
                for (_, day), duty in column.cells:
                    for key in self._wants.filled(column.person, day, duty):
                        self._shares[key] = min(self._shares.get(key, math.inf), share)

    def _fill(self, left: int, skips: int, spent: int) -> None:
        self._look()
        needed = self._wants.needed()
        if needed - skips > left:
            return
        if not needed:
            self._end(spent)
            return
        more = left - max(needed - skips, 0)
        if self._best is not None and spent + self._least(more, skips) >= self._best[0]:
            return
        gap = min(self._wants.gaps(), key=lambda one: (one.day, one.people is None))
        for column in self._columns(gap, more):
            if len(column.cells) > left or column.person in self._used:
                continue
            self._put(column)
            self._fill(left - len(column.cells), skips, spent + column.cost)
            self._take(column)
        if skips:
            with self._wants.without(gap):
                self._fill(left, skips - 1, spent)

    def _columns(self, gap: Gap, more: int) -> Iterable[Column]:
        free = [one for one in gap.among(len(self._base)) if one not in self._banned and one not in self._used]
        return self._rows.columns(self._wants, gap, free, more)

    def _put(self, column: Column) -> None:
        self._used[column.person] = column
        for (person, day), duty in column.cells:
            self._wants.change(person, day, self._base[person][day], duty)

    def _take(self, column: Column) -> None:
        del self._used[column.person]
        for (person, day), duty in column.cells:
            self._wants.change(person, day, duty, self._base[person][day])

    def _least(self, more: int, skips: int) -> float:
        """Return what everything that is still to come costs at least."""
        shares = sorted((self._shares.get(key, self._floor), count) for key, count in self._wants.open_units())
        total, dropped = 0.0, skips
        for share, count in reversed(shares):
            kept = count - min(dropped, count) if share > 0 else count
            dropped -= count - kept
            total += share * kept
        if more:
            elsewhere = (day for day in range(self._scales.task.days) if day not in self._gap_days)
            return total + more * self._floor - sum(self._day(day, at_first=True) for day in elsewhere)
        return total + sum(self._day(day) for day in self._gap_days if not self._wants.needed_on(day))

    def _end(self, spent: int) -> None:
        """Weigh a way in which nothing is lacking any more."""
        touched = {day for column in self._used.values() for (_, day), _ in column.cells} - self._gap_days
        total = spent + sum(self._day(day) for day in self._gap_days)
        total += sum(self._day(day) - self._day(day, at_first=True) for day in touched)
        if self._best is None or total < self._best[0]:
            self._best = total, tuple(self._used.values())

    def _day(self, day: int, *, at_first: bool = False) -> int:
        """Return what a day costs as it now is."""
        cells = {
            cell: duty
            for column in (() if at_first else self._used.values())
            for cell, duty in column.cells
            if cell[1] == day
        }
        key = day, tuple(sorted((person, duty) for (person, _), duty in cells.items()))
        known = self._days.get(key)
        if known is None:
            known = self._days[key] = self._scales.day(day, changed(self._base, cells)).cost
        return known
