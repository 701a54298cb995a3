"""How good plans of postings of invented counties are against the bound, and how much a repair changes.

    python -m tests.benchmarks.postings --seeds 3

Objective ÷ bound is a ratio to a limit that no plan can pass; seconds are told, not judged.
"""

from __future__ import annotations

import argparse
import sys

from tests.rostering.postings.county import county
from yigongti_desktop.rostering.planning import Planned
from yigongti_desktop.rostering.planning import Planning
from yigongti_desktop.rostering.postings.checker import Kind
from yigongti_desktop.rostering.postings.checker import check
from yigongti_desktop.rostering.postings.repair import repaired
from yigongti_desktop.rostering.postings.task import Task

#: Objective ÷ bound at the end and megabytes, by months; and doctors whose months change in a repair.
LIMITS = {12: (1.0, 400.0), 24: (1.01, 700.0)}
SECONDS = {12: 5.0, 24: 20.0}
CHANGES = 10


def main() -> int:
    """Plan them all; 1 when a limit is not kept."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--slack", type=float, default=1.0, help="times the seconds, on a machine that is shared")
    given = parser.parse_args()
    is_kept = True
    for months, (most, megabytes) in LIMITS.items():
        for seed in range(1, given.seeds + 1):
            task = county(months, seed)
            best = _planned(task, SECONDS[months] * given.slack)
            is_within = best.cost <= best.bound * most and best.megabytes <= megabytes
            is_kept &= is_within
            _tell(f"{months} months, county {seed}", best, is_within=is_within)
            gone = max(range(len(best.plan)), key=lambda one: sum(stay.end > 6 for stay in best.plan[one]))
            asked = repaired(task, best.plan, since=4, gone={gone: 4}, change=2)
            anew = _planned(asked, SECONDS[12] * given.slack)
            changes = sum(one.kind is Kind.CHANGE for one in check(asked, anew.plan))
            is_kept &= changes <= CHANGES
            _tell(f"   repaired, {changes} doctors changed ({CHANGES})", anew, is_within=changes <= CHANGES)
    return 0 if is_kept else 1


def _planned(task: Task, seconds: float) -> Planned:
    with Planning(task, seconds) as planning:
        for _ in planning.better():
            pass
        return planning.best


def _tell(what: str, best: Planned, *, is_within: bool) -> None:
    sys.stdout.write(
        f"{what}: {best.cost / max(best.bound, 1):.4f} of the bound {best.bound}, best after {best.seconds:.1f} s, "
        f"{best.processor:.1f} s of the processor in all, {best.megabytes:.0f} MB{'' if is_within else '  NOT KEPT'}\n"
    )
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
