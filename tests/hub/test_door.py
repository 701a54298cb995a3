"""The hub's door: garbage, bombs and strangers get a code and a status, never a fault of the hub."""

from __future__ import annotations

import logging
import socket
import ssl
import struct
from urllib.parse import quote

import msgspec
import pytest
import zstandard
from hypothesis import HealthCheck
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.hub.liar import Liar
from tests.hub.liar import noise
from yigongti_desktop.app.words import VOCABULARY
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.enrolment import Enrol
from yigongti_desktop.protocol.enrolment import Proof
from yigongti_desktop.protocol.exchange import MOST_PACKED
from yigongti_desktop.protocol.exchange import MOST_UNPACKED
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.exchange import Problem
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.packing import pack
from yigongti_desktop.protocol.packing import unpack
from yigongti_desktop.protocol.signing import new_key
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.protocol.signing import sign

pytestmark = pytest.mark.hub

POSTS = ("/v1/enrol", "/v1/token", "/v1/exchange")
quick = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture(scope="module")
def token(standing: Liar) -> str:
    """A good token of 岳口's device."""
    return standing.token()


# Garbage.


@quick
@given(path=st.sampled_from(POSTS), body=st.binary(max_size=300))
def test_bytes_of_any_kind_are_refused_with_a_code(standing: Liar, token: str, path: str, body: bytes) -> None:
    status, code = standing.problem(path, body, token=token)
    assert (status, code) in {(422, "message_damaged"), (413, "message_too_big")}


@quick
@given(path=st.sampled_from(POSTS), body=st.binary(max_size=300))
def test_bytes_of_any_kind_are_refused_when_packed_well(standing: Liar, token: str, path: str, body: bytes) -> None:
    status, code = standing.problem(path, zstandard.compress(body), token=token)
    assert (status, code) in {(422, "message_damaged"), (413, "message_too_big")}


json_like = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**64 - 1) | st.floats() | st.text() | st.binary(max_size=40),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
fields = st.sampled_from(
    ["cursors", "batch", "room", "program", "time", "version", "payload", "signature", "secret", "public_key", "device",
     "nonce", "machine"]
)  # fmt: skip


@quick
@given(path=st.sampled_from(POSTS), message=st.dictionaries(fields, json_like, max_size=6))
def test_messages_of_the_wrong_shape_are_refused_with_a_code(
    standing: Liar, token: str, path: str, message: dict[str, object]
) -> None:
    status, content = standing.knock(path, zstandard.compress(msgspec.msgpack.encode(message)), token=token)
    assert status < 500
    assert status == 200 or VOCABULARY.knows(unpack(content, Problem).code)


@quick
@given(change=st.data())
def test_a_good_message_with_one_byte_changed_never_breaks_the_hub(
    standing: Liar, token: str, change: st.DataObject
) -> None:
    good = bytearray(encode(Exchange(cursors={"county": 5}, batch=standing.sign(standing.batch()), room=3)))
    place = change.draw(st.integers(0, len(good) - 1))
    good[place] ^= change.draw(st.integers(1, 255))
    status, _ = standing.knock("/v1/exchange", zstandard.compress(bytes(good)), token=token)
    assert status in {200, 413, 422}


@pytest.mark.parametrize("path", POSTS)
def test_nesting_without_end_is_refused(standing: Liar, token: str, path: str) -> None:
    deep = b"\x81\xa1x" + b"\x91" * (200_000 if path == "/v1/exchange" else 7_000) + b"\xc0"
    assert standing.problem(path, zstandard.compress(deep), token=token) == (422, "message_damaged")


# Too much.


@pytest.mark.parametrize("path", POSTS)
def test_a_bomb_is_refused_before_it_is_unpacked(standing: Liar, token: str, path: str) -> None:
    bomb = zstandard.compress(bytes(MOST_UNPACKED + 1))
    assert len(bomb) < 100_000
    assert standing.problem(path, bomb, token=token) == (413, "message_too_big")


