"""One resident signed, or one task done, at two desks: one stands, the other comes back, and both people are told."""

from __future__ import annotations

import pytest

from tests.sync.county import County
from tests.sync.practice import A
from tests.sync.practice import B
from tests.sync.practice import Practice
from yigongti_desktop.notices.model import Notice
from yigongti_desktop.notices.model import State
from yigongti_desktop.notices.store import NOTICE
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.messages import SettleRefusal

pytestmark = [pytest.mark.sync, pytest.mark.policy("FDC-09"), pytest.mark.policy("FDC-16")]


@pytest.fixture
def practice(county: County) -> Practice:
    return Practice(county)


def notices(practice: Practice, desk: str) -> list[Notice]:
    """Return all notices that a desk has."""
    return practice.county.desks[desk].read(registry.everything, NOTICE)


@pytest.mark.parametrize(("first", "second"), [(A, B), (B, A)])
def test_of_two_signings_the_first_desk_is_told_who_came_second_and_how_it_ended(
    practice: Practice, first: str, second: str
) -> None:
    resident = practice.residents[4]
    stands = practice.sign(first, resident)
    practice.sign(second, resident, team=practice.other)
    practice.talk(first, second)
    (act,) = practice.asked(second)
    (told,) = notices(practice, first)
    assert (act.code, act.facts["told"]) == ("contract_there", told.id)
    assert (told.state, told.event, told.record, told.part) == (State.ASKED, act.event, stands.id, stands.number)
    assert (told.rival.team, told.rival.on) == ("新堰村团队", practice.today())
    practice.county.do(second, SettleRefusal(event=act.event))
    practice.talk()
    assert [one.state for one in notices(practice, first)] == [State.WITHDRAWN]
    assert practice.asked(second) == []
