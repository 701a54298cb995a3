"""A referral under acts of every side in every order: whatever happens, the case stays whole."""

from __future__ import annotations

from datetime import timedelta

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import initialize
from hypothesis.stateful import invariant
from hypothesis.stateful import rule

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import OTHER_HOSPITAL
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import entry
from tests.capabilities.judging import ruling
from tests.capabilities.judging import said
from tests.capabilities.referrals.cases import NUMBER
from tests.capabilities.referrals.cases import back
from tests.capabilities.referrals.cases import slip
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.referral import awaited_by
from yigongti_desktop.capabilities.referrals.model.referral import holder
from yigongti_desktop.capabilities.referrals.model.referral import streams
from yigongti_desktop.capabilities.referrals.model.road import ROAD
from yigongti_desktop.capabilities.referrals.model.road import steps
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.slip import gaps
from yigongti_desktop.capabilities.referrals.model.states import ENDED
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.service.cases import SLICE
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.trail import Mark

EVENTS = {kind.name: kind for kind in SLICE.events}
SIDES = st.sampled_from([CLINIC, CLINIC, HOSPITAL, HOSPITAL, OTHER_HOSPITAL, STRANGER])
SLIPS = st.builds(
    slip,
    urgency=st.sampled_from([Urgency.OUTPATIENT, Urgency.EMERGENCY]),
    history=st.sampled_from(["", "右侧肢体无力。"]),
    consent=st.booleans(),
    target=st.builds(
        Target,
        institution=st.sampled_from([HOSPITAL, OTHER_HOSPITAL, STRANGER]),
        department=st.sampled_from(["", "急诊科", "神经内科"]),
    ),
)
TARGETS = st.builds(
    Target,
    institution=st.sampled_from([HOSPITAL, OTHER_HOSPITAL, CLINIC]),
    department=st.sampled_from(["", "急诊科", "神经内科", "骨科"]),
)
HOSPITALS = st.builds(
    Target,
    institution=st.sampled_from([HOSPITAL, OTHER_HOSPITAL]),
    department=st.sampled_from(["急诊科", "神经内科", "骨科"]),
)
BODIES: dict[str, st.SearchStrategy[msgspec.Struct]] = {
    "referral.draft_saved": st.builds(m.DraftSaved, slip=SLIPS),
    "referral.sent": st.builds(m.ReferralSent, number=st.just(NUMBER), slip=SLIPS),
    "referral.completed": st.builds(m.ReferralCompleted, slip=SLIPS),
    "referral.retargeted": st.builds(m.ReferralRetargeted, target=TARGETS),
    "referral.accepted": st.builds(m.ReferralAccepted, reception=st.sampled_from(["", "3 床"])),
    "referral.declined": st.builds(m.ReferralDeclined, reason=st.sampled_from(["", "没有床位"])),
    "referral.redirected": st.builds(m.ReferralRedirected, target=TARGETS, reason=st.sampled_from(["", "转走"])),
    "referral.arrived": st.builds(m.PatientArrived),
    "referral.returned": st.builds(m.ReferralReturned, slip=st.builds(back, plan=st.sampled_from(["", "随访"]))),
    "referral.followed_up": st.builds(m.ReferralFollowedUp),
    "referral.closed": st.builds(m.ReferralClosed, outcome=st.sampled_from(Outcome)),
    "referral.withdrawn": st.builds(m.ReferralWithdrawn, reason=st.sampled_from(["", "不去了"])),
    "referral.expired": st.builds(m.ReferralExpired),
    "referral.printed": st.builds(m.SlipPrinted, paper=st.sampled_from(["transfer_out", "return"]), copy=st.just(1)),
    "referral.contact_logged": st.builds(m.ContactLogged, said=st.sampled_from(["", "明天来"])),
}


SENSIBLE: dict[str, st.SearchStrategy[msgspec.Struct]] = {
    "referral.retargeted": st.builds(m.ReferralRetargeted, target=HOSPITALS),
    "referral.declined": st.builds(m.ReferralDeclined, reason=st.just("没有床位")),
    "referral.redirected": st.builds(m.ReferralRedirected, target=HOSPITALS, reason=st.just("转走")),
    "referral.returned": st.builds(m.ReferralReturned, slip=st.builds(back)),
    "referral.withdrawn": st.builds(m.ReferralWithdrawn, reason=st.just("不去了")),
    "referral.completed": st.builds(m.ReferralCompleted, slip=st.builds(slip)),
}
_OFFERED = [
    "accepted",
    "accepted",
    "accepted",
    "declined",
    "redirected",
    "withdrawn",
    "expired",
    "completed",
    "printed",
]
OPEN: dict[State, list[str]] = {
    state: [f"referral.{act}" for act in acts]
    for state, acts in {
        State.DRAFT: ["sent"],
        State.SENT: _OFFERED,
        State.REDIRECTED: _OFFERED,
        State.ACCEPTED: ["arrived", "arrived", "arrived", "redirected", "withdrawn", "expired", "closed", "completed"],
        State.DECLINED: ["retargeted", "retargeted", "closed"],
        State.ARRIVED: ["returned", "completed"],
        State.RETURNED: ["followed_up", "closed", "printed", "completed"],
        State.FOLLOWED_UP: ["closed", "contact_logged", "completed"],
        State.EXPIRED: ["closed", "contact_logged", "arrived"],
        State.CLOSED: ["printed"],
        State.WITHDRAWN: ["printed", "printed", "arrived"],
    }.items()
}
OF_TARGET = {f"referral.{act}" for act in ("accepted", "declined", "redirected", "arrived", "returned")}


