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
from yigongti_desktop.rostering.task import Row

_ROUNDS, _TRIES, _SOME = 20, 20, 1e-6


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
    """Return a cheap row that keeps the sums outside of the graph: what they lack is paid for, more and more."""
    extra, price = np.zeros_like(paid[0]), 16.0
    for _ in range(_TRIES):
        priced = pricer.cheapest(paid + extra)
        if priced is None:
            break
        row: Row = tuple(priced.rows[0].tolist())
        if own.keeps(row):
            return row
        for side in own.sides:
            total = side.total(row)
            if not math.isfinite(side.weight) and not side.least <= total <= side.most:
                extra += price * side.counts / side.counts.max() * (1 if total < side.least else -1)
        price *= 2
    return None


def _value(own: Person, row: Row, paid: Floats) -> float:
    return own.plain(row) - float(paid[np.arange(len(row)), row].sum())
