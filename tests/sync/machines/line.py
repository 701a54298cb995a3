"""A line without a socket that tears where it is told to: before, inside and after a question and its answer."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterator
from contextlib import contextmanager
from contextlib import suppress
from dataclasses import dataclass
from typing import Any

import msgspec
import pytest
from sqlalchemy import Engine
from sqlalchemy import event

from tests.sync.county import County
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.protocol.enrolment import Proof
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.packing import pack
from yigongti_desktop.protocol.packing import unpack
from yigongti_desktop.storage import facts
from yigongti_desktop.sync.transport import Line

#: What may happen to one exchange of a talk.
TROUBLES = (
    "down",
    "cut before the question",
    "cut inside the question",
    "question kept back",
    "cut before the answer",
    "cut inside the answer",
    "asked twice",
    "asked now and again later",
    "hub dies before its commit",
    "hub dies after its commit",
)


class KilledError(Exception):
    """The process ended here; nothing after this line was done."""


@dataclass(frozen=True)
class Weather:
    """One trouble, and the exchange of the talk that it strikes, from 0."""

    trouble: str = ""
    turn: int = 0
    #: Where inside a message the line tears, in hundredths.
    part: int = 50


FINE = Weather()


@dataclass(frozen=True)
class Late:
    """A question that a proxy, a queue or a liar still holds, byte for byte."""

    device: str
    body: bytes


class StraightLine(Line):
    """The same messages, packed and unpacked, short of the socket; the weather is asked at each exchange."""

    def __init__(self, county: County, name: str, restart: Callable[[], None], kept_back: list[Late]) -> None:
        desk = county.desks[name]
        self._device = desk.fact(facts.DEVICE)
        self._key = desk._vault["device"]
        self._token, self._version = "", 0
        self._county = county
        self._restart = restart
        self._kept_back = kept_back
        self._turn = 0
        self.weather = FINE

    @property
    def carried(self) -> int:
        """No byte goes anywhere."""
        return 0

    def close(self) -> None:
        """Nothing is open."""

    def stop(self) -> None:
        """Nothing is under way."""

    def ready(self) -> None:
        """Begin a talk."""
        self._turn = 0

    def _post(self, path: str, body: bytes, token: str = "") -> bytes:
        trouble = self.weather.trouble
        if trouble == "down":
            raise Unavailable("hub_unreachable")
        if path == "/v1/challenge":
            return pack(self._county.hub.counter.challenge())
        if path == "/v1/token":
            return pack(self._county.hub.counter.prove(unpack(body, Proof)))
        assert path == "/v1/exchange"
        turn, self._turn = self._turn, self._turn + 1
        if not trouble or turn != self.weather.turn:
            return self._ask(token, body)
        return self._in_trouble(trouble, token, body)

    def _in_trouble(self, trouble: str, token: str, body: bytes) -> bytes:
        answer = b""
        if trouble in {"question kept back", "asked now and again later"}:
            self._kept_back.append(Late(self._device, body))
        if trouble == "cut inside the question":
            _needs_whole(self._torn(body), Exchange)
        if trouble == "hub dies before its commit":
            with dying(self._county.hub.engine, 0), suppress(KilledError):
                self._ask(token, body)
            self._restart()
        if trouble in _HEARD:
            answer = self._ask(token, body)
        if trouble == "asked twice":
            answer = self._ask(token, body)
        if trouble == "cut inside the answer":
            _needs_whole(self._torn(answer), Answer)
        if trouble == "hub dies after its commit":
            self._restart()
        if trouble in _ANSWERED:
            return answer
        raise Unavailable("line_cut")

    def _ask(self, token: str, body: bytes) -> bytes:
        return pack(self._county.hub.counter.exchange(token, unpack(body, Exchange)))

    def _torn(self, message: bytes) -> bytes:
        return message[: (len(message) - 1) * self.weather.part // 100]


#: The hub heard the whole question; the desk got the whole answer.
_HEARD = frozenset(
    {
        "cut before the answer",
        "cut inside the answer",
        "asked twice",
        "asked now and again later",
        "hub dies after its commit",
    }
)
_ANSWERED = frozenset({"asked twice", "asked now and again later"})


@contextmanager
def dying(engine: Engine, commits: int) -> Iterator[None]:
    """Let a process die at its commit after so many others: what it was about to write is not written."""
    left = [commits]

    def die(_connection: Any) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise KilledError

    event.listen(engine, "commit", die)
    try:
        yield
    finally:
        event.remove(engine, "commit", die)


def _needs_whole(torn: bytes, kind: type[msgspec.Struct]) -> None:
    with pytest.raises(Refused):
        unpack(torn, kind)
