"""Whatever people do with sessions in whatever order: nothing counted is lost, nobody is in two places."""

from __future__ import annotations

from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time
from datetime import timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine
from hypothesis.stateful import initialize
from hypothesis.stateful import invariant
from hypothesis.stateful import rule

from tests.capabilities.judging import Register
from tests.capabilities.judging import tianmen
from tests.capabilities.staffing.outreach import planned
from tests.registry.staff.people import DUOBAO
from tests.registry.staff.people import LEAD
from tests.registry.staff.people import YUEKOU
from yigongti_desktop.capabilities.staffing.model import visit_moves as moves
from yigongti_desktop.capabilities.staffing.model.falling import falling
from yigongti_desktop.capabilities.staffing.model.visit_days import meet
from yigongti_desktop.capabilities.staffing.model.visit_days import sessions
from yigongti_desktop.capabilities.staffing.model.visits import State
from yigongti_desktop.capabilities.staffing.model.visits import Visit
from yigongti_desktop.capabilities.staffing.model.visits import posted
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import Role
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.registry.model.staff.codes import Establishment
from yigongti_desktop.registry.model.staff.codes import Level
from yigongti_desktop.registry.model.staff.codes import LicenceKind
from yigongti_desktop.registry.model.staff.codes import Profession
from yigongti_desktop.registry.model.staff.parts import Licence
from yigongti_desktop.registry.model.staff.parts import Post
from yigongti_desktop.registry.model.staff.parts import Title
from yigongti_desktop.registry.model.staff.person import Staff

BEGAN, NOON = date(2015, 7, 1), datetime(2026, 12, 15, 4, tzinfo=UTC)
EXPERT = Staff(
    id="s-1",
    name="欧阳海棠",
    profession=Profession.DOCTOR,
    posts=(Post(since=BEGAN, home=LEAD, establishment=Establishment.POST),),
    titles=(Title(since=BEGAN, level=Level.ASSOCIATE, name="副主任医师"),),
    licences=(Licence(since=BEGAN, kind=LicenceKind.PHYSICIAN),),
)
OFFICE = Actor("ren", "任小云", frozenset({Role.STAFFING_OFFICE}), LEAD, "d1")
CLERK = Actor("pan", "潘立群", frozenset({Role.SCHEDULER}), YUEKOU, "d2")
DAYS = st.integers(0, 45).map(lambda away: date(2026, 12, 1) + timedelta(away))


class Known(Register):
    """A register in which plans are found by what they post."""

    def posted(self, account: str) -> dict[str, int]:
        found = [one for one in self.records.values() if isinstance(one, Visit)]
        return {one.id: 1 for one in found if account in dict(posted(one))}


class Sessions(RuleBasedStateMachine):
    """One expert, two units, and whoever may act on the plans."""

    @initialize()
    def begin(self) -> None:
        self.register = Known(tianmen().records)
        self.register.put("staff", EXPERT)
        self.visits: list[str] = []
        self.counted: dict[tuple[str, date], int] = {}

    @rule(
        unit=st.sampled_from([YUEKOU, DUOBAO]),
        weekdays=st.lists(st.integers(0, 6), min_size=1, max_size=2).map(tuple),
        since=DAYS,
        long=st.integers(0, 40),
        hour=st.sampled_from([8, 10, 14]),
    )
    def plan(self, unit: str, weekdays: tuple[int, ...], since: date, long: int, hour: int) -> None:
        until = since + timedelta(long)
        wanted = planned(
            "s-1", unit=unit, weekdays=weekdays, since=since, until=until, begin=time(hour), end=time(hour + 3)
        )
        made = self._try(moves.plan, f"v-{len(self.visits)}", OFFICE, wanted)
        if made is not None:
            self.visits.append(made.id)

    @rule(data=st.data(), on=DAYS, seen=st.integers(-1, 40), by=st.sampled_from([OFFICE, CLERK]))
    def hold(self, data: st.DataObject, on: date, seen: int, by: Actor) -> None:
        if self.visits:
            visit = data.draw(st.sampled_from(self.visits))
            was = self.counted.get((visit, on))
            if self._try(moves.hold, visit, by, on, seen, was) is not None:
                self.counted[visit, on] = seen

    @rule(data=st.data(), on=DAYS, moved=st.one_of(st.none(), DAYS))
    def cancel(self, data: st.DataObject, on: date, moved: date | None) -> None:
        if self.visits:
            self._try(moves.cancel, data.draw(st.sampled_from(self.visits)), OFFICE, on, "开会", moved)

    @rule(data=st.data(), on=DAYS)
    def restore(self, data: st.DataObject, on: date) -> None:
        if self.visits:
            self._try(moves.restore, data.draw(st.sampled_from(self.visits)), OFFICE, on)

    @rule(data=st.data(), last=DAYS)
    def end(self, data: st.DataObject, last: date) -> None:
        if self.visits:
            self._try(moves.end, data.draw(st.sampled_from(self.visits)), OFFICE, last, "换人")

    @invariant()
    def what_was_counted_stands(self) -> None:
        for (visit, on), seen in self.counted.items():
            known = self._known(visit).outcome(on)
            assert known is not None
            assert (known.state, known.seen) == (State.HELD, seen)

    @invariant()
    def nobody_is_in_two_places(self) -> None:
        found = [
            (one.day, one.visit.plan.begin, one.visit.plan.end)
            for visit in self.visits
            for one in sessions(self._known(visit), built_in())
            if one.state is not State.CANCELLED
        ]
        for place, (day, *hours) in enumerate(found):
            for other, *taken in found[place + 1 :]:
                assert day != other or not meet((hours[0], hours[1]), (taken[0], taken[1]))
        days = {day for day, *_ in found}
        assert len(falling("s-1", days, self.register)) == len(found)

    def _known(self, visit: str) -> Visit:
        found = self.register.get("outreach", visit)
        assert isinstance(found, Visit)
        return found

    def _try(self, move: Any, record: str, actor: Actor, *args: Any) -> Visit | None:
        """Do an act; a refused one changes nothing."""
        ruling = Ruling(event="e-1", record=record, actor=actor, at=NOON, register=self.register)
        before = self.register.get("outreach", record)
        try:
            after: Visit = move(before, *args, ruling)
        except Refused:
            return None
        self.register.put("outreach", after)
        return after


Sessions.TestCase.settings = settings(max_examples=40, stateful_step_count=20, deadline=None)
TestSessions = Sessions.TestCase
