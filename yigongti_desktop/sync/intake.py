"""Take in what the hub answered: receipt, records and cursors in one transaction.

One bad row never stops the rest: it is set aside with its reason, and tried again by a program that knows more.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import select

from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Rows
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.storage import departed
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import indexes
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import HEAVY
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.records import columns
from yigongti_desktop.storage.records import json_columns
from yigongti_desktop.storage.tables import cursors
from yigongti_desktop.storage.tables import set_aside
from yigongti_desktop.sync.images import Images
from yigongti_desktop.sync.receipts import Receipts
from yigongti_desktop.sync.receipts import Tally

#: Where the changed columns of a partial row begin: after id, revision and the revision they are upon.
_CHANGES_FROM = 3


class _Aside(msgspec.Struct, frozen=True, kw_only=True):
    """A row as it came, for a program that can read it."""

    columns: tuple[str, ...]
    row: list[Any]


class Intake:
    """Takes one answer in."""

    def __init__(self, connection: Connection, catalogue: Catalogue, images: Images, now: datetime) -> None:
        self._connection = connection
        self._catalogue = catalogue
        self._images = images
        self._now = now
        self.tally = Tally()

    def take(self, answer: Answer, hub_key: bytes) -> None:
        """Take the whole answer in.

        Raises:
            Refused: signature_wrong when the receipt is not the hub's.
        """
        touched: list[tuple[RecordKind[Any], str]] = []
        if answer.receipt:
            receipts = Receipts(self._connection, self._catalogue, self._images, self._now, self.tally)
            touched = receipts.take(answer.receipt, hub_key)
        for rows in answer.rows:
            self._take_rows(rows)
        for gone in answer.gone:
            self._take_away(gone.kind, gone.record)
        for kind, record in touched:
            self._images.show(kind, record)
        self.try_again()
        departed.forget_settled(self._connection)
        self._keep_cursors(answer)
        self._ask_again(answer.again)
        self.tally.topics.add("sync")

    def _ask_again(self, again: str) -> None:
        """Let what the hub kept unjudged wait once more when it says that it can judge now; an old hub says nothing."""
        if again == facts.get(self._connection, facts.HUB_AGAIN):
            return
        facts.put(self._connection, **{facts.HUB_AGAIN: again})
        if again:
            trails.forget_refusals(self._connection, outbox.kept(self._connection))
            outbox.send_kept_again(self._connection)

    def _take_rows(self, rows: Rows) -> None:
        kind = self._catalogue.records.get(rows.kind)
        is_heavy = kind is not None and kind.is_heavy
        self.tally.received += 0 if is_heavy else len(rows.rows)
        self.tally.weight += len(rows.rows) * (HEAVY if is_heavy else 1)
        if rows.partial:
            self._take_changes(rows)
            return
        if kind is not None and rows.columns == columns(kind.table) and self._take_plain(kind, rows.rows):
            return
        taken: list[Any] = []
        for row in rows.rows:
            record = self._read(rows.kind, rows.columns, row)
            if record is None:
                self._set_aside(rows.kind, rows.columns, row)
            else:
                taken.append(record)
        self._save(rows.kind, taken)
        self._forget_aside(rows.kind, [record.id for record in taken])

    def _take_plain(self, kind: RecordKind[Any], rows: Sequence[Sequence[Any]]) -> bool:
        """Take rows in as they lie when all of them are sound and none has acts upon it; say whether that was so."""
        try:
            taken = [records.from_row(kind, row) for row in rows]
        except (ValueError, TypeError, OverflowError, RecursionError):
            return False
        ids = [record.id for record in taken]
        if self._images.held(kind, ids):
            return False
        records.upsert(self._connection, kind.table, rows)
        indexes.write(self._connection, kind, taken)
        self._forget_aside(kind.name, ids)
        self.tally.topics.add(kind.topic)
        return True

    def _take_changes(self, rows: Rows) -> None:
        """Put changes upon the confirmed records; where that is not the one meant, the record is to come whole."""
        kind = self._catalogue.records.get(rows.kind)
        names = rows.columns[_CHANGES_FROM:]
        if kind is None:
            self._change_aside(rows.kind, names, rows.rows)
            return
        known = self._images.confirmed(kind, [str(row[0]) for row in rows.rows])
        taken: list[Any] = []
        for row in rows.rows:
            before = known.get(row[0])
            record = None
            if before is not None and before.revision == row[2] and len(row) == len(rows.columns):
                held = dict(zip(columns(kind.table), records.to_row(kind, before), strict=True))
                changed = held | dict(zip(names, row[_CHANGES_FROM:], strict=True)) | {"revision": row[1]}
                record = self._read(kind.name, tuple(changed), tuple(changed.values()))
            if record is None:
                self._images.miss(kind, str(row[0]))
            else:
                taken.append(record)
        self._save(kind.name, taken)

    def try_again(self) -> None:
        """Take rows that were set aside by a program that knew less, unless a later one has come meanwhile."""
        known = [*self._catalogue.records, trails.KIND]
        query = select(set_aside.c.kind, set_aside.c.content).where(set_aside.c.kind.in_(known))
        for kind, content in self._connection.execute(query).all():
            kept = msgspec.json.decode(content, type=_Aside)
            record = self._read(kind, kept.columns, kept.row)
            if record is None:
                continue
            if not self._has_later(kind, record):
                self._save(kind, [record])
            self._forget_aside(kind, [record.id])

    def _has_later(self, kind: str, record: Any) -> bool:
        if kind == trails.KIND:
            return False
        query = select(self._catalogue.records[kind].table.c.revision)
        held = self._connection.scalar(query.where(self._catalogue.records[kind].table.c.id == record.id))
        return held is not None and held >= record.revision

    def _save(self, name: str, taken: Sequence[Any]) -> None:
        if name == trails.KIND:
            trails.write(self._connection, taken)
            self.tally.topics.add("trail")
            return
        kind = self._catalogue.records.get(name)
        if kind is None:
            return
        held = self._images.held(kind, [record.id for record in taken])
        plain = [record for record in taken if record.id not in held]
        records.save_many(self._connection, kind, plain)
        indexes.write(self._connection, kind, plain)
        for record in taken:
            if record.id in held:
                self._images.confirm(kind, record)
        self.tally.topics.add(kind.topic)

    def _read(self, name: str, names: Sequence[str], row: Sequence[Any]) -> Any | None:
        """Return the record or the step of a row, or None when this program cannot read it."""
        kind = self._catalogue.records.get(name)
        if len(names) != len(row) or (kind is None and name != trails.KIND):
            return None
        values = dict(zip(names, row, strict=True))
        try:
            if kind is None:
                known = {field: values[field] for field in TrailEntry.__struct_fields__ if field in values}
                return msgspec.convert(known, TrailEntry, strict=False)
            return _record(kind, values)
        except (ValueError, TypeError, OverflowError, RecursionError):
            return None

    def _set_aside(self, kind: str, names: Sequence[str], row: Sequence[Any]) -> None:
        content = msgspec.json.encode(_Aside(columns=tuple(names), row=list(row)))
        found = dict(zip(names, row, strict=False)).get("id")
        record = found if isinstance(found, str) else hashlib.sha256(content).hexdigest()
        known = kind == trails.KIND or kind in self._catalogue.records
        code = "row_damaged" if known else "kind_unknown"
        records.upsert(self._connection, set_aside, [(kind, record, content.decode(), code, stamp(self._now))])

    def _change_aside(self, kind: str, names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
        """Put changes upon rows that were set aside, for the program that will know their kind."""
        for record, revision, upon, *values in rows:
            held = select(set_aside.c.content).where(set_aside.c.kind == kind, set_aside.c.record == record)
            content = self._connection.scalar(held)
            kept = msgspec.json.decode(content, type=_Aside) if content else _Aside(columns=(), row=[])
            known = dict(zip(kept.columns, kept.row, strict=True))
            if known.get("revision") == upon:
                known |= dict(zip(names, values, strict=True)) | {"revision": revision}
                self._set_aside(kind, tuple(known), tuple(known.values()))

    def _forget_aside(self, kind: str, ids: Sequence[str]) -> None:
        if self._connection.execute(select(set_aside.c.kind).limit(1)).first() is None:
            return
        its = records.among(self._connection, set_aside.c.record, ids)
        self._connection.execute(delete(set_aside).where(set_aside.c.kind == kind, its))

    def _take_away(self, kind: str, record: str) -> None:
        self._forget_aside(kind, [record])
        if kind == trails.KIND:
            trails.take_away(self._connection, record)
        elif known := self._catalogue.records.get(kind):
            self._images.remove(known, record)
            self.tally.topics.add(known.topic)

    def _keep_cursors(self, answer: Answer) -> None:
        records.upsert(self._connection, cursors, list(answer.cursors.items()))
        self._connection.execute(delete(cursors).where(cursors.c.stream.not_in(list(answer.cursors))))
        drift = round((self._now - answer.hub_time).total_seconds())
        facts.put(self._connection, **{facts.HUB_TIME: stamp(answer.hub_time), facts.CLOCK_DRIFT: str(drift)})


def _record(kind: RecordKind[Any], values: dict[str, Any]) -> Any:
    """Return the record; columns of a newer program go into `extra`, those it lacks take their default."""
    known = {name: values[name] for name in columns(kind.table) if name in values}
    for name in json_columns(kind.table):
        if name in known:
            known[name] = msgspec.json.decode(known[name])
    newer = {name: value for name, value in values.items() if name not in known}
    if newer:
        known["extra"] = known.get("extra", {}) | newer
    return msgspec.convert(known, kind.record, strict=False)


def positions(connection: Connection) -> dict[str, int]:
    """Return how far each stream is saved."""
    return {stream: position for stream, position in connection.execute(cursors.select())}  # noqa: C416 - rows are no pairs to dict
