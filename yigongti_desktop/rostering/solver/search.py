"""Looks for the best roster: one at once, then a bound, then dives from it, and some people at a time placed anew."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

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
from yigongti_desktop.rostering.solver.renewal import CHOOSE
from yigongti_desktop.rostering.solver.renewal import MANY
from yigongti_desktop.rostering.solver.renewal import SOME
from yigongti_desktop.rostering.solver.renewal import Renewal
from yigongti_desktop.rostering.solver.renewal import filled
from yigongti_desktop.rostering.solver.renewal import within
from yigongti_desktop.rostering.solver.root import Root
from yigongti_desktop.rostering.task import Row

_ROOT = Pace(close=1e-6, rounds=2000, share=0.7)
#: Seconds for the choice among the rows of all people.
_CHOOSE_ALL = 20.0
#: Share of the cost up to which it is near: dives, and choosing among the rows that they have come upon, do most.
_NEAR = 0.02
#: Share of the cost up to which two rosters are as good a place to go on from.
_ALIKE = 0.002
#: Times in a row that a part is placed anew in vain before the next dive, far from the bound and near to it.
_MISSED, _FEW = 6, 2
#: Share of the time from which on solving the programme anew takes long; two solutions of it lead to different dives.
_LONG = 0.02
#: Shares of the time that is left: for the bound, for a dive, for a quick one.
_FOR_BOUND, _FOR_DIVE, _FOR_QUICK = 0.5, 0.8, 0.5


@dataclass(frozen=True)
class Plunge:
    """How a dive settles: what part of the cells at once, 0 for whole rows; and whether it takes anything back."""

    part: float
    is_quick: bool = False


_LATER = tuple(map(Plunge, (0.0, 0.2, 0.0, 0.0, 0.1, 0.0)))


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
        #: Cost of the best roster that anybody has told of: dives look for what is better than it.
        self.known = math.inf
        self.bound = 0.0
        #: The programme, solved, and the one that another search has solved, which this one then need not do.
        self.root: Root | None = None
        self.told: Root | None = None
        self._root = Bound()
        #: What cells are paid, and each person's cheapest row costs, at the bound's prices.
        self._paid = np.zeros((len(problem.people), *problem.links.shape))
        self._shadow: Floats = np.zeros(len(problem.people))
        self._tried = math.inf
        self._renewal = Renewal(problem, chance, left)
        #: Rows that dives have come upon, with what they cost by themselves.
        self._met: dict[tuple[int, Row], float] = {}

    @property
    def is_proven(self) -> bool:
        """Say whether no roster can be better."""
        return self.known < self.bound + self._problem.unit - SOME

    def steps(self, dives: Sequence[Plunge], turns: int = 0) -> Iterator[None]:
        """Look until it is over or the best roster is proven; comes back after every step.

        Args:
            dives: the first ones.
            turns: parts of the first roster that are placed anew before there is a bound.
        """
        self.offer(first(self._problem, self._chance, self._is_over))
        yield
        for _ in range(turns if self.best else 0):
            if self.told is not None or self._is_done():
                break
            self._renew()
            yield
        self._bind()
        yield
        known = 0
        for plunge in itertools.chain(dives, itertools.cycle(_LATER)):
            if self._is_done():
                return
            self._dive(plunge)
            yield
            missed = 0
            while self.best and missed < (_FEW if self._is_near() else _MISSED):
                if self._is_done():
                    return
                if self.known < self._tried:
                    self._tried = self.known
                    self._prove()
                before = self.cost
                self._renew()
                missed = 0 if self.cost < before else missed + 1
                yield
            if self._is_near() and len(self._met) > 2 * known:
                known = len(self._met)
                self._choose()
                yield

    def hear(self, roster: tuple[Row, ...]) -> None:
        """Take a roster of another search if it is much better; else go on from one's own, which leads elsewhere."""
        cost = self._problem.cost(roster)
        self.known = min(self.known, cost)
        if cost < self.cost * (1 - _ALIKE):
            self.offer(roster)

    def offer(self, roster: tuple[Row, ...]) -> bool:
        """Take a roster if it is better."""
        if len(roster) != len(self._everybody):
            return False
        cost = self._problem.cost(roster)
        if math.isinf(cost) or cost > self.cost + SOME:
            return False
        self.best, self.cost = roster, min(cost, self.cost)
        self.known = min(self.known, self.cost)
        return True

    def _rounded(self, bound: float) -> float:
        """Return the least that a roster can cost which costs no less than so much."""
        return self._problem.unit * math.ceil(bound / self._problem.unit - SOME)

    def _is_near(self) -> bool:
        return self.cost - self.bound < _NEAR * self.cost

    def _is_over(self) -> bool:
        return self._left() <= 0

    def _within_share(self, share: float) -> Callable[[], bool]:
        """Return what says that so much of the time that is left now is over."""
        last = self._left() * (1 - share)
        return lambda: self._left() <= last

    def _is_done(self) -> bool:
        return self.is_proven or self._is_over()

    def _bind(self) -> None:
        """Find the bound: what the programme's prices prove, whoever has solved it."""
        master, pricer = Master(self._problem, self._everybody), Pricer(self._problem, self._everybody)
        if self.told is not None and self.told.seconds > _LONG * (self.told.seconds + self._left()):
            self.root = self.told
        else:
            begun = self._left()
            master.add(self._own_rows())
            found = generate(master, pricer, _ROOT, self._within_share(_FOR_BOUND))
            if found.prices is None:
                return
            rows = [(*column, plain) for column, plain in zip(master.columns, master.costs, strict=True)]
            self.root = Root(found.prices, rows, begun - self._left())
        paid = pricer.paid(self.root.prices)
        priced = pricer.cheapest(paid)
        if priced is not None:
            self._root = Bound(master.bound(priced.values, self.root.prices), self.root.prices)
            self.bound = max(self.bound, self._rounded(self._root.value))
            self._paid, self._shadow = paid, priced.values

    def _own_rows(self) -> list[tuple[int, Row, float]]:
        """Return the best roster's rows with what each costs by itself."""
        return [(person, row, self._problem.people[person].plain(row)) for person, row in enumerate(self.best)]

    def _dive(self, plunge: Plunge) -> None:
        """Dive from the bound."""
        master = Master(self._problem, self._everybody)
        master.add(self._own_rows() if self.root is None else self.root.rows)
        master.solve()
        rows = dive(
            master,
            Pricer(self._problem, self._everybody),
            by_cells(self._chance, plunge.part) if plunge.part else by_rows(self._chance),
            self.known - self._problem.unit + SOME,
            self._within_share(_FOR_QUICK if plunge.is_quick else _FOR_DIVE),
            is_quick=plunge.is_quick,
        )
        self._met |= zip(master.columns, master.costs, strict=True)
        self._take(rows.items())

    def _choose(self) -> None:
        """Choose among the rows that dives have come upon and that a better roster could have."""
        most, days = self.known - self._problem.unit + SOME - self._root.value, np.arange(self._problem.links.shape[0])
        far = {
            column: plain - float(self._paid[column[0]][days, column[1]].sum()) - self._shadow[column[0]]
            for column, plain in self._met.items()
        }
        near = sorted((column for column in far if far[column] <= most), key=far.__getitem__)[:MANY]
        chosen = filled(
            self._problem, self.best, self._everybody, rows=((*column, self._met[column]) for column in near)
        )
        self._take(chosen.whole(CHOOSE, dict(enumerate(self.best))).items())

    def _renew(self) -> None:
        """Place a part of the best roster anew."""
        days = np.arange(self._problem.links.shape[0])
        far = [
            self._problem.people[person].plain(row) - float(self._paid[person][days, row].sum()) - self._shadow[person]
            for person, row in enumerate(self.best)
        ]
        self._take(self._renewal.better(self.best, self.cost, far).items())

    def _prove(self) -> None:
        """Choose among all rows that a better roster could have, if they are not too many."""
        near = within(Pricer(self._problem, self._everybody), self._root, self.known - self._problem.unit + SOME)
        if near is None:
            return
        master = filled(self._problem, self.best, self._everybody, rows=near)
        limit = self.known
        self._take(master.whole(_CHOOSE_ALL, dict(enumerate(self.best))).items())
        if math.isfinite(master.least_whole):
            self.bound = max(self.bound, min(limit, self._rounded(master.least_whole)))

    def _take(self, rows: Iterable[tuple[int, Row]]) -> None:
        found = dict(rows)
        if len(found) == len(self._everybody):
            self.offer(tuple(found[person] for person in self._everybody))
