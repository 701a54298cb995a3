"""The head of a page in a small window: what has no room there is in a menu, and does the same."""

from __future__ import annotations

from typing import cast

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.page import Page

pytestmark = pytest.mark.gui


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    found = Page(cast("Desk", None), "派驻")
    qtbot.addWidget(found)
    found.resize(851, 400)
    found.show()
    qtbot.waitExposed(found)
    return found


def words(page: Page) -> list[str]:
    return [one.text() for one in page.findChildren(KeyButton) if one.isVisible()]


def test_a_small_window_has_the_last_button_and_a_menu_of_the_others(page: Page) -> None:
    pressed: list[str] = []
    export, late, new = KeyButton("导出", "Ctrl+E"), KeyButton("催办"), KeyButton("申请派驻", "F2")
    for button in (export, late, new):
        button.clicked.connect(lambda _checked=False, it=button: pressed.append(it.text()))
    late.setEnabled(False)
    page.set_buttons(export, late, new)
    assert words(page) == ["导出", "催办", "申请派驻"]
    page.set_compact(True)
    assert words(page) == ["更多", "申请派驻"]
    menu = page._overflow.menu()
    assert [(one.text(), one.isEnabled()) for one in menu.actions()] == [("导出\tCtrl+E", True), ("催办", False)]
    menu.actions()[0].trigger()
    assert pressed == ["导出"]
    page.set_compact(False)
    assert words(page) == ["导出", "催办", "申请派驻"]


def test_the_keyboard_opens_the_menu(page: Page, qtbot: QtBot) -> None:
    page.set_buttons(KeyButton("导出"), KeyButton("申请派驻"))
    page.set_compact(True)
    page.activateWindow()
    page._overflow.setFocus()
    QTest.keyClick(page._overflow, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in page._overflow.findChildren(QMenu)))
    (menu,) = (one for one in page._overflow.findChildren(QMenu) if one.isVisible())
    menu.close()


def test_one_button_needs_no_menu_and_a_button_with_a_menu_brings_its_entries(page: Page) -> None:
    page.set_compact(True)
    page.set_buttons(KeyButton("返回"))
    assert words(page) == ["返回"]
    more = KeyButton("更多")

    def make() -> QMenu:
        menu = QMenu(more)
        menu.addAction("打印班表 A4\tCtrl+P")
        menu.addAction("读班表")
        return menu

    more.make_menu = make
    page.set_buttons(more, KeyButton("自动排", "F9"), KeyButton("公示"))
    assert [one.text() for one in page._overflow.menu().actions()] == ["打印班表 A4\tCtrl+P", "读班表", "自动排\tF9"]
