"""续用药品 of a return slip by keyboard: searched, or in one's own words; wrong cells are said, nothing is lost."""

from __future__ import annotations

from typing import Any

import pytest

from tests.capabilities.referrals.ui.slips import arrived
from tests.capabilities.referrals.ui.slips import held
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.pharmacy.store import shortages
from yigongti_desktop.capabilities.referrals.model.states import State

pytestmark = pytest.mark.gui


def begin(screens: Screens) -> tuple[Screen, Any]:
    """Sit the specialist down before an empty return slip."""
    arrived(screens.county)
    me = screens("专科医生")
    page = me.page("referrals")
    me.press("F7")
    me.settle()
    return me, page


def write_text(me: Screen, form: Any) -> None:
    """Write what every slip needs, and stand in the first cell of the drugs."""
    me.fill(form, diagnosis="脑梗死", findings="左侧基底节区梗死。", plan="抗血小板治疗。")
    form.go_to("plan")
    me.press("Tab")


def write_aspirin(me: Screen) -> None:
    """Write a drug of the formulary, cell by cell."""
    me.pick("aspl")
    me.type("1片")
    me.press("Return")
    me.propose("qd")
    me.press("Return")
    me.type("30")
    me.press("Return")
    me.type("2")
    me.press("Return")


@pytest.mark.policy("PHA-02")
def test_drugs_are_written_by_keyboard_and_the_clinic_has_them_with_what_it_lacks(screens: Screens) -> None:
    me, page = begin(screens)
    form = page.work.form
    write_text(me, form.form)
    write_aspirin(me)
    me.propose("依达拉奉右莰醇舌下片")
    me.press("Return")
    me.type("1片")
    me.press("Return")
    me.propose("每日2次")
    me.press("Return")
    me.press("Return")  # nobody says for how long
    me.type("3")
    me.press("Return")
    me.type("盒")
    me.press("Return", "Return")  # an empty line ends it
    assert me.focus().accessibleName() == "转诊医生" or form.form.editor("doctor").hasFocus()
    me.press("Ctrl+Return")
    me.until(lambda: [one for one in me.bench.read(_cases) if one.state is State.RETURNED])
    me.settle()
    (case,) = me.bench.read(_cases)
    first, second = case.return_drugs
    assert (first.name, first.strength, first.unit, first.dose, first.frequency) == (
        "阿司匹林肠溶片",
        "0.1g×30片",
        "盒",
        "1片",
        "每日1次",
    )
    assert (first.days, first.quantity) == (30, 2)
    assert (second.drug, second.name, second.frequency, second.days, second.quantity, second.unit) == (
        "",
        "依达拉奉右莰醇舌下片",
        "每日2次",
        0,
        3,
        "盒",
    )
    assert me.says("阿司匹林肠溶片 0.1g×30片\n每次 1片　每日1次　30 天　要 2 盒")
    me.sync()
    screens.county.sync("岳口")
    clinic = screens("药师")
    rows = clinic.rows(clinic.page("shortages"))
    assert sorted(row[1] for row in rows) == ["依达拉奉右莰醇舌下片", "阿司匹林肠溶片"]
    assert clinic.says(f"回转单 {case.number}")
    assert {row.shortage.source for row in clinic.bench.read(shortages.rows)} == {case.id}


def test_a_cell_that_is_missing_or_wrong_is_said_and_the_cursor_goes_there(screens: Screens) -> None:
    me, page = begin(screens)
    form = page.work.form
    write_text(me, form.form)
    me.pick("aspl")
    me.type("1片")
    me.press("Return", "Ctrl+Return")
    me.settle()
    view = form.drugs.view
    assert me.says("第 1 行：频次没有填。请补上。")
    assert view.lines.columns[view.currentIndex().column()].key == "frequency"
    me.propose("tid")
    me.press("Return")
    me.type("很久")
    me.press("Return")
    assert view.lines.fault(0, "days") == "天数应为整数，现在是「很久」。请改。"
    assert me.says("第 1 行：要几盒、几瓶没有填。请补上。")  # where the cursor is now
    assert me.says("2 处要改")
    me.press("F8")
    assert me.says("第 1 行：天数应为整数，现在是「很久」。请改。")
    (case,) = me.bench.read(_cases)
    assert case.state is State.ARRIVED
    assert form.drugs.drugs()[0].frequency == "每日3次"


def test_what_the_rules_refuse_is_said_at_its_cell(screens: Screens) -> None:
    me, page = begin(screens)
    form = page.work.form
    write_text(me, form.form)
    write_aspirin(me)
    form.drugs.view.lines.put(0, {"drug": "gone"})  # it was struck from the formulary meanwhile
    me.press("Ctrl+Return")
    me.until(form.drugs.view.lines.faults)
    assert me.says("第 1 行：目录里没有这种药")
    assert form.drugs.view.lines.columns[form.drugs.view.currentIndex().column()].key == "name"


def test_a_slip_that_was_left_keeps_its_drugs_and_an_ordinary_one_needs_none(screens: Screens) -> None:
    me, page = begin(screens)
    write_text(me, page.work.form.form)
    write_aspirin(me)
    me.press("Escape", "Escape")
    me.settle()
    me.press("F7")
    me.settle()
    form = page.work.form
    assert me.says("接着上次没写完的")
    assert [(drug.name, drug.days, drug.quantity) for drug in form.drugs.drugs()] == [("阿司匹林肠溶片", 30, 2)]
    form.drugs.view.go_to(0, 0)
    me.press("Delete")
    assert form.drugs.drugs() == ()
    me.press("Ctrl+Return")
    me.until(lambda: me.bench.read(_cases)[0].state is State.RETURNED)
    me.settle()
    (case,) = me.bench.read(_cases)
    assert case.return_drugs == ()
    assert held(me, case.id).return_slip is not None


def _cases(connection: Any) -> list[Any]:
    from yigongti_desktop.capabilities.referrals.store import cases as store

    return [case.referral for case in store.cases(connection)]
