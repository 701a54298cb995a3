"""A roster at once: people are placed one after another, each where most is missing, and then again."""

from __future__ import annotations

import math
import random
from collections.abc import Iterator
from collections.abc import Sequence

import numpy as np

from yigongti_desktop.rostering.solver.graph import Floats
from yigongti_desktop.rostering.solver.pricing import Pricer
from yigongti_desktop.rostering.solver.problem import Person
from yigongti_desktop.rostering.solver.problem import Problem
from yigongti_desktop.rostering.solver.sides import Side
from yigongti_desktop.rostering.solver.sides import Stack
from yigongti_desktop.rostering.task import Row

_TRIES, _SOME = 20, 1e-6
#: Rounds in a row in which nobody could do better: what sums are worth is still being learnt in the first of them.
_IDLE = 3
_GOLDEN = 0.6180339887
#: Times as much that what is missing after a round is worth in the next one, and what is left of that once it is not.
_DEARER, _LEFT = 4.0, 0.6
#: Units that one in a link is worth at most, each time that everybody is placed: where a roster is wanted at once;
#: where people are to bid for what is missing, so that whoever minds least takes it; where it is missing still.
AT_ONCE, BY_BIDS, STUBBORN = (math.inf,) * 3, (4.0, 12.0, 40.0, *(math.inf,) * 4), (math.inf,) * 25


def placed(problem: Problem, chance: random.Random, rounds: Sequence[float]) -> Iterator[tuple[Row, ...]]:
    """Yield a roster each time that everybody was placed where they do best by themselves; not each is a better one.

    What is missing time after time becomes dearer, so that somebody leaves for it a place that others can take.
    Nothing is yielded where somebody has no row that keeps the sums outside of their graph.

    Args:
        problem: to be solved.
        chance: decides who is placed first.
        rounds: for each time, the units that one in a link is worth at most.
    """
    people, links = list(range(len(problem.people))), problem.links
    seekers = [_Seeker(problem.people[person], Pricer(problem, [person])) for person in people]
    rows: dict[int, Row] = {}
    sums, times = np.zeros(len(links.least)), np.ones(len(links.least))
    idle = 0
    for most in rounds:
        chance.shuffle(people)
        idle += 1
        for person in people:
            own, old = problem.people[person], rows.get(person)
            if old is not None:
                sums -= links.counted(own.kind, old)
            worth = np.clip(times * links.worth(sums), -most * problem.unit, most * problem.unit)
            paid = links.priced(worth)[[own.kind]]
            row = seekers[person].answer(paid) or old
            if row is None:
                return
            if old is None or _value(own, row, paid[0]) < _value(own, old, paid[0]) - _SOME:
                rows[person], idle = row, 0
            sums += links.counted(own.kind, rows[person])
        if math.isfinite(most):
            continue
        yield tuple(rows[person] for person in range(len(rows)))
        is_missing = links.worth(sums) > 0
        if idle >= _IDLE and not is_missing.any():
            break
        times = 1 + (times - 1) * _LEFT
        times[is_missing] *= _DEARER


class _Seeker:
    """Somebody who learns what their sums outside of the graph are worth, from one row to the next."""

    def __init__(self, own: Person, pricer: Pricer) -> None:
        self._own, self._pricer, self._stack = own, pricer, Stack([own.sides], pricer.size)
        self._prices = np.zeros(len(own.sides))
        #: What the prices change by; half of it, each time that too much becomes too little.
        self._steps = np.array([side.weight for side in own.sides])
        self._signs = np.zeros(len(own.sides))

    def answer(self, paid: Floats) -> Row | None:
        """Return a row that is cheap at what cells are paid."""
        row = _answer(self._own, self._pricer, paid + self._stack.paid(self._prices))
        if row is not None:
            for place, side in enumerate(self._own.sides):
                if math.isfinite(side.weight):
                    self._learn(place, side, side.total(row))
        return row

    def _learn(self, place: int, side: Side, total: float) -> None:
        """Pay more for what is too little, and less for what is too much; nothing for what is neither."""
        price, step = self._prices[place], self._steps[place]
        if total < side.least or (price < 0 and total < side.most):
            sign = 1.0
        elif total > side.most or (price > 0 and total > side.least):
            sign = -1.0
        else:
            return
        if self._signs[place] == -sign:
            step = self._steps[place] = step / 2
        self._signs[place] = sign
        if side.rises:
            step *= max(abs(total - (side.least if total < side.least else side.most)) / 2, 1.0)
        lowest, highest = side.limits
        self._prices[place] = min(max(price + sign * step, lowest), highest)


def _answer(own: Person, pricer: Pricer, paid: Floats) -> Row | None:
    """Return a cheap row that keeps the sums outside of the graph: what they lack is paid for, more and more.

    One price for all days may jump from too few to too many; then some days have the one, and some the other.
    """
    extra, price = np.zeros_like(paid[0]), 16.0
    #: By side, at what prices it was too few, and too many.
    few: dict[int, Floats] = {}
    many: dict[int, Floats] = {}
    for _ in range(_TRIES):
        row = _cheapest(pricer, paid + extra)
        if row is None or own.keeps(row):
            return row
        more = np.zeros_like(extra)
        for place, side in enumerate(own.sides):
            total = side.total(row)
            if not math.isfinite(side.weight) and not side.least <= total <= side.most:
                (few if total < side.least else many)[place] = extra
                more += price * side.counts / max(side.counts.max(), 1.0) * (1 if total < side.least else -1)
                if place in few and place in many:
                    found = _between(own, side, pricer, paid, (few[place], many[place]))
                    if found is not None:
                        return found
        extra, price = extra + more, 2 * price
    return None


def _between(own: Person, side: Side, pricer: Pricer, paid: Floats, prices: tuple[Floats, Floats]) -> Row | None:
    """Return a row that keeps all sums, some days at prices at which one is too few, some where it is too many."""
    few, many = prices
    order = np.argsort(np.arange(len(few)) * _GOLDEN % 1.0)  # any first part of it is spread over all days
    least, most = 0, len(few)
    while most - least > 1:
        middle = (least + most) // 2
        extra = few.copy()
        extra[order[:middle]] = many[order[:middle]]
        row = _cheapest(pricer, paid + extra)
        if row is None or own.keeps(row):
            return row
        if side.total(row) < side.least:
            least = middle
        else:
            most = middle
    return None


def _cheapest(pricer: Pricer, paid: Floats) -> Row | None:
    priced = pricer.cheapest(paid)
    return None if priced is None else tuple(priced.rows[0].tolist())


def _value(own: Person, row: Row, paid: Floats) -> float:
    return own.plain(row) + own.aside(row) - float(paid[np.arange(len(row)), row].sum())
