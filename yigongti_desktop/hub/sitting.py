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
from yigongti_desktop.storage.facts import stamp

log = logging.getLogger(__name__)
#: How far a device's clock may be ahead before it is not believed.
_AHEAD = timedelta(minutes=10)
_BEFORE = timedelta(days=1)
#: Bytes of one act; five hundred lines of a request with all their remarks are a tenth of it.
_LONGEST_BODY = 4 * 1024**2
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
    #: Streams in which a record stood between two acts of this sitting.
    _passed: dict[tuple[str, str], frozenset[str]] = field(default_factory=dict)
    _steps: list[tuple[str, TrailEntry]] = field(default_factory=list)
    _journal: list[dict[str, Any]] = field(default_factory=list)
    _done: dict[str, int] = field(default_factory=dict)
    _judged: set[str] = field(default_factory=set)
    _undo: list[tuple[tuple[str, str], Record | None, str]] = field(default_factory=list)

    def get(self, kind: str, record: str) -> Any | None:
        """Return a record as it stands in this sitting, for the rules to look at."""
        key = (kind, record)
        if key not in self._records:
            self._records[key] = records.load(self.connection, self.catalogue.records[kind], record)
        return self._records[key]

    def read_ahead(self, events: Iterable[Event]) -> None:
        """Read the records of all acts with one query for each kind."""
        wanted: dict[str, list[str]] = {}
        for event in events:
            kind = self.catalogue.events.get(event.kind)
            if kind:
                wanted.setdefault(kind.of.name, []).append(event.record)
        for name, ids in wanted.items():
            try:
                found = records.load_many(self.connection, self.catalogue.records[name], ids)
            except ValueError:
                continue  # a damaged row stops its own acts only, when they ask for it
            for record in ids:
                self._records.setdefault((name, record), found.get(record))

    def judge(self, event: Event, sender: Sender) -> Outcome:
        """Judge one act; whatever goes wrong with it stays its own affair."""
        if event.cause:
            done = self._done.get(event.id)
            return Outcome(event=event.id, revision=done) if done else Outcome(event=event.id, code=outbox.NOT_FOLLOWED)
        held = len(self._undo)
        try:
            outcome = self._judge(event, sender)
        except Refused as refusal:
            is_kept = refusal.code == outbox.EVENT_UNKNOWN
            facts = _travelling(refusal.facts)
            outcome = Outcome(event=event.id, code=refusal.code, facts=facts, quarantined=is_kept)
        except Exception as fault:  # noqa: BLE001 - a fault of ours is set aside; the other acts go on
            log.error("event %s set aside: %s", event.id, type(fault).__name__)  # noqa: TRY400 - a traceback may hold names
            outcome = Outcome(event=event.id, code="hub_fault", quarantined=True)
            self._take_back(held)
        self._write_down(event, sender, outcome)
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

    def finish(self) -> None:
        """Write records, steps, streams and journal."""
        changed = [key for key in self._before if self._records[key] is not self._before[key]]
        entries: list[tuple[str, str, str, bool]] = []
        memberships: dict[str, frozenset[str]] = {}
        for name, record in changed:
            kind = self.catalogue.records[name]
            after, before = self._records[name, record], self._before[name, record]
            now_in = kind.streams(after)
            was_in = kind.streams(before) if before else frozenset()
            left = (was_in | self._passed.get((name, record), frozenset())) - now_in
            memberships[record] = now_in
            entries += [(stream, name, record, False) for stream in sorted(now_in)]
            entries += [(stream, name, record, True) for stream in sorted(left)]
            if left:
                steps = [step.id for of, step in self._steps if of == record]
                entries += [(stream, trails.KIND, step, True) for stream in sorted(left) for step in steps]
            if kind.has_trail and before:
                for stream in sorted(now_in ^ was_in):
                    entries += streams.trail_entries(self.connection, stream, name, record, is_gone=stream in was_in)
        for name in dict.fromkeys(name for name, _ in changed):
            kind = self.catalogue.records[name]
            records.save_many(self.connection, kind, [self._records[key] for key in changed if key[0] == name])
        trails.write(self.connection, [step for _, step in self._steps])
        for record, step in self._steps:
            entries += [(stream, trails.KIND, step.id, False) for stream in sorted(memberships.get(record, ()))]
        entered = list(dict.fromkeys(entries))
        first = streams.enter(self.connection, entered)
        self._await(changed, {entry: first + place for place, entry in enumerate(entered)})
        if self._journal:
            self.connection.execute(insert(journal), self._journal)

    def _judge(self, event: Event, sender: Sender) -> Outcome:
        if event.institution != sender.institution:
            raise Refused("not_your_institution")
        kind = self.catalogue.event(event.kind)
        if len(event.body) > _LONGEST_BODY or event.at.tzinfo is None:
            raise Refused("event_damaged")
        at = self._believe(event, sender)
        actor = self.who_acts(self, event.account, sender.institution, sender.device, at)
        actor.need(kind.roles)
        try:
            body = msgspec.json.decode(event.body, type=kind.body)
        except (ValueError, OverflowError, RecursionError):
            raise Refused("event_damaged") from None
        ruling = self._ruling(event, actor, at, sender.letter)
        return Outcome(event=event.id, revision=self._apply(kind, event, body, ruling, sender).revision)

    def _follow(self, actor: Actor, act: Reaction, event_id: str, at: datetime, sender: Sender) -> int:
        """Do an act that nobody sent: the hub's own, or one that follows from another."""
        kind = self.catalogue.event(act.kind)
        event = Event(
            id=event_id,
            kind=act.kind,
            record=act.record,
            seen=0,
            body=msgspec.json.encode(act.body),
            institution=actor.institution,
            account=actor.account,
            at=at,
        )
        after = self._apply(kind, event, act.body, self._ruling(event, actor, self._believe(event, sender), ""), sender)
        self._write_down(event, sender, Outcome(event=event_id, revision=after.revision))
        return after.revision

    def _apply(
        self, kind: EventKind[Any, Any], event: Event, body: msgspec.Struct, ruling: Ruling, sender: Sender
    ) -> Record:
        key = (kind.of.name, event.record)
        current = self.get(*key)
        after: Record = kind.decide(current, body, ruling)
        after = msgspec.structs.replace(after, revision=(current.revision if current else 0) + 1)
        self._undo.append((key, current, event.id))
        self._before.setdefault(key, current)
        self._records[key] = after
        self._done[event.id] = after.revision
        self._passed[key] = self._passed.get(key, frozenset()) | kind.of.streams(after)
        if kind.of.has_trail:
            self._steps.append((event.record, self._step(kind, event, after, body, ruling, sender)))
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
            self._done.pop(event, None)
            self._steps = [(record, step) for record, step in self._steps if step.id != event]
            self._journal = [row for row in self._journal if row["id"] != event]
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

    def _write_down(self, event: Event, sender: Sender, outcome: Outcome) -> None:
        kind = self.catalogue.events.get(event.kind)
        self._judged.add(event.id)
        self._journal.append(
            {
                "id": event.id,
                "batch": self.batch,
                "device": sender.device,
                "account": event.account,
                "institution": event.institution,
                "kind": event.kind,
                "record_kind": kind.of.name if kind else "",
                "record": event.record,
                "seen": min(event.seen, _LARGEST),
                "body": event.body,
                "at": stamp(event.at),
                "hub_at": stamp(self.now),
                "answers": event.answers,
                "cause": event.cause,
                "revision": outcome.revision,
                "code": outcome.code,
                "facts": msgspec.json.encode(outcome.facts).decode(),
                "quarantined": int(outcome.quarantined),
            }
        )

    def _await(self, changed: list[tuple[str, str]], positions: dict[tuple[str, str, str, bool], int]) -> None:
        for name, record in changed:
            kind = self.catalogue.records[name]
            if not kind.reached:
                continue
            by = kind.awaited_by(self._records[name, record])
            position = positions.get((f"unit:{by}", name, record, False), 0)
            self.connection.execute(delete(awaited).where(awaited.c.kind == name, awaited.c.record == record))
            if by:
                self.connection.execute(
                    insert(awaited).values(kind=name, record=record, institution=by, position=position)
                )


def _travelling(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts of a refusal if they can travel; a desk that lies may have sent a number that cannot."""
    try:
        msgspec.msgpack.encode(facts)
    except (TypeError, OverflowError, ValueError):
        return {}
    return facts
