"""Python's garbage collector, told to look seldom: what a long-lived process makes at its start never goes away."""

from __future__ import annotations

import gc

_YOUNG, _MIDDLE, _OLD = 200_000, 20, 50


def seldom() -> None:
    """Leave alone what there is, and look at the rest after many more objects than by default."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
