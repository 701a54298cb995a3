"""Many acts in one transaction, judged one after another by the same rules, and written with a statement a table.

What is left behind is what the same acts leave that are done one by one; only the round trips are fewer.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from dataclasses import field
from typing import Any
from typing import TypeVar

import msgspec
from sqlalchemy import select

from yigongti_desktop.protocol.record import Record
from yigongti_desktop.storage import indexes
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import postings
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.tables import unconfirmed
from yigongti_desktop.storage.unit_of_work import Effect
from yigongti_desktop.storage.unit_of_work import Shelf
from yigongti_desktop.storage.unit_of_work import UnitOfWork

R = TypeVar("R", bound=Record)
Key = tuple[str, str]


@contextmanager
def bulk(uow: UnitOfWork) -> Iterator[Bulk]:
    """Return the unit of work for many acts; all of them are written at the end, none if it comes to no good end."""
    many = Bulk(uow.connection, uow.catalogue, uow.clock, uow.ids, uow.actor, uow.topics)
    yield many
    many.write()


@dataclass
class Bulk(UnitOfWork):
    """A unit of work that holds what it has done until it is told to write."""

    #: Records as they are now, None for those that are not there.
    held: dict[Key, Any] = field(default_factory=dict)
    _effects: list[Effect] = field(default_factory=list)
    _facts: dict[str, str] = field(default_factory=dict)

    @property
    def register(self) -> Shelf:
        """Return the records as rules look at them, with what has been done to them so far."""
        return _Held(self)

    def hold(self, kind: RecordKind[R], ids: Iterable[str]) -> None:
        """Read the records that are concerned, with one question."""
        wanted = [one for one in dict.fromkeys(ids) if (kind.name, one) not in self.held]
        found = records.load_many(self.connection, kind, wanted)
        self.held |= {(kind.name, one): found.get(one) for one in wanted}

    def find(self, kind: RecordKind[R], record: str) -> R | None:
        """Return a record as it is now, or None."""
        key = (kind.name, record)
        if key not in self.held:
            self.held[key] = records.load(self.connection, kind, record)
        found: R | None = self.held[key]
        return found

    def save(self, kind: RecordKind[R], record: R) -> None:
        """Write a record that no act has made."""
        self.write()
        self.held[kind.name, record.id] = record
        super().save(kind, record)

    def fact(self, name: str) -> str:
        """Return a fact about this device."""
        if name not in self._facts:
            self._facts[name] = super().fact(name)
        return self._facts[name]

    def write(self) -> None:
        """Write all that was done: images, records, what they are found by, acts, steps."""
        effects, self._effects = self._effects, []
        for name in dict.fromkeys(one.kind.name for one in effects):
            its = [one for one in effects if one.kind.name == name]
            kind = its[0].kind
            self._keep_images(kind, its)
            last = list({one.after.id: one.after for one in its}.values())
            records.save_many(self.connection, kind, last)
            indexes.write(self.connection, kind, last)
            self.topics.add(kind.topic)
        acts = [(one.event, one.kind.name, one.foreseen, one.kind.is_heavy) for one in effects]
        outbox.append_many(self.connection, acts)
        trails.write(self.connection, [one.step for one in effects if one.step])

    def _put(self, effect: Effect) -> None:
        self.held[effect.kind.name, effect.event.record] = effect.after
        self._effects.append(effect)

    def _keep_images(self, kind: RecordKind[Any], effects: list[Effect]) -> None:
        """Lay the confirmed images aside of those records that no act waits for yet."""
        first: dict[str, Any] = {}
        for one in effects:
            first.setdefault(one.event.record, one.before)
        its = records.among(self.connection, unconfirmed.c.record, list(first))
        held = set(self.connection.scalars(select(unconfirmed.c.record).where(unconfirmed.c.kind == kind.name, its)))
        rows = [(kind.name, record, _image(before)) for record, before in first.items() if record not in held]
        records.upsert(self.connection, unconfirmed, rows)


class _Held(Shelf):
    """Records as many acts have left them so far."""

    def __init__(self, many: Bulk) -> None:
        super().__init__(many.connection, many.catalogue)
        self._many = many

    def get(self, kind: str, record: str) -> Any | None:
        """Return the current record, or None."""
        return self._many.find(self._many.catalogue.records[kind], record)

    def total(self, account: str, but: str = "") -> int:
        """Return the balance of an account with all that was done."""
        self._many.write()
        return postings.total(self._many.connection, account, but)

    def balances(self, beginning: str) -> dict[str, int]:
        """Return the balances of the accounts whose names begin so, with all that was done."""
        self._many.write()
        return super().balances(beginning)

    def posted(self, account: str) -> dict[str, int]:
        """Return who posted how much to an account, with all that was done."""
        self._many.write()
        return super().posted(account)

    def next_account(self, after: str) -> str:
        """Return the first account that is posted to and does not come before this name, with all that was done."""
        self._many.write()
        return super().next_account(after)


def _image(before: Record | None) -> str | None:
    return None if before is None else msgspec.json.encode(before).decode()
