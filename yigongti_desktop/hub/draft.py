"""Records as they stand between the acts of one sitting: read once, changed by acts, written at the end."""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from sqlalchemy import Connection

from yigongti_desktop.hub import laid
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.storage import postings
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.catalogue import no_postings

#: Kind and id of a record.
Key = tuple[str, str]
_NOWHERE: frozenset[str] = frozenset()


class Draft:
    """What the acts of one transaction have made of the records that they touch."""

    def __init__(self, connection: Connection, catalogue: Catalogue, *, sees_lists: bool = True) -> None:
        """Begin with nothing read.

        Args:
            connection: the hub's database.
            catalogue: what the hub knows.
            sees_lists: records that a list in force says anew are read as it says them, before they are in place.
        """
        self._connection = connection
        #: Lists in force by kind; asked for when the first record is read.
        self._lists: dict[str, str] | None = None if sees_lists else {}
        self._catalogue = catalogue
        self._now: dict[Key, Record | None] = {}
        self._before: dict[Key, Record | None] = {}
        self._rows: dict[Key, tuple[Any, ...]] = {}
        self._last: dict[Key, str] = {}
        self._passed: dict[Key, frozenset[str]] = {}
        #: Steps of documents, each with its document.
        self.steps: list[tuple[Key, TrailEntry]] = []
        self._undo: list[tuple[Key, Record | None, str]] = []
        #: What the records changed here have added to balances since they were read: account → record → amount.
        self._posted: dict[str, dict[str, int]] = {}
        #: Balances were asked for: no revision of a record tells whether these are still so.
        self.has_asked_ledgers = False

    def go_on(self, connection: Connection) -> None:
        """Go on in another transaction, in which all that was read is still so."""
        self._connection = connection

    def read(self) -> dict[str, dict[str, int]]:
        """Return the revision of each record as it was read, by kind and id; 0 for those that were not there."""
        found: dict[str, dict[str, int]] = {}
        for key, now in self._now.items():
            was = self._before.get(key, now)
            found.setdefault(key[0], {})[key[1]] = was.revision if was else 0
        return found

    def get(self, kind: str, record: str) -> Any | None:
        """Return a record as it stands, for the rules to look at."""
        key = (kind, record)
        if key not in self._now:
            listed = self._listed(kind, [record]).get(record)
            known = self._catalogue.records[kind]
            self._now[key] = listed or records.load(self._connection, known, record)
        return self._now[key]

    def total(self, account: str, but: str = "") -> int:
        """Return the balance of an account as it stands; what one record has posted may be left out."""
        self.has_asked_ledgers = True
        changes = (amount for record, amount in self._posted.get(account, {}).items() if record != but)
        return postings.total(self._connection, account, but) + sum(changes)

    def balances(self, beginning: str) -> dict[str, int]:
        """Return the balances of the accounts whose names begin so, as they stand."""
        self.has_asked_ledgers = True
        found = postings.balances(self._connection, beginning)
        for account, changes in self._posted.items():
            if account.startswith(beginning):
                found[account] = found.get(account, 0) + sum(changes.values())
        return found

    def posted(self, account: str) -> dict[str, int]:
        """Return who posted how much to an account, as it stands."""
        self.has_asked_ledgers = True
        found = postings.posted_by(self._connection, [account])[account]
        for record, amount in self._posted.get(account, {}).items():
            found[record] = found.get(record, 0) + amount
        return {record: amount for record, amount in found.items() if amount}

    def next_account(self, after: str) -> str:
        """Return the first account that is posted to, here too, and does not come before this name; empty for none."""
        self.has_asked_ledgers = True
        drafted = (account for account, its in self._posted.items() if account >= after and any(its.values()))
        known = postings.next_account(self._connection, after)
        return min((account for account in (known, *drafted) if account), default="")

    def read_ahead(self, keys: Iterable[Key]) -> None:
        """Read records with one query for each kind."""
        wanted: dict[str, list[str]] = {}
        for kind, record in keys:
            wanted.setdefault(kind, []).append(record)
        for kind, ids in wanted.items():
            try:
                found = records.load_many(self._connection, self._catalogue.records[kind], ids)
                found |= self._listed(kind, ids)
            except ValueError:
                continue  # a damaged row stops its own acts only, when they ask for it
            for record in ids:
                self._now.setdefault((kind, record), found.get(record))

    def _listed(self, kind: str, ids: Sequence[str]) -> dict[str, Any]:
        if self._lists is None:
            self._lists = laid.in_force(self._connection)
        if kind not in self._lists:
            return {}
        return laid.of(self._connection, self._lists[kind], self._catalogue.records[kind], ids)

    def put(self, key: Key, after: Record, act: str) -> Record:
        """Put a record in the place of the one that stands, one revision further, by an act; return it."""
        current = self._now[key]
        after = replace(after, revision=(current.revision if current else 0) + 1)
        if current is not None and current is not self._before.get(key, current):
            its = self._catalogue.records[key[0]].streams(current)
            self._passed[key] = self._passed.get(key, _NOWHERE) | its
        self._undo.append((key, current, self._last.get(key, "")))
        self._post(key, current, after)
        self._before.setdefault(key, current)
        self._now[key] = after
        self._rows.pop(key, None)
        self._last[key] = act
        return after

    def mark(self) -> tuple[int, int]:
        """Return a mark to come back to."""
        return len(self._undo), len(self.steps)

    def back_to(self, mark: tuple[int, int]) -> None:
        """Undo what was done since a mark."""
        changes, steps = mark
        while len(self._undo) > changes:
            key, former, act = self._undo.pop()
            self._post(key, self._now[key], former)
            self._now[key], self._last[key] = former, act
            self._rows.pop(key, None)
        del self.steps[steps:]

    def changed(self) -> list[Key]:
        """Return the records that are no longer as they were read."""
        return [key for key, before in self._before.items() if self._now[key] is not before]

    def before(self, key: Key) -> Record | None:
        """Return a changed record as it was read."""
        return self._before[key]

    def after(self, key: Key) -> Any:
        """Return a changed record as it stands."""
        return self._now[key]

    def row(self, key: Key) -> tuple[Any, ...]:
        """Return the row of a changed record as it stands."""
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = records.to_row(self._catalogue.records[key[0]], self.after(key))
        return row

    def last(self, key: Key) -> str:
        """Return the act that made a record what it is; empty for none of this sitting."""
        return self._last.get(key, "")

    def passed(self, key: Key) -> frozenset[str]:
        """Return the streams in which a record stood between two acts."""
        return self._passed.get(key, _NOWHERE)

    def _post(self, key: Key, was: Record | None, now: Record | None) -> None:
        kind = self._catalogue.records[key[0]]
        if kind.postings is no_postings:
            return
        for record, sign in ((was, -1), (now, 1)):
            for account, amount in postings.amounts(kind, record).items() if record else ():
                its = self._posted.setdefault(account, {})
                its[key[1]] = its.get(key[1], 0) + sign * amount
