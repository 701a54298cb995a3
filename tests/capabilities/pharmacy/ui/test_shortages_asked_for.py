"""Chosen shortages become lines of a new request, tied to the people who wait; what comes is theirs."""

from __future__ import annotations

from typing import Any

import pytest

from tests.capabilities.pharmacy.ui.counter import AMOXICILLIN
from tests.capabilities.pharmacy.ui.counter import IBUPROFEN
from tests.capabilities.pharmacy.ui.counter import delivered
from tests.capabilities.pharmacy.ui.counter import held
from tests.capabilities.pharmacy.ui.counter import purchase
from tests.capabilities.pharmacy.ui.counter import registered
from tests.capabilities.pharmacy.ui.sheets import lines
from tests.capabilities.pharmacy.ui.sheets import requests
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.pharmacy.model.shortage import State

pytestmark = pytest.mark.gui


@pytest.mark.policy("PHA-06")
def test_chosen_shortages_go_into_one_request_and_come_with_it(screens: Screens) -> None:
    town = screens.county
    first = registered(town, quantity=2)
    second = registered(town, quantity=3, patient="胡小燕")
    third = registered(town, IBUPROFEN, quantity=1, patient="单桂兰")
    bought = purchase(town)
    me = screens("药师")
    me.page("shortages", first.id).first_focus()
    me.press("Ctrl+A", "F7")
    me.settle()
    page: Any = me.opened("pharmacy")
    assert page.title == "新建请领单"
    found = [(line["name"], line["requested"], line["remark"], line["essential"]) for line in lines(page)]
    assert found[0] == (AMOXICILLIN, 5, "缺药登记 2 人", True)
    assert found[1][1:3] == (1, "缺药登记 1 人")
    assert len(found) == 2
    me.press("Ctrl+Return")
    me.until(lambda: requests(me))
    me.settle()
    (request,) = requests(me)
    assert [line.shortages for line in request.lines] == [(first.id, second.id), (third.id,)]
    asked = [held(me, one.id) for one in (first, second, third)]
    assert [(one.state, one.request, one.request_number) for one in asked] == [
        (State.ASKED, request.id, request.number)
    ] * 3
    assert held(me, bought.id).state is State.OPEN
    shown = me.page("shortages", first.id)
    assert me.says(request.number)
    delivered(town, request)
    shown.reload()
    me.settle()
    shown.table.chips.choose("call")
    assert {row[3] for row in me.rows(shown)} == {"邱传富", "胡小燕", "单桂兰"}


def test_what_stands_in_the_sheet_already_stays_and_nothing_is_added_twice(screens: Screens) -> None:
    one = registered(screens.county, quantity=2)
    me = screens("药师")
    page = me.page("pharmacy")
    me.press("F2")
    me.settle()
    me.pick("amxljn")
    me.type("10")
    me.press("Return")
    page.work.table.view.go_to(0, 6)
    for _ in range(2):
        me.page("shortages", one.id)
        me.press("F7")
        me.settle()
        assert [(line["name"], line["requested"]) for line in lines(page)] == [(AMOXICILLIN, 12)]
    me.press("Ctrl+Return")
    me.until(lambda: requests(me))
    assert requests(me)[0].lines[0].shortages == (one.id,)


def test_a_kept_draft_is_gone_on_with_and_keeps_the_tie(screens: Screens) -> None:
    one = registered(screens.county, quantity=2)
    me = screens("药师")
    me.page("shortages", one.id)
    me.press("F7")
    me.settle()
    me.press("Escape")
    me.settle()
    page: Any = me.opened("pharmacy")
    assert page.work is None
    other = registered(screens.county, IBUPROFEN, patient="胡小燕")
    me.page("shortages", other.id)
    me.press("F7")
    me.settle()
    assert [line["requested"] for line in lines(page)] == [2, 2]
    me.press("Ctrl+S")
    me.until(lambda: page.work is None)
    me.settle()
    assert held(me, one.id).state is State.OPEN  # a draft asks nobody for anything
    me.press("Return")
    me.settle()
    me.press("Ctrl+Return")
    me.until(lambda: held(me, one.id).state is State.ASKED)
    assert held(me, other.id).state is State.ASKED


def test_a_line_of_which_the_drug_is_changed_is_for_nobody_any_more(screens: Screens) -> None:
    one = registered(screens.county)
    me = screens("药师")
    me.page("shortages", one.id)
    me.press("F7")
    me.settle()
    page: Any = me.opened("pharmacy")
    page.work.table.view.go_to(0, 1)
    me.pick("blf")
    me.press("Ctrl+Return")
    me.until(lambda: requests(me))
    assert requests(me)[0].lines[0].shortages == ()
    assert held(me, one.id).state is State.OPEN


def test_one_that_is_asked_for_is_taken_out_by_hand(screens: Screens) -> None:
    one = registered(screens.county)
    me = screens("药师")
    _ask(me, one.id)
    me.page("shortages", one.id)
    me.click("改回待办")
    me.until(lambda: held(me, one.id).state is State.OPEN)


def test_what_came_in_another_way_is_marked_by_hand(screens: Screens) -> None:
    one = registered(screens.county)
    me = screens("药师")
    me.page("shortages", one.id)
    me.click("到货")
    me.until(lambda: held(me, one.id).state is State.ARRIVED)


def _ask(me: Screen, shortage: str) -> None:
    me.page("shortages", shortage)
    me.press("F7")
    me.settle()
    me.press("Ctrl+Return")
    me.until(lambda: held(me, shortage).state is State.ASKED)
    me.settle()
