"""From shares of rows to whole ones: what is surest is settled, step by step, and the rest answers."""

from __future__ import annotations

import itertools
import math
import random
from collections.abc import Callable
from collections.abc import Iterable

import numpy as np
from numpy.typing import NDArray

from yigongti_desktop.rostering.solver.aims import SOME
from yigongti_desktop.rostering.solver.generation import Bound
from yigongti_desktop.rostering.solver.generation import Pace
from yigongti_desktop.rostering.solver.generation import generate
from yigongti_desktop.rostering.solver.generation import leave_near
from yigongti_desktop.rostering.solver.graph import Floats
from yigongti_desktop.rostering.solver.master import Master
from yigongti_desktop.rostering.solver.pricing import Pricer
from yigongti_desktop.rostering.solver.pricing import Prices
from yigongti_desktop.rostering.task import Row

#: Shares from which on a cell is all but taken, and is.
_SURE, _WHOLE = 0.97, 1 - 1e-6
_PACE, _EXACT = Pace(close=1e-4, rounds=20), Pace(close=1e-6, rounds=2000)
#: Units, and share of the value, that settling some cells may cost before fewer are tried; and units up to which it is
#: not asked whether it might cost less.
_DEAR, _DEAR_SHARE, _ENOUGH = 0.2, 2e-4, 0.06
#: The same for when fewer have been tried too often.
_MUCH, _MUCH_SHARE = 4.0, 0.02
#: How often fewer are tried, what part of them, and how often in a whole dive, and in one that is of little use.
_TRIES, _FEWER, _PATIENCE, _IMPATIENCE = 3, 4, 20, 4
#: Times as many cells that are tried after fewer had to be, and how many at least.
_MORE, _LEAST = 2, 16
#: Part of the open cells down to which it is not looked anew which are sure; and what is alike.
_AGAIN, _ALIKE = 0.85, 0.02
#: Part of the settled cells that are kept when what was aimed at is given up.
_KEPT = 0.75
#: Times as many rows as may be taken from which on the others are forgotten.
_SLIM = 2.5
#: Units by which a solution may be from the best one.
INEXACT = 0.25
#: Place of a person, day and duty.
Cell = tuple[int, int, int]
#: Picks what is settled next, from what is left to people: cells that have several duties.
Choice = Callable[[Master, NDArray[np.bool_]], Iterable[Cell]]