def test_a_bomb_that_hides_its_size_is_refused(standing: Liar, token: str) -> None:
    packer = zstandard.ZstdCompressor(write_content_size=False).compressobj()
    bomb = packer.compress(bytes(MOST_UNPACKED * 2)) + packer.flush()
    assert standing.problem("/v1/exchange", bomb, token=token)[0] in {413, 422}


def test_a_bomb_that_lies_about_its_size_is_refused(standing: Liar, token: str) -> None:
    """A frame says that it holds a thousand bytes and holds a hundred megabytes."""
    honest = zstandard.compress(bytes(100 * 1024**2))
    assert honest[4] >> 6 == 2  # a size of four bytes follows
    lying = honest[:5] + struct.pack("<I", 1000) + honest[9:]
    status, code = standing.problem("/v1/exchange", lying, token=token)
    assert (status, code) in {(422, "message_damaged"), (413, "message_too_big")}


@pytest.mark.parametrize("path", POSTS)
def test_a_body_that_is_too_long_is_refused(standing: Liar, token: str, path: str) -> None:
    status, code = standing.problem(path, noise(MOST_PACKED + 1), token=token)
    assert (status, code) == (413, "message_too_big")


def test_a_body_that_is_announced_and_never_comes_holds_nobody_up(standing: Liar, token: str) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=standing.county.hub.authority_pem)
    head = f"POST /v1/exchange HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {token}\r\ncontent-length: 1000000\r\n\r\n"
    idle = []
    for _ in range(8):  # more than the hub has threads
        raw = socket.create_connection(("127.0.0.1", standing.county.port))
        spoken = context.wrap_socket(raw, server_hostname="127.0.0.1")
        spoken.sendall(head.encode() + b"half")
        idle.append(spoken)
    assert standing.exchange(Exchange(cursors={}, room=1), token).left > 0
    for spoken in idle:
        spoken.close()
    assert standing.exchange(Exchange(cursors={}, room=1), token).left > 0


def test_a_request_that_is_no_http_is_dropped(standing: Liar, token: str) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.load_verify_locations(cadata=standing.county.hub.authority_pem)
    for rubbish in (b"\0" * 2000, b"GET\r\n\r\n", b"x" * 100_000):
        with (
            socket.create_connection(("127.0.0.1", standing.county.port)) as raw,
            context.wrap_socket(raw, server_hostname="127.0.0.1") as spoken,
        ):
            spoken.settimeout(5)
            try:
                spoken.sendall(rubbish + b"\r\n\r\n")
                told = spoken.recv(100)
            except OSError:
                told = b""
        assert not told or b" 400 " in told
    assert standing.exchange(Exchange(cursors={}, room=1), token).left > 0


# Methods and paths.


@pytest.mark.parametrize("path", [*POSTS, "/v1/challenge"])
@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW"])
def test_a_wrong_method_is_not_allowed(standing: Liar, token: str, path: str, method: str) -> None:
    status, _ = standing.knock(path, method=method, token=token)
    assert status == 405


@pytest.mark.parametrize(
    "path", ["/", "/v1", "/v2/exchange", "/v1/receipts", "/v1/receipts/", "/docs", "/openapi.json", "/.env", "/v1/ca/x"]
)
def test_an_unknown_path_is_not_found(standing: Liar, token: str, path: str) -> None:
    for method in ("GET", "POST"):
        status, _ = standing.knock(path, method=method, token=token)
        assert status in {404, 405}


@quick
@given(name=st.text(alphabet=st.characters(codec="utf-8", exclude_characters="/?#"), min_size=1, max_size=30))
def test_any_name_of_a_receipt_is_unknown(standing: Liar, token: str, name: str) -> None:
    status, _ = standing.knock(f"/v1/receipts/{quote(name, safe='')}", method="GET", token=token)
    assert status in {404, 307}


def test_a_receipt_needs_a_token(standing: Liar) -> None:
    status, _ = standing.knock("/v1/receipts/x", method="GET")
    assert status == 401


@pytest.mark.parametrize("shown", ["", "Basic eDp5", "Bearer", "bearer", "Token x"])
def test_an_authorization_that_is_none_is_refused(standing: Liar, shown: str) -> None:
    response = standing._client.post("/v1/exchange", content=b"", headers={"authorization": shown})
    assert response.status_code == 401


