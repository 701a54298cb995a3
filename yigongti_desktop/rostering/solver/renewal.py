"""Places some people of a roster anew, or some days of everybody, and leaves the rest as it is."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence

from yigongti_desktop.rostering.solver.aims import SOME
from yigongti_desktop.rostering.solver.dive import Dive
from yigongti_desktop.rostering.solver.dive import by_rows
from yigongti_desktop.rostering.solver.generation import Bound
from yigongti_desktop.rostering.solver.generation import Pace
from yigongti_desktop.rostering.solver.generation import solve
from yigongti_desktop.rostering.solver.graph import Floats
from yigongti_desktop.rostering.solver.master import Master
from yigongti_desktop.rostering.solver.pricing import Column
from yigongti_desktop.rostering.solver.pricing import Pricer
from yigongti_desktop.rostering.solver.problem import Problem
from yigongti_desktop.rostering.task import Row

_PACE = Pace(close=1e-4, rounds=60)
#: Rows among which is chosen at most, and seconds for the choice.
_MANY, _CHOOSE = 3000, 2.0
#: Shares of the gap within which rows are chosen among, where those within all of it are too many.
_CLOSER = (0.2, 0.04)
#: People, and days, that are freed at least.
_LEAST_PEOPLE, _LEAST_DAYS = 4, 7
#: Share of the time given from which on it took long, and up to which it was soon done.
_LONG, _SOON = 0.9, 0.4
#: How often people are freed, and not days.
_FOR_PEOPLE = 0.3


class Size:
    """How much is freed at once: more after it was soon done, less after it took long."""

    def __init__(self, least: int, most: int) -> None:
        self._least, self._most = min(least, most), most
        self._now = self._least

    def some(self, chance: random.Random) -> int:
        """Return how much to free now."""
        return chance.randint(min((self._now + 1) // 2 + self._least // 2, self._now), self._now)

    def learn(self, tried: int, share: float) -> None:
        """Hear what share of its time it took to free so much."""
        if share > _LONG:
            self._now = max(self._least, tried - 1)
        elif share < _SOON and tried >= self._now - 1:
            self._now = min(self._most, self._now + 1)


class Renewal:
    """Makes rosters better part by part."""

    def __init__(self, problem: Problem, chance: random.Random, left: Callable[[], float]) -> None:
        """Begin.

        Args:
            problem: to be solved.
            chance: decides what is freed.
            left: returns the seconds that are left.
        """
        self._problem, self._chance, self._left = problem, chance, left
        self._everybody = tuple(range(len(problem.people)))
        self._days = problem.links.shape[0]
        self._people_freed = Size(_LEAST_PEOPLE, len(self._everybody))
        self._days_freed = Size(_LEAST_DAYS, self._days)

    def better(self, best: Sequence[Row], cost: float, far: Sequence[float], given: float) -> dict[int, Row]:
        """Return a better roster's rows by person; nothing where none was found.

        Args:
            best: roster.
            cost: of it.
            far: how far each person's row is from what the bound would have.
            given: seconds.
        """
        begun = self._left()
        if self._chance.random() < _FOR_PEOPLE:
            size, tried = self._people_freed, self._people_freed.some(self._chance)
            freed, window = tuple(sorted(self._some(tried, far))), range(self._days)
        else:
            size, tried = self._days_freed, self._days_freed.some(self._chance)
            first = self._chance.randint(0, self._days - tried)
            freed, window = self._everybody, range(first, first + tried)
        found = self._placed(best, cost, freed, window, lambda: self._left() <= begun - given)
        size.learn(tried, (begun - self._left()) / given)
        return found

    def _placed(
        self, best: Sequence[Row], cost: float, freed: tuple[int, ...], window: range, is_over: Callable[[], bool]
    ) -> dict[int, Row]:
        rest = [(person, row) for person, row in enumerate(best) if person not in freed]
        most = cost - self._problem.own(rest) - self._problem.unit + SOME
        master = filled(self._problem, best, freed, self._problem.sums(rest))
        pricer = Pricer(self._problem, freed)
        if len(window) < self._days:
            pricer.only(
                (place, day, best[person][day])
                for place, person in enumerate(freed)
                for day in range(self._days)
                if day not in window
            )
        bound = solve(master, pricer, _PACE, is_over, most)
        if bound.value > most or master.value > most or bound.prices is None:
            return {}
        near = within(pricer, bound, most)
        if near is None:
            rows = Dive(master, pricer, lambda: by_rows(self._chance), is_over, most).rows(bound)
            if len(rows) == len(freed):
                return dict(rest) | rows
            closer = (bound.value + share * (most - bound.value) for share in _CLOSER)
            near = next((some for limit in closer if (some := within(pricer, bound, limit)) is not None), None)
        if not near:
            return {}
        chosen = filled(self._problem, best, freed, self._problem.sums(rest), near)
        rows = chosen.whole(_CHOOSE, {person: best[person] for person in freed})
        return dict(rest) | rows if len(rows) == len(freed) else {}

    def _some(self, size: int, far: Sequence[float]) -> set[int]:
        """Return some people, more often those who stand far from the bound."""
        weights = [max(one, 0.0) + 0.5 for one in far]
        found: set[int] = set()
        while len(found) < size:
            if self._chance.random() < 0.5:  # noqa: PLR2004 # half of them by chance alone
                found.update(self._chance.choices(self._everybody, weights))
            else:
                found.add(self._chance.choice(self._everybody))
        return found


def within(pricer: Pricer, bound: Bound, most: float) -> list[Column] | None:
    """Return all rows that a roster of so much at most could have, or None when they are too many."""
    if bound.prices is None or math.isinf(most):
        return None
    paid = pricer.paid(bound.prices)
    priced = pricer.cheapest(paid)
    if priced is None:
        return []
    return pricer.within(paid, priced.values + (most - bound.value), _MANY)


def filled(
    problem: Problem,
    best: Sequence[Row],
    people: Sequence[int],
    there: Floats | None = None,
    rows: Iterable[Column] = (),
) -> Master:
    """Return a master that knows the best roster's rows of some people, and others."""
    master = Master(problem, people, there)
    master.add((person, best[person], problem.people[person].plain(best[person])) for person in people)
    master.add(rows)
    return master
