"""A contract brings elsewhere what it brings: whoever writes a long prescription finds that it is there."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.capabilities.contracts.ui.place import Place
from tests.screens import Screens
from yigongti_desktop.app.benefits import has_long_prescriptions

pytestmark = [pytest.mark.gui, pytest.mark.policy("FDC-10")]


def test_who_is_contracted_is_ticked_and_the_person_may_clear_it(screens: Screens) -> None:
    place = Place(screens.county)
    place.sign(place.resident())
    me = screens("医生")
    page = me.page("long")
    me.press("F2")
    me.settle()
    me.pick("hxy")
    form = page.work.form
    assert form.values()["is_contracted"] is True
    assert me.says("按签约名单勾上，请核对")
    form.go_to("is_contracted")
    me.press("Space")
    assert form.values()["is_contracted"] is False


def test_who_has_no_contract_in_force_is_left_to_the_person(screens: Screens) -> None:
    place = Place(screens.county)
    resident = place.resident()
    me = screens("医生")
    page = me.page("long")
    me.press("F2")
    me.settle()
    me.pick("hxy")
    assert page.work.form.values()["is_contracted"] is False
    contract = place.sign(resident)
    late = contract.until + timedelta(days=1)
    told = [me.bench.read(has_long_prescriptions, resident, day) for day in (contract.since, contract.until, late)]
    assert told == [True, True, False]
