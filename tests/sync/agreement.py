"""What must be true of a hub and its desks when all have talked, whatever happened on the way."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.followups.store import FOLLOW_UP
from yigongti_desktop.capabilities.pharmacy.store import DRUG_REQUEST
from yigongti_desktop.capabilities.referrals.store import REFERRAL
from yigongti_desktop.hub.journal import Entry
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
MAKERS: tuple[RecordKind[Any], ...] = (REFERRAL, DRUG_REQUEST, RESIDENT)
_ALL = 1_000_000


def journal_of(hub: Hub) -> dict[str, Entry]:
    """Return what stands in the hub's journal, by act."""
    with reading(hub.engine) as connection:
        return {entry.id: entry for entry in entries(connection)}


def check_nothing_is_unanswered(desk: Workbench, judged: dict[str, Entry]) -> None:
    """Each act of a desk bears the hub's answer, and it is the one that the hub wrote down."""
    with reading(desk.engine) as connection:
        acts = outbox.in_states(connection, STATES, _ALL)
        for table in ("unconfirmed", "set_aside"):
            assert connection.exec_driver_sql(f"SELECT count(*) FROM {table}").scalar() == 0, table  # noqa: S608
    for act in acts:
        assert act.state not in {outbox.WAITING, outbox.QUARANTINED}, act
        if act.code == outbox.NOT_FOLLOWED:
            assert act.cause
            continue
        row = judged[act.event]
        assert (row.code, row.revision) == (act.code, act.revision), act
        assert row.body == act.body or act.cause, act


def check_the_desk_holds_its_streams_and_nothing_else(hub: Hub, desk: Workbench) -> None:
    """A desk's rows are the hub's, field by field, of just those records that its institution may see."""
    with reading(hub.engine) as connection:
        institution = desk.fact(facts.INSTITUTION)
        streams = hub.counter._directory.streams(connection, institution, hub.clock.now())
        entry = stream_entries.c
        query = select(entry.kind, entry.record).where(entry.gone == 0, entry.stream.in_(list(streams)))
        wanted = {tuple(row) for row in connection.execute(query)}
        here = {kind: _rows(connection, table) for kind, table in _tables(desk).items()}
    with reading(desk.engine) as connection:
        there = {kind: _rows(connection, table) for kind, table in _tables(desk).items()}
    refused = {row[0] for row in there["trail"].values() if row[-1]}  # its own steps that did not stand
    for kind, rows in there.items():
        held = set(rows) - (refused if kind == "trail" else set())
        due = {record for of, record in wanted if of == kind}
        amiss = [("too many", rows[record]) for record in held - due] + [("lacks", record) for record in due - held]
        assert not amiss, (institution, kind, amiss[:5])
        unlike = [(rows[record], here[kind][record]) for record in held if rows[record] != here[kind][record]]
        assert not unlike, (institution, kind, unlike[:3])


def check_nothing_was_done_twice(hub: Hub, judged: Iterable[Entry]) -> None:
    """A record has been changed as often as acts on it were accepted, and no number was given to two."""
    accepted = Counter((row.record_kind, row.record) for row in judged if not row.code)
    with reading(hub.engine) as connection:
        for kind in (*MAKERS, FOLLOW_UP):
            for row in connection.execute(kind.table.select()):
                assert row.revision == accepted[kind.name, row.id], (kind.name, row.id)
        for kind in (REFERRAL, DRUG_REQUEST):
            number = kind.table.c.number
            twice = select(number).where(number != "").group_by(number).having(func.count() > 1)
            assert list(connection.scalars(twice)) == [], kind.name


def check_nothing_was_lost(hub: Hub, desk: Workbench, made: Iterable[str]) -> None:
    """Each record that a person made stands at the hub, or its making stands refused on their own desk."""
    with reading(desk.engine) as connection:
        told = {act.record for act in outbox.in_states(connection, outbox.NEEDS_PERSON, _ALL)}
    with reading(hub.engine) as connection:
        for record in made:
            assert record in told or any(records.load(connection, kind, record) for kind in MAKERS), record


def check_receipts_verify(hub: Hub, desk: Workbench) -> int:
    """Each batch of a desk has its receipt, there or at the hub, and it is the hub's own word; return how many."""
    with reading(desk.engine) as connection:
        kept = list(connection.execute(select(sent_batches)))
    with reading(hub.engine) as connection:
        query = select(batches.c.id, batches.c.receipt_number, batches.c.receipt, batches.c.signature)
        given = {row.id: row for row in connection.execute(query)}
    for row in kept:
        assert row.confirmed_at, (row.epoch, row.number)
        if row.receipt is not None:  # else its bytes were let go, and can be had from the hub again
            check(Signed(row.receipt, row.receipt_signature), hub.word_key)
        check(Signed(given[row.id].receipt, given[row.id].signature), hub.word_key)
        assert row.receipt_number == given[row.id].receipt_number
    return len(kept)


def _tables(desk: Workbench) -> dict[str, str]:
    return {name: kind.table.name for name, kind in desk.catalogue.records.items()} | {"trail": "trail"}


def _rows(connection: Connection, table: str) -> dict[str, tuple[Any, ...]]:
    found = connection.execute(select(METADATA.tables[table]))
    return {row.id: tuple(row) for row in found}
