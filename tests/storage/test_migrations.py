"""Changes of the schema: what they lead to, that they lose nothing, and that a backup comes before them."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection
from sqlalchemy import Engine

from tests import blank
from tests.fakes.time import StoppedClock
from tests.storage.conftest import KEY
from tests.storage.desks import Frozen
from tests.storage.desks import is_known
from tests.storage.desks import opened
from tests.storage.desks import send
from tests.storage.desks import state_of
from tests.world import WORDS
from yigongti_desktop.app.schema import METADATA
from yigongti_desktop.app.words import say
from yigongti_desktop.capabilities.pharmacy.store.shortages import SHORTAGE
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.registry import store
from yigongti_desktop.storage import backup
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage import restoring
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home

pytestmark = pytest.mark.migration
ROOT = Path(__file__).parents[2]


def scripts() -> list[Any]:
    """Return the migrations from the first to the last."""
    config = Config()
    config.set_main_option("script_location", str(migrate.SCRIPTS))
    return list(ScriptDirectory.from_config(config).walk_revisions())[::-1]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    """An empty database."""
    made = open_desk(tmp_path / "data.db", KEY)
    yield made
    made.dispose()


def names(connection: Connection) -> list[str]:
    """Return the tables."""
    query = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    return [name for name in connection.exec_driver_sql(query).scalars() if name != "alembic_version"]


def shape(connection: Connection) -> dict[str, Any]:
    """Return what SQLite itself says of every table: columns with type, null, default and key; indexes."""
    found = {}
    for name in names(connection):
        columns = [tuple(row)[1:] for row in connection.exec_driver_sql(f"PRAGMA table_xinfo('{name}')")]
        indexes = {}
        for row in connection.exec_driver_sql(f"PRAGMA index_list('{name}')").all():
            of = [column.name for column in connection.exec_driver_sql(f"PRAGMA index_info('{row.name}')")]
            indexes[row.name if row.origin == "c" else row.origin] = (row.unique, row.partial, of)
        keys = connection.exec_driver_sql(f"PRAGMA foreign_key_list('{name}')").all()
        found[name] = {"columns": sorted(columns), "indexes": indexes, "keys": keys}
    return found


def fill(connection: Connection) -> None:
    """Put one row into every table, every column filled."""
    for name in names(connection):
        connection.exec_driver_sql(f'DELETE FROM "{name}"')  # noqa: S608 - a name of the schema itself
        columns = connection.exec_driver_sql(f"PRAGMA table_info('{name}')").all()
        values = tuple(
            {"TEXT": f"{column.name} 𠮷", "BLOB": b"\x00\xff"}.get(column.type, 7 + place)
            for place, column in enumerate(columns)
        )
        listed = ", ".join(f'"{column.name}"' for column in columns)
        asked = ", ".join("?" * len(values))
        connection.exec_driver_sql(f'INSERT INTO "{name}" ({listed}) VALUES ({asked})', values)  # noqa: S608 - the same


def contents(connection: Connection) -> dict[str, dict[str, Any]]:
    """Return the one row of every table that has one."""
    found = {}
    for name in names(connection):
        row = connection.exec_driver_sql(f'SELECT * FROM "{name}"').mappings().one_or_none()  # noqa: S608 - the same
        if row is not None:
            found[name] = dict(row)
    return found


def need_survivors(before: dict[str, dict[str, Any]], after: dict[str, dict[str, Any]]) -> None:
    """Check that what has a place in both schemas has the same value in both."""
    for name in before.keys() & after.keys():
        for column in before[name].keys() & after[name].keys():
            assert after[name][column] == before[name][column], (name, column)


def is_of_a_file(_thing: Any, name: str | None, kind: str, *_rest: Any) -> bool:
    """Say whether a file has it too: alembic does not heed what is declared for a server alone."""
    return (kind, name) != ("index", "ix_postings_account_begins")


def test_the_program_names_the_last_migration_as_its_own() -> None:
    assert scripts()[-1].revision == migrate.HEAD


def test_migrations_stand_in_one_line_and_know_no_product_code() -> None:
    listed = scripts()
    assert [script.down_revision for script in listed] == [None, *(script.revision for script in listed[:-1])]
    helpers = list(Path(listed[0].path).parent.parent.glob("*.py"))
    assert {"aside.py", "env.py"} <= {path.name for path in helpers}
    for path in [*(Path(script.path) for script in listed), *(one for one in helpers if one.name != "env.py")]:
        words = path.read_text(encoding="utf-8")
        assert "yigongti_desktop" not in words.replace("yigongti_desktop.storage.migrations.aside", ""), path.name


def test_a_migrated_database_is_the_one_that_the_program_describes(engine: Engine, tmp_path: Path) -> None:
    migrate.upgrade(engine)
    described = open_desk(tmp_path / "described.db", KEY)
    with writing(described) as connection:
        METADATA.create_all(connection)
    with reading(engine) as migrated, reading(described) as wanted:
        assert shape(migrated) == shape(wanted)
        context = MigrationContext.configure(migrated, opts={"include_object": is_of_a_file})
        assert compare_metadata(context, METADATA) == []
    described.dispose()


def test_what_tests_repeat_of_the_migrations_is_what_the_migrations_make(engine: Engine, tmp_path: Path) -> None:
    migrate.upgrade(engine)
    for place in ("first", "second"):
        repeated = open_desk(tmp_path / place, KEY)
        with writing(repeated) as there, reading(engine) as here:
            blank.run(there, "upgrade", "head")
            assert made(there) == made(here)
        repeated.dispose()


def made(connection: Connection) -> tuple[Any, ...]:
    """Return all words of the schema, in their order, and what lies in it."""
    words = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master ORDER BY type, name").all()
    return words, migrate.revision_of(connection), contents(connection)


@pytest.mark.parametrize("script", scripts(), ids=lambda script: script.revision)
def test_a_migration_goes_down_and_up_again_and_loses_nothing_that_has_a_place(engine: Engine, script: Any) -> None:
    with writing(engine) as connection:
        migrate.run(connection, "upgrade", script.revision)
        built = shape(connection)
        fill(connection)
        before = contents(connection)
    with writing(engine) as connection:
        migrate.run(connection, "downgrade", script.down_revision or "base")
        below = contents(connection)
        need_survivors(before, below)
    with writing(engine) as connection:
        migrate.run(connection, "upgrade", script.revision)
        assert shape(connection) == built
        need_survivors(below, contents(connection))


def test_a_current_schema_is_opened_without_the_migrations(home: Home) -> None:
    program = f"""
        import sys
        from pathlib import Path
        from tests.storage.desks import opened
        from yigongti_desktop.storage.home import Home
        opened(Home(Path({str(home.path)!r}))).close()
        print([name for name in sys.modules if name.startswith(("alembic", "openpyxl", "reportlab", "PySide6"))])
    """
    assert run(program, ROOT) == "[]"
    assert not home.backups.exists()


def test_a_database_of_a_newer_program_is_refused_in_words_and_not_touched(home: Home) -> None:
    desk = opened(home)
    desk.write(lambda connection: connection.exec_driver_sql("UPDATE alembic_version SET version_num = '9999'"))
    desk.close()
    before = home.database.read_bytes()
    with pytest.raises(Unavailable, match="schema_newer") as caught:
        opened(home)
    assert "新版程序" in say(caught.value)
    assert home.database.read_bytes() == before
    assert not home.backups.exists()


NEXT = """
from __future__ import annotations
import sqlalchemy as sa
from alembic import op
revision = "{revision}"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table("visits", sa.Column("id", sa.Text(), nullable=False))
    with op.batch_alter_table("referrals") as batch:
        batch.add_column(sa.Column("mood", sa.Text(), server_default="calm", nullable=False))
    {then}


