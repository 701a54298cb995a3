"""Ed25519 signatures over encoded messages; keys come in as raw bytes and stay nowhere here."""

from __future__ import annotations

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.batch import Signed


def new_key() -> bytes:
    """Return a new private key, 32 bytes."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def public_key(key: bytes) -> bytes:
    """Return the public half of a private key, 32 bytes."""
    return Ed25519PrivateKey.from_private_bytes(key).public_key().public_bytes_raw()


def sign(payload: bytes, key: bytes) -> Signed:
    """Return the payload with its signature."""
    return Signed(payload, Ed25519PrivateKey.from_private_bytes(key).sign(payload))


def check(signed: Signed, public: bytes) -> bytes:
    """Return the payload if its signature is that of the key.

    Raises:
        Refused: signature_wrong.
    """
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signed.signature, signed.payload)
    except (InvalidSignature, ValueError):
        raise Refused("signature_wrong") from None
    return signed.payload
