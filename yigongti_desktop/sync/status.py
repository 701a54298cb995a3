"""The truth about sync: how many wait, what needs a person, when the hub last confirmed."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.facts import moment
from yigongti_desktop.storage.tables import contacts
from yigongti_desktop.storage.tables import set_aside


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What the status line says."""

    enrolled: bool
    #: Acts that the hub has not confirmed.
    waiting: int
    #: Acts that the hub refused and nobody has dealt with.
    refused: int
    #: Acts that the hub set aside on a fault of its own.
    quarantined: int
    #: Rows from the hub that could not be taken in.
    set_aside: int
    #: Hub time of the last exchange that came to its end.
    confirmed_at: datetime | None
    #: This clock against the hub's at that time, in seconds; positive when ahead.
    clock_drift: int
    #: Empty when the last talk came to its end.
    line: str
    #: Since when the line is as it is.
    line_since: datetime | None
    tried_at: datetime | None
    backup_at: datetime | None

    @property
    def needs_person(self) -> int:
        """Return what only a person can solve."""
        return self.refused + self.quarantined


def status(connection: Connection) -> Status:
    """Return the present state."""
    known = facts.everything(connection)
    counts = outbox.open_counts(connection)
    last = connection.execute(select(contacts).order_by(contacts.c.seq.desc()).limit(1)).first()
    return Status(
        enrolled=facts.DEVICE in known,
        waiting=counts.get(outbox.WAITING, 0),
        refused=counts.get(outbox.REFUSED, 0),
        quarantined=counts.get(outbox.QUARANTINED, 0),
        set_aside=int(connection.scalar(select(func.count()).select_from(set_aside)) or 0),
        confirmed_at=_known_moment(known, facts.HUB_TIME),
        clock_drift=int(known.get(facts.CLOCK_DRIFT, "0")),
        line=last.code if last else "never",
        line_since=_since(connection),
        tried_at=moment(last.at) if last else None,
        backup_at=_known_moment(known, facts.BACKUP_AT),
    )


def _since(connection: Connection) -> datetime | None:
    """Return when the present run of good or bad talks began."""
    rows = list(connection.execute(select(contacts.c.at, contacts.c.outcome).order_by(contacts.c.seq.desc())))
    begun = None
    for row in rows:
        if row.outcome != rows[0].outcome:
            break
        begun = moment(row.at)
    return begun


def _known_moment(known: dict[str, str], name: str) -> datetime | None:
    return moment(known[name]) if known.get(name) else None
