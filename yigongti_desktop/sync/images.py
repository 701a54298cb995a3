"""What is shown: the confirmed image of a record with the acts that wait upon it.

A refusal just drops its act; the others are done again on what the hub has confirmed.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from collections.abc import Sequence
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
from yigongti_desktop.protocol.exchange import MOST_WANTED
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.storage import departed
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import indexes
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.tables import unconfirmed
from yigongti_desktop.storage.unit_of_work import Shelf
from yigongti_desktop.storage.unit_of_work import keep_image

log = logging.getLogger(__name__)
#: In the place of an image: the record has left this desk, and acts wait that were done on it or make it anew.
_LEFT = ""
#: Before an image after which a change came that does not fit upon it: the record is to come whole, and the image
#: stays marked, whatever acts come and go upon it, until it has.
OUTDATED = "?"


@dataclass(frozen=True)
class Images:
    """Keeps the shown records in step with the confirmed ones."""

    connection: Connection
    catalogue: Catalogue
    #: Returns who did an act that waits: (records, account, institution, device, when).
    who_acts: Any

    def held(self, kind: RecordKind[Any], ids: Sequence[str]) -> set[str]:
        """Return which of the records have acts upon their confirmed image."""
        if self.connection.execute(select(unconfirmed.c.record).limit(1)).first() is None:
            return set()
        its = records.among(self.connection, unconfirmed.c.record, ids)
        return set(self.connection.scalars(select(unconfirmed.c.record).where(unconfirmed.c.kind == kind.name, its)))

    def confirmed(self, kind: RecordKind[Any], ids: Sequence[str]) -> dict[str, Record]:
        """Return the confirmed images of the records, held or not."""
        known: dict[str, Record] = records.load_many(self.connection, kind, ids)
        for record in self.held(kind, ids):
            image = _decoded(kind, self._kept(kind, record))
            known.pop(record, None)
            if image is not None:
                known[record] = image
        return known

    def confirm(self, kind: RecordKind[Any], record: Record) -> None:
        """Put a new confirmed image in place and do the waiting acts upon it again."""
        records.upsert(self.connection, unconfirmed, [(kind.name, record.id, msgspec.json.encode(record).decode())])
        outbox.doubt(self.connection, kind.name, record.id)
        self.show(kind, record.id)

    def miss(self, kind: RecordKind[Any], record: str) -> None:
        """Note that a change came which does not fit upon the confirmed image: the record is to come whole."""
        if not self.held(kind, [record]):
            shown = records.load(self.connection, kind, record)
            keep_image(self.connection, kind, record, shown)
        self.connection.exec_driver_sql(
            "UPDATE unconfirmed SET image = ? || coalesce(image, '') WHERE kind = ? AND record = ?"
            " AND coalesce(substr(image, 1, 1), '') <> ?",
            (OUTDATED, kind.name, record, OUTDATED),
        )

    def missing(self) -> list[tuple[str, str]]:
        """Return the records whose confirmed image is outdated or, without waiting acts, has not come; kind and id."""
        query = (
            "SELECT kind, record FROM unconfirmed AS held WHERE substr(image, 1, 1) = ? OR NOT EXISTS (SELECT 1"
            " FROM outbox AS act WHERE act.record_kind = held.kind AND act.record = held.record"
            " AND act.state = 'waiting') LIMIT ?"
        )
        return [(kind, record) for kind, record in self.connection.exec_driver_sql(query, (OUTDATED, MOST_WANTED))]

    def settle(self, kind: RecordKind[Any], reached: Mapping[str, int]) -> None:
        """Let records be confirmed as they are shown: all their acts stand, as was foreseen, and none waits.

        Args:
            kind: of the records.
            reached: revision that the hub gave to each.
        """
        if not reached:
            return
        self.connection.exec_driver_sql(
            f"UPDATE {kind.table.name} SET revision = ? WHERE id = ? AND revision < ?",  # noqa: S608 - a table of ours
            [(revision, record, revision) for record, revision in reached.items()],
        )
        self.connection.exec_driver_sql(
            "DELETE FROM unconfirmed WHERE kind = ? AND record = ?", [(kind.name, record) for record in reached]
        )

    def show(self, kind: RecordKind[Any], record: str) -> None:
        """Write the record as it is to be shown; without waiting acts it is its confirmed image."""
        if not self.held(kind, [record]):
            return
        kept = self._kept(kind, record)
        image = _decoded(kind, kept)
        reached, has_left = (image.revision if image else 0), kept == _LEFT
        acts = [
            act
            for act in outbox.of_record(self.connection, kind.name, record)
            if act.state == outbox.WAITING or (not has_left and _still_counts(act, reached))
        ]
        if not acts and not (kept or "").startswith(OUTDATED):
            self._let_go(kind, record)
        self._write(kind, record, self._redo(image, acts))

    def remove(self, kind: RecordKind[Any], record: str) -> None:
        """Take a record away that this desk is no longer to have; acts that are open on it keep its name.

        What acts that still wait would make of it was foreseen upon what is gone: the hub's word is awaited.
        """
        if departed.is_owed(self.connection, kind.name, record):
            self._remember(kind, record)
            records.upsert(self.connection, unconfirmed, [(kind.name, record, _LEFT)])
            outbox.doubt(self.connection, kind.name, record)
            self.show(kind, record)
            return
        self._let_go(kind, record)
        self._write(kind, record, None)

    def _kept(self, kind: RecordKind[Any], record: str) -> str | None:
        held = select(unconfirmed.c.image).where(unconfirmed.c.kind == kind.name, unconfirmed.c.record == record)
        return self.connection.scalar(held)

    def _let_go(self, kind: RecordKind[Any], record: str) -> None:
        """Keep no confirmed image beside what is shown."""
        its = (unconfirmed.c.kind == kind.name) & (unconfirmed.c.record == record)
        self.connection.execute(delete(unconfirmed).where(its))

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
            indexes.write(self.connection, kind, [shown])
            return
        self.connection.execute(delete(kind.table).where(kind.table.c.id == record))
        indexes.remove(self.connection, kind, record)


def _still_counts(act: outbox.Act, reached: int) -> bool:
    return act.state == outbox.ACCEPTED and act.revision > reached


def _decoded(kind: RecordKind[Any], kept: str | None) -> Record | None:
    image = (kept or "").removeprefix(OUTDATED)
    return msgspec.json.decode(image, type=kind.record) if image else None
