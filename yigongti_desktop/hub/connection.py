"""One connection of a caller, with a clock for everything that it may drag out.

It adds to uvicorn's own what that lacks: whole heads in time, bodies and answers at a bearable pace, an end for
those that go on sending after they were answered, and a farewell that says so.
"""

from __future__ import annotations

import asyncio
import logging
import time
from collections.abc import Callable
from enum import Enum
from typing import Any

import h11
from uvicorn.config import Config
from uvicorn.protocols.http.h11_impl import H11Protocol
from uvicorn.server import ServerState

from yigongti_desktop.hub.limits import Limits

log = logging.getLogger(__name__)
#: Bytes of an answer that may lie between us and the line before we wait for the caller to read, twice over: TLS
#: and the socket have such a buffer each.
_WRITE_BUFFER = 64 * 1024
_CLOSE = (b"connection", b"close")
#: How the head of an answer begins, but for "100 Continue", which the caller waits for; and how it ends.
_ANSWER = (b"HTTP/1.1 2", b"HTTP/1.1 4", b"HTTP/1.1 5")
_END_OF_HEAD = b"\r\n\r\n"


class Phase(Enum):
    """What a connection is doing."""

    #: Nothing was asked yet, or a head is coming.
    HEAD = "head"
    #: Kept open between two requests.
    IDLE = "idle"
    BODY = "body"
    #: The hub is at work.
    WORK = "work"
    ANSWER = "answer"
    #: Answered, and still sending.
    LINGER = "linger"


class Connection(H11Protocol):
    """A connection that is watched."""

    def __init__(
        self,
        config: Config,
        server_state: ServerState,
        limits: Limits,
        *,
        lost: Callable[[Connection], None],
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        super().__init__(config, server_state, {})
        self.logger = _WIRE
        self.access_log = False  # the reception tells of each visit
        self._limits = limits
        self._lost = lost
        self._now = now
        self._phase = Phase.HEAD
        #: When the phase began, and the bytes since then.
        self.since = now()
        self._bytes = 0
        self._is_paused = False

    @property
    def is_idle(self) -> bool:
        """Say whether it is kept open for a next request and nothing of that has come."""
        return self._phase is Phase.IDLE

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override] # as uvicorn's own
        """Begin to wait for a head."""
        transport.set_write_buffer_limits(high=_WRITE_BUFFER)
        super().connection_made(transport)
        self.transport = _OneRecord(transport)  # type: ignore[assignment] # all that is asked of it is handed on
        self._enter(Phase.HEAD)

    def connection_lost(self, exc: Exception | None) -> None:
        """Leave the list of connections."""
        super().connection_lost(exc)
        self._unset_keepalive_if_required()
        self._lost(self)

    def data_received(self, data: bytes) -> None:
        """Take bytes in, and see what they make of the phase."""
        if self._phase is Phase.IDLE:
            self._enter(Phase.HEAD)
        self._bytes += len(data)
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._look()

    def pause_writing(self) -> None:
        """Note that the caller does not read as fast as it is answered."""
        super().pause_writing()
        self._is_paused = True

    def resume_writing(self) -> None:
        """Note that the caller has read."""
        super().resume_writing()
        self._bytes += _WRITE_BUFFER
        self._is_paused = False

    def shutdown(self) -> None:
        """Finish what has begun, and say that there will be no more."""
        if self.cycle is not None and not self.cycle.response_complete:
            self.cycle.default_headers = [*self.cycle.default_headers, _CLOSE]
        super().shutdown()

    def overdue(self) -> str:
        """Return what has taken too long; empty when nothing has."""
        self._look()
        limits, taken = self._limits, self._now() - self.since
        most = {
            Phase.HEAD: limits.head_seconds,
            Phase.IDLE: limits.idle_seconds + limits.farewell_seconds,  # uvicorn's own clock says farewell first
            Phase.LINGER: limits.linger_seconds,
            Phase.BODY: limits.grace_seconds + self._bytes / limits.slowest_line,
            Phase.ANSWER: limits.grace_seconds + (self._bytes + 2 * _WRITE_BUFFER) / limits.slowest_line,
        }
        return self._phase.value if taken > most.get(self._phase, taken) else ""

    def cut(self, why: str) -> None:
        """Drop the connection at once."""
        log.info("cut %s", why, extra={"facts": {"event": "cut", "why": why}})
        self.transport.abort()

    def _look(self) -> None:
        phase = self._seen()
        if phase is not self._phase:
            self._enter(phase)

    def _seen(self) -> Phase:
        ours, theirs = self.conn.our_state, self.conn.their_state
        cycle: Any = self.cycle  # none before the first request
        if cycle is None:
            return Phase.HEAD
        if self._is_paused:
            return Phase.ANSWER
        if cycle.response_complete:
            if theirs is h11.SEND_BODY:
                return Phase.LINGER
            return Phase.HEAD if self._phase is Phase.HEAD else Phase.IDLE
        if ours in {h11.SEND_BODY, h11.MUST_CLOSE}:
            return Phase.ANSWER
        return Phase.BODY if theirs is h11.SEND_BODY else Phase.WORK

    def _enter(self, phase: Phase) -> None:
        self._phase, self.since, self._bytes = phase, self._now(), 0


class _OneRecord:
    """A transport that keeps the head of an answer until its body is there: a small answer goes as one TLS record."""

    def __init__(self, transport: asyncio.Transport) -> None:
        self._transport = transport
        self._head = b""

    def write(self, data: bytes) -> None:
        """Write, or keep a head until the next piece: uvicorn always has one, be it empty."""
        held, self._head = self._head, b""
        if data.startswith(_ANSWER) and data.endswith(_END_OF_HEAD):
            self._head = held + data
        elif held or data:
            self._transport.write(held + data)

    def close(self) -> None:
        """Write what was kept and close."""
        self.write(b"")
        self._transport.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)


class _WithoutContent(logging.Filter):
    """Faults are told by their type: a traceback may hold what people typed."""

    def filter(self, record: logging.LogRecord) -> bool:
        fault: Any = record.exc_info[1] if record.exc_info else None
        kind = f" {type(fault).__name__}" if fault is not None else ""
        record.msg, record.args = f"{record.getMessage().strip()}{kind}", ()
        record.exc_info = None
        return True


_WIRE = logging.getLogger("yigongti_desktop.hub.wire")
_WIRE.addFilter(_WithoutContent())
