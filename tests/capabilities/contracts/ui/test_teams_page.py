"""家庭医生团队 by keyboard: set up, changed, closed; who is missing and who is full is seen at a glance."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from msgspec import to_builtins
from msgspec.structs import replace

from tests.capabilities.contracts.ui.arranged import arranged
from tests.capabilities.contracts.ui.arranged import offered
from tests.capabilities.contracts.ui.arranged import signed
from tests.capabilities.contracts.ui.arranged import team
from tests.capabilities.contracts.world import BEGAN
from tests.capabilities.contracts.world import members
from tests.registry.ui.people import register
from tests.screens import Screens
from yigongti_desktop.capabilities.contracts.messages.teams import ChangeTeam
from yigongti_desktop.capabilities.contracts.messages.teams import CloseTeam
from yigongti_desktop.capabilities.contracts.model.team import Level
from yigongti_desktop.capabilities.contracts.model.team import Member
from yigongti_desktop.capabilities.contracts.model.team import Part
from yigongti_desktop.capabilities.contracts.store import teams as store
from yigongti_desktop.registry.model.county import Rule
from yigongti_desktop.registry.model.county import RuleVersion

pytestmark = pytest.mark.gui


@pytest.mark.policy("FDC-15")
@pytest.mark.policy("FDC-07")
def test_a_team_is_set_up_with_the_keyboard_alone(screens: Screens) -> None:
    register(screens.county)
    me = screens("公卫")
    page = me.page("teams")
    assert me.says("还没有家庭医生团队")
    me.click("建团队")
    me.settle()
    me.type("健康村团队")
    me.press("Return")
    me.type("0728-4212345")
    me.press("Return", "Return")
    assert me.propose("") == ["健康村"]  # of 健康村二组, as her address has it
    me.press("Return")
    me.settle()
    assert page.work.head.values()["villages"] == "健康村"
    page.work.head.go_to("villages")
    me.press("End")
    me.type("、新建村")
    me.press("Return")
    me.settle()
    me.pick("zjg")  # 周建国, of the unit's accounts
    (line,) = page.work.lines
    assert (line["name"], line["part"], line["phone"]) == ("周建国", "doctor", "13900000099")
    me.pick("团队长")
    me.press("Return", "Return", "Return", "Return")
    assert page.work.lines[1]["since"] == page.work.lines[0]["since"]
    me.type("邱海棠")
    me.press("Return")
    me.pick("专科")
    me.pick("县级")
    me.type("副主任医师")
    me.press("Return", "Return", "Return")
    me.pick("何长贵")
    assert page.work.lines[2]["level"] == "village"
    assert me.says("在队 3 人　县级 1　乡级 1　村级 1")
    me.press("Ctrl+Return")
    me.until(lambda: me.bench.read(store.all_teams))
    me.settle()
    made = team(me)
    assert (made.name, made.phone, made.villages) == ("健康村团队", "0728-4212345", ("健康村", "新建村"))
    assert [(one.name, one.part, one.level) for one in made.members] == [
        ("周建国", Part.LEADER, Level.TOWNSHIP),
        ("邱海棠", Part.SPECIALIST, Level.COUNTY),
        ("何长贵", Part.DOCTOR, Level.VILLAGE),
    ]
    assert made.members[0].account == me.county.people["医生"].account
    assert made.members[1].account == ""
    assert me.toasts[-1] == ("已存本机，待上传", "健康村团队")
    me.sync()
    assert me.rows(page)[0][:3] == ["1+1+1 齐", "健康村团队", "周建国"]


def test_what_is_wrong_is_said_where_it_stands_and_the_draft_is_gone_on_with(screens: Screens) -> None:
    me = screens("院长")
    page = me.page("teams", "new")
    me.press("Ctrl+Return")
    assert me.fault(page.work.head, "name") == "团队名称没有填。请补上。"
    me.type("二队")
    me.press("F8")
    assert page.work.table.view.hasFocus()
    me.type("赵春生")
    me.press("Return")
    me.press("Ctrl+Return")
    assert me.says("分工没有填。请选一种。")
    me.press("Escape")
    me.settle()
    assert me.toasts[-1] == ("草稿已存本机", "下次打开接着写")
    me.press("F2")
    me.page("teams", "new")
    assert me.says("接着上次没写完的")
    assert page.work.lines[0]["name"] == "赵春生"
    assert page.work.head.values()["name"] == "二队"


def test_two_leaders_on_one_day_are_refused_by_the_rules(screens: Screens) -> None:
    known = arranged(screens.county)
    me = screens("公卫")
    page = me.page("teams", known.id)
    me.press("F7")
    me.settle()
    page.work.table.view.go_to(1, 2)
    me.pick("团队长")
    me.press("Ctrl+Return")
    me.settle()
    assert me.says("同一天只能有一位团队长，现在有 周建国、胡小燕。")
    assert page.work is not None


def test_only_what_was_changed_is_sent(screens: Screens) -> None:
    known = arranged(screens.county)
    me = screens("公卫")
    page = me.page("teams", known.id)
    me.press("F7")
    me.settle()
    me.fill(page.work.head, phone="0728-1")
    me.press("Ctrl+Return")
    me.until(lambda: team(me).phone == "0728-1")
    me.sync()
    (entry,) = screens.county.journal("team.changed")
    assert entry.body == b'{"changes":{"phone":["","0728-1"]}}'
    assert [mark.text for mark in page.panel.trail._marks] == ["建团队", "改团队"]
    me.press("F7")
    me.settle()
    me.press("Ctrl+Return")
    me.settle()
    assert page.work is None
    assert len(screens.county.journal("team.changed")) == 1


def test_a_member_leaves_with_a_day_and_the_team_lacks_a_level_from_then_on(screens: Screens) -> None:
    known = arranged(screens.county)
    me = screens("公卫")
    page = me.page("teams", known.id)
    me.press("F7")
    me.settle()
    page.work.table.view.go_to(3, 7)
    me.type("2026-11-22")
    me.press("Return", "Ctrl+Return")
    me.until(lambda: team(me).members[3].until == date(2026, 11, 22))
    me.sync()
    assert me.rows(page)[0][0] == "缺村医"
    assert me.says("还缺村医。补上以前，这个团队不能签约。")
    page.table.chips.choose("lacks")
    assert len(me.rows(page)) == 1


@pytest.mark.policy("FDC-15")
def test_how_full_a_team_is_is_shown_and_warned_of(screens: Screens) -> None:
    county = screens.county
    known, package = arranged(county), offered(county)
    signed(county, known, package, 4)
    me = screens("公卫")
    page = me.page("teams", known.id)
    (row,) = page._records
    assert (row.load.has, row.load.most, row.load.is_near) == (4, 4_000, False)
    assert me.says("还能签 3,996 人")
    for most, words in ((2, "快满了，还能签 0 人"), (1, "超出 2 人。再签要写原因，或增加医生、转给别的团队")):
        rule = Rule(id="contract.most_residents", versions=(RuleVersion(value=most),))
        county.hub.counter.publish({"rule": [rule]})
        me.sync()
        assert me.says(words)
        assert me.rows(page)[0][5] == f"4 / {most * 2}"
    page.table.chips.choose("full")
    assert len(me.rows(page)) == 1


def test_a_team_is_closed_with_a_day_and_stands_among_those_that_are(screens: Screens) -> None:
    known = arranged(screens.county)
    me = screens("院长")
    page = me.page("teams", known.id)
    me.click("停用团队")
    me.type("2024-12-31")
    me.press("Return")
    me.settle()
    me.press("Ctrl+Return")
    me.until(lambda: me.says("不能早于 2025-01-01"))
    me.fill(page.panel.asking.form, until="2026-11-20")
    me.press("Ctrl+Return")
    me.until(lambda: team(me).until == date(2026, 11, 20))
    me.settle()
    page.table.chips.choose("closed")
    me.sync()
    assert me.rows(page)[0][0] == "已停"
    assert "修改" not in me.buttons()


@pytest.mark.parametrize("who", ["医生", "护士", "村医"])
def test_others_of_the_unit_only_look(screens: Screens, who: str) -> None:
    known = arranged(screens.county)
    me = screens(who)
    page = me.page("teams", known.id)
    assert me.says("周建国")
    assert not {"建团队", "修改", "停用团队"} & set(me.buttons())
    me.page("teams", "new")
    assert page.work is None


@pytest.mark.parametrize(("typed", "count"), [("健康", 1), ("jkc", 1), ("赵春", 1), ("zcs", 1), ("没有", 0)])
def test_a_team_is_found_by_name_village_and_member(screens: Screens, typed: str, count: int) -> None:
    arranged(screens.county)
    me = screens("医生")
    page = me.page("teams")
    page.on_typed(typed)
    assert len(me.rows(page)) == count


def test_a_change_that_clashes_while_it_is_written_is_asked_about_at_once(screens: Screens) -> None:
    known = arranged(screens.county)
    me = screens("公卫")
    page = me.page("teams", known.id)
    me.press("F7")
    me.settle()
    me.fill(page.work.head, phone="0728-2", villages="健康村、新建村")
    screens.county.desks["岳口"].do(
        screens.county.people["院长"], ChangeTeam(team=known.id, changes={"phone": ("", "0728-1")})
    )
    me.press("Ctrl+Return")
    me.settle()
    assert me.says("团队电话也被别人改了")
    assert team(me).phone == "0728-1"
    me.click("按我填的存")
    me.until(lambda: team(me).phone == "0728-2")
    assert team(me).villages == ("健康村", "新建村")


def test_what_stands_here_comes_after_what_others_have_added(screens: Screens) -> None:
    known = arranged(screens.county)
    me = screens("公卫")
    page = me.page("teams", known.id)
    me.press("F7")
    me.settle()
    page.work.table.view.go_to(1, 4)
    me.type("主管护师")
    me.press("Return")
    nurse = Member(name="许小兰", part=Part.NURSE, level=Level.TOWNSHIP, since=BEGAN)
    others = (known.members[0], replace(known.members[1], title="护师"), *known.members[2:], nurse)
    changes = {"members": (to_builtins(known.members), to_builtins(others))}
    screens.county.desks["岳口"].do(screens.county.people["院长"], ChangeTeam(team=known.id, changes=changes))
    me.press("Ctrl+Return")
    me.settle()
    assert me.says("成员也被别人改了")
    me.click("按我填的存")
    me.until(lambda: team(me).members[1].title == "主管护师")
    assert [one.name for one in team(me).members] == ["周建国", "胡小燕", "邱海棠", "赵春生", "许小兰"]


def test_an_old_draft_undoes_nothing_that_others_have_changed(screens: Screens) -> None:
    known = arranged(screens.county)
    me = screens("公卫")
    page = me.page("teams", known.id)
    me.press("F7")
    me.settle()
    me.fill(page.work.head, villages="健康村、新建村")
    me.press("Escape")
    me.settle()
    screens.county.desks["岳口"].do(
        screens.county.people["院长"], ChangeTeam(team=known.id, changes={"phone": ("", "0728-1")})
    )
    page.reload()
    me.settle()
    me.press("F7")
    me.settle()
    assert me.says("接着上次没写完的")
    me.press("Ctrl+Return")
    me.until(lambda: team(me).villages == ("健康村", "新建村"))
    assert team(me).phone == "0728-1"


def test_the_list_goes_into_a_workbook_with_what_each_team_lacks(screens: Screens, tmp_path: Path) -> None:
    arranged(screens.county, members=members(Level.COUNTY))
    second = (Member(name="周建国", part=Part.LEADER, level=Level.TOWNSHIP, since=BEGAN),)
    arranged(screens.county, name="二队", members=second)
    me = screens("院长")
    me.page("teams")
    file = tmp_path / "团队.xlsx"
    book = me.exported(file)
    head, *rows = book[book.sheetnames[0]].iter_rows(values_only=True)
    at = {name: place for place, name in enumerate(head)}
    said = {row[at["团队"]]: (row[at["还缺"]], row[at["县 / 乡 / 村"]]) for row in rows}
    assert said == {"健康村团队": ("县级医生", "县 0、乡 2、村 1"), "二队": ("县级医生、村医", "县 0、乡 1、村 0")}


def test_a_team_that_was_closed_elsewhere_says_so(screens: Screens) -> None:
    county = screens.county
    known = arranged(county)
    county.desks["岳口"].do(county.people["院长"], CloseTeam(team=known.id, until=date(2026, 11, 20)))
    county.sync("岳口", "岳口二")
    me = screens("公卫", "岳口二")
    page = me.page("teams")
    assert me.rows(page) == []
    page.find_record(known.id)
    me.settle()
    assert me.rows(page)[0][0] == "已停"


@pytest.mark.policy("FND-38")
def test_a_member_gets_the_card_by_which_their_services_are_known(screens: Screens) -> None:
    known = arranged(screens.county)
    me = screens("公卫")
    page = me.page("teams", known.id)
    me.press("F7")
    me.settle()
    card = next(place for place, one in enumerate(page.work.table.view.lines.columns) if one.key == "card")
    for row in (0, 1):
        page.work.table.view.go_to(row, card)
        me.type("w 0007")
        me.press("Return")
    me.press("Ctrl+Return")
    me.settle()
    assert me.says("填了同一张医务人员卡。请改其中一位的卡号。")
    page.work.table.view.go_to(1, card)
    me.type("W0008")
    me.press("Return", "Ctrl+Return")
    me.until(lambda: [one.card for one in team(me).members[:2]] == ["W0007", "W0008"])
