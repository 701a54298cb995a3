"""Whatever of an instance is changed, its roster keeps what it must, and costs what the solver says."""

from __future__ import annotations

import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.rostering.changing import changed
from tests.rostering.tasks import tasks
from tests.rostering.twins import instance
from yigongti_desktop.rostering.checker import check
from yigongti_desktop.rostering.checker import cost
from yigongti_desktop.rostering.instance import read
from yigongti_desktop.rostering.solver.aims import Manner
from yigongti_desktop.rostering.solver.compiled import NoRow
from yigongti_desktop.rostering.solver.compiled import compiled
from yigongti_desktop.rostering.solver.master import Master
from yigongti_desktop.rostering.solver.pricing import Pricer
from yigongti_desktop.rostering.solver.search import Search
from yigongti_desktop.rostering.solver.unit import unit
from yigongti_desktop.rostering.task import Task


@pytest.mark.parametrize("seed", [0, 1, 2, 4, 5, 6, 7])
def test_a_changed_instance_has_a_roster_that_costs_what_is_said(tmp_path: Path, seed: int) -> None:
    task = _changed(tmp_path, seed)
    search, turns = Search(compiled(task), random.Random(seed), lambda: 60.0), iter(range(8))  # noqa: S311 # the same each time
    for _ in search.steps(Manner(part=0.2, above=0)):
        if next(turns, None) is None:
            break
    findings = check(task, search.best)
    assert not any(one.is_must for one in findings)
    assert cost(findings) == search.cost
    assert 0 < search.bound <= search.cost


def test_where_a_change_leaves_somebody_no_row_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoRow):
        compiled(_changed(tmp_path, 3))


@settings(max_examples=40, deadline=None)
@given(tasks(), st.randoms(use_true_random=False))
def test_every_roster_costs_a_multiple_of_the_unit(task: Task, chance: random.Random) -> None:
    roster = tuple(tuple(chance.randrange(len(task.duties)) for _ in range(task.days)) for _ in task.people)
    assert cost(check(task, roster)) % unit(task) == 0


def test_what_was_settled_can_be_taken_back(tmp_path: Path) -> None:
    file = tmp_path / "twin.txt"
    file.write_text(instance(5, 14, 2, seed=1), encoding="utf-8")
    problem = compiled(read(file))
    people = range(len(problem.people))
    master, pricer = Master(problem, people), Pricer(problem, people)
    paid = pricer.paid(master.solve())
    before = pricer.cheapest(paid)
    assert before is not None
    master.add((place, tuple(before.rows[place].tolist()), float(before.plain[place])) for place in people)
    master.solve()
    value, row = master.value, before.rows[0].tolist()
    other = next(duty for duty in range(problem.links.shape[1]) if duty != row[0])
    former = pricer.state()
    assert pricer.only([(0, 0, other)]) == [(0, 0, other)]
    settled = pricer.cheapest(paid)
    assert settled is None or settled.rows[0][0] == other
    master.keep(pricer.is_open)
    master.solve()
    assert master.value > value
    pricer.restore(former)
    master.keep(pricer.is_open)
    master.solve()
    again = pricer.cheapest(paid)
    assert again is not None
    assert again.rows.tolist() == before.rows.tolist()
    assert master.value == pytest.approx(value)


def _changed(folder: Path, seed: int) -> Task:
    file = folder / "changed.txt"
    file.write_text(changed(instance(7, 14, 2, seed), seed), encoding="utf-8")
    return read(file)
