"""Groups, households, deaths and duplicates are kept from the panel, with the keyboard."""

from __future__ import annotations

from datetime import date

import pytest

from tests.registry.ui.people import held
from tests.registry.ui.people import register
from tests.screens import Screens
from tests.world import id_number
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry.messages import JoinHousehold
from yigongti_desktop.registry.messages import TagResident
from yigongti_desktop.registry.model.resident import Resident
from yigongti_desktop.registry.model.standing import Relation
from yigongti_desktop.registry.model.standing import Tag
from yigongti_desktop.registry.service import people

pytestmark = pytest.mark.gui
FATHER = date(1950, 3, 1)


def father(screens: Screens) -> Resident:
    return register(
        screens.county, name="胡国华", sex=Sex.MALE, birth=FATHER, id_number=id_number(FATHER, 301), village="新堰村"
    )


@pytest.mark.policy("FDC-12")
def test_a_group_is_put_on_by_its_letters_and_closed_with_a_reason(screens: Screens) -> None:
    made = register(screens.county)
    me = screens("公卫")
    page = me.page("residents", made.id)
    me.until(lambda: page._shown is not None)
    assert me.says("没有标记")
    me.click("加标记")
    form = page.panel.asking.form
    me.pick("gxy")
    me.fill(form, since="2020-03-01", stage="2 级")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, made.id).groups)
    me.settle()
    assert held(me, made.id).groups == (Tag(group="hypertension", since=date(2020, 3, 1), stage="2 级"),)
    assert me.says("高血压　2 级　2020-03-01 起")
    assert me.toasts[-1] == ("已存本机，待上传", "胡小燕　人群标记已加")
    me.click("结束标记")
    form = page.panel.asking.form
    me.pick("gxy")
    me.fill(form, reason="复查正常")
    me.press("Ctrl+Return")
    me.until(lambda: me.says("最后一天没有填"))
    me.fill(form, until="2026-06-30")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, made.id).groups[0].until == date(2026, 6, 30))
    me.settle()
    assert me.says("高血压　2 级　2020-03-01 至 2026-06-30")
    assert "结束标记" not in me.buttons()


def test_a_family_is_put_together_gets_another_head_and_is_split(screens: Screens) -> None:
    made, head = register(screens.county), father(screens)
    me = screens("医生")
    page = me.page("residents", made.id)
    me.until(lambda: page._shown is not None)
    me.click("加入家庭")
    me.pick("hgh")
    form = page.panel.asking.form
    form.go_to("relation")
    me.pick("女")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, made.id).household)
    me.settle()
    assert held(me, made.id).relation is Relation.DAUGHTER
    assert held(me, head.id).relation is Relation.HEAD
    me.until(lambda: "胡国华" in me.buttons())
    me.click("改关系")
    me.pick("户主")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, head.id).relation is Relation.PARENT)
    me.settle()
    me.click("胡国华")
    me.until(lambda: page._shown is not None and page._shown.id == head.id)
    me.settle()
    me.until(lambda: "分户" in me.buttons())
    me.click("分户")
    me.press("Right", "Left", "Ctrl+Return")
    me.until(lambda: held(me, head.id).household != held(me, made.id).household)
    assert held(me, head.id).relation is Relation.HEAD


@pytest.mark.policy("CHR-06")
def test_a_death_is_noted_and_put_right_with_a_reason(screens: Screens) -> None:
    made = register(screens.county)
    me = screens("医生")
    page = me.page("residents", made.id)
    me.until(lambda: page._shown is not None)
    me.click("登记死亡")
    me.fill(page.panel.asking.form, died_on="1975-01-01")
    me.press("Ctrl+Return")
    me.until(lambda: me.says("在出生日期 1975-06-01 之前"))
    me.fill(page.panel.asking.form, died_on="2026-11-01")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, made.id).died_on == date(2026, 11, 1))
    me.settle()
    assert me.says("已故 2026-11-01")
    me.click("登记死亡")
    me.fill(page.panel.asking.form, reason="同名登错")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, made.id).died_on is None)


@pytest.mark.policy("CHR-06")
def test_two_records_stand_side_by_side_become_one_and_are_parted(screens: Screens) -> None:
    made = register(screens.county)
    twin = register(screens.county, id_number="", no_id_reason="未带证件", phone="13800000002", village="健康村")
    me = screens("公卫")
    page = me.page("residents", made.id)
    me.until(lambda: page._shown is not None)
    me.click("合并重复")
    me.until(lambda: page.work is not None and page.work.other is not None)  # the only one who may be the same
    me.settle()
    assert page.title == "合并重复"
    assert me.says("138 0000 0002") or me.says("13800000002")
    me.press("Ctrl+Return")
    me.settle()
    assert "原因没有填" in me.fault(page.work.form, "reason")
    me.until(lambda: not page.work.form.verticalScrollBar().isVisible())  # all its fields are in sight
    me.fill(page.work.form, reason="重复建档")
    me.press("Ctrl+Return")
    me.until(lambda: page.work is None)
    me.settle()
    assert held(me, twin.id).merged_into == made.id
    assert held(me, made.id).phones == ("13800000002",)
    assert me.bench.read(people.count) == 1
    me.until(lambda: me.says("并入了「胡小燕」的另一份：重复建档"))
    me.click("分开档案")
    form = page.panel.asking.form
    me.pick("hxy")
    me.fill(form, reason="不是同一个人")
    me.click("分开")
    me.until(lambda: held(me, twin.id).merged_into == "")
    assert held(me, made.id).phones == ()


def test_the_list_is_narrowed_to_a_group_and_a_village(screens: Screens) -> None:
    made, head = register(screens.county), father(screens)
    county = screens.county
    county.do("岳口", TagResident(resident=made.id, tag=Tag(group="copd", since=date(2020, 1, 1))))
    county.do("岳口", JoinHousehold(resident=made.id, member=head.id, relation=Relation.DAUGHTER))
    me = screens("医生")
    page = me.page("residents")
    me.until(lambda: len(me.rows(page)) == 2)
    page._filters.group.choose("copd")
    me.until(lambda: [row[0] for row in me.rows(page)] == ["胡小燕"])
    page._filters.group.choose("elderly")
    me.until(lambda: [row[0] for row in me.rows(page)] == ["胡国华"])
    page._filters.village.choose("健康村二组")
    me.until(lambda: me.says("本机没有符合筛选的居民"))
    me.click("清除筛选")
    me.until(lambda: len(me.rows(page)) == 2)
    me.page("residents")
    page.table.focus_search()
    me.type("xy")
    me.until(lambda: [row[0] for row in me.rows(page)] == ["胡国华"])
