"""The page of the figures at the sizes that people have, in light and dark: nothing outside, no words cut."""

from __future__ import annotations

import pytest

from tests.capabilities.pharmacy.ui.measured import OTHER
from tests.capabilities.pharmacy.ui.measured import supplied
from tests.capabilities.pharmacy.ui.measured import year
from tests.capabilities.pharmacy.ui.test_fit import faults
from tests.screens import Screens

pytestmark = [pytest.mark.gui, pytest.mark.slow]
LONGEST = "南湖社区第二卫生服务站"


def test_the_figures_of_a_unit_stand_whole(dressed: Screens) -> None:
    supplied(dressed.county, "岳口", *year())
    me = dressed("药师")
    page = me.page("measures")
    me.until(lambda: page.is_whole)
    wrong = []
    for part in page.parts.keys:
        page.parts.choose(part)
        wrong += faults(me, part)
    page.fill.details.click()
    wrong += faults(me, "lines")
    assert wrong == []


def test_the_figures_of_a_central_pharmacy_stand_whole(dressed: Screens) -> None:
    supplied(dressed.county, "市一医", *year(), *year(OTHER, LONGEST, 200))
    her = dressed("中心药房")
    page = her.page("measures")
    her.until(lambda: page.is_whole)
    page.period.spans.choose("quarter")
    page.views.choose("units")
    page.unit.choose(page._found.units[0].id)
    her.settle()
    wrong = []
    for part in page.parts.keys:
        page.parts.choose(part)
        wrong += faults(her, part)
    page.unit.choose("")
    her.settle()
    page.lead.details.click()
    wrong += faults(her, "requests")
    assert wrong == []
