"""What people ask of the registry, and what then happened."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from yigongti_desktop.registry.model import calendar_year
from yigongti_desktop.registry.model.census import Entry
from yigongti_desktop.registry.model.resident import Identity
from yigongti_desktop.registry.model.standing import Relation
from yigongti_desktop.registry.model.standing import Tag


class RegisterResident(msgspec.Struct, frozen=True, kw_only=True):
    """Register a resident at this institution."""

    identity: Identity


class CorrectResident(msgspec.Struct, frozen=True, kw_only=True):
    """Change fields of a resident: from the value seen to the value wanted."""

    resident: str
    changes: dict[str, tuple[Any, Any]]
    #: The refused act that this one answers.
    answers: str = ""


class MoveResident(msgspec.Struct, frozen=True, kw_only=True):
    """Hand a resident on to another unit (迁出)."""

    resident: str
    #: The unit that cares for them from now on.
    unit: str
    reason: str


class TagResident(msgspec.Struct, frozen=True, kw_only=True):
    """Put a resident into a key group, or put right the tag that was seen."""

    resident: str
    tag: Tag
    seen: Tag | None = None


class UntagResident(msgspec.Struct, frozen=True, kw_only=True):
    """Close a tag on its last day, or take off one that was a mistake."""

    resident: str
    group: str
    #: When the tag that is meant began.
    since: date
    #: The last day; None for a mistake.
    until: date | None = None
    reason: str


class JoinHousehold(msgspec.Struct, frozen=True, kw_only=True):
    """Put a resident into the household of another; where that one lives in none, they become its head."""

    resident: str
    #: A member of the household.
    member: str
    relation: Relation


class SplitHousehold(msgspec.Struct, frozen=True, kw_only=True):
    """Part members from their household: into a new one under its head, or into none."""

    members: tuple[str, ...]
    #: Head of the new household; empty when they go into none.
    head: str = ""


class SetRelation(msgspec.Struct, frozen=True, kw_only=True):
    """Say what a member is to the head of the household; a new head takes the place of the former one."""

    resident: str
    relation: Relation


class NoteDeath(msgspec.Struct, frozen=True, kw_only=True):
    """Note the day of a death, another day, or that somebody lives."""

    resident: str
    died_on: date | None
    #: The day that was seen noted.
    seen: date | None = None
    reason: str = ""


class MergeResidents(msgspec.Struct, frozen=True, kw_only=True):
    """Fold a duplicate into the record that is kept."""

    resident: str
    into: str
    reason: str


class PartResidents(msgspec.Struct, frozen=True, kw_only=True):
    """Let a folded record stand for itself again."""

    resident: str
    reason: str


class ImportResidents(msgspec.Struct, frozen=True, kw_only=True):
    """Take some rows of a list in: each whole or not at all, judged as if it were typed."""

    entries: tuple[Entry, ...]
    #: Which file it is, so that a list that was stopped can be gone on with; empty when that is not wanted.
    file: str = ""
    #: Take in those too who may be somebody in the register: same name, same day of birth, same village.
    also_similar: bool = False


class WriteCalendarYear(msgspec.Struct, frozen=True, kw_only=True):
    """Write down the State Council's notice for a year, put it right, or withdraw it (no holidays)."""

    written: calendar_year.Written
    #: Mark of what was in sight of the year; empty when nothing had been written down.
    seen: str = ""


class ChangePassword(msgspec.Struct, frozen=True, kw_only=True):
    """Change one's own password."""

    present: str
    wanted: str


class SettleRefusal(msgspec.Struct, frozen=True, kw_only=True):
    """Take a refused act off the list, having read why."""

    event: str
    #: Others that are off the list already, since they went back into one form with it.
    also: tuple[str, ...] = ()
    #: Whether its content went back into its form, to be sent otherwise.
    is_taken_up: bool = False


class SendAgain(msgspec.Struct, frozen=True, kw_only=True):
    """Do a refused act once more, just as it was."""

    event: str


class ResidentRegistered(msgspec.Struct, frozen=True, kw_only=True):
    """A resident was registered."""

    identity: Identity


class ResidentCorrected(msgspec.Struct, frozen=True, kw_only=True):
    """Fields of a resident were changed."""

    changes: dict[str, tuple[Any, Any]]


class ResidentMoved(msgspec.Struct, frozen=True, kw_only=True):
    """A resident was handed on to another unit."""

    unit: str
    reason: str


class ResidentTagged(msgspec.Struct, frozen=True, kw_only=True):
    """A resident was put into a key group, or its tag put right."""

    tag: Tag
    seen: Tag | None = None


class ResidentUntagged(msgspec.Struct, frozen=True, kw_only=True):
    """A tag was closed, or taken off as a mistake."""

    group: str
    since: date
    until: date | None
    reason: str


class ResidentHoused(msgspec.Struct, frozen=True, kw_only=True):
    """A resident went into a household, into another place of it, or out of any."""

    #: Household and relation as they were seen.
    seen: tuple[str, Relation]
    household: str
    relation: Relation


class ResidentDied(msgspec.Struct, frozen=True, kw_only=True):
    """A death was noted, or put right."""

    seen: date | None
    died_on: date | None
    reason: str


class ResidentMerged(msgspec.Struct, frozen=True, kw_only=True):
    """A duplicate was folded into another record."""

    into: str
    reason: str


class ResidentUnited(msgspec.Struct, frozen=True, kw_only=True):
    """The kept record took over what a duplicate brought; it follows from the folding."""

    other: str
    reason: str


class ResidentParted(msgspec.Struct, frozen=True, kw_only=True):
    """A folded record stands for itself again."""

    #: The record that it pointed to.
    kept: str
    reason: str


class ResidentDivided(msgspec.Struct, frozen=True, kw_only=True):
    """The kept record gave back what a duplicate had brought; it follows from the parting."""

    other: str


class TransferNoted(msgspec.Struct, frozen=True, kw_only=True):
    """The note of a move was written; it follows from the move."""

    resident: str
    name: str
    unit: str
    reason: str


class CalendarYearWritten(msgspec.Struct, frozen=True, kw_only=True):
    """A year's notice was written down."""

    written: calendar_year.Written
    seen: str = ""


class PasswordChanged(msgspec.Struct, frozen=True, kw_only=True):
    """A person has a new password; only its verifier travels."""

    verifier: str
