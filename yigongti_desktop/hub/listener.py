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


class Listener:
    """Takes connections from listening sockets for one server."""

    def __init__(self, server: uvicorn.Server, context: ssl.SSLContext, limits: Limits) -> None:
        self._server = server
        self._context = context
        self._limits = limits
        self._most = min(limits.connections, _files() - _OTHER_FILES)
        self.sockets: list[socket.socket] = []
        self._accepting: list[asyncio.Task[None]] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._left = asyncio.Event()
        #: Connections by caller, from the first packet on.
        self.callers: Counter[str] = Counter()
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
            self._accepting.append(self._begin(self._accept(one)))
        self._begin(self._watch())

    def close(self) -> None:
        """Accept no more."""
        for task in self._accepting:
            task.cancel()
        for one in self.sockets:
            one.close()

    async def wait_closed(self) -> None:
        """End what still watches; whoever is in the middle of a handshake is dropped."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _accept(self, listening: socket.socket) -> None:
        loop = asyncio.get_running_loop()
        while True:
            try:
                accepted, address = await loop.sock_accept(listening)
            except OSError as error:
                log.warning("accept failed: %s", error.errno)
                await self._somebody_leaves()
                continue
            caller = caller_of(str(address[0]))
            if not self._has_room(caller):
                self.turned_away += 1
                accepted.close()
                continue
            accepted.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # an answer is written in two parts
            accepted.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, self._limits.send_buffer)
            self.callers[caller] += 1
            self._begin(self._greet(accepted, caller))

    async def _greet(self, accepted: socket.socket, caller: str) -> None:
        def lost(_connection: Connection) -> None:
            self._leave(caller)

        def make() -> Connection:
            return Connection(self._server.config, self._server.server_state, self._limits, lost=lost)

        try:
            await asyncio.get_running_loop().connect_accepted_socket(
                make,
                accepted,
                ssl=self._context,
                ssl_handshake_timeout=self._limits.handshake_seconds,
                ssl_shutdown_timeout=self._limits.farewell_seconds,
            )
        except (OSError, asyncio.CancelledError):
            accepted.close()
            self._leave(caller)

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
        self._left.set()

    async def _somebody_leaves(self) -> None:
        self._left.clear()
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._left.wait(), self._limits.watch_seconds)

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
    if sys.platform == "win32":  # which sets no such limit
        return sys.maxsize
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
    return sys.maxsize if most == resource.RLIM_INFINITY else most
