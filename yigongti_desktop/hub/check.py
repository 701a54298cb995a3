"""Whether a hub's own books agree: ledgers, chains, streams and receipts; it reads only, and knows no capability.

Each promise is checked from both sides: what the journal says was accepted against what the records are, where
records have to stand against where they stand.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import Table
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.hub.journal import unreadable
from yigongti_desktop.hub.streams import POSITION
from yigongti_desktop.hub.tables import awaited
from yigongti_desktop.hub.tables import batches
from yigongti_desktop.hub.tables import devices
from yigongti_desktop.hub.tables import journal
from yigongti_desktop.hub.tables import marks
from yigongti_desktop.hub.tables import stream_entries
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.batch import chain_hash
from yigongti_desktop.protocol.compact import ids_of
from yigongti_desktop.protocol.compact import read_receipt
from yigongti_desktop.protocol.compact import read_short
from yigongti_desktop.protocol.compact import unpack_batch
from yigongti_desktop.protocol.signing import check
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.catalogue import no_postings
from yigongti_desktop.storage.postings import amounts
from yigongti_desktop.storage.tables import postings as posted
from yigongti_desktop.storage.tables import trail

_PART, _PART_OF_BATCHES = 2000, 50


class Finding(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that does not agree."""

    code: str
    facts: dict[str, Any] = {}


def find(connection: Connection, catalogue: Catalogue, hub_key: bytes) -> Iterator[Finding]:
    """Return what does not agree in one state of a hub's database.

    Args:
        connection: reading one state.
        catalogue: the kinds of records.
        hub_key: the public key that receipts are verified with.
    """
    yield from _chains(connection)
    yield from _receipts(connection, hub_key)
    for event in unreadable(connection):
        yield Finding(code="check_journal_unreadable", facts={"event": event})
    accepted = _accepted(connection)
    for kind in catalogue.records.values():
        yield from _Kind(connection, kind).find(accepted.pop(kind.name, {}))
    yield from _streams(connection, [*catalogue.records, trails.KIND])


def _chains(connection: Connection) -> Iterator[Finding]:
    """Each device's batches are numbered without a gap, and the device stands at the last of them."""
    last: dict[str, tuple[int, int, bytes]] = {}
    numbers: dict[tuple[str, int], int] = {}
    entry = batches.c
    query = select(entry.device, entry.epoch, entry.number, entry.hash).order_by(
        entry.device, entry.epoch, entry.number
    )
    for device, epoch, number, digest in connection.execute(query):
        if number != numbers.get((device, epoch), 0) + 1:
            yield Finding(code="check_chain_gap", facts={"device": device, "epoch": epoch, "number": number})
        numbers[device, epoch] = number
        last[device] = (epoch, number, bytes(digest))
    for row in connection.execute(select(devices)):
        stands = (row.epoch, row.last_number, bytes(row.last_hash))
        if row.id in last and last[row.id] != stands:
            yield Finding(code="check_chain_end", facts={"device": row.id})
        if row.id not in last and row.last_number:
            yield Finding(code="check_chain_end", facts={"device": row.id})
    known = set(connection.scalars(select(devices.c.id)))
    for device in sorted(last.keys() - known):
        yield Finding(code="check_device_missing", facts={"device": device})


def _receipts(connection: Connection, hub_key: bytes) -> Iterator[Finding]:
    """Each receipt is the hub's own word, on that batch, and says what the journal says; no two bear one number."""
    numbers: Counter[str] = Counter()
    keys = dict(connection.execute(select(devices.c.id, devices.c.public_key)).all())
    for rows in connection.execute(select(batches)).partitions(_PART_OF_BATCHES):
        for row in rows:
            numbers[row.receipt_number] += 1
            yield from _payload(row, bytes(keys.get(row.device, b"")))
            yield from _receipt(connection, row, hub_key)
    for number, count in numbers.items():
        if count > 1:
            yield Finding(code="check_receipt_number", facts={"number": number, "count": count})


