"""Looks for the best roster: one at once, then a bound, then dives from it, and some people at a time placed anew."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence

import numpy as np

from yigongti_desktop.rostering.solver.dive import Choice
from yigongti_desktop.rostering.solver.dive import by_cells
from yigongti_desktop.rostering.solver.dive import by_rows
from yigongti_desktop.rostering.solver.dive import dive
from yigongti_desktop.rostering.solver.first import first
from yigongti_desktop.rostering.solver.generation import Bound
from yigongti_desktop.rostering.solver.generation import Pace
from yigongti_desktop.rostering.solver.generation import generate
from yigongti_desktop.rostering.solver.graph import Floats
from yigongti_desktop.rostering.solver.master import Master
from yigongti_desktop.rostering.solver.pricing import Pricer
from yigongti_desktop.rostering.solver.problem import Problem
from yigongti_desktop.rostering.task import Row

_ROOT = Pace(close=1e-6, rounds=2000, share=0.7)
_PART = Pace(close=1e-4, rounds=60)
#: Costs are whole numbers: a roster that is better is better by one.
_ONE, _SOME = 1.0, 1e-4
#: Rows among which is chosen at most, and seconds for the choice: of some people, and of all.
_MANY, _CHOOSE, _CHOOSE_ALL = 3000, 2.0, 20.0
#: Shares of the gap within which rows are chosen among, where those within all of it are too many.
_CLOSER = (0.2, 0.04)
#: People who are freed at least and at most, and times that this is done between two dives.
_LEAST, _MOST, _TURNS = 4, 16, 2
#: Shares of the time that is left: for the bound, for a dive, for people who are placed anew.
_FOR_BOUND, _FOR_DIVE, _FOR_TURN = 0.5, 0.5, 0.1


class Search:
    """The best roster known, and what none can cost less than."""

    def __init__(self, problem: Problem, chance: random.Random, left: Callable[[], float]) -> None:
        """Begin.

        Args:
            problem: to be solved.
            chance: decides where nothing else does.
            left: returns the seconds that are left.
        """
        self._problem, self._chance, self._left = problem, chance, left
        self._everybody = tuple(range(len(problem.people)))
        #: The best roster's rows by person; empty as long as there is none.
        self.best: tuple[Row, ...] = ()
        self.cost = math.inf
        self.bound = 0.0
        self._root = Bound()
        self._root_rows: list[tuple[int, Row, float]] = []
        #: What cells are paid, and each person's cheapest row costs, at the bound's prices.
        self._paid = np.zeros((len(problem.people), *problem.links.shape))
        self._shadow: Floats = np.zeros(len(problem.people))
        self._tried = math.inf
        self._most_freed = _MOST
        #: Rows that dives have come upon, with what they cost by themselves.
        self._met: dict[tuple[int, Row], float] = {}

    @property
    def is_proven(self) -> bool:
        """Say whether no roster can be better."""
        return self.cost < self.bound + _ONE - _SOME

    def steps(self, dives: Sequence[float]) -> Iterator[None]:
        """Look until it is over or the best roster is proven; comes back after every step.

        Args:
            dives: what part of the cells is settled at once, dive by dive; 0 for rows.
        """
        self.offer(first(self._problem, self._chance, self._is_over))
        yield
        self._bind()
        yield
        known = 0
        for part in itertools.chain(dives, itertools.cycle((0.0, 0.2, 0.0, 0.0, 0.1, 0.0))):
            if self._is_done():
                return
            self._plunge(by_cells(self._chance, part) if part else by_rows(self._chance))
            yield
            for _ in range(_TURNS if self.best else 0):
                if self._is_done():
                    return
                if self.cost < self._tried:
                    self._tried = self.cost
                    self._prove()
                else:
                    self._renew()
                yield
            if self.best and len(self._met) > 2 * known:
                known = len(self._met)
                self._choose()
                yield

    def offer(self, roster: tuple[Row, ...]) -> bool:
        """Take a roster if it is better."""
        if len(roster) != len(self._everybody):
            return False
        cost = self._problem.cost(roster)
        if cost > self.cost - _SOME:
            return False
        self.best, self.cost = roster, cost
        return True

    def _is_over(self) -> bool:
        return self._left() <= 0

    def _within_share(self, share: float) -> Callable[[], bool]:
        """Return what says that so much of the time that is left now is over."""
        last = self._left() * (1 - share)
        return lambda: self._left() <= last

    def _is_done(self) -> bool:
        return self.is_proven or self._is_over()

    def _bind(self) -> None:
        """Find the bound."""
        master, pricer = Master(self._problem, self._everybody), Pricer(self._problem, self._everybody)
        for person, row in enumerate(self.best):
            master.add(person, row)
        self._root = generate(master, pricer, _ROOT, self._within_share(_FOR_BOUND))
        self._root_rows = [(*column, plain) for column, plain in zip(master.columns, master.costs, strict=True)]
        if self._root.prices is not None:
            self.bound = max(self.bound, math.ceil(self._root.value - _SOME))
            paid = pricer.paid(self._root.prices)
            priced = pricer.cheapest(paid)
            if priced is not None:
                self._paid, self._shadow = paid, priced.values

    def _plunge(self, choice: Choice) -> None:
        """Dive from the bound."""
        master = Master(self._problem, self._everybody)
        for person, row, plain in self._root_rows:
            master.add(person, row, plain)
        master.solve()
        rows = dive(
            master,
            Pricer(self._problem, self._everybody),
            choice,
            self.cost - _ONE + _SOME,
            self._within_share(_FOR_DIVE),
        )
        self._met |= zip(master.columns, master.costs, strict=True)
        self._take(rows.items())

    def _choose(self) -> None:
        """Choose among the rows that dives have come upon and that a better roster could have."""
        most, days = self.cost - _ONE + _SOME - self._root.value, np.arange(self._problem.links.shape[0])
        far = {
            column: plain - float(self._paid[column[0]][days, column[1]].sum()) - self._shadow[column[0]]
            for column, plain in self._met.items()
        }
        near = sorted((column for column in far if far[column] <= most), key=far.__getitem__)[:_MANY]
        chosen = self._filled(self._everybody, None, near)
        self._take(chosen.whole(_CHOOSE, dict(enumerate(self.best))).items())

    def _renew(self) -> None:
        """Free some people and place them anew: fewer of them where that has taken long."""
        begun = self._left()
        size = self._place_anew(self._within_share(_FOR_TURN))
        gone = (begun - self._left()) / max(begun, 0.001)
        if gone > _FOR_TURN / 2:
            self._most_freed = max(_LEAST, size - 1)
        elif gone < _FOR_TURN / 10:
            self._most_freed = min(_MOST, self._most_freed + 1)

    def _place_anew(self, is_over: Callable[[], bool]) -> int:
        """Place some people anew; return how many."""
        size = min(self._chance.randint(_LEAST, self._most_freed), len(self._everybody))
        freed = tuple(sorted(self._some(size)))
        rest = [(person, self.best[person]) for person in self._everybody if person not in freed]
        most = self.cost - self._problem.own(rest) - _ONE + _SOME
        there = self._problem.sums(rest)
        master, pricer = self._filled(freed, there, ()), Pricer(self._problem, freed)
        bound = generate(master, pricer, _PART, is_over, most)
        if bound.value > most or master.value > most or bound.prices is None:
            return size
        near = self._within(pricer, bound, most)
        if near is None:
            rows = dive(master, pricer, by_rows(self._chance), most + _SOME, is_over)
            if len(rows) == len(freed):
                self._take([*rest, *rows.items()])
                return size
            closer = (bound.value + share * (most - bound.value) for share in _CLOSER)
            near = next((some for limit in closer if (some := self._within(pricer, bound, limit)) is not None), None)
        if near:
            chosen = self._filled(freed, there, near)
            rows = chosen.whole(_CHOOSE, {person: self.best[person] for person in freed})
            self._take([*rest, *rows.items()])
        return size

    def _prove(self) -> None:
        """Choose among all rows that a better roster could have, if they are not too many."""
        near = self._within(Pricer(self._problem, self._everybody), self._root, self.cost - _ONE + _SOME)
        if near is None or any(person.sides for person in self._problem.people):
            return
        master = self._filled(self._everybody, None, near)
        self._take(master.whole(_CHOOSE_ALL, dict(enumerate(self.best))).items())
        if master.is_exact:
            self.bound = self.cost

    def _within(self, pricer: Pricer, bound: Bound, most: float) -> list[tuple[int, Row]] | None:
        """Return all rows that a roster of so much at most could have, or None when they are too many."""
        if bound.prices is None or math.isinf(most):
            return None
        paid = pricer.paid(bound.prices)
        priced = pricer.cheapest(paid)
        if priced is None:
            return []
        limits = (priced.values + (most - bound.value)).tolist()
        found = list(itertools.islice(pricer.within(paid, limits), _MANY + 1))
        return found if len(found) <= _MANY else None

    def _filled(self, people: Sequence[int], there: Floats | None, rows: Iterable[tuple[int, Row]]) -> Master:
        """Return a master that knows the best roster's rows and others."""
        master = Master(self._problem, people, there)
        for person in people:
            master.add(person, self.best[person])
        for person, row in rows:
            master.add(person, row)
        return master

    def _some(self, size: int) -> set[int]:
        """Return some people, more often those who stand far from the bound."""
        days = np.arange(self._problem.links.shape[0])
        far = [
            self._problem.people[person].plain(row) - float(self._paid[person][days, row].sum()) - self._shadow[person]
            for person, row in enumerate(self.best)
        ]
        weights = [max(one, 0.0) + 0.5 for one in far]
        found: set[int] = set()
        while len(found) < size:
            if self._chance.random() < 0.5:  # noqa: PLR2004 # half of them by chance alone
                found.update(self._chance.choices(self._everybody, weights))
            else:
                found.add(self._chance.choice(self._everybody))
        return found

    def _take(self, rows: Iterable[tuple[int, Row]]) -> None:
        found = dict(rows)
        if len(found) == len(self._everybody):
            self.offer(tuple(found[person] for person in self._everybody))
