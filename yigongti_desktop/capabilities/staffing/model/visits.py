"""Sessions away from home: an expert of the lead hospital at a unit, a unit's own doctor in its villages.

A plan is one record: weekly on some days of the week, on single days, or both, between two days; what became of each
session is kept in it. Kinds: STF-02, STF-12, STF-13, STF-19, STF-24, STF-27.
"""

from __future__ import annotations

from datetime import date
from datetime import time
from enum import StrEnum

from msgspec import Struct

from yigongti_desktop.kernel.states import Lifecycle
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.staff.codes import Level

KIND = "outreach"
#: Beginning of the account to which the plans of somebody post, so that rules find all of them.
OF_PERSON = "outreach.of."


class VisitKind(StrEnum):
    """What somebody comes for."""

    SITTING = "sitting_in"
    EXPERT_ROOM = "expert_room"
    TOUR = "tour"
    SURGERY = "surgery"
    CHRONIC = "chronic"
    NURSING = "nursing_guidance"


#: Kinds that stand in the timetable that hangs where patients wait (STF-24).
FOR_PATIENTS = frozenset({VisitKind.SITTING, VisitKind.EXPERT_ROOM, VisitKind.TOUR, VisitKind.CHRONIC})


class State(StrEnum):
    """What became of a session."""

    PLANNED = "planned"
    HELD = "held"
    CANCELLED = "cancelled"


LIFECYCLE: Lifecycle[State] = Lifecycle(
    {
        "hold": (frozenset({State.PLANNED, State.HELD}), State.HELD),
        "cancel": (frozenset({State.PLANNED}), State.CANCELLED),
        "restore": (frozenset({State.CANCELLED}), State.PLANNED),
    },
    kind=KIND,
)


class Plan(Struct, frozen=True, kw_only=True):
    """Who comes where and when, as it is written down; days are both included."""

    kind: VisitKind
    #: Id of the staff record.
    person: str
    #: Institution that they come to.
    unit: str
    #: Village or place within it; empty for the institution itself.
    village: str = ""
    department: str = ""
    room: str = ""
    #: The unit's own doctor at the expert's side (STF-24 派全科医生支持).
    support: str = ""
    #: Days of the week, Monday is 0; empty where only single days count.
    weekdays: tuple[int, ...] = ()
    #: Every how many weeks, counted from the week of the first day.
    every: int = 1
    since: date
    until: date
    #: Single days beside those of the week, and days of the week that are left out.
    dates: tuple[date, ...] = ()
    skips: tuple[date, ...] = ()
    #: Whether days of the week on which a holiday is off are left out.
    rests_on_holidays: bool = True
    begin: time
    end: time
    #: Patients that can be seen in a session; 0 where nobody counts.
    places: int = 0
    note: str = ""


class Outcome(Struct, frozen=True, kw_only=True):
    """What was written down of the session of a day."""

    day: date
    state: State
    #: Patients seen, or people taught.
    seen: int = 0
    reason: str = ""
    #: The day on which a cancelled session is made up for.
    moved_to: date | None = None


class Visit(Record, frozen=True, kw_only=True):
    """A plan with what became of its sessions."""

    planner: str
    planner_name: str
    #: Lead hospital, which sees all plans of its community.
    lead: str
    unit: str
    unit_name: str
    person: str
    person_name: str
    home_name: str
    level: Level
    #: In words: 副主任医师.
    title: str = ""
    since: date
    until: date
    plan: Plan
    outcomes: tuple[Outcome, ...] = ()
    #: Last day, where the plan was ended before its time, and why.
    ended_on: date | None = None
    reason: str = ""
    planned_by: str = ""

    @property
    def last(self) -> date:
        """Return the last day of the plan as it stands."""
        return self.ended_on if self.ended_on is not None else self.until

    def outcome(self, day: date) -> Outcome | None:
        """Return what was written down of a day; None where nothing was."""
        return next((one for one in self.outcomes if one.day == day), None)

    @property
    def place(self) -> str:
        """Return where it is in words: the institution, and the village where there is one."""
        return " ".join(part for part in (self.unit_name, self.plan.village) if part)


def streams(visit: Visit) -> frozenset[str]:
    """Return who receives it: who planned it, who is visited, the lead hospital."""
    return frozenset(f"unit:{unit}" for unit in (visit.planner, visit.unit, visit.lead) if unit)


def account(person: str) -> str:
    """Return the account to which the plans of somebody post."""
    return f"{OF_PERSON}{person}"


def posted(visit: Visit) -> tuple[tuple[str, int], ...]:
    """Return the mark by which it is found among the plans of its person."""
    return ((account(visit.person), 1),)
