"""A line as villages have it: slow, late, cut at random bytes, and answers that it swallows.

Its clock may run faster than ours, so that what takes a quarter of an hour at 16 kbit/s is seen in one minute. The
desk's clock does not: it takes such a line for a quicker one and puts more into an exchange than it would, so that
rather too many repeated bytes are measured than too few.
"""

from __future__ import annotations

import random
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass

from tests.sync.relay import Relay

#: Bytes of one packet.
_PACKET = 1400
#: After such a pause, what comes is a new question or answer, and as late as the line is long.
_TURN_SECONDS = 0.02
#: When the hub has been silent for so long, its answer has been swallowed whole.
_SILENCE_SECONDS = 0.3


@dataclass(frozen=True)
class Weather:
    """What a line does to those who speak on it."""

    #: In each direction.
    kbit_per_second: float
    delay_milliseconds: float
    #: Bytes, both ways together, from one cut to the next, on the average; 0 for a line that is never cut.
    cut_every: int = 0
    #: Share of the cuts before which the question still passes and its answer is swallowed.
    swallowed: float = 0.4
    #: How many times faster the line's clock runs than ours.
    scale: float = 1.0


class WeakLine(Relay):
    """Passes bytes as its weather lets it; counts them, those that got lost on the way, too."""

    def __init__(self, port: int, weather: Weather, seed: int) -> None:
        self._weather = weather
        self._dice = random.Random(seed)  # noqa: S311 - dice of a test
        self._until_cut = self._distance()
        #: Connections whose answers arrive no more.
        self._swallowing: set[frozenset[socket.socket]] = set()
        self._free = {"up": 0.0, "down": 0.0}
        self._turns = threading.Lock()
        self.cuts = 0
        self.swallowed_answers = 0
        #: Bytes since the beginning, both ways together.
        self.spent = 0
        super().__init__(port)

    def _pump(self, source: socket.socket, sink: socket.socket, way: str) -> None:
        pair, last = frozenset({source, sink}), 0.0
        with suppress(OSError):  # the other direction has ended it
            for packet in self._packets(source, pair, way):
                if time.monotonic() - last > _TURN_SECONDS:
                    time.sleep(self._weather.delay_milliseconds / 1000 / self._weather.scale)
                self._take_time(len(packet), way)
                passing = self._spend(len(packet), pair)
                if way == "up" or pair not in self._swallowing:
                    sink.sendall(packet[:passing])
                if passing < len(packet):
                    break
                last = time.monotonic()
        self._drop(source)
        self._drop(sink)
        self._swallowing.discard(pair)

    def _packets(self, source: socket.socket, pair: frozenset[socket.socket], way: str) -> Iterator[bytes]:
        """Return what comes until one side ends it, or an answer has been swallowed whole."""
        if way == "down":
            source.settimeout(_SILENCE_SECONDS)
        swallowed = 0
        while True:
            try:
                packet = source.recv(_PACKET)
            except TimeoutError:
                if swallowed:
                    self.swallowed_answers += 1
                    return
                continue
            if not packet:
                return
            yield packet
            swallowed += way == "down" and pair in self._swallowing

    def _take_time(self, size: int, way: str) -> None:
        seconds = size * 8 / 1000 / self._weather.kbit_per_second / self._weather.scale
        with self._turns:
            self._free[way] = through = max(time.monotonic(), self._free[way]) + seconds
        time.sleep(max(0.0, through - time.monotonic()))

    def _spend(self, size: int, pair: frozenset[socket.socket]) -> int:
        """Count bytes and throw the dice; return how many of them pass before a cut."""
        with self._turns:
            passing = min(size, self._until_cut) if self._weather.cut_every else size
            self.spent += passing
            self._until_cut -= passing
            if passing == size or not self._weather.cut_every:
                return size
            self.cuts += 1
            self._until_cut = self._distance()
            if self._dice.random() < self._weather.swallowed:
                self._swallowing.add(pair)
                self.spent += size - passing
                return size
            return passing

    def _distance(self) -> int:
        return self._dice.randint(self._weather.cut_every // 2, self._weather.cut_every * 3 // 2)
