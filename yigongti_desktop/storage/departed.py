"""By what name people knew a record that has left this desk, kept while an act on it waits or came back.

Nothing else of the record stays; the name goes when the last of its acts is settled.
"""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import exists
from sqlalchemy import select

from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.records import upsert
from yigongti_desktop.storage.tables import departed
from yigongti_desktop.storage.tables import outbox as acts

_IS_OPEN = acts.c.state.in_(outbox.OPEN_STATES)


def is_owed(connection: Connection, kind: str, record: str) -> bool:
    """Say whether an act on the record waits or has to be settled by a person."""
    query = select(acts.c.seq).where(acts.c.record_kind == kind, acts.c.record == record, _IS_OPEN)
    return connection.execute(query.limit(1)).first() is not None


def remember(connection: Connection, kind: str, record: str, name: str) -> None:
    """Keep the name of a record that leaves."""
    upsert(connection, departed, [(kind, record, name)])


def name(connection: Connection, kind: str, record: str) -> str:
    """Return by what name a record was known; empty when it has not left, or nothing is owed any more."""
    query = select(departed.c.name).where(departed.c.kind == kind, departed.c.record == record)
    return connection.scalar(query) or ""


def forget_settled(connection: Connection) -> None:
    """Forget the names of records of which everything is settled."""
    owed = exists().where(acts.c.record_kind == departed.c.kind, acts.c.record == departed.c.record, _IS_OPEN)
    connection.execute(delete(departed).where(~owed))
