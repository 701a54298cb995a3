"""The truth about sync: how many wait, what needs a person, when the hub last confirmed."""

from __future__ import annotations

from datetime import datetime
from datetime import timedelta
from itertools import pairwise

import msgspec
from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.facts import moment
from yigongti_desktop.storage.tables import contacts
from yigongti_desktop.storage.tables import set_aside

#: A restored machine is given one new epoch; two machines with one identity take turns at it.
_DOUBLED_WITHIN = timedelta(days=14)


class Status(msgspec.Struct, frozen=True, kw_only=True):
    """What the status line says."""

    enrolled: bool
    #: Acts that the hub has not confirmed.
    waiting: int
    #: Bytes of files that the hub does not have yet.
    waiting_bytes: int = 0
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
    #: When a package for a stick was written last.
    exported_at: datetime | None = None
    #: Records still to come until this desk has all it may see for the first time; 0 afterwards.
    to_fill: int = 0
    #: When this data was restored from a backup, until a person has read it.
    restored_at: datetime | None = None
    #: When the hub found that the batches of this device do not follow on, until a person has read it.
    epoch_given_at: datetime | None = None
    #: That happened again within days: another machine works under the same identity.
    is_doubled: bool = False
    #: When this data woke up on another machine, until a person has read it.
    moved_at: datetime | None = None

    @property
    def is_all_sent(self) -> bool:
        """Say whether the hub has confirmed all that was done here, files too."""
        return not self.waiting and not self.waiting_bytes

    @property
    def needs_person(self) -> int:
        """Return what only a person can solve."""
        return self.refused + self.quarantined


def status(connection: Connection) -> Status:
    """Return the present state."""
    known = facts.everything(connection)
    counts = outbox.open_counts(connection)
    given = [moment(stored) for stored in known.get(facts.EPOCHS_GIVEN, "").split()]
    read = _known_moment(known, facts.TOLD)
    last = connection.execute(select(contacts).order_by(contacts.c.seq.desc()).limit(1)).first()
    return Status(
        enrolled=facts.DEVICE in known,
        waiting=counts.get(outbox.WAITING, 0),
        waiting_bytes=outbox.heavy_bytes(connection),
        refused=counts.get(outbox.REFUSED, 0),
        quarantined=counts.get(outbox.QUARANTINED, 0),
        set_aside=int(connection.scalar(select(func.count()).select_from(set_aside)) or 0),
        confirmed_at=_known_moment(known, facts.HUB_TIME),
        clock_drift=int(known.get(facts.CLOCK_DRIFT, "0")),
        line=last.code if last else "never",
        line_since=_since(connection),
        tried_at=moment(last.at) if last else None,
        backup_at=_known_moment(known, facts.BACKUP_AT),
        exported_at=_known_moment(known, facts.EXPORTED_AT),
        to_fill=0 if facts.FILLED in known else int(known.get(facts.LEFT, "0")),
        restored_at=_unless_told(_known_moment(known, facts.RESTORED_AT), read),
        epoch_given_at=_unless_told(given[-1] if given else None, read),
        moved_at=_unless_told(_known_moment(known, facts.MOVED_AT), read),
        is_doubled=any(later - earlier <= _DOUBLED_WITHIN for earlier, later in pairwise(given)),
    )


def told(connection: Connection, at: datetime) -> None:
    """Note that a person has read what was said about a restore or a second machine until now."""
    facts.put(connection, **{facts.TOLD: facts.stamp(at)})


def _since(connection: Connection) -> datetime | None:
    """Return when the present run of good or bad talks began."""
    rows = list(connection.execute(select(contacts.c.at, contacts.c.outcome).order_by(contacts.c.seq.desc())))
    begun = None
    for row in rows:
        if row.outcome != rows[0].outcome:
            break
        begun = moment(row.at)
    return begun


def _unless_told(at: datetime | None, told: datetime | None) -> datetime | None:
    return None if at is None or (told is not None and at <= told) else at


def _known_moment(known: dict[str, str], name: str) -> datetime | None:
    return moment(known[name]) if known.get(name) else None
