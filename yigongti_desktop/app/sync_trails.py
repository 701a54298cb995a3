"""The trail of any document that this desk has, found by its number or by whose it is."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kit.manifest import Manifest
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.trail import Step
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.facts import moment
from yigongti_desktop.storage.tables import trail

_MOST_OF_A_KIND, _MOST_LATEST = 20, 40


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One document in the list."""

    kind: str
    record: str
    icon: str
    page: str
    title: str
    detail: str
    #: When something last happened to it, as far as that is known here.
    at: datetime | None


class Trail(msgspec.Struct, frozen=True, kw_only=True):
    """A document with its steps, and how many of its acts still wait here."""

    document: Document
    steps: tuple[Step, ...]
    waiting: int


def documents(connection: Connection, manifests: Sequence[Manifest], actor: Actor, typed: str) -> tuple[Document, ...]:
    """Return the documents that were meant by what was typed, or those that last moved when nothing was."""
    wanted = typed.strip()
    found: list[Document] = []
    for kind, way in _ways(manifests, actor).items():
        known = CATALOGUE.records[kind]
        if wanted:
            some = registry.find_inside(connection, known, wanted, _MOST_OF_A_KIND)
            moved = _moved(connection, kind, [one.id for one in some])
        else:
            moved = _moved(connection, kind)
            loaded = records.load_many(connection, known, list(moved))
            some = [loaded[one] for one in moved if one in loaded]
        for record in some:
            title, detail = way.words(record)
            found.append(
                Document(
                    kind=kind, record=record.id, icon=way.icon, page=way.page, title=title, detail=detail,
                    at=moved.get(record.id),
                )
            )  # fmt: skip
    found.sort(key=lambda one: one.at.timestamp() if one.at else 0.0, reverse=True)
    return tuple(found)


def open_trail(connection: Connection, manifests: Sequence[Manifest], document: Document) -> Trail:
    """Return the steps of a document."""
    way = {kind: one for manifest in manifests for kind, one in manifest.finds.items()}[document.kind]
    record = records.load(connection, CATALOGUE.records[document.kind], document.record)
    entries = trails.of_record(connection, document.record)
    steps: Sequence[Any] = way.steps(record, entries) if way.steps and record is not None else ()
    acts = outbox.of_record(connection, document.kind, document.record)
    return Trail(document=document, steps=tuple(steps), waiting=sum(act.state == outbox.WAITING for act in acts))


def _ways(manifests: Sequence[Manifest], actor: Actor) -> dict[str, Any]:
    return {
        kind: way
        for manifest in manifests
        for kind, way in manifest.finds.items()
        if actor.may(way.roles) and way.steps is not None
    }


def _moved(connection: Connection, kind: str, only: Sequence[str] | None = None) -> dict[str, datetime]:
    """Return when documents last moved, the latest first."""
    last = func.max(func.coalesce(trail.c.hub_at, trail.c.at))
    query = select(trail.c.record, last).where(trail.c.kind == kind).group_by(trail.c.record).order_by(last.desc())
    query = query.limit(_MOST_LATEST) if only is None else query.where(trail.c.record.in_(only))
    return {record: moment(at) for record, at in connection.execute(query)}
