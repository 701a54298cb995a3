"""Changes of the schema on a server, with programs of the version before still at work."""

from __future__ import annotations

import subprocess
import sys
import textwrap
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from msgspec.structs import replace
from sqlalchemy import Engine
from sqlalchemy import inspect

from tests.cluster import Cluster
from tests.storage.test_migrations import newer_program
from yigongti_desktop.app.hub import init
from yigongti_desktop.app.keeper import Keeper
from yigongti_desktop.app.schema import METADATA
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.registry import store
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage.engine import open_hub_at
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home

pytestmark = pytest.mark.migration
WORDS = "测试用的口令-不是密码"

#: Opens a hub's database with whatever program lies in the folder, and says at which schema it ends.
UPGRADE = """
    from yigongti_desktop.storage import migrate
    from yigongti_desktop.storage.engine import open_hub_at
    engine = open_hub_at({url!r})
    try:
        migrate.upgrade(engine)
        print(migrate.current(engine))
    except Exception as fault:
        print(type(fault).__name__, fault)
"""
ADDS = "op.add_column('institutions', sa.Column('motto', sa.Text(), server_default='', nullable=False))"


@pytest.fixture
def url(cluster: Cluster) -> Iterator[str]:
    """An empty database."""
    name = cluster.fresh()
    yield cluster.url(name)
    cluster.drop(name)


@pytest.fixture
def engine(url: str) -> Iterator[Engine]:
    """A database with the schema of this program."""
    made = open_hub_at(url)
    migrate.upgrade(made)
    yield made
    made.dispose()


def next_program(folder: Path, change: str = ADDS, compatible_from: str | None = migrate.HEAD) -> Path:
    """Return a copy of the program with one migration more, which old programs can live with if it says so."""
    root = newer_program(folder, then=change)
    file = next((root / "yigongti_desktop" / "storage" / "migrations" / "versions").glob("*_next.py"))
    if compatible_from:
        text = file.read_text(encoding="utf-8")
        marked = f"depends_on = None\ncompatible_from = {compatible_from!r}\n"
        assert "depends_on = None\n" in text
        file.write_text(text.replace("depends_on = None\n", marked), encoding="utf-8")
    return root


def upgraded_by(root: Path, url: str) -> str:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(UPGRADE).format(url=url)],
        cwd=root,
        env={"PYTHONPATH": str(root), "PATH": "", "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        check=False,
        timeout=90,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_the_head_equals_the_declared_tables_on_a_server(engine: Engine) -> None:
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []


def test_every_way_down_and_up_again_works_on_a_server(engine: Engine) -> None:
    with writing(engine) as connection:
        migrate.run(connection, "downgrade", "base")
    assert migrate.current(engine) == ""
    migrate.upgrade(engine)
    assert migrate.current(engine) == migrate.HEAD


def test_an_old_program_works_on_beside_the_newer_one(url: str, tmp_path: Path) -> None:
    """The newer one adds a column while the old one reads, writes, and starts again."""
    hub = init(Home(tmp_path / "hub"), "tianmen", WORDS, "127.0.0.1:1", database=url)
    keeper = Keeper(hub)
    unit = keeper.institutions()[0]
    done = threading.Event()

    def work() -> int:
        count = 0
        while not done.is_set() or count < 3:
            hub.counter.publish({store.INSTITUTION.name: [replace(unit, phone=f"0728-{count}")]})
            count += 1
        return count

    with ThreadPoolExecutor(1) as pool:
        working = pool.submit(work)
        try:
            newest = upgraded_by(next_program(tmp_path), url)
        finally:
            done.set()
        made = working.result(60)
    assert newest == f"{int(migrate.HEAD) + 1:04d}"
    migrate.upgrade(hub.engine)  # the old program starts again
    hub.counter.publish({store.INSTITUTION.name: [replace(unit, phone="0728-999")]})
    with reading(hub.engine) as connection:
        mottos = set(connection.exec_driver_sql("SELECT motto FROM institutions").scalars())
    assert mottos == {""}
    assert made > 2
    assert keeper.institution(unit.id).phone == "0728-999"
    hub.engine.dispose()


def test_an_old_program_stops_where_a_newer_one_has_taken_something_away(
    engine: Engine, url: str, tmp_path: Path
) -> None:
    gone = "op.drop_column('institutions', 'phone')"
    assert upgraded_by(next_program(tmp_path, gone, compatible_from=None), url) == f"{int(migrate.HEAD) + 1:04d}"
    with pytest.raises(Unavailable, match="schema_newer"):
        migrate.upgrade(engine)


def test_a_change_that_readers_hold_up_waits_a_little_at_a_time_and_gets_through(
    engine: Engine, url: str, tmp_path: Path
) -> None:
    """A reader that stays holds the table; those who come later are not made to wait behind the change for long."""
    root = next_program(tmp_path)
    with ThreadPoolExecutor(1) as pool:
        with reading(engine) as eyes:
            assert eyes.exec_driver_sql("SELECT count(*) FROM institutions").scalar() == 0
            upgrading = pool.submit(upgraded_by, root, url)
            with engine.connect() as watch:
                while not watch.exec_driver_sql(
                    "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'institutions'::regclass"
                ).scalar():
                    watch.rollback()
                    assert not upgrading.done()
        assert upgrading.result(90) == f"{int(migrate.HEAD) + 1:04d}"


def test_the_mark_says_who_may_work_on_the_schema(engine: Engine) -> None:
    with reading(engine) as connection:
        assert facts.get(connection, migrate.COMPATIBLE_FROM) == migrate.compatible_from(migrate.HEAD)


def test_a_migration_that_says_that_old_programs_can_live_with_it_only_adds(cluster: Cluster) -> None:
    """Nothing is dropped, renamed or retyped, and what is new has a default or may be absent."""
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    scripts: list[Any] = list(ScriptDirectory.from_config(config).walk_revisions())[::-1]
    name = cluster.fresh()
    engine = open_hub_at(cluster.url(name))
    before: dict[str, dict[str, Any]] = {}
    for script in scripts:
        with writing(engine) as connection:
            migrate.run(connection, "upgrade", script.revision)
            looked = inspect(connection)
            after = {
                table: {column["name"]: column for column in looked.get_columns(table)}
                for table in looked.get_table_names()
            }
        if getattr(script.module, "compatible_from", script.revision) < script.revision:
            for table, columns in before.items():
                assert columns.keys() <= after[table].keys(), (script.revision, table)
                for column, kept in columns.items():
                    assert str(kept["type"]) == str(after[table][column]["type"]), (script.revision, table, column)
                for column in after[table].keys() - columns.keys():
                    made = after[table][column]
                    assert made["nullable"] or made["default"] is not None, (script.revision, table, column)
        before = after
    engine.dispose()
    cluster.drop(name)
