"""A case at the clinic: its trail says who, when, where and how far; what may be done is offered, and nothing else."""

from __future__ import annotations

from datetime import date

import pytest

from tests.capabilities.referrals.ui.further import choose_more
from tests.capabilities.referrals.ui.slips import held
from tests.capabilities.referrals.ui.slips import returned
from tests.screens import Screens
from yigongti_desktop.capabilities.followups import store as followups
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State

pytestmark = pytest.mark.gui


def test_the_trail_says_who_when_where_and_how_far(screens: Screens) -> None:
    county = screens.county
    sent = county.send_referral("岳口")
    me = screens("医生")
    page = me.page("referrals")
    saved = page.panel.trail._marks[0]
    assert (saved.text, saved.time) == ("已存本机", "11月23日 12:00")
    assert saved.proof == "设备 A，周建国"
    assert [mark.state for mark in page.panel.trail._marks[:2]] == ["now", "ahead"]
    assert not me.says("回执已验签")
    me.sync()
    marks = {mark.text: mark for mark in page.panel.trail._marks}
    assert marks["已存本机"].state == "done"
    assert marks["已送达"].state == "now"
    assert marks["已送达"].proof.startswith("县院回执 ")
    assert me.says("回执已验签")
    county.clock.advance(minutes=5)
    county.sync("市一医")
    county.clock.advance(minutes=5)
    county.do("市一医", m.AcceptReferral(referral=sent.id, reception="神经内科 3 床"))
    county.sync("市一医")
    me.sync()
    marks = {mark.text: mark for mark in page.panel.trail._marks}
    assert marks["县院已收"].state == "done"
    assert marks["县院已收"].time == "11月23日 12:05"
    assert (marks["已接收"].state, marks["已接收"].time) == ("now", "11月23日 12:10")
    assert marks["已接收"].proof == "市一医，杨志勇，神经内科 3 床"
    assert me.says("神经内科 3 床")
    assert me.rows(page)[0][0] == "已接收"


def test_a_case_is_withdrawn_with_a_reason_chosen_from_the_usual_ones(screens: Screens) -> None:
    sent = screens.county.send_referral("岳口")
    me = screens("医生")
    page = me.page("referrals")
    choose_more(me, "cx")
    me.pick("bqhz")
    assert me.says("撤销这张转出单")
    assert held(me, sent.id).state is State.SENT
    me.press("Return")
    me.until(lambda: held(me, sent.id).state is State.WITHDRAWN)
    me.settle()
    assert held(me, sent.id).reason == "病情好转，留院治疗"
    assert me.toasts[-1] == ("已存本机", "邱传富　已撤销，待上传")
    assert not page.panel.has_form
    assert "撤销" not in me.buttons()


def test_a_withdrawal_without_a_reason_is_refused_in_words(screens: Screens) -> None:
    sent = screens.county.send_referral("岳口")
    me = screens("医生")
    page = me.page("referrals")
    choose_more(me, "cx")
    me.press("Ctrl+Return")
    assert me.fault(page.panel.asking.form, "reason") == "原因没有填。请补上。"
    assert held(me, sent.id).state is State.SENT
    me.press("Escape")
    assert not page.panel.has_form


def test_a_telephone_call_is_kept_with_what_was_said(screens: Screens) -> None:
    screens.county.send_referral("岳口")
    me = screens("医生")
    page = me.page("referrals")
    me.press("F7")
    me.type("与转诊办通话，床位已留。")
    me.press("Ctrl+Return")
    me.until(lambda: "与转诊办通话，床位已留。" in page.panel.trail.accessibleName())
    assert "登记联系" in page.panel.trail.accessibleName()


@pytest.mark.policy("REF-13")
def test_a_declined_case_says_why_and_is_sent_elsewhere(screens: Screens) -> None:
    county = screens.county
    sent = county.send_referral("岳口")
    county.sync("岳口", "市一医")
    county.do("市一医", m.DeclineReferral(referral=sent.id, reason="床位已满"))
    county.sync("市一医", "岳口")
    me = screens("医生")
    page = me.page("referrals")
    assert me.rows(page)[0][0] == "退回"
    assert me.says("床位已满")
    me.press("F7")
    page.panel.asking.form.go_to("institution")
    me.press("Ctrl+A")
    me.pick("szyyy")
    me.pick("sjnk")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, sent.id).target == "tianmen.zhongyi")
    assert held(me, sent.id).state is State.SENT


def test_an_answer_that_is_late_is_told_at_once_with_what_to_do(screens: Screens) -> None:
    screens.county.send_referral("岳口")
    screens.county.clock.advance(days=3, minutes=1)
    me = screens("医生")
    page = me.page("referrals")
    assert me.says("县院没有按时接收")
    assert me.says("请先打电话核实并登记")
    assert me.rows(page)[0][0].startswith("超")


