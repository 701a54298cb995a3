"""Open the encrypted SQLite file through SQLAlchemy: SQLCipher with a raw key, WAL, every commit on disk.

A raw 32-byte key opens in under a millisecond; a passphrase would cost its derivation at every open.
"""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection
from sqlalchemy import Engine
from sqlalchemy import create_engine
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.pool import QueuePool

from yigongti_desktop.kernel.errors import Unavailable

_BUSY_MS = 10_000
_DESK_CACHE_KB = 16_000
#: 16 MB: a page of two thousand records is on disk once before it is put in its place.
_DESK_CHECKPOINT_PAGES = 4000
_HUB_CACHE_KB = 128_000
_HUB_CHECKPOINT_PAGES = 20_000
_NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}
_CLOSED_TO_US = {errno.EACCES, errno.EPERM, errno.EROFS}
_CODES = {
    sqlcipher.SQLITE_FULL: "disk_full",
    sqlcipher.SQLITE_IOERR: "disk_not_writable",
    sqlcipher.SQLITE_READONLY: "disk_not_writable",
    sqlcipher.SQLITE_CANTOPEN: "disk_not_writable",
    sqlcipher.SQLITE_BUSY: "database_busy",
    sqlcipher.SQLITE_LOCKED: "database_busy",
    sqlcipher.SQLITE_NOTADB: "database_key_wrong",
    sqlcipher.SQLITE_CORRUPT: "database_damaged",
}


def open_desk(path: Path, key: bytes) -> Engine:
    """Open or create a desk's database."""
    return _open(path, key, cache_kb=_DESK_CACHE_KB, checkpoint=_DESK_CHECKPOINT_PAGES)


def open_hub(path: Path, key: bytes) -> Engine:
    """Open or create a hub's database: larger cache and checkpoints for many desks."""
    return _open(path, key, cache_kb=_HUB_CACHE_KB, checkpoint=_HUB_CHECKPOINT_PAGES)


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Hold the one write lock from the start, so that what was read is still true at the commit.

    Raises:
        Unavailable: disk_full, database_busy.
    """
    with weather(), engine.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        try:
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Read one consistent state, not blocked by writers."""
    with weather(), engine.connect() as connection:
        connection.exec_driver_sql("BEGIN")
        try:
            yield connection
        finally:
            connection.rollback()


@contextmanager
def weather() -> Iterator[None]:
    """Tell faults of disk and file from bugs."""
    try:
        yield
    except (DBAPIError, sqlcipher.Error) as error:
        said: int = getattr(getattr(error, "orig", error), "sqlite_errorcode", 0)
        if said not in _CODES:
            raise
        raise Unavailable(_CODES[said]) from error
    except OSError as error:
        if is_full(error):
            raise Unavailable("disk_full") from error
        if error.errno in _CLOSED_TO_US:
            raise Unavailable("disk_not_writable") from error
        raise


def is_full(error: OSError) -> bool:
    """Say whether a fault of a file means that its disk has no room."""
    return error.errno in _NO_ROOM


def connect(
    path: Path, key: bytes, *, cache_kb: int = _DESK_CACHE_KB, checkpoint: int = 1000, busy_ms: int = _BUSY_MS
) -> Any:
    """Open one bare connection, for backups and checks."""
    connection = sqlcipher.connect(str(path), check_same_thread=False, isolation_level=None, timeout=busy_ms / 1000)
    try:
        _prepare(connection, key, cache_kb, checkpoint)
    except BaseException:
        connection.close()
        raise
    return connection


def _prepare(connection: Any, key: bytes, cache_kb: int, checkpoint: int) -> None:
    for pragma in (
        "cipher_log = off",  # a wrong key is told by its code; SQLCipher's own lines on the terminal worry people
        f"key = \"x'{key.hex()}'\"",
        "journal_mode = WAL",
        "synchronous = FULL",
        "foreign_keys = ON",
        f"cache_size = -{cache_kb}",
        f"wal_autocheckpoint = {checkpoint}",
        "temp_store = MEMORY",
        "secure_delete = FAST",
    ):
        connection.execute(f"PRAGMA {pragma}")


def _open(path: Path, key: bytes, *, cache_kb: int, checkpoint: int) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: connect(path, key, cache_kb=cache_kb, checkpoint=checkpoint),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
        hide_parameters=True,  # what people typed must not come into a log by way of a fault
    )
    event.listen(engine, "begin", _leave_to_us)
    return engine


def _leave_to_us(_connection: Connection) -> None:
    """Begin nothing: `writing` and `reading` say which kind of transaction it is."""
