"""A visit that a unit owes a resident: opened by what happened elsewhere, done by whoever makes it.

After a referral the national limit is two weeks (国家基本公共卫生服务规范 第三版); REF-08, REF-28.
"""

from __future__ import annotations

from datetime import date
from datetime import datetime
from enum import StrEnum

import msgspec
from msgspec.structs import replace

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.identifiers import Sex
from yigongti_desktop.kernel.states import Lifecycle
from yigongti_desktop.kernel.text import clean_text
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record

LONGEST = 2000


class State(StrEnum):
    """Where a visit stands."""

    OPEN = "open"
    DONE = "done"
    DROPPED = "dropped"


class Way(StrEnum):
    """How the resident was met."""

    HOME = "home"
    CLINIC = "clinic"
    PHONE = "phone"


class Condition(StrEnum):
    """How the resident was found."""

    BETTER = "better"
    STABLE = "stable"
    WORSE = "worse"
    DIED = "died"
    NOT_FOUND = "not_found"


LIFECYCLE: Lifecycle[State] = Lifecycle(
    {
        "record": (frozenset({State.OPEN}), State.DONE),
        "drop": (frozenset({State.OPEN}), State.DROPPED),
        "resume": (frozenset({State.DROPPED}), State.OPEN),
    },
    kind="follow_up",
)


class Who(msgspec.Struct, frozen=True, kw_only=True):
    """The resident to be visited."""

    resident: str = ""
    name: str
    sex: Sex
    birth: date
    phone: str = ""
    address: str = ""


class FollowUp(Record, frozen=True, kw_only=True):
    """One owed visit."""

    state: State
    institution: str
    who: Who
    #: Kind and id of the record that opened it, and its number on paper.
    source_kind: str
    source: str
    source_number: str = ""
    #: What it is about: the diagnosis, and what the hospital advises.
    about: str = ""
    advice: str = ""
    due: date
    #: Account and name of the person who should make it; empty when anybody may.
    assignee: str = ""
    assignee_name: str = ""
    way: str = ""
    condition: str = ""
    result: str = ""
    done_by: str = ""
    done_at: datetime | None = None


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """What opens a visit."""

    institution: str
    who: Who
    source_kind: str
    source: str
    source_number: str = ""
    about: str = ""
    advice: str = ""
    due: date
    assignee: str = ""
    assignee_name: str = ""


def open_visit(current: FollowUp | None, opening: Opening, ruling: Ruling) -> FollowUp:
    """Open a visit; done again it stays as it is."""
    if current is not None:
        return current
    return FollowUp(id=ruling.record, state=State.OPEN, **msgspec.structs.asdict(opening))


def record(current: FollowUp | None, way: Way, condition: Condition, result: str, ruling: Ruling) -> FollowUp:
    """Write down a visit."""
    visit = _own(current, ruling)
    state = LIFECYCLE.after("record", visit.state)
    words = clean_text(result)
    if not words:
        raise Refused("field_empty", field="result")
    if len(words) > LONGEST:
        raise Refused("field_long", field="result", most=LONGEST, length=len(words))
    return replace(
        visit,
        state=state,
        way=way.value,
        condition=condition.value,
        result=words,
        done_by=ruling.actor.name,
        done_at=ruling.at,
    )


def drop(current: FollowUp | None) -> FollowUp:
    """Drop a visit whose cause is gone; it only ever follows from that, at whichever institution it happened."""
    visit = _existing(current)
    return replace(visit, state=LIFECYCLE.after("drop", visit.state))


def resume(current: FollowUp | None) -> FollowUp:
    """Owe a visit again that was dropped: the case that opened it was closed wrongly."""
    visit = _existing(current)
    return replace(visit, state=LIFECYCLE.after("resume", visit.state))


def streams(visit: FollowUp) -> frozenset[str]:
    """Return who receives it: the unit that owes it."""
    return frozenset({f"unit:{visit.institution}"})


def _existing(current: FollowUp | None) -> FollowUp:
    if current is None:
        raise Refused("not_found", kind="follow_up")
    return current


def _own(current: FollowUp | None, ruling: Ruling) -> FollowUp:
    visit = _existing(current)
    if ruling.actor.institution != visit.institution:
        raise Refused("not_holder")
    return visit
