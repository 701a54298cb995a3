"""Signatures: only the key's own, only over these very bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import settings
from hypothesis import strategies as st

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.signing import check
from yigongti_desktop.protocol.signing import new_key
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.protocol.signing import sign

KEY = bytes(range(32))
#: RFC 8032, 7.1, test 1: the key, its public half, and its signature over nothing.
RFC_KEY = bytes.fromhex("9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60")
RFC_PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")
RFC_SIGNATURE = bytes.fromhex(
    "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e06522490155"
    "5fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b"
)


def is_refused(signed: Signed, public: bytes) -> bool:
    with pytest.raises(Refused, match="signature_wrong"):
        check(signed, public)
    return True


def test_it_is_ed25519_as_published() -> None:
    assert public_key(RFC_KEY) == RFC_PUBLIC
    assert sign(b"", RFC_KEY).signature == RFC_SIGNATURE


@settings(max_examples=50, deadline=None)
@given(st.binary(max_size=300))
def test_what_was_signed_is_given_back(payload: bytes) -> None:
    assert check(sign(payload, KEY), public_key(KEY)) == payload


@settings(max_examples=100, deadline=None)
@given(st.binary(min_size=1, max_size=100), st.data())
def test_one_flipped_bit_of_payload_or_signature_is_refused(payload: bytes, data: st.DataObject) -> None:
    signed = sign(payload, KEY)
    bit = data.draw(st.integers(0, (len(payload) + 64) * 8 - 1))
    whole = bytearray(signed.payload + signed.signature)
    whole[bit // 8] ^= 1 << bit % 8
    assert is_refused(Signed(bytes(whole[: len(payload)]), bytes(whole[len(payload) :])), public_key(KEY))


def test_the_signature_of_another_key_is_refused() -> None:
    assert is_refused(sign(b"batch", new_key()), public_key(KEY))
    assert new_key() != new_key()


@pytest.mark.parametrize("signature", [b"", b"\0" * 63, b"\0" * 64, b"\0" * 65, b"\xff" * 64])
def test_what_is_no_signature_is_refused(signature: bytes) -> None:
    assert is_refused(Signed(b"batch", signature), public_key(KEY))


@pytest.mark.parametrize("public", [b"", b"\0" * 31, b"\xff" * 32, b"\0" * 33])
def test_with_what_is_no_public_key_everything_is_refused(public: bytes) -> None:
    assert is_refused(sign(b"batch", KEY), public)


def test_the_signature_of_one_payload_does_not_fit_another() -> None:
    assert is_refused(Signed(b"batch 2", sign(b"batch 1", KEY).signature), public_key(KEY))
