"""What is being written for the store is kept through the lock."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from tests.gui import CONTROL
from tests.gui import qapp
from tests.gui import type_in
from tests.gui import words
from tests.seats import PASSWORD
from tests.seats import Seat
from tests.seats import at_work
from tests.seats import clock
from tests.seats import folder
from tests.seats import seat
from tests.seats import township
from yigongti_desktop.capabilities.pharmacy.store import shelf

__all__ = ["at_work", "clock", "folder", "qapp", "seat", "township"]
pytestmark = pytest.mark.gui


def test_a_paper_of_the_store_is_kept_through_the_lock(at_work: Seat) -> None:
    at_work.workplace.open_page("stock")
    at_work.wait_for_page("stock")
    at_work.press(Qt.Key.Key_F2)
    at_work.qtbot.waitUntil(lambda: at_work.page.work is not None)
    at_work.settle()
    sheet = at_work.page.work
    sheet.table.view.go_to(0, 4)
    type_in("120")
    at_work.press(Qt.Key.Key_L, CONTROL)
    at_work.qtbot.waitUntil(lambda: "已锁定" in words(at_work.window))
    assert "没写完的出入库单已存成草稿，解锁后接着写" in words(at_work.window)
    desk = at_work.desk.desk
    assert desk is not None
    at_work.settle()
    kept = desk.core.read(shelf.kept_draft, desk.actor.account if desk.actor else "")
    assert kept["lines"][0]["quantity"] == 120
    type_in(PASSWORD)
    at_work.press(Qt.Key.Key_Return)
    at_work.qtbot.waitUntil(lambda: at_work.is_at_work)
    assert sheet.table.view.lines.lines[0]["quantity"] == 120
