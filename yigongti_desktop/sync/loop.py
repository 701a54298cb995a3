"""Talk with the hub, and keep an honest account of each talk."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import bindparam
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import insert
from sqlalchemy import select

from yigongti_desktop.kernel.clock import Clock
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage import facts
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.tables import contacts
from yigongti_desktop.sync.conversation import converse
from yigongti_desktop.sync.desk import Desk
from yigongti_desktop.sync.desk import Talk
from yigongti_desktop.sync.progress import Progress
from yigongti_desktop.sync.transport import Line

log = logging.getLogger(__name__)
_KEPT_CONTACTS = 200
_NOTED = insert(contacts)
_FORGOTTEN = delete(contacts).where(
    contacts.c.seq <= select(func.max(contacts.c.seq)).scalar_subquery() - bindparam("kept")
)


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
    begun = time.monotonic()

    def note(connection: Connection, talk: Talk) -> None:
        _note_contact(connection, desk.clock, talk, round((time.monotonic() - begun) * 1000))

    own: Line | None = None
    try:
        spoken = line or (own := line_of(desk))
        talk = converse(desk, spoken, progress, note)
    except Fault as fault:
        if fault.code == "not_enrolled":
            raise
        talk = Talk(code=fault.code, facts=fault.facts)
        with writing(desk.engine) as connection:
            note(connection, talk)
    finally:
        if own is not None:
            own.close()
    log.info("sync: sent %d, refused %d, received %d, %s", talk.sent, talk.refused, talk.received, talk.code or "ok")
    return talk


def last_contacts(connection: Connection, most: int = 20) -> list[Any]:
    """Return the last talks, newest first."""
    return list(connection.execute(select(contacts).order_by(contacts.c.seq.desc()).limit(most)))


def _note_contact(connection: Connection, clock: Clock, talk: Talk, milliseconds: int) -> None:
    said = {"at": stamp(clock.now()), "outcome": "failed" if talk.code else "confirmed", "code": talk.code}
    counted = {"sent": talk.sent, "received": talk.received, "milliseconds": milliseconds}
    connection.execute(_NOTED, said | counted)
    if talk.hub_time is not None:
        facts.put(connection, **{facts.HUB_TIME: stamp(talk.hub_time), facts.CLOCK_DRIFT: str(talk.drift)})
    connection.execute(_FORGOTTEN, {"kept": _KEPT_CONTACTS})
