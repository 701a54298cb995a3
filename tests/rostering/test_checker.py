"""The checker counts what rules say, and notices each way in which a roster can be broken."""

from __future__ import annotations

import random

import pytest
from msgspec.structs import replace

from yigongti_desktop.rostering.checker import check
from yigongti_desktop.rostering.checker import cost
from yigongti_desktop.rostering.rules import Beside
from yigongti_desktop.rostering.rules import Cover
from yigongti_desktop.rostering.rules import DayRule
from yigongti_desktop.rostering.rules import Follow
from yigongti_desktop.rostering.rules import Only
from yigongti_desktop.rostering.rules import PersonRule
from yigongti_desktop.rostering.rules import Run
from yigongti_desktop.rostering.rules import Total
from yigongti_desktop.rostering.rules import Weekends
from yigongti_desktop.rostering.rules import Window
from yigongti_desktop.rostering.task import Row
from yigongti_desktop.rostering.task import Task
from yigongti_desktop.rostering.task import Worker

#: 0 is a day off, 1 a day's duty, 2 a night's.
DUTIES = ("休", "白", "夜")


def found(rule: PersonRule, row: Row, before: Row = ()) -> list[tuple[tuple[int, ...], int, int]]:
    """Return where, by how much and at what cost one rule is not kept by one person."""
    task = Task(len(row), DUTIES, (Worker("甲", (rule,), before),))
    return [(finding.days, finding.amount, finding.cost) for finding in check(task, (row,))]


def test_a_day_of_leave_is_a_day_off() -> None:
    leave = Only(id="leave", days=(1, 2), duties=(0,))
    assert found(leave, (1, 0, 0)) == []
    assert found(leave, (1, 2, 1)) == [((1,), 1, 0), ((2,), 1, 0)]


def test_a_wish_that_is_not_kept_costs_its_weight() -> None:
    assert found(Only(id="wish", weight=3, days=(0,), duties=(1,)), (2, 0)) == [((0,), 1, 3)]


def test_no_day_follows_a_night_that_of_the_last_month_included() -> None:
    rest = Follow(id="rest", duty=2, barred=(1,))
    assert found(rest, (2, 0, 1, 2, 2)) == []
    assert found(rest, (2, 1, 0)) == [((0, 1), 1, 0)]
    assert found(rest, (1, 0), before=(0, 2)) == [((0,), 1, 0)]


def test_a_run_is_too_long_by_the_days_beyond_and_counts_the_days_before() -> None:
    work = Run(id="work", weight=2, duties=(1, 2), most=3)
    assert found(work, (1, 1, 2, 0, 1)) == []
    assert found(work, (1, 1, 2, 1, 1)) == [((0, 1, 2, 3, 4), 2, 4)]
    assert found(work, (1, 1, 0), before=(0, 1, 1)) == [((0, 1), 1, 2)]
    assert found(work, (1, 0, 0), before=(1, 1, 1, 1, 1)) == [((0,), 1, 2)]


def test_a_run_is_too_short_only_where_both_its_ends_are_known() -> None:
    nights = Run(id="nights", duties=(2,), least=2)
    assert found(nights, (2, 0, 2, 2, 0, 2)) == []
    assert found(nights, (0, 2, 0)) == [((1,), -1, 0)]
    assert found(nights, (2, 0), before=(0,)) == [((0,), -1, 0)]
    assert found(nights, (0, 0), before=(0, 2)) == [((0,), -1, 0)]


def test_two_nights_in_any_seven_days_and_those_before_count() -> None:
    nights = Window(id="nights", duties=(2,), length=7, most=2)
    assert found(nights, (2, 0, 0, 2, 0, 0, 0, 2)) == []
    assert found(nights, (2, 0, 0, 2, 0, 0, 2)) == [((0, 3, 6), 1, 0)]
    assert found(nights, (2, 0), before=(2, 0, 2, 0)) == [((0,), 1, 0), ((0,), 1, 0)]


def test_minutes_of_a_month_lie_between_two_figures() -> None:
    minutes = Total(id="minutes", weight=1, counts=(0, 480, 600), least=960, most=1080)
    assert found(minutes, (1, 2, 0)) == []
    assert found(minutes, (1, 0, 0)) == [((0,), -480, 480)]
    assert found(minutes, (2, 2, 0)) == [((0, 1), 120, 120)]


