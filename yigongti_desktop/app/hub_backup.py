"""A hub's backup and its return: one sealed file, proven when it is made; the desks bring back what came after it.

A hub that was restored is in the past. It says so with every answer; each desk then sends again what the hub had
confirmed since the backup, and takes everything in anew. Positions, receipt numbers and letters of devices go on
far behind all that may have been given out since, so that none is passed over and none is given twice.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import Connection
from sqlalchemy import update

from yigongti_desktop.app.hub import DATABASE_URL
from yigongti_desktop.app.hub import Hub
from yigongti_desktop.app.hub import need_unused
from yigongti_desktop.app.hub import open_engine
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
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import weather
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home
from yigongti_desktop.storage.postgresql import need_url

SUFFIX = ".ygthub"
_DATA, _VAULT, _FIGURES = "data.sealed", "keys.vault", "figures.json"
_MOST_VAULT = 1024**2
_KEPT = 14


def make(hub: Hub, *, reason: str, target: Path | None = None) -> Path:
    """Make a backup of a hub that may be serving, prove it, and keep the newest fourteen of the automatic ones.

    Raises:
        Refused: backup_damaged when the copy could not be proven.
        Unavailable: disk_full, file_not_writable, database_unreachable.
    """
    now = hub.clock.now()
    target = target or hub.home.backups / f"{now:%Y%m%d-%H%M%S}-{reason}{SUFFIX}"
    with weather():
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f".{target.name}.part")
            try:
                _write(hub, part, now, reason)
                _prove(part, hub.key)
                part.replace(target)
            finally:
                part.unlink(missing_ok=True)
        except (FileNotFoundError, NotADirectoryError, PermissionError, IsADirectoryError) as error:
            raise Unavailable("file_not_writable", path=str(target)) from error
    if target.parent == hub.home.backups:
        for old in sorted(hub.home.backups.glob(f"*{SUFFIX}"))[:-_KEPT]:
            old.unlink()
    return target


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


def _write(hub: Hub, part: Path, now: datetime, reason: str) -> None:
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED, strict_timestamps=False) as archive:
        with reading(hub.engine) as connection:
            revision = migrate.revision_of(connection)
            with archive.open(zipfile.ZipInfo(_DATA), "w", force_zip64=True) as data:
                sink = _Measured(data)
                counts = dump.write(connection, sink, hub.key)
        figures = Figures(
            made_at=facts.stamp(now),
            reason=reason,
            revision=revision,
            device="",
            institution="",
            place="",
            counts=counts,
            size=sink.size,
            sha256=sink.hash.hexdigest(),
        )
        archive.write(hub.home.vault, _VAULT)
        archive.writestr(zipfile.ZipInfo(_FIGURES), msgspec.json.format(msgspec.json.encode(figures)))
    part.chmod(0o600)
    with part.open("rb+") as written:
        os.fsync(written.fileno())


class _Measured:
    """Counts and hashes what is written."""

    def __init__(self, sink: object) -> None:
        self._sink = sink
        self.size = 0
        self.hash = hashlib.sha256()

    def write(self, content: bytes) -> int:
        self.size += len(content)
        self.hash.update(content)
        return int(self._sink.write(content))  # type: ignore[attr-defined] # a member of an archive, open to write


def _prove(part: Path, key: bytes) -> Figures:
    figures = look(part)
    try:
        with zipfile.ZipFile(part) as archive:
            with archive.open(_DATA) as data:
                if hashlib.file_digest(data, "sha256").hexdigest() != figures.sha256:  # type: ignore[arg-type] # reads as a file does
                    raise Refused("backup_damaged")
            with archive.open(_DATA) as data:
                if dump.prove(data, key) != figures.counts:  # type: ignore[arg-type] # reads as a file does
                    raise Refused("backup_damaged")
    except (zipfile.BadZipFile, KeyError, EOFError, OSError):
        raise Refused("backup_damaged") from None
    return figures


def _fill(part: Home, file: Path, words: str, database: str, figures: Figures, now: datetime) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            if archive.getinfo(_VAULT).file_size > _MOST_VAULT:
                raise Refused("backup_damaged")
            part.vault.write_bytes(archive.read(_VAULT))
    except (zipfile.BadZipFile, KeyError, EOFError):
        raise Refused("backup_damaged") from None
    vault = vaults.open_with_words(part.vault, words)
    _prove(file, vault["database"])
    url = need_url(database).render_as_string(hide_password=False) if database else ""
    vault.put(**{DATABASE_URL: url.encode()})
    engine = open_engine(part, vault)
    try:
        with zipfile.ZipFile(file) as archive, archive.open(_DATA) as data, writing(engine) as connection:
            loaded = dump.load(connection, data, vault["database"])  # type: ignore[arg-type] # reads as a file does
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
