"""What is shown: the confirmed image of a record with the acts that wait upon it.

A refusal just drops its act; the others are done again on what the hub has confirmed.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import select

from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.storage import departed
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.tables import search_keys
from yigongti_desktop.storage.tables import unconfirmed
from yigongti_desktop.storage.unit_of_work import Shelf

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Images:
    """Keeps the shown records in step with the confirmed ones."""

    connection: Connection
    catalogue: Catalogue
    #: Returns who did an act that waits: (records, account, institution, device, when).
    who_acts: Any

    def held(self, kind: RecordKind[Any], ids: Iterable[str]) -> set[str]:
        """Return which of the records have acts upon their confirmed image."""
        wanted = set(ids)
        query = select(unconfirmed.c.record).where(unconfirmed.c.kind == kind.name)
        return {record for record in self.connection.scalars(query) if record in wanted}

    def confirm(self, kind: RecordKind[Any], record: Record) -> None:
        """Put a new confirmed image in place and do the waiting acts upon it again."""
        records.upsert(self.connection, unconfirmed, [(kind.name, record.id, msgspec.json.encode(record).decode())])
        self.show(kind, record.id)

    def show(self, kind: RecordKind[Any], record: str) -> None:
        """Write the record as it is to be shown; without waiting acts it is its confirmed image."""
        held = select(unconfirmed.c.image).where(unconfirmed.c.kind == kind.name, unconfirmed.c.record == record)
        row = self.connection.execute(held).first()
        if row is None:
            return
        image = None if row.image is None else msgspec.json.decode(row.image, type=kind.record)
        reached = image.revision if image else 0
        acts = [act for act in outbox.of_record(self.connection, kind.name, record) if _still_counts(act, reached)]
        if not acts:
            self.connection.execute(
                delete(unconfirmed).where(unconfirmed.c.kind == kind.name, unconfirmed.c.record == record)
            )
        self._write(kind, record, self._redo(image, acts))

    def remove(self, kind: RecordKind[Any], record: str) -> None:
        """Take a record away that this desk is no longer to have; acts that are open on it keep its name."""
        if departed.is_owed(self.connection, kind.name, record):
            self._remember(kind, record)
        self.connection.execute(
            delete(unconfirmed).where(unconfirmed.c.kind == kind.name, unconfirmed.c.record == record)
        )
        self._write(kind, record, None)

    def _remember(self, kind: RecordKind[Any], record: str) -> None:
        with suppress(ValueError):  # a damaged row has no name to keep
            shown = records.load(self.connection, kind, record)
            if shown is not None:
                departed.remember(self.connection, kind.name, record, kind.called(shown))

    def _redo(self, image: Record | None, acts: list[outbox.Act]) -> Record | None:
        shown = image
        shelf = Shelf(self.connection, self.catalogue)
        known = facts.everything(self.connection)
        for act in acts:
            try:
                event = self.catalogue.event(act.kind)
                actor = self._actor(shelf, act, known)
                ruling = Ruling(
                    event=act.event,
                    record=act.record,
                    actor=actor,
                    at=act.at,
                    register=shelf,
                    letter=known.get(facts.LETTER, ""),
                )
                shown = event.decide(shown, msgspec.json.decode(act.body, type=event.body), ruling)
            except (Refused, msgspec.MsgspecError):
                log.info("act %s no longer fits; the hub decides", act.event)
            except Exception as fault:  # noqa: BLE001 - a fault of ours in one rule never stops what comes down
                log.error("act %s cannot be shown: %s", act.event, type(fault).__name__)  # noqa: TRY400 - a traceback may hold names
        return shown

    def _actor(self, shelf: Shelf, act: outbox.Act, known: dict[str, str]) -> Actor:
        actor: Actor = self.who_acts(shelf, act.account, known[facts.INSTITUTION], known[facts.DEVICE], act.at)
        return actor

    def _write(self, kind: RecordKind[Any], record: str, shown: Record | None) -> None:
        if shown is not None:
            records.save_many(self.connection, kind, [shown])
            records.index_spellings(self.connection, kind, [shown])
            return
        self.connection.execute(delete(kind.table).where(kind.table.c.id == record))
        self.connection.execute(
            delete(search_keys).where(search_keys.c.kind == kind.name, search_keys.c.record == record)
        )


def _still_counts(act: outbox.Act, reached: int) -> bool:
    return act.state == outbox.WAITING or (act.state == outbox.ACCEPTED and act.revision > reached)
