"""Rows into records and back, many at a time, without an object mapper.

Every field of a record is a column of the same name; lists and structures lie in JSON columns.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any
from typing import TypeVar
from typing import get_type_hints

import msgspec
from sqlalchemy import Column
from sqlalchemy import ColumnElement
from sqlalchemy import Connection
from sqlalchemy import CursorResult
from sqlalchemy import Row
from sqlalchemy import Select
from sqlalchemy import Table
from sqlalchemy import Text
from sqlalchemy import bindparam
from sqlalchemy import column as sql_column
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import text
from sqlalchemy.dialects import sqlite

from yigongti_desktop.protocol.compact import FORECAST
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.storage import postgresql
from yigongti_desktop.storage.catalogue import RecordKind

R = TypeVar("R", bound=Record)
_Values = Callable[[Any], tuple[Any, ...]]
#: Types that databases take as they are.
_PLAIN: tuple[Any, ...] = (str, int, bytes, str | None, int | None)
#: Values of one parameter, a JSON array, as SQLite reads them.
_LISTED = text("SELECT value FROM json_each(:among)")
_VALUE = sql_column("value", Text)
_encode_row = msgspec.msgpack.Encoder().encode
_encode_json = msgspec.json.Encoder().encode


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
        values[name] = msgspec.json.decode(values[name]) if values[name] != "{}" else {}
    return msgspec.convert(values, kind.record, strict=False)


def to_row(kind: RecordKind[R], record: R) -> tuple[Any, ...]:
    """Return the values of a record in the order of its columns."""
    values, conversions = _reader(kind.record, kind.table)
    row = list(values(record))
    for place, convert in conversions:
        row[place] = convert(row[place])
    return tuple(row)


def forecast(row: Sequence[Any], step: Sequence[Any] = ()) -> bytes:
    """Return the digest of a row without its revision, and of the step that led to it: equal on both sides, or sent."""
    return hashlib.blake2b(_encode_row((row[0], row[2:], step)), digest_size=FORECAST).digest()


def load(connection: Connection, kind: RecordKind[R], record: str) -> R | None:
    """Return one record, or None."""
    row = connection.execute(_by_id(kind.table), {"its": record}).first()
    return None if row is None else from_row(kind, row)


def among(connection: Connection, column: Column[Any], values: Sequence[str]) -> ColumnElement[bool]:
    """Return the condition that a text column holds one of these values, however many: one parameter for all."""
    asked = _texts(connection, values)
    if connection.dialect.name == "sqlite":
        return column.in_(_LISTED.bindparams(among=asked).columns(_VALUE))
    return column == text(postgresql.ANY_OF).bindparams(among=asked)


def plain_rows(result: CursorResult[Any]) -> list[tuple[Any, ...]]:
    """Return all rows of a result as the driver has them: two thousand are had at once, with no object around each."""
    rows: list[tuple[Any, ...]] = list(result.cursor.fetchall())
    result.close()
    return rows


def at_once(connection: Connection, query: Select[Any]) -> list[Any]:
    """Return the rows of a long answer as sequences, from a desk in one step of its database.

    A step lets other threads run and has to wait for them after: with a step for each row, a reader that stands beside
    a busy screen would wait thousands of times. The order of the rows is not kept.
    """
    if connection.dialect.name != "sqlite":
        return list(connection.execute(query))
    asked = query.subquery()
    whole: str = connection.execute(select(func.json_group_array(func.json_array(*asked.c)))).scalar_one()
    found: list[Any] = msgspec.json.decode(whole)
    return found


def load_many(connection: Connection, kind: RecordKind[R], records: Iterable[str]) -> dict[str, R]:
    """Return the records that exist, by id, with one query."""
    wanted = list(dict.fromkeys(records))
    if not wanted:
        return {}
    question = _by_ids(kind.table, is_file=connection.dialect.name == "sqlite")
    found = connection.execute(question, {"among": _texts(connection, wanted)})
    return {row[0]: from_row(kind, row) for row in plain_rows(found)}


def revisions(connection: Connection, table: Table, ids: Sequence[str]) -> dict[str, int]:
    """Return the revisions of the records that exist, by id, with one query."""
    question = _revisions_of(table, is_file=connection.dialect.name == "sqlite")
    found: dict[str, int] = dict(plain_rows(connection.execute(question, {"among": _texts(connection, ids)})))
    return found


def save_many(connection: Connection, kind: RecordKind[R], records: Sequence[R]) -> None:
    """Write the records whole, new or again."""
    upsert(connection, kind.table, [to_row(kind, record) for record in records])


def upsert(
    connection: Connection, table: Table, rows: Sequence[Sequence[Any]], *, derived: Mapping[str, str] | None = None
) -> None:
    """Write rows whose values stand in the order of the columns; a row with a known key takes its place.

    Args:
        connection: the database, for writing.
        table: where to.
        rows: their values.
        derived: columns that a row in the place of another gets by an expression of SQL over both.
    """
    if not rows:
        return
    others = tuple(sorted((derived or {}).items()))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql(_sqlite_upsert(table, others), [tuple(row) for row in rows])
    else:
        postgresql.upsert(connection, table, rows, others)


def append(connection: Connection, table: Table, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write new rows, their values in the order of the names; a row with a known key is a fault of ours."""
    if not rows:
        return
    if connection.dialect.name == "sqlite":
        given = ", ".join(f'"{name}"' for name in names)
        statement = f"INSERT INTO {table.name} ({given}) VALUES ({', '.join('?' * len(names))})"  # noqa: S608 - ours
        connection.exec_driver_sql(statement, [tuple(row) for row in rows])
    else:
        postgresql.add(connection, table, names, rows)


