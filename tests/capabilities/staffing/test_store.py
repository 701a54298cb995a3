"""What screens ask of rosters at a real desk."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.capabilities.staffing.unit import LEAD
from tests.capabilities.staffing.unit import LEAD_ID
from tests.capabilities.staffing.unit import TOWN
from tests.capabilities.staffing.unit import TOWN_ID
from tests.capabilities.staffing.unit import Unit
from tests.screens import Staffed
from tests.sync.county import County
from yigongti_desktop.capabilities.staffing.messages.rosters import WithdrawRoster
from yigongti_desktop.capabilities.staffing.model.assembling import rows
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.month import Wish
from yigongti_desktop.capabilities.staffing.store import rosters as store
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import Mode
from yigongti_desktop.registry.model.staff.messages import LetStaffGo
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.rostering.checker import check

DAY = timedelta(1)


@pytest.fixture
def unit(town: County, staffed: Staffed) -> Unit:
    return Unit(town, staffed)


@pytest.mark.policy("STF-03")
def test_a_roster_begins_with_all_who_work_at_the_unit_on_one_of_its_days(unit: Unit) -> None:
    lent = Place(since=unit.first + 20 * DAY, unit=TOWN_ID, mode=Mode.ROTATION)
    unit.hire("杨志勇", LicenceKind.PHYSICIAN, at=LEAD, home=LEAD_ID, parts=(lent,))
    unit.world.do(TOWN, LetStaffGo(staff=unit.lu, until=unit.first - DAY, reason="退休"))
    unit.talk()
    people = unit.world.desks[TOWN].read(store.people_of, TOWN_ID, unit.first, 31)
    assert {one.name for one in people} == {"何秀芳", "周建国", "杨志勇"}
    assert {line.name for line in unit.begin().lines} == {one.name for one in people}
    early = unit.world.desks[TOWN].read(store.people_of, TOWN_ID, unit.first, 10)
    assert {one.name for one in early} == {"何秀芳", "周建国"}


def test_people_can_be_chosen_and_somebody_unknown_is_not_found(unit: Unit) -> None:
    chosen = unit.begin(group="护理", people=(unit.he,))
    assert [line.name for line in chosen.lines] == ["何秀芳"]
    with pytest.raises(Refused, match="not_found"):
        unit.begin(group="医生", people=("nobody",))


def test_a_roster_is_found_by_its_days_and_waits_until_the_hub_has_it(unit: Unit) -> None:
    begun = unit.begin()
    desk = unit.world.desks[TOWN]
    assert [row.is_waiting for row in desk.read(store.rosters)] == [True]
    with pytest.raises(Refused, match="roster_there"):
        unit.begin()
    unit.talk()
    assert [row.is_waiting for row in desk.read(store.rosters, TOWN_ID)] == [False]
    assert desk.read(store.rosters, "tianmen.duobao") == []
    found = desk.read(store.roster_of, TOWN_ID, "", unit.first + 30 * DAY)
    assert found is not None
    assert found.id == begun.id
    assert desk.read(store.roster_of, TOWN_ID, "", unit.first + 31 * DAY) is None
    unit.world.do(TOWN, WithdrawRoster(roster=begun.id))
    assert desk.read(store.roster_of, TOWN_ID, "", unit.first) is None
    assert unit.begin().id != begun.id


def test_what_is_asked_of_a_roster_takes_leave_and_wishes_from_elsewhere(unit: Unit) -> None:
    unit.begin()
    unit.write(unit.zhou, "白")
    leave = Leave(person=unit.zhou, first=unit.first, last=unit.first + DAY, name="病假")
    wish = Wish(person=unit.he, day=unit.first, duty="白")
    desk, roster = unit.world.desks[TOWN], unit.roster()
    month = desk.read(store.month, roster, [leave], [wish])
    assert (month.leave, month.wishes) == ((leave,), (wish,))
    asked = desk.read(store.question, roster, [leave], [wish])
    assert asked.month == month
    assert [duty.code for duty in asked.duties] == [duty.code for duty in desk.read(store.duties, roster)]
    assert check(asked.task, rows(roster, asked))
    broken = [one.text for one in desk.read(store.findings, roster, [leave]) if one.is_must]
    assert broken == ["周建国 1 日病假，排了白班"]
    (look,) = desk.read(store.to_look_at, TOWN_ID, day(unit.world.clock.now()), [leave])
    assert [one.text for one in look.findings] == broken
    assert desk.read(store.to_look_at, TOWN_ID, unit.first + DAY, [leave]) == []


def test_a_second_month_begins_where_the_first_one_ended(unit: Unit) -> None:
    unit.begin()
    unit.write(unit.zhou, "." * 30 + "夜")
    unit.publish()
    unit.talk()
    later = unit.begin(first=unit.first + 31 * DAY)
    month = unit.world.desks[TOWN].read(store.month, later)
    zhou = next(person for person in month.people if person.id == unit.zhou)
    assert zhou.before[-2:] == ("", "夜")
    assert zhou.carried.nights == 0  # of another year
