"""How many duties of some kinds one person could have at most between two days, by the rules that must be kept.

It is never less than what a roster could give them: rules that are not looked at can only make it fewer.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence

from yigongti_desktop.rostering.rules import Follow
from yigongti_desktop.rostering.rules import Only
from yigongti_desktop.rostering.rules import PersonRule
from yigongti_desktop.rostering.rules import Run
from yigongti_desktop.rostering.rules import Total
from yigongti_desktop.rostering.rules import Window
from yigongti_desktop.rostering.task import Task
from yigongti_desktop.rostering.task import Worker

#: Length, most, and days before the first that count already, as negative numbers.
_Limit = tuple[int, int, tuple[int, ...]]


def open_duties(task: Task, rules: Iterable[PersonRule]) -> list[set[int]]:
    """Return by day which duties the rules about single days leave; none where they contradict each other."""
    found = [set(range(len(task.duties))) for _ in range(task.days)]
    for rule in rules:
        if isinstance(rule, Only) and rule.is_must:
            for day in rule.days:
                found[day] &= set(rule.duties)
    return found


class Room:
    """One person's room."""

    def __init__(self, task: Task, worker: Worker) -> None:
        self._task, self._worker = task, worker
        self._must = [rule for rule in worker.rules if rule.is_must]
        #: Duties that are open to them, by day.
        self.open = open_duties(task, worker.rules)
        if worker.before and task.days:
            for rule in self._must:
                if isinstance(rule, Follow) and rule.duty == worker.before[-1]:
                    self.open[0] -= set(rule.barred)

    def most(self, duties: frozenset[int], first: int) -> Sequence[int]:
        """Return for each day from a first one on how many of some duties they could have until then.

        Each is taken as early as may be: nothing leaves more room for those to come, since all that is looked at are
        distances between days.
        """
        able = [bool(open_on & duties) for open_on in self.open]
        limits = [(length, most, list(before)) for length, most, before in self._limits(duties)]
        sums, count, found = self._sums(duties), 0, list[int]()
        for day in range(first, self._task.days):
            if able[day] and all(len(taken) < most or taken[-most] <= day - length for length, most, taken in limits):
                count += 1
                for _, _, taken in limits:
                    taken.append(day)
            most = count
            for allowed, counted in sums:
                most = min(most, allowed + sum(able[one] for one in range(first, day + 1) if one not in counted))
            found.append(most)
        return found

    def key(self, duties: frozenset[int]) -> object:
        """Return what decides it: whoever has the same key has the same room."""
        sums = tuple((allowed, tuple(counted)) for allowed, counted in self._sums(duties))
        return tuple(bool(open_on & duties) for open_on in self.open), tuple(self._limits(duties)), sums

    def _limits(self, duties: frozenset[int]) -> list[_Limit]:
        found: list[_Limit] = []
        for rule in self._must:
            if isinstance(rule, Window) and duties <= set(rule.duties):
                found.append((rule.length, rule.most, self._before(rule.duties)))
            elif isinstance(rule, Run) and rule.most is not None and duties <= set(rule.duties):
                found.append((rule.most + 1, rule.most, self._before(rule.duties)))
        barred = {rule.duty: set(rule.barred) for rule in self._must if isinstance(rule, Follow)}
        if all(duties <= barred.get(duty, set()) for duty in duties):
            found.append((2, 1, ()))
        return found

    def _before(self, duties: Sequence[int]) -> tuple[int, ...]:
        known = len(self._worker.before)
        return tuple(place - known for place, duty in enumerate(self._worker.before) if duty in duties)

    def _sums(self, duties: frozenset[int]) -> list[tuple[int, range | set[int]]]:
        """Return how many of some duties each sum allows at most, and in which days."""
        found: list[tuple[int, range | set[int]]] = []
        for rule in self._must:
            if isinstance(rule, Total) and rule.most is not None and (unit := min(rule.counts[one] for one in duties)):
                counted = range(self._task.days) if rule.days is None else set(rule.days)
                found.append((max(rule.most - rule.carried, 0) // unit, counted))
        return found
