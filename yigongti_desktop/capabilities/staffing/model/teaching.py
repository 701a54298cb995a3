"""Teaching: tele-teaching, 50+N courses, training in house; what is given, and who of which unit took part.

A session is seen by its host and by the units that are asked to it; who took part is a record of each unit with the
host, so that no unit reads the names of another. TRN-01, TRN-03, TRN-05, TRN-07.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from msgspec import Struct

from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.kernel.states import Lifecycle
from yigongti_desktop.protocol.record import Record

KIND, ATTENDANCE = "teaching", "attendance"
#: Beginning of the account to which the attendances of a session post.
OF_TEACHING = "attendance.of."


class TeachingKind(StrEnum):
    """What kind of teaching it is."""

    TELE = "tele_teaching"
    COURSE = "course"
    IN_HOUSE = "in_house"


class State(StrEnum):
    """Where a session of teaching stands."""

    ANNOUNCED = "announced"
    TAUGHT = "taught"
    CALLED_OFF = "called_off"


LIFECYCLE: Lifecycle[State] = Lifecycle(
    {
        "teach": (frozenset({State.ANNOUNCED}), State.TAUGHT),
        "call_off": (frozenset({State.ANNOUNCED}), State.CALLED_OFF),
    },
    kind=KIND,
)


class Announced(Struct, frozen=True, kw_only=True):
    """What is to be taught, as it is written down; days are both included."""

    kind: TeachingKind
    title: str
    first: date
    last: date
    #: Length of the whole in minutes, as it counts for whoever takes part.
    minutes: int
    teacher: str
    #: Where the teacher comes from, where it is not the host.
    teacher_home: str = ""
    #: Units that are asked to it; empty for the host alone.
    units: tuple[str, ...] = ()


class Teaching(Record, frozen=True, kw_only=True):
    """A session of teaching, or a course of some days."""

    state: State
    kind: TeachingKind
    title: str
    first: date
    last: date
    minutes: int
    teacher: str
    teacher_home: str = ""
    host: str
    host_name: str
    #: Units that are asked to it, the host among them where it is for its own people.
    units: tuple[str, ...] = ()
    reason: str = ""
    announced_by: str = ""


class Attendee(Struct, frozen=True, kw_only=True):
    """Somebody who took part."""

    #: Id of the staff record.
    person: str
    name: str
    minutes: int


class Attendance(Record, frozen=True, kw_only=True):
    """Who of a unit took part in a session of teaching."""

    teaching: str
    unit: str
    unit_name: str
    host: str
    kind: TeachingKind
    title: str
    first: date
    people: tuple[Attendee, ...] = ()

    @property
    def minutes(self) -> int:
        """Return the minutes of all who took part."""
        return sum(one.minutes for one in self.people)


def attendance_id(teaching: str, unit: str) -> str:
    """Return the one id of what a unit wrote down of a session."""
    return derived_id(ATTENDANCE, teaching, unit)


def streams(teaching: Teaching) -> frozenset[str]:
    """Return who receives a session: its host, and the units that are asked."""
    return frozenset(f"unit:{unit}" for unit in (teaching.host, *teaching.units) if unit)


def attendance_streams(attendance: Attendance) -> frozenset[str]:
    """Return who receives what a unit wrote down: the unit, and the host."""
    return frozenset(f"unit:{unit}" for unit in (attendance.unit, attendance.host) if unit)


def account(teaching: str) -> str:
    """Return the account to which the attendances of a session post."""
    return f"{OF_TEACHING}{teaching}"


def posted(attendance: Attendance) -> tuple[tuple[str, int], ...]:
    """Return the mark by which what units wrote down of a session is found."""
    return ((account(attendance.teaching), len(attendance.people)),) if attendance.people else ()
