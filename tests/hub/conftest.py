"""A county for each test of the hub, copied from one that was set up once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.hub.liar import Liar
from tests.sync.county import County
from tests.sync.county import Frozen
from tests.sync.county import freeze


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
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
