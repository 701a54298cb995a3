"""The solver and the checker know nothing of each other, and agree on every plan of small tasks."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import settings
from msgspec.structs import replace

from tests.rostering.postings.county import county
from tests.rostering.postings.tasks import best
from tests.rostering.postings.tasks import is_possible
from tests.rostering.postings.tasks import tasks
from yigongti_desktop.rostering.postings.checker import check
from yigongti_desktop.rostering.postings.checker import cost
from yigongti_desktop.rostering.postings.task import Task
from yigongti_desktop.rostering.solver.postings import Postings


@settings(max_examples=200, deadline=None)
@given(tasks().filter(is_possible))
def test_the_best_of_all_plans_is_found_and_proven(task: Task) -> None:
    expected = best(task)
    postings = solved(task)
    findings = check(task, postings.best)
    assert not any(one.is_must for one in findings)
    assert (cost(findings), postings.cost) == (expected, expected)
    assert postings.is_proven


def test_two_years_of_a_small_county_are_planned_with_a_bound_that_holds() -> None:
    task = county(24, seed=3, units=4, doctors=20, handover=4)
    postings = solved(task, turns=iter(range(60)), near=1.05)  # a slow machine needs more turns
    findings = check(task, postings.best)
    assert not any(one.is_must for one in findings)
    assert cost(findings) == postings.cost
    assert 0 < math.ceil(postings.bound - 1e-4) <= postings.cost
    assert postings.cost <= postings.bound * 1.05
    assert any(sum(stay.start >= 0 for stay in stays) > 1 for stays in postings.best)


def test_a_unit_that_nobody_can_go_to_is_a_gap_in_every_month_and_no_fault() -> None:
    task = county(12, seed=1, units=3, doctors=12)
    doctors = tuple(replace(one, barred=(2,), fixed=()) for one in task.doctors)
    postings = solved(replace(task, doctors=doctors))
    gaps = [one for one in check(replace(task, doctors=doctors), postings.best) if one.is_gap and one.id == "STF-16"]
    assert [(one.units, one.months) for one in gaps if one.units == (2,)] == [((2,), (month,)) for month in range(12)]


def test_units_that_are_closed_to_all_are_left_out_of_what_is_planned_anew() -> None:
    """Most units of a county may have no agreement that covers the year."""
    task = county(12, seed=1, units=12, doctors=40)
    closed = tuple(range(9))
    task = replace(task, doctors=tuple(replace(one, barred=closed, fixed=()) for one in task.doctors))
    postings = Postings(task, lambda: 100.0)
    reduced, _ = postings._programme.priced(lambda: False, postings._stays.allowed)
    nobody = cost(check(task, postings.best))
    postings.offer(postings.best, nobody)
    for _ in range(30):
        postings._anew(0.2, reduced)
    assert cost(check(task, postings.best)) == postings.cost < nobody
    assert {stay.unit for stays in postings.best for stay in stays} == {9, 10, 11}


def test_nobody_is_planned_in_months_in_which_a_unit_is_closed() -> None:
    task = county(24, seed=3, units=4, doctors=20)
    shut = tuple(range(9, 36))
    closed = replace(task, units=(replace(task.units[0], closed=shut), *task.units[1:]))
    postings = solved(closed, turns=iter(range(60)), near=1.05)
    assert not any(one.is_must for one in check(closed, postings.best))
    fixed = {stay for doctor in closed.doctors for stay in doctor.fixed}
    new = [stay for stays in postings.best for stay in stays if stay.unit == 0 and stay not in fixed]
    assert new
    assert all(stay.end <= min(shut) for stay in new)


def test_when_time_is_over_at_once_there_is_a_plan_with_its_gaps_still() -> None:
    task = county(24, seed=2, units=6, doctors=30)
    rounds = iter([1.0] * 5)
    postings = Postings(task, lambda: next(rounds, 0.0))
    for _ in postings.steps():
        pass
    findings = check(task, postings.best)
    assert not any(one.is_must for one in findings)
    assert cost(findings) == postings.cost
    assert any(stay.start >= 0 for stays in postings.best for stay in stays)
    assert postings.bound <= postings.cost


def solved(task: Task, turns: object = None, near: float = 1.0) -> Postings:
    """Search until the best is proven, or is as near to the bound as that, or some times."""
    postings = Postings(task, lambda: 100.0)
    for _ in postings.steps():
        if turns is not None and next(turns, None) is None:  # type: ignore[call-overload]
            break
        if near > 1 and postings.cost <= postings.bound * near:
            break
    return postings
