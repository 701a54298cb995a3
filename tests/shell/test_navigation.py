"""However many pages a person has and however low the window is, each can be seen and opened."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.manifest import PageSpec
from yigongti_desktop.shell.navigation import Navigation

pytestmark = pytest.mark.gui
MANY = 24


def page(number: int, *, at_foot: bool = False) -> PageSpec:
    return PageSpec(
        name=f"p{number}",
        title=f"第{number}页",
        short=f"页{number}",
        icon="home",
        order=number,
        roles=frozenset(Role),
        make=lambda _desk: None,
        at_foot=at_foot,
    )


@pytest.fixture(params=[False, True], ids=["wide", "narrow"])
def navigation(request: pytest.FixtureRequest, qtbot: QtBot) -> Navigation:
    found = Navigation()
    qtbot.addWidget(found)
    found.set_narrow(request.param)
    found.set_pages([*(page(number) for number in range(MANY)), page(MANY, at_foot=True)])
    found.resize(found.width(), 400)
    found.show()
    qtbot.waitUntil(lambda: found._scroll.verticalScrollBar().maximum() > 0)
    return found


def in_sight(navigation: Navigation, name: str) -> bool:
    entry = navigation._entries[name]
    area = navigation._scroll.viewport().rect() if not entry.is_at_foot else navigation.rect()
    frame = navigation._scroll.viewport() if not entry.is_at_foot else navigation
    return area.contains(entry.mapTo(frame, entry.rect().center()))


def test_the_open_page_and_the_foot_are_always_in_sight(navigation: Navigation) -> None:
    for number in (MANY - 1, 0, MANY // 2):
        navigation.show_current(f"p{number}")
        assert in_sight(navigation, f"p{number}")
        assert in_sight(navigation, f"p{MANY}")


def test_marks_say_where_there_are_more_and_go_there(navigation: Navigation) -> None:
    up, down = navigation._marks
    navigation.show_current("p0")
    assert (up.isVisible(), down.isVisible()) == (False, True)
    while down.isVisible():
        QTest.mouseClick(down, Qt.MouseButton.LeftButton)
    assert up.isVisible()
    assert in_sight(navigation, f"p{MANY - 1}")


def test_the_keyboard_brings_each_page_in_sight(navigation: Navigation) -> None:
    navigation.activateWindow()
    navigation._entries["p0"].setFocus()
    for number in range(1, MANY):
        QTest.keyClick(navigation.focusWidget(), Qt.Key.Key_Tab)
        assert navigation._entries[f"p{number}"].hasFocus()
        assert in_sight(navigation, f"p{number}")
