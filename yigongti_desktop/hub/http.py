"""The hub's door: HTTPS in, messages out; every fault leaves as a code, never as a traceback."""

from __future__ import annotations

import logging
import ssl
import threading
from collections.abc import Awaitable
from collections.abc import Callable

import uvicorn
from anyio import CapacityLimiter
from anyio import to_thread
from starlette.applications import Starlette
from starlette.requests import ClientDisconnect
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.responses import PlainTextResponse
from starlette.responses import Response
from starlette.routing import Route
from uvicorn.protocols.http.h11_impl import H11Protocol

from yigongti_desktop.hub.counter import Counter
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.enrolment import Proof
from yigongti_desktop.protocol.exchange import MOST_PACKED
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.exchange import Problem
from yigongti_desktop.protocol.packing import pack
from yigongti_desktop.protocol.packing import unpack

log = logging.getLogger(__name__)
MEDIA = "application/vnd.yigongti.msgpack+zstd"
_STATUS = {"token_wrong": 401, "proof_wrong": 401, "device_revoked": 403, "device_unknown": 403,
           "message_too_big": 413, "receipt_unknown": 404}  # fmt: skip
_THREADS = 4
_KEEP_ALIVE_SECONDS = 75

Handler = Callable[[Request], Awaitable[Response]]


def make_app(counter: Counter, authority_pem: str) -> Starlette:
    """Return the hub's web application."""
    limiter = CapacityLimiter(_THREADS)

    async def serve(work: Callable[[], Response]) -> Response:
        return await to_thread.run_sync(work, limiter=limiter)

    async def health(_request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def authority(_request: Request) -> Response:
        return PlainTextResponse(authority_pem, media_type="application/x-pem-file")

    async def enrol(request: Request) -> Response:
        body = await _body(request)
        return await serve(lambda: _packed(pack(counter.enrol(unpack(body, Signed)))))

    async def challenge(_request: Request) -> Response:
        return await serve(lambda: _packed(pack(counter.challenge())))

    async def token(request: Request) -> Response:
        body = await _body(request)
        return await serve(lambda: _packed(pack(counter.prove(unpack(body, Proof)))))

    async def exchange(request: Request) -> Response:
        shown, body = _token(request), await _body(request)
        return await serve(lambda: _packed(pack(counter.exchange(shown, unpack(body, Exchange)))))

    async def receipt(request: Request) -> Response:
        batch = str(request.path_params["batch"])
        return await serve(lambda: _packed(pack(counter.receipt(_token(request), batch))))

    return Starlette(
        routes=[
            Route("/healthz", health),
            Route("/v1/ca", authority),
            Route("/v1/enrol", _guarded(enrol), methods=["POST"]),
            Route("/v1/challenge", _guarded(challenge), methods=["POST"]),
            Route("/v1/token", _guarded(token), methods=["POST"]),
            Route("/v1/exchange", _guarded(exchange), methods=["POST"]),
            Route("/v1/receipts/{batch}", _guarded(receipt)),
        ]
    )


class _Protocol(H11Protocol):
    """Lets a connection go that is only kept when the hub stops: its desk is not there to say goodbye."""

    def shutdown(self) -> None:
        if self.cycle is None or self.cycle.response_complete:
            self.transport.abort()
        else:
            super().shutdown()


class Server:
    """A hub that listens until it is told to stop; it finishes what it has begun."""

    def __init__(self, app: Starlette, host: str, port: int, context: ssl.SSLContext) -> None:
        config = uvicorn.Config(
            app,
            host=host,
            port=port,
            http=_Protocol,
            ssl_context_factory=lambda _config, _default: context,
            log_config=None,
            access_log=False,
            server_header=False,
            date_header=False,
            lifespan="off",
            timeout_keep_alive=_KEEP_ALIVE_SECONDS,
            timeout_graceful_shutdown=10,
        )
        self._server = uvicorn.Server(config)
        self._thread: threading.Thread | None = None

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
        return int(self._server.servers[0].sockets[0].getsockname()[1])

    def run(self) -> None:
        """Serve until stopped by a signal or by `stop`."""
        self._server.run()

    def start(self) -> threading.Thread:
        """Serve on a thread of its own, for tests and demonstrations within one process."""
        self._thread = threading.Thread(target=self._server.run, daemon=True, name="hub")
        self._thread.start()
        return self._thread

    def stop(self) -> None:
        """Ask it to stop."""
        self._server.should_exit = True


def _guarded(handler: Handler) -> Handler:
    async def guarded(request: Request) -> Response:
        try:
            return await handler(request)
        except Refused as refusal:
            return _problem(_STATUS.get(refusal.code, 422), refusal.code, refusal.facts)
        except Unavailable as weather:
            log.warning("%s unavailable: %s", request.url.path, weather.code)
            return _problem(503, weather.code, {})
        except ClientDisconnect:
            return Response(status_code=400)
        except Exception as fault:  # noqa: BLE001 - the door: a fault of ours leaves as a code
            log.error("%s failed: %s", request.url.path, type(fault).__name__)  # noqa: TRY400 - a traceback may hold names
            return _problem(500, "hub_fault", {})

    return guarded


async def _body(request: Request) -> bytes:
    body = bytearray()
    async for piece in request.stream():
        body += piece
        if len(body) > MOST_PACKED:
            raise Refused("message_too_big", size=len(body), most=MOST_PACKED)
    return bytes(body)


def _token(request: Request) -> str:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise Refused("token_wrong")
    return token


def _packed(content: bytes) -> Response:
    return Response(content, media_type=MEDIA)


def _problem(status: int, code: str, facts: dict[str, object]) -> Response:
    return Response(pack(Problem(code, facts)), status_code=status, media_type=MEDIA)
