"""缺药登记 at the counter with the keyboard alone: few fields, each refusal beside its own, nothing lost."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.capabilities.pharmacy.ui.counter import AMOXICILLIN
from tests.capabilities.pharmacy.ui.counter import UNLISTED
from tests.capabilities.pharmacy.ui.counter import begin
from tests.capabilities.pharmacy.ui.counter import resident
from tests.capabilities.pharmacy.ui.counter import shortages
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.pharmacy.model.shortage import Kind
from yigongti_desktop.capabilities.pharmacy.model.shortage import State
from yigongti_desktop.kit.form.view import FormView

pytestmark = pytest.mark.gui


@pytest.mark.policy("PHA-06")
@pytest.mark.parametrize("who", ["药师", "医生", "护士", "村医"])
def test_a_shortage_is_registered_with_the_keyboard_alone(screens: Screens, who: str) -> None:
    me = screens(who)
    page = begin(me)
    me.pick("amxljn")
    me.type("2")
    me.press("Return", "Return")
    me.type("邱传富")
    me.press("Return")
    me.type("13900000001")
    me.press("Return", "Ctrl+S")
    me.until(lambda: shortages(me))
    me.settle()
    (one,) = shortages(me)
    assert (one.state, one.kind, one.name, one.quantity, one.unit) == (
        State.OPEN,
        Kind.LISTED,
        AMOXICILLIN,
        2,
        "盒",
    )
    assert (one.patient, one.phone, one.needed_by) == ("邱传富", "13900000001", date(2026, 11, 26))
    assert me.rows(page)[0][1:5] == [AMOXICILLIN, "2 盒", "邱传富", "139 0000 0001"]
    assert me.toasts[-1] == ("已存本机，待上传", f"邱传富　{AMOXICILLIN}　2 盒")


def test_enter_after_enter_leads_from_the_drug_to_the_saved_record(screens: Screens) -> None:
    me = screens("药师")
    begin(me)
    me.pick("amxljn")
    for typed in ("1", "", "邱传富", "13900000001", "", ""):
        me.type(typed)
        me.press("Return")
    me.until(lambda: shortages(me))
    assert shortages(me)[0].patient == "邱传富"


def test_a_resident_brings_the_telephone_along(screens: Screens) -> None:
    known = resident(screens.county)
    me = screens("药师")
    page = begin(me)
    me.pick("amxljn")
    me.type("1")
    me.press("Return", "Return")
    me.pick("hxy")
    me.settle()
    assert _form(page).values()["phone"] == "13900000001"
    assert me.focus() is _form(page).editor("needed_by")
    me.press("Ctrl+S")
    me.until(lambda: shortages(me))
    (one,) = shortages(me)
    assert (one.resident, one.patient) == (known, "胡小燕")


def test_a_name_that_is_written_over_is_no_resident_any_more(screens: Screens) -> None:
    resident(screens.county)
    me = screens("药师")
    page = begin(me)
    _fill_plain(me)
    _form(page).go_to("patient")
    me.pick("hxy")
    _form(page).go_to("patient")
    me.press("Backspace")
    me.type("她的女儿")
    me.press("Ctrl+S")
    me.until(lambda: shortages(me))
    (one,) = shortages(me)
    assert (one.resident, one.patient) == ("", "她的女儿")


@pytest.mark.policy("PHA-03")
def test_a_drug_that_is_not_listed_is_written_as_it_is_said_and_becomes_a_purchase(screens: Screens) -> None:
    me = screens("药师")
    page = begin(me)
    me.propose(UNLISTED)
    assert me.says("目录里没有，按代购登记")
    me.press("Return")
    me.type("2")
    me.press("Return")
    assert _form(page).values()["unit"] == "盒"
    me.press("Return")
    me.type("单桂兰")
    me.press("Return")
    me.type("0728-5223011")
    me.press("Ctrl+S")
    me.until(lambda: shortages(me))
    (one,) = shortages(me)
    assert (one.kind, one.name, one.drug, one.unit) == (Kind.PURCHASE, UNLISTED, "", "盒")
    me.until(lambda: me.rows(page))
    assert me.rows(page)[0][1] == UNLISTED


def test_the_unit_of_a_listed_drug_is_that_of_the_formulary(screens: Screens) -> None:
    me = screens("药师")
    page = begin(me)
    me.pick("zsyqmsn")
    assert _form(page).values()["unit"] == "支"
    assert _form(page).editor("unit").isReadOnly()
    _form(page).go_to("drug")
    me.type("别的药")
    assert not _form(page).editor("unit").isReadOnly()


def test_a_controlled_drug_cannot_be_taken_and_says_why(screens: Screens) -> None:
    me = screens("药师")
    page = begin(me)
    me.propose("吗啡注射液")
    field = me.focus()
    assert "凭印鉴卡办理" in field._popup.current.barred  # type: ignore[attr-defined]
    me.press("Return")
    assert _form(page).editor("drug").option is None


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("quantity", "0", "数量至少是 1。请改。"),
        ("quantity", "abc", "数量填得不对。请改。"),
        ("quantity", "20000", "数量 20,000 太大，最多 9,999。请核对是不是多输了零。"),
        ("phone", "1390000000", "手机号应为 11 位，现在 10 位。请补全，或填带区号的座机。"),
        ("needed_by", "2026-11-22", "需要日期 2026-11-22 已经过了。请填今天或以后。"),
        ("needed_by", "下周", "需要日期填得不对。请改。"),
        ("needed_by", "2029-01-01", "需要日期 2029-01-01 在一年以后。请核对年份。"),
    ],
)
def test_what_cannot_be_is_said_beside_its_field_and_what_was_typed_stays(
    screens: Screens, field: str, typed: str, words: str
) -> None:
    me = screens("药师")
    page = begin(me)
    _fill_plain(me)
    me.fill(_form(page), **{field: typed})
    me.press("Ctrl+S")
    me.settle()
    assert me.fault(_form(page), field) == words
    assert _form(page).editor(field).text() == typed
    assert me.focus() is _form(page).editor(field)
    assert shortages(me) == []
    good = {"quantity": "3", "phone": "13900000001", "needed_by": "2026-11-30"}[field]
    me.fill(_form(page), **{field: good})
    me.press("Ctrl+S")
    me.until(lambda: shortages(me))


def test_an_empty_form_says_all_that_is_missing(screens: Screens) -> None:
    me = screens("药师")
    page = begin(me)
    me.press("Ctrl+S")
    form = _form(page)
    missing = {name: me.fault(form, name) for name in form.names}
    assert {name for name, words in missing.items() if words} == {"drug", "quantity", "patient", "phone"}
    assert missing["drug"] == "药品没有填。请补上。"
    assert shortages(me) == []


def test_a_form_that_was_left_is_gone_on_with(screens: Screens) -> None:
    resident(screens.county)
    me = screens("药师")
    page = begin(me)
    me.pick("amxljn")
    me.type("2")
    me.press("Return", "Return")
    me.pick("hxy")
    me.fill(_form(page), needed_by="下周")
    before = {name: _form(page).editor(name).text() for name in ("quantity", "phone", "needed_by", "unit")}
    me.press("Escape")
    me.settle()
    assert page.work is None
    assert me.toasts[-1][0] == "草稿已存本机"
    begin(me)
    assert {name: _form(page).editor(name).text() for name in before} == before
    options = [_form(page).editor(name).option for name in ("drug", "patient")]
    assert [option.title for option in options if option] == [AMOXICILLIN, "胡小燕"]
    assert me.says("接着上次没写完的")
    assert page.unsaved == "缺药登记"
    me.click("从头写")
    me.settle()
    assert not _form(page).editor("drug").text()
    assert _form(page).values()["needed_by"] == date(2026, 11, 26)


def test_f2_from_anywhere_begins_one_where_it_is_the_first_thing_to_write(screens: Screens) -> None:
    me = screens("护士")
    me.press("F2")
    me.settle()
    page: Any = me.opened("shortages")
    assert page.title == "登记缺药"
    assert me.focus() is _form(page).editor("drug")


def _form(page: Any) -> FormView:
    form: FormView = page.work.form
    return form


def _fill_plain(me: Screen) -> None:
    """Fill in what has to be: two boxes of amoxicillin for 邱传富."""
    me.pick("amxljn")
    me.type("2")
    me.press("Return", "Return")
    me.type("邱传富")
    me.press("Return")
    me.type("13900000001")
    me.settle()
