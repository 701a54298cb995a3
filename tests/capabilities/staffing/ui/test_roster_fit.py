"""The month roster stands whole at the sizes that people have, in light and dark: nothing outside, no words cut."""

from __future__ import annotations

import random

import pytest

from tests.capabilities.pharmacy.ui.test_fit import faults
from tests.capabilities.staffing.unit import Unit
from tests.screens import Screens
from tests.screens import Staffed
from yigongti_desktop.registry.model.staff.codes import LicenceKind

pytestmark = [pytest.mark.gui, pytest.mark.slow]
NAMES = (
    *("杨志勇", "郭海涛", "孟祥林", "付长青", "邓丽君", "李文静", "胡爱民"),
    *("涂晓燕", "刘春梅", "曾凡荣", "熊彩霞", "谭玉兰", "方梦婷", "欧阳建军"),
)


def test_a_month_without_a_roster_stands_whole(dressed: Screens) -> None:
    me = dressed("排班")
    me.page("rosters")
    wrong = faults(me, "no duties")
    me.press("F2")
    me.settle()
    assert wrong + faults(me, "no roster") == []


def test_a_roster_of_seventeen_people_stands_whole(dressed: Screens, staffed: Staffed) -> None:
    unit = Unit(dressed.county, staffed)
    for place, name in enumerate(NAMES):
        unit.hire(name, LicenceKind.NURSE if place % 3 else LicenceKind.PHYSICIAN)
    me = dressed("排班")
    page = me.page("rosters")
    me.press("F2")
    me.settle()
    wrong = faults(me, "begun")
    chance = random.Random(3)  # noqa: S311 # an invented roster
    codes = ["", "", "白", "白", "白", "夜", "急", "公"]
    page.board.write({(person, day): chance.choice(codes) for person in range(17) for day in range(31)})
    me.press("F8")
    me.until(page.panel.follow.isVisible)
    wrong += faults(me, "a gap")
    marked = (one for one in page.board.live.problems if one.person is not None and len(one.finding.days) <= 7)
    page.room.rostered.grid.show_problem(next(marked))
    me.until(lambda: not page.room.why.is_asking)
    wrong += faults(me, "a cell")
    me.press("Ctrl+Return")
    wrong += faults(me, "publishing")
    me.press("Escape")
    if page.panel.decide.form is not None:
        me.press("Escape")  # the first one closed the proposals
    me.press("F9")
    me.until(lambda: page.room.solving.is_running)
    wrong += faults(me, "drawing")
    page.room.solving.drop()
    busy = next(place for place, code in enumerate(page.board.sheet.lines[0].codes) if code)
    page.room.rostered.grid.go_to(0, busy)
    me.press("F10")
    wrong += faults(me, "who falls ill")
    me.press("Ctrl+Return")
    me.until(lambda: page.room.repair.ways)
    wrong += faults(me, "ways to mend it")
    me.press("Escape")
    page.banner.say("没有存上", "您排的都还在。")
    assert wrong + faults(me, "refused") == []


def test_at_1366_all_days_are_in_sight_and_no_page_scrolls(screens: Screens, staffed: Staffed) -> None:
    unit = Unit(screens.county, staffed)
    for name in NAMES:
        unit.hire(name, LicenceKind.NURSE)
    me = screens("排班")
    page = me.page("rosters")
    me.press("F2")
    me.settle()
    me.window.resize(1366, 697)
    me.settle()
    shape = page.room.rostered.grid.shape_now
    assert shape.across_most == 0
    assert shape.body.height() >= 13 * 25
    assert shape.foot >= shape.needs * 21
    assert not page.room.rostered.grid.horizontalScrollBar().isVisible()
