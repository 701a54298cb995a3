"""A unit's duty roster as it is kept: a line for each person, a code for each day, and what was changed afterwards."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import date
from datetime import datetime
from datetime import timedelta
from enum import StrEnum

import msgspec
from msgspec import Struct

from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.sentences import Sentence
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.kernel.states import Lifecycle
from yigongti_desktop.protocol.record import Record

KIND = "roster"
#: Beginning of the accounts by which rules find the rosters of a unit: one for each month that they touch.
OF_UNIT = "roster.of."
_EDITION = 12


class State(StrEnum):
    """How far a roster has come."""

    DRAFT = "draft"
    PUBLISHED = "published"
    #: Taken back before its first day.
    WITHDRAWN = "withdrawn"


LIFECYCLE = Lifecycle(
    {
        "change": (frozenset({State.DRAFT}), State.DRAFT),
        "publish": (frozenset({State.DRAFT}), State.PUBLISHED),
        "amend": (frozenset({State.PUBLISHED}), State.PUBLISHED),
        "withdraw": (frozenset({State.DRAFT, State.PUBLISHED}), State.WITHDRAWN),
    },
    kind=KIND,
)


class Line(Struct, frozen=True, kw_only=True):
    """The days of one person."""

    #: Id of the staff record, and the name: who has gone to another unit is still called by it.
    person: str
    name: str = ""
    #: Code of the duty on each day in order; "" is the day off, None is not settled yet.
    codes: tuple[str | None, ...]
    #: Places of the days that were settled by hand and are not to be drawn anew; 0 is the first day.
    pins: tuple[int, ...] = ()


class Change(Struct, frozen=True, kw_only=True):
    """A cell that was changed after the roster had been published."""

    person: str
    #: Of the person, as it stood on the line.
    name: str = ""
    day: date
    before: str | None
    after: str | None
    reason: str
    #: Name of who changed it, when, and who were told of it, by name.
    by: str
    at: datetime
    told: tuple[str, ...] = ()


class Roster(Record, frozen=True, kw_only=True):
    """A roster of a unit, or of a part of it, for days in a row, mostly a calendar month."""

    unit: str
    #: The part of the unit that it is of: 护理, 医生; empty for all.
    group: str = ""
    first: date
    days: int
    state: State = State.DRAFT
    lines: tuple[Line, ...] = ()
    changes: tuple[Change, ...] = ()
    #: Lead hospital that reads it since it was published.
    lead: str = ""
    #: Duties as they were when it was published; of a draft those of the unit count.
    duties: tuple[Duty, ...] = ()
    #: What was not kept when it was published, by what the hub knew then; the worst first.
    findings: tuple[Sentence, ...] = ()
    #: Why it was published though a rule that must be kept is not; and why it was withdrawn.
    reason: str = ""
    withdrawn_for: str = ""
    published_at: datetime | None = None
    published_by: str = ""

    @property
    def last(self) -> date:
        """Return its last day."""
        return self.first + timedelta(self.days - 1)

    def dates(self) -> Iterator[date]:
        """Return its days in order."""
        for place in range(self.days):
            yield self.first + timedelta(place)

    def line_of(self, person: str) -> Line | None:
        """Return the line of somebody; None when they are not on it."""
        return next((line for line in self.lines if line.person == person), None)

    def code_on(self, person: str, day: date) -> str | None:
        """Return the code of somebody on a day; None where nothing is settled or known."""
        line, place = self.line_of(person), (day - self.first).days
        return line.codes[place] if line is not None and 0 <= place < self.days else None

    @property
    def edition(self) -> str:
        """Return a short mark of the lines: whoever publishes says which ones they saw."""
        return hashlib.sha256(msgspec.json.encode(self.lines)).hexdigest()[:_EDITION]


def roster_id(unit: str, group: str, first: date, number: int = 0) -> str:
    """Return the one id of the roster of a unit's group from a day on; after a withdrawn one comes the next number.

    Two desks that begin one roster off-line thus begin the same.
    """
    return derived_id(KIND, unit, group, first.isoformat(), str(number))


def blank(person: str, name: str, days: int) -> Line:
    """Return a line on which nothing is settled."""
    return Line(person=person, name=name, codes=(None,) * days)


def streams(roster: Roster) -> frozenset[str]:
    """Return who receives a roster: its unit; once published, the lead hospital's staffing office too (STF-31)."""
    return frozenset(f"unit:{unit}" for unit in (roster.unit, roster.lead) if unit)


def posted(roster: Roster) -> tuple[tuple[str, int], ...]:
    """Return the marks by which it is found among those of its unit, in each month that it touches."""
    if roster.state is State.WITHDRAWN:
        return ()
    return tuple(
        (account(roster.unit, month), 1) for month in dict.fromkeys(day.replace(day=1) for day in roster.dates())
    )


def account(unit: str, month: date) -> str:
    """Return the account of the rosters that touch a month."""
    return f"{OF_UNIT}{unit}.{month:%Y-%m}"
