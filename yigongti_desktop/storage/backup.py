"""Backups that are proven when they are made, and a restore that cannot half happen.

A backup is one file: the database as encrypted as ever, the sealed keys, and a page of figures without names.
It is opened, checked and counted again before anybody is told that it exists. A restore is made ready beside the
present data; from the moment that it is proven, a cut only delays it until the next start.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import struct
import tempfile
import zipfile
from collections.abc import Callable
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
from yigongti_desktop.storage import engine
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage.facts import EPOCH
from yigongti_desktop.storage.facts import FILLED
from yigongti_desktop.storage.facts import RESTORED_AT
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.home import READY
from yigongti_desktop.storage.home import Home

SUFFIX = ".ygtbak"
_DATABASE, _VAULT, _FIGURES = "data.db", "keys.vault", "figures.json"
_MOST_FIGURES, _MOST_VAULT = 1024**2, 1024**2
_KEPT = 14
_SPARE = 32 * 1024**2
_STALE_SECONDS = 3600
_BUSY_MS = 1000
_MAKING, _UNPACKED, _ASIDE = "making-", "restoring.part", "before-restore-"
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
    with engine.weather(), _reaching(target):
        home.backups.mkdir(parents=True, exist_ok=True)
        need = home.database.stat().st_size * 2 + _SPARE
        if shutil.disk_usage(target.parent).free < need:
            raise Unavailable("disk_full", need=need)
        with tempfile.TemporaryDirectory(prefix=_MAKING, dir=target.parent, ignore_cleanup_errors=True) as folder:
            copy, packed = Path(folder, _DATABASE), Path(folder, target.name)
            figures = _copy(home, key, copy, at=at, reason=reason)
            _prove(copy, key, figures)
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
        Unavailable: disk_full, schema_newer, database_busy while another program has the present data open.
    """
    figures = look(file)
    if not migrate.is_known(figures.revision):
        raise Unavailable("schema_newer", revision=figures.revision)
    home.make()
    with engine.weather(), _reaching(home.path), _alone(home):
        _finish(home)
        if shutil.disk_usage(home.path).free < figures.size + _SPARE:
            raise Unavailable("disk_full", need=figures.size + _SPARE)
        unpacked = home.path / _UNPACKED
        try:
            shutil.rmtree(unpacked, ignore_errors=True)
            unpacked.mkdir()
            _unpack(file, unpacked, figures)
            key = unlock(unpacked / _VAULT)
            _prove(unpacked / _DATABASE, key, figures)
            used = _need_closed(home, key)
            _begin_epoch(home, unpacked / _DATABASE, key, used, at)
            unpacked.replace(home.path / f"{READY}{_unused(home, at)}")
        finally:
            shutil.rmtree(unpacked, ignore_errors=True)
        _finish(home)
    return figures


def finish(home: Home) -> None:
    """Let a restore take its place that was proven and then cut off; to be called before the data is opened.

    Raises:
        Unavailable: disk_full, disk_not_writable.
    """
    if home.is_restoring:
        with engine.weather(), _reaching(home.path), _alone(home):
            _finish(home)


@contextmanager
def _alone(home: Home) -> Iterator[None]:
    """Keep other programs from changing the files at the same time; the lock ends with the process."""
    with closing(sqlcipher.connect(str(home.path / "restore.lock"), isolation_level=None)) as lock:
        lock.execute("BEGIN EXCLUSIVE")
        yield


def _finish(home: Home) -> None:
    """Change the files' places; done again, it goes on where it was cut off."""
    for ready in sorted(home.path.glob(f"{READY}*")):
        aside = home.path / f"{_ASIDE}{ready.name.removeprefix(READY)}"
        if (ready / _DATABASE).exists():
            for file in (home.database, *_companions(home.database)):
                _put_aside(file, aside)
            (ready / _DATABASE).replace(home.database)
        if (ready / _VAULT).exists():
            if home.vault.exists():
                aside.mkdir(exist_ok=True)
                shutil.copy2(home.vault, aside / home.vault.name)  # a home without its vault would look new
            (ready / _VAULT).replace(home.vault)
        shutil.rmtree(ready)


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


