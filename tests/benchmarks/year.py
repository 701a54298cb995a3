"""A year of drug supply at the 17 township units of 天门: does it end with every ledger right, and how long it takes.

python -m tests.benchmarks.year            # 17 units, four weeks
python -m tests.benchmarks.year --weeks 52 # the year; make year
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.capabilities.pharmacy.year import Size
from tests.capabilities.pharmacy.year import Year
from tests.capabilities.pharmacy.year_end import check
from tests.world import World
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage.engine import reading

_TOWNSHIPS = 17


def main() -> int:
    """Run it; the result is 1 when something at its end is not as it has to be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--weeks", type=int, default=4)
    parser.add_argument("--units", type=int, default=_TOWNSHIPS)
    parser.add_argument("--drugs", type=int, default=300)
    parser.add_argument("--seed", type=int, default=20261126)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        world = World(Path(folder))
        world.open_line()
        try:
            size = Size(units=_units(world, given.units), drugs=given.drugs, weeks=given.weeks)
            year = Year(world, size, given.seed)
            year.begin()
            started = time.perf_counter()
            year.run()
            took = time.perf_counter() - started
            seen = check(year)
        finally:
            world.close()
    sys.stdout.write(f"{len(size.units)} units, {given.weeks} weeks, {given.drugs} drugs, seed {given.seed}\n")
    sys.stdout.write(
        f"{year.acts} acts in {took:.0f} s, {1000 * took / year.acts:.1f} ms each with their share of sync\n"
    )
    sys.stdout.write("  ".join(f"{name} {count:,}" for name, count in seen.items()) + "\n")
    sys.stdout.write("every ledger equals its stock on every desk and at the hub; every pack is accounted for\n")
    return 0


def _units(world: World, most: int) -> list[str]:
    """Return the members of the first community but its lead hospital, as their papers call them."""
    with reading(world.hub.engine) as connection:
        found = registry.everything(connection, registry.INSTITUTION)
        leads = {one.lead for one in registry.everything(connection, registry.COMMUNITY)}
    today = world.clock.now().date()
    fit = [one for one in found if one.id not in leads and one.community_on(today) == "tianmen-1"]
    return [one.place for one in fit][:most]


if __name__ == "__main__":
    sys.exit(main())
