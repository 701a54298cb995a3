"""The hub's journal as it is read: each act with its body, which lies in the signed batch that brought it."""

from __future__ import annotations

from collections.abc import Iterator
from collections.abc import Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.hub.tables import batches
from yigongti_desktop.hub.tables import journal
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.compact import Act
from yigongti_desktop.protocol.compact import acts_of
from yigongti_desktop.protocol.compact import ids_of
from yigongti_desktop.protocol.compact import unpack_batch
from yigongti_desktop.storage import records
from yigongti_desktop.storage.facts import moment


def any_of(connection: Connection, events: Sequence[str]) -> bool:
    """Say whether any of these acts has arrived before.

    All are asked for: with a limit of one PostgreSQL reads through the whole journal instead of looking each one up.
    """
    query = select(journal.c.id).where(records.among(connection, journal.c.id, events))
    return bool(connection.execute(query).all())


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


def unreadable(connection: Connection) -> Iterator[str]:
    """Return the acts that their batch is said to hold and does not."""
    query = select(journal.c.id, journal.c.batch, journal.c.place).where(journal.c.body.is_(None))
    held: tuple[str, Sequence[str]] = ("", ())
    for event, batch, place in connection.execute(query.order_by(journal.c.batch, journal.c.place)):
        if batch != held[0]:
            payload = connection.scalar(select(batches.c.payload).where(batches.c.id == batch))
            held = (batch, _ids(payload))
        if not 0 <= place < len(held[1]) or held[1][place] != event:
            yield event


def _ids(payload: bytes | None) -> Sequence[str]:
    try:
        return ids_of(unpack_batch(payload)) if payload is not None else ()
    except Refused:
        return ()


def entries(connection: Connection, *only: Any) -> Iterator[Entry]:
    """Return the acts that fulfil the conditions, batch by batch in the order in which they were done."""
    taken = lru_cache(maxsize=8)(lambda batch: _Taken.of(connection, batch))
    order = (journal.c.batch, journal.c.place, journal.c.id)
    for row in connection.execute(select(journal).where(*only).order_by(*order)).all():
        yield _entry(row._asdict() if row.body is not None else row._asdict() | taken(row.batch).told(row.place))


class _Taken(NamedTuple):
    """A batch as its device signed it, and when the hub took it."""

    device: str
    hub_at: str
    acts: Sequence[Act]

    @classmethod
    def of(cls, connection: Connection, batch: str) -> _Taken:
        row = connection.execute(select(batches).where(batches.c.id == batch)).one()
        return cls(row.device, row.hub_at, list(acts_of(unpack_batch(row.payload))))

    def told(self, place: int) -> dict[str, Any]:
        """Return what the payload says of one act."""
        act = self.acts[place]
        body = act.body if act.body is not None else msgspec.json.encode(act.values)
        told = {name: getattr(act, name) for name in ("account", "institution", "seen", "at", "answers", "cause")}
        return told | {"device": self.device, "hub_at": self.hub_at, "body": body}


def _entry(values: dict[str, Any]) -> Entry:
    try:
        at: datetime | None = moment(values["at"])
    except ValueError:
        at = None
    plain = {"at": at, "hub_at": moment(values["hub_at"]), "quarantined": bool(values["quarantined"])}
    return Entry(**values | plain | {"facts": msgspec.json.decode(values["facts"])})
