"""Two desks sign, renew, transfer, end, merge, part, split, serve in any order: one agreement each, nothing lost."""

from __future__ import annotations

from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import strategies as st
from hypothesis.stateful import initialize
from hypothesis.stateful import rule

from tests.sync.county import County
from tests.sync.county import Frozen
from tests.sync.machines.run import run
from tests.sync.machines.town import PICKS
from tests.sync.machines.town import Town
from tests.sync.practice import BOTH
from tests.sync.practice import LEAD
from tests.sync.practice import Practice
from yigongti_desktop.capabilities.contracts.messages.contracts import EndContract
from yigongti_desktop.capabilities.contracts.messages.contracts import RenewContracts
from yigongti_desktop.capabilities.contracts.messages.contracts import TransferContract
from yigongti_desktop.capabilities.contracts.model.contract import Contract
from yigongti_desktop.capabilities.contracts.model.contract import Ending
from yigongti_desktop.capabilities.contracts.model.numbers import unplanned
from yigongti_desktop.capabilities.contracts.store.contracts import CONTRACT
from yigongti_desktop.capabilities.contracts.store.services import SERVICE
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.notices.messages import TakeNote
from yigongti_desktop.notices.model import State
from yigongti_desktop.notices.store import NOTICE
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.messages import JoinHousehold
from yigongti_desktop.registry.messages import MergeResidents
from yigongti_desktop.registry.messages import NoteDeath
from yigongti_desktop.registry.messages import PartResidents
from yigongti_desktop.registry.messages import SendAgain
from yigongti_desktop.registry.messages import SettleRefusal
from yigongti_desktop.registry.messages import SplitHousehold
from yigongti_desktop.registry.model.standing import Relation
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.outbox import Act

pytestmark = [pytest.mark.sync, pytest.mark.policy("FDC-09"), pytest.mark.policy("FDC-16")]

_PARTS = 2
DESKS = st.sampled_from(BOTH)
#: What somebody does with a question; nothing for now.
ANSWERS = st.sampled_from(["", "settle", "take_up", "again"])
#: Why an act is refused for another that stands.
RIVALS = {"contract_there", "renewed_already", "service_there", "unplanned_there"}


