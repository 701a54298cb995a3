"""What is kept beside records so that they are found, counted and listed; it is written with them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import msgspec
from sqlalchemy import Connection
from sqlalchemy import Table

from yigongti_desktop.protocol.record import Record
from yigongti_desktop.storage import postings
from yigongti_desktop.storage import records
from yigongti_desktop.storage import touched
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.catalogue import no_postings
from yigongti_desktop.storage.catalogue import no_spellings
from yigongti_desktop.storage.tables import search_keys

R = TypeVar("R", bound=Record)
#: By its records, whatever the database would think of: by its kind it would go through a million keys of drugs.
_FORGET = "DELETE FROM search_keys WHERE +kind = ? AND record IN (SELECT value FROM json_each(?))"


def write(connection: Connection, kind: RecordKind[R], written: Sequence[R]) -> None:
    """Write what belongs to records that were written, in place of what belonged to them before."""
    if kind.spellings is not no_spellings:
        _forget_spellings(connection, kind, [record.id for record in written])
        rows = [(kind.name, spelling, record.id) for record in written for spelling in set(kind.spellings(record))]
        records.upsert(connection, search_keys, rows)
    postings.write(connection, kind, written, are_new=False)
    if kind.is_watched:
        touched.note(connection, kind.name, [record.id for record in written])
    for beside in kind.beside:
        _forget_beside(connection, beside.table, [record.id for record in written])
        records.upsert(
            connection, beside.table, [(record.id, *row) for record in written for row in beside.rows(record)]
        )


def remove(connection: Connection, kind: RecordKind[R], record: str) -> None:
    """Forget what belonged to a record that is no longer here."""
    if kind.spellings is not no_spellings:
        _forget_spellings(connection, kind, [record])
    if kind.postings is not no_postings:
        postings.remove(connection, [record])
    if kind.is_watched:
        touched.note(connection, kind.name, [record])
    for beside in kind.beside:
        _forget_beside(connection, beside.table, [record])


def _forget_spellings(connection: Connection, kind: RecordKind[R], ids: Sequence[str]) -> None:
    connection.exec_driver_sql(_FORGET, (kind.name, msgspec.json.encode(ids).decode()))


def _forget_beside(connection: Connection, table: Table, ids: Sequence[str]) -> None:
    forget = f"DELETE FROM {table.name} WHERE record IN (SELECT value FROM json_each(?))"  # noqa: S608 - a table of ours
    connection.exec_driver_sql(forget, (msgspec.json.encode(ids).decode(),))
