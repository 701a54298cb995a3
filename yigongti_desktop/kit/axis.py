"""The upright axis of a plot: round figures from nought to above the largest value, few enough to be read."""

from __future__ import annotations

from collections.abc import Iterable
from math import ceil
from math import floor
from math import log10

_ROUND = (1, 2, 5, 10)


def ticks(values: Iterable[float | None], *, most: int = 4, full: float | None = None) -> tuple[float, ...]:
    """Return the figures that an axis bears, the first of them nought.

    Args:
        values: what is plotted; None is nothing to plot.
        most: of steps.
        full: where the axis ends whatever the values are, as shares do at 1; it is parted evenly.
    """
    if full is not None:
        return tuple(full * place / most for place in range(most + 1))
    largest = max([one for one in values if one is not None], default=0)
    step = _step(max(largest, 1) / most)
    return tuple(step * place for place in range(ceil(max(largest, 1) / step) + 1))


def _step(least: float) -> float:
    """Return the smallest of 1, 2, 5, 10, 20 … that is no less; counts and days are whole."""
    if least <= 1:
        return 1
    unit = 10 ** floor(log10(least))
    return float(next(one * unit for one in _ROUND if one * unit >= least))
