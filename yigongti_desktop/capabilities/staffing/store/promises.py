"""What contracts promise in somebody's name while they are away: asked of whoever knows of contracts."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from sqlalchemy import Connection

#: Returns what falls due in the name of somebody, by their staff record, between two days, in words; empty for nothing.
Promised = Callable[[Connection, str, date, date], str]


def nothing(_connection: Connection, _person: str, _first: date, _last: date) -> str:
    """Promise nothing: where nobody knows of contracts."""
    return ""
