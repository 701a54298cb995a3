"""The journal's lines of one sitting: brief where the batch is kept as it was signed and holds the rest, else full."""

from __future__ import annotations

from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import bindparam
from sqlalchemy import select

from yigongti_desktop.hub.tables import journal
from yigongti_desktop.protocol.batch import Outcome
from yigongti_desktop.protocol.compact import Act
from yigongti_desktop.storage import records

_BRIEF = ("id", "batch", "place", "kind", "record_kind", "record", "revision", "code", "facts", "quarantined")
_FULL = (*_BRIEF, "device", "account", "institution", "seen", "body", "at", "answers", "cause", "hub_at")
#: The largest number that a column holds.
_LARGEST = 2**63 - 1
_STANDS = select(journal.c.id).where(journal.c.id == bindparam("its"))


class Minutes:
    """What a sitting writes down of each act."""

    def __init__(self, batch: str, hub_at: str) -> None:
        self._batch = batch
        self.hub_at = hub_at
        self._brief: list[tuple[Any, ...]] = []
        self._full: list[tuple[Any, ...]] = []
        self._ids: set[str] = set()

    def note(self, act: Act, record_kind: str, outcome: Outcome, place: int, device: str) -> None:
        """Write down what became of an act.

        Args:
            act: as it came.
            record_kind: of its record; empty when the act's kind is unknown.
            outcome: what became of it.
            place: in its batch, from 0.
            device: that sent it.
        """
        self._ids.add(act.id)
        facts = "{}" if not outcome.facts else msgspec.json.encode(outcome.facts).decode()
        line = (act.id, self._batch, place, act.kind, record_kind, act.record,
                outcome.revision, outcome.code, facts, int(outcome.quarantined))  # fmt: skip
        if act.forecast is not None and not outcome.quarantined and not act.answers:
            self._brief.append(line)
            return
        body = act.body if act.body is not None else msgspec.json.encode(act.values)
        by = (device, act.account, act.institution, min(act.seen, _LARGEST))
        self._full.append((*line, *by, body, act.at, act.answers, act.cause))

    def has(self, connection: Connection, act: str) -> bool:
        """Say whether an act of this id was written down, now or ever: a desk that lies may have sent it."""
        return act in self._ids or connection.execute(_STANDS, {"its": act}).first() is not None

    def mark(self) -> tuple[int, int]:
        """Return a mark to come back to."""
        return len(self._brief), len(self._full)

    def back_to(self, mark: tuple[int, int]) -> None:
        """Strike out what was written down since a mark."""
        for lines, count in ((self._brief, mark[0]), (self._full, mark[1])):
            self._ids.difference_update(line[0] for line in lines[count:])
            del lines[count:]

    def write(self, connection: Connection) -> None:
        """Put the lines into the journal."""
        records.append(connection, journal, _BRIEF, self._brief)
        records.append(connection, journal, _FULL, [(*line, self.hub_at) for line in self._full])
