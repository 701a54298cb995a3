"""A county for each test of the hub, copied from one that was set up once."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from zlib import crc32

import pytest

from tests.hub.liar import Liar
from tests.sync.county import County
from tests.sync.county import Frozen
from tests.sync.county import freeze

DATABASES = ("sqlite", "postgresql")
#: Files about what only one of the databases might do wrong: always on both.
_ABOUT_DATABASES = {"test_check.py", "test_positions.py", "test_hub_backup.py"}


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Let each test of the hub run on one of the two databases, half on either; `make both` runs all on both."""
    if os.environ.get("YIGONGTI_DATABASES") == "both":
        return
    left = [item for item in items if not _is_of_the_other(item)]
    config.hook.pytest_deselected(items=[item for item in items if _is_of_the_other(item)])
    items[:] = left


def _is_of_the_other(item: pytest.Item) -> bool:
    """Say whether a test with a database is the one of two that the other half runs: its name decides."""
    if item.path.parent != Path(__file__).parent or item.path.name in _ABOUT_DATABASES:
        return False
    spec = getattr(item, "callspec", None)
    mine = spec.params.get("frozen") if spec is not None else None
    if mine not in DATABASES:
        return False
    name = item.nodeid.replace("postgresql", "").replace("sqlite", "")
    return bool(mine != DATABASES[crc32(name.encode()) % 2])


@pytest.fixture(scope="session", params=DATABASES)
def frozen(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    """天门市 at rest on either database: 岳口 with two desks, 多宝, both lead hospitals; enrolled and in step."""
    cluster = request.getfixturevalue("cluster") if request.param == "postgresql" else None
    return freeze(tmp_path_factory.mktemp("frozen"), cluster=cluster)


@pytest.fixture
def county(frozen: Frozen, tmp_path: Path) -> Iterator[County]:
    """A copy of 天门市, the line open."""
    made = County(frozen, tmp_path)
    made.open_line()
    yield made
    made.close()


@pytest.fixture(scope="module")
def standing(frozen: Frozen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Liar]:
    """A liar whose county serves all tests of a file that leave it as it was, or do not mind the others."""
    made = County(frozen, tmp_path_factory.mktemp("standing"))
    made.open_line()
    with Liar(made, "岳口") as liar:
        yield liar
    made.close()


@pytest.fixture
def liar(county: County) -> Iterator[Liar]:
    """岳口's machine in the hands of somebody who sends what he likes."""
    with Liar(county, "岳口") as made:
        yield made
