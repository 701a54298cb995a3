"""What people ask of an owed visit, and what then happened."""

from __future__ import annotations

import msgspec

from yigongti_desktop.capabilities.followups.model.visit import Condition
from yigongti_desktop.capabilities.followups.model.visit import Opening
from yigongti_desktop.capabilities.followups.model.visit import Way


class RecordFollowUp(msgspec.Struct, frozen=True, kw_only=True):
    """Write down a visit."""

    follow_up: str
    way: Way
    condition: Condition
    result: str


class FollowUpOpened(msgspec.Struct, frozen=True, kw_only=True):
    """A visit is owed."""

    opening: Opening


class FollowUpRecorded(msgspec.Struct, frozen=True, kw_only=True):
    """A visit was made."""

    way: Way
    condition: Condition
    result: str


class FollowUpDropped(msgspec.Struct, frozen=True, kw_only=True):
    """A visit is owed no more."""


class FollowUpResumed(msgspec.Struct, frozen=True, kw_only=True):
    """A visit that was dropped is owed again: its cause is there after all."""
