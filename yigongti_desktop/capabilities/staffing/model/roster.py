"""A unit's duty roster as it is kept: a line for each person, a code for each day, and what was changed afterwards."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from datetime import timedelta
from enum import StrEnum

from msgspec import Struct


class State(StrEnum):
    """How far a roster has come."""

    DRAFT = "draft"
    PUBLISHED = "published"
    #: Taken back before its first day.
    WITHDRAWN = "withdrawn"


class Line(Struct, frozen=True, kw_only=True):
    """The days of one person."""

    #: Id of the staff record.
    person: str
    #: Code of the duty on each day in order; "" is the day off, None is not settled yet.
    codes: tuple[str | None, ...]
    #: Places of the days that were settled by hand and are not to be drawn anew; 0 is the first day.
    pins: tuple[int, ...] = ()


class Change(Struct, frozen=True, kw_only=True):
    """A cell that was changed after the roster had been published."""

    person: str
    day: date
    before: str | None
    after: str | None
    reason: str
    #: Name of who changed it, and who were told of it, by name.
    by: str
    told: tuple[str, ...] = ()


class Roster(Struct, frozen=True, kw_only=True):
    """A roster of a unit, or of a part of it, for days in a row, mostly a calendar month."""

    id: str
    unit: str
    #: The part of the unit that it is of: 护理, 医生; empty for all.
    group: str = ""
    first: date
    days: int
    state: State = State.DRAFT
    lines: tuple[Line, ...] = ()
    changes: tuple[Change, ...] = ()

    def dates(self) -> Iterator[date]:
        """Return its days in order."""
        for place in range(self.days):
            yield self.first + timedelta(place)

    def line_of(self, person: str) -> Line | None:
        """Return the line of somebody; None when they are not on it."""
        return next((line for line in self.lines if line.person == person), None)
