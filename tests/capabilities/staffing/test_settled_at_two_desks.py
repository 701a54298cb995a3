"""What a unit settles at two desks off-line: different fields both stand, one field and one rule are asked about."""

from __future__ import annotations

from typing import Any

import pytest

from tests.capabilities.staffing.unit import LEAD
from tests.capabilities.staffing.unit import OTHER
from tests.capabilities.staffing.unit import TOWN
from tests.capabilities.staffing.unit import TOWN_ID
from tests.capabilities.staffing.unit import Unit
from tests.screens import Staffed
from tests.sync.county import County
from yigongti_desktop.app.sync_conflict import decided
from yigongti_desktop.app.sync_conflict import disputes
from yigongti_desktop.capabilities.staffing.messages.duties import ChangeDuty
from yigongti_desktop.capabilities.staffing.messages.settings import SettlePerson
from yigongti_desktop.capabilities.staffing.messages.unit_rules import SetRosterRule
from yigongti_desktop.capabilities.staffing.model.amending import RuleChange
from yigongti_desktop.capabilities.staffing.model.settings import RosterSetting
from yigongti_desktop.capabilities.staffing.model.unit_duty import duty_id
from yigongti_desktop.capabilities.staffing.store import rosters
from yigongti_desktop.capabilities.staffing.store import rule_list
from yigongti_desktop.capabilities.staffing.store import settings as store
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused

pytestmark = pytest.mark.sync
BOTH = (TOWN, OTHER)


@pytest.fixture
def unit(town: County, staffed: Staffed) -> Unit:
    return Unit(town, staffed)


def settle(unit: Unit, name: str, person: str, **changes: tuple[Any, Any]) -> None:
    unit.world.do(name, SettlePerson(person=person, changes=changes))


def settled(unit: Unit, name: str, person: str) -> RosterSetting:
    found: dict[str, RosterSetting] = unit.world.desks[name].read(store.settings_of, TOWN_ID)
    return found[person]


def put(unit: Unit, name: str, most: int, seen: RuleChange | None = None) -> None:
    change = RuleChange(figures={"most": most}, reason="人手不够")
    unit.world.do(name, SetRosterRule(rule="work_run", changes={unit.first.isoformat(): (seen, change)}))


def most(unit: Unit, name: str) -> int:
    rows = unit.world.desks[name].read(rule_list.rules, TOWN_ID, unit.first)
    (own,) = (row.own for row in rows if row.id == "work_run" and row.own is not None)
    return int(own.figures()["most"])


def test_different_fields_of_one_person_both_stand_and_the_lead_has_none_of_it(unit: Unit) -> None:
    settle(unit, TOWN, unit.zhou, group=("", "医生"))
    settle(unit, OTHER, unit.zhou, skills=([], ["急救"]))
    unit.talk()
    for name in BOTH:
        assert (settled(unit, name, unit.zhou).group, settled(unit, name, unit.zhou).skills) == ("医生", ("急救",))
        assert unit.refused(name) == []
    assert unit.world.desks[LEAD].read(store.settings_of, TOWN_ID) == {}


def test_of_one_field_that_both_wrote_the_later_person_is_asked_and_decides(unit: Unit) -> None:
    settle(unit, TOWN, unit.zhou, skills=([], ["急救"]))
    settle(unit, OTHER, unit.zhou, skills=([], ["B超"]), group=("", "医生"))
    unit.talk()
    (act,) = unit.refused(OTHER)
    (dispute,) = disputes(act)
    assert (dispute.mine, dispute.theirs, dispute.is_open) == ("B超", "急救", False)
    command = decided(act, {dispute.field: dispute.mine})
    assert isinstance(command, SettlePerson)
    unit.world.do(OTHER, command)
    unit.talk()
    for name in BOTH:
        assert (settled(unit, name, unit.zhou).skills, settled(unit, name, unit.zhou).group) == (("B超",), "医生")
        assert unit.refused(name) == []


def test_of_one_rule_that_both_changed_from_one_day_the_later_person_is_asked_and_decides(unit: Unit) -> None:
    put(unit, TOWN, 6)
    put(unit, OTHER, 4)
    unit.talk()
    (act,) = unit.refused(OTHER)
    (dispute,) = disputes(act)
    assert (dispute.name, dispute.mine, dispute.theirs) == (
        "连续上班", "最多 4 天（人手不够）", "最多 6 天（人手不够）",
    )  # fmt: skip
    command = decided(act, {dispute.field: dispute.mine})
    assert isinstance(command, SetRosterRule)
    unit.world.do(OTHER, command)
    unit.talk()
    assert {most(unit, name) for name in BOTH} == {4}
    assert unit.refused(OTHER) == []


def test_who_is_on_a_roster_follows_the_groups_and_those_who_are_on_none(unit: Unit) -> None:
    settle(unit, TOWN, unit.zhou, group=("", "医生"))
    settle(unit, TOWN, unit.lu, group=("", "医生"), is_out=(False, True))
    assert [line.name for line in unit.begin(group="医生").lines] == ["周建国"]
    assert [line.name for line in unit.begin(group="护理").lines] == ["何秀芳", "周建国"], "nobody is in it yet"


def test_desk_and_hub_publish_by_the_rules_and_skills_that_the_unit_has_settled(unit: Unit) -> None:
    duty = duty_id(TOWN_ID, "白")
    unit.world.do(TOWN, ChangeDuty(duty=duty, changes={"skills": ([], ["急救"])}))
    unit.begin()
    unit.write(unit.zhou, "白.")
    with pytest.raises(Refused, match="roster_breaks"):
        unit.publish()
    settle(unit, TOWN, unit.zhou, skills=([], ["急救"]))
    published = unit.publish()
    assert "skill" not in {one.rule for one in published.findings}
    unit.talk()
    assert unit.refused() == []
    assert unit.roster(OTHER).findings == published.findings
    today = day(unit.world.clock.now())
    for name, place in ((TOWN, TOWN_ID), (LEAD, "tianmen.diyi")):
        assert unit.world.desks[name].read(rosters.to_look_at, place, today) == []


def test_only_those_who_draw_rosters_settle_anything(unit: Unit, staffed: Staffed) -> None:
    unit.world.people[TOWN] = staffed.people["医生"]
    with pytest.raises(Refused, match="role_may_not"):
        settle(unit, TOWN, unit.zhou, group=("", "医生"))
    with pytest.raises(Refused, match="role_may_not"):
        put(unit, TOWN, 6)
