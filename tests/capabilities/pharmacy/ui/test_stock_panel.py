"""Beside the list: lots by room, what moved a drug, and what can be done: hold, release, take back, trace."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtWidgets import QMenu

from tests.capabilities.pharmacy.ui.stocked import AMOXICILLIN
from tests.capabilities.pharmacy.ui.stocked import FAR
from tests.capabilities.pharmacy.ui.stocked import NEXT
from tests.capabilities.pharmacy.ui.stocked import add_room
from tests.capabilities.pharmacy.ui.stocked import enter
from tests.capabilities.pharmacy.ui.stocked import entries
from tests.capabilities.pharmacy.ui.stocked import hold
from tests.capabilities.pharmacy.ui.stocked import lots
from tests.capabilities.pharmacy.ui.stocked import stocked
from tests.capabilities.reading import in_order
from tests.capabilities.referrals.ui.papers import save_paper
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.pharmacy.messages import stock as m
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.store import stock as store
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import LotItem
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import StepItem
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import words
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

pytestmark = pytest.mark.gui


def opened(me: Screen) -> Any:
    """Open the page on 阿莫西林, once its history stands beside it."""
    page = me.page("stock")
    page.find_record(me.county.drug("岳口", AMOXICILLIN))
    me.settle()
    me.until(lambda: page.history.items and page.current.shelf.name == AMOXICILLIN)
    return page


def rest_on(me: Screen, page: Any, kind: type, place: int = 0) -> None:
    """Put the cursor on a lot or a movement."""
    rows = [row for row, item in enumerate(page.history.items) if isinstance(item, kind)]
    page.history.rest_on(rows[place])
    me.settle()


def said(page: Any) -> list[str]:
    """Return all that stands beside the list."""
    return [words(item) for item in page.history.items]


def test_lots_stand_by_room_and_movements_with_the_balance_after_each(screens: Screens) -> None:
    stocked(screens.county)
    add_room(screens.county, "急诊药柜")
    enter(screens.county, EntryKind.TRANSFER, 10, "A1", NEXT, other_room="急诊药柜")
    enter(screens.county, EntryKind.ISSUE_DEPARTMENT, 7, "A1", NEXT, partner_name="内科")
    me = screens("药师")
    found = said(opened(me))
    assert found[0] == "批号 3 批，2 个库房"
    assert "A1　2028-06-30　急诊药柜　10 盒" in found
    assert "A1　2028-06-30　药房　43 盒" in found
    moves = [one.rsplit("　", 2)[0] for one in found[found.index("最近出入库 4 笔") + 1 :]]
    assert moves == [
        "科室领用　内科　-7　结存 153",
        "库房调拨　药房 → 急诊药柜　10　结存 160",
        "验收入库　+100　结存 160",
        "期初入账　+60　结存 60",
    ]


def test_a_movement_is_taken_back_with_a_reason_and_only_once(screens: Screens) -> None:
    stocked(screens.county)
    enter(screens.county, EntryKind.ISSUE_PATIENTS, 7, "A1", NEXT)
    screens.county.clock.advance(minutes=1)  # the latest stands first
    me = screens("药师")
    page = opened(me)
    page.history.setFocus()
    rest_on(me, page, StepItem)
    assert "冲红" in me.buttons()
    me.press("Return")
    me.pick("sllc")
    me.press("Return")
    me.until(lambda: lots(me)["A1"] == 60)
    me.settle()
    entry = entries(me)[0]
    assert (entry.kind, entry.reason) == (EntryKind.REVERSAL, "数量录错")
    assert me.toasts[-1][1].endswith("已冲红")
    me.until(lambda: any("冲红" in one for one in said(page)))
    rest_on(me, page, StepItem, 1)
    assert "冲红" not in me.buttons()
    rest_on(me, page, StepItem, 0)
    assert "冲红" not in me.buttons()


def test_a_reversal_that_is_refused_says_why_and_keeps_its_fields(screens: Screens) -> None:
    county = screens.county
    entry = enter(county, EntryKind.RECEIPT, 10, "A1", FAR)
    enter(county, EntryKind.ISSUE_PATIENTS, 8, "A1", FAR)
    me = screens("药师")
    page = opened(me)
    rest_on(me, page, StepItem, 1)
    page.act("reverse")
    me.type("录错了")
    me.press("Ctrl+Return")
    me.until(lambda: me.says("账面只有"))
    assert page.panel.has_form
    assert entries(me)[0].reverses != entry.id


def test_a_lot_is_held_and_released_with_a_reason(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = opened(me)
    rest_on(me, page, LotItem)
    me.click("停用批号")
    me.pick("yjbm")
    me.press("Return")
    me.until(lambda: any(one.is_held for one in me.bench.read(store.holds)))
    me.settle()
    me.until(lambda: any("停用" in one for one in said(page)))
    assert ["有停用", AMOXICILLIN] in [row[:2] for row in me.rows(page)]
    rest_on(me, page, LotItem)
    me.click("恢复批号")
    me.pick("jyhg")
    me.until(lambda: not any(one.is_held for one in me.bench.read(store.holds)))
    assert me.bench.read(store.holds)[0].reason == "检验合格"


def test_a_lot_that_the_community_holds_is_not_released_here(screens: Screens) -> None:
    county = screens.county
    stocked(county)
    lead = county.people["中心药房"]
    county.desks["市一医"].do(lead, m.HoldLot(drug=county.drug("市一医", AMOXICILLIN), lot="A1", reason="召回"))
    county.sync("市一医", "岳口")
    me = screens("药师")
    page = opened(me)
    rest_on(me, page, LotItem)
    assert "恢复批号" not in me.buttons()
    assert "停用批号" not in me.buttons()


def test_what_a_lot_has_touched_is_listed_and_exported_with_numbers_and_dates(screens: Screens, tmp_path: Path) -> None:
    county = screens.county
    stocked(county)
    enter(county, EntryKind.ISSUE_DEPARTMENT, 7, "A1", NEXT, partner_name="内科")
    enter(county, EntryKind.ISSUE_VILLAGE, 3, "A1", NEXT, partner_name="健康村卫生室")
    hold(county, "A1")
    me = screens("药师")
    page = opened(me)
    page.history.setFocus()
    rest_on(me, page, LotItem)
    me.press("Return")
    me.settle()
    assert page.title == "召回追踪　A1"
    assert page.facts.text() == "阿莫西林胶囊　入 60 盒　出 10 盒　现存 50 盒　发到 2 处"
    assert [row[1:3] for row in me.rows(page.work)] == [
        ["期初入账", "—"],
        ["科室领用", "内科"],
        ["村室领用", "健康村卫生室"],
    ]
    target = tmp_path / "召回.xlsx"
    head, first, *_ = me.exported(target).worksheets[0].iter_rows(values_only=True)
    row = dict(zip(head, first, strict=True))
    assert (row["数量"], row["有效期至"].date()) == (60, NEXT)  # type: ignore[union-attr] # a cell of a date
    assert isinstance(row["时间"], datetime)
    me.press("Escape")
    me.settle()
    assert page.work is None


def test_more_offers_the_other_papers_for_the_drug(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = opened(me)
    rest_on(me, page, LotItem)
    me.click("更多")
    menu = page.findChild(QMenu)
    offered = {action.text(): action for action in menu.actions() if action.text()}
    assert list(offered) == [
        "村室领用",
        "发药出库",
        "退回入库",
        "退回中心药房",
        "报损",
        "过期销毁",
        "库房调拨",
        "期初入账",
        "召回追踪 A1",
        "按批号追踪",
        "按批号停用",
    ]
    menu.close()
    offered["报损"].trigger()
    me.settle()
    assert page.title == "报损"
    assert page.work.table.view.lines.lines[0]["name"] == AMOXICILLIN


def test_more_kinds_of_papers_are_offered_for_the_drug(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = opened(me)
    me.press("F7")
    me.settle()
    assert page.title == "科室领用"
    assert page.work.table.view.lines.lines[0]["name"] == AMOXICILLIN
    assert me.focus() is page.work.head.partner
    me.press("Escape")
    me.settle()
    page.act("in")
    me.settle()
    assert page.title == "验收入库"


def test_the_paper_of_a_receipt_is_had_by_keyboard(screens: Screens, tmp_path: Path) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = opened(me)
    page.history.setFocus()
    rest_on(me, page, StepItem)
    entry = page.history.current().step.entry
    assert entry.kind is EntryKind.RECEIPT
    me.press("Ctrl+P")
    text = save_paper(me, tmp_path / "单.pdf").flat
    assert in_order(text, "药品验收入库单", entry.number, "岳口镇中心卫生院", AMOXICILLIN, "盒100A2", "验收人：刘小梅")


def test_any_movement_is_printed_with_a_click_and_a_director_may_too(screens: Screens, tmp_path: Path) -> None:
    stocked(screens.county)
    enter(screens.county, EntryKind.ISSUE_DEPARTMENT, 7, "A1", NEXT, partner_name="内科")
    me = screens("院长")
    page = opened(me)
    rest_on(me, page, LotItem)
    assert "打印" not in me.buttons()
    rest_on(me, page, StepItem)
    me.click("打印")
    assert in_order(save_paper(me, tmp_path / "单.pdf").flat, "药品领用单", "内科", AMOXICILLIN)


def test_a_receipt_is_still_begun_from_a_movement(screens: Screens) -> None:
    stocked(screens.county)
    me = screens("药师")
    page = opened(me)
    rest_on(me, page, StepItem)
    me.click("更多")
    menu = page.findChild(QMenu)
    assert menu.actions()[0].text() == "验收入库"
    menu.close()


@pytest.mark.parametrize("by", ["key", "click"])
def test_the_list_of_what_expires_is_printed_as_the_county_calls_it_near(
    screens: Screens, tmp_path: Path, by: str
) -> None:
    county = screens.county
    stocked(county)
    rule = Rule(id="stock.warn_months", versions=(RuleVersion(value=2),))
    county.hub.counter.publish({"rule": [rule] if by == "click" else []})
    county.sync("岳口")
    me = screens("药师")
    page = me.page("stock")
    me.until(lambda: page.is_whole)
    if by == "key":
        me.press("Ctrl+Shift+P")
    else:
        me.click("催销表")
    text = save_paper(me, tmp_path / "催销表.pdf").flat
    if by == "key":
        assert in_order(text, "近效期药品催销表", "库房：全部", "范围：6个月内到期", "B12027-01-31", "30瓶", "共1批")
    else:
        assert in_order(text, "范围：2个月内到期", "共0批")
