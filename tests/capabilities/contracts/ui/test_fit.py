"""The page of tasks with what is written from it, at the sizes that people have: nothing cut, every word Chinese."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from tests import fit
from tests.capabilities.contracts.ui.owed import CARDED
from tests.capabilities.contracts.ui.owed import SUGAR
from tests.capabilities.contracts.ui.owed import signed
from tests.capabilities.contracts.world import CHECKUP
from tests.capabilities.contracts.world import VISIT
from tests.screens import Screen
from tests.screens import Screens

pytestmark = [pytest.mark.gui, pytest.mark.slow]
SIZES = [(1366, 697), (911, 512), (900, 480)]


def faults(me: Screen, where: str) -> list[str]:
    """Return everything that is wrong with what is in sight."""
    me.settle()
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    window = me.window
    found = [f"outside: {one}" for one in fit.outside(window)]
    found += [f"cut: {one}" for one in fit.cut(window)]
    found += [f"foreign: {one}" for one in sorted(fit.latin(window))]
    found += [f"unnamed: {one}" for one in fit.unreadable(window)]
    return [f"{where}: {one}" for one in found]


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_list_forms_and_sheet_fit_their_window(screens: Screens, size: tuple[int, int]) -> None:
    signed(screens.county, "胡小燕", "欧阳建国", items=(VISIT, SUGAR, CHECKUP, CARDED))
    me = screens("医生")
    me.window.resize(*size)
    page = me.page("services")
    wrong = faults(me, "list")
    for item in (VISIT.code, SUGAR.code, CARDED.code):
        page.homes.view.rest_on(lambda task, item=item: task.item == item and task.done_on is None)
        page.act("record")
        me.settle()
        me.settle()
        if item != CARDED.code:
            page.work.form.go_to("sbp")
            for words in ("186", "112"):
                me.type(words)
                me.press("Return")
        wrong += faults(me, item)
        page.leave_work(quietly=True)
        me.settle()
    me.press("F10")
    for _ in range(4):
        me.settle()
    assert page.title == "集中录入"
    for words in ("186", "112"):
        me.type(words)
        me.press("Return")
    wrong += faults(me, "sheet")
    assert wrong == []
