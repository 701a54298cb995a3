"""Bytes off the wire in bad shape: damaged, cut, bombs. All are refused, none unpacks without bound."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import UTC
from datetime import datetime
from typing import Any

import msgspec
import pytest
import zstandard
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from tests.protocol.shapes import KINDS
from tests.protocol.shapes import any_message
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.exchange import MOST_PACKED
from yigongti_desktop.protocol.exchange import MOST_UNPACKED
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Problem
from yigongti_desktop.protocol.exchange import Rows
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.packing import pack
from yigongti_desktop.protocol.packing import unpack

ANSWER = Answer(
    hub_time=datetime(2026, 11, 23, 4, 0, tzinfo=UTC),
    rows=(Rows(kind="resident", columns=("id", "name"), rows=[["1", "𠮷田"], ["2", "王䶮"]]),),
    cursors={"county": 7},
    left=3,
)


def refusal(packed: bytes, kind: type[msgspec.Struct] = Answer) -> str:
    with pytest.raises(Refused) as caught:
        unpack(packed, kind)
    return caught.value.code


def compressed(payload: bytes) -> bytes:
    return zstandard.ZstdCompressor().compress(payload)


def nested(depth: int) -> bytes:
    """Return a problem whose one fact is a list in a list in a list."""
    return b"\x82\xa4code\xa1x\xa5facts\x81\xa1f" + b"\x91" * depth + b"\xc0"


def test_a_message_cut_anywhere_is_refused() -> None:
    whole = pack(ANSWER)
    for length in range(len(whole)):
        assert refusal(whole[:length]) in {"message_damaged", "message_too_big"}, length


def test_a_message_with_any_bit_flipped_is_refused_or_still_a_message() -> None:
    whole = pack(ANSWER)
    for bit in range(len(whole) * 8):
        broken = bytearray(whole)
        broken[bit // 8] ^= 1 << bit % 8
        with suppress(Refused):
            assert isinstance(unpack(bytes(broken), Answer), Answer)


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200), st.sampled_from(KINDS))
def test_arbitrary_bytes_are_refused_or_a_message(noise: bytes, kind: type[msgspec.Struct]) -> None:
    with suppress(Refused):
        assert isinstance(decode(noise, kind), kind)
    for packed in (noise, compressed(noise)):
        with suppress(Refused):
            assert isinstance(unpack(packed, kind), kind)


@settings(max_examples=100, deadline=None)
@given(any_message, st.data())
def test_a_message_with_noise_in_it_is_refused_or_a_message(message: msgspec.Struct, data: st.DataObject) -> None:
    plain = encode(message)
    place = data.draw(st.integers(0, len(plain)))
    noise = data.draw(st.binary(min_size=1, max_size=8))
    for broken in (plain[:place] + noise + plain[place:], plain[:place] + noise + plain[place + len(noise) :]):
        with suppress(Refused):
            assert isinstance(decode(broken, type(message)), type(message))


def test_a_frame_that_claims_more_than_the_most_is_refused_by_its_claim() -> None:
    claim = b"\x28\xb5\x2f\xfd\xe0" + (MOST_UNPACKED + 1).to_bytes(8, "little")
    assert refusal(claim) == "message_too_big"
    huge = b"\x28\xb5\x2f\xfd\xe0" + (2**62).to_bytes(8, "little")
    assert refusal(huge + b"\x01\x00\x00") == "message_too_big"


def test_a_real_bomb_is_refused() -> None:
    bomb = compressed(bytes(MOST_UNPACKED + 1))
    assert len(bomb) < 10_000
    assert refusal(bomb) == "message_too_big"


def test_a_frame_that_does_not_say_its_size_is_refused() -> None:
    silent = zstandard.ZstdCompressor(write_content_size=False).compress(encode(ANSWER))
    assert refusal(silent) == "message_too_big"


@pytest.mark.parametrize("claim", [0, 10, 60 * 1024 * 1024])
def test_a_frame_that_lies_about_its_size_is_refused(claim: int) -> None:
    silent = zstandard.ZstdCompressor(write_content_size=False, write_checksum=False).compress(encode(ANSWER))
    blocks = silent[6:]  # after the magic number, the descriptor and the window
    assert refusal(b"\x28\xb5\x2f\xfd\xe0" + claim.to_bytes(8, "little") + blocks) == "message_damaged"


def test_more_than_the_most_packed_is_refused_unread() -> None:
    assert refusal(bytes(MOST_PACKED + 1)) == "message_too_big"


def test_what_is_not_compressed_is_refused() -> None:
    assert refusal(encode(ANSWER)) == "message_damaged"
    assert refusal(b"") == "message_damaged"
    assert refusal(b"\x50\x2a\x4d\x18\x00\x00\x00\x00") == "message_damaged"  # a frame to be skipped


def test_a_message_of_another_kind_is_refused() -> None:
    assert refusal(pack(Problem("hub_busy")), Answer) == "message_damaged"


def test_bytes_after_the_message_are_refused() -> None:
    assert refusal(compressed(encode(ANSWER) + b"\xc0")) == "message_damaged"


def test_nesting_without_end_is_refused() -> None:
    assert decode(nested(20), Problem).code == "x"
    for depth in (2_000, 1_000_000):
        with pytest.raises(Refused, match="message_damaged"):
            decode(nested(depth), Problem)
        assert refusal(compressed(nested(depth)), Problem) == "message_damaged"


@pytest.mark.parametrize("head", [b"\xdd\xff\xff\xff\xff", b"\xdf\xff\xff\xff\xff", b"\xdb\xff\xff\xff\xff"])
def test_a_list_a_map_or_a_text_that_claims_four_thousand_million_parts_is_refused(head: bytes) -> None:
    with pytest.raises(Refused, match="message_damaged"):
        decode(b"\x82\xa4code\xa1x\xa5facts\x81\xa1f" + head, Problem)


def test_text_that_is_not_utf_8_is_refused() -> None:
    with pytest.raises(Refused, match="message_damaged"):
        decode(b"\x82\xa4code\xa1\xff\xa5facts\x80", Problem)


@pytest.mark.parametrize(
    "time",
    [
        b"\xc7\x0c\xff" + (10**9).to_bytes(4, "big") + bytes(8),  # more nanoseconds than a second has
        b"\xc7\x0c\xff" + bytes(4) + (2**62).to_bytes(8, "big"),  # a year that no calendar has
        b"\xaa2026-13-40",
        b"\xc0",
    ],
)
def test_a_time_that_is_none_is_refused(time: bytes) -> None:
    with pytest.raises(Refused, match="message_damaged"):
        decode(b"\x81\xa8hub_time" + time, Answer)


def test_each_thread_packs_for_itself() -> None:
    wrong: list[Any] = []

    def work(number: int) -> None:
        for turn in range(200):
            problem = Problem("x" * (number + 1), {"turn": turn})
            if unpack(pack(problem), Problem) != problem:
                wrong.append((number, turn))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not wrong
