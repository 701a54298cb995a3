"""One round trip: a batch and cursors up; a receipt and a page of current records down."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.protocol.batch import VERSION
from yigongti_desktop.protocol.batch import Signed

#: Most bytes of one message on the wire.
MOST_PACKED = 16 * 1024 * 1024
#: Most bytes of one message unpacked: a bomb is refused before it is unpacked.
MOST_UNPACKED = 64 * 1024 * 1024
#: Most events in one batch, most records in one page.
MOST_EVENTS = 2000
MOST_RECORDS = 2000


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """What a desk asks."""

    #: Position up to which each stream is safely saved here.
    cursors: dict[str, int]
    batch: Signed | None = None
    #: How many records the desk wants at most.
    room: int = 500
    #: Program version and time of the desk, for the hub's device list.
    program: str = ""
    time: datetime | None = None
    version: int = VERSION


class Rows(msgspec.Struct, frozen=True, kw_only=True):
    """Current records of one kind, a list of values each; columns unknown to the reader are kept aside."""

    kind: str
    columns: tuple[str, ...]
    rows: list[list[Any]]


class Gone(msgspec.Struct, frozen=True):
    """A record that left a stream of this desk."""

    kind: str
    record: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub says."""

    hub_time: datetime
    receipt: Signed | None = None
    rows: tuple[Rows, ...] = ()
    gone: tuple[Gone, ...] = ()
    #: Streams of this desk with the position reached by this page; one that is missing is no longer its own.
    cursors: dict[str, int] = {}
    #: Records still to come after this page.
    left: int = 0
    #: When the chain was broken (a restored or cloned desk): the epoch to go on with.
    new_epoch: int = 0
    #: Names the hub's present means of judging; when it changes, acts that the hub kept unjudged are sent once more.
    again: str = ""
    version: int = VERSION


class Problem(msgspec.Struct, frozen=True):
    """Why the hub did not do as asked: a code for the screen and its facts."""

    code: str
    facts: dict[str, Any] = {}
