"""Two desks of a unit, a hospital and the hub's clock on referrals up and down: no open case is ever lost."""

from __future__ import annotations

import os
from datetime import date
from datetime import timedelta

import msgspec
import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize
from hypothesis.stateful import rule

from tests.sync.county import Frozen
from tests.sync.machines.mishaps import ROWS
from tests.sync.machines.mishaps import WEATHER
from tests.sync.machines.run import run
from tests.sync.machines.town import PICKS
from tests.sync.machines.town import Town
from tests.world import id_number
from yigongti_desktop.capabilities.followups import store as followups
from yigongti_desktop.capabilities.followups.messages import RecordFollowUp
from yigongti_desktop.capabilities.followups.model.visit import Condition
from yigongti_desktop.capabilities.followups.model.visit import State as VisitState
from yigongti_desktop.capabilities.followups.model.visit import Way
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages import down as d
from yigongti_desktop.capabilities.referrals.messages import tracking as t
from yigongti_desktop.capabilities.referrals.model.due import ends_at
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.referral import holder
from yigongti_desktop.capabilities.referrals.model.road import steps
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.slip import Target
from yigongti_desktop.capabilities.referrals.model.slip import Urgency
from yigongti_desktop.capabilities.referrals.model.states import ENDED
from yigongti_desktop.capabilities.referrals.model.states import ContactResult
from yigongti_desktop.capabilities.referrals.model.states import Limit
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.messages import NoteDeath
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.engine import reading

pytestmark = [
    pytest.mark.sync,
    pytest.mark.policy("REF-08"),
    pytest.mark.policy("REF-16"),
    pytest.mark.policy("REF-23"),
]

CLINIC, SECOND, HOSPITAL = "岳口", "岳口二", "市一医"
#: A few each time; YIGONGTI_TRACKED_EXAMPLES says how many in the long run.
_EXAMPLES = int(os.environ.get("YIGONGTI_TRACKED_EXAMPLES", "3"))
_BACK = ReturnSlip(diagnosis="脑梗死", findings="梗死灶", plan="康复训练", doctor="熊卫东")
_ROOM = Target(institution="tianmen.diyi", department="康复医学科")
_AT_THE_UNIT = (
    "log", "rebook", "hand over", "turn up", "died", "close", "close", "withdraw", "reopen",
    "take on", "take on", "turn down", "receive",
)  # fmt: skip
_AT_THE_HOSPITAL = (
    "accept", "accept", "accept", "decline", "redirect", "arrive", "arrive", "back", "back",
    "log", "withdraw", "retarget", "close", "died",
)  # fmt: skip


