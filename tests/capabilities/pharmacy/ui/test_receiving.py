"""What came is counted lot by lot at the clinic; a difference has its kind, and nothing is believed unasked."""

from __future__ import annotations

from typing import Any

import pytest

from tests.capabilities.pharmacy.ui.sheets import column
from tests.capabilities.pharmacy.ui.sheets import dispatched
from tests.capabilities.pharmacy.ui.sheets import fault
from tests.capabilities.pharmacy.ui.sheets import held
from tests.capabilities.pharmacy.ui.sheets import lines
from tests.capabilities.pharmacy.ui.sheets import put
from tests.screens import Screen
from tests.screens import Screens
from yigongti_desktop.capabilities.pharmacy.model.states import State

pytestmark = pytest.mark.gui


def test_what_came_is_counted_with_its_difference_and_both_sides_see_it(screens: Screens) -> None:
    request = dispatched(screens.county)
    me, page = _open(screens)
    assert page.title == "点数收货"
    assert [line["received"] for line in lines(page)] == [None, None]
    me.type("98")
    me.press("Return")
    me.pick("ds")
    me.type("一盒压坏")
    me.press("Return")
    me.press("=")
    assert me.says("已点 2 批　有差异 1 批")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.RECEIVED)
    line = held(me, request.id).lines[0]
    assert (line.received, line.difference, line.difference_note) == (98, "short", "一盒压坏")
    me.settle()
    assert me.says("收货有差异")
    me.sync()
    assert me.rows(page)[0][0] == "已收，有差异"
    screens.county.sync("市一医")
    centre = screens("中心药房")
    centre.page("pharmacy")
    assert centre.says("阿莫西林胶囊 与发货数对不上") or centre.says("收货有差异")


def test_all_as_sent_is_one_key(screens: Screens) -> None:
    request = dispatched(screens.county)
    me, page = _open(screens)
    me.press("Ctrl+Shift+A")
    assert [line["received"] for line in lines(page)] == [100, 40]
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.RECEIVED)
    me.sync()
    assert me.rows(page)[0][0] == "已收"


@pytest.mark.parametrize(
    ("typed", "key", "words"),
    [
        ("", "received", "这一行还没有点数。请填实收数。"),
        ("-1", "received", "数量至少是 0。请改。"),
        ("abc", "received", "实收应为整数，现在是「abc」。请改。"),
        ("1000000000", "received", "数量 1,000,000,000 太大，最多 99,999。请核对是不是多输了零。"),
        ("98", "difference", "发 100，收 98，对不上。请选差异原因。"),
        ("101", "difference", "发 100，收 101，对不上。请选差异原因。"),
    ],
)
def test_a_count_that_cannot_stand_is_said_at_its_cell(screens: Screens, typed: str, key: str, words: str) -> None:
    request = dispatched(screens.county)
    me, page = _open(screens)
    put(me, page, 1, "received", "40")
    put(me, page, 0, "received", typed)
    me.press("Ctrl+Return")
    me.settle()
    assert fault(page, 0, key) == words
    assert held(me, request.id).state is State.DISPATCHED


def test_another_kind_of_difference_has_to_be_put_into_words(screens: Screens) -> None:
    request = dispatched(screens.county)
    me, page = _open(screens)
    put(me, page, 1, "received", "40")
    put(me, page, 0, "received", "98")
    page.work.table.view.go_to(0, column(page, "difference"))
    me.pick("qt")
    me.press("Ctrl+Return")
    me.settle()
    assert fault(page, 0, "note") == "请写明是什么情况。"
    assert held(me, request.id).state is State.DISPATCHED
    put(me, page, 0, "note", "包装浸水")
    me.press("Ctrl+Return")
    me.until(lambda: held(me, request.id).state is State.RECEIVED)


def test_a_count_that_was_broken_off_is_gone_on_with(screens: Screens) -> None:
    dispatched(screens.county)
    me, page = _open(screens)
    put(me, page, 0, "received", "98")
    me.press("Escape")
    me.settle()
    me.press("Return")
    me.settle()
    assert [line["received"] for line in lines(page)] == [98, None]


def test_the_trail_names_every_step_with_its_people(screens: Screens) -> None:
    dispatched(screens.county)
    me = screens("药师")
    page = me.page("pharmacy")
    trail = page.panel.trail.accessibleName()
    for words in ("已存本机", "刘小梅", "县院回执", "已审", "已发", "秦明月"):
        assert words in trail, words
    assert me.says("已发出，等本院点数")


def _open(screens: Screens) -> tuple[Screen, Any]:
    me = screens("药师")
    page = me.page("pharmacy")
    me.press("Return")
    me.settle()
    return me, page
