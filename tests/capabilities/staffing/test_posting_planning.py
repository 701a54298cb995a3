"""A year planned from the records: what is fixed stays, gaps are filled, and every proposal can be taken."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from tests.capabilities.staffing.community import LICENCE
from tests.capabilities.staffing.community import title
from tests.capabilities.staffing.community import wished
from tests.capabilities.staffing.posted import AT
from tests.capabilities.staffing.posted import Known as Register
from tests.capabilities.staffing.posted import agreement
from tests.capabilities.staffing.posted import posting
from tests.capabilities.staffing.posted import ruling
from tests.capabilities.staffing.posted import staff
from tests.registry.staff.people import LEAD
from tests.registry.staff.people import YUEKOU
from yigongti_desktop.capabilities.staffing.model.leave import Kind as LeaveKind
from yigongti_desktop.capabilities.staffing.model.leave import LeaveSlip
from yigongti_desktop.capabilities.staffing.model.leave import State as LeaveState
from yigongti_desktop.capabilities.staffing.model.posting_joints import Joint
from yigongti_desktop.capabilities.staffing.model.posting_known import Known
from yigongti_desktop.capabilities.staffing.model.posting_moves import arrange
from yigongti_desktop.capabilities.staffing.model.posting_moves import ask
from yigongti_desktop.capabilities.staffing.model.posting_planning import task_of
from yigongti_desktop.capabilities.staffing.model.posting_proposals import lacking
from yigongti_desktop.capabilities.staffing.model.posting_proposals import proposals
from yigongti_desktop.capabilities.staffing.model.postings import State
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.rostering.planning import Planning
from yigongti_desktop.rostering.postings.checker import contradictions
from yigongti_desktop.rostering.postings.task import Stay

JANUARY = date(2027, 1, 1)
SECOND = replace(staff("ouyang", title(Level.ASSOCIATE), LICENCE), name="欧阳海棠")


def known(**others: Any) -> Known:
    usual: dict[str, Any] = {
        "lead": LEAD,
        "lead_name": "天门市第一人民医院",
        "first": JANUARY,
        "months": 12,
        "units": ((YUEKOU, "岳口镇卫生院"), ("yuxin", "渔薪镇卫生院")),
        "staff": (staff(), SECOND),
        "agreements": (agreement(),),
    }
    return Known(**(usual | others))


def slip(first: date, last: date) -> LeaveSlip:
    return LeaveSlip(
        id="s1", state=LeaveState.APPROVED, institution=LEAD, person="xiong", person_name="熊卫东",
        kind=LeaveKind.ANNUAL, first=first, last=last, asked_at=AT,
    )  # fmt: skip


@pytest.mark.policy("STF-16")
def test_a_plan_fills_the_year_of_a_unit_and_its_proposals_are_taken_by_the_rules() -> None:
    one = known()
    task = task_of(one)
    with Planning(task, seconds=20) as planning:
        list(planning.better(timeout=20))
        plan = planning.best.plan
    found = proposals(one, task, plan)
    assert {each.unit for each in found} == {YUEKOU}
    assert (found[0].since, found[-1].until) == (JANUARY, date(2027, 12, 31))
    assert {each.unit_name for each in lacking(one, found)} == {"渔薪镇卫生院"}
    assert [unit for unit, _ in one.units if one.takes_nobody(unit)] == ["yuxin"]
    register = Register(staff(), SECOND, agreement())
    for place, each in enumerate(found):
        judge = ruling(known=register, record=f"n{place}")
        made = arrange(ask(None, each.wish(one), judge), each.arrangement(), judge)
        register.known[made.id] = made
        assert (made.state, made.since, made.until) == (State.ARRANGED, each.since, each.until)


@pytest.mark.policy("STF-25")
def test_nobody_is_planned_in_months_that_no_agreement_covers_and_all_others_are_planned() -> None:
    """It ends on 15 September, and another one begins in the year after."""
    ends, begins = date(2027, 9, 15), date(2028, 3, 1)
    one = known(months=24, agreements=(agreement(until=ends), agreement("g2", since=begins, until=date(2029, 2, 28))))
    assert one.without_agreement(YUEKOU) == (*range(8, 14), *range(26, 36))
    assert not one.takes_nobody(YUEKOU)
    task = task_of(one)
    with Planning(task, seconds=20) as planning:
        list(planning.better(timeout=20))
        assert planning.best.is_proven
        plan = planning.best.plan
    found = proposals(one, task, plan)
    assert [(each.since, each.until) for each in found] != []
    assert all(one.covers(YUEKOU, each.since, each.until) for each in found)
    bare = [each for each in lacking(one, found) if each.unit == YUEKOU]
    assert [(each.since, each.until) for each in bare] == [(date(2027, 9, 1), date(2028, 2, 29))]


def test_a_unit_whose_agreement_is_shorter_than_a_stay_takes_nobody() -> None:
    one = known(agreements=(agreement(since=date(2027, 2, 1), until=date(2027, 6, 30)),))
    assert one.takes_nobody(YUEKOU)
    assert one.without_agreement(YUEKOU) == (0, *range(6, 24))


def test_what_is_arranged_is_fixed_and_a_request_is_answered_once() -> None:
    runs = posting(since=date(2026, 8, 3), until=date(2027, 3, 20))
    wanted = posting(
        "p2", state=State.ASKED, person=None, since=date(2027, 4, 1), until=date(2027, 9, 30), department="内科",
        wish=wished(since=date(2027, 4, 1), until=date(2027, 9, 30)),
    )  # fmt: skip
    one = known(postings=(runs, wanted))
    task = task_of(one)
    assert task.doctors[0].fixed == (Stay(-5, 8, 0),)
    plan = ((Stay(-5, 8, 0),), (Stay(3, 9, 0),))
    found = proposals(one, task, plan)
    (each,) = found
    assert (each.name, each.request, each.department) == ("欧阳海棠", "p2", "内科")
    assert (each.since, each.until) == (date(2027, 3, 21), date(2027, 12, 31))
    assert each.before == Joint(name="熊卫东", on=date(2027, 3, 20), days=0)
    (empty,) = lacking(one, found)
    assert (empty.unit_name, empty.days) == ("渔薪镇卫生院", 365)


def test_postings_that_follow_each_other_within_a_month_never_contradict() -> None:
    for on in range(1, 31):
        first = posting(since=date(2026, 12, 1), until=date(2027, 6, on))
        second = posting("p2", since=date(2027, 6, on + 1) if on < 30 else date(2027, 7, 1), until=date(2027, 12, 31))
        assert contradictions(task_of(known(postings=(first, second)))) == ()


@pytest.mark.parametrize(
    ("others", "away"),
    [
        ({"leave": (slip(date(2027, 2, 1), date(2027, 2, 20)),)}, (1,)),
        ({"leave": (slip(date(2027, 2, 12), date(2027, 2, 16)),)}, ()),
        ({"staff": (staff("xiong", title(), replace(LICENCE, until=date(2027, 10, 15))), SECOND)}, (9, 10, 11)),
        ({"postings": (posting(host="elsewhere", since=JANUARY, until=date(2027, 2, 28)),)}, (0, 1)),
    ],
)
def test_who_is_on_leave_without_licence_or_elsewhere_is_away_in_those_months(
    others: dict[str, Any], away: tuple[int, ...]
) -> None:
    assert tuple(one for one in task_of(known(**others)).doctors[0].away if one < 12) == away


def test_only_doctors_of_the_lead_hospital_with_the_title_are_planned() -> None:
    low = staff("low", title(Level.JUNIOR, "住院医师"), LICENCE)
    other = staff("other", home=YUEKOU)
    assert [one.id for one in task_of(known(staff=(low, other, staff()))).doctors] == ["xiong"]
