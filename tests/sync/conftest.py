"""A county for each test of sync, copied from one that was set up once."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.county import County
from tests.sync.county import Frozen
from tests.sync.county import freeze
from tests.sync.machines.lived_in import lived_in
from tests.sync.relay import Relay


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    """天门市 at rest: 岳口 with two desks, 多宝, both lead hospitals; all enrolled and in step."""
    return freeze(tmp_path_factory.mktemp("frozen"))


@pytest.fixture(scope="session")
def worked(frozen: Frozen, tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    """天门市 at rest after people have worked in it: slips and requests in every state."""
    return lived_in(frozen, tmp_path_factory.mktemp("worked"))


@pytest.fixture
def county(frozen: Frozen, tmp_path: Path) -> Iterator[County]:
    """A copy of 天门市, the line open."""
    made = County(frozen, tmp_path)
    made.open_line()
    yield made
    made.close()


@pytest.fixture
def relay(county: County) -> Iterator[Relay]:
    """A line that can be cut, laid between 岳口 and the hub."""
    with Relay(county.port) as line:
        county.point(county.desks["岳口"], line.address)
        yield line


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder whose files outlive any process, though no power cut: nobody waits for a disk there."""
    memory = Path("/dev/shm")  # noqa: S108 - a folder of our own is made in it
    made = Path(tempfile.mkdtemp(prefix="killed", dir=memory if memory.is_dir() else tmp_path))
    yield made
    shutil.rmtree(made)
