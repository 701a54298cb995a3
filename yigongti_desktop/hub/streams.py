"""Streams: the current records that an institution may see, in the order of their last change.

A position becomes visible in order: it is taken from one counter row, which the transaction holds until its
commit, so that no reader can pass a position that is still to come.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement
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

_POSITION = "position"
#: After a stream's name: how far it has come without what is bulky, while its own cursor is behind.
AHEAD = "#light"
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
    last = count_up(connection, _POSITION, len(entries))
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
    """A stretch of a desk's streams from its cursors on.

    A stream that a desk begins to fill comes in two goes, so that people can work before all is there: first what
    is not bulky, of every stream, then the rest in order. Meanwhile the stream's own cursor stands where nothing
    before it is lacking, and a second one, under the stream's name with AHEAD, says how far the first go has come.
    """

    def __init__(self, connection: Connection, catalogue: Catalogue) -> None:
        self._connection = connection
        self._bulky = [name for name, kind in catalogue.records.items() if kind.is_bulky]
        self._tables = {name: kind.table for name, kind in catalogue.records.items()} | {trails.KIND: trail}
        self.cursors: dict[str, int] = {}
        self.left = 0
        self._wanted: dict[str, list[str]] = {}
        self.gone: list[Gone] = []

    def fill(self, streams: Iterable[str], since: Mapping[str, int], room: int) -> Page:
        """Take entries, stream by stream, until the room is full; count what is left."""
        every = list(streams)
        ahead: dict[str, int] = {}
        for stream in every:
            own = since.get(stream, 0)
            ahead[stream] = max(own, since.get(stream + AHEAD, 0))
            if ahead[stream] == own and own:
                continue  # it was filled before
            taken = self._entries(self._light(stream, ahead[stream]), room)
            ahead[stream] = self._take(taken, ahead[stream])
            room -= len(taken)
        for stream in every:
            cursor = since.get(stream, 0)
            taken = self._entries(self._rest(stream, cursor, ahead[stream]), room)
            cursor = self._take(taken, cursor)
            room -= len(taken)
            if room:
                cursor = max(cursor, ahead[stream])
            else:
                self.left += self._count(self._rest(stream, cursor, ahead[stream]))
            self.cursors[stream] = cursor
            if ahead[stream] > cursor:
                self.cursors[stream + AHEAD] = ahead[stream]
        return self

    def rows(self) -> tuple[Rows, ...]:
        """Return the records of the page as they lie, kind by kind."""
        return tuple(self._of_kind(kind, ids) for kind, ids in self._wanted.items())

    def _take(self, taken: Sequence[Any], cursor: int) -> int:
        """Note what the page carries, and return the position of its last entry."""
        for kind, record, position, is_gone in taken:
            cursor = position
            if is_gone:
                self.gone.append(Gone(kind, record))
            else:
                self._wanted.setdefault(kind, []).append(record)
        return cursor

    def _light(self, stream: str, cursor: int) -> ColumnElement[bool]:
        entry = stream_entries.c
        return (entry.stream == stream) & (entry.position > cursor) & entry.kind.notin_(self._bulky)

    def _rest(self, stream: str, cursor: int, ahead: int) -> ColumnElement[bool]:
        """Return what is lacking after a cursor where all that is not bulky has come up to another."""
        entry = stream_entries.c
        rest = (entry.stream == stream) & (entry.position > cursor)
        return rest & (entry.kind.in_(self._bulky) | (entry.position > ahead)) if ahead > cursor else rest

    def _entries(self, wanted: ColumnElement[bool], room: int) -> list[Any]:
        if not room:
            return []
        entry = stream_entries.c
        query = select(entry.kind, entry.record, entry.position, entry.gone).where(wanted)
        return list(self._connection.execute(query.order_by(entry.position).limit(room)))

    def _count(self, wanted: ColumnElement[bool]) -> int:
        return int(self._connection.scalar(select(func.count()).select_from(stream_entries).where(wanted)) or 0)

    def _of_kind(self, kind: str, ids: list[str]) -> Rows:
        table = self._tables[kind]
        found: list[list[Any]] = []
        for start in range(0, len(ids), _MOST_PARAMETERS):
            query = select(table).where(table.c.id.in_(ids[start : start + _MOST_PARAMETERS]))
            found += [list(row) for row in self._connection.execute(query)]
        return Rows(kind=kind, columns=columns(table), rows=found)
