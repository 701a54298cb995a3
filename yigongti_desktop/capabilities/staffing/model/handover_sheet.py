"""The hand-over book of some days as it is printed: each shift with what was said and who signed when."""

from __future__ import annotations

from datetime import date
from datetime import datetime

from msgspec import Struct


class Signature(Struct, frozen=True, kw_only=True):
    """Somebody has signed at the desk."""

    name: str
    at: datetime


class HandoverEntry(Struct, frozen=True, kw_only=True):
    """A shift that was handed over, or that nobody has written of."""

    day: date
    #: Name of the duty.
    duty: str
    #: Patients and how many; those who are critical, new, operated; what is still to be done.
    patients: str = ""
    critical: str = ""
    to_do: str = ""
    #: Who left and who came; None as long as they have not signed.
    given: Signature | None = None
    taken: Signature | None = None
    #: What was added after both had signed, each with who and when in it.
    notes: tuple[str, ...] = ()


class HandoverBook(Struct, frozen=True, kw_only=True):
    """Entries of a unit, or of a department of it, from one day to another."""

    unit: str
    department: str = ""
    first: date
    last: date
    entries: tuple[HandoverEntry, ...]
