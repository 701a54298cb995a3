"""What every record that travels has in common, and the marks that people follow it by."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec


class Record(msgspec.Struct, frozen=True, kw_only=True):
    """A record as screens, papers and rules see it."""

    id: str
    #: Counts the accepted events that made it; 0 until the hub has confirmed the first.
    revision: int = 0
    #: Columns of a newer program, kept untouched.
    extra: dict[str, Any] = {}


class TrailEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One step of a document: who, when, where, what (REF-16 转入转出可追溯); written once, never changed.

    Its id is that of the event; `hub_at` and `receipt` are empty until the hub has confirmed it,
    `code` says why the hub refused it.
    """

    id: str
    kind: str
    record: str
    #: Name of the event's kind.
    act: str
    #: State of the document after the act.
    state: str = ""
    account: str = ""
    person: str = ""
    institution: str = ""
    place: str = ""
    letter: str = ""
    at: datetime
    hub_at: datetime | None = None
    #: Revision that the hub gave the document by this step; 0 while the step waits.
    revision: int = 0
    receipt: str = ""
    note: str = ""
    code: str = ""
