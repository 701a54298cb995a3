"""The hub's door: HTTPS in, messages out; every fault leaves as a code, never as a traceback."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import socket
import ssl
import threading
from collections.abc import Awaitable
from collections.abc import Callable
from collections.abc import Sequence

import uvicorn
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route as WebRoute
from starlette.types import ASGIApp
from starlette.types import Receive
from starlette.types import Scope
from starlette.types import Send

from yigongti_desktop.hub.counter import Counter
from yigongti_desktop.hub.door import Door
from yigongti_desktop.hub.limits import STANDARD
from yigongti_desktop.hub.limits import Limits
from yigongti_desktop.hub.listener import Listener
from yigongti_desktop.hub.measures import Figure
from yigongti_desktop.hub.measures import Measures
from yigongti_desktop.hub.reception import Reception
from yigongti_desktop.hub.routes import MEDIA
from yigongti_desktop.hub.routes import REFUSED
from yigongti_desktop.hub.routes import ROUTES
from yigongti_desktop.hub.routes import STATUS
from yigongti_desktop.hub.routes import Route
from yigongti_desktop.hub.shelf import Shelf
from yigongti_desktop.hub.standing import Standing
from yigongti_desktop.hub.visit import Visit
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.protocol.exchange import Problem
from yigongti_desktop.protocol.packing import pack

log = logging.getLogger(__name__)
#: Uvicorn's own figures.
_TICK_SECONDS = 0.1
_TICKS_OF_A_DAY = 864_000
Handler = Callable[[Request, Visit, str], Awaitable[Response]]


class App:
    """The hub's web application, with the limits and the counters that belong to it."""

    def __init__(self, door: Door, measures: Measures, limits: Limits) -> None:
        self.door = door
        self.measures = measures
        self.limits = limits
        web = Starlette(
            routes=[
                WebRoute(route.path, _guarded(door, route, limits), methods=[route.method], name=route.name)
                for route in ROUTES
            ]
        )
        web.router.redirect_slashes = False
        self.web_routes = web.routes
        self._entry: ASGIApp = Reception(web, measures, door.store)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        await self._entry(scope, receive, send)


def make_app(
    counter: Counter,
    authority_pem: str,
    *,
    limits: Limits = STANDARD,
    measures: Measures | None = None,
    standing: Standing | None = None,
    secret: str = "",
    shelf: Shelf | None = None,
) -> App:
    """Return the hub's web application.

    Args:
        counter: who serves the devices.
        authority_pem: certificate of the hub's authority.
        limits: what is taken on at most.
        measures: counters to count in; its own when none are given.
        standing: what readiness and figures are read from; without it the hub always counts as ready.
        secret: what must be shown to read the figures; without it this machine may read them.
        shelf: of update files; without it there is none.
    """
    counted = measures or Measures()
    door = Door(counter, authority_pem, limits, measures=counted, standing=standing, secret=secret, shelf=shelf)
    return App(door, counted, limits)


class Server:
    """A hub that listens until it is told to stop; it finishes what it has begun."""

    def __init__(
        self, app: App, host: str, port: int, context: ssl.SSLContext, sockets: Sequence[socket.socket] = ()
    ) -> None:
        limits = app.limits
        config = uvicorn.Config(
            app,
            host=host,
            port=port,
            http="h11",
            ws="none",
            proxy_headers=False,
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            lifespan="off",
            h11_max_incomplete_event_size=limits.head_bytes,
            timeout_keep_alive=int(limits.idle_seconds),
            timeout_graceful_shutdown=limits.stop_seconds,
        )
        self._server = _Host(config, context, limits, sockets)
        self._thread: threading.Thread | None = None
        app.door.of_server = self._server.figures

    @property
    def is_ready(self) -> bool:
        """Say whether it listens."""
        return self._server.started

    @property
    def is_listening(self) -> bool:
        """Say whether it still has its thread."""
        return self._thread is not None and self._thread.is_alive()

    @property
    def port(self) -> int:
        """Return the port that it listens on."""
        return int(self._server.listener.sockets[0].getsockname()[1])

    @property
    def listener(self) -> Listener:
        """Return who lets callers in."""
        return self._server.listener

    def run(self, listening: socket.socket | None = None) -> None:
        """Serve until stopped by a signal or by `stop`, on a socket of its own or on one that was bound before."""
        self._server.run(sockets=[listening] if listening else None)

    def start(self) -> threading.Thread:
        """Serve on a thread of its own, for tests and demonstrations within one process."""
        self._thread = threading.Thread(target=self._server.run, daemon=True, name="hub")
        self._thread.start()
        return self._thread

    def stop(self) -> None:
        """Ask it to stop; it begins to at once."""
        self._server.stop()


