"""What a desk does when its hub has returned from a backup: send again what that hub may not know, take all in anew.

Nothing is doubled by it, since acts keep their ids and a hub answers for those that it knows as it did before.
Nothing is passed over, since every stream is read from its beginning once more.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC
from datetime import datetime
from datetime import timedelta

import msgspec
from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import update

from yigongti_desktop.protocol.exchange import Restore
from yigongti_desktop.protocol.exchange import read_restores
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.tables import cursors
from yigongti_desktop.storage.tables import outbox as acts
from yigongti_desktop.storage.tables import sent_batches
from yigongti_desktop.storage.unit_of_work import keep_image

#: A backup sees what was committed when it began, which may be a little before the moment that it bears.
_MARGIN = timedelta(hours=1)
#: Behind every act.
_NONE = 2**62


def follow(connection: Connection, catalogue: Catalogue, restores: Iterable[Restore]) -> bool:
    """Follow the returns of the hub that this desk does not know yet; say whether there was one."""
    told = tuple(restores)
    before = known(connection)
    fresh = [one for one in told if one not in before]
    if not fresh:
        return False
    since = datetime.fromtimestamp(min(one.since for one in fresh) / 1000, UTC) - _MARGIN
    _send_again(connection, catalogue, _first_act(connection, since))
    connection.execute(delete(cursors))
    facts.put(connection, **{facts.HUB_RESTORES: msgspec.json.encode(told).decode()})
    return True


def known(connection: Connection) -> tuple[Restore, ...]:
    """Return the returns of the hub that this desk has followed."""
    return read_restores(facts.get(connection, facts.HUB_RESTORES))


def _first_act(connection: Connection, since: datetime) -> int:
    """Return the first act that the hub confirmed since a moment of its own clock.

    Only the latest batches are kept; when all of them are younger, nothing tells where to begin, and all acts go.
    """
    batch = sent_batches.c
    confirmed = select(func.min(batch.first_seq)).where(batch.confirmed_at >= facts.stamp(since))
    oldest = connection.scalar(select(func.min(batch.confirmed_at)))
    if oldest is None or oldest >= facts.stamp(since):
        return 0
    first = connection.scalar(confirmed)
    return _NONE if first is None else int(first)


def _send_again(connection: Connection, catalogue: Catalogue, first: int) -> None:
    again = (acts.c.seq >= first) & (acts.c.state == outbox.ACCEPTED)
    moved = connection.execute(select(acts.c.record_kind, acts.c.record).where(again).distinct()).all()
    for name, record in moved:
        kind = catalogue.records.get(name)
        if kind is not None:
            keep_image(connection, kind, record, records.load(connection, kind, record))
    afresh = {"state": outbox.WAITING, "revision": 0, "answered_at": None, "forecast": None}
    connection.execute(update(acts).where(again).values(**afresh))
