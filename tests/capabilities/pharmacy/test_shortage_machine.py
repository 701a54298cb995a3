"""A shortage under acts of both sides in every order: whatever happens, what a state promises is there."""

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
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import entry
from tests.capabilities.judging import ruling
from tests.capabilities.judging import said
from tests.capabilities.pharmacy.requests import AMOXICILLIN
from tests.capabilities.pharmacy.requests import PENICILLIN
from tests.capabilities.pharmacy.shortages import missing
from tests.capabilities.pharmacy.shortages import unlisted
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.pharmacy.messages import shortages as m
from yigongti_desktop.capabilities.pharmacy.model.shortage import ENDED
from yigongti_desktop.capabilities.pharmacy.model.shortage import Answer
from yigongti_desktop.capabilities.pharmacy.model.shortage import CallResult
from yigongti_desktop.capabilities.pharmacy.model.shortage import Kind
from yigongti_desktop.capabilities.pharmacy.model.shortage import Shortage
from yigongti_desktop.capabilities.pharmacy.model.shortage import State
from yigongti_desktop.capabilities.pharmacy.model.shortage import awaits_call
from yigongti_desktop.capabilities.pharmacy.model.shortage import days_to_arrive
from yigongti_desktop.capabilities.pharmacy.model.shortage import is_over
from yigongti_desktop.capabilities.pharmacy.model.shortage import streams
from yigongti_desktop.capabilities.pharmacy.model.shortage_road import PURCHASE_ROAD
from yigongti_desktop.capabilities.pharmacy.model.shortage_road import ROAD
from yigongti_desktop.capabilities.pharmacy.model.shortage_road import steps
from yigongti_desktop.capabilities.pharmacy.service.shortages import SLICE
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.trail import Mark

EVENTS = {kind.name: kind for kind in SLICE.events}
SIDES = st.sampled_from([CLINIC, CLINIC, HOSPITAL, STRANGER])
REQUESTS = st.sampled_from(["r-1", "r-2"])
WORDS = st.sampled_from(["", "缺货"])


