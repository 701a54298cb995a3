"""排班设置 stands whole at the sizes that people have, in light and dark: nothing outside, no words cut."""

from __future__ import annotations

import pytest

from tests.capabilities.pharmacy.ui.test_fit import faults
from tests.capabilities.staffing.ui.test_roster_fit import NAMES
from tests.capabilities.staffing.unit import Unit
from tests.screens import Screens
from tests.screens import Staffed
from yigongti_desktop.registry.model.staff.codes import LicenceKind

pytestmark = [pytest.mark.gui, pytest.mark.slow]


def test_a_unit_without_duties_is_told_so_and_stands_whole(dressed: Screens) -> None:
    me = dressed("排班")
    me.page("roster_settings")
    assert faults(me, "no duties") == []


def test_every_part_and_every_form_stands_whole(dressed: Screens, staffed: Staffed) -> None:
    unit = Unit(dressed.county, staffed)
    for place, name in enumerate(NAMES):
        unit.hire(name, LicenceKind.NURSE if place % 3 else LicenceKind.PHYSICIAN)
    me = dressed("排班")
    page = me.page("roster_settings")
    wrong = []
    for name, part in page.parts.items():
        page.show_part(name)
        me.settle()
        wrong += faults(me, name)
        part.act("change")
        me.settle()
        wrong += faults(me, f"{name}: form")
        part.work.form.set_fault(part.work.form.names[-1], "要在 1 到 31 之间。请改。")
        wrong += faults(me, f"{name}: fault")
        part.leave_work(quietly=True)
        me.settle()
    assert wrong == []


def test_every_rule_has_a_form_that_says_it_in_chinese(dressed: Screens, staffed: Staffed) -> None:
    Unit(dressed.county, staffed)
    me = dressed("排班")
    page = me.page("roster_settings", "rules")
    wrong = []
    for row in list(page.rules._records):
        page.rules.find_record(row.id)
        me.settle()
        page.rules.act("change")
        me.settle()
        wrong += faults(me, row.id)
        page.rules.leave_work(quietly=True)
        me.settle()
    assert wrong == []
