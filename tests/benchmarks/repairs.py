"""How soon a clinic's month is mended once somebody falls ill for a week, and how much of that is proven.

    python -m tests.benchmarks.repairs --people 12 --seeds 5 --draw 5 --seconds 2

Figures are told, not judged. Seconds are those of the processor, so that who else works on the machine does not count.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from datetime import timedelta

from tests.capabilities.staffing.months import duties
from tests.capabilities.staffing.months import month
from tests.capabilities.staffing.months import question
from yigongti_desktop.capabilities.staffing.model.asking import asked
from yigongti_desktop.capabilities.staffing.model.month import Leave
from yigongti_desktop.capabilities.staffing.model.repair import Repair
from yigongti_desktop.capabilities.staffing.model.repair import repairs
from yigongti_desktop.capabilities.staffing.model.repair import with_leave
from yigongti_desktop.capabilities.staffing.model.rules import national
from yigongti_desktop.kernel.published import built_in
from yigongti_desktop.rostering.drawing import Drawing
from yigongti_desktop.rostering.task import Roster

_DAYS, _CELLS = 7, 10


def main() -> int:
    """Mend them all."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, nargs="*", default=[12, 30, 60])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--draw", type=float, default=10.0)
    parser.add_argument("--seconds", type=float, default=2.0)
    given = parser.parse_args()
    for people in given.people:
        found = []
        for seed in range(given.seeds):
            roster = _drawn(people, seed, given.draw)
            if roster:
                begun = time.process_time()
                ways = _mended(people, seed, roster, given.seconds)
                found.append((ways, time.process_time() - begun))
                sys.stdout.write(f"{people:3} people, seed {seed}: {_told(*found[-1])}\n")
                sys.stdout.flush()
        _sum_up(people, found)
    return 0


def _drawn(people: int, seed: int, seconds: float) -> Roster:
    with Drawing(question(people, seed).task, seconds, seed=seed) as drawing:
        for _ in drawing.better():
            pass
        return drawing.best.roster


def _mended(people: int, seed: int, roster: Roster, seconds: float) -> tuple[Repair, ...]:
    """Let somebody fall ill, by the seed, and mend the month."""
    chance, plain = random.Random(seed), month(people, seed)  # noqa: S311 # invented figures
    who, first = chance.randrange(people), chance.randrange(5, 22)
    begin = plain.first + timedelta(first)
    leave = Leave(person=plain.people[who].id, first=begin, last=begin + timedelta(_DAYS - 1), name="病假")
    ill = asked(with_leave(plain, leave), duties(people), national(), built_in())
    last = time.process_time() + seconds
    return repairs(ill, roster, first, lambda: last - time.process_time())


def _told(ways: tuple[Repair, ...], seconds: float) -> str:
    said = (f"{one.words}{'' if one.is_cheapest else ', 代价未证明'}" for one in ways)
    return f"{seconds:.2f} s, " + " | ".join(said)


def _sum_up(people: int, found: list[tuple[tuple[Repair, ...], float]]) -> None:
    best = [ways[0] for ways, _ in found]
    sys.stdout.write(
        f"{people:3} people: of {len(best)}, fewest proven {sum(one.is_fewest for one in best)}, "
        f"cheapest proven {sum(one.is_cheapest for one in best)}, "
        f"{_CELLS} cells at most {sum(one.count <= _CELLS for one in best)}, "
        f"longest {max((seconds for _, seconds in found), default=0):.2f} s\n"
    )


if __name__ == "__main__":
    sys.exit(main())
