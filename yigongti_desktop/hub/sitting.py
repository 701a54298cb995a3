"""The hub judging within one transaction: acts in order, each by its rule, their effects written at the end.

Records are read once for all acts and written once; one bad act never stops the others.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from dataclasses import field
from datetime import datetime
from datetime import timedelta
from functools import cached_property
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import insert
from sqlalchemy import select

from yigongti_desktop.hub import streams
from yigongti_desktop.hub.tables import awaited
from yigongti_desktop.hub.tables import journal
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import hub_actor
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.batch import Outcome
from yigongti_desktop.protocol.compact import Act
from yigongti_desktop.protocol.event import Event
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Reaction
from yigongti_desktop.storage.facts import moment
from yigongti_desktop.storage.facts import stamp

log = logging.getLogger(__name__)
#: How far a device's clock may be ahead before it is not believed.
_AHEAD = timedelta(minutes=10)
_BEFORE = timedelta(days=1)
#: Bytes of one act; five hundred lines of a request with all their remarks are a tenth of it.
_LONGEST_BODY = 4 * 1024**2
_BRIEF = ("id", "batch", "place", "kind", "record_kind", "record", "revision", "code", "facts", "quarantined")
_FULL = (*_BRIEF, "device", "account", "institution", "seen", "body", "at", "hub_at", "answers", "cause")
#: The largest number that a column holds.
_LARGEST = 2**63 - 1


@dataclass(frozen=True)
class Sender:
    """The device that an act came from."""

    device: str
    institution: str
    place: str
    letter: str
    #: Since when its institution has machines; what is dated before cannot be.
    enrolled_at: datetime


#: Returns who acted, or refuses them: (records, account, institution, device, when).
WhoActs = Callable[[Lookup, str, str, str, datetime], Actor]


@dataclass
class Sitting:
    """The working set of one transaction."""

    connection: Connection
    catalogue: Catalogue
    who_acts: WhoActs
    now: datetime
    receipt: str = ""
    batch: str = ""
    _records: dict[tuple[str, str], Record | None] = field(default_factory=dict)
    _before: dict[tuple[str, str], Record | None] = field(default_factory=dict)
    _steps: list[tuple[tuple[str, str], TrailEntry]] = field(default_factory=list)
    #: Streams in which a record stood between two acts of this sitting.
    _passed: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    #: Lines of the journal: brief ones, whose batch is kept as it was signed and holds the rest, and full ones.
    _brief: list[tuple[Any, ...]] = field(default_factory=list)
    _journal: list[tuple[Any, ...]] = field(default_factory=list)
    _done: dict[str, int] = field(default_factory=dict)
    _judged: set[str] = field(default_factory=set)
    #: Rows of records as they now stand, and the act that made them so.
    _rows: dict[tuple[str, str], tuple[Any, ...]] = field(default_factory=dict)
    _last: dict[tuple[str, str], str] = field(default_factory=dict)
    #: Acts of the batch by the record they moved, and those whose record is as their desk foresaw.
    _moved: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    _foreseen: set[str] = field(default_factory=set)
    _undo: list[tuple[tuple[str, str], Record | None, str]] = field(default_factory=list)

    def get(self, kind: str, record: str) -> Any | None:
        """Return a record as it stands in this sitting, for the rules to look at."""
        key = (kind, record)
        if key not in self._records:
            self._records[key] = records.load(self.connection, self.catalogue.records[kind], record)
        return self._records[key]

    def read_ahead(self, acts: Iterable[Act]) -> None:
        """Read the records of all acts with one query for each kind."""
        wanted: dict[str, list[str]] = {}
        for act in acts:
            kind = self.catalogue.events.get(act.kind)
            if kind:
                wanted.setdefault(kind.of.name, []).append(act.record)
        for name, ids in wanted.items():
            try:
                found = records.load_many(self.connection, self.catalogue.records[name], ids)
            except ValueError:
                continue  # a damaged row stops its own acts only, when they ask for it
            for record in ids:
                self._records.setdefault((name, record), found.get(record))

    def judge(self, act: Act, sender: Sender, place: int) -> Outcome:
        """Judge one act; whatever goes wrong with it stays its own affair."""
        kind = self.catalogue.events.get(act.kind)
        if act.cause:
            done = self._done.get(act.id)
            if not done or kind is None:
                return Outcome(event=act.id, code=outbox.NOT_FOLLOWED)
            self._compare(kind, act)
            return Outcome(event=act.id, revision=done)
        held = len(self._undo)
        try:
            revision = self._judge(act, sender)
        except Refused as refusal:
            is_kept = refusal.code == outbox.EVENT_UNKNOWN
            facts = _travelling(refusal.facts)
            outcome = Outcome(event=act.id, code=refusal.code, facts=facts, quarantined=is_kept)
        except Exception as fault:  # noqa: BLE001 - a fault of ours is set aside; the other acts go on
            log.error("event %s set aside: %s", act.id, type(fault).__name__)  # noqa: TRY400 - a traceback may hold names
            outcome = Outcome(event=act.id, code="hub_fault", quarantined=True)
            self._take_back(held)
        else:
            outcome = Outcome(event=act.id, revision=revision)
        self._write_down(act, sender, outcome, place)
        return outcome

    def act(self, kind: str, record: str, event_id: str, body: msgspec.Struct, by: Sender) -> bool:
        """Do an act of the hub itself; say whether its record took it."""
        held = len(self._undo)
        try:
            self._follow(
                hub_actor(by.institution), Reaction(kind=kind, record=record, body=body), event_id, self.now, by
            )
        except Refused as refusal:
            log.info("%s on %s refused: %s", kind, record, refusal.code)
        except Exception as fault:  # noqa: BLE001 - a fault of ours with one record; the others go on
            log.error("%s on %s failed: %s", kind, record, type(fault).__name__)  # noqa: TRY400 - a traceback may hold names
            self._take_back(held)
        else:
            return True
        return False

    def put(self, kind: str, changed: Sequence[Record]) -> None:
        """Put records of the hub itself in place, each one revision further."""
        known = records.load_many(self.connection, self.catalogue.records[kind], [record.id for record in changed])
        for record in changed:
            before = known.get(record.id)
            if before and msgspec.structs.replace(record, revision=before.revision) == before:
                continue
            self._before.setdefault((kind, record.id), before)
            revision = (before.revision if before else 0) + 1
            self._records[kind, record.id] = msgspec.structs.replace(record, revision=revision)

    def finish(self, origin: str = "") -> set[str]:
        """Write records, steps, streams and journal.

        Args:
            origin: device and epoch that the acts came from.

        Returns:
            The acts of the batch whose record is not as their desk foresaw: it is sent to that desk too.
        """
        changed = [key for key in self._before if self._records[key] is not self._before[key]]
        alike = {key for key in changed if self._is_foreseen(key)}
        memberships: dict[tuple[str, str], frozenset[str]] = {}
        entries: list[streams.Entry] = []
        for key in changed:
            memberships[key], its = self._entries(key, origin if key in alike else "")
            entries += its
        for name in dict.fromkeys(name for name, _ in changed):
            kind = self.catalogue.records[name]
            records.upsert(self.connection, kind.table, [self._row(key) for key in changed if key[0] == name])
        trails.write(self.connection, [step for _, step in self._steps])
        for key, step in self._steps:
            told_by = origin if key in alike else ""
            entries += [(stream, trails.KIND, step.id, 0, "", told_by) for stream in sorted(memberships.get(key, ()))]
        positions = streams.enter(self.connection, list(dict.fromkeys(entries)))
        self._await(changed, positions)
        records.append(self.connection, journal, _BRIEF, self._brief)
        records.append(self.connection, journal, _FULL, self._journal)
        return {act for key, acts in self._moved.items() if key not in alike for act in acts}

    def _entries(self, key: tuple[str, str], origin: str) -> tuple[frozenset[str], list[streams.Entry]]:
        """Return the streams of a changed record, and how it stands in them and in those that it leaves."""
        name, record = key
        kind, before = self.catalogue.records[name], self._before[key]
        now_in = kind.streams(self._records[key])
        passed = self._passed.get(key, frozenset())
        if before is None and passed <= now_in:
            return now_in, [(stream, name, record, 0, "", origin) for stream in sorted(now_in)]
        was_in = kind.streams(before) if before else frozenset()
        changes = self._changes(key, before) if before else ""
        left = (was_in | passed) - now_in
        entries: list[streams.Entry] = [(stream, name, record, 0, changes, origin) for stream in sorted(now_in)]
        entries += [(stream, name, record, 1, "", "") for stream in sorted(left)]
        for stream in sorted(left):
            entries += [(stream, trails.KIND, step.id, 1, "", "") for of, step in self._steps if of == key]
        if kind.has_trail and before:
            for stream in sorted(now_in ^ was_in):
                entries += streams.trail_entries(self.connection, stream, name, record, is_gone=stream in was_in)
        return now_in, entries

    def _changes(self, key: tuple[str, str], before: Record) -> str:
        """Return "revision column,column": what has changed upon a revision; empty when it is most of the record."""
        kind = self.catalogue.records[key[0]]
        names, was, now = records.columns(kind.table), records.to_row(kind, before), self._row(key)
        changed = [name for name, old, new in zip(names, was, now, strict=True) if old != new and name != "revision"]
        return f"{before.revision} {','.join(changed)}" if 2 * len(changed) < len(names) else ""

    def _row(self, key: tuple[str, str]) -> tuple[Any, ...]:
        if key not in self._rows:
            self._rows[key] = records.to_row(self.catalogue.records[key[0]], self._records[key])
        return self._rows[key]

    def _is_foreseen(self, key: tuple[str, str]) -> bool:
        """Say whether the batch's acts on a record left what their desk shows, and nothing came after them."""
        acts = self._moved.get(key, [])
        return bool(acts) and self._foreseen.issuperset(acts) and self._last.get(key) == acts[-1]

    def _compare(self, kind: EventKind[Any, Any], act: Act) -> None:
        """Note whether the record is what the act's desk foresaw."""
        key = (kind.of.name, act.record)
        self._moved.setdefault(key, []).append(act.id)
        if act.forecast and self._last.get(key) == act.id:
            step = self._steps[-1][1] if kind.of.has_trail else None
            if step and step.id != act.id:  # reactions have come between
                step = next(one for _, one in reversed(self._steps) if one.id == act.id)
            if records.forecast(self._row(key), trails.told(step) if step else ()) == act.forecast:
                self._foreseen.add(act.id)

    def _judge(self, act: Act, sender: Sender) -> int:
        if act.institution != sender.institution:
            raise Refused("not_your_institution")
        kind = self.catalogue.event(act.kind)
        event = self._event(act)
        at = self._believe(event, sender)
        actor = self.who_acts(self, act.account, sender.institution, sender.device, at)
        actor.need(kind.roles)
        body = _body(kind, act)
        ruling = self._ruling(event, actor, at, sender.letter)
        after = self._apply(kind, event, body, ruling, sender)
        self._compare(kind, act)
        return after.revision

    def _event(self, act: Act) -> Event:
        try:
            at = moment(act.at)
        except ValueError:
            raise Refused("event_damaged") from None
        if at.tzinfo is None:
            raise Refused("event_damaged")
        return Event(
            id=act.id,
            kind=act.kind,
            record=act.record,
            seen=act.seen,
            body=b"",
            institution=act.institution,
            account=act.account,
            at=at,
            answers=act.answers,
            cause=act.cause,
        )

    def _follow(self, actor: Actor, act: Reaction, event_id: str, at: datetime, sender: Sender) -> int:
        """Do an act that nobody sent: the hub's own, or one that follows from another."""
        kind = self.catalogue.event(act.kind)
        event = Event(
            id=event_id,
            kind=act.kind,
            record=act.record,
            seen=0,
            body=b"",
            institution=actor.institution,
            account=actor.account,
            at=at,
        )
        after = self._apply(kind, event, act.body, self._ruling(event, actor, self._believe(event, sender), ""), sender)
        done = Act(event_id, act.kind, act.record, 0, actor.account, stamp(at), "", "", None,
                   msgspec.json.encode(act.body), None, actor.institution)  # fmt: skip
        self._write_down(done, sender, Outcome(event=event_id, revision=after.revision), 0)
        return after.revision

    def _apply(
        self, kind: EventKind[Any, Any], event: Event, body: msgspec.Struct, ruling: Ruling, sender: Sender
    ) -> Record:
        key = (kind.of.name, event.record)
        current = self.get(*key)
        after: Record = kind.decide(current, body, ruling)
        after = msgspec.structs.replace(after, revision=(current.revision if current else 0) + 1)
        if key in self._before and current is not None and current is not self._before[key]:
            self._passed[key] = self._passed.get(key, frozenset()) | kind.of.streams(current)
        self._undo.append((key, current, event.id))
        self._before.setdefault(key, current)
        self._records[key] = after
        self._rows.pop(key, None)
        self._last[key] = event.id
        self._done[event.id] = after.revision
        if kind.of.has_trail:
            self._steps.append((key, self._step(kind, event, after, body, ruling, sender)))
        for reaction in self.catalogue.react(kind.name, after, body, ruling):
            follower = reaction.event_id(event.id)
            if self._is_judged(follower):
                log.warning("event %s came before its cause %s", follower, event.id)
                continue
            try:
                self._follow(ruling.actor, reaction, follower, event.at, sender)
            except Refused as refusal:
                log.info("reaction %s to %s refused: %s", reaction.kind, event.id, refusal.code)
        return after

    def _take_back(self, held: int) -> None:
        """Undo what an act has done before it failed."""
        while len(self._undo) > held:
            key, former, event = self._undo.pop()
            self._records[key] = former
            self._rows.pop(key, None)
            self._last.pop(key, None)
            self._done.pop(event, None)
            self._steps = [(record, step) for record, step in self._steps if step.id != event]
            self._brief = [row for row in self._brief if row[0] != event]
            self._journal = [row for row in self._journal if row[0] != event]
            self._judged.discard(event)

    def _is_judged(self, event: str) -> bool:
        """Say whether an event of this id stands in the journal already: a desk that lies may have sent it."""
        stands = select(journal.c.id).where(journal.c.id == event)
        return event in self._judged or self.connection.execute(stands).first() is not None

    def _ruling(self, event: Event, actor: Actor, at: datetime, letter: str) -> Ruling:
        return Ruling(event=event.id, record=event.record, actor=actor, at=at, register=self, letter=letter, final=True)

    def _believe(self, event: Event, sender: Sender) -> datetime:
        plausible = sender.enrolled_at - _BEFORE <= event.at <= self.now + _AHEAD
        return event.at if plausible else self.now

    def _step(
        self, kind: EventKind[Any, Any], event: Event, after: Record, body: Any, ruling: Ruling, sender: Sender
    ) -> TrailEntry:
        return TrailEntry(
            id=event.id,
            kind=kind.of.name,
            record=event.record,
            act=kind.name,
            state=str(getattr(after, "state", "")),
            account=event.account,
            person=ruling.actor.name,
            institution=sender.institution,
            place=sender.place,
            letter=sender.letter,
            at=event.at,
            hub_at=self.now,
            revision=after.revision,
            receipt=self.receipt,
            note=kind.note(body),
        )

    def _write_down(self, act: Act, sender: Sender, outcome: Outcome, place: int) -> None:
        kind = self.catalogue.events.get(act.kind)
        self._judged.add(act.id)
        facts = "{}" if not outcome.facts else msgspec.json.encode(outcome.facts).decode()
        head = (act.id, self.batch, place, act.kind, kind.of.name if kind else "", act.record)
        said = (outcome.revision, outcome.code, facts, int(outcome.quarantined))
        if act.forecast is not None and not outcome.quarantined and not act.answers:
            self._brief.append(head + said)
        else:
            by = (sender.device, act.account, act.institution, min(act.seen, _LARGEST))
            body = act.body if act.body is not None else msgspec.json.encode(act.values)
            self._journal.append((*head, *said, *by, body, act.at, self._hub_at, act.answers, act.cause))

    @cached_property
    def _hub_at(self) -> str:
        return stamp(self.now)

    def _await(self, changed: list[tuple[str, str]], positions: dict[tuple[str, str, str], int]) -> None:
        for name, record in changed:
            kind = self.catalogue.records[name]
            if not kind.reached:
                continue
            by = kind.awaited_by(self._records[name, record])
            position = positions.get((f"unit:{by}", name, record), 0)
            self.connection.execute(delete(awaited).where(awaited.c.kind == name, awaited.c.record == record))
            if by:
                self.connection.execute(
                    insert(awaited).values(kind=name, record=record, institution=by, position=position)
                )


def _body(kind: EventKind[Any, Any], act: Act) -> msgspec.Struct:
    """Return the body of an act as its kind knows it.

    Raises:
        Refused: event_damaged.
    """
    if act.body is not None and len(act.body) > _LONGEST_BODY:
        raise Refused("event_damaged")
    try:
        if act.values is not None:
            body: msgspec.Struct = msgspec.convert(act.values, kind.body)
        else:
            body = msgspec.json.decode(act.body or b"", type=kind.body)
    except (ValueError, TypeError, OverflowError, RecursionError):
        raise Refused("event_damaged") from None
    return body


def _travelling(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a refusal if they can travel; a desk that lies may have sent a number that cannot."""
    try:
        msgspec.msgpack.encode(facts)
    except (TypeError, OverflowError, ValueError):
        return {}
    return facts
