"""One service written down by keyboard: the decision beside it, what is asked about, refused, corrected, taken back."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtWidgets import QDialog

from tests.capabilities.contracts.ui.owed import SUGAR
from tests.capabilities.contracts.ui.owed import by
from tests.capabilities.contracts.ui.owed import contract_of
from tests.capabilities.contracts.ui.owed import services_of
from tests.capabilities.contracts.ui.owed import signed
from tests.capabilities.contracts.ui.owed import tasks_shown
from tests.capabilities.contracts.world import CHECKUP
from tests.capabilities.contracts.world import VISIT
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.contracts.messages.services import RecordService
from yigongti_desktop.capabilities.contracts.model.doing import Done
from yigongti_desktop.capabilities.contracts.model.numbers import unplanned
from yigongti_desktop.capabilities.contracts.model.performed import State
from yigongti_desktop.capabilities.contracts.model.performed import Way
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.badge import BadgeLabel

MEASURED = {"sbp": 152, "dbp": 94, "reaction": "none"}
pytestmark = [pytest.mark.gui, pytest.mark.policy("FDC-16", "CHR-04")]


def begin(me: Screen, item: str = VISIT.code) -> Any:
    """Open the page, and the form of the first task of an item that is still to be done."""
    page = me.page("services")
    page.homes.view.rest_on(lambda task: task.item == item and task.done_on is None)
    page.table.view.setFocus()
    me.press("F7")
    me.settle()
    return page


def decided(page: Any) -> str:
    """Return the badge of the decision."""
    badge: BadgeLabel = page.work.card.badge
    return badge.accessibleName()


def pressed(me: Screen, page: Any, sbp: str, dbp: str, *, save: bool = True) -> None:
    """Type a pressure, and save it."""
    page.work.form.go_to("sbp")
    for words in (sbp, dbp):
        me.press("Ctrl+A")
        me.type(words)
        me.press("Return")
    if save:
        me.press("Ctrl+Return")
        me.settle()
        me.settle()


def accept(dialog: QDialog) -> None:
    dialog.accept()


def test_a_plain_service_is_written_down_in_one_field_and_its_task_is_done(screens: Screens) -> None:
    (contract,) = signed(screens.county, "胡小燕")
    me = screens("医生")
    page = begin(me, CHECKUP.code)
    assert page.title == "登记服务"
    assert me.says("胡小燕　健康体检　第 1 次，应做 2027-2-28")
    me.type("做了全套体检，血压偏高，嘱低盐。")
    me.press("Ctrl+Return")
    me.settle()
    (service,) = services_of(me, contract)
    assert (service.note, service.way, service.doer_name) == ("做了全套体检，血压偏高，嘱低盐。", Way.CLINIC, "周建国")
    assert ["待上传", "健康体检", "11-23"] in tasks_shown(page)
    me.sync()
    assert ["已做", "健康体检", "11-23"] in tasks_shown(page)


@pytest.mark.policy("CHR-01")
def test_the_decision_follows_what_is_typed_and_a_check_is_owed_in_two_weeks(screens: Screens) -> None:
    (contract,) = signed(screens.county, "胡小燕")
    screens.county.clock.advance(days=8)  # the quarter that ends on 30 November would be check enough
    me = screens("医生")
    page = begin(me)
    pressed(me, page, "148", "86", save=False)
    assert decided(page) == "控制满意"
    assert me.says("目标低于 150/90")
    pressed(me, page, "152", "94", save=False)
    assert decided(page) == "控制不满意"
    assert me.says("12-15 前复查")
    page.work.form.go_to("symptoms")
    me.type("2")
    pressed(me, page, "152", "94")
    (service,) = services_of(me, contract)
    assert service.readings == MEASURED | {"symptoms": ["headache_dizziness"]}
    page.table.chips.choose("month")
    me.settle()
    assert ["未到", "高血压随访", "12-15"] in tasks_shown(page)


def test_twice_in_a_row_above_the_target_a_referral_is_advised_and_begun_with_its_reason(screens: Screens) -> None:
    (contract,) = signed(screens.county, "胡小燕")
    me = screens("医生")
    page = begin(me)
    pressed(me, page, "152", "94")
    assert not me.says("建议转诊")
    screens.county.clock.advance(days=10)
    page = begin(me)
    pressed(me, page, "156", "96", save=False)
    assert decided(page) == "建议转诊"
    assert me.says("转诊原因：连续两次控制不满意")
    pressed(me, page, "156", "96")
    assert me.says("胡小燕　建议转诊")
    me.press("F9")
    me.settle()
    me.settle()
    slip = me.opened("referrals").kept_work
    assert slip.form.values()["name"] == "胡小燕"
    history = slip.form.values()["history"]
    assert history == "2026-12-03 高血压随访：血压 156/96 mmHg。转诊原因：连续两次控制不满意。"
    assert [one.reason for one in services_of(me, contract)] == ["unsatisfied_twice", ""]


def test_a_danger_is_red_at_once_and_leads_to_a_slip_while_what_was_typed_is_kept(screens: Screens) -> None:
    signed(screens.county, "胡小燕")
    me = screens("医生")
    page = begin(me)
    pressed(me, page, "186", "112", save=False)
    assert decided(page) == "立即转诊"
    assert me.says("收缩压 186，危急（≥ 180）")
    me.press("F9")
    me.settle()
    me.settle()
    assert "危急情况" in me.opened("referrals").kept_work.form.values()["history"]
    page = begin(me)
    assert me.says("接着上次没写完的")
    assert page.work.form.values()["sbp"] == "186"


def test_who_writes_no_slips_is_offered_none(screens: Screens) -> None:
    signed(screens.county, "胡小燕")
    me = screens("护士")
    page = begin(me)
    pressed(me, page, "186", "112", save=False)
    assert decided(page) == "立即转诊"
    assert not page.work.card.refer_button.isVisible()


def test_what_cannot_be_is_refused_at_its_field_and_what_few_have_is_asked_about(screens: Screens) -> None:
    (contract,) = signed(screens.county, "胡小燕")
    me = screens("医生")
    page = begin(me)
    pressed(me, page, "16", "11")
    assert "是不是按 千帕 填的？那样应为 120。" in me.fault(page.work.form, "sbp")
    assert not services_of(me, contract)
    pressed(me, page, "90", "120")
    assert me.says("可能填反了")
    pressed(me, page, "232", "100", save=False)
    assert me.says("收缩压 232 少见，多在 80 到 220")
    asked = me.answer(lambda dialog: dialog.reject())
    me.press("Ctrl+Return")
    me.until(lambda: asked)
    me.come_back()
    assert not services_of(me, contract)
    me.answer(accept)
    me.press("Ctrl+Return")
    me.until(lambda: services_of(me, contract))


@pytest.mark.policy("CHR-04")
def test_the_form_of_diabetes_asks_for_glucose_and_decides_by_it(screens: Screens) -> None:
    (contract,) = signed(screens.county, "胡小燕", items=(SUGAR,))
    me = screens("医生")
    page = begin(me, SUGAR.code)
    pressed(me, page, "132", "84", save=False)
    assert decided(page) == ""
    me.press("Ctrl+Return")
    assert me.fault(page.work.form, "fasting") == "空腹血糖 mmol/L没有填。请补上。"
    page.work.form.go_to("fasting")
    me.type("7.8")
    assert decided(page) == "控制不满意"
    assert me.says("空腹血糖 7.8，未低于目标 7.0")
    me.press("Ctrl+Return")
    me.until(lambda: services_of(me, contract))
    assert services_of(me, contract)[0].readings == MEASURED | {"sbp": 132, "dbp": 84, "fasting": 78}


def test_a_service_is_corrected_field_by_field_and_taken_back_with_a_reason(screens: Screens) -> None:
    (contract,) = signed(screens.county, "胡小燕")
    me = screens("医生")
    page = begin(me)
    pressed(me, page, "148", "86")
    page.table.chips.choose("done")
    me.settle()
    page.homes.view.rest_on(lambda task: task.done_on is not None)
    me.press("F7")
    me.settle()
    assert page.title == "更正服务"
    pressed(me, page, "128", "78")
    (service,) = services_of(me, contract)
    assert service.readings == MEASURED | {"sbp": 128, "dbp": 78}
    page.homes.view.rest_on(lambda task: task.done_on is not None)
    me.settle()
    me.click("作废")
    me.pick("jcr")
    me.press("Return")
    me.until(lambda: services_of(me, contract)[0].state is State.VOID)
    assert services_of(me, contract)[0].void_reason == "记错人"
    me.settle()
    assert not any(one.served for one in contract_of(screens.county, contract.resident).agreements)


def test_one_item_is_done_beyond_the_plan_as_often_as_needed(screens: Screens) -> None:
    (contract,) = signed(screens.county, "胡小燕")
    me = screens("医生")
    for days in (0, 1):
        screens.county.clock.advance(days=days)
        page = me.page("services")
        me.settle()
        page.homes.view.rest_on(lambda task: task.item == VISIT.code and task.done_on is None)
        page.table.view.setFocus()
        me.press("Ctrl+J")
        me.settle()
        assert page.title == "登记计划外服务"
        pressed(me, page, "128", "78")
    assert [one.number for one in services_of(me, contract)] == [
        unplanned(one.done_on) for one in services_of(me, contract)
    ]
    assert len(services_of(me, contract)) == 2
    assert sum(row[0] in {"待上传", "计划外"} for row in tasks_shown(page)) == 2
    assert sum(row[0].startswith("超") for row in tasks_shown(page)) == 2  # both visits are owed as before
    me.press("Ctrl+J")
    me.settle()
    pressed(me, page, "126", "76")
    assert me.says("已由 周建国 登记过一次计划外服务")


def test_what_somebody_else_did_meanwhile_is_told_and_written_down_beyond_the_plan(screens: Screens) -> None:
    county = screens.county
    (contract,) = signed(county, "胡小燕")
    me = screens("医生")
    page = begin(me)
    pressed(me, page, "128", "78", save=False)
    done = Done(
        contract=contract.id,
        agreement=contract.number,
        item=VISIT.code,
        number=1,
        done_on=day(county.clock.now()),
        way=Way.HOME,
        readings={"sbp": 130, "dbp": 80},
    )
    by(county, "村医", RecordService(done=done))
    me.press("Ctrl+Return")
    me.settle()
    assert me.says("这一次已有人登记")
    assert me.says("已由 何长贵 在 2026-11-23 做过并登记")
    me.press("Ctrl+J")
    me.until(lambda: len(services_of(me, contract)) == 2)
    assert {one.number for one in services_of(me, contract)} == {1, unplanned(done.done_on)}


def test_of_two_desks_the_later_is_asked_on_sync_and_puts_it_beyond_the_plan(screens: Screens) -> None:
    county = screens.county
    (contract,) = signed(county, "胡小燕")
    county.sync("岳口", "岳口二")
    done = Done(
        contract=contract.id,
        agreement=contract.number,
        item=VISIT.code,
        number=1,
        done_on=day(county.clock.now()),
        way=Way.HOME,
        readings={"sbp": 130, "dbp": 80},
    )
    by(county, "村医", RecordService(done=done), "岳口二")
    me = screens("医生")
    page = begin(me)
    pressed(me, page, "128", "78")
    county.sync("岳口二")
    me.sync()
    sync = me.page("sync")
    me.settle()
    assert me.says("已由 何长贵 在 2026-11-23 做过并登记")
    assert me.says("作为计划外服务登记")
    me.press("Ctrl+Return")
    me.settle()
    page = me.opened("services")
    me.settle()
    assert sync is not page
    assert page.title == "登记计划外服务"
    assert page.work.form.values()["sbp"] == "128"
    me.press("Ctrl+Return")
    me.until(lambda: len(services_of(me, contract)) == 2)
    me.sync()
    county.sync("岳口二")
    for desk in ("岳口", "岳口二"):
        served = contract_of(county, contract.resident, desk).served
        assert {one.number for one in served} == {1, unplanned(done.done_on)}
