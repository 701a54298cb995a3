"""A resident is registered and corrected; what is wrong is said beside its field, what is known is opened instead."""

from __future__ import annotations

from datetime import date

import pytest

from tests.registry.ui.people import HU
from tests.registry.ui.people import begin
from tests.registry.ui.people import correct
from tests.registry.ui.people import form_of
from tests.registry.ui.people import held
from tests.registry.ui.people import register
from tests.screens import Screens
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.registry import store

pytestmark = pytest.mark.gui


def test_somebody_is_registered_with_the_keyboard_alone(screens: Screens) -> None:
    me = screens("护士")
    page = begin(me)
    me.type(HU)
    me.press("Return", "Return")
    me.type("胡小燕")
    me.press("Return", "Return", "Return", "Return")  # sex and birth are in the number
    assert me.focus().accessibleName() == "联系电话"
    me.type("13900000001")
    me.press("Return")
    me.type("女儿 胡晓")
    me.press("Return")
    me.type("健康村二组")
    me.press("Ctrl+Return")
    me.until(lambda: page.work is None)
    me.until(lambda: me.rows(page))
    (row,) = me.rows(page)
    assert row[:4] == ["胡小燕", "女", "51 岁", "1975-06-01"]
    assert me.toasts[-1] == ("已存本机，待上传", "胡小燕")
    assert me.bench.read(store.find, store.RESIDENT, "hxy")[0].village == "健康村二组"


@pytest.mark.parametrize(
    ("field", "typed", "words"),
    [
        ("id_number", HU[:-1] + ("1" if HU[-1] != "1" else "2"), "末位对不上"),
        ("id_number", "4290", "应为 18 位，现在 4 位"),
        ("birth", "2027-01-01", "还没到"),
        ("birth", "1955-02-30", "填得不对"),
        ("phone", "138", "应为 11 位，现在 3 位"),
        ("health_record", "123", "应为 17 位数字，现在 3 位"),
    ],
)
def test_a_wrong_value_is_said_beside_its_field_and_kept(screens: Screens, field: str, typed: str, words: str) -> None:
    me = screens("医生")
    page = me.page("residents", "new")
    form = form_of(page)
    me.fill(form, name="胡小燕", id_number=HU)
    me.fill(form, **{field: typed})
    me.press("Ctrl+Return")
    me.settle()
    assert words in me.fault(form, field)
    assert form.editor(field).text() == typed
    assert me.bench.read(store.count, store.RESIDENT) == 0


@pytest.mark.parametrize(("left_out", "words"), [("name", "姓名没有填"), ("birth", "出生日期没有填")])
def test_what_is_missing_is_said_beside_its_field(screens: Screens, left_out: str, words: str) -> None:
    me = screens("医生")
    page = me.page("residents", "new")
    form = form_of(page)
    given = {"name": "胡小燕", "birth": "1975-06-01", "phone": "13900000001", "no_id_reason": "未带证件"}
    me.fill(form, **{name: words for name, words in given.items() if name != left_out})
    form.go_to("sex")
    me.press("Right", "Right")
    me.press("Ctrl+Return")
    assert words in me.fault(form, left_out)
    assert me.bench.read(store.count, store.RESIDENT) == 0


def test_without_a_number_a_reason_is_asked_for_beside_it(screens: Screens) -> None:
    me = screens("医生")
    page = me.page("residents", "new")
    form = form_of(page)
    me.fill(form, name="胡小燕", birth="1975-06-01")
    form.go_to("sex")
    me.press("Right", "Right", "Ctrl+Return")
    me.until(form.faults)
    assert "没有身份证号，要写明原因" in me.fault(form, "id_number")
    form.go_to("no_id_reason")
    me.pick("wdzj")
    me.press("Ctrl+Return")
    me.until(lambda: page.work is None)
    assert me.bench.read(store.find, store.RESIDENT, "hxy")[0].no_id_reason == "未带证件"


