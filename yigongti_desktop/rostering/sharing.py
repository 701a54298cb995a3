"""Shares gaps of different days out among people at the least cost, where nothing else may change; exact.

What a day costs then hangs on nothing but who fills its gap, so that people can be gone through one by one: for each
set of gaps the cheapest way to have filled it is kept.
"""

from __future__ import annotations

from collections.abc import Iterable

from yigongti_desktop.rostering.road import Road
from yigongti_desktop.rostering.rows import Column
from yigongti_desktop.rostering.rows import Rows

#: By set of gaps: what it costs to have filled it, and by whom.
_Filled = dict[int, tuple[int, tuple[Column, ...]]]


def share_out(road: Road, rows: Rows, people: Iterable[int]) -> tuple[int, tuple[Column, ...]] | None:
    """Return the least cost of rows and of days with gaps, and the changes; None where some gap nobody could fill.

    Args:
        road: at its beginning, with one gap a day at most.
        rows: ways in which rows could change.
        people: who may be changed, by place.
    """
    gaps = road.wants.narrowest()
    bits = {gap.day: 1 << place for place, gap in enumerate(gaps)}
    filled: _Filled = {0: (0, ())}
    for person in people:
        own = _of_one(road, rows, person, bits)
        for mask, (cost, columns) in list(filled.items()):
            for part, (price, column) in own.items():
                both = mask | part
                if not mask & part and (both not in filled or cost + price < filled[both][0]):
                    filled[both] = cost + price, (*columns, column)
    return filled.get((1 << len(gaps)) - 1)


def _of_one(road: Road, rows: Rows, person: int, bits: dict[int, int]) -> dict[int, tuple[int, Column]]:
    """Return by set of gaps what one person costs who fills it, and how."""
    needed, own = road.wants.needed(), dict[int, tuple[int, Column]]()
    gaps = (gap for gap in road.wants.narrowest() if gap.people is None or person in gap.people)
    for column in (column for gap in gaps for column in rows.columns(road.wants, gap, person, (), 0)):
        if road.needed_after(column) == needed - len(column.turns):
            part = sum(bits[day] for day, _ in column.turns)
            price = column.cost + road.days_with(column)
            if part not in own or price < own[part][0]:
                own[part] = price, column
    return own
