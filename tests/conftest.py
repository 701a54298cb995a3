"""What all tests share: no keyring of the machine, no proxies, a world with a hub and desks when asked for."""

from __future__ import annotations

import compileall
import gc
import itertools
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"

from tests import blank
from tests.cluster import Cluster
from tests.cluster import NotInstalledError
from tests.gui import qapp
from tests.gui import qtbot
from tests.screens import dressed
from tests.screens import screens
from tests.screens import staffed
from tests.screens import town
from tests.world import World
from yigongti_desktop.storage import migrate

__all__ = ["dressed", "qapp", "qtbot", "screens", "staffed", "town"]


# What is slow here is the machine: a check fails for what it finds, not for how long it took.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
migrate.run = blank.run
_PROGRAM = Path(__file__).resolve().parents[1] / "yigongti_desktop"
#: After so many tests, what has stayed so far is left out of collections too.
_TESTS_BETWEEN_FREEZES = 100
_ended = itertools.count(1)


def pytest_configure(config: pytest.Config) -> None:
    """Compile the program once: hundreds of processes that tests start would each compile it anew.

    Python keeps what it compiled by itself, but not where PYTHONDONTWRITEBYTECODE is set.
    """
    if not hasattr(config, "workerinput"):
        compileall.compile_dir(_PROGRAM, quiet=2)


def pytest_collection_finish() -> None:
    """Leave the half million objects of modules and tests out of every collection."""
    gc.collect()
    gc.freeze()


def pytest_runtest_logfinish() -> None:
    """Collect between tests what the window's own collector would, once there is a window in this process."""
    if not gc.isenabled():
        from yigongti_desktop.kit import garbage

        if next(_ended) % _TESTS_BETWEEN_FREEZES != 1:
            garbage.look()
        else:
            gc.collect()
            gc.freeze()


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A PostgreSQL server of this run's own; it need not survive a power cut."""
    try:
        made = Cluster()
    except NotInstalledError as absent:
        pytest.skip(str(absent))
    yield made
    made.close()


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    """天门市, the line open, no desks yet."""
    made = World(tmp_path)
    made.open_line()
    yield made
    made.close()


@pytest.fixture
def clinic_and_hospital(world: World) -> World:
    """岳口 and 市一医 enrolled, one person each with every role of the place."""
    from tests.world import EVERY_LEAD_ROLE

    world.desk("岳口")
    world.desk("市一医", roles=EVERY_LEAD_ROLE)
    for desk in world.desks.values():
        desk.sync()
    return world


@pytest.fixture
def shared() -> Path:
    """The folder with facts at real size; a test that needs it is skipped where it is absent."""
    folder = Path(__file__).resolve().parents[2] / "shared"
    if not folder.is_dir():
        pytest.skip("the folder ../shared with facts at real size is not here")
    return folder
