"""A workplace with every page, as somebody who has just logged in finds it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from tests.world import World
from yigongti_desktop.app.finding import make_finder
from yigongti_desktop.app.pages import make_pages
from yigongti_desktop.app.pages import new_things
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.page import Page
from yigongti_desktop.shell.workplace import Workplace


@contextmanager
def at_work(world: World, name: str, qtbot: QtBot, size: tuple[int, int] = (1366, 768)) -> Iterator[Workplace]:
    """Let the person of a desk sit down in front of its window."""
    bench = world.desks[name]
    desk = Desk(bench, VOCABULARY)
    desk.actor = world.people[name]
    workplace = Workplace(desk, lambda _what: make_finder(desk, dict, desk))
    workplace.resize(*size)
    workplace.show()
    workplace.activateWindow()
    qtbot.waitUntil(workplace.isActiveWindow)
    workplace.begin(desk.actor, "内科", (name, "天门"), make_pages(bench, is_lead=False), new_things(is_lead=False))
    try:
        yield workplace
    finally:
        workplace.finish()
        desk.close()
        workplace.close()
        workplace.deleteLater()


def page_of(workplace: Workplace, name: str) -> Page:
    """Open a page and return it."""
    workplace.open_page(name)
    page = workplace.page(name)
    assert page is not None
    return page


def press(workplace: Workplace, key: Qt.Key, with_: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    """Press a key as the keyboard would: it goes where the cursor is, keys of the window included."""
    handle = workplace.window().windowHandle()
    assert handle is not None
    QTest.keyClick(handle, key, with_)
