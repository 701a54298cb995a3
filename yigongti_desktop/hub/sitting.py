"""The hub judging within one transaction: acts in order, each by its rule, their effects written at the end.

Records are read once for all acts and written once; one bad act never stops the others.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from datetime import timedelta
from typing import Any

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection

from yigongti_desktop.hub.draft import Draft
from yigongti_desktop.hub.effects import Effects
from yigongti_desktop.hub.foresight import Foresight
from yigongti_desktop.hub.minutes import Minutes
from yigongti_desktop.hub.reading import body_of
from yigongti_desktop.hub.reading import moment_of
from yigongti_desktop.hub.reading import travelling
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.access import hub_actor
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.batch import Outcome
from yigongti_desktop.protocol.compact import Act
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.event import Ruling
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.catalogue import EventKind
from yigongti_desktop.storage.catalogue import Reaction
from yigongti_desktop.storage.facts import stamp

log = logging.getLogger(__name__)
#: How far a device's clock may be ahead before it is not believed.
_AHEAD = timedelta(minutes=10)
_BEFORE = timedelta(days=1)


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


class Sitting:
    """One transaction's judging."""

    def __init__(
        self,
        connection: Connection,
        catalogue: Catalogue,
        who_acts: WhoActs,
        now: datetime,
        *,
        receipt: str = "",
        batch: str = "",
        sees_lists: bool = True,
    ) -> None:
        self._connection = connection
        self._catalogue = catalogue
        self._who_acts = who_acts
        self._now = now
        self._receipt = receipt
        self._draft = Draft(connection, catalogue, sees_lists=sees_lists)
        self._minutes = Minutes(batch, stamp(now))
        self._foresight = Foresight(self._draft)
        #: Revisions made by acts that followed from others, and all acts that would have followed.
        self._followed: dict[str, int] = {}
        self.followers: set[str] = set()

    @property
    def has_asked_ledgers(self) -> bool:
        """Say whether a rule has asked for balances."""
        return self._draft.has_asked_ledgers

    def read(self) -> dict[str, dict[str, int]]:
        """Return the revision of each record as it was read, by kind and id; 0 for those that were not there."""
        return self._draft.read()

    def go_on(self, connection: Connection, now: datetime, receipt: str) -> None:
        """Go on in the transaction that writes, at its time and with the number of its receipt."""
        self._connection, self._now, self._receipt = connection, now, receipt
        self._draft.go_on(connection)
        self._draft.steps = [(key, replace(step, hub_at=now, receipt=receipt)) for key, step in self._draft.steps]
        self._minutes.hub_at = stamp(now)

    def read_ahead(self, acts: Iterable[Act]) -> None:
        """Read the records of all acts with one query for each kind."""
        kinds = self._catalogue.events
        self._draft.read_ahead((kinds[act.kind].of.name, act.record) for act in acts if act.kind in kinds)

    def judge(self, act: Act, sender: Sender, place: int) -> Outcome:
        """Judge one act; whatever goes wrong with it stays its own affair."""
        kind = self._catalogue.events.get(act.kind)
        if act.cause:
            done = self._followed.get(act.id)
            if not done or kind is None:
                return Outcome(event=act.id, code=outbox.NOT_FOLLOWED)
            self._foresight.compare((kind.of.name, act.record), act, has_trail=kind.of.has_trail)
            return Outcome(event=act.id, revision=done)
        draft_mark, minutes_mark = self._draft.mark(), self._minutes.mark()
        try:
            revision = self._judge(kind, act, sender)
        except Refused as refusal:
            is_kept = refusal.code == outbox.EVENT_UNKNOWN
            facts = travelling(refusal.facts)
            outcome = Outcome(event=act.id, code=refusal.code, facts=facts, quarantined=is_kept)
        except Exception as fault:  # noqa: BLE001 - a fault of ours is set aside; the other acts go on
            log.error("event %s set aside: %s", act.id, type(fault).__name__)  # noqa: TRY400 - a traceback may hold names
            outcome = Outcome(event=act.id, code="hub_fault", quarantined=True)
            self._draft.back_to(draft_mark)
            self._minutes.back_to(minutes_mark)
        else:
            outcome = Outcome(event=act.id, revision=revision)
        self._minutes.note(act, kind.of.name if kind else "", outcome, place, sender.device)
        return outcome

    def act(self, kind: str, record: str, event_id: str, body: msgspec.Struct, by: Sender) -> bool:
        """Do an act of the hub itself; say whether its record took it."""
        draft_mark, minutes_mark = self._draft.mark(), self._minutes.mark()
        try:
            self._follow(
                hub_actor(by.institution), Reaction(kind=kind, record=record, body=body), event_id, self._now, by
            )
        except Refused as refusal:
            log.info("%s on %s refused: %s", kind, record, refusal.code)
        except Exception as fault:  # noqa: BLE001 - a fault of ours with one record; the others go on
            log.error("%s on %s failed: %s", kind, record, type(fault).__name__)  # noqa: TRY400 - a traceback may hold names
            self._draft.back_to(draft_mark)
            self._minutes.back_to(minutes_mark)
        else:
            return True
        return False

    def put(self, kind: str, changed: Sequence[Record]) -> None:
        """Put records of the hub itself in place, each one revision further."""
        self._draft.read_ahead((kind, record.id) for record in changed)
        for record in changed:
            before = self._draft.get(kind, record.id)
            if before is None or replace(record, revision=before.revision) != before:
                self._draft.put((kind, record.id), record, "")

    def put_upon(self, kind: str, changed: Sequence[Record]) -> None:
        """Put records of the hub itself in place, each where still stands what it was made of: its own revision."""
        self._draft.read_ahead((kind, record.id) for record in changed)
        for record in changed:
            before = self._draft.get(kind, record.id)
            if record.revision == (before.revision if before else 0):
                self._draft.put((kind, record.id), record, "")

    def finish(self, origin: str = "") -> set[str]:
        """Write records, steps, streams and journal.

        Args:
            origin: device and epoch that the acts came from.

        Returns:
            The acts of the batch whose record is not as their desk foresaw: it is sent to that desk too.
        """
        changed = self._draft.changed()
        foreseen = {key for key in changed if self._foresight.holds(key)}
        Effects(self._connection, self._catalogue, self._draft).write(changed, foreseen, origin)
        self._minutes.write(self._connection)
        return self._foresight.failed(foreseen)

    def _judge(self, kind: EventKind[Any, Any] | None, act: Act, sender: Sender) -> int:
        if act.institution != sender.institution:
            raise Refused("not_your_institution")
        if kind is None:
            raise Refused(outbox.EVENT_UNKNOWN, kind=act.kind)
        told = moment_of(act)
        at = self._believe(told, sender)
        actor = self._who_acts(self._draft, act.account, sender.institution, sender.device, at)
        actor.need(kind.roles)
        body = body_of(kind, act)
        ruling = self._ruling(act, actor, at, sender.letter)
        try:
            after = self._apply(kind, act, told, body, ruling, sender)
        except Refused as refusal:
            notice = self._tell(kind, body, ruling, refusal, told, sender)
            if not notice:
                raise
            raise Refused(refusal.code, **refusal.facts | {outbox.TOLD: notice}) from refusal
        self._foresight.compare((kind.of.name, act.record), act, has_trail=kind.of.has_trail)
        return after.revision

    def _tell(
        self, kind: EventKind[Any, Any], body: msgspec.Struct, ruling: Ruling, why: Refused, told: datetime, by: Sender
    ) -> str:
        """Tell whoever was first of an act that is refused for theirs; return the id of the notice, empty for none."""
        if kind.tells is None:
            return ""
        telling = kind.tells(self._draft.get(kind.of.name, ruling.record), body, why, ruling)
        is_told = telling is not None and self._follow_up(ruling.event, telling, ruling.actor, told, by)
        return telling.record if telling is not None and is_told else ""

    def _follow(self, actor: Actor, reaction: Reaction, event_id: str, told: datetime, sender: Sender) -> int:
        """Do an act that nobody sent: the hub's own, or one that follows from another."""
        kind = self._catalogue.event(reaction.kind)
        act = Act(event_id, reaction.kind, reaction.record, 0, actor.account, stamp(told), "", "", None,
                  msgspec.json.encode(reaction.body), None, actor.institution)  # fmt: skip
        ruling = self._ruling(act, actor, self._believe(told, sender), "")
        after = self._apply(kind, act, told, reaction.body, ruling, sender)
        self._followed[event_id] = after.revision
        outcome = Outcome(event=event_id, revision=after.revision)
        self._minutes.note(act, kind.of.name, outcome, 0, sender.device)
        return after.revision

    def _apply(
        self, kind: EventKind[Any, Any], act: Act, told: datetime, body: msgspec.Struct, ruling: Ruling, sender: Sender
    ) -> Record:
        key = (kind.of.name, act.record)
        after = self._draft.put(key, kind.decide(self._draft.get(*key), body, ruling), act.id)
        if kind.of.has_trail:
            self._draft.steps.append((key, self._step(kind, act, told, after, body, ruling, sender)))
        for reaction in self._catalogue.react(kind.name, after, body, ruling):
            self._follow_up(act.id, reaction, ruling.actor, told, sender)
        return after

    def _follow_up(self, cause: str, reaction: Reaction, actor: Actor, told: datetime, sender: Sender) -> bool:
        """Do what follows from an act; say whether it was done."""
        follower = reaction.event_id(cause)
        self.followers.add(follower)
        if self._minutes.has(self._connection, follower):
            log.warning("event %s came before its cause %s", follower, cause)
            return False
        try:
            self._follow(actor, reaction, follower, told, sender)
        except Refused as refusal:
            log.info("reaction %s to %s refused: %s", reaction.kind, cause, refusal.code)
            return False
        return True

    def _ruling(self, act: Act, actor: Actor, at: datetime, letter: str) -> Ruling:
        return Ruling(
            event=act.id, record=act.record, actor=actor, at=at, register=self._draft, letter=letter, final=True
        )

    def _believe(self, told: datetime, sender: Sender) -> datetime:
        return told if sender.enrolled_at - _BEFORE <= told <= self._now + _AHEAD else self._now

    def _step(
        self,
        kind: EventKind[Any, Any],
        act: Act,
        told: datetime,
        after: Record,
        body: Any,
        ruling: Ruling,
        sender: Sender,
    ) -> TrailEntry:
        return TrailEntry(
            id=act.id,
            kind=kind.of.name,
            record=act.record,
            act=kind.name,
            state=str(getattr(after, "state", "")),
            account=act.account,
            person=ruling.actor.name,
            institution=sender.institution,
            place=sender.place,
            letter=sender.letter,
            at=told,
            hub_at=self._now,
            revision=after.revision,
            receipt=self._receipt,
            note=kind.note(body),
        )