class Case(RuleBasedStateMachine):
    """One case; acts come in any order, by any side, at any time."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.case: Referral | None = None
        self.trail: list[TrailEntry] = []

    @initialize(hurried=st.booleans())
    def begin(self, hurried: bool) -> None:  # noqa: FBT001 - drawn
        whole = slip(urgency=Urgency.EMERGENCY, history="", consent=False) if hurried else slip()
        self._act("referral.sent", CLINIC, m.ReferralSent(number=NUMBER, slip=whole))
        assert self.case is not None

    @rule(drawn=st.sampled_from(sorted(BODIES)), side=SIDES, data=st.data())
    def somebody_acts(self, drawn: str, side: str, data: st.DataObject) -> None:
        self._act(drawn, side, data.draw(BODIES[drawn]))

    @rule(data=st.data())
    def somebody_does_what_is_open(self, data: st.DataObject) -> None:
        """Lead the case on, and about, far more often than chance would."""
        assert self.case is not None
        act = data.draw(st.sampled_from(OPEN[self.case.state]))
        side = self.case.target if act in OF_TARGET else self.case.origin
        self._act(act, side, data.draw(SENSIBLE.get(act, BODIES[act])))

    @rule()
    def the_hospital_s_desk_fetches_it(self) -> None:
        if self.case is not None and awaited_by(self.case):
            self._act("referral.reached", "", m.ReferralReached())

    @rule(hours=st.sampled_from([0, 1, 30, 200]))
    def time_goes_by(self, hours: int) -> None:
        self.now += timedelta(hours=hours, minutes=1)

    @invariant()
    def one_side_holds_it_and_both_see_it(self) -> None:
        if (case := self.case) is None:
            return
        assert holder(case) in {case.origin, case.target}
        assert {f"unit:{case.origin}", f"unit:{case.target}"} <= streams(case)
        assert case.target == case.slip.target.institution
        assert case.target in case.asked
        assert len(set(case.asked)) == len(case.asked)
        assert case.origin not in case.asked

    @invariant()
    def what_a_state_promises_is_there(self) -> None:
        if (case := self.case) is None:
            return
        assert case.number == NUMBER
        assert case.sent_at is not None
        assert case.valid_until is not None
        assert case.incomplete is (case.complete_by is not None) is bool(gaps(case.slip))
        been_there = case.state in {State.ARRIVED, State.RETURNED, State.FOLLOWED_UP}
        assert not been_there or case.arrived_at is not None
        assert (case.return_slip is None) is (case.follow_up_by is None) is (case.returned_at is None)
        assert case.state not in {State.RETURNED, State.FOLLOWED_UP} or case.return_slip is not None
        assert bool(case.outcome) is (case.state is State.CLOSED)
        assert case.state not in {State.DECLINED, State.WITHDRAWN} or case.reason

    @invariant()
    def it_survives_the_wire(self) -> None:
        if self.case is not None:
            assert msgspec.json.decode(msgspec.json.encode(self.case), type=Referral) == self.case

    @invariant()
    def its_trail_reads_in_order(self) -> None:
        if self.case is None:
            return
        shown = steps(self.case, self.trail)
        marks = [step.mark for step in shown]
        ahead = [step.code for step in shown if step.mark is Mark.AHEAD]
        assert all(mark is Mark.AHEAD for mark in marks[len(marks) - len(ahead) :])
        assert ahead == [code for code in ROAD.ahead if code in ahead]
        stopped = self.case.state in {State.DECLINED, State.EXPIRED}
        assert marks.count(Mark.NOW) == (0 if self.case.state in ENDED or stopped else 1)
        assert bool(ahead) is (self.case.state not in ENDED and not stopped)
        assert len(shown) == len(self.trail) + 1 + len(ahead)  # the sending is saved and delivered

    def _act(self, name: str, side: str, body: msgspec.Struct) -> None:
        before = self.case
        try:
            after = EVENTS[name].decide(before, body, ruling(side, self.now))
        except Refused as fault:
            said(fault)
            return
        if before is not None:
            comes_anyway = (name, before.state) == ("referral.arrived", State.WITHDRAWN)
            assert before.state not in ENDED or name == "referral.printed" or comes_anyway
            assert set(before.asked) <= set(after.asked)
            assert (after.origin, after.number, after.sent_at) == (before.origin, before.number, before.sent_at)
            assert after.prints + after.return_prints >= before.prints + before.return_prints
            assert before.return_slip in {None, after.return_slip}
        self.case = after
        self.trail.append(entry(name, self.now, state=after.state.value))
        self.now += timedelta(seconds=1)


TestCase = Case.TestCase
TestCase.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
