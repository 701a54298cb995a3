"""The gate to the hub's threads: so many requests at work, so many that wait for a while, and no more."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

from anyio import CapacityLimiter
from anyio import move_on_after
from anyio import to_thread

from yigongti_desktop.kernel.errors import Unavailable

T = TypeVar("T")


class Gate:
    """Lets work through to threads; used on the event loop."""

    def __init__(self, threads: int, waiting: int, seconds: float) -> None:
        self._threads = threads
        self._most = waiting
        self._seconds = seconds
        self._limiter: CapacityLimiter | None = None
        #: Requests that wait for a thread, and those that have one.
        self.waiting = 0
        self.working = 0

    async def run(self, work: Callable[[], T]) -> T:
        """Do work on a thread and return what it gives.

        Raises:
            Unavailable: hub_busy when too many wait, or this one has waited too long.
        """
        if self.waiting >= self._most:
            raise Unavailable("hub_busy", why="queue")
        limiter = self._limiter = self._limiter or CapacityLimiter(self._threads)
        turn = object()
        self.waiting += 1
        try:
            with move_on_after(self._seconds) as patience:
                await limiter.acquire_on_behalf_of(turn)
        finally:
            self.waiting -= 1
        if patience.cancelled_caught:
            raise Unavailable("hub_busy", why="patience")
        self.working += 1
        try:
            return await to_thread.run_sync(work, limiter=CapacityLimiter(1))
        finally:
            self.working -= 1
            limiter.release_on_behalf_of(turn)
