"""Wishes on 请假换班 by keyboard: written, written over, taken back; the clerk settles how they are taken."""

from __future__ import annotations

from datetime import date

import pytest

from tests.capabilities.staffing.desks import Ward
from tests.screens import Screens
from yigongti_desktop.capabilities.staffing.messages.duties import SetUpDuties
from yigongti_desktop.capabilities.staffing.messages.wishes import WriteWish
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.model.wishes import Wanted
from yigongti_desktop.capabilities.staffing.store.wishes import rules_of
from yigongti_desktop.capabilities.staffing.store.wishes import wish_rows

pytestmark = pytest.mark.gui


@pytest.fixture
def ward(screens: Screens) -> Ward:
    made = Ward(screens.county)
    made.do("排班", SetUpDuties(duties=starting()))
    return made


def test_a_nurse_writes_a_wish_with_the_keyboard_alone(screens: Screens, ward: Ward) -> None:
    me = screens("护士")
    page = me.page("leave")
    me.press("Ctrl+Y")
    me.settle()
    assert me.says("上个月 24 号截止，每人每月 4 条")
    me.type("2026-12-24")
    me.press("Return")
    me.press("Right", "Right", "Return")
    me.pick("夜班")
    me.type("孩子小")
    me.press("Ctrl+Return")
    me.until(lambda: me.bench.read(wish_rows, me.actor))
    (row,) = me.bench.read(wish_rows, me.actor)
    assert (row.slip.person, row.slip.day, row.slip.duty, row.slip.is_wanted) == (
        ward.nurse.id,
        date(2026, 12, 24),
        "夜",
        False,
    )
    me.settle()
    me.sync()
    assert me.rows(page)[0] == ["不想要", "意愿", "许小兰", "2026-12-24", "不想上夜班　孩子小"]


def test_a_wish_that_stands_is_shown_before_it_is_written_over_and_can_be_taken_back(
    screens: Screens, ward: Ward
) -> None:
    ward.do("护士", WriteWish(person=ward.nurse.id, day=date(2026, 12, 24), wanted=Wanted(duty="夜")))
    me = screens("护士")
    page = me.page("leave", "wish")
    me.settle()
    me.type("2026-12-24")
    me.press("Return")
    me.settle()
    assert me.says("这天已写「想上夜班」，保存就换成新的")
    me.press("Left", "Return")
    me.fill(page.work.form, note="改主意了")
    page.work.form.go_to("wanted")
    me.press("Right", "Return")
    me.pick("休息")
    me.press("Ctrl+Return")
    me.until(lambda: me.bench.read(wish_rows, me.actor)[0].slip.duty == "")
    me.settle()
    me.press("F7")
    me.until(lambda: not me.bench.read(wish_rows, me.actor))


def test_a_day_that_is_past_is_refused_beside_its_field(screens: Screens, ward: Ward) -> None:
    me = screens("护士")
    page = me.page("leave", "wish")
    me.settle()
    assert ward.nurse.id == page.work.form.values()["person"]
    me.type("2026-11-01")
    me.press("Return")
    me.press("Right", "Return")
    me.pick("夜班")
    me.press("Ctrl+Return")
    me.settle()
    assert "不是以后的日子" in me.fault(page.work.form, "day")


def test_the_clerk_settles_how_wishes_are_taken(screens: Screens, ward: Ward) -> None:
    ward.do("护士", WriteWish(person=ward.nurse.id, day=date(2026, 12, 24), wanted=Wanted(duty="夜")))
    me = screens("排班")
    page = me.page("leave")
    me.settle()
    me.click("改意愿规则")
    me.type("20")
    me.press("Return")
    me.type("6")
    me.press("Ctrl+Return")
    me.until(lambda: me.bench.read(rules_of, me.actor.institution).most == 6)
    me.settle()
    assert "意愿上个月 20 号截止，每人每月 6 条" in page.facts.text()
