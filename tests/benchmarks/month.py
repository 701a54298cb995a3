"""A month of referral in 天门: both communities, 27 units, two lead hospitals; is nothing lost, and how long it takes.

python -m tests.benchmarks.month               # all units, a few hundred cases
python -m tests.benchmarks.month --cases 4000  # the month; make month
"""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from pathlib import Path

from tests.benchmarks.referral_month.checks import check
from tests.benchmarks.referral_month.script import Month
from tests.benchmarks.referral_month.stage import FIRST
from tests.benchmarks.referral_month.stage import LEADS
from tests.benchmarks.referral_month.stage import Stage
from tests.fakes.time import StoppedClock
from tests.world import World
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage.engine import reading

SEED = 20261101


def run(folder: Path, cases: int, units: int, seed: int = SEED) -> list[str]:
    """Let the month pass and look at its end.

    Args:
        folder: for the files of hub and desks.
        cases: how many.
        units: how many of the two communities' units take part.
        seed: of everything that happens.

    Returns:
        Lines that say what was found.

    Raises:
        AssertionError: something at its end is not as it has to be.
    """
    world = World(folder, clock=StoppedClock(FIRST))
    world.open_line()
    try:
        begun = time.perf_counter()
        month = Month(Stage(world, _units(world, units), seed), cases)
        month.begin()
        started = time.perf_counter()
        month.run()
        ended = time.perf_counter()
        lines = check(month)
        spent = f"enrolled in {started - begun:.0f} s, the month in {ended - started:.0f} s"
        return [*lines, f"{spent}, looked at in {time.perf_counter() - ended:.0f} s"]
    finally:
        world.close()


def main() -> int:
    """Run it; it fails when something at its end is not as it has to be."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--cases", type=int, default=300)
    parser.add_argument("--units", type=int, default=27)
    parser.add_argument("--seed", type=int, default=SEED)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        lines = run(Path(folder), given.cases, given.units, given.seed)
    sys.stdout.write(f"{given.units} units, {given.cases} cases, seed {given.seed}\n")
    sys.stdout.writelines(f"{line}\n" for line in lines)
    return 0


def _units(world: World, most: int) -> list[str]:
    """Return units of both communities in turn, as papers call them, without the lead hospitals."""
    with reading(world.hub.engine) as connection:
        found = registry.everything(connection, registry.INSTITUTION)
    today = world.clock.now().date()
    by_community: dict[str, list[str]] = {}
    for one in found:
        if one.place not in LEADS:
            by_community.setdefault(one.community_on(today), []).append(one.place)
    turns = [one for pair in zip(*by_community.values(), strict=False) for one in pair]
    rest = [one.place for one in found if one.place not in {*LEADS, *turns}]
    return [*turns, *rest][:most]


if __name__ == "__main__":
    sys.exit(main())
