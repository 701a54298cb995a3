"""Sums that are kept outside of graphs, counted along the ways that are left in them: rows cost what they do then."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from yigongti_desktop.rostering.solver.graph import Floats
from yigongti_desktop.rostering.solver.graph import Ints
from yigongti_desktop.rostering.solver.sides import STEPS
from yigongti_desktop.rostering.solver.sides import Side
from yigongti_desktop.rostering.solver.state import State

#: Figures of a sum that are told apart at most, and how many too many where it may be broken.
_MOST, _BEYOND = 60, STEPS


class Count:
    """What a sum comes to: figures of it, from 0 on, in steps of its greatest common divisor."""

    def __init__(self, side: Side) -> None:
        """Measure it.

        Raises:
            ValueError: when it has no whole figures, too many, or none that is allowed.
        """
        figures = [0, *np.unique(side.counts).tolist()]
        if any(figure < 0 or not float(figure).is_integer() for figure in figures):
            raise ValueError("no whole figures")
        self.scale = math.gcd(*map(int, figures)) or 1
        #: By day and duty.
        self.counts: Ints = (side.counts / self.scale).astype(np.int64)
        edges = [math.ceil(max(side.least, 0.0) / self.scale)]
        if math.isfinite(side.most):
            edges.append(math.floor(max(side.most, 0.0) / self.scale) + (_BEYOND if math.isfinite(side.weight) else 0))
        #: From this one on, each more costs as much as the one before.
        self.last = max(edges)
        if self.last > _MOST:
            raise ValueError("too many figures")
        sums = np.arange(self.last + int(self.counts.max()) + 1.0) * self.scale
        #: What it costs to be too high, and to be too low.
        self.over, self.under = _cost(side, sums - side.most), _cost(side, side.least - sums)
        if math.isinf(self.over[0]) or math.isinf((self.over + self.under).min()):
            raise ValueError("figures of which none is allowed")

    def ahead(self, price: float) -> Floats:
        """Return what it costs at least, from each figure on, if every one more is paid so much besides."""
        sums = np.arange(len(self.over)) * self.scale
        return np.minimum.accumulate((self.over + self.under + price * sums)[::-1])[::-1]


@dataclass(frozen=True)
class Near:
    """What ways are left."""

    #: What each cell of each person costs at some prices, and by layer and state what the rest of a way does.
    costs: Floats
    rest: list[Floats]
    #: Value of each person's rows.
    most: Floats


def counted(state: State, sums: Sequence[tuple[Count, float] | None], near: Near, limit: int) -> State | None:
    """Return what is left to people with a sum of each counted: ways to different figures are different ones.

    Args:
        state: of a pricer.
        sums: of each of its people, and at what price it is among what they are paid; None where nothing is counted.
        near: which ways are of use.
        limit: of states; None is returned where there are more.
    """
    along = _Along(state, sums, near)
    steps, owners, prices = [], [], []
    for day in range(len(state.steps)):
        owners.append(along.owners)
        step, price = along.step(day)
        steps.append(step)
        prices.append(price if price.any() else None)
        limit -= len(along.owners)
        if limit < 0:
            return None
    return State(state.costs, steps, owners, prices, np.append(along.ends(), np.inf))


class _Along:
    """Goes from the first day on: a state is one that was there before and a figure, in one number."""

    def __init__(self, state: State, sums: Sequence[tuple[Count, float] | None], near: Near) -> None:
        self._state, self._near = state, near
        self._counts: Ints = np.zeros(state.costs.shape, np.int64)
        self._lasts: Ints = np.zeros(len(sums), np.int64)
        self._width = max((len(one[0].over) for one in sums if one is not None), default=1)
        self._over, self._under, self._ahead = np.zeros((3, len(sums), self._width))
        for place, one in enumerate(sums):
            if one is not None:
                count, price = one
                self._counts[place], self._lasts[place] = count.counts, count.last
                width = len(count.over)
                self._over[place, :width], self._under[place, :width] = count.over, count.under
                self._ahead[place, :width] = count.ahead(price)
        self.owners = state.owners[0]
        self._states, self._figures = np.arange(len(self.owners)), np.zeros(len(self.owners), np.int64)
        #: The least that it costs to come there, without what the sum costs.
        self._reached: Floats = np.zeros(len(self.owners))
        self._most = near.most + self._ahead[:, 0]

    def step(self, day: int) -> tuple[Ints, Floats]:
        """Go a day on; return the next states and what a step costs by itself, by duty and state."""
        state, rest = self._state, self._near.rest[day + 1]
        followed = state.steps[day][:, self._states]
        duties, places = np.nonzero(followed < len(rest) - 1)
        owners, figures, following = self.owners[places], self._figures[places], followed[duties, places]
        sums = figures + self._counts[owners, day, duties]
        reached = self._reached[places] + self._near.costs[owners, day, duties]
        price = self._over[owners, sums] - self._over[owners, figures]
        if (own := state.prices[day]) is not None:
            earlier = own[duties, self._states[places]]
            price += earlier
            reached += earlier
        is_way = reached + rest[following] + self._ahead[owners, sums] <= self._most[owners]
        ways, owners = (duties[is_way], places[is_way]), owners[is_way]
        asked = following[is_way] * self._width + np.minimum(sums[is_way], self._lasts[owners])
        left, following = np.unique(asked, return_inverse=True)
        step, prices = np.full(followed.shape, len(left)), np.zeros(followed.shape)
        step[ways], prices[ways] = following, price[is_way]
        self._go(left, following, owners, reached[is_way])
        return step, prices

    def _go(self, left: Ints, places: Ints, owners: Ints, reached: Floats) -> None:
        self._states, self._figures = left // self._width, left % self._width
        self.owners = np.zeros(len(left), np.int64)
        self.owners[places] = owners
        self._reached = np.full(len(left), np.inf)
        np.minimum.at(self._reached, places, reached)

    def ends(self) -> Floats:
        """Return what it costs to end in each state that there is now."""
        found: Floats = self._state.last[self._states] + self._under[self.owners, self._figures]
        found += self._over[self.owners, 0]
        return found


def _cost(side: Side, amounts: Floats) -> Floats:
    """Return what it costs that a sum is so much beside a limit."""
    beside = np.maximum(np.where(np.isfinite(amounts), amounts, 0.0), 0.0)
    if math.isinf(side.weight):
        return np.where(beside > 0, np.inf, 0.0)
    return side.weight * (beside * (beside + 1) / 2 if side.rises else beside)