def _texts(connection: Connection, values: Sequence[str]) -> str:
    """Return texts as the one parameter by which they are looked up."""
    return _encode_json(values).decode() if connection.dialect.name == "sqlite" else postgresql.texts(values)


@lru_cache(maxsize=256)
def _by_id(table: Table) -> Select[Any]:
    """Return the question for one row; a question that is made once is asked at a quarter of the price."""
    return select(table).where(table.c.id == bindparam("its"))


@lru_cache(maxsize=256)
def _by_ids(table: Table, *, is_file: bool) -> Select[Any]:
    return select(table).where(_is_among(table, is_file=is_file))


@lru_cache(maxsize=256)
def _revisions_of(table: Table, *, is_file: bool) -> Select[Any]:
    return select(table.c.id, table.c.revision).where(_is_among(table, is_file=is_file))


def _is_among(table: Table, *, is_file: bool) -> ColumnElement[bool]:
    its = table.c.id
    return its.in_(_LISTED.columns(_VALUE)) if is_file else its == text(postgresql.ANY_OF)


@lru_cache(maxsize=256)
def _reader(record: type[Record], table: Table) -> tuple[_Values, tuple[tuple[int, Callable[[Any], Any]], ...]]:
    """Return how a record's values are had in one go, and which of them are then made plain, by their place."""
    hints, names, encoded = get_type_hints(record), columns(table), json_columns(table)
    return attrgetter(*names), tuple(
        (place, _as_json if name in encoded else msgspec.to_builtins)
        for place, name in enumerate(names)
        if name in encoded or hints[name] not in _PLAIN
    )


def _as_json(value: Any) -> str:
    return "{}" if value == {} else _encode_json(value).decode()


@lru_cache(maxsize=256)
def _sqlite_upsert(table: Table, derived: tuple[tuple[str, str], ...]) -> str:
    names = columns(table)
    statement = sqlite.insert(table)
    changes: dict[str, Any] = {name: statement.excluded[name] for name in names if not table.c[name].primary_key}
    changes |= {name: text(expression) for name, expression in derived}
    statement = statement.values(dict.fromkeys(names))
    key = list(table.primary_key)
    done = (
        statement.on_conflict_do_update(index_elements=key, set_=changes)
        if changes
        else statement.on_conflict_do_nothing(index_elements=key)
    )
    return str(done.compile(dialect=sqlite.dialect()))
