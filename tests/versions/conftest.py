"""A county with the present hub and desks, into which something older is put."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sync.county import County
from tests.sync.county import Frozen
from tests.sync.county import freeze
from tests.versions.old_desk import OldDesk


@pytest.fixture(scope="session")
def frozen(tmp_path_factory: pytest.TempPathFactory) -> Frozen:
    """天门市 at rest: 岳口 with two desks, 多宝, both lead hospitals; all enrolled and in step."""
    return freeze(tmp_path_factory.mktemp("frozen"))


@pytest.fixture
def county(frozen: Frozen, tmp_path: Path) -> Iterator[County]:
    """A copy of 天门市, the line open."""
    made = County(frozen, tmp_path)
    made.open_line()
    yield made
    made.close()


@pytest.fixture
def old(county: County) -> Iterator[OldDesk]:
    """A third machine of 岳口, which still has the first version."""
    with OldDesk(county, "岳口", county.people["岳口"].account) as made:
        made.talk()
        yield made
