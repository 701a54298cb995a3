"""A scripted season of drug supply, small: the year at full size is `make bench`'s `tests/benchmarks/year.py`."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.capabilities.pharmacy.year import Size
from tests.capabilities.pharmacy.year import Year
from tests.capabilities.pharmacy.year_end import check
from tests.world import World

pytestmark = [pytest.mark.slow, pytest.mark.policy("PHA-13"), pytest.mark.policy("PHA-04")]


@pytest.mark.parametrize("seed", [1, 2])
def test_at_the_end_every_ledger_equals_its_stock_and_every_pack_is_accounted_for(tmp_path: Path, seed: int) -> None:
    world = World(tmp_path)
    world.open_line()
    try:
        year = Year(world, Size(units=["岳口", "皂市"], drugs=12, weeks=12, villages=2, issued=5, asked=3), seed)
        year.begin()
        year.run()
        seen = check(year)
    finally:
        world.close()
    assert seen["entries"] > 60
    assert min(seen["received"], seen["cancelled"]) > 0
    assert year.recalled
    assert seen["came"] >= seen["fetched"] > 0
