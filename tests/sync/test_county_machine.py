"""Two desks of a clinic, one of a hospital and a hub: whatever people do and lines do, in the end all agree.

The desks talk through the code that the line uses, short of the socket. For a long run:
YIGONGTI_MACHINE_EXAMPLES=500 YIGONGTI_MACHINE_STEPS=80 pytest tests/sync/test_county_machine.py
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from datetime import UTC
from datetime import datetime
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import initialize
from hypothesis.stateful import rule
from hypothesis.stateful import run_state_machine_as_test

from tests.fakes.time import NOON
from tests.fakes.time import StoppedClock
from tests.sync import agreement
from tests.sync.county import County
from tests.sync.county import Frozen
from tests.sync.county import fast
from tests.world import id_number
from yigongti_desktop.capabilities.followups import store as followups
from yigongti_desktop.capabilities.followups.messages import RecordFollowUp
from yigongti_desktop.capabilities.followups.model.visit import Condition
from yigongti_desktop.capabilities.followups.model.visit import Way
from yigongti_desktop.capabilities.pharmacy import messages as drug
from yigongti_desktop.capabilities.pharmacy.model.lines import Decision
from yigongti_desktop.capabilities.pharmacy.store import DRUG_REQUEST
from yigongti_desktop.capabilities.referrals import messages as m
from yigongti_desktop.capabilities.referrals.model.slip import ReturnSlip
from yigongti_desktop.capabilities.referrals.model.states import Outcome
from yigongti_desktop.capabilities.referrals.store import REFERRAL
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.protocol.enrolment import Proof
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.packing import pack
from yigongti_desktop.protocol.packing import unpack
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.messages import CorrectResident
from yigongti_desktop.registry.messages import RegisterResident
from yigongti_desktop.registry.model.account import acting
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.storage import facts
from yigongti_desktop.sync import conversation
from yigongti_desktop.sync.desk import Desk
from yigongti_desktop.sync.desk import Talk
from yigongti_desktop.sync.transport import Line

pytestmark = pytest.mark.sync

EXAMPLES = int(os.environ.get("YIGONGTI_MACHINE_EXAMPLES", "12"))
STEPS = int(os.environ.get("YIGONGTI_MACHINE_STEPS", "30"))
CLINIC = ("岳口", "岳口二")
HOSPITAL = ("市一医",)
DESKS = (*CLINIC, *HOSPITAL)
_BACK = ReturnSlip(diagnosis="脑梗死", findings="梗死灶", plan="康复训练", doctor="熊卫东")
_WEATHER = ("fine", "fine", "fine", "down", "request lost", "answer lost", "answer lost", "told to stop")


class StraightLine(Line):
    """A line without a socket: the same messages, packed and unpacked, and the weather asked before and after."""

    def __init__(self, county: County, name: str, weather: str) -> None:
        desk = county.desks[name]
        self._device = desk.fact(facts.DEVICE)
        self._key = desk._vault["device"]
        self._token, self._version = "", 0
        self._counter = county.hub.counter
        self._weather = weather

    @property
    def carried(self) -> int:
        """No byte goes anywhere."""
        return 0

    def close(self) -> None:
        """Nothing is open."""

    def _post(self, path: str, body: bytes, token: str = "") -> bytes:
        if self._weather == "down" or (self._weather == "request lost" and path == "/v1/exchange"):
            raise Unavailable("line_cut")
        answer = pack(self._answer(path, body, token))
        if self._weather == "answer lost" and path == "/v1/exchange":
            raise Unavailable("line_cut")
        return answer

    def _answer(self, path: str, body: bytes, token: str) -> msgspec.Struct:
        if path == "/v1/challenge":
            return self._counter.challenge()
        if path == "/v1/token":
            return self._counter.prove(unpack(body, Proof))
        assert path == "/v1/exchange"
        return self._counter.exchange(token, unpack(body, Exchange))


class Machine(RuleBasedStateMachine):
    """What people do at three desks, and what happens to their lines."""

    frozen: Frozen

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="machine"))
        self.county = County(self.frozen, self.folder, StoppedClock())
        fast(self.county.hub)
        self.clocks: dict[str, StoppedClock] = {}
        self.serial = 0
        #: Records that people made here, by the desk; none of them may ever be lost without a word.
        self.made: list[tuple[str, str]] = []

    @initialize()
    def open_desks(self) -> None:
        for name in DESKS:
            self.clocks[name] = StoppedClock(NOON)
            self._open(name)

    # What people do.

    @rule(name=st.sampled_from(CLINIC))
    def send_a_slip(self, name: str) -> None:
        self.serial += 1
        patient = self.county.slip(name).patient
        patient = msgspec.structs.replace(patient, id_number=id_number(serial=2 * (self.serial % 400) + 1))
        self._do(name, m.SendReferral(slip=self.county.slip(name, patient=patient)))

    @rule(name=st.sampled_from(CLINIC))
    def keep_a_draft(self, name: str) -> None:
        self._do(name, m.SaveReferralDraft(slip=self.county.slip(name)))

    @rule(name=st.sampled_from(CLINIC), quantity=st.integers(1, 500))
    def ask_for_drugs(self, name: str, quantity: int) -> None:
        with suppress(Refused):
            self.made.append((name, self.county.request(name, quantity).id))

    @rule(name=st.sampled_from(CLINIC), number=st.integers(0, 2))
    def register_somebody(self, name: str, number: int) -> None:
        self._do(
            name,
            RegisterResident(
                identity=Identity(
                    name=f"居民{'甲乙丙'[number]}",
                    sex=Sex.FEMALE,
                    birth=datetime(1975, 6, 1, tzinfo=UTC).date(),
                    id_number=id_number(datetime(1975, 6, 1, tzinfo=UTC).date(), 302 + 2 * number),
                    phone="13900000001",
                )
            ),
        )

    @rule(
        name=st.sampled_from(CLINIC),
        pick=st.integers(0, 99),
        field=st.sampled_from(["phone", "address"]),
        digit=st.integers(0, 9),
    )
    def correct_somebody(self, name: str, pick: int, field: str, digit: int) -> None:
        known = self.county.desks[name].read(registry.everything, registry.RESIDENT)
        if known:
            resident = known[pick % len(known)]
            wanted = f"1390000000{digit}" if field == "phone" else f"健康村 {digit} 组"
            changes = {field: (getattr(resident, field), wanted)}
            self._do(name, CorrectResident(resident=resident.id, changes=changes))

    @rule(
        name=st.sampled_from(CLINIC),
        pick=st.integers(0, 99),
        act=st.sampled_from(["withdraw", "print", "close", "log", "send"]),
    )
    def move_a_slip_at_the_clinic(self, name: str, pick: int, act: str) -> None:
        if referral := self._some(name, REFERRAL, pick):
            commands: dict[str, msgspec.Struct] = {
                "withdraw": m.WithdrawReferral(referral=referral.id, reason="家属改主意"),
                "print": m.PrintReferral(referral=referral.id),
                "close": m.CloseReferral(referral=referral.id, outcome=Outcome.NOT_ARRIVED),
                "log": m.LogContact(referral=referral.id, said="已电话联系"),
                "send": m.SendReferral(referral=referral.id, slip=referral.slip),
            }
            self._do(name, commands[act], is_new=False)

    @rule(pick=st.integers(0, 99), act=st.sampled_from(["accept", "accept", "decline", "arrive", "arrive", "back"]))
    def move_a_slip_at_the_hospital(self, pick: int, act: str) -> None:
        if referral := self._some("市一医", REFERRAL, pick):
            commands: dict[str, msgspec.Struct] = {
                "accept": m.AcceptReferral(referral=referral.id, reception="3 床"),
                "decline": m.DeclineReferral(referral=referral.id, reason="床位已满"),
                "arrive": m.RegisterArrival(referral=referral.id),
                "back": m.SendBack(referral=referral.id, slip=_BACK),
            }
            self._do("市一医", commands[act], is_new=False)

    @rule(name=st.sampled_from(CLINIC), pick=st.integers(0, 99))
    def visit_somebody(self, name: str, pick: int) -> None:
        if visit := self._some(name, followups.FOLLOW_UP, pick):
            command = RecordFollowUp(follow_up=visit.id, way=Way.HOME, condition=Condition.BETTER, result="好转")
            self._do(name, command, is_new=False)

    @rule(pick=st.integers(0, 99), name=st.sampled_from(DESKS))
    def move_a_request(self, pick: int, name: str) -> None:
        if request := self._some(name, DRUG_REQUEST, pick):
            decisions = tuple(Decision(drug=line.drug, approved=line.requested) for line in request.lines)
            command: msgspec.Struct = (
                drug.ReviewDrugRequest(request=request.id, decisions=decisions)
                if name in HOSPITAL
                else drug.WithdrawDrugRequest(request=request.id)
            )
            self._do(name, command, is_new=False)

    # What happens to lines, machines and clocks.

    @rule(name=st.sampled_from(DESKS), weather=st.sampled_from(_WEATHER))
    def sync(self, name: str, weather: str) -> None:
        self._sync(name, weather)

    @rule(name=st.sampled_from(DESKS))
    def close_and_open_a_desk(self, name: str) -> None:
        self.county.desks[name].close()
        self._open(name)

    @rule(name=st.sampled_from(DESKS), hours=st.sampled_from([-200_000, -30, 0, 1, 30, 200_000]))
    def set_a_machines_clock(self, name: str, hours: int) -> None:
        self.clocks[name].at = self.county.clock.at + timedelta(hours=hours)

    @rule(hours=st.integers(1, 60))
    def time_goes_by(self, hours: int) -> None:
        self.county.clock.advance(hours=hours)
        for clock in self.clocks.values():
            clock.advance(hours=hours)

    @rule()
    def the_hub_keeps_house(self) -> None:
        self.county.hub.keep_house()

    # What must be true in the end.

    def teardown(self) -> None:
        try:
            if self.clocks:
                self._heal()
                judged = {row.id: row for row in self.county.journal()}
                for name in DESKS:
                    desk = self.county.desks[name]
                    agreement.check_nothing_is_unanswered(desk, judged)
                    agreement.check_the_desk_holds_its_streams_and_nothing_else(self.county.hub, desk)
                    agreement.check_nothing_was_lost(
                        self.county.hub, desk, [record for at, record in self.made if at == name]
                    )
                    agreement.check_receipts_verify(self.county.hub, desk)
                agreement.check_nothing_was_done_twice(self.county.hub, judged.values())
        finally:
            for desk in self.county.desks.values():
                desk.close()
            self.county.hub.engine.dispose()
            shutil.rmtree(self.folder)

    def _heal(self) -> None:
        for name in DESKS:
            self.clocks[name].at = self.county.clock.at
        for _ in range(3):
            for name in DESKS:
                assert self._sync(name, "fine").code == ""

    def _do(self, name: str, command: msgspec.Struct, *, is_new: bool = True) -> None:
        with suppress(Refused):
            record = self.county.do(name, command)
            if is_new:
                self.made.append((name, record.id))

    def _some(self, name: str, kind: Any, pick: int) -> Any:
        known = self.county.desks[name].read(registry.everything, kind)
        return known[pick % len(known)] if known else None

    def _open(self, name: str) -> None:
        self.county.desks[name] = self.county.opened(name, clock=self.clocks[name])
        fast(self.county.desks[name])

    def _sync(self, name: str, weather: str) -> Talk:
        bench = self.county.desks[name]
        desk = Desk(bench.engine, bench.catalogue, bench.clock, bench.ids, acting, bench._vault["device"])
        hub_key = bytes.fromhex(bench.fact(facts.HUB_KEY))
        with StraightLine(self.county, name, weather) as line:
            talk = conversation.converse(desk, line, hub_key, lambda _come: weather != "told to stop")
        if not talk.code:
            bench._put_clock_right()
        return talk


def test_whatever_happens_all_agree_in_the_end(frozen: Frozen) -> None:
    Machine.frozen = frozen
    run_state_machine_as_test(
        Machine,
        settings=settings(
            max_examples=EXAMPLES,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
