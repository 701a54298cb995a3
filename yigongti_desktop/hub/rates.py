"""How often a caller may ask, and how much may lie in memory: token buckets and a store of bytes.

They are used on the event loop alone, so they need no lock.
"""

from __future__ import annotations

import ipaddress
import math
import time
from collections import OrderedDict
from collections.abc import Callable

from yigongti_desktop.hub.limits import Rate
from yigongti_desktop.kernel.errors import Unavailable

_PREFIX_V6 = 64


class Buckets:
    """One bucket of tokens for each caller; the callers longest unseen are forgotten."""

    def __init__(self, rate: Rate, most: int, now: Callable[[], float] = time.monotonic) -> None:
        self._rate = rate
        self._most = most
        self._now = now
        #: Caller → tokens left and when that was.
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._left)

    def take(self, caller: str) -> int:
        """Take a token and return 0, or return how many seconds to wait for one."""
        wait, left = self.wait(caller), self._refilled(caller)
        self._left[caller] = (left if wait else left - 1, self._now())
        self._left.move_to_end(caller)
        while len(self._left) > self._most:
            self._left.popitem(last=False)
        return wait

    def wait(self, caller: str) -> int:
        """Return how many seconds a caller has to wait for a token; 0 when there is one."""
        left = self._refilled(caller)
        return 0 if left >= 1 else max(1, math.ceil((1 - left) / self._rate.per_second))

    def _refilled(self, caller: str) -> float:
        left, since = self._left.get(caller, (float(self._rate.burst), self._now()))
        return min(self._rate.burst, left + (self._now() - since) * self._rate.per_second)


class Store:
    """The bytes of bodies and answers that lie in memory."""

    def __init__(self, most: int) -> None:
        self._most = most
        self.held = 0

    def take(self, size: int) -> None:
        """Take room for bytes that come in.

        Raises:
            Unavailable: hub_busy when there is none.
        """
        if self.held + size > self._most:
            raise Unavailable("hub_busy", why="memory")
        self.held += size

    def add(self, size: int) -> None:
        """Count bytes that are there whether or not there is room: an answer to what was done."""
        self.held += size

    def give(self, size: int) -> None:
        """Give room back."""
        self.held -= size


def caller_of(host: str) -> str:
    """Return by what an address is counted: itself, or its network where one caller has very many."""
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return host
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, _PREFIX_V6), strict=False))
    return host
