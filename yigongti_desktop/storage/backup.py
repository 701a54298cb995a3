"""Backups that are proven when they are made, and a restore that cannot half happen.

A backup is one file: the database as encrypted as ever, the sealed keys, and a page of figures without names.
It is opened, checked and counted again before anybody is told that it exists.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import sqlcipher3.dbapi2 as sqlcipher

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage import engine
from yigongti_desktop.storage.facts import EPOCH
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.home import Home

SUFFIX = ".ygtbak"
_DATABASE, _VAULT, _FIGURES = "data.db", "keys.vault", "figures.json"
_MOST_BYTES = 64 * 1024**3
_KEPT = 14
_SPARE = 32 * 1024**2


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """What a backup says of itself."""

    made_at: str
    reason: str
    revision: str
    device: str
    institution: str
    place: str
    counts: dict[str, int]
    size: int
    sha256: str
    version: int = 1


def make(home: Home, key: bytes, *, at: datetime, reason: str, target: Path | None = None) -> Path:
    """Make a backup, prove it, and keep the newest fourteen of the automatic ones.

    Raises:
        Unavailable: disk_full, backup_not_proven.
    """
    with engine.weather():
        home.backups.mkdir(parents=True, exist_ok=True)
        target = target or home.backups / f"{at:%Y%m%d-%H%M%S}-{reason}{SUFFIX}"
        need = home.database.stat().st_size * 2 + _SPARE
        if shutil.disk_usage(target.parent).free < need:
            raise Unavailable("disk_full", need=need)
        copy = target.with_suffix(".copy")
        try:
            figures = _copy(home, key, copy, at=at, reason=reason)
            _prove(copy, key, figures)
            _pack(home, copy, figures, target)
        finally:
            _remove(copy)
        _thin(home.backups)
    return target


def look(file: Path) -> Figures:
    """Return what a backup says of itself.

    Raises:
        Refused: backup_unreadable.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            if sum(part.file_size for part in archive.infolist()) > _MOST_BYTES:
                raise Refused("backup_unreadable")
            return msgspec.json.decode(archive.read(_FIGURES), type=Figures)
    except (OSError, KeyError, zipfile.BadZipFile, msgspec.MsgspecError):
        raise Refused("backup_unreadable") from None


def restore(home: Home, file: Path, unlock: Callable[[Path], bytes], *, at: datetime) -> Figures:
    """Put a backup in the place of the present data, which is kept aside.

    The device starts a new epoch, so that no number is given twice and the hub recognises the restore.

    Args:
        home: where to restore to.
        file: the backup.
        unlock: opens the backup's vault and returns the database key.
        at: this moment.

    Raises:
        Refused: backup_unreadable, backup_damaged, or why the vault stays closed.
        Unavailable: disk_full.
    """
    figures = look(file)
    with engine.weather():
        home.make()
        if shutil.disk_usage(home.path).free < figures.size + _SPARE:
            raise Unavailable("disk_full", need=figures.size + _SPARE)
        fresh = home.path / "restored.db"
        vault = home.path / "restored.vault"
        try:
            _unpack(file, fresh, vault, figures)
            key = unlock(vault)
            _prove(fresh, key, figures)
            epoch = _new_epoch(home, fresh, key)
            _put_aside(home, at)
            fresh.replace(home.database)
            vault.replace(home.vault)
            home.epoch_mark.write_text(str(epoch))
        finally:
            _remove(fresh)
            vault.unlink(missing_ok=True)
    return figures


def _copy(home: Home, key: bytes, copy: Path, *, at: datetime, reason: str) -> Figures:
    _remove(copy)
    with closing(engine.connect(home.database, key)) as source, closing(engine.connect(copy, key)) as target:
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")
        known = dict(target.execute("SELECT name, value FROM facts").fetchall())
        revision = target.execute("SELECT version_num FROM alembic_version").fetchone()[0]
        counts = _count(target)
    size, sha256 = _digest(copy)
    return Figures(
        made_at=stamp(at),
        reason=reason,
        revision=revision,
        device=known.get("device", ""),
        institution=known.get("institution", ""),
        place=known.get("place", ""),
        counts=counts,
        size=size,
        sha256=sha256,
    )


def _prove(copy: Path, key: bytes, figures: Figures) -> None:
    if _digest(copy) != (figures.size, figures.sha256):
        raise Refused("backup_damaged")
    try:
        with closing(sqlcipher.connect(f"file:{copy}?mode=ro", uri=True)) as connection:
            connection.execute(f"PRAGMA key = \"x'{key.hex()}'\"")
            faults = connection.execute("PRAGMA cipher_integrity_check").fetchall()
            said = connection.execute("PRAGMA integrity_check").fetchone()[0]
            whole = not faults and said == "ok" and _count(connection) == figures.counts
    except sqlcipher.DatabaseError:
        whole = False
    if not whole:
        raise Refused("backup_damaged")


def _count(connection: Any) -> dict[str, int]:
    names = [
        row[0]
        for row in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
        )
    ]
    return {name: connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


def _digest(file: Path) -> tuple[int, str]:
    with file.open("rb") as content:
        return file.stat().st_size, hashlib.file_digest(content, "sha256").hexdigest()


def _pack(home: Home, copy: Path, figures: Figures, target: Path) -> None:
    partial = target.with_suffix(".part")
    with zipfile.ZipFile(partial, "w", zipfile.ZIP_STORED) as archive:
        archive.write(copy, _DATABASE)
        archive.write(home.vault, _VAULT)
        archive.writestr(_FIGURES, msgspec.json.format(msgspec.json.encode(figures)))
    with partial.open("rb+") as file:
        os.fsync(file.fileno())
    partial.replace(target)


def _unpack(file: Path, database: Path, vault: Path, figures: Figures) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            for name, target, most in ((_DATABASE, database, figures.size), (_VAULT, vault, 1024**2)):
                if archive.getinfo(name).file_size > most:
                    raise Refused("backup_damaged")
                with archive.open(name) as source, target.open("wb") as sink:
                    shutil.copyfileobj(source, sink)
    except (KeyError, zipfile.BadZipFile, EOFError):
        raise Refused("backup_damaged") from None


def _new_epoch(home: Home, database: Path, key: bytes) -> int:
    mark = home.epoch_mark
    with closing(engine.connect(database, key)) as connection:
        held = connection.execute("SELECT value FROM facts WHERE name = ?", (EPOCH,)).fetchone()
        used = int(mark.read_text()) if mark.exists() else 0
        epoch = max(int(held[0]) if held else 1, used) + 1
        connection.execute("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", (EPOCH, str(epoch)))
        connection.execute("DELETE FROM sent_batches WHERE confirmed_at IS NULL")
        connection.execute("PRAGMA journal_mode = DELETE")
    return epoch


def _put_aside(home: Home, at: datetime) -> None:
    aside = home.path / f"before-restore-{at:%Y%m%d-%H%M%S}"
    for file in (home.database, home.vault, *_companions(home.database)):
        if file.exists():
            aside.mkdir(exist_ok=True)
            file.replace(aside / file.name)


def _thin(folder: Path) -> None:
    kept = sorted(folder.glob(f"*{SUFFIX}"), key=lambda file: file.name)
    for file in kept[:-_KEPT]:
        file.unlink()


def _remove(database: Path) -> None:
    for file in (database, *_companions(database)):
        file.unlink(missing_ok=True)


def _companions(database: Path) -> tuple[Path, Path]:
    return database.with_name(database.name + "-wal"), database.with_name(database.name + "-shm")
