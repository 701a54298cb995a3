"""A batch of events in the order they were done, chained to the one before, and the hub's answer to it.

The chain shows gaps, clones and restores: the hub takes number n+1 only on the hash of number n.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

import msgspec

from yigongti_desktop.protocol.event import Event

#: Hash before the first batch of an epoch.
GENESIS = b"\0" * 32
#: Version of the protocol; a program speaks its own and the one before.
VERSION = 2
#: Version of the layouts of this module; those of version 2 are in `compact`.
PLAIN = 1


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Events of one device, signed as a whole."""

    id: str
    device: str
    epoch: int
    #: Place in the epoch's chain, from 1.
    number: int
    #: Hash of the batch before, or GENESIS.
    previous: bytes
    events: tuple[Event, ...]
    made_at: datetime
    version: int = PLAIN


class Outcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one event: accepted with its record's revision, or refused, or set aside.

    A code names why. A quarantined event is kept and not judged yet: it stopped on a fault of the hub, or is of a kind
    that the hub does not know; the device sends it once more when the hub says that it can judge again.
    """

    event: str
    revision: int = 0
    code: str = ""
    facts: dict[str, Any] = {}
    quarantined: bool = False

    @property
    def is_accepted(self) -> bool:
        """Say whether the event stands."""
        return not self.code


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The hub's signed word on one batch; it can be fetched again at any time."""

    batch: str
    #: Number for people: R-20260928-0052.
    number: str
    device: str
    epoch: int
    outcomes: tuple[Outcome, ...]
    hub_time: datetime
    version: int = PLAIN


class Signed(msgspec.Struct, frozen=True):
    """Bytes with the Ed25519 signature of whoever made them."""

    payload: bytes
    signature: bytes


def chain_hash(payload: bytes) -> bytes:
    """Return the hash by which the next batch names this one."""
    return hashlib.sha256(payload).digest()