class TrackedTown(Town):
    """What people and the hub's clock do with cases; lines cut, processes die."""

    @initialize()
    def open_desks(self) -> None:
        self.names = [CLINIC, SECOND, HOSPITAL]
        for name in self.names:
            self.open(name)
        self.send_up(0, is_urgent=True)
        self.send_down(is_ours=True)

    @rule(who=PICKS, is_urgent=st.booleans())
    def send_up(self, who: int, *, is_urgent: bool) -> None:
        name = (CLINIC, SECOND)[who % 2]
        urgency = Urgency.EMERGENCY if is_urgent else Urgency.OUTPATIENT
        slip = msgspec.structs.replace(self.county.slip(name), urgency=urgency, patient=self._patient(name))
        slip = msgspec.structs.replace(slip, history="" if is_urgent else slip.history)
        self.do(name, m.SendReferral(slip=slip), is_new=True)

    @rule(is_ours=st.booleans())
    def send_down(self, *, is_ours: bool) -> None:
        unit = "tianmen.yuekou" if is_ours else "tianmen.duobao"
        slip = self.county.slip(HOSPITAL, target=Target(institution=unit), patient=self._patient(HOSPITAL))
        command = d.SendDown(slip=slip, back=_BACK, down_class="convalescent")
        self.do(HOSPITAL, command, is_new=True)

    @rule(who=PICKS, pick=PICKS, act=st.sampled_from(_AT_THE_UNIT), outcome=st.sampled_from(Outcome))
    def act_at_the_unit(self, who: int, pick: int, act: str, outcome: Outcome) -> None:
        name = (CLINIC, SECOND)[who % 2]
        if case := self.some(name, REFERRAL, pick):
            other = self.county.people[(SECOND, CLINIC)[who % 2]].account
            later = day(self.clocks[name].now()) + timedelta(days=pick % 9)
            its = case.id
            commands: dict[str, msgspec.Struct] = {
                "log": m.LogContact(referral=its, said="说好了", result=list(ContactResult)[pick % 9], next_on=later),
                "rebook": t.RebookReferral(referral=its, on=later),
                "hand over": t.HandOverTracking(referral=its, tracker=other),
                "turn up": t.NoteTurnUp(referral=its, institution="tianmen.zhongyi", reason="自行去了"),
                "died": t.EndByDeath(referral=its),
                "close": m.CloseReferral(referral=its, outcome=outcome, gone_to="邻县医院"),
                "withdraw": m.WithdrawReferral(referral=its, reason="不去了"),
                "reopen": t.ReopenReferral(referral=its, reason="关错了"),
                "take on": d.TakeOnPatient(referral=its),
                "turn down": d.TurnDownPatient(referral=its, code="not_ours"),
                "receive": d.ReceivePatient(referral=its),
            }
            self.do(name, commands[act])

    @rule(pick=PICKS, act=st.sampled_from(_AT_THE_HOSPITAL))
    def act_at_the_hospital(self, pick: int, act: str) -> None:
        if case := self.some(HOSPITAL, REFERRAL, pick):
            its = case.id
            elsewhere = Target(institution="tianmen.yuekou") if case.is_down else _ROOM
            commands: dict[str, msgspec.Struct] = {
                "accept": m.AcceptReferral(referral=its, reception="3 床"),
                "decline": m.DeclineReferral(referral=its, code="no_bed"),
                "redirect": m.RedirectReferral(referral=its, target=_ROOM, reason="康复为主"),
                "arrive": m.RegisterArrival(referral=its),
                "back": m.SendBack(referral=its, slip=_BACK),
                "log": m.LogContact(referral=its, said="已电话联系"),
                "withdraw": m.WithdrawReferral(referral=its, reason="病情反复"),
                "retarget": m.RetargetReferral(referral=its, target=elsewhere),
                "close": m.CloseReferral(referral=its, outcome=Outcome.REFUSED_BY_PATIENT),
                "died": t.EndByDeath(referral=its),
            }
            self.do(HOSPITAL, commands[act])

    @rule(who=PICKS, pick=PICKS)
    def visit(self, who: int, pick: int) -> None:
        name = (CLINIC, SECOND)[who % 2]
        if visit := self.some(name, followups.FOLLOW_UP, pick):
            command = RecordFollowUp(follow_up=visit.id, way=Way.HOME, condition=Condition.BETTER, result="好转")
            self.do(name, command)

    @rule(who=PICKS, pick=PICKS, is_right=st.booleans())
    def note_a_death_in_the_register(self, who: int, pick: int, *, is_right: bool) -> None:
        name = (CLINIC, SECOND)[who % 2]
        if resident := self.some(name, registry.RESIDENT, pick):
            on = day(self.clocks[name].now()) if is_right else None
            self.do(name, NoteDeath(resident=resident.id, seen=resident.died_on, died_on=on, reason="家属来报"))

    @rule(hours=st.sampled_from([1, 3, 30, 100, 200]))
    def time_goes_by_and_the_hub_looks(self, hours: int) -> None:
        self.county.clock.advance(hours=hours)
        for clock in self.clocks.values():
            clock.advance(hours=hours)
        self.county.hub.keep_house()
        self.county.hub.watch_limits()
        assert self.county.hub.watch_limits() == 0  # each once

    @rule(who=PICKS, rows=ROWS)
    def sync_in_fine_weather(self, who: int, rows: int) -> None:
        assert not self.sync(self.names[who % 3], rows=rows).code

    @rule(who=PICKS, weather=WEATHER, rows=ROWS)
    def sync_in_trouble(self, who: int, weather: object, rows: int) -> None:
        told = self.sync(self.names[who % 3], weather, rows=rows).code  # type: ignore[arg-type] # drawn
        assert told in {"", "line_cut", "hub_unreachable"}

    @rule(who=PICKS, rows=ROWS, commits=st.integers(0, 6))
    def kill_a_desk_in_a_sync(self, who: int, rows: int, commits: int) -> None:
        self.die_in_a_talk(self.names[who % 3], commits, rows)

    def heal(self) -> None:
        """Let all talk until nothing is new: no open case is without holder, next date and tracker."""
        super().heal()
        with reading(self.county.hub.engine) as connection:
            cases = registry.everything(connection, REFERRAL)
            owed = {one.source: one for one in registry.everything(connection, followups.FOLLOW_UP)}
            entries = trails.of_records(connection, [case.id for case in cases])
        for case in cases:
            self._is_not_lost(case)
            if ends_at(case, Limit.VISIT) is not None:
                assert owed[case.id].state is VisitState.OPEN, case.id
            if case.state in ENDED and case.id in owed:
                assert owed[case.id].state is not VisitState.OPEN, case.id
            shown = steps(case, entries[case.id])
            assert [step.at for step in shown if step.at] != []
            assert len({entry.id for entry in entries[case.id]}) == len(entries[case.id])

    def _is_not_lost(self, case: Referral) -> None:
        if case.state in ENDED:
            assert case.next_contact is None
            assert bool(case.outcome) is (case.state is State.CLOSED)
            return
        assert holder(case) in {case.origin, case.target}
        assert case.next_contact is not None, case.state
        assert case.tracker
        assert case.tracker_name
        assert case.next_contact <= day(self.county.clock.now()) + timedelta(days=31)

    def _patient(self, name: str) -> object:
        self.serial += 2
        number = id_number(date(1955, 3, 12), 301 + self.serial)
        return msgspec.structs.replace(self.county.slip(name).patient, id_number=number, birth=date(1955, 3, 12))


def test_whatever_happens_no_open_case_is_without_holder_next_date_and_tracker(frozen: Frozen) -> None:
    run(TrackedTown, frozen, 0, examples=_EXAMPLES)
