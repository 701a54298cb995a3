"""Who is let in: connections are counted from their first packet, before TLS is spoken, and the silent are cut."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import ssl
import sys
from collections import Counter
from collections.abc import Coroutine
from collections.abc import Iterable

import uvicorn

from yigongti_desktop.hub.connection import Connection
from yigongti_desktop.hub.limits import Limits
from yigongti_desktop.hub.rates import caller_of

if sys.platform != "win32":
    import resource

log = logging.getLogger(__name__)
#: Files that the process needs beside its connections.
_OTHER_FILES = 128
_BACKLOG = 512
#: What a selector watches there.
_WINDOWS_SOCKETS = 512


class Listener:
    """Takes connections from listening sockets for one server."""

    def __init__(self, server: uvicorn.Server, context: ssl.SSLContext, limits: Limits) -> None:
        self._server = server
        self._context = context
        self._limits = limits
        self._most = min(limits.connections, _files() - _OTHER_FILES)
        self.sockets: list[socket.socket] = []
        self._tasks: set[asyncio.Task[None]] = set()
        #: Connections by caller, from the first packet on.
        self.callers: Counter[str] = Counter()
        self._everybody_left = asyncio.Event()
        self.turned_away = 0
        self.was_cut: Counter[str] = Counter()

    @property
    def count(self) -> int:
        """Return how many connections there are, those in their handshake included."""
        return self.callers.total()

    def listen(self, sockets: Iterable[socket.socket]) -> None:
        """Begin to accept on sockets that are bound."""
        for one in sockets:
            one.setblocking(False)  # noqa: FBT003 - the socket's own signature
            one.listen(_BACKLOG)
            self.sockets.append(one)
            self._open_to(one)
        self._begin(self._watch())

    def close(self) -> None:
        """Accept no more."""
        for one in self.sockets:
            asyncio.get_running_loop().remove_reader(one)
            one.close()

    async def wait_closed(self) -> None:
        """End what still watches, let callers take their farewell, and drop those who do not."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        for seconds in (self._limits.farewell_seconds, self._limits.farewell_seconds):
            if self.count:
                self._everybody_left.clear()
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(self._everybody_left.wait(), seconds)
            for connection in self._open():
                connection.cut("stopping")
        await asyncio.sleep(0)  # the loop's own turn, in which dropped sockets are closed

    def _open_to(self, listening: socket.socket) -> None:
        if listening.fileno() >= 0:
            asyncio.get_running_loop().add_reader(listening, self._accept, listening)

    def _accept(self, listening: socket.socket) -> None:
        try:
            accepted, address = listening.accept()
        except (BlockingIOError, InterruptedError, ConnectionAbortedError):
            return
        except OSError as error:  # no more files: others must leave first
            log.warning("accept failed: %s", error.errno)
            loop = asyncio.get_running_loop()
            loop.remove_reader(listening)
            loop.call_later(self._limits.watch_seconds, self._open_to, listening)
            return
        caller = caller_of(str(address[0]))
        if not self._has_room(caller):
            self.turned_away += 1
            accepted.close()
            return
        accepted.setblocking(False)  # noqa: FBT003 - the socket's own signature
        accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # an answer is written in two parts
        accepted.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, self._limits.send_buffer)
        self.callers[caller] += 1
        self._welcome(accepted, caller)

    def _welcome(self, accepted: socket.socket, caller: str) -> None:
        """Begin the handshake; whatever becomes of it, the caller is counted until it has left."""

        def is_over(greeting: asyncio.Task[None]) -> None:
            if greeting.cancelled() or greeting.exception() is not None:
                accepted.close()
                self._leave(caller)

        self._begin(self._greet(accepted, caller)).add_done_callback(is_over)

    async def _greet(self, accepted: socket.socket, caller: str) -> None:
        await asyncio.get_running_loop().connect_accepted_socket(
            lambda: Connection(
                self._server.config,
                self._server.server_state,
                self._limits,
                lost=lambda _connection: self._leave(caller),
            ),
            accepted,
            ssl=self._context,
            ssl_handshake_timeout=self._limits.handshake_seconds,
            ssl_shutdown_timeout=self._limits.farewell_seconds,
        )

    def _has_room(self, caller: str) -> bool:
        if self.callers[caller] >= self._limits.connections_of_address:
            return False
        if self.count < self._most:
            return True
        idle = min((one for one in self._open() if one.is_idle), key=lambda one: one.since, default=None)
        if idle is None:
            return False
        idle.cut("full")
        return True

    def _leave(self, caller: str) -> None:
        self.callers[caller] -= 1
        if self.callers[caller] <= 0:
            del self.callers[caller]
        if not self.callers:
            self._everybody_left.set()

    async def _watch(self) -> None:
        while True:
            for connection in self._open():
                if why := connection.overdue():
                    self.was_cut[why] += 1
                    connection.cut(why)
            await asyncio.sleep(self._limits.watch_seconds)

    def _open(self) -> list[Connection]:
        return [one for one in self._server.server_state.connections if isinstance(one, Connection)]

    def _begin(self, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task


def _files() -> int:
    if sys.platform == "win32":
        return _WINDOWS_SOCKETS
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return sys.maxsize if most == resource.RLIM_INFINITY else most
