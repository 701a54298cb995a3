"""派驻全年 by the keyboard: the cursor says which day and who, F8 goes to the next gap, Enter opens what is there."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.capabilities.staffing.ui.seeded import people
from tests.capabilities.staffing.ui.seeded import serving
from tests.screens import Screen
from tests.screens import Screens

pytestmark = pytest.mark.gui


def year(me: Screen) -> Any:
    page = me.page("posting_year")
    page.band.setFocus()
    return page


@pytest.mark.policy("STF-16")
def test_a_unit_sees_its_own_days_and_walks_from_gap_to_gap(screens: Screens) -> None:
    county = screens.county
    one = serving(county, people(county)["欧阳海棠"].id)
    me = screens("排班")
    page = year(me)
    assert [unit.name for unit in page.band._units] == ["岳口镇中心卫生院"]
    assert page.band.day == date(2026, 11, 23)
    assert me.says("岳口镇中心卫生院　2026年11月23日　周一　已安排，未登记　欧阳海棠")
    me.press("Home")
    assert me.says("2026年1月1日　周四　没有人")
    me.press("F8")
    assert page.band.day == date(2026, 9, 10)
    assert me.says("2026年9月10日　周四　没有人（欧阳海棠　回院开会）")
    me.press("Right", "Right")
    assert me.says("2026年9月12日　周六　在岗　欧阳海棠")
    assert me.says("缺口　2 段，216 天")
    me.press("Return")
    me.settle()
    opened = me.opened("postings")
    assert opened.current.posting.id == one.id


@pytest.mark.policy("STF-15")
def test_the_hospital_sees_every_unit_and_the_figures_of_the_community(screens: Screens) -> None:
    county = screens.county
    serving(county, people(county)["欧阳海棠"].id)
    me = screens("人力")
    page = year(me)
    units = [unit.name for unit in page.band._units]
    assert "岳口镇中心卫生院" in units
    assert len(units) > 5
    assert me.says(f"今天 1/{len(units)} 个单位有人")
    assert me.says("1 次")
    assert me.says("最少 0 人，应有 3 人，365 天不足")
    assert me.says("满 183 天的中级以上医师 0 人，常住人口没有设置")
    place = units.index("岳口镇中心卫生院")
    me.press(*["Down"] * place)
    assert page.band.unit.name == "岳口镇中心卫生院"
    me.press("PgDown")
    me.settle()
    assert page.title == "派驻全年"
    assert page.band.day.year == 2027
    assert page.band.unit.name == "岳口镇中心卫生院"
    assert page.band.unit.gaps() == ((date(2027, 2, 1), date(2027, 12, 31)),)
    me.press("End", "Return")
    me.settle()
    assert me.opened("postings").title == "申请派驻"


def test_a_day_is_shown_that_was_clicked_and_a_gap_of_one_day_is_two_dots_wide(screens: Screens) -> None:
    county = screens.county
    serving(county, people(county)["欧阳海棠"].id)
    me = screens("排班")
    me.window.resize(911, 512)
    me.settle()
    page = year(me)
    left = page.band._left(date(2026, 8, 10)) + page.band._step() / 2
    from PySide6.QtCore import QPoint
    from PySide6.QtCore import Qt
    from PySide6.QtTest import QTest

    QTest.mouseClick(page.band, Qt.MouseButton.LeftButton, pos=QPoint(round(left), 30))
    assert abs((page.band.day - date(2026, 8, 10)).days) <= 1
    picture = page.band.grab().toImage()
    ratio = picture.devicePixelRatio()
    row = round((24 + 13 + 5) * ratio)
    from yigongti_desktop.kit.theme import theme

    red = theme.color("danger_edge").rgb()
    start, end = (page.band._left(date(2026, 9, one)) for one in (9, 13))
    assert sum(picture.pixel(x, row) == red for x in range(round(start * ratio), round(end * ratio))) >= 2
