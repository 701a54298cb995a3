"""From the first released schema to the present one at a stroke: nothing is lost, a failure leaves all as it was."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import Engine
from sqlalchemy import event

from tests.benchmarks.parts.first_release import FIRST
from tests.benchmarks.parts.first_release import differences
from tests.benchmarks.parts.first_release import fill
from tests.benchmarks.parts.first_release import sums
from tests.fakes.time import StoppedClock
from tests.storage.conftest import KEY
from yigongti_desktop.storage import backup
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import vault as vaults
from yigongti_desktop.storage.engine import open_desk
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.home import Home

pytestmark = pytest.mark.migration
ROWS = 300


class BrokenOffError(Exception):
    """The power went, or the disk was full, in the middle."""


def made_home(folder: Path) -> tuple[Home, bytes, StoppedClock]:
    """Make a home with keys and no database yet."""
    home = Home(folder).make()
    vault = vaults.new_vault(home.vault, database=KEY, device=b"d" * 32)
    vault.lock_with_secret(vaults.KEYRING, b"s" * 32)
    return home, KEY, StoppedClock()


@contextmanager
def failing_after(engine: Engine, statements: int) -> Iterator[None]:
    """Let the statement after so many fail."""
    seen = 0

    def count(*_: object) -> None:
        nonlocal seen
        seen += 1
        if seen > statements:
            raise BrokenOffError

    event.listen(engine, "before_cursor_execute", count)
    try:
        yield
    finally:
        event.remove(engine, "before_cursor_execute", count)


@pytest.fixture
def first(tmp_path: Path) -> Iterator[tuple[Home, Engine]]:
    """A desk of the first release, full."""
    home, key, _clock = made_home(tmp_path / "岳口")
    engine = open_desk(home.database, key)
    fill(engine, ROWS)
    yield home, engine
    engine.dispose()


def test_nothing_of_the_first_release_is_lost(first: tuple[Home, Engine]) -> None:
    home, engine = first
    with reading(engine) as connection:
        before = sums(connection)
    assert sum(count for count, _ in before.values()) >= ROWS * 0.8
    migrate.upgrade(engine, before=lambda: backup.make(home, KEY, at=StoppedClock().now(), reason="upgrade"))
    assert migrate.current(engine) == migrate.HEAD
    with reading(engine) as connection:
        assert list(differences(before, sums(connection))) == []
    (made,) = home.backups.iterdir()
    figures = backup.look(made)
    assert figures.revision == FIRST
    assert {name: count for name, (count, _) in before.items()}.items() <= figures.counts.items()


@pytest.mark.parametrize("statements", [1, 40, 90, 160])
def test_a_failure_in_the_middle_leaves_all_as_it_was(first: tuple[Home, Engine], statements: int) -> None:
    _home, engine = first
    with reading(engine) as connection:
        before = sums(connection)
    with pytest.raises(BrokenOffError), failing_after(engine, statements):
        migrate.upgrade(engine)
    with reading(engine) as connection:
        assert sums(connection) == before
        assert migrate.revision_of(connection) == FIRST
    migrate.upgrade(engine)
    with reading(engine) as connection:
        assert list(differences(before, sums(connection))) == []