class Dive:
    """Rows for all people of a master, cell by cell."""

    def __init__(
        self, master: Master, pricer: Pricer, choose: Callable[[], Choice], is_over: Callable[[], bool], aim: float
    ) -> None:
        """Begin.

        Args:
            master: solved.
            pricer: of its people.
            choose: returns what a dive settles by.
            is_over: asked after each step.
            aim: what the rows may cost; nobody has a row that rules it out.
        """
        self.master, self.pricer, self.aim, self.is_over = master, pricer, aim, is_over
        self._choose, self._start = choose, pricer.state()
        self._settled: list[Cell] = []
        #: Cells that had several duties when what was aimed at was ruled out.
        self.stuck: NDArray[np.bool_] = np.zeros(pricer.is_open.shape[:2], np.bool_)
        #: The last one that both settled and closed ruled it out.
        self.failed: Cell | None = None

    def rows(self, bound: Bound, patience: int = _PATIENCE) -> dict[int, Row]:
        """Return a row for each person, or nothing when they would cost more than is aimed at.

        When it is over before all are settled, these are the rows that are taken most.

        Args:
            bound: for what is left to people now.
            patience: how often fewer cells are tried.
        """
        self.stuck, self.failed, self._settled = np.zeros_like(self.stuck), None, []
        choice, most = self._choose(), self.stuck.size
        while max(self.master.value, bound.value) < self._most:
            self.leave_near(bound)
            taken = self.master.cells()
            if (taken.max(axis=2) > _WHOLE).all():
                rows = taken.argmax(axis=2).tolist()
                return {person: tuple(row) for person, row in zip(self.master.people, rows, strict=True)}
            if self.is_over():
                return _taken_most(self.master)
            is_open = self.pricer.is_open
            chosen = list(itertools.islice(choice(self.master, is_open), most))
            if not chosen:
                break
            bound, kept, misses = self._settle(chosen, patience)
            most, patience = max(_MORE * kept, _LEAST), max(patience - misses, 0)
            self.stuck = is_open.sum(axis=2) > 1
        return {}

    @property
    def _most(self) -> float:
        """Return what the programme costs at most where it allows what is aimed at: it is never solved to the last."""
        return self.aim + INEXACT * self.master.problem.unit

    def rest(self, aim: float) -> dict[int, Row]:
        """Return rows that cost more after all: the last cells are settled anew.

        Args:
            aim: what they may cost.
        """
        former, self.aim = self.aim, aim
        self.pricer.restore(self._start)
        self.pricer.only(self._settled[: int(len(self._settled) * _KEPT)])
        rows = self.rows(self._solve(self.master.prices, _PACE, aim), _IMPATIENCE)
        self.aim = former
        return rows

    def solve(self) -> Bound:
        """Solve the programme over what is left to people, until it is known whether that allows what is aimed at."""
        return self._solve(self.master.prices, _EXACT, self.aim + SOME)

    def leave_near(self, bound: Bound) -> None:
        """Leave people the rows that may cost no more than what is aimed at, together."""
        if bound.prices is None or math.isinf(self.aim):
            return
        if leave_near(self.master, self.pricer, bound.prices, self.aim + SOME) <= self.aim + SOME:
            self.master.keep(self.pricer.is_open)
            if len(self.master.columns) > _SLIM * self.master.kept:
                self.master = self.master.slim()

    def _settle(self, chosen: list[Cell], patience: int) -> tuple[Bound, int, int]:
        """Settle cells, or as many of the first of them as cost next to nothing; return how many, and after how many.

        What is surest comes first, and nearly all cells can be settled at no cost: it is a few among many that are
        dear. A single cell that rules out what is aimed at is closed to its duty.
        """
        value, prices, unit = self.master.value, self.master.prices, self.master.problem.unit
        dear, enough = value + max(_DEAR * unit, _DEAR_SHARE * abs(value)), value + _ENOUGH * unit
        before = self.pricer.state()
        for misses in itertools.count():
            kept = self.pricer.only(chosen)
            most = dear if misses < min(_TRIES, patience) else value + max(_MUCH * unit, _MUCH_SHARE * abs(value))
            most = min(most, self._most) if len(kept) > 1 else self._most
            bound = self._solve(prices, _PACE, most, enough)
            if self.is_over() or max(self.master.value, bound.value) < most:
                self._settled += kept
                return bound, len(kept), misses
            self.pricer.restore(before)
            if len(kept) == 1:
                break
            chosen = chosen[: max(1, len(kept) // _FEWER)]
        self.failed = kept[0]
        self.pricer.without(kept[0])
        return self._solve(prices, _PACE, self._most), 0, misses + 1

    def _solve(self, prices: Prices, pace: Pace, below: float, enough: float = -math.inf) -> Bound:
        self.master.keep(self.pricer.is_open)
        priced = self.pricer.cheapest(self.pricer.paid(prices))
        if priced is None:
            return Bound(math.inf)
        people = zip(self.pricer.people, priced.rows.tolist(), priced.plain.tolist(), strict=True)
        self.master.add((person, tuple(row), plain) for person, row, plain in people)
        return generate(self.master, self.pricer, pace, self.is_over, below, enough)


def _taken_most(master: Master) -> dict[int, Row]:
    most: dict[int, tuple[float, Row]] = {}
    for place, share, row in master.shares():
        most[place] = max(most.get(place, (0.0, ())), (share, row))
    return {master.people[place]: row for place, (_, row) in most.items()}


def by_rows(chance: random.Random) -> Choice:
    """Settle rows that are all but taken, and one more."""

    def choice(master: Master, is_open: NDArray[np.bool_]) -> Iterable[Cell]:
        several = is_open.sum(axis=2) > 1
        best: dict[int, tuple[float, Row]] = {}
        for place, share, row in master.shares():
            if several[place].any() and master.problem.people[master.people[place]].keeps(row):
                best[place] = max(best.get(place, (0.0, ())), (share * (1 + 0.1 * chance.random()), row))
        order = sorted(best, key=lambda place: best[place][0], reverse=True)
        sure = [place for place in order if best[place][0] >= 1.0]
        for place in [*sure, *order[len(sure) : len(sure) + 1]]:
            for day in np.flatnonzero(several[place]).tolist():
                yield place, day, best[place][1][day]

    return choice


class Central:
    """Settles a part of the cells that are open: those in which most of all solutions have the same duty."""

    def __init__(self, chance: random.Random, part: float) -> None:
        """Begin.

        Args:
            chance: decides between cells that are much alike.
            part: of the open cells that is settled at once.
        """
        self._chance, self._part = chance, part
        self._taken: Floats = np.empty(0)
        #: Cells that were open when it looked.
        self._looked = math.inf

    def __call__(self, master: Master, is_open: NDArray[np.bool_]) -> Iterable[Cell]:
        """Return cells, the surest first."""
        several = is_open.sum(axis=2) > 1
        count = int(several.sum())
        if count <= _AGAIN * self._looked:
            self._taken, self._looked = master.central(), count
        taken = np.where(is_open, self._taken, -1.0)  # where none is taken, a closed one is not the surest
        shares, duties = taken.max(axis=2), taken.argmax(axis=2)
        ranked = sorted(
            (
                (shares[place, day] + _ALIKE * self._chance.random(), place, day)
                for place, day in np.argwhere(several).tolist()
            ),
            reverse=True,
        )
        sure = sum(share >= _SURE for share, _, _ in ranked)
        for _, place, day in ranked[: max(1, sure, int(self._part * count))]:
            yield place, day, int(duties[place, day])
