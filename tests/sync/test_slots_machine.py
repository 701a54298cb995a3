"""Clinics hold slots off-line while lines cut: never more than is reserved, and everybody is answered."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize
from hypothesis.stateful import invariant
from hypothesis.stateful import rule
from msgspec.structs import replace as replaced

from tests.capabilities.referrals import slots
from tests.capabilities.referrals.slots import LEAD
from tests.capabilities.referrals.slots import bed
from tests.capabilities.referrals.slots import exam
from tests.capabilities.referrals.slots import opening
from tests.capabilities.referrals.slots import slot
from tests.sync.county import County
from tests.sync.county import Frozen
from tests.sync.machines.mishaps import ROWS
from tests.sync.machines.mishaps import WEATHER
from tests.sync.machines.run import run
from tests.sync.machines.town import PICKS
from tests.sync.machines.town import Town
from yigongti_desktop.capabilities.referrals.messages import capacity as c
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.model import capacity
from yigongti_desktop.capabilities.referrals.model.booking import reception_of
from yigongti_desktop.capabilities.referrals.model.capacity import Numbers
from yigongti_desktop.capabilities.referrals.model.holds import State
from yigongti_desktop.capabilities.referrals.model.holds import seen_line
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.store.capacity import HOLD
from yigongti_desktop.capabilities.referrals.store.capacity import LINE
from yigongti_desktop.capabilities.referrals.store.capacity import holds_of
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.engine import reading

pytestmark = [pytest.mark.sync, pytest.mark.policy("REF-09")]

CLINICS = ("岳口", "岳口二", "多宝")
DESKS = st.sampled_from(CLINICS)
ANYBODY = st.sampled_from((*CLINICS, LEAD))
#: Few and scarce, so that nearly every hold is contended.
OPENINGS = (
    opening(slot(2), reserved=1),
    opening(slot(3), reserved=2),
    opening(slot(4, department="骨科", name="韩立")),
    opening(bed(2), reserved=1),
    opening(exam(3), reserved=1),
)
ELSEWHERE = Target(institution="tianmen.diyi", department="骨科")


@pytest.fixture(scope="session")
def reserved(frozen: Frozen, tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    """天门市 whose lead hospital has reserved a few slots, with a case at each desk."""
    folder = tmp_path_factory.mktemp("reserved")
    county = County(frozen, folder)
    county.open_line()
    slots.publish(county, *OPENINGS)
    for desk in CLINICS:
        county.send_referral(desk)
    county.sync(*(*CLINICS, LEAD) * 2)
    county.close()
    return replace(frozen, folder=folder)


class SlotTown(Town):
    """What clinics and the referral office do; lines cut, repeat and delay, processes die."""

    @initialize()
    def open_desks(self) -> None:
        self.names = [*CLINICS, LEAD]
        #: Acts by which somebody asked for a slot: desk and record.
        self.asked: list[tuple[str, str]] = []
        for name in self.names:
            self.open(name)

    @rule(desk=DESKS, pick=PICKS)
    def send_with_a_slot(self, desk: str, pick: int) -> None:
        if line := self.some(desk, LINE, pick):
            self.do(desk, m.SendReferral(slip=self.county.slip(desk), hold=line.id), is_new=True)
            self._note(desk)

    @rule(desk=DESKS, pick=PICKS, what=PICKS)
    def hold(self, desk: str, pick: int, what: int) -> None:
        case, line = self.some(desk, REFERRAL, pick), self.some(desk, LINE, what)
        if case is None or line is None:
            return
        seen = seen_line(self.county.desks[desk].read(holds_of, [case.id]), line.kind)
        self.do(desk, c.HoldSlot(referral=case.id, line=line.id, instead_of=seen))
        self._note(desk)

    @rule(pick=PICKS)
    def all_hold_the_same(self, pick: int) -> None:
        for desk in CLINICS:
            self.send_with_a_slot(desk, pick)

    @rule(desk=DESKS, pick=PICKS)
    def release(self, desk: str, pick: int) -> None:
        if hold := self.some(desk, HOLD, pick):
            self.do(desk, c.ReleaseSlot(hold=hold.id))

    @rule(desk=DESKS, pick=PICKS)
    def take_note(self, desk: str, pick: int) -> None:
        if hold := self.some(desk, HOLD, pick):
            self.do(desk, c.NoteSlot(hold=hold.id, seen=f"{hold.state.value} {hold.why}"))

    @rule(desk=DESKS, pick=PICKS)
    def withdraw(self, desk: str, pick: int) -> None:
        if case := self.some(desk, REFERRAL, pick):
            self.do(desk, m.WithdrawReferral(referral=case.id, reason="病情好转"))

    @rule(pick=PICKS, act=st.sampled_from(["accept", "accept", "decline", "redirect", "arrive"]))
    def answer_a_case(self, pick: int, act: str) -> None:
        case = self.some(LEAD, REFERRAL, pick)
        if case is None:
            return
        commands: dict[str, Any] = {
            "accept": m.AcceptReferral(referral=case.id),
            "decline": m.DeclineReferral(referral=case.id, reason="床位已满"),
            "redirect": m.RedirectReferral(referral=case.id, target=ELSEWHERE, reason="骨科更合适"),
            "arrive": m.RegisterArrival(referral=case.id),
        }
        self.do(LEAD, commands[act])

    @rule(pick=PICKS, number=st.integers(0, 3), time=st.sampled_from(["08:00-11:30", "14:00-17:00"]))
    def change_a_line(self, pick: int, number: int, time: str) -> None:
        if line := self.some(LEAD, LINE, pick):
            change = c.Changing(line=line.id, numbers=Numbers(total=5, reserved=number), time=time)
            self.do(LEAD, c.PublishCapacity(changed=(change,)))

    @rule(pick=PICKS, sure=st.integers(0, 2))
    def close_a_line(self, pick: int, sure: int) -> None:
        if not sure and (line := self.some(LEAD, LINE, pick)):
            self.do(LEAD, c.CloseCapacity(line=line.id, reason="停诊"))

    @rule(pick=st.integers(0, len(OPENINGS) - 1))
    def publish_again(self, pick: int) -> None:
        self.do(LEAD, c.PublishCapacity(opened=(OPENINGS[pick],)))

    @rule(name=ANYBODY, rows=ROWS)
    def sync_in_fine_weather(self, name: str, rows: int) -> None:
        assert not self.sync(name, rows=rows).code

    @rule(name=ANYBODY, weather=WEATHER, rows=ROWS)
    def sync_in_trouble(self, name: str, weather: Any, rows: int) -> None:
        assert self.sync(name, weather, rows=rows).code in {"", "line_cut", "hub_unreachable"}

    @rule(name=ANYBODY, rows=ROWS, commits=st.integers(0, 6))
    def kill_a_desk_in_a_sync(self, name: str, rows: int, commits: int) -> None:
        self.die_in_a_talk(name, commits, rows)

    @rule(pick=PICKS)
    def deliver_what_was_kept_back(self, pick: int) -> None:
        if self.kept_back:
            self.deliver_late(pick)

    @rule(hours=st.sampled_from([1, 20, 30, 80]))
    def hours_go_by(self, hours: int) -> None:
        self.county.clock.advance(hours=hours)
        for clock in self.clocks.values():
            clock.advance(hours=hours)
        self.county.hub.keep_house()

    @invariant()
    def the_hub_never_gives_more_than_is_reserved(self) -> None:
        if not self.names:
            return
        lines, holds = slots.lines(self.county), slots.all_holds(self.county)
        held = Counter(hold.line for hold in holds if hold.state is State.HELD)
        used = Counter(hold.line for hold in holds if hold.state is State.USED)
        for line in lines:
            assert (line.held, line.used) == (held[line.id], used[line.id]), line
            if line.state is capacity.State.CLOSED:
                assert not held[line.id], line
            elif line.state is capacity.State.RETURNED:
                assert line.returned + line.held + line.used == line.reserved, line
            else:
                assert line.held + line.used <= line.reserved, line
        assert State.ASKED not in {hold.state for hold in holds}

    @invariant()
    def the_same_is_reserved_in_one_line(self) -> None:
        if not self.names:
            return
        giving = [one for one in slots.lines(self.county) if one.state is capacity.State.OPEN and one.reserved]
        where = Counter(capacity.said(replaced(capacity.slot_of(one), place="")) for one in giving)
        assert set(where.values()) <= {1}, where

    def heal(self) -> None:
        """Let all talk until nothing is new, and look at what came of it."""
        super().heal()
        for desk in CLINICS:
            self._everybody_is_answered(desk)
        self._cases_bear_what_is_held()

    def _everybody_is_answered(self, desk: str) -> None:
        bench = self.county.desks[desk]
        known = {hold.id: hold for hold in bench.read(registry.everything, HOLD)}
        assert State.ASKED not in {hold.state for hold in known.values()}
        refused = {act.record for act in bench.read(outbox.in_states, outbox.NEEDS_PERSON, 10_000)}
        for by, record in self.asked:
            assert by != desk or record in known or record in refused, (desk, record)
        for hold in known.values():
            if hold.state in {State.ANSWERED, State.LAPSED}:
                assert hold.why, hold
            for other in hold.alternatives:
                assert other.free > 0, hold
                assert other.line != hold.line, hold

    def _cases_bear_what_is_held(self) -> None:
        with reading(self.county.hub.engine) as connection:
            cases = registry.everything(connection, REFERRAL)
            holds = registry.everything(connection, HOLD)
        for case in cases:
            its = sorted((hold for hold in holds if hold.referral == case.id), key=lambda hold: _KINDS[hold.kind.value])
            assert case.booked == reception_of(its), case

    def _note(self, desk: str) -> None:
        known = self.county.desks[desk].read(registry.everything, HOLD)
        self.asked += [(desk, hold.id) for hold in known if hold.state is State.ASKED]


_KINDS = {kind.value: place for place, kind in enumerate(capacity.Kind)}


def test_whatever_clinics_hold_nothing_is_oversold_and_nobody_is_left_without_an_answer(reserved: Frozen) -> None:
    run(SlotTown, reserved, 0, examples=5)
