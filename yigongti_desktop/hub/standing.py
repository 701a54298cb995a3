"""How a hub stands: whether it can serve, and the figures of its database and its backups."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy import Engine
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from yigongti_desktop.hub.measures import Figure
from yigongti_desktop.hub.tables import devices
from yigongti_desktop.hub.tables import journal
from yigongti_desktop.hub.tables import marks
from yigongti_desktop.kernel.clock import Clock
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.facts import stamp

#: Bytes that must be free for the hub to count as ready.
LEAST_FREE = 200 * 1024**2
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Standing:
    """Looks at one hub."""

    engine: Engine
    clock: Clock
    #: Where its files lie, the database among them when it is a file.
    folder: Path
    backups: Path
    least_free: int = LEAST_FREE

    def faults(self) -> list[str]:
        """Return why it cannot serve: database, schema, disk; nothing when it can."""
        found = []
        try:
            if not migrate.is_known(migrate.current(self.engine)):
                found.append("schema")
        except (Unavailable, SQLAlchemyError):
            found.append("database")
        try:
            if shutil.disk_usage(self.folder).free < self.least_free:
                found.append("disk")
        except OSError:
            found.append("disk")
        return found

    def figures(self) -> Iterator[Figure]:
        """Return how things stand now.

        Raises:
            Unavailable: why the database cannot be asked.
        """
        with reading(self.engine) as connection:
            yield from self._of_devices(connection)
            positions = connection.execute(select(marks.c.last).where(marks.c.name == "position")).scalar()
            yield Figure("position", "The last position given out.", positions or 0)
            yield Figure("database_bytes", "Size of the database.", self._size(connection))
            quarantined = connection.scalar(
                select(func.count()).select_from(journal).where(journal.c.quarantined == text("1"))
            )
            yield Figure("journal_quarantined", "Acts set aside for a fault of the hub.", quarantined or 0)
        yield Figure("disk_free_bytes", "Free on the disk of the hub's folder.", shutil.disk_usage(self.folder).free)
        made = [file.stat().st_mtime for file in self.backups.glob("*") if file.is_file()]
        if made:
            yield Figure("backup_age_seconds", "Since the last backup was made.", max(0, time.time() - max(made)))

    def _of_devices(self, connection: Connection) -> Iterator[Figure]:
        known = connection.execute(select(devices.c.status, func.count()).group_by(devices.c.status))
        for status, count in known:
            yield Figure("devices", "Devices, by status.", count, "status", status)
        since = stamp(self.clock.now() - _HOUR)
        seen = connection.scalar(select(func.count()).select_from(devices).where(devices.c.seen_at >= since))
        yield Figure("devices_seen", "Devices that spoke within the last hour.", seen or 0)

    def _size(self, connection: Connection) -> int:
        if connection.dialect.name == "sqlite":
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar() or 0
            return int(pages) * int(connection.exec_driver_sql("PRAGMA page_size").scalar() or 0)
        return int(connection.exec_driver_sql("SELECT pg_database_size(current_database())").scalar() or 0)
