"""同步 tells the truth: what waits, what came back and why; a person decides, sends again, takes up or lets go."""

from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from tests.registry.ui.people import correct
from tests.registry.ui.people import register
from tests.screens import Screen
from tests.screens import Screens
from tests.sync.county import County
from yigongti_desktop.capabilities.pharmacy.messages import requests as drugs
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.kit.confirm import Confirm
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.institution import Status
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.storage import outbox
from yigongti_desktop.sync.status import status

pytestmark = [pytest.mark.gui, pytest.mark.sync]


def test_with_the_line_down_it_says_how_much_waits_and_never_that_it_was_sent(screens: Screens) -> None:
    county = screens.county
    county.cut_line()
    county.send_referral("岳口")
    county.send_referral("岳口")
    me = screens("医生")
    page = me.page("sync")
    waiting = me.bench.read(status).waiting
    me.press("F5")
    me.until(lambda: page.badge.accessibleName() == "离线")
    me.settle()
    assert _groups(page) == [f"待上传 {waiting} 线路通了自动送"]
    assert me.says("已存本机。连不上县院，线路通了自动送，不用您办。")
    said = " ".join(me.words())
    assert "县院已收下" not in said
    assert "都送到了" not in said
    assert "县院已确认" not in said
    assert page.side.contacts.records.words(page.side.contacts.records.at(0), 0) == "连不上县院"


def test_with_the_line_up_what_waited_is_confirmed_with_its_receipt(screens: Screens) -> None:
    county = screens.county
    county.cut_line()
    county.send_referral("岳口")
    me = screens("医生")
    page = me.page("sync")
    waiting = me.bench.read(status).waiting
    me.sync()
    county.open_line()
    me.sync()
    assert page.badge.accessibleName() == "在线"
    assert _groups(page) == [f"今天已确认 {waiting} 只列最近几条"]
    assert me.says("县院已收下，回执已验签。")
    assert me.says("R-20261123-0001")
    assert me.says(f"第 1 批，{waiting} 条")
    assert me.bench.read(status).waiting == 0


def test_the_page_follows_a_talk_as_it_comes_and_can_stop_it(screens: Screens) -> None:
    me = screens("医生")
    page = me.page("sync")
    assert "现在同步" in me.buttons()
    seen: list[list[str]] = []
    me.desk.sync_begun.connect(lambda: seen.append(me.buttons()))
    me.click("现在同步")
    me.until(lambda: not me.desk.is_talking)
    me.settle()
    assert any("停止" in buttons for buttons in seen)
    assert "现在同步" in me.buttons()
    assert page.badge.accessibleName() == "在线"


def test_a_refused_slip_is_shown_with_its_reason_and_its_words(screens: Screens) -> None:
    me, page = _refused_slip(screens)
    assert _groups(page)[0] == "要您决定 1 F8 逐条处理"
    assert me.says("邱传富")
    assert me.says("这个机构还在筹建或已关闭，不能选。您填的内容都留在下面。")
    assert me.says("右侧肢体无力 3 小时。")
    assert {"不再送", "原样再送", "改后重送"} <= set(me.buttons())


def test_a_refused_slip_is_taken_up_into_its_form_with_all_its_words(screens: Screens) -> None:
    me, _ = _refused_slip(screens)
    me.press("Ctrl+Return")
    me.settle()
    me.settle()
    values = me.opened("referrals").work.form.form.values()
    assert (values["name"], values["history"]) == ("邱传富", "右侧肢体无力 3 小时。")
    assert (values["diagnosis"], values["department"]) == ("I63.900", "神经内科")
    assert me.bench.read(status).needs_person == 0
    kept = me.bench.read(outbox.in_states, [outbox.SETTLED])
    assert [act.kind for act in kept] == ["referral.sent"]


def test_a_refused_act_is_sent_again_as_it_was_once_nothing_stands_in_its_way(screens: Screens) -> None:
    me, page = _refused_slip(screens)
    hospital = screens.county.keeper.institution("市一医")
    screens.county.hub.counter.publish({"institution": [replace(hospital, status=Status.ACTIVE)]})
    me.sync()
    me.click("原样再送")
    me.until(lambda: me.bench.read(status).needs_person == 0)
    me.settle()
    me.sync()
    assert me.bench.read(status).needs_person == 0
    assert not any(group.startswith("要您决定") for group in _groups(page))
    assert me.bench.read(outbox.in_states, [outbox.ACCEPTED])[0].kind == "referral.sent"


