"""A hub's return from a backup: into an empty home, on either database; the desks bring back what came after it.

A hub that was restored is in the past. It says so with every answer; each desk then sends again what the hub had
confirmed since the backup, and takes everything in anew. Positions, receipt numbers and letters of devices go on
far behind all that may have been given out since, so that none is passed over and none is given twice.
"""

from __future__ import annotations

import shutil
import zipfile
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy import update

from yigongti_desktop.app.hub import DATABASE_URL
from yigongti_desktop.app.hub import need_unused
from yigongti_desktop.app.hub import open_engine
from yigongti_desktop.app.hub_backup import DATA
from yigongti_desktop.app.hub_backup import VAULT
from yigongti_desktop.app.hub_backup import prove
from yigongti_desktop.hub import dump
from yigongti_desktop.hub import restores
from yigongti_desktop.hub.tables import enrolment_codes
from yigongti_desktop.kernel.clock import Clock
from yigongti_desktop.kernel.clock import SystemClock
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.backup import Figures
from yigongti_desktop.storage.backup import look
from yigongti_desktop.storage.engine import weather
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home
from yigongti_desktop.storage.postgresql import need_url

_MOST_VAULT = 1024**2


def restore(home: Home, file: Path, words: str, *, database: str = "", clock: Clock | None = None) -> Figures:
    """Put a hub's backup into an empty home, with its database in a file there or on a server.

    Raises:
        Refused: hub_exists, database_url, database_used, backup_unreadable, backup_damaged, passphrase_wrong.
        Unavailable: disk_full, schema_newer, database_unreachable.
    """
    if home.vault.exists() or home.database.exists():
        raise Refused("hub_exists", path=str(home.path))
    figures = look(file)
    if not migrate.is_known(figures.revision):
        raise Unavailable("schema_newer", revision=figures.revision)
    if database:
        need_unused(database)
    home.make()
    now = (clock or SystemClock()).now()
    part = Home(home.path / "restoring.part")
    with weather():
        shutil.rmtree(part.path, ignore_errors=True)
        part.make()
        try:
            _fill(part, file, words, database, figures, now)
            if part.database.exists():
                part.database.replace(home.database)
            part.vault.replace(home.vault)  # from here on it is a hub's home
        finally:
            shutil.rmtree(part.path, ignore_errors=True)
    return figures


def _fill(part: Home, file: Path, words: str, database: str, figures: Figures, now: datetime) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            if archive.getinfo(VAULT).file_size > _MOST_VAULT:
                raise Refused("backup_damaged")
            part.vault.write_bytes(archive.read(VAULT))
    except (zipfile.BadZipFile, KeyError, EOFError):
        raise Refused("backup_damaged") from None
    vault = vaults.open_with_words(part.vault, words)
    prove(file, vault["database"])
    url = need_url(database).render_as_string(hide_password=False) if database else ""
    vault.put(**{DATABASE_URL: url.encode()})
    engine = open_engine(part, vault)
    try:
        with zipfile.ZipFile(file) as archive, archive.open(DATA) as data, writing(engine) as connection:
            loaded = dump.load(connection, data, vault["database"])
            if loaded != figures.counts or dump.counts_of(connection) != figures.counts:
                raise Refused("backup_damaged")
            _go_on(connection, facts.moment(figures.made_at), now)
            if database:
                facts.put(connection, **{migrate.COMPATIBLE_FROM: migrate.compatible_from(figures.revision)})
    finally:
        engine.dispose()


def _go_on(connection: Connection, since: datetime, now: datetime) -> None:
    """Note that this hub was in the past, and void the codes that may have been used meanwhile."""
    restores.note(connection, since=since, now=now)
    connection.execute(
        update(enrolment_codes).where(enrolment_codes.c.used_at.is_(None)).values(expires_at=facts.stamp(since))
    )
