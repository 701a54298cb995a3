"""派驻 with the keyboard alone: the unit asks, the hospital arranges, the unit confirms and counts the days."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtWidgets import QDialog

from tests.capabilities.staffing.community import FIRST
from tests.capabilities.staffing.community import LAST
from tests.capabilities.staffing.ui.seeded import arranged
from tests.capabilities.staffing.ui.seeded import asked
from tests.capabilities.staffing.ui.seeded import away
from tests.capabilities.staffing.ui.seeded import office
from tests.capabilities.staffing.ui.seeded import people
from tests.capabilities.staffing.ui.seeded import serving
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.staffing.messages.postings import ArrangePosting
from yigongti_desktop.capabilities.staffing.messages.postings import BreakOffPosting
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.posting_moves import Arrangement
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import State
from yigongti_desktop.capabilities.staffing.model.served import served
from yigongti_desktop.capabilities.staffing.store import postings as store
from yigongti_desktop.capabilities.staffing.ui import posting_today

pytestmark = pytest.mark.gui


def kept(me: Screen) -> list[Posting]:
    found: list[Posting] = me.bench.read(store.everything)
    return found


@pytest.mark.policy("STF-31")
def test_a_unit_asks_with_the_keyboard_alone(screens: Screens) -> None:
    me = screens("排班")
    page = me.page("postings", "new")
    assert page.title == "申请派驻"
    me.press("Return")
    me.type("内科")
    me.press("Return", "Return", "Return", "Return", "Return")
    me.type("内科医生退休")
    me.press("Ctrl+S")
    me.until(lambda: kept(me))
    me.settle()
    (one,) = kept(me)
    assert (one.state, one.kind, one.department) == (State.ASKED, Kind.RESIDENT, "内科")
    assert (one.since, one.until) == (FIRST, date(2027, 5, 31))
    assert me.toasts[-1] == ("已存本机，待上传", "岳口镇中心卫生院　常年派驻　申请")
    assert me.rows(page)[0][1:4] == ["要中级以上", "常年派驻", "岳口镇中心卫生院"]


@pytest.mark.policy("STF-17")
def test_five_months_are_an_exception_that_wants_its_reason(screens: Screens) -> None:
    me = screens("排班")
    page = me.page("postings", "new")
    form = page.work.form
    me.fill(form, until="2027-04-30", reason="内科医生退休")
    assert me.says("不满 6 个月，要写原因")
    me.press("Ctrl+S")
    me.settle()
    assert kept(me) == []
    assert "一般要满 6 个月" in me.fault(form, "why_short")
    me.fill(form, why_short="接替的人四月底到")
    me.press("Ctrl+S")
    me.until(lambda: kept(me))
    me.settle()
    assert me.says("不满半年")


def test_the_hospital_arranges_and_sees_why_somebody_cannot_be_sent(screens: Screens) -> None:
    people(screens.county)
    asked(screens.county)
    me = screens("人力")
    page = me.page("postings")
    me.press("F7")
    me.settle()
    field: Any = page.panel.asking.form.editor("staff")
    assert field.hasFocus()
    field.open_popup()
    me.settle()
    told = {one.title: one.barred for one in field._popup._options}
    assert list(told) == ["欧阳海棠", "熊卫东", "邱一鸣", "田小雨"]
    assert (told["熊卫东"], told["欧阳海棠"]) == ("", "")
    assert (told["邱一鸣"], told["田小雨"]) == ("没有有效的执业证", "职称不够")
    me.pick("xwd")
    me.press("Ctrl+Return")
    me.until(lambda: kept(me)[0].state is State.ARRANGED)
    me.settle()
    (one,) = kept(me)
    assert one.person is not None
    assert (one.person.name, one.since, one.until, one.department) == ("熊卫东", FIRST, LAST, "内科")
    assert me.toasts[-1][1] == "熊卫东　常年派驻　已安排"


@pytest.mark.policy("STF-31")
def test_leave_that_is_approved_stands_beside_the_candidate_and_on_the_posting(screens: Screens) -> None:
    staff = people(screens.county)
    one = asked(screens.county)
    away(screens.county, staff["欧阳海棠"].id, date(2026, 12, 12), date(2026, 12, 16))
    me = screens("人力")
    page = me.page("postings")
    me.press("F7")
    me.settle()
    field: Any = page.panel.asking.form.editor("staff")
    field.open_popup()
    me.settle()
    told = {some.title: (some.right, some.barred) for some in field._popup._options}
    assert list(told)[:2] == ["熊卫东", "欧阳海棠"]
    assert told["欧阳海棠"] == ("已批年休假 12-12—12-16", "")
    me.press("Escape", "Escape")
    wanted = Arrangement(staff=staff["欧阳海棠"].id, since=FIRST, until=LAST, department="内科")
    office(screens.county, ArrangePosting(posting=one.id, arrangement=wanted))
    me.page("postings", one.id)
    me.settle()
    assert me.says("那几天单位没有人")


def test_the_hospital_declines_with_its_reason(screens: Screens) -> None:
    asked(screens.county)
    me = screens("人力")
    page = me.page("postings")
    page.act("decline")
    me.settle()
    me.type("本院人手不够")
    me.press("Ctrl+Return")
    me.until(lambda: kept(me)[0].state is State.DECLINED)
    assert kept(me)[0].reason == "本院人手不够"


def test_the_unit_confirms_the_day_of_arrival_and_writes_the_months_down(screens: Screens) -> None:
    county = screens.county
    sent = people(county)["熊卫东"]
    arranged(county, asked(county), sent.id)
    county.clock.advance(days=45)
    me = screens("排班")
    page = me.page("postings")
    assert me.says("该到岗了，还没有确认")
    me.press("F7")
    me.settle()
    me.fill(page.panel.asking.form, on="2026-12-03")
    me.press("Ctrl+Return")
    me.until(lambda: kept(me)[0].state is State.SERVING)
    me.settle()
    assert kept(me)[0].arrived_on == date(2026, 12, 3)
    assert me.says("在岗天数没有登记")
    me.press("F7")
    me.settle()
    form = page.panel.asking.form
    assert form.editor("first").text() == "2026年12月"
    me.fill(form, days="20 开会；40 病假")
    me.press("Ctrl+Return")
    me.settle()
    assert "2026-12 没有 40 号" in me.fault(form, "days")
    me.fill(form, days="20 开会；24-25 病假")
    me.press("Ctrl+Return")
    me.until(lambda: kept(me)[0].months)
    me.settle()
    assert len(served(kept(me)[0])) == 29 - 3
    assert me.says("26 天（已登记 1 个月）")


def test_the_list_counts_what_waits_for_whom(screens: Screens) -> None:
    county = screens.county
    staff = people(county)
    serving(county, staff["欧阳海棠"].id)
    asked(county)
    office, clerk = screens("人力"), screens("排班")
    for me, turn in ((office, 1), (clerk, 1)):
        page: Any = me.page("postings")
        counts = {chip.key: chip.count for chip in page.table.chips._chips}
        assert (counts["turn"], counts["here"], counts["all"]) == (turn, 1, 2)


def test_what_the_rules_refuse_is_said_in_the_panel(screens: Screens) -> None:
    county = screens.county
    staff = people(county)
    one = serving(county, staff["欧阳海棠"].id)
    me = screens("人力")
    page = me.page("postings", one.id)
    page.act("extend")
    me.settle()
    me.fill(page.panel.asking.form, until="2027-01-15")
    page.panel.asking.form.go_to("reason")
    me.type("继续帮带")
    me.press("Ctrl+Return")
    me.until(lambda: me.says("现在的止日是 2027-01-31，延期要比它晚"))


@pytest.mark.policy("STF-26")
def test_the_hospital_hands_out_what_somebody_has_served(screens: Screens) -> None:
    county = screens.county
    one = serving(county, people(county)["欧阳海棠"].id)
    me = screens("人力")
    me.page("postings", one.id)
    titles: list[str] = []

    def look(dialog: QDialog) -> None:
        titles.append(dialog.windowTitle())
        dialog.reject()

    me.answer(look)
    me.press("Ctrl+P")
    me.until(lambda: titles)
    me.come_back()
    assert titles == ["基层服务证明 欧阳海棠"]
    assert "服务证明" in me.buttons()
    clerk = screens("排班")
    clerk.page("postings", one.id)
    assert "服务证明" not in clerk.buttons()


def test_the_days_of_who_was_called_back_are_still_asked_for(screens: Screens) -> None:
    county = screens.county
    one = serving(county, people(county)["欧阳海棠"].id)
    office(county, BreakOffPosting(posting=one.id, last=date(2026, 10, 20), reason="调回本院"))
    county.sync("市一医", "岳口")
    clerk = screens("排班")
    assert clerk.bench.read(posting_today.count, clerk.actor, clerk.desk.now()).number == 1
    page = clerk.page("postings", one.id)
    assert clerk.says("在岗天数没有登记")
    page.act("note_month")
    clerk.settle()
    assert page.panel.asking.form.editor("first").text() == "2026年10月"
    clerk.press("Ctrl+Return")
    clerk.until(lambda: len(kept(clerk)[0].months) == 3)
    assert len(served(kept(clerk)[0])) == 29 + 28 + 20
    assert clerk.bench.read(posting_today.count, clerk.actor, clerk.desk.now()).number == 0
