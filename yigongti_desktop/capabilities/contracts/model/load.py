"""How many residents a team has of those that it may have (国医改办发〔2016〕1号, FDC-15).

It is told and never refused: the norm is 原则上, and whoever signs more says why.
"""

from __future__ import annotations

import msgspec

#: From this part of the norm on a team is nearly full, in percent.
_NEAR = 90
_WHOLE = 100


class Load(msgspec.Struct, frozen=True):
    """Residents with an agreement in force, and how many the team may have."""

    has: int
    most: int

    @property
    def share(self) -> float:
        """Return what part of the norm is taken; more than 1 beyond it."""
        return self.has / self.most if self.most > 0 else 0.0

    @property
    def is_near(self) -> bool:
        """Say whether the norm is nearly reached, or reached."""
        return self.has * _WHOLE >= self.most * _NEAR

    @property
    def is_over(self) -> bool:
        """Say whether the team has more than the norm."""
        return self.has > self.most

    @property
    def left(self) -> int:
        """Return how many more it may have; none beyond the norm."""
        return max(self.most - self.has, 0)
