"""Tracking by keys: contacts, another tracker, a new day, patients who are sent down and taken on."""

from __future__ import annotations

from typing import Any

import pytest

from tests.capabilities.referrals.ui.further import choose_more
from tests.capabilities.referrals.ui.slips import RETURN
from tests.capabilities.referrals.ui.slips import cases
from tests.capabilities.referrals.ui.slips import held
from tests.fit import cut
from tests.screens import Screen
from tests.screens import Screens
from tests.sync.county import County
from tests.world import hu_xiaoyan
from tests.world import id_number
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages import down as d
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store import cases as store
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.service import people

pytestmark = pytest.mark.gui


def accepted(county: County) -> Referral:
    """Send a case that the hospital has accepted."""
    sent = county.send_referral("岳口")
    county.sync("岳口", "市一医")
    county.do("市一医", m.AcceptReferral(referral=sent.id, reception="神经内科 3 床"))
    county.sync("市一医", "岳口")
    return sent


def comes_down(county: County) -> Referral:
    """Send a patient down to 岳口."""
    slip = county.slip("市一医", target=Target(institution="tianmen.yuekou"))
    sent: Referral = county.do("市一医", d.SendDown(slip=slip, back=RETURN, down_class="after_surgery"))
    county.sync("市一医", "岳口")
    return sent


@pytest.mark.policy("REF-08")
def test_the_contact_list_groups_by_day_and_a_contact_moves_the_next_one(screens: Screens) -> None:
    sent = accepted(screens.county)
    screens.county.clock.advance(days=3)
    me = screens("医生")
    page = me.page("referrals")
    page.table.chips.choose("contact")
    me.settle()
    assert [row[1] for row in me.rows(page) if len(row) > 1 and row[1]] == ["邱传富"]
    page.table.view.setFocus()
    me.press("Down")
    me.settle()
    me.click("登记联系")
    me.until(lambda: page.panel.has_form and page.panel.asking.form.values().get("result"))
    me.type("女儿说周五去")
    page.panel.asking.form.go_to("result")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, sent.id).contact_result == "contact_reached")
    after = held(me, sent.id)
    assert after.next_contact is not None
    assert after.state is State.ACCEPTED
    me.until(lambda: "联系上了：女儿说周五去" in page.panel.trail.accessibleName())


def test_what_is_being_typed_for_a_case_outlives_the_sync_and_another_case(screens: Screens) -> None:
    sent = screens.county.send_referral("岳口")
    other = screens.county.send_referral("岳口")
    me = screens("医生")
    page = me.page("referrals", sent.id)
    _ask(me, page, "登记联系")
    me.type("女儿说周五去")
    me.sync()
    assert page.panel.asking.form.values()["said"] == "女儿说周五去"
    assert "登记联系" in me.buttons()
    page.find_record(other.id)
    me.settle()
    assert not page.panel.has_form
    page.find_record(sent.id)
    me.settle()
    _ask(me, page, "登记联系")
    assert page.panel.asking.form.values()["said"] == "女儿说周五去"
    page.panel.asking.form.go_to("result")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, sent.id).contact_result == "contact_reached")
    assert not held(me, other.id).contact_result


def _ask(me: Screen, page: Any, words: str) -> None:
    me.click(words)
    me.until(lambda: page.panel.has_form and page.panel.asking.form.values().get("result"))


@pytest.mark.policy("REF-08")
def test_a_contact_is_noted_once_though_the_key_is_pressed_twice(screens: Screens) -> None:
    sent = accepted(screens.county)
    screens.county.clock.advance(days=3)
    me = screens("医生")
    page = me.page("referrals", sent.id)
    me.click("登记联系")
    me.until(lambda: page.panel.has_form and page.panel.asking.form.values().get("result"))
    page.panel.asking.form.go_to("said")
    me.type("女儿说周五去")
    me.press("Ctrl+Return", "Ctrl+Return")
    me.settle()
    assert me.toasts == [("已存本机", "邱传富　已接收，待上传")]
    opened = me.bench.read(store.opened, sent.id)
    assert opened is not None
    noted = [one for one in opened.steps if one.act == "referral.contact_logged"]
    assert len(noted) == 1


@pytest.mark.policy("REF-23")
def test_another_colleague_follows_from_now_on(screens: Screens) -> None:
    sent = accepted(screens.county)
    me = screens("医生")
    page = me.page("referrals")
    choose_more(me, "hrgz")
    me.until(lambda: page.panel.has_form and "tracker" in page.panel.asking.form.values())
    me.pick("lwj")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, sent.id).tracker_name == "李文静")
    assert me.says("李文静")


