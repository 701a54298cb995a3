"""A line on loopback between desk and hub that can be cut or held in either direction, at a byte or on a condition."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable
from types import TracebackType
from typing import Self

_PIECE = 65536


class Relay:
    """Passes bytes on; counts them by direction until told what to do with them."""

    def __init__(self, port: int) -> None:
        self._hub = ("127.0.0.1", port)
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._lock = threading.Lock()
        self._open: set[socket.socket] = set()
        self._threads: list[threading.Thread] = []
        self._ended = False
        self.is_down = False
        #: Bytes passed since the last `mend`, up to the hub and down to the desk.
        self.passed = {"up": 0, "down": 0}
        self._limit: dict[str, int | None] = {"up": None, "down": None}
        self._gates: dict[str, Callable[[], bool] | None] = {"up": None, "down": None}
        self._hold = False
        #: Set when a limit or a gate has stopped the line.
        self.stopped = threading.Event()
        self._released = threading.Event()
        self._start(self._accept)

    @property
    def address(self) -> str:
        """Where desks find the line."""
        return f"127.0.0.1:{self._listener.getsockname()[1]}"

    def mend(self) -> None:
        """Let everything pass and count from nothing."""
        with self._lock:
            self.is_down = False
            self.passed = {"up": 0, "down": 0}
            self._limit = {"up": None, "down": None}
            self._gates = {"up": None, "down": None}
            self._hold = False
            self.stopped.clear()
            self._released.set()

    def down(self) -> None:
        """Cut the line; it refuses until mended."""
        with self._lock:
            self.is_down = True
        self._drop_all()
        self._released.set()

    def cut_after(self, way: str, count: int) -> None:
        """Cut after so many bytes of a direction have passed."""
        self.mend()
        self._limit[way] = count

    def hold_after(self, way: str, count: int) -> None:
        """Pass so many bytes of a direction and keep the rest, the connection open, until mended or down."""
        self.mend()
        self._released.clear()
        self._hold = True
        self._limit[way] = count

    def cut_unless(self, way: str, gate: Callable[[], bool]) -> None:
        """Ask before each piece of a direction; cut when the answer is no."""
        self.mend()
        self._gates[way] = gate

    def hold_unless(self, way: str, gate: Callable[[], bool]) -> None:
        """Ask before each piece of a direction; keep it when the answer is no."""
        self.mend()
        self._released.clear()
        self._hold = True
        self._gates[way] = gate

    def close(self) -> None:
        """End the line and its threads."""
        self._ended = True
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        self.down()
        for thread in self._threads:
            thread.join(10)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _start(self, work: Callable[[], None]) -> None:
        thread = threading.Thread(target=work, daemon=True, name="relay")
        self._threads.append(thread)
        thread.start()

    def _accept(self) -> None:
        while True:
            try:
                desk, _ = self._listener.accept()
            except OSError:
                return
            if self._ended or self.is_down:
                desk.close()
                continue
            try:
                hub = socket.create_connection(self._hub, timeout=5)
            except OSError:
                desk.close()
                continue
            for end in (desk, hub):
                end.settimeout(None)
                end.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            with self._lock:
                self._open |= {desk, hub}
            self._start(lambda one=desk, other=hub: self._pump(one, other, "up"))  # type: ignore[misc] # bound now
            self._start(lambda one=hub, other=desk: self._pump(one, other, "down"))  # type: ignore[misc] # bound now

    def _pump(self, source: socket.socket, sink: socket.socket, way: str) -> None:
        with contextlib.suppress(OSError):
            while piece := source.recv(_PIECE):
                piece = self._let_pass(piece, way)
                sink.sendall(piece)
                self.passed[way] += len(piece)
                if self.stopped.is_set() and self._has_reached(way):
                    break
        self._drop(source)
        self._drop(sink)

    def _let_pass(self, piece: bytes, way: str) -> bytes:
        limit, gate = self._limit[way], self._gates[way]
        passing = len(piece)
        if gate is not None and not gate():
            passing = 0
        if limit is not None:
            passing = min(passing, max(0, limit - self.passed[way]))
        if passing == len(piece):
            return piece
        self.stopped.set()
        if not self._hold:
            self._limit[way] = self.passed[way] + passing
            return piece[:passing]
        self._released.wait()
        return b"" if self.is_down else piece  # what was held when the line went down never arrives

    def _has_reached(self, way: str) -> bool:
        limit = self._limit[way]
        return not self._hold and limit is not None and self.passed[way] >= limit

    def _drop(self, end: socket.socket) -> None:
        with self._lock:
            self._open.discard(end)
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)
        end.close()

    def _drop_all(self) -> None:
        with self._lock:
            ends = list(self._open)
        for end in ends:
            self._drop(end)
