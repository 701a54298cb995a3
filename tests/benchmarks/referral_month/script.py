"""The month itself: who sends whom when, everybody's list at each round, and the hub's clock; decided by the seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from tests.benchmarks.referral_month import clinic
from tests.benchmarks.referral_month import hospital
from tests.benchmarks.referral_month import people
from tests.benchmarks.referral_month import scarce
from tests.benchmarks.referral_month import sending
from tests.benchmarks.referral_month.slots import look_at_contests
from tests.benchmarks.referral_month.stage import LEADS
from tests.benchmarks.referral_month.stage import Stage
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages.catalogues import SignPlace
from yigongti_desktop.capabilities.referrals.model.places import Agreed
from yigongti_desktop.capabilities.referrals.model.places import PlaceKind
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.states import State
from yigongti_desktop.capabilities.referrals.store.cases import open_cases

#: Share of the cases that a hospital begins.
_DOWN = 0.22
#: Two contended slots for so many cases.
_CONTEST_EACH = 60


class Month:
    """The script."""

    def __init__(self, stage: Stage, cases: int) -> None:
        self.stage = stage
        self.cases = cases
        self.sent: list[str] = []
        self.closed: list[tuple[str, str]] = []
        self._quota: Counter[tuple[int, str, str]] = Counter()
        self._contests: Counter[int] = Counter()

    def begin(self) -> None:
        """Enrol the desks, sign the places out of the county, and spread the cases over the rounds."""
        stage, dice = self.stage, self.stage.dice
        stage.enrol()
        for lead in LEADS:
            agreed = Agreed(
                kind=PlaceKind.HOSPITAL,
                name=people.OUTSIDE,
                outside=True,
                number="转诊〔2026〕1号",
                since=date(2026, 1, 1),
                until=date(2026, 12, 31),
                contact="王芳",
                phone="13900000005",
                departments=people.DEPARTMENTS,
            )
            desk = stage.world.desks[lead]
            stage.places[lead] = desk.do(stage.officers[lead], SignPlace(agreed=agreed)).record.id
        stage.talk(LEADS)
        stage.talk(stage.names)
        contests = max(self.cases // _CONTEST_EACH, 1)
        self._contests.update(dice.randrange(stage.rounds // 10, stage.rounds * 9 // 10) for _ in range(contests))
        for _ in range(self.cases):
            is_down = dice.random() < _DOWN
            name = dice.choice(LEADS if is_down else stage.units)
            self._quota[dice.randrange(stage.rounds - 1), name, "down" if is_down else "up"] += 1

    def run(self) -> None:
        """Let the month pass."""
        stage = self.stage
        for number in range(stage.rounds):
            self.one_round(number)
        while len(self.sent) < self.cases:  # where a contest found no two desks
            self._begun(sending.send_up(stage, stage.dice.choice(stage.units)))
        self.finish_drafts()
        stage.settle()
        stage.world.hub.keep_house()
        stage.world.hub.watch_limits()
        stage.settle()

    def one_round(self, number: int) -> None:
        """Let everybody who has a line talk and look at their list; hospitals talk after it once more."""
        stage = self.stage
        stage.begin_round(number)
        stage.talk(self._on_line())
        look_at_contests(stage)
        if number % (len(stage.hours) * stage.reserves_each) == 0:
            self._reserve(number)
        for _ in range(self._contests[number]):
            self.sent += sending.contend(stage)
        order = list(stage.names)
        stage.dice.shuffle(order)
        for _ in range(stage.passes):
            for name in order:
                self._work(name)
        for name in order:
            self._begin_cases(name)
        stage.talk([name for name in self._on_line() if name in LEADS])
        if number % len(stage.hours) == 0:
            stage.world.hub.keep_house()
        stage.world.hub.watch_limits()

    def finish_drafts(self) -> None:
        """Send what still lies in drafts, so that the count of cases is what it was to be."""
        for name in self.stage.units:
            for case in self._open(name):
                if case.state is State.DRAFT:
                    self._act(name, case)

    def _work(self, name: str) -> None:
        stage = self.stage
        for case in self._open(name):
            if stage.untouched.get(case.id, 0) <= stage.round:
                self._act(name, case)
        if name in stage.units:
            scarce.read_answers(stage, name)
            if self.closed and stage.dice.random() < 0.02:
                self._reopen(name)

    def _begin_cases(self, name: str) -> None:
        for _ in range(self._quota[self.stage.round, name, "up"]):
            if len(self.sent) < self.cases:
                self._begun(sending.send_up(self.stage, name))
        for _ in range(self._quota[self.stage.round, name, "down"]):
            if len(self.sent) < self.cases:
                self._begun(sending.send_down(self.stage, name))

    def _begun(self, case: Referral | None) -> None:
        if case is not None:
            self.sent.append(case.id)

    def _open(self, name: str) -> Iterator[Referral]:
        known = self.stage.world.desks[name].read(open_cases)
        yield from sorted(known, key=lambda case: (case.number, case.slip.patient.id_number))

    def _act(self, name: str, case: Referral) -> None:
        stage = self.stage
        wanted = clinic.at_unit if name in stage.units else hospital.at_hospital
        command = wanted(stage, name, case)
        if command is None:
            return
        done = stage.do(name, command)
        if isinstance(command, m.CloseReferral) and done is not None:
            self.closed.append((name, case.id))
        if isinstance(command, m.SendBack) and done is not None and stage.dice.random() < 0.35:
            sending.bring_home(stage, name, case)

    def _reserve(self, number: int) -> None:
        for lead in LEADS:
            for place, department in enumerate(people.DEPARTMENTS):
                name = f"专家{number:03d}-{place}"
                after = 2 + place % 4
                scarce.publish(self.stage, lead, department, after=after, reserved=1 + place % 2, name=name)

    def _reopen(self, name: str) -> None:
        mine = [(by, record) for by, record in self.closed if by == name]
        if not mine:
            return
        self.closed.remove(chosen := self.stage.dice.choice(mine))
        case = self.stage.case(name, chosen[1])
        if case is not None and case.state is State.CLOSED:
            clinic.open_again(self.stage, name, case)

    def _on_line(self) -> list[str]:
        return [name for name in self.stage.names if not self.stage.is_away(name)]