def downgrade() -> None:
    with op.batch_alter_table("referrals") as batch:
        batch.drop_column("mood")
    op.drop_table("visits")
"""
OPEN = """
    from pathlib import Path
    import yigongti_desktop
    from yigongti_desktop.app.workbench import open_home
    from yigongti_desktop.storage import vault as vaults
    from yigongti_desktop.storage.home import Home
    assert Path(yigongti_desktop.__file__).is_relative_to(Path.cwd())
    desk = open_home(Home(Path({home!r})), lambda path: vaults.open_with_words(path, {words!r}))
    query = "SELECT count(*), min(mood) FROM referrals"
    print(*desk.read(lambda connection: connection.exec_driver_sql(query).one()))
    desk.close()
"""


def newer_program(folder: Path, then: str = "pass") -> Path:
    """Return a copy of the program with one migration more."""
    package = folder / "newer" / "yigongti_desktop"
    shutil.copytree(ROOT / "yigongti_desktop", package, ignore=shutil.ignore_patterns("__pycache__"))
    revision = f"{int(migrate.HEAD) + 1:04d}"
    head = package / "storage" / "migrate.py"
    text, count = re.subn(r'HEAD = "\d+"', f'HEAD = "{revision}"', head.read_text(encoding="utf-8"))
    assert count == 1
    head.write_text(text, encoding="utf-8")
    content = NEXT.format(revision=revision, before=migrate.HEAD, then=then)
    (package / "storage" / "migrations" / "versions" / f"{revision}_next.py").write_text(content, encoding="utf-8")
    return package.parent


def run(program: str, root: Path) -> str:
    """Run a program against the package in a folder; return what it wrote."""
    done = begun(program, root)
    told, faults = done.communicate(timeout=60)
    assert done.returncode == 0, faults
    return told.strip()


def begun(program: str, root: Path) -> subprocess.Popen[str]:
    """Begin to run a program against the package in a folder."""
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(program)],
        cwd=root,
        env={"PYTHONPATH": str(root), "PATH": "", "PYTHONUTF8": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_newer_program_makes_a_proven_backup_before_it_changes_the_schema(frozen: Frozen, home: Home) -> None:
    desk = opened(home)
    sent = send(desk, frozen.zhou)
    rows = {name: len(kept) for name, kept in state_of(desk).items()}
    desk.close()
    newer = newer_program(home.path.parent)
    assert run(OPEN.format(home=str(home.path), words=WORDS), newer) == "1 calm"
    made = list(home.backups.glob("*-upgrade.ygtbak"))
    assert len(made) == 1
    figures = backup.look(made[0])
    assert (figures.revision, figures.counts) == (migrate.HEAD, rows)
    with pytest.raises(Unavailable, match="schema_newer"):
        opened(home)
    restoring.restore(home, made[0], key_of, at=StoppedClock().now())
    back = opened(home)
    assert is_known(back, sent)
    back.close()


def test_a_migration_that_fails_leaves_the_data_to_the_present_program(frozen: Frozen, home: Home) -> None:
    desk = opened(home)
    sent = send(desk, frozen.zhou)
    before = state_of(desk)
    desk.close()
    failing = newer_program(home.path.parent, then="raise ZeroDivisionError")
    done = begun(OPEN.format(home=str(home.path), words=WORDS), failing)
    assert "ZeroDivisionError" in done.communicate(timeout=60)[1]
    assert len(list(home.backups.iterdir())) == 1
    desk = opened(home)
    assert state_of(desk) == before
    assert is_known(desk, sent)
    desk.close()


def test_two_starts_of_a_newer_program_at_once_upgrade_once(home: Home) -> None:
    newer = newer_program(home.path.parent)
    both = [begun(OPEN.format(home=str(home.path), words=WORDS), newer) for _ in range(2)]
    told = [done.communicate(timeout=60) for done in both]
    assert [(said.strip(), faults) for said, faults in told] == [("0 None", "")] * 2
    assert [backup.look(made).revision for made in home.backups.iterdir()] == [migrate.HEAD]


def test_a_backup_of_a_newer_program_is_refused_before_anything_moves(frozen: Frozen, home: Home) -> None:
    newer = newer_program(home.path.parent)
    other = frozen.copied(home.path.parent / "newer-home")
    program = OPEN.format(home=str(other.path), words=WORDS).replace(
        "desk.close()", "print(desk.backup()); desk.close()"
    )
    made = Path(run(program, newer).splitlines()[1])
    before = home.database.read_bytes()
    with pytest.raises(Unavailable, match="schema_newer"):
        restoring.restore(home, made, key_of, at=StoppedClock().now())
    assert home.database.read_bytes() == before


def key_of(vault: Path) -> bytes:
    """Open a backup's vault with the words of the tests."""
    return vaults.open_with_words(vault, WORDS)["database"]


