"""Python's garbage collector in a process that serves for months."""

from __future__ import annotations

import gc

_YOUNG, _MIDDLE, _OLD = 200_000, 20, 50


def look_seldom() -> None:
    """Leave alone what a start has made, and look at the rest seldom: a batch makes many objects and no cycle."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)