def _payload(row: Any, device_key: bytes) -> Iterator[Finding]:
    """What a device has signed still bears its signature and the hash by which the chain names it."""
    if row.payload is None:
        return
    try:
        check(Signed(row.payload, row.payload_signature), device_key)
        is_sound = chain_hash(row.payload) == bytes(row.hash)
    except Refused:
        is_sound = False
    if not is_sound:
        yield Finding(code="check_batch_signature", facts={"batch": row.id})


def _receipt(connection: Connection, row: Any, hub_key: bytes) -> Iterator[Finding]:
    try:
        events = ids_of(unpack_batch(row.payload)) if row.payload is not None else []
        payload = check(Signed(row.receipt, row.signature), hub_key)
        receipt = read_receipt(payload, events)
        short = read_short(payload)
        if short is not None and short.hash != bytes(row.hash):
            yield Finding(code="check_receipt_other", facts={"batch": row.id})
    except Refused:
        yield Finding(code="check_receipt_signature", facts={"batch": row.id})
        return
    if (receipt.batch, receipt.device, receipt.epoch, receipt.number) != (
        row.id,
        row.device,
        row.epoch,
        row.receipt_number,
    ):
        yield Finding(code="check_receipt_other", facts={"batch": row.id})
    told = {outcome.event: (outcome.revision, outcome.code) for outcome in receipt.outcomes}
    query = select(journal.c.id, journal.c.revision, journal.c.code)
    found = connection.execute(query.where(records.among(connection, journal.c.id, list(told))))
    stands = {one.id: (one.revision, one.code) for one in found}
    for event, said in told.items():
        if event in stands and stands[event] != said:
            yield Finding(code="check_receipt_journal", facts={"batch": row.id, "event": event})
        elif event not in stands and not said[1]:
            yield Finding(code="check_journal_missing", facts={"batch": row.id, "event": event})


def _accepted(connection: Connection) -> dict[str, dict[str, tuple[int, int]]]:
    """Return how many acts of each record were accepted, and the highest revision that one led to."""
    entry = journal.c
    query = (
        select(entry.record_kind, entry.record, func.count(entry.revision.distinct()), func.max(entry.revision))
        .where(entry.code == "")
        .group_by(entry.record_kind, entry.record)
    )
    found: dict[str, dict[str, tuple[int, int]]] = {}
    for kind, record, count, highest in connection.execute(query):
        found.setdefault(kind, {})[record] = (count, highest)
    return found


