"""Reaches of codes that lie apart or one within another, and where a new one lies among them."""

from __future__ import annotations

from bisect import bisect_left
from bisect import insort

from yigongti_desktop.capabilities.referrals.model.codes import Reach
from yigongti_desktop.kernel.errors import Refused


class Nested:
    """Lines of a list in the order of their codes, a wider one before those within it; found by halving."""

    def __init__(self) -> None:
        self._places: list[_Place] = []

    def around(self, reach: Reach) -> int:
        """Return the row of the narrowest line around this one; 0 where there is none.

        Raises:
            Refused: catalogue_twice, catalogue_overlap, with the first row that it does not go with.
        """
        left, right = self._sides(reach)
        crossing: list[_Place] = []
        known = self._meeting(left, reach)
        if known is not None and known.reach == reach:
            raise Refused("catalogue_twice", field="code", first=known.row)
        while known is not None and not known.reach.holds(reach):
            crossing.append(known)
            known = known.outer
        last = self._places[right - 1] if right > left else None
        while last is not None and last.reach.low >= reach.low and not last.reach.holds(reach):
            crossing += [last] if last.reach.end > reach.end else []
            last = last.outer
        if crossing:
            first = min(crossing, key=lambda one: one.row)
            raise Refused("catalogue_overlap", field="code", code=first.reach.written, first=first.row)
        return known.row if known else 0

    def add(self, reach: Reach, row: int) -> None:
        """Take a line that goes with all others, as `around` has said."""
        left, right = self._sides(reach)
        new = _Place(reach, row, self._meeting(left, reach))
        at = left
        while at < right:  # those right below it have it around them now
            inner = self._places[at]
            inner.outer = new
            at = self._sides(inner.reach)[1]
        insort(self._places, new)

    def _sides(self, reach: Reach) -> tuple[int, int]:
        """Return where those begin that come after it, and where those begin that start beyond its end."""
        left = bisect_left(self._places, _Place(reach, 0, None))
        return left, bisect_left(self._places, reach.end, left, key=lambda one: one.reach.low)

    def _meeting(self, left: int, reach: Reach) -> _Place | None:
        """Return the narrowest that begins no later and ends within it or beyond."""
        if left < len(self._places) and self._places[left].reach == reach:
            return self._places[left]
        known = self._places[left - 1] if left else None
        while known is not None and known.reach.end < reach.low:
            known = known.outer
        return known


class _Place:
    """A line with the narrowest one around it."""

    def __init__(self, reach: Reach, row: int, outer: _Place | None) -> None:
        self.reach, self.row, self.outer = reach, row, outer

    def __lt__(self, other: _Place) -> bool:
        mine, its = self.reach, other.reach
        return mine.low < its.low or (mine.low == its.low and mine.end > its.end)
