"""Rows into records and back, many at a time, without an object mapper.

Every field of a record is a column of the same name; lists and structures lie in JSON columns.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from functools import lru_cache
from typing import Any
from typing import TypeVar

import msgspec
from sqlalchemy import Connection
from sqlalchemy import Row
from sqlalchemy import Table
from sqlalchemy import delete
from sqlalchemy import select
from sqlalchemy.dialects import sqlite

from yigongti_desktop.protocol.record import Record
from yigongti_desktop.storage import postgresql
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.tables import search_keys

R = TypeVar("R", bound=Record)
_MOST_PARAMETERS = 900


@lru_cache(maxsize=256)
def columns(table: Table) -> tuple[str, ...]:
    """Return the names of the columns in their order on the wire."""
    return tuple(str(column.name) for column in table.columns)


@lru_cache(maxsize=256)
def json_columns(table: Table) -> frozenset[str]:
    """Return the names of the columns that hold JSON text."""
    return frozenset(str(column.name) for column in table.columns if column.info.get("json"))


def from_row(kind: RecordKind[R], row: Row[Any] | Sequence[Any]) -> R:
    """Return the record of a row that has all columns in order.

    Raises:
        msgspec.ValidationError: when the row does not fit the record.
    """
    values = dict(zip(columns(kind.table), row, strict=True))
    for name in json_columns(kind.table):
        values[name] = msgspec.json.decode(values[name])
    return msgspec.convert(values, kind.record, strict=False)


def to_row(kind: RecordKind[R], record: R) -> tuple[Any, ...]:
    """Return the values of a record in the order of its columns."""
    values = msgspec.to_builtins(record)
    encoded = json_columns(kind.table)
    return tuple(
        msgspec.json.encode(values[name]).decode() if name in encoded else values[name] for name in columns(kind.table)
    )


def load(connection: Connection, kind: RecordKind[R], record: str) -> R | None:
    """Return one record, or None."""
    row = connection.execute(select(kind.table).where(kind.table.c.id == record)).first()
    return None if row is None else from_row(kind, row)


def load_many(connection: Connection, kind: RecordKind[R], records: Iterable[str]) -> dict[str, R]:
    """Return the records that exist, by id; one query for every 900 ids."""
    wanted = list(dict.fromkeys(records))
    found: dict[str, R] = {}
    for start in range(0, len(wanted), _MOST_PARAMETERS):
        some = wanted[start : start + _MOST_PARAMETERS]
        for row in connection.execute(select(kind.table).where(kind.table.c.id.in_(some))):
            record = from_row(kind, row)
            found[record.id] = record
    return found


def save_many(connection: Connection, kind: RecordKind[R], records: Sequence[R]) -> None:
    """Write the records whole, new or again."""
    upsert(connection, kind.table, [to_row(kind, record) for record in records])


def upsert(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    """Write rows whose values stand in the order of the columns; a row with a known key takes its place."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_sqlite_upsert(table), [tuple(row) for row in rows])
    else:
        postgresql.upsert(connection, table, rows)


def add(connection: Connection, table: Table, rows: Sequence[Sequence[Any]]) -> None:
    """Write rows that are new, whose values stand in the order of the columns."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_sqlite_insert(table), [tuple(row) for row in rows])
    else:
        postgresql.add(connection, table, rows)


def index_spellings(connection: Connection, kind: RecordKind[R], records: Sequence[R]) -> None:
    """Write the spellings by which the records are found, in place of their former ones."""
    ids = [record.id for record in records]
    for start in range(0, len(ids), _MOST_PARAMETERS):
        some = ids[start : start + _MOST_PARAMETERS]
        connection.execute(delete(search_keys).where(search_keys.c.kind == kind.name, search_keys.c.record.in_(some)))
    upsert(
        connection,
        search_keys,
        [(kind.name, spelling, record.id) for record in records for spelling in set(kind.spellings(record))],
    )


@lru_cache(maxsize=256)
def _sqlite_insert(table: Table) -> str:
    return str(sqlite.insert(table).values(dict.fromkeys(columns(table))).compile(dialect=sqlite.dialect()))


@lru_cache(maxsize=256)
def _sqlite_upsert(table: Table) -> str:
    names = columns(table)
    statement = sqlite.insert(table)
    changes = {name: statement.excluded[name] for name in names if not table.c[name].primary_key}
    statement = statement.values(dict.fromkeys(names))
    key = list(table.primary_key)
    done = (
        statement.on_conflict_do_update(index_elements=key, set_=changes)
        if changes
        else statement.on_conflict_do_nothing(index_elements=key)
    )
    return str(done.compile(dialect=sqlite.dialect()))
