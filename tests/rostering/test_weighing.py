"""What a change weighs is the difference between what the checker says before and after it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.rostering.tasks import tasks
from yigongti_desktop.rostering.checker import check
from yigongti_desktop.rostering.checker import check_row
from yigongti_desktop.rostering.task import Roster
from yigongti_desktop.rostering.task import Row
from yigongti_desktop.rostering.task import Task
from yigongti_desktop.rostering.weighing import Cell
from yigongti_desktop.rostering.weighing import Scales
from yigongti_desktop.rostering.weighing import Weight
from yigongti_desktop.rostering.weighing import changed
from yigongti_desktop.rostering.weighing import weight


@st.composite
def changes(draw: st.DrawFn) -> tuple[Task, Roster, list[dict[Cell, int]]]:
    task = draw(tasks())
    duties = st.integers(0, len(task.duties) - 1)
    row = st.tuples(*(duties for _ in range(task.days)))
    roster = draw(st.tuples(*(row for _ in task.people)))
    cell = st.tuples(st.integers(0, len(task.people) - 1), st.integers(0, task.days - 1))
    return task, roster, draw(st.lists(st.dictionaries(cell, duties, max_size=4), max_size=4))


@settings(max_examples=200, deadline=None)
@given(changes())
def test_a_change_weighs_what_the_checker_says_of_the_whole_roster(
    given: tuple[Task, Roster, list[dict[Cell, int]]],
) -> None:
    task, roster, turns = given
    scales = Scales(task)
    for cells in turns:
        after = changed(roster, cells)
        before, then = weight(check(task, roster)), weight(check(task, after))
        assert scales.difference(roster, cells) == then - before
        assert scales.whole(after) == then
        assert [scales.broken(person, row) for person, row in enumerate(after)] == [
            scales.row(person, row).broken for person, row in enumerate(after)
        ]
        for person, row in enumerate(after):
            rules = {one.rule.id for one in scales.broken_by(person, row)}
            more = {
                rule for rule in rules if _amount(task, person, row, rule) > _amount(task, person, roster[person], rule)
            }
            assert {one.rule.id for one in scales.broken_more(person, roster[person], row)} == more
            assert scales.breaks_more(person, roster[person], row) == bool(more)
        roster = after


def test_weights_add_up() -> None:
    assert Weight(1, 5) + Weight(2, 3) - Weight(1, 1) == Weight(2, 7)


def _amount(task: Task, person: int, row: Row, rule: str) -> int:
    return sum(abs(one.amount) for one in check_row(task, person, row) if one.is_must and one.rule.id == rule)