def test_a_number_that_names_another_birth_is_asked_about(screens: Screens) -> None:
    me = screens("医生")
    page = me.page("residents", "new")
    form = form_of(page)
    me.fill(form, name="胡小燕", id_number=HU)
    me.fill(form, birth="1975-06-02")
    me.press("Ctrl+Return")
    me.until(form.faults)
    assert me.fault(form, "birth") == "身份证号里的出生日期是 1975-06-01，和填的 1975-06-02 不一样。请核对。"


def test_who_is_known_here_is_refused_and_can_be_opened(screens: Screens) -> None:
    known = register(screens.county)
    me = screens("医生")
    page = me.page("residents", "new")
    me.fill(form_of(page), name="胡晓燕", id_number=HU)
    me.press("Ctrl+Return")
    me.until(lambda: me.says("本院已登记这个人"))
    assert form_of(page).values()["name"] == "胡晓燕"
    me.click("打开档案")
    me.settle()
    assert page.work is None
    me.until(lambda: page.current is not None and page.current.id == known.id)
    assert page.panel._name.text() == "胡小燕"


def test_somebody_is_corrected_and_only_what_was_changed_travels(screens: Screens) -> None:
    known = register(screens.county)
    me = screens("医生")
    page = me.page("residents")
    me.press("Down", "Down")
    me.settle()
    me.click("修改资料")
    me.settle()
    assert page.title == "修改资料"
    me.fill(form_of(page), phone="13900000009", village="新堰村")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, known.id).phone == "13900000009")
    assert held(me, known.id).village == "新堰村"
    me.settle()
    assert page.panel._name.text() == "胡小燕"
    me.sync()
    (event,) = screens.county.journal("resident.corrected")
    assert b"phone" in bytes(event.body)
    assert b"address" not in bytes(event.body)


def test_saving_without_a_change_does_nothing_and_closes(screens: Screens) -> None:
    register(screens.county)
    me = screens("医生")
    page = me.page("residents")
    me.press("Down", "Down")
    me.settle()
    me.click("修改资料")
    me.settle()
    me.press("Ctrl+Return")
    me.settle()
    assert page.work is None
    assert me.toasts == []


def test_a_change_that_a_colleague_made_meanwhile_at_this_desk_is_not_overwritten(screens: Screens) -> None:
    known = register(screens.county)
    me = screens("医生")
    page = me.page("residents")
    me.press("Down", "Down")
    me.settle()
    me.click("修改资料")
    me.settle()
    me.fill(form_of(page), phone="13900000009")
    correct(screens.county, "岳口", known, phone=("13900000001", "13900000007"))
    me.press("Ctrl+Return")
    me.until(lambda: me.says("别人也改了同一项"))
    assert held(me, known.id).phone == "13900000007"
    assert form_of(page).values()["phone"] == "13900000009"


def test_a_form_that_was_left_is_gone_on_with_down_to_a_date_that_is_none(screens: Screens) -> None:
    me = screens("医生")
    page = me.page("residents", "new")
    me.fill(form_of(page), name="胡小燕", birth="1975-02-30")
    me.press("Escape")
    me.settle()
    assert me.toasts[-1] == ("草稿已存本机", "下次打开接着写")
    me.page("residents", "new")
    assert me.says("接着上次没写完的")
    assert form_of(page).editor("birth").text() == "1975-02-30"
    assert form_of(page).values()["name"] == "胡小燕"
    me.click("从头写")
    me.settle()
    assert form_of(page).values()["name"] == ""


def test_the_same_person_at_two_units_is_one_record_with_two_services(screens: Screens) -> None:
    county = screens.county
    known = register(county, "多宝")
    county.sync("多宝")
    me = screens("医生")
    page = me.page("residents", "new")
    me.fill(form_of(page), name="胡小燕", id_number=HU, phone="13900000001")
    me.press("Ctrl+Return")
    me.until(lambda: page.work is None)
    me.sync()
    both = held(me, known.id)
    assert set(both.units) == {"tianmen.yuekou", "tianmen.duobao"}
    assert (both.birth, both.sex) == (date(1975, 6, 1), Sex.FEMALE)
