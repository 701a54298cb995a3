"""Take back what a desk holds of a stream that is no longer its own, a stretch in each answer.

The stream is walked from its beginning to its end, whatever position the desk had reached: a record that changed
meanwhile stands further on, and is met there. How far the walk has come travels in the desk's own cursor, above
`_WALK`, so that the hub keeps nothing and a cut costs one answer; at the end the cursor is 0, and a stream that
comes back later begins anew.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence

from sqlalchemy import ColumnElement
from sqlalchemy import Connection
from sqlalchemy import exists
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.hub.streams import AHEAD
from yigongti_desktop.hub.tables import stream_entries
from yigongti_desktop.protocol.exchange import Gone

#: Cursors from here on say how far the walk through a former stream has come.
_WALK = 2**62 + 2**61


def fresh(cursors: Mapping[str, int], streams: Iterable[str]) -> dict[str, int]:
    """Return the cursors of a desk's own streams; one that came back during its walk begins anew."""
    own = {stream: cursor if (cursor := cursors.get(stream, 0)) < _WALK else 0 for stream in streams}
    return own | {stream + AHEAD: cursors[stream + AHEAD] for stream in own if stream + AHEAD in cursors}


class Leaving:
    """A stretch of the walk through the streams that a desk had and has no more."""

    def __init__(self, connection: Connection, streams: Sequence[str]) -> None:
        self._connection = connection
        self._own = list(streams)
        self.gone: list[Gone] = []
        self.cursors: dict[str, int] = {}
        self.left = 0

    def walk(self, former: Iterable[str], cursors: Mapping[str, int], room: int) -> Leaving:
        """Walk through the former streams that the desk still names until the room is full.

        What stands in none of the desk's own streams is gone for it; what does stays where it is.
        """
        for stream in former:
            if stream not in cursors or stream in self._own:
                continue
            if cursors[stream] or cursors.get(stream + AHEAD):
                room -= self._stretch(stream, cursors[stream], room)
            else:
                self.cursors[stream] = 0
        return self

    def _stretch(self, stream: str, cursor: int, room: int) -> int:
        reached = max(0, cursor - _WALK)
        found = self._entries(stream, reached, room) if room > 0 else []
        self.gone += [Gone(kind, record) for kind, record, _ in found]
        if room > 0 and len(found) < room:
            self.cursors[stream] = 0
            return len(found)
        reached = found[-1][2] if found else reached
        self.cursors[stream] = _WALK + reached
        query = select(func.count()).select_from(stream_entries).where(self._is_to_leave(stream, reached))
        self.left += int(self._connection.scalar(query) or 0)
        return len(found)

    def _entries(self, stream: str, reached: int, room: int) -> list[tuple[str, str, int]]:
        entry = stream_entries.c
        query = (
            select(entry.kind, entry.record, entry.position)
            .where(self._is_to_leave(stream, reached))
            .order_by(entry.position)
            .limit(room)
        )
        return [(kind, record, position) for kind, record, position in self._connection.execute(query)]

    def _is_to_leave(self, stream: str, reached: int) -> ColumnElement[bool]:
        entry, own = stream_entries.c, stream_entries.alias("own").c
        stays = exists().where(
            own.stream.in_(self._own), own.kind == entry.kind, own.record == entry.record, own.gone == 0
        )
        return (entry.stream == stream) & (entry.position > reached) & ~stays
