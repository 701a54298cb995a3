"""That a hub was restored from a backup and is in the past: noted once, told with every answer.

What it gave out since the backup is not known, so every counter goes on far behind what it can have been.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection

from yigongti_desktop.hub.streams import POSITION
from yigongti_desktop.hub.streams import count_up
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.protocol.exchange import Restore
from yigongti_desktop.protocol.exchange import read_restores
from yigongti_desktop.storage import facts

#: Positions that a hub cannot have given out between a backup and its return.
_POSITIONS = 2**40
#: Receipts of one day, likewise; a number then shows at a glance that it was given after a return.
_RECEIPTS = 100_000
#: Letters of devices that each institution skips for every return.
LETTERS = 4


def noted(connection: Connection) -> tuple[Restore, ...]:
    """Return all returns from backups, in order."""
    return read_restores(facts.get(connection, facts.HUB_RESTORES))


def note(connection: Connection, *, since: datetime, now: datetime) -> None:
    """Note a return, and let every counter go on behind what it can have been."""
    returns = (*noted(connection), Restore(at=_milliseconds(now), since=_milliseconds(since)))
    facts.put(connection, **{facts.HUB_RESTORES: msgspec.json.encode(returns).decode()})
    count_up(connection, POSITION, _POSITIONS)
    for name in dict.fromkeys(f"receipt {day(moment)}" for moment in (since, now)):
        count_up(connection, name, _RECEIPTS)


def _milliseconds(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
