"""A roster under acts of every kind in every order: its log tells how it came to be as it is, nothing is doubled."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from datetime import timedelta

import msgspec
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import initialize
from hypothesis.stateful import invariant
from hypothesis.stateful import rule
from msgspec.structs import replace

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import HOSPITAL
from tests.capabilities.judging import STRANGER
from tests.capabilities.judging import said
from tests.capabilities.staffing.kept import DECEMBER
from tests.capabilities.staffing.kept import PEOPLE
from tests.capabilities.staffing.kept import by
from tests.capabilities.staffing.kept import names
from tests.capabilities.staffing.kept import register
from tests.fakes.time import NOON
from yigongti_desktop.capabilities.staffing.messages import rosters as m
from yigongti_desktop.capabilities.staffing.model.assembling import findings
from yigongti_desktop.capabilities.staffing.model.drawing import Written
from yigongti_desktop.capabilities.staffing.model.roster import LIFECYCLE
from yigongti_desktop.capabilities.staffing.model.roster import Line
from yigongti_desktop.capabilities.staffing.model.roster import Roster
from yigongti_desktop.capabilities.staffing.model.roster import State
from yigongti_desktop.capabilities.staffing.model.roster import blank
from yigongti_desktop.capabilities.staffing.model.roster import posted
from yigongti_desktop.capabilities.staffing.model.roster import roster_id
from yigongti_desktop.capabilities.staffing.model.roster import streams
from yigongti_desktop.capabilities.staffing.service.rosters import SLICE
from yigongti_desktop.kernel.errors import Refused

EVENTS = {kind.name: kind for kind in SLICE.events}
DAYS = 4
UNITS = st.sampled_from([CLINIC, CLINIC, CLINIC, STRANGER])
SOMEBODY = st.sampled_from(sorted(PEOPLE))
CODES = st.lists(st.sampled_from(["白", "夜", "急", "", None, "值"]), min_size=DAYS, max_size=DAYS)
PINS = st.lists(st.integers(0, DAYS), max_size=2)
REASONS = st.sampled_from(["", "换班"])


class Month(RuleBasedStateMachine):
    """One roster; acts come in any order, with lines as somebody saw them, now or long ago."""

    def __init__(self) -> None:
        super().__init__()
        self.now = NOON
        self.register = register()
        self.roster: Roster | None = None
        self.seen: list[Roster] = []
        self.as_published: Roster | None = None

    @initialize()
    def begin(self) -> None:
        self._act("roster.begun", CLINIC, self._begun(*PEOPLE))
        assert self.roster is not None

    @rule(unit=UNITS, who=st.lists(SOMEBODY, max_size=3))
    def a_colleague_begins_it_too(self, unit: str, who: list[str]) -> None:
        self._act("roster.begun", unit, self._begun(*who))

    @rule(unit=UNITS, who=SOMEBODY, codes=CODES, pins=PINS, ago=st.integers(0, 3))
    def a_line_is_written(self, unit: str, who: str, codes: list[str | None], pins: list[int], ago: int) -> None:
        self._act("roster.changed", unit, m.RosterChanged(changes=self._written(who, codes, pins, ago)))

    @rule(who=SOMEBODY, ago=st.integers(0, 2))
    def somebody_is_taken_off(self, who: str, ago: int) -> None:
        self._act("roster.changed", CLINIC, m.RosterChanged(changes={who: (self._line(who, ago), None)}))

    @rule(unit=UNITS, who=SOMEBODY, codes=CODES, ago=st.integers(0, 2), reason=REASONS)
    def a_line_is_amended(self, unit: str, who: str, codes: list[str | None], ago: int, reason: str) -> None:
        body = m.RosterAmended(changes=self._written(who, codes, [], ago), reason=reason, told=("周某",))
        self._act("roster.amended", unit, body)

    @rule(unit=UNITS, ago=st.integers(0, 2), reason=REASONS, is_hub=st.booleans())
    def it_is_published(self, unit: str, ago: int, reason: str, *, is_hub: bool) -> None:
        body = m.RosterPublished(seen=self.seen[-1 - min(ago, len(self.seen) - 1)].edition, reason=reason)
        self._act("roster.published", unit, body, is_hub=is_hub)

    @rule(unit=UNITS, reason=REASONS, sure=st.integers(0, 5))
    def it_is_withdrawn(self, unit: str, reason: str, sure: int) -> None:
        if not sure:  # rarely: it ends everything
            self._act("roster.withdrawn", unit, m.RosterWithdrawn(reason=reason))

    @rule(who=SOMEBODY)
    def somebody_leaves_the_unit(self, who: str) -> None:
        self.register.put("staff", replace(self.register.need("staff", who), posts=()))

    @rule(days=st.integers(0, 5))
    def time_goes_by(self, days: int) -> None:
        self.now += timedelta(days=days)

    @invariant()
    def lines_fit_the_roster(self) -> None:
        if (one := self.roster) is None:
            return
        assert len({line.person for line in one.lines}) == len(one.lines)
        for line in one.lines:
            assert len(line.codes) == one.days
            assert line.pins == tuple(sorted(set(line.pins)))
            assert {"值"}.isdisjoint(line.codes)
            assert one.state is State.DRAFT or not one.published_at or None not in line.codes

    @invariant()
    def what_a_state_promises_is_there(self) -> None:
        if (one := self.roster) is None:
            return
        is_public = one.published_at is not None
        assert (one.state is State.PUBLISHED) <= is_public
        assert streams(one) == {f"unit:{CLINIC}"} | ({f"unit:{HOSPITAL}"} if is_public else set())
        assert bool(posted(one)) is (one.state is not State.WITHDRAWN)
        assert is_public is bool(one.duties)
        assert is_public or not (one.changes or one.findings or one.reason)

    @invariant()
    def the_log_leads_from_what_was_published_to_what_stands(self) -> None:
        if self.roster is None or self.as_published is None:
            return
        cells = dict(_cells(self.as_published))
        for change in self.roster.changes:
            assert cells.get((change.person, change.day)) == change.before
            assert change.reason
            assert change.by
            cells[change.person, change.day] = change.after
        assert {cell: code for cell, code in cells.items() if code is not None} == _cells(self.roster)

    @invariant()
    def the_checker_always_has_an_answer(self) -> None:
        if self.roster is not None:
            findings(self.roster, self.register)

    @invariant()
    def it_survives_the_wire(self) -> None:
        if self.roster is not None:
            assert msgspec.json.decode(msgspec.json.encode(self.roster), type=Roster) == self.roster

    def _act(self, name: str, unit: str, body: msgspec.Struct, *, is_hub: bool = False) -> None:
        before = self.roster
        kind = EVENTS[name]
        body = msgspec.json.decode(msgspec.json.encode(body), type=kind.body)
        record = roster_id(CLINIC, "", DECEMBER)
        ruling = by(self.register, record, unit, self.now, final=is_hub)
        try:
            after = kind.decide(before, body, ruling)
        except Refused as fault:
            said(fault)
            return
        assert unit == CLINIC
        if before is not None:
            assert before.state in {State.DRAFT, State.PUBLISHED}
            assert name == "roster.begun" or LIFECYCLE.may(_ACTS[name], before.state)
        if name in {"roster.changed", "roster.amended"}:
            assert kind.decide(after, body, ruling) == after  # who asks for what stands changes nothing
        self.roster = after
        self.register.put("roster", after)
        self.seen.append(after)
        if name == "roster.published":
            self.as_published = after
        self.now += timedelta(seconds=1)

    def _begun(self, *who: str) -> m.RosterBegun:
        people = {person: name for person, name in names(self.register).items() if person in who}
        return m.RosterBegun(written=Written(first=DECEMBER, days=DAYS, people=people))

    def _line(self, who: str, ago: int) -> Line | None:
        return self.seen[-1 - min(ago, len(self.seen) - 1)].line_of(who)

    def _written(self, who: str, codes: list[str | None], pins: list[int], ago: int) -> m.Lines:
        seen = self._line(who, ago)
        line = seen or blank(who, who, DAYS)
        return {who: (seen, replace(line, codes=tuple(codes), pins=tuple(pins)))}


def _cells(roster: Roster) -> Mapping[tuple[str, date], str | None]:
    return {
        (line.person, day): code for line in roster.lines for day, code in zip(roster.dates(), line.codes, strict=True)
    }


_ACTS = {
    "roster.changed": "change",
    "roster.published": "publish",
    "roster.amended": "amend",
    "roster.withdrawn": "withdraw",
}

TestMonth = Month.TestCase
TestMonth.settings = settings(max_examples=40, stateful_step_count=25, deadline=None)