class Counter(RuleBasedStateMachine):
    """One shortage; acts come in any order, by either side."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.shortage: Shortage | None = None
        self.trail: list[TrailEntry] = []

    @initialize(is_listed=st.booleans(), quantity=st.integers(1, 5))
    def begin(self, quantity: int, *, is_listed: bool) -> None:
        wanted = missing(quantity=quantity) if is_listed else unlisted(quantity=quantity)
        self._act("shortage.registered", CLINIC, m.ShortageRegistered(missing=wanted))
        assert self.shortage is not None

    @rule(side=SIDES)
    def somebody_writes_it_again(self, side: str) -> None:
        self._act("shortage.registered", side, m.ShortageRegistered(missing=missing()))

    @rule(side=SIDES, request=REQUESTS, drug=st.sampled_from([AMOXICILLIN, AMOXICILLIN, PENICILLIN, ""]))
    def a_request_is_submitted(self, side: str, request: str, drug: str) -> None:
        body = m.ShortageAsked(request=request, drug=drug, number=f"N-{request}", supplier=HOSPITAL)
        self._act("shortage.asked", side, body)

    @rule(side=SIDES, request=st.sampled_from(["", "r-1", "r-2"]))
    def it_is_released(self, side: str, request: str) -> None:
        self._act("shortage.released", side, m.ShortageReleased(request=request))

    @rule(side=SIDES, answer=st.sampled_from(Answer), words=WORDS)
    def the_centre_answers(self, side: str, answer: Answer, words: str) -> None:
        self._act("shortage.answered", side, m.ShortageAnswered(answer=answer, words=words))

    @rule(side=SIDES, request=st.sampled_from(["", "r-1", "r-2"]))
    def it_comes(self, side: str, request: str) -> None:
        self._act("shortage.arrived", side, m.ShortageArrived(request=request))

    @rule(side=SIDES, result=st.sampled_from(CallResult), note=WORDS)
    def the_resident_is_called(self, side: str, result: CallResult, note: str) -> None:
        self._act("shortage.called", side, m.ShortageCalled(result=result, note=note))

    @rule(side=SIDES, sure=st.integers(0, 3))
    def it_is_fetched(self, side: str, sure: int) -> None:
        if not sure:  # rarely: it ends everything
            self._act("shortage.fetched", side, m.ShortageFetched())

    @rule(side=SIDES, sure=st.integers(0, 5), reason=WORDS)
    def it_is_cancelled(self, side: str, sure: int, reason: str) -> None:
        if not sure:
            self._act("shortage.cancelled", side, m.ShortageCancelled(reason=reason))

    @rule(days=st.integers(0, 3))
    def time_goes_by(self, days: int) -> None:
        self.now += timedelta(days=days)

    @invariant()
    def what_a_state_promises_is_there(self) -> None:
        if (one := self.shortage) is None:
            return
        come = one.state in {State.ARRIVED, State.CALLED, State.FETCHED}
        assert (one.state is State.ASKED) <= bool(one.request and one.request_number and one.asked_at)
        assert (one.state is State.OPEN) <= (not one.request)
        assert not come or one.arrived_at is not None
        assert (one.state in {State.OPEN, State.ASKED}) <= (one.arrived_at is None)
        assert (one.state is State.CALLED) <= bool(one.call_result and one.called_at and one.caller)
        assert (one.state is State.FETCHED) is (one.fetched_at is not None)
        assert (one.state is State.CANCELLED) is bool(one.reason)
        assert (one.kind is Kind.PURCHASE) is (not one.drug)
        assert not one.request or one.kind is Kind.LISTED
        assert not one.answer or one.kind is Kind.PURCHASE
        assert one.answer != Answer.CANNOT_BUY or one.answer_words
        assert not (awaits_call(one) and is_over(one))
        assert (days_to_arrive(one) is None) is (one.arrived_at is None)

    @invariant()
    def the_lead_hospital_sees_what_concerns_it_and_no_more(self) -> None:
        if (one := self.shortage) is not None:
            sees = one.kind is Kind.PURCHASE or bool(one.request)
            assert streams(one) == {f"unit:{CLINIC}"} | ({f"unit:{HOSPITAL}"} if sees else set())

    @invariant()
    def it_survives_the_wire(self) -> None:
        if self.shortage is not None:
            assert msgspec.json.decode(msgspec.json.encode(self.shortage), type=Shortage) == self.shortage

    @invariant()
    def its_trail_reads_in_order(self) -> None:
        if (one := self.shortage) is None:
            return
        road = PURCHASE_ROAD if one.kind is Kind.PURCHASE else ROAD
        shown = steps(one, self.trail)
        ahead = [step.code for step in shown if step.mark is Mark.AHEAD]
        moving = not is_over(one)
        assert [step.mark for step in shown].count(Mark.NOW) == int(moving)
        assert bool(ahead) is moving
        assert ahead == [code for code in road.ahead if code in ahead]

    def _act(self, name: str, side: str, body: msgspec.Struct) -> None:
        before = self.shortage
        try:
            after = EVENTS[name].decide(before, body, ruling(side, self.now))
        except Refused as fault:
            said(fault)
            return
        if before is not None:
            assert before.state not in ENDED
            fixed = ("institution", "kind", "drug", "name", "quantity", "unit", "patient", "phone", "needed_by")
            assert all(getattr(after, field) == getattr(before, field) for field in fixed)
            sides = {"shortage.answered": {HOSPITAL}, "shortage.released": {CLINIC, HOSPITAL}}
            assert side in sides.get(name, {CLINIC})
        self.shortage = after
        self.trail.append(entry(name, self.now, state=after.state.value))
        self.now += timedelta(seconds=1)


TestCounter = Counter.TestCase
TestCounter.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
