"""A restore that cannot half happen.

It is made ready beside the present data; from the moment that it is proven, a cut only delays it until the next start.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable
from collections.abc import Iterator
from contextlib import closing
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher

from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage import engine
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage.backup import DATABASE
from yigongti_desktop.storage.backup import SPARE
from yigongti_desktop.storage.backup import VAULT
from yigongti_desktop.storage.backup import Figures
from yigongti_desktop.storage.backup import look
from yigongti_desktop.storage.backup import prove
from yigongti_desktop.storage.backup import reaching
from yigongti_desktop.storage.backup import unpack
from yigongti_desktop.storage.facts import EPOCH
from yigongti_desktop.storage.facts import FILLED
from yigongti_desktop.storage.facts import RESTORED_AT
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.home import READY
from yigongti_desktop.storage.home import Home

_BUSY_MS = 1000
_UNPACKED, _ASIDE = "restoring.part", "before-restore-"


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
    with engine.weather(), reaching(home.path), _alone(home):
        _finish(home)
        if shutil.disk_usage(home.path).free < figures.size + SPARE:
            raise Unavailable("disk_full", need=figures.size + SPARE)
        unpacked = home.path / _UNPACKED
        try:
            shutil.rmtree(unpacked, ignore_errors=True)
            unpacked.mkdir()
            unpack(file, unpacked, figures)
            key = unlock(unpacked / VAULT)
            prove(unpacked / DATABASE, key, figures)
            used = _need_closed(home, key)
            _begin_epoch(home, unpacked / DATABASE, key, used, at)
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
        with engine.weather(), reaching(home.path), _alone(home):
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
        if (ready / DATABASE).exists():
            for file in (home.database, *_companions(home.database)):
                _put_aside(file, aside)
            (ready / DATABASE).replace(home.database)
        if (ready / VAULT).exists():
            if home.vault.exists():
                aside.mkdir(exist_ok=True)
                shutil.copy2(home.vault, aside / home.vault.name)  # a home without its vault would look new
            (ready / VAULT).replace(home.vault)
        shutil.rmtree(ready)


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


def _companions(database: Path) -> tuple[Path, Path]:
    return database.with_name(database.name + "-wal"), database.with_name(database.name + "-shm")
