"""What 库存 offers beside its papers: rooms, a pack by its code, where a recalled lot is, balances that agree."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from tests.capabilities.pharmacy.ui.counter import at_centre
from tests.capabilities.pharmacy.ui.sheets import reviewed
from tests.capabilities.pharmacy.ui.sheets import submitted
from tests.capabilities.pharmacy.ui.stocked import AMOXICILLIN
from tests.capabilities.pharmacy.ui.stocked import CODE
from tests.capabilities.pharmacy.ui.stocked import FAR
from tests.capabilities.pharmacy.ui.stocked import NEXT
from tests.capabilities.pharmacy.ui.stocked import UNIT
from tests.capabilities.pharmacy.ui.stocked import add_room
from tests.capabilities.pharmacy.ui.stocked import enter
from tests.capabilities.pharmacy.ui.stocked import entries
from tests.capabilities.pharmacy.ui.stocked import lots
from tests.capabilities.pharmacy.ui.stocked import stocked
from tests.capabilities.reading import check_layout
from tests.capabilities.referrals.ui.papers import save_paper
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.pharmacy.messages import stock as m
from yigongti_desktop.capabilities.pharmacy.messages.requests import DispatchDrugRequest
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.store import rooms as room_store
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import LotItem
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import StepItem
from yigongti_desktop.storage.engine import writing

pytestmark = pytest.mark.gui


def opened(me: Screen) -> Any:
    """Open the page on 阿莫西林, once all of it stands."""
    page = me.page("stock")
    page.find_record(me.county.drug("岳口", AMOXICILLIN))
    me.until(lambda: page.is_whole and page.history.items)
    me.settle()
    return page


def rooms(me: Screen) -> list[tuple[str, bool]]:
    """Return the rooms of 岳口 with whether they are closed."""
    return [(one.name, one.is_closed) for one in me.bench.read(room_store.rooms, UNIT)]


def test_rooms_are_added_renamed_and_closed_with_the_keyboard_alone(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = me.page("stock")
    me.until(lambda: page.is_whole)
    me.press("F4")
    me.settle()
    assert page.title == "库房"
    me.press("F2")
    me.settle()
    me.type("急诊药柜")
    me.press("Ctrl+Return")
    me.until(lambda: rooms(me) == [("药房", False), ("急诊药柜", False)])
    me.settle()
    page.work.table.view.rest_on(lambda one: one.room == "急诊药柜")
    me.settle()
    me.press("F7")
    me.settle()
    me.press("Ctrl+A")
    me.type("急诊科药柜")
    me.press("Ctrl+Return")
    me.until(lambda: ("急诊科药柜", False) in rooms(me))
    me.settle()
    me.click("停用")
    me.until(lambda: ("急诊科药柜", True) in rooms(me))
    me.settle()
    me.press("Escape")
    me.settle()
    assert (page.title, page.work) == ("库存", None)


def test_what_cannot_be_done_with_a_room_is_said_beside_it(screens: Screens) -> None:
    county = screens.county
    stocked(county)
    add_room(county, "急诊药柜")
    enter(county, EntryKind.TRANSFER, 10, "A1", NEXT, other_room="急诊药柜")
    me = screens("院长")  # who keeps the list as well
    page = me.page("stock")
    me.until(lambda: page.is_whole)
    me.press("F4")
    me.settle()
    page.work.table.view.rest_on(lambda one: one.room == "急诊药柜")
    me.settle()
    me.click("停用")
    me.settle()
    assert me.says("库房「急诊药柜」里账上还有 1 批，不能停用。请先调拨出去或盘点清零。")
    me.press("F2")
    me.settle()
    me.type("急诊药柜")
    me.press("Ctrl+Return")
    me.settle()
    assert me.says("已经有叫「急诊药柜」的库房了。请直接选用，或换一个名字。")


def test_the_list_shows_one_room_and_what_is_taken_is_taken_from_there(screens: Screens) -> None:
    county = screens.county
    stocked(county)
    add_room(county, "急诊药柜")
    enter(county, EntryKind.TRANSFER, 10, "A1", NEXT, other_room="急诊药柜")
    me = screens("药师")
    page = opened(me)
    assert {row[1]: row[3] for row in me.rows(page)}[AMOXICILLIN] == "160 盒"
    page.rooms.choose("急诊药柜")
    me.settle()
    assert [(row[1], row[3]) for row in me.rows(page)] == [(AMOXICILLIN, "10 盒")]
    me.press("F7")
    me.settle()
    assert page.work.head.room.text() == "急诊药柜"
    me.press("Escape")
    me.settle()
    page.rooms.choose("*")
    me.settle()
    assert len(me.rows(page)) == 2


def test_a_lot_goes_to_another_room_with_one_key(screens: Screens) -> None:
    county = screens.county
    stocked(county)
    add_room(county, "急诊药柜")
    me = screens("药师")
    page = opened(me)
    me.press("F9")
    me.settle()
    assert page.work.kind is EntryKind.TRANSFER
    me.pick("jzyg")
    me.press("Return")
    me.type("10")
    me.press("Return", "Ctrl+S")
    me.until(lambda: page.work is None)
    assert (entries(me)[0].kind, entries(me)[0].other_room) == (EntryKind.TRANSFER, "急诊药柜")
    me.settle()
    me.until(lambda: any(isinstance(item, LotItem) and item.room == "急诊药柜" for item in page.history.items))


def test_a_pack_is_found_by_its_code_with_what_it_came_and_to_whom_it_went(screens: Screens) -> None:
    county = screens.county
    enter(county, EntryKind.RECEIPT, 5, "A1", NEXT, codes=(CODE,), partner_name="国药", document="S-1")
    enter(county, EntryKind.ISSUE_DEPARTMENT, 1, "A1", NEXT, codes=(CODE,), partner_name="内科")
    me = screens("药师")
    page = me.page("stock")
    me.until(lambda: page.is_whole)
    me.press("/")
    me.type(CODE)
    me.press("Return")
    me.until(lambda: page.work is not None)
    me.settle()
    assert page.title == f"追溯码　{CODE}"
    assert me.says("阿莫西林胶囊 0.25g　批号 A1，有效期至 2028-06-30　已出库：科室领用 内科")
    found = [row[1:3] for row in me.rows(page.work)]
    assert found == [["验收入库", "国药"], ["科室领用", "内科"]]
    me.press("Escape")
    me.settle()
    assert len(me.rows(page)) == 1
    me.press("/")
    me.type("89999999999999999999")
    me.press("Return")
    me.until(lambda: me.says("没有这个追溯码的记录"))
    page.reload()  # as after a talk with the hub
    me.settle()
    assert me.says("没有这个追溯码的记录")


def test_balances_and_entries_are_said_to_agree_and_which_do_not(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = opened(me)
    me.press("F10")
    me.until(lambda: me.says("账目相符"))
    assert me.says("3 张单据、3 个批号逐笔重算，和账面结存一致。")
    with writing(me.bench.engine) as connection:
        connection.execute(text("UPDATE postings SET amount = 61 WHERE account LIKE '%|A1' AND amount = 60"))
    me.press("F10")
    me.until(lambda: me.says("账目不符"))
    assert me.says("阿莫西林胶囊 批号 A1 账面 61、单据合计 60")
    assert page.work is None


def test_a_movement_that_cannot_be_taken_back_says_where_it_is_put_right(screens: Screens) -> None:
    county = screens.county
    stocked(county)
    me = screens("药师")
    page = opened(me)
    first = entries(me)[0]
    county.clock.advance(minutes=1)
    county.desks["岳口"].do(county.people["药师"], m.ReverseEntry(entry=first.id, reason="录错了"))
    page.reload()
    me.until(lambda: entries(me)[0].kind is EntryKind.REVERSAL)
    me.settle()
    page.find_record(entries(me)[0].lines[0].drug)
    me.until(lambda: any(isinstance(item, StepItem) and item.step.entry.reverses for item in page.history.items))
    rows = [
        row for row, item in enumerate(page.history.items) if isinstance(item, StepItem) and item.step.entry.reverses
    ]
    page.history.setFocus()
    page.history.rest_on(rows[0])
    me.press("Return")
    me.settle()
    assert me.says("这张单据本身就是冲红，不能再冲。请照原来的内容重新记一张。")
    assert not page.panel.has_form


def test_a_lot_of_which_nothing_is_left_is_held_and_traced(screens: Screens) -> None:
    county = screens.county
    stocked(county)
    enter(county, EntryKind.ISSUE_DEPARTMENT, 60, "A1", NEXT, partner_name="内科")
    me = screens("药师")
    page = opened(me)
    page.ask_lot("hold_lot", page.current)
    me.until(lambda: page.panel.has_form)
    assert me.propose("A1") == ["A1"]
    me.press("Return")
    me.pick("yjbm")
    me.press("Ctrl+Return")
    me.until(lambda: not page.panel.has_form)
    me.until(lambda: any(isinstance(one, LotItem) and one.hold is not None for one in page.history.items))
    gone = next(one for one in page.history.items if isinstance(one, LotItem) and one.hold is not None)
    assert (gone.lot.key.lot, gone.lot.quantity) == ("A1", 0)
    page.open_recall(page.current, "A1")
    me.until(lambda: page.work.recall is not None)
    me.settle()
    assert me.says("本单位停用")
    assert [row[1:3] for row in me.rows(page.work)] == [["期初入账", "—"], ["科室领用", "内科"]]
    assert lots(me)["A2"] == 100


def test_the_centre_sees_every_unit_that_had_a_recalled_lot_and_prints_it(screens: Screens, tmp_path: Path) -> None:
    county = screens.county
    drug = county.drug("市一医", AMOXICILLIN)
    line = EntryLine(drug=drug, quantity=40, lot="A1", expiry=FAR)
    at_centre(county, m.EnterStock(entering=Entering(kind=EntryKind.OPENING, lines=(line,))))
    request = reviewed(county, submitted(county, **{AMOXICILLIN: 40}))
    parcel = Parcel(drug=drug, lots=(Lot(lot="A1", expiry=FAR, quantity=40),))
    at_centre(county, DispatchDrugRequest(request=request.id, parcels=(parcel,)))
    enter(county, EntryKind.RECEIPT, 40, "A1", FAR)
    enter(county, EntryKind.ISSUE_DEPARTMENT, 12, "A1", FAR, partner_name="内科")
    enter(county, EntryKind.ISSUE_VILLAGE, 5, "A1", FAR, partner_name="健康村卫生室")
    county.sync("岳口", "市一医")
    me = screens("中心药房")
    page = me.page("stock")
    me.until(lambda: page.is_whole)
    page.find_record(drug)
    me.settle()
    page.ask_lot("hold_lot", page.current)
    me.until(lambda: page.panel.has_form)
    me.type("A1")
    me.press("Return")
    me.pick("yjbm")
    me.press("Ctrl+Return")
    me.until(lambda: not page.panel.has_form)
    me.sync()
    me.sync()
    page.open_recall(page.current, "A1")
    me.until(lambda: page.work.recall is not None and page.work.recall.units)
    me.settle()
    (row,) = me.rows(page.work)
    assert row[:6] == ["岳口镇中心卫生院", "40", "40", "23", "17", "内科 12、健康村卫生室 5"]
    assert me.says("1 家单位有过，还存 23 盒")
    assert "再查一次" in me.buttons()
    target = tmp_path / "各单位.xlsx"
    head, first, *_ = me.exported(target).worksheets[0].iter_rows(values_only=True)
    listed = dict(zip(head, first, strict=True))
    assert (listed["单位"], listed["收到"], listed["还在"]) == ("岳口镇中心卫生院", 40, 23)
    me.press("Ctrl+P")
    sheets = save_paper(me, tmp_path / "recall.pdf")
    check_layout(sheets)
    assert len(sheets.pages) == 1
    for words in ("召回追踪表", "A1", "岳口镇中心卫生院", "内科", "健康村卫生室", "药监部门通知召回"):
        assert words in sheets.flat, words
