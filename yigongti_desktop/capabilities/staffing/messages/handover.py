"""What people ask of the hand-over book, and what then happened."""

from __future__ import annotations

from typing import Any

import msgspec

from yigongti_desktop.capabilities.staffing.model.handover import Written


class HandOver(msgspec.Struct, frozen=True, kw_only=True):
    """Write the entry of a shift, and sign it as the one who leaves."""

    written: Written


class CorrectHandover(msgspec.Struct, frozen=True, kw_only=True):
    """Put an entry right, each field from the value that was seen."""

    handover: str
    changes: dict[str, tuple[Any, Any]]


class TakeOver(msgspec.Struct, frozen=True, kw_only=True):
    """Take over a shift as it was read, and sign."""

    handover: str
    #: `Handover.edition` of what the person has in sight.
    seen: str


class AddHandoverNote(msgspec.Struct, frozen=True, kw_only=True):
    """Add a note to an entry."""

    handover: str
    words: str


class HandoverGiven(msgspec.Struct, frozen=True, kw_only=True):
    """A shift was handed over."""

    written: Written


class HandoverCorrected(msgspec.Struct, frozen=True, kw_only=True):
    """An entry was put right."""

    changes: dict[str, tuple[Any, Any]]


class HandoverTaken(msgspec.Struct, frozen=True, kw_only=True):
    """A shift was taken over."""

    seen: str


class HandoverNoteAdded(msgspec.Struct, frozen=True, kw_only=True):
    """A note was added."""

    words: str
