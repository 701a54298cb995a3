"""交接班 by keyboard: the shift is written and signed, the next one signs, notes follow, gaps are written up."""

from __future__ import annotations

from datetime import date
from datetime import timedelta
from typing import Any

import pytest
from msgspec.structs import replace

from tests.capabilities.staffing.desks import Ward
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.staffing.messages.duties import SetUpDuties
from yigongti_desktop.capabilities.staffing.messages.handover import HandOver
from yigongti_desktop.capabilities.staffing.messages.rosters import BeginRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import ChangeRoster
from yigongti_desktop.capabilities.staffing.messages.rosters import PublishRoster
from yigongti_desktop.capabilities.staffing.model.handover import Handover
from yigongti_desktop.capabilities.staffing.model.handover import State
from yigongti_desktop.capabilities.staffing.model.handover import Written
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.store.handover import handover_rows

pytestmark = pytest.mark.gui

TODAY = date(2026, 11, 23)
YESTERDAY = TODAY - timedelta(1)


@pytest.fixture
def ward(screens: Screens) -> Ward:
    made = Ward(screens.county)
    made.do("排班", SetUpDuties(duties=starting()))
    return made


def give(ward: Ward, **others: Any) -> Handover:
    """Let the nurse hand over last night."""
    usual: dict[str, Any] = {"day": YESTERDAY, "duty": "夜", "patients": "12 人\n新入 1 人", "critical": "3 床发热"}
    made: Handover = ward.do("护士", HandOver(written=Written(**(usual | others))))
    return made


def nights(ward: Ward) -> None:
    """Publish a roster by which the nurse had the two nights before today."""
    roster = ward.do("排班", BeginRoster(first=YESTERDAY - timedelta(1), days=2, people=(ward.nurse.id,)))
    (line,) = roster.lines
    wanted = replace(line, codes=("夜", "夜"))
    roster = ward.do("排班", ChangeRoster(roster=roster.id, changes={ward.nurse.id: (line, wanted)}))
    ward.do("排班", PublishRoster(roster=roster.id, seen=roster.edition, reason="人手不够"))


def entries(me: Screen) -> list[Handover]:
    """Return the entries of the book."""
    rows = me.bench.read(handover_rows, me.actor.institution, TODAY)
    return [row.entry for row in rows if row.entry is not None]


def test_a_nurse_hands_the_night_over_with_the_keyboard_alone(screens: Screens, ward: Ward) -> None:
    assert ward.refused("岳口") == []
    me = screens("护士")
    page = me.page("handover")
    assert me.says("还没有交接班记录")
    page.begin_new()
    me.settle()
    values = page.work.form.values()
    assert (values["duty"], values["day"]) == ("夜", TODAY)  # it is noon: the night that ends now is not yesterday's
    page.work.form.go_to("day")
    me.press("Ctrl+A")
    me.type("2026-11-22")
    me.press("Return")
    me.type("12 人，新入 1 人")
    page.work.form.go_to("to_do")
    me.type("等血常规")
    me.press("Ctrl+Return")
    me.until(lambda: entries(me))
    (entry,) = entries(me)
    assert (entry.day, entry.duty_name, entry.patients, entry.to_do) == (
        YESTERDAY,
        "夜班",
        "12 人，新入 1 人",
        "等血常规",
    )
    me.settle()
    assert me.toasts[-1] == ("已存本机，待上传", "2026-11-22　夜班　许小兰 已签交班")
    assert "接班签名" not in me.buttons()


def test_the_doctor_reads_and_signs_with_ctrl_enter_and_it_is_locked(screens: Screens, ward: Ward) -> None:
    give(ward)
    me = screens("医生")
    page = me.page("handover")
    me.settle()
    assert me.says("3 床发热")
    assert me.says("还没有签名")
    me.press("Ctrl+Return")
    me.until(lambda: entries(me)[0].state is State.TAKEN)
    me.settle()
    me.sync()
    assert me.rows(page)[0][:5] == ["已签", "11-22", "夜班", "许小兰", "周建国"]
    assert "改内容" not in me.buttons()
    me.press("F7")
    me.type("3 床退热")
    me.press("Ctrl+Return")
    me.until(lambda: entries(me)[0].notes)
    me.settle()
    assert me.says("3 床退热　周建国")


def test_who_wrote_it_puts_it_right_until_it_is_signed(screens: Screens, ward: Ward) -> None:
    give(ward)
    me = screens("护士")
    page = me.page("handover")
    me.settle()
    me.press("F7")
    assert page.panel.asking.form.values()["patients"] == "12 人\n新入 1 人"
    me.fill(page.panel.asking.form, to_do="等血常规")
    me.press("Ctrl+Return")
    me.until(lambda: entries(me)[0].to_do == "等血常规")


def test_nights_without_an_entry_are_listed_and_written_up(screens: Screens, ward: Ward) -> None:
    nights(ward)
    give(ward)
    me = screens("护士")
    page = me.page("handover")
    me.settle()
    assert page.facts.text() == "待接班 1　近 7 天缺交班 1"
    page.table.chips.choose("gap")
    me.settle()
    assert me.rows(page)[0][:4] == ["缺交班", "11-21", "夜班", "许小兰"]
    assert me.says("这个班没有交接班记录")
    me.press("F7")
    me.settle()
    assert page.work.form.values()["day"] == date(2026, 11, 21)
    me.type("10 人")
    me.press("Ctrl+Return")
    me.until(lambda: len(entries(me)) == 2)


def test_a_unit_without_duties_is_told_what_comes_first(screens: Screens) -> None:
    me = screens("护士")
    me.page("handover", "new")
    me.settle()
    assert me.says("本单位还没有班次")
