"""Which records have acts that the hub has not confirmed yet."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.storage.outbox import WAITING
from yigongti_desktop.storage.tables import outbox
from yigongti_desktop.storage.tables import unconfirmed


def waiting(connection: Connection, kind: str) -> frozenset[str]:
    """Return the ids of this kind's records that wait to be sent."""
    query = select(outbox.c.record).where(outbox.c.record_kind == kind, outbox.c.state == WAITING).distinct()
    return frozenset(connection.scalars(query))


def unconfirmed_ids(connection: Connection, kind: str) -> frozenset[str]:
    """Return the ids of this kind's records that are not yet as the hub has them."""
    return frozenset(connection.scalars(select(unconfirmed.c.record).where(unconfirmed.c.kind == kind)))
