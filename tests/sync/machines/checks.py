"""What must hold once a town has come to rest, asked of the hub's files and of every desk's."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.capabilities.followups import store as followups
from yigongti_desktop.capabilities.pharmacy.store import DRUG_REQUEST
from yigongti_desktop.capabilities.referrals.store import REFERRAL
from yigongti_desktop.hub.check import find
from yigongti_desktop.hub.journal import Entry
from yigongti_desktop.hub.tables import batches
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.signing import check
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.tables import sent_batches

if TYPE_CHECKING:
    from tests.sync.machines.town import Town

_STATES = (outbox.WAITING, outbox.ACCEPTED, outbox.REFUSED, outbox.QUARANTINED, outbox.SETTLED)
#: A made record that does not stand is in one of these.
_TOLD = (*outbox.NEEDS_PERSON, outbox.SETTLED)
_MAKERS: tuple[RecordKind[Any], ...] = (REFERRAL, DRUG_REQUEST, registry.RESIDENT)


def all_agree(town: Town) -> None:
    """Check everything that must hold."""
    journal = {row.id: row for row in town.county.journal()}
    for name in town.names:
        desk = town.county.desks[name]
        _nothing_is_unanswered(desk, journal)
        _holds_its_streams_and_nothing_else(town, desk, name)
        _every_receipt_verifies(town, desk)
    _nothing_was_done_twice(town, journal)
    _nothing_was_lost(town)
    _the_books_agree(town)


def is_at_the_hub(connection: Connection, record: str) -> bool:
    """Say whether the hub has a record of people's own."""
    return any(records.load(connection, kind, record) for kind in _MAKERS)


def _nothing_is_unanswered(desk: Workbench, journal: dict[str, Entry]) -> None:
    with reading(desk.engine) as connection:
        acts = outbox.in_states(connection, _STATES, 100_000)
        for table in ("unconfirmed", "set_aside"):
            left = connection.exec_driver_sql(f"SELECT * FROM {table}").all()  # noqa: S608 - ours
            assert not left, (table, left)
        open_batches = select(sent_batches.c.id).where(sent_batches.c.confirmed_at.is_(None))
        assert not connection.scalars(open_batches).all()
    for act in acts:
        assert act.state not in {outbox.WAITING, outbox.QUARANTINED}, act
        if act.code == outbox.NOT_FOLLOWED:
            assert act.cause, act
            continue
        row = journal[act.event]
        assert (row.code, row.revision) == (act.code, act.revision), act
        assert row.body == act.body or act.cause, act


def _holds_its_streams_and_nothing_else(town: Town, desk: Workbench, name: str) -> None:
    with reading(town.county.hub.engine) as connection:
        directory = town.county.hub.counter._directory
        streams = directory.streams(connection, desk.fact(facts.INSTITUTION), town.county.clock.now())
        marks = ", ".join(f"'{stream}'" for stream in streams)
        wanted = {
            tuple(row)
            for row in connection.exec_driver_sql(
                f"SELECT kind, record FROM stream_entries WHERE gone = 0 AND stream IN ({marks})"  # noqa: S608 - ours
            )
        }
        here = {kind: _rows(connection, table) for kind, table in _tables().items()}
    with reading(desk.engine) as connection:
        there = {kind: _rows(connection, table) for kind, table in _tables().items()}
    refused = {row[0] for row in there["trail"].values() if row[-1]}  # its own steps that did not stand
    for kind, rows in there.items():
        held = set(rows) - (refused if kind == "trail" else set())
        should = {record for of, record in wanted if of == kind}
        assert held == should, (name, kind, held ^ should)
        for record in held:
            assert rows[record] == here[kind][record], (name, kind)


def _every_receipt_verifies(town: Town, desk: Workbench) -> None:
    """Each receipt that a desk keeps is the hub's own word, and the hub still has the same."""
    with reading(town.county.hub.engine) as connection:
        given = {row.id: (row.receipt, row.signature) for row in connection.execute(select(batches))}
    with reading(desk.engine) as connection:
        for row in connection.execute(select(sent_batches)):
            assert row.receipt_number, row.id
            if row.receipt is not None:
                check(Signed(row.receipt, row.receipt_signature), town.county.hub.word_key)
                assert given[row.id] == (row.receipt, row.receipt_signature), row.id


def _nothing_was_done_twice(town: Town, journal: dict[str, Entry]) -> None:
    accepted = Counter((row.record_kind, row.record) for row in journal.values() if not row.code)
    with reading(town.county.hub.engine) as connection:
        for kind in (REFERRAL, DRUG_REQUEST, registry.RESIDENT, followups.FOLLOW_UP):
            for row in connection.execute(kind.table.select()):
                assert row.revision == accepted[kind.name, row.id], (kind.name, row.id)


def _nothing_was_lost(town: Town) -> None:
    """Each record that a person made stands at the hub, or its making stands refused on their own desk."""
    for name, record in town.made:
        with reading(town.county.hub.engine) as connection:
            is_found = is_at_the_hub(connection, record)
        with reading(town.county.desks[name].engine) as connection:
            told = [act for act in outbox.in_states(connection, _TOLD) if act.record == record]
        assert is_found or told, (name, record)


def _the_books_agree(town: Town) -> None:
    """The hub's own check finds nothing; a number is there twice only where two machines were one device."""
    with reading(town.county.hub.engine) as connection:
        found = list(find(connection, CATALOGUE, town.county.hub.word_key))
    assert not [one for one in found if not (town.had_twins and one.code == "check_number_twice")], found


def _tables() -> dict[str, str]:
    return {name: kind.table.name for name, kind in CATALOGUE.records.items()} | {"trail": "trail"}


def _rows(connection: Connection, table: str) -> dict[str, tuple[Any, ...]]:
    return {row[0]: tuple(row) for row in connection.exec_driver_sql(f"SELECT * FROM {table}")}  # noqa: S608 - ours
