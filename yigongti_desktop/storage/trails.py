"""The steps of documents, written once; the hub's word on a step fills in what was open."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import datetime
from typing import Any
from typing import TypeVar

import msgspec
from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import select
from sqlalchemy import update

from yigongti_desktop.protocol.record import Record
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.records import columns
from yigongti_desktop.storage.records import load_many
from yigongti_desktop.storage.records import upsert
from yigongti_desktop.storage.tables import trail

R = TypeVar("R", bound=Record)

#: Name under which steps travel.
KIND = "trail"
_NEVER = 2**63


def write(connection: Connection, entries: Sequence[TrailEntry]) -> None:
    """Write steps, new or confirmed."""
    names = columns(trail)
    rows = [msgspec.to_builtins(entry) for entry in entries]
    upsert(connection, trail, [[row[name] for name in names] for row in rows])


def told(step: TrailEntry) -> tuple[Any, ...]:
    """Return what a step says by itself, without the hub's word on it."""
    return (step.id, step.act, step.state, step.account, step.person, step.institution, step.place, step.letter,
            stamp(step.at), step.note)  # fmt: skip


def confirm(connection: Connection, first: int, last: int, hub_at: str, receipt: str) -> None:
    """Write the hub's word on the steps of accepted acts between two places of the outbox.

    A step that bears it already came down as the hub has it: its act was sent before, by this desk as it was before
    a restore or by its twin, and stands under that receipt.
    """
    connection.exec_driver_sql(
        "UPDATE trail SET hub_at = ?, receipt = ?, revision = act.revision FROM outbox AS act"
        " WHERE act.seq BETWEEN ? AND ? AND act.state = 'accepted' AND trail.id = act.event AND trail.hub_at IS NULL",
        (hub_at, receipt, first, last),
    )


def of_record(connection: Connection, record: str) -> tuple[TrailEntry, ...]:
    """Return the steps of one document in the hub's order, then those that wait, as they were done."""
    return of_records(connection, [record]).get(record, ())


def of_records(connection: Connection, records: Iterable[str]) -> dict[str, tuple[TrailEntry, ...]]:
    """Return the steps of several documents."""
    found: dict[str, list[TrailEntry]] = {}
    names = columns(trail)
    for row in connection.execute(select(trail).where(trail.c.record.in_(list(records)))):
        entry = msgspec.convert(dict(zip(names, row, strict=True)), TrailEntry, strict=False)
        found.setdefault(entry.record, []).append(entry)
    return {
        record: tuple(sorted(entries, key=lambda entry: (entry.revision or _NEVER, entry.at, entry.id)))
        for record, entries in found.items()
    }


def mark_refused(connection: Connection, event: str, code: str) -> None:
    """Note on a step that the hub did not take it."""
    connection.execute(update(trail).where(trail.c.id == event).values(code=code))


def take_away(connection: Connection, step: str) -> None:
    """Take away a step that this desk is no longer to have, or that it foresaw and that did not follow."""
    connection.execute(delete(trail).where(trail.c.id == step))


def forget_refusals(connection: Connection, events: Iterable[str]) -> None:
    """Take back from steps that the hub did not take them: it is asked once more."""
    for event in events:
        mark_refused(connection, event, "")


def of_others(connection: Connection, kind: str, own: str, since: datetime, most: int = 60) -> list[TrailEntry]:
    """Return the steps of other institutions on a kind of document since a moment, the latest first."""
    names = columns(trail)
    query = (
        select(trail)
        .where(trail.c.kind == kind, trail.c.institution.notin_([own, ""]), trail.c.hub_at >= stamp(since))
        .order_by(trail.c.hub_at.desc())
        .limit(most)
    )
    return [
        msgspec.convert(dict(zip(names, row, strict=True)), TrailEntry, strict=False)
        for row in connection.execute(query)
    ]


def news(
    connection: Connection, kind: RecordKind[R], own: str, since: datetime, but: frozenset[str] = frozenset()
) -> list[tuple[R, TrailEntry]]:
    """Return the documents on which other institutions took steps since a moment, with the steps, the latest first.

    Args:
        connection: to this desk's database.
        kind: of the documents.
        own: institution, whose own steps are no news.
        since: when the news begins.
        but: acts that are no news; nor is one that was refused.
    """
    steps = of_others(connection, kind.name, own, since)
    known = load_many(connection, kind, [step.record for step in steps])
    return [
        (known[step.record], step) for step in steps if step.record in known and step.act not in but and not step.code
    ]
