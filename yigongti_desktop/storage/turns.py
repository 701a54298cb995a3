"""Who writes next: a person's save goes before the next page of a sync, which SQLite alone would not see to."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Counts those who want to write, so that whoever writes page after page lets them in between."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._wanting = 0

    @contextmanager
    def wanted(self) -> Iterator[None]:
        """Want the write lock until the end of the block."""
        with self._changed:
            self._wanting += 1
        try:
            yield
        finally:
            with self._changed:
                self._wanting -= 1
                self._changed.notify_all()

    def give_way(self, most: float = 1.0) -> None:
        """Wait until nobody wants to write, but no longer than so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: not self._wanting, most)
