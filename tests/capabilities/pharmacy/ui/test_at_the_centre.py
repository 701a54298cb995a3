"""The central pharmacy decides line by line, sends back, sends good lots; what cannot be is said at its cell."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.capabilities.pharmacy.ui.sheets import column
from tests.capabilities.pharmacy.ui.sheets import fault
from tests.capabilities.pharmacy.ui.sheets import held
from tests.capabilities.pharmacy.ui.sheets import lines
from tests.capabilities.pharmacy.ui.sheets import put
from tests.capabilities.pharmacy.ui.sheets import reviewed
from tests.capabilities.pharmacy.ui.sheets import submitted
from tests.capabilities.reading import check_layout
from tests.capabilities.referrals.ui.papers import save_paper
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.pharmacy.messages import requests as m
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.states import State

pytestmark = pytest.mark.gui


def test_every_line_is_decided_and_what_is_cut_has_its_reason(screens: Screens) -> None:
    request = submitted(screens.county)
    me, page = _open(screens)
    assert page.title == "审核请领单"
    assert [line["approved"] for line in lines(page)] == [100, 40]  # as asked, to be looked at
    me.press("Return")
    me.type("30")
    me.press("Return")
    me.pick("xnqh")
    assert me.says("减了 1 种")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.REVIEWED)
    decided = held(me, request.id)
    assert [(line.approved, line.reason) for line in decided.lines] == [(100, ""), (30, "县内缺货")]
    me.settle()
    assert me.rows(page)[0][0] == "待发"


def test_a_cut_without_a_reason_is_said_and_not_saved(screens: Screens) -> None:
    request = submitted(screens.county)
    me, page = _open(screens)
    put(me, page, 0, "approved", "90")
    me.press("Ctrl+Return")
    me.settle()
    assert fault(page, 0, "reason") == "数量减少了，要写明原因。"
    assert me.says("第 1 行：数量减少了，要写明原因。")
    assert held(me, request.id).state is State.SUBMITTED
    assert lines(page)[0]["approved"] == 90


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("101", "批准数不能超过请领数 100。请改小。"),
        ("-1", "数量至少是 0。请改。"),
        ("abc", "批准应为整数，现在是「abc」。请改。"),
        ("1000000000", "批准数不能超过请领数 100。请改小。"),
        ("", "数量没有填。请补上。"),
    ],
)
def test_a_grant_that_cannot_be_is_said_at_its_cell(screens: Screens, typed: str, words: str) -> None:
    request = submitted(screens.county)
    me, page = _open(screens)
    put(me, page, 0, "approved", typed)
    me.press("Ctrl+Return")
    me.settle()
    assert fault(page, 0, "approved") == words
    assert held(me, request.id).state is State.SUBMITTED


def test_all_as_asked_is_one_key_and_equals_takes_the_number_at_the_left(screens: Screens) -> None:
    submitted(screens.county)
    me, page = _open(screens)
    put(me, page, 0, "approved", "1")
    put(me, page, 1, "approved", "")
    page.work.table.view.go_to(0, column(page, "approved"))
    me.press("=")
    assert lines(page)[0]["approved"] == 100
    me.press("Ctrl+Shift+A")
    assert [line["approved"] for line in lines(page)] == [100, 40]


def test_granting_nothing_at_all_rejects_the_request_with_its_reasons(screens: Screens) -> None:
    request = submitted(screens.county)
    me, page = _open(screens)
    for row in (0, 1):
        put(me, page, row, "approved", "0")
        page.work.table.view.go_to(row, column(page, "reason"))
        me.type("停产")
        me.press("Return")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.REJECTED)
    assert [line.reason for line in held(me, request.id).lines] == ["停产", "停产"]


def test_the_whole_request_is_sent_back_with_a_question(screens: Screens) -> None:
    request = submitted(screens.county)
    me = screens("中心药房")
    page = me.page("pharmacy")
    assert me.rows(page)[0][:3] == ["待审", request.number, "岳口镇中心卫生院"]
    me.click("整单退回")
    me.press("Ctrl+Return")
    assert me.fault(page.panel.asking.form, "reason") == "原因没有填。请补上。"
    me.pick("qsm")
    me.until(lambda: held(me, request.id).state is State.SENT_BACK)
    assert held(me, request.id).reason == "请说明用量为什么增加"


def test_a_half_done_review_is_gone_on_with(screens: Screens) -> None:
    submitted(screens.county)
    me, page = _open(screens)
    put(me, page, 0, "approved", "90")
    me.press("Escape")
    me.settle()
    assert page.work is None
    me.press("Return")
    me.settle()
    assert lines(page)[0]["approved"] == 90
    assert me.says("接着上次没写完的")


def test_drugs_are_sent_with_lots_and_expiry_and_a_second_lot_has_its_own_line(screens: Screens) -> None:
    request = reviewed(screens.county)
    me, page = _open(screens)
    assert page.title == "发货"
    me.type("20260101")
    me.press("Return")
    me.type("2028-06-30")
    me.press("Return")
    me.type("60")
    me.press("Return")
    put(me, page, 0, "sent", "60")
    page.work.table.view.go_to(0, column(page, "sent"))
    me.press("Insert")
    assert [line["drug"] for line in lines(page)][:2] == [lines(page)[0]["drug"]] * 2
    put(me, page, 1, "lot", "20260202")
    put(me, page, 1, "expiry", "20281031")
    assert lines(page)[1]["sent"] == 40  # what was left
    put(me, page, 2, "lot", "B-7")
    put(me, page, 2, "expiry", "2027.3.31")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.DISPATCHED)
    sent = held(me, request.id)
    assert [(lot.lot, lot.expiry, lot.quantity) for lot in sent.lines[0].lots] == [
        ("20260101", date(2028, 6, 30), 60),
        ("20260202", date(2028, 10, 31), 40),
    ]
    assert [lot.quantity for lot in sent.lines[1].lots] == [40]
    assert sent.delivery


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [
        ("lot", "", "批号没有填。请照包装填写。"),
        ("expiry", "2026-11-22", "这一批已于 2026-11-22 过期，不能发。请换一批。"),
        ("expiry", "", "有效期没有填。请照包装填写。"),
        ("expiry", "明年", "有效期至应为日期，如 2028-06-30，现在是「明年」。请改。"),
        ("sent", "101", "实发数不能超过批准数 100。请改小。"),
        ("sent", "-5", "数量至少是 0。请改。"),
    ],
)
def test_a_lot_that_cannot_be_sent_is_said_at_its_cell(screens: Screens, key: str, typed: str, words: str) -> None:
    request = reviewed(screens.county)
    me, page = _open(screens)
    _good_lots(me, page)
    put(me, page, 0, key, typed)
    me.press("Ctrl+Return")
    me.settle()
    assert fault(page, 0, key) == words
    assert held(me, request.id).state is State.REVIEWED


def test_a_lot_that_expires_today_can_still_be_sent(screens: Screens) -> None:
    request = reviewed(screens.county)
    me, page = _open(screens)
    _good_lots(me, page)
    put(me, page, 0, "expiry", "2026-11-23")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.DISPATCHED)


def test_lots_of_a_drug_that_are_too_many_together_are_said(screens: Screens) -> None:
    request = reviewed(screens.county)
    me, page = _open(screens)
    _good_lots(me, page)
    put(me, page, 0, "sent", "60")
    page.work.table.view.go_to(0, column(page, "sent"))
    me.press("Insert")
    put(me, page, 1, "lot", "C-1")
    put(me, page, 1, "expiry", "2028-01-31")
    put(me, page, 1, "sent", "41")
    me.press("Ctrl+Return")
    me.settle()
    assert fault(page, 1, "sent") == "实发数不能超过批准数 100。请改小。"
    assert held(me, request.id).state is State.REVIEWED
    put(me, page, 1, "sent", "40")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.DISPATCHED)


def test_sending_less_than_granted_asks_for_a_reason(screens: Screens) -> None:
    request = reviewed(screens.county)
    me, page = _open(screens)
    _good_lots(me, page)
    put(me, page, 0, "sent", "80")
    me.press("Ctrl+Return")
    me.settle()
    assert fault(page, 0, "reason") == "实发比批准少，要写明原因。"
    page.work.table.view.go_to(0, column(page, "reason"))
    me.pick("kcbz")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.DISPATCHED)
    assert held(me, request.id).lines[0].short_reason == "库存不足，余量补发"


def test_the_same_lot_written_twice_is_refused_at_its_cell(screens: Screens) -> None:
    """A rule of the model, not of the cell: its refusal comes back to the line."""
    request = reviewed(screens.county)
    me, page = _open(screens)
    _good_lots(me, page)
    put(me, page, 0, "sent", "60")
    page.work.table.view.go_to(0, column(page, "sent"))
    me.press("Insert")
    put(me, page, 1, "lot", "A-1")
    put(me, page, 1, "expiry", "2028-06-30")
    me.press("Ctrl+Return")
    me.until(page.work.table.view.lines.faults)
    assert me.says("同一个批号写了两次")
    assert held(me, request.id).state is State.REVIEWED


def test_sending_nothing_at_all_is_refused_on_the_page(screens: Screens) -> None:
    request = reviewed(screens.county)
    me, page = _open(screens)
    for row in (0, 1):
        put(me, page, row, "sent", "0")
        page.work.table.view.go_to(row, column(page, "reason"))
        me.type("缺货")
        me.press("Return")
    me.press("Ctrl+Return")
    me.until(lambda: me.says("一盒也没有发"))
    assert held(me, request.id).state is State.REVIEWED


def test_the_request_form_is_printed_and_the_second_print_says_so(screens: Screens, tmp_path: Path) -> None:
    request = reviewed(screens.county)
    me = screens("中心药房")
    me.page("pharmacy")
    me.press("Ctrl+P")
    first = save_paper(me, tmp_path / "one.pdf")
    me.press("Ctrl+P")
    second = save_paper(me, tmp_path / "two.pdf")
    check_layout(first)
    assert request.number in first.flat
    assert "阿莫西林胶囊" in first.flat
    assert "重打" not in first.flat
    assert "重打" in second.flat
    assert held(me, request.id).prints == 2


def test_the_picking_list_and_the_delivery_note_are_handed_out_beside_the_request(
    screens: Screens, tmp_path: Path
) -> None:
    request = reviewed(screens.county)
    me = screens("中心药房")
    me.page("pharmacy")
    me.click("拣货单")
    picking = save_paper(me, tmp_path / "picking.pdf")
    check_layout(picking)
    assert request.number in picking.flat
    assert "账面没有" in picking.flat  # nothing has been entered into its books
    assert "配送单" not in me.buttons()
    me.press("Return")
    me.settle()
    _good_lots(me, me.opened("pharmacy"))
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.DISPATCHED)
    me.settle()
    me.click("配送单")
    note = save_paper(me, tmp_path / "note.pdf")
    check_layout(note)
    assert held(me, request.id).delivery in note.flat


def test_the_centre_does_not_write_requests_and_sees_nothing_of_drafts(screens: Screens) -> None:
    county = screens.county
    request = submitted(county)
    wanted = (Wanted(drug=county.drug("岳口"), quantity=1),)
    county.desks["岳口"].do(county.people["药师"], m.SaveRequestDraft(lines=wanted))
    county.sync("岳口", "市一医")
    me = screens("中心药房")
    page = me.page("pharmacy")
    assert [row[1] for row in me.rows(page)] == [request.number]
    assert "新建请领单" not in me.buttons()
    me.press("F2")
    me.settle()
    assert page.work is None


def _open(screens: Screens) -> tuple[Screen, Any]:
    """Sit the central pharmacy down, and open its first request."""
    me = screens("中心药房")
    page = me.page("pharmacy")
    me.press("Return")
    me.settle()
    return me, page


def _good_lots(me: Screen, page: Any) -> None:
    for row in (0, 1):
        put(me, page, row, "lot", f"A-{row + 1}")
        put(me, page, row, "expiry", "2028-06-30")


@pytest.mark.policy("PHA-13")
def test_a_price_is_typed_where_the_formulary_has_none_or_another(screens: Screens) -> None:
    request = submitted(screens.county)
    me, page = _open(screens)
    me.press("Ctrl+Shift+A", "Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.REVIEWED)
    me.settle()
    me.press("Return")
    me.settle()
    for row, (lot, price) in enumerate((("A1", "12,5"), ("P1", ""))):
        put(me, page, row, "lot", lot)
        put(me, page, row, "expiry", "2028-03-31")
        page.work.table.view.go_to(row, column(page, "sent"))
        me.press("=")
        put(me, page, row, "price", price)
    me.press("Ctrl+Return")
    me.settle()
    assert fault(page, 0, "price").startswith("单价应是元")
    put(me, page, 0, "price", "12.5")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.DISPATCHED)
    assert [line.lots[0].price_fen for line in held(me, request.id).lines] == [1250, None]
