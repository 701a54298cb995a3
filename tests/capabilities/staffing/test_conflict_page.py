"""One line of a roster that two desks wrote: 同步 names the person, shows both in days, and lets one stand."""

from __future__ import annotations

import pytest

from tests.capabilities.staffing.unit import OTHER
from tests.capabilities.staffing.unit import TOWN
from tests.capabilities.staffing.unit import Unit
from tests.capabilities.staffing.unit import said
from tests.screens import Screens
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.gui


def test_both_lines_are_told_in_days_under_the_name_of_the_person(unit: Unit, screens: Screens) -> None:
    unit.begin()
    unit.talk()
    unit.write(unit.zhou, "夜.白白夜.", TOWN)
    unit.write(unit.zhou, "夜..白急", OTHER)
    unit.world.sync(TOWN)
    me = screens("排班", OTHER)
    page = me.page("sync")
    me.sync()
    assert me.says("周建国")
    assert me.says("2026年12月班表")
    (choice,) = page.detail._choices.values()
    assert [card.text() for card in choice._cards] == ["3 日休、5 日急、6 日未排", "3 日白、5 日夜、6 日休"]
    assert not any(button == "都不对，另填" for button in me.buttons())
    me.press("Return", "1", "Ctrl+Return")
    me.until(lambda: me.bench.read(status).needs_person == 0)
    unit.talk()
    assert said(unit.roster(TOWN).line_of(unit.zhou)).startswith("夜..白急?")