class _Kind:
    """Checks the records of one kind."""

    def __init__(self, connection: Connection, kind: RecordKind[Any]) -> None:
        self._connection = connection
        self._kind = kind

    def find(self, accepted: dict[str, tuple[int, int]]) -> Iterator[Finding]:
        """Return what does not agree of these records, their steps and their places in streams."""
        name = self._kind.name
        stands, steps = self._places(name), self._steps()
        places_of_steps = self._places(trails.KIND) if steps else {}
        for rows in self._connection.execute(select(self._kind.table)).partitions(_PART):
            yield from self._balances(rows)
            for row in rows:
                count, highest = accepted.pop(row.id, (0, 0))
                if row.revision < highest or count > row.revision or (self._is_acts_alone and row.revision != count):
                    facts = {"kind": name, "record": row.id, "revision": row.revision, "accepted": count}
                    yield Finding(code="check_revision", facts=facts)
                try:
                    wanted = self._kind.streams(records.from_row(self._kind, row))
                except (ValueError, TypeError):
                    yield Finding(code="check_record_damaged", facts={"kind": name, "record": row.id})
                    continue
                yield from self._differences(name, row.id, wanted, stands.pop(row.id, frozenset()))
                for step in steps.pop(row.id, ()):
                    yield from self._differences(trails.KIND, step, wanted, places_of_steps.get(step, frozenset()))
        for record in accepted:
            yield Finding(code="check_record_missing", facts={"kind": name, "record": record})
        for record in stands:
            yield Finding(code="check_entry_without_record", facts={"kind": name, "record": record})
        yield from self._numbers()

    @property
    def _is_acts_alone(self) -> bool:
        """Say whether acts alone change these records; others are published by the hub's keeper, too."""
        return self._kind.has_trail

    def _balances(self, rows: Sequence[Any]) -> Iterator[Finding]:
        """What records post is what stands posted by them: a balance is the sum of its ledger, and nothing else."""
        if self._kind.postings is no_postings:
            return
        stands: dict[str, dict[str, int]] = {row.id: {} for row in rows}
        its = posted.c.record
        for one in self._connection.execute(select(posted).where(records.among(self._connection, its, list(stands)))):
            stands[one.record][one.account] = int(one.amount)
        for row in rows:
            try:
                wanted = amounts(self._kind, records.from_row(self._kind, row))
            except (ValueError, TypeError):
                continue  # it is told as damaged
            for account in sorted(wanted.keys() | stands[row.id].keys()):
                is_wrong = wanted.get(account, 0) != stands[row.id].get(account, 0)
                if is_wrong and not account.startswith(self._kind.helping):
                    facts = {"kind": self._kind.name, "record": row.id, "account": account}
                    yield Finding(code="check_balance", facts=facts)

    def _differences(self, kind: str, record: str, wanted: Iterable[str], stands: frozenset[str]) -> Iterator[Finding]:
        for stream in sorted(set(wanted) - stands):
            yield Finding(code="check_not_in_stream", facts={"kind": kind, "record": record, "stream": stream})
        for stream in sorted(stands - set(wanted)):
            yield Finding(code="check_wrong_stream", facts={"kind": kind, "record": record, "stream": stream})

    def _places(self, kind: str) -> dict[str, frozenset[str]]:
        entry = stream_entries.c
        query = select(entry.record, entry.stream).where(entry.kind == kind, entry.gone == 0)
        found: dict[str, set[str]] = {}
        for record, stream in self._connection.execute(query):
            found.setdefault(record, set()).add(stream)
        return {record: frozenset(streams) for record, streams in found.items()}

    def _steps(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        if self._kind.has_trail:
            query = select(trail.c.record, trail.c.id).where(trail.c.kind == self._kind.name)
            for record, step in self._connection.execute(query):
                found.setdefault(record, []).append(step)
        return found

    def _numbers(self) -> Iterator[Finding]:
        """No two records bear one number; one that takes another back bears the other's."""
        table: Table = self._kind.table
        if "number" not in table.c or self._kind.shares_numbers:
            return
        query = (
            select(table.c.number, func.count())
            .where(table.c.number != "")
            .group_by(table.c.number)
            .having(func.count() > 1)
        )
        if self._kind.borrows:
            query = query.where(table.c[self._kind.borrows] == "")
        for number, count in self._connection.execute(query):
            yield Finding(code="check_number_twice", facts={"kind": self._kind.name, "number": number, "count": count})


def _streams(connection: Connection, kinds: Iterable[str]) -> Iterator[Finding]:
    """No entry stands behind the counter, no two at one position of a stream, and none is of an unknown kind."""
    entry = stream_entries.c
    counter = connection.scalar(select(marks.c.last).where(marks.c.name == POSITION)) or 0
    beyond = select(entry.stream, entry.kind, entry.record, entry.position).where(entry.position > counter)
    for stream, kind, record, position in connection.execute(beyond):
        facts = {"stream": stream, "kind": kind, "record": record, "position": position, "counter": counter}
        yield Finding(code="check_position_beyond", facts=facts)
    twice = (
        select(entry.stream, entry.position, func.count())
        .group_by(entry.stream, entry.position)
        .having(func.count() > 1)
    )
    for stream, position, count in connection.execute(twice):
        yield Finding(code="check_position_twice", facts={"stream": stream, "position": position, "count": count})
    for kind in connection.scalars(select(entry.kind).distinct().where(entry.kind.notin_(list(kinds)))):
        yield Finding(code="check_kind_unknown", facts={"kind": kind})
    late = select(awaited.c.kind, awaited.c.record).where(awaited.c.position > counter)
    for kind, record in connection.execute(late):
        yield Finding(code="check_awaited_beyond", facts={"kind": kind, "record": record})
