"""Backups that are proven when they are made.

A backup is one file: the database as encrypted as ever, the sealed keys, and a page of figures without names.
It is opened, checked and counted again before anybody is told that it exists.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec
import sqlcipher3.dbapi2 as sqlcipher

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kernel.files import is_full
from yigongti_desktop.storage import engine
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.home import Home

SUFFIX = ".ygtbak"
#: What lies in a backup.
DATABASE, VAULT, _FIGURES = "data.db", "keys.vault", "figures.json"
_MOST_FIGURES, _MOST_VAULT = 1024**2, 1024**2
_KEPT = 14
#: Bytes that are left free on a disk.
SPARE = 32 * 1024**2
_STALE_SECONDS = 3600
_MAKING = "making-"
#: What a broken or foreign file makes the zip reader raise.
_BROKEN = (KeyError, ValueError, RuntimeError, EOFError, OverflowError, struct.error, zipfile.BadZipFile)


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
        Refused: backup_damaged when the copy could not be proven.
        Unavailable: disk_full, file_not_writable.
    """
    target = target or home.backups / f"{at:%Y%m%d-%H%M%S}-{reason}{SUFFIX}"
    with engine.weather(), reaching(target):
        home.backups.mkdir(parents=True, exist_ok=True)
        need = home.database.stat().st_size * 2 + SPARE
        if shutil.disk_usage(target.parent).free < need:
            raise Unavailable("disk_full", need=need)
        with tempfile.TemporaryDirectory(prefix=_MAKING, dir=target.parent, ignore_cleanup_errors=True) as folder:
            copy, packed = Path(folder, DATABASE), Path(folder, target.name)
            figures = _copy(home, key, copy, at=at, reason=reason)
            prove(copy, key, figures)
            _pack(home, copy, figures, packed)
            packed.replace(target)
        if target.parent == home.backups:
            _thin(home.backups, target)
    return target


def look(file: Path) -> Figures:
    """Return what a backup says of itself.

    Raises:
        Refused: backup_unreadable.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            _need_plain(archive, _FIGURES, _MOST_FIGURES)
            return msgspec.json.decode(archive.read(_FIGURES), type=Figures)
    except (OSError, *_BROKEN, msgspec.MsgspecError):
        raise Refused("backup_unreadable") from None


def _copy(home: Home, key: bytes, copy: Path, *, at: datetime, reason: str) -> Figures:
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


def prove(copy: Path, key: bytes, figures: Figures) -> None:
    """Check that a copy is whole and holds what its figures say.

    Raises:
        Refused: backup_damaged.
    """
    if _digest(copy) != (figures.size, figures.sha256):
        raise Refused("backup_damaged")
    try:
        with closing(sqlcipher.connect(str(copy))) as connection:
            for pragma in ("cipher_log = off", f"key = \"x'{key.hex()}'\"", "query_only = ON"):
                connection.execute(f"PRAGMA {pragma}")
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
    # A clock before 1980 is no reason to go without a backup.
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED, strict_timestamps=False) as archive:
        archive.write(copy, DATABASE)
        archive.write(home.vault, VAULT)
        archive.writestr(zipfile.ZipInfo(_FIGURES), msgspec.json.format(msgspec.json.encode(figures)))
    _flush(target)


def unpack(file: Path, folder: Path, figures: Figures) -> None:
    """Lay the database and the vault of a backup into a folder.

    Raises:
        Refused: backup_damaged.
    """
    try:
        with zipfile.ZipFile(file) as archive:
            for name, most in ((DATABASE, figures.size), (VAULT, _MOST_VAULT)):
                _need_plain(archive, name, most)
                with archive.open(name) as source, (folder / name).open("wb") as sink:
                    shutil.copyfileobj(source, sink)
                _flush(folder / name)
    except _BROKEN:
        raise Refused("backup_damaged") from None


def _need_plain(archive: zipfile.ZipFile, name: str, most: int) -> None:
    """Let only stored members of a sane size be read, so that nothing unpacks to more than it weighs."""
    part = archive.getinfo(name)
    if part.compress_type != zipfile.ZIP_STORED or part.file_size > most:
        raise zipfile.BadZipFile


def _thin(folder: Path, made: Path) -> None:
    """Keep the newest; those that a wrong clock dated after the one just made go first."""
    kept = sorted(folder.glob(f"*{SUFFIX}"), key=lambda file: (file.name <= made.name, file.name))
    for file in kept[:-_KEPT]:
        file.unlink()
    for left in folder.glob(f"{_MAKING}*"):  # of a backup that a power cut stopped
        if left.stat().st_mtime < made.stat().st_mtime - _STALE_SECONDS:
            shutil.rmtree(left)


@contextmanager
def reaching(path: Path) -> Iterator[None]:
    """Tell a folder that is gone or closed to us from a full disk."""
    try:
        yield
    except OSError as error:
        if is_full(error):
            raise
        raise Unavailable("file_not_writable", path=str(path)) from error


def _flush(file: Path) -> None:
    with file.open("rb+") as written:
        os.fsync(written.fileno())
