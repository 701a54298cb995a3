"""Which records have acts that the hub has not confirmed yet."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy import select
from sqlalchemy import text

from yigongti_desktop.storage.outbox import OPEN
from yigongti_desktop.storage.outbox import WAITING
from yigongti_desktop.storage.tables import outbox
from yigongti_desktop.storage.tables import unconfirmed

#: Found among the few that are open, not among all that were ever done to a kind of record: hence the plus.
_WAITING = select(outbox.c.record).where(text("+record_kind = :kind"), outbox.c.state == WAITING, text(OPEN))


def waiting(connection: Connection, kind: str) -> frozenset[str]:
    """Return the ids of this kind's records that wait to be sent."""
    return frozenset(connection.scalars(_WAITING, {"kind": kind}))


def unconfirmed_ids(connection: Connection, kind: str) -> frozenset[str]:
    """Return the ids of this kind's records that are not yet as the hub has them."""
    return frozenset(connection.scalars(select(unconfirmed.c.record).where(unconfirmed.c.kind == kind)))
