"""派驻条件 by keys alone: ways typed once, terms of a doctor, and the planner that says why."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from tests import fit
from tests.capabilities.pharmacy.ui.test_fit import SIZES
from tests.capabilities.pharmacy.ui.test_fit import faults
from tests.capabilities.staffing.ui.seeded import asked
from tests.capabilities.staffing.ui.seeded import office
from tests.capabilities.staffing.ui.seeded import people
from tests.capabilities.staffing.ui.seeded import planner
from tests.capabilities.staffing.ui.seeded import serving
from tests.registry.staff.people import LEAD
from tests.registry.staff.people import YUEKOU
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.staffing.messages.posting_terms import SettleTerms
from yigongti_desktop.capabilities.staffing.messages.posting_terms import SettleWays
from yigongti_desktop.capabilities.staffing.model.posting_joints import Gap
from yigongti_desktop.capabilities.staffing.model.posting_proposals import Proposal
from yigongti_desktop.capabilities.staffing.store.posting_terms import terms_of
from yigongti_desktop.capabilities.staffing.store.posting_terms import ways_of

pytestmark = pytest.mark.gui


def rest_on(me: Screen, page: Any, name: str) -> None:
    page.table.view.rest_on(lambda row: row.staff.name == name)
    me.settle()


def test_ways_are_typed_one_after_another_and_kept_when_they_are_left(screens: Screens) -> None:
    people(screens.county)
    me = screens("人力")
    page = me.page("posting_terms")
    assert me.says("16 个单位没有填路程")
    me.press("F9")
    me.settle()
    first, second = (one.unit for one in page._units[:2])
    me.type("12")
    me.press("Return")
    me.type("600")
    me.press("Escape")
    me.settle()
    me.press("F9")
    me.settle()
    assert page.work.form.values()[first] == 12
    me.press("Ctrl+Return")
    me.settle()
    assert me.says("请写 0 到 500 之间的整数，单位是公里。")
    me.fill(page.work.form, **{second: "45"})
    me.press("Ctrl+Return")
    me.settle()
    ways = me.bench.read(ways_of, LEAD)
    assert {unit: way.kilometres for unit, way in ways.items()} == {first: 12, second: 45}
    assert me.says("14 个单位没有填路程")
    me.press("F9")
    me.settle()
    me.fill(page.work.form, **{first: ""})
    me.press("Ctrl+Return")
    me.settle()
    assert me.bench.read(ways_of, LEAD)[first].kilometres == 0


def test_terms_are_written_by_keys_and_months_that_are_none_are_said(screens: Screens) -> None:
    staff = people(screens.county)
    me = screens("人力")
    page = me.page("posting_terms")
    rest_on(me, page, "熊卫东")
    me.press("F7")
    me.settle()
    me.pick("岳口")
    page.work.form.go_to("barred0")
    me.pick("多宝")
    me.fill(page.work.form, away="明年三月")
    me.press("Ctrl+Return")
    me.settle()
    assert me.says("月份看不懂")
    me.fill(page.work.form, away="2027-03至2027-06，2028-01")
    page.work.form.go_to("apart")
    me.pick("欧阳海棠")
    me.press("Ctrl+Return")
    me.settle()
    assert page.work is None, (page.work.form.faults(), page.work.form.values(), page.banner.isVisible())
    one = me.bench.read(terms_of, LEAD)[staff["熊卫东"].id]
    assert (one.near, one.barred, one.apart) == (YUEKOU, ("tianmen.duobao",), staff["欧阳海棠"].id)
    assert one.away == ("2027-03", "2027-04", "2027-05", "2027-06", "2028-01")
    assert me.says("2027-03—2027-06、2028-01")
    rest_on(me, page, "欧阳海棠")
    assert me.says("熊卫东要求不同时派")
    assert [row.staff.name for row in page._records if page.fits(row, "settled")] == ["欧阳海棠", "熊卫东"]
    me.press("F7")
    me.settle()
    assert me.says("熊卫东已经写了和此人不同时派。")
    me.press("Ctrl+Return")
    me.settle()
    assert staff["欧阳海棠"].id not in me.bench.read(terms_of, LEAD), "nothing was changed, nothing was sent"


@pytest.mark.parametrize("who", ["排班", "院长", "医共体办", "专科医生"])
def test_nobody_but_the_staffing_office_has_the_page_nor_finds_the_terms(screens: Screens, who: str) -> None:
    staff = people(screens.county)
    office(screens.county, SettleTerms(person=staff["熊卫东"].id, changes={"near": ("", YUEKOU)}))
    screens.county.sync("市一医", "岳口")
    me = screens(who)
    assert "posting_terms" not in me.workplace.specs
    me.page("sync")
    assert not me.says("设派驻条件　熊卫东")
    assert not me.says("住在附近")


@pytest.mark.policy("STF-26")
def test_the_planner_says_why_this_one_and_what_stands_against_the_others(screens: Screens) -> None:
    staff = people(screens.county)
    asked(screens.county)
    office(screens.county, SettleWays(ways={YUEKOU: (0, 38)}))
    terms: dict[str, tuple[Any, Any]] = {"barred": ([], [YUEKOU])}
    office(screens.county, SettleTerms(person=staff["欧阳海棠"].id, changes=terms))
    me = screens("人力")
    dialog = planner(me)
    rows = dialog.table.view.records.records()
    found = [one for one in rows if isinstance(one, Proposal)]
    assert {one.name for one in found} == {"熊卫东"}
    dialog.table.view.rest_on(lambda one: one == found[0])
    me.settle()
    for words in (
        "为什么派熊卫东去岳口镇中心卫生院",
        "38 公里。",
        "晋升要 12 个月，还差 12 个月。",
        "不派往这个单位。",
    ):
        assert me.says(words), words
    gaps = [one for one in rows if isinstance(one, Gap)]
    assert (
        sum(one.days for one in gaps) + sum((min(one.until, date(2027, 12, 31)) - one.since).days + 1 for one in found)
        == 365
    )
    if gaps:
        dialog.table.view.rest_on(lambda one: one == gaps[0])
        me.settle()
        assert me.says("没有可以派的人")
        dialog.take()
        assert dialog._taken == {}
    dialog.reject()


def test_terms_ways_and_reasons_stand_whole(dressed: Screens) -> None:
    staff = people(dressed.county)
    serving(dressed.county, staff["欧阳海棠"].id)
    me = dressed("人力")
    page = me.page("posting_terms")
    wrong = faults(me, "list")
    me.press("F9")
    me.settle()
    wrong += faults(me, "ways")
    me.press("Escape")
    me.settle()
    rest_on(me, page, "熊卫东")
    me.press("F7")
    me.settle()
    wrong += faults(me, "terms")
    me.press("Escape")
    me.settle()
    assert wrong == []


@pytest.mark.parametrize("size", SIZES)
def test_the_planner_stands_whole_in_every_window(dressed: Screens, size: tuple[int, int]) -> None:
    staff = people(dressed.county)
    serving(dressed.county, staff["欧阳海棠"].id)
    me = dressed("人力")
    me.window.resize(*size)
    me.settle()
    dialog = planner(me)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    assert dialog.width() < size[0]
    assert dialog.height() < size[1]
    assert [*fit.outside(dialog), *fit.cut(dialog), *fit.unreadable(dialog)] == []
    dialog.reject()