def test_drugs_of_the_version_before_keep_all_they_had_and_what_was_laid_aside_gets_its_place(engine: Engine) -> None:
    """A hub that was upgraded first has sent columns that this desk could only keep aside until its own upgrade."""
    columns = "id, revision, community, name, unit, price_fen, since, extra"
    kept = '{"trade_name":"阿莫灵","units":"[[\\"盒\\",24],[\\"粒\\",1]]","former":"[]","colour":"蓝"}'
    rows = [
        ("d1", 3, "tianmen-1", "阿莫西林胶囊", "盒", 1250, "2026-01-01", kept),
        ("d2", 1, "tianmen-1", "维生素C片", "瓶", None, None, "{}"),
        ("d3", 1, "tianmen-1", "某药", "盒", 0, None, '{"units":7}'),
    ]
    with writing(engine) as connection:
        migrate.run(connection, "upgrade", "0004")
        connection.exec_driver_sql(f"INSERT INTO drugs ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)", rows)  # noqa: S608 - ours
        migrate.run(connection, "upgrade", "0005")
    with reading(engine) as connection:
        first, second, third = store.everything(connection, store.DRUG)
    assert (first.name, first.revision, first.price_fen, str(first.since)) == ("阿莫西林胶囊", 3, 1250, "2026-01-01")
    assert (first.trade_name, first.units, first.extra) == ("阿莫灵", (("盒", 24), ("粒", 1)), {"colour": "蓝"})
    assert (second.trade_name, second.units, second.former, second.extra) == ("", (), (), {})
    assert (third.units, third.extra) == ((), {"units": 7})


