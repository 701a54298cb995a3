"""A dated history: parts one after another that never hold on the same day.

What is laid into it takes the place of whatever held on its days; the days before and after stay as they were.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from datetime import timedelta
from typing import TypeVar

from msgspec.structs import replace

from yigongti_desktop.registry.model.staff.parts import Dated

D = TypeVar("D", bound=Dated)
_DAY = timedelta(days=1)


def held(parts: Iterable[D], on: date) -> D | None:
    """Return the part that holds on a day, or None."""
    return next((part for part in parts if part.holds(on)), None)


def meet(one: Dated, other: Dated) -> bool:
    """Say whether both hold on some day."""
    first, second = sorted((one, other), key=lambda part: part.since)
    return first.until is None or second.since <= first.until


def laid(parts: Iterable[D], wanted: D) -> tuple[D, ...]:
    """Return the history with a part in it; others are cut to the days that it leaves them, or go."""
    rest = [left for part in parts for left in outside(part, wanted)]
    return _in_order((*rest, wanted))


def outside(part: D, span: Dated) -> tuple[D, ...]:
    """Return what is left of a part on the days before and after a span."""
    if not meet(part, span):
        return (part,)
    before = replace(part, until=span.since - _DAY)
    left = (before,) if part.since < span.since else ()
    if span.until is None or (part.until is not None and part.until <= span.until):
        return left
    return (*left, replace(part, since=span.until + _DAY))


def inside(parts: Iterable[D], span: Dated) -> tuple[D, ...]:
    """Return what holds on the days of a span, cut to them."""
    found = []
    for part in parts:
        if meet(part, span):
            ends = [until for until in (part.until, span.until) if until is not None]
            found.append(replace(part, since=max(part.since, span.since), until=min(ends, default=None)))
    return _in_order(found)


def ended(parts: Iterable[D], last: date) -> tuple[D, ...]:
    """Return the history with nothing after a day."""
    begun = (part for part in parts if part.since <= last)
    return tuple(replace(part, until=last if part.until is None else min(part.until, last)) for part in begun)


def without(parts: Iterable[D], mistaken: D, *, holds_on: bool) -> tuple[D, ...]:
    """Return the history without a part that was a mistake.

    Args:
        parts: the history.
        mistaken: the part, which is in it.
        holds_on: whether what held until the day before holds on over its days, as if nothing had been laid there.
    """
    rest = _in_order(part for part in parts if part != mistaken)
    before = next((part for part in rest if part.until == mistaken.since - _DAY), None)
    after = next((part for part in rest if mistaken.until and part.since == mistaken.until + _DAY), None)
    if before is None or not (holds_on or (after is not None and _same(before, after))):
        return rest
    if after is not None and _same(before, after):
        return _in_order((*(one for one in rest if one not in (before, after)), replace(before, until=after.until)))
    return _in_order((*(one for one in rest if one != before), replace(before, until=mistaken.until)))


def _same(one: D, other: D) -> bool:
    """Say whether two parts say the same of different days."""
    return replace(one, since=other.since, until=other.until) == other


def _in_order(parts: Iterable[D]) -> tuple[D, ...]:
    return tuple(sorted(parts, key=lambda part: part.since))
