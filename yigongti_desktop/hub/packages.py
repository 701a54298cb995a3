"""Packages at the hub: a desk's batches taken in from a file as from the line, and the answer written to another.

A package proves itself by its signature, since no line does; then each batch goes the way of every batch.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import Engine
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.hub import enrolment
from yigongti_desktop.hub.counter import Counter
from yigongti_desktop.hub.intake import receipt_of
from yigongti_desktop.hub.tables import batches
from yigongti_desktop.hub.tables import journal
from yigongti_desktop.kernel.clock import Clock
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import Ids
from yigongti_desktop.protocol import sealed
from yigongti_desktop.protocol.admission import Admission
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.compact import BatchHead
from yigongti_desktop.protocol.compact import read_head
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.sealed import Head
from yigongti_desktop.protocol.sealed import Leaf
from yigongti_desktop.protocol.sealed import Package
from yigongti_desktop.protocol.sealed import Progress
from yigongti_desktop.protocol.sealed import Sealer
from yigongti_desktop.protocol.sealing import KEY
from yigongti_desktop.protocol.sealing import hub_name
from yigongti_desktop.protocol.signing import check
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.storage import sticks
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing

log = logging.getLogger(__name__)
#: Receipts of how many of the last batches an answer holds that answers no package.
_LAST_RECEIPTS = 200


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What a package brought."""

    #: Id of the package.
    package: str
    device: str
    #: Batches in it, and how many of them the hub did not have.
    batches: int
    new_batches: int = 0
    #: New acts, and how many of them were refused or set aside.
    acts: int = 0
    refused: int = 0
    #: Set when the chain was broken: nothing from there on was taken.
    new_epoch: int = 0
    #: Epoch of the batches in it; 0 when there are none.
    epoch: int = 0
    #: Up to where the desk has each stream.
    cursors: dict[str, int] = {}
    #: Ids of the batches taken, now or before.
    known: tuple[str, ...] = ()


class HandedOut(msgspec.Struct, frozen=True, kw_only=True):
    """What an answer holds."""

    file: Path
    receipts: int
    records: int
    size: int


