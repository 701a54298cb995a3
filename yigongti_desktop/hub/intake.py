"""Take in a batch: signed by its device, next in its chain, done once, answered by a receipt that is kept.

A batch sent twenty times, cut anywhere, is done once; its receipt can be had again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import Row
from sqlalchemy import Select
from sqlalchemy import delete
from sqlalchemy import exists
from sqlalchemy import insert
from sqlalchemy import select
from sqlalchemy import update

from yigongti_desktop.hub.enrolment import believed_since
from yigongti_desktop.hub.sitting import Sender
from yigongti_desktop.hub.sitting import Sitting
from yigongti_desktop.hub.sitting import WhoActs
from yigongti_desktop.hub.streams import count_up
from yigongti_desktop.hub.tables import batches
from yigongti_desktop.hub.tables import devices
from yigongti_desktop.hub.tables import journal
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.batch import GENESIS
from yigongti_desktop.protocol.batch import Batch
from yigongti_desktop.protocol.batch import Outcome
from yigongti_desktop.protocol.batch import Receipt
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.batch import chain_hash
from yigongti_desktop.protocol.exchange import MOST_EVENTS
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.signing import check
from yigongti_desktop.protocol.signing import sign
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.facts import stamp

_MOST_PARAMETERS = 900
#: An epoch counts restores of one device; a larger one is made up.
_LAST_EPOCH = 1_000_000
#: Lines of the journal without a verdict.
_IS_KEPT = (journal.c.quarantined == 1) | (journal.c.code == outbox.EVENT_UNKNOWN)


@dataclass(frozen=True)
class Court:
    """What every sitting needs: the rules, who people are, and the hub's own signing key."""

    catalogue: Catalogue
    who_acts: WhoActs
    key: bytes


@dataclass(frozen=True)
class Taken:
    """What became of a batch: a receipt, or the epoch that the device has to go on with."""

    receipt: Signed | None = None
    new_epoch: int = 0


def take_in(
    connection: Connection, court: Court, signed: Signed, device: Row[tuple[object, ...]], place: str, now: datetime
) -> Taken:
    """Take in one batch of a device.

    Raises:
        Refused: signature_wrong, message_damaged, batch_other_device, batch_too_long.
    """
    batch = decode(check(signed, device.public_key), Batch)
    if batch.device != device.id or _is_of_another(connection, batch):
        raise Refused("batch_other_device")
    if len(batch.events) > MOST_EVENTS:
        raise Refused("batch_too_long", most=MOST_EVENTS)
    if batch.epoch > _LAST_EPOCH:
        raise Refused("message_damaged")
    if known := receipt_of(connection, batch.id, batch.device):
        return Taken(receipt=known)
    if not _continues(batch, device):
        return Taken(new_epoch=device.epoch + 1)
    number = f"R-{day(now):%Y%m%d}-{count_up(connection, f'receipt {day(now)}'):04d}"
    sitting = Sitting(connection, court.catalogue, court.who_acts, now, receipt=number, batch=batch.id)
    since = believed_since(connection, device.institution)
    sender = Sender(device.id, device.institution, place, device.letter, since)
    outcomes = _judge_all(connection, sitting, batch, sender)
    sitting.finish()
    receipt = sign(
        encode(
            Receipt(
                batch=batch.id,
                number=number,
                device=device.id,
                epoch=batch.epoch,
                outcomes=tuple(outcomes),
                hub_time=now,
            )
        ),
        court.key,
    )
    _keep(connection, batch, signed, receipt, number, now)
    return Taken(receipt=receipt)


def receipt_of(connection: Connection, batch: str, device: str) -> Signed | None:
    """Return the receipt of a batch of this device that was taken in, or None."""
    query = select(batches.c.receipt, batches.c.signature).where(batches.c.id == batch, batches.c.device == device)
    row = connection.execute(query).first()
    return None if row is None else Signed(row.receipt, row.signature)


def known_outcomes(connection: Connection, events: list[str]) -> dict[str, Outcome]:
    """Return what became of acts that have arrived before."""
    known: dict[str, Outcome] = {}
    for start in range(0, len(events), _MOST_PARAMETERS):
        query = select(journal).where(journal.c.id.in_(events[start : start + _MOST_PARAMETERS]))
        for row in connection.execute(query):
            known[row.id] = Outcome(
                event=row.id,
                revision=row.revision,
                code=row.code,
                facts=msgspec.json.decode(row.facts),
                quarantined=bool(row.quarantined),
            )
    return known


def unjudged() -> Select[Any]:
    """Return the question for the lines of the journal that still wait for a verdict, the latest first."""
    return select(journal).where(_IS_KEPT).order_by(journal.c.hub_at.desc())


def kept_unjudged(connection: Connection, events: list[str]) -> list[str]:
    """Return which of the acts are kept and wait for a hub that can judge them; one that was done anew does not."""
    answer = journal.alias("answer")
    is_answered = exists().where(answer.c.answers == journal.c.id)
    found: list[str] = []
    for start in range(0, len(events), _MOST_PARAMETERS):
        some = events[start : start + _MOST_PARAMETERS]
        found += connection.scalars(select(journal.c.id).where(journal.c.id.in_(some), _IS_KEPT, ~is_answered))
    return found


def _judge_all(connection: Connection, sitting: Sitting, batch: Batch, sender: Sender) -> list[Outcome]:
    """Judge the acts that have not arrived before; those kept unjudged get their one line in the journal anew."""
    ids = [event.id for event in batch.events]
    for kept in kept_unjudged(connection, ids):
        connection.execute(delete(journal).where(journal.c.id == kept, journal.c.institution == sender.institution))
    known = known_outcomes(connection, ids)
    sitting.read_ahead(event for event in batch.events if event.id not in known)
    outcomes: list[Outcome] = []
    for event in batch.events:
        if event.id not in known:
            known[event.id] = sitting.judge(event, sender)
        outcomes.append(known[event.id])
    return outcomes


def _is_of_another(connection: Connection, batch: Batch) -> bool:
    query = select(batches.c.id).where(batches.c.id == batch.id, batches.c.device != batch.device)
    return connection.execute(query).first() is not None


def _continues(batch: Batch, device: Row[tuple[object, ...]]) -> bool:
    if batch.epoch == device.epoch:
        return bool(batch.number == device.last_number + 1 and batch.previous == device.last_hash)
    return bool(batch.epoch > device.epoch and batch.number == 1 and batch.previous == GENESIS)


def _keep(connection: Connection, batch: Batch, signed: Signed, receipt: Signed, number: str, now: datetime) -> None:
    digest = chain_hash(signed.payload)
    connection.execute(
        insert(batches).values(
            id=batch.id,
            device=batch.device,
            epoch=batch.epoch,
            number=batch.number,
            hash=digest,
            hub_at=stamp(now),
            receipt_number=number,
            receipt=receipt.payload,
            signature=receipt.signature,
        )
    )
    connection.execute(
        update(devices)
        .where(devices.c.id == batch.device)
        .values(epoch=batch.epoch, last_number=batch.number, last_hash=digest)
    )