@pytest.fixture(scope="session")
def practised(frozen: Frozen, tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    """天门市 with teams and a package, and residents of whom some were registered twice."""
    folder = tmp_path_factory.mktemp("practised")
    county = County(frozen, folder)
    county.open_line()
    practice = Practice(county)
    SignedTown.of = practice
    county.close()
    return replace(frozen, folder=folder, people=dict(county.people))


class SignedTown(Town):
    """What family doctors do at two desks; the line holds or is not there."""

    of: Practice

    @initialize()
    def open_desks(self) -> None:
        self.names = [*BOTH, LEAD]
        self.signed: list[tuple[str, str, str]] = []
        self.served: list[tuple[str, str, int]] = []
        #: Refused acts that somebody has answered.
        self.answered: set[str] = set()
        for name in self.names:
            self.open(name)
        practice = object.__new__(Practice)
        practice.__dict__ = self.of.__dict__ | {"county": self.county}
        self.practice = practice

    @rule(desk=DESKS, who=st.lists(PICKS, min_size=1, max_size=2), is_other=st.booleans(), takes_over=st.booleans())
    def sign(self, desk: str, who: list[int], is_other: bool, takes_over: bool) -> None:  # noqa: FBT001 - drawn
        self._sign(desk, who, is_other=is_other, takes_over=takes_over)

    @rule(first=DESKS, who=PICKS, what=st.sampled_from(["sign", "serve", "beyond"]), answer=ANSWERS)
    def come_twice(self, first: str, who: int, what: str, answer: str) -> None:
        """Both sign one resident, or do one task, neither knowing of the other; whoever is refused may answer."""
        second = self._other(first)
        self._talk(second, first)
        for place, desk in enumerate((first, second)):
            if what == "sign":
                self._sign(desk, [who], is_other=bool(place))
            elif known := self._some_contract(desk, who):
                self._serve(desk, known, 1 if what == "serve" else unplanned(self.practice.today()), 120 + place)
        if answer:
            self._talk(first, second)
            self._answer(second, -1, answer)

    @rule(desk=DESKS, pick=PICKS, answer=ANSWERS)
    def answer(self, desk: str, pick: int, answer: str) -> None:
        self._answer(desk, pick, answer)

    @rule(desk=DESKS, pick=PICKS, days=st.integers(0, 20))
    def end(self, desk: str, pick: int, days: int) -> None:
        if known := self._some_contract(desk, pick):
            on = self.practice.today() + timedelta(days=days)
            self.do(desk, EndContract(contract=known.id, on=on, reason=Ending.BY_RESIDENT))

    @rule(desk=DESKS, pick=PICKS, days=st.integers(0, 20))
    def transfer(self, desk: str, pick: int, days: int) -> None:
        if known := self._some_contract(desk, pick):
            on, team = self.practice.today() + timedelta(days=days), self.practice.other
            self.do(desk, TransferContract(contract=known.id, team=team, on=on, reason="搬家"))

    @rule(desk=DESKS, one=PICKS, other=PICKS)
    def merge(self, desk: str, one: int, other: int) -> None:
        self.do(desk, MergeResidents(resident=self._who(one), into=self._who(other), reason="重复建档"))

    @rule(desk=DESKS, who=PICKS)
    def part(self, desk: str, who: int) -> None:
        self.do(desk, PartResidents(resident=self._who(who), reason="不是同一个人"))

    @rule(desk=DESKS, one=PICKS, other=PICKS)
    def live_together(self, desk: str, one: int, other: int) -> None:
        self.do(desk, JoinHousehold(resident=self._who(one), member=self._who(other), relation=Relation.SIBLING))

    @rule(desk=DESKS, who=PICKS)
    def split(self, desk: str, who: int) -> None:
        self.do(desk, SplitHousehold(members=(self._who(who),), head=self._who(who)))

    @rule(desk=DESKS, who=PICKS, days=st.integers(0, 3), is_put_right=st.booleans())
    def die(self, desk: str, who: int, days: int, is_put_right: bool) -> None:  # noqa: FBT001 - drawn
        known = self.county.desks[desk].read(registry.one_resident, self._who(who))
        if known is not None:
            died = None if is_put_right else self.practice.today() - timedelta(days=days)
            self.do(desk, NoteDeath(resident=known.id, died_on=died, seen=known.died_on, reason="核实"))

    @rule(desk=DESKS, pick=PICKS, number=st.integers(1, 2), sbp=st.integers(110, 170))
    def serve(self, desk: str, pick: int, number: int, sbp: int) -> None:
        if known := self._some_contract(desk, pick):
            self._serve(desk, known, number, sbp)

    @rule(desk=DESKS)
    def sync_desk(self, desk: str) -> None:
        assert not self.sync(desk).code

    @rule(desk=DESKS, pick=PICKS)
    def renew(self, desk: str, pick: int) -> None:
        if known := self._some_contract(desk, pick):
            on = self.practice.today()
            self.do(desk, RenewContracts(contracts=((known.id, (self.practice.package,)),), signed_on=on))

    @rule(desk=DESKS, pick=PICKS)
    def take_note(self, desk: str, pick: int) -> None:
        if notice := self.some(desk, NOTICE, pick):
            self.do(desk, TakeNote(notice=notice.id, seen=notice.state))

    @rule(days=st.sampled_from([1, 3, 30, 340]))
    def days_go_by(self, days: int) -> None:
        self.county.clock.advance(days=days)
        for clock in self.clocks.values():
            clock.advance(days=days)

    def heal(self) -> None:
        """Let all talk until nothing is new, and look at what came of it."""
        super().heal()
        for desk in BOTH:
            self._nobody_is_signed_twice(desk)
        self._what_was_typed_is_found_again()
        self._whoever_was_first_is_told_once_of_each_question()

    def _nobody_is_signed_twice(self, desk: str) -> None:
        bench = self.county.desks[desk]
        for kept, agreements in self.practice.held(desk).items():
            known = bench.read(registry.one_resident, kept)
            assert known is not None
            assert len(agreements) == 1, (desk, kept, agreements)
            if known.died_on is not None:  # let go from a day on that is still to come, or died today
                assert agreements[0].ended is not None, (desk, kept, agreements)

    def _what_was_typed_is_found_again(self) -> None:
        for desk, resident, number in self.signed:
            contract = self.practice.contract_or_none(desk, resident)
            stands = contract is not None and number in {one.number for one in contract.agreements}
            assert stands or self._came_back(desk, number), (desk, resident, number)
        for desk, record, sbp in self.served:
            found = {one.id: one for one in self.county.desks[desk].read(registry.everything, SERVICE)}
            stands = record in found and found[record].readings["sbp"] == sbp
            assert stands or self._came_back(desk, str(sbp)), (desk, record, sbp)

    def _whoever_was_first_is_told_once_of_each_question(self) -> None:
        """Each rival that stands as a question has one notice; a notice is open only while its question is."""
        refused = {act.event: act for desk in BOTH for act in self._acts(desk, outbox.REFUSED)}
        settled = {act.event for desk in BOTH for act in self._acts(desk, outbox.SETTLED)}
        for desk in BOTH:
            found = self.county.desks[desk].read(registry.everything, NOTICE)
            told = Counter(notice.event for notice in found)
            assert all(count == 1 for count in told.values()), (desk, told)
            for act in refused.values():
                if act.code in RIVALS:
                    assert told[act.event] == 1, (desk, act)
                    assert act.facts["told"] in {one.id for one in found if one.event == act.event}
            for notice in found:
                assert notice.state is not State.ASKED or notice.event in refused, (desk, notice)
                assert notice.state is not State.TAKEN_UP or notice.event in settled, (desk, notice)

    def _came_back(self, desk: str, words: str) -> bool:
        acts = self._acts(desk, outbox.REFUSED)
        acts += [act for act in self._acts(desk, outbox.SETTLED) if act.event in self.answered]
        return any(words.encode() in act.body for act in acts)

    def _acts(self, desk: str, state: str) -> list[Act]:
        return self.county.desks[desk].read(outbox.in_states, [state], 10_000)

    def _sign(self, desk: str, who: list[int], *, is_other: bool, takes_over: bool = False) -> None:
        team = self.practice.other if is_other else self.practice.team
        left = self._some_contract(desk, who[0]) if takes_over else None
        others = {"takes_over": left.number, "takes_reason": "换团队"} if left else {}
        residents = list(dict.fromkeys(self._who(one) for one in who))
        with suppress(Refused):
            signed = self.practice.sign(desk, *residents, team=team, **others)
            self.signed += [(desk, one, signed.number) for one in residents]

    def _serve(self, desk: str, known: Contract, number: int, sbp: int) -> None:
        with suppress(Refused):
            done = self.practice.serve(desk, known, number, sbp)
            self.served.append((desk, done.id, sbp))

    def _answer(self, desk: str, pick: int, answer: str) -> None:
        if not answer or not (acts := self.practice.asked(desk)):
            return
        event = acts[pick % len(acts)].event
        with suppress(Refused):
            if answer == "again":
                self.county.do(desk, SendAgain(event=event))
            else:
                self.county.do(desk, SettleRefusal(event=event, is_taken_up=answer == "take_up"))
            self.answered.add(event)

    def _talk(self, *desks: str) -> None:
        for desk in desks:
            assert not self.sync(desk).code

    def _other(self, desk: str) -> str:
        return BOTH[1 - BOTH.index(desk)]

    def _who(self, pick: int) -> str:
        return self.practice.residents[pick % len(self.practice.residents)]

    def _some_contract(self, desk: str, pick: int) -> Contract | None:
        found: Contract | None = self.some(desk, CONTRACT, pick)
        return found


@pytest.mark.parametrize("part", range(_PARTS))
def test_whatever_two_desks_do_nobody_is_signed_twice_and_nothing_is_lost(practised: Frozen, part: int) -> None:
    run(SignedTown, practised, part)
