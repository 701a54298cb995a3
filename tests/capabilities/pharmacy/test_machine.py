"""A request under acts of both sides in every order: every pack is accounted for, whatever happens."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import initialize
from hypothesis.stateful import invariant
from hypothesis.stateful import precondition
from hypothesis.stateful import rule

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import entry
from tests.capabilities.judging import ruling
from tests.capabilities.judging import said
from tests.capabilities.pharmacy.requests import AMOXICILLIN
from tests.capabilities.pharmacy.requests import PENICILLIN
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.pharmacy.messages import requests as m
from yigongti_desktop.capabilities.pharmacy.model.lines import Count
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.model.lines import Parcel
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import Lot
from yigongti_desktop.capabilities.pharmacy.model.road import ROAD
from yigongti_desktop.capabilities.pharmacy.model.road import steps
from yigongti_desktop.capabilities.pharmacy.model.states import ENDED
from yigongti_desktop.capabilities.pharmacy.model.states import Difference
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.states import Urgency
from yigongti_desktop.capabilities.pharmacy.service.requests import SLICE
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry.model.trail import Mark

EVENTS = {kind.name: kind for kind in SLICE.events}
DRUGS = [AMOXICILLIN, PENICILLIN]
SIDES = st.sampled_from([CLINIC, HOSPITAL])
PACKS = st.integers(-1, 6)
WORDS = st.sampled_from(["", "缺货"])
LOTS = st.lists(
    st.builds(
        Lot,
        lot=st.sampled_from(["A", "B", " "]),
        expiry=st.sampled_from([date(2028, 3, 31), date(2026, 11, 22)]),
        quantity=PACKS,
    ),
    max_size=3,
).map(tuple)


class Request(RuleBasedStateMachine):
    """One request; acts come in any order, by either side, with any figures."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.request: DrugRequest | None = None
        self.trail: list[TrailEntry] = []

    @initialize(quantities=st.lists(st.integers(1, 6), min_size=1, max_size=2))
    def begin(self, quantities: list[int]) -> None:
        self.clinic_asks(CLINIC, quantities, draft=False)
        assert self.request is not None

    @rule(side=SIDES, quantities=st.lists(PACKS, min_size=1, max_size=2), draft=st.booleans())
    def clinic_asks(self, side: str, quantities: list[int], *, draft: bool) -> None:
        lines = tuple(Wanted(drug=drug, quantity=packs) for drug, packs in zip(DRUGS, quantities, strict=False))
        if draft:
            self._act("drug_request.draft_saved", side, m.DraftSaved(lines=lines, urgency=Urgency.ROUTINE))
        else:
            body = m.DrugRequestSubmitted(number=f"N{len(self.trail)}", lines=lines, urgency=Urgency.ROUTINE)
            self._act("drug_request.submitted", side, body)

    @rule(side=SIDES, sure=st.integers(0, 5))
    def clinic_takes_it_back(self, side: str, sure: int) -> None:
        if not sure:  # rarely: it ends everything
            self._act("drug_request.withdrawn", side, m.DrugRequestWithdrawn())

    @rule(side=SIDES, reason=WORDS)
    def centre_sends_it_back(self, side: str, reason: str) -> None:
        self._act("drug_request.sent_back", side, m.DrugRequestSentBack(reason=reason))

    @rule(side=SIDES, granted=st.lists(st.tuples(PACKS, WORDS), min_size=2, max_size=2))
    def centre_decides(self, side: str, granted: list[tuple[int, str]]) -> None:
        decisions = [
            Decision(drug=drug, approved=packs, reason=reason)
            for drug, (packs, reason) in zip(self._drugs(), granted, strict=False)
        ]
        self._act("drug_request.reviewed", side, m.DrugRequestReviewed(decisions=tuple(decisions)))

    @precondition(lambda self: self.request.state is State.SUBMITTED)
    @rule(share=st.sampled_from([0, 1, 2, 2]), reason=WORDS)
    def centre_decides_sensibly(self, share: int, reason: str) -> None:
        lines = self.request.lines if self.request else ()
        decisions = [Decision(drug=one.drug, approved=one.requested * share // 2, reason=reason) for one in lines]
        self._act("drug_request.reviewed", HOSPITAL, m.DrugRequestReviewed(decisions=tuple(decisions)))

    @rule(side=SIDES, lots=st.lists(LOTS, min_size=2, max_size=2), reason=WORDS)
    def centre_sends(self, side: str, lots: list[tuple[Lot, ...]], reason: str) -> None:
        parcels = [Parcel(drug=drug, lots=some, reason=reason) for drug, some in zip(self._drugs(), lots, strict=False)]
        body = m.DrugRequestDispatched(delivery=f"D{len(self.trail)}", parcels=tuple(parcels))
        self._act("drug_request.dispatched", side, body)

    @precondition(lambda self: self.request.state is State.REVIEWED)
    @rule(keep=st.integers(0, 2))
    def centre_sends_sensibly(self, keep: int) -> None:
        parcels = []
        for line in self.request.lines if self.request else ():
            packs = max((line.approved or 0) - keep, 0)
            lots = (Lot(lot="A", expiry=date(2028, 3, 31), quantity=packs),) if packs else ()
            parcels.append(Parcel(drug=line.drug, lots=lots, reason="缺货"))
        self._act("drug_request.dispatched", HOSPITAL, m.DrugRequestDispatched(delivery="D", parcels=tuple(parcels)))

    @rule(
        side=SIDES,
        off=st.integers(-3, 3),
        difference=st.sampled_from(["", *(one.value for one in Difference), "坏"]),
        note=WORDS,
    )
    def clinic_counts(self, side: str, off: int, difference: str, note: str) -> None:
        counts = [
            Count(
                drug=line.drug,
                received=tuple(lot.quantity + off for lot in line.lots),
                difference=difference if line.lots else "",
                note=note,
            )
            for line in (self.request.lines if self.request else ())
        ]
        self._act("drug_request.received", side, m.DeliveryReceived(counts=tuple(counts)))

    @precondition(lambda self: self.request.state is State.DISPATCHED)
    @rule(short=st.integers(0, 1))
    def clinic_counts_sensibly(self, short: int) -> None:
        counts = [
            Count(
                drug=line.drug,
                received=tuple(lot.quantity - short for lot in line.lots),
                difference="short" if short else "",
            )
            for line in (self.request.lines if self.request else ())
        ]
        self._act("drug_request.received", CLINIC, m.DeliveryReceived(counts=tuple(counts)))

    @rule()
    def the_centre_s_desk_fetches_it(self) -> None:
        if self.request is not None and self.request.state is State.SUBMITTED and self.request.reached_at is None:
            self._act("drug_request.reached", "", m.DrugRequestReached())

    @rule(side=SIDES)
    def somebody_prints_it(self, side: str) -> None:
        self._act("drug_request.printed", side, m.DrugRequestPrinted(copy=1))

    @rule(days=st.integers(0, 3))
    def time_goes_by(self, days: int) -> None:
        self.now += timedelta(days=days)

    @invariant()
    def every_pack_is_accounted_for(self) -> None:
        for line in self.request.lines if self.request else ():
            assert line.requested >= 1
            granted = line.requested if line.approved is None else line.approved
            assert line.requested >= granted >= line.dispatched >= 0
            assert granted == line.requested or line.reason
            sent = bool(self.request and self.request.dispatched_at)
            assert not sent or line.dispatched == granted or line.short_reason
            for lot in line.lots:
                assert lot.quantity >= 1
                assert lot.received in {None, lot.quantity} or (lot.received or 0) >= 0
                assert lot.received in {None, lot.quantity} or line.difference
            assert line.difference != Difference.OTHER or line.difference_note

    @invariant()
    def what_a_state_promises_is_there(self) -> None:
        if (request := self.request) is None:
            return
        state = request.state
        assert request.lines
        assert bool(request.number) is (state is not State.DRAFT)
        decided = {State.REVIEWED, State.REJECTED, State.DISPATCHED, State.RECEIVED}
        assert all((line.approved is not None) is (state in decided) for line in request.lines)
        assert (state is State.REJECTED) is (state in decided and not any(line.approved for line in request.lines))
        assert any(line.lots for line in request.lines) is (state in {State.DISPATCHED, State.RECEIVED})
        assert bool(request.delivery) is (state in {State.DISPATCHED, State.RECEIVED})
        counted = [lot.received is not None for line in request.lines for lot in line.lots]
        assert all(counted) if state is State.RECEIVED else not any(counted)

    @invariant()
    def it_survives_the_wire(self) -> None:
        if self.request is not None:
            assert msgspec.json.decode(msgspec.json.encode(self.request), type=DrugRequest) == self.request

    @invariant()
    def its_trail_reads_in_order(self) -> None:
        if (request := self.request) is None:
            return
        shown = steps(request, self.trail)
        ahead = [step.code for step in shown if step.mark is Mark.AHEAD]
        if request.state is State.DRAFT:
            assert ahead == ["saved", "delivered", *ROAD.ahead]
            return
        moving = request.state not in ENDED and request.state is not State.SENT_BACK
        assert [step.mark for step in shown].count(Mark.NOW) == int(moving)
        assert bool(ahead) is moving
        assert ahead == [code for code in ROAD.ahead if code in ahead]

    def _drugs(self) -> list[str]:
        return [line.drug for line in self.request.lines] if self.request else []

    def _act(self, name: str, side: str, body: msgspec.Struct) -> None:
        before = self.request
        try:
            after = EVENTS[name].decide(before, body, ruling(side, self.now))
        except Refused as fault:
            said(fault)
            return
        if before is not None:
            assert before.state not in ENDED or name == "drug_request.printed"
            assert before.number in {"", after.number}
            assert (after.institution, after.supplier) == (before.institution, before.supplier)
            if before.state in {State.REVIEWED, State.DISPATCHED, State.RECEIVED}:
                now = [(line.drug, line.requested, line.approved) for line in after.lines]
                assert now == [(line.drug, line.requested, line.approved) for line in before.lines]
        self.request = after
        self.trail.append(entry(name, self.now, state=after.state.value))
        self.now += timedelta(seconds=1)


TestRequest = Request.TestCase
TestRequest.settings = settings(max_examples=100, stateful_step_count=40, deadline=None)
