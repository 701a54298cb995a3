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
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.tables import contacts
from yigongti_desktop.sync import batches
from yigongti_desktop.sync.images import Images
from yigongti_desktop.sync.intake import Intake
from yigongti_desktop.sync.intake import positions
from yigongti_desktop.sync.transport import Line

log = logging.getLogger(__name__)
_ROOM = 1000
_MOST_EVENTS = 500
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
            talk = _talk(desk, line, bytes.fromhex(known[facts.HUB_KEY]), progress)
    except _Ended as ended:
        talk = ended.talk
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


class _Ended(Exception):  # noqa: N818 - carries what was done before the line went
    def __init__(self, talk: Talk) -> None:
        super().__init__(talk.code)
        self.talk = talk


def _talk(desk: Desk, line: Line, hub_key: bytes, progress: Callable[[Talk, int], bool]) -> Talk:
    talk = Talk()
    while True:
        with writing(desk.engine) as connection:
            batch = batches.on_the_way(connection) or batches.make(
                connection, desk.key, desk.ids, desk.clock.now(), _MOST_EVENTS
            )
            cursors = positions(connection)
            again = facts.get(connection, facts.HUB_AGAIN)
        try:
            answer = line.exchange(
                Exchange(cursors=cursors, batch=batch, room=_ROOM, program=desk.program, time=desk.clock.now())
            )
            talk = _take(desk, talk, answer, hub_key, batch)
        except Fault as fault:
            raise _Ended(msgspec.structs.replace(talk, code=fault.code, facts=fault.facts)) from None
        if not progress(talk, answer.left):
            return msgspec.structs.replace(talk, code="stopped")
        if batch is None and not answer.left and answer.cursors == cursors and answer.again in {"", again}:
            return talk


def _take(desk: Desk, talk: Talk, answer: Answer, hub_key: bytes, batch: Signed | None) -> Talk:
    with writing(desk.engine) as connection:
        images = Images(connection, desk.catalogue, desk.who_acts)
        intake = Intake(connection, desk.catalogue, images, desk.clock.now())
        if answer.new_epoch:
            batches.begin_epoch(connection, answer.new_epoch)
        intake.take(answer, hub_key)
        batches.thin(connection)
    return msgspec.structs.replace(
        talk,
        sent=talk.sent + (intake.accepted + intake.refused if batch else 0),
        accepted=talk.accepted + intake.accepted,
        refused=talk.refused + intake.refused,
        received=talk.received + intake.received,
        topics=talk.topics | intake.topics,
        is_new_epoch=talk.is_new_epoch or bool(answer.new_epoch),
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
