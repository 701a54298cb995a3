"""What people ask of teaching, and what then happened."""

from __future__ import annotations

import msgspec

from yigongti_desktop.capabilities.staffing.model.teaching import Announced

#: By person: the minutes that were seen, and those that are wanted; None is not there.
Changes = dict[str, tuple[int | None, int | None]]


class AnnounceTeaching(msgspec.Struct, frozen=True, kw_only=True):
    """Announce a session."""

    announced: Announced


class HoldTeaching(msgspec.Struct, frozen=True, kw_only=True):
    """Write down that a session was held."""

    teaching: str


class CallOffTeaching(msgspec.Struct, frozen=True, kw_only=True):
    """Call a session off."""

    teaching: str
    reason: str


class WriteAttendance(msgspec.Struct, frozen=True, kw_only=True):
    """Write down who of a unit took part."""

    teaching: str
    unit: str
    changes: Changes


class TeachingAnnounced(msgspec.Struct, frozen=True, kw_only=True):
    """A session was announced."""

    announced: Announced


class TeachingHeld(msgspec.Struct, frozen=True, kw_only=True):
    """A session was held."""


class TeachingCalledOff(msgspec.Struct, frozen=True, kw_only=True):
    """A session was called off."""

    reason: str


class AttendanceWritten(msgspec.Struct, frozen=True, kw_only=True):
    """It was written down who took part."""

    teaching: str
    unit: str
    changes: Changes
