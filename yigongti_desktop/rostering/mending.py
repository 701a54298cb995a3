"""Mends a roster that somebody drops out of: no duty lacks more than before, then the fewest cells change, then cost.

Exact as far as time allows. So many changes more than there are gaps are allowed at a time, none at first; each gap is
filled by each person who could, together with whatever else of their row has to change for that. What is proven is
said; where time ran out it is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from collections.abc import Iterable

from msgspec import Struct

from yigongti_desktop.rostering.rows import Column
from yigongti_desktop.rostering.rows import Rows
from yigongti_desktop.rostering.rows import Turn
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.wants import Gap
from yigongti_desktop.rostering.wants import Wants
from yigongti_desktop.rostering.weighing import Cell
from yigongti_desktop.rostering.weighing import Cells
from yigongti_desktop.rostering.weighing import Scales
from yigongti_desktop.rostering.weighing import changed

#: Changes beyond one for each gap that are tried.
_MOST_MORE = 8
#: Share of the time after which a gap is left rather than looked at further.
_FOR_ALL = 0.7


class Mended(Struct, frozen=True, kw_only=True):
    """One way to mend it."""

    #: What changes beside what had to; each with its duty.
    cells: tuple[tuple[Cell, int], ...]
    #: Who is lacking that was there before, rule by rule: a night may lack somebody, and somebody with a title.
    left: int
    #: What the roster costs more than when nothing but what has to changes; nought or less as a rule.
    cost: int
    #: Whether no way with as few left needs fewer changes, and of those with as many none is cheaper.
    is_fewest: bool
    is_cheapest: bool


_Way = tuple[int, int, tuple[Column, ...]]


class _OverError(Exception):
    """The time is over."""


def mend(
    scales: Scales,
    roster: Roster,
    forced: Cells,
    since: int,
    left: Callable[[], float],
    *,
    unavoidable: int = 0,
    ways: int = 3,
) -> tuple[Mended, ...]:
    """Return ways to mend a roster, the best one first; the others do without somebody whom the best one needs.

    Args:
        scales: of the task as it is now.
        roster: as it was.
        forced: cells that have to change, with their duties; they change in every way.
        since: days before this one never change.
        left: returns the seconds that are left.
        unavoidable: how many are proven to be lacking in every way, rule by rule.
        ways: how many are looked for.
    """
    mending = _Mending(scales, roster, forced, since, left, unavoidable)
    found = [mending.best(frozenset())]
    burden = Counter(person for (person, _), _ in found[0].cells)
    for person, _ in burden.most_common():
        if len(found) == ways or left() <= 0:
            break
        one = mending.best(frozenset({person}))
        if one.left <= found[0].left and one.cells not in {known.cells for known in found}:
            found.append(one)
    return tuple(found)


class _Mending:
    def __init__(
        self,
        scales: Scales,
        roster: Roster,
        forced: Cells,
        since: int,
        left: Callable[[], float],
        unavoidable: int,
    ) -> None:
        self._scales, self._left = scales, left
        self._base = changed(roster, forced)
        self._wants = Wants(scales.task, roster, self._base)
        self._rows = Rows(scales, self._base, frozenset(forced), since, self._look)
        self._unavoidable = max(unavoidable, self._wants.hopeless(self._rows.is_open, len(roster)))
        self._days: dict[tuple[int, tuple[Turn, ...]], int] = {}
        self._gap_days = self._wants.days()
        self._deadline = 0.0
        self._banned: frozenset[int] = frozenset()
        self._used: dict[int, Column] = {}
        self._seen: set[object] = set()
        #: How many of who are lacking are left so on the present road.
        self._eased = 0
        #: Cost, how many are left, and changes.
        self._best: _Way | None = None
        #: What had the fewest gaps and changes when time was over.
        self._nearest: _Way = (self._wants.lacking(), 0, ())

    def best(self, banned: frozenset[int]) -> Mended:
        """Return the best way that changes nobody of some people, or as near as time allows."""
        self._banned, is_whole = banned, True
        needed, lacking = self._wants.needed(), self._wants.lacking()
        self._nearest = lacking, 0, ()
        for skipped in range(self._unavoidable, lacking + 1):
            self._deadline = self._left() * (1 - _FOR_ALL) if skipped == self._unavoidable else 0.0
            for changes in range(max(needed - skipped, 0), needed + _MOST_MORE + 1):
                best, is_over = self._looked(changes, skipped)
                if best is not None:
                    cost = best[0] - sum(self._day(day) for day in self._gap_days)
                    return _mended(best[2], best[1], cost, is_fewest=is_whole, is_cheapest=is_whole and not is_over)
                is_whole &= not is_over
                if is_over:
                    break
            is_whole = False
        lacking, _, columns = self._nearest
        cells = _cells(columns)
        cost = self._scales.difference(self._base, cells).cost
        return _mended(columns, lacking, cost, is_fewest=False, is_cheapest=False)

    def _looked(self, changes: int, skipped: int) -> tuple[_Way | None, bool]:
        """Return the cheapest way of so many changes, and whether the time was over before the end."""
        self._best, is_over = None, False
        self._seen, self._eased = set(), 0
        try:
            self._fill(changes, skipped, 0)
        except _OverError:
            self._used.clear()
            self._wants.restore()
            is_over = True
        return self._best, is_over

    def _look(self) -> None:
        if self._left() <= self._deadline:
            raise _OverError

    def _fill(self, left: int, skips: int, spent: int) -> None:
        """Fill the gap that the fewest could, in each way; so many changes are left, and gaps that may stay."""
        self._look()
        needed = self._wants.needed()
        if needed - skips > left or self._has_seen(skips):
            return
        if not needed:
            self._end(spent)
            return
        self._note()
        more = left - max(needed - skips, 0)
        options = [(gap, self._columns(gap, left, skips, more)) for gap in self._wants.narrowest()]
        gap, columns = min(options, key=lambda one: len(one[1]))
        if self._best is None or more or spent + self._least(options, skips) < self._best[0]:
            for _, _, column in columns:
                old = self._used.get(column.person)
                self._put(column, old)
                count = len(column.turns) - (len(old.turns) if old else 0)
                self._fill(left - count, skips, spent + column.cost - (old.cost if old else 0))
                self._take(column, old)
            if skips:
                self._eased += 1
                with self._wants.without(gap):
                    self._fill(left, skips - 1, spent)
                self._eased -= 1

    def _note(self) -> None:
        """Keep what has the fewest gaps and changes so far."""
        columns = tuple(self._used.values())
        here = self._wants.lacking() + self._eased, sum(len(one.turns) for one in columns)
        if here < self._nearest[:2]:
            self._nearest = *here, columns

    def _has_seen(self, skips: int) -> bool:
        """Say whether the same cells have changed before on another road."""
        cells = frozenset((column.person, column.turns) for column in self._used.values())
        key = cells, skips, tuple(self._wants.open_units())
        has = key in self._seen
        self._seen.add(key)
        return has

    def _columns(self, gap: Gap, left: int, skips: int, more: int) -> list[tuple[float, int, Column]]:
        """Return the changes that fill a gap and leave enough for the others; the cheapest for each cell first."""
        found, place = [], 0
        for person in gap.among(len(self._base)):
            if person in self._banned:
                continue
            old = self._used.get(person)
            for column in self._rows.columns(self._wants, gap, person, old.turns if old else (), more):
                count = len(column.turns) - (len(old.turns) if old else 0)
                if count <= left and self._needed_after(column, old) - skips <= left - count:
                    price = column.cost - (old.cost if old else 0)
                    found.append((price / count if price > 0 else price, place, column))
                    place += 1
        found.sort()
        return found

    def _needed_after(self, column: Column, old: Column | None) -> int:
        self._put(column, old)
        needed = self._wants.needed()
        self._take(column, old)
        return needed

    def _put(self, column: Column, old: Column | None) -> None:
        if old:
            self._change(old, is_back=True)
        self._used[column.person] = column
        self._change(column)

    def _take(self, column: Column, old: Column | None) -> None:
        del self._used[column.person]
        self._change(column, is_back=True)
        if old:
            self._used[column.person] = old
            self._change(old)

    def _change(self, column: Column, *, is_back: bool = False) -> None:
        for day, duty in column.turns:
            was = self._base[column.person][day]
            self._wants.change(column.person, day, *((duty, was) if is_back else (was, duty)))

    def _least(self, options: list[tuple[Gap, list[tuple[float, int, Column]]]], skips: int) -> float:
        """Return what everything that is still to come costs at least, where all of it fills what is lacking now."""
        counts = dict(self._wants.open_units())
        shares = sorted(
            (share, counts[gap.day, gap.duties])
            for gap, columns in options
            if (gap.day, gap.duties) in counts
            for share in ([columns[0][0]] if columns else [0.0])
        )
        total, dropped = 0.0, skips
        for share, count in reversed(shares):
            kept = count - min(dropped, count) if share > 0 else count
            dropped -= count - kept
            total += share * kept
        days = self._gap_days | {day for column in self._used.values() for day, _ in column.turns}
        known = sum(self._day(day) for day in days if not self._wants.needed_on(day))
        return total + known - sum(self._day(day, at_first=True) for day in days - self._gap_days)

    def _end(self, spent: int) -> None:
        """Weigh a way in which nothing is lacking any more."""
        touched = {day for column in self._used.values() for day, _ in column.turns} - self._gap_days
        total = spent + sum(self._day(day) for day in self._gap_days)
        total += sum(self._day(day) - self._day(day, at_first=True) for day in touched)
        if self._best is None or total < self._best[0]:
            self._best = total, self._eased, tuple(self._used.values())

    def _day(self, day: int, *, at_first: bool = False) -> int:
        """Return what a day costs as it now is."""
        cells = {
            (column.person, day): duty
            for column in (() if at_first else self._used.values())
            for on, duty in column.turns
            if on == day
        }
        key = day, tuple(sorted((person, duty) for (person, _), duty in cells.items()))
        known = self._days.get(key)
        if known is None:
            known = self._days[key] = self._scales.day(day, changed(self._base, cells)).cost
        return known


def _mended(columns: Iterable[Column], left: int, cost: int, *, is_fewest: bool, is_cheapest: bool) -> Mended:
    return Mended(
        cells=tuple(sorted(_cells(columns).items())), left=left, cost=cost, is_fewest=is_fewest, is_cheapest=is_cheapest
    )


def _cells(columns: Iterable[Column]) -> dict[Cell, int]:
    return {(column.person, day): duty for column in columns for day, duty in column.turns}
