"""The referral office accepts, declines, passes on and receives; the ward writes the return slip."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.capabilities.referrals.ui.slips import RETURN
from tests.capabilities.referrals.ui.slips import arrived
from tests.capabilities.referrals.ui.slips import held
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.followups import store as followups
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import records

pytestmark = pytest.mark.gui


def test_the_list_says_where_the_patient_comes_from_and_what_is_to_be_done(screens: Screens) -> None:
    me, _ = _asked(screens)
    page = me.page("referrals")
    (row,) = me.rows(page)
    assert row[:2] == ["待接收", "邱传富"]
    assert row[4] == "岳口镇中心卫生院"
    assert [one for one in me.buttons() if one in {"接收", "改转", "拒绝", "新建转出单"}] == ["接收", "改转", "拒绝"]
    assert me.says("岳口镇中心卫生院　周建国")


def test_a_patient_is_accepted_with_bed_and_doctor_and_the_clinic_is_told(screens: Screens) -> None:
    me, sent = _asked(screens)
    page = me.page("referrals")
    me.press("F7")
    assert me.says("接收这位患者")
    me.type("神经内科 3 床")
    me.press("Return")
    me.until(lambda: held(me, sent.id).state is State.ACCEPTED)
    me.settle()
    assert me.rows(page)[0][0] == "待到诊"
    me.sync()
    screens.county.sync("岳口")
    clinic = screens("医生")
    clinic.page("referrals")
    assert clinic.says("神经内科 3 床")


def test_declining_without_a_reason_is_refused_in_words_and_nothing_happens(screens: Screens) -> None:
    me, sent = _asked(screens)
    page = me.page("referrals")
    me.click("拒绝")
    assert me.focus().accessibleName() == "原因"
    me.press("Ctrl+Return")
    assert me.fault(page.panel.asking.form, "reason") == "原因没有填。请补上。"
    me.type("   ")
    me.press("Ctrl+Return")
    assert me.fault(page.panel.asking.form, "reason") == "原因没有填。请补上。"
    me.settle()
    assert held(me, sent.id).state is State.SENT


@pytest.mark.parametrize(("typed", "said"), [("cwym", "床位已满"), ("今天停电", "今天停电")])
def test_declining_takes_a_usual_reason_or_ones_own_words(screens: Screens, typed: str, said: str) -> None:
    me, sent = _asked(screens)
    me.page("referrals")
    me.click("拒绝")
    me.propose(typed)
    me.press("Return")
    assert held(me, sent.id).state is State.SENT  # a reason was given; the button is still to be pressed
    me.press("Return")
    me.until(lambda: held(me, sent.id).state is State.DECLINED)
    assert held(me, sent.id).reason == said


def test_an_act_that_another_desk_did_before_is_refused_in_words_in_the_form(screens: Screens) -> None:
    me, sent = _asked(screens)
    page = me.page("referrals")
    me.press("F7")
    me.type("神经内科 3 床")
    screens.county.do("市一医", m.DeclineReferral(referral=sent.id, reason="床位已满"))
    me.press("Return")
    me.until(lambda: me.says("已拒绝"))
    assert "不能再接收" in page.panel.asking.fault.text()
    assert page.panel.asking.form.values()["reception"] == "神经内科 3 床"


def test_a_patient_is_passed_on_to_another_department(screens: Screens) -> None:
    me, sent = _asked(screens)
    page = me.page("referrals")
    me.click("改转")
    form = page.panel.asking.form
    assert form.values()["institution"] == "tianmen.diyi"
    form.go_to("department")
    me.pick("xhnk")
    me.pick("gsh")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, sent.id).state is State.REDIRECTED)
    passed = held(me, sent.id)
    assert (passed.target, passed.slip.target.department) == ("tianmen.diyi", "消化内科")
    assert passed.reason == "更适合专科诊治"


def test_the_departments_of_every_hospital_are_proposed_with_whose_they_are(screens: Screens) -> None:
    desk = screens.county.desks["市一医"]
    for record, names in (("tianmen.diyi", ("神经内科", "骨科")), ("tianmen.zhongyi", ("针灸科", "神经内科"))):
        known = desk.read(records.load, registry.INSTITUTION, record)
        assert known is not None
        desk.write(records.save_many, registry.INSTITUTION, [replace(known, departments=names)])
    me, _ = _asked(screens)
    page = me.page("referrals")
    me.click("改转")
    page.panel.asking.form.go_to("department")
    me.press("Ctrl+A", "Backspace")
    assert me.propose("")[:2] == ["神经内科", "骨科"]  # those of the hospital where the patient is awaited
    offered = {one.title: one.detail for one in page.panel.asking.form.editor("department")._popup._options}
    assert (offered["骨科"].split("、")[0], offered["针灸科"]) == ("市第一人民医院", "市中医医院")


def test_passing_on_to_the_same_department_is_refused_in_words(screens: Screens) -> None:
    me, sent = _asked(screens)
    page = me.page("referrals")
    me.click("改转")
    page.panel.asking.form.go_to("department")
    me.pick("sjnk")
    me.pick("gsh")
    me.press("Ctrl+Return")
    me.until(page.panel.asking.fault.text)
    assert page.panel.asking.fault.text() == "改转的去向和现在一样。请换科室或医院。"
    assert held(me, sent.id).state is State.SENT


def test_a_patient_is_passed_on_to_another_hospital_and_leaves_this_one(screens: Screens) -> None:
    me, sent = _asked(screens)
    page = me.page("referrals")
    me.click("改转")
    page.panel.asking.form.go_to("institution")
    me.press("Ctrl+A")
    me.pick("szyyy")
    me.pick("sjnk")
    me.pick("cwym")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, sent.id).target == "tianmen.zhongyi")
    me.settle()
    assert me.rows(page)[0][0] == "已转走"
    assert not {"接收", "改转", "拒绝"} & set(me.buttons())


def test_a_patient_who_came_here_though_the_case_went_elsewhere_is_registered(screens: Screens) -> None:
    me, sent = _asked(screens)
    elsewhere = Target(institution="tianmen.zhongyi", department="神经内科")
    screens.county.do("市一医", m.RedirectReferral(referral=sent.id, target=elsewhere, reason="床位已满"))
    page = me.page("referrals")
    assert me.rows(page)[0][0] == "已转走"
    me.click("患者来了本院")
    me.type("MZ20261124")
    me.press("Return")
    me.pick("hxnk")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, sent.id).state is State.ARRIVED)
    me.settle()
    come = held(me, sent.id)
    assert (come.target, come.slip.target.department) == ("tianmen.diyi", "呼吸内科")
    assert me.rows(page)[0][0] == "在院"
    assert "写回转单" in me.buttons()
    me.sync()
    screens.county.sync("岳口")
    assert screens("医生").bench.read(records.load, REFERRAL, sent.id) == held(me, sent.id)


def test_the_patient_arrives_and_the_office_writes_it_down(screens: Screens) -> None:
    me, sent = _asked(screens)
    screens.county.do("市一医", m.AcceptReferral(referral=sent.id))
    page = me.page("referrals")
    me.press("F7")
    me.type("MZ20261123")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, sent.id).state is State.ARRIVED)
    me.settle()
    assert me.rows(page)[0][0] == "在院"
    assert "写回转单" in me.buttons()


@pytest.mark.policy("REF-08")
def test_the_return_slip_is_written_and_the_clinic_sees_it_with_the_visit_it_owes(screens: Screens) -> None:
    sent = arrived(screens.county)
    me = screens("专科医生")
    page = me.page("referrals")
    me.press("F7")
    me.settle()
    form = page.work.form.form
    assert page.title == "写回转单"
    assert form.values()["doctor"] == "熊卫东"
    me.pick("ngs")
    me.type("BA001")
    me.press("Return", "Return")
    me.type("头颅 MRI：左侧基底节区梗死。")
    me.press("Tab")
    me.type("抗血小板治疗，两周后复诊。")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, sent.id).state is State.RETURNED)
    me.settle()
    assert me.rows(page)[0][0] == "已回转"
    me.sync()
    screens.county.sync("岳口")
    clinic = screens("医生")
    clinic.page("referrals")
    assert clinic.says("抗血小板治疗，两周后复诊。")
    assert len(clinic.bench.read(followups.of_source, sent.id)) == 1
    assert clinic.rows(clinic.page("followups"))[0][1] == "邱传富"


@pytest.mark.parametrize(("field", "words"), [("diagnosis", "诊断没有填"), ("findings", "主要检查"), ("plan", "治疗")])
def test_a_gap_in_the_return_slip_is_said_beside_its_field(screens: Screens, field: str, words: str) -> None:
    sent = arrived(screens.county)
    me = screens("专科医生")
    page = me.page("referrals")
    me.press("F7")
    me.settle()
    form = page.work.form.form
    given = {"diagnosis": "脑梗死", "findings": "正常", "plan": "随访"} | {field: ""}
    me.fill(form, **given)
    before = form.values()
    me.press("Ctrl+Return")
    me.until(form.faults)
    assert words in me.fault(form, field)
    assert form.values() == before
    assert held(me, sent.id).state is State.ARRIVED


def test_a_return_slip_that_was_left_is_gone_on_with(screens: Screens) -> None:
    arrived(screens.county)
    me = screens("专科医生")
    page = me.page("referrals")
    me.press("F7")
    me.settle()
    me.fill(page.work.form.form, findings="头颅 MRI：左侧基底节区梗死。")
    me.press("Escape")
    me.settle()
    me.press("F7")
    me.settle()
    assert page.work.form.form.values()["findings"] == "头颅 MRI：左侧基底节区梗死。"
    assert me.says("接着上次没写完的")


def test_the_ward_may_not_accept_and_the_office_may(screens: Screens) -> None:
    _asked(screens)
    me = screens("专科医生")
    me.page("referrals")
    assert not {"接收", "改转", "拒绝"} & set(me.buttons())


def test_the_clinics_column_and_the_chips_count_what_waits(screens: Screens) -> None:
    me, sent = _asked(screens)
    page = me.page("referrals")
    counts = {chip.key: chip.count for chip in page.table.chips._chips}
    assert counts == {"offered": 1, "approval": 0, "accepted": 0, "arrived": 0, "contact": 0, "back": 0, "all": 1}
    screens.county.do("市一医", m.AcceptReferral(referral=sent.id))
    screens.county.do("市一医", m.RegisterArrival(referral=sent.id))
    screens.county.do("市一医", m.SendBack(referral=sent.id, slip=RETURN))
    page.reload()
    me.settle()
    counts = {chip.key: chip.count for chip in page.table.chips._chips}
    assert counts == {"offered": 0, "approval": 0, "accepted": 0, "arrived": 0, "contact": 0, "back": 1, "all": 1}


def _asked(screens: Screens) -> tuple[Screen, Referral]:
    """Let 岳口 send a case, and sit the referral office down before it."""
    sent = screens.county.send_referral("岳口")
    screens.county.sync("岳口", "市一医")
    return screens("转诊办"), sent
