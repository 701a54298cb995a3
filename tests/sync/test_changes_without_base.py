"""A change that comes without its base: the record is asked for whole, whatever happens before that."""

from __future__ import annotations

import pytest

from tests.sync.by_hand import line_of
from tests.sync.by_hand import take
from tests.sync.county import County
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.protocol.batch import VERSION
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.sync.intake import positions

pytestmark = pytest.mark.sync


def test_a_record_whose_change_had_no_base_comes_whole_with_the_next_talk(county: County) -> None:
    sent = _changed_without_base(county)
    assert _held(county, "市一医", sent).state is State.SENT
    county.sync("市一医")
    assert _held(county, "市一医", sent) == _held(county, "岳口", sent)


def test_an_act_upon_a_record_whose_change_had_no_base_does_not_make_it_forgotten(county: County) -> None:
    """Else the refusal of the act would leave the old record there for good."""
    sent = _changed_without_base(county)
    county.do("市一医", m.AcceptReferral(referral=sent))
    county.sync("市一医")
    (act,) = county.desks["市一医"].read(outbox.in_states, outbox.NEEDS_PERSON)
    assert act.code == "wrong_state"
    held = _held(county, "市一医", sent)
    assert held.state is State.WITHDRAWN
    assert held == _held(county, "岳口", sent)
    county.sync("市一医")
    assert held == _held(county, "市一医", sent)


def _changed_without_base(county: County) -> str:
    """Let a slip change twice while the hospital's cursor goes between both, and its talk end there."""
    sent = county.send_referral("岳口")
    county.sync("岳口", "市一医", "市一医", "岳口")
    county.do("岳口", m.LogContact(referral=sent.id, said="家属已联系"))
    county.sync("岳口")
    county.do("岳口", m.WithdrawReferral(referral=sent.id, reason="改去武汉"))
    county.sync("岳口")
    with line_of(county, "市一医") as line:
        is_there = False
        while not is_there:
            answer = line.exchange(Exchange(cursors=county.desks["市一医"].read(positions), room=1, version=VERSION))
            assert answer.left or answer.rows, "the change came with its base"
            take(county, "市一医", answer)
            is_there = any(rows.partial and rows.rows[0][0] == sent.id for rows in answer.rows)
    return sent.id


def _held(county: County, name: str, record: str) -> Referral:
    found = county.desks[name].read(records.load, REFERRAL, record)
    assert found is not None
    return found
