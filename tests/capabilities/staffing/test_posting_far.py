"""Distance, home, family and days in a plan of postings: who is sent, from which day, and why."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

import pytest
from hypothesis import assume
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tests.capabilities.staffing.community import LICENCE
from tests.capabilities.staffing.community import title
from tests.capabilities.staffing.community import wished
from tests.capabilities.staffing.posted import XIONG
from tests.capabilities.staffing.posted import agreement
from tests.capabilities.staffing.posted import posting
from tests.capabilities.staffing.posted import staff
from tests.capabilities.staffing.test_posting_planning import known
from tests.registry.staff.people import LEAD
from tests.registry.staff.people import YUEKOU
from yigongti_desktop.capabilities.staffing.model.posting_checks import is_short
from yigongti_desktop.capabilities.staffing.model.posting_joints import Gap
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.posting_known import Known
from yigongti_desktop.capabilities.staffing.model.posting_known import boundary
from yigongti_desktop.capabilities.staffing.model.posting_planning import task_of
from yigongti_desktop.capabilities.staffing.model.posting_proposals import Proposal
from yigongti_desktop.capabilities.staffing.model.posting_proposals import lacking
from yigongti_desktop.capabilities.staffing.model.posting_proposals import proposals
from yigongti_desktop.capabilities.staffing.model.posting_reasons import Ground
from yigongti_desktop.capabilities.staffing.model.posting_reasons import why
from yigongti_desktop.capabilities.staffing.model.posting_terms import PostingTerms
from yigongti_desktop.capabilities.staffing.model.postings import State
from yigongti_desktop.capabilities.staffing.ui.proposal_words import other_facts
from yigongti_desktop.capabilities.staffing.ui.proposal_words import say_after
from yigongti_desktop.capabilities.staffing.ui.proposal_words import say_before
from yigongti_desktop.capabilities.staffing.ui.proposal_words import why_facts
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import PeriodKind
from yigongti_desktop.registry.model.staff.parts import Period
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.person import Staff
from yigongti_desktop.rostering.planning import Planning
from yigongti_desktop.rostering.postings.checker import Kind as Found
from yigongti_desktop.rostering.postings.checker import check
from yigongti_desktop.rostering.postings.task import Plan
from yigongti_desktop.rostering.postings.task import Stay
from yigongti_desktop.rostering.postings.task import Task

DAY = timedelta(days=1)
YUXIN = "yuxin"
BOTH = (agreement(departments=()), replace(agreement("g2", departments=()), receiver=YUXIN))


def doctor(record: str, name: str, *parts: Any) -> Staff:
    return replace(staff(record, *(parts or (title(), LICENCE))), name=name)


A, B, C = doctor("a", "安立本"), doctor("b", "白如雪"), doctor("c", "程远")


def terms(person: str, **settled: Any) -> dict[str, PostingTerms]:
    return {person: PostingTerms(id=person, lead=LEAD, person=person, **settled)}


def county(**others: Any) -> Known:
    usual: dict[str, Any] = {"agreements": BOTH, "staff": (A, B)}
    return known(**(usual | others))


def planned(one: Known) -> tuple[Task, Plan]:
    task = task_of(one)
    with Planning(task, seconds=20) as planning:
        list(planning.better(timeout=20))
        assert planning.best.is_proven
        return task, planning.best.plan


def runs(until: date, name: str = "熊卫东", **others: Any) -> Any:
    who = replace(XIONG, staff="before", name=name)
    return posting("p0", since=until - 200 * DAY, until=until, person=who, **others)


@pytest.mark.policy("STF-17")
def test_who_lives_near_a_far_unit_is_sent_there_and_the_other_to_the_near_one() -> None:
    one = county(ways={YUEKOU: 8, YUXIN: 75}, terms=terms("b", near=YUXIN))
    task = task_of(one)
    assert [each.prices for each in task.doctors] == [(0, 5), ()]
    _, plan = planned(one)
    assert {stay.unit for stay in plan[1]} == {1}
    assert {stay.unit for stay in plan[0]} == {0}


def test_a_far_unit_is_covered_all_the_same_and_what_is_not_known_costs_nothing() -> None:
    one = county(ways={YUEKOU: 400, YUXIN: 400})
    _, plan = planned(one)
    assert {stay.unit for stays in plan for stay in stays} == {0, 1}
    assert [each.prices for each in task_of(county()).doctors] == [(), ()]


@pytest.mark.policy("STF-07")
def test_of_the_department_that_is_supported_is_sent_before_another() -> None:
    inside = replace(A, places=(_place("内科"),))
    outside = replace(B, places=(_place("外科"),))
    one = county(
        units=((YUEKOU, "岳口镇卫生院"),), staff=(outside, inside), agreements=(agreement(departments=("内科",)),)
    )
    task = task_of(one)
    assert [each.prices for each in task.doctors] == [(4,), ()]
    _, plan = planned(one)
    (first,) = [each for each in proposals(one, task, plan) if each.since == one.first]
    found = why(one, task, plan, first)
    assert (first.name, found.department, found.supported) == ("安立本", "内科", ("内科",))


def _place(department: str) -> Place:
    return Place(since=date(2020, 3, 1), unit=LEAD, department=department)


def test_nobody_is_sent_where_or_when_their_terms_forbid_it() -> None:
    one = county(terms=terms("a", barred=(YUEKOU,), away=("2027-03", "2028-02")))
    task, plan = planned(one)
    assert (task.doctors[0].barred, task.doctors[0].away) == ((0,), (2, 13))
    assert all(stay.unit == 1 for stay in plan[0])
    assert all(month not in range(stay.start, stay.end) for stay in plan[0] for month in (2, 13))


def test_a_pregnancy_and_the_nursing_of_a_child_keep_their_months_free_even_after_what_is_planned() -> None:
    due = date(2027, 9, 20)
    periods = (
        Period(since=date(2027, 2, 10), until=due, kind=PeriodKind.PREGNANCY, child=due),
        Period(since=due, until=date(2028, 9, 20), kind=PeriodKind.NURSING, child=due),
    )
    one = county(staff=(replace(A, periods=periods), B))
    assert task_of(one).doctors[0].away == tuple(range(1, 21))


def test_two_who_are_not_to_be_away_together_never_are_though_a_unit_stays_empty() -> None:
    apart = county(terms=terms("a", apart="b"))
    task, plan = planned(apart)
    months = [{month for stay in stays for month in range(stay.start, stay.end)} for stays in plan]
    assert not months[0] & months[1]
    assert not [one for one in check(task, plan) if one.kind is Found.LIMIT and one.id.startswith("together.")]
    found = proposals(apart, task, plan)
    assert sum(one.days for one in lacking(apart, found)) >= 365
    _, free = planned(county())
    months = [{month for stay in stays for month in range(stay.start, stay.end)} for stays in free]
    assert months[0] & months[1]


@given(st.dates(date(2026, 12, 16), date(2027, 6, 30)))
@settings(deadline=None)
def test_whoever_follows_begins_on_the_day_after_and_no_day_is_left_open(until: date) -> None:
    one = county(units=((YUEKOU, "岳口镇卫生院"),), postings=(runs(until),), tomorrow=date(2026, 11, 24))
    task = task_of(one)
    start = boundary(one, until + DAY)
    assume(start >= 0)
    (proposal,) = proposals(one, task, ((Stay(start, 12, 0),), ()))
    assert proposal.since == until + DAY
    assert proposal.before is not None
    assert (proposal.before.days, proposal.before.on) == (0, until)
    assert [gap for gap in lacking(one, (proposal,)) if gap.since <= until + DAY] == []
    assert "第二天接上，一天不空" in say_before(proposal)


@given(st.dates(date(2027, 1, 1), date(2027, 6, 30)), st.integers(0, 8), st.integers(6, 12))
@settings(deadline=None)
def test_every_open_day_is_a_gap_and_half_a_year_stays_half_a_year(until: date, start: int, length: int) -> None:
    one = county(units=((YUEKOU, "岳口镇卫生院"),), postings=(runs(until),))
    found = proposals(one, task_of(one), ((Stay(start, length, 0),), ()))
    (proposal,) = found
    assert not is_short(Kind.RESIDENT, proposal.since, proposal.until, 6)
    there = {one.first + n * DAY for n in range(365)}
    covered = {day for day in there if day <= until or proposal.since <= day <= proposal.until}
    open_days = {gap.since + n * DAY for gap in lacking(one, found) for n in range(gap.days)}
    assert open_days == there - covered
    if proposal.before is not None and proposal.before.days > 0:
        assert f"中间 {proposal.before.days} 天没有人" in say_before(proposal)


def test_a_gap_of_one_day_is_one() -> None:
    first = runs(date(2027, 3, 30), "前任")
    second = posting("p2", since=date(2027, 4, 1), until=date(2027, 12, 31), person=replace(XIONG, staff="x"))
    one = county(units=((YUEKOU, "岳口镇卫生院"),), postings=(first, second))
    assert lacking(one, ()) == (
        Gap(unit=YUEKOU, unit_name="岳口镇卫生院", since=date(2027, 3, 31), until=date(2027, 3, 31)),
    )


def test_where_half_a_year_would_be_cut_both_are_there_to_hand_over() -> None:
    one = county(units=((YUEKOU, "岳口镇卫生院"),), postings=(runs(date(2027, 3, 10)),))
    (six,) = proposals(one, task_of(one), ((Stay(2, 6, 0),), ()))
    assert (six.since, six.until) == (date(2027, 3, 1), date(2027, 8, 31))
    assert "两人同在 10 天" in say_before(six)
    (seven,) = proposals(one, task_of(one), ((Stay(2, 7, 0),), ()))
    assert seven.since == date(2027, 3, 11)


def test_whoever_is_away_on_those_days_or_whose_spouse_is_posted_does_not_begin_early_and_the_gap_is_said() -> None:
    before = runs(date(2027, 3, 20))
    free = county(units=((YUEKOU, "岳口镇卫生院"),), postings=(before,))
    spouse = posting(
        "p8", host=YUXIN, since=date(2026, 10, 1), until=date(2027, 3, 31), person=replace(XIONG, staff="b")
    )
    plan = ((Stay(3, 6, 0),), ())
    (early,) = proposals(free, task_of(free), plan)
    assert early.since == date(2027, 3, 21)
    for others in (
        {"terms": terms("a", away=("2027-03",))},
        {"terms": terms("a", apart="b"), "postings": (before, spouse)},
        {"tomorrow": date(2027, 4, 1)},
    ):
        one = replace(free, **others)
        (late,) = proposals(one, task_of(one), plan)
        assert late.since == date(2027, 4, 1)
        assert late.before is not None
        assert late.before.days == 11
        assert Gap(unit=YUEKOU, unit_name="岳口镇卫生院", since=date(2027, 3, 21), until=date(2027, 3, 31)) in lacking(
            one, (late,)
        )


def test_whoever_comes_after_is_waited_for_and_a_request_begins_on_its_day() -> None:
    comes = posting("p2", since=date(2027, 9, 10), until=date(2028, 6, 30), person=replace(XIONG, staff="x"))
    wanted = posting(
        "p3", state=State.ASKED, person=None, since=date(2027, 2, 16), until=date(2027, 8, 31), department="",
        wish=wished(since=date(2027, 2, 16), until=date(2027, 8, 31), department=""),
    )  # fmt: skip
    one = county(units=((YUEKOU, "岳口镇卫生院"),), postings=(comes, wanted))
    (found,) = proposals(one, task_of(one), ((Stay(2, 6, 0),), ()))
    assert (found.request, found.since, found.until) == ("p3", date(2027, 2, 16), date(2027, 9, 9))
    assert "一天不空" in say_after(found)


def reasons(one: Known, plan: Plan, place: int = 0) -> tuple[Proposal, dict[Ground, tuple[str, ...]]]:
    task = task_of(one)
    found = proposals(one, task, plan)[place]
    return found, dict(why(one, task, plan, found).others)


def test_of_each_other_doctor_it_is_told_what_stands_against_them() -> None:
    low = doctor("low", "何年", title(Level.MIDDLE), LICENCE)
    senior = doctor("senior", "杜若", title(Level.SENIOR, "主任医师"), LICENCE)
    people = (A, B, C, low, senior, doctor("d", "丁一"), doctor("e", "方圆"), doctor("f", "高山"))
    was = {"since": date(2026, 6, 1), "until": date(2026, 12, 20)}
    former = posting("p9", host=YUXIN, person=replace(XIONG, staff="f"), **was)
    one = county(
        staff=people,
        ways={YUEKOU: 60},
        served={"c": 400, "b": 90},
        terms=terms("a", near=YUEKOU) | terms("d", barred=(YUEKOU,)) | terms("e", away=("2027-02",)),
        postings=(former,),
    )
    order = [each.id for each in task_of(one).doctors]
    plan = [task_of(one).doctors[place].fixed for place in range(len(order))]
    plan[order.index("a")] = (Stay(0, 12, 0),)
    plan[order.index("low")] = (Stay(0, 6, 1),)
    proposal, grounds = reasons(one, tuple(plan))
    assert proposal.name == "安立本"
    assert grounds == {
        Ground.BARRED: ("丁一",),
        Ground.AWAY: ("方圆",),
        Ground.POSTED: ("高山",),
        Ground.ELSEWHERE: ("何年",),
        Ground.TURN: ("程远",),
        Ground.FAR: ("杜若", "白如雪"),
    }


def test_what_is_private_is_counted_and_nobody_is_named() -> None:
    one = county(
        staff=(A, B, C), terms=terms("b", barred=(YUEKOU,)) | terms("c", apart="d"), ways={YUEKOU: 12}, served={"a": 90}
    )
    task, plan = task_of(one), ((Stay(0, 12, 0),), (), ())
    (found,) = proposals(one, task, plan)
    said = why(one, task, plan, found)
    words = other_facts(said)
    assert ("1 人", "不派往这个单位。") in words
    assert "白如雪" not in str(words)
    facts = str(why_facts(one, found, said))
    for part in ("12 公里", "到基层已满 3 个月", "还差 9 个月", "3 人可派，2 人比此人还少", "前面没有人"):
        assert part in facts


def test_a_couple_and_a_department_that_is_too_empty_are_told() -> None:
    apart = county(staff=(A, B, C), terms=terms("b", apart="c"))
    _, grounds = reasons(apart, ((Stay(0, 12, 0),), (), (Stay(0, 12, 1),)))
    assert grounds[Ground.TOGETHER] == ("白如雪",)
    surgeons = tuple(replace(one, places=(_place("外科"),)) for one in (B, C))
    full = county(staff=(A, *surgeons))
    _, grounds = reasons(full, ((Stay(0, 12, 0),), (), (Stay(0, 12, 1),)))
    assert grounds[Ground.FULL] == ("白如雪",)


def test_whoever_could_go_as_well_is_named_to_choose_from() -> None:
    proposal, grounds = reasons(county(), ((Stay(0, 12, 0),), ()))
    assert proposal.name == "安立本"
    assert grounds == {Ground.ALIKE: ("白如雪",)}
