"""Sums over people's rows that are kept outside of their graphs, of one person and of several at once."""

from __future__ import annotations

import math
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from yigongti_desktop.rostering.solver.graph import Floats
from yigongti_desktop.rostering.solver.graph import Ints
from yigongti_desktop.rostering.task import Row

#: Units too many for which a price that rises is told apart.
STEPS = 12


@dataclass(frozen=True)
class Side:
    """A sum over a person's row that is kept outside of the graph, which it would make too wide."""

    #: What counts, by day and duty.
    counts: Floats
    least: float
    most: float
    #: Of each unit too few or too many; infinite where there must be none.
    weight: float
    rises: bool = False

    def total(self, row: Row) -> float:
        """Return the sum over a row."""
        return float(self.counts[np.arange(len(row)), row].sum())

    def cost(self, row: Row) -> float:
        """Return what a row costs by this."""
        total = self.total(row)
        amount = max(self.least - total, total - self.most, 0.0)
        if not amount:
            return 0.0
        if not math.isfinite(self.weight):
            return math.inf
        return self.weight * (amount * (amount + 1) / 2 if self.rises else amount)

    @property
    def steps(self) -> int:
        """Return how many units too many have prices of their own, the last one for all beyond it."""
        return STEPS if self.rises else 1

    @property
    def limits(self) -> tuple[float, float]:
        """Return the least and the most that one more unit may be worth."""
        most = self.weight * self.steps
        return -most if math.isfinite(self.most) else 0.0, most if self.least > 0 else 0.0


class Stack:
    """The sides of some people, one after another."""

    def __init__(self, people: Sequence[Iterable[Side]], shape: tuple[int, int]) -> None:
        """Stack them.

        Args:
            people: sides of each.
            shape: days and duties.
        """
        own = [tuple(sides) for sides in people]
        self.sides = tuple(side for sides in own for side in sides)
        self._shape = (len(own), *shape)
        #: Place of the person of each.
        self._owners = np.repeat(np.arange(len(own)), [len(sides) for sides in own])
        firsts = np.searchsorted(self._owners, np.arange(len(own) + 1))
        widest = np.arange(max((len(sides) for sides in own), default=0))
        #: Of each person: the sides; beyond them, the place after the last of all.
        self._places = np.where(firsts[:-1, None] + widest < firsts[1:, None], firsts[:-1, None] + widest, firsts[-1])
        counts = [side.counts.ravel() for side in self.sides]
        #: By side and cell, and nothing after the last.
        self._counts = np.stack([*counts, np.zeros(shape[0] * shape[1])])
        self._limits = np.array([side.limits for side in self.sides], np.float64).reshape(-1, 2).T
        self._least = np.array([side.least for side in self.sides])
        self._most = np.array([side.most for side in self.sides])
        weights = np.array([side.weight for side in self.sides])
        counted = np.arange(1, STEPS + 1) <= np.array([side.steps for side in self.sides]).reshape(-1, 1)
        #: What each unit too many costs, by side; infinite where it has no price of its own.
        self._steps = np.where(counted, weights[:, None] * np.arange(1, STEPS + 1), np.inf)

    def within_limits(self, prices: Floats) -> Floats:
        """Return prices that one more unit of each may be worth."""
        return np.clip(prices, *self._limits)

    def totals(self, owners: Ints, cells: Ints) -> tuple[Ints, Ints, Floats]:
        """Return the sums over some rows that are not 0: of which row, which side, how much.

        Args:
            owners: place of the person of each row.
            cells: of each row: day times duties, plus duty.
        """
        places = self._places[owners]
        found = self._counts[places[:, :, None], cells[:, None, :]].sum(axis=2)
        rows, columns = np.nonzero(found)
        return rows, places[rows, columns], found[rows, columns]

    def paid(self, prices: Floats) -> Floats:
        """Return what each cell of each person is paid at prices of the sides."""
        found = np.zeros((self._shape[0], self._shape[1] * self._shape[2]))
        some = np.flatnonzero(prices)
        np.add.at(found, self._owners[some], self._counts[some] * prices[some, None])
        return found.reshape(self._shape)

    def bound(self, prices: Floats) -> float:
        """Return the least of all penalties and of the prices for what is asked, over all sums that there may be."""
        some = np.flatnonzero(prices)
        found = prices[some]
        edges = np.where(found > 0, self._least[some], self._most[some])
        return float((found * edges).sum() + np.minimum(self._steps[some] - np.abs(found)[:, None], 0.0).sum())
