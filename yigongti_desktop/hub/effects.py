"""What a sitting leaves behind: records, steps, their places in the streams, and who must still fetch them."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy import bindparam
from sqlalchemy import delete

from yigongti_desktop.hub import streams
from yigongti_desktop.hub.draft import Draft
from yigongti_desktop.hub.draft import Key
from yigongti_desktop.hub.tables import awaited
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.storage import postings
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import Catalogue

_NO_LONGER = delete(awaited).where(awaited.c.kind == bindparam("its"), awaited.c.record == bindparam("of"))
_AWAITED = ("kind", "record", "institution", "position")


class Effects:
    """Writes what the draft of a sitting holds."""

    def __init__(self, connection: Connection, catalogue: Catalogue, draft: Draft) -> None:
        self._connection = connection
        self._catalogue = catalogue
        self._draft = draft

    def write(self, changed: list[Key], foreseen: set[Key], origin: str) -> None:
        """Write everything.

        Args:
            changed: the records.
            foreseen: those of them that the desk of their acts has as they are.
            origin: device and epoch of that desk.
        """
        draft, fresh, known = self._draft, list[streams.Entry](), list[streams.Entry]()
        memberships: dict[Key, frozenset[str]] = {}
        rows: dict[tuple[str, bool], list[tuple[object, ...]]] = {}
        for key in changed:
            is_new = draft.before(key) is None
            memberships[key], its = self._entries(key, origin if key in foreseen else "")
            (fresh if is_new else known).extend(its)
            rows.setdefault((key[0], is_new), []).append(draft.row(key))
        for (name, is_new), some in rows.items():
            table = self._catalogue.records[name].table
            if is_new:
                records.append(self._connection, table, records.columns(table), some)
            else:
                records.upsert(self._connection, table, some)
        self._post(changed)
        trails.write(self._connection, [step for _, step in draft.steps])
        for key, step in draft.steps:
            told_by = origin if key in foreseen else ""
            its_streams = sorted(memberships.get(key, ()))
            fresh += [(stream, trails.KIND, step.id, 0, "", told_by) for stream in its_streams]
        fresh, known = list(dict.fromkeys(fresh)), list(dict.fromkeys(known))
        self._await(changed, [*fresh, *known], streams.enter(self._connection, known, fresh))

    def _post(self, changed: list[Key]) -> None:
        for name in dict.fromkeys(name for name, _ in changed):
            kind, its = self._catalogue.records[name], [key for key in changed if key[0] == name]
            for are_new in (True, False):
                some = [self._draft.after(key) for key in its if (self._draft.before(key) is None) == are_new]
                postings.write(self._connection, kind, some, are_new=are_new)

    def _entries(self, key: Key, origin: str) -> tuple[frozenset[str], list[streams.Entry]]:
        """Return the streams of a changed record, and how it stands in them and in those that it leaves."""
        name, record = key
        kind, before, passed = self._catalogue.records[name], self._draft.before(key), self._draft.passed(key)
        now_in = kind.streams(self._draft.after(key))
        if before is None and not passed - now_in:
            return now_in, [(stream, name, record, 0, "", origin) for stream in sorted(now_in)]
        was_in = kind.streams(before) if before else frozenset()
        changes = self._changes(key, before) if before else ""
        left = (was_in | passed) - now_in
        entries: list[streams.Entry] = [(stream, name, record, 0, changes, origin) for stream in sorted(now_in)]
        entries += [(stream, name, record, 1, "", "") for stream in sorted(left)]
        for stream in sorted(left):
            entries += [(stream, trails.KIND, step.id, 1, "", "") for of, step in self._draft.steps if of == key]
        if kind.has_trail and before:
            for stream in sorted(now_in ^ was_in):
                entries += streams.trail_entries(self._connection, stream, name, record, is_gone=stream in was_in)
        return now_in, entries

    def _changes(self, key: Key, before: Record) -> str:
        """Return "revision column,column": what has changed upon a revision; empty when it is most of the record."""
        kind = self._catalogue.records[key[0]]
        names, was, now = records.columns(kind.table), records.to_row(kind, before), self._draft.row(key)
        changed = [name for name, old, new in zip(names, was, now, strict=True) if old != new and name != "revision"]
        return f"{before.revision} {','.join(changed)}" if 2 * len(changed) < len(names) else ""

    def _await(self, changed: list[Key], entries: list[streams.Entry], first: int) -> None:
        """Note who must fetch a record, and from which position on.

        Args:
            changed: the records.
            entries: their entries in streams, in order.
            first: position of the first entry.
        """
        kinds = self._catalogue.records
        to_reach = [key for key in changed if kinds[key[0]].reached]
        positions = {entry[:3]: position for position, entry in enumerate(entries, first)} if to_reach else {}
        for name, record in to_reach:
            self._connection.execute(_NO_LONGER, {"its": name, "of": record})
            if by := kinds[name].awaited_by(self._draft.after((name, record))):
                line = (name, record, by, positions.get((f"unit:{by}", name, record), 0))
                records.append(self._connection, awaited, _AWAITED, [line])
