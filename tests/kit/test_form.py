"""The form: Enter to the next field, faults beside their field, drafts there and back, days and numbers."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from PySide6.QtWidgets import QLabel
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui import SHIFT
from tests.gui import press
from tests.gui import show
from tests.gui import type_in
from tests.gui import words
from yigongti_desktop.kit.form import fields
from yigongti_desktop.kit.form.editors import read_date
from yigongti_desktop.kit.form.editors import read_number
from yigongti_desktop.kit.form.fields import Field
from yigongti_desktop.kit.form.fields import Section
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.view import FormView

pytestmark = pytest.mark.gui
SEXES = (Option("male", "男"), Option("female", "女"))
PLACES = (Option("diyi", "市第一人民医院"), Option("zhong", "市中医医院"))
FILLED = {
    "name": "邱传𠮷",
    "sex": "female",
    "birth": date(1959, 3, 12),
    "place": "zhong",
    "count": 12,
    "history": "右侧肢体无力\n3 小时",
    "consent": True,
}


def phone_check(value: str) -> str:
    """Return what is wrong with a number."""
    return "" if len(value) == 11 else f"手机号应为 11 位，现在 {len(value)} 位。请补全。"


def form() -> FormView:
    """Return a form with a field of every sort."""
    rows = (
        (
            Field(name="name", label="姓名", is_needed=True, most=40),
            Field(name="sex", label="性别", kind=fields.CHIPS, options=SEXES, is_needed=True),
        ),
        (
            Field(name="birth", label="出生日期", kind=fields.DATE, is_needed=True),
            Field(name="phone", label="电话", check=phone_check),
        ),
        (
            Field(name="place", label="转往", kind=fields.PICK, options=PLACES, is_needed=True),
            Field(name="count", label="人数", kind=fields.NUMBER),
        ),
        (Field(name="history", label="病情", kind=fields.TEXT, is_wide=True),),
        (Field(name="consent", label="同意", kind=fields.CHECK, placeholder="患者已知情同意"),),
    )
    return FormView((Section("患者", rows),))


def made(qtbot: QtBot) -> FormView:
    """Show the form, the cursor in its first field."""
    view = show(qtbot, form(), 760, 520)
    view.focus_first()
    return view


def field_here(view: FormView) -> str:
    """Return the field that has the focus."""
    focused = QApplication.focusWidget()
    return next((name for name in view.names if view.editor(name) is focused), "")


def test_the_cursor_begins_in_the_first_field_that_is_empty(qtbot: QtBot) -> None:
    view = made(qtbot)
    assert field_here(view) == "name"
    view.set_values({"name": "邱传富", "sex": "male"})
    view.focus_first()
    assert field_here(view) == "birth"


def test_enter_leads_through_all_fields_to_the_end(qtbot: QtBot) -> None:
    view = made(qtbot)
    passed = []
    for _ in view.names[:6]:
        passed.append(field_here(view))
        press(view, Qt.Key.Key_Return)
    assert passed == ["name", "sex", "birth", "phone", "place", "count"]
    assert field_here(view) == "history"
    view.go_to("consent")
    with qtbot.waitSignal(view.finished):
        press(view, Qt.Key.Key_Return)


def test_shift_enter_goes_back(qtbot: QtBot) -> None:
    view = made(qtbot)
    view.go_to("phone")
    press(view, Qt.Key.Key_Return, SHIFT)
    assert field_here(view) == "birth"


def test_in_a_long_text_enter_begins_a_line_and_tab_goes_on(qtbot: QtBot) -> None:
    view = made(qtbot)
    view.go_to("history")
    type_in("一")
    press(view, Qt.Key.Key_Return)
    type_in("二")
    assert view.values()["history"] == "一\n二"
    press(view, Qt.Key.Key_Tab)
    assert field_here(view) == "consent"


def test_values_go_into_the_form_and_come_out_the_same(qtbot: QtBot) -> None:
    view = made(qtbot)
    view.set_values(FILLED)
    assert view.values() == FILLED | {"phone": ""}
    other = made(qtbot)
    other.set_values(view.values())
    assert other.values() == view.values()


def test_a_draft_as_it_is_kept_comes_back_word_by_word(qtbot: QtBot) -> None:
    # A draft lies in the database as JSON, so a day comes back as words.
    view = made(qtbot)
    view.set_values(FILLED | {"birth": "1959-03-12"})
    assert view.values()["birth"] == date(1959, 3, 12)


def test_what_a_person_changes_is_told_and_what_the_program_shows_is_not(qtbot: QtBot) -> None:
    view = made(qtbot)
    told: list[str] = []
    view.edited.connect(told.append)
    for name in ("name", "birth", "phone", "count"):
        view.set_values({name: FILLED.get(name)})
    assert told == []
    view.go_to("name")
    type_in("周")
    view.go_to("sex")
    press(view, Qt.Key.Key_Right)
    view.go_to("consent")
    press(view, Qt.Key.Key_Space)
    assert list(dict.fromkeys(told)) == ["name", "sex", "consent"]


def test_each_fault_stands_below_its_field_in_words(qtbot: QtBot) -> None:
    view = made(qtbot)
    view.set_values({"phone": "1390000"})
    view.editor("birth").setText("昨天")
    assert not view.check()
    assert view.faults() == ["name", "sex", "birth", "phone", "place"]
    said = words(view)
    for sentence in ("姓名没有填。请补上。", "出生日期填得不对。请改。", "手机号应为 11 位，现在 7 位。请补全。"):
        assert sentence in said
    edges = [view.editor(name).property("faulty") for name in ("name", "count")]
    assert edges == [True, False]


def test_the_key_of_the_next_fault_goes_round(qtbot: QtBot) -> None:
    view = made(qtbot)
    view.set_values({"phone": "139"})
    view.check()
    places = []
    for _ in range(6):
        view.go_to_next_fault()
        places.append(field_here(view))
    assert places == ["sex", "birth", "phone", "place", "name", "sex"]


def test_a_fault_goes_when_it_is_put_right_and_the_count_is_told(qtbot: QtBot) -> None:
    view = made(qtbot)
    view.check()
    counts: list[int] = []
    view.faults_changed.connect(counts.append)
    view.go_to("name")
    type_in("周")
    assert "name" not in view.faults()
    assert counts[-1] == 3


def test_leaving_a_field_checks_it_and_says_nothing_of_what_is_still_empty(qtbot: QtBot) -> None:
    view = made(qtbot)
    view.go_to("phone")
    type_in("139")
    press(view, Qt.Key.Key_Return)
    assert view.faults() == ["phone"]


def test_a_half_check_leaves_out_what_is_missing(qtbot: QtBot) -> None:
    view = made(qtbot)
    assert view.check_values()
    view.editor("count").setText("三")
    assert not view.check_values()
    assert view.faults() == ["count"]


def test_a_fault_of_the_rules_can_be_shown_and_taken_away(qtbot: QtBot) -> None:
    view = made(qtbot)
    view.set_fault("name", "本院已登记这个人。")
    assert "本院已登记这个人。" in words(view)
    view.clear_faults()
    assert view.faults() == []
    assert "本院已登记这个人。" not in words(view)


def test_every_field_has_its_name_for_a_screen_reader(qtbot: QtBot) -> None:
    view = made(qtbot)
    assert [view.editor(name).accessibleName() for name in view.names[:4]] == ["姓名", "性别", "出生日期", "电话"]
    view.set_values({"sex": "female"})
    assert "性别" in view.editor("sex").accessibleName()
    assert "女" in view.editor("sex").accessibleName()


def test_every_field_is_reached_by_tab_alone(qtbot: QtBot) -> None:
    view = made(qtbot)
    reached = []
    for _ in view.names:
        reached.append(field_here(view))
        press(view, Qt.Key.Key_Tab)
    assert reached == list(view.names)


def test_a_field_that_is_fixed_is_passed_over(qtbot: QtBot) -> None:
    rows = tuple((Field(name=name, label=name, is_fixed=name == "b"),) for name in "abc")
    view = show(qtbot, FormView((Section("", rows),)))
    view.focus_first()
    press(view, Qt.Key.Key_Return)
    assert field_here(view) == "c"
    assert view.editor("b").isReadOnly()


def test_a_day_is_written_out_when_its_field_is_left(qtbot: QtBot) -> None:
    view = made(qtbot)
    view.go_to("birth")
    type_in("1959.3.12")
    press(view, Qt.Key.Key_Return)
    assert view.editor("birth").text() == "1959-03-12"


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("1959-03-12", date(1959, 3, 12)),
        ("19590312", date(1959, 3, 12)),
        ("1959.3.12", date(1959, 3, 12)),
        ("1959/3/12", date(1959, 3, 12)),
        ("1959年3月12日", date(1959, 3, 12)),
        ("\uff11\uff19\uff15\uff19－\uff13－\uff11\uff12", date(1959, 3, 12)),
        (" 2024-02-29 ", date(2024, 2, 29)),
        ("2023-02-29", None),
        ("1959-13-01", None),
        ("03-12", None),
        ("昨天", None),
        ("", None),
    ],
)
def test_a_day_is_read_however_it_is_written(typed: str, day: date | None) -> None:
    assert read_date(typed) == day


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        ("1,300", 1300),
        ("\uff11\uff12", 12),
        ("-3", -3),
        (" 7 ", 7),
        ("1.5", None),
        ("十", None),
        ("", None),
        ("-", None),
    ],
)
def test_a_number_is_read_however_it_is_written(typed: str, number: int | None) -> None:
    assert read_number(typed) == number


def test_a_widget_of_the_page_can_stand_among_the_sections(qtbot: QtBot) -> None:
    view = made(qtbot)
    own = QWidget()
    own.setFixedHeight(20)
    view.insert(0, own)
    qtbot.waitUntil(own.isVisible)
    assert own.y() < view.editor("name").mapTo(view.widget(), view.editor("name").rect().topLeft()).y()


def test_a_choice_that_must_be_made_is_not_made_for_the_person(qtbot: QtBot) -> None:
    view = made(qtbot)
    values: dict[str, Any] = view.values()
    assert values["sex"] == ""
    view.go_to("sex")
    press(view, Qt.Key.Key_Right)
    assert view.values()["sex"] == "male"


def test_a_field_stays_level_with_its_neighbour_that_grows_a_note(qtbot: QtBot) -> None:
    view = made(qtbot)
    before = view.editor("place").mapTo(view, view.editor("place").rect().topLeft()).y()
    view.set_note("place", "可以先印后补：必填只有姓名、出生日期、电话、去向和跟踪负责人，24 小时内补全")
    note = next(one for one in view.findChildren(QLabel) if one.text().startswith("可以先印后补"))
    qtbot.waitUntil(lambda: note.height() > 20)
    tops = {name: view.editor(name).mapTo(view, view.editor(name).rect().topLeft()).y() for name in ("place", "count")}
    assert tops == {"place": before, "count": before}


def test_a_box_to_tick_is_level_with_the_field_beside_it(qtbot: QtBot) -> None:
    rows = (
        (Field(name="name", label="姓名"), Field(name="signed", label="签", kind=fields.CHECK, placeholder="已签")),
    )
    view = show(qtbot, FormView((Section("", rows),)), 760, 300)
    name, signed = (view.editor(one) for one in ("name", "signed"))
    middles = [one.mapTo(view, one.rect().center()).y() for one in (name, signed)]
    assert abs(middles[0] - middles[1]) <= 1
