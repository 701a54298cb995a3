"""The page of contracts at the sizes that people have, in light and dark: nothing outside, no words cut."""

from __future__ import annotations

from datetime import date

import pytest

from tests.capabilities.contracts.ui.place import Place
from tests.capabilities.pharmacy.ui.test_fit import faults
from tests.screens import Screens
from yigongti_desktop.capabilities.contracts.messages.contracts import TransferContract

pytestmark = [pytest.mark.gui, pytest.mark.slow]


def test_the_list_the_panel_and_its_acts_stand_whole(dressed: Screens) -> None:
    place = Place(dressed.county)
    contract = place.sign(place.resident())
    place.sign(place.somebody(305, "阿依古丽·买买提", date(1950, 3, 12), "南湖社区第二居民小组"), years=3)
    dressed.county.clock.advance(days=100)
    place.by("医生", TransferContract(contract=contract.id, team=place.other, on=place.today(), reason="搬到新堰村"))
    dressed.county.clock.advance(days=250)
    me = dressed("医生")
    page = me.page("contracts")
    wrong = faults(me, "list")
    for act in ("转签", "解约"):
        me.page("contracts", contract.id)
        me.settle()
        page.act({"转签": "transfer", "解约": "end"}[act])
        me.settle()
        wrong += faults(me, act)
    page.panel.close_form()
    page.table.chips.choose("ended")
    me.settle()
    assert wrong + faults(me, "none") == []


def test_signing_stands_whole_empty_with_a_household_on_the_screen_and_refused(dressed: Screens) -> None:
    place = Place(dressed.county)
    place.resident()
    place.somebody(305, "阿依古丽·买买提", date(1950, 3, 12))
    signed = place.sign(place.somebody(307, "邱一鸣", date(2023, 3, 12)))
    me = dressed("医生")
    page = me.page("contracts")
    me.press("F2")
    me.settle()
    wrong = faults(me, "empty")
    for typed in ("hxy", "ayg", "邱"):
        page.work.form.go_to("who")
        me.pick(typed)
    page.work.form.go_to("way")
    me.press("Right", "F4")
    wrong += faults(me, "household")
    page.work.form.go_to("consent")
    me.press("Space", "Ctrl+S")
    me.settle()
    wrong += faults(me, f"refused {signed.number}")
    assert wrong == []


def test_renewing_stands_whole_before_and_after(dressed: Screens) -> None:
    place = Place(dressed.county)
    place.sign(place.resident())
    place.sign(place.somebody(305, "阿依古丽·买买提", date(1950, 3, 12), "南湖社区第二居民小组"))
    dressed.county.clock.advance(days=350)
    me = dressed("医生")
    page = me.page("contracts")
    me.press("F9")
    me.settle()
    page.work.form.set_values({"packages": "chosen"})
    page.work._on_edited("packages")
    wrong = faults(me, "before")
    page.work.form.set_values({"packages": "now"})
    page.work._on_edited("packages")
    me.press("Ctrl+Return")
    me.until(lambda: page.work._run is not None and not page.work.is_running)
    me.settle()
    assert wrong + faults(me, "after") == []
