"""The page of the stock at the sizes that people have: nothing outside, no words cut, every word Chinese."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from tests import fit
from tests.capabilities.pharmacy.ui.stocked import AMOXICILLIN
from tests.capabilities.pharmacy.ui.stocked import CODE
from tests.capabilities.pharmacy.ui.stocked import NEXT
from tests.capabilities.pharmacy.ui.stocked import enter
from tests.capabilities.pharmacy.ui.stocked import hold
from tests.capabilities.pharmacy.ui.stocked import stocked
from tests.screens import Screen
from tests.screens import Screens
from tests.sync.county import County
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.ui.stock_head import ORDER
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import LotItem
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import StepItem

pytestmark = [pytest.mark.gui, pytest.mark.slow]
#: 1366×768 is the screen: a title bar and a task bar leave 697. At 150 % it is 911×512 in all.
SIZES = [(1366, 697), (911, 512)]
#: Lots, units, drugs' strengths and codes are Latin by nature.
_LATIN = {"A0", "A1", "A2", "B1", "mg", "g"}


def fill(county: County) -> None:
    """Fill the store with all that can be wrong."""
    enter(county, EntryKind.OPENING, 10, "A0", date(2026, 9, 30))
    stocked(county)
    enter(county, EntryKind.OPENING, 1_234_567, "A2", spelled="左氧氟沙星氯化钠注射液")
    enter(county, EntryKind.TRANSFER, 10, "A1", NEXT, other_room="急诊药柜")
    enter(county, EntryKind.ISSUE_PATIENTS, 70, "A1", NEXT, over="实物清点无误")
    hold(county, "A2")


def faults(me: Screen, where: str) -> list[str]:
    """Return everything that is wrong with what is in sight, once it stands."""
    me.settle()
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    window = me.window
    found = [f"outside: {one}" for one in fit.outside(window)]
    found += [f"cut: {one}" for one in fit.cut(window)]
    found += [f"unnamed: {one}" for one in fit.unreadable(window)]
    found += [f"foreign: {one}" for one in sorted(fit.latin(window)) if one.isalpha() and one not in _LATIN]
    if window.minimumSizeHint().width() > window.width() or window.minimumSizeHint().height() > window.height():
        found.append(f"needs {window.minimumSizeHint().toTuple()} of {window.size().toTuple()}")
    return [f"{where}: {one}" for one in found]


def on_lot(me: Screen, page: Any) -> None:
    """Show 阿莫西林 with the cursor on its first lot."""
    page.find_record(me.county.drug("岳口", AMOXICILLIN))
    me.until(lambda: any(isinstance(item, LotItem) for item in page.history.items))
    page.history.rest_on(1)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_list_and_panel_fit_their_window(screens: Screens, size: tuple[int, int]) -> None:
    fill(screens.county)
    me = screens("药师")
    me.window.resize(*size)
    page = me.page("stock")
    me.until(lambda: page.is_whole)
    wrong = faults(me, "list")
    on_lot(me, page)
    me.press("Return")
    wrong += faults(me, "panel")
    page.act("hold")
    wrong += faults(me, "hold")
    me.press("Escape")
    steps = [row for row, item in enumerate(page.history.items) if isinstance(item, StepItem)]
    page.history.rest_on(steps[0])
    wrong += faults(me, "movement")
    page.open_recall(page.current, "A1")
    wrong += faults(me, "recall")
    assert wrong == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_every_paper_fits_its_window(screens: Screens, size: tuple[int, int]) -> None:
    fill(screens.county)
    me = screens("药师")
    me.window.resize(*size)
    page = me.page("stock")
    me.until(lambda: page.is_whole)
    wrong = []
    for kind in ORDER:
        page.open(kind.value)
        me.settle()
        page.work.table.view.go_to_first()
        me.pick("amxljn")
        me.type("5000")
        me.press("Return")
        page.work.check()
        wrong += faults(me, kind.value)
        page.work.drop_draft()
        page.leave_work(quietly=True)
        me.settle()
    assert wrong == []


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_refusal_with_its_reason_fits_its_window(screens: Screens, size: tuple[int, int]) -> None:
    fill(screens.county)
    me = screens("药师")
    me.window.resize(*size)
    page = me.page("stock")
    me.until(lambda: page.is_whole)
    page.open(EntryKind.LOSS.value)
    me.settle()
    page.work.table.view.go_to_first()
    me.pick("amxljn")
    me.type("5000")
    me.press("Return")
    me.type(CODE)
    me.press("Return")
    page.work.head.reason.setText("破损")
    me.press("Ctrl+S")
    me.until(page.work.table.view.lines.faults)
    view = page.work.table.view
    over = [one.key for one in view.lines.columns].index("over")
    assert not view.isColumnHidden(over)
    assert view.columnViewportPosition(over) + view.columnWidth(over) <= view.viewport().width()
    assert faults(me, "short") == []