def test_cases_and_shortages_of_the_version_before_keep_all_and_what_was_laid_aside_gets_its_place(
    engine: Engine,
) -> None:
    """A hub that was upgraded first has sent drugs of return slips and what opened shortages; nothing of it is lost."""
    drugs = '[{\\"name\\":\\"阿司匹林肠溶片\\",\\"dose\\":\\"1片\\",\\"quantity\\":2,\\"unit\\":\\"盒\\"}]'
    slip = '{"patient":{"name":"邱传富","sex":"male","birth":"1959-03-12"},"target":{"institution":"tianmen.diyi"}}'
    cases = [("r1", "returned", slip, f'{{"return_drugs":"{drugs}","mood":"calm"}}'), ("r2", "sent", slip, "{}")]
    opened = '{"source_kind":"referral","source":"r1","source_number":"岳口-1","source_outcome":"","wanted":2}'
    shortage = ("open", "listed", "2026-11-26", "2026-11-23T04:00:00+00:00")
    shortages = [("s1", *shortage, opened), ("s2", *shortage, '{"wanted":"many"}')]
    with writing(engine) as connection:
        migrate.run(connection, "upgrade", "0008")
        insert = "INSERT INTO {} (id, {}, extra) VALUES ({})"
        connection.exec_driver_sql(insert.format("referrals", "state, slip", "?, ?, ?, ?"), cases)
        named = "state, kind, needed_by, registered_at"
        connection.exec_driver_sql(insert.format("shortages", named, "?, ?, ?, ?, ?, ?"), shortages)
        migrate.run(connection, "upgrade", "0009")
        migrate.run(connection, "upgrade", "head")  # as the records of this program are read
    with reading(engine) as connection:
        first, second = (records.load(connection, REFERRAL, one) for one in ("r1", "r2"))
        third, fourth = (records.load(connection, SHORTAGE, one) for one in ("s1", "s2"))
    assert first is not None
    assert second is not None
    assert third is not None
    assert fourth is not None
    assert [(drug.name, drug.quantity) for drug in first.return_drugs] == [("阿司匹林肠溶片", 2)]
    assert (first.slip.patient.name, first.extra) == ("邱传富", {"mood": "calm"})
    assert (second.return_drugs, second.extra) == ((), {})
    assert (third.source, third.source_number, third.wanted, third.extra) == ("r1", "岳口-1", 2, {})
    assert (fourth.source, fourth.wanted, fourth.extra) == ("", 0, {"wanted": "many"})


def test_acts_and_batches_of_the_version_before_are_of_the_line_that_goes_first(engine: Engine) -> None:
    """What waited before there were pieces of files goes on as it stood, and nothing of it is taken for a piece."""
    columns = "event, kind, record_kind, record, body, account, at, state"
    act = f"INSERT INTO outbox ({columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)"  # noqa: S608 - ours
    acts = [
        (f"e{place}", "referral.sent", "referral", f"r{place}", b"{}", "a", "2026-11-23T04:00:00Z", "waiting")
        for place in range(3)
    ]
    batch = (
        "INSERT INTO sent_batches (id, epoch, number, first_seq, last_seq, payload, signature, made_at, receipt_number)"
        " VALUES ('b1', 1, 1, 1, 2, x'01', x'02', '', '')"
    )
    with writing(engine) as connection:
        migrate.run(connection, "upgrade", "0010")
        connection.exec_driver_sql(act, acts)
        connection.exec_driver_sql(batch)
        migrate.run(connection, "upgrade", "0011")
    with reading(engine) as connection:
        assert [line[0] for _, line in outbox.lines(connection, 0, 10)] == ["e0", "e1", "e2"]
        assert outbox.lines(connection, 0, 10, is_heavy=True) == []
        assert outbox.open_counts(connection) == {"waiting": 3}
        assert outbox.heavy_bytes(connection) == 0
        assert [place[1] for place in outbox.places(connection, 1, 2)] == ["e0", "e1"]
        assert connection.exec_driver_sql("SELECT id, heavy FROM sent_batches").all() == [("b1", 0)]
    with writing(engine) as connection:
        connection.exec_driver_sql("UPDATE outbox SET heavy = 1 WHERE event = 'e2'")
        migrate.run(connection, "downgrade", "0010")
        kept = connection.exec_driver_sql("SELECT event, state, body FROM outbox ORDER BY seq").all()
    assert [tuple(row) for row in kept] == [(f"e{place}", "waiting", b"{}") for place in range(3)]