@dataclass(frozen=True)
class PackageRoom:
    """Where packages are opened and sealed."""

    engine: Engine
    counter: Counter
    clock: Clock
    ids: Ids
    #: The hub's signing seed.
    seed: bytes

    def take(self, file: Path, progress: Progress = lambda _done, _size: True) -> Taken:
        """Take a desk's package in; taken in again, it goes on where it stopped.

        Raises:
            Refused: file_missing, package_not_one, package_newer, package_damaged, package_is_answer,
                package_other_hub_here, package_sender_unknown, package_sender_revoked.
            Unavailable: stick_not_readable, stick_gone, stopped, disk_full, database_busy.
        """
        with sticks.reading_from(file) as stick:
            package = Package(stick)
            device = self._sender(package.head)
            package.verify(device.public_key, lambda done, size: progress(done, 3 * size))
            cursors = self._read_ahead(package, device, lambda done, size: progress(size + done, 3 * size))
            taken = Taken(package=package.head.id, device=device.id, batches=0, cursors=cursors)
            for ask in package.messages(self.seed, Exchange, lambda done, size: progress(2 * size + done, 3 * size)):
                taken = self._serve(taken, ask)
        if len(package.head.reply_key) == KEY:
            with writing(self.engine) as connection:
                enrolment.note_sealing_key(connection, device.id, package.head.reply_key)
        log.info(
            "package %s of device %s: %d batches, %d new", taken.package, device.id, taken.batches, taken.new_batches
        )
        return taken

    def hand_out(
        self,
        device: str,
        target: Path,
        taken: Taken | None = None,
        progress: Progress = lambda _done, _size: True,
        admission: Admission | None = None,
    ) -> HandedOut:
        """Write the answer for a device: to one of its packages, else all that it may see and its last receipts.

        A machine that has asked to be admitted does not know its name yet: its answer goes to its key.

        Raises:
            Refused: device_unknown, device_revoked, package_reply_key_missing.
            Unavailable: stick_full, stick_not_writable, stick_gone, stopped, database_busy.
        """
        with reading(self.engine) as connection:
            row: Any = enrolment.need_device(connection, device)
            known = list(taken.known) if taken else _last_batches(connection, device)
        if not row.sealing_key:
            raise Refused("package_reply_key_missing")
        head = Head(
            id=self.ids.new(),
            kind=sealed.ADMISSION if admission else sealed.ANSWER,
            sender=hub_name(public_key(self.seed)),
            receiver=row.public_key.hex() if admission else device,
            made_at=self.clock.now(),
            answers=taken.package if taken else "",
        )
        with sticks.writing_whole(target) as stick:
            sealer = Sealer(stick, head, receiver_key=row.sealing_key, seed=self.seed)
            if admission is not None:
                sealer.add(Leaf(answer=Answer(hub_time=self.clock.now()), admission=admission))
            self._add_receipts(sealer, device, known, taken)
            records = self._add_pages(sealer, device, taken.cursors if taken else {}, progress)
            sealer.finish()
        log.info("package %s for device %s: %d receipts, %d records", head.id, device, len(known), records)
        return HandedOut(file=target, receipts=len(known), records=records, size=sealer.size)

    def _sender(self, head: Head) -> Any:
        """Return the device that says it has sent a package; its signature is still to be checked."""
        if head.kind not in sealed.UPWARD:
            raise Refused("package_is_answer")
        if head.receiver != hub_name(public_key(self.seed)):
            raise Refused("package_other_hub_here")
        with reading(self.engine) as connection:
            device = enrolment.device_of(connection, head.sender)
        if device is None:
            raise Refused("package_sender_unknown")
        if device.status != enrolment.ACTIVE:
            raise Refused("package_sender_revoked", why=device.revoked_why)
        return device

    def _read_ahead(self, package: Package, device: Any, progress: Progress) -> dict[str, int]:
        """Make sure that every message can be read before the first is taken in; return the desk's cursors."""
        cursors: dict[str, int] = {}
        for ask in package.messages(self.seed, Exchange, progress):
            cursors = ask.cursors
            if ask.batch is not None and _batch(ask.batch, device.public_key).device != device.id:
                raise Refused("package_damaged")
        return cursors

    def _serve(self, taken: Taken, ask: Exchange) -> Taken:
        if taken.new_epoch:
            return msgspec.structs.replace(taken, batches=taken.batches + 1)
        if ask.batch is None:
            self.counter.serve(taken.device, ask)
            return taken
        batch = read_head(ask.batch.payload)
        with reading(self.engine) as connection:
            is_known = receipt_of(connection, batch.id, taken.device) is not None
        answer = self.counter.serve(taken.device, ask)
        taken = msgspec.structs.replace(taken, batches=taken.batches + 1, epoch=batch.epoch)
        if answer.new_epoch:
            return msgspec.structs.replace(taken, new_epoch=answer.new_epoch)
        acts, refused = (0, 0) if is_known else self._judged(batch.id)
        return msgspec.structs.replace(
            taken,
            known=(*taken.known, batch.id),
            new_batches=taken.new_batches + (not is_known),
            acts=taken.acts + acts,
            refused=taken.refused + refused,
        )

    def _judged(self, batch: str) -> tuple[int, int]:
        query = select(func.count(), func.count().filter(journal.c.code.notin_(["", "not_followed"])))
        with reading(self.engine) as connection:
            acts, refused = connection.execute(query.where(journal.c.batch == batch)).one()
        return int(acts), int(refused)

    def _add_receipts(self, sealer: Sealer, device: str, known: list[str], taken: Taken | None) -> None:
        now = self.clock.now()
        for batch in known:
            with reading(self.engine) as connection:
                receipt = receipt_of(connection, batch, device)
            if receipt is not None:
                sealer.add(Leaf(answer=Answer(hub_time=now, receipt=receipt)))
        if taken is not None and taken.new_epoch:
            sealer.add(Leaf(answer=Answer(hub_time=now, new_epoch=taken.new_epoch), epoch=taken.epoch))

    def _add_pages(self, sealer: Sealer, device: str, cursors: Mapping[str, int], progress: Progress) -> int:
        records, here = 0, dict(cursors)
        while True:
            answer = self.counter.leaf(device, here)
            since = {stream: here.get(stream, 0) for stream in answer.cursors}
            sealer.add(Leaf(answer=answer, since=since))
            if answer.cursors == since:  # the last leaf says where all streams end
                return records
            records += sum(len(rows.rows) for rows in answer.rows) + len(answer.gone)
            here |= answer.cursors
            sealed.go_on(progress, records, records + answer.left)


def _batch(signed: Signed, public: bytes) -> BatchHead:
    try:
        return read_head(check(signed, public))
    except Refused:
        raise Refused("package_damaged") from None


def _last_batches(connection: Connection, device: str) -> list[str]:
    query = (
        select(batches.c.id).where(batches.c.device == device).order_by(batches.c.epoch.desc(), batches.c.number.desc())
    )
    return list(connection.scalars(query.limit(_LAST_RECEIPTS)))[::-1]
