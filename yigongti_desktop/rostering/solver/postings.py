"""Looks for the best plan: a linear programme over stays, dives from it, some units at a time planned anew, a proof."""

from __future__ import annotations

import math
import random
from collections.abc import Callable
from collections.abc import Iterator

import highspy
import numpy as np

from yigongti_desktop.rostering.postings.task import Plan
from yigongti_desktop.rostering.postings.task import Task
from yigongti_desktop.rostering.solver.links import Links
from yigongti_desktop.rostering.solver.programme import Programme
from yigongti_desktop.rostering.solver.stays import Floats
from yigongti_desktop.rostering.solver.stays import Ints
from yigongti_desktop.rostering.solver.stays import Stays

#: Costs are whole numbers: a plan that is better is better by one.
_ONE, _SOME = 1.0, 1e-4
#: Stays among which is chosen at most: all that a better plan may have.
_MANY = 20_000
#: From what share on a stay is taken, dive by dive; what part of the others at least; times that stays are added then.
_SURE, _PART, _ROUNDS = (0.7, 0.85), 0.06, 2
#: What part of the units is planned anew at a time, and how often between two choices among all.
_ANEW, _TURNS = 0.3, 8
_WHOLE = {"mip_rel_gap": 0.0, "mip_abs_gap": 0.99, "mip_detect_symmetry": False}
_NOTHING: Ints = np.empty(0, np.int64)


class Postings:
    """The best plan known, and what none can cost less than."""

    def __init__(self, task: Task, left: Callable[[], float], seed: int = 0) -> None:
        """Begin.

        Args:
            task: what is asked.
            left: returns the seconds that are left.
            seed: decides where nothing else does.
        """
        self._stays, self._left = Stays(task), left
        self._links, self._chance = Links(self._stays), random.Random(seed)  # noqa: S311 # nothing is hidden by it
        self._programme = Programme(self._stays, self._links)
        #: That of the fixed stays, as long as there is no other.
        self.best: Plan = self._stays.fixed()
        #: Infinite as long as the best plan is that of the fixed stays.
        self.cost, self.bound = math.inf, 0.0
        #: Places of the best plan's stays.
        self._taken = _NOTHING

    @property
    def is_proven(self) -> bool:
        """Say whether no plan can be better."""
        return self.cost < self.bound + _ONE - _SOME

    @property
    def _is_over(self) -> bool:
        return self.is_proven or self._left() <= 0

    def steps(self) -> Iterator[None]:
        """Look for plans, giving way each time that there may be a better one or a better bound."""
        yield
        reduced, least = self._programme.priced(lambda: self._left() <= 0, self._stays.allowed)
        self.bound = root = max(least + self._stays.base, 0.0)
        for sure in _SURE:
            yield
            if self._is_over:
                return
            self._dive(sure, _NOTHING)
        share, tried = _ANEW, math.inf
        while True:
            for _ in range(_TURNS):
                yield
                if self._is_over:
                    return
                self._anew(share)
            if self.cost < tried:
                tried = self.cost
                self._prove(reduced, root)
            else:
                share = min(share * 1.3, 0.8)

    def _prove(self, reduced: Floats, root: float) -> None:
        """Choose among all stays that a plan that is better may have, where they are few enough."""
        places = np.flatnonzero(reduced.ravel() <= self.cost - _ONE + _SOME - root)
        if len(places) > _MANY:
            return
        bound = self._choose(np.union1d(places, self._taken))
        self.bound = max(self.bound, min(bound, self.cost))

    def _anew(self, share: float) -> None:
        """Plan some units anew, beside all others as they are in the best plan."""
        places = np.flatnonzero(np.isin(self._programme.columns, self._taken))
        _, units, _ = np.unravel_index(self._programme.columns[places], self._stays.allowed.shape)
        count = len(self._stays.task.units)
        freed = self._chance.sample(range(count), min(max(round(count * share), 2), count))
        self._dive(_SURE[-1], places[~np.isin(units, freed)])

    def _dive(self, sure: float, held: Ints) -> None:
        """Take what the programme is most sure of, and ask it again, until all is whole.

        Args:
            sure: from what share on a stay is taken.
            held: stays of the programme that are taken already, by their order there.
        """
        programme = self._programme
        self._hold(held)
        taken = programme.taken()
        while self._left() > 0 and programme.value + self._stays.base < self.cost - _ONE + _SOME:
            open_ = np.setdiff1d(np.flatnonzero(taken > _SOME), held)
            if not len(open_):
                break
            order = open_[np.argsort(-taken[open_], kind="stable")]
            held = np.concatenate([held, order[: max(int((taken[order] >= sure).sum()), int(len(order) * _PART), 1)]])
            self._hold(held)
            taken = programme.taken()
        if (np.abs(taken - np.round(taken)) < _SOME).all():
            self._take(programme.columns[taken > 0.5], programme.value)  # noqa: PLR2004 # whole or not at all
        programme.hold(held, 0.0, math.inf)

    def _hold(self, held: Ints) -> None:
        """Take some stays, and add others that may be beside them."""
        programme, stays = self._programme, self._stays
        programme.hold(held, 1.0, math.inf)
        doctors, _, kinds = np.unravel_index(programme.columns[held], stays.allowed.shape)
        allowed = stays.allowed & stays.beside(doctors, kinds)[:, None, :]
        programme.priced(lambda: self._left() <= 0, allowed, rounds=_ROUNDS)

    def _choose(self, places: Ints) -> float:
        """Choose among some stays, and return what no plan of these costs less than."""
        programme = Programme(self._stays, self._links)
        programme.add(places)
        exact = programme.highs
        for option, value in _WHOLE.items():
            exact.setOptionValue(option, value)
        exact.setOptionValue("time_limit", max(self._left(), 0.0))
        columns = np.arange(programme.slacks, programme.slacks + len(places), dtype=np.int32)
        exact.changeColsIntegrality(len(columns), columns, np.full(len(columns), highspy.HighsVarType.kInteger))
        if math.isfinite(self.cost):
            exact.setSolution(len(columns), columns, np.isin(places, self._taken).astype(np.float64))
        exact.run()
        taken = programme.taken()
        if len(taken) == len(places):
            self._take(places[taken > 0.5], programme.value)  # noqa: PLR2004 # whole or not at all
            missing = np.setdiff1d(self._taken, self._programme.columns)
            self._programme.add(missing)
        return float(exact.getInfo().mip_dual_bound) + self._stays.base

    def _take(self, places: Ints, value: float) -> None:
        """Take a plan over when it is better."""
        if value + self._stays.base < self.cost - _SOME:
            self._taken, self.cost = places, float(round(value + self._stays.base))
            self.best = self._stays.plan(*np.unravel_index(places, self._stays.allowed.shape))