def test_health_and_authority_are_open_and_tell_nothing_else(standing: Liar) -> None:
    assert standing.knock("/healthz", method="GET") == (200, b'{"status":"ok"}')
    assert standing.knock("/v1/ca", method="GET") == (200, standing.county.hub.authority_pem.encode())


def test_the_answers_name_no_program(standing: Liar) -> None:
    response = standing._client.get("/healthz")
    assert "server" not in response.headers
    assert "date" not in response.headers


def test_every_challenge_is_another(standing: Liar) -> None:
    assert len({standing.knock("/v1/challenge")[1] for _ in range(20)}) == 20


# Enrolment at the door.


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (b"", "signature_wrong"),
        (b"x", "signature_wrong"),
        (bytes(32), "signature_wrong"),
        (bytes(33), "signature_wrong"),
    ],
)
def test_an_enrolment_with_a_key_that_is_none_is_refused(standing: Liar, key: bytes, code: str) -> None:
    ask = sign(encode(Enrol(secret=bytes(10), public_key=key, machine="x")), new_key())
    assert standing.problem("/v1/enrol", pack(ask)) == (422, code)


def test_an_enrolment_must_be_signed_by_the_key_that_it_names(standing: Liar) -> None:
    secret = standing.county.keeper.issue_code("岳口").secret
    mine, other = new_key(), new_key()
    ask = sign(encode(Enrol(secret=secret, public_key=public_key(other), machine="x")), mine)
    assert standing.problem("/v1/enrol", pack(ask)) == (422, "signature_wrong")
    assert standing.problem("/v1/enrol", pack(Signed(b"", b""))) == (422, "message_damaged")


@quick
@given(secret=st.binary(max_size=40), machine=st.text(max_size=200))
def test_codes_cannot_be_guessed(standing: Liar, secret: bytes, machine: str) -> None:
    key = new_key()
    ask = sign(encode(Enrol(secret=secret, public_key=public_key(key), machine=machine)), key)
    assert standing.problem("/v1/enrol", pack(ask)) == (422, "code_unknown")


def test_a_machine_with_an_odd_name_is_enrolled_and_listed_on_one_line(standing: Liar) -> None:
    key = new_key()
    secret = standing.county.keeper.issue_code("岳口").secret
    ask = Enrol(secret=secret, public_key=public_key(key), machine="DESK\n\0TOP\x1b[31m" + "长" * 500, program="1\n2")
    status, _ = standing.knock("/v1/enrol", pack(sign(encode(ask), key)))
    assert status == 200
    listed = [device for device in standing.county.keeper.devices() if device.machine.startswith("DESK")]
    assert len(listed) == 1
    assert listed[0].machine.isprintable()
    assert len(listed[0].machine) <= 60


@quick
@given(device=st.text(max_size=50), nonce=st.binary(max_size=80), signature=st.binary(max_size=80))
def test_proofs_cannot_be_guessed(standing: Liar, device: str, nonce: bytes, signature: bytes) -> None:
    proof = Proof(device=device, nonce=nonce, signature=signature)
    status, code = standing.problem("/v1/token", pack(proof))
    assert (status, code) in {(403, "device_unknown"), (401, "proof_wrong")}


def test_a_fault_of_the_hub_leaves_as_a_code_and_its_log_holds_no_content(
    standing: Liar, token: str, caplog: pytest.LogCaptureFixture
) -> None:
    """Its database is gone under its feet."""
    caplog.set_level(logging.DEBUG, "yigongti_desktop")
    with standing.county.hub.engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE stream_entries RENAME TO hidden")
    try:
        assert standing.problem("/v1/exchange", pack(Exchange(cursors={})), token=token) == (500, "hub_fault")
    finally:
        with standing.county.hub.engine.begin() as connection:
            connection.exec_driver_sql("ALTER TABLE hidden RENAME TO stream_entries")
    assert "OperationalError" in caplog.text or "ProgrammingError" in caplog.text  # a file, a server
    assert "SELECT" not in caplog.text
    assert standing.exchange(Exchange(cursors={}, room=1), token).left > 0
