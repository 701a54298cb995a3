"""The sessions of a plan day by day: weeks, single days, holidays, what was moved, what became of each. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from datetime import date
from datetime import time
from datetime import timedelta

from msgspec import Struct

from yigongti_desktop.capabilities.staffing.model.visits import Outcome
from yigongti_desktop.capabilities.staffing.model.visits import Plan
from yigongti_desktop.capabilities.staffing.model.visits import State
from yigongti_desktop.capabilities.staffing.model.visits import Visit
from yigongti_desktop.kernel.calendar import Calendar
from yigongti_desktop.kernel.calendar import DayKind

_WEEK = 7
_HOLIDAYS = frozenset({DayKind.STATUTORY, DayKind.ARRANGED})
#: Days by which a session may be moved to or fro.
MOST_MOVED = 60


class Session(Struct, frozen=True, kw_only=True):
    """One session of a plan."""

    visit: Visit
    day: date
    state: State = State.PLANNED
    seen: int = 0
    reason: str = ""
    moved_to: date | None = None
    #: The day in whose place it is.
    moved_from: date | None = None

    @property
    def id(self) -> str:
        """Return what tells it from every other session."""
        return f"{self.visit.id} {self.day.isoformat()}"

    @property
    def is_owed(self) -> bool:
        """Say whether nobody has written down what became of it."""
        return self.state is State.PLANNED


def planned_days(plan: Plan, calendar: Calendar) -> tuple[date, ...]:
    """Return the days of a plan, before anything was cancelled or moved."""
    return tuple(sorted({*_weekly(plan, calendar), *plan.dates}))


def sessions(visit: Visit, calendar: Calendar, first: date | None = None, last: date | None = None) -> list[Session]:
    """Return the sessions between two days, both included, the earliest first; all where none are given.

    What was written down stays, even where a later notice on holidays or the plan's end takes its day away.
    """
    moved = {one.moved_to: one.day for one in visit.outcomes if one.moved_to is not None}
    noted = {one.day: one for one in visit.outcomes}
    open_days = {*planned_days(visit.plan, calendar), *moved}
    if visit.ended_on is not None:
        open_days = {day for day in open_days if day <= visit.ended_on}
    found = [_session(visit, day, noted.get(day), moved.get(day)) for day in sorted(open_days | noted.keys())]
    return [one for one in found if (first is None or first <= one.day) and (last is None or one.day <= last)]


def session_on(visit: Visit, calendar: Calendar, day: date) -> Session | None:
    """Return the session of a day; None where there is none."""
    return next(iter(sessions(visit, calendar, day, day)), None)


def in_order(found: Iterable[Session]) -> list[Session]:
    """Return sessions by day, hour and place."""
    return sorted(found, key=lambda one: (one.day, one.visit.plan.begin, one.visit.unit_name, one.visit.id))


def meet(one: tuple[time, time], other: tuple[time, time]) -> bool:
    """Say whether two spans of one day have a moment in common; one may begin when the other ends."""
    return one[0] < other[1] and other[0] < one[1]


def _weekly(plan: Plan, calendar: Calendar) -> Iterator[date]:
    monday = plan.since - timedelta(plan.since.weekday())
    for place in range((plan.until - plan.since).days + 1 if plan.weekdays else 0):
        day = plan.since + timedelta(place)
        if day.weekday() not in plan.weekdays or day in plan.skips:
            continue
        if ((day - monday).days // _WEEK) % plan.every:
            continue
        if not (plan.rests_on_holidays and calendar.kind(day) in _HOLIDAYS):
            yield day


def _session(visit: Visit, day: date, noted: Outcome | None, moved_from: date | None) -> Session:
    if noted is None:
        return Session(visit=visit, day=day, moved_from=moved_from)
    return Session(
        visit=visit,
        day=day,
        state=noted.state,
        seen=noted.seen,
        reason=noted.reason,
        moved_to=noted.moved_to,
        moved_from=moved_from,
    )
