"""履约任务 by keyboard: who is owed what, household by household, found, narrowed, led to from elsewhere, exported."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from tests.capabilities.contracts.ui.owed import SIGNED
from tests.capabilities.contracts.ui.owed import by
from tests.capabilities.contracts.ui.owed import live_together
from tests.capabilities.contracts.ui.owed import package
from tests.capabilities.contracts.ui.owed import sign
from tests.capabilities.contracts.ui.owed import signed
from tests.capabilities.contracts.ui.owed import tasks_shown
from tests.capabilities.contracts.ui.owed import team
from tests.capabilities.contracts.world import written_team
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.app.pages import MANIFESTS
from yigongti_desktop.capabilities.contracts.messages.teams import SetUpTeam
from yigongti_desktop.shell.today import Day
from yigongti_desktop.shell.today import look

pytestmark = [pytest.mark.gui, pytest.mark.policy("FDC-16")]


def names(me: Screen, page: object) -> list[str]:
    """Return who is listed."""
    return [row[2] for row in me.rows(page)]


def test_what_is_overdue_comes_first_and_a_household_shows_what_all_its_members_are_owed(screens: Screens) -> None:
    county = screens.county
    of, offered = team(county), package(county)
    mother, son = (sign(county, name, of, offered, place=place) for place, name in enumerate(("胡小燕", "胡大勇")))
    alone = sign(county, "邱传富", of, offered, SIGNED + timedelta(days=9), place=2)
    live_together(county, mother, son)
    me = screens("医生")
    page = me.page("services")
    assert me.says("逾期 6 项")
    assert [(row[0], row[2], row[4]) for row in me.rows(page)] == [
        ("逾期 4 项", "胡大勇、胡小燕", "4"),
        ("逾期 2 项", "邱传富", "2"),
    ]
    shown = tasks_shown(page)
    assert [row[0] for row in shown if row[0].startswith("胡")] == [
        "胡大勇 女 68 岁　协议至 2027-2-28",
        "胡小燕 女 68 岁　协议至 2027-2-28",
    ]
    assert ["超 176 天", "高血压随访", "5-31"] in shown
    assert page.homes.task.due.isoformat() == "2026-05-31"
    me.press("Down")
    me.settle()
    assert page.household.name == "邱传富"
    assert alone.resident == page.homes.task.resident


def test_people_are_found_by_their_letters_and_the_list_is_narrowed_by_village_and_item(screens: Screens) -> None:
    county = screens.county
    of, offered = team(county), package(county)
    for place, (name, village) in enumerate((("胡小燕", "健康村"), ("邱传富", "健康村"), ("陈大春", "新建村"))):
        sign(county, name, of, offered, village=village, place=place)
    me = screens("公卫")
    page = me.page("services")
    assert sorted(names(me, page)) == ["胡小燕", "邱传富", "陈大春"]
    me.press("/")
    me.type("qcf")
    me.until(lambda: names(me, page) == ["邱传富"])
    me.press("Escape")
    me.until(lambda: len(names(me, page)) == 3)
    page.filters.village.choose("新建村")
    me.until(lambda: names(me, page) == ["陈大春"])
    page.filters.item.choose("checkup")
    me.until(lambda: me.says("没有逾期的任务"))
    me.click("清除筛选")
    me.until(lambda: len(names(me, page)) == 3)
    page.table.chips.choose("month")
    me.settle()
    assert sorted(names(me, page)) == ["胡小燕", "邱传富", "陈大春"]  # the third quarter ends on 30 November
    assert page.homes.task.due.isoformat() == "2026-05-31"  # the panel shows what is most urgent all the same
    page.filters.order.choose("village")
    me.settle()
    assert names(me, page)[-1] == "陈大春"


def test_team_and_village_are_chosen_apart_and_narrow_together(screens: Screens) -> None:
    county = screens.county
    one, offered = team(county), package(county)
    other = by(county, "院长", SetUpTeam(written=written_team("新堰村团队", villages=("新堰村",)))).id
    for place, (name, of, village) in enumerate(
        (("胡小燕", one, "健康村"), ("邱传富", other, "健康村"), ("陈大春", other, "新堰村"))
    ):
        sign(county, name, of, offered, village=village, place=place)
    me = screens("公卫")
    page = me.page("services")
    assert (page.filters.team.text(), page.filters.village.text()) == ("全部团队", "全部村组")
    page.filters.team.choose(other)
    me.until(lambda: sorted(names(me, page)) == ["邱传富", "陈大春"])
    page.filters.village.choose("健康村")
    me.until(lambda: names(me, page) == ["邱传富"])
    assert me.says("逾期 2 项")
    page.filters.team.choose("")
    me.until(lambda: sorted(names(me, page)) == ["胡小燕", "邱传富"])
    page.filters.village.choose("")
    me.until(lambda: len(names(me, page)) == 3)


def test_the_team_of_whoever_looks_is_chosen_at_first(screens: Screens) -> None:
    county = screens.county
    signed(county, "胡小燕")
    me = screens("医生")
    page = me.page("services")
    assert page.filters.team.text() == "健康村团队"
    other = screens("护士", "岳口二")
    county.sync("岳口", "岳口二")
    page = other.page("services")
    assert page.filters.team.text() == "全部团队"
    assert names(other, page) == ["胡小燕"]


def test_today_tells_of_each_village_and_leads_to_what_is_overdue_there(screens: Screens) -> None:
    county = screens.county
    signed(county, "胡小燕", "邱传富")
    me = screens("医生")
    seen: Day = me.bench.read(look, MANIFESTS, me.actor, me.desk.now())
    (todo,) = [one for one in seen.todos if one.page == "services"]
    assert (todo.title, todo.detail) == ("健康村二组", "逾期 4 项，2 户")
    assert [(one.value, one.note) for one in seen.figures if one.page == "services"] == [("0", "已逾期 4 项")]
    page = me.page(todo.page, todo.record)
    assert page.filters.village.text() == "健康村二组"
    assert len(names(me, page)) == 2


def test_another_page_leads_to_the_household_of_a_contract_whatever_is_filtered(screens: Screens) -> None:
    county = screens.county
    _first, second = signed(county, "胡小燕", "邱传富")
    me = screens("医生")
    page = me.page("services")
    page.filters.item.choose("checkup")
    me.settle()
    page = me.page("services", second.id)
    assert page.table.chips.key == "all"
    assert page.household.name == "邱传富"
    assert page.homes.task.resident == second.resident


def test_every_task_that_is_listed_goes_into_excel_with_real_days(screens: Screens, tmp_path: Path) -> None:
    signed(screens.county, "胡小燕", "邱传富")
    me = screens("医生")
    me.page("services")
    target = tmp_path / "履约.xlsx"
    rows = list(me.exported(target).active.iter_rows(values_only=True))  # type: ignore[union-attr] # one sheet
    assert rows[0][:4] == ("村组", "姓名", "服务包", "项目")
    assert len(rows) == 5
    assert {row[1] for row in rows[1:]} == {"胡小燕", "邱传富"}
    assert rows[1][6].date().isoformat() == "2026-05-31"
