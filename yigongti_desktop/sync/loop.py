"""Talk with the hub until nothing waits and nothing is left, and keep an honest account of each talk.

Every exchange saves what it brought before the next begins: cut it anywhere, and only that one is done again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import Engine
from sqlalchemy import delete
from sqlalchemy import insert
from sqlalchemy import select

from yigongti_desktop.kernel.clock import Clock
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.ids import Ids
from yigongti_desktop.protocol.batch import PLAIN
from yigongti_desktop.protocol.batch import VERSION
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.exchange import Restore
from yigongti_desktop.protocol.exchange import Wanted
from yigongti_desktop.protocol.sealing import attest
from yigongti_desktop.protocol.sealing import attested
from yigongti_desktop.protocol.sealing import hub_name
from yigongti_desktop.storage import facts
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.tables import contacts
from yigongti_desktop.sync import batches
from yigongti_desktop.sync import restored
from yigongti_desktop.sync.batches import Kept
from yigongti_desktop.sync.images import Images
from yigongti_desktop.sync.intake import Intake
from yigongti_desktop.sync.intake import positions
from yigongti_desktop.sync.transport import Line

log = logging.getLogger(__name__)
_ROOM = 2000
_MOST_EVENTS = 2000
_KEPT_CONTACTS = 200


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """What one sync did; `code` is empty when it came to its end."""

    sent: int = 0
    accepted: int = 0
    refused: int = 0
    received: int = 0
    code: str = ""
    facts: dict[str, Any] = {}
    topics: frozenset[str] = frozenset()
    #: The hub gave this device a new epoch: it had been restored from a backup, or cloned.
    is_new_epoch: bool = False
    #: The hub had returned from a backup; what it may have lost was sent again.
    is_hub_restored: bool = False


@dataclass
class Desk:
    """What sync needs of a desk."""

    engine: Engine
    catalogue: Catalogue
    clock: Clock
    ids: Ids
    who_acts: Any
    key: bytes
    program: str = ""


def sync_once(desk: Desk, *, progress: Callable[[Talk, int], bool] = lambda _talk, _left: True) -> Talk:
    """Send all that waits and fetch all that is new; weather ends it, and is told in the result.

    Args:
        desk: whose data it is.
        progress: told after each exchange what was done and how many records are left; False stops it.

    Raises:
        Refused: not_enrolled.
    """
    with reading(desk.engine) as connection:
        known = facts.everything(connection)
    if facts.DEVICE not in known:
        raise Refused("not_enrolled")
    begun = time.monotonic()
    talk = Talk()
    try:
        with Line(known[facts.HUB_ADDRESS], known[facts.HUB_CA], device=known[facts.DEVICE], key=desk.key) as line:
            talk = converse(desk, line, bytes.fromhex(known[facts.HUB_KEY]), progress)
    except Fault as fault:
        talk = Talk(code=fault.code, facts=fault.facts)
    milliseconds = round((time.monotonic() - begun) * 1000)
    with writing(desk.engine) as connection:
        _note_contact(connection, desk.clock, talk, milliseconds)
    log.info("sync: sent %d, refused %d, received %d, %s", talk.sent, talk.refused, talk.received, talk.code or "ok")
    return talk


def last_contacts(connection: Connection, most: int = 20) -> list[Any]:
    """Return the last talks, newest first."""
    return list(connection.execute(select(contacts).order_by(contacts.c.seq.desc()).limit(most)))


def converse(
    desk: Desk, line: Line, hub_key: bytes, progress: Callable[[Talk, int], bool] = lambda _talk, _left: True
) -> Talk:
    """Talk over an open line until nothing waits and nothing is left; what ended it early is told in the result."""
    return _Conversation(desk, line, hub_key, progress).run()


class _Conversation:
    """One talk: while an answer is on its way, the next batch is made; while it is saved, the next page is fetched."""

    def __init__(self, desk: Desk, line: Line, hub_key: bytes, progress: Callable[[Talk, int], bool]) -> None:
        self._desk = desk
        self._line = line
        self._hub_key = hub_key
        self._progress = progress
        self._talk = Talk()
        #: The last batch that was asked about or sent in this talk; further ones chain on it.
        self._sent = 0
        self._has_asked_for_missing = False
        #: The hub's answer was one from its past: everything is asked anew.
        self._is_past = False
        self._restores: tuple[Restore, ...] = ()

    def run(self) -> Talk:
        """Talk until nothing waits and nothing is left."""
        with ThreadPoolExecutor(1, "sync-line") as away:
            try:
                self._run(away)
            except Fault as fault:
                self._talk = msgspec.structs.replace(self._talk, code=fault.code, facts=fault.facts)
        return self._talk

    def _run(self, away: ThreadPoolExecutor) -> None:
        ask = self._first()
        answering = away.submit(self._line.exchange, ask)
        while True:
            prepared = self._next_batch()
            answer = answering.result()
            following = self._following(ask, answer, prepared)
            if following is not None:
                answering = away.submit(self._line.exchange, following)
            try:
                self._take(answer, has_batch=ask.batch is not None)
            except BaseException:
                if following is not None:
                    answering.exception()  # what is on its way is let come to its end, and is done again another time
                raise
            if not self._progress(self._talk, answer.left):
                if following is not None:
                    answering.exception()
                self._talk = msgspec.structs.replace(self._talk, code="stopped")
                return
            if following is None:
                following = self._rest(answer)
                if following is None:
                    return
                answering = away.submit(self._line.exchange, following)
            ask = following

    def _first(self) -> Exchange:
        with reading(self._desk.engine) as connection:
            saved = positions(connection)
            kept = batches.on_the_way(connection)
            self._restores = restored.known(connection)
            knows_key = bool(facts.get(connection, facts.HUB_SEALING_KEY))
            own = None if knows_key else attest(self._desk.key, facts.get(connection, facts.DEVICE))
        batch = kept[0] if kept else self._next_batch()
        return msgspec.structs.replace(self._ask(saved, batch), sealing_key=own)

    def _following(self, ask: Exchange, answer: Answer, batch: Kept | None) -> Exchange | None:
        """Return what can be asked before the answer is saved, or None when that has to wait for it."""
        if answer.new_epoch or answer.restores != self._restores or not (batch or answer.left):
            return None
        return self._ask(answer.cursors, batch, saved=ask.cursors)

    def _rest(self, answer: Answer) -> Exchange | None:
        """Return what is still to be asked once all is saved: after a new epoch, and for what came without its base."""
        with reading(self._desk.engine) as connection:
            saved = positions(connection)
            missing = Images(connection, self._desk.catalogue, self._desk.who_acts).missing()
        if answer.new_epoch:
            self._sent = 0
        batch = self._next_batch()
        self._restores = answer.restores
        if batch is not None or answer.new_epoch or self._is_past or answer.left or self._is_awaited(answer):
            return self._ask(saved, batch)
        if missing and not self._has_asked_for_missing and self._line.version > PLAIN:
            self._has_asked_for_missing = True
            return msgspec.structs.replace(self._ask(saved, None), want=tuple(Wanted(*one) for one in missing))
        return None

    def _is_awaited(self, answer: Answer) -> bool:
        """Say whether somebody waits to hear that what came has been saved here."""
        known = (self._desk.catalogue.records.get(rows.kind) for rows in answer.rows)
        return any(kind is not None and kind.reached for kind in known)

    def _next_batch(self) -> Kept | None:
        """Return the next batch that was made before and not answered, or make one of what waits."""
        with writing(self._desk.engine) as connection:
            kept = [one for one in batches.on_the_way(connection) if one.number > self._sent]
            desk = self._desk
            return kept[0] if kept else batches.make(
                connection, desk.key, desk.ids, desk.clock.now(), _MOST_EVENTS, version=self._line.version
            )  # fmt: skip

    def _ask(self, cursors: dict[str, int], batch: Kept | None, saved: dict[str, int] | None = None) -> Exchange:
        if batch is not None:
            self._sent = batch.number
        return Exchange(
            cursors=cursors,
            saved=saved,
            batch=batch.signed if batch else None,
            known=self._known(),
            room=_ROOM,
            program=self._desk.program,
            time=self._desk.clock.now(),
            version=VERSION,
        )

    def _known(self) -> bytes:
        with reading(self._desk.engine) as connection:
            return batches.last_hash(connection)

    def _take(self, answer: Answer, *, has_batch: bool) -> None:
        desk, talk = self._desk, self._talk
        with writing(desk.engine) as connection:
            images = Images(connection, desk.catalogue, desk.who_acts)
            intake = Intake(connection, desk.catalogue, images, desk.clock.now())
            if answer.new_epoch:
                batches.begin_epoch(connection, answer.new_epoch)
            intake.take(answer, self._hub_key)
            self._is_past = restored.follow(connection, desk.catalogue, answer.restores)
            if answer.sealing_key is not None:
                key = attested(answer.sealing_key, self._hub_key, hub_name(self._hub_key))
                facts.put(connection, **{facts.HUB_SEALING_KEY: key.hex()})
            batches.thin(connection)
        self._talk = msgspec.structs.replace(
            talk,
            sent=talk.sent + (intake.accepted + intake.refused if has_batch else 0),
            accepted=talk.accepted + intake.accepted,
            refused=talk.refused + intake.refused,
            received=talk.received + intake.received,
            topics=talk.topics | intake.topics,
            is_new_epoch=talk.is_new_epoch or bool(answer.new_epoch),
            is_hub_restored=talk.is_hub_restored or self._is_past,
        )


def _note_contact(connection: Connection, clock: Clock, talk: Talk, milliseconds: int) -> None:
    connection.execute(
        insert(contacts).values(
            at=stamp(clock.now()),
            outcome="failed" if talk.code else "confirmed",
            code=talk.code,
            sent=talk.sent,
            received=talk.received,
            milliseconds=milliseconds,
        )
    )
    newest = select(contacts.c.seq).order_by(contacts.c.seq.desc()).limit(_KEPT_CONTACTS)
    connection.execute(delete(contacts).where(contacts.c.seq.notin_(newest)))
