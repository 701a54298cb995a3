"""How soon a clinic's month has a roster, and how far it may be from the best one, by the national rules.

    python -m tests.benchmarks.months --people 12 --seeds 2 --seconds 20

Figures are told, not judged: seconds mean little on a shared machine; the gap is one to a bound that holds.
"""

from __future__ import annotations

import argparse
import sys

from tests.capabilities.staffing.months import question
from yigongti_desktop.capabilities.staffing.model.month import Asked
from yigongti_desktop.capabilities.staffing.model.rules import Staffed
from yigongti_desktop.rostering.checker import check
from yigongti_desktop.rostering.drawing import Drawing
from yigongti_desktop.rostering.drawing import Drawn

#: Seconds after which it is told how good the roster is that is there.
_AT_FIRST, _SOON = 3.0, 10.0


def main() -> int:
    """Draw them all."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, nargs="*", default=[12, 30, 60])
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--seconds", type=float, default=60.0)
    given = parser.parse_args()
    for people in given.people:
        for seed in range(given.seeds):
            sys.stdout.write(f"{people:3} people, seed {seed}: {_told(people, seed, given.seconds)}\n")
            sys.stdout.flush()
    return 0


def _told(people: int, seed: int, seconds: float) -> str:
    asked = question(people, seed)
    with Drawing(asked.task, seconds, seed=seed) as drawing:
        seen = [one for one in drawing.better() if one.roster]
        last = drawing.best
    if not last.roster:
        return f"no roster in {seconds:g} s"
    at_first, soon = (_known(seen, seconds) for seconds in (_AT_FIRST, _SOON))
    return (
        f"first after {seen[0].seconds:.1f} s, at {_AT_FIRST:g} s {_uncovered(asked, at_first)} uncovered, "
        f"{_apart(at_first, last)}, at {_SOON:g} s {_apart(soon, last)}, "
        f"at the end {_apart(last, last)} ({last.cost}, bound {last.bound}), "
        f"{'proven' if last.is_proven else 'not proven'}, best after {last.seconds:.1f} s, "
        f"{_uncovered(asked, last)} uncovered"
    )


def _known(seen: list[Drawn], seconds: float) -> Drawn:
    """Return the roster that was there after so many seconds, or the first one after it."""
    return [one for one in seen if one.seconds <= max(seconds, seen[0].seconds)][-1]


def _uncovered(asked: Asked, drawn: Drawn) -> int:
    """Return how many posts nobody is at."""
    return sum(
        -finding.amount
        for finding in check(asked.task, drawn.roster)
        if isinstance(asked.why[finding.rule.id].rule, Staffed) and finding.amount < 0
    )


def _apart(one: Drawn, last: Drawn) -> str:
    """Return how far a roster is above the last bound."""
    return f"{(one.cost - last.bound) / last.bound:.1%} above the bound" if last.bound else "without a bound"


if __name__ == "__main__":
    sys.exit(main())
