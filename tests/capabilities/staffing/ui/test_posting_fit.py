"""What 派驻 shows stands whole at the sizes that people have, in light and dark."""

from __future__ import annotations

from datetime import date

import pytest

from tests.capabilities.pharmacy.ui.test_fit import faults
from tests.capabilities.staffing.ui.seeded import asked
from tests.capabilities.staffing.ui.seeded import away
from tests.capabilities.staffing.ui.seeded import people
from tests.capabilities.staffing.ui.seeded import serving
from tests.screens import Screens

pytestmark = [pytest.mark.gui, pytest.mark.slow]


def test_postings_stand_whole_listed_asked_for_arranged_and_counted(dressed: Screens) -> None:
    staff = people(dressed.county)
    one = serving(dressed.county, staff["欧阳海棠"].id)
    wanted = asked(dressed.county, reason="内科医生退休，门诊每天只有一个人，请尽快安排")
    away(dressed.county, staff["熊卫东"].id, date(2026, 12, 12), date(2026, 12, 16))
    me = dressed("人力")
    page = me.page("postings", wanted.id)
    wrong = faults(me, "asked")
    page.act("arrange")
    me.settle()
    page.panel.asking.form.editor("staff").open_popup()
    me.settle()
    wrong += faults(me, "arranging")
    me.press("Escape")
    page = me.page("postings", one.id)
    wrong += faults(me, "serving")
    page.act("break_off")
    me.settle()
    wrong += faults(me, "breaking off")
    clerk = dressed("排班")
    page = clerk.page("postings", one.id)
    page.act("note_month")
    clerk.settle()
    wrong += faults(clerk, "counting")
    clerk.press("Escape")
    clerk.page("postings", "new")
    wrong += faults(clerk, "asking")
    assert wrong == []


def test_a_year_stands_whole_for_the_hospital_and_for_a_unit(dressed: Screens) -> None:
    staff = people(dressed.county)
    serving(dressed.county, staff["欧阳海棠"].id)
    wrong: list[str] = []
    for who in ("人力", "排班"):
        me = dressed(who)
        me.page("posting_year")
        wrong += faults(me, who)
        me.press("F8")
        wrong += faults(me, f"{who} at a gap")
    assert wrong == []


def test_agreements_stand_whole_listed_and_written(dressed: Screens) -> None:
    people(dressed.county)
    me = dressed("人力")
    page = me.page("agreements")
    wrong = faults(me, "list")
    page.act("end")
    me.settle()
    wrong += faults(me, "ending")
    me.press("Escape")
    me.page("agreements", "new")
    wrong += faults(me, "writing")
    assert wrong == []
