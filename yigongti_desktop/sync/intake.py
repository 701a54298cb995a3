"""Take in what the hub answered: receipt, records and cursors in one transaction.

One bad row never stops the rest: it is set aside with its reason and tried again with the next program.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import update

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.batch import Receipt
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Rows
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.protocol.signing import check
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.records import columns
from yigongti_desktop.storage.records import json_columns
from yigongti_desktop.storage.tables import cursors
from yigongti_desktop.storage.tables import sent_batches
from yigongti_desktop.storage.tables import set_aside
from yigongti_desktop.storage.tables import trail
from yigongti_desktop.sync.images import Images


class Intake:
    """Takes one answer in."""

    def __init__(self, connection: Connection, catalogue: Catalogue, images: Images, now: datetime) -> None:
        self._connection = connection
        self._catalogue = catalogue
        self._images = images
        self._now = now
        self.topics: set[str] = set()
        self.accepted = 0
        self.refused = 0
        self.received = 0

    def take(self, answer: Answer, hub_key: bytes) -> None:
        """Take the whole answer in.

        Raises:
            Refused: signature_wrong when the receipt is not the hub's.
        """
        touched = self._take_receipt(answer.receipt, hub_key) if answer.receipt else []
        for rows in answer.rows:
            self._take_rows(rows)
        for gone in answer.gone:
            self._take_away(gone.kind, gone.record)
        for kind, record in touched:
            self._images.show(kind, record)
        self._keep_cursors(answer)
        self.topics.add("sync")

    def _take_receipt(self, signed: Signed, hub_key: bytes) -> list[tuple[RecordKind[Any], str]]:
        receipt = decode(check(signed, hub_key), Receipt)
        outbox.record_answers(self._connection, receipt.outcomes, self._now)
        self._connection.execute(
            update(sent_batches)
            .where(sent_batches.c.id == receipt.batch)
            .values(receipt=signed.payload, receipt_number=receipt.number, confirmed_at=stamp(receipt.hub_time))
        )
        for outcome in receipt.outcomes:
            if outcome.is_accepted:
                self.accepted += 1
            elif outcome.code != outbox.NOT_FOLLOWED:
                self.refused += 1
                trails.mark_refused(self._connection, outcome.event, outcome.code)
        return self._touched(receipt)

    def _touched(self, receipt: Receipt) -> list[tuple[RecordKind[Any], str]]:
        found: dict[tuple[str, str], RecordKind[Any]] = {}
        for outcome in receipt.outcomes:
            try:
                act = outbox.find(self._connection, outcome.event)
            except Refused:
                continue  # restored from a backup that did not have it yet
            kind = self._catalogue.records[act.record_kind]
            found[kind.name, act.record] = kind
            self.topics.add(kind.topic)
        return [(kind, record) for (_, record), kind in found.items()]

    def _take_rows(self, rows: Rows) -> None:
        self.received += len(rows.rows)
        if rows.kind == trails.KIND:
            self._take_trail(rows)
            return
        kind = self._catalogue.records.get(rows.kind)
        taken: list[Any] = []
        for row in rows.rows:
            values = dict(zip(rows.columns, row, strict=True))
            record = self._read(kind, values) if kind else None
            if record is None:
                self._set_aside(rows.kind, str(values.get("id")), values, "row_damaged" if kind else "kind_unknown")
            else:
                taken.append(record)
        if kind is None:
            return
        held = self._images.held(kind, (record.id for record in taken))
        plain = [record for record in taken if record.id not in held]
        records.save_many(self._connection, kind, plain)
        records.index_spellings(self._connection, kind, plain)
        for record in taken:
            if record.id in held:
                self._images.confirm(kind, record)
        self.topics.add(kind.topic)

    def _take_trail(self, rows: Rows) -> None:
        known = [name for name in rows.columns if name in TrailEntry.__struct_fields__]
        for row in rows.rows:
            values = dict(zip(rows.columns, row, strict=True))
            entry = msgspec.convert({name: values[name] for name in known}, TrailEntry, strict=False)
            trails.write(self._connection, [entry])
        self.topics.add("trail")

    def _read(self, kind: RecordKind[Any], values: dict[str, Any]) -> Any:
        """Return the record; columns of a newer program go into `extra`, those it lacks take their default."""
        try:
            known = {name: values[name] for name in columns(kind.table) if name in values}
            for name in json_columns(kind.table):
                if name in known:
                    known[name] = msgspec.json.decode(known[name])
            newer = {name: value for name, value in values.items() if name not in known}
            if newer:
                known["extra"] = known.get("extra", {}) | newer
            return msgspec.convert(known, kind.record, strict=False)
        except (msgspec.MsgspecError, TypeError):
            return None

    def _set_aside(self, kind: str, record: str, values: dict[str, Any], code: str) -> None:
        content = msgspec.json.encode(values).decode()
        records.upsert(self._connection, set_aside, [(kind, record, content, code, stamp(self._now))])

    def _take_away(self, kind: str, record: str) -> None:
        if kind == trails.KIND:
            self._connection.execute(delete(trail).where(trail.c.id == record))
        elif known := self._catalogue.records.get(kind):
            self._images.remove(known, record)
            self.topics.add(known.topic)

    def _keep_cursors(self, answer: Answer) -> None:
        records.upsert(self._connection, cursors, list(answer.cursors.items()))
        drift = round((self._now - answer.hub_time).total_seconds())
        facts.put(self._connection, **{facts.HUB_TIME: stamp(answer.hub_time), facts.CLOCK_DRIFT: str(drift)})


def positions(connection: Connection) -> dict[str, int]:
    """Return how far each stream is saved."""
    return {stream: position for stream, position in connection.execute(cursors.select())}  # noqa: C416 - rows are no pairs to dict


def batches_waiting(connection: Connection) -> Iterable[Any]:
    """Return the batches that are on their way, in order."""
    query = sent_batches.select().where(sent_batches.c.confirmed_at.is_(None))
    return connection.execute(query.order_by(sent_batches.c.epoch, sent_batches.c.number))
