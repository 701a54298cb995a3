"""Where the county wants it, a request goes by the clinic's director: 药房 → 院长 → 中心药房, by keyboard alone."""

from __future__ import annotations

import pytest

from tests.capabilities.pharmacy.ui.sheets import begin
from tests.capabilities.pharmacy.ui.sheets import held
from tests.capabilities.pharmacy.ui.sheets import requests
from tests.capabilities.pharmacy.ui.sheets import stand_up
from tests.screens import Screen
from tests.screens import Screens
from tests.sync.county import County
from yigongti_desktop.app.pages import MANIFESTS
from yigongti_desktop.app.pages import count
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.store.requests import by_number
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion
from yigongti_desktop.shell.today import look

pytestmark = pytest.mark.gui


@pytest.fixture
def county(town: County) -> County:
    """天门, where a clinic's director lets its requests go."""
    rule = Rule(id="request.endorsed_inside", versions=(RuleVersion(value=True),))
    town.hub.counter.publish({"rule": [rule]})
    town.sync("岳口", "岳口二", "市一医")
    return town


def test_the_director_lets_a_request_go_and_only_then_does_the_central_pharmacy_see_it(
    screens: Screens, county: County
) -> None:
    me = screens("药师")
    request = _propose(me)
    page = me.opened("pharmacy")
    me.sync()
    assert me.rows(page)[0][0] == "待院长同意"
    assert "同意" not in me.buttons()
    county.sync("市一医")
    assert _at(county, "市一医", request) is None
    assert _badges(county, "药师") == []
    assert _badges(county, "院长") == ["待同意"]
    stand_up(screens, me, "岳口")

    county.sync("岳口二")
    director = screens("院长", "岳口二")
    page = director.page("today")
    page.first_focus()
    director.press("Return")
    director.settle()
    page = director.opened("pharmacy")
    assert director.rows(page)[0][:2] == ["待院长同意", request.number]
    counts, _ = director.bench.read(count, director.workplace.specs, director.actor, director.desk.now())
    assert counts["pharmacy"].number == {chip.key: chip.count for chip in page.table.chips._chips}["turn"] == 1
    director.press("F8")
    director.until(lambda: held(director, request.id).state is State.SUBMITTED)
    director.settle()
    assert _badges(county, "院长", "岳口二") == []
    director.sync()
    county.sync("岳口", "市一医")
    endorsed = held(director, request.id)
    assert (endorsed.endorser, endorsed.requester) == ("孙立新", "刘小梅")
    for desk in ("岳口", "市一医"):
        found = _at(county, desk, request)
        assert found is not None, desk
        assert found.state is State.SUBMITTED, desk


def test_the_director_gives_a_request_back_inside_the_clinic_with_a_reason(screens: Screens, county: County) -> None:
    me = screens("药师")
    request = _propose(me)
    stand_up(screens, me, "岳口")
    director = screens("院长")
    page = director.page("pharmacy")
    director.click("院内退回")
    director.press("Ctrl+Return")
    assert director.fault(page.panel.asking.form, "reason") == "原因没有填。请补上。"
    director.pick("slyw")
    director.until(lambda: held(director, request.id).state is State.SENT_BACK)
    assert held(director, request.id).reason == "数量疑有误，请核对"
    director.settle()
    assert director.says("院内退回", page.panel.callout)
    assert not director.says("中心药房退回")
    assert _badges(county, "院长") == ["要说明"]  # whoever writes requests may put it right


def test_a_director_who_writes_the_request_needs_nobody_s_word(screens: Screens, county: County) -> None:
    director = screens("院长")
    begin(director)
    _one_line(director)
    assert requests(director)[0].state is State.SUBMITTED
    assert _badges(county, "院长") == []


def _propose(me: Screen) -> DrugRequest:
    begin(me)
    _one_line(me)
    (request,) = requests(me)
    assert request.state is State.PROPOSED
    assert me.toasts[-1] == ("已存本机，待上传", f"{request.number}　待院长同意")
    return request


def _one_line(me: Screen) -> None:
    me.pick("amxljn")
    me.type("120")
    me.press("Return", "Ctrl+Return")
    me.until(lambda: requests(me))
    me.settle()


def _at(county: County, desk: str, request: DrugRequest) -> DrugRequest | None:
    return county.desks[desk].read(by_number, request.number)


def _badges(county: County, who: str, desk: str = "岳口") -> list[str]:
    found = county.desks[desk].read(look, MANIFESTS, county.people[who], county.clock.now())
    return [todo.badge for todo in found.todos if todo.page == "pharmacy"]
