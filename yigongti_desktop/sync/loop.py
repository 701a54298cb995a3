"""Talk with the hub until nothing waits and nothing is left, and keep an honest account of each talk.

Every exchange saves what it brought before the next begins: cut it anywhere, and only that one is done again.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
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
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.tables import contacts
from yigongti_desktop.sync import batches
from yigongti_desktop.sync.images import Images
from yigongti_desktop.sync.intake import Intake
from yigongti_desktop.sync.intake import positions
from yigongti_desktop.sync.pace import Pace
from yigongti_desktop.sync.pace import read_pace
from yigongti_desktop.sync.progress import Progress
from yigongti_desktop.sync.transport import Line

log = logging.getLogger(__name__)
_MOST_EVENTS = 500
_KEPT_EPOCHS = 10
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


def line_of(desk: Desk) -> Line:
    """Return a line to the hub of this desk.

    Raises:
        Refused: not_enrolled, hub_address.
    """
    with reading(desk.engine) as connection:
        known = facts.everything(connection)
    if facts.DEVICE not in known:
        raise Refused("not_enrolled")
    return Line(known[facts.HUB_ADDRESS], known[facts.HUB_CA], device=known[facts.DEVICE], key=desk.key)


def sync_once(
    desk: Desk, *, line: Line | None = None, progress: Callable[[Progress], bool] = lambda _progress: True
) -> Talk:
    """Send all that waits and fetch all that is new; weather ends it, and is told in the result.

    Args:
        desk: whose data it is.
        line: one that is kept from talk to talk; without it one is made for this talk.
        progress: told after each exchange how far it has come; False stops it.

    Raises:
        Refused: not_enrolled.
    """
    with reading(desk.engine) as connection:
        known = facts.everything(connection)
    if facts.DEVICE not in known:
        raise Refused("not_enrolled")
    begun = time.monotonic()
    talk = Talk()
    own: Line | None = None
    try:
        spoken = line or (own := line_of(desk))
        talk = _talk(desk, spoken, bytes.fromhex(known[facts.HUB_KEY]), progress)
    except _Ended as ended:
        talk = ended.talk
    except Fault as fault:
        talk = Talk(code=fault.code, facts=fault.facts)
    finally:
        if own is not None:
            own.close()
    milliseconds = round((time.monotonic() - begun) * 1000)
    with writing(desk.engine) as connection:
        _note_contact(connection, desk.clock, talk, milliseconds)
    log.info("sync: sent %d, refused %d, received %d, %s", talk.sent, talk.refused, talk.received, talk.code or "ok")
    return talk


def last_contacts(connection: Connection, most: int = 20) -> list[Any]:
    """Return the last talks, newest first."""
    return list(connection.execute(select(contacts).order_by(contacts.c.seq.desc()).limit(most)))


class _Ended(Exception):  # noqa: N818 - carries what was done before the line went
    def __init__(self, talk: Talk) -> None:
        super().__init__(talk.code)
        self.talk = talk


def _talk(desk: Desk, line: Line, hub_key: bytes, progress: Callable[[Progress], bool]) -> Talk:
    talk = Talk()
    begun, carried = time.monotonic(), line.carried
    with reading(desk.engine) as connection:
        pace = read_pace(facts.get(connection, facts.PACE))
        waiting = outbox.counts(connection).get(outbox.WAITING, 0)
    while True:
        with writing(desk.engine) as connection:
            most = min(_MOST_EVENTS, pace.rows)
            batch = batches.on_the_way(connection) or batches.make(
                connection, desk.key, desk.ids, desk.clock.now(), most
            )
            cursors = positions(connection)
        before, asked, size = talk, time.monotonic(), line.carried
        try:
            answer = line.exchange(
                Exchange(cursors=cursors, batch=batch, room=pace.rows, program=desk.program, time=desk.clock.now())
            )
            answered = time.monotonic()
            talk, topics = _take(desk, talk, answer, hub_key, batch)
        except Fault as fault:
            _keep_pace(desk, pace.after(0, 0, 0, fault.code))
            raise _Ended(msgspec.structs.replace(talk, code=fault.code, facts=fault.facts)) from None
        rows = talk.sent - before.sent + talk.received - before.received
        held = time.monotonic() - answered
        pace = pace.after(rows, line.carried - size, answered - asked, held=held)
        is_over = batch is None and not answer.left and answer.cursors.items() <= cursors.items()
        if is_over:
            _keep_pace(desk, pace, facts.FILLED)
        come = Progress(
            sent=talk.sent,
            to_send=max(waiting, talk.sent),
            received=talk.received,
            left=answer.left,
            topics=topics,
            bytes=line.carried - carried,
            seconds=time.monotonic() - begun,
        )
        if not progress(come) and not is_over:
            _keep_pace(desk, pace)
            return msgspec.structs.replace(talk, code="stopped")
        if is_over:
            return talk


def _keep_pace(desk: Desk, pace: Pace, *marks: str) -> None:
    """Keep what was learned about the line for the next talk, with marks of what is so now."""
    known = {facts.PACE: pace.spell()} | dict.fromkeys(marks, "yes")
    with reading(desk.engine) as connection:
        if known.items() <= facts.everything(connection).items():
            return
    with writing(desk.engine) as connection:
        facts.put(connection, **known)


def _take(desk: Desk, talk: Talk, answer: Answer, hub_key: bytes, batch: Signed | None) -> tuple[Talk, frozenset[str]]:
    """Save what an answer brought; return the talk as it stands, and the topics of this answer."""
    with writing(desk.engine) as connection:
        images = Images(connection, desk.catalogue, desk.who_acts)
        intake = Intake(connection, desk.catalogue, images, desk.clock.now())
        if answer.new_epoch:
            batches.begin_epoch(connection, answer.new_epoch)
            _note_epoch(connection, desk.clock)
        intake.take(answer, hub_key)
        facts.put(connection, **{facts.LEFT: str(answer.left)})
        batches.thin(connection)
    done = msgspec.structs.replace(
        talk,
        sent=talk.sent + (intake.accepted + intake.refused if batch else 0),
        accepted=talk.accepted + intake.accepted,
        refused=talk.refused + intake.refused,
        received=talk.received + intake.received,
        topics=talk.topics | intake.topics,
        is_new_epoch=talk.is_new_epoch or bool(answer.new_epoch),
    )
    return done, frozenset(intake.topics)


def _note_epoch(connection: Connection, clock: Clock) -> None:
    """Note when a new epoch was given: twice within days is two machines with one identity."""
    given = facts.get(connection, facts.EPOCHS_GIVEN).split()
    facts.put(connection, **{facts.EPOCHS_GIVEN: " ".join([*given, stamp(clock.now())][-_KEPT_EPOCHS:])})


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
