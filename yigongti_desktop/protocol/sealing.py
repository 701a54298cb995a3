"""The keys by which packages are sealed: X25519, derived from a signing seed, made known under its signature.

A desk and a hub keep one secret seed each; what seals comes out of it by HKDF under a label of its own,
so that no key serves two purposes and no vault has to change.
"""

from __future__ import annotations

import hashlib

import msgspec
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.signing import check
from yigongti_desktop.protocol.signing import sign

KEY = 32
_SEED_PURPOSE = b"yigongti sealing key 1\0"
_SHARED_PURPOSE = b"yigongti sealed package 1\0"
_ATTEST_PURPOSE = "yigongti sealing key of"


class SealingKey(msgspec.Struct, frozen=True, kw_only=True):
    """A public sealing key and whose it is; signed by its owner."""

    owner: str
    key: bytes
    purpose: str = _ATTEST_PURPOSE


def sealing_public(seed: bytes) -> bytes:
    """Return the public sealing key of whoever holds this signing seed, 32 bytes."""
    return _private(seed).public_key().public_bytes_raw()


def hub_name(hub_key: bytes) -> str:
    """Return by what packages name a hub: the start of its signing key's SHA-256."""
    return f"hub-{hashlib.sha256(hub_key).hexdigest()[:32]}"


def attest(seed: bytes, owner: str) -> Signed:
    """Return the public sealing key of a seed, signed by that seed for its owner."""
    return sign(encode(SealingKey(owner=owner, key=sealing_public(seed))), seed)


def attested(signed: Signed, public: bytes, owner: str) -> bytes:
    """Return the sealing key that its owner has signed.

    Raises:
        Refused: signature_wrong, message_damaged, key_wrong when it is another's or no key.
    """
    said = decode(check(signed, public), SealingKey)
    if (said.purpose, said.owner) != (_ATTEST_PURPOSE, owner) or len(said.key) != KEY:
        raise Refused("key_wrong")
    return said.key


def new_shared(receiver: bytes) -> tuple[X25519PrivateKey, bytes]:
    """Return a key for one package and its public half.

    Raises:
        Refused: key_wrong when the receiver's key is none.
    """
    if len(receiver) != KEY:
        raise Refused("key_wrong")
    once = X25519PrivateKey.generate()
    return once, once.public_key().public_bytes_raw()


def key_to_seal(once: X25519PrivateKey, receiver: bytes, head: bytes) -> bytes:
    """Return the content key of a package for its receiver; another head gives another key.

    Raises:
        Refused: key_wrong.
    """
    return _content_key(once, receiver, once.public_key().public_bytes_raw() + receiver, head)


def key_to_open(seed: bytes, once: bytes, head: bytes) -> bytes:
    """Return the content key of a package that was sealed for this seed.

    Raises:
        Refused: key_wrong.
    """
    return _content_key(_private(seed), once, once + sealing_public(seed), head)


def _content_key(private: X25519PrivateKey, public: bytes, salt: bytes, head: bytes) -> bytes:
    try:
        shared = private.exchange(X25519PublicKey.from_public_bytes(public))
    except ValueError:  # not 32 bytes, or a point of small order
        raise Refused("key_wrong") from None
    info = _SHARED_PURPOSE + hashlib.sha256(head).digest()
    return HKDF(algorithm=SHA256(), length=KEY, salt=salt, info=info).derive(shared)


def _private(seed: bytes) -> X25519PrivateKey:
    derived = HKDF(algorithm=SHA256(), length=KEY, salt=None, info=_SEED_PURPOSE).derive(seed)
    return X25519PrivateKey.from_private_bytes(derived)
