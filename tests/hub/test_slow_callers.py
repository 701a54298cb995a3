"""Callers that drag out what they say, never listen, or only hold the line: they are cut, and nobody waits for them."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest

from tests.hub.callers import PATIENCE
from tests.hub.callers import Caller
from tests.hub.callers import door
from tests.hub.callers import figure
from tests.hub.callers import head
from tests.hub.callers import until
from tests.hub.liar import Liar
from tests.hub.liar import noise
from yigongti_desktop.hub.http import Server
from yigongti_desktop.hub.limits import STANDARD
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.exchange import Problem
from yigongti_desktop.protocol.packing import pack
from yigongti_desktop.protocol.packing import unpack

pytestmark = pytest.mark.hub

#: As short as a loaded machine bears, for each of the clocks alone.
QUICK = 0.3
PATIENT = replace(STANDARD, watch_seconds=0.02)


@pytest.fixture(scope="module")
def token(standing: Liar) -> str:
    """A good token of 岳口's device."""
    return standing.token()


@pytest.fixture
def impatient(standing: Liar, request: pytest.FixtureRequest) -> Iterator[Server]:
    """A door with some limits changed."""
    with door(standing.county.hub, replace(PATIENT, **request.param)) as server:
        yield server


def changed(**limits: object) -> pytest.MarkDecorator:
    """Use a door with these limits."""
    return pytest.mark.parametrize("impatient", [limits], indirect=True, ids=[""])


def serves(standing: Liar, server: Server) -> bool:
    """Say whether a new caller is served."""
    with Caller(standing.county.hub, server.port) as caller:
        caller.ask("/healthz", method="GET")
        return caller.hear()[0] == 200


@changed(handshake_seconds=QUICK)
def test_a_handshake_that_never_ends_is_cut(standing: Liar, impatient: Server) -> None:
    with socket.create_connection(("127.0.0.1", impatient.port), timeout=PATIENCE) as raw:
        raw.sendall(b"\x16\x03\x01")
        with contextlib.suppress(ConnectionError):
            assert raw.recv(100) == b""
    until(lambda: impatient.listener.count == 0)
    assert serves(standing, impatient)


@changed(head_seconds=QUICK)
def test_a_caller_who_says_nothing_is_cut(standing: Liar, impatient: Server) -> None:
    with Caller(standing.county.hub, impatient.port) as silent:
        assert silent.is_cut()
    assert impatient.listener.was_cut["head"] == 1


@changed(head_seconds=QUICK)
def test_a_head_that_comes_a_byte_at_a_time_is_cut_however_steadily_it_comes(standing: Liar, impatient: Server) -> None:
    with Caller(standing.county.hub, impatient.port) as slow:
        assert _dribble(slow, head("/v1/challenge", 0))
    assert impatient.listener.was_cut["head"] == 1


@changed(head_seconds=QUICK)
def test_a_second_head_is_timed_like_the_first(standing: Liar, impatient: Server) -> None:
    with Caller(standing.county.hub, impatient.port) as slow:
        slow.ask("/v1/challenge")
        assert slow.hear()[0] == 200
        assert _dribble(slow, head("/v1/challenge", 0))
    assert impatient.listener.was_cut["head"] == 1


@changed(grace_seconds=QUICK, slowest_line=1000)
def test_a_body_slower_than_the_slowest_line_is_cut(standing: Liar, impatient: Server, token: str) -> None:
    with Caller(standing.county.hub, impatient.port) as slow:
        slow.say(head("/v1/exchange", 100_000, token=token))
        assert _dribble(slow, bytes(100_000))
    assert impatient.listener.was_cut["body"] == 1


@changed(grace_seconds=QUICK, slowest_line=1)
def test_a_body_no_slower_than_the_slowest_line_arrives(standing: Liar, impatient: Server, token: str) -> None:
    body = pack(Exchange(cursors={"county": 0}, room=1))
    with Caller(standing.county.hub, impatient.port) as slow:
        slow.say(head("/v1/exchange", len(body), token=token))
        for place in range(len(body)):
            slow.say(body[place : place + 1])
        assert slow.hear()[0] == 200


@changed(linger_seconds=QUICK)
def test_who_goes_on_sending_after_the_answer_is_cut(standing: Liar, impatient: Server) -> None:
    with Caller(standing.county.hub, impatient.port) as endless:
        endless.say(head("/v1/exchange", 10_000_000, token="forged"))
        assert endless.hear()[0] == 401
        assert _dribble(endless, bytes(100_000))
    assert impatient.listener.was_cut["linger"] == 1


@changed(idle_seconds=1)
def test_a_connection_that_rests_is_closed_with_a_farewell(standing: Liar, impatient: Server) -> None:
    with Caller(standing.county.hub, impatient.port) as resting:
        resting.ask("/v1/challenge")
        assert resting.hear()[0] == 200
        assert resting.line.recv(1) == b""
    assert not impatient.listener.was_cut


