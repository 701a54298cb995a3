"""Take in the hub's receipt of a batch: which acts stand, which came back, and which records are confirmed as shown."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import Row
from sqlalchemy import select
from sqlalchemy import update

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.batch import Outcome
from yigongti_desktop.protocol.batch import Receipt
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.batch import chain_hash
from yigongti_desktop.protocol.compact import CompactReceipt
from yigongti_desktop.protocol.compact import read_short
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.signing import check
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import HEAVY
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.tables import outbox as acts
from yigongti_desktop.storage.tables import sent_batches
from yigongti_desktop.sync import machine
from yigongti_desktop.sync.batches import events_of
from yigongti_desktop.sync.images import Images


@dataclass
class Tally:
    """What came of an answer."""

    topics: set[str] = field(default_factory=set)
    accepted: int = 0
    refused: int = 0
    #: Acts done here early that the hub did not find to follow.
    not_followed: int = 0
    received: int = 0
    #: What was carried, both ways, in ordinary rows.
    weight: int = 0


class Receipts:
    """Takes receipts in, within the transaction of their answer."""

    def __init__(
        self, connection: Connection, catalogue: Catalogue, images: Images, now: datetime, tally: Tally
    ) -> None:
        self._connection = connection
        self._catalogue = catalogue
        self._images = images
        self._now = now
        self._tally = tally

    def take(self, signed: Signed, hub_key: bytes) -> list[tuple[RecordKind[Any], str]]:
        """Take a receipt in; return the records that are to be shown anew.

        Raises:
            Refused: signature_wrong when the receipt is not the hub's.
        """
        payload = check(signed, hub_key)
        short = read_short(payload)
        receipt = decode(payload, Receipt) if short is None else short
        kept = self._connection.execute(select(sent_batches).where(sent_batches.c.id == receipt.batch)).first()
        if kept is not None:
            self._connection.execute(
                update(sent_batches)
                .where(sent_batches.c.id == receipt.batch)
                .values(receipt=signed.payload, receipt_signature=signed.signature, receipt_number=receipt.number,
                        confirmed_at=stamp(receipt.hub_time))
            )  # fmt: skip
        machine.confirm(self._connection, receipt.epoch)
        if short is None:
            return self.take_answers(decode(payload, Receipt).outcomes)
        if kept is None or kept.confirmed_at is not None:
            return []  # known, or of a batch that was put into others since: their receipts say the same
        if chain_hash(kept.payload) != short.hash:
            raise Refused("signature_wrong")
        return self._take_short(short, kept)

    def _take_short(self, receipt: CompactReceipt, kept: Row[Any]) -> list[tuple[RecordKind[Any], str]]:
        """Take a receipt that tells exceptions; the records of all other acts are confirmed as they are shown."""
        events = events_of(kept)
        outcomes = receipt.outcomes(events) if receipt.others else []
        if len(events) != len(receipt.revisions):
            raise Refused("message_damaged")
        places = outbox.places(self._connection, kept.first_seq, kept.last_seq, is_heavy=bool(kept.heavy))
        revisions = dict(zip(events, receipt.revisions, strict=True))
        stand = [(place.seq, revisions[place.event]) for place in places if revisions.get(place.event)]
        outbox.accept(self._connection, stand, self._now)
        self._tally.accepted += 0 if kept.heavy else len(stand)
        self._tally.weight += len(events) * (HEAVY if kept.heavy else 1)
        not_followed = self._tally.not_followed
        touched = self.take_answers([outcome for outcome in outcomes if not outcome.is_accepted])
        if kept.heavy:
            self._tally.not_followed = not_followed  # pieces of files were not counted among what waits
        unlike = {events[place] for place in receipt.unlike if 0 <= place < len(events)}
        odd = {(kind.name, record) for kind, record in touched}
        odd |= {(place.kind, place.record) for place in places if place.event in unlike}
        for name, record in odd:
            outbox.doubt(self._connection, name, record)
        kinds = {name: self._catalogue.records[name] for name in dict.fromkeys(place.kind for place in places)}
        for name, reached in _settled(places, dict(stand), odd).items():
            self._images.settle(kinds[name], reached)
        self._tally.topics.update(kind.topic for kind in kinds.values())
        if any(kind.has_trail for kind in kinds.values()):
            hub_at = msgspec.to_builtins(receipt.hub_time)
            trails.confirm(self._connection, kept.first_seq, kept.last_seq, hub_at, receipt.number)
            self._tally.topics.add("trail")
        return [(self._catalogue.records[name], record) for name, record in odd]

    def take_answers(self, outcomes: Sequence[Outcome]) -> list[tuple[RecordKind[Any], str]]:
        """Take answers one by one; return the records they touch."""
        outbox.record_answers(self._connection, outcomes, self._now)
        for outcome in outcomes:
            if outcome.is_accepted:
                self._tally.accepted += 1
            elif outcome.code == outbox.NOT_FOLLOWED:
                self._tally.not_followed += 1
                trails.take_away(self._connection, outcome.event)
            else:
                self._tally.refused += 1
                trails.mark_refused(self._connection, outcome.event, outcome.code)
        return self._touched([outcome.event for outcome in outcomes])

    def _touched(self, events: Sequence[str]) -> list[tuple[RecordKind[Any], str]]:
        """Return the records of the acts answered; a desk restored from a backup may not have them all."""
        if not events:
            return []
        its = records.among(self._connection, acts.c.event, events)
        found = self._connection.execute(select(acts.c.record_kind, acts.c.record).where(its).distinct()).all()
        touched = [(self._catalogue.records[name], record) for name, record in found]
        self._tally.topics.update(kind.topic for kind, _ in touched)
        return touched


def _settled(
    places: Sequence[outbox.Place], stand: Mapping[int, int], odd: set[tuple[str, str]]
) -> dict[str, dict[str, int]]:
    """Return the records, by kind, of which all acts stand as was foreseen and none waits, with their revision.

    The odd ones keep their image: their record is still to come.
    """
    open_yet, reached = set(odd), dict[str, dict[str, int]]()
    for place in places:
        revision = stand.get(place.seq, 0) if place.state == outbox.WAITING else place.revision
        is_accepted = bool(revision) and place.state in {outbox.WAITING, outbox.ACCEPTED}
        if not (is_accepted and place.is_foreseen) or place.is_followed:
            open_yet.add((place.kind, place.record))
        of_kind = reached.setdefault(place.kind, {})
        of_kind[place.record] = max(of_kind.get(place.record, 0), revision)
    for kind, record in open_yet:
        if kind in reached:
            reached[kind].pop(record, None)
    return reached
