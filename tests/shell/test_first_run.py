"""The views of the first minutes, by themselves: words, faults, the code that is shown once, and keys."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.gui import CONTROL
from tests.gui import press
from tests.gui import show
from tests.gui import type_in
from tests.gui import words
from yigongti_desktop.shell.first_run import EnrolView
from yigongti_desktop.shell.first_run import PassphraseView

pytestmark = pytest.mark.gui


def test_the_code_is_handed_in_with_enter_as_the_button_says(qtbot: QtBot) -> None:
    view = show(qtbot, EnrolView())
    view.code.setFocus()
    type_in("abcd-efgh")
    with qtbot.waitSignal(view.submitted) as handed_in:
        press(view, Qt.Key.Key_Return)
    assert handed_in.args == ["abcd-efgh"]


def test_a_code_that_is_on_its_way_is_not_handed_in_twice(qtbot: QtBot) -> None:
    view = show(qtbot, EnrolView())
    heard: list[str] = []
    view.submitted.connect(heard.append)
    view.code.setFocus()
    type_in("abcd")
    for _ in range(3):
        press(view, Qt.Key.Key_Return)
    assert heard == ["abcd"]


def test_a_bad_code_is_said_below_and_stays_to_be_put_right(qtbot: QtBot) -> None:
    view = show(qtbot, EnrolView())
    view.code.setFocus()
    type_in("abcd")
    press(view, Qt.Key.Key_Return)
    view.say_progress("正在核对县院中枢并登记")
    assert "正在核对县院中枢并登记" in words(view)
    view.say_fault("登记码不对：可能少了、多了或输错了字。请照原样再输一遍。")
    assert "登记码不对" in words(view)
    assert "正在核对" not in words(view)
    assert (view.code.toPlainText(), view.code.property("faulty")) == ("abcd", True)
    assert QApplication.focusWidget() is view.code
    with qtbot.waitSignal(view.submitted):
        press(view, Qt.Key.Key_Return)
    assert "登记码不对" not in words(view)


def test_the_recovery_code_is_shown_with_what_it_is_for_and_put_away_with_enter(qtbot: QtBot) -> None:
    view = show(qtbot, EnrolView())
    view.show_recovery("岳口镇中心卫生院　设备 A", "k7m2-p9qx-4wtd")
    said = words(view)
    assert "k7m2-p9qx-4wtd" in said
    assert "岳口镇中心卫生院　设备 A。下面是恢复码，只显示这一次" in said
    assert "已收好，去登录" in said
    with qtbot.waitSignal(view.finished):
        press(view, Qt.Key.Key_Return)


def test_a_stick_is_asked_for_with_a_key_until_the_machine_is_a_desk(qtbot: QtBot) -> None:
    view = show(qtbot, EnrolView())
    heard: list[str] = []
    view.asked.connect(heard.append)
    view.opening.connect(lambda: heard.append("open"))
    view.code.setFocus()
    type_in("abcd")

    def press_both() -> None:
        for key in (Qt.Key.Key_E, Qt.Key.Key_I):
            press(view, key, CONTROL)

    press_both()
    assert heard == ["abcd", "open"]
    view.say_progress("正在写登记申请")
    press_both()
    view.say("登记申请已写好。", "ABCDE")
    assert (view.code.toPlainText(), "登记申请已写好。" in words(view)) == ("ABCDE", True)
    view.show_recovery("岳口镇中心卫生院　设备 A", "k7m2-p9qx-4wtd")
    press_both()
    assert heard == ["abcd", "open"]
    assert "写登记申请" not in words(view)


def test_the_code_can_be_copied(qtbot: QtBot) -> None:
    view = show(qtbot, EnrolView())
    view.show_recovery("岳口", "k7m2-p9qx-4wtd")
    view._recovery.selectAll()
    view._recovery.copy()
    assert QApplication.clipboard().text() == "k7m2-p9qx-4wtd"
    assert view._recovery.accessibleName() == "恢复码"


def test_a_passphrase_is_asked_for_where_there_is_no_keyring(qtbot: QtBot) -> None:
    view = show(qtbot, PassphraseView())
    view.words.setFocus()
    assert "这台电脑没有可用的系统钥匙串。请输入口令，或打印的恢复码。" in words(view)
    type_in("a passphrase")
    with qtbot.waitSignal(view.submitted) as handed_in:
        press(view, Qt.Key.Key_Return)
    assert handed_in.args == ["a passphrase"]
    view.say_fault("口令或恢复码不对。")
    assert "口令或恢复码不对。" in words(view)
    assert QApplication.focusWidget() is view.words


def test_a_new_passphrase_is_typed_twice(qtbot: QtBot) -> None:
    view = show(qtbot, PassphraseView())
    view.ask_new()
    view.words.setFocus()
    assert "至少 8 位" in words(view)
    type_in("spring-2026")
    press(view, Qt.Key.Key_Return)
    assert QApplication.focusWidget() is view._again
    type_in("spring-2027")
    press(view, Qt.Key.Key_Return)
    assert "两次口令不一样。请再输一遍。" in words(view)
    view._again.setText("spring-2026")
    with qtbot.waitSignal(view.submitted) as handed_in:
        press(view, Qt.Key.Key_Return)
    assert handed_in.args == ["spring-2026"]


def test_what_is_typed_is_never_shown_and_every_field_is_named(qtbot: QtBot) -> None:
    view = show(qtbot, PassphraseView())
    view.ask_new()
    for field in (view.words, view._again):
        assert field.echoMode() is field.EchoMode.Password
        assert field.accessibleName() in {"口令", "再输一遍口令"}
