"""kill -9 at random moments in desks, hub, workers and database server: nothing lost, nothing twice, no doubt left.

For a long run: make crash CRASHES=200; a seed that failed is tried again with CRASH_SEED.
"""

from __future__ import annotations

import os
import random
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cluster import Cluster
from tests.cluster import NotInstalledError
from tests.crashes.storm import Storm
from tests.crashes.storm import Tally

pytestmark = [pytest.mark.sync, pytest.mark.hub, pytest.mark.slow]

#: Kills on each database.
CRASHES = int(os.environ.get("CRASHES", "12"))
SEED = int(os.environ.get("CRASH_SEED", "0")) or random.SystemRandom().getrandbits(32)
#: A county is asked after so many kills, and a new one founded: what is asked grows with what was done.
_PART = 40


@pytest.fixture(scope="module")
def durable(request: pytest.FixtureRequest) -> Iterator[Cluster | None]:
    """A file, or a server whose commits outlive its processes."""
    if request.param == "sqlite":
        yield None
        return
    try:
        made = Cluster(is_durable=True)
    except NotInstalledError as absent:
        pytest.skip(str(absent))
    yield made
    made.close()


@pytest.mark.parametrize(
    ("durable", "workers"), [("sqlite", 1), ("sqlite", 2), ("postgresql", 2)], indirect=["durable"]
)
def test_after_kills_at_random_moments_nothing_is_lost_doubled_or_in_doubt(
    durable: Cluster | None, workers: int, tmp_path: Path
) -> None:
    told = Tally()
    for part, begun in enumerate(range(0, CRASHES, _PART)):
        seed = SEED + part
        sys.stdout.write(f"CRASH_SEED={seed}\n")
        with Storm(tmp_path / str(part), seed, workers, durable) as storm:
            storm.rage(min(_PART, CRASHES - begun))
            storm.heal()
        told += storm.tally
        sys.stdout.write(f"{storm.tally.spell()}\n")
    assert sum(told.kills.values()) == CRASHES
    assert told.saved
    assert told.entries
    sys.stdout.write(f"{'PostgreSQL' if durable else 'SQLite'}, {workers} workers: {told.spell()}\n")
