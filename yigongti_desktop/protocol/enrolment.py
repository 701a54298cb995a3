"""How a device becomes one of an institution: a one-time code from the lead hospital, keys made on the device.

The code holds the hub's address, the first half of its CA's SHA-256 and a secret; it is written in letters
that cannot be misread, with a check at the end.
"""

from __future__ import annotations

import hashlib

import msgspec

from yigongti_desktop.kernel import letters
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.batch import VERSION

_FINGERPRINT = 16
_SECRET = 10
_MARK = b"\x01"
#: What a device signs to prove itself begins with this, so that the signature serves nothing else.
PROOF_PURPOSE = b"yigongti device proof\0"


class EnrolmentCode(msgspec.Struct, frozen=True, kw_only=True):
    """What a code says."""

    #: host:port of the hub.
    address: str
    #: First 16 bytes of the SHA-256 of the hub's CA certificate (DER).
    fingerprint: bytes
    #: Known to the hub by its hash only; good for one device.
    secret: bytes

    def spell(self) -> str:
        """Write the code in groups of five letters."""
        return letters.spell(_MARK + self.fingerprint + self.secret + self.address.encode())


def read_code(typed: str) -> EnrolmentCode:
    """Read a code however it was typed or pasted.

    Raises:
        Refused: enrolment_code when letters are missing, wrong or swapped.
    """
    try:
        body = letters.read(typed)
        address = body[1 + _FINGERPRINT + _SECRET :].decode()
    except ValueError:
        raise Refused("enrolment_code") from None
    if body[:1] != _MARK or ":" not in address:
        raise Refused("enrolment_code")
    fingerprint, rest = body[1 : 1 + _FINGERPRINT], body[1 + _FINGERPRINT :]
    return EnrolmentCode(address=address, fingerprint=fingerprint, secret=rest[:_SECRET])


class Enrol(msgspec.Struct, frozen=True, kw_only=True):
    """What a new device sends, signed with its own new key."""

    secret: bytes
    public_key: bytes
    #: What people call the machine: its host name.
    machine: str
    program: str = ""
    #: Key by which packages for the device are sealed.
    sealing_key: bytes = b""
    #: Institution whose records are on the machine already: a code of another one is left unused.
    institution: str = ""
    version: int = VERSION


class Enrolled(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub answers: who the device is, and whose signature to trust."""

    device: str
    letter: str
    epoch: int
    institution: str
    institution_name: str
    #: Short name that begins the numbers on paper.
    place: str
    hub_key: bytes
    #: Key by which packages for the hub are sealed; a hub of an earlier version gives none.
    sealing_key: bytes = b""
    version: int = VERSION


class Challenge(msgspec.Struct, frozen=True):
    """Bytes that the device signs to prove itself."""

    nonce: bytes


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """A device's answer to a challenge."""

    device: str
    nonce: bytes
    signature: bytes


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """What a proven device shows with every request until it lapses."""

    token: str
    #: Seconds that it is good for.
    lasts: int
    #: Newest version of the protocol that the hub speaks.
    version: int = 1


def secret_hash(secret: bytes) -> str:
    """Return how the hub remembers a code's secret."""
    return hashlib.sha256(b"yigongti enrolment\0" + secret).hexdigest()
