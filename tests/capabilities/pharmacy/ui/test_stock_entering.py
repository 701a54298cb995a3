"""A paper of the store is written with the keyboard alone; lots go out first expired first; what cannot be is said."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.capabilities.pharmacy.ui.sheets import column
from tests.capabilities.pharmacy.ui.sheets import fault
from tests.capabilities.pharmacy.ui.sheets import lines
from tests.capabilities.pharmacy.ui.sheets import put
from tests.capabilities.pharmacy.ui.stocked import AMOXICILLIN
from tests.capabilities.pharmacy.ui.stocked import CODE
from tests.capabilities.pharmacy.ui.stocked import FAR
from tests.capabilities.pharmacy.ui.stocked import NEXT
from tests.capabilities.pharmacy.ui.stocked import OTHER_CODE
from tests.capabilities.pharmacy.ui.stocked import add_room
from tests.capabilities.pharmacy.ui.stocked import begin
from tests.capabilities.pharmacy.ui.stocked import enter
from tests.capabilities.pharmacy.ui.stocked import entries
from tests.capabilities.pharmacy.ui.stocked import here
from tests.capabilities.pharmacy.ui.stocked import hold
from tests.capabilities.pharmacy.ui.stocked import lots
from tests.capabilities.pharmacy.ui.stocked import stocked
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.store import shelf as store

pytestmark = pytest.mark.gui


def issuing(me: Screen) -> Any:
    """Begin an issue of 80 packs of 阿莫西林 to 内科, and return the page."""
    page = begin(me, "ksly")
    me.type("内科")
    me.press("Return")
    me.pick("amxljn")
    me.type("80")
    me.press("Return")
    return page


def test_a_receipt_is_typed_with_the_keyboard_alone(screens: Screens) -> None:
    me = screens("药师")
    page = begin(me)
    me.press("Return")
    assert here(page) == (0, "name")
    me.pick("amxljn")
    assert here(page) == (0, "quantity")
    for typed, then in (("120", "lot"), ("A2609", "expiry"), ("2028-06", "codes")):
        me.type(typed)
        me.press("Return")
        me.settle()
        assert here(page) == (0, then)
    me.press("Return")
    assert here(page) == (1, "name")
    me.press("Ctrl+S")
    me.until(lambda: entries(me))
    me.settle()
    (entry,) = entries(me)
    line = entry.lines[0]
    assert (entry.kind, line.name, line.quantity, line.lot) == (EntryKind.RECEIPT, AMOXICILLIN, 120, "A2609")
    assert line.expiry == date(2028, 6, 30)
    assert page.work is None
    assert me.toasts[-1] == ("已存本机，待上传", f"{entry.number}　验收入库")
    assert me.rows(page)[0][1] == AMOXICILLIN


@pytest.mark.policy("PHA-13")
def test_an_issue_is_taken_from_the_lot_that_expires_first_and_then_from_the_next(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = issuing(me)
    assert [(line["lot"], line["quantity"]) for line in lines(page)] == [("A1", 60), ("A2", 20)]
    assert here(page) == (0, "codes")  # the lot was filled in by itself
    me.press("Ctrl+S")
    me.until(lambda: page.work is None)
    assert lots(me) == {"A2": 80, "B1": 30}
    entry = entries(me)[0]
    assert (entry.kind, entry.partner_name) == (EntryKind.ISSUE_DEPARTMENT, "内科")
    assert [line.expiry for line in entry.lines] == [NEXT, FAR]


def test_two_lines_of_a_drug_do_not_take_the_same_packs(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = begin(me, "fyck")
    for packs in ("50", "30"):
        me.pick("amxljn")
        me.type(packs)
        me.press("Return", "Return")
    assert [(line["lot"], line["quantity"]) for line in lines(page)[:3]] == [("A1", 50), ("A1", 10), ("A2", 20)]


def test_the_lot_can_be_changed_by_hand(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = begin(me, "fyck")
    me.pick("amxljn")
    me.type("20")
    me.press("Return")
    page.work.table.view.go_to(0, column(page, "lot"))
    assert me.propose("A") == ["A1", "A2"]
    me.press("Down", "Return")
    assert (lines(page)[0]["lot"], lines(page)[0]["expiry"]) == ("A2", FAR)
    me.press("Ctrl+S")
    me.until(lambda: page.work is None)
    assert lots(me)["A2"] == 80


def test_expired_and_held_lots_are_not_offered_and_refused_in_words(screens: Screens) -> None:
    county = screens.county
    enter(county, EntryKind.OPENING, 10, "A0", date(2026, 9, 30))
    stocked(county)
    hold(county, "A1")
    me = screens("药师")
    page = begin(me, "fyck")
    me.pick("amxljn")
    me.type("5")
    me.press("Return")
    assert lines(page)[0]["lot"] == "A2"
    page.work.table.view.go_to(0, column(page, "lot"))
    assert me.propose("A") == ["A2"]
    me.press("Escape", "Escape")
    for typed, words in (("A0", "批号 A0 已于 2026-09-30 过期"), ("A1", "批号 A1 已停用：疑有质量问题，待查")):
        page.work.table.view.go_to(0, column(page, "lot"))
        me.type(typed)
        me.press("Return")
        assert words in fault(page, 0, "lot")
    me.press("Ctrl+S")
    me.settle()
    assert here(page) == (0, "lot")
    assert lots(me)["A2"] == 100


def test_a_drug_of_which_nothing_may_go_says_why(screens: Screens) -> None:
    county = screens.county
    enter(county, EntryKind.OPENING, 10, "A0", date(2026, 9, 30))
    me = screens("药师")
    page = begin(me, "fyck")
    me.pick("amxljn")
    me.type("5")
    me.press("Return")
    me.press("Ctrl+S")
    me.settle()
    assert fault(page, 0, "lot") == "没有可发的批号：A0 已于 2026-09-30 过期。请换药，或先处理这些批号。"


def test_codes_are_scanned_one_after_another_into_the_line(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = begin(me, "fyck")
    me.pick("amxljn")
    me.type("2")
    me.press("Return")
    for code in (CODE, OTHER_CODE):
        me.type(code)  # a scanner is a keyboard that ends with Enter
        me.press("Return")
        assert here(page) == (0, "codes")
    assert lines(page)[0]["codes"] == [CODE, OTHER_CODE]
    assert me.says("追溯码 2 个")
    me.type(CODE)
    me.press("Return")
    assert "已经扫过了" in fault(page, 0, "codes")
    assert lines(page)[0]["codes"] == [CODE, OTHER_CODE]
    me.press("Return")
    assert here(page) == (1, "name")
    me.press("Ctrl+S")
    me.until(lambda: page.work is None)
    assert entries(me)[0].lines[0].codes == (CODE, OTHER_CODE)


def test_a_code_that_is_scanned_into_the_quantity_goes_to_the_codes(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = begin(me, "fyck")
    me.pick("amxljn")
    me.type(CODE)
    me.press("Return")
    assert (lines(page)[0]["quantity"], lines(page)[0]["codes"]) == (1, [CODE])  # a pack that is scanned is a pack
    assert here(page) == (0, "codes")


def test_backspace_takes_the_last_code_away(screens: Screens) -> None:
    me = screens("药师")
    page = begin(me, "fyck")
    me.pick("amxljn")
    put(me, page, 0, "codes", CODE)
    put(me, page, 0, "codes", OTHER_CODE)
    put(me, page, 0, "codes", "")
    assert lines(page)[0]["codes"] == [CODE]


def test_more_than_the_books_have_is_refused_at_its_cell_and_entered_with_a_reason(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = begin(me, "fyck")
    me.pick("amxljn")
    me.type("200")
    me.press("Return")
    assert [(line["lot"], line["quantity"]) for line in lines(page)] == [("A1", 60), ("A2", 140)]
    view = page.work.table.view
    assert view.isColumnHidden(column(page, "over"))
    me.press("Ctrl+S")
    me.until(lambda: fault(page, 1, "quantity"))
    assert "批号 A2 账面只有 100" in fault(page, 1, "quantity")
    assert here(page) == (1, "quantity")
    assert not view.isColumnHidden(column(page, "over"))
    assert len(entries(me)) == 3
    put(me, page, 1, "over", "")
    view.go_to(1, column(page, "over"))
    me.type("实物清点无误")
    me.press("Return")
    me.press("Ctrl+S")
    me.until(lambda: page.work is None)
    assert entries(me)[0].lines[1].over == "实物清点无误"
    assert lots(me)["A2"] == -40


@pytest.mark.parametrize(
    ("key", "typed", "words"),
    [
        ("quantity", "0", "数量至少是 1。请改。"),
        ("quantity", "abc", "数量应为整数，现在是「abc」。请改。"),
        ("quantity", "99999999", "太大，最多 9,999,999"),
        ("expiry", "2028-13", "有效期应写成 2028-06-30"),
        ("expiry", "2026-09", "已过，不能验收入库"),
    ],
)
def test_what_cannot_be_is_said_at_its_cell(screens: Screens, key: str, typed: str, words: str) -> None:
    me = screens("药师")
    page = begin(me)
    me.press("Return")
    me.pick("amxljn")
    put(me, page, 0, "quantity", "5")
    put(me, page, 0, "lot", "A1")
    put(me, page, 0, "expiry", "2028-06")
    put(me, page, 0, key, typed)
    assert words in fault(page, 0, key)
    me.press("Ctrl+S")
    me.settle()
    assert entries(me) == []
    assert here(page) == (0, key)


@pytest.mark.parametrize("kind", ["验收入库", "发药出库"])
def test_a_code_that_came_or_went_before_is_refused_at_its_cell(screens: Screens, kind: str) -> None:
    county = screens.county
    enter(county, EntryKind.RECEIPT, 5, "A1", NEXT, codes=(CODE,))
    if kind == "发药出库":
        enter(county, EntryKind.ISSUE_PATIENTS, 1, "A1", NEXT, codes=(CODE,))
        enter(county, EntryKind.ISSUE_PATIENTS, 1, "A1", NEXT, codes=(CODE,))
    me = screens("药师")
    page = begin(me, "ysrk" if kind == "验收入库" else "fyck")
    if kind == "验收入库":
        me.press("Return")
    me.pick("amxljn")
    put(me, page, 0, "quantity", "1")
    if kind == "验收入库":
        put(me, page, 0, "lot", "A1")
    put(me, page, 0, "codes", CODE)
    me.press("Ctrl+S")
    me.until(lambda: fault(page, 0, "codes"))
    assert f"追溯码 {CODE} 已经" in fault(page, 0, "codes")
    assert here(page) == (0, "codes")
    assert page.work.is_dirty


def test_a_lot_that_is_typed_for_a_receipt_is_not_taken_for_a_longer_one(screens: Screens) -> None:
    enter(screens.county, EntryKind.RECEIPT, 5, "A2609", NEXT)
    me = screens("药师")
    page = begin(me)
    me.press("Return")
    me.pick("amxljn")
    put(me, page, 0, "quantity", "1")
    put(me, page, 0, "lot", "A26")
    assert (lines(page)[0]["lot"], lines(page)[0]["expiry"]) == ("A26", None)
    put(me, page, 0, "lot", "A2609")
    assert (lines(page)[0]["lot"], lines(page)[0]["expiry"]) == ("A2609", NEXT)


def test_a_line_is_taken_out_and_brought_back(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = begin(me, "fyck")
    me.pick("amxljn")
    me.type("5")
    me.press("Return", "Return")
    page.work.table.view.go_to(0, 1)
    me.press("Delete")
    assert [line["drug"] for line in lines(page)] == [""]
    me.press("Ctrl+Z")
    assert (lines(page)[0]["name"], lines(page)[0]["lot"]) == (AMOXICILLIN, "A1")


def test_a_quantity_that_was_typed_before_the_books_were_read_gets_its_lot_when_they_are(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = begin(me, "fyck")
    books = page._records
    page.work.set_books(())
    me.pick("amxljn")
    me.type("80")
    me.press("Return")
    assert [line["lot"] for line in lines(page)] == [""]
    page.work.set_books(books)
    assert [(line["lot"], line["quantity"]) for line in lines(page)[:2]] == [("A1", 60), ("A2", 20)]


def test_an_issue_to_a_department_needs_to_know_which(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = begin(me, "ksly")
    me.press("Return")
    me.pick("amxljn")
    me.type("5")
    me.press("Return")
    me.press("Ctrl+S")
    me.settle()
    assert me.says("领用科室没有填。请选一个，或自己写。")
    me.type("外科")
    me.press("Ctrl+S")
    me.until(lambda: page.work is None)
    assert entries(me)[0].partner_name == "外科"


def test_a_loss_says_why_in_its_line_or_in_the_head(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = begin(me, "bs")
    me.pick("amxljn")
    me.type("2")
    me.press("Return")
    me.press("Ctrl+S")
    me.settle()
    assert fault(page, 0, "reason") == "这一行要写明原因。"
    page.work.head.reason.setFocus()
    me.type("雨水渗漏")
    me.press("Ctrl+S")
    me.until(lambda: page.work is None)
    assert (entries(me)[0].kind, entries(me)[0].reason) == (EntryKind.LOSS, "雨水渗漏")


def test_a_transfer_goes_to_another_room_and_is_issued_from_there(screens: Screens) -> None:
    stocked(screens.county)
    add_room(screens.county, "急诊")
    me = screens("药师")
    page = begin(me, "kfdb")
    me.press("Return")
    me.pick("amxljn")
    me.type("10")
    me.press("Return")
    me.press("Ctrl+S")
    me.settle()
    assert me.says("调出和调入是同一个库房")
    me.type("急疹")
    me.press("Ctrl+S")
    me.settle()
    assert me.says("没有「急疹」这个库房。请从列表里选；新库房请先在 库存 的「库房」里添加。")
    assert page.work.head.other.text() == "急疹"  # what was typed stays, to be put right
    me.press("Ctrl+A")
    me.type("急诊")
    me.press("Ctrl+S")
    me.until(lambda: page.work is None)
    me.settle()
    assert (entries(me)[0].room, entries(me)[0].other_room) == ("", "急诊")
    begin(me, "fyck")
    page.work.head.room.setFocus()
    me.press("Ctrl+A")
    me.type("急诊")
    me.press("Return")
    me.pick("amxljn")
    me.type("10")
    me.press("Return")
    me.press("Ctrl+S")
    me.until(lambda: page.work is None)
    assert (entries(me)[0].kind, entries(me)[0].room) == (EntryKind.ISSUE_PATIENTS, "急诊")
    assert entries(me)[0].lines[0].over == ""


def test_only_what_has_expired_is_proposed_for_destruction(screens: Screens) -> None:
    county = screens.county
    enter(county, EntryKind.OPENING, 10, "A0", date(2026, 9, 30))
    stocked(county)
    me = screens("药师")
    page = begin(me, "gqxh")
    me.pick("amxljn")
    me.type("10")
    me.press("Return")
    assert [line["lot"] for line in lines(page)] == ["A0"]
    me.press("Ctrl+S")
    me.until(lambda: page.work is None)
    assert "A0" not in lots(me)


def test_what_was_entered_is_no_draft_any_more_though_the_program_was_killed_at_once(
    screens: Screens, monkeypatch: pytest.MonkeyPatch
) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = issuing(me)
    me.press("Escape")
    me.settle()
    me.press("F2")
    me.settle()
    page = me.opened("stock")
    known = len(entries(me))
    monkeypatch.setattr(store, "drop_draft", lambda *_given: None)  # nothing after the commit is done
    me.press("Ctrl+S")
    me.until(lambda: page.work is None)
    assert len(entries(me)) == known + 1
    assert me.bench.read(store.kept_draft, me.actor.account) is None


def test_a_paper_that_was_left_is_gone_on_with(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = issuing(me)
    before = lines(page)
    me.press("Escape")
    me.settle()
    assert page.work is None
    assert me.toasts[-1][0] == "草稿已存本机"
    me.press("F2")
    me.settle()
    page = me.opened("stock")
    assert me.says("接着上次没写完的")
    assert lines(page) == before
    assert (page.work.kind, page.work.head.partner.text()) == (EntryKind.ISSUE_DEPARTMENT, "内科")
    me.click("从头写")
    me.settle()
    assert [line["drug"] for line in lines(page)] == [""]
    assert page.work.kind is EntryKind.RECEIPT
