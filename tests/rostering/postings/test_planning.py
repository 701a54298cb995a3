"""Postings are planned by a process of its own, which may break off or be stopped, and repaired with few changes."""

from __future__ import annotations

import multiprocessing

import pytest
from msgspec.structs import replace

from tests.rostering.postings.county import county
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.rostering.planning import Planning
from yigongti_desktop.rostering.postings.checker import Kind
from yigongti_desktop.rostering.postings.checker import check
from yigongti_desktop.rostering.postings.checker import cost
from yigongti_desktop.rostering.postings.repair import repaired
from yigongti_desktop.rostering.postings.task import Stay
from yigongti_desktop.rostering.postings.task import Task


@pytest.fixture(scope="module")
def small() -> Task:
    return county(12, seed=2, units=5, doctors=30)


def test_plans_get_better_until_the_best_one_is_proven(small: Task) -> None:
    with Planning(small, seconds=100) as planning:
        start = planning.best
        seen = [start, *planning.better()]
        best = planning.best
    assert [one.cost for one in seen] == sorted((one.cost for one in seen), reverse=True)
    assert [one.bound for one in seen] == sorted(one.bound for one in seen)
    assert best.is_proven
    assert best.cost < start.cost
    findings = check(small, best.plan)
    assert (cost(findings), any(one.is_must for one in findings)) == (best.cost, False)
    assert multiprocessing.active_children() == []


def test_it_can_be_stopped_at_any_time_and_leaves_no_process(small: Task) -> None:
    with Planning(small, seconds=100) as planning:
        planning.stop()
        assert planning.is_over
        assert multiprocessing.active_children() == []
        assert list(planning.better()) == []
    assert all(one.is_gap or not one.is_must for one in check(small, planning.best.plan))


def test_a_process_that_breaks_off_is_told_and_the_best_plan_stays(small: Task) -> None:
    with Planning(small, seconds=100) as planning:
        for process in multiprocessing.active_children():
            process.kill()
        with pytest.raises(Unavailable, match="posting_worker"):
            list(planning.better())
    assert planning.best.plan


def test_a_pin_that_contradicts_itself_is_refused_with_its_doctor(small: Task) -> None:
    pinned = replace(small.doctors[9], fixed=(Stay(0, 6, 0),), barred=(0,), away=())
    task = replace(small, doctors=(*small.doctors[:9], pinned, *small.doctors[10:]))
    with pytest.raises(Refused) as refused:
        Planning(task, seconds=1)
    assert (refused.value.code, refused.value.facts["doctor"], refused.value.facts["kind"]) == (
        "posting_contradiction", 9, "barred",
    )  # fmt: skip


def test_a_plan_that_cannot_stand_is_never_taken_over(
    small: Task, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The process is right; so it is the question that is changed once it has it."""
    doctors = tuple(replace(one, least=13, most=13) for one in small.doctors)
    with Planning(small, seconds=100) as planning:
        start = planning.best.plan
        monkeypatch.setattr(planning, "_task", replace(small, doctors=doctors))
        assert {one.plan for one in planning.better()} <= {start}
    assert "cannot stand" in caplog.text


def test_who_falls_out_is_replaced_and_what_is_past_and_most_others_stay(small: Task) -> None:
    plan = _planned(small)
    gone = next(place for place, stays in enumerate(plan) if any(stay.start >= 0 and stay.end > 6 for stay in stays))
    task = repaired(small, plan, since=4, gone={gone: 4}, change=2)
    anew = _planned(task)
    findings = check(task, anew)
    assert not any(one.is_must for one in findings)
    assert all(stay.end <= 4 for stay in anew[gone])
    for place, (before, after) in enumerate(zip(plan, anew, strict=True)):
        if place != gone:
            assert [stay for stay in after if stay.start < 4] == [stay for stay in before if stay.start < 4]
    assert sum(one.kind is Kind.CHANGE for one in findings) <= 5


def test_nobody_falls_out_of_the_past(small: Task) -> None:
    with pytest.raises(ValueError, match="past"):
        repaired(small, tuple(one.fixed for one in small.doctors), since=4, gone={0: 3}, change=2)


def _planned(task: Task) -> tuple[tuple[Stay, ...], ...]:
    with Planning(task, seconds=100) as planning:
        for _ in planning.better():
            pass
        assert planning.best.is_proven
        return planning.best.plan
