"""What a desk counts of its cases: whoever answered, however the patient came, and by which paper."""

from __future__ import annotations

from typing import Any

import pytest

from tests.sync.county import County
from tests.sync.test_paper_code import BACK
from yigongti_desktop.capabilities.followups import store as followups
from yigongti_desktop.capabilities.followups.messages import RecordFollowUp
from yigongti_desktop.capabilities.followups.model.visit import Condition
from yigongti_desktop.capabilities.followups.model.visit import Way as Met
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages import down as d
from yigongti_desktop.capabilities.referrals.messages import tracking as t
from yigongti_desktop.capabilities.referrals.model.figures import Answer
from yigongti_desktop.capabilities.referrals.model.figures import Figures
from yigongti_desktop.capabilities.referrals.model.figures import Way
from yigongti_desktop.capabilities.referrals.model.figures import figures
from yigongti_desktop.capabilities.referrals.model.figures import flows
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.store.figures import moved
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.periods import Span
from yigongti_desktop.kernel.periods import period

pytestmark = [pytest.mark.sync, pytest.mark.policy("REF-16"), pytest.mark.policy("REF-27")]
EVERYBODY = ("岳口", "市一医", "市中医")


def counted(county: County, desk: str) -> tuple[Any, Figures]:
    """Return the only case that a desk has, as figures are made of it, and the figures of its month."""
    month = period(Span.MONTH, day(county.clock.now()))
    (one,) = county.desks[desk].read(moved, month)
    return one, figures([one], month)


def test_a_patient_who_was_taken_over_counts_as_accepted_after_the_case_is_closed_too(county: County) -> None:
    sent = county.send_referral("岳口")
    county.do("岳口", t.NoteTurnUp(referral=sent.id, institution="tianmen.zhongyi", reason="自行去了"))
    county.sync("岳口", "市中医")
    county.do("市中医", t.TakeOverReferral(referral=sent.id, case_number="T1"))
    county.do("市中医", m.SendBack(referral=sent.id, slip=BACK))
    county.sync("市中医", "岳口")
    (visit,) = county.desks["岳口"].read(followups.of_source, sent.id)
    county.do("岳口", RecordFollowUp(follow_up=visit.id, way=Met.HOME, condition=Condition.BETTER, result="好转"))
    county.do("岳口", m.CloseReferral(referral=sent.id, outcome=Outcome.IMPROVED))
    county.sync(*EVERYBODY)
    for desk in ("岳口", "市中医"):
        one, found = counted(county, desk)
        assert (one.answer, found.accepted, found.arrived) == (Answer.ACCEPTED, 1, 1)


def test_only_who_was_accepted_can_be_missed(county: County) -> None:
    accepted, *_unanswered = [county.send_referral("岳口") for _ in range(4)]
    county.sync("岳口", "市一医")
    county.do("市一医", m.AcceptReferral(referral=accepted.id))
    county.sync("市一医")
    month = period(Span.MONTH, day(county.clock.now()))
    county.clock.advance(days=30)
    county.hub.keep_house()
    county.sync("岳口")
    found = figures(county.desks["岳口"].read(moved, month), month)
    assert (found.up, found.accepted, found.missed) == (4, 1, 1)
    assert found.missing == 1


def test_what_another_hospital_answered_before_is_no_answer_of_who_has_the_case(county: County) -> None:
    sent = county.send_referral("岳口")
    county.sync("岳口", "市一医")
    county.do("市一医", m.AcceptReferral(referral=sent.id))
    there = Target(institution="tianmen.zhongyi", department="针灸科")
    county.do("市一医", m.RedirectReferral(referral=sent.id, target=there, reason="床位已满"))
    county.sync("市一医", "市中医", "岳口")
    one, found = counted(county, "岳口")
    assert (one.target, one.answer, one.accepted_at, found.accepted) == (there.institution, Answer.OPEN, None, 0)
    county.do("市中医", m.DeclineReferral(referral=sent.id, code="no_bed"))
    county.sync("市中医", "岳口")
    assert (counted(county, "岳口")[1].accepted, counted(county, "岳口")[1].declined) == (0, 1)


@pytest.mark.policy("REF-02")
def test_a_unit_s_answer_to_a_patient_sent_down_is_an_answer(county: County) -> None:
    slip = county.slip("市一医", target=Target(institution="tianmen.yuekou"))
    sent = county.do("市一医", d.SendDown(slip=slip, back=BACK, down_class="convalescent"))
    county.sync("市一医", "岳口")
    county.do("岳口", d.TurnDownPatient(referral=sent.id, code="not_ours"))
    county.sync("岳口", "市一医")
    assert counted(county, "市一医")[1].declined == 1
    county.do("市一医", m.RetargetReferral(referral=sent.id, target=Target(institution="tianmen.yuekou")))
    county.sync("市一医", "岳口")
    county.clock.advance(hours=3)
    county.do("岳口", d.TakeOnPatient(referral=sent.id))
    county.sync("岳口", "市一医")
    one, found = counted(county, "市一医")
    assert (one.way, found.down, found.accepted, found.declined) == (Way.DOWN, 1, 1, 0)
    assert found.answering.median is not None
    assert found.answering.median.total_seconds() == 3 * 3600


@pytest.mark.policy("REF-02")
def test_a_patient_sent_down_to_a_member_that_is_a_hospital_came_down_once(county: County) -> None:
    slip = county.slip("市一医", target=Target(institution="tianmen.jianghu"))
    county.do("市一医", d.SendDown(slip=slip, back=BACK, down_class="chronic"))
    one, found = counted(county, "市一医")
    assert (one.way, found.up, found.across, found.down) == (Way.DOWN, 0, 0, 1)
    (flow,) = flows([one], period(Span.MONTH, day(county.clock.now())))
    assert (flow.low, flow.high, flow.up, flow.down) == ("tianmen.jianghu", "tianmen.diyi", 0, 1)
