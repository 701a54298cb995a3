"""A roster at once: people are placed one after another, each where most is missing, and then again."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import numpy as np

from yigongti_desktop.rostering.solver.graph import Floats
from yigongti_desktop.rostering.solver.pricing import Pricer
from yigongti_desktop.rostering.solver.problem import Person
from yigongti_desktop.rostering.solver.problem import Problem
from yigongti_desktop.rostering.solver.sides import Side
from yigongti_desktop.rostering.task import Row

_ROUNDS, _TRIES, _SOME = 20, 20, 1e-6
_GOLDEN = 0.6180339887


def first(problem: Problem, chance: random.Random, is_over: Callable[[], bool]) -> tuple[Row, ...]:
    """Return a roster in which nobody could do better alone, or one that was reached in time.

    Nothing, where somebody has no row that keeps the sums outside of their graph.

    Args:
        problem: to be solved.
        chance: decides who is placed first.
        is_over: asked once everybody has a row.
    """
    people = list(range(len(problem.people)))
    pricers = [Pricer(problem, [person]) for person in people]
    rows: dict[int, Row] = {}
    sums = np.zeros(len(problem.links.least))
    for _ in range(_ROUNDS):
        chance.shuffle(people)
        has_changed = False
        for person in people:
            own, old = problem.people[person], rows.get(person)
            if old is not None:
                sums -= problem.links.counted(own.kind, old)
            paid = problem.links.priced(problem.links.worth(sums))[[own.kind]]
            row = _answer(own, pricers[person], paid) or old
            if row is None:
                return ()
            if old is None or _value(own, row, paid[0]) < _value(own, old, paid[0]) - _SOME:
                rows[person], has_changed = row, True
            sums += problem.links.counted(own.kind, rows[person])
        if not has_changed or is_over():
            break
    return tuple(rows[person] for person in range(len(rows)))


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
    return own.plain(row) - float(paid[np.arange(len(row)), row].sum())
