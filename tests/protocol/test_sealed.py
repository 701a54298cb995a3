"""Packages in bad shape: cut, lengthened, turned over, swapped, forged. All are refused before a word is believed."""

from __future__ import annotations

import hashlib
import io
from datetime import UTC
from datetime import datetime
from typing import Any

import msgspec
import pytest
import zstandard
from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.protocol import sealed
from yigongti_desktop.protocol import sealing
from yigongti_desktop.protocol.exchange import MOST_PACKED
from yigongti_desktop.protocol.exchange import MOST_UNPACKED
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.exchange import Problem
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.sealed import Head
from yigongti_desktop.protocol.sealed import Package
from yigongti_desktop.protocol.sealed import Sealer
from yigongti_desktop.protocol.sealing import attest
from yigongti_desktop.protocol.sealing import attested
from yigongti_desktop.protocol.sealing import sealing_public
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.protocol.signing import sign

SENDER, RECEIVER, STRANGER = bytes(range(32)), bytes(range(32, 64)), bytes(range(64, 96))
HEAD = Head(
    id="019aae6f-0000-7000-8000-000000000001",
    kind=sealed.UPLOAD,
    sender="device",
    receiver="hub",
    made_at=datetime(2026, 11, 23, 4, 0, tzinfo=UTC),
)
SMALL = [Exchange(cursors={"county": place}) for place in range(3)]
_SEAL = sealed.CHUNK + 16


def written(messages: list[Any], *, seed: bytes = SENDER, receiver: bytes = RECEIVER, head: Head = HEAD) -> bytes:
    """Return a package of messages."""
    file = io.BytesIO()
    sealer = Sealer(file, head, receiver_key=sealing_public(receiver), seed=seed)
    for message in messages:
        sealer.add(message)
    sealer.finish()
    assert sealer.size == len(file.getvalue())
    return file.getvalue()


def read(content: bytes, *, seed: bytes = RECEIVER, sender: bytes = SENDER, kind: Any = Exchange) -> list[Any]:
    """Return the messages of a package, as whoever takes one in reads it."""
    package = Package(io.BytesIO(content))
    package.verify(public_key(sender))
    return list(package.messages(seed, kind))


def refusal(content: bytes, **how: Any) -> str:
    with pytest.raises(Refused) as caught:
        read(content, **how)
    return caught.value.code


def big(size: int) -> Problem:
    """Return a message that nothing compresses."""
    return Problem("", {"noise": hashlib.shake_128(b"noise").digest(size)})


def begins(content: bytes) -> int:
    """Return where the chunks begin."""
    return 14 + int.from_bytes(content[10:14], "big")


def chunks(content: bytes) -> list[bytes]:
    """Return the sealed chunks of a package."""
    body = content[begins(content) : -64]
    return [body[start : start + _SEAL] for start in range(0, len(body), _SEAL)]


def signed_again(content: bytes, pieces: list[bytes], *, seed: bytes = SENDER) -> bytes:
    """Return a package with other chunks, well signed: what only its sender could make."""
    body = content[: begins(content)] + b"".join(pieces)
    return body + sign(b"yigongti package\0" + hashlib.sha256(body).digest(), seed).signature


WHOLE = written(SMALL)
LONG = written([big(1_500_000), big(1_500_000), big(700_000)])


def test_what_was_put_in_comes_out_in_order() -> None:
    assert read(WHOLE) == SMALL
    assert [len(one.facts["noise"]) for one in read(LONG, kind=Problem)] == [1_500_000, 1_500_000, 700_000]
    assert len(chunks(LONG)) == 4


@pytest.mark.parametrize("size", [0, 1, 1000, sealed.CHUNK - 60, sealed.CHUNK, 3 * sealed.CHUNK])
def test_a_package_of_any_size_comes_out_whole(size: int) -> None:
    assert read(written([big(size)]), kind=Problem) == [big(size)]


def test_a_package_without_a_message_is_a_package() -> None:
    assert read(written([])) == []


