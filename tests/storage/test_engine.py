"""The encrypted database: what opens it, what lies on the disk, and how faults of a file are told."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from tests.storage.conftest import KEY
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage.engine import connect
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import open_hub
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.home import Home

OTHER_KEY = bytes(reversed(KEY))
PAGE = 4096
#: The first bytes of every SQLite file that is not encrypted.
PLAIN = b"SQLite format 3\x00"


@pytest.fixture
def database(bare: Home, tmp_path: Path) -> Path:
    return Path(shutil.copy(bare.database, tmp_path / "data.db"))


def _facts(database: Path, key: bytes = KEY) -> dict[str, str]:
    engine = open_desk(database, key)
    try:
        with reading(engine) as connection:
            return facts.everything(connection)
    finally:
        engine.dispose()


def _put(database: Path, **known: str) -> None:
    engine = open_desk(database, KEY)
    try:
        with writing(engine) as connection:
            facts.put(connection, **known)
    finally:
        engine.dispose()


def test_what_was_written_is_read_with_the_same_key(database: Path) -> None:
    _put(database, place="岳口")
    assert _facts(database)["place"] == "岳口"


def test_another_key_is_told_as_such_and_changes_nothing(database: Path) -> None:
    before = database.read_bytes()
    with pytest.raises(Unavailable, match="database_key_wrong"):
        _facts(database, OTHER_KEY)
    assert database.read_bytes() == before


def test_another_key_puts_no_words_on_the_terminal(database: Path) -> None:
    program = f"""
        from pathlib import Path
        from yigongti_desktop.kernel.errors import Unavailable
        from yigongti_desktop.storage.engine import connect, open_desk, reading
        engine = open_desk(Path({str(database)!r}), bytes(32))
        for way in (lambda: reading(engine).__enter__(), lambda: connect(Path({str(database)!r}), bytes(32))):
            try:
                way()
            except Exception as error:
                print(type(error).__name__)
    """
    done = subprocess.run([sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["Unavailable", "DatabaseError"]
    assert done.stderr == ""


def test_a_plain_sqlite_file_is_not_taken_for_ours(tmp_path: Path) -> None:
    import sqlite3

    plain = tmp_path / "data.db"
    made = sqlite3.connect(plain)
    made.execute("CREATE TABLE facts (name, value)")
    made.commit()
    made.close()
    assert plain.read_bytes().startswith(PLAIN)
    with pytest.raises(Unavailable, match="database_key_wrong"):
        _facts(plain)


def test_no_byte_on_the_disk_shows_that_it_is_a_database(database: Path) -> None:
    assert not database.read_bytes().startswith(PLAIN)
    assert b"CREATE TABLE" not in database.read_bytes()


@pytest.mark.parametrize("opening", [open_desk, open_hub])
def test_every_connection_waits_for_the_disk_and_keeps_a_log(database: Path, opening: object) -> None:
    assert callable(opening)
    engine = opening(database, KEY)
    held = [engine.connect() for _ in range(4)]
    for connection in held:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert int(connection.exec_driver_sql("PRAGMA synchronous").scalar()) == 2  # FULL
        assert int(connection.exec_driver_sql("PRAGMA foreign_keys").scalar()) == 1
        assert int(connection.exec_driver_sql("PRAGMA temp_store").scalar()) == 2  # nothing spills to a plain file
        connection.close()
    engine.dispose()


def test_a_commit_lies_in_the_log_and_is_flushed_before_it_returns(database: Path) -> None:
    if shutil.which("strace") is None:
        pytest.skip("strace is not here to watch the calls to the system")
    program = f"""
        import os
        from pathlib import Path
        from yigongti_desktop.storage import facts
        from yigongti_desktop.storage.engine import open_desk, writing
        engine = open_desk(Path({str(database)!r}), {KEY!r})
        with writing(engine) as connection:
            facts.put(connection, warm="1")
        os.write(2, b"BEGUN\\n")
        for count in range(3):
            with writing(engine) as connection:
                facts.put(connection, place=str(count))
            os.write(2, b"COMMITTED\\n")
        os._exit(0)
    """
    watched = ["strace", "-f", "-y", "-e", "trace=fsync,fdatasync,write", "-o", str(database.with_suffix(".calls"))]
    done = subprocess.run(
        [*watched, sys.executable, "-c", textwrap.dedent(program)], capture_output=True, text=True, check=False
    )
    calls = database.with_suffix(".calls")
    if done.returncode and not calls.exists():
        pytest.skip("strace may not watch here")
    after = calls.read_text(encoding="utf-8", errors="replace").partition("BEGUN")[2].split("COMMITTED")
    assert len(after) == 4
    for commit in after[:3]:
        assert any("sync(" in line and "data.db-wal" in line for line in commit.splitlines())


def test_a_kill_loses_nothing_that_was_said_to_be_saved(database: Path) -> None:
    program = f"""
        from pathlib import Path
        from yigongti_desktop.storage import facts
        from yigongti_desktop.storage.engine import open_desk, writing
        engine = open_desk(Path({str(database)!r}), {KEY!r})
        for count in range(1_000_000):
            with writing(engine) as connection:
                facts.put(connection, **{{f"n{{count}}": "x" * 500}})
            print(count, flush=True)
    """
    with subprocess.Popen([sys.executable, "-c", textwrap.dedent(program)], stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = [int(child.stdout.readline()) for _ in range(150)]
        child.send_signal(signal.SIGKILL)
        said += [int(line) for line in child.stdout.read().splitlines() if line.isdecimal()]
    known = _facts(database)
    assert {f"n{count}" for count in said} <= known.keys()
    connection = connect(database, KEY)
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    connection.close()


def test_a_reader_is_not_blocked_by_a_writer_and_sees_one_state(database: Path) -> None:
    _put(database, place="岳口")
    engine = open_desk(database, KEY)
    with writing(engine) as pen:
        facts.put(pen, place="多宝")
        with reading(engine) as eyes:
            assert facts.get(eyes, "place") == "岳口"
    with reading(engine) as eyes:
        assert facts.get(eyes, "place") == "多宝"
        _put(database, place="张港")
        assert facts.get(eyes, "place") == "多宝"
    engine.dispose()


def test_a_writer_that_waited_too_long_is_told_that_another_is_writing(database: Path) -> None:
    engine = open_desk(database, KEY)
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    other = connect(database, KEY)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(Unavailable, match="database_busy"), writing(engine) as connection:
        facts.put(connection, place="岳口")
    other.execute("ROLLBACK")
    other.close()
    with writing(engine) as connection:
        facts.put(connection, place="岳口")
    engine.dispose()


def test_a_fault_in_the_middle_leaves_no_trace(database: Path) -> None:
    engine = open_desk(database, KEY)

    def stumble(connection: Connection) -> None:
        facts.put(connection, place="岳口")
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), writing(engine) as connection:
        stumble(connection)
    assert _facts(database).get("place") is None
    with writing(engine) as connection:
        facts.put(connection, place="多宝")
    assert _facts(database)["place"] == "多宝"
    engine.dispose()


def test_the_words_of_a_fault_hold_nothing_that_people_typed(database: Path) -> None:
    engine = open_desk(database, KEY)
    add = "INSERT INTO residents (id, name) VALUES (?, ?)"
    with writing(engine) as connection:
        connection.exec_driver_sql(add, ("1", "邱传富"))
    with pytest.raises(IntegrityError) as caught, writing(engine) as connection:
        connection.exec_driver_sql(add, ("1", "邱传富"))
    assert "邱传富" not in str(caught.value)
    engine.dispose()


def test_a_file_that_is_no_longer_whole_is_never_read_as_if_it_were(database: Path) -> None:
    _put(database, **{f"n{count}": "x" * 300 for count in range(300)})
    content = database.read_bytes()
    for cut in (100, PAGE, 3 * PAGE, len(content) // 2, len(content) - 10):
        database.write_bytes(content[:cut])
        with pytest.raises(Unavailable, match=r"database_damaged|database_key_wrong"):
            _facts(database)


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_a_changed_byte_is_noticed_or_does_not_matter(bare: Home, data: st.DataObject) -> None:
    content = bytearray(bare.database.read_bytes())
    place = data.draw(st.integers(0, len(content) - 1))
    content[place] ^= data.draw(st.integers(1, 255))
    damaged = bare.path / f"damaged-{os.getpid()}.db"
    damaged.write_bytes(content)
    engine = open_desk(damaged, KEY)
    try:
        with reading(engine) as connection:
            names = connection.exec_driver_sql("SELECT name FROM sqlite_master WHERE type = 'table'").scalars().all()
            counts = {connection.exec_driver_sql(f'SELECT count(*) FROM "{name}"').scalar() for name in names}  # noqa: S608 - names of the schema itself
        assert counts == {0, 1}  # empty, but for the one mark of the schema
    except Unavailable as weather:
        assert weather.code in {"database_damaged", "database_key_wrong"}  # noqa: PT017 - either end is right
    finally:
        engine.dispose()


def test_a_folder_that_is_gone_is_told_as_such(tmp_path: Path) -> None:
    engine = open_desk(tmp_path / "gone" / "data.db", KEY)
    with pytest.raises(Unavailable, match="disk_not_writable"):
        migrate.current(engine)
    engine.dispose()


def test_a_name_of_a_folder_may_hold_any_character(bare: Home, tmp_path: Path) -> None:
    folder = tmp_path / "岳口 #1 50% ?mode=ro&x"
    folder.mkdir()
    database = Path(shutil.copy(bare.database, folder / "data.db"))
    _put(database, place="岳口")
    assert _facts(database)["place"] == "岳口"
