"""请假换班 and 交接班 with what stands on them, at the sizes that people have: nothing outside, nothing cut."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests import fit
from tests.capabilities.staffing.desks import Ward
from tests.capabilities.staffing.rosters import published
from tests.capabilities.staffing.ui.test_asks_page import asked
from tests.capabilities.staffing.ui.test_handover_page import give
from tests.capabilities.staffing.ui.test_handover_page import nights
from tests.capabilities.staffing.ui.test_swaps import offered
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.staffing.messages.swaps import AgreeToSwap
from yigongti_desktop.capabilities.staffing.messages.wishes import WriteWish
from yigongti_desktop.capabilities.staffing.model.wishes import Wanted

pytestmark = [pytest.mark.gui, pytest.mark.slow]


def faults(me: Screen, where: str) -> list[str]:
    """Return everything that is wrong with what is in sight."""
    me.settle()
    window: Any = me.window
    found = [f"outside: {one}" for one in fit.outside(window)]
    found += [f"cut: {one}" for one in fit.cut(window)]
    found += [f"foreign: {one}" for one in sorted(fit.latin(window))]
    found += [f"unnamed: {one}" for one in fit.unreadable(window)]
    return [f"{where}: {one}" for one in found]


def test_leave_wishes_and_swaps_fit_their_window(screens: Screens) -> None:
    ward = Ward(screens.county)
    swap = offered(ward, published(ward, "夜..白", "..夜."))
    ward.do("医生", AgreeToSwap(swap=swap.id))
    slip = asked(ward, last=date(2026, 12, 31), until_noon=True)
    wanted = Wanted(duty="夜", is_wanted=False, note="孩子小")
    wish = ward.do("护士", WriteWish(person=ward.nurse.id, day=date(2026, 12, 24), wanted=wanted))
    me, wrong = screens("院长"), []
    for size in ((1366, 697), (911, 512)):
        me.window.resize(*size)
        for record in (swap.id, slip.id, wish.id):
            page = me.page("leave", record)
            page._on_opened(page.current)  # the panel over the list, where there is no room beside it
            wrong += faults(me, f"{size} {record}")
            page.back_to_list()
        for form in ("new", "wish", "swap"):
            me.page("leave", form)
            wrong += faults(me, f"{size} {form}")
            me.press("Escape")
    assert wrong == []


def test_the_hand_over_book_fits_its_window(screens: Screens) -> None:
    ward = Ward(screens.county)
    published(ward, "夜..白", "..夜.")
    nights(ward)
    entry = give(ward, to_do="等血常规")
    me, wrong = screens("医生"), []
    for size in ((1366, 697), (911, 512)):
        me.window.resize(*size)
        page = me.page("handover", entry.id)
        page._on_opened(page.current)
        wrong += faults(me, f"{size} entry")
        page.back_to_list()
        page.table.chips.choose("gap")
        wrong += faults(me, f"{size} gap")
        me.page("handover", "new")
        wrong += faults(me, f"{size} form")
        me.press("Escape")
    assert wrong == []
