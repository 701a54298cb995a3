"""A hub's database as a sealed stream of rows, from one snapshot of either database and back into either.

Rows travel as they lie, table by table, so a hub that began with a file moves to PostgreSQL by its own backup. It
needs no right beyond reading, and no program beside this one.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import Integer
from sqlalchemy import MetaData
from sqlalchemy import Table
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import records
from yigongti_desktop.storage import sealing

_PURPOSE = b"yigongti hub backup"
#: Rows of one part.
_PART = 1000
#: The mark of the schema is set by the migrations themselves.
_NOT_OURS = frozenset({"alembic_version"})


class Head(msgspec.Struct, frozen=True, kw_only=True):
    """What a dump begins with."""

    revision: str


class _Rows(msgspec.Struct, frozen=True, array_like=True):
    table: str
    columns: tuple[str, ...]
    rows: list[list[Any]]


def write(connection: Connection, file: sealing.Sink, key: bytes) -> dict[str, int]:
    """Write everything that a transaction sees; return how many rows each table has."""
    counts: dict[str, int] = {}
    sealing.write(file, key, _PURPOSE, _parts(connection, counts))
    return counts


def prove(file: sealing.Source, key: bytes) -> dict[str, int]:
    """Read a dump through and return how many rows each table has.

    Raises:
        Refused: backup_damaged.
    """
    parts = sealing.read(file, key, _PURPOSE)
    _head(parts)
    counts: dict[str, int] = {}
    for rows in _rows(parts):
        counts[rows.table] = counts.get(rows.table, 0) + len(rows.rows)
    return counts


def load(connection: Connection, file: sealing.Source, key: bytes) -> dict[str, int]:
    """Make the schema of a dump in an empty database and fill it, in this transaction; return the rows by table.

    Raises:
        Refused: backup_damaged.
        Unavailable: schema_newer.
    """
    parts = sealing.read(file, key, _PURPOSE)
    migrate.run(connection, "upgrade", _head(parts).revision)
    known = _tables(connection)
    counts: dict[str, int] = {}
    for rows in _rows(parts):
        table = known.get(rows.table)
        if table is None or set(rows.columns) != {column.name for column in table.columns}:
            raise Refused("backup_damaged")
        places = [rows.columns.index(column.name) for column in table.columns]
        records.append(
            connection, table, records.columns(table), [[row[place] for place in places] for row in rows.rows]
        )
        counts[rows.table] = counts.get(rows.table, 0) + len(rows.rows)
    _count_on(connection, known.values())
    return counts


def counts_of(connection: Connection) -> dict[str, int]:
    """Return how many rows each table has."""
    return {
        name: int(connection.scalar(select(func.count()).select_from(table)) or 0)
        for name, table in _tables(connection).items()
    }


def _parts(connection: Connection, counts: dict[str, int]) -> Iterator[bytes]:
    encoder = msgspec.msgpack.Encoder()
    yield encoder.encode(Head(revision=migrate.revision_of(connection)))
    for name, table in _tables(connection).items():
        columns = tuple(str(column.name) for column in table.columns)
        counts[name] = 0
        streamed = connection.execute(select(table), execution_options={"stream_results": True})
        for some in streamed.partitions(_PART):
            rows = [tuple(row) for row in some]
            counts[name] += len(rows)
            yield encoder.encode((name, columns, rows))
        if not counts[name]:
            yield encoder.encode((name, columns, ()))


def _tables(connection: Connection) -> dict[str, Table]:
    """Return the tables that this database has, which may be those of another version."""
    found = MetaData()
    found.reflect(connection)
    return {name: table for name, table in sorted(found.tables.items()) if name not in _NOT_OURS}


def _head(parts: Iterator[bytes]) -> Head:
    try:
        return msgspec.msgpack.decode(next(parts), type=Head)
    except (msgspec.MsgspecError, StopIteration):
        raise Refused("backup_damaged") from None


def _rows(parts: Iterator[bytes]) -> Iterator[_Rows]:
    decoder = msgspec.msgpack.Decoder(_Rows)
    for part in parts:
        try:
            yield decoder.decode(part)
        except msgspec.MsgspecError:
            raise Refused("backup_damaged") from None


def _count_on(connection: Connection, tables: Iterable[Table]) -> None:
    """Let a server's own counters go on behind the rows that bring their numbers with them."""
    if connection.dialect.name == "sqlite":
        return
    for table in tables:
        key = list(table.primary_key)
        if len(key) == 1 and isinstance(key[0].type, Integer) and key[0].server_default is not None:
            last = connection.scalar(select(func.max(key[0])))
            if last:
                connection.exec_driver_sql(
                    "SELECT setval(pg_get_serial_sequence(%s, %s), %s)", (table.name, key[0].name, last)
                )