@changed(grace_seconds=QUICK, slowest_line=10_000_000, send_buffer=16 * 1024)
def test_who_never_reads_the_answer_is_cut_and_its_bytes_are_let_go(
    standing: Liar, impatient: Server, token: str
) -> None:
    """It asks again and again in one go, so that answers of several megabytes are owed to it."""
    asks = head("/v1/exchange", len(_everything()), token=token) + _everything()
    with Caller(standing.county.hub, impatient.port, receive_buffer=4096) as deaf:
        sender = threading.Thread(target=_pour, args=(deaf, asks * 400), daemon=True)
        sender.start()
        until(lambda: impatient.listener.was_cut["answer"] == 1)
        until(lambda: impatient.listener.count == 0)
        sender.join(PATIENCE)
    until(lambda: figure(standing.county.hub, impatient, "held_bytes") == 0)
    assert figure(standing.county.hub, impatient, "working") == 0


@changed(connections_of_address=3)
def test_one_address_gets_only_its_share_of_connections(standing: Liar, impatient: Server) -> None:
    callers = [Caller(standing.county.hub, impatient.port) for _ in range(3)]
    assert _is_turned_away(standing, impatient)
    assert impatient.listener.turned_away == 1
    callers.pop().close()
    until(lambda: impatient.listener.count == 2)
    assert serves(standing, impatient)
    for caller in callers:
        caller.close()


@changed(connections=3)
def test_in_a_full_house_the_longest_resting_connection_makes_room(standing: Liar, impatient: Server) -> None:
    resting = [Caller(standing.county.hub, impatient.port) for _ in range(3)]
    for caller in resting:
        caller.ask("/v1/challenge")
        assert caller.hear()[0] == 200
    assert serves(standing, impatient)
    assert resting[0].is_cut()
    resting[2].ask("/v1/challenge")
    assert resting[2].hear()[0] == 200
    for caller in resting:
        caller.close()


@changed(connections=3)
def test_a_full_house_of_silent_callers_turns_others_away_until_they_are_cut(standing: Liar, impatient: Server) -> None:
    silent = [Caller(standing.county.hub, impatient.port) for _ in range(3)]
    assert _is_turned_away(standing, impatient)
    for caller in silent:
        caller.close()
    until(lambda: impatient.listener.count == 0)
    assert serves(standing, impatient)


@changed(head_bytes=2000)
def test_a_head_that_is_too_long_is_refused(standing: Liar, impatient: Server) -> None:
    with Caller(standing.county.hub, impatient.port) as wordy:
        wordy.ask("/v1/challenge", more=f"x-long: {'x' * 3000}\r\n")
        assert wordy.hear()[0] == 413
    with Caller(standing.county.hub, impatient.port) as wordy:
        wordy.say(head("/v1/challenge", 0)[:-2] + b"x-long: " + b"x" * 3000)
        assert wordy.hear()[0] == 400
        assert wordy.is_cut()


def test_many_silent_callers_keep_nobody_from_being_served(standing: Liar, token: str) -> None:
    """More of them than the hub has threads, in every phase of a request."""
    body = pack(Exchange(cursors={}, room=1))
    with door(standing.county.hub, PATIENT) as server:
        silent = [Caller(standing.county.hub, server.port) for _ in range(40)]
        for place, caller in enumerate(silent):
            caller.say([b"", b"POST /v1/ex", head("/v1/exchange", 500, token=token), b"\0"][place % 4])
        with Caller(standing.county.hub, server.port) as honest:
            honest.ask("/v1/exchange", body, token=token)
            assert honest.hear()[0] == 200
        for caller in silent:
            caller.close()
        until(lambda: server.listener.count == 0)


def test_bodies_beyond_the_memory_set_aside_are_sent_away_to_come_again(standing: Liar, token: str) -> None:
    with door(standing.county.hub, replace(PATIENT, in_memory=200_000)) as server:
        with Caller(standing.county.hub, server.port) as first, Caller(standing.county.hub, server.port) as second:
            first.say(head("/v1/exchange", 180_000, token=token) + noise(150_000))
            until(lambda: figure(standing.county.hub, server, "held_bytes") >= 150_000)
            second.ask("/v1/exchange", noise(100_000), token=token)
            status, headers, content = second.hear()
            assert (status, headers["retry-after"]) == (503, "5")
            assert unpack(content, Problem).code == "hub_busy"
        until(lambda: figure(standing.county.hub, server, "held_bytes") == 0)


def _everything() -> bytes:
    return pack(Exchange(cursors={}, room=2000))


def _is_turned_away(standing: Liar, server: Server) -> bool:
    try:
        Caller(standing.county.hub, server.port).close()
    except OSError:
        return True
    return False


def _pour(caller: Caller, content: bytes) -> None:
    with contextlib.suppress(OSError):
        caller.say(content)


def _dribble(caller: Caller, content: bytes) -> bool:
    """Send a byte whenever the line takes one, never resting; say whether the hub hung up before the end."""
    caller.line.settimeout(0.01)
    try:
        for place in range(len(content) - 1):
            caller.say(content[place : place + 1])
            try:
                if not caller.line.recv(1):
                    return True
            except TimeoutError:
                continue
    except OSError:
        return True
    caller.line.settimeout(PATIENCE)
    return caller.is_cut()
