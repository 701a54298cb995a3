"""What tests ask of the line of acts, all of it: the program itself never reads what is done with."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.outbox import Act
from yigongti_desktop.storage.tables import outbox as table


def counts(connection: Connection) -> dict[str, int]:
    """Return how many acts are in each state."""
    return dict(connection.execute(select(table.c.state, func.count()).group_by(table.c.state)).all())


def waiting(connection: Connection, after: int = 0, most: int = 100) -> list[Act]:
    """Return waiting acts in order, beginning after a place in the line."""
    found = outbox.in_states(connection, [outbox.WAITING], 1_000_000)
    return [act for act in reversed(found) if act.seq > after][:most]
