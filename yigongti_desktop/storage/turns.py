"""Who writes next: in the order in which they came, and a person's save before the next page of a sync.

SQLite alone sees to neither: who asks for its lock again at once may have it for ever.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """The line of those who want to write, so that whoever writes page after page lets them in between."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._line: deque[object] = deque()

    @contextmanager
    def wanted(self) -> Iterator[None]:
        """Wait for one's turn to write, and have it until the end of the block."""
        me = object()
        try:
            with self._changed:
                self._line.append(me)
                self._changed.wait_for(lambda: self._line[0] is me)
            yield
        finally:
            with self._changed:
                self._line.remove(me)
                self._changed.notify_all()

    def give_way(self, most: float = 1.0) -> None:
        """Wait until nobody wants to write, but no longer than so many seconds."""
        with self._changed:
            self._changed.wait_for(lambda: not self._line, most)
