"""Whatever people do with postings of one doctor: nobody is in two places, and the register says what postings say."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import timedelta
from itertools import pairwise
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import initialize
from hypothesis.stateful import invariant
from hypothesis.stateful import rule

from tests.capabilities.staffing.posted import Known
from tests.capabilities.staffing.posted import agreement
from tests.capabilities.staffing.posted import ready
from tests.capabilities.staffing.posted import ruling
from tests.capabilities.staffing.posted import staff
from tests.registry.staff.people import DUOBAO
from tests.registry.staff.people import LEAD
from tests.registry.staff.people import YUEKOU
from yigongti_desktop.capabilities.staffing.model import posting_moves as moves
from yigongti_desktop.capabilities.staffing.model import served as days
from yigongti_desktop.capabilities.staffing.model.posting_kinds import Kind
from yigongti_desktop.capabilities.staffing.model.posting_moves import Arrangement
from yigongti_desktop.capabilities.staffing.model.postings import COUNTABLE
from yigongti_desktop.capabilities.staffing.model.postings import LIFECYCLE
from yigongti_desktop.capabilities.staffing.model.postings import OVER
from yigongti_desktop.capabilities.staffing.model.postings import Missing
from yigongti_desktop.capabilities.staffing.model.postings import Month
from yigongti_desktop.capabilities.staffing.model.postings import Posting
from yigongti_desktop.capabilities.staffing.model.postings import State
from yigongti_desktop.capabilities.staffing.model.postings import Wish
from yigongti_desktop.capabilities.staffing.model.postings import holder
from yigongti_desktop.capabilities.staffing.model.postings import span
from yigongti_desktop.capabilities.staffing.service.posting_places import follow
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.registry.model.staff import keeping
from yigongti_desktop.registry.model.staff.messages import StaffPosted
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.person import Staff

START = date(2027, 11, 1)
WHO = ("xiong", "qiu")
_EVENTS: dict[str, Any] = {
    "arrange": "posting.arranged",
    "arrive": "posting.arrived",
    "extend": "posting.extended",
    "break_off": "posting.broken_off",
    "complete": "posting.completed",
}
nearby = st.integers(-40, 200)


class Postings(RuleBasedStateMachine):
    """A hospital with two doctors, two units, a calendar that goes on over a leap day."""

    def __init__(self) -> None:
        super().__init__()
        self.known: Known = ready()
        self.today = START
        self.count = 0

    @initialize()
    def begin(self) -> None:
        home = Place(since=date(2020, 3, 1), unit=LEAD, department="心内科")
        kinds = (Kind.RESIDENT, Kind.SURGERY)
        far = agreement("g1", until=date(2031, 12, 31), covers=kinds)
        other = agreement("g2", receiver=DUOBAO, departments=(), until=date(2028, 10, 31), covers=kinds)
        people = []
        for one in WHO:
            made = staff(one)
            people.append(Staff(**{name: getattr(made, name) for name in made.__struct_fields__} | {"places": (home,)}))
        self.known = Known(*people, far, other)

    @rule(
        since=nearby,
        length=st.integers(1, 320),
        unit=st.sampled_from((YUEKOU, DUOBAO)),
        is_tour=st.booleans(),
        who=st.sampled_from(("", *WHO)),
    )
    def ask(self, *, since: int, length: int, unit: str, is_tour: bool, who: str) -> None:
        first = self.today + timedelta(since)
        kind = Kind.SURGERY if is_tour else Kind.RESIDENT
        wish = Wish(kind=kind, since=first, until=first + timedelta(length), reason="缺人", why_short="例外")
        self.count += 1
        self._do("ask", f"p{self.count}", lambda ruling: moves.ask(None, wish, ruling), unit)
        if who and self._postings():
            self.arrange(len(self._postings()) - 1, who, 0)

    @rule(pick=st.integers(0, 9), who=st.sampled_from(WHO), shift=st.sampled_from((0, 0, -9, 9)))
    def arrange(self, pick: int, who: str, shift: int) -> None:
        one = self._one(pick, "arrange")
        if one is not None:
            wanted = Arrangement(staff=who, since=one.since + timedelta(shift), until=one.until, why_short="例外")
            self._do("arrange", one.id, lambda ruling: moves.arrange(one, wanted, ruling), LEAD)

    @rule(pick=st.integers(0, 9), ago=st.integers(-9, 30))
    def arrive(self, pick: int, ago: int) -> None:
        one = self._one(pick, "arrive")
        if one is not None:
            on = min(self.today, one.since + timedelta(ago)) if ago else self.today
            self._do("arrive", one.id, lambda ruling: moves.arrive(one, on, ruling), one.host)

    @rule(pick=st.integers(0, 9), by=st.integers(-5, 60))
    def extend(self, pick: int, by: int) -> None:
        one = self._one(pick, "extend")
        if one is not None:
            until = one.until + timedelta(by)
            self._do("extend", one.id, lambda ruling: moves.extend(one, until, "继续", ruling), LEAD)

    @rule(pick=st.integers(0, 9), ago=st.integers(-5, 40))
    def break_off(self, pick: int, ago: int) -> None:
        one = self._one(pick, "break_off")
        if one is not None:
            last = self.today - timedelta(ago)
            self._do("break_off", one.id, lambda ruling: moves.break_off(one, last, "生病", ruling), LEAD)

    @rule(pick=st.integers(0, 9), back=st.integers(0, 4), gone=st.sets(st.integers(1, 28), max_size=4))
    def note_month(self, pick: int, back: int, gone: set[int]) -> None:
        able = [one for one in self._postings() if one.state in COUNTABLE] or self._postings()
        if not able:
            return
        one = able[pick % len(able)]
        first = (self.today.replace(day=1) - timedelta(28 * back)).replace(day=1)
        missing = tuple(Missing(day=first.replace(day=day), reason="开会") for day in gone)
        month = Month(first=first, missing=missing, served=tuple(first.replace(day=day) for day in gone))
        self._note(one.id, month)

    @rule(pick=st.integers(0, 9))
    def complete(self, pick: int) -> None:
        one = self._one(pick)
        if one is not None:
            self._do("complete", one.id, lambda ruling: days.complete(one, ruling), one.host)

    @rule(pick=st.integers(0, 9))
    def finish(self, pick: int) -> None:
        """Let the days of a posting pass, write every month down, and end it."""
        one = self._one(pick, "complete")
        if one is None or not LIFECYCLE.may("complete", one.state):
            return
        self.today = max(self.today, one.until + timedelta(1))
        for first in days.owed(one, self.today):
            self._note(one.id, Month(first=first))
        self.complete(self._postings().index(self._kept(one.id)))

    @rule(by=st.integers(1, 120))
    def wait(self, by: int) -> None:
        self.today += timedelta(by)

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        for who in WHO:
            spans = sorted(
                its
                for one in self._postings()
                if one.person and one.person.staff == who and one.kind is Kind.RESIDENT and (its := span(one))
            )
            assert all(before[1] < after[0] for before, after in pairwise(spans))

    @invariant()
    def the_register_says_where_they_are(self) -> None:
        for who in WHO:
            person: Staff = self.known.known[who]  # type: ignore[assignment] # kept under their own id
            away: dict[date, str] = {}
            for one in self._postings():
                its = span(one)
                if one.person and one.person.staff == who and one.kind is Kind.RESIDENT and its:
                    away.update(dict.fromkeys(days.days_between(*its), one.host))
            ends = {
                end + timedelta(by) for one in self._postings() for end in (one.since, one.until) for by in (-1, 0, 1)
            }
            near = {*away, *ends, *(one + timedelta(by) for one in away for by in (-1, 1)), date(2031, 1, 1)}
            for on in near:
                assert person.works_at(on) == away.get(on, LEAD), on

    @invariant()
    def days_that_were_served_are_days_of_the_posting(self) -> None:
        for one in self._postings():
            its = days.presence(one)
            assert all(its and its[0] <= day <= its[1] for day in days.served(one))
            assert bool(holder(one)) is (one.state not in OVER)
            assert one.state is not State.COMPLETED or not days.owed(one, date(2040, 1, 1))

    def _note(self, posting: str, month: Month) -> None:
        one = self._kept(posting)
        self._do("note_month", posting, lambda ruling: days.note_month(one, month, ruling), one.host)

    def _kept(self, posting: str) -> Posting:
        found = self.known.known[posting]
        assert isinstance(found, Posting)
        return found

    def _postings(self) -> list[Posting]:
        return [one for one in self.known.known.values() if isinstance(one, Posting)]

    def _one(self, pick: int, act: str = "") -> Posting | None:
        """Return one of the postings, as a rule one with which the act can be done."""
        everything = self._postings()
        able = [one for one in everything if act and pick and LIFECYCLE.may(act, one.state)]
        found = able or everything
        return found[pick % len(found)] if found else None

    def _do(self, act: str, record: str, decide: Any, side: str) -> None:
        at = datetime(self.today.year, self.today.month, self.today.day, 4, tzinfo=UTC)
        judge = ruling(side, on=at, known=self.known, record=record)
        try:
            after: Posting = decide(judge)
        except Refused:
            return
        self.known.known[record] = after
        for reaction in follow(_EVENTS.get(act, ""), after):
            body = reaction.body
            assert isinstance(body, StaffPosted)
            current: Staff = self.known.known[reaction.record]  # type: ignore[assignment] # kept under their own id
            self.known.known[reaction.record] = keeping.post(current, body.posting, body.place, judge)


Postings.TestCase.settings = settings(max_examples=120, stateful_step_count=50, deadline=None)
test_postings = Postings.TestCase