def test_nothing_of_the_content_can_be_read_in_the_file() -> None:
    secret = "岳口镇健康村二组"
    content = written([Problem("", {"address": secret})])
    assert secret.encode() not in content
    assert b"device" in content  # the head is in clear, and holds ids only


def test_two_packages_of_the_same_content_have_nothing_in_common() -> None:
    one, other = chunks(written(SMALL)), chunks(written(SMALL))
    assert one != other
    assert len(one[0]) == len(other[0])


def test_another_receiver_cannot_open_it() -> None:
    assert refusal(WHOLE, seed=STRANGER) == "package_damaged"
    assert refusal(WHOLE, seed=SENDER) == "package_damaged"


def test_another_sender_is_not_believed() -> None:
    assert refusal(WHOLE, sender=STRANGER) == "package_damaged"


def test_a_package_under_another_name_as_sender_cannot_be_opened() -> None:
    """Somebody signs what a neighbour has sealed as his own: the head is part of the key."""
    package = Package(io.BytesIO(WHOLE))
    stolen = encode(msgspec.structs.replace(package.head, sender="thief"))
    begin = WHOLE[:10] + len(stolen).to_bytes(4, "big") + stolen
    forged = signed_again(begin, chunks(WHOLE), seed=STRANGER)
    assert refusal(forged, sender=STRANGER) == "package_damaged"


@settings(max_examples=300, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_byte_that_was_changed_anywhere_is_found(place: int, change: int) -> None:
    content = bytearray(WHOLE)
    content[place] ^= change
    assert refusal(bytes(content)) in {"package_damaged", "package_not_one", "package_newer"}


@pytest.mark.parametrize("place", [0, 8, 9, 10, 13, 14, 20, 60, -64, -1])
def test_each_part_of_a_package_is_guarded(place: int) -> None:
    content = bytearray(WHOLE)
    content[place] ^= 1
    assert refusal(bytes(content)).startswith("package_")


def test_a_package_cut_at_any_byte_is_refused() -> None:
    for length in range(len(WHOLE)):
        assert refusal(WHOLE[:length]) in {"package_damaged", "package_not_one"}, length


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=1, max_size=200))
def test_a_package_with_something_after_it_is_refused(more: bytes) -> None:
    assert refusal(WHOLE + more) == "package_damaged"


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=400), st.booleans())
def test_bytes_of_any_kind_are_refused_and_nothing_else(content: bytes, begins_well: bool) -> None:  # noqa: FBT001 - drawn
    begin = sealed.MAGIC + (1).to_bytes(2, "big") if begins_well else b""
    assert refusal(begin + content).startswith("package_")


@pytest.mark.parametrize("content", [b"", b"\n", b"\x89PNG\r\n\x1a\n" + bytes(5000), b"PK\x03\x04" + bytes(900)])
def test_a_picture_or_nothing_at_all_is_no_package(content: bytes) -> None:
    assert refusal(content) == "package_not_one"


def test_a_package_of_a_later_version_is_told_from_a_damaged_one() -> None:
    with pytest.raises(Refused) as caught:
        Package(io.BytesIO(WHOLE[:8] + (2).to_bytes(2, "big") + WHOLE[10:]))
    assert (caught.value.code, caught.value.facts) == ("package_newer", {"version": 2})


def test_a_head_of_a_later_program_is_read_with_what_is_new_left_out() -> None:
    class Later(Head, frozen=True, kw_only=True):
        colour: str = "red"

    later = Later(**msgspec.structs.asdict(HEAD))
    assert read(written(SMALL, head=later)) == SMALL


# Chunks, signed well: a sender whose program is wrong, or whose key was stolen.


def test_chunks_left_out_moved_or_doubled_are_found_without_the_signature() -> None:
    pieces = chunks(LONG)
    orders = [[1, 0, 2, 3], [0, 2, 1, 3], [0, 1, 3], [0, 0, 1, 2, 3], [0, 1, 2], [0], [3], [0, 1, 2, 3, 3], []]
    for order in orders:
        content = signed_again(LONG, [pieces[place] for place in order])
        if not order:
            assert refusal(content, kind=Problem) == "package_damaged"
            continue
        package = Package(io.BytesIO(content))
        package.verify(public_key(SENDER))
        with pytest.raises(Refused, match="package_damaged"):
            list(package.messages(RECEIVER, Problem))


