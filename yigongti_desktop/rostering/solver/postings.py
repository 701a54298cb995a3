"""Looks for the best plan: a linear programme over stays, dives from it, some units at a time planned anew, a proof."""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable
from collections.abc import Iterator

import highspy
import numpy as np
from msgspec.structs import replace

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
_MANY, _SOME_MANY = 20_000, 10_000
#: Stays among which is chosen at once, before any part is planned anew, worker by worker.
_FEW = (8_000, 20_000)
#: From what share on a stay is taken, worker by worker: well at once, or quickly; what part of the others at least;
#: times that stays are added then.
_SURE, _PART, _ROUNDS = (0.8, 0.6), 0.03, 4
#: What part of the units is planned anew at a time, and how often between two choices among all.
_ANEW, _TURNS = 0.2, 12
#: Measured on choices of 3,000 and 6,600 stays: presolve made the programme harder, three times as long in all; looking
#: for plans by reduced costs, which the other options leave on, took half of the rest and found none.
_WHOLE: dict[str, bool | float | str] = {
    "presolve": "off",
    "mip_rel_gap": 0.0,
    "mip_abs_gap": 0.99,
    "mip_detect_symmetry": False,
    "mip_heuristic_effort": 0.0,
    "mip_heuristic_run_root_reduced_cost": False,
}
_LIKELY = 0.5
_WIDER, _NARROWER, _WIDEST = 1.12, 0.95, 0.7
#: How often a unit or a doctor is planned anew where nothing is to be gained, against each unit of cost that is.
_NEAR = 0.5
#: How often months or doctors are taken instead of units, and what part of them against that of the units.
_BY_TIME, _TIME = 0.35, 0.7
_BY_DOCTORS, _DOCTORS = 0.35, 1.5
#: Seconds for some units.
_WHILE = 5.0
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
        self._stays, self._left, self._seed = Stays(task), left, seed
        self._links, self._chance = Links(self._stays), random.Random(seed)  # noqa: S311 # nothing is hidden by it
        self._programme = Programme(self._stays, self._links)
        #: That of the fixed stays, as long as there is no other.
        self.best: Plan = self._stays.fixed()
        #: Infinite as long as the best plan is that of the fixed stays.
        self.cost, self.bound = math.inf, 0.0

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
        self.bound = root = float(max(least + self._stays.base, 0.0))
        yield
        if self.is_proven:
            return
        self._dive(_SURE[self._seed % len(_SURE)], _NOTHING)
        yield
        share, tried = _ANEW, math.inf
        if self._prove(reduced, root, _FEW[self._seed % len(_FEW)]):
            tried = self.cost
        while True:
            for _ in range(_TURNS):
                yield
                if self._is_over:
                    return
                is_seen_through = self._anew(share, reduced)
                share = min(share * _WIDER, _WIDEST) if is_seen_through else share * _NARROWER
            if self.cost < tried:
                tried = self.cost
                self._prove(reduced, root)

    def settle(self, most: float) -> None:
        """Look for the best plan of a small task without telling anything.

        Args:
            most: what it may cost; another plan that costs as much is taken, too, when a dive finds it.
        """
        reduced, least = self._programme.priced(lambda: self._left() <= 0, self._stays.allowed)
        self.bound = root = float(least + self._stays.base)
        if not self._is_over:
            self._dive(_SURE[0], _NOTHING)
        if not self._is_over and root <= most - _ONE + _SOME:
            self.cost = min(self.cost, most)
            self._prove(reduced, root, _SOME_MANY)

    def _begin_as(self, whole: Postings) -> None:
        """Begin with those stays of a larger task's programme that are allowed: they need not be found again."""
        stays, theirs = self._stays, whole._stays
        doctors, units, kinds = np.unravel_index(whole._programme.columns, theirs.allowed.shape)
        here = np.full(len(stays.task.units), -1)
        here[stays.units] = np.arange(len(stays.units))
        ours = here[theirs.units[units]]
        is_known = (ours >= 0) & stays.allowed[doctors, ours, kinds]
        known = doctors[is_known], ours[is_known], kinds[is_known]
        self._programme.add(np.sort(np.ravel_multi_index(known, stays.allowed.shape)))

    def offer(self, plan: Plan, cost: float) -> None:
        """Go on from a plan, when it is better."""
        if cost < self.cost - _SOME:
            self.best, self.cost = plan, cost

    def _prove(self, reduced: Floats, root: float, most: int = _MANY) -> bool:
        """Choose among all stays that a better plan may have, where they are few enough; say whether they were."""
        places = np.flatnonzero(reduced.ravel() <= self.cost - _ONE + _SOME - root)
        if len(places) > most:
            return False
        bound = self._choose(places)
        self.bound = float(max(self.bound, min(bound, self.cost)))
        return True

    def _anew(self, share: float, reduced: Floats) -> bool:
        """Plan some units or doctors anew, or what begins in some months, beside all else as it is in the best plan.

        Returns:
            Whether it is certain that nothing better was there; what was too much for that is done in smaller parts.
        """
        task, open_ = self._stays.task, self._stays.units.tolist()
        freed, begins, theirs = set(open_), range(task.months), set(range(len(task.doctors)))
        way = self._chance.random()
        if way < _BY_TIME:
            first = self._chance.randrange(-2, task.months)
            begins = range(first, first + max(round(task.months * share * _TIME), 2))
        elif way < _BY_TIME + _BY_DOCTORS:
            theirs = self._some(self._far(reduced)[0], share * _DOCTORS)
        else:
            freed = {open_[place] for place in self._some(self._far(reduced)[1], share)}
        barred = set(range(len(task.units))) - freed
        doctors = tuple(
            replace(
                doctor,
                fixed=tuple(
                    one for one in stays
                    if one in doctor.fixed or one.unit in barred or one.start not in begins or place not in theirs
                ),
                barred=tuple(barred.union(doctor.barred) if place in theirs else tuple(range(len(task.units)))),
            )
            for place, (doctor, stays) in enumerate(zip(task.doctors, self.best, strict=True))
        )  # fmt: skip
        end = min(_WHILE, self._left())
        begun = time.monotonic()
        part = Postings(replace(task, doctors=doctors), lambda: end - (time.monotonic() - begun))
        part.offer(self.best, self.cost + _ONE)
        part._begin_as(self)
        part.settle(self.cost)
        is_better = part.cost < self.cost
        if part.cost <= self.cost:
            self.best, self.cost = part.best, part.cost
        return not is_better and part.bound > self.cost - _ONE + _SOME

    def _some(self, weights: Floats, share: float) -> set[int]:
        """Choose a share of the places by chance, the heavy ones sooner."""
        count, found = min(max(round(len(weights) * share), 2), len(weights)), set[int]()
        while len(found) < count:
            found.update(self._chance.choices(range(len(weights)), weights.tolist()))
        return found

    def _far(self, reduced: Floats) -> tuple[Floats, Floats]:
        """Return how far the best plan's stays are from what the programme would take: by doctor, and by open unit."""
        here = {unit: place for place, unit in enumerate(self._stays.units.tolist())}
        doctors, units = np.full(len(self.best), _NEAR), np.full(len(here), _NEAR)
        for doctor, stays in enumerate(self.best):
            for stay in stays:
                unit, kind = here.get(stay.unit), self._stays.patterns.places.get((stay.start, stay.length))
                if unit is not None and kind is not None and self._stays.allowed[doctor, unit, kind]:
                    doctors[doctor] += reduced[doctor, unit, kind]
                    units[unit] += reduced[doctor, unit, kind]
        return doctors, units

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
            certain = int((taken[order] >= sure).sum())
            likely = min(int((taken[order] >= _LIKELY).sum()), int(len(order) * _PART))
            held = np.concatenate([held, order[: max(certain, likely, 1)]])
            self._hold(held)
            taken = programme.taken()
        if (np.abs(taken - np.round(taken)) < _SOME).all():
            self._take(programme.columns[taken > 0.5], programme.value)  # noqa: PLR2004 # whole or not at all
        elif math.isinf(self.cost):
            self._round(held, taken)
        programme.hold(held, 0.0, math.inf)

    def _round(self, held: Ints, taken: Floats) -> None:
        """Make a plan at once, when time is over: take one stay after the other that may be beside those before."""
        programme, stays = self._programme, self._stays
        doctors, _, kinds = np.unravel_index(programme.columns, stays.allowed.shape)
        free = stays.beside(doctors[held], kinds[held])
        chosen = held.tolist()
        for place in np.argsort(-taken, kind="stable")[: int((taken > _SOME).sum())].tolist():
            if free[doctors[place], kinds[place]]:
                chosen.append(place)
                free &= stays.beside(doctors[[place]], kinds[[place]])
        others = np.setdiff1d(np.arange(len(programme.columns)), chosen)
        programme.hold(others, 0.0, 0.0)
        programme.hold(np.array(chosen, np.int64), 1.0, math.inf)
        programme.highs.run()
        self._take(programme.columns[chosen], programme.value)
        programme.hold(np.arange(len(programme.columns)), 0.0, math.inf)

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
        exact.setOptionValue("random_seed", self._seed)
        if math.isfinite(self.cost):
            exact.setOptionValue("objective_bound", self.cost - _ONE / 2 - self._stays.base)
        exact.setOptionValue("time_limit", max(self._left(), 0.0))
        columns = np.arange(programme.slacks, programme.slacks + len(places), dtype=np.int32)
        exact.changeColsIntegrality(len(columns), columns, np.full(len(columns), highspy.HighsVarType.kInteger))
        exact.run()
        taken = programme.taken()
        if len(taken) == len(places):
            self._take(places[taken > 0.5], programme.value)  # noqa: PLR2004 # whole or not at all
        if exact.getModelStatus() in {highspy.HighsModelStatus.kInfeasible, highspy.HighsModelStatus.kObjectiveBound}:
            return math.inf
        return float(exact.getInfo().mip_dual_bound) + self._stays.base

    def _take(self, places: Ints, value: float) -> None:
        """Take a plan over when it is better."""
        if not math.isfinite(value):
            return
        cost = float(round(value + self._stays.base))
        self.offer(self._stays.plan(*np.unravel_index(places, self._stays.allowed.shape)), cost)
