"""Streams: the current records that an institution may see, in the order of their last change.

A position becomes visible in order: it is taken from one counter row, which the transaction holds until its
commit, so that no reader can pass a position that is still to come.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import insert
from sqlalchemy import select
from sqlalchemy import update

from yigongti_desktop.hub.tables import marks
from yigongti_desktop.hub.tables import stream_entries
from yigongti_desktop.protocol.exchange import Gone
from yigongti_desktop.protocol.exchange import Rows
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.records import columns
from yigongti_desktop.storage.records import upsert
from yigongti_desktop.storage.tables import trail

#: Name of the counter of positions.
POSITION = "position"
_MOST_PARAMETERS = 900


def count_up(connection: Connection, name: str, by: int = 1) -> int:
    """Raise a counter and return it; whoever else wants it waits for this transaction's end."""
    counted = connection.scalar(
        update(marks).where(marks.c.name == name).values(last=marks.c.last + by).returning(marks.c.last)
    )
    if counted is None:
        connection.execute(insert(marks).values(name=name, last=by))
        counted = by
    return int(counted)


def enter(connection: Connection, entries: Sequence[tuple[str, str, str, bool]]) -> int:
    """Put (stream, kind, record, gone) at the end of their streams; return the first position."""
    if not entries:
        return 0
    last = count_up(connection, POSITION, len(entries))
    first = last - len(entries) + 1
    rows = [
        (stream, kind, record, first + place, int(gone)) for place, (stream, kind, record, gone) in enumerate(entries)
    ]
    upsert(connection, stream_entries, rows)
    return first


def trail_entries(
    connection: Connection, stream: str, kind: str, record: str, *, is_gone: bool
) -> list[tuple[str, str, str, bool]]:
    """Return the entries by which a record's former steps follow it into a stream, or out of it."""
    steps = connection.scalars(select(trail.c.id).where(trail.c.record == record, trail.c.kind == kind))
    return [(stream, trails.KIND, step, is_gone) for step in steps]


class Page:
    """A stretch of a desk's streams from its cursors on."""

    def __init__(self, connection: Connection, catalogue: Catalogue) -> None:
        self._connection = connection
        self._tables = {name: kind.table for name, kind in catalogue.records.items()} | {trails.KIND: trail}
        self.cursors: dict[str, int] = {}
        self.left = 0
        self._wanted: dict[str, list[str]] = {}
        self.gone: list[Gone] = []

    def fill(self, streams: Iterable[str], since: Mapping[str, int], room: int) -> Page:
        """Take entries, stream by stream, until the room is full; count what is left."""
        for stream in streams:
            cursor = since.get(stream, 0)
            taken = self._entries(stream, cursor, room) if room else []
            for kind, record, position, is_gone in taken:
                cursor = position
                if is_gone:
                    self.gone.append(Gone(kind, record))
                else:
                    self._wanted.setdefault(kind, []).append(record)
            room -= len(taken)
            self.cursors[stream] = cursor
            if not room:
                self.left += self._count(stream, cursor)
        return self

    def rows(self) -> tuple[Rows, ...]:
        """Return the records of the page as they lie, kind by kind."""
        return tuple(self._of_kind(kind, ids) for kind, ids in self._wanted.items())

    def _entries(self, stream: str, cursor: int, room: int) -> list[Any]:
        entry = stream_entries.c
        query = (
            select(entry.kind, entry.record, entry.position, entry.gone)
            .where(entry.stream == stream, entry.position > cursor)
            .order_by(entry.position)
            .limit(room)
        )
        return list(self._connection.execute(query))

    def _count(self, stream: str, cursor: int) -> int:
        entry = stream_entries.c
        query = select(func.count()).where(entry.stream == stream, entry.position > cursor)
        return int(self._connection.scalar(query) or 0)

    def _of_kind(self, kind: str, ids: list[str]) -> Rows:
        table = self._tables[kind]
        found: list[list[Any]] = []
        for start in range(0, len(ids), _MOST_PARAMETERS):
            query = select(table).where(table.c.id.in_(ids[start : start + _MOST_PARAMETERS]))
            found += [list(row) for row in self._connection.execute(query)]
        return Rows(kind=kind, columns=columns(table), rows=found)
