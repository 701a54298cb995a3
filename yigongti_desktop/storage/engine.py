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
_HUB_CACHE_KB = 128_000
_HUB_CHECKPOINT_PAGES = 20_000


def open_desk(path: Path, key: bytes) -> Engine:
    """Open or create a desk's database."""
    return _open(path, key, cache_kb=_DESK_CACHE_KB, checkpoint=1000)


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
    except DBAPIError as error:
        said = str(error.orig)
        if "full" in said or "disk I/O" in said:
            raise Unavailable("disk_full") from error
        if "locked" in said:
            raise Unavailable("database_busy") from error
        if "not a database" in said:
            raise Unavailable("database_key_wrong") from error
        if "malformed" in said:
            raise Unavailable("database_damaged") from error
        if "readonly" in said or "unable to open" in said:
            raise Unavailable("disk_not_writable") from error
        raise
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT}:
            raise Unavailable("disk_full") from error
        raise


def connect(path: Path, key: bytes, *, cache_kb: int = _DESK_CACHE_KB, checkpoint: int = 1000) -> Any:
    """Open one bare connection, for backups and checks."""
    connection = sqlcipher.connect(str(path), check_same_thread=False, isolation_level=None, timeout=_BUSY_MS / 1000)
    for pragma in (
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
    return connection


def _open(path: Path, key: bytes, *, cache_kb: int, checkpoint: int) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: connect(path, key, cache_kb=cache_kb, checkpoint=checkpoint),
        poolclass=QueuePool,
        pool_size=4,
        max_overflow=4,
    )
    event.listen(engine, "begin", _leave_to_us)
    return engine


def _leave_to_us(_connection: Connection) -> None:
    """Begin nothing: `writing` and `reading` say which kind of transaction it is."""
