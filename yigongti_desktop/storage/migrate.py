"""Bring a database to the schema of this program, with a verified backup first.

Alembic is loaded only when there is something to do: a start with a current schema never waits for it.

A hub on PostgreSQL is upgraded while workers of the version before are still running. A migration that only adds
(tables, columns with a default or NULL, indexes) says so by `compatible_from`, the oldest revision whose program
can work beside it; the database keeps that mark, and an older program that knows this revision goes on.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage import facts
from yigongti_desktop.storage.engine import is_file
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import weather
from yigongti_desktop.storage.engine import writing

if TYPE_CHECKING:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

log = logging.getLogger(__name__)
#: The revision that this program's tables have; a test compares it with the migrations.
HEAD = "0028"
#: Where the migrations lie.
SCRIPTS = Path(__file__).parent / "migrations"
#: Fact of a database on a server: the oldest revision whose program may work on it.
COMPATIBLE_FROM = "schema_compatible_from"
#: How long a change of the schema waits for those who read, and how often it tries; they wait behind it meanwhile.
_DDL_WAIT_MS = 2000
_TRIES = 10
_NO_TABLE = "42P01"


def current(engine: Engine) -> str:
    """Return the revision of the database; empty for a new one."""
    with reading(engine) as connection:
        try:
            return revision_of(connection)
        except DatabaseError as error:
            if "no such table" in str(error.orig) or getattr(error.orig, "sqlstate", "") == _NO_TABLE:
                return ""
            raise


def upgrade(engine: Engine, *, before: Callable[[], object] = lambda: None) -> None:
    """Upgrade to the program's schema; `before` makes the backup when there is data to lose.

    Both happen under the write lock: what is saved is what is changed, and of two programs that start one does it.

    Raises:
        Unavailable: schema_newer when a newer program has already used this database, and this one cannot work
            beside it; database_busy when readers leave no moment for the change.
    """
    now = current(engine)
    if now == HEAD:
        return
    if now and not is_known(now):
        if not is_file(engine) and _is_compatible(engine):
            log.info("schema %s is newer than %s; working beside the newer program", now, HEAD)
            return
        raise Unavailable("schema_newer", revision=now)
    for tries_left in reversed(range(1 if is_file(engine) else _TRIES)):
        try:
            _upgrade(engine, before, is_new=not now)
        except Unavailable as busy:
            if busy.code != "database_busy" or not tries_left:
                raise
            log.info("the schema is in use; trying again")
        else:
            return


def is_known(revision: str) -> bool:
    """Say whether this program can work with a schema, at once or after an upgrade."""
    return revision == HEAD or revision in _known()


def run(connection: Connection, direction: str, revision: str) -> None:
    """Run migrations on an open connection, inside its transaction."""
    from alembic import command  # noqa: PLC0415 - half a second that an ordinary start does not pay

    config = _config()
    config.attributes["connection"] = connection
    with weather():
        getattr(command, direction)(config, revision)


def revision_of(connection: Connection) -> str:
    """Return the revision of a database that has a schema."""
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or "")


def compatible_from(revision: str) -> str:
    """Return the oldest revision whose program can work on this schema; its own unless the migrations say more.

    That program has to be able to live with every migration that came after it.
    """
    needed = ""
    for script in _scripts().iterate_revisions(revision, "base"):
        if script.revision == needed:
            break
        needed = max(needed, str(getattr(script.module, "compatible_from", script.revision)))
        if needed == script.revision:
            break
    return needed


def _upgrade(engine: Engine, before: Callable[[], object], *, is_new: bool) -> None:
    with writing(engine) as connection:
        if not is_new:
            if revision_of(connection) == HEAD:
                return
            before()
        if is_file(engine):
            run(connection, "upgrade", "head")
            return
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = {_DDL_WAIT_MS}")
        run(connection, "upgrade", "head")
        facts.put(connection, **{COMPATIBLE_FROM: compatible_from(HEAD)})


def _is_compatible(engine: Engine) -> bool:
    with reading(engine) as connection:
        mark = facts.get(connection, COMPATIBLE_FROM)
    return bool(mark) and is_known(mark)


def _known() -> set[str]:
    return {script.revision for script in _scripts().walk_revisions()}


def _scripts() -> ScriptDirectory:
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    return ScriptDirectory.from_config(_config())


def _config() -> Config:
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return config
