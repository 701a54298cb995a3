"""Swaps on 请假换班 by keyboard: offered, what they break is said, agreed, approved with the roster amended."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.capabilities.staffing.desks import Ward
from tests.capabilities.staffing.rosters import published
from tests.capabilities.staffing.rosters import row
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.staffing.messages.leave import AskLeave
from yigongti_desktop.capabilities.staffing.messages.swaps import AgreeToSwap
from yigongti_desktop.capabilities.staffing.messages.swaps import OfferSwap
from yigongti_desktop.capabilities.staffing.model.leave import Kind
from yigongti_desktop.capabilities.staffing.model.leave import Written as Leave
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.swaps import State
from yigongti_desktop.capabilities.staffing.model.swaps import Swap
from yigongti_desktop.capabilities.staffing.model.swaps import Written
from yigongti_desktop.capabilities.staffing.store.rosters import one_roster
from yigongti_desktop.capabilities.staffing.store.swaps import swap_rows
from yigongti_desktop.capabilities.staffing.ui.today import todos

pytestmark = pytest.mark.gui


def known(me: Screen) -> Swap:
    """Return the one swap that somebody sees."""
    (found,) = me.bench.read(swap_rows, me.actor)
    swap: Swap = found.swap
    return swap


def offered(ward: Ward, roster: Roster, **others: Any) -> Swap:
    """Let the nurse offer her night of the first for his of the third."""
    usual: dict[str, Any] = {"day": date(2026, 12, 1), "back": date(2026, 12, 3), "reason": "孩子发热"}
    written = Written(roster=roster.id, giver=ward.nurse.id, taker=ward.doctor.id, **(usual | others))
    swap: Swap = ward.do("护士", OfferSwap(written=written))
    return swap


def test_a_nurse_offers_a_night_with_the_keyboard_alone_and_is_told_what_becomes_of_it(screens: Screens) -> None:
    ward = Ward(screens.county)
    published(ward, "夜...", "..夜.")
    me = screens("护士")
    page = me.page("leave")
    me.press("Ctrl+B")
    me.settle()
    assert page.work.form.values()["giver"] == ward.nurse.id
    me.type("2026-12-01")
    me.press("Return")
    me.pick("zjg")
    me.type("2026-12-03")
    me.press("Return")
    me.settle()
    assert me.says("许小兰 12-1 夜班 → 休息")
    assert me.says("周建国 12-1 休息 → 夜班")
    me.type("孩子发热")
    me.press("Ctrl+Return")
    me.until(lambda: me.bench.read(swap_rows, me.actor))
    assert known(me).state is State.OFFERED
    me.settle()
    assert me.toasts[-1] == ("已存本机，待上传", "许小兰 和 周建国　12-1 夜班 换 12-3 夜班")
    me.sync()
    assert me.rows(page)[0] == ["待答应", "换班", "许小兰　周建国", "12-1 夜班 换 12-3 夜班", "孩子发热"]
    assert me.buttons()[-1] == "撤回"


def test_a_colleague_who_has_a_duty_that_day_is_refused_beside_the_field(screens: Screens) -> None:
    ward = Ward(screens.county)
    published(ward, "夜...", "白.夜.")
    me = screens("护士")
    page = me.page("leave", "swap")
    me.settle()
    me.type("2026-12-01")
    me.press("Return")
    me.pick("zjg")
    me.settle()
    me.press("Ctrl+Return")
    me.settle()
    assert "自己有班" in me.fault(page.work.form, "taker")


def test_the_colleague_agrees_and_the_director_approves_with_a_reason_what_breaks_a_rule(screens: Screens) -> None:
    ward = Ward(screens.county)
    roster = published(ward, "夜...", "..夜.")
    offered(ward, roster)
    doctor = screens("医生")
    (todo,) = doctor.bench.read(todos, doctor.actor, doctor.desk.now())
    assert todo.title == "许小兰　12-1 夜班 换 12-3 夜班"
    doctor.page("leave")
    doctor.settle()
    doctor.press("F7")
    doctor.until(lambda: known(doctor).state is State.AGREED)
    me = screens("院长")
    page = me.page("leave")
    me.settle()
    assert page.facts.text().startswith("待办 1")
    assert len(me.bench.read(todos, me.actor, me.desk.now())) == 1
    me.press("Ctrl+Return")
    me.settle()
    if page.panel.has_form:  # the swap breaks a rule that the roster kept before
        me.type("人手不够")
        me.press("Ctrl+Return")
    me.until(lambda: known(me).state is State.APPROVED)
    after: Any = me.bench.read(one_roster, roster.id)
    assert (row(after, ward.nurse), row(after, ward.doctor)) == ("..夜.", "夜...")
    me.settle()
    me.sync()
    assert me.rows(page)[0][0] == "已换"


def test_why_a_colleague_may_have_no_night_is_told_to_the_director_alone(screens: Screens) -> None:
    """The nurse has a child of a few months; her night of the third would be barred by law."""
    ward = Ward(screens.county)
    offered(ward, published(ward, "夜...", "..夜."))
    doctor = screens("医生")
    doctor.page("leave")
    doctor.settle()
    assert not doctor.says("哺乳")
    director = screens("院长")
    director.page("leave")
    director.settle()
    assert director.says("哺乳")


def test_a_swap_that_the_roster_has_overtaken_says_so(screens: Screens) -> None:
    ward = Ward(screens.county)
    roster = published(ward, "夜...", "..夜.")
    first = offered(ward, roster)
    second = offered(ward, roster, day=date(2026, 12, 1), back=date(2026, 12, 3))
    ward.do("医生", AgreeToSwap(swap=first.id))
    ward.do("医生", AgreeToSwap(swap=second.id))
    me = screens("院长")
    page = me.page("leave", first.id)
    me.settle()
    page.act("approve")
    me.settle()
    if page.panel.has_form:
        me.type("人手不够")
        me.press("Ctrl+Return")
    me.until(lambda: State.APPROVED in {one.swap.state for one in me.bench.read(swap_rows, me.actor)})
    me.settle()
    page.find_record(second.id)
    me.settle()
    assert me.says("换不成了")
    assert me.says("班表后来改过")


def test_leave_over_a_published_night_says_what_falls_before_it_is_decided(screens: Screens) -> None:
    ward = Ward(screens.county)
    published(ward, "夜.白.", "..夜.")
    slip = Leave(person=ward.nurse.id, kind=Kind.SICK, first=date(2026, 12, 1), last=date(2026, 12, 3))
    ward.do("护士", AskLeave(written=slip))
    me = screens("院长")
    me.page("leave")
    me.settle()
    assert me.says("12-1 夜班（缺 1 人）、12-3 白班（缺 4 人）")
    assert me.says("有班会缺人")


def test_who_is_on_no_published_roster_is_told_so(screens: Screens) -> None:
    Ward(screens.county)
    me = screens("护士")
    me.page("leave", "swap")
    me.settle()
    assert me.says("没有可以换的班")


def test_a_day_of_another_century_is_refused_beside_its_field(screens: Screens) -> None:
    ward = Ward(screens.county)
    published(ward, "夜...", "..夜.")
    me = screens("护士")
    page = me.page("leave", "swap")
    me.settle()
    me.type("9999-12-31")
    me.press("Return")
    me.pick("zjg")
    me.settle()
    me.press("Ctrl+Return")
    me.settle()
    assert "请核对年份" in me.fault(page.work.form, "day")
