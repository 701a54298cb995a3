"""Wishes at two desks of one unit that are off-line: they count together, and of one day one stands."""

from __future__ import annotations

from datetime import date

import pytest

from tests.capabilities.staffing.desks import ONE
from tests.capabilities.staffing.desks import TWO
from tests.capabilities.staffing.desks import Ward
from tests.sync.county import County
from yigongti_desktop.capabilities.staffing.messages.duties import SetUpDuties
from yigongti_desktop.capabilities.staffing.messages.wishes import SettleWishRules
from yigongti_desktop.capabilities.staffing.messages.wishes import WriteWish
from yigongti_desktop.capabilities.staffing.model.month import Wish
from yigongti_desktop.capabilities.staffing.model.unit_duty import starting
from yigongti_desktop.capabilities.staffing.model.wishes import Wanted
from yigongti_desktop.capabilities.staffing.refused.wishes import contents
from yigongti_desktop.capabilities.staffing.store.wishes import wishes_of

pytestmark = pytest.mark.sync

FIRST, LAST = date(2026, 12, 1), date(2026, 12, 31)
UNIT = "tianmen.yuekou"
NIGHT = Wanted(duty="夜")


@pytest.fixture
def ward(town: County) -> Ward:
    made = Ward(town)
    made.do("排班", SetUpDuties(duties=starting()))
    made.do("排班", SettleWishRules(changes={"most": (4, 2)}))
    made.talk()
    return made


def test_wishes_of_both_desks_stand_until_there_are_too_many_and_the_last_one_is_told(ward: Ward) -> None:
    for desk, days in ((ONE, (1, 2)), (TWO, (3,))):
        for day in days:
            ward.do("护士", WriteWish(person=ward.nurse.id, day=date(2026, 12, day), wanted=NIGHT), desk)
    ward.talk(ONE, TWO, ONE, TWO)
    for desk in (ONE, TWO):
        assert [one.day.day for one in ward.read(wishes_of, UNIT, FIRST, LAST, desk=desk)] == [1, 2]
    (act,) = ward.refused(TWO)
    assert (act.code, act.facts) == ("wishes_many", {"most": 2})
    assert ("意愿", "想要　夜") in ward.read(contents, act, desk=TWO)


def test_of_two_wishes_for_one_day_the_first_stands_and_the_second_person_is_told_which(ward: Ward) -> None:
    day = date(2026, 12, 24)
    ward.do("护士", WriteWish(person=ward.nurse.id, day=day, wanted=Wanted(duty="夜", is_wanted=False)), ONE)
    ward.do("排班", WriteWish(person=ward.nurse.id, day=day, wanted=Wanted(note="回老家")), TWO)
    ward.talk(ONE, TWO, ONE, TWO)
    stands = Wish(person=ward.nurse.id, day=day, duty="夜", is_wanted=False)
    assert ward.read(wishes_of, UNIT, FIRST, LAST) == ward.read(wishes_of, UNIT, FIRST, LAST, desk=TWO) == (stands,)
    (act,) = ward.refused(TWO)
    assert act.code == "wish_changed"
    assert ("说明", "回老家") in ward.read(contents, act, desk=TWO)
