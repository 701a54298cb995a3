"""The first road, there and back, over real HTTPS."""

from __future__ import annotations

import pytest

from tests.world import World
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage import records
from yigongti_desktop.sync.status import status

pytestmark = pytest.mark.sync


def test_a_referral_reaches_the_hospital_and_its_answer_comes_back(clinic_and_hospital: World) -> None:
    world = clinic_and_hospital
    sent = world.send_referral("岳口")
    assert world.desks["岳口"].read(status).waiting == 2  # the resident and the slip
    world.desks["岳口"].sync()
    assert world.desks["岳口"].read(status).waiting == 0
    world.desks["市一医"].sync()
    world.do("市一医", m.AcceptReferral(referral=sent.id, reception="神经内科 3 床"))
    world.desks["市一医"].sync()
    world.desks["岳口"].sync()
    back = world.desks["岳口"].read(records.load, REFERRAL, sent.id)
    assert back is not None
    assert back.state is State.ACCEPTED
    assert back.reached_at is not None


def test_a_refused_act_leaves_nothing_behind(clinic_and_hospital: World) -> None:
    world = clinic_and_hospital
    with pytest.raises(Refused, match="field_empty"):
        world.send_referral("岳口", history="")
    assert world.desks["岳口"].read(status).waiting == 0
