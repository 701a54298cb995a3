"""However many pages a person has and however low the window is, each can be seen and opened."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kit.manifest import Count
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


SECTIONS = ("转诊随访", "药品", "签约服务", "排班派驻", "基础资料")


@pytest.fixture(params=[False, True], ids=["wide", "narrow"])
def sectioned(request: pytest.FixtureRequest, qtbot: QtBot) -> Navigation:
    """Return the navigation of somebody with 33 pages, as high as a screen of 1366×768 leaves it."""
    found = Navigation()
    qtbot.addWidget(found)
    found.set_narrow(request.param)
    sizes = (2, 10, 5, 11, 3)
    numbers = iter(range(1, 40))
    many = [
        replace(page(next(numbers)), section=name)
        for name, size in zip(SECTIONS, sizes, strict=True)
        for _ in range(size)
    ]
    found.set_pages([page(0), *many, page(90), page(91, at_foot=True), page(92, at_foot=True)])
    found.resize(found.width(), 660)
    found.show()
    qtbot.waitExposed(found)
    return found


def shown(navigation: Navigation) -> set[str]:
    return {name for name, entry in navigation._entries.items() if entry.isVisible()}


def test_who_has_more_pages_than_fit_has_them_under_headings_and_nothing_scrolls(sectioned: Navigation) -> None:
    sectioned.show_current("p20")  # the longest section is open
    assert sectioned._scroll.verticalScrollBar().maximum() == 0
    assert {"p0", "p90", "p91", "p92", *(f"p{one}" for one in range(18, 29))} == shown(sectioned)
    assert [one.is_open for one in sectioned._heads.values()] == [False, False, False, True, False]
    assert in_sight(sectioned, "p18")
    assert in_sight(sectioned, "p28")


def test_a_heading_opens_by_the_keyboard_and_says_how_much_waits(sectioned: Navigation) -> None:
    sectioned.show_current("p0")
    sectioned.show_count("p4", Count(number=3, is_urgent=True))
    sectioned.show_count("p5", Count(number=2))
    head = sectioned._heads["药品"]
    assert head.accessibleName() == "药品，5 件，已收起"
    sectioned.activateWindow()
    sectioned._entries["p0"].setFocus()
    for _ in range(2):
        QTest.keyClick(sectioned.focusWidget(), Qt.Key.Key_Tab)
    assert head.hasFocus()
    QTest.keyClick(head, Qt.Key.Key_Return)
    assert "p4" in shown(sectioned)
    QTest.keyClick(head, Qt.Key.Key_Tab)
    assert sectioned._entries["p3"].hasFocus()
    head.setFocus()
    QTest.keyClick(head, Qt.Key.Key_Left)
    assert "p4" not in shown(sectioned)
    assert head.accessibleName().endswith("已收起")


def test_all_headings_are_open_where_they_have_room(sectioned: Navigation) -> None:
    sectioned.resize(sectioned.width(), 1600)
    assert all(one.is_open for one in sectioned._heads.values())
    assert len(shown(sectioned)) == 35


def test_few_pages_have_no_headings(qtbot: QtBot) -> None:
    found = Navigation()
    qtbot.addWidget(found)
    found.set_pages([replace(page(number), section="药品") for number in range(9)])
    assert not found._heads
    assert found.names == tuple(f"p{number}" for number in range(9))