def _prove(copy: Path, key: bytes, figures: Figures) -> None:
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
        archive.write(copy, _DATABASE)
        archive.write(home.vault, _VAULT)
        archive.writestr(zipfile.ZipInfo(_FIGURES), msgspec.json.format(msgspec.json.encode(figures)))
    _flush(target)


def _unpack(file: Path, folder: Path, figures: Figures) -> None:
    try:
        with zipfile.ZipFile(file) as archive:
            for name, most in ((_DATABASE, figures.size), (_VAULT, _MOST_VAULT)):
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


def _need_closed(home: Home, key: bytes) -> int:
    """Refuse while another program has the present data open, since what people do there would be lost.

    To leave the log mode needs the file alone. Data that these keys do not open may be damaged, and is let be.

    Returns:
        The epoch of the present data; 0 when it cannot be read.
    """
    if not home.database.exists():
        return 0
    try:
        with closing(engine.connect(home.database, key, busy_ms=_BUSY_MS)) as connection:
            connection.execute("PRAGMA journal_mode = DELETE")
            return _epoch(connection)
    except sqlcipher.DatabaseError as error:
        if error.sqlite_errorcode == sqlcipher.SQLITE_BUSY:
            raise
        return 0


def _epoch(connection: Any) -> int:
    held = connection.execute("SELECT value FROM facts WHERE name = ?", (EPOCH,)).fetchone()
    return int(held[0]) if held else 1


def _begin_epoch(home: Home, database: Path, key: bytes, used: int, at: datetime) -> None:
    """Begin a new epoch, and note that what happened since the backup is still to come from the hub."""
    with closing(engine.connect(database, key)) as connection:
        epoch = max(_epoch(connection), used, home.used_epoch()) + 1
        home.note_epoch(epoch)
        known = ((EPOCH, str(epoch)), (RESTORED_AT, stamp(at)))
        connection.executemany("INSERT OR REPLACE INTO facts (name, value) VALUES (?, ?)", known)
        connection.execute("DELETE FROM facts WHERE name = ?", (FILLED,))
        connection.execute("DELETE FROM sent_batches WHERE confirmed_at IS NULL")
        connection.execute("PRAGMA journal_mode = DELETE")


def _unused(home: Home, at: datetime) -> str:
    """Return a name for what is put aside that no earlier restore has taken."""
    stem = name = f"{at:%Y%m%d-%H%M%S}"
    count = 1
    while (home.path / f"{_ASIDE}{name}").exists():
        count += 1
        name = f"{stem}-{count}"
    return name


def _put_aside(file: Path, aside: Path) -> None:
    if file.exists():
        aside.mkdir(exist_ok=True)
        file.replace(aside / file.name)


def _thin(folder: Path, made: Path) -> None:
    """Keep the newest; those that a wrong clock dated after the one just made go first."""
    kept = sorted(folder.glob(f"*{SUFFIX}"), key=lambda file: (file.name <= made.name, file.name))
    for file in kept[:-_KEPT]:
        file.unlink()
    for left in folder.glob(f"{_MAKING}*"):  # of a backup that a power cut stopped
        if left.stat().st_mtime < made.stat().st_mtime - _STALE_SECONDS:
            shutil.rmtree(left)


@contextmanager
def _reaching(path: Path) -> Iterator[None]:
    """Tell a folder that is gone or closed to us from a full disk."""
    try:
        yield
    except OSError as error:
        if engine.is_full(error):
            raise
        raise Unavailable("file_not_writable", path=str(path)) from error


def _flush(file: Path) -> None:
    with file.open("rb+") as written:
        os.fsync(written.fileno())


def _companions(database: Path) -> tuple[Path, Path]:
    return database.with_name(database.name + "-wal"), database.with_name(database.name + "-shm")
