"""服务包 by keyboard: the office looks starting points through, offers, takes over and ends; units only look."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.capabilities.contracts.ui.arranged import offered
from tests.capabilities.contracts.ui.arranged import package
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.contracts.model import standard
from yigongti_desktop.capabilities.contracts.model.item import Evidence
from yigongti_desktop.capabilities.contracts.model.item import Form
from yigongti_desktop.capabilities.contracts.model.rhythm import Monthly
from yigongti_desktop.capabilities.contracts.store import teams as store
from yigongti_desktop.kernel.clock import day

pytestmark = pytest.mark.gui

STARTS = 11


def names(me: Screen, page: Any) -> list[str]:
    """Return the names of the packages in the list."""
    return [row[1] for row in me.rows(page) if row[1]]


def notes(page: Any, *fields: str) -> list[str]:
    """Return what stands quietly under fields."""
    return [page.work.head._boxes[name]._note.text() for name in fields]


@pytest.mark.policy("FDC-14")
def test_a_package_is_written_and_offered_with_the_keyboard_alone(screens: Screens) -> None:
    me = screens("医共体办")
    page = me.page("packages")
    assert me.says("样例待核对 11 个")
    me.press("F2")
    me.settle()
    me.type("高血压患者服务包")
    me.press("Return")
    me.pick("高血压")
    me.press("Return")  # this year
    for typed in ("天卫发〔2026〕8号", "", "", "100", "", "30"):
        me.type(typed)
        me.press("Return")
    me.type("33.33")
    assert notes(page, "finance", "insurance", "personal") == ["30.00 元", "33.33 元", "36.67 元"]
    assert page.work.head.values()["personal"] == "36.67"
    me.press("Return")
    me.type("03-9")
    me.press("Return")
    me.pick("高血压随访")
    (line,) = page.work.lines
    assert (line["code"], line["rhythm"], line["form"]) == ("03-1", "每年4次", "hypertension")
    me.press("Return", "Return", "Return", "Return")
    assert len(page.work.lines) == 2
    for typed in ("12-1", "健康教育", "每 3 个月", "", "护士、村医", "照片"):
        me.type(typed)
        me.press("Return")
    assert page.work.lines[1]["rhythm"] == "每3月"
    me.press("Ctrl+Return")
    me.until(lambda: me.toasts)
    made = package(me, "高血压患者服务包")
    today = day(me.desk.now())
    assert (made.year, made.key_group, made.document) == (2026, "hypertension", "天卫发〔2026〕8号")
    assert (made.since, made.until) == (today, date(2026, 12, 31))
    assert (made.price_fen, made.finance_fen, made.insurance_fen, made.self_fen) == (10_000, 3_000, 3_333, 3_667)
    visit, teaching = made.items
    assert (visit.rhythm, visit.form) == (standard.CHRONIC_FOLLOW_UP, Form.HYPERTENSION)
    assert visit.who == ("doctor", "public_health", "village_doctor")
    assert (teaching.rhythm, teaching.who) == (Monthly(months=3), ("nurse", "village_doctor"))
    assert teaching.evidence == (Evidence.PHOTO,)
    me.sync()
    assert me.rows(page)[1][:2] == ["可签", "高血压患者服务包"]
    screens.county.sync("岳口")
    assert package(screens("公卫"), "高血压患者服务包").price_fen == 10_000


@pytest.mark.policy("FDC-14")
def test_the_three_always_make_the_price_by_percent_and_by_amount(screens: Screens) -> None:
    me = screens("医共体办")
    page = me.page("packages", "new")
    head = page.work.head
    me.fill(head, price="100", finance="33.33", insurance="33.33")
    assert notes(page, "price", "finance", "insurance", "personal") == [
        "三方合计 100.00 元",
        "33.33 元",
        "33.33 元",
        "33.34 元",
    ]
    head.editor("mode").choose("amount")
    me.settle()
    assert [head.values()[name] for name in ("finance", "insurance", "personal")] == ["33.33", "33.33", "33.34"]
    assert notes(page, "finance", "insurance", "personal") == ["33.33 %", "33.33 %", "33.34 %"]
    me.fill(head, finance="80")
    assert head.values()["personal"] == ""
    assert notes(page, "price") == ["「个人」的分摊不能小于零。请改金额。"]
    me.fill(head, name="试", insurance="20")
    assert (head.values()["personal"], notes(page, "price")) == ("0.00", ["三方合计 100.00 元"])
    head.editor("mode").choose("percent")
    me.settle()
    assert [head.values()[name] for name in ("finance", "insurance", "personal")] == ["80", "20", "0"]
    me.fill(head, finance="八成")
    me.press("Ctrl+Return")
    assert me.says("比例填得不对：八成。请填 0 到 100，最多两位小数，如 33.33。")
    me.fill(head, price="一百", finance="80")
    me.press("Ctrl+Return")
    assert me.fault(head, "price")


def test_what_is_wrong_with_an_item_is_said_at_its_cell(screens: Screens) -> None:
    me = screens("医共体办")
    page = me.page("packages", "new")
    me.fill(page.work.head, name="试用包")
    view = page.work.table.view
    view.go_to(0, 1)
    for typed in ("99-1", "试一试", "有空就做"):
        me.type(typed)
        me.press("Return")
    me.press("Return")
    me.type("院长")
    me.press("Return", "Ctrl+Return")
    assert me.says("看不懂「有空就做」。")
    me.press("F8")
    assert me.says("没有「院长」这种岗位。")
    view.go_to(0, 3)
    me.pick("孕期")
    assert page.work.lines[0]["rhythm"].startswith("孕周 0-12约12、16-20")
    view.go_to(0, 5)
    me.type("村医")
    me.press("Return")
    me.press("Ctrl+Return")
    me.until(lambda: me.toasts)
    assert package(me, "试用包").items[0].rhythm == standard.PREGNANCY


def test_two_items_of_one_code_are_refused_by_the_rules(screens: Screens) -> None:
    known = offered(screens.county, since=date(2027, 1, 1), name="明年的包")
    me = screens("医共体办")
    page = me.page("packages", known.id)
    assert me.rows(page)[1][0] == "还没开始"
    me.press("F7")
    me.settle()
    page.work.table.view.go_to(1, 1)
    me.type("htn-visit")
    me.press("Return", "Ctrl+Return")
    me.settle()
    assert me.says("「高血压随访」的项目编码写了两次。")
    page.work.table.view.go_to(1, 1)
    me.type("checkup-2")
    me.press("Return", "Ctrl+Return")
    me.until(lambda: package(me, "明年的包").items[1].code == "checkup-2")
    assert package(me, "明年的包").id == known.id


@pytest.mark.policy("FDC-14")
def test_a_starting_point_is_looked_through_and_offered(screens: Screens) -> None:
    me = screens("医共体办")
    page = me.page("packages")
    page.table.chips.choose("start")
    assert len(names(me, page)) == STARTS
    page.on_typed("高血压")
    assert names(me, page) == ["样例：高血压患者服务包"]
    assert me.says("照国家规范列的，谁都还不能签。")
    start = page._shown.package
    me.press("F7")
    me.settle()
    values = page.work.head.values()
    assert (values["name"], values["since"]) == ("高血压患者服务包", day(me.desk.now()))
    me.press("Ctrl+Return")
    me.until(lambda: me.toasts)
    made = package(me, "高血压患者服务包")
    assert made.id == start.id
    assert made.is_confirmed
    assert made.offered(day(me.desk.now()))
    me.sync()
    assert not any(code for code in screens.county.journal("package.offered") if code.code)


def test_a_starting_point_is_laid_aside(screens: Screens) -> None:
    me = screens("医共体办")
    page = me.page("packages")
    page.table.chips.choose("start")
    page.on_typed("结核")
    me.settle()
    me.click("不采用")
    me.until(lambda: package(me, "样例：肺结核患者服务包").until is not None)
    page.on_typed("")
    me.settle()
    assert len(names(me, page)) == STARTS - 1
    page.table.chips.choose("ended")
    assert names(me, page) == ["样例：肺结核患者服务包"]
    me.settle()
    assert "核对并发布" in me.buttons()  # the office may think better of it


def test_a_package_is_taken_over_into_the_next_year(screens: Screens) -> None:
    known = offered(screens.county, name="2026 年高血压包", since=date(2026, 1, 1), until=date(2026, 12, 31))
    me = screens("医共体办")
    page = me.page("packages", known.id)
    me.press("F7")
    me.settle()
    assert me.says("接着 2026 年高血压包")
    values = page.work.head.values()
    assert (values["name"], values["year"]) == ("2027 年高血压包", "2027")
    assert (values["since"], values["until"]) == (date(2027, 1, 1), date(2027, 12, 31))
    me.press("Ctrl+Return")
    me.until(lambda: me.toasts)
    made = package(me, "2027 年高血压包")
    assert made.id != known.id
    assert (made.items, made.price_fen, made.self_fen) == (known.items, known.price_fen, known.self_fen)
    me.settle()
    page.table.chips.choose("coming")
    assert names(me, page) == ["2027 年高血压包"]


def test_a_package_ends_with_a_day_and_can_no_longer_be_signed_for(screens: Screens) -> None:
    known = offered(screens.county)
    me = screens("医共体办")
    page = me.page("packages", known.id)
    me.click("停用")
    me.type("2024-01-01")
    me.press("Return", "Ctrl+Return")
    me.until(lambda: me.says("结束日期早于开始日期"))
    me.fill(page.panel.asking.form, until="2026-11-22")
    me.press("Ctrl+Return")
    me.until(lambda: package(me, known.name).until == date(2026, 11, 22))
    me.sync()
    page.table.chips.choose("ended")
    assert me.rows(page)[1][0] == "已停"
    assert "停用" not in me.buttons()


@pytest.mark.parametrize("who", ["公卫", "医生", "村医", "院长", "专科医生"])
def test_units_see_what_is_offered_and_no_starting_point(screens: Screens, who: str) -> None:
    known = offered(screens.county)
    me = screens(who)
    page = me.page("packages", known.id)
    assert names(me, page) == ["高血压服务包"]
    assert me.says("30.00 元　30 %")
    assert me.says("高血压随访　每年 4 次　填高血压随访表")
    assert not {"新服务包", "修改", "停用", "接着上一年"} & set(me.buttons())
    me.page("packages", "new")
    assert page.work is None


def test_the_packages_go_into_a_workbook_with_their_items(screens: Screens, tmp_path: Path) -> None:
    offered(screens.county)
    me = screens("公卫")
    me.page("packages")
    file = tmp_path / "服务包.xlsx"
    book = me.exported(file)
    head, row = list(book[book.sheetnames[0]].iter_rows(values_only=True))[:2]
    said = dict(zip(head, row, strict=True))
    assert (said["服务包"], said["年度"], said["价格（元）"]) == ("高血压服务包", 2026, 100)
    assert said["项目"] == "高血压随访 每年4次；健康体检 每年1次"
    assert said["谁来付（元）"] == "财政 30 / 医保 50 / 个人 20"


def test_a_draft_of_one_package_is_not_met_in_another(screens: Screens) -> None:
    known = offered(screens.county, since=date(2026, 1, 1))
    me = screens("医共体办")
    page = me.page("packages", "new")
    me.fill(page.work.head, name="写了一半")
    me.press("Escape")
    me.settle()
    me.page("packages", known.id)
    me.press("F7")
    me.settle()
    assert page.work.head.values()["name"] == known.name
    me.press("Escape")
    me.settle()
    me.page("packages", "new")
    assert page.work.head.values()["name"] == "写了一半"
    assert me.says("接着上次没写完的")
    assert len(me.bench.read(store.all_packages)) == STARTS + 1
