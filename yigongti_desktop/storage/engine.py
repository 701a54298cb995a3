"""Open the database through SQLAlchemy, and the two kinds of transaction on it: writing and reading.

The encrypted SQLite file: SQLCipher with a raw key, WAL, every commit on disk. A raw 32-byte key opens in under a
millisecond; a passphrase would cost its derivation at every open. A hub may have PostgreSQL instead.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from contextlib import contextmanager
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import sqlcipher3.dbapi2 as sqlcipher
from sqlalchemy import Connection
from sqlalchemy import Engine
from sqlalchemy import create_engine
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from sqlalchemy.pool import QueuePool

from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.kernel.files import CLOSED_TO_US
from yigongti_desktop.kernel.files import is_full
from yigongti_desktop.storage import compiled
from yigongti_desktop.storage import penlock
from yigongti_desktop.storage import postgresql
from yigongti_desktop.storage.penlock import PenLock

_BUSY_MS = 10_000
#: Connections that a process keeps; a hub's threads wait for one of these, since one that is opened anew has to read
#: and decrypt the schema first. A desk opens a few more for a moment.
_KEPT = 4
_DESK_MORE = 4
_DESK_CACHE_KB = 16_000
#: 16 MB: a page of two thousand records is on disk once before it is put in its place.
_DESK_CHECKPOINT_PAGES = 4000
_HUB_CACHE_KB = 64_000
_HUB_CHECKPOINT_PAGES = 20_000
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
#: Option of an engine whose file several processes may write.
_PEN = "pen"


def open_desk(path: Path, key: bytes) -> Engine:
    """Open or create a desk's database."""
    return _open(path, key, cache_kb=_DESK_CACHE_KB, checkpoint=_DESK_CHECKPOINT_PAGES, more=_DESK_MORE)


def open_hub(path: Path, key: bytes) -> Engine:
    """Open or create a hub's database: larger cache and checkpoints for many desks, written by processes in turn."""
    made = _open(path, key, cache_kb=_HUB_CACHE_KB, checkpoint=_HUB_CHECKPOINT_PAGES, more=0)
    if penlock.IS_HERE:
        made.update_execution_options(**{_PEN: PenLock(path, _BUSY_MS / 1000)})
    return made


def open_hub_at(url: str) -> Engine:
    """Open a hub's database on a PostgreSQL server; it is reached when it is first used.

    Raises:
        Refused: database_url, database_driver.
    """
    return postgresql.open_at(url)


def is_file(engine: Engine) -> bool:
    """Say whether a database is a file of this machine."""
    return engine.dialect.name == "sqlite"


@contextmanager
def writing(engine: Engine) -> Iterator[Connection]:
    """Hold the one write lock from the start, so that what was read is still true at the commit.

    Raises:
        Unavailable: disk_full, database_busy, database_unreachable.
    """
    with weather(), _pen(engine), engine.connect() as connection:
        if is_file(engine):
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            postgresql.take_pen(connection)
        try:
            yield connection
            connection.commit()
        except BaseException:
            connection.rollback()  # after a commit that failed, too: the connection is used again
            raise


def has_line(engine: Engine) -> bool:
    """Say whether those who wait to write stand in a line: on a server, and at a file with a lock for its pen."""
    return not is_file(engine) or _PEN in engine.get_execution_options()


def _pen(engine: Engine) -> AbstractContextManager[None]:
    its: PenLock | None = engine.get_execution_options().get(_PEN)
    return its.held() if its else nullcontext()


@contextmanager
def reading(engine: Engine) -> Iterator[Connection]:
    """Read one consistent state, not blocked by writers."""
    with weather(), engine.connect() as connection:
        if is_file(engine):
            connection.exec_driver_sql("BEGIN")
        else:
            connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
        try:
            yield connection
        except BaseException:
            connection.rollback()
            raise
        connection.commit()  # nothing was written; after a rollback psycopg would forget its prepared statements


@contextmanager
def weather() -> Iterator[None]:
    """Tell faults of disk, file and server from bugs."""
    try:
        yield
    except (DBAPIError, PoolTimeout, sqlcipher.Error) as error:
        code = _code_of(error)
        if not code:
            raise
        raise Unavailable(code) from error
    except OSError as error:
        if is_full(error):
            raise Unavailable("disk_full") from error
        if error.errno in CLOSED_TO_US:
            raise Unavailable("disk_not_writable") from error
        raise


def is_weather(error: Exception) -> bool:
    """Say whether a fault of the database lies with disk, file or server, and not with what was asked of it."""
    return bool(_code_of(error))


def is_passing(fault: BaseException) -> bool:
    """Say whether the same transaction may succeed when it is done again: it lost against another one."""
    cause = fault.__cause__ or fault
    return postgresql.is_passing(getattr(cause, "orig", None) or cause)


def _code_of(error: Exception) -> str:
    said = getattr(error, "orig", None) or error
    if isinstance(said, sqlcipher.Error):
        return _CODES.get(getattr(said, "sqlite_errorcode", 0), "")
    if isinstance(error, PoolTimeout):
        return "database_busy"
    return postgresql.code_of(said)


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


def _open(path: Path, key: bytes, *, cache_kb: int, checkpoint: int, more: int) -> Engine:
    engine = create_engine(
        "sqlite://",
        module=sqlcipher,
        creator=lambda: connect(path, key, cache_kb=cache_kb, checkpoint=checkpoint),
        poolclass=QueuePool,
        pool_size=_KEPT,
        max_overflow=more,
        pool_use_lifo=True,  # the same few stay warm
        hide_parameters=True,  # what people typed must not come into a log by way of a fault
        execution_options=compiled.SHARED,
    )
    event.listen(engine, "begin", _leave_to_us)
    return engine


def _leave_to_us(_connection: Connection) -> None:
    """Begin nothing: `writing` and `reading` say which kind of transaction it is."""
