"""A resident is handed on from the panel: a unit and a reason are asked for, and the button is pressed for it."""

from __future__ import annotations

import pytest

from tests.registry.ui.people import held
from tests.registry.ui.people import register
from tests.screens import Screens
from yigongti_desktop.registry import store

pytestmark = [pytest.mark.gui, pytest.mark.policy("CHR-06")]


def test_somebody_is_handed_on_and_leaves_the_list_when_the_hub_has_confirmed(screens: Screens) -> None:
    county = screens.county
    made = register(county)
    county.sync("岳口")
    me = screens("医生")
    page = me.page("residents", made.id)
    me.until(lambda: page._shown is not None)
    me.click("迁出")
    form = page.panel.asking.form
    me.click("迁出")
    assert me.fault(form, "unit")
    assert me.fault(form, "reason") == "原因没有填。请补上。"
    form.go_to("unit")
    me.pick("多宝")
    me.fill(form, reason="搬到多宝镇")
    me.click("迁出")
    me.until(lambda: not page.panel.has_form)
    assert me.toasts[-1] == ("已存本机，待上传", "胡小燕　迁出")
    assert held(me, made.id).units == ("tianmen.duobao",)
    assert "修改资料" not in me.buttons()
    me.sync()
    me.until(lambda: page.table.view.records.rowCount() == 0)
    assert me.bench.read(store.one_resident, made.id) is None


def test_the_new_unit_sees_where_they_came_from(screens: Screens) -> None:
    county = screens.county
    made = register(county)
    me = screens("医生")
    page = me.page("residents", made.id)
    me.until(lambda: page._shown is not None)
    me.click("迁出")
    page.panel.asking.form.go_to("unit")
    me.pick("多宝")
    me.fill(page.panel.asking.form, reason="搬到多宝镇")
    me.click("迁出")
    me.until(lambda: not page.panel.has_form)
    county.sync("岳口", "多宝")
    screens.leave(me)
    there = screens("多宝医生")
    page = there.page("residents", made.id)
    there.until(lambda: page.panel.trail._marks)
    (mark,) = page.panel.trail._marks
    assert (mark.text, mark.proof) == ("岳口镇中心卫生院 → 多宝镇卫生院", "周建国　搬到多宝镇")
