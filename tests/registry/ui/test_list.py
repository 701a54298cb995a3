"""Residents are found by a few letters or digits; a list of any length is a window that loads what is seen."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.registry.ui.people import HU
from tests.registry.ui.people import identity
from tests.registry.ui.people import populate
from tests.registry.ui.people import register
from tests.screens import Screens
from tests.world import id_number
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry.messages import RegisterResident

pytestmark = pytest.mark.gui

CHEN = id_number(date(1955, 3, 12), 302)


@pytest.mark.parametrize(
    "typed", ["胡小", "hxy", "HXY", "huxiaoyan", HU[-4:], HU, HU.lower(), "0001", "13900000001", "胡小燕 "]
)
def test_somebody_is_found_by_name_letters_and_the_tail_of_a_number(screens: Screens, typed: str) -> None:
    register(screens.county)
    register(screens.county, name="陈桂兰", birth=date(1955, 3, 12), phone="13800000002", id_number=CHEN)
    me = screens("医生")
    page = me.page("residents")
    assert me.focus() is page.table.search
    me.type(typed)
    me.press("Return")
    me.until(lambda: [row[0] for row in me.rows(page)] == ["胡小燕"])
    assert page.facts.text() == "找到 1 人"
    me.settle()
    assert me.says(HU)


def test_somebody_with_a_rare_name_is_found_by_the_character_itself(screens: Screens) -> None:
    register(screens.county, name="𠮷䶮")
    me = screens("医生")
    page = me.page("residents")
    me.type("𠮷")
    me.until(lambda: [row[0] for row in me.rows(page)] == ["𠮷䶮"])


def test_nobody_found_says_so_and_offers_to_register(screens: Screens) -> None:
    register(screens.county)
    me = screens("医生")
    page = me.page("residents")
    me.type("wxyz")
    me.until(lambda: me.says("没有找到这个人"))
    assert me.says("您找的是「wxyz」。本机共有 1 位居民。")
    me.press("Escape")
    me.until(lambda: len(me.rows(page)) == 1)
    assert page.facts.text() == "共 1 人"


def test_a_hundred_thousand_residents_stay_a_window(screens: Screens) -> None:
    populate(screens.county, "岳口", 100_000, found=slice(77_777, 77_778))
    me = screens("医生")
    page = me.page("residents")
    model = page.table.view.records
    me.until(lambda: model.rowCount() == 100_001)
    me.until(lambda: model.at(0) is not None)
    assert model._asked <= {0}  # 200 rows: what is in sight; what came in meanwhile is read again when it is painted
    assert page.facts.text() == "共 100,001 人"
    assert len(model.records()) == 200
    page.table.view.setFocus()
    me.press("Ctrl+End")
    me.until(lambda: model.at(100_000) is not None)
    assert len(model.records()) <= 600
    assert len(model._asked) <= 3
    me.until(lambda: page.current is not None)
    me.settle()
    assert page.panel._name.text() == page.current.name
    page.table.search.setFocus()
    me.type("13900077777")
    me.press("Return")
    me.until(lambda: model.rowCount() == 1)
    assert page.current.id == "r-0077777"


def test_the_cursor_stays_on_its_person_when_others_come_into_the_list(screens: Screens) -> None:
    populate(screens.county, "岳口", 1000)
    me = screens("医生")
    page = me.page("residents")
    page.table.view.rest_at(600)
    me.until(lambda: page.current is not None)
    me.settle()
    known = page.current
    screens.county.do(
        "岳口", RegisterResident(identity=identity(name="陈桂兰", id_number="", no_id_reason="无户口", village=""))
    )
    page.reload()
    me.until(lambda: page.current is not None and page.table.view.current_row() == 601)
    me.settle()
    assert page.current == known
    assert page.panel._name.text() == known.name
    assert page.facts.text() == "共 1,002 人"


def test_what_is_found_too_often_lists_the_first_and_says_so(screens: Screens) -> None:
    populate(screens.county, "岳口", 3000)
    me = screens("医生")
    page = me.page("residents")
    me.type("139")
    me.press("Return")
    me.until(lambda: page.facts.text() == "找到 300 人，只列前面的")
    assert len(me.rows(page)) == 300


def test_an_export_of_a_window_carries_every_resident(screens: Screens, tmp_path: Path) -> None:
    populate(screens.county, "岳口", 1000)
    me = screens("医生")
    me.page("residents")
    target = tmp_path / "居民.xlsx"
    rows = list(me.exported(target).worksheets[0].iter_rows(values_only=True))
    assert rows[0][:4] == ("姓名", "性别", "年龄", "出生日期")
    assert len(rows) == 1002
    assert me.toasts[-1] == ("已导出", "1,001 行　居民.xlsx")


def test_the_panel_shows_what_is_known_and_leads_to_a_slip(screens: Screens) -> None:
    register(screens.county)
    me = screens("医生")
    page = me.page("residents")
    me.press("Down", "Down")
    me.settle()
    for words in ("1975-06-01", HU, "139 0000 0001", "健康村二组", "岳口镇中心卫生院"):
        assert me.says(words), words
    me.press("F7")
    me.settle()
    assert me.opened("referrals").work.form.form.values()["name"] == "胡小燕"
    assert page.current.name == "胡小燕"


def test_a_nurse_may_correct_but_writes_no_slip(screens: Screens) -> None:
    register(screens.county)
    me = screens("护士")
    me.page("residents")
    me.press("Down", "Down")
    me.settle()
    assert "修改资料" in me.buttons()
    assert "新建转出单" not in me.buttons()


def test_what_another_unit_registered_otherwise_is_called_out(screens: Screens) -> None:
    county = screens.county
    register(county)
    register(county, "多宝", name="胡晓燕", phone="13900000007")
    county.sync("岳口", "多宝", "岳口")
    me = screens("医生")
    me.page("residents")
    me.press("Down", "Down")
    me.settle()
    assert me.says("别的机构登记得不一样")
    assert me.says("姓名 胡晓燕（多宝镇卫生院）")
    assert me.says("联系电话 13900000007（多宝镇卫生院）")
    assert me.says("岳口镇中心卫生院、多宝镇卫生院") or me.says("多宝镇卫生院、岳口镇中心卫生院")


def test_residents_without_a_number_say_why(screens: Screens) -> None:
    register(screens.county, id_number="", no_id_reason="未带证件", sex=Sex.FEMALE)
    me = screens("医生")
    page = me.page("residents")
    me.press("Down", "Down")
    me.settle()
    assert me.says("没有（未带证件）")
    assert me.rows(page)[0][4] == "—"
