"""Rosters are drawn by processes of their own, which may contradict, break off or be stopped."""

from __future__ import annotations

import multiprocessing
from pathlib import Path

import pytest

from tests.rostering.twins import instance
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.rostering.checker import check
from yigongti_desktop.rostering.checker import cost
from yigongti_desktop.rostering.drawing import Drawing
from yigongti_desktop.rostering.instance import read
from yigongti_desktop.rostering.rules import Only
from yigongti_desktop.rostering.task import Task
from yigongti_desktop.rostering.task import Worker


@pytest.fixture
def twin(tmp_path: Path) -> Task:
    file = tmp_path / "twin.txt"
    file.write_text(instance(12, 14, 2, seed=3), encoding="utf-8")
    return read(file)


def test_rosters_get_better_until_the_best_one_is_proven(twin: Task) -> None:
    with Drawing(twin, seconds=100) as drawing:
        seen = list(drawing.better())
        best = drawing.best
    costs = [one.cost for one in seen if one.roster]
    assert costs == sorted(costs, reverse=True)
    assert [one.bound for one in seen] == sorted(one.bound for one in seen)
    assert best == seen[-1]
    assert best.is_proven
    findings = check(twin, best.roster)
    assert (cost(findings), any(one.is_must for one in findings)) == (best.cost, False)
    assert multiprocessing.active_children() == []


def test_it_can_be_stopped_at_any_time_and_leaves_no_process(twin: Task) -> None:
    with Drawing(twin, seconds=100) as drawing:
        first = next(one for one in drawing.better() if one.roster)
        drawing.stop()
        assert multiprocessing.active_children() == []
        assert list(drawing.better()) == []
    assert check(twin, first.roster) is not None
    assert drawing.best.cost <= first.cost


def test_a_person_whose_own_rules_leave_no_row_is_named() -> None:
    rules = (Only(id="leave", days=(0,), duties=(0,)), Only(id="pin", days=(0,), duties=(1,)))
    task = Task(2, ("休", "白"), (Worker("甲"), Worker("乙", rules)))
    with Drawing(task, seconds=60) as drawing, pytest.raises(Refused) as refused:
        list(drawing.better())
    assert (refused.value.code, refused.value.facts) == ("roster_contradiction", {"person": 1})


def test_workers_that_break_off_are_told(twin: Task) -> None:
    with Drawing(twin, seconds=60) as drawing:
        for process in multiprocessing.active_children():
            process.kill()
        with pytest.raises(Unavailable, match="roster_worker"):
            list(drawing.better())


def test_a_roster_that_breaks_a_rule_is_never_taken_over_from_a_worker(
    twin: Task, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The workers are right; so it is the question that is changed once they have it."""
    both = (Only(id="pin", days=(1,), duties=(1,)), Only(id="leave", days=(1,), duties=(0,)))
    people = tuple(Worker(one.id, (*one.rules, *both)) for one in twin.people)
    with Drawing(twin, seconds=2) as drawing:
        monkeypatch.setattr(drawing, "_task", Task(twin.days, twin.duties, people, twin.rules))
        seen = [one.roster for one in drawing.better()]
    assert set(seen) <= {()}
    assert "breaks a rule: " in caplog.text
