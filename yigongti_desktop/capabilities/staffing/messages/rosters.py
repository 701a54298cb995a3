"""What people ask of rosters, and what then happened."""

from __future__ import annotations

from datetime import date

import msgspec

from yigongti_desktop.capabilities.staffing.model.drawing import Written
from yigongti_desktop.capabilities.staffing.model.roster import Line

#: By person: the line that was seen, and the one that is wanted; None is no line.
Lines = dict[str, tuple[Line | None, Line | None]]


class BeginRoster(msgspec.Struct, frozen=True, kw_only=True):
    """Begin a roster of the own unit."""

    first: date
    days: int
    #: The part of the unit that it is of; empty for all.
    group: str = ""
    #: Ids of staff records; None for all of the group who work at the unit on any of the days and are on rosters.
    people: tuple[str, ...] | None = None


class ChangeRoster(msgspec.Struct, frozen=True, kw_only=True):
    """Change lines of a draft: cells, pins, who is on it."""

    roster: str
    changes: Lines
    #: The refused act that this one answers.
    answers: str = ""


class PublishRoster(msgspec.Struct, frozen=True, kw_only=True):
    """Publish a draft as it was seen."""

    roster: str
    #: `Roster.edition` of what the person has in sight.
    seen: str
    #: Why, though a rule that must be kept is not; empty where all are.
    reason: str = ""


class AmendRoster(msgspec.Struct, frozen=True, kw_only=True):
    """Change lines of a published roster."""

    roster: str
    changes: Lines
    reason: str
    #: Names of those who were told.
    told: tuple[str, ...] = ()
    #: The refused act that this one answers.
    answers: str = ""


class WithdrawRoster(msgspec.Struct, frozen=True, kw_only=True):
    """Take a roster back; a draft needs no reason."""

    roster: str
    reason: str = ""


class RosterBegun(msgspec.Struct, frozen=True, kw_only=True):
    """A roster was begun."""

    written: Written


class RosterChanged(msgspec.Struct, frozen=True, kw_only=True):
    """Lines of a draft were changed."""

    changes: Lines


class RosterPublished(msgspec.Struct, frozen=True, kw_only=True):
    """A roster was published."""

    seen: str
    reason: str = ""


class RosterAmended(msgspec.Struct, frozen=True, kw_only=True):
    """Lines of a published roster were changed."""

    changes: Lines
    reason: str
    told: tuple[str, ...] = ()


class RosterWithdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """A roster was taken back."""

    reason: str = ""
