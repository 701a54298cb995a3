"""Moments for a kill: after a random time, when a log of writes has grown, when a byte is about to pass the line."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from pathlib import Path

from tests.sync.relay import Relay

#: Says something that changes when something is written.
Look = Callable[[], object]
_LONGEST_SECONDS = 0.8
_MOST_GROWTHS = 25
#: A proof of the device takes some three kilobytes; then come batches and pages, for as long as it goes on.
_SOME_BYTES = 5_000
#: A moment that does not come by then, since nothing is written or said, is any moment.
_PATIENCE_SECONDS = 2.0
_LOOK_SECONDS = 0.0005


def until(is_so: Callable[[], bool], seconds: float, what: str = "") -> bool:
    """Wait until something is so; without a name for it, say whether it came in time.

    Raises:
        TimeoutError: it is named, and did not come.
    """
    ends = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > ends:
            if what:
                raise TimeoutError(what)
            return False
        time.sleep(_LOOK_SECONDS)
    return True


def await_time(dice: random.Random) -> str:
    """Wait for a random time."""
    time.sleep(dice.uniform(0, _LONGEST_SECONDS))  # the one wait that is for nothing: it is the random moment
    return "time"


def await_growth(dice: random.Random, look: Look) -> str:
    """Wait until a log of writes has changed so many times."""
    for _ in range(dice.randint(1, _MOST_GROWTHS)):
        before = look()
        if not until(lambda before=before: look() != before, _PATIENCE_SECONDS):  # type: ignore[misc] # bound now
            return "time"
    return "write"


def await_byte(dice: random.Random, line: Relay) -> str:
    """Wait until so many bytes have passed; the next ones are held, and never arrive."""
    line.hold_after(dice.choice(["up", "down"]), int(dice.expovariate(1 / _SOME_BYTES)))
    return "byte" if line.stopped.wait(_PATIENCE_SECONDS) else "time"


def size_of(log: Path) -> tuple[int, int]:
    """Return what changes of a file when it is written to; a log that begins anew does not grow."""
    try:
        told = log.stat()
    except FileNotFoundError:
        return (0, 0)
    return (told.st_size, told.st_mtime_ns)
