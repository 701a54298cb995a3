"""Who is on a roster that has been begun: people come to it and go from it, before and after it was published."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.capabilities.staffing.unit import OTHER
from tests.capabilities.staffing.unit import TOWN
from tests.capabilities.staffing.unit import Unit
from tests.capabilities.staffing.unit import said
from tests.screens import Staffed
from tests.sync.county import County
from yigongti_desktop.capabilities.staffing.messages.rosters import AmendRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import ChangeRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import WithdrawRoster
from yigongti_desktop.capabilities.staffing.model.editions import changed_cells
from yigongti_desktop.capabilities.staffing.model.editions import editions
from yigongti_desktop.capabilities.staffing.model.membership import joining
from yigongti_desktop.capabilities.staffing.model.membership import leaving
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.store import sheets
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.staff.codes import LicenceKind

pytestmark = pytest.mark.sync


@pytest.fixture
def unit(town: County, staffed: Staffed) -> Unit:
    return Unit(town, staffed)


def changed(unit: Unit, changes: Any, reason: str = "新来的同事", told: tuple[str, ...] = ()) -> Roster:
    """Change lines of the roster in hand as its state asks for."""
    roster = unit.roster()
    if roster.state is State.DRAFT:
        made: Roster = unit.world.do(TOWN, ChangeRoster(roster=roster.id, changes=dict(changes)))
    else:
        made = unit.world.do(TOWN, AmendRoster(roster=roster.id, changes=dict(changes), reason=reason, told=told))
    return made


def opened(unit: Unit) -> sheets.Opened:
    own = unit.world.people[TOWN].institution
    today = day(unit.world.clock.now())
    return unit.world.desks[TOWN].read(sheets.opened, own, unit.first, None, True, today)  # noqa: FBT003


@pytest.mark.policy("STF-03")
def test_a_new_colleague_is_missed_and_comes_to_a_draft_and_to_what_is_published(unit: Unit) -> None:
    unit.begin()
    first = unit.hire("许小兰", LicenceKind.NURSE)
    assert opened(unit).missing == {first: "许小兰"}
    changed(unit, joining(unit.roster(), {first: "许小兰"}))
    assert opened(unit).missing == {}
    assert said(unit.roster().line_of(first)) == "?" * 31
    unit.publish(reason="先发")
    second = unit.hire("田守义", LicenceKind.PHYSICIAN)
    changed(unit, joining(unit.roster(), {second: "田守义", first: "许小兰"}), told=("田守义",))
    unit.talk()
    roster = unit.roster(OTHER)
    assert said(roster.line_of(second)) == "." * 31
    (edition,) = editions(roster)
    assert (edition.number, edition.reason, edition.told) == (2, "新来的同事", ("田守义",))
    assert {one.person for one in edition.changes} == {second}


@pytest.mark.policy("STF-03", "TRN-02")
def test_who_goes_in_the_middle_of_the_month_keeps_what_was_before(unit: Unit) -> None:
    unit.begin()
    unit.write(unit.he, "白夜.白夜.")
    changed(unit, leaving(unit.roster(), unit.he, unit.first + timedelta(3)))
    assert said(unit.roster().line_of(unit.he)) == "白夜." + "?" * 28
    unit.publish(reason="先发")
    changed(unit, leaving(unit.roster(), unit.he, unit.first + timedelta(1)), reason="外出进修")
    roster = unit.roster()
    assert said(roster.line_of(unit.he)) == "白" + "." * 30
    edition, change = changed_cells(roster)[unit.he, unit.first + timedelta(1)]
    assert (edition.reason, change.before, change.after) == ("外出进修", "夜", "")


def test_a_line_goes_from_a_published_roster_while_nobody_has_worked_on_it(unit: Unit) -> None:
    unit.begin()
    unit.write(unit.he, "白夜.")
    unit.publish(reason="先发")
    whole = leaving(unit.roster(), unit.he, unit.first)
    assert whole[unit.he][1] is None
    unit.world.clock.advance(days=(unit.first - day(unit.world.clock.now())).days + 2)
    with pytest.raises(Refused) as told:
        changed(unit, whole, reason="调走")
    assert (told.value.code, told.value.facts["last"]) == ("line_worked", (unit.first + timedelta(1)).isoformat())
    changed(unit, leaving(unit.roster(), unit.zhou, unit.first), reason="调走")
    assert unit.roster().line_of(unit.zhou) is None, "who had no duty yet leaves no trace to be kept"


def test_who_is_not_on_it_and_days_after_it_are_told(unit: Unit) -> None:
    unit.begin()
    with pytest.raises(Refused, match="person_off_roster"):
        leaving(unit.roster(), "nobody", unit.first)
    with pytest.raises(Refused, match="day_beyond_roster"):
        leaving(unit.roster(), unit.he, unit.first + timedelta(31))


def test_a_withdrawn_roster_makes_room_for_another(unit: Unit) -> None:
    first = unit.begin()
    unit.publish(reason="先发")
    with pytest.raises(Refused, match="field_empty"):
        unit.world.do(TOWN, WithdrawRoster(roster=first.id))
    unit.world.do(TOWN, WithdrawRoster(roster=first.id, reason="要重排"))
    assert opened(unit).roster is None
    assert unit.begin().id != first.id
