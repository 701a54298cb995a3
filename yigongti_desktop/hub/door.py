"""What is done at the hub's door for each route: who may ask, how often, what a body may weigh, whose turn it is.

Whoever is sent away is sent away before the body is read, and before a thread is taken.
"""

from __future__ import annotations

import hmac
from collections.abc import Callable

import msgspec
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive
from starlette.types import Scope
from starlette.types import Send

from yigongti_desktop.hub.counter import Counter
from yigongti_desktop.hub.gate import Gate
from yigongti_desktop.hub.limits import Limits
from yigongti_desktop.hub.measures import Figure
from yigongti_desktop.hub.measures import Measures
from yigongti_desktop.hub.rates import Buckets
from yigongti_desktop.hub.rates import Store
from yigongti_desktop.hub.rates import caller_of
from yigongti_desktop.hub.routes import BYTES
from yigongti_desktop.hub.routes import JSON
from yigongti_desktop.hub.routes import MEDIA
from yigongti_desktop.hub.routes import PEM
from yigongti_desktop.hub.routes import ROUTES
from yigongti_desktop.hub.routes import Asker
from yigongti_desktop.hub.routes import Body
from yigongti_desktop.hub.routes import Route
from yigongti_desktop.hub.shelf import Shelf
from yigongti_desktop.hub.standing import Standing
from yigongti_desktop.hub.visit import Visit
from yigongti_desktop.hub.visit import talk_of
from yigongti_desktop.hub.weights import let_go
from yigongti_desktop.hub.weights import unpack_bounded
from yigongti_desktop.hub.weights import weight
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.enrolment import Proof
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.packing import pack

#: Bytes of an answer that are handed to the line at a time, so that one who does not read holds no more.
_PIECE = 64 * 1024
_LOOPBACK = ("127.0.0.1", caller_of("::1"))
_BOUNDS = {route.name: route.takes for route in ROUTES if route.takes}


