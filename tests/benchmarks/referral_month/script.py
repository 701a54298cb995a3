"""The month itself: who sends whom when, everybody's list at each round, and the hub's clock; decided by the seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from tests.benchmarks.referral_month import clinic
from tests.benchmarks.referral_month import hospital
from tests.benchmarks.referral_month import people
from tests.benchmarks.referral_month import scarce
from tests.benchmarks.referral_month.slots import look_at_contests
from tests.benchmarks.referral_month.stage import LEADS
from tests.benchmarks.referral_month.stage import Stage
from yigongti_desktop.attachments.messages import File
from yigongti_desktop.capabilities.referrals.messages import cases as m
from yigongti_desktop.capabilities.referrals.messages import down as d
from yigongti_desktop.capabilities.referrals.messages.catalogues import SignPlace
from yigongti_desktop.capabilities.referrals.messages.files import AttachFile
from yigongti_desktop.capabilities.referrals.model.case_files import PDF
from yigongti_desktop.capabilities.referrals.model.places import Agreed
from yigongti_desktop.capabilities.referrals.model.places import PlaceKind
from yigongti_desktop.capabilities.referrals.model.referral import Referral
from yigongti_desktop.capabilities.referrals.model.slip import Slip
from yigongti_desktop.capabilities.referrals.model.slip import Target
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
                name="武汉协和医院",
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
            self._send_up(stage.dice.choice(stage.units))
        self.finish_drafts()
        stage.settle()
        stage.world.hub.keep_house()
        stage.world.hub.watch_limits()
        stage.settle()

    def one_round(self, number: int) -> None:
        """Let everybody look at their list once, with a talk before and after where there is a line."""
        stage = self.stage
        stage.begin_round(number)
        stage.talk(self._on_line())
        look_at_contests(stage)
        if number % (len(stage.hours) * stage.reserves_each) == 0:
            self._reserve(number)
        for _ in range(self._contests[number]):
            self._contend()
        order = list(stage.names)
        stage.dice.shuffle(order)
        for _ in range(stage.passes):
            for name in order:
                self._work(name)
        for name in order:
            self._begin_cases(name)
        stage.talk([name for name in self._on_line() if name in stage.busy])
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
                self._send_up(name)
        for _ in range(self._quota[self.stage.round, name, "down"]):
            if len(self.sent) < self.cases:
                self._send_down(name)

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
            self._home_by_paper(name, case)

    def _send_up(self, name: str) -> None:
        stage, dice = self.stage, self.stage.dice
        lead = stage.lead_of(name)
        slip = people.slip(stage.new_serial(), dice, stage.now, institution=stage.institution(lead), **self._by(name))
        if dice.random() < 0.05:
            other = stage.institution(next(one for one in LEADS if one != lead))
            slip = _to(slip, Target(institution=other, department=slip.target.department, reason="患者要求"))
        elif dice.random() < 0.05:
            place = stage.places[lead]
            where = Target(
                institution=slip.target.institution,
                department=slip.target.department,
                place=place,
                place_name="武汉协和医院",
                reason="市内不能做",
            )
            slip = _to(slip, where)
        if dice.random() < 0.08:
            draft = stage.do(name, m.SaveReferralDraft(slip=slip))
            self.sent.append(draft.id)
            return
        line = scarce.line_for(stage, name, slip.target.institution, slip.target.department)
        self._note_sent(name, stage.do(name, m.SendReferral(slip=slip, hold=line)))

    def _note_sent(self, name: str, case: Referral | None) -> None:
        stage, dice = self.stage, self.stage.dice
        if case is None:
            return
        self.sent.append(case.id)
        receiver = {stage.institution(lead): lead for lead in LEADS}[case.target]
        if stage.is_away(name) and case.approval is None and dice.random() < 0.3:
            scarce.carry(stage, case.id, name, receiver, "transfer_out")
        if dice.random() < 0.02:
            file = File(media_type=PDF, name="心电图.pdf", content=b"%PDF-1.4\n" + dice.randbytes(300))
            stage.do(name, AttachFile(referral=case.id, file=file))

    def _send_down(self, lead: str) -> None:
        stage, dice = self.stage, self.stage.dice
        unit = dice.choice(stage.units)
        slip = people.slip(
            stage.new_serial(), dice, stage.now, institution=stage.institution(unit), department="", **self._by(lead)
        )
        back = people.back(slip.diagnosis_code, dice)
        command = d.SendDown(
            slip=slip, back=back, down_class=dice.choice(people.DOWN_CLASSES), drugs=people.drugs(dice)
        )
        if sent := stage.do(lead, command):
            self.sent.append(sent.id)

    def _home_by_paper(self, lead: str, case: Referral) -> None:
        stage = self.stage
        unit = next((one for one in stage.units if stage.institution(one) == case.origin), "")
        if stage.is_away(lead) and unit and stage.case(unit, case.id) is not None:
            scarce.carry(stage, case.id, lead, unit, "return")

    def _reserve(self, number: int) -> None:
        for lead in LEADS:
            for place, department in enumerate(people.DEPARTMENTS):
                name = f"专家{number:03d}-{place}"
                after = 2 + place % 4
                scarce.publish(self.stage, lead, department, after=after, reserved=1 + place % 2, name=name)

    def _contend(self) -> None:
        found = scarce.contested(self.stage)
        if found is None:
            return
        stage = self.stage
        line, department, both = found
        its = []
        for name in both:
            lead = stage.institution(stage.lead_of(name))
            made = people.slip(
                stage.new_serial(), stage.dice, stage.now, institution=lead, department=department, **self._by(name)
            )
            case = stage.do(name, m.SendReferral(slip=made, hold=line))
            self.sent.append(case.id)
            its.append(case.id)
        stage.contests.append((line, its[0], its[1]))
        until = max(stage.away[one] for one in both)
        stage.untouched |= dict.fromkeys(its, until + 1)
        stage.contending |= dict.fromkeys(both, until)

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

    def _by(self, name: str) -> dict[str, str]:
        return {"tracker": self.stage.world.people[name].account, "tracker_name": "张测试"}


def _to(slip: Slip, target: Target) -> Slip:
    return replace(slip, target=target, against="市内不能做" if target.place else slip.against)
