"""Owed visits stand in the list by their day, late ones in red; a visit is written down beside it."""

from __future__ import annotations

import pytest

from tests.capabilities.referrals.ui.slips import returned
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.followups import store
from yigongti_desktop.capabilities.followups.messages import RecordFollowUp
from yigongti_desktop.capabilities.followups.model.visit import Condition
from yigongti_desktop.capabilities.followups.model.visit import FollowUp
from yigongti_desktop.capabilities.followups.model.visit import State
from yigongti_desktop.capabilities.followups.model.visit import Way

pytestmark = pytest.mark.gui


@pytest.mark.policy("REF-08")
def test_a_visit_is_recorded_with_the_keyboard_alone(screens: Screens) -> None:
    returned(screens.county)
    me = screens("公卫")
    page = me.page("followups")
    (row,) = me.rows(page)
    assert row[:2] == ["待访", "邱传富"]
    assert me.says("抗血小板治疗。")
    me.press("F7")
    me.press("Right", "Right", "Return")
    me.press("Right", "Right", "Return")
    me.type("血压 130/80，用药规律。")
    me.press("Ctrl+Return")
    me.until(lambda: _visit(me).state is State.DONE)
    done = _visit(me)
    assert (done.way, done.condition, done.result) == (Way.CLINIC, Condition.STABLE, "血压 130/80，用药规律。")
    me.settle()
    assert me.toasts[-1] == ("已存本机，待上传", "邱传富　来院随访")
    me.sync()
    page.table.chips.choose("done")
    assert me.rows(page)[0][0] == "已访"
    assert me.says("李文静")


def test_a_record_with_gaps_is_refused_beside_each_field_and_nothing_is_lost(screens: Screens) -> None:
    returned(screens.county)
    me = screens("公卫")
    page = me.page("followups")
    me.press("F7", "Ctrl+Return")
    form = page.panel.asking.form
    assert [me.fault(form, name) for name in ("way", "condition", "result")] == [
        "方式没有填。请补上。",
        "情况没有填。请补上。",
        "随访情况没有填。请补上。",
    ]
    me.fill(form, result="血压 130/80。")
    me.press("Ctrl+Return")
    assert form.values()["result"] == "血压 130/80。"
    assert me.fault(form, "way")
    assert _visit(me).state is State.OPEN


def test_a_visit_is_due_soon_then_today_then_late(screens: Screens) -> None:
    returned(screens.county)
    me = screens("公卫")
    page = me.page("followups")
    seen = []
    for days in (0, 12, 2, 1):
        screens.county.clock.advance(days=days)
        page.reload()
        me.settle()
        seen.append(me.rows(page)[0][0])
    assert seen == ["待访", "剩 2 天", "今天到期", "超 1 天"]
    assert page.facts.text() == "待访 1　逾期 1"
    assert me.says("已过两周时限")
    page.table.chips.choose("late")
    assert [row[1] for row in me.rows(page)] == ["邱传富"]


def test_what_is_owed_and_late_stands_on_the_first_page_too(screens: Screens) -> None:
    returned(screens.county)
    screens.county.clock.advance(days=16)
    me = screens("公卫")
    me.page("today")
    assert me.says("1 人已过时限")
    assert me.says("待随访")


def test_the_chips_keep_what_they_say(screens: Screens) -> None:
    returned(screens.county)
    me = screens("公卫")
    page = me.page("followups")
    counts = {chip.key: chip.count for chip in page.table.chips._chips}
    assert counts == {"open": 1, "late": 0, "mine": 0, "done": 0, "all": 1}
    command = RecordFollowUp(follow_up=_visit(me).id, way=Way.HOME, condition=Condition.BETTER, result="好转")
    screens.county.desks["岳口"].do(screens.county.people["公卫"], command)
    page.reload()
    me.settle()
    counts = {chip.key: chip.count for chip in page.table.chips._chips}
    assert counts == {"open": 0, "late": 0, "mine": 0, "done": 1, "all": 1}
    assert me.says("这一栏是空的")


def test_a_visit_that_the_other_desk_recorded_first_is_refused_in_words_in_the_form(screens: Screens) -> None:
    returned(screens.county)
    me = screens("公卫")
    page = me.page("followups")
    me.press("F7")
    me.press("Right", "Return", "Right", "Return")
    me.type("另一个人也来写。")
    command = RecordFollowUp(follow_up=_visit(me).id, way=Way.HOME, condition=Condition.BETTER, result="好转")
    screens.county.desks["岳口"].do(screens.county.people["医生"], command)
    me.press("Ctrl+Return")
    me.until(page.panel.asking.fault.text)
    assert "已访" in page.panel.asking.fault.text()
    assert page.panel.asking.form.values()["result"] == "另一个人也来写。"


def test_nothing_owed_says_when_something_will_be(screens: Screens) -> None:
    me = screens("公卫")
    me.page("followups")
    assert me.says("还没有随访")
    assert me.says("两周内完成")


def test_the_director_reads_and_records_too(screens: Screens) -> None:
    returned(screens.county)
    me = screens("院长")
    me.page("followups")
    assert "登记随访" in me.buttons()


def _visit(me: Screen) -> FollowUp:
    return me.bench.read(store.visits)[0].visit