@pytest.mark.policy("REF-28")
def test_a_patient_who_is_sent_down_is_taken_on_and_received_by_keys(screens: Screens) -> None:
    sent = comes_down(screens.county)
    me = screens("公卫")
    page = me.page("referrals")
    assert me.rows(page)[0][:2] == ["下转待接", "邱传富"]
    assert me.says("术后恢复期")
    me.press("F7")
    me.until(lambda: page.panel.has_form)
    me.press("Ctrl+Return")
    me.until(lambda: held(me, sent.id).state is State.ACCEPTED)
    assert held(me, sent.id).tracker_name == "李文静"
    me.settle()
    me.press("F7")
    me.until(lambda: held(me, sent.id).state is State.ARRIVED)
    me.settle()
    assert "登记随访" in me.buttons()


def test_a_unit_declines_a_patient_by_the_county_s_list(screens: Screens) -> None:
    sent = comes_down(screens.county)
    me = screens("医生")
    page = me.page("referrals")
    me.click("不接")
    me.until(lambda: page.panel.has_form)
    me.propose("bxq")
    me.press("Return")
    me.press("Return")
    me.until(lambda: held(me, sent.id).state is State.DECLINED)
    assert held(me, sent.id).decline_code == "not_ours"


def fill_down(me: Screen, page: Any) -> None:
    """Write a slip for a patient who came by no referral."""
    form = page.work.form.form
    me.fill(form, name="高长河", id_number=id_number(serial=333), phone="13872530001", address="岳口镇健康村三组")
    for name, typed in {"institution": "ykz", "down_class": "sh", "diagnosis": "I63.900"}.items():
        form.go_to(name)
        me.pick(typed)
    me.fill(form, findings="术后两周，切口愈合。", plan="继续康复，两周内随访。")


@pytest.mark.policy("REF-14")
def test_a_hospital_sends_a_patient_down_who_came_by_no_referral(screens: Screens) -> None:
    me = screens("转诊办")
    page = me.page("referrals")
    me.press("F2")
    me.settle()
    assert me.focus().accessibleName() == "找患者"
    fill_down(me, page)
    me.press("Ctrl+Return")
    me.until(lambda: any(one.is_down for one in cases(me)))
    (sent,) = [one for one in cases(me) if one.is_down]
    assert (sent.target, sent.down_class, sent.slip.patient.name) == ("tianmen.yuekou", "after_surgery", "高长河")
    me.until(lambda: [row[0] for row in me.rows(page)] == ["待上传"])


def test_a_slip_down_that_was_begun_is_there_again(screens: Screens) -> None:
    me = screens("转诊办")
    page = me.page("referrals")
    me.press("F2")
    me.settle()
    me.fill(page.work.form.form, name="高长河", findings="术后两周。")
    me.press("Escape")
    me.settle()
    me.press("F2")
    me.settle()
    values = page.work.form.form.values()
    assert (values["name"], values["findings"]) == ("高长河", "术后两周。")


def test_the_time_of_a_resident_is_reached_from_the_case(screens: Screens) -> None:
    accepted(screens.county)
    me = screens("医生")
    me.page("referrals")
    choose_more(me, "jmjg")
    me.settle()
    page = me.page("timeline")
    assert [row[1] for row in me.rows(page)] == ["已接收", "发出"]


def test_a_resident_of_whom_nothing_is_known_is_named_and_not_said_to_be_missing(screens: Screens) -> None:
    screens.county.desks["岳口"].do(screens.county.people["医生"], RegisterResident(identity=hu_xiaoyan()))
    me = screens("医生")
    page = me.page("timeline")
    assert me.says("还没有选居民")
    assert me.says("按「居民经过」")
    (resident,) = me.bench.read(people.find, "胡小燕", 1)
    me.page("timeline", resident.id)
    assert me.says("胡小燕还没有经过")
    assert not me.says("还没有选居民")
    assert page.facts.text() == "胡小燕　0 条"
    me.page("timeline", "没有这个人")
    assert me.says("没有这位居民的经过")


def test_the_way_to_the_time_of_a_resident_has_one_name(screens: Screens) -> None:
    screens.county.desks["岳口"].do(screens.county.people["医生"], RegisterResident(identity=hu_xiaoyan()))
    me = screens("医生")
    page = me.page("residents")
    page.first_focus()
    me.press("Down")
    me.settle()
    assert cut(page) == []
    me.click("居民经过")
    me.settle()
    me.opened("timeline")
