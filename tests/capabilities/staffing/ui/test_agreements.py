"""协议 with the keyboard alone: written down, ended before its day, and what the rules refuse beside its field."""

from __future__ import annotations

from datetime import date

import pytest

from tests.registry.staff.people import LEAD
from tests.registry.staff.people import YUEKOU
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.staffing.model.agreements import Agreement
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.store import agreements as store

pytestmark = pytest.mark.gui


def kept(me: Screen) -> list[Agreement]:
    found: list[Agreement] = me.bench.read(store.everything)
    return found


@pytest.mark.policy("STF-25")
def test_an_agreement_is_written_down_and_ended_with_the_keyboard_alone(screens: Screens) -> None:
    me = screens("人力")
    page = me.page("agreements", "new")
    me.pick("岳口镇中心卫生院")
    me.fill(page.work.form, number="帮扶〔2026〕3号", departments="内科、外科")
    page.work.form.go_to(Kind.TOUR.value)
    me.press("Space", "Ctrl+S")
    me.until(lambda: kept(me))
    me.settle()
    (one,) = kept(me)
    assert (one.sender, one.receiver, one.departments) == (LEAD, YUEKOU, ("内科", "外科"))
    assert one.covers == (Kind.RESIDENT, Kind.TOUR)
    assert (one.since, one.until, one.signed_by) == (date(2026, 11, 23), date(2029, 11, 22), "任小云")
    assert me.rows(page)[0][1:4] == ["岳口镇中心卫生院", "市第一人民医院", "帮扶"]
    page.act("end")
    me.settle()
    me.fill(page.panel.asking.form, last="2026-12-31")
    page.panel.asking.form.go_to("reason")
    me.type("改签托管")
    me.press("Ctrl+Return")
    me.until(lambda: kept(me)[0].until == date(2026, 12, 31))
    assert kept(me)[0].reason == "改签托管"


@pytest.mark.policy("STF-07")
def test_what_the_rules_refuse_is_said_beside_its_field(screens: Screens) -> None:
    me = screens("人力")
    page = me.page("agreements", "new")
    form = page.work.form
    me.pick("岳口镇中心卫生院")
    me.fill(form, departments="内科、外科、儿科")
    me.press("Ctrl+S")
    me.until(lambda: "一个单位最多 2 个" in me.fault(form, "departments"))
    me.fill(form, departments="内科")
    form.go_to(Kind.RESIDENT.value)
    me.press("Space", "Ctrl+S")
    me.until(lambda: "请至少选一类" in me.fault(form, Kind.RESIDENT.value))
    assert kept(me) == []


def test_a_hospital_of_another_city_is_written_by_its_name(screens: Screens) -> None:
    me = screens("人力")
    page = me.page("agreements", "new")
    me.pick("岳口镇中心卫生院")
    me.fill(page.work.form, sender="武汉协和医院")
    me.press("Ctrl+S")
    me.until(lambda: kept(me))
    (one,) = kept(me)
    assert (one.sender, one.sender_name) == ("", "武汉协和医院")
