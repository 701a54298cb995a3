"""The solver and the checker know nothing of each other, and agree on every roster of small tasks."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from dataclasses import replace
from itertools import count
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.capabilities.staffing.months import question
from tests.rostering.tasks import DUTIES
from tests.rostering.tasks import asked
from tests.rostering.tasks import best
from tests.rostering.tasks import summing
from tests.rostering.tasks import tasks
from tests.rostering.tasks import workers
from yigongti_desktop.rostering.checker import check
from yigongti_desktop.rostering.checker import check_row
from yigongti_desktop.rostering.checker import cost
from yigongti_desktop.rostering.rules import Cover
from yigongti_desktop.rostering.rules import Only
from yigongti_desktop.rostering.rules import Total
from yigongti_desktop.rostering.solver.aims import Manner
from yigongti_desktop.rostering.solver.compiled import NoRow
from yigongti_desktop.rostering.solver.compiled import compiled
from yigongti_desktop.rostering.solver.first import AT_ONCE
from yigongti_desktop.rostering.solver.first import BY_BIDS
from yigongti_desktop.rostering.solver.first import STUBBORN
from yigongti_desktop.rostering.solver.first import placed
from yigongti_desktop.rostering.solver.problem import Problem
from yigongti_desktop.rostering.solver.root import Root
from yigongti_desktop.rostering.solver.root import pack
from yigongti_desktop.rostering.solver.root import unpack
from yigongti_desktop.rostering.solver.search import Search
from yigongti_desktop.rostering.solver.sides import Side
from yigongti_desktop.rostering.solver.worker import MANNERS
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.task import Task
from yigongti_desktop.rostering.task import Worker

DAYS = 5


@settings(max_examples=150, deadline=None)
@given(workers(DAYS))
def test_what_a_row_costs_by_its_graph_is_what_the_checker_counts(worker: Worker) -> None:
    task = Task(DAYS, DUTIES, (worker,))
    rows = list(product(range(len(DUTIES)), repeat=DAYS))
    counted = {}
    for row in rows:
        findings = tuple(check_row(task, 0, row))
        counted[row] = math.inf if any(one.is_must for one in findings) else float(cost(findings))
    try:
        person = compiled(task).people[0]
    except NoRow:
        assert all(math.isinf(one) for one in counted.values())
        return
    assert {row: person.plain(row) + person.aside(row) for row in rows} == counted


@settings(max_examples=60, deadline=None)
@given(tasks() | tasks(summing), st.sampled_from([0, 25_000]), st.integers(0, 1))
def test_the_best_of_all_rosters_is_found_and_proven(task: Task, most_states: int, way: int) -> None:
    expected = best(task)
    try:
        problem = compiled(task, most_states)
    except NoRow:
        assert expected is None
        return
    search = _searched(problem, way)
    if expected is None:  # every person has a row by the graph, and none that keeps the sums beside it
        assert most_states == 0
        assert not search.best
        return
    assert search.best
    findings = check(task, search.best)
    assert not any(one.is_must for one in findings)
    assert cost(findings) == search.cost
    assert (search.cost, search.bound) == (expected, expected)


@pytest.mark.parametrize("way", [0, 1])
def test_a_search_comes_back_where_nobody_can_keep_a_sum_beside_the_graph(way: int) -> None:
    rules = (
        Total(id="minutes", counts=(0, 480, 1), least=0, most=0, carried=2),
        Only(id="off", days=(0,), duties=(1, 2), weight=1),
    )
    task = Task(2, DUTIES, (Worker("某人", rules),))
    left = count(5_000, -1)
    search = Search(compiled(task, 0), random.Random(way), lambda: float(next(left)))  # noqa: S311 - the same each time
    for _ in zip(range(60), search.steps(_manner(way)), strict=False):
        assert next(left) > 0
    assert best(task) is None
    assert not search.best


def test_the_bound_holds_where_a_sum_rises_beyond_the_units_that_have_prices_of_their_own() -> None:
    rules = (
        Only(id="off", days=(0,), duties=(0,)),
        Total(id="nights", weight=1, counts=(0, 0, 1), least=13, most=13, rises=True),
        Total(id="minutes", weight=3, counts=(0, 480, 0), least=48, most=435, days=(1,)),
    )
    cover = Cover(id="cover", day=1, duties=(1,), least=1, most=1, under=3, over=0)
    task = Task(2, DUTIES, (Worker("某人", rules),), (cover,))
    search = _searched(compiled(task), 0)
    assert best(task) == 225
    assert search.bound <= 225 <= search.cost


@settings(max_examples=40, deadline=None)
@given(tasks() | tasks(summing))
def test_two_searches_that_tell_each_other_find_the_best_and_prove_it(task: Task) -> None:
    if (known := asked(task)) is None:
        return
    problem, expected = known
    both = [Search(problem, random.Random(way), lambda: 60.0) for way in (0, 1)]  # noqa: S311 - the same each time
    steps = [search.steps(_manner(way)) for way, search in enumerate(both)]
    for _ in range(60):
        for one, other, step in zip(both, reversed(both), steps, strict=True):
            next(step, None)
            if one.best:
                other.hear(one.best)
    assert min(search.cost for search in both) == expected == max(search.bound for search in both)


@pytest.mark.parametrize(("dear", "is_taken"), [(1001, False), (2000, True)])
def test_of_another_search_a_roster_is_taken_that_is_much_better(dear: int, is_taken: bool) -> None:  # noqa: FBT001
    off = Only(id="off", days=(0,), duties=(0,), weight=dear)
    cover = Cover(id="cover", day=0, duties=(1,), least=1, most=1, under=1000, over=0)
    search = Search(compiled(Task(1, DUTIES, (Worker("某人", (off,)),), (cover,))), random.Random(0), lambda: 60.0)  # noqa: S311 - the same each time
    assert search.offer(((1,),))
    search.hear(((0,),))
    assert search.best == (((0,),) if is_taken else ((1,),))
    assert (search.cost, search.known) == (1000 if is_taken else dear, 1000)


@settings(max_examples=40, deadline=None)
@given(tasks() | tasks(summing), st.sampled_from([0.0, 100.0]))
def test_a_programme_that_another_has_solved_is_gone_on_from_where_that_took_long(task: Task, seconds: float) -> None:
    if (known := asked(task)) is None:
        return
    problem, expected = known
    root = _searched(problem, 0).root
    assert root is not None
    told = unpack(pack(Root(root.prices, root.rows, root.value, root.dearest, seconds)))
    assert (told.rows, told.value, told.seconds) == (root.rows, root.value, seconds)
    search = Search(problem, random.Random(1), lambda: 60.0)  # noqa: S311 - the same each time
    search.told = told
    for _, step in zip(range(60), search.steps(replace(MANNERS[1], turns=10)), strict=False):
        assert step is None
        assert search.bound <= expected <= search.cost
    assert (search.root is told) == (seconds > 0.0)
    assert (search.cost, search.bound) == (expected, expected)


def _manner(way: int) -> Manner:
    """Return a manner that does not wait long for another search."""
    return replace(MANNERS[way], turns=min(MANNERS[way].turns, 1))


def _placed(problem: Problem, rounds: Sequence[float]) -> Roster:
    """Return the best of all first rosters."""
    chance = random.Random(0)  # noqa: S311 # the same each time
    return min(placed(problem, chance, rounds), key=problem.cost)


def _searched(problem: Problem, way: int) -> Search:
    turns = iter(range(60))
    search = Search(problem, random.Random(way), lambda: 60.0)  # noqa: S311 - the same each time
    for _ in search.steps(_manner(way)):
        if next(turns, None) is None:
            break
    return search


def test_a_first_roster_keeps_a_sum_beside_the_graph_that_one_price_jumps_over() -> None:
    """Every day is like any other: at one price for all nobody works, at the next one they do every day."""
    free = compiled(Task(28, DUTIES, (Worker("甲"), Worker("乙"))))
    hours = Side(np.tile([0.0, 480.0, 480.0], (28, 1)), least=4800.0, most=5280.0, weight=math.inf)
    problem = replace(free, people=tuple(replace(person, sides=(hours,)) for person in free.people))
    roster = _placed(problem, AT_ONCE)
    assert [sum(duty > 0 for duty in row) in {10, 11} for row in roster] == [True, True]


def test_a_first_roster_learns_what_a_sum_beside_the_graph_is_worth() -> None:
    """What is counted beside the graph is no part of a row's price; each row that is too much of it makes it dearer."""
    fair = Total(id="fair", weight=40, counts=(0, 1, 0), most=7)
    dear = tuple(Only(id="wish", days=(day,), duties=(0, 2), weight=day) for day in range(1, 28))
    cover = tuple(Cover(id="cover", day=day, duties=(1,), least=1, most=1, under=39, over=0) for day in range(28))
    problem = compiled(Task(28, DUTIES, (Worker("某人", (fair, *dear)),), cover), 0)
    roster = _placed(problem, BY_BIDS)
    least, unaware = ((1,) * 7 + (0,) * 21,), ((1,) * 28,)
    assert problem.cost(least) <= problem.cost(roster) < 1.15 * problem.cost(least) < problem.cost(unaware)


