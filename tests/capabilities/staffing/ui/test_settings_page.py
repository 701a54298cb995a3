"""排班设置 by keys alone, on a real desk: duties taken, written and ended; people settled; rules changed."""

from __future__ import annotations

from typing import Any

import pytest

from tests.capabilities.staffing.unit import TOWN
from tests.capabilities.staffing.unit import TOWN_ID
from tests.capabilities.staffing.unit import Unit
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.staffing.model.unit_duty import UnitDuty
from yigongti_desktop.capabilities.staffing.store import duties
from yigongti_desktop.capabilities.staffing.store import rule_list
from yigongti_desktop.capabilities.staffing.store import settings
from yigongti_desktop.capabilities.staffing.store.rule_list import RuleRow
from yigongti_desktop.kernel.calendar import DayKind

pytestmark = pytest.mark.gui


def opened(me: Screen, part: str = "duties") -> Any:
    page = me.page("roster_settings", part)
    me.settle()
    return page.part


def duty(me: Screen, code: str) -> UnitDuty:
    found: tuple[UnitDuty, ...] = me.bench.read(duties.duties_of, TOWN_ID)
    return next(one for one in found if one.duty.code == code)


def rule(me: Screen, unit: Unit, name: str) -> RuleRow:
    rows: list[RuleRow] = me.bench.read(rule_list.rules, TOWN_ID, unit.first)
    return next(row for row in rows if row.id == name)


def save(me: Screen) -> None:
    me.press("Ctrl+Return")
    me.settle()


@pytest.mark.usefixtures("unit")
def test_the_parts_of_the_page_are_walked_by_keys(screens: Screens) -> None:
    me = screens("排班")
    page = me.page("roster_settings")
    walked = [page.part.part]
    for key in ("Ctrl+PgDown", "Ctrl+PgDown", "Ctrl+PgDown", "Ctrl+PgUp"):
        me.press(key)
        me.settle()
        walked.append(page.part.part)
    assert walked == ["duties", "people", "rules", "rules", "people"]
    assert [chips.key for chips in (part.parts for part in page.parts.values())] == ["duties", "people", "rules"]


@pytest.mark.usefixtures("unit")
def test_the_director_settles_too_and_a_doctor_does_not_see_the_page(screens: Screens) -> None:
    assert opened(screens("院长")).table is not None
    with pytest.raises(AssertionError, match="has no page"):
        screens("医生", "岳口二").page("roster_settings")


def test_proposed_duties_are_taken_with_one_key(screens: Screens) -> None:
    me = screens("排班")
    part = opened(me)
    assert me.says("本单位还没有班次")
    me.press("F9")
    me.settle()
    assert [row.kept.duty.code for row in part._records] == ["白", "夜", "急", "公", "巡"]
    assert part.proposed() == ()
    assert me.toasts[-1] == ("已存本机，待上传", "白班、夜班、急诊、公卫、巡诊")


@pytest.mark.usefixtures("unit")
def test_a_duty_is_written_with_its_hours_counted_and_what_it_needs(screens: Screens) -> None:
    me = screens("排班")
    part = opened(me)
    me.press("F2")
    me.settle()
    form = part.work.form
    me.fill(form, code="门", name="门诊", begin="0800", end="12:00")
    assert form.values()["minutes"] == 240
    me.fill(form, licences="执业医师、护土", skills="B超", week0="一三", least0="2", most0="3")
    save(me)
    assert me.says("没有「护土」这种证照")
    me.fill(form, licences="执业医师、护士")
    save(me)
    written = duty(me, "门").duty
    (need,) = written.needs
    assert (need.least, need.most, need.weekdays, need.on) == (2, 3, (0, 2), ())
    assert written.who == "执业医师或护士、B超"
    assert part.current.kept.duty.code == "门"


@pytest.mark.usefixtures("unit")
def test_a_duty_is_changed_field_by_field_and_keeps_what_the_form_does_not_show(screens: Screens) -> None:
    me = screens("排班")
    part = opened(me)
    before = duty(me, "白").duty
    me.press("F7")
    me.settle()
    me.fill(part.work.form, least0="5")
    save(me)
    after = duty(me, "白").duty
    assert [need.least for need in after.needs] == [5, 2]
    assert after.needs[1] == before.needs[1]
    assert after.needs[0].on == (DayKind.WORK, DayKind.MAKE_UP)
    me.press("F7")
    me.settle()
    save(me)
    assert duty(me, "白").duty == after, "nothing was changed, nothing was sent"