class _Host(uvicorn.Server):
    """Uvicorn's server with our own way of letting callers in."""

    def __init__(
        self, config: uvicorn.Config, context: ssl.SSLContext, limits: Limits, sockets: Sequence[socket.socket]
    ) -> None:
        super().__init__(config)
        self.listener = Listener(self, context, limits)
        self._bound = sockets
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stopping = asyncio.Event()

    def stop(self) -> None:
        """Ask it to stop, from any thread."""
        self.should_exit = True
        if self._loop is not None:
            with contextlib.suppress(RuntimeError):  # its loop has ended meanwhile
                self._loop.call_soon_threadsafe(self._stopping.set)

    def run(self, sockets: list[socket.socket] | None = None) -> None:
        """Serve on a loop of selectors, on every system: callers are let in by watching sockets."""
        with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop) as runner:
            runner.run(self.serve(sockets))

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to listen."""
        await self.lifespan.startup()
        self._loop = asyncio.get_running_loop()
        self.listener.listen(sockets or self._bound or _bind(self.config.host, self.config.port))
        self.servers = [self.listener]  # type: ignore[list-item] # closed and waited for as one of asyncio's
        self.started = True

    async def main_loop(self) -> None:
        """Tick as uvicorn does, which a signal ends with the next tick and `stop` without one."""
        counter = 0
        while not await self.on_tick(counter):
            counter = (counter + 1) % _TICKS_OF_A_DAY
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_TICK_SECONDS):
                    await self._stopping.wait()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Finish what has begun, as long as that may take, and leave nobody connected."""
        if self.listener.count or self.server_state.tasks:
            await super().shutdown(sockets)  # which takes its time, at least a tick
        else:
            for one in (self.listener, *(sockets or ())):
                one.close()
        await self.listener.wait_closed()

    def figures(self) -> list[Figure]:
        """Return how many are connected, and how many were sent away or cut."""
        told = [
            Figure("connections", "Connections now.", self.listener.count),
            Figure("turned_away", "Connections refused since the start: too many.", self.listener.turned_away),
        ]
        cut = self.listener.was_cut
        return told + [Figure("cut", "Connections cut since the start.", cut[why], "why", why) for why in sorted(cut)]


def _bind(host: str, port: int) -> list[socket.socket]:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    bound: list[socket.socket] = []
    for family, _kind, _protocol, _name, address in dict.fromkeys(found):
        try:
            bound.append(socket.create_server(address[:2], family=family))
        except OSError as error:
            for one in bound:
                one.close()
            raise Unavailable("port_taken", port=port, host=host) from error
    return bound


def _guarded(door: Door, route: Route, limits: Limits) -> Callable[[Request], Awaitable[Response]]:
    handler: Handler = getattr(door, route.name)

    async def guarded(request: Request) -> Response:
        visit: Visit = request.scope["visit"]
        visit.route = route.name
        try:
            return await handler(request, visit, door.admit(route, request, visit))
        except Refused as refusal:
            door.refused(request, refusal)
            return _problem(visit, STATUS.get(refusal.code, REFUSED), refusal.code, refusal.facts)
        except Unavailable as weather:
            if weather.code not in STATUS:
                log.warning("%s unavailable: %s", route.name, weather.code)
            status = STATUS.get(weather.code, 503)
            return _problem(visit, status, weather.code, {}, int(weather.facts.get("seconds", limits.retry_seconds)))
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception as fault:  # noqa: BLE001 - the door: a fault of ours leaves as a code
            log.error("%s failed: %s", route.name, type(fault).__name__)  # noqa: TRY400 - a traceback may hold names
            return _problem(visit, 500, "hub_fault", {})

    return guarded


def _problem(visit: Visit, status: int, code: str, facts: dict[str, object], retry: int = 0) -> Response:
    visit.code = code
    headers = {"retry-after": str(retry)} if retry else None
    return Response(pack(Problem(code, facts)), status_code=status, media_type=MEDIA, headers=headers)
