"""What people ask of sessions away from home, and what then happened."""

from __future__ import annotations

from datetime import date

import msgspec

from yigongti_desktop.capabilities.staffing.model.visits import Plan


class PlanVisits(msgspec.Struct, frozen=True, kw_only=True):
    """Plan sessions of somebody."""

    plan: Plan


class HoldVisit(msgspec.Struct, frozen=True, kw_only=True):
    """Write down that a session took place."""

    visit: str
    day: date
    seen: int
    #: The number that stood there; None for none.
    was: int | None = None


class CancelVisit(msgspec.Struct, frozen=True, kw_only=True):
    """Cancel a session, or move it to another day."""

    visit: str
    day: date
    reason: str
    moved_to: date | None = None


class RestoreVisit(msgspec.Struct, frozen=True, kw_only=True):
    """Let a cancelled session take place after all."""

    visit: str
    day: date


class EndVisits(msgspec.Struct, frozen=True, kw_only=True):
    """End a plan with a day."""

    visit: str
    last: date
    reason: str


class VisitsPlanned(msgspec.Struct, frozen=True, kw_only=True):
    """Sessions were planned."""

    plan: Plan


class VisitHeld(msgspec.Struct, frozen=True, kw_only=True):
    """A session took place."""

    day: date
    seen: int
    was: int | None = None


class VisitCancelled(msgspec.Struct, frozen=True, kw_only=True):
    """A session was cancelled."""

    day: date
    reason: str
    moved_to: date | None = None


class VisitRestored(msgspec.Struct, frozen=True, kw_only=True):
    """A cancelled session takes place after all."""

    day: date


class VisitsEnded(msgspec.Struct, frozen=True, kw_only=True):
    """A plan ends with a day."""

    last: date
    reason: str
