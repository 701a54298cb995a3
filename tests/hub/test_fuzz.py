"""Whatever comes through the hub's door, it answers with a code; its log holds no traceback and its data stand.

The counts are those of an ordinary run; FUZZ multiplies them for a long one (make fuzz).
"""

from __future__ import annotations

import base64
import logging
import os
from collections.abc import Callable
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import msgspec
import pytest
import schemathesis
import zstandard
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.hub import damage
from tests.hub.callers import Caller
from tests.hub.callers import door
from tests.hub.callers import head
from tests.hub.liar import Liar
from tests.sync.county import County
from tests.sync.county import Frozen
from tests.sync.county import fast
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.capabilities.pharmacy.messages.requests import SubmitDrugRequest
from yigongti_desktop.capabilities.pharmacy.model.lines import Wanted
from yigongti_desktop.capabilities.referrals.messages.cases import SendReferral
from yigongti_desktop.hub import openapi
from yigongti_desktop.hub.limits import STANDARD
from yigongti_desktop.hub.limits import Rate
from yigongti_desktop.hub.routes import MEDIA
from yigongti_desktop.protocol.batch import Batch
from yigongti_desktop.protocol.batch import Outcome
from yigongti_desktop.protocol.batch import Receipt
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.enrolment import Challenge
from yigongti_desktop.protocol.enrolment import Enrol
from yigongti_desktop.protocol.enrolment import Proof
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.exchange import Problem
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.packing import pack
from yigongti_desktop.protocol.packing import unpack
from yigongti_desktop.protocol.signing import new_key
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.protocol.signing import sign

pytestmark = [pytest.mark.hub, pytest.mark.slow]

#: No caller is held up here, so that all that is sent is looked at.
_EVER = Rate(burst=10**9, per_second=10**9)
UNHURRIED = replace(STANDARD, guesses=_EVER, strangers=_EVER, devices=_EVER)
TIMES = int(os.environ.get("FUZZ", "1"))
#: Tables that an unproven caller, or a proven one with nothing good to say, may change nothing in.
_STANDING = (
    "journal", "batches", "marks", "stream_entries", "referrals", "drug_requests", "enrolment_codes", "accounts",
)  # fmt: skip
PATHS = openapi.document()["paths"]
SCHEMA = schemathesis.openapi.from_dict(openapi.document())
OPERATIONS = [SCHEMA[path][method.upper()] for path, some in PATHS.items() for method in some]


def many(count: int) -> Callable[[Any], Any]:
    """Return the settings of a test of so many examples."""
    return settings(max_examples=count * TIMES, deadline=None, suppress_health_check=list(HealthCheck), print_blob=True)


@pytest.fixture(scope="module")
def target(frozen: Frozen, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Liar]:
    """A county to be fuzzed, with some work in it, and a device in the wrong hands."""
    county = County(frozen, tmp_path_factory.mktemp("fuzzed"))
    fast(county.hub)
    with door(county.hub, UNHURRIED) as server:
        county._port = server.port
        county.send_referral("岳口")
        county.request("岳口")
        county.sync("岳口", "市一医")
        with Liar(county, "岳口") as liar:
            yield liar
    county.close()


@pytest.fixture
def shown(target: Liar) -> str:
    """A good token."""
    return target.token()


