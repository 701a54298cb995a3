"""What a search aims at: what rosters may cost, a little more or less above what they cost at least."""

from __future__ import annotations

import math
from dataclasses import dataclass

#: Units that a bound may be too high by, as it is reckoned.
SOME = 1e-4


def rounded(bound: float, unit: int) -> float:
    """Return the least that a roster can cost which costs no less than so much, and a multiple of a unit."""
    return unit * math.ceil(bound / unit - SOME) if math.isfinite(bound) else bound


@dataclass(frozen=True)
class Manner:
    """What tells one of two searches from the other."""

    #: Part of the open cells that a dive settles at once.
    part: float
    #: Units, and share of the bound, that it aims above the bound.
    above: int
    above_share: float = 0.0
    #: Parts of the first roster that are placed anew while the bound is looked for elsewhere; whoever does so looks
    #: for rosters before there is a bound that proves them.
    turns: int = 0

    def beyond(self, least: float, unit: int) -> float:
        """Return what is aimed at where rosters cost at least so much."""
        return rounded(least + max(self.above * unit, self.above_share * abs(least)), unit)
