"""What is near a bound is left with all sums counted: no roster is lost, and every row costs what it does."""

from __future__ import annotations

import itertools
import math
import random
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.rostering.tasks import best
from tests.rostering.tasks import summing
from tests.rostering.tasks import tasks
from yigongti_desktop.rostering.solver.compiled import compiled
from yigongti_desktop.rostering.solver.counting import Count
from yigongti_desktop.rostering.solver.master import Master
from yigongti_desktop.rostering.solver.pricing import Pricer
from yigongti_desktop.rostering.solver.pricing import Prices
from yigongti_desktop.rostering.solver.problem import Person
from yigongti_desktop.rostering.solver.problem import Problem
from yigongti_desktop.rostering.solver.root import Root
from yigongti_desktop.rostering.solver.sharpening import Sharp
from yigongti_desktop.rostering.solver.sharpening import sharpened
from yigongti_desktop.rostering.task import Row
from yigongti_desktop.rostering.task import Task

_SOME = 1e-3


@settings(max_examples=300, deadline=None)
@given(
    tasks(summing),
    st.sampled_from([1, 5, 25_000]),
    st.integers(-4, 30),
    st.randoms(use_true_random=False),
)
def test_no_roster_that_is_near_is_lost_and_rows_cost_what_they_do(
    task: Task, most_states: int, above: int, chance: random.Random
) -> None:
    if (expected := best(task)) is None:
        return
    problem = compiled(task, most_states)
    most = float(expected + above)
    sharp = sharpened(problem, _priced(problem, chance), most, lambda: False)
    if sharp.is_refuted:
        assert above < 0
        return
    assert sharp.bound.value <= expected + _SOME
    left = _left(problem, sharp)
    for person, (own, rows) in enumerate(zip(problem.people, left, strict=True)):
        for row, cost in rows.items():
            assert cost == pytest.approx(own.plain(row) + _counted(own, sharp.problem.people[person], row))
    days, duties = problem.links.shape
    for roster in product(product(range(duties), repeat=days), repeat=len(problem.people)):
        if problem.cost(roster) <= most:
            assert all(row in rows for row, rows in zip(roster, left, strict=True))


@settings(max_examples=100, deadline=None)
@given(tasks(summing), st.sampled_from([1, 25_000]))
def test_whatever_can_be_counted_is(task: Task, most_states: int) -> None:
    if (expected := best(task)) is None:
        return
    problem = compiled(task, most_states)
    sharp = sharpened(problem, _priced(problem, random.Random(0)), float(expected), lambda: False)  # noqa: S311 # the same each time
    for own, now in zip(problem.people, sharp.problem.people, strict=True):
        for side, left in zip(own.sides, now.sides, strict=True):
            if left is side and not sharp.is_refuted:
                with pytest.raises(ValueError, match="figures"):
                    Count(side)


def _priced(problem: Problem, chance: random.Random) -> Root:
    """Return a programme that somebody says is solved: its prices are any, and no rows are known."""
    master = Master(problem, range(len(problem.people)))
    some = (chance.choice([0.0, chance.uniform(-6, 6)]) for _ in itertools.count())
    links, sides = (np.array([next(some) for _ in part]) for part in (master.prices.links, master.prices.sides))
    return Root(master.payable(Prices(links, sides)), [], 0.0, math.inf, 0.0)


def _left(problem: Problem, sharp: Sharp) -> list[dict[Row, float]]:
    """Return each person's rows that are left, with what each costs by itself."""
    pricer = Pricer(problem, range(len(problem.people)))
    pricer.restore(sharp.state)
    rows = pricer.within(np.zeros_like(pricer.is_open, float), np.full(len(problem.people), 1e12), 100_000)
    assert rows is not None
    found: list[dict[Row, float]] = [{} for _ in problem.people]
    for person, row, cost in rows:
        if math.isfinite(cost):
            found[person][row] = cost
    return found


def _counted(own: Person, now: Person, row: Row) -> float:
    """Return what a row costs by the sums that are counted."""
    return sum(side.cost(row) for side, left in zip(own.sides, now.sides, strict=True) if left is not side)
