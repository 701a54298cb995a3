"""What a roster may cost leaves people some rows, and a tree among them a roster: none is lost, none refuted."""

from __future__ import annotations

import random
from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.rostering.tasks import DUTIES
from tests.rostering.tasks import asked
from tests.rostering.tasks import summing
from tests.rostering.tasks import tasks
from tests.rostering.tasks import workers
from yigongti_desktop.rostering.solver.compiled import NoRow
from yigongti_desktop.rostering.solver.compiled import compiled
from yigongti_desktop.rostering.solver.dive import Central
from yigongti_desktop.rostering.solver.dive import Dive
from yigongti_desktop.rostering.solver.generation import Pace
from yigongti_desktop.rostering.solver.generation import generate
from yigongti_desktop.rostering.solver.master import Master
from yigongti_desktop.rostering.solver.pricing import Pricer
from yigongti_desktop.rostering.solver.problem import Problem
from yigongti_desktop.rostering.solver.tree import Tree
from yigongti_desktop.rostering.task import Task
from yigongti_desktop.rostering.task import Worker

_DAYS = 4
_PACE = Pace(close=1e-6, rounds=2000)


@settings(max_examples=150, deadline=None)
@given(workers(_DAYS), st.randoms(use_true_random=False), st.integers(0, 30))
def test_every_row_that_is_near_is_left(worker: Worker, chance: random.Random, room: int) -> None:
    task = Task(_DAYS, DUTIES, (worker,))
    try:
        problem = compiled(task)
    except NoRow:
        return
    pricer, person = Pricer(problem, (0,)), problem.people[0]
    days, duties = problem.links.shape
    paid = np.array([[[chance.randrange(-9, 9) for _ in range(duties)] for _ in range(days)]], np.float64)

    def value(row: tuple[int, ...]) -> float:
        return person.plain(row) - float(paid[0][np.arange(days), row].sum())

    priced = pricer.cheapest(paid)
    assert priced is not None
    most = priced.values + room
    pricer.near(paid, most)
    near = {row for row in product(range(duties), repeat=days) if value(row) <= most[0]}
    left = pricer.within(paid, most, 10_000)
    assert left is not None
    assert {row for _, row, _ in left} == near
    is_open = np.zeros_like(pricer.is_open)
    for row in near:
        is_open[0, np.arange(days), row] = True
    assert (pricer.is_open == is_open).all()
    again = pricer.cheapest(paid)
    assert again is not None
    assert again.values[0] == priced.values[0]


@settings(max_examples=60, deadline=None)
@given(tasks() | tasks(summing), st.integers(-3, 3), st.booleans())
def test_a_roster_is_found_where_there_is_one_and_refuted_where_there_is_none(
    task: Task,
    above: int,
    otherwise: bool,  # noqa: FBT001 # drawn
) -> None:
    if (known := asked(task)) is None:
        return
    problem, expected = known
    aim = expected + above * problem.unit
    tree, found = _planted(problem, aim), False
    for _ in range(3000):
        rows = tree.look(aim + 20 * problem.unit if otherwise else aim)
        if len(rows) == len(problem.people):
            cost = problem.cost([rows[person] for person in sorted(rows)])
            assert cost >= expected
            found = found or cost <= aim
        if found or tree.is_refuted:
            break
    assert (found, tree.is_refuted) == (True, tree.is_refuted) if above >= 0 else (False, True)


def _planted(problem: Problem, aim: float) -> Tree:
    """Return a tree from the programme, solved."""
    everybody = range(len(problem.people))
    master, pricer, chance = Master(problem, everybody), Pricer(problem, everybody), random.Random(0)  # noqa: S311 # the same each time
    root = generate(master, pricer, _PACE, lambda: False)
    dive = Dive(master, pricer, lambda: Central(chance, 0.3), lambda: False, aim)
    dive.leave_near(root)
    return Tree(dive, np.zeros((len(problem.people), problem.links.shape[0])))
