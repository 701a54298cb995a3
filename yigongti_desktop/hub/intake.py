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
from sqlalchemy import bindparam
from sqlalchemy import delete
from sqlalchemy import exists
from sqlalchemy import insert
from sqlalchemy import select
from sqlalchemy import update

from yigongti_desktop.hub.ahead import Ahead
from yigongti_desktop.hub.ahead import judged
from yigongti_desktop.hub.arrival import Arrival
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
from yigongti_desktop.protocol.batch import Outcome
from yigongti_desktop.protocol.batch import Receipt
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.compact import CompactReceipt
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.signing import sign
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.facts import stamp

#: Lines of the journal without a verdict.
_IS_KEPT = (journal.c.quarantined == 1) | (journal.c.code == outbox.EVENT_UNKNOWN)
_BEFORE = select(batches.c.device, batches.c.receipt, batches.c.signature).where(batches.c.id == bindparam("its"))
_KEPT = insert(batches)
_CHAIN = (
    update(devices)
    .where(devices.c.id == bindparam("its"))
    .values(epoch=bindparam("now_in"), last_number=bindparam("done"), last_hash=bindparam("digest"))
)


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
    #: Hash of the batch, when it was taken in now or before.
    hash: bytes = b""
    #: Epoch that its chain is in, when it was taken in now.
    epoch: int = 0


def take_in(
    connection: Connection,
    court: Court,
    batch: Arrival,
    device: Row[tuple[object, ...]],
    place: str,
    now: datetime,
    ahead: Ahead | None = None,
) -> Taken:
    """Take in one batch of a device.

    Args:
        connection: the hub's database, under the pen.
        court: rules, people and the hub's key.
        batch: as it arrived.
        device: that sent it.
        place: of its institution, in short.
        now: this moment.
        ahead: what came of judging it before; it counts where all that it rests on is still so.

    Raises:
        Refused: batch_other_device.
    """
    before = connection.execute(_BEFORE, {"its": batch.id}).first()
    if batch.device != device.id or (before is not None and before.device != device.id):
        raise Refused("batch_other_device")
    if before is not None:
        return Taken(receipt=Signed(before.receipt, before.signature), hash=batch.hash)
    if not _continues(batch, device):
        return Taken(new_epoch=device.epoch + 1)
    number = f"R-{day(now):%Y%m%d}-{count_up(connection, f'receipt {day(now)}'):04d}"
    sender = sender_of(connection, device, place)
    if ahead is not None and ahead.holds(connection, sender, court.catalogue):
        sitting, outcomes = ahead.sitting, ahead.outcomes
        sitting.go_on(connection, now, number)
    else:
        sitting = Sitting(connection, court.catalogue, court.who_acts, now, receipt=number, batch=batch.id)
        outcomes = _judge_all(connection, sitting, batch, sender)
    unlike = sitting.finish(f"{batch.device} {batch.epoch}")
    told = _Told(batch, outcomes, number, now)
    receipt = sign(told.short(unlike) if batch.is_compact else told.plain(), court.key)
    _keep(connection, batch, receipt, number, now)
    return Taken(receipt=receipt, hash=batch.hash, epoch=batch.epoch)


def judge_ahead(
    connection: Connection, court: Court, batch: Arrival, device: Row[tuple[object, ...]], place: str, now: datetime
) -> Ahead | None:
    """Judge a batch before it is its turn; None where that has to wait for it.

    Args:
        connection: the hub's database, for reading.
        court: rules, people and the hub's key.
        batch: as it arrived.
        device: that sent it.
        place: of its institution, in short.
        now: this moment.
    """
    sitting = Sitting(connection, court.catalogue, court.who_acts, now, batch=batch.id)
    return judged(connection, sitting, batch, sender_of(connection, device, place))


def sender_of(connection: Connection, device: Row[tuple[object, ...]], place: str) -> Sender:
    """Return a device as the one that acts come from."""
    since = believed_since(connection, device.institution)
    return Sender(device.id, device.institution, place, device.letter, since)


