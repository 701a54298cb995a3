"""A desk's database as the first released program left it, filled in every table; and what stands in it, summed up."""

from __future__ import annotations

import hashlib
import math
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import Engine

from yigongti_desktop.storage import migrate
from yigongti_desktop.storage.engine import writing

FIRST = "0001"
#: Where most of a township's rows lie, and what share of them.
_SHARES = {"residents": 0.5, "outbox": 0.1, "referrals": 0.1, "audit": 0.1}
_SLICE = 5000
Sums = dict[str, tuple[int, dict[str, str]]]


def fill(engine: Engine, rows: int) -> int:
    """Make the first release's tables and fill them with so many rows or a few more; return how many there are."""
    with writing(engine) as connection:
        migrate.run(connection, "upgrade", FIRST)
    with writing(engine) as connection:
        listed = tables(connection)
        others = [name for name in listed if name not in _SHARES]
        rest = (1 - sum(_SHARES.values())) / len(others)
        for name in listed:
            _fill(connection, name, math.ceil(rows * _SHARES.get(name, rest)))
        return sum(_count(connection, name) for name in listed)


def tables(connection: Connection) -> list[str]:
    """Return the tables of people's data."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    return [name for name in connection.exec_driver_sql(query).scalars() if name != "alembic_version"]


def sums(connection: Connection) -> Sums:
    """Return for each table its count of rows, and for each column a digest of all its values."""
    found: Sums = {}
    for name in tables(connection):
        digests = {}
        for column in _columns(connection, name):
            digest = hashlib.sha256()
            quoted = f'"{column.name}"'
            values = connection.exec_driver_sql(f'SELECT {quoted} FROM "{name}" ORDER BY {quoted}')  # noqa: S608 - names of the schema
            for (value,) in values:
                digest.update(repr(value).encode() + b"\0")
            digests[column.name] = digest.hexdigest()
        found[name] = (_count(connection, name), digests)
    return found


def differences(before: Sums, after: Sums) -> Iterator[str]:
    """Return what is not as it was: tables whose count changed, columns whose values did."""
    for name, (count, digests) in before.items():
        if name not in after:
            yield f"{name}: gone, {count} rows"
            continue
        if after[name][0] != count:
            yield f"{name}: {count} rows, now {after[name][0]}"
        kept = after[name][1]
        yield from (f"{name}.{column}" for column, digest in digests.items() if kept.get(column, digest) != digest)


def _fill(connection: Connection, name: str, rows: int) -> None:
    columns = _columns(connection, name)
    asked = ", ".join("?" * len(columns))
    statement = f'INSERT INTO "{name}" VALUES ({asked})'  # noqa: S608 - a name of the schema
    for start in range(0, rows, _SLICE):
        some = [
            tuple(_value(column, row) for column in columns) for row in range(start + 1, min(rows, start + _SLICE) + 1)
        ]
        connection.exec_driver_sql(statement, some)


def _value(column: Any, row: int) -> Any:
    default = str(column.dflt_value or "").strip("'")
    if default in {"[]", "{}"}:
        return default
    if column.type == "BLOB":
        return row.to_bytes(4, "big") + b"\x00\xff"
    if column.type == "TEXT":
        return f"{column.name} 𠮷䶮 {row:07d}"
    return row


def _columns(connection: Connection, name: str) -> list[Any]:
    return list(connection.exec_driver_sql(f"PRAGMA table_info('{name}')"))


def _count(connection: Connection, name: str) -> int:
    return int(connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar_one())  # noqa: S608 - as above
