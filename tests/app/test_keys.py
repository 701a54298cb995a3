"""The keys of every page: none is claimed twice where both would hear it, for then neither would act."""

from __future__ import annotations

from itertools import combinations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QWidget

from tests.seats import Seat
from tests.seats import at_work
from tests.seats import clock
from tests.seats import folder
from tests.seats import seat
from tests.seats import township

__all__ = ["at_work", "clock", "folder", "seat", "township"]
pytestmark = pytest.mark.gui
WHOLE = Qt.ShortcutContext.WindowShortcut


def owner(one: QShortcut) -> QWidget:
    """Return the widget that a key belongs to."""
    parent = one.parent()
    assert isinstance(parent, QWidget)
    return parent


def meet(one: QShortcut, other: QShortcut) -> bool:
    """Say whether there is a place for the focus where both keys act."""
    if WHOLE in {one.context(), other.context()}:
        return True
    mine, theirs = owner(one), owner(other)
    return mine is theirs or mine.isAncestorOf(theirs) or theirs.isAncestorOf(mine)


def claimed_twice(window: QWidget) -> list[str]:
    """Return the keys that two hear at once."""
    heard = [one for one in window.findChildren(QShortcut) if one.isEnabled() and owner(one).isVisible()]
    return [
        f"{one.key().toString()}: {type(owner(one)).__name__}, {type(owner(other)).__name__}"
        for one, other in combinations(heard, 2)
        if one.key() == other.key() and meet(one, other)
    ]


def test_no_key_of_any_page_is_claimed_twice(at_work: Seat) -> None:
    wrong = {}
    for name in at_work.workplace.specs:
        at_work.workplace.open_page(name)
        at_work.wait_for_page(name)
        if found := claimed_twice(at_work.window):
            wrong[name] = found
    assert wrong == {}


@pytest.mark.parametrize(("key", "page"), [(Qt.Key.Key_F2, "referrals"), (Qt.Key.Key_F3, "pharmacy")])
def test_no_key_of_what_is_written_is_claimed_twice(at_work: Seat, key: Qt.Key, page: str) -> None:
    at_work.press(key)
    at_work.wait_for_page(page)
    at_work.qtbot.waitUntil(lambda: at_work.page.work is not None)
    assert claimed_twice(at_work.window) == []


def test_the_measure_finds_a_key_that_is_claimed_twice(at_work: Seat) -> None:
    QShortcut("F2", at_work.page)
    assert len(claimed_twice(at_work.window)) == 1


def test_f2_begins_the_main_thing_of_the_page_where_it_has_one(at_work: Seat) -> None:
    at_work.workplace.open_page("residents")
    at_work.wait_for_page("residents")
    at_work.press(Qt.Key.Key_F2)
    at_work.qtbot.waitUntil(lambda: at_work.page.work is not None)
    assert at_work.workplace.current_name == "residents"
    assert at_work.page.title == "登记居民"
