"""Says what is wrong with a roster, by counting.

It knows nothing of how a roster was drawn, and shares no code with the solver: one judge for the grid, for imports,
for what the solver returns and for repairs.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from yigongti_desktop.rostering.rules import Beside
from yigongti_desktop.rostering.rules import Cover
from yigongti_desktop.rostering.rules import Follow
from yigongti_desktop.rostering.rules import Only
from yigongti_desktop.rostering.rules import PersonRule
from yigongti_desktop.rostering.rules import Run
from yigongti_desktop.rostering.rules import Total
from yigongti_desktop.rostering.rules import Weekends
from yigongti_desktop.rostering.rules import Window
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.task import Row
from yigongti_desktop.rostering.task import Task
from yigongti_desktop.rostering.task import Worker


class Finding(Struct, frozen=True):
    """A rule that is not kept."""

    rule: PersonRule | Cover | Beside
    #: Place of the person; None where it is about a day.
    person: int | None
    #: Where to look.
    days: tuple[int, ...]
    #: By how much: negative where there is too little.
    amount: int
    #: What it costs; 0 where the rule must be kept.
    cost: int

    @property
    def is_must(self) -> bool:
        """Say whether the roster may not stand so."""
        return self.cost == 0


def check(task: Task, roster: Roster) -> tuple[Finding, ...]:
    """Return what is not kept.

    Raises:
        ValueError: when the roster is not of this task's people, days and duties.
    """
    if len(roster) != len(task.people) or any(len(row) != task.days for row in roster):
        raise ValueError("the roster is of other people or days")
    if any(not 0 <= duty < len(task.duties) for row in roster for duty in row):
        raise ValueError("the roster has an unknown duty")
    found = [finding for person in range(len(roster)) for finding in check_row(task, person, roster[person])]
    return (*found, *(finding for day in range(task.days) for finding in check_day(task, roster, day)))


def check_row(task: Task, person: int, row: Row) -> Iterator[Finding]:
    """Return what one person's row does not keep."""
    worker = task.people[person]
    for rule in worker.rules:
        for days, amount in _COUNTS[type(rule)](rule, worker, row):
            yield Finding(rule, person, days, amount, _cost(rule, abs(amount)))


def check_day(task: Task, roster: Roster, day: int) -> Iterator[Finding]:
    """Return what is not kept on one day about all people together."""
    for rule in task.rules:
        if rule.day != day:
            continue
        if isinstance(rule, Beside):
            led, leaders = (
                sum(roster[one][day] in rule.duties for one in people) for people in (rule.people, rule.leaders)
            )
            if led > leaders:
                yield Finding(rule, None, (day,), leaders - led, rule.weight * (led - leaders))
            continue
        people = range(len(roster)) if rule.people is None else rule.people
        there = sum(roster[one][day] in rule.duties for one in people)
        if there < rule.least and rule.under:
            yield Finding(rule, None, (day,), there - rule.least, rule.under * (rule.least - there))
        if there > rule.most and rule.over:
            yield Finding(rule, None, (day,), there - rule.most, rule.over * (there - rule.most))


def cost(findings: tuple[Finding, ...]) -> int:
    """Return what all that is not kept costs together."""
    return sum(finding.cost for finding in findings)


def _cost(rule: PersonRule, amount: int) -> int:
    if isinstance(rule, Total | Weekends) and rule.rises:
        return rule.weight * amount * (amount + 1) // 2
    return rule.weight * amount


#: Where to look, and by how much a rule is broken.
_Found = Iterator[tuple[tuple[int, ...], int]]


def _only(rule: Only, _worker: Worker, row: Row) -> _Found:
    for day in rule.days:
        if row[day] not in rule.duties:
            yield (day,), 1


def _follow(rule: Follow, worker: Worker, row: Row) -> _Found:
    for day, duty in enumerate(row):
        last = row[day - 1] if day else worker.before[-1] if worker.before else None
        if last == rule.duty and duty in rule.barred:
            yield (day - 1, day) if day else (day,), 1


def _run(rule: Run, worker: Worker, row: Row) -> _Found:
    known, days = len(worker.before), worker.before + row
    start = 0
    while start < len(days):
        end = start
        is_run = days[start] in rule.duties
        while end < len(days) and (days[end] in rule.duties) == is_run:
            end += 1
        length = end - start
        seen = tuple(range(max(start - known, 0), end - known))
        if is_run and seen and rule.most is not None and length > rule.most:
            over = min(length - rule.most, len(seen))
            yield seen, over
        has_ended_here = known <= end < len(days)
        if is_run and has_ended_here and start > 0 and length < rule.least:
            yield seen or (0,), length - rule.least
        start = end


def _window(rule: Window, worker: Worker, row: Row) -> _Found:
    known, days = len(worker.before), worker.before + row
    counts = [duty in rule.duties for duty in days]
    count = 0
    for end, is_counted in enumerate(counts):
        start = max(end - rule.length + 1, 0)
        count += is_counted - (counts[start - 1] if end >= rule.length else 0)
        if count > rule.most and end >= known:
            there = tuple(day - known for day in range(max(start, known), end + 1) if counts[day])
            yield there or (end - known,), count - rule.most


def _total(rule: Total, _worker: Worker, row: Row) -> _Found:
    counted = range(len(row)) if rule.days is None else rule.days
    total = rule.carried + sum(rule.counts[row[day]] for day in counted)
    there = tuple(day for day in counted if rule.counts[row[day]])
    if total < rule.least:
        yield there, total - rule.least
    if rule.most is not None and total > rule.most:
        yield there, total - rule.most


def _weekends(rule: Weekends, _worker: Worker, row: Row) -> _Found:
    taken = [days for days in rule.weekends if any(row[day] in rule.duties for day in days)]
    over = rule.carried + len(taken) - rule.most
    if over > 0:
        yield tuple(day for days in taken for day in days), over


_COUNTS: dict[type, Callable[[Any, Worker, Row], _Found]] = {
    Only: _only,
    Follow: _follow,
    Run: _run,
    Window: _window,
    Total: _total,
    Weekends: _weekends,
}