def test_people_who_bid_have_a_better_first_roster_of_a_large_clinic() -> None:
    problem = compiled(question(30, 0).task)
    costs = [problem.cost(_placed(problem, rounds)) for rounds in (AT_ONCE, BY_BIDS)]
    assert costs[1] < costs[0] / 2


@pytest.mark.parametrize("seed", [17, 26])
def test_what_stays_missing_in_a_small_clinic_becomes_dearer_until_somebody_leaves_a_place_for_it(seed: int) -> None:
    problem = compiled(question(12, seed).task)
    dearest = problem.links.under.max()
    assert problem.cost(_placed(problem, AT_ONCE)) > dearest > problem.cost(_placed(problem, STUBBORN))


def test_a_sum_that_would_make_a_graph_too_wide_is_kept_outside_of_it() -> None:
    minutes = Total(id="minutes", counts=(0, 17, 29, 31), most=1500)
    people = (Worker("甲", (minutes,)),)
    task = Task(90, ("休", "一", "二", "三"), people)
    assert [len(person.sides) for person in compiled(task).people] == [1]


def test_a_sum_that_ends_before_the_row_does_is_not_remembered_after_it() -> None:
    """Hours of four weeks stay in the graph, as wide as those of one."""
    weeks = tuple(
        Total(id="week", weight=1, counts=(0, 480, 600), most=2400, days=tuple(range(first, first + 7)))
        for first in (0, 7, 14, 21)
    )
    person = compiled(Task(28, DUTIES, (Worker("某人", weeks),))).people[0]
    assert person.sides == ()
    assert person.graph.width <= 40
    long, short = (1, 1, 1, 1, 1, 0, 0) * 4, (1, 1, 1, 1, 1, 1, 0, *(0,) * 20, 2)
    assert [person.plain(row) for row in (long, short)] == [0, 480]


def test_somebody_of_whom_more_is_known_than_may_be_has_no_row() -> None:
    rule = Total(id="total", counts=(1, 0, 0), most=0, days=(0,), carried=2)
    task = Task(2, DUTIES, (Worker("某人", (rule,)),))
    assert best(task) is None
    with pytest.raises(NoRow):
        compiled(task)
