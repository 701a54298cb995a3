"""The page of the figures at the sizes that people have, in light and dark: nothing outside, no words cut."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from tests.capabilities.pharmacy.ui.measured import OTHER
from tests.capabilities.pharmacy.ui.measured import supplied
from tests.capabilities.pharmacy.ui.measured import year
from tests.capabilities.pharmacy.ui.test_fit import faults
from tests.screens import Screens
from yigongti_desktop.kit.theme import DARK
from yigongti_desktop.kit.theme import LIGHT
from yigongti_desktop.kit.theme import dress

pytestmark = [pytest.mark.gui, pytest.mark.slow]
LONGEST = "南湖社区第二卫生服务站"


@pytest.fixture(params=[LIGHT, DARK], ids=["light", "dark"])
def dressed(request: pytest.FixtureRequest, screens: Screens, qapp: QApplication) -> Iterator[Screens]:
    dress(qapp, request.param)
    yield screens
    dress(qapp, LIGHT)


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
