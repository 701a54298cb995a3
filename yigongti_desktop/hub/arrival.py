"""A batch as it has arrived: verified, unpacked and its acts spelled out, which needs no turn at the pen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

import msgspec

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.batch import Batch
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.batch import chain_hash
from yigongti_desktop.protocol.compact import Act
from yigongti_desktop.protocol.compact import acts_of
from yigongti_desktop.protocol.compact import is_compact
from yigongti_desktop.protocol.compact import unpack_batch
from yigongti_desktop.protocol.exchange import MOST_EVENTS
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.signing import check

#: An epoch counts restores of one device; a larger one is made up.
_LAST_EPOCH = 1_000_000


@dataclass(frozen=True)
class Arrival:
    """A batch of either version."""

    id: str
    device: str
    epoch: int
    number: int
    previous: bytes
    acts: list[Act]
    #: What the device has signed, and its hash.
    signed: Signed
    hash: bytes
    is_compact: bool


def arrived(signed: Signed, key: bytes) -> Arrival:
    """Return the batch that a device has signed.

    Raises:
        Refused: signature_wrong, message_damaged, batch_too_long.
    """
    batch = _read(check(signed, key), signed)
    if batch.epoch > _LAST_EPOCH:
        raise Refused("message_damaged")
    return batch


def _read(payload: bytes, signed: Signed) -> Arrival:
    digest = chain_hash(payload)
    if is_compact(payload):
        short = unpack_batch(payload)
        _need_no_more(len(short))
        acts = list(acts_of(short))
        head = (short.id, short.device, short.epoch, short.number, short.previous)
        return Arrival(*head, acts, signed, digest, is_compact=True)
    plain = decode(payload, Batch)
    _need_no_more(len(plain.events))
    acts = [
        Act(event.id, event.kind, event.record, event.seen, event.account, _text(event.at), event.answers, event.cause,
            None, event.body, None, event.institution)
        for event in plain.events
    ]  # fmt: skip
    head = (plain.id, plain.device, plain.epoch, plain.number, plain.previous)
    return Arrival(*head, acts, signed, digest, is_compact=False)


def _need_no_more(count: int) -> None:
    """Refuse a batch before its acts are spelled out."""
    if count > MOST_EVENTS:
        raise Refused("batch_too_long", most=MOST_EVENTS)


def _text(at: datetime) -> str:
    return str(msgspec.to_builtins(at)) if at.tzinfo else ""
