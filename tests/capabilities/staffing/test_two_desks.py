"""A unit's two desks and the lead hospital, off-line and after: one truth, and everybody knows what to look at."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.capabilities.staffing.unit import LEAD
from tests.capabilities.staffing.unit import LEAD_ID
from tests.capabilities.staffing.unit import OTHER
from tests.capabilities.staffing.unit import TOWN
from tests.capabilities.staffing.unit import TOWN_ID
from tests.capabilities.staffing.unit import Unit
from tests.capabilities.staffing.unit import lines
from tests.capabilities.staffing.unit import said
from tests.screens import Staffed
from tests.sync.county import County
from yigongti_desktop.app.sync_conflict import decided
from yigongti_desktop.app.sync_conflict import disputes
from yigongti_desktop.capabilities.staffing.messages.duties import ChangeDuty
from yigongti_desktop.capabilities.staffing.messages.duties import SetUpDuties
from yigongti_desktop.capabilities.staffing.messages.rosters import AmendRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import ChangeRoster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.unit_duty import duty_id
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.store import duties as duty_store
from yigongti_desktop.capabilities.staffing.store import rosters as store
from yigongti_desktop.capabilities.staffing.ui import roster_today
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import Mode
from yigongti_desktop.registry.model.staff.messages import NoteStaff
from yigongti_desktop.registry.model.staff.messages import WithdrawPart
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.storage import records

pytestmark = pytest.mark.sync
BOTH = (TOWN, OTHER)


@pytest.fixture
def unit(town: County, staffed: Staffed) -> Unit:
    return Unit(town, staffed)


def test_lines_of_different_people_written_at_two_desks_both_stand(unit: Unit) -> None:
    for name in BOTH:
        assert {line.name for line in unit.begin(name).lines} == {"何秀芳", "周建国", "鲁学平"}
    unit.write(unit.zhou, "夜.白", TOWN)
    unit.write(unit.he, "白夜.", OTHER)
    unit.talk()
    for name in BOTH:
        (row,) = unit.world.desks[name].read(store.rosters)
        assert said(row.roster.line_of(unit.zhou)).startswith("夜.白?")
        assert said(row.roster.line_of(unit.he)).startswith("白夜.?")
        assert not row.is_waiting
        assert unit.refused(name) == []
    assert unit.world.desks[LEAD].read(store.rosters) == []


def test_of_one_line_that_both_wrote_the_later_person_is_asked_and_decides(unit: Unit) -> None:
    unit.begin()
    unit.talk()
    unit.write(unit.zhou, "夜.白", TOWN)
    roster = unit.roster(OTHER)
    both = lines(roster, {unit.zhou: "夜白.", unit.lu: "急"})
    unit.world.do(OTHER, ChangeRoster(roster=roster.id, changes=both))
    unit.talk()
    (act,) = unit.refused(OTHER)
    (dispute,) = disputes(act)
    assert (dispute.name, dispute.mine, dispute.theirs) == ("周建国", "2 日白、3 日休", "2 日休、3 日白")
    assert said(unit.roster(OTHER).line_of(unit.lu)).startswith("?")
    command = decided(act, {dispute.field: dispute.mine})
    assert isinstance(command, ChangeRoster)
    unit.world.do(OTHER, command)
    unit.talk()
    for name in BOTH:
        assert said(unit.roster(name).line_of(unit.zhou)).startswith("夜白.?")
        assert said(unit.roster(name).line_of(unit.lu)).startswith("急?")
        assert unit.refused(name) == []


def test_who_takes_the_other_value_still_has_the_rest_of_what_they_wrote(unit: Unit) -> None:
    unit.begin()
    unit.talk()
    unit.write(unit.zhou, "夜", TOWN)
    roster = unit.roster(OTHER)
    unit.world.do(OTHER, ChangeRoster(roster=roster.id, changes=lines(roster, {unit.zhou: "白", unit.lu: "急"})))
    unit.talk()
    (act,) = unit.refused(OTHER)
    (dispute,) = disputes(act)
    command = decided(act, {dispute.field: dispute.theirs})
    assert isinstance(command, ChangeRoster)
    assert set(command.changes) == {unit.lu}


def test_an_amendment_that_meets_another_keeps_its_reason_when_it_is_decided(unit: Unit) -> None:
    unit.begin()
    unit.write(unit.zhou, "夜")
    unit.publish(reason="先公布")
    unit.talk()
    unit.amend(unit.zhou, "白", TOWN, "周建国")
    unit.amend(unit.zhou, "急", OTHER, "鲁学平")
    unit.talk()
    (act,) = unit.refused(OTHER)
    (dispute,) = disputes(act)
    command = decided(act, {dispute.field: dispute.mine})
    assert isinstance(command, AmendRoster)
    assert (command.reason, command.told) == ("家里有事", ("鲁学平",))
    unit.world.do(OTHER, command)
    unit.talk()
    log = [(one.name, one.before, one.after, one.told) for one in unit.roster(TOWN).changes]
    assert log == [("周建国", "夜", "白", ("周建国",)), ("周建国", "白", "急", ("鲁学平",))]


def test_a_draft_that_was_published_meanwhile_is_not_changed_behind_its_back(unit: Unit) -> None:
    unit.begin()
    unit.talk()
    unit.write(unit.he, "白", OTHER)
    unit.publish(TOWN)
    unit.talk()
    (act,) = unit.refused(OTHER)
    assert (act.kind, act.code) == ("roster.changed", "wrong_state")
    assert said(unit.roster(OTHER).line_of(unit.he)) == "." * 31


def test_what_somebody_else_wrote_meanwhile_is_not_published_unseen(unit: Unit) -> None:
    unit.begin()
    unit.talk()
    unit.write(unit.he, "白", OTHER)
    unit.world.sync(OTHER)
    unit.publish(TOWN)
    unit.talk()
    (act,) = unit.refused(TOWN)
    assert act.code == "roster_changed"
    assert unit.roster(TOWN).state is State.DRAFT
    assert said(unit.roster(TOWN).line_of(unit.he)).startswith("白?")


@pytest.mark.policy("STF-31")
def test_the_lead_hospital_reads_a_roster_once_it_is_published_and_what_became_of_it(unit: Unit) -> None:
    unit.begin()
    unit.write(unit.zhou, "夜.")
    unit.talk()
    assert unit.world.desks[LEAD].read(store.rosters) == []
    unit.publish(reason="人手不够")
    unit.talk()
    there = unit.roster(LEAD)
    assert (there.state, there.unit, there.lead, there.reason) == (State.PUBLISHED, TOWN_ID, LEAD_ID, "人手不够")
    assert [duty.code for duty in there.duties] == ["白", "夜", "急", "公", "巡"]
    unit.amend(unit.zhou, "..", TOWN, "周建国")
    unit.talk()
    (change,) = unit.roster(LEAD).changes
    assert (change.name, change.day, change.before, change.after) == ("周建国", unit.first, "夜", "")


@pytest.mark.policy("STF-31")
@pytest.mark.policy("STF-03")
def test_a_doctor_who_is_sent_elsewhere_meanwhile_is_named_on_the_roster_everywhere(unit: Unit) -> None:
    """岳口 draws and publishes off-line; the lead hospital sends 周建国 to 多宝 for some of the same days."""
    unit.begin()
    unit.write(unit.zhou, "...." + "." + "白" * 5 + "." * 21)
    seen = unit.world.desks[TOWN].read(records.load, registry.STAFF, unit.zhou)
    assert seen is not None
    sent = Place(
        since=unit.first + timedelta(6), until=unit.first + timedelta(12), unit="tianmen.duobao", mode=Mode.ROTATION
    )
    unit.world.do(LEAD, NoteStaff(staff=unit.zhou, part=sent, seen=()))
    published = unit.publish(TOWN)
    assert not any(one.rule == "elsewhere" for one in published.findings)
    unit.world.sync(LEAD)
    unit.talk()
    told = "周建国 7 日不在本单位上班（派驻、进修或未在职），排了白班"
    for name, own in ((TOWN, TOWN_ID), (OTHER, TOWN_ID), (LEAD, LEAD_ID)):
        desk = unit.world.desks[name]
        assert unit.roster(name).state is State.PUBLISHED
        assert [one.text for one in unit.roster(name).findings if one.rule == "elsewhere"][:1] == [told]
        (look,) = desk.read(store.to_look_at, own, day(unit.world.clock.now()))
        assert [one.days for one in look.findings if one.rule == "elsewhere"] == [
            (unit.first + timedelta(place),) for place in range(6, 10)
        ]
        found = desk.read(records.load, registry.STAFF, unit.zhou)
        assert found is not None
        assert found.works_at(unit.first + timedelta(6)) == "tianmen.duobao"
        assert unit.refused(name) == []
    now = unit.world.clock.now()
    for name, page in ((TOWN, "rosters"), (LEAD, "postings")):
        (todo,) = unit.world.desks[name].read(roster_today.todos, unit.world.people[name], now)
        assert (todo.page, told in todo.detail) == (page, True)
    unit.amend(unit.zhou, "...." + "." + "白" + "." * 25)
    unit.talk()
    for name, own in ((TOWN, TOWN_ID), (LEAD, LEAD_ID)):
        assert unit.world.desks[name].read(store.to_look_at, own, day(unit.world.clock.now())) == []


@pytest.mark.policy("STF-03")
def test_a_doctor_whose_record_has_gone_to_another_unit_is_still_named(unit: Unit) -> None:
    """A doctor of the lead hospital works at 岳口; when that is taken back, 岳口 has no record of them any more."""
    here = Place(since=unit.first - timedelta(40), unit=TOWN_ID, mode=Mode.ROTATION)
    lent = unit.hire("杨志勇", LicenceKind.PHYSICIAN, at=LEAD, home=LEAD_ID, parts=(here,))
    unit.talk()
    unit.begin()
    unit.write(lent, "白")
    unit.publish()
    unit.world.do(LEAD, WithdrawPart(staff=lent, part=here, reason="改派"))
    unit.world.sync(LEAD)
    unit.talk()
    desk = unit.world.desks[TOWN]
    assert desk.read(records.load, registry.STAFF, lent) is None
    (look,) = desk.read(store.to_look_at, TOWN_ID, day(unit.world.clock.now()))
    assert [one.text for one in look.findings] == ["杨志勇 1 日不在本单位上班（派驻、进修或未在职），排了白班"]


def test_fields_of_a_duty_changed_at_two_desks_both_stand_and_one_field_is_asked(unit: Unit) -> None:
    duty = duty_id(TOWN_ID, "白")
    unit.world.do(TOWN, ChangeDuty(duty=duty, changes={"name": ("白班", "门诊")}))
    unit.world.do(OTHER, ChangeDuty(duty=duty, changes={"minutes": (480, 450)}))
    unit.talk()
    for name in BOTH:
        known = unit.world.desks[name].read(duty_store.duties_of, TOWN_ID)[0].duty
        assert (known.code, known.name, known.minutes) == ("白", "门诊", 450)
    unit.world.do(TOWN, ChangeDuty(duty=duty, changes={"name": ("门诊", "日班")}))
    unit.world.do(OTHER, ChangeDuty(duty=duty, changes={"name": ("门诊", "正班")}))
    unit.talk()
    (act,) = unit.refused(OTHER)
    (dispute,) = disputes(act)
    assert (dispute.before, dispute.mine, dispute.theirs) == ("门诊", "正班", "日班")
    command = decided(act, {"name": "正班"})
    assert isinstance(command, ChangeDuty)
    unit.world.do(OTHER, command)
    unit.talk()
    assert unit.world.desks[TOWN].read(duty_store.duties_of, TOWN_ID)[0].duty.name == "正班"


def test_two_desks_that_take_the_proposed_duties_off_line_have_them_once(unit: Unit) -> None:
    assert unit.world.desks[TOWN].read(duty_store.proposed, TOWN_ID) == ()
    late = starting()[0]
    with pytest.raises(Refused, match="duty_there"):
        unit.world.do(
            TOWN, SetUpDuties(duties=(type(late)(code="白", name="大白", begin=late.begin, end=late.end, minutes=0),))
        )
    unit.world.do(OTHER, SetUpDuties(duties=starting()))
    unit.talk()
    for name in BOTH:
        assert len(unit.world.desks[name].read(duty_store.duties_of, TOWN_ID)) == len(starting())
        assert unit.refused(name) == []
