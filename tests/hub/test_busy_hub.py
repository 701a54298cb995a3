"""A hub that has enough to do says so at once, tells when to come again, and the desk takes it for weather."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import replace

import pytest

from tests.hub.callers import Caller
from tests.hub.callers import door
from tests.hub.callers import figure
from tests.hub.callers import head
from tests.hub.callers import until
from tests.hub.liar import Liar
from tests.sync.county import County
from yigongti_desktop.hub.http import Server
from yigongti_desktop.hub.limits import STANDARD
from yigongti_desktop.hub.limits import Limits
from yigongti_desktop.hub.limits import Rate
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.protocol.batch import Batch
from yigongti_desktop.protocol.enrolment import Enrol
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.exchange import Problem
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.packing import pack
from yigongti_desktop.protocol.packing import unpack
from yigongti_desktop.protocol.signing import new_key
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.protocol.signing import sign
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.sync.transport import Line

pytestmark = pytest.mark.hub

PATIENT = replace(STANDARD, watch_seconds=0.02)


@pytest.fixture
def calls() -> Iterator[ExitStack]:
    """Callers that are hung up at the end."""
    with ExitStack() as stack:
        yield stack


def call(calls: ExitStack, county: County, server: Server, path: str, body: bytes = b"", token: str = "") -> Caller:
    """Send a request on a connection of its own."""
    caller = calls.enter_context(Caller(county.hub, server.port))
    caller.ask(path, body, token=token)
    return caller


def told(caller: Caller) -> tuple[int, str, str]:
    """Return status, code and how long to wait."""
    status, headers, content = caller.hear()
    code = "" if status == 200 else unpack(content, Problem).code
    return status, code, headers.get("retry-after", "")


def guess() -> bytes:
    """Return an enrolment with a code that was never issued."""
    key = new_key()
    return pack(sign(encode(Enrol(secret=b"guessed", public_key=public_key(key), machine="x")), key))


def test_requests_beyond_the_threads_and_the_queue_are_sent_away_and_those_within_are_done(
    liar: Liar, calls: ExitStack
) -> None:
    """The disk is slow: somebody holds the write lock."""
    county, token = liar.county, liar.token()
    batch = pack(Exchange(cursors={}, batch=liar.sign(liar.batch()), room=1))
    with door(county.hub, replace(PATIENT, threads=2, waiting=3)) as server:
        with writing(county.hub.engine):
            taken = [call(calls, county, server, "/v1/exchange", batch, token) for _ in range(5)]
            until(lambda: figure(county.hub, server, "working") == 2)
            until(lambda: figure(county.hub, server, "waiting") == 3)
            assert told(call(calls, county, server, "/v1/exchange", batch, token)) == (503, "hub_busy", "5")
            assert told(call(calls, county, server, "/v1/challenge")) == (200, "", "")
        assert [told(caller)[0] for caller in taken] == [200] * 5


def test_who_has_waited_too_long_for_a_thread_is_sent_away(liar: Liar, calls: ExitStack) -> None:
    county, token = liar.county, liar.token()
    batch = pack(Exchange(cursors={}, batch=liar.sign(liar.batch()), room=1))
    with door(county.hub, replace(PATIENT, threads=1, waiting_seconds=0.2)) as server:
        with writing(county.hub.engine):
            first = call(calls, county, server, "/v1/exchange", batch, token)
            until(lambda: figure(county.hub, server, "working") == 1)
            assert told(call(calls, county, server, "/v1/exchange", batch, token)) == (503, "hub_busy", "5")
        assert told(first)[0] == 200
        assert told(call(calls, county, server, "/v1/exchange", batch, token))[0] == 200


def test_a_guesser_of_codes_is_held_up_and_nobody_else(liar: Liar, calls: ExitStack) -> None:
    county = liar.county
    with door(county.hub, replace(PATIENT, guesses=Rate(burst=2, per_second=0.1))) as server:
        answers = [told(call(calls, county, server, "/v1/enrol", guess())) for _ in range(3)]
        assert answers == [(422, "code_unknown", ""), (422, "code_unknown", ""), (429, "too_often", "10")]
        assert told(call(calls, county, server, "/v1/challenge"))[0] == 200


def test_good_enrolments_are_no_guesses(liar: Liar, calls: ExitStack) -> None:
    county = liar.county
    with door(county.hub, replace(PATIENT, guesses=Rate(burst=1, per_second=0.1))) as server:
        for _ in range(3):
            key = new_key()
            ask = Enrol(secret=county.keeper.issue_code("岳口").secret, public_key=public_key(key), machine="x")
            assert told(call(calls, county, server, "/v1/enrol", pack(sign(encode(ask), key))))[0] == 200


@pytest.mark.parametrize("path", ["/v1/challenge", "/v1/token", "/v1/exchange"])
def test_strangers_may_ask_so_often_and_forged_tokens_do_not_help(liar: Liar, calls: ExitStack, path: str) -> None:
    county = liar.county
    with door(county.hub, replace(PATIENT, strangers=Rate(burst=2, per_second=0.5))) as server:
        answers = [told(call(calls, county, server, path, token=f"forged{number}.9.ab")) for number in range(3)]
        assert answers[2] == (429, "too_often", "2")
        assert (
            told(call(calls, county, server, "/v1/exchange", pack(Exchange(cursors={}, room=1)), liar.token()))[0]
            == 200
        )


def test_a_device_may_ask_so_often_and_others_do_not_pay_for_it(liar: Liar, calls: ExitStack) -> None:
    county, ask = liar.county, pack(Exchange(cursors={}, room=1))
    with (
        Liar(county, "多宝") as other,
        door(county.hub, replace(PATIENT, devices=Rate(burst=2, per_second=1))) as server,
    ):
        answers = [told(call(calls, county, server, "/v1/exchange", ask, liar.token())) for _ in range(3)]
        assert answers == [(200, "", ""), (200, "", ""), (429, "too_often", "1")]
        assert told(call(calls, county, server, "/v1/exchange", ask, other.token()))[0] == 200


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        (replace(PATIENT, strangers=Rate(burst=0, per_second=0.02)), {"said": "too_often", "retry_after": 50}),
        (replace(PATIENT, waiting=0, retry_seconds=9), {"said": "hub_busy", "retry_after": 9}),
    ],
)
def test_a_desk_takes_a_busy_hub_for_weather_and_knows_how_long_to_wait(
    liar: Liar, limits: Limits, said: dict[str, object]
) -> None:
    county = liar.county
    with (
        door(county.hub, limits) as server,
        Line(f"127.0.0.1:{server.port}", county.hub.authority_pem, device=liar.device, key=liar.key) as line,
        pytest.raises(Unavailable, match="hub_busy") as weather,
    ):
        line.exchange(Exchange(cursors={}))
    assert weather.value.facts == said


def test_a_desk_that_was_sent_away_keeps_everything_and_sends_it_the_next_time(county: County) -> None:
    county.request("岳口")
    with door(county.hub, replace(PATIENT, waiting=0)) as server:
        county.point(county.desks["岳口"], f"127.0.0.1:{server.port}")
        talk = county.desks["岳口"].sync()
        assert (talk.code, talk.sent) == ("hub_busy", 0)
    assert county.journal() == []
    county.point(county.desks["岳口"], f"127.0.0.1:{county.port}")
    county.sync("岳口")
    assert len(county.journal()) == 1


# Stopping.


def test_a_stop_finishes_what_has_begun_says_farewell_and_takes_nothing_new(liar: Liar, calls: ExitStack) -> None:
    county, token = liar.county, liar.token()
    batch = pack(Exchange(cursors={}, batch=liar.sign(liar.batch()), room=1))
    with door(county.hub, PATIENT) as server:
        resting = call(calls, county, server, "/v1/challenge")
        assert resting.hear()[0] == 200
        with writing(county.hub.engine):
            at_work = call(calls, county, server, "/v1/exchange", batch, token)
            until(lambda: figure(county.hub, server, "working") == 1)
            half = calls.enter_context(Caller(county.hub, server.port))
            half.ask("/v1/exchange", batch[:10], token=token)
            half.close()
            sending = calls.enter_context(Caller(county.hub, server.port))
            sending.say(head("/v1/exchange", len(batch), token=token) + batch[:40])
            until(lambda: figure(county.hub, server, "held_bytes") > len(batch))
            server.stop()
            assert resting.is_cut()
            until(lambda: not _is_open(county, server))
            assert server.is_listening
            sending.say(batch[40:])
        for caller in (at_work, sending):
            status, headers, _ = caller.hear()
            assert (status, headers["connection"]) == (200, "close")
            assert caller.is_cut()
        until(lambda: not server.is_listening)
    assert county.hub.counter.receipt(token, _batch_id(batch))


def test_a_stop_does_not_wait_for_who_never_finishes(liar: Liar, calls: ExitStack) -> None:
    county = liar.county
    with door(county.hub, replace(PATIENT, stop_seconds=1)) as server:
        slow = calls.enter_context(Caller(county.hub, server.port))
        slow.say(head("/v1/exchange", 1000, token=liar.token()) + b"half")
        until(lambda: figure(county.hub, server, "held_bytes") == 4)
        server.stop()
        assert told(slow) == (503, "hub_busy", "")
        until(lambda: not server.is_listening)


def _batch_id(body: bytes) -> str:
    batch = unpack(body, Exchange).batch
    assert batch is not None
    return decode(batch.payload, Batch).id


def _is_open(county: County, server: Server) -> bool:
    try:
        Caller(county.hub, server.port).close()
    except (OSError, IndexError):
        return False
    return True
