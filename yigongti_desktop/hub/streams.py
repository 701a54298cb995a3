"""Streams: the current records that an institution may see, in the order of their last change.

A position becomes visible in order: it is taken from one counter row, which the transaction holds until its
commit, so that no reader can pass a position that is still to come.
"""

from __future__ import annotations

from collections.abc import Collection
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Mapping
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import ColumnElement
from sqlalchemy import Connection
from sqlalchemy import Select
from sqlalchemy import bindparam
from sqlalchemy import func
from sqlalchemy import insert
from sqlalchemy import select
from sqlalchemy import update

from yigongti_desktop.hub.tables import marks
from yigongti_desktop.hub.tables import stream_entries
from yigongti_desktop.protocol.batch import PLAIN
from yigongti_desktop.protocol.exchange import Gone
from yigongti_desktop.protocol.exchange import Rows
from yigongti_desktop.protocol.exchange import Wanted
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import HEAVY
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.records import columns
from yigongti_desktop.storage.tables import trail

#: Name of the counter of positions.
POSITION = "position"
#: After a stream's name: how far it has come without what is bulky, while its own cursor is behind.
AHEAD = "#light"
_COUNT_UP = (
    update(marks)
    .where(marks.c.name == bindparam("its"))
    .values(last=marks.c.last + bindparam("by"))
    .returning(marks.c.last)
)


def count_up(connection: Connection, name: str, by: int = 1) -> int:
    """Raise a counter and return it; whoever else wants it waits for this transaction's end."""
    counted = connection.scalar(_COUNT_UP, {"its": name, "by": by})
    if counted is None:
        connection.execute(insert(marks).values(name=name, last=by))
        counted = by
    return int(counted)


#: Stream, kind, record, whether it is gone (0 or 1), what has changed, who foresaw it.
Entry = tuple[str, str, str, int, str, str]


def enter(connection: Connection, known: Sequence[Entry], fresh: Sequence[Entry] = ()) -> int:
    """Put records at the end of their streams.

    Args:
        connection: the hub's database, for writing.
        known: entries that may take the place of others.
        fresh: entries of records that were in no stream before.

    Returns:
        The position of the first; the fresh ones stand before the known.
    """
    count = len(fresh) + len(known)
    if not count:
        return 0
    first = count_up(connection, POSITION, count) - count + 1
    records.append(connection, stream_entries, records.columns(stream_entries), _placed(fresh, first))
    records.upsert(connection, stream_entries, _placed(known, first + len(fresh)), derived=_FORMER)
    return first


def _placed(entries: Iterable[Entry], first: int) -> list[tuple[Any, ...]]:
    return [
        (stream, kind, record, position, gone, 0, changed, origin)
        for position, (stream, kind, record, gone, changed, origin) in enumerate(entries, first)
    ]


#: What an entry remembers of the one that it takes the place of.
_FORMER = {
    "previous": "stream_entries.position",
    "changed": "CASE WHEN stream_entries.gone = 0 THEN excluded.changed ELSE '' END",
}


def trail_entries(connection: Connection, stream: str, kind: str, record: str, *, is_gone: bool) -> list[Entry]:
    """Return the entries by which a record's former steps follow it into a stream, or out of it."""
    steps = connection.scalars(select(trail.c.id).where(trail.c.record == record, trail.c.kind == kind))
    return [(stream, trails.KIND, step, int(is_gone), "", "") for step in steps]


@lru_cache(maxsize=16)
def _ends(count: int) -> Select[Any]:
    entry = stream_entries.c
    last = [select(func.max(entry.position)).where(entry.stream == bindparam(f"s{place}")) for place in range(count)]
    return select(*(one.scalar_subquery() for one in last))


