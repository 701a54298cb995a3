"""The hub's journal as it is read: each act with its body, which lies in the batch that brought it, signed by its device."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import Row
from sqlalchemy import select

from yigongti_desktop.hub.tables import batches
from yigongti_desktop.hub.tables import journal
from yigongti_desktop.protocol.compact import Act
from yigongti_desktop.protocol.compact import acts_of
from yigongti_desktop.protocol.compact import unpack_batch
from yigongti_desktop.storage.facts import moment


class Entry(msgspec.Struct, frozen=True, kw_only=True):
    """One act as the hub took it, and what became of it."""

    id: str
    batch: str
    #: Place in the batch, from 0.
    place: int
    device: str
    account: str
    institution: str
    kind: str
    record_kind: str
    record: str
    seen: int
    #: JSON.
    body: bytes
    #: By the device's clock; None when it sent what is no moment.
    at: datetime | None
    hub_at: datetime
    answers: str
    cause: str
    revision: int
    code: str
    facts: dict[str, Any]
    quarantined: bool


def entries(connection: Connection, *only: Any) -> Iterator[Entry]:
    """Return the acts that fulfil the conditions, in the order in which the hub judged them."""
    acts = lru_cache(maxsize=8)(lambda batch: _acts(connection, batch))
    order = (journal.c.hub_at, journal.c.batch, journal.c.place, journal.c.id)
    for row in connection.execute(select(journal).where(*only).order_by(*order)).all():
        body = row.body if row.body is not None else _body(acts(row.batch)[row.place])
        yield _entry(row, body)


def _acts(connection: Connection, batch: str) -> Sequence[Act]:
    payload = connection.scalar(select(batches.c.payload).where(batches.c.id == batch))
    return list(acts_of(unpack_batch(payload))) if payload else []


def _body(act: Act) -> bytes:
    return act.body if act.body is not None else msgspec.json.encode(act.values)


def _entry(row: Row[Any], body: bytes) -> Entry:
    values = row._asdict()
    try:
        at: datetime | None = moment(row.at)
    except ValueError:
        at = None
    values |= {"body": body, "at": at, "hub_at": moment(row.hub_at), "quarantined": bool(row.quarantined)}
    return Entry(**values | {"facts": msgspec.json.decode(row.facts)})