@pytest.fixture(autouse=True)
def unharmed(target: Liar, caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """After each test: no fault in the log, no traceback, and an honest desk is served."""
    caplog.set_level(logging.INFO)
    yield
    faults = [one.getMessage() for one in caplog.records if one.levelno >= logging.ERROR or one.exc_info]
    assert faults == []
    target.county.request("多宝")
    target.county.sync("多宝", "市一医")


@pytest.fixture
def unchanged(target: Liar) -> Iterator[None]:
    """What stands in the hub's database is the same after the test."""
    before = _standing(target)
    yield
    assert _standing(target) == before


def _standing(target: Liar) -> dict[str, list[str]]:
    with target.county.hub.engine.connect() as connection:
        return {
            name: sorted(map(repr, connection.exec_driver_sql(f"SELECT * FROM {name}")))  # noqa: S608 - our own names
            for name in _STANDING
        }


def answered(target: Liar, path: str, body: bytes, token: str = "", method: str = "POST") -> int:
    """Send it; the answer must be good, or a refusal with a known code."""
    status, content = target.knock(path, body, method=method, token=token)
    assert status < 500, (status, content)
    if status not in {200, 404, 405}:
        assert VOCABULARY.knows(unpack(content, Problem).code)
    return status


def good_bodies(target: Liar) -> dict[str, bytes]:
    """Return a good message for each entry, as plain bytes."""
    key = new_key()
    enrol = sign(encode(Enrol(secret=b"0123456789", public_key=public_key(key), machine="PC", program="1")), key)
    nonce = unpack(target.knock("/v1/challenge")[1], Challenge).nonce
    proof = Proof(device=target.device, nonce=nonce, signature=bytes(64))
    forged = target.sign(target.batch(), key)
    ask = Exchange(cursors={"county": 5, f"unit:{target.institution}": 3}, batch=forged, room=3, program="1")
    return {"/v1/enrol": encode(enrol), "/v1/token": encode(proof), "/v1/exchange": encode(ask)}


# What the description allows, and a little more.


@schemathesis.serializer(MEDIA)
def _as_media(_context: Any, value: Any) -> bytes:
    return wire(value)


def wire(value: Any) -> bytes:
    """Pack what was generated as JSON the way a device would."""
    return zstandard.compress(msgspec.msgpack.encode(_with_bytes(value)))


def _with_bytes(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _as_bytes(part) if key in _BINARY else _with_bytes(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_with_bytes(part) for part in value]
    return value if not isinstance(value, int) or -(2**63) <= value < 2**64 else float(value)


def _as_bytes(part: Any) -> Any:
    try:
        return base64.b64decode(part, validate=True)
    except (ValueError, TypeError):
        return _with_bytes(part)


_BINARY = {"payload", "signature", "secret", "public_key", "nonce", "previous", "body"}


@pytest.mark.usefixtures("unchanged")
@many(150)
@given(data=st.data())
def test_what_the_description_allows_is_answered_as_described(target: Liar, shown: str, data: st.DataObject) -> None:
    operation = data.draw(st.sampled_from(OPERATIONS))
    mode = data.draw(st.sampled_from(list(schemathesis.GenerationMode)))
    case = data.draw(operation.as_strategy(generation_mode=mode))
    token = shown if data.draw(st.booleans()) else ""
    body = b"" if isinstance(case.body, type(schemathesis.core.NOT_SET)) else wire(case.body)
    path = case.formatted_path if isinstance(case.path_parameters, dict) else case.path
    status = answered(target, path, body, token, method=case.method)
    described = {int(one) for one in PATHS[operation.path][operation.method.lower()]["responses"]}
    assert status in described | {404, 405, 413}


# Bytes.


@pytest.mark.usefixtures("unchanged")
@many(150)
@given(
    data=st.data(),
    path=st.sampled_from(["/v1/enrol", "/v1/token", "/v1/exchange"]),
    shows=st.sampled_from(["", "a good token"]),
)
def test_damaged_messages_are_refused_and_change_nothing(
    target: Liar, shown: str, data: st.DataObject, path: str, shows: str
) -> None:
    body = data.draw(damage.packed(good_bodies(target)[path]))
    answered(target, path, body, shown if shows else "")


@pytest.mark.usefixtures("unchanged")
@many(60)
@given(data=st.data())
def test_damaged_tokens_open_nothing(target: Liar, shown: str, data: st.DataObject) -> None:
    token = data.draw(damage.cut(shown.encode()))
    printable = bytes(byte for byte in token if 32 < byte < 127).decode()
    for method, path in (("POST", "/v1/exchange"), ("GET", "/v1/receipts/x")):
        status = answered(target, path, pack(Exchange(cursors={}, room=1)), printable, method=method)
        assert status in {401, 403, 413} or printable.encode() == shown.encode()


@pytest.mark.usefixtures("unchanged")
@many(60)
@given(data=st.data())
def test_damaged_requests_of_http_are_dropped_or_refused(target: Liar, shown: str, data: st.DataObject) -> None:
    body = pack(Exchange(cursors={}, room=1))
    request = data.draw(damage.cut(head("/v1/exchange", len(body), token=shown, more="connection: close\r\n") + body))
    with Caller(target.county.hub, target.county.port) as caller:
        caller.line.settimeout(0.05)
        try:
            caller.say(request)
            told = caller.line.recv(100)
        except OSError:
            return
        assert not told or 200 <= int(told.split(b" ", 2)[1]) < 500, told


# A proven device that lies: batches that are signed well and hold anything.


def referral(target: Liar) -> dict[str, Any]:
    """Return a good act as builtins."""
    event = target.event("referral.sent", target.county.hub.ids.new(), SendReferral(slip=target.county.slip("岳口")))
    return dict(msgspec.to_builtins(event, builtin_types=(bytes,)))


def request(target: Liar) -> dict[str, Any]:
    """Return another."""
    wanted = SubmitDrugRequest(lines=(Wanted(drug=target.county.drug("岳口"), quantity=5),))
    event = target.event("drug_request.submitted", target.county.hub.ids.new(), wanted)
    return dict(msgspec.to_builtins(event, builtin_types=(bytes,)))


@many(100)
@given(data=st.data(), make=st.sampled_from([referral, request]))
def test_acts_that_are_bent_are_refused_one_by_one_and_none_is_a_fault_of_the_hub(
    target: Liar, shown: str, data: st.DataObject, make: Callable[[Liar], dict[str, Any]]
) -> None:
    act = make(target)
    if data.draw(st.booleans()):
        act = data.draw(damage.bent(act))
    else:
        body = msgspec.json.decode(act["body"])
        act |= {"body": damage.as_json(data.draw(damage.bent(body)))}
    answer = _send(target, shown, msgspec.to_builtins(target.batch(), builtin_types=(bytes,)) | {"events": [act]})
    for outcome in _outcomes(answer):
        is_kept = outcome.code == "event_unknown"  # kept for a hub that knows such a kind
        assert is_kept or not outcome.quarantined, (outcome, act)


@many(100)
@given(data=st.data())
def test_batches_that_are_bent_and_signed_are_refused(target: Liar, shown: str, data: st.DataObject) -> None:
    good = dict(msgspec.to_builtins(target.batch(), builtin_types=(bytes,))) | {
        "events": [referral(target), request(target)]
    }
    _send(target, shown, data.draw(damage.bent(good)))


@many(100)
@given(data=st.data())
def test_payloads_that_are_damaged_and_signed_are_refused(target: Liar, shown: str, data: st.DataObject) -> None:
    good = encode(target.batch()) if data.draw(st.booleans()) else encode(Batch(**_fields(target)))
    _exchange(target, shown, sign(data.draw(damage.cut(good)), target.key))


def _fields(target: Liar) -> dict[str, Any]:
    event = target.event("referral.sent", target.county.hub.ids.new(), SendReferral(slip=target.county.slip("岳口")))
    return msgspec.structs.asdict(target.batch(event))


def _send(target: Liar, token: str, batch: Any) -> Answer | None:
    return _exchange(target, token, sign(msgspec.msgpack.encode(batch), target.key))


def _exchange(target: Liar, token: str, signed: Signed) -> Answer | None:
    status, content = target.knock("/v1/exchange", pack(Exchange(cursors={}, batch=signed, room=1)), token=token)
    assert status < 500, content
    if status != 200:
        assert VOCABULARY.knows(unpack(content, Problem).code)
        return None
    return unpack(content, Answer)


def _outcomes(answer: Answer | None) -> tuple[Outcome, ...]:
    if answer is None or answer.receipt is None:
        return ()
    return decode(answer.receipt.payload, Receipt).outcomes
