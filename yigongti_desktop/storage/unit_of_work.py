"""One act and its effect in one transaction: judge, save, put in the outbox, write the step, commit.

It runs on the writer thread only. What it changed is told after the commit, by topic.
"""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from dataclasses import field
from typing import Any
from typing import TypeVar

import msgspec
from sqlalchemy import Connection
from sqlalchemy import Engine
from sqlalchemy import select

from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import Ids
from yigongti_desktop.kernel.ids import is_id
from yigongti_desktop.protocol.event import Event
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import indexes
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import postings
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.clocks import DeskClock
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.tables import unconfirmed

R = TypeVar("R", bound=Record)


class Shelf:
    """Records by kind and id, as rules look at them."""

    def __init__(self, connection: Connection, catalogue: Catalogue) -> None:
        self._connection = connection
        self._catalogue = catalogue

    def get(self, kind: str, record: str) -> Any | None:
        """Return the current record, or None."""
        return records.load(self._connection, self._catalogue.records[kind], record)

    def total(self, account: str, but: str = "") -> int:
        """Return the balance of an account; what one record has posted may be left out."""
        return postings.total(self._connection, account, but)

    def balances(self, beginning: str) -> dict[str, int]:
        """Return the balances of the accounts whose names begin so."""
        return postings.balances(self._connection, beginning)

    def posted(self, account: str) -> dict[str, int]:
        """Return who posted how much to an account."""
        return postings.posted_by(self._connection, [account])[account]

    def next_account(self, after: str) -> str:
        """Return the first account that is posted to and does not come before this name; empty for none."""
        return postings.next_account(self._connection, after)


@dataclass(frozen=True, kw_only=True)
class Effect:
    """What one act has done to its record."""

    kind: RecordKind[Any]
    before: Any | None
    after: Any
    event: Event
    #: Digest of the record after it.
    foreseen: bytes
    step: TrailEntry | None


@dataclass
class UnitOfWork:
    """What a handler works with."""

    connection: Connection
    catalogue: Catalogue
    clock: DeskClock
    ids: Ids
    actor: Actor
    topics: set[str] = field(default_factory=set)
    #: Signs bytes as this device; nobody signs where no desk is open.
    sign: Callable[[bytes], bytes] | None = None

    @property
    def register(self) -> Shelf:
        """Return the records as rules look at them."""
        return Shelf(self.connection, self.catalogue)

    def get(self, kind: RecordKind[R], record: str) -> R:
        """Return a record that must exist.

        Raises:
            Refused: not_found.
        """
        found = self.find(kind, record)
        if found is None:
            raise Refused("not_found", kind=kind.name)
        return found

    def find(self, kind: RecordKind[R], record: str) -> R | None:
        """Return a record, or None."""
        return records.load(self.connection, kind, record)

    def fact(self, name: str) -> str:
        """Return a fact about this device."""
        return facts.get(self.connection, name)

    def next_number(self) -> str:
        """Allocate a document number.

        Raises:
            Refused: clock_behind, clock_ahead when the paper would bear a date that cannot be right.
        """
        self.clock.check(self.connection)
        return facts.next_number(self.connection, self.clock.now())

    def emit(self, kind: EventKind[R, Any], record: str, body: msgspec.Struct, *, answers: str = "") -> R:
        """Do an act: judged by its rule, saved unconfirmed, waiting for the hub.

        Raises:
            Refused: not_found for what can be no id, or what the rule says; nothing is changed then.
        """
        if not is_id(record):
            raise Refused("not_found", kind=kind.of.name)
        self.actor.need(kind.roles)
        event = self._event(self.ids.new(), kind, record, body)
        return self._do(kind, msgspec.structs.replace(event, answers=answers), body)

    def save(self, kind: RecordKind[R], record: R) -> None:
        """Write a record and how it is found."""
        records.save_many(self.connection, kind, [record])
        indexes.write(self.connection, kind, [record])
        self.topics.add(kind.topic)

    def _event(self, event: str, kind: EventKind[Any, Any], record: str, body: msgspec.Struct) -> Event:
        current = self.find(kind.of, record)
        return Event(
            id=event,
            kind=kind.name,
            record=record,
            seen=current.revision if current else 0,
            body=msgspec.json.encode(body),
            institution=self.actor.institution,
            account=self.actor.account,
            at=facts.moment(facts.stamp(self.clock.now())),  # as it is stored, so that both sides have the same
        )

    def _do(self, kind: EventKind[R, Any], event: Event, body: msgspec.Struct) -> R:
        current = self.find(kind.of, event.record)
        ruling = self._ruling(event)
        after = kind.decide(current, body, ruling)
        if event.cause and f"unit:{self.actor.institution}" not in kind.of.streams(after):
            return after  # it happens elsewhere, where the hub does it
        step = self._step(event, kind, after, body) if kind.of.has_trail else None
        foreseen = records.forecast(records.to_row(kind.of, after), trails.told(step) if step else ())
        self._put(Effect(kind=kind.of, before=current, after=after, event=event, foreseen=foreseen, step=step))
        self.topics.add("sync")
        for reaction in self.catalogue.react(kind.name, after, body, ruling):
            following = self.catalogue.event(reaction.kind)
            with suppress(Refused):  # a forecast: the hub does it again and has the last word
                then = self._event(reaction.event_id(event.id), following, reaction.record, reaction.body)
                self._do(following, msgspec.structs.replace(then, at=event.at, cause=event.id), reaction.body)
        return after

    def _put(self, effect: Effect) -> None:
        """Write what an act has done."""
        keep_image(self.connection, effect.kind, effect.event.record, effect.before)
        self.save(effect.kind, effect.after)
        outbox.append(self.connection, effect.event, effect.kind.name, effect.foreseen, is_heavy=effect.kind.is_heavy)
        if effect.step:
            trails.write(self.connection, [effect.step])

    def _ruling(self, event: Event) -> Ruling:
        return Ruling(
            event=event.id,
            record=event.record,
            actor=self.actor,
            at=event.at,
            register=self.register,
            letter=self.fact(facts.LETTER),
        )

    def _step(self, event: Event, kind: EventKind[Any, Any], after: Record, body: msgspec.Struct) -> TrailEntry:
        return TrailEntry(
            id=event.id,
            kind=kind.of.name,
            record=event.record,
            act=kind.name,
            state=str(getattr(after, "state", "")),
            account=event.account,
            person=self.actor.name,
            institution=event.institution,
            place=self.fact(facts.PLACE),
            letter=self.fact(facts.LETTER),
            at=event.at,
            note=kind.note(body),
        )


@contextmanager
def unit_of_work(
    engine: Engine,
    catalogue: Catalogue,
    clock: DeskClock,
    ids: Ids,
    actor: Actor,
    sign: Callable[[bytes], bytes] | None = None,
) -> Iterator[UnitOfWork]:
    """Open the one transaction of an act; it commits whole or leaves no trace."""
    with writing(engine) as connection:
        yield UnitOfWork(connection, catalogue, clock, ids, actor, sign=sign)
        clock.note(connection)


def keep_image(connection: Connection, kind: RecordKind[R], record: str, current: R | None) -> None:
    """Lay the confirmed image aside before the first unconfirmed act changes the record."""
    held = select(unconfirmed.c.record).where(unconfirmed.c.kind == kind.name, unconfirmed.c.record == record)
    if connection.execute(held).first() is None:
        image = None if current is None else msgspec.json.encode(current).decode()
        records.upsert(connection, unconfirmed, [(kind.name, record, image)])
