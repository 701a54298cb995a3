"""药款: what is owed by month; opened at the central pharmacy, agreed or disputed at the unit, by keyboard alone."""

from __future__ import annotations

from datetime import date

import pytest

from tests.screens import Screens
from tests.sync.county import County
from yigongti_desktop.capabilities.pharmacy.messages import requests as asking
from yigongti_desktop.capabilities.pharmacy.messages import statements as m
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.statement import Statement
from yigongti_desktop.capabilities.pharmacy.model.statement import StatementState
from yigongti_desktop.capabilities.pharmacy.store import statements as store
from yigongti_desktop.capabilities.pharmacy.ui import statement_today
from yigongti_desktop.kit.papers import PaperDialog

pytestmark = pytest.mark.gui

UNIT, MONTH = "tianmen.yuekou", "2026-11"


def received(county: County, packs: int, price: int | None) -> None:
    """Let 岳口 receive packs at a price; both sides know."""
    unit, centre = county.desks["岳口"], county.desks["市一医"]
    drug = county.drug("岳口")
    wanted = asking.SubmitDrugRequest(lines=(Wanted(drug=drug, quantity=packs),))
    request = unit.do(county.people["药师"], wanted).record.id
    county.sync("岳口", "市一医")
    pharmacist = county.people["中心药房"]
    centre.do(pharmacist, asking.ReviewDrugRequest(request=request, decisions=(Decision(drug=drug, approved=packs),)))
    lot = Lot(lot="A1", expiry=date(2028, 3, 31), quantity=packs, price_fen=price)
    centre.do(pharmacist, asking.DispatchDrugRequest(request=request, parcels=(Parcel(drug=drug, lots=(lot,)),)))
    county.sync("市一医", "岳口")
    counts = (Count(drug=drug, received=(packs,)),)
    unit.do(county.people["药师"], asking.ReceiveDelivery(request=request, counts=counts))
    county.sync("岳口", "市一医")


def statement(county: County, desk: str) -> Statement:
    (known,) = county.desks[desk].read(store.open_statements)
    return known


@pytest.mark.policy("PHA-13")
def test_the_central_pharmacy_gives_a_missing_price_and_opens_the_month_by_keyboard(screens: Screens) -> None:
    received(screens.county, 10, 1250)
    received(screens.county, 4, None)
    me = screens("中心药房")
    page = me.page("payables")
    assert [row[0] for row in me.rows(page)] == ["未出账", "未出账"]
    assert page.facts.text() == "应付 125.00 元　1 家单位　另有 1 行没有单价"
    assert me.says("有药没有单价")
    assert me.says("10 盒 × 12.50 = 125.00 元")
    me.press("F7")
    me.type("12,5")
    me.press("Ctrl+Return")
    assert "应是元" in me.fault(page.panel.asking.form, next(iter(page.panel.asking.form.names)))
    me.press("Ctrl+A")
    me.type("12.5")
    me.press("Ctrl+Return")
    me.until(lambda: screens.county.desks["市一医"].read(store.open_statements))
    me.settle()
    assert me.toasts[-1] == ("已存本机", "岳口镇中心卫生院　2026年11月　待核对，待上传")
    assert page.facts.text() == "应付 175.00 元　1 家单位"
    assert [row[0] for row in me.rows(page)] == ["待上传", "待上传"]


def test_the_unit_objects_in_words_then_agrees_and_the_central_pharmacy_settles(screens: Screens) -> None:
    county = screens.county
    received(county, 10, 1250)
    known = county.desks["市一医"].do(county.people["中心药房"], m.OpenStatement(unit=UNIT, month=MONTH)).record
    county.sync("市一医", "岳口")
    me = screens("药师")
    page = me.page("payables", known.id)
    assert me.says("2026年11月")
    me.click("有异议")
    me.press("Ctrl+Return")
    assert me.fault(page.panel.asking.form, "words") == "哪里不对没有填。请补上。"
    me.type("单价比招标价高")
    me.press("Ctrl+Return")
    me.until(lambda: statement(county, "岳口").state is StatementState.DISPUTED)
    me.settle()
    me.sync()
    assert me.rows(page)[0][0] == "有异议"
    me.press("F7")
    me.until(lambda: statement(county, "岳口").state is StatementState.CONFIRMED)
    me.sync()
    county.sync("市一医")
    her = screens("中心药房")
    todos = county.desks["市一医"].read(statement_today.todos, her.actor, county.clock.now())
    assert [(todo.kind, todo.badge, todo.record) for todo in todos] == [("结账", "待结账", known.id)]
    page = her.page("payables", known.id)
    her.press("F7")
    her.until(lambda: not county.desks["市一医"].read(store.open_statements))
    her.sync()
    assert her.rows(page)[0][0] == "已结账"
    page.table.chips.choose("closed")
    assert len(her.rows(page)) == 1


def test_a_month_is_chosen_and_an_empty_one_says_so(screens: Screens) -> None:
    received(screens.county, 10, 1250)
    me = screens("药师")
    page = me.page("payables")
    assert page.period.key == MONTH
    page.period.choose("2026-10")
    me.settle()
    assert me.rows(page) == []
    assert me.says("这个月还没有收货")
    assert page.facts.text() == "应付 0.00 元"
    page.period.choose("")
    me.settle()
    assert len(me.rows(page)) == 1


def test_a_drug_or_a_number_finds_its_delivery(screens: Screens) -> None:
    received(screens.county, 10, 1250)
    me = screens("药师")
    page = me.page("payables")
    for typed, count in (("amxl", 1), ("阿莫", 1), ("市一医-2026", 1), ("头孢", 0)):
        page.on_typed(typed)
        assert len(me.rows(page)) == count


def test_the_paper_of_a_statement_is_shown_and_a_month_that_is_not_opened_has_none(screens: Screens) -> None:
    county = screens.county
    received(county, 10, 1250)
    me = screens("中心药房")
    page = me.page("payables")
    assert "打印" not in me.buttons()
    me.press("F7")
    me.until(lambda: county.desks["市一医"].read(store.open_statements))
    me.settle()
    met = me.answer(lambda dialog: dialog.reject())
    me.press("Ctrl+P")
    me.until(lambda: met)
    assert isinstance(met[0], PaperDialog)
    me.come_back()
    assert page.isVisible()


def test_what_is_not_on_the_statement_is_said_and_cannot_be_agreed_to(screens: Screens) -> None:
    county = screens.county
    received(county, 10, 1250)
    known = county.desks["市一医"].do(county.people["中心药房"], m.OpenStatement(unit=UNIT, month=MONTH)).record
    received(county, 5, 100)
    me = screens("药师")
    me.page("payables", known.id)
    me.settle()
    assert "核对无误" in me.buttons()  # the hub has added it
    assert statement(county, "岳口").total_fen == 13_000
