"""What villages and differences bring to the screen stands whole at both sizes that people have, in light and dark."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from tests import fit
from tests.capabilities.pharmacy.ui.sheets import AMOXICILLIN
from tests.capabilities.pharmacy.ui.sheets import IBUPROFEN
from tests.capabilities.pharmacy.ui.sheets import asked
from tests.capabilities.pharmacy.ui.sheets import came
from tests.capabilities.pharmacy.ui.sheets import column
from tests.capabilities.pharmacy.ui.sheets import differing
from tests.capabilities.pharmacy.ui.sheets import put
from tests.capabilities.pharmacy.ui.sheets import village
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.pharmacy.messages.requests import SubmitDrugRequest
from yigongti_desktop.capabilities.pharmacy.model.gathering import gathered
from yigongti_desktop.registry import store as registry

pytestmark = [pytest.mark.gui, pytest.mark.slow]
#: 1366×768 without the bars of the system, and 150 % of it.
SIZES = [(1366, 697), (911, 512)]
LONGEST = "南湖社区第二卫生服务站"


def test_differences_stand_whole_listed_answered_and_refused(dressed: Screens) -> None:
    differing(dressed.county)
    me = dressed("中心药房")
    page = me.page("differences")
    wrong = faults(me, "list")
    me.press("Return")
    me.settle()
    page.work.table.view.go_to(0, column(page, "answer"))
    me.pick("brk")
    me.press("Ctrl+Return")
    assert wrong + faults(me, "answered") == []


def test_villages_stand_whole_listed_asked_for_and_shared_out(dressed: Screens) -> None:
    county = dressed.county
    drug = county.desks["岳口"].read(registry.one_drug, county.drug("岳口", IBUPROFEN))
    assert drug is not None
    first, second = asked(county, "健康村卫生室", **{AMOXICILLIN: 10, IBUPROFEN: 4}), asked(county, LONGEST)
    order = SubmitDrugRequest(lines=gathered((), [first, second]))
    came(county, county.desks["岳口"].do(county.people["药师"], order).record, less=1)
    asked(county, "新建村卫生室")
    county.hub.counter.publish({"drug": [replace(drug, essential=False)]})
    county.sync("岳口")
    me = dressed("药师")
    page = me.page("villages")
    wrong = faults(me, "list")
    me.press("F2")
    me.settle()
    me.pick(LONGEST)
    me.pick("blf")
    me.press("Ctrl+Return")
    wrong += faults(me, "not essential")
    me.press("Escape")
    me.settle()
    me.page("villages", f"share {village(county, first.id).request}")
    me.settle()
    assert page.title == "分发村室"
    put(me, page, 0, "quantity", "99999")
    wrong += faults(me, "shared out")
    view = page.work.table.view
    wide = view.fontMetrics().horizontalAdvance(LONGEST)
    assert view.columnWidth(column(page, "village")) > wide + 16  # a name is never cut
    assert wrong == []


def faults(me: Screen, where: str) -> list[str]:
    """Return what is wrong with what is in sight, at every size."""
    found: list[str] = []
    for wide, high in SIZES:
        me.window.resize(wide, high)
        me.settle()
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        some = [*fit.outside(me.window), *fit.cut(me.window), *sorted(fit.latin(me.window)), *fit.unreadable(me.window)]
        least = me.window.minimumSizeHint()
        if least.width() > wide or least.height() > high:
            some.append(f"needs {least.toTuple()}")
        found += [f"{where} at {wide}: {one}" for one in some]
    me.window.resize(*SIZES[0])
    me.settle()
    return found
