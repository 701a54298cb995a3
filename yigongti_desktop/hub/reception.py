"""Sees every visit in and out: its line in the log, its place in the measures, and an answer whatever happens."""

from __future__ import annotations

import asyncio
import logging
import time

from starlette.types import ASGIApp
from starlette.types import Message
from starlette.types import Receive
from starlette.types import Scope
from starlette.types import Send

from yigongti_desktop.hub.measures import Measures
from yigongti_desktop.hub.rates import Store
from yigongti_desktop.hub.routes import MEDIA
from yigongti_desktop.hub.visit import Visit
from yigongti_desktop.protocol.exchange import Problem
from yigongti_desktop.protocol.packing import pack

log = logging.getLogger(__name__)
#: Routes whose visits are asked every few seconds by machines: they would drown the log.
_QUIET = {"health", "readiness", "measures"}
_OK = 200


class Reception:
    """Wraps the web application."""

    def __init__(self, app: ASGIApp, measures: Measures, store: Store) -> None:
        self._app = app
        self._measures = measures
        self._store = store

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            return
        visit, begun = Visit(), time.perf_counter()
        scope["visit"] = visit

        async def taking() -> Message:
            message = await receive()
            visit.bytes_in += len(message.get("body", b""))
            return message

        async def giving(message: Message) -> None:
            visit.status = visit.status or int(message["status"])
            visit.bytes_out += len(message.get("body", b""))
            await send(message)

        try:
            await self._app(scope, taking, giving)
        except asyncio.CancelledError:
            await _apologise(visit, giving, 503, "hub_busy")
        except Exception as fault:  # noqa: BLE001 - the door: a fault of ours leaves as a code
            log.error("%s failed: %s", visit.route, type(fault).__name__)  # noqa: TRY400 - a traceback may hold names
            await _apologise(visit, giving, 500, "hub_fault")
        finally:
            self._store.give(visit.held)
            seconds = time.perf_counter() - begun
            self._measures.note(visit, seconds)
            _tell(visit, seconds)


async def _apologise(visit: Visit, send: Send, status: int, code: str) -> None:
    if visit.status:
        return  # the answer has begun: the connection is dropped in the middle of it
    content = pack(Problem(code))
    visit.code = code
    headers = [(b"content-length", b"%d" % len(content)), (b"content-type", MEDIA.encode()), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": content})


def _tell(visit: Visit, seconds: float) -> None:
    level = logging.DEBUG if visit.route in _QUIET and visit.status == _OK else logging.INFO
    if log.isEnabledFor(level):
        facts = visit.facts(seconds * 1000)
        log.log(level, "%s", " ".join(f"{name}={value}" for name, value in facts.items()), extra={"facts": facts})
