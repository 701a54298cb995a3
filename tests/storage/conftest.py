"""A desk for each test of storage, copied from one that was set up once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import blank
from tests.fakes.time import StoppedClock
from tests.storage.desks import Frozen
from tests.storage.desks import bare_home
from tests.storage.desks import freeze
from tests.storage.desks import opened
from yigongti_desktop.app.workbench import Workbench
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage.home import Home

KEY = bytes(range(32))


@pytest.fixture(autouse=True)
def migrations(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the migrations run at every new database: they are what is tested here."""
    monkeypatch.setattr(migrate, "run", blank.really)


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    """岳口 at rest."""
    return freeze(tmp_path_factory.mktemp("frozen"))


@pytest.fixture
def clock() -> StoppedClock:
    """The machine's clock."""
    return StoppedClock()


@pytest.fixture
def home(frozen: Frozen, tmp_path: Path) -> Home:
    """A copy of 岳口's folder, closed."""
    return frozen.copied(tmp_path / "岳口")


@pytest.fixture
def desk(home: Home, clock: StoppedClock) -> Iterator[Workbench]:
    """A copy of 岳口, open."""
    made = opened(home, clock)
    yield made
    made.close()


@pytest.fixture(scope="session")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Home:
    """A folder with an empty database of the present schema, to be copied."""
    return bare_home(tmp_path_factory.mktemp("bare"), KEY)