@pytest.mark.policy("REF-08")
def test_the_return_slip_comes_back_and_leads_to_the_visit_that_is_owed(screens: Screens) -> None:
    sent = returned(screens.county)
    me = screens("医生")
    page = me.page("referrals")
    assert me.rows(page)[0][0] == "待首访"
    assert me.says("头颅 MRI：左侧基底节区梗死。")
    assert me.says("抗血小板治疗。")
    assert me.says("还欠一次随访")
    me.press("F7")
    me.settle()
    visits = me.workplace.page("followups")
    assert me.workplace.current is visits
    assert me.says("登记这次随访")
    me.press("Right", "Return", "Right", "Return")
    me.type("血压 130/80，已能下床。")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, sent.id).state is State.FOLLOWED_UP)
    (visit,) = me.bench.read(followups.of_source, sent.id)
    assert (visit.result, visit.due) == ("血压 130/80，已能下床。", date(2026, 12, 7))
    me.page("referrals", sent.id)
    assert me.rows(page)[0][0] in {"待上传", "随访完成"}


def test_a_case_that_was_visited_is_closed_with_its_outcome(screens: Screens) -> None:
    from yigongti_desktop.capabilities.followups.messages import RecordFollowUp
    from yigongti_desktop.capabilities.followups.model.visit import Condition
    from yigongti_desktop.capabilities.followups.model.visit import Way

    county = screens.county
    sent = returned(county)
    (visit,) = county.desks["岳口"].read(followups.of_source, sent.id)
    county.do("岳口", RecordFollowUp(follow_up=visit.id, way=Way.HOME, condition=Condition.BETTER, result="好转"))
    me = screens("医生")
    page = me.page("referrals")
    me.press("F7")
    assert me.propose("") == ["痊愈", "好转", "继续治疗", "无变化", "死亡", "未到诊", "去了别处", "患者拒绝"]
    me.press("Down", "Return")
    me.until(lambda: held(me, sent.id).state is State.CLOSED)
    assert held(me, sent.id).outcome == Outcome.IMPROVED
    me.sync()
    assert me.rows(page)[0][0] == "已关闭"


def test_a_slip_that_lapsed_may_be_closed_only_without_care(screens: Screens) -> None:
    county = screens.county
    sent = county.send_referral("岳口")
    county.clock.advance(days=40)
    county.do("岳口", m.ExpireReferral(referral=sent.id))
    me = screens("医生")
    me.page("referrals")
    assert me.rows(me.page("referrals"))[0][:2] == ["待上传", "邱传富"]  # owed still, however long ago it was
    me.press("F7")
    assert me.propose("") == ["死亡", "未到诊", "去了别处", "患者拒绝"]


@pytest.mark.parametrize(
    ("who", "offered"),
    [("护士", ["打印"]), ("公卫", ["打印", "登记联系"]), ("院长", ["打印", "登记联系"])],
)
def test_only_who_may_write_slips_is_offered_more_than_the_paper(
    screens: Screens, who: str, offered: list[str]
) -> None:
    screens.county.send_referral("岳口")
    me = screens(who)
    page = me.page("referrals")
    shown = [name for name in me.buttons() if name in {"打印", "登记联系", "撤销", "补全转出单", "接收"}]
    assert shown == offered
    me.press("F10")
    assert ("撤销" in me.propose("")) == (who != "护士")
    me.press("Esc", "Esc")
    assert ("新建转出单" in me.buttons()) == (who != "护士")
    page.act("print")
    me.until(lambda: me.front() is not me.window or me.says("没有") or me.says("不能"))


def test_what_changed_while_a_form_was_open_does_not_take_the_form_away(screens: Screens) -> None:
    county = screens.county
    sent = county.send_referral("岳口")
    county.sync("岳口")
    me = screens("医生")
    page = me.page("referrals")
    me.press("F7")
    me.type("正在通话")
    county.do("岳口", m.SaveReferralDraft(slip=county.slip("岳口", history="另一位。")))
    page.reload()
    me.settle()
    assert page.panel.has_form
    assert page.panel.asking.form.values()["said"] == "正在通话"
    assert page.current.referral.id == sent.id


def test_the_desk_that_stays_open_overnight_sees_the_limit_pass(screens: Screens) -> None:
    screens.county.send_referral("岳口")
    me = screens("医生")
    page = me.page("referrals")
    assert not me.says("县院没有按时接收")
    screens.county.clock.advance(days=3, minutes=1)
    page.reload()
    me.settle()
    assert me.says("县院没有按时接收")
