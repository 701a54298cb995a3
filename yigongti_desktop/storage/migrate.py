"""Bring a database to the schema of this program, with a verified backup first.

Alembic is loaded only when there is something to do: a start with a current schema never waits for it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection
from sqlalchemy import Engine
from sqlalchemy.exc import DatabaseError

from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import weather
from yigongti_desktop.storage.engine import writing

if TYPE_CHECKING:
    from alembic.config import Config

#: The revision that this program's tables have; a test compares it with the migrations.
HEAD = "0007"
#: Where the migrations lie.
SCRIPTS = Path(__file__).parent / "migrations"


def current(engine: Engine) -> str:
    """Return the revision of the database; empty for a new one."""
    with reading(engine) as connection:
        try:
            return _revision(connection)
        except DatabaseError as error:
            if "no such table" in str(error.orig) or "does not exist" in str(error.orig):
                return ""
            raise


def upgrade(engine: Engine, *, before: Callable[[], object] = lambda: None) -> None:
    """Upgrade to the program's schema; `before` makes the backup when there is data to lose.

    Both happen under the write lock: what is saved is what is changed, and of two programs that start one does it.

    Raises:
        Unavailable: schema_newer when a newer program has already used this database.
    """
    now = current(engine)
    if now == HEAD:
        return
    if now and not is_known(now):
        raise Unavailable("schema_newer", revision=now)
    with writing(engine) as connection:
        if now:
            if _revision(connection) == HEAD:
                return
            before()
        run(connection, "upgrade", "head")


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


def _revision(connection: Connection) -> str:
    return str(connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar() or "")


def _known() -> set[str]:
    from alembic.script import ScriptDirectory  # noqa: PLC0415

    return {script.revision for script in ScriptDirectory.from_config(_config()).walk_revisions()}


def _config() -> Config:
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(SCRIPTS))
    return config