def test_what_is_let_go_is_asked_about_first_with_the_focus_on_the_safe_side(screens: Screens) -> None:
    me, _ = _refused_slip(screens)
    me.answer(lambda dialog: me.press("Return") if isinstance(dialog, Confirm) else None)
    me.click("不再送")
    me.come_back()
    assert me.bench.read(status).needs_person == 1
    me.answer(lambda _dialog: me.click("不再送"))
    me.click("不再送")
    me.come_back()
    me.until(lambda: me.bench.read(status).needs_person == 0)
    me.settle()
    assert me.toasts[-1][0] == "已处理"
    assert len(me.bench.read(outbox.in_states, [outbox.SETTLED])) == 1


def test_a_refused_request_is_taken_up_into_its_sheet(screens: Screens) -> None:
    county = screens.county
    wanted = (Wanted(drug=county.drug("岳口"), quantity=7, remark="儿科"),)
    drug = county.desks["岳口"].read(registry.find, registry.DRUG, "阿莫西林胶囊", 1)[0]
    county.desks["岳口"].do(county.people["药师"], drugs.SubmitDrugRequest(lines=wanted, note="节前"))
    county.hub.counter.publish({"drug": [replace(drug, until=county.clock.now().date().replace(day=1))]})
    me = screens("药师")
    page = me.page("sync")
    me.sync()
    assert me.says("阿莫西林胶囊")
    assert me.says("不在目录有效期内")
    assert page.table.view.hasFocus()
    me.press("Ctrl+Return")
    me.settle()
    sheet: Any = me.workplace.page("pharmacy")
    me.settle()
    (line,) = sheet.work.table.view.lines.lines
    assert (line["name"], line["requested"], line["remark"]) == ("阿莫西林胶囊", 7, "儿科")


def test_both_values_of_a_conflict_are_shown_and_nothing_is_sent_before_one_is_chosen(screens: Screens) -> None:
    me, page, resident = _conflict(screens)
    assert me.says("您和别人都改了这 2 项。请逐项选定，两边的值都留着。")
    cards = [card for choice in page.detail._choices.values() for card in choice._cards]
    assert {card.text() for card in cards} == {"13900000008", "13900000007", "新堰村", "石家河村"}
    assert me.says("改之前 13900000001")
    assert "按所选保存" not in me.buttons()
    me.press("Ctrl+Return")
    me.settle()
    assert me.bench.read(status).needs_person == 1
    assert _held(me, resident).phone == "13900000007"


@pytest.mark.parametrize(("key", "phone"), [("1", "13900000008"), ("2", "13900000007")])
def test_either_value_of_a_conflict_can_be_made_to_stand_with_a_key(screens: Screens, key: str, phone: str) -> None:
    me, page, resident = _conflict(screens)
    me.press("Return", key)
    page.detail._choices["village"].focus_first()
    me.press("1", "Ctrl+Return")
    me.until(lambda: me.bench.read(status).needs_person == 0)
    me.sync()
    screens.county.sync("岳口")
    for name in ("岳口", "岳口二"):
        found = screens.county.desks[name].read(registry.one_resident, resident.id)
        assert found is not None
        assert (found.phone, found.village) == (phone, "石家河村"), name


def test_neither_value_of_a_conflict_may_be_right(screens: Screens) -> None:
    me, page, resident = _conflict(screens)
    me.press("Return", "3")
    me.type("13900000009")
    page.detail._choices["village"].focus_first()
    me.press("2", "Ctrl+Return")
    me.until(lambda: _held(me, resident).phone == "13900000009")
    assert _held(me, resident).village == "新堰村"


def test_taking_both_values_of_the_hub_sends_nothing_and_settles(screens: Screens) -> None:
    me, page, resident = _conflict(screens)
    me.press("Return", "2")
    page.detail._choices["village"].focus_first()
    me.press("2", "Ctrl+Return")
    me.until(lambda: me.bench.read(status).needs_person == 0)
    me.settle()
    assert me.toasts[-1][0] == "已用县院的值"
    assert me.bench.read(status).waiting == 0
    assert _held(me, resident).phone == "13900000007"


