"""A hub's backup: one sealed file with its keys, from one snapshot of either database, proven when it is made."""

from __future__ import annotations

import hashlib
import os
import zipfile
from datetime import datetime
from pathlib import Path

import msgspec
from sqlalchemy import Engine

from yigongti_desktop.hub import dump
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage.backup import Figures
from yigongti_desktop.storage.backup import look
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import weather
from yigongti_desktop.storage.home import Home
from yigongti_desktop.storage.sealing import Sink

SUFFIX = ".ygthub"
DATA, VAULT, _FIGURES = "data.sealed", "keys.vault", "figures.json"
_KEPT = 14


def make(home: Home, engine: Engine, key: bytes, *, at: datetime, reason: str, target: Path | None = None) -> Path:
    """Make a backup of a hub that may be serving, prove it, and keep the newest fourteen of the automatic ones.

    Raises:
        Refused: backup_damaged when the copy could not be proven.
        Unavailable: disk_full, file_not_writable, database_unreachable.
    """
    target = target or home.backups / f"{at:%Y%m%d-%H%M%S}-{reason}{SUFFIX}"
    with weather():
        try:
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_name(f".{target.name}.part")
            try:
                _write(home, engine, key, part, at, reason)
                prove(part, key)
                part.replace(target)
            finally:
                part.unlink(missing_ok=True)
        except (FileNotFoundError, NotADirectoryError, PermissionError, IsADirectoryError) as error:
            raise Unavailable("file_not_writable", path=str(target)) from error
    if target.parent == home.backups:
        for old in sorted(home.backups.glob(f"*{SUFFIX}"))[:-_KEPT]:
            old.unlink()
    return target


def _write(home: Home, engine: Engine, key: bytes, part: Path, at: datetime, reason: str) -> None:
    with zipfile.ZipFile(part, "w", zipfile.ZIP_STORED, strict_timestamps=False) as archive:
        with reading(engine) as connection:
            revision = migrate.revision_of(connection)
            with archive.open(zipfile.ZipInfo(DATA), "w", force_zip64=True) as data:
                sink = _Measured(data)
                counts = dump.write(connection, sink, key)
        figures = Figures(
            made_at=facts.stamp(at),
            reason=reason,
            revision=revision,
            device="",
            institution="",
            place="",
            counts=counts,
            size=sink.size,
            sha256=sink.hash.hexdigest(),
        )
        archive.write(home.vault, VAULT)
        archive.writestr(zipfile.ZipInfo(_FIGURES), msgspec.json.format(msgspec.json.encode(figures)))
    part.chmod(0o600)
    with part.open("rb+") as written:
        os.fsync(written.fileno())


class _Measured:
    """Counts and hashes what is written."""

    def __init__(self, sink: Sink) -> None:
        self._sink = sink
        self.size = 0
        self.hash = hashlib.sha256()

    def write(self, content: bytes) -> None:
        self.size += len(content)
        self.hash.update(content)
        self._sink.write(content)


def prove(part: Path, key: bytes) -> Figures:
    """Read a backup through and return what it says of itself.

    Raises:
        Refused: backup_unreadable, backup_damaged.
    """
    figures = look(part)
    try:
        with zipfile.ZipFile(part) as archive:
            with archive.open(DATA) as data:
                if hashlib.file_digest(data, "sha256").hexdigest() != figures.sha256:  # type: ignore[arg-type] # reads as a file does
                    raise Refused("backup_damaged")
            with archive.open(DATA) as data:
                if dump.prove(data, key) != figures.counts:
                    raise Refused("backup_damaged")
    except (zipfile.BadZipFile, KeyError, EOFError, OSError):
        raise Refused("backup_damaged") from None
    return figures