class Page:
    """A stretch of a desk's streams from its cursors on.

    A stream that a desk begins to fill comes in two goes, so that people can work before all is there: first what
    is not bulky, of every stream, then the rest in order. Meanwhile the stream's own cursor stands where nothing
    before it is lacking, and a second one, under the stream's name with AHEAD, says how far the first go has come.
    The same is done where pieces of files have come into a stream, so that nothing small waits behind a picture.
    """

    def __init__(
        self,
        connection: Connection,
        catalogue: Catalogue,
        *,
        origin: str = "",
        own: str = "",
        version: int = PLAIN,
        is_on_line: bool = True,
    ) -> None:
        """Begin an empty page.

        Args:
            connection: the hub's database.
            catalogue: what the hub knows.
            origin: device and epoch whose own changes are left out, since it has foreseen them; empty for none.
            own: the stream that they are left out of: a desk never loses it, and what it does always stands there.
            version: of the protocol that the desk speaks.
            is_on_line: whether what is heavy takes its room and its turn; in a file it does not.
        """
        self._connection = connection
        self._origin, self._own = origin, own if origin else ""
        self._takes_changes = version > PLAIN
        self._bulky = [name for name, kind in catalogue.records.items() if kind.is_bulky or kind.is_heavy]
        self._heavy = [name for name, kind in catalogue.records.items() if kind.is_heavy and is_on_line]
        self._tables = {name: kind.table for name, kind in catalogue.records.items()} | {trails.KIND: trail}
        #: Up to where each stream was complete at the desk; None where that is its cursor.
        self.complete: Mapping[str, int] | None = None
        self.cursors: dict[str, int] = {}
        self.left = 0
        self._wanted: dict[str, dict[str, str]] = {}
        self.gone: list[Gone] = []

    def fill(self, streams: Iterable[str], since: Mapping[str, int], room: int) -> Page:
        """Take entries, stream by stream, until the room is full; count what is left."""
        ends = self._ends(list(streams))
        ahead: dict[str, int] = {}
        for stream, end in ends.items():
            own = since.get(stream, 0)
            ahead[stream] = begun = max(own, since.get(stream + AHEAD, 0))
            if end <= begun or (begun == own and own and not self._has_heavy(stream, own)):
                continue  # nothing is new, or it was filled before
            taken = self._entries(self._light(stream, begun), room)
            reached = self._take(taken, begun, self._had(stream, own), self._had(stream, begun))
            ahead[stream] = reached if len(taken) == room else end  # so that it is not looked for in vain again
            room -= len(taken)
        for stream, end in ends.items():
            cursor = own = since.get(stream, 0)
            if end > cursor:
                found = self._entries(self._rest(stream, cursor, ahead[stream]), room)
                taken, room = self._fitting(found, room)
                light = max(own, since.get(stream + AHEAD, 0))
                cursor = self._take(taken, cursor, self._had(stream, own), self._had(stream, light))
            left = 0 if room or end <= cursor else self._count(self._rest(stream, cursor, ahead[stream]))
            if not left:  # past what came ahead, and past one's own changes
                cursor = max(cursor, ahead[stream], end if stream == self._own else 0)
            self.left += left
            self.cursors[stream] = cursor
            if ahead[stream] > cursor:
                self.cursors[stream + AHEAD] = ahead[stream]
        return self

    def add(self, streams: Collection[str], wanted: Iterable[Wanted]) -> None:
        """Add records that the desk asks for by name, whole: those in its streams; the others it is told are gone."""
        for one in wanted:
            entry = stream_entries.c
            query = select(entry.position).where(
                entry.stream.in_(list(streams)), entry.kind == one.kind, entry.record == one.record, entry.gone == 0
            )
            if self._connection.execute(query.limit(1)).first() is None:
                self.gone.append(Gone(one.kind, one.record))
            else:
                self._wanted.setdefault(one.kind, {})[one.record] = ""

    def rows(self) -> tuple[Rows, ...]:
        """Return the records of the page as they lie, kind by kind; of those that the desk has, what has changed."""
        return tuple(rows for kind, wanted in self._wanted.items() for rows in self._of_kind(kind, wanted))

    def _take(self, taken: Sequence[Any], cursor: int, bulky: int, light: int) -> int:
        """Note what the page carries, and return the position of its last entry.

        Args:
            taken: entries of a stream.
            cursor: position before them.
            bulky: up to where the desk has all of the stream.
            light: up to where it has what is not bulky.
        """
        for kind, record, position, is_gone, previous, changed in taken:
            cursor = position
            if is_gone:
                self.gone.append(Gone(kind, record))
                continue
            begun = bulky if kind in self._bulky else light
            its = changed if self._takes_changes and 0 < previous <= begun else ""
            known = self._wanted.setdefault(kind, {})
            known[record] = its if record not in known else ""
        return cursor

    def _had(self, stream: str, cursor: int) -> int:
        """Return up to where a desk with this cursor surely has what stood in a stream."""
        return cursor if self.complete is None else min(cursor, self.complete.get(stream, 0))

    def _light(self, stream: str, cursor: int) -> ColumnElement[bool]:
        entry = stream_entries.c
        return self._after(stream, cursor) & entry.kind.notin_(self._bulky)

    def _rest(self, stream: str, cursor: int, ahead: int) -> ColumnElement[bool]:
        """Return what is lacking after a cursor where all that is not bulky has come up to another."""
        entry = stream_entries.c
        rest = self._after(stream, cursor)
        return rest & (entry.kind.in_(self._bulky) | (entry.position > ahead)) if ahead > cursor else rest

    def _entries(self, wanted: ColumnElement[bool], room: int) -> list[Any]:
        if not room:
            return []
        entry = stream_entries.c
        query = select(entry.kind, entry.record, entry.position, entry.gone, entry.previous, entry.changed)
        query = query.where(wanted)
        return records.plain_rows(self._connection.execute(query.order_by(entry.position).limit(room)))

    def _fitting(self, found: list[Any], room: int) -> tuple[list[Any], int]:
        """Return the entries that there is room for, and the room that is left; a page with nothing else takes one."""
        if not self._heavy:
            return found, room - len(found)
        is_empty = not (self._wanted or self.gone)
        for place, entry in enumerate(found):
            weight = HEAVY if entry[0] in self._heavy else 1
            if weight > room and (place or not is_empty):
                return found[:place], 0
            room = max(0, room - weight)
        return found, room

    def _has_heavy(self, stream: str, cursor: int) -> bool:
        if not self._heavy:
            return False
        its = self._after(stream, cursor) & stream_entries.c.kind.in_(self._heavy)
        return self._connection.execute(select(stream_entries.c.position).where(its).limit(1)).first() is not None

    def _count(self, wanted: ColumnElement[bool]) -> int:
        query = select(func.count()).select_from(stream_entries).where(wanted)
        return int(self._connection.scalar(query) or 0)

    def _after(self, stream: str, cursor: int) -> ColumnElement[bool]:
        """Return what stands after a position, without what the desk itself has changed and foreseen."""
        entry = stream_entries.c
        after = (entry.stream == stream) & (entry.position > cursor)
        return after & (entry.origin != self._origin) if stream == self._own else after

    def _ends(self, streams: Sequence[str]) -> dict[str, int]:
        """Return the last position of each stream, with one question: of most of them nothing else is asked."""
        if not streams:
            return {}
        found = self._connection.execute(_ends(len(streams)), {f"s{place}": one for place, one in enumerate(streams)})
        return dict(zip(streams, (end or 0 for end in found.one()), strict=True))

    def _of_kind(self, kind: str, wanted: Mapping[str, str]) -> Iterator[Rows]:
        table = self._tables[kind]
        names = columns(table)
        whole: list[Any] = []
        parts: dict[str, list[list[Any]]] = {}
        query = select(table).where(records.among(self._connection, table.c.id, list(wanted)))
        for row in records.plain_rows(self._connection.execute(query)):
            if changes := wanted[row[0]]:
                upon, _, changed = changes.partition(" ")
                values = dict(zip(names, row, strict=True))
                its = [values[name] for name in changed.split(",")] if changed else []
                parts.setdefault(changed, []).append([row[0], values["revision"], int(upon), *its])
            else:
                whole.append(row)
        if whole:
            yield Rows(kind=kind, columns=names, rows=whole)
        for changed, rows in parts.items():
            its_columns = ("id", "revision", "upon", *(changed.split(",") if changed else ()))
            yield Rows(kind=kind, columns=its_columns, rows=rows, partial=True)
