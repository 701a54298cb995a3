"""The checker counts what is asked of postings, and notices each way in which a plan can be broken."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from yigongti_desktop.rostering.postings.checker import Kind
from yigongti_desktop.rostering.postings.checker import check
from yigongti_desktop.rostering.postings.checker import contradictions
from yigongti_desktop.rostering.postings.checker import cost
from yigongti_desktop.rostering.postings.task import Doctor
from yigongti_desktop.rostering.postings.task import Limit
from yigongti_desktop.rostering.postings.task import Need
from yigongti_desktop.rostering.postings.task import Plan
from yigongti_desktop.rostering.postings.task import Share
from yigongti_desktop.rostering.postings.task import Stay
from yigongti_desktop.rostering.postings.task import Task
from yigongti_desktop.rostering.postings.task import Unit
from yigongti_desktop.rostering.postings.task import members

DOCTOR = Doctor(id="甲", level=2, department="内科")
EVERY = tuple(range(12))


def task(*doctors: Doctor, needs: tuple[Need, ...] = (), limits: tuple[Limit, ...] = (), handover: int = 0) -> Task:
    return Task(
        months=12, units=(Unit("东", handover), Unit("西", handover)), doctors=doctors, needs=needs, limits=limits
    )


def found(asked: Task, plan: Plan) -> list[tuple[Kind, tuple[int, ...], int, int]]:
    return [(one.kind, one.months, one.amount, one.cost) for one in check(asked, plan)]


@pytest.mark.policy("STF-16")
def test_a_gap_of_one_month_between_two_stays_is_named_with_its_unit() -> None:
    need = Need(id="主治", units=(1,), months=EVERY, least=1, under=100, level=2)
    asked = task(DOCTOR, replace(DOCTOR, id="乙"), needs=(need,))
    plan = ((Stay(0, 6, 1),), (Stay(7, 6, 1),))
    (gap,) = check(asked, plan)
    assert (gap.id, gap.units, gap.months, gap.amount, gap.cost, gap.is_gap) == ("主治", (1,), (6,), -1, 100, True)
    assert check(asked, ((Stay(0, 6, 1),), (Stay(6, 6, 1),))) == ()


@pytest.mark.policy("STF-16")
def test_who_is_of_a_lower_level_or_without_the_skill_does_not_count() -> None:
    need = Need(id="主治", units=(0,), months=(0,), least=1, under=7, level=2, skill="儿科", departments=("内科",))
    plan = ((Stay(0, 6, 0),),)
    able = replace(DOCTOR, skills=("儿科",))
    assert found(task(able, needs=(need,)), plan) == []
    for other in (replace(able, level=1), DOCTOR, replace(able, department="外科")):
        assert found(task(other, needs=(need,)), plan) == [(Kind.NEED, (0,), -1, 7)]


@pytest.mark.policy("STF-18")
def test_a_need_of_all_units_together_counts_across_them() -> None:
    need = Need(id="专家", units=(0, 1), months=(0, 6), least=3, under=5, most=1, over=2)
    asked = task(DOCTOR, DOCTOR, needs=(need,))
    assert found(asked, ((Stay(0, 6, 0),), (Stay(0, 6, 1),))) == [(Kind.NEED, (0,), -1, 5), (Kind.NEED, (6,), -3, 15)]
    fewer = task(DOCTOR, DOCTOR, needs=(replace(need, least=0),))
    assert found(fewer, ((Stay(0, 6, 0),), (Stay(0, 6, 1),))) == [(Kind.NEED, (0,), 1, 2)]


@pytest.mark.policy("STF-17")
def test_a_stay_of_five_months_is_too_short_unless_it_was_fixed() -> None:
    assert found(task(DOCTOR), ((Stay(0, 5, 0),),)) == [(Kind.LENGTH, (0, 1, 2, 3, 4), -1, 0)]
    assert found(task(DOCTOR), ((Stay(0, 13, 0),),))[0][2] == 1
    assert found(task(replace(DOCTOR, fixed=(Stay(-2, 5, 0),))), ((Stay(-2, 5, 0),),)) == []


def test_stays_of_one_doctor_neither_overlap_nor_follow_too_soon() -> None:
    assert found(task(DOCTOR), ((Stay(0, 6, 0), Stay(5, 6, 1)),)) == [(Kind.OVERLAP, (5,), 1, 0)]
    assert found(task(DOCTOR), ((Stay(0, 6, 0), Stay(8, 6, 1)),)) == [(Kind.REST, (6, 7), -4, 0)]
    assert found(task(replace(DOCTOR, rest=2)), ((Stay(0, 6, 0), Stay(8, 6, 1)),)) == []


def test_leave_barred_units_and_stays_that_were_fixed_are_kept() -> None:
    held = replace(DOCTOR, away=(7,), barred=(1,), fixed=(Stay(-3, 6, 0),))
    assert [one.kind for one in check(task(held), ((Stay(3, 6, 1),),))] == [Kind.FIXED, Kind.AWAY, Kind.BARRED]
    assert all(one.is_must for one in check(task(held), ((Stay(3, 6, 1),),)))
    assert found(task(DOCTOR), ((Stay(12, 6, 0),),))[0][0] is Kind.OUTSIDE


@pytest.mark.policy("STF-25")
def test_a_unit_that_is_closed_takes_nobody_but_who_was_fixed() -> None:
    closed = replace(task(DOCTOR), units=(Unit("a", closed=(5, 12)), Unit("b")))
    assert found(closed, ((Stay(0, 6, 0),),)) == [(Kind.CLOSED, (5,), 1, 0)]
    assert found(closed, ((Stay(7, 6, 0),),)) == [(Kind.CLOSED, (12,), 1, 0)], "after the months that are planned, too"
    assert found(closed, ((Stay(6, 6, 0),),)) == found(closed, ((Stay(0, 6, 1),),)) == []
    held = replace(closed, doctors=(replace(DOCTOR, fixed=(Stay(0, 6, 0),)),))
    assert found(held, ((Stay(0, 6, 0),),)) == []


@pytest.mark.policy("STF-26")
def test_too_few_months_cost_by_month_and_too_many_ever_more() -> None:
    share = Share(served=3, least=12, under=2, most=12, over=1)
    assert found(task(replace(DOCTOR, share=share)), ((Stay(0, 6, 0),),)) == [(Kind.SHARE, (0, 1, 2, 3, 4, 5), -3, 6)]
    assert found(task(replace(DOCTOR, share=share)), ((Stay(0, 12, 0),),)) == [(Kind.SHARE, EVERY, 3, 6)]


def test_limits_prices_handovers_and_changes_are_counted() -> None:
    couple = (replace(DOCTOR, prices=(0, 2)), DOCTOR)
    limit = Limit(id="内科", doctors=members(couple, "内科"), months=(5, 6), most=1, over=40)
    plan = ((Stay(0, 6, 1),), (Stay(5, 6, 1),))
    assert found(task(*couple, limits=(limit,)), plan) == [
        (Kind.PRICE, (0, 1, 2, 3, 4, 5), 6, 12),
        (Kind.LIMIT, (5,), 1, 40),
    ]
    handed = task(DOCTOR, DOCTOR, handover=9)
    assert found(handed, plan) == []
    assert found(handed, ((Stay(0, 6, 1),), (Stay(6, 6, 1),))) == [(Kind.HANDOVER, (6,), -1, 9)]
    known = replace(task(DOCTOR, DOCTOR), published=plan, change=3)
    assert found(known, ((Stay(0, 7, 1),), (Stay(5, 6, 0),))) == [
        (Kind.CHANGE, (6,), 1, 3), (Kind.CHANGE, (5, 6, 7, 8, 9, 10), 6, 18)
    ]  # fmt: skip
    assert cost(check(known, plan)) == 0


def test_fixed_stays_that_contradict_each_other_are_told() -> None:
    twice = replace(DOCTOR, fixed=(Stay(0, 6, 0), Stay(4, 6, 1)))
    (told,) = contradictions(task(DOCTOR, twice))
    assert (told.doctor, told.kind, told.months) == (1, Kind.OVERLAP, (4, 5))


@pytest.mark.parametrize("plan", [(), ((Stay(0, 6, 2),),), ((Stay(0, 0, 0),),)])
def test_a_plan_of_other_doctors_or_units_is_none(plan: Plan) -> None:
    with pytest.raises(ValueError, match="the plan"):
        check(task(DOCTOR), plan)
