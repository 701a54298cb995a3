"""Short-lived proofs that a device has shown its key; the hub keeps none of them.

A challenge and a token are dated and sealed with a key that lives as long as the hub's process.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import time

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.enrolment import PROOF_PURPOSE
from yigongti_desktop.protocol.enrolment import Proof

TOKEN_SECONDS = 3600
_CHALLENGE_SECONDS = 120
_STAMP = 8
_SALT = 16
_SEAL = 32


class Tokens:
    """Makes and checks challenges and tokens."""

    def __init__(self) -> None:
        self._key = os.urandom(_SEAL)

    def challenge(self) -> bytes:
        """Return bytes to be signed by a device."""
        body = _now().to_bytes(_STAMP, "big") + os.urandom(_SALT)
        return body + self._seal(b"challenge", body)

    def prove(self, proof: Proof, public_key: bytes) -> str:
        """Return a token for a device that has signed a fresh challenge.

        Raises:
            Refused: proof_wrong.
        """
        body, seal = proof.nonce[:-_SEAL], proof.nonce[-_SEAL:]
        fresh = 0 <= _now() - int.from_bytes(body[:_STAMP], "big") <= _CHALLENGE_SECONDS
        if not fresh or not hmac.compare_digest(seal, self._seal(b"challenge", body)):
            raise Refused("proof_wrong")
        try:
            Ed25519PublicKey.from_public_bytes(public_key).verify(proof.signature, PROOF_PURPOSE + proof.nonce)
        except (InvalidSignature, ValueError):
            raise Refused("proof_wrong") from None
        ends = _now() + TOKEN_SECONDS
        stem = f"{proof.device}.{ends}"
        return f"{stem}.{self._seal(b'token', stem.encode()).hex()}"

    def device(self, token: str) -> str:
        """Return the device that a token was made for.

        Raises:
            Refused: token_wrong when it is forged, lapsed or of a former process.
        """
        stem, _, seal = token.rpartition(".")
        device, _, ends = stem.rpartition(".")
        if not hmac.compare_digest(seal.encode(), self._seal(b"token", stem.encode()).hex().encode()):
            raise Refused("token_wrong")
        if int(ends) < _now():
            raise Refused("token_wrong")
        return device

    def _seal(self, purpose: bytes, body: bytes) -> bytes:
        return hmac.new(self._key, purpose + b"\0" + body, hashlib.sha256).digest()


def _now() -> int:
    return int(time.monotonic())
