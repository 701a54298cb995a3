"""How good rosters of the Curtois and Qu instances are, and how close the bound comes, against the best known ones.

    python -m tests.benchmarks.rosters --seconds 60 --runs 3

Objective ÷ best known is a ratio to a limit that no other run of ours has set; seconds are told, not judged.
"""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path
from statistics import median

from yigongti_desktop.rostering.drawing import Drawing
from yigongti_desktop.rostering.drawing import Drawn
from yigongti_desktop.rostering.instance import read

FOLDER = Path(__file__).resolve().parents[3] / "shared" / "data" / "rosters"
#: Objective ÷ best known at the end, and bound ÷ best known.
LIMITS = dict.fromkeys((1, 2, 3, 4, 5, 6, 7), (1.0, 0.995)) | {10: (1.005, 0.995), 11: (1.005, 0.995)}


def main() -> int:
    """Draw them all; 1 when a limit is not kept."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=60.0)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("numbers", type=int, nargs="*", default=sorted(LIMITS))
    given = parser.parse_args()
    if not FOLDER.exists():
        sys.stdout.write("the instances are not at hand\n")
        return 0
    known = json.loads((FOLDER / "best-known.json").read_text(encoding="utf-8"))
    is_kept = True
    for number in given.numbers:
        runs = [_drawn(number, given.seconds, seed) for seed in range(given.runs)]
        objective, bound = (median(figures) for figures in zip(*((one.cost, one.bound) for one in runs), strict=True))
        best, (most, least) = known[str(number)], LIMITS[number]
        is_within = objective / best <= most and (bound / best >= least or number == 1)
        is_kept &= is_within
        proven = sum(one.is_proven for one in runs)
        sys.stdout.write(
            f"{number:3}: {objective / best:.4f} of the best known ({most}), bound {bound / best:.4f} ({least}), "
            f"proven {proven} of {len(runs)}, best after {median(one.seconds for one in runs):.1f} s"
            f"{'' if is_within else '  NOT KEPT'}\n"
        )
        sys.stdout.flush()
    return 0 if is_kept else 1


def _drawn(number: int, seconds: float, seed: int) -> Drawn:
    with Drawing(read(FOLDER / f"Instance{number}.txt"), seconds, seed=seed) as drawing:
        for _ in drawing.better():
            pass
        return drawing.best


if __name__ == "__main__":
    sys.exit(main())