def test_a_message_longer_than_one_may_be_is_refused() -> None:
    assert refusal(_raw((MOST_PACKED + 1).to_bytes(4, "big") + bytes(50))) == "package_damaged"


def test_a_message_cut_at_the_end_of_the_content_is_refused() -> None:
    for tail in (b"\0", b"\0\0\0\x09", b"\0\0\0\x09half"):
        assert refusal(_raw(tail)) == "package_damaged"


def test_a_bomb_in_a_package_is_refused_before_it_unpacks() -> None:
    bomb = zstandard.ZstdCompressor().compress(bytes(MOST_UNPACKED + 1))
    assert len(bomb) < 10_000
    assert refusal(_raw(len(bomb).to_bytes(4, "big") + bomb)) == "package_damaged"


def test_a_file_that_changes_between_two_readings_is_still_refused() -> None:
    """A stick that shows one file to whoever checks, and another to whoever opens."""
    file = io.BytesIO(WHOLE)
    package = Package(file)
    package.verify(public_key(SENDER))
    other = written([Exchange(cursors={"county": 9})], seed=STRANGER)
    file.seek(0)
    file.write(other[: len(WHOLE)])
    with pytest.raises(Refused, match="package_damaged"):
        list(package.messages(RECEIVER, Exchange))


def test_whoever_waits_sees_how_far_it_is_and_can_stop() -> None:
    package = Package(io.BytesIO(LONG))
    seen: list[int] = []

    def told(done: int, size: int) -> bool:
        assert size == len(LONG)
        seen.append(done)
        return True

    package.verify(public_key(SENDER), told)
    assert seen == sorted(seen)
    assert seen[-1] == len(LONG)
    with pytest.raises(Unavailable, match="stopped"):
        package.verify(public_key(SENDER), lambda _done, _size: False)
    with pytest.raises(Unavailable, match="stopped"):
        list(package.messages(RECEIVER, Problem, lambda _done, _size: False))


# Keys.


def test_a_sealing_key_is_another_than_the_signing_key_and_always_the_same() -> None:
    assert sealing_public(SENDER) == sealing_public(SENDER)
    assert sealing_public(SENDER) not in {public_key(SENDER), SENDER, sealing_public(RECEIVER)}


def test_a_sealing_key_is_believed_only_from_its_owner() -> None:
    signed = attest(SENDER, "device")
    assert attested(signed, public_key(SENDER), "device") == sealing_public(SENDER)
    with pytest.raises(Refused, match="key_wrong"):
        attested(signed, public_key(SENDER), "another")
    with pytest.raises(Refused, match="signature_wrong"):
        attested(signed, public_key(STRANGER), "device")


@pytest.mark.parametrize("key", [b"", bytes(31), bytes(33), bytes(32), b"\x01" + bytes(31)])
def test_a_key_that_is_none_seals_nothing(key: bytes) -> None:
    with pytest.raises(Refused, match="key_wrong"):
        Sealer(io.BytesIO(), HEAD, receiver_key=key, seed=SENDER)


def _raw(content: bytes) -> bytes:
    """Return a package, well sealed and signed, whose content is no messages."""
    once, public = sealing.new_shared(sealing_public(RECEIVER))
    head = encode(msgspec.structs.replace(HEAD, once=public))
    begin = sealed.MAGIC + (1).to_bytes(2, "big") + len(head).to_bytes(4, "big") + head
    cipher = ChaCha20Poly1305(sealing.key_to_seal(once, sealing_public(RECEIVER), begin))
    assert decode(head, Head).once == public
    return signed_again(begin, [cipher.encrypt(bytes(11) + b"\x01", content, None)])


def test_the_nonce_of_no_two_chunks_is_the_same() -> None:
    nonces = {sealed._nonce(place, is_last=is_last) for place in range(2000) for is_last in (False, True)}
    assert len(nonces) == 4000
    assert {len(one) for one in nonces} == {12}