@dataclass(frozen=True)
class _Told:
    """What a receipt says, in the layout that the device understands."""

    batch: Arrival
    outcomes: list[Outcome]
    number: str
    now: datetime

    def plain(self) -> bytes:
        return encode(Receipt(**self._head(), outcomes=tuple(self.outcomes)))

    def short(self, unlike: set[str]) -> bytes:
        return encode(
            CompactReceipt(
                **self._head(),
                hash=self.batch.hash,
                revisions=[outcome.revision if not outcome.code else 0 for outcome in self.outcomes],
                others=tuple(outcome for outcome in self.outcomes if outcome.code),
                unlike=[place for place, outcome in enumerate(self.outcomes) if outcome.event in unlike],
            )
        )

    def _head(self) -> dict[str, Any]:
        batch = self.batch
        return {
            "batch": batch.id,
            "number": self.number,
            "device": batch.device,
            "epoch": batch.epoch,
            "hub_time": self.now,
        }


def receipt_of(connection: Connection, batch: str, device: str) -> Signed | None:
    """Return the receipt of a batch of this device that was taken in, or None."""
    row = connection.execute(_BEFORE, {"its": batch}).first()
    return None if row is None or row.device != device else Signed(row.receipt, row.signature)


def known_outcomes(connection: Connection, events: list[str]) -> dict[str, Outcome]:
    """Return what became of acts that have arrived before."""
    column = journal.c
    query = select(column.id, column.revision, column.code, column.facts, column.quarantined)
    return {
        row.id: Outcome(
            event=row.id,
            revision=row.revision,
            code=row.code,
            facts=msgspec.json.decode(row.facts),
            quarantined=bool(row.quarantined),
        )
        for row in connection.execute(query.where(records.among(connection, column.id, events)))
    }


def unjudged() -> Select[Any]:
    """Return the question for the lines of the journal that still wait for a verdict, the latest first."""
    return select(journal).where(_IS_KEPT).order_by(journal.c.hub_at.desc())


def kept_unjudged(connection: Connection, events: list[str]) -> list[str]:
    """Return which of the acts are kept and wait for a hub that can judge them; one that was done anew does not."""
    answer = journal.alias("answer")
    is_answered = exists().where(answer.c.answers == journal.c.id)
    query = select(journal.c.id).where(records.among(connection, journal.c.id, events), _IS_KEPT, ~is_answered)
    return list(connection.scalars(query))


def _judge_all(connection: Connection, sitting: Sitting, batch: Arrival, sender: Sender) -> list[Outcome]:
    """Judge the acts that have not arrived before; those kept unjudged get their one line in the journal anew."""
    known = known_outcomes(connection, [act.id for act in batch.acts])
    without = [event for event, outcome in known.items() if outbox.is_kept(outcome)]
    for kept in kept_unjudged(connection, without) if without else ():
        its = (journal.c.id == kept) & (journal.c.institution == sender.institution)
        if connection.execute(delete(journal).where(its)).rowcount:
            del known[kept]
    sitting.read_ahead(act for act in batch.acts if act.id not in known)
    outcomes: list[Outcome] = []
    for place, act in enumerate(batch.acts):
        if act.id not in known:
            known[act.id] = sitting.judge(act, sender, place)
        outcomes.append(known[act.id])
    return outcomes


def _continues(batch: Arrival, device: Row[tuple[object, ...]]) -> bool:
    if batch.epoch == device.epoch:
        return bool(batch.number == device.last_number + 1 and batch.previous == device.last_hash)
    return bool(batch.epoch > device.epoch and batch.number == 1 and batch.previous == GENESIS)


def _keep(connection: Connection, batch: Arrival, receipt: Signed, number: str, now: datetime) -> None:
    signed = (batch.signed.payload, batch.signed.signature) if batch.is_compact else (None, None)
    line = (batch.id, batch.device, batch.epoch, batch.number, batch.hash, stamp(now),
            *signed, number, receipt.payload, receipt.signature)  # fmt: skip
    connection.execute(_KEPT, dict(zip(records.columns(batches), line, strict=True)))
    its = {"its": batch.device, "now_in": batch.epoch, "done": batch.number, "digest": batch.hash}
    connection.execute(_CHAIN, its)
