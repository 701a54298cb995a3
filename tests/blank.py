"""New databases of tests get what the migrations made of the first new one in this process.

Running all migrations takes half a second, and the tests make a thousand databases. What is repeated is the schema
with its rows, word for word; the migrations themselves are run by their own tests (tests/storage), and once a process.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection

from yigongti_desktop.storage import migrate

really = migrate.run
_HERE = migrate.SCRIPTS
_NAMED = "SELECT type, name, sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite!_%' ESCAPE '!'"


@dataclass(frozen=True)
class _Made:
    """What the migrations made of an empty file."""

    statements: Sequence[str]
    rows: Sequence[tuple[str, Sequence[tuple[Any, ...]]]]


_made: list[_Made] = []


def run(connection: Connection, direction: str, revision: str) -> None:
    """Run migrations as `migrate.run` does; of an empty file, repeat what they made of the first one."""
    is_file = connection.dialect.name == "sqlite" and migrate.SCRIPTS == _HERE
    if not is_file or (direction, revision) != ("upgrade", "head") or _objects(connection):
        really(connection, direction, revision)
    elif not _made:
        really(connection, direction, revision)
        _made.append(_look(connection))
    else:
        _repeat(connection, _made[0])


def _objects(connection: Connection) -> Sequence[Any]:
    return connection.exec_driver_sql(_NAMED).all()


def _look(connection: Connection) -> _Made:
    found = _objects(connection)
    ordered = sorted(found, key=lambda one: one.type != "table")  # indexes and triggers need their tables
    tables = [one.name for one in ordered if one.type == "table"]
    rows = [(name, [tuple(row) for row in connection.exec_driver_sql(f'SELECT * FROM "{name}"')]) for name in tables]  # noqa: S608
    return _Made([one.sql for one in ordered], [(name, kept) for name, kept in rows if kept])


def _repeat(connection: Connection, made: _Made) -> None:
    for statement in made.statements:
        connection.exec_driver_sql(statement)
    for name, kept in made.rows:
        marks = ", ".join("?" * len(kept[0]))
        connection.exec_driver_sql(f'INSERT INTO "{name}" VALUES ({marks})', list(kept))  # noqa: S608
