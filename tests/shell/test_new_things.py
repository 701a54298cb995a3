"""F2 begins what the page in sight is for, and elsewhere what the person does most."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from tests.shell.workplaces import at_work
from tests.shell.workplaces import page_of
from tests.shell.workplaces import press
from tests.world import World
from yigongti_desktop.app.pages import new_things

pytestmark = [pytest.mark.gui, pytest.mark.sync]


@pytest.mark.parametrize(
    ("name", "title"), [("residents", "登记居民"), ("pharmacy", "新建请领单"), ("referrals", "新建转出单")]
)
def test_f2_begins_what_the_button_of_the_page_says(world: World, qtbot: QtBot, name: str, title: str) -> None:
    world.desk("岳口")
    with at_work(world, "岳口", qtbot) as workplace:
        page: Any = page_of(workplace, name)
        qtbot.waitUntil(lambda: page.table is not None)
        page.first_focus()
        qtbot.waitUntil(lambda: page.isAncestorOf(QApplication.focusWidget()))
        press(workplace, Qt.Key.Key_F2)
        qtbot.waitUntil(lambda: page.work is not None)
        assert (workplace.current_name, page.title) == (name, title)


@pytest.mark.parametrize(("key", "place"), [(Qt.Key.Key_F2, 0), (Qt.Key.Key_F3, 1)])
def test_where_a_page_has_nothing_new_the_keys_begin_what_the_person_does_most(
    world: World, qtbot: QtBot, key: Qt.Key, place: int
) -> None:
    world.desk("岳口")
    thing = new_things(is_lead=False)[place]
    with at_work(world, "岳口", qtbot) as workplace:
        page: Any = page_of(workplace, "sync")
        qtbot.waitUntil(lambda: page.isAncestorOf(QApplication.focusWidget()))
        press(workplace, key)
        qtbot.waitUntil(lambda: workplace.current_name == thing.page)
        opened: Any = workplace.current
        qtbot.waitUntil(lambda: opened.work is not None)
        assert opened.title == thing.text
