"""Looks for the best roster: one at once, then a bound, then whether any costs so little, and parts placed anew."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Iterator

import numpy as np

from yigongti_desktop.rostering.solver.aims import SOME
from yigongti_desktop.rostering.solver.aims import Manner
from yigongti_desktop.rostering.solver.aims import rounded
from yigongti_desktop.rostering.solver.dive import INEXACT
from yigongti_desktop.rostering.solver.dive import Central
from yigongti_desktop.rostering.solver.dive import Dive
from yigongti_desktop.rostering.solver.first import AT_ONCE
from yigongti_desktop.rostering.solver.first import BY_BIDS
from yigongti_desktop.rostering.solver.first import STUBBORN
from yigongti_desktop.rostering.solver.first import placed
from yigongti_desktop.rostering.solver.generation import EXACT
from yigongti_desktop.rostering.solver.generation import Bound
from yigongti_desktop.rostering.solver.generation import solve
from yigongti_desktop.rostering.solver.graph import Floats
from yigongti_desktop.rostering.solver.master import Master
from yigongti_desktop.rostering.solver.pricing import Pricer
from yigongti_desktop.rostering.solver.problem import Problem
from yigongti_desktop.rostering.solver.renewal import Renewal
from yigongti_desktop.rostering.solver.renewal import filled
from yigongti_desktop.rostering.solver.renewal import within
from yigongti_desktop.rostering.solver.root import Root
from yigongti_desktop.rostering.solver.sharpening import Sharp
from yigongti_desktop.rostering.solver.sharpening import sharpened
from yigongti_desktop.rostering.solver.tree import Tree
from yigongti_desktop.rostering.task import Row

#: Seconds for the choice among the rows of all people.
_CHOOSE_ALL = 20.0
#: Share of the cost up to which a roster is near the bound: then parts placed anew make it better ever more seldom.
_NEAR = 0.02
#: Share of the bound beyond which a roster is far from it.
_FAR = 2.0
#: Share of the cost up to which two rosters are as good a place to go on from.
_ALIKE = 0.002
#: Times in a row that a part is placed anew in vain before something else is tried, far from the bound and near to it.
_MISSED, _FEW = 6, 2
#: Parts of a tree that are looked at before parts of the roster are placed anew, though it is the same one.
_LOOKS = 40
#: Share of the time from which on solving the programme anew takes long; two solutions of it lead to different dives.
_LONG = 0.02
#: Shares of the time that is left: for the bound, for dives as long as no roster is near it, and for a part that is
#: placed anew, which has so many seconds at least.
_FOR_BOUND, _FOR_DIVE, _FOR_TURN, _LEAST_TURN = 0.5, 0.8, 0.04, 0.5
#: Units, and share of the aim, beyond the bound that the programme is sharpened for where less was too little.
_ROOM, _ROOM_SHARE = 6, 0.05
#: Times as much room at most as was too little.
_MORE_ROOM = 4
#: Share of the time for dives through what is too near the bound to have any roster that costs so little, and how many.
_FOR_GLANCE, _GLANCES = 0.1, 3


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
        #: What one too few in a link costs at most.
        self._dearest = float(problem.links.under.max(initial=0.0))
        #: The best roster's rows by person; empty as long as there is none.
        self.best: tuple[Row, ...] = ()
        self.cost = math.inf
        #: Cost of the best roster that anybody has told of: what is looked for is better than it.
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
        self._sharp: Sharp | None = None
        self._tree: Tree | None = None
        #: How often dives got stuck, by person and day.
        self._stuck: Floats = np.zeros((len(problem.people), problem.links.shape[0]))

    @property
    def is_proven(self) -> bool:
        """Say whether no roster can be better."""
        return self.known < self.bound + self._problem.unit - SOME

    def steps(self, manner: Manner) -> Iterator[None]:
        """Look until it is over or the best roster is proven; comes back after every step."""
        for roster in self._placed(manner):
            self.offer(roster)
            yield
            if self._is_done() or self.told is not None:
                break
        for _ in range(manner.turns if self.best else 0):
            if self._is_done() or self.told is not None:
                break
            self._renew(_LEAST_TURN)
            yield
        self._bind()
        yield
        looks, renewed = 0, math.inf
        while not self._is_done():
            before = self.cost
            self._look(manner)
            is_better = self.cost < before
            looks += 1
            yield
            if (self._tree is None or self._tree.is_refuted) and not is_better:
                continue
            missed = 0
            while self.best and (self.cost < renewed or looks >= _LOOKS) and not self._is_done():
                if self.known < self._tried:
                    self._tried = self.known
                    self._prove()
                before = self.cost
                self._renew(max(self._left() * _FOR_TURN, _LEAST_TURN))
                missed = 0 if self.cost < before else missed + 1
                if missed >= (_FEW if self._is_near() else _MISSED):
                    looks, renewed = 0, self.cost
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
        return rounded(bound, self._problem.unit)

    def _is_useful(self, cost: float, root: Root) -> bool:
        """Say whether nothing that is dearest is lacking in what costs so much, or it is not far from the bound."""
        return cost - root.value < max(self._dearest, _FAR * abs(root.value))

    def _placed(self, manner: Manner) -> Iterator[tuple[Row, ...]]:
        """Yield first rosters; where something that is dearest is missing in the best of them, others."""
        yield from placed(self._problem, self._chance, BY_BIDS if manner.turns else AT_ONCE)
        if manner.turns and self.best:
            links, sums = self._problem.links, self._problem.sums(enumerate(self.best))
            if (links.under[sums < links.least] >= self._dearest).any():
                yield from placed(self._problem, self._chance, STUBBORN)

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
            found = solve(master, pricer, EXACT, self._within_share(_FOR_BOUND))
            if found.prices is None:
                return
            self.root = Root(found.prices, master.rows, master.value, master.dearest, begun - self._left())
        paid = pricer.paid(self.root.prices)
        priced = pricer.cheapest(paid)
        if priced is not None:
            self._root = Bound(master.bound(priced.values, self.root.prices), self.root.prices)
            self.bound = max(self.bound, self._rounded(self._root.value))
            self._paid, self._shadow = paid, priced.values

    def _own_rows(self) -> list[tuple[int, Row, float]]:
        """Return the best roster's rows with what each costs by itself."""
        return [(person, row, self._problem.people[person].plain(row)) for person, row in enumerate(self.best)]

    def _look(self, manner: Manner) -> None:
        """Look at the next part of a tree; where that is over, a new one aims at what is open still."""
        better = self.known - self._problem.unit
        tree = self._tree
        if tree is None or tree.is_over or not self.bound - SOME < tree.aim < better + SOME:
            if self._is_sharpened(manner, better):
                if manner.turns:
                    self._glance(manner, better)
                return
            tree = self._tree = self._planted(manner, self._aim(manner, better), self._for_dive())
        otherwise = better if self.cost > tree.aim * (1 + _NEAR) else tree.aim
        self._take(tree.look(otherwise + SOME).items())
        if tree.is_refuted:
            self.bound = max(self.bound, min(tree.aim + self._problem.unit, self.known))

    def _aim(self, manner: Manner, better: float) -> float:
        """Return what a roster may cost: a little more than the bound; just less than the best, where there is none.

        Args:
            manner: says how much more.
            better: cost of a roster that is just better than the best.
        """
        if self.root is None:
            return better
        least = max(self.bound, self._rounded(self.root.value - INEXACT * self._problem.unit))
        return min(manner.beyond(least, self._problem.unit), better)

    def _is_sharpened(self, manner: Manner, better: float) -> bool:
        """Sharpen the programme so that it tells of what is aimed at; say whether it was not so sharp yet."""
        aim, last = self._aim(manner, better), self._sharp
        if self.root is None or self._is_over() or (last is not None and aim <= last.most and not last.is_refuted):
            return False
        most = aim
        if last is not None or manner.turns:
            room = max(_ROOM * self._problem.unit, _ROOM_SHARE * abs(aim))
            if last is not None:  # more rows cannot make dearer what these cost
                room = max(room, _MORE_ROOM * (last.most - self._root.value))
                room = min(room, manner.beyond(last.value, self._problem.unit) - self._root.value)
            most = min(max(self._rounded(self._root.value + room), aim), better)
        found = self._sharp = sharpened(self._problem, self.root, most, self._within_share(_FOR_BOUND), last)
        least = most + self._problem.unit if found.is_refuted else self._rounded(found.bound.value)
        self.bound = max(self.bound, min(least, self.known))
        return True

    def _glance(self, manner: Manner, better: float) -> None:
        """Dive through what the programme was just sharpened for, where no roster costs so little but some more.

        What is near the bound often has a good roster, long before one knows how much more than the bound it costs.
        """
        sharp = self._sharp
        if self.root is None or sharp is None or not sharp.is_refuted or not self._is_useful(sharp.value, self.root):
            return
        aim = manner.beyond(sharp.value, self._problem.unit)
        if aim > better or aim > self.cost * (1 - _NEAR):
            return
        tree = self._planted(manner, aim, self._within_share(_FOR_GLANCE))
        for _ in range(_GLANCES):
            if tree.is_over or tree.is_refuted or self.cost < aim * (1 + _NEAR):
                break
            self._take(tree.look(better + SOME).items())

    def _for_dive(self) -> Callable[[], bool]:
        """Return what says that dives have lasted long enough."""
        return self._is_over if self._is_near() else self._within_share(_FOR_DIVE)

    def _planted(self, manner: Manner, aim: float, is_over: Callable[[], bool]) -> Tree:
        """Return a tree of what is left to people where rosters cost no more than is aimed at."""
        pricer, sharp = Pricer(self._problem, self._everybody), self._sharp
        problem, rows, bound, dearest = self._problem, self._own_rows(), self._root, math.inf
        if sharp is not None:
            problem, rows, bound, dearest = sharp.problem, sharp.rows, sharp.bound, sharp.dearest
            pricer.restore(sharp.state)
        master = Master(problem, self._everybody)
        master.dearest = dearest
        dive = Dive(master, pricer, lambda: Central(self._chance, manner.part), is_over, aim)
        dive.leave_near(bound)
        master.add(pricer.open_rows(rows))
        master.solve()
        return Tree(dive, self._stuck)

    def _renew(self, seconds: float) -> None:
        """Place a part of the best roster anew."""
        days = np.arange(self._problem.links.shape[0])
        far = [
            self._problem.people[person].plain(row) - float(self._paid[person][days, row].sum()) - self._shadow[person]
            for person, row in enumerate(self.best)
        ]
        self._take(self._renewal.better(self.best, self.cost, far, seconds).items())

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
