"""What must be true of a hub and its desks when all have talked, whatever happened on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.followups.store import FOLLOW_UP
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.hub.journal import entries
from yigongti_desktop.hub.tables import batches
from yigongti_desktop.hub.tables import stream_entries
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.signing import check
from yigongti_desktop.registry.store import RESIDENT
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.tables import METADATA
from yigongti_desktop.storage.tables import sent_batches

STATES = (outbox.WAITING, outbox.ACCEPTED, outbox.REFUSED, outbox.QUARANTINED, outbox.SETTLED)
#: Kinds of records that a person's act makes.
_MAKERS: tuple[RecordKind[Any], ...] = (REFERRAL, DRUG_REQUEST, RESIDENT)
#: The making of a record that does not stand is in one of these.
_TOLD = (*outbox.NEEDS_PERSON, outbox.SETTLED)
_TABLES = {name: kind.table.name for name, kind in CATALOGUE.records.items()} | {"trail": "trail"}
_ALL = 1_000_000

_Row = tuple[Any, ...]


class Agreement:
    """A hub at rest, read once, with which each desk is compared."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        with reading(hub.engine) as connection:
            #: What stands in the journal, by act.
            self.judged = {entry.id: entry for entry in entries(connection)}
            self._here = {kind: _rows(connection, table) for kind, table in _TABLES.items()}
            entry = stream_entries.c
            standing = select(entry.stream, entry.kind, entry.record).where(entry.gone == 0)
            self._standing = records.plain_rows(connection.execute(standing))
            given = select(batches.c.id, batches.c.receipt_number, batches.c.receipt, batches.c.signature)
            self._given = {row.id: row for row in connection.execute(given)}

    def check_desk(self, desk: Workbench) -> int:
        """Check all that must be true of one desk; return how many receipts it has."""
        self._check_nothing_is_unanswered(desk)
        self._check_it_holds_its_streams_and_nothing_else(desk)
        return self._check_receipts(desk)

    def check_nothing_was_done_twice(self) -> None:
        """A record has been changed as often as acts on it were accepted."""
        accepted = Counter((row.record_kind, row.record) for row in self.judged.values() if not row.code)
        for kind in (*_MAKERS, FOLLOW_UP):
            for row in self._here[kind.name].values():
                assert row[1] == accepted[kind.name, row[0]], (kind.name, row[0])

    def check_no_number_was_given_twice(self) -> None:
        """No two documents bear one number."""
        with reading(self._hub.engine) as connection:
            for kind in (REFERRAL, DRUG_REQUEST):
                number = kind.table.c.number
                twice = select(number).where(number != "").group_by(number).having(func.count() > 1)
                assert list(connection.scalars(twice)) == [], kind.name

    def check_nothing_was_lost(self, desk: Workbench, made: Iterable[str]) -> None:
        """Each record that a person made stands at the hub, or its making stands refused on their own desk."""
        with reading(desk.engine) as connection:
            told = {act.record for act in outbox.in_states(connection, _TOLD, _ALL)}
        for record in made:
            assert record in told or any(record in self._here[kind.name] for kind in _MAKERS), record

    def _check_nothing_is_unanswered(self, desk: Workbench) -> None:
        """Each act of a desk bears the hub's answer, and it is the one that the hub wrote down."""
        with reading(desk.engine) as connection:
            acts = outbox.in_states(connection, STATES, _ALL)
            for table in ("unconfirmed", "set_aside"):
                left = connection.exec_driver_sql(f"SELECT * FROM {table}").all()  # noqa: S608 - ours
                assert not left, (table, left)
        for act in acts:
            assert act.state not in {outbox.WAITING, outbox.QUARANTINED}, act
            if act.code == outbox.NOT_FOLLOWED:
                assert act.cause, act
                continue
            row = self.judged[act.event]
            assert (row.code, row.revision) == (act.code, act.revision), act
            assert row.body == act.body or act.cause, act

    def _check_it_holds_its_streams_and_nothing_else(self, desk: Workbench) -> None:
        """A desk's rows are the hub's, field by field, of just those records that its institution may see."""
        institution = desk.fact(facts.INSTITUTION)
        with reading(self._hub.engine) as connection:
            streams = set(self._hub.counter._directory.streams(connection, institution, self._hub.clock.now()))
        with reading(desk.engine) as connection:
            there = {kind: _rows(connection, table) for kind, table in _TABLES.items()}
        due: dict[str, set[str]] = {kind: set() for kind in _TABLES}
        for stream, kind, record in self._standing:
            if stream in streams:
                due[kind].add(record)
        refused = {row[0] for row in there["trail"].values() if row[-1]}  # its own steps that did not stand
        for kind, rows in there.items():
            held = set(rows) - (refused if kind == "trail" else set())
            amiss: list[tuple[str, _Row | None]] = [("too many", rows[one]) for one in held - due[kind]]
            amiss += [("lacks", self._here[kind].get(one)) for one in due[kind] - held]
            assert not amiss, (institution, kind, amiss[:5])
            here = self._here[kind]
            unlike = [(rows[one], here[one]) for one in held if rows[one] != here[one]]
            assert not unlike, (institution, kind, unlike[:3])

    def _check_receipts(self, desk: Workbench) -> int:
        """Each batch has its receipt, there or at the hub, and it is the hub's own word."""
        with reading(desk.engine) as connection:
            kept = list(connection.execute(select(sent_batches)))
        for row in kept:
            assert row.confirmed_at, (row.epoch, row.number)
            given = self._given[row.id]
            assert row.receipt_number == given.receipt_number
            check(Signed(given.receipt, given.signature), self._hub.word_key)
            if row.receipt is not None:  # else its bytes were let go, and can be had from the hub again
                assert (row.receipt, row.receipt_signature) == (given.receipt, given.signature), row.id
        return len(kept)


def is_at_the_hub(connection: Connection, record: str) -> bool:
    """Say whether the hub has a record of people's own."""
    return any(records.load(connection, kind, record) for kind in _MAKERS)


def _rows(connection: Connection, table: str) -> dict[str, _Row]:
    """Return the rows of a table by their id, as the driver gives them: machines compare thousands in each example."""
    return {row[0]: row for row in records.plain_rows(connection.execute(select(METADATA.tables[table])))}
