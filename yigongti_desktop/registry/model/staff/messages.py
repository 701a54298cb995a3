"""What people ask of staff, and what then happened."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from yigongti_desktop.registry.model.staff.parts import Part
from yigongti_desktop.registry.model.staff.parts import Place
from yigongti_desktop.registry.model.staff.person import Identity
from yigongti_desktop.registry.model.staff.roll import StaffEntry


class RegisterStaff(msgspec.Struct, frozen=True, kw_only=True):
    """Begin somebody's record: who they are, and what holds from the first day on, with one employment at least."""

    identity: Identity
    parts: tuple[Part, ...]


class CorrectStaff(msgspec.Struct, frozen=True, kw_only=True):
    """Change what is written of somebody once: from the value seen to the value wanted."""

    staff: str
    changes: dict[str, tuple[Any, Any]]
    #: The refused act that this one answers.
    answers: str = ""


class NoteStaff(msgspec.Struct, frozen=True, kw_only=True):
    """Lay a title, a licence, a place, a contract into somebody's history."""

    staff: str
    part: Part
    #: The history of that kind as it was seen.
    seen: tuple[Part, ...] = ()
    answers: str = ""


class WithdrawPart(msgspec.Struct, frozen=True, kw_only=True):
    """Take out of somebody's history what was a mistake."""

    staff: str
    part: Part
    reason: str


class LetStaffGo(msgspec.Struct, frozen=True, kw_only=True):
    """End somebody's employment with a day."""

    staff: str
    until: date
    reason: str


class LinkAccount(msgspec.Struct, frozen=True, kw_only=True):
    """Say which log-in is somebody's; empty for none."""

    staff: str
    account: str
    #: The log-in that was seen.
    seen: str = ""


class ImportStaff(msgspec.Struct, frozen=True, kw_only=True):
    """Take some rows of a list in: each whole or not at all, judged as if it were typed."""

    entries: tuple[StaffEntry, ...]
    #: Which file it is, so that a list that was stopped can be gone on with; empty when that is not wanted.
    file: str = ""
    #: Take in those too who bear the name of somebody of the unit.
    also_similar: bool = False


class StaffRegistered(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's record was begun, or gone on with after they had left."""

    identity: Identity
    parts: tuple[Part, ...]


class StaffCorrected(msgspec.Struct, frozen=True, kw_only=True):
    """What is written of somebody once was changed."""

    changes: dict[str, tuple[Any, Any]]


class StaffNoted(msgspec.Struct, frozen=True, kw_only=True):
    """A part was laid into somebody's history."""

    part: Part
    seen: tuple[Part, ...] = ()


class StaffWithdrawn(msgspec.Struct, frozen=True, kw_only=True):
    """A part was taken out as a mistake."""

    part: Part
    reason: str


class StaffLeft(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody's employment was ended."""

    until: date
    reason: str


class StaffLinked(msgspec.Struct, frozen=True, kw_only=True):
    """A log-in was said to be somebody's, or nobody's."""

    account: str
    seen: str = ""


class StaffSettled(msgspec.Struct, frozen=True, kw_only=True):
    """The record left where it no longer belongs, or came where it does."""


class StaffPosted(msgspec.Struct, frozen=True, kw_only=True):
    """A posting was arranged, moved or ended: where somebody works through it; None for nowhere."""

    posting: str
    place: Place | None = None
