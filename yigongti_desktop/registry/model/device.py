"""The devices of the county and their public keys, told by the hub, so that a paper can be proven without a line."""

from __future__ import annotations

import hashlib

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.event import Lookup
from yigongti_desktop.protocol.record import Record
from yigongti_desktop.registry.model.county import THE_COUNTY
from yigongti_desktop.registry.model.county import County

_MARK = b"yigongti county mark\0"
#: Bytes of a county's mark.
MARK = 4


class DeviceKey(Record, frozen=True, kw_only=True):
    """A device by institution and letter, with the key that it signs by; one that was stopped says so."""

    institution: str
    letter: str
    #: Ed25519, hexadecimal.
    public_key: str
    #: It was revoked: what it signs counts no more.
    revoked: bool = False


def key_id(institution: str, letter: str) -> str:
    """Return the id of a device's key: letters are given once in an institution."""
    return f"{institution}.{letter}"


def need_key(register: Lookup, institution: str, letter: str) -> bytes:
    """Return the public key of a device that may sign.

    Raises:
        Refused: paper_device_unknown, paper_device_revoked.
    """
    known: DeviceKey | None = register.get("device_key", key_id(institution, letter))
    if known is None:
        raise Refused("paper_device_unknown")
    if known.revoked:
        raise Refused("paper_device_revoked")
    return bytes.fromhex(known.public_key)


def county_mark(register: Lookup) -> bytes:
    """Return by what papers of this county are known: it follows from its key, and betrays nothing of it."""
    county: County | None = register.get("county", THE_COUNTY)
    return hashlib.sha256(_MARK + (county.resident_key if county else "").encode()).digest()[:MARK]
