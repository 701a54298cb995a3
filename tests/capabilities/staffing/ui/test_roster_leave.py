"""Leave and wishes on the month's roster: who is away shows so, is not drawn, and publishing finds them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from tests.capabilities.staffing.unit import TOWN
from tests.capabilities.staffing.unit import TOWN_ID
from tests.capabilities.staffing.unit import Unit
from tests.screens import Screens
from tests.screens import Staffed
from yigongti_desktop.capabilities.staffing.messages.leave import ApproveLeave
from yigongti_desktop.capabilities.staffing.messages.leave import AskLeave
from yigongti_desktop.capabilities.staffing.messages.wishes import WriteWish
from yigongti_desktop.capabilities.staffing.model.leave import Kind
from yigongti_desktop.capabilities.staffing.model.leave import Written
from yigongti_desktop.capabilities.staffing.model.room import open_duties
from yigongti_desktop.capabilities.staffing.model.wishes import Wanted
from yigongti_desktop.capabilities.staffing.store import sheets
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused

pytestmark = pytest.mark.gui


def on(unit: Unit, place: int) -> Any:
    return unit.first + timedelta(place)


def granted(unit: Unit, staffed: Staffed, person: str, first: int = 0, last: int = 2) -> str:
    """Let the clerk ask for somebody, and the director approve; return the slip."""
    world = unit.world
    written = Written(person=person, kind=Kind.SICK, first=on(unit, first), last=on(unit, last))
    slip: str = world.do(TOWN, AskLeave(written=written)).id
    world.desks[TOWN].do(staffed.people["院长"], ApproveLeave(leave=slip))
    return slip


def test_who_is_on_leave_shows_so_is_not_drawn_and_publishing_finds_them(
    screens: Screens, unit: Unit, staffed: Staffed
) -> None:
    unit.begin()
    unit.write(unit.he, "白白白.")
    granted(unit, staffed, unit.he)
    me = screens("排班")
    page = me.page("rosters", f"{unit.first:%Y-%m}")
    me.settle()
    ground = page.board.ground
    he = next(place for place, one in enumerate(page.board.people) if one.id == unit.he)
    assert [ground.away.get((he, place)) for place in range(4)] == ["病假", "病假", "病假", None]
    assert page.board.live.broken >= 3
    asked = unit.world.desks[TOWN].read(sheets.question, unit.roster())
    assert open_duties(asked.task, asked.task.people[he].rules)[0] == {0}
    with pytest.raises(Refused) as told:
        unit.publish()
    assert told.value.code == "roster_breaks"
    roster = unit.publish(reason="先发")
    assert any("病假" in one.text and unit.he in one.people for one in roster.findings if one.is_must)
    (look,) = unit.world.desks[TOWN].read(sheets.to_look_at, TOWN_ID, day(unit.world.clock.now()))
    assert any(unit.he in one.people for one in look.findings)


def test_leave_that_is_approved_meanwhile_comes_into_the_grid(screens: Screens, unit: Unit, staffed: Staffed) -> None:
    unit.begin()
    me = screens("排班")
    page = me.page("rosters", f"{unit.first:%Y-%m}")
    me.settle()
    me.press("B")
    granted(unit, staffed, unit.zhou, 4, 5)
    page.reload()
    me.settle()
    zhou = next(place for place, one in enumerate(page.board.people) if one.id == unit.zhou)
    assert page.board.ground.away.get((zhou, 4)) == "病假"
    assert page.board.sheet.code((0, 0)) == "白", "what was typed is still there"


def test_colleagues_see_that_somebody_is_away_and_not_why(screens: Screens, unit: Unit, staffed: Staffed) -> None:
    unit.begin()
    granted(unit, staffed, unit.he)
    unit.world.do(TOWN, WriteWish(person=unit.lu, day=on(unit, 9), wanted=Wanted(duty="", is_wanted=True)))
    unit.publish(reason="先发")
    me = screens("医生")
    page = me.page("rosters", f"{unit.first:%Y-%m}")
    me.settle()
    assert set(page.board.ground.away.values()) == {"请假"}
    assert page.board.ground.asked.month.wishes == ()
    assert not me.says("病假")


def test_the_hub_finds_leave_as_the_desk_does(unit: Unit, staffed: Staffed) -> None:
    unit.begin()
    unit.write(unit.he, "夜..")
    granted(unit, staffed, unit.he)
    mine = unit.publish(reason="先发").findings
    unit.talk()
    assert unit.refused() == []
    assert unit.roster().findings == mine


def test_wishes_reach_what_is_asked_of_the_roster(unit: Unit) -> None:
    unit.begin()
    unit.world.do(TOWN, WriteWish(person=unit.lu, day=on(unit, 9), wanted=Wanted(duty="", is_wanted=True)))
    asked = unit.world.desks[TOWN].read(sheets.question, unit.roster())
    assert [(one.person, one.day, one.duty) for one in asked.month.wishes] == [(unit.lu, on(unit, 9), "")]
