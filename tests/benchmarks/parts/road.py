"""A line on loopback that weighs what passes and counts its round trips; it may be as long and as narrow as a real one.

Bytes are those of a network of packets of 1,500 bytes: what TLS sends, 52 bytes of IPv4 and TCP headers (with time
stamps) for each begun 1,448 of it, and an acknowledgement of 52 bytes for every two packets. Loopback itself has
packets of 65,536 bytes, whose counter would be too kind. The ends of a connection are not told from its middle: a
road is weighed after its handshake.
"""

from __future__ import annotations

import contextlib
import queue
import socket
import threading
import time
from dataclasses import dataclass
from types import TracebackType
from typing import Self

_PIECE = 65_536
_SEGMENT, _HEADERS = 1448, 52


@dataclass(frozen=True)
class Weight:
    """What has passed."""

    up: int = 0
    down: int = 0
    packets: int = 0
    #: How often bytes went up after others had come down.
    trips: int = 0

    @property
    def wire(self) -> int:
        """Return the bytes of both ways, headers and acknowledgements in."""
        return self.up + self.down + _HEADERS * (self.packets + (self.packets + 1) // 2)

    def since(self, before: Weight) -> Weight:
        """Return what has passed since an earlier weighing."""
        return Weight(
            self.up - before.up, self.down - before.down, self.packets - before.packets, self.trips - before.trips
        )


class Road:
    """Passes bytes on to a port of this machine.

    Args:
        port: where to.
        round_trip: seconds that there and back take together.
        bits: that pass each way in a second; 0 for as many as there are.
    """

    def __init__(self, port: int, *, round_trip: float = 0.0, bits: float = 0.0) -> None:
        self._port, self._delay, self._bits = port, round_trip / 2, bits
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._weight = Weight()
        self._last_way = "down"
        self._ends: list[socket.socket] = []
        self._threads: list[threading.Thread] = []
        self._start(self._accept)

    @property
    def address(self) -> str:
        """Return where the road begins."""
        return f"127.0.0.1:{self._listener.getsockname()[1]}"

    def weigh(self) -> Weight:
        """Return what has passed so far."""
        with self._lock:
            return self._weight

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        for end in (self._listener, *self._ends):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
            end.close()
        for thread in self._threads:
            thread.join(10)

    def _start(self, work: object, *given: object) -> None:
        thread = threading.Thread(target=work, args=given, daemon=True, name="road")  # type: ignore[arg-type] # a method of ours
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        with contextlib.suppress(OSError):  # the listener is closed at the end
            while True:
                desk, _ = self._listener.accept()
                hub = socket.create_connection(("127.0.0.1", self._port))
                for end in (desk, hub):
                    end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                self._ends += [desk, hub]
                for source, sink, way in ((desk, hub, "up"), (hub, desk, "down")):
                    coming: queue.SimpleQueue[tuple[float, bytes]] = queue.SimpleQueue()
                    self._start(self._read, source, coming, way)
                    self._start(self._write, sink, coming)

    def _read(self, source: socket.socket, coming: queue.SimpleQueue[tuple[float, bytes]], way: str) -> None:
        is_free = 0.0
        piece = b"begun"
        while piece:
            try:
                piece = source.recv(_PIECE)
            except OSError:
                piece = b""
            packets = -(-len(piece) // _SEGMENT)
            self._count(way, len(piece), packets)
            is_free = max(is_free, time.monotonic())
            if self._bits:
                is_free += (len(piece) + packets * _HEADERS) * 8 / self._bits
            coming.put((is_free + self._delay, piece))

    def _write(self, sink: socket.socket, coming: queue.SimpleQueue[tuple[float, bytes]]) -> None:
        with contextlib.suppress(OSError):
            while True:
                arrives, piece = coming.get()
                time.sleep(max(0.0, arrives - time.monotonic()))
                if not piece:
                    sink.shutdown(socket.SHUT_WR)
                    return
                sink.sendall(piece)

    def _count(self, way: str, size: int, packets: int) -> None:
        if not size:
            return
        with self._lock:
            now = self._weight
            turned = way == "up" and self._last_way == "down"
            self._last_way = way
            up, down = (size, 0) if way == "up" else (0, size)
            self._weight = Weight(now.up + up, now.down + down, now.packets + packets, now.trips + turned)
