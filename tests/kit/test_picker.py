"""The field that proposes: by words, pinyin or code; taken, closed and passed with keys alone."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from typing import Any

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from tests.gui import press
from tests.gui import show
from tests.gui import type_in
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.form.picker import Picker
from yigongti_desktop.kit.form.popup import Popup
from yigongti_desktop.kit.labels import column

pytestmark = pytest.mark.gui
OPTIONS = (
    Option("nao", "脑梗死", lead="I63.900"),
    Option("xue", "高血压", lead="I10.x00"),
    Option("tang", "2 型糖尿病", lead="E11.900", detail="慢病"),
    Option("ting", "已停用的病种", barred="已停用"),
)


def made(qtbot: QtBot, search: Any = None, **how: Any) -> Picker:
    """Show a picker above another field."""
    picker = Picker(search or among(OPTIONS), placeholder="诊断", **how)
    holder = QWidget()
    holder.setLayout(column(picker, QLineEdit(), None))
    show(qtbot, holder, 500, 400)
    picker.setFocus()
    return picker


def popup(picker: Picker) -> Popup:
    """Return the proposals."""
    return next(one for one in picker.window().findChildren(Popup))


@pytest.mark.parametrize(
    ("typed", "key"),
    [("脑梗", "nao"), ("ngs", "nao"), ("gxy", "xue"), ("i10", "xue"), ("naogeng", "nao"), ("E11", "tang")],
)
def test_an_option_is_found_by_words_pinyin_or_code_and_taken_with_enter(qtbot: QtBot, typed: str, key: str) -> None:
    picker = made(qtbot)
    type_in(typed)
    qtbot.waitUntil(lambda: picker.is_open)
    with qtbot.waitSignal(picker.taken) as taken:
        press(picker, Qt.Key.Key_Return)
    assert (taken.args[0].key, picker.key, picker.is_open) == (key, key, False)
    assert picker.text() == taken.args[0].title


def test_the_arrows_choose_among_the_proposals(qtbot: QtBot) -> None:
    picker = made(qtbot)
    press(picker, Qt.Key.Key_Down)
    assert picker.is_open
    press(picker, Qt.Key.Key_Down)
    press(picker, Qt.Key.Key_Down)
    press(picker, Qt.Key.Key_Up)
    press(picker, Qt.Key.Key_Return)
    assert picker.key == "xue"


def test_enter_without_a_proposal_goes_on(qtbot: QtBot) -> None:
    picker = made(qtbot)
    with qtbot.waitSignal(picker.passed):
        press(picker, Qt.Key.Key_Return)


def test_escape_closes_the_proposals_and_keeps_what_was_typed(qtbot: QtBot) -> None:
    picker = made(qtbot)
    type_in("gxy")
    qtbot.waitUntil(lambda: picker.is_open)
    press(picker, Qt.Key.Key_Escape)
    assert (picker.is_open, picker.text()) == (False, "gxy")


def test_what_was_typed_but_not_taken_goes_where_only_an_option_may_stand(qtbot: QtBot) -> None:
    picker = made(qtbot)
    type_in("说不清")
    press(picker, Qt.Key.Key_Tab)
    assert (picker.text(), picker.key) == ("", "")


def test_where_anything_may_stand_it_stays(qtbot: QtBot) -> None:
    picker = made(qtbot, is_free=True)
    type_in("说不清")
    press(picker, Qt.Key.Key_Tab)
    assert (picker.text(), picker.key) == ("说不清", "说不清")


def test_a_barred_option_says_why_and_is_not_taken(qtbot: QtBot) -> None:
    picker = made(qtbot)
    type_in("ty")
    qtbot.waitUntil(lambda: picker.is_open)
    press(picker, Qt.Key.Key_Return)
    assert (picker.key, picker.is_open) == ("", True)


def test_typing_again_forgets_what_was_taken(qtbot: QtBot) -> None:
    picker = made(qtbot)
    picker.set_option(OPTIONS[0])
    picker.selectAll()
    type_in("g")
    assert picker.key == ""


def test_an_answer_to_an_older_question_is_not_shown(qtbot: QtBot) -> None:
    asked: list[tuple[str, Callable[[Sequence[Option]], None]]] = []
    picker = made(qtbot, lambda typed, hand: asked.append((typed, hand)))
    type_in("n")
    qtbot.waitUntil(lambda: len(asked) == 1)
    type_in("g")
    qtbot.waitUntil(lambda: len(asked) == 2)
    assert [typed for typed, _ in asked] == ["n", "ng"]
    asked[0][1](OPTIONS)
    assert not picker.is_open
    asked[1][1](OPTIONS[:1])
    assert popup(picker).current == OPTIONS[0]


def test_nothing_found_closes_the_proposals(qtbot: QtBot) -> None:
    picker = made(qtbot)
    type_in("g")
    qtbot.waitUntil(lambda: picker.is_open)
    type_in("zzz")
    qtbot.waitUntil(lambda: not picker.is_open)


def test_a_click_takes_what_is_under_the_mouse(qtbot: QtBot) -> None:
    picker = made(qtbot)
    press(picker, Qt.Key.Key_Down)
    QTest.mouseClick(popup(picker), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(40, 45))
    assert picker.key == "xue"


def test_many_proposals_scroll_and_page(qtbot: QtBot) -> None:
    picker = made(qtbot, among([Option(str(place), f"病种{place}") for place in range(30)]))
    press(picker, Qt.Key.Key_Down)
    press(picker, Qt.Key.Key_PageDown)
    press(picker, Qt.Key.Key_PageDown)
    press(picker, Qt.Key.Key_Down)
    press(picker, Qt.Key.Key_Return)
    assert picker.key == "17"


def test_the_proposals_stay_inside_the_window(qtbot: QtBot) -> None:
    holder = QWidget()
    picker = Picker(among(OPTIONS))
    holder.setLayout(column(None, picker))
    show(qtbot, holder, 420, 260)
    picker.setFocus()
    press(picker, Qt.Key.Key_Down)
    shown = popup(picker)
    assert holder.rect().contains(shown.geometry())
    assert shown.geometry().bottom() < picker.geometry().top()
