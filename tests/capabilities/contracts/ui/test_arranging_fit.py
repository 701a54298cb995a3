"""Teams and packages stand whole at the sizes that people have, in light and dark: nothing outside, no words cut."""

from __future__ import annotations

from datetime import date

import pytest

from tests.capabilities.contracts.ui.arranged import arranged
from tests.capabilities.contracts.ui.arranged import offered
from tests.capabilities.contracts.ui.arranged import signed
from tests.capabilities.contracts.ui.test_team_conflicts import clashing
from tests.capabilities.contracts.world import members
from tests.capabilities.pharmacy.ui.test_fit import faults
from tests.screens import Screens
from yigongti_desktop.capabilities.contracts.model.item import Item
from yigongti_desktop.capabilities.contracts.model.rhythm import Yearly
from yigongti_desktop.capabilities.contracts.model.team import Level
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

pytestmark = [pytest.mark.gui, pytest.mark.slow]
ITEMS = (Item(code="03-1", name="高血压随访", rhythm=Yearly(times=4)),)


def test_teams_stand_whole(dressed: Screens) -> None:
    county = dressed.county
    known = arranged(county, phone="0728-4212345", villages=("健康村", "新建村", "石家河村", "新堰村"))
    arranged(county, name="新堰村第二家庭医生服务团队", members=members(Level.VILLAGE, Level.COUNTY))
    signed(county, known, offered(county), 9)
    county.hub.counter.publish({"rule": [Rule(id="contract.most_residents", versions=(RuleVersion(value=4),))]})
    county.sync("岳口")
    me = dressed("公卫")
    page = me.page("teams", known.id)
    wrong = faults(me, "list")
    page.act("change")
    me.settle()
    wrong += faults(me, "form")
    me.fill(page.work.head, name="")
    page.work.table.view.go_to(1, 2)
    me.press("Backspace", "Ctrl+Return")
    wrong += faults(me, "faults")
    assert wrong == []


def test_packages_stand_whole(dressed: Screens) -> None:
    county = dressed.county
    known = offered(county, items=ITEMS)
    offered(county, name="基础服务包", year=2027, since=date(2027, 1, 1), key_group="", items=ITEMS)
    me = dressed("医共体办")
    page = me.page("packages", known.id)
    wrong = faults(me, "list")
    page.on_typed("0–6")
    me.settle()
    wrong += faults(me, "starting point")
    page.act("change")
    me.settle()
    me.fill(page.work.head, price="120", finance="30", insurance="五十")
    me.press("Ctrl+Return")
    wrong += faults(me, "form")
    assert wrong == []


def test_a_team_s_conflict_stands_whole(dressed: Screens) -> None:
    me, _page, _known = clashing(dressed)
    assert faults(me, "conflict") == []
