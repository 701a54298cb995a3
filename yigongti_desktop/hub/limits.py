"""What one hub's process takes on at most: connections, bytes, time, and how often.

Each worker process has limits of its own: behind N workers an address or a device gets up to N times as much.
"""

from __future__ import annotations

from dataclasses import dataclass

_KIB = 1024
_MIB = 1024**2


@dataclass(frozen=True)
class Rate:
    """How often something may be done: so many at once, and so many a second after that."""

    burst: int
    per_second: float


@dataclass(frozen=True, kw_only=True)
class Limits:
    """The door's limits; sizes in bytes, times in seconds."""

    #: Connections in all, counted from the first packet, and of one address: many clinics may share one.
    connections: int = 2000
    connections_of_address: int = 250
    #: For the TLS handshake, and for the farewell of a connection that is closed.
    handshake_seconds: float = 10
    farewell_seconds: float = 2
    #: For a whole head of a request, and between two requests.
    head_bytes: int = 8 * _KIB
    head_seconds: float = 10
    idle_seconds: float = 75
    #: A body, or an answer, has this long and as much again as its bytes take at the slowest line served.
    grace_seconds: float = 15
    slowest_line: int = 500
    #: Bytes of answers that the system may keep for a caller who has not read them.
    send_buffer: int = 256 * _KIB
    #: For what is still sent after it was answered.
    linger_seconds: float = 10
    #: How often the clocks of the connections are looked at.
    watch_seconds: float = 0.5
    #: Requests done at the same time (one that waits for the pen holds a thread, and the pen writes for all of them
    #: at once), those that may wait for it, and how long.
    threads: int = 32
    waiting: int = 64
    waiting_seconds: float = 20
    #: Bodies and answers that lie in memory, all together.
    in_memory: int = 32 * _MIB
    #: A message that unpacks to more than this is heavy: such are done one after the other.
    heavy: int = _MIB
    #: What one caller may ask for: wrong enrolments of an address, its other unproven requests, requests of a device.
    guesses: Rate = Rate(burst=120, per_second=0.2)
    strangers: Rate = Rate(burst=2000, per_second=200)
    devices: Rate = Rate(burst=1000, per_second=50)
    #: Callers remembered for that.
    callers: int = 10_000
    #: How long a caller that was sent away is told to wait, unless its rate says more.
    retry_seconds: int = 5
    #: How long a stop waits for what has begun.
    stop_seconds: int = 8


STANDARD = Limits()
