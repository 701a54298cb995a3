"""What goes out in an answer: a page of the desk's streams, what left them, and what the hub says of itself.

Who has which streams and what institutions are called is known only through the questions that it is given.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection

from yigongti_desktop.hub.leaving import Leaving
from yigongti_desktop.hub.leaving import fresh
from yigongti_desktop.hub.streams import Page
from yigongti_desktop.protocol.batch import PLAIN
from yigongti_desktop.protocol.batch import VERSION
from yigongti_desktop.protocol.exchange import KNOWN
from yigongti_desktop.protocol.exchange import MOST_RECORDS
from yigongti_desktop.protocol.exchange import MOST_WANTED
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.exchange import Rows
from yigongti_desktop.protocol.exchange import Wanted
from yigongti_desktop.protocol.exchange import read_restores
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.storage import facts
from yigongti_desktop.storage.catalogue import Catalogue

#: Counts how often the keeper has asked for acts that were kept unjudged.
RETRIES = "hub_retries"
#: Bytes of one page's records, so that no page grows bigger than a message may be.
_HEAVIEST = 12_000_000
#: Records of one page in a package.
_LEAF = 1000


@dataclass(frozen=True)
class Place:
    """An institution as its papers name it."""

    name: str
    short: str


@dataclass(frozen=True)
class Directory:
    """What the hub asks those who know institutions."""

    #: Streams of an institution on a day, the most wanted first.
    streams: Callable[[Connection, str, datetime], Iterable[str]]
    #: Streams that it had before that day.
    former: Callable[[Connection, str, datetime], Iterable[str]]
    place: Callable[[Connection, str], Place]
    #: Returns the kind of record that tells desks of devices' keys, and such a record for each device, or for one.
    keys: Callable[[Connection, str], tuple[str, Sequence[Record]]]


@dataclass(frozen=True)
class Caller:
    """A device that is answered, and how far its chain of batches has come."""

    id: str
    institution: str
    epoch: int
    last_hash: bytes


@dataclass(frozen=True)
class _Wish:
    """What a page is to hold."""

    streams: list[str]
    cursors: Mapping[str, int]
    room: int
    #: Device and epoch whose own changes are left out of its unit's stream; empty for none.
    origin: str = ""
    own: str = ""
    version: int = PLAIN
    #: Up to where each stream was complete at the desk; None where that is its cursor.
    complete: Mapping[str, int] | None = None
    #: Records asked for by name.
    named: tuple[Wanted, ...] = ()
    #: Whether it goes by a line, where what is heavy takes its room and its turn.
    is_on_line: bool = True


class Pages:
    """Makes answers out of what the hub holds."""

    def __init__(self, catalogue: Catalogue, directory: Directory, program: str) -> None:
        self._catalogue = catalogue
        self._directory = directory
        self._program = program

    def answer(self, connection: Connection, caller: Caller, ask: Exchange, now: datetime, known: bytes) -> Answer:
        """Return what has changed for a desk since it last asked.

        Args:
            connection: the hub's database, for reading.
            caller: who asks.
            ask: what they ask.
            now: when; the page is never older than that.
            known: hash of the last batch that the desk made; a clone does not know what the hub took last.
        """
        streams = list(self._directory.streams(connection, caller.institution, now))
        cursors = fresh(ask.cursors, streams)
        knows_all = ask.version > PLAIN and known[:KNOWN] == caller.last_hash[:KNOWN]
        wish = _Wish(
            streams,
            cursors,
            max(1, min(ask.room, MOST_RECORDS)),
            origin=f"{caller.id} {caller.epoch}" if knows_all else "",
            own=f"unit:{caller.institution}",
            version=ask.version,
            complete=ask.complete,
            named=ask.want[:MOST_WANTED],
        )
        page, rows = self._fit(connection, wish)
        leaving = Leaving(connection, streams)
        if any(stream not in cursors for stream in ask.cursors):
            room = wish.room - sum(len(some.rows) for some in rows) - len(page.gone)
            leaving.walk(self._directory.former(connection, caller.institution, now), ask.cursors, room)
        reached = page.cursors | leaving.cursors
        told = facts.several(connection, facts.HUB_RESTORES, RETRIES)
        return Answer(
            hub_time=now,
            restores=read_restores(told.get(facts.HUB_RESTORES, "")),
            version=VERSION,
            rows=rows,
            gone=(*page.gone, *leaving.gone),
            cursors={} if reached == ask.cursors and ask.version > PLAIN else reached,
            left=page.left + leaving.left,
            again=f"{self._program} {told.get(RETRIES, '0')}",
        )

    def leaf(self, connection: Connection, institution: str, cursors: Mapping[str, int], now: datetime) -> Answer:
        """Return the next page of the first stream of an institution that has more, for a package."""
        here = {stream: cursors.get(stream, 0) for stream in self._directory.streams(connection, institution, now)}
        for stream, position in here.items():
            page, rows = self._fit(connection, _Wish([stream], here, _LEAF, is_on_line=False))
            if page.cursors[stream] != position:
                reached = here | page.cursors
                return Answer(hub_time=now, rows=rows, gone=tuple(page.gone), cursors=reached, left=page.left)
        return Answer(hub_time=now, cursors=here)

    def _fit(self, connection: Connection, wish: _Wish) -> tuple[Page, tuple[Rows, ...]]:
        """Return a page that is no heavier than a message may be."""
        page, rows, weight = self._fill(connection, wish)
        while weight > _HEAVIEST and wish.room > 1:
            wish = replace(wish, room=max(1, min(wish.room // 2, wish.room * _HEAVIEST // weight)))
            page, rows, weight = self._fill(connection, wish)
        return page, rows

    def _fill(self, connection: Connection, wish: _Wish) -> tuple[Page, tuple[Rows, ...], int]:
        page = Page(
            connection,
            self._catalogue,
            origin=wish.origin,
            own=wish.own,
            version=wish.version,
            is_on_line=wish.is_on_line,
        )
        page.complete = wish.complete
        page.fill(wish.streams, wish.cursors, wish.room)
        page.add(wish.streams, wish.named)
        rows = page.rows()
        return page, rows, sum(len(encode(some)) for some in rows)
