"""Rows that were set aside, tried again when a person asks: the program may know more by now."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.storage.catalogue import Catalogue
from yigongti_desktop.storage.tables import set_aside
from yigongti_desktop.sync.images import Images
from yigongti_desktop.sync.intake import Intake


def take_asides(
    connection: Connection, catalogue: Catalogue, who_acts: Any, now: datetime
) -> tuple[int, frozenset[str]]:
    """Take in what can be read by now; return how many rows, and the topics that changed."""
    before = _count(connection)
    intake = Intake(connection, catalogue, Images(connection, catalogue, who_acts), now)
    intake.try_again()
    return before - _count(connection), frozenset(intake.tally.topics | {"sync"})


def _count(connection: Connection) -> int:
    return int(connection.scalar(select(func.count()).select_from(set_aside)) or 0)
