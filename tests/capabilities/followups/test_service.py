"""Owed visits on a real desk: lists, rights, and what a refused visit leaves."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.capabilities.judging import refused
from tests.capabilities.roads import CLINIC
from tests.capabilities.roads import HOSPITAL
from tests.capabilities.roads import Roads
from tests.world import EVERY_LEAD_ROLE
from tests.world import World
from yigongti_desktop.capabilities.followups import store
from yigongti_desktop.capabilities.followups.messages import RecordFollowUp
from yigongti_desktop.capabilities.followups.model.visit import Condition
from yigongti_desktop.capabilities.followups.model.visit import FollowUp
from yigongti_desktop.capabilities.followups.model.visit import State
from yigongti_desktop.capabilities.followups.model.visit import Way
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.sync.status import status


@pytest.fixture(scope="module")
def roads(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Roads]:
    """岳口 and 市一医, one desk each."""
    world = World(tmp_path_factory.mktemp("county"))
    world.open_line()
    world.desk(CLINIC)
    world.desk(HOSPITAL, roles=EVERY_LEAD_ROLE)
    made = Roads(world)
    made.settle()
    yield made
    world.close()


def visited(visit: FollowUp, result: str = "血压 132/80。") -> RecordFollowUp:
    return RecordFollowUp(follow_up=visit.id, way=Way.HOME, condition=Condition.STABLE, result=result)


def owed(roads: Roads) -> FollowUp:
    (visit,) = roads.visits(CLINIC, roads.bring_back().id)
    return visit


@pytest.mark.policy("REF-08")
def test_owed_visits_are_listed_by_their_day_and_leave_the_list_when_made(roads: Roads) -> None:
    desk = roads.world.desks[CLINIC]
    first = owed(roads)
    roads.world.clock.advance(days=1)
    second = owed(roads)
    days = [visit.due for visit in desk.read(store.open_visits)]
    assert days == sorted(days)
    roads.do(CLINIC, visited(first))
    still = {visit.id for visit in desk.read(store.open_visits)}
    assert second.id in still
    assert first.id not in still
    listed = desk.read(store.visits)
    assert {one.visit.id: one.is_waiting for one in listed}[first.id]
    is_open = [one.visit.state is State.OPEN for one in listed]
    assert is_open == sorted(is_open, reverse=True)


@pytest.mark.parametrize("role", sorted(set(Role)))
def test_those_who_see_patients_write_visits_down(roads: Roads, role: Role) -> None:
    me = roads.world.people[CLINIC]
    who = Actor(me.account, me.name, frozenset({role}), me.institution)
    unknown = RecordFollowUp(follow_up="none", way=Way.HOME, condition=Condition.STABLE, result="好。")
    clinical = {Role.DOCTOR, Role.NURSE, Role.PUBLIC_HEALTH, Role.VILLAGE_DOCTOR, Role.DIRECTOR}
    with refused("not_found" if role in clinical else "role_may_not"):
        roads.world.desks[CLINIC].do(who, unknown)


def test_a_refused_visit_leaves_nothing_behind(roads: Roads) -> None:
    visit = owed(roads)
    before = roads.world.desks[CLINIC].read(status).waiting
    with refused("field_empty", field="result"):
        roads.do(CLINIC, visited(visit, " "))
    assert roads.world.desks[CLINIC].read(status).waiting == before
    assert roads.visits(CLINIC, visit.source) == [visit]


def test_the_hospital_does_not_write_the_clinic_s_visit_down(roads: Roads) -> None:
    visit = owed(roads)
    with refused("not_found"):
        roads.do(HOSPITAL, visited(visit))