def test_nights_carried_from_other_months_count_and_the_second_one_too_many_costs_twice() -> None:
    fair = Total(id="fair", weight=5, counts=(0, 0, 1), most=4, carried=3, rises=True)
    assert found(fair, (2, 0, 0)) == []
    assert found(fair, (2, 0, 2)) == [((0, 2), 1, 5)]
    assert found(fair, (2, 2, 2)) == [((0, 1, 2), 2, 15)]


def test_a_weekend_counts_once_however_much_of_it_is_worked() -> None:
    weekends = Weekends(id="weekends", weekends=((0, 1), (3, 4)), duties=(1, 2), most=1)
    assert found(weekends, (1, 2, 1, 0, 0)) == []
    assert found(weekends, (1, 2, 0, 0, 1)) == [((0, 1, 3, 4), 1, 0)]


def test_too_few_of_those_who_count_and_too_many_cost_what_they_cost() -> None:
    cover = Cover(id="night", day=0, duties=(2,), least=2, most=2, under=100, over=1, people=(0, 1, 2))
    task = Task(1, DUTIES, tuple(Worker(name) for name in "甲乙丙丁"), (cover,))
    assert cost(check(task, ((2,), (2,), (0,), (2,)))) == 0
    assert cost(check(task, ((2,), (0,), (0,), (2,)))) == 100
    assert cost(check(task, ((2,), (2,), (2,), (0,)))) == 1


def test_who_learns_is_not_on_duty_without_who_teaches() -> None:
    beside = Beside(id="pair", day=0, duties=(1, 2), leaders=(0,), people=(1,), weight=7)
    task = Task(1, DUTIES, (Worker("师"), Worker("徒")), (beside,))
    assert cost(check(task, ((1,), (2,)))) == 0
    assert cost(check(task, ((0,), (2,)))) == 7


def test_a_roster_of_other_days_people_or_duties_is_no_roster_of_the_task() -> None:
    task = Task(2, DUTIES, (Worker("甲"),))
    for wrong in ((), ((0,),), ((0, 3),), ((0, 0), (0, 0))):
        with pytest.raises(ValueError, match="the roster"):
            check(task, wrong)


@pytest.mark.parametrize("seed", range(50))
def test_a_roster_that_keeps_everything_is_broken_and_the_checker_says_where(seed: int) -> None:
    """Six people take one day's and one night's duty in turn: any cell that changes breaks a rule there."""
    chance = random.Random(seed)  # noqa: S311 - the same each time
    days, roster = 12, tuple(tuple((0, 0, 1, 2, 0, 0)[(day + shift) % 6] for day in range(12)) for shift in range(6))
    every = tuple(range(days))
    rules: tuple[PersonRule, ...] = (
        Follow(id="rest", duty=2, barred=(1, 2)),
        Run(id="run", duties=(1, 2), most=2),
        Window(id="window", duties=(2,), length=6, most=1),
        Total(id="days", counts=(0, 1, 0), least=2, most=2),
        Total(id="nights", counts=(0, 0, 1), least=2, most=2),
    )
    cover: tuple[DayRule, ...] = tuple(
        Cover(id="cover", day=day, duties=(duty,), least=1, most=1, under=9, over=9) for day in every for duty in (1, 2)
    )
    task = Task(days, DUTIES, tuple(Worker(str(one), rules) for one in range(6)), cover)
    assert check(task, roster) == ()
    person, day = chance.randrange(6), chance.randrange(days)
    duty = chance.choice([one for one in range(3) if one != roster[person][day]])
    row = (*roster[person][:day], duty, *roster[person][day + 1 :])
    broken = (*roster[:person], row, *roster[person + 1 :])
    findings = check(task, broken)
    assert {finding.rule.id for finding in findings if day in finding.days} >= {"cover"}
    assert any(finding.person == person for finding in findings if finding.rule.id != "cover")
    pinned = Only(id="pin", days=(day,), duties=(roster[person][day],))
    people = tuple(replace(one, rules=(pinned,)) for one in task.people)
    assert [one.person for one in check(replace(task, people=people, rules=()), broken) if one.days == (day,)].count(
        person
    ) == 1
