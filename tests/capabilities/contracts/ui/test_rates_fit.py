"""The page of the figures of contracts at the sizes that people have, in light and dark."""

from __future__ import annotations

import pytest

from tests.capabilities.contracts.ui.test_rates_page import WANTED
from tests.capabilities.contracts.ui.test_rates_page import filled
from tests.capabilities.contracts.ui.test_rates_page import move_to
from tests.capabilities.contracts.ui.test_rates_page import opened
from tests.capabilities.pharmacy.ui.test_fit import faults
from tests.screens import Screens
from yigongti_desktop.capabilities.contracts.model.rates import Definition

pytestmark = [pytest.mark.gui, pytest.mark.slow]


def test_every_block_and_every_list_stands_whole(dressed: Screens) -> None:
    filled(dressed.county, **WANTED)
    me = dressed("院长")
    page = opened(me)
    wrong = []
    for definition in (Definition.COVERAGE, Definition.KEY, Definition.ITEMS, Definition.RENEWAL, Definition.PRESSURE):
        page.views.choose("figures")
        move_to(me, page, definition)
        for view in page.views.keys:
            page.views.choose(view)
            wrong += faults(me, f"{definition} {view}")
        page.card.details.click()
        me.settle()
        wrong += faults(me, f"{definition} list")
        me.press("Escape")
    assert wrong == []
