"""The pen of a database file that several processes write: who comes waits in line.

SQLite's own wait for its lock looks again after longer and longer pauses, so that of two busy processes one writes
and the other sleeps. Here two locks of the system stand before it: the place at the head of the line, and the pen
itself. Who has had the pen joins the line behind whoever stands there. The system lets go of what a dead process held.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from yigongti_desktop.kernel.errors import Unavailable

try:
    import fcntl
except ImportError:  # Windows, where one process serves
    fcntl = None  # type: ignore[assignment] # said by IS_HERE

#: Whether this system has such locks.
IS_HERE = fcntl is not None
#: How often who waits looks again: a group of batches takes 10 to 150 ms.
_LOOK_SECONDS = 0.0004


class PenLock:
    """The pen of one database file; a thread that has it must not ask for it again."""

    def __init__(self, database: Path, patience: float) -> None:
        """Begin.

        Args:
            database: beside which the locks lie.
            patience: seconds for which one waits for it.
        """
        self._line = database.with_name(f"{database.name}-line")
        self._pen = database.with_name(f"{database.name}-pen")
        self._patience = patience

    @contextmanager
    def held(self) -> Iterator[None]:
        """Have the pen.

        Raises:
            Unavailable: database_busy when it does not come.
        """
        ends = time.monotonic() + self._patience
        with _opened(self._pen) as pen:
            with _opened(self._line) as line:
                _take(line, ends)
                _take(pen, ends)
            yield


@contextmanager
def _opened(path: Path) -> Iterator[int]:
    """Open a lock, which is let go of when it is closed."""
    lock = os.open(path, os.O_RDONLY | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        yield lock
    finally:
        os.close(lock)


def _take(lock: int, ends: float) -> None:
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if time.monotonic() > ends:
                raise Unavailable("database_busy") from None
            time.sleep(_LOOK_SECONDS)
        else:
            return