class Door:
    """The hub's door; it lives on the event loop."""

    def __init__(
        self,
        counter: Counter,
        authority_pem: str,
        limits: Limits,
        *,
        measures: Measures,
        standing: Standing | None,
        secret: str,
        shelf: Shelf | None = None,
    ) -> None:
        self._counter = counter
        self._authority = authority_pem.encode()
        self._limits = limits
        self._measures = measures
        self._standing = standing
        self._secret = secret
        self._shelf = shelf
        self.store = Store(limits.in_memory)
        self.gate = Gate(limits.threads, limits.waiting, limits.waiting_seconds)
        #: For what is heavy, one after the other.
        self._heavy = Gate(1, limits.waiting, limits.waiting_seconds)
        #: For questions about the hub itself, so that they are answered while all threads are busy.
        self.house = Gate(1, 4, limits.waiting_seconds)
        self._guesses = Buckets(limits.guesses, limits.callers)
        self._strangers = Buckets(limits.strangers, limits.callers)
        self._devices = Buckets(limits.devices, limits.callers)
        #: Figures of the server that holds this door.
        self.of_server: Callable[[], list[Figure]] = list

    def admit(self, route: Route, request: Request, visit: Visit) -> str:
        """Return the token of a device, or nothing for a stranger who may ask.

        Raises:
            Refused: message_too_big, token_wrong, not_found.
            Unavailable: too_often.
        """
        caller = caller_of(request.client.host if request.client else "")
        self._need_short_head(request)
        if route.asker is Asker.KEEPER and not self._is_keeper(request):
            raise Refused("not_found")
        if route.asker is not Asker.DEVICE:
            _need(self._strangers.take(caller))
            if route.name == "enrol":
                _need(self._guesses.wait(caller))
            return ""
        try:
            token = _token(request)
            visit.device = self._counter.whose(token)
        except Refused:
            _need(self._strangers.take(caller))
            raise
        _need(self._devices.take(visit.device))
        return token

    def refused(self, request: Request, refusal: Refused) -> None:
        """Count a code that was guessed wrong."""
        if refusal.code == "code_unknown":
            self._guesses.take(caller_of(request.client.host if request.client else ""))

    async def health(self, _request: Request, _visit: Visit, _token: str) -> Response:
        """Say that the process answers."""
        return Response(b'{"status":"ok"}', media_type=JSON)

    async def readiness(self, _request: Request, _visit: Visit, _token: str) -> Response:
        """Say whether devices can be served, and if not, what is missing."""
        standing = self._standing
        faults = await self.house.run(standing.faults) if standing else []
        said = {"status": "not_ready" if faults else "ready", "missing": faults}
        return Response(msgspec.json.encode(said), 503 if faults else 200, media_type=JSON)

    async def measures(self, _request: Request, _visit: Visit, _token: str) -> Response:
        """Give the figures, of all workers and as things stand now."""
        standing = self._standing
        figures = await self.house.run(lambda: list(standing.figures())) if standing else []
        text = self._measures.text([*figures, *self._own_figures(), *self.of_server()])
        return _Pieces(text, media_type="text/plain; version=0.0.4; charset=utf-8")

    async def authority(self, _request: Request, _visit: Visit, _token: str) -> Response:
        """Give the certificate of the hub's authority."""
        return Response(self._authority, media_type=PEM)

    async def enrol(self, request: Request, visit: Visit, _token: str) -> Response:
        """Make a device."""
        body, bounds = await self._body(request, visit)
        return await self._work(visit, lambda: pack(self._counter.enrol(unpack_bounded(body, Signed, bounds))))

    async def challenge(self, _request: Request, _visit: Visit, _token: str) -> Response:
        """Give bytes to sign."""
        return Response(pack(self._counter.challenge()), media_type=MEDIA)

    async def token(self, request: Request, visit: Visit, _token: str) -> Response:
        """Give a token for a proof."""
        body, bounds = await self._body(request, visit)
        return await self._work(visit, lambda: pack(self._counter.prove(unpack_bounded(body, Proof, bounds))))

    async def exchange(self, request: Request, visit: Visit, token: str) -> Response:
        """Take a batch in and hand a page out."""
        body, bounds = await self._body(request, visit)

        def work() -> bytes:
            answer = self._counter.exchange(token, unpack_bounded(body, Exchange, bounds))
            visit.talk = talk_of(answer)
            return pack(answer)

        answer = await self._work(visit, work, heavy=weight(body) > self._limits.heavy)
        del answer.headers["content-type"]  # a tenth of an answer that says "nothing new"
        return answer

    async def receipt(self, request: Request, visit: Visit, token: str) -> Response:
        """Give a receipt again."""
        batch = str(request.path_params["batch"])
        return await self._work(visit, lambda: pack(self._counter.receipt(token, batch)))

    async def update(self, request: Request, visit: Visit, _token: str) -> Response:
        """Give a piece of an update file."""
        shelf, parts = self._shelf, request.path_params
        if shelf is None:
            raise Refused("not_found")
        product, platform, start = (str(parts[name]) for name in ("product", "platform", "start"))
        piece = await self._work(visit, lambda: shelf.piece(product, platform, start))
        piece.headers["content-type"] = BYTES
        return piece

    def _need_short_head(self, request: Request) -> None:
        size = len(request.scope["raw_path"]) + len(request.scope["query_string"])
        size += sum(len(name) + len(value) + 4 for name, value in request.scope["headers"])
        if size > self._limits.head_bytes:
            raise Refused("message_too_big", size=size, most=self._limits.head_bytes)

    async def _body(self, request: Request, visit: Visit) -> tuple[bytes, Body]:
        bounds = _BOUNDS[visit.route]
        announced = int(request.headers.get("content-length", "0"))
        if announced > bounds.most:
            raise Refused("message_too_big", size=announced, most=bounds.most)
        pieces = []
        async for piece in request.stream():
            self.store.take(len(piece))
            visit.held += len(piece)
            pieces.append(piece)
            if visit.held > bounds.most:
                raise Refused("message_too_big", size=visit.held, most=bounds.most)
        return b"".join(pieces), bounds

    async def _work(self, visit: Visit, work: Callable[[], bytes], *, heavy: bool = False) -> Response:
        content = await (self._heavy if heavy else self.gate).run(lambda: _plainly(work, heavy=heavy))
        if isinstance(content, Fault):
            raise content
        self.store.give(visit.held)
        visit.held = len(content)
        self.store.add(visit.held)
        return _Pieces(content, media_type=MEDIA)

    def _own_figures(self) -> list[Figure]:
        return [
            Figure("waiting", "Requests that wait for a thread.", self.gate.waiting),
            Figure("working", "Requests that have a thread.", self.gate.working),
            Figure("held_bytes", "Bodies and answers in memory.", self.store.held),
        ]

    def _is_keeper(self, request: Request) -> bool:
        if self._secret:
            shown = request.headers.get("authorization", "").removeprefix("Bearer ")
            return hmac.compare_digest(shown.encode(), self._secret.encode())
        return request.client is not None and caller_of(request.client.host) in _LOOPBACK


class _Pieces(Response):
    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send({"type": "http.response.start", "status": self.status_code, "headers": self.raw_headers})
        content = bytes(self.body)
        for start in range(0, max(1, len(content)), _PIECE):  # an empty one has to be ended too
            piece, more = content[start : start + _PIECE], start + _PIECE < len(content)
            await send({"type": "http.response.body", "body": piece, "more_body": more})


def _plainly(work: Callable[[], bytes], *, heavy: bool) -> bytes | Fault:
    """Return what work gives, or its fault without the frames that would keep the message in memory."""
    try:
        return work()
    except Fault as fault:
        fault.__traceback__ = fault.__context__ = None
        return fault
    finally:
        if heavy:
            let_go()


def _need(wait: int) -> None:
    if wait:
        raise Unavailable("too_often", seconds=wait)


def _token(request: Request) -> str:
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token:
        raise Refused("token_wrong")
    return token
