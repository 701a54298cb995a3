"""Short-lived proofs that a device has shown its key; the hub keeps none of them.

A challenge and a token are dated and sealed with a key that every worker of one hub derives from the hub's own
secret, so that whoever is asked next knows them, and a restart makes nobody prove himself again. What is dated in
the future is as worthless as what has lapsed: a clock that was set back lengthens no life.
"""

from __future__ import annotations

import hashlib
import hmac
import os
from base64 import urlsafe_b64decode
from base64 import urlsafe_b64encode
from uuid import UUID

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from yigongti_desktop.kernel.clock import Clock
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.enrolment import PROOF_PURPOSE
from yigongti_desktop.protocol.enrolment import Proof

#: How long a token lasts; revoking a device stops it at once all the same.
TOKEN_SECONDS = 3600
_CHALLENGE_SECONDS = 120
#: What the clocks of two machines of one hub may differ by.
_DRIFT = 5
_STAMP = 8
_SALT = 16
_SEAL = 32
#: Bytes of a token, which travels with every request: of its seal, and of the second it ends with.
_SHORT_SEAL, _ENDS = 16, 5
_UUID = 16
_PURPOSE = b"yigongti hub tokens"


def _short(device: str) -> bytes:
    """Return the id of a device in 16 bytes, if it is a UUID as they all are."""
    try:
        known = UUID(device)
    except ValueError:
        return device.encode()
    return known.bytes if str(known) == device else device.encode()


def _long(device: bytes) -> str:
    return str(UUID(bytes=device)) if len(device) == _UUID else device.decode()


def _spelled(token: bytes) -> str:
    return urlsafe_b64encode(token).decode().rstrip("=")


class Tokens:
    """Makes and checks challenges and tokens."""

    def __init__(self, secret: bytes, clock: Clock) -> None:
        self._key = HKDF(SHA256(), _SEAL, salt=None, info=_PURPOSE).derive(secret)
        self._clock = clock

    def challenge(self) -> bytes:
        """Return bytes to be signed by a device."""
        body = self._now().to_bytes(_STAMP, "big") + os.urandom(_SALT)
        return body + self._seal(b"challenge", body)

    def prove(self, proof: Proof, public_key: bytes) -> str:
        """Return a token for a device that has signed a fresh challenge.

        Raises:
            Refused: proof_wrong.
        """
        body, seal = proof.nonce[:-_SEAL], proof.nonce[-_SEAL:]
        fresh = -_DRIFT <= self._now() - int.from_bytes(body[:_STAMP], "big") <= _CHALLENGE_SECONDS
        if not fresh or not hmac.compare_digest(seal, self._seal(b"challenge", body)):
            raise Refused("proof_wrong")
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(proof.signature, PROOF_PURPOSE + proof.nonce)
        except (InvalidSignature, ValueError):
            raise Refused("proof_wrong") from None
        stem = (self._now() + TOKEN_SECONDS).to_bytes(_ENDS, "big") + _short(proof.device)
        return _spelled(self._seal(b"token", stem)[:_SHORT_SEAL] + stem)

    def device(self, token: str) -> str:
        """Return the device that a token was made for.

        Raises:
            Refused: token_wrong when it is forged, lapsed, or from a future that a clock only thought of.
        """
        try:
            sealed = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
        except ValueError:
            raise Refused("token_wrong") from None
        if _spelled(sealed) != token:  # base64 leaves bits unread: one token has one spelling
            raise Refused("token_wrong")
        seal, stem = sealed[:_SHORT_SEAL], sealed[_SHORT_SEAL:]
        if not hmac.compare_digest(seal, self._seal(b"token", stem)[:_SHORT_SEAL]):
            raise Refused("token_wrong")
        if not 0 <= int.from_bytes(stem[:_ENDS], "big") - self._now() <= TOKEN_SECONDS + _DRIFT:
            raise Refused("token_wrong")
        return _long(stem[_ENDS:])

    def _seal(self, purpose: bytes, body: bytes) -> bytes:
        return hmac.new(self._key, purpose + b"\0" + body, hashlib.sha256).digest()

    def _now(self) -> int:
        return int(self._clock.now().timestamp())
