"""Items of a package become dated tasks (FDC-16 履约质量, CHR-05): a pure function of term, items and what was served.

The plan is counted from an anchor, never from the day something was done: early or late, nothing else moves. Where a
rule wants to see somebody again before the plan does (血压控制不满意，2 周内随访), one task is put between and the plan
goes on. Renewed without a gap, a contract hands its anchor on, and numbers go on with it.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from datetime import date
from datetime import timedelta
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.contracts.model import numbers
from yigongti_desktop.capabilities.contracts.model.numbers import AGAIN
from yigongti_desktop.capabilities.contracts.model.numbers import BETWEEN
from yigongti_desktop.capabilities.contracts.model.rhythm import Anchor
from yigongti_desktop.capabilities.contracts.model.rhythm import Course
from yigongti_desktop.capabilities.contracts.model.rhythm import Milestones
from yigongti_desktop.capabilities.contracts.model.rhythm import Rhythm
from yigongti_desktop.capabilities.contracts.model.rhythm import Slot
from yigongti_desktop.capabilities.contracts.model.rhythm import anchor_of
from yigongti_desktop.capabilities.contracts.model.rhythm import slots
from yigongti_desktop.capabilities.contracts.model.terms import Term

_UNNUMBERED = 0
_ONE = timedelta(days=1)
#: Days that something happened, in order; a day once written keeps its place.
Anchors = Mapping[Anchor, Sequence[date]]


class Item(msgspec.Struct, frozen=True, kw_only=True):
    """What is owed again and again."""

    code: str
    rhythm: Rhythm
    #: The first day on which it is owed, when it came into the contract during a term.
    since: date | None = None


class Served(msgspec.Struct, frozen=True, kw_only=True):
    """What was done of a contract."""

    item: str
    number: int
    on: date
    #: The day by which a rule wants to see the resident again, before the plan does; None where the plan will do.
    next_due: date | None = None


class Task(msgspec.Struct, frozen=True, kw_only=True):
    """What is to be done, or was done."""

    item: str
    number: int
    since: date
    due: date
    until: date
    #: The day on which it was done.
    done: date | None = None
    #: Owed since a former term, where it is counted.
    is_carried: bool = False

    @property
    def is_between(self) -> bool:
        """Say whether a rule put it between two of the plan."""
        return numbers.is_between(self.number)

    @property
    def is_unplanned(self) -> bool:
        """Say whether it was done beyond the plan."""
        return numbers.is_unplanned(self.number)


class Stand(StrEnum):
    """Where a task stands on a day."""

    AHEAD = "ahead"
    OPEN = "open"
    OVERDUE = "overdue"
    DONE = "done"
    DONE_LATE = "done_late"


def tasks(items: Iterable[Item], term: Term, served: Iterable[Served], anchors: Anchors) -> tuple[Task, ...]:
    """Return the tasks of a term, done and to be done, the earliest first.

    Args:
        items: of the contract, as they were when it was signed.
        term: whose tasks are asked for; of one that was ended early only what was due by then.
        served: of this term and of the former ones of the row (`still_counted`).
        anchors: days from which ages, weeks and treatments are counted; an item whose day is not known gives no
            tasks (`lacking`).
    """
    by_item: dict[str, list[Served]] = {}
    for one in served:
        by_item.setdefault(one.item, []).append(one)
    found: list[Task] = []
    for item in items:
        some = sorted(by_item.get(item.code, ()), key=_order)
        plan = list(_plan(item, term, some, anchors))
        found += plan
        found += _between(item, term, some, plan)
    return tuple(sorted(found, key=lambda task: (task.due, task.item, task.number)))


def lacking(items: Iterable[Item], anchors: Anchors) -> tuple[Anchor, ...]:
    """Return the days that must be known before all items have their tasks."""
    needed = dict.fromkeys(anchor_of(item.rhythm) for item in items)
    return tuple(anchor for anchor in needed if anchor is not Anchor.TERM and not anchors.get(anchor))


def still_counted(former: Iterable[Item], items: Iterable[Item], served: Iterable[Served]) -> tuple[Served, ...]:
    """Return what was served, as a renewed contract counts it.

    Where an item has another rhythm now, its numbers mean other days: of what was served only the latest is kept,
    under a number that no plan has, so that a check it asked for is not lost.
    """
    kept = {item.code: item.rhythm for item in former}
    same = {item.code for item in items if kept.get(item.code) == item.rhythm}
    some = sorted(served, key=_order)
    latest = {one.item: replace(one, number=_UNNUMBERED) for one in some if one.item not in same}
    return (*(one for one in some if one.item in same), *latest.values())


def stand_on(task: Task, today: date) -> Stand:
    """Return where a task stands."""
    if task.done is not None:
        return Stand.DONE if task.done <= task.until else Stand.DONE_LATE
    if today < task.since:
        return Stand.AHEAD
    return Stand.OPEN if today <= task.until else Stand.OVERDUE


def _order(one: Served) -> tuple[date, int, date]:
    """Sort by the day; told twice, with a check and without one, the check holds."""
    return one.on, one.number, one.next_due or date.min


def _plan(item: Item, term: Term, served: Sequence[Served], anchors: Anchors) -> Iterator[Task]:
    first = max(term.anchor, item.since or term.anchor)
    start = max(term.since, first)
    if start > term.last:
        return
    for counted_from, slot in _slots(item.rhythm, term, anchors):
        if slot.until < start:
            continue
        done = _done(served, slot.number, counted_from)
        is_carried = slot.due < term.since and first < term.since
        if is_carried and done is not None and done < term.since:
            continue
        until = min(slot.until, term.last)
        yield Task(
            item=item.code,
            number=slot.number,
            since=slot.since if is_carried else max(slot.since, start),
            due=slot.due if is_carried else max(slot.due, start),
            until=until,
            done=done,
            is_carried=is_carried,
        )


def _slots(rhythm: Rhythm, term: Term, anchors: Anchors) -> Iterator[tuple[date, Slot]]:
    """Return every slot that is due by the end of the term, with the day it is counted from."""
    own = anchor_of(rhythm)
    days = (term.anchor,) if own is Anchor.TERM else anchors.get(own, ())
    for place, day in enumerate(days):
        for slot in slots(rhythm, day):
            if slot.due <= term.last:
                yield day, replace(slot, number=place * AGAIN + slot.number)
            elif not isinstance(rhythm, Milestones | Course):
                break


def _done(served: Sequence[Served], number: int, counted_from: date) -> date | None:
    return next((one.on for one in served if one.number == number and one.on >= counted_from), None)


def _between(item: Item, term: Term, served: Sequence[Served], plan: Sequence[Task]) -> Iterator[Task]:
    """Return what rules put between, and what was done beyond the plan.

    What a rule put there counts in the term of the service that asked for it.
    """
    by_number = {one.number: one for one in served}
    for number, one in by_number.items():
        opener = by_number.get(number - BETWEEN) or replace(one, next_due=None)
        if number >= BETWEEN and _touches(term, opener, one):
            yield replace(_check(item, term, opener, number), done=one.on)
    latest = served[-1] if served else None
    if latest is None or latest.next_due is None or latest.on > term.last:
        return
    if any(task.done is None and latest.on < task.due <= latest.next_due for task in plan):
        return
    number = latest.number + BETWEEN
    while number in by_number:
        number += BETWEEN
    yield _check(item, term, latest, number)


def _touches(term: Term, opener: Served, one: Served) -> bool:
    return any(term.since <= day <= term.last for day in (opener.on, one.on))


def _check(item: Item, term: Term, opener: Served, number: int) -> Task:
    due = opener.next_due or opener.on
    since = min(opener.on + _ONE, due)
    return Task(item=item.code, number=number, since=since, due=due, until=due, is_carried=opener.on < term.since)
