"""The hand-over book (值班和交接班制度, 医疗质量安全核心制度要点): an entry for each shift, signed by both.

Whoever leaves writes and signs it, whoever comes reads and signs it: two people, two acts. Until the second has signed,
the first may put it right; then it is locked, and what comes to mind later is added as a note with its day.
"""

from __future__ import annotations

import hashlib
from datetime import date
from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from yigongti_desktop.capabilities.staffing.model.duties import Duty
from yigongti_desktop.capabilities.staffing.model.own import need_likely
from yigongti_desktop.capabilities.staffing.model.own import tidy_words
from yigongti_desktop.capabilities.staffing.model.unit_duty import KIND as DUTY
from yigongti_desktop.capabilities.staffing.model.unit_duty import duty_id
from yigongti_desktop.kernel.changes import Changes
from yigongti_desktop.kernel.changes import changed
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import derived_id
from yigongti_desktop.kernel.states import Lifecycle
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record

KIND = "handover"
LONGEST = 1000
#: Notes that an entry may have.
MOST_NOTES = 50
_EDITION = 12


class State(StrEnum):
    """How far an entry has come."""

    #: Whoever leaves has signed.
    GIVEN = "given"
    #: Both have signed; it is locked.
    TAKEN = "taken"


LIFECYCLE: Lifecycle[State] = Lifecycle(
    {
        "correct": (frozenset({State.GIVEN}), State.GIVEN),
        "take": (frozenset({State.GIVEN}), State.TAKEN),
    },
    kind=KIND,
)
#: What is written of a shift.
FIELDS = ("patients", "critical", "to_do")


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A shift as it is handed over."""

    day: date
    #: Code of the duty.
    duty: str
    #: Patients and how many; those who are critical, new, operated; what is still to be done.
    patients: str
    critical: str = ""
    to_do: str = ""


class Note(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was added afterwards."""

    words: str
    by: str
    at: datetime


class Handover(Record, frozen=True, kw_only=True):
    """An entry of the hand-over book."""

    state: State
    institution: str
    day: date
    duty: str
    duty_name: str
    patients: str
    critical: str = ""
    to_do: str = ""
    #: Account and name of who left, and of who came; when each signed.
    given_by: str
    given_name: str
    given_at: datetime
    taken_by: str = ""
    taken_name: str = ""
    taken_at: datetime | None = None
    notes: tuple[Note, ...] = ()

    @property
    def edition(self) -> str:
        """Return a short mark of what is written: whoever takes over signs what they have read."""
        words = [getattr(self, field) for field in FIELDS]
        return hashlib.sha256(msgspec.json.encode(words)).hexdigest()[:_EDITION]


def handover_id(unit: str, on: date, duty: str) -> str:
    """Return the one id of the entry of a shift: two desks that write it meet in one record."""
    return derived_id(KIND, unit, on.isoformat(), duty)


def is_handed_over(duty: Duty) -> bool:
    """Say whether a duty is handed over in the book: at night, or until the next day."""
    return duty.is_night or duty.end <= duty.begin


def give(current: Handover | None, written: Written, ruling: Ruling) -> Handover:
    """Write the entry of a shift and sign it as the one who leaves.

    Raises:
        Refused: handover_id_wrong, handover_there with who wrote it, day_beyond, handover_future, duty_not_ours,
            field_empty, field_long.
    """
    unit = ruling.actor.institution
    if ruling.record != handover_id(unit, written.day, written.duty):
        raise Refused("handover_id_wrong")
    if current is not None:
        raise Refused("handover_there", name=current.given_name, on=current.day.isoformat(), duty=current.duty_name)
    need_likely(written.day)
    if written.day > day(ruling.at):
        raise Refused("handover_future", on=written.day.isoformat())
    duty = ruling.register.get(DUTY, duty_id(unit, written.duty))
    if duty is None:
        raise Refused("duty_not_ours", code=written.duty)
    return _tidy(
        Handover(
            id=ruling.record,
            state=State.GIVEN,
            institution=unit,
            duty_name=duty.duty.name,
            given_by=ruling.actor.account,
            given_name=ruling.actor.name,
            given_at=ruling.at,
            **msgspec.structs.asdict(written),
        )
    )


def correct(current: Handover | None, changes: Changes, ruling: Ruling) -> Handover:
    """Put an entry right before anybody has taken over; only who signed it may.

    Raises:
        Refused: not_found, not_holder, wrong_state, handover_not_self, field_unknown, conflict, field_format,
            field_empty, field_long.
    """
    entry = _own(current, ruling)
    LIFECYCLE.after("correct", entry.state)
    if entry.given_by != ruling.actor.account:
        raise Refused("handover_not_self", name=entry.given_name)
    return replace(_tidy(changed(entry, changes, FIELDS)), given_at=ruling.at)


def take(current: Handover | None, seen: str, ruling: Ruling) -> Handover:
    """Take over a shift as it was read, and sign; somebody else than who left.

    Args:
        current: the entry.
        seen: edition of what the person has read.
        ruling: who, when.

    Raises:
        Refused: not_found, not_holder, wrong_state, handover_same, handover_changed.
    """
    entry = _own(current, ruling)
    state = LIFECYCLE.after("take", entry.state)
    if entry.given_by == ruling.actor.account:
        raise Refused("handover_same")
    if seen != entry.edition:
        raise Refused("handover_changed", name=entry.given_name)
    return replace(entry, state=state, taken_by=ruling.actor.account, taken_name=ruling.actor.name, taken_at=ruling.at)


def add_note(current: Handover | None, words: str, ruling: Ruling) -> Handover:
    """Add a note with its day; what was signed stays as it is.

    Raises:
        Refused: not_found, not_holder, field_empty, field_long, notes_many.
    """
    entry = _own(current, ruling)
    if len(entry.notes) >= MOST_NOTES:
        raise Refused("notes_many", most=MOST_NOTES)
    note = Note(words=tidy_words(words, "words", KIND, LONGEST, is_needed=True), by=ruling.actor.name, at=ruling.at)
    return replace(entry, notes=(*entry.notes, note))


def streams(entry: Handover) -> frozenset[str]:
    """Return who receives it: the unit."""
    return frozenset({f"unit:{entry.institution}"})


def _own(current: Handover | None, ruling: Ruling) -> Handover:
    if current is None:
        raise Refused("not_found", kind=KIND)
    if current.institution != ruling.actor.institution:
        raise Refused("not_holder")
    return current


def _tidy(entry: Handover) -> Handover:
    words = {
        field: tidy_words(getattr(entry, field), field, KIND, LONGEST, is_needed=field == "patients")
        for field in FIELDS
    }
    return replace(entry, **words)