@pytest.mark.usefixtures("unit")
def test_a_duty_is_ended_on_a_day_and_can_be_used_again(screens: Screens) -> None:
    me = screens("排班")
    part = opened(me)
    part.act("end")
    me.settle()
    me.type("2026-11-01")
    save(me)
    assert str(duty(me, "白").until) == "2026-11-01"
    assert [row.kept.duty.code for row in part._records if part.fits(row, "ended")] == ["白"]
    part.find_record(duty(me, "白").id)
    me.settle()
    part.act("change")
    me.settle()
    save(me)
    assert duty(me, "白").until is None


def test_somebody_is_settled_and_a_code_that_there_is_not_is_told_at_its_day(screens: Screens, unit: Unit) -> None:
    me = screens("排班")
    part = opened(me, "people")
    part.find_record(unit.zhou)
    me.settle()
    me.press("Return")
    me.settle()
    form = part.work.form
    me.fill(form, skills="急救，B超", day0="白/急", day1="门")
    form.set_values({"group": "医生", "partner": unit.he, "apart0": unit.lu})
    save(me)
    assert form.faults() == ["day1"]
    assert me.says("没有代号「门」的班次")
    me.fill(form, day1="休")
    save(me)
    found = me.bench.read(settings.settings_of, TOWN_ID)[unit.zhou]
    assert (found.group, found.skills, found.partner, found.apart) == ("医生", ("急救", "B超"), unit.he, (unit.lu,))
    assert found.weekly == {0: ("白", "急"), 1: ("",)}
    assert part.current.staff.id == unit.zhou
    assert me.says("周一白/急　周二休")
    other = next(row for row in part._records if row.staff.id == unit.lu)
    assert other.named_by == ("周建国",)


def test_what_is_typed_of_somebody_is_kept_when_it_is_left(screens: Screens, unit: Unit) -> None:
    me = screens("排班")
    part = opened(me, "people")
    part.find_record(unit.zhou)
    me.settle()
    me.press("F7")
    me.settle()
    me.fill(part.work.form, skills="放射")
    me.press("Escape")
    me.settle()
    assert me.toasts[-1][0] == "草稿已存本机"
    me.press("F7")
    me.settle()
    assert part.work.form.values()["skills"] == "放射"
    assert me.says("接着上次没写完的")


def test_a_rule_is_changed_marked_and_restored(screens: Screens, unit: Unit) -> None:
    me = screens("排班")
    part = opened(me, "rules")
    part.find_record("work_run")
    me.settle()
    me.press("F7")
    me.settle()
    me.fill(part.work.form, most="6", reason="人手不够")
    me.until(lambda: part.work.form.editor("reason").is_open)  # Escape closes what is proposed
    me.press("Escape", "Ctrl+Return")
    me.settle()
    row = rule(me, unit, "work_run")
    assert row.own is not None
    assert row.own.figures() == {"most": 6}
    assert part.current.is_changed
    assert me.says("本单位改过 1 条")
    assert me.says("尽量　轻重 100　最多 6 天")
    part.act("reset")
    me.settle()
    part.panel.asking.form.set_values({"begins": unit.first, "reason": "不再需要"})
    part.panel.asking.form.go_to("begins")
    save(me)
    row = rule(me, unit, "work_run")
    assert not row.is_changed
    assert row.kept is not None
    assert [one.change.reason for one in row.kept.history] == ["不再需要"]


@pytest.mark.policy("STF-03")
def test_a_rule_of_a_law_is_not_made_weaker_and_what_was_typed_stays(screens: Screens, unit: Unit) -> None:
    me = screens("排班")
    part = opened(me, "rules")
    part.find_record("overtime")
    me.settle()
    me.press("F7")
    me.settle()
    me.fill(part.work.form, most_hours="48", reason="试行")
    me.until(lambda: part.work.form.editor("reason").is_open)  # Escape closes what is proposed
    me.press("Escape", "Ctrl+Return")
    me.settle()
    assert me.says("「每月加班」只能改得更严")
    assert part.work.form.values()["most_hours"] == 48
    assert rule(me, unit, "overtime").kept is None


def test_what_a_colleague_settles_comes_into_sight(screens: Screens, unit: Unit) -> None:
    me = screens("排班", "岳口二")
    part = opened(me, "people")
    me2 = screens("排班", TOWN)
    other = opened(me2, "people")
    other.find_record(unit.he)
    me2.settle()
    me2.press("F7")
    me2.settle()
    me2.fill(other.work.form, skills="急救")
    save(me2)
    unit.world.sync(TOWN)
    me.sync()
    me.until(lambda: any(row.setting.skills == ("急救",) for row in part._records))