def test_f8_leads_from_one_decision_to_the_next(screens: Screens) -> None:
    county = screens.county
    for word in ("家属改主意", "病情好转"):
        sent = county.send_referral("岳口", history=word)
        county.sync("岳口", "岳口二")
        county.do("岳口", m.WithdrawReferral(referral=sent.id, reason=word))
        county.do("岳口二", m.WithdrawReferral(referral=sent.id, reason="已自行前往"))
    county.sync("岳口", "岳口二")
    me = screens("医生", "岳口二")
    page = me.page("sync")
    seen = []
    for _ in range(3):
        seen.append(page.detail._place.text())
        me.press("F8")
    me.settle()
    assert seen == ["第 1 处，共 2 处", "第 2 处，共 2 处", "第 1 处，共 2 处"]
    assert me.says("已自行前往")
    assert "改后重送" not in me.buttons()


def test_what_the_hub_could_not_judge_is_quarantined_and_can_be_sent_again(screens: Screens) -> None:
    county = screens.county
    pharmacist, desk = county.people["药师"], county.desks["岳口"]
    wanted = (Wanted(drug=county.drug("岳口"), quantity=7),)
    bad = desk.do(pharmacist, drugs.SubmitDrugRequest(lines=wanted)).record
    county.sync("岳口")
    with county.hub.engine.begin() as connection:
        lines = connection.exec_driver_sql("SELECT lines FROM drug_requests WHERE id = ?", (bad.id,)).scalar()
        connection.exec_driver_sql("UPDATE drug_requests SET lines = '[' WHERE id = ?", (bad.id,))
    desk.do(pharmacist, drugs.WithdrawDrugRequest(request=bad.id, reason="填写有误"))
    me = screens("药师")
    page = me.page("sync")
    me.sync()
    assert page.detail._badge.accessibleName() == "县院出错"
    assert me.says("填写有误")
    assert me.says("原因", page.detail)
    assert not me.says("单号", page.detail)
    with county.hub.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE drug_requests SET lines = ? WHERE id = ?", (lines, bad.id))
    me.click("原样再送")
    me.until(lambda: me.bench.read(status).needs_person == 0)
    me.sync()
    assert me.bench.read(status).needs_person == 0
    assert me.bench.read(status).waiting == 0


def test_a_row_that_cannot_be_read_is_set_aside_and_asks_nothing_of_anybody(screens: Screens) -> None:
    county = screens.county
    resident = register(county)
    county.sync("岳口")
    with county.hub.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE residents SET birth = 'x' WHERE id = ?", (resident.id,))
    me = screens("医生", "岳口二")
    page = me.page("sync")
    me.sync()
    assert _groups(page)[0] == "放在一边 1 不影响其他，不用您办"
    assert me.says("不影响其他内容，不用您办。")
    assert me.bench.read(status).needs_person == 0


def test_an_act_that_waits_is_opened_where_it_belongs(screens: Screens) -> None:
    screens.county.send_referral("岳口")
    me = screens("医生")
    page = me.page("sync")
    page.table.view.rest_on(lambda one: one.act.kind == "referral.sent")
    me.press("Return")
    me.settle()
    assert me.workplace.current is me.workplace.page("referrals")


def _groups(page: Any) -> list[str]:
    model = page.table.view.records
    groups = (model.group_at(row) for row in range(model.rowCount()))
    return [f"{group.title} {group.detail}" for group in groups if group is not None]


def _refused_slip(screens: Screens) -> tuple[Screen, Any]:
    """Send a slip to a hospital that has closed meanwhile, and open 同步."""
    county = screens.county
    hospital = county.keeper.institution("市一医")
    county.send_referral("岳口")
    county.hub.counter.publish({"institution": [replace(hospital, status=Status.CLOSED)]})
    me = screens("医生")
    page = me.page("sync")
    me.sync()
    me.press("F8")
    me.settle()
    return me, page


def _conflict(screens: Screens) -> tuple[Screen, Any, Resident]:
    """Let two desks change the same two fields of 胡小燕, and open 同步 at the later one."""
    county: County = screens.county
    resident = register(county)
    county.sync("岳口", "岳口二")
    village = resident.village
    correct(county, "岳口", resident, phone=("13900000001", "13900000007"), village=(village, "新堰村"))
    correct(county, "岳口二", resident, phone=("13900000001", "13900000008"), village=(village, "石家河村"))
    county.sync("岳口")
    me = screens("医生", "岳口二")
    page = me.page("sync")
    me.sync()
    return me, page, resident


def _held(me: Screen, resident: Resident) -> Resident:
    found = me.bench.read(registry.one_resident, resident.id)
    assert found is not None
    return found
