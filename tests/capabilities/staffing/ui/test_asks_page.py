"""请假换班 by keyboard: leave is asked for, what it comes to is said, the director decides, it ends early."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.capabilities.staffing.desks import Ward
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.staffing.messages.leave import ApproveLeave
from yigongti_desktop.capabilities.staffing.messages.leave import AskLeave
from yigongti_desktop.capabilities.staffing.model.leave import Kind
from yigongti_desktop.capabilities.staffing.model.leave import LeaveSlip
from yigongti_desktop.capabilities.staffing.model.leave import State
from yigongti_desktop.capabilities.staffing.model.leave import Written
from yigongti_desktop.capabilities.staffing.store.leave import leave_rows
from yigongti_desktop.capabilities.staffing.ui.today import todos

pytestmark = pytest.mark.gui


def asked(ward: Ward, **others: Any) -> LeaveSlip:
    """Let the nurse ask for leave."""
    usual: dict[str, Any] = {
        "person": ward.nurse.id,
        "kind": Kind.ANNUAL,
        "first": date(2026, 12, 1),
        "last": date(2026, 12, 3),
    }
    made: LeaveSlip = ward.do("护士", AskLeave(written=Written(**(usual | others))))
    return made


def known(me: Screen) -> list[LeaveSlip]:
    """Return what the person at the desk sees."""
    return [row.slip for row in me.bench.read(leave_rows, me.actor)]


def test_a_nurse_asks_for_leave_with_the_keyboard_alone_and_is_told_what_it_comes_to(screens: Screens) -> None:
    ward = Ward(screens.county)
    me = screens("护士")
    page = me.page("leave")
    assert me.says("还没有请假")
    page.begin_new()
    me.settle()
    assert page.work.form.values()["person"] == ward.nurse.id
    me.pick("年休假")
    assert me.says("满 10 年 10 天")
    me.type("2026-12-01")
    me.press("Return", "Return")
    me.type("2026-12-03")
    me.press("Return")
    me.settle()
    assert me.says("工作日 3 天；2026 年应休 5 天，已准 0 天，剩 5 天")
    me.press("Space", "Return")
    me.settle()
    assert me.says("工作日 2.5 天")
    me.type("回老家")
    me.press("Ctrl+Return")
    me.until(lambda: known(me))
    (slip,) = known(me)
    assert (slip.state, slip.kind, slip.until_noon, slip.reason) == (State.ASKED, Kind.ANNUAL, True, "回老家")
    me.settle()
    assert me.toasts[-1] == ("已存本机，待上传", "许小兰　年休假　2026-12-01 至 2026-12-03 中午")
    me.sync()
    assert me.rows(page)[0] == ["待批", "年休假", "许小兰", "2026-12-01 至 2026-12-03 中午", "回老家"]
    assert "准假" not in me.buttons()


def test_the_director_approves_with_ctrl_enter(screens: Screens) -> None:
    ward = Ward(screens.county)
    asked(ward)
    ward.talk()
    me = screens("院长")
    page = me.page("leave")
    me.settle()
    assert page.facts.text().startswith("待办 1　今天休假 0 人")
    assert me.says("2026 年应休 5 天，已准 0 天，剩 5 天，另有 3 天待批")
    assert me.says("外单位的工龄没有算进去")
    me.press("Ctrl+Return")
    me.until(lambda: known(me)[0].state is State.APPROVED)
    me.settle()
    me.sync()
    assert me.rows(page)[0][0] == "已准"
    assert page.facts.text().startswith("今天休假 0 人")


def test_the_director_declines_with_a_reason(screens: Screens) -> None:
    ward = Ward(screens.county)
    asked(ward)
    me = screens("院长")
    me.page("leave")
    me.click("不准")
    me.type("当班排不开")
    me.press("Ctrl+Return")
    me.until(lambda: known(me)[0].state is State.DECLINED)
    assert known(me)[0].answer == "当班排不开"


def test_leave_that_meets_other_leave_is_called_out_before_it_is_decided(screens: Screens) -> None:
    ward = Ward(screens.county)
    asked(ward)
    asked(ward, kind=Kind.SICK, first=date(2026, 12, 3), last=date(2026, 12, 4))
    me = screens("院长")
    me.page("leave")
    me.settle()
    assert me.says("和另一次请假重了")


def test_more_annual_leave_than_somebody_is_entitled_to_is_called_out_and_can_be_approved(screens: Screens) -> None:
    ward = Ward(screens.county)
    asked(ward, last=date(2026, 12, 31))
    me = screens("院长")
    me.page("leave")
    me.settle()
    assert me.says("超出应休天数")
    me.press("Ctrl+Return")
    me.until(lambda: known(me)[0].state is State.APPROVED)


def test_somebody_ends_leave_early_and_a_day_outside_is_refused_beside_its_field(screens: Screens) -> None:
    ward = Ward(screens.county)
    slip = asked(ward, first=date(2026, 11, 20), last=date(2026, 11, 27))
    ward.do("院长", ApproveLeave(leave=slip.id))
    me = screens("护士")
    page = me.page("leave")
    me.settle()
    me.press("F7")
    me.type("2026-11-27")
    me.press("Ctrl+Return")
    assert "前一天" in me.fault(page.panel.asking.form, "last")
    me.fill(page.panel.asking.form, last="2026-11-23")
    me.press("Ctrl+Return")
    me.until(lambda: known(me)[0].state is State.ENDED)
    assert known(me)[0].last == date(2026, 11, 23)


def test_a_colleague_sees_nothing_of_it_and_the_clerk_asks_for_anybody(screens: Screens) -> None:
    ward = Ward(screens.county)
    asked(ward)
    assert known(screens("医生")) == []
    clerk = screens("排班")
    page = clerk.page("leave", "new")
    clerk.settle()
    assert len(known(clerk)) == 1
    assert clerk.propose("zjg") == ["周建国"]
    clerk.press("Return")
    assert page.work.form.values()["person"] == ward.doctor.id


def test_who_has_no_record_is_told_how_to_get_one(screens: Screens) -> None:
    me = screens("药师")
    me.page("leave", "new")
    me.settle()
    assert me.says("账号还没有关联人员资料")


def test_what_waits_for_the_director_stands_on_the_first_page(screens: Screens) -> None:
    ward = Ward(screens.county)
    asked(ward)
    me = screens("院长")
    (todo,) = me.bench.read(todos, me.actor, me.desk.now())
    assert (todo.title, todo.due_on) == ("许小兰　年休假", date(2026, 12, 1))
    nurse = screens.county.people["护士"]
    assert me.bench.read(todos, nurse, me.desk.now()) == []


def test_a_year_that_is_not_meant_is_refused_and_breaks_nothing(screens: Screens) -> None:
    Ward(screens.county)
    me = screens("护士")
    page = me.page("leave", "new")
    me.settle()
    me.pick("年休假")
    me.type("2026-12-01")
    me.press("Return", "Return")
    me.type("9999-12-31")
    me.press("Ctrl+Return")
    me.settle()
    assert "请核对年份" in me.fault(page.work.form, "last")
