"""One round trip: a batch and cursors up; a receipt and a page of current records down."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.protocol.batch import PLAIN
from yigongti_desktop.protocol.batch import Signed

#: Most bytes of one message on the wire.
MOST_PACKED = 16 * 1024 * 1024
#: Most bytes of one message unpacked: a bomb is refused before it is unpacked.
MOST_UNPACKED = 64 * 1024 * 1024
#: Bytes of a hash by which a desk names its last batch.
KNOWN = 12
#: Most records that a desk asks for by name.
MOST_WANTED = 500
#: Most events in one batch, most records in one page.
MOST_EVENTS = 2000
MOST_RECORDS = 2000


class Wanted(msgspec.Struct, frozen=True, array_like=True):
    """A record that a desk asks for by name."""

    kind: str
    record: str


class Exchange(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a desk asks."""

    #: Position up to which each stream is safely saved here.
    cursors: dict[str, int]
    batch: Signed | None = None
    #: How many records the desk wants at most.
    room: int = 500
    #: What is safely saved, where `cursors` are ahead of it: the desk asks for a page while it saves the one before.
    saved: dict[str, int] | None = None
    #: Position up to which each stream was here in full when this desk last had all of it, where that is not `cursors`.
    #: Beyond it the desk has met what stood there when it passed, and not what moved on before: that comes whole.
    complete: dict[str, int] | None = None
    #: First bytes of the hash of the last batch that the desk made: a clone or a restored desk does not know what the
    #: hub took last.
    known: bytes = b""
    #: Records that came as changes and could not be put upon what is here: they are to come whole.
    want: tuple[Wanted, ...] = ()
    #: Program version of the desk, for the hub's device list: said once on each connection. Its time, by old desks.
    program: str = ""
    time: datetime | None = None
    #: The device's sealing key, signed by the device: sent while the hub's is not known here.
    sealing_key: Signed | None = None
    #: Left out it is the first: that one always said so.
    version: int = PLAIN


class Rows(msgspec.Struct, frozen=True, kw_only=True):
    """Current records of one kind, a list of values each; columns unknown to the reader are kept aside."""

    kind: str
    columns: tuple[str, ...]
    rows: list[list[Any]]
    #: Only what has changed: the columns begin with id, revision, and the revision that the changes are upon.
    partial: bool = False


class Gone(msgspec.Struct, frozen=True):
    """A record that left a stream of this desk."""

    kind: str
    record: str


class Restore(msgspec.Struct, frozen=True, array_like=True):
    """That the hub returned from a backup, in milliseconds since 1970 by the hub's clock."""

    at: int
    #: Of the backup: what the hub confirmed from here on it may not know any more.
    since: int


def read_restores(kept: str) -> tuple[Restore, ...]:
    """Return the returns from backups that a fact of a hub or a desk holds; none when it is empty."""
    return msgspec.json.decode(kept, type=tuple[Restore, ...]) if kept else ()


class Answer(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What the hub says."""

    hub_time: datetime
    receipt: Signed | None = None
    rows: tuple[Rows, ...] = ()
    gone: tuple[Gone, ...] = ()
    #: Streams of this desk with the position reached by this page; one that is missing is no longer its own. None at
    #: all: they are those that were asked from (version 2).
    cursors: dict[str, int] = {}
    #: Records still to come after this page.
    left: int = 0
    #: When the chain was broken (a restored or cloned desk): the epoch to go on with.
    new_epoch: int = 0
    #: Every return of this hub from a backup; a desk that finds a new one sends again what it may have lost.
    restores: tuple[Restore, ...] = ()
    #: The hub's sealing key, signed by the hub, in answer to the device's.
    sealing_key: Signed | None = None
    #: Names the hub's present means of judging; when it changes, acts that the hub kept unjudged are sent once more.
    again: str = ""
    #: Left out it is the first: that one always said so.
    version: int = PLAIN


class Problem(msgspec.Struct, frozen=True):
    """Why the hub did not do as asked: a code for the screen and its facts."""

    code: str
    facts: dict[str, Any] = {}
