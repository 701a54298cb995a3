"""Mends a roster that somebody drops out of: no duty lacks more than before, then the fewest cells change, then cost.

Exact as far as time allows. So many changes more than there are gaps are allowed at a time, none at first; each gap is
filled by each person who could, together with whatever else of their row has to change for that. What is proven is
said; where time ran out it is not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from functools import cached_property
from itertools import count

from msgspec import Struct
from msgspec.structs import replace

from yigongti_desktop.rostering.road import Road
from yigongti_desktop.rostering.road import cells_of
from yigongti_desktop.rostering.rows import Column
from yigongti_desktop.rostering.rows import Rows
from yigongti_desktop.rostering.sharing import share_out
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.wants import Gap
from yigongti_desktop.rostering.weighing import Cell
from yigongti_desktop.rostering.weighing import Cells
from yigongti_desktop.rostering.weighing import Scales
from yigongti_desktop.rostering.weighing import changed

#: Changes beyond one for each gap that are tried.
_MOST_MORE = 8
#: Changes that another way may have more than the best one.
_MORE_FOR_OTHERS = 2
#: Steps between two looks at the clock.
_EVERY = 16
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


#: Cost, how many are left, and changes.
_Way = tuple[int, int, tuple[Column, ...]]
#: For each change its share of cost, and its place.
_Options = list[tuple[float, int, Column]]


class _OverError(Exception):
    """The time is over."""


def mend(
    scales: Scales,
    roster: Roster,
    forced: Cells,
    since: int,
    left: Callable[[], float],
    *,
    unavoidable: Callable[[], int] = lambda: 0,
    ways: int = 3,
) -> tuple[Mended, ...]:
    """Return ways to mend a roster, the best one first; the others do without somebody whom the best one needs.

    Args:
        scales: of the task as it is now.
        roster: as it was.
        forced: cells that have to change, with their duties; they change in every way.
        since: days before this one never change.
        left: returns the seconds that are left.
        unavoidable: returns how many are proven to be lacking in every way, rule by rule; asked where filling is hard.
        ways: how many are looked for.
    """
    mending = _Mending(scales, roster, forced, since, left, unavoidable)
    found = [mending.best(frozenset())]
    burden = Counter(person for (person, _), _ in found[0].cells)
    for person, _ in burden.most_common():
        if len(found) == ways or left() <= 0:
            break
        one = mending.best(frozenset({person}), len(found[0].cells) + _MORE_FOR_OTHERS)
        if one.left <= found[0].left and one.cells not in {known.cells for known in found}:
            found.append(_beside(one, found[0]))
    return tuple(found)


class _Mending:
    def __init__(
        self,
        scales: Scales,
        roster: Roster,
        forced: Cells,
        since: int,
        left: Callable[[], float],
        unavoidable: Callable[[], int],
    ) -> None:
        self._scales, self._left = scales, left
        base = changed(roster, forced)
        self._road = Road(scales, roster, base)
        self._wants = self._road.wants
        self._rows = Rows(scales, base, frozenset(forced), since, self._look)
        #: Counting takes it that what must be kept is kept.
        self._is_sound = not any(scales.broken(person, row) for person, row in enumerate(base))
        self._hopeless = self._wants.hopeless(self._rows.is_open, len(roster)) if self._is_sound else 0
        self._count_unavoidable = unavoidable
        self._deadline, self._looks = 0.0, count()
        self._people: tuple[int, ...] = ()
        self._seen: set[object] = set()
        #: How many of who are lacking are left so on the present road.
        self._eased = 0
        self._best: _Way | None = None
        #: What had the fewest gaps and changes when time was over.
        self._nearest: _Way = (0, 0, ())

    def best(self, banned: frozenset[int], most: int | None = None) -> Mended:
        """Return the best way that changes nobody of some people, or as near as time allows.

        Args:
            banned: people by place.
            most: changes that are tried; None for as many as there is time for.
        """
        self._people = tuple(person for person in range(len(self._road.base)) if person not in banned)
        is_whole = True
        needed, lacking = self._wants.needed(), self._wants.lacking()
        self._nearest = lacking, 0, ()
        for skipped in range(self._hopeless, lacking + 1):
            self._deadline = self._left() * (1 - _FOR_ALL) if skipped == self._hopeless or is_whole else 0.0
            is_proven = False
            for changes in range(max(needed - skipped, 0), (needed + _MOST_MORE if most is None else most) + 1):
                is_proven = changes > needed - skipped and skipped < self._unavoidable
                best, is_over = (None, False) if is_proven else self._looked(changes, skipped)
                if best is not None:
                    return self._mended(best, is_fewest=is_whole, is_cheapest=is_whole and not is_over)
                is_whole &= not is_over
                if is_proven or is_over:
                    break
            is_whole &= is_proven
        lacking, _, columns = self._nearest
        cost = self._scales.difference(self._road.base, cells_of(columns)).cost
        at_first = sum(self._road.day(day) for day in self._road.gap_days)
        return self._mended((cost + at_first, lacking, columns), is_fewest=False, is_cheapest=False)

    def _mended(self, way: _Way, *, is_fewest: bool, is_cheapest: bool) -> Mended:
        at_first = sum(self._road.day(day) for day in self._road.gap_days)
        cells = tuple(sorted(cells_of(way[2]).items()))
        return Mended(cells=cells, left=way[1], cost=way[0] - at_first, is_fewest=is_fewest, is_cheapest=is_cheapest)

    @cached_property
    def _unavoidable(self) -> int:
        return self._count_unavoidable() if self._is_sound else 0

    def _looked(self, changes: int, skipped: int) -> tuple[_Way | None, bool]:
        """Return the cheapest way of so many changes, and whether the time was over before the end."""
        self._best, is_over = None, False
        self._seen, self._eased = set(), 0
        try:
            if changes == self._wants.needed() and not skipped and self._wants.is_one_a_day():
                shared = share_out(self._road, self._rows, self._people)
                self._best = (shared[0], 0, shared[1]) if shared else None
            else:
                self._fill(changes, skipped, 0)
        except _OverError:
            self._road.restore()
            is_over = True
        return self._best, is_over

    def _look(self) -> None:
        """Look at the clock now and then: where that takes long, it would take most of the time."""
        if next(self._looks) % _EVERY == 0 and self._left() <= self._deadline:
            raise _OverError

    def _fill(self, left: int, skips: int, spent: int) -> None:
        """Fill the gap that the fewest could, in each way; so many changes are left, and gaps that may stay."""
        self._look()
        needed = self._wants.needed()
        if needed - skips > left or self._has_seen(skips):
            return
        if not needed:
            total = spent + self._road.gone()
            if self._best is None or total < self._best[0]:
                self._best = total, self._eased, self._road.columns
            return
        self._note()
        more = left - max(needed - skips, 0)
        options = [(gap, self._columns(gap, left, skips, more)) for gap in self._wants.narrowest()]
        gap, columns = min(options, key=lambda one: len(one[1]))
        if self._best is None or more or spent + self._least(options, skips) < self._best[0]:
            for _, _, column in columns:
                old = self._road.put(column)
                self._fill(left - _longer(column, old), skips, spent + _dearer(column, old))
                self._road.take(column, old)
            if skips:
                self._eased += 1
                with self._wants.without(gap):
                    self._fill(left, skips - 1, spent)
                self._eased -= 1

    def _note(self) -> None:
        """Keep what has the fewest gaps and changes so far."""
        here = self._wants.lacking() + self._eased, self._road.length
        if here < (self._nearest[0], sum(len(column.turns) for column in self._nearest[2])):
            self._nearest = *here, self._road.columns

    def _has_seen(self, skips: int) -> bool:
        """Say whether the same cells have changed before on another road."""
        cells = frozenset((column.person, column.turns) for column in self._road.columns)
        key = cells, skips, tuple(self._wants.open_units())
        has = key in self._seen
        self._seen.add(key)
        return has

    def _columns(self, gap: Gap, left: int, skips: int, more: int) -> _Options:
        """Return the changes that fill a gap and leave enough for the others; the cheapest for each cell first."""
        found: _Options = []
        for person in self._people:
            if gap.people is not None and person not in gap.people:
                continue
            old = self._road.used.get(person)
            for column in self._rows.columns(self._wants, gap, person, old.turns if old else (), more):
                length, price = _longer(column, old), _dearer(column, old)
                if length <= left and self._road.needed_after(column) - skips <= left - length:
                    found.append((price / length if price > 0 else price, len(found), column))
        return sorted(found)

    def _least(self, options: list[tuple[Gap, _Options]], skips: int) -> float:
        """Return what everything that is still to come costs at least, where all of it fills what is lacking now.

        Each gap costs its share of the cheapest change that fills it; those that may stay are the dearest.
        """
        counts = dict(self._wants.open_units())
        shares = sorted(
            (columns[0][0] if columns else 0.0, counts[gap.day, gap.duties])
            for gap, columns in options
            if (gap.day, gap.duties) in counts
        )
        total, dropped = 0.0, skips
        for share, lacking in reversed(shares):
            kept = lacking - min(dropped, lacking) if share > 0 else lacking
            dropped -= lacking - kept
            total += share * kept
        return total + self._road.settled()


def _beside(one: Mended, best: Mended) -> Mended:
    """Return another way; what is proven of it is that it is as good as the best one."""
    is_fewest = best.is_fewest and (one.left, len(one.cells)) == (best.left, len(best.cells))
    return replace(one, is_fewest=is_fewest, is_cheapest=is_fewest and best.is_cheapest and one.cost == best.cost)


def _longer(column: Column, old: Column | None) -> int:
    return len(column.turns) - (len(old.turns) if old else 0)


def _dearer(column: Column, old: Column | None) -> int:
    return column.cost - (old.cost if old else 0)
