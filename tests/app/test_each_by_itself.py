"""Several things done at once, each by itself: one that is refused stops none, and screens are told once."""

from __future__ import annotations

from typing import Any

import pytest

from tests.screens import Screens
from tests.world import hu_xiaoyan
from tests.world import id_number
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.resident import Resident

pytestmark = pytest.mark.gui


def test_one_that_is_refused_stops_none_and_what_changed_is_told_once(screens: Screens) -> None:
    me = screens("医生")
    good = hu_xiaoyan()
    bad = hu_xiaoyan(name=" ")
    other = hu_xiaoyan(name="邱传富", id_number=id_number(good.birth, 304))
    answers: list[Any] = []
    told: list[frozenset[str]] = []
    me.desk.changed.connect(told.append)
    me.desk.do_each(me.window, [RegisterResident(identity=one) for one in (good, bad, other)], answers.extend)
    me.until(lambda: answers)
    first, refused, last = answers
    assert isinstance(first, Resident)
    assert isinstance(refused, Refused)
    assert refused.code == "field_empty"
    assert last.name == "邱传富"
    assert len(told) == 1
    assert "residents" in told[0]


def test_nothing_is_told_when_all_were_refused(screens: Screens) -> None:
    me = screens("医生")
    answers: list[Any] = []
    told: list[frozenset[str]] = []
    me.desk.changed.connect(told.append)
    me.desk.do_each(me.window, [RegisterResident(identity=hu_xiaoyan(name=" "))], answers.extend)
    me.until(lambda: answers)
    me.settle()
    assert not told
