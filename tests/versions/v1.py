"""The messages of the first version, frozen: what a desk or a hub that was never upgraded says and understands.

Nothing here follows the program: a change of it that these cannot talk with is a change too many.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any
from typing import TypeVar

import msgspec
import zstandard
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

T = TypeVar("T")
GENESIS = b"\0" * 32
PROOF_PURPOSE = b"yigongti device proof\0"
VERSION = 1
#: Kinds of records that it knows; what is of another kind is set aside.
KINDS = frozenset(
    {
        "account",
        "community",
        "county",
        "diagnosis",
        "drug",
        "drug_request",
        "follow_up",
        "institution",
        "referral",
        "resident",
        "rule",
        "township",
        "trail",
    }
)
#: Columns of the kinds that the tests look into; what is in another column is kept in `extra`.
COLUMNS = {
    "resident": (
        "id", "revision", "name", "sex", "birth", "id_number", "no_id_reason", "phone", "contact", "address",
        "village", "health_record", "units", "also", "extra",
    ),
    "account": (
        "id", "revision", "login", "name", "institution", "roles", "department", "title", "phone", "verifier",
        "must_change", "active", "since", "extra",
    ),
    "drug": (
        "id", "revision", "community", "name", "form", "strength", "pack", "unit", "essential", "edition", "control",
        "storage", "maker", "local_code", "price_fen", "since", "until", "extra",
    ),
}  # fmt: skip


class Event(msgspec.Struct, frozen=True, kw_only=True):
    """An act as it travels."""

    id: str
    kind: str
    record: str
    seen: int
    body: bytes
    institution: str
    account: str
    at: datetime
    answers: str = ""
    cause: str = ""


class Batch(msgspec.Struct, frozen=True, kw_only=True):
    """Events of one device."""

    id: str
    device: str
    epoch: int
    number: int
    previous: bytes
    events: tuple[Event, ...]
    made_at: datetime
    version: int = VERSION


class Outcome(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What became of one event."""

    event: str
    revision: int = 0
    code: str = ""
    facts: dict[str, Any] = {}
    quarantined: bool = False


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """The hub's word on one batch."""

    batch: str
    number: str
    device: str
    epoch: int
    outcomes: tuple[Outcome, ...]
    hub_time: datetime
    version: int = VERSION


class Signed(msgspec.Struct, frozen=True):
    """Bytes with a signature."""

    payload: bytes
    signature: bytes


class Exchange(msgspec.Struct, frozen=True, kw_only=True):
    """What a desk asks."""

    cursors: dict[str, int]
    batch: Signed | None = None
    room: int = 500
    program: str = ""
    time: datetime | None = None
    version: int = VERSION


class Rows(msgspec.Struct, frozen=True, kw_only=True):
    """Current records of one kind."""

    kind: str
    columns: tuple[str, ...]
    rows: list[list[Any]]


class Gone(msgspec.Struct, frozen=True):
    """A record that left."""

    kind: str
    record: str


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub says."""

    hub_time: datetime
    receipt: Signed | None = None
    rows: tuple[Rows, ...] = ()
    gone: tuple[Gone, ...] = ()
    cursors: dict[str, int] = {}
    left: int = 0
    new_epoch: int = 0
    version: int = VERSION


class Problem(msgspec.Struct, frozen=True):
    """Why not."""

    code: str
    facts: dict[str, Any] = {}


class Enrol(msgspec.Struct, frozen=True, kw_only=True):
    """What a new device sends."""

    secret: bytes
    public_key: bytes
    machine: str
    program: str = ""
    version: int = VERSION


class Enrolled(msgspec.Struct, frozen=True, kw_only=True):
    """Who the device is."""

    device: str
    letter: str
    epoch: int
    institution: str
    institution_name: str
    place: str
    hub_key: bytes
    version: int = VERSION


class Challenge(msgspec.Struct, frozen=True):
    """Bytes to be signed."""

    nonce: bytes


class Proof(msgspec.Struct, frozen=True, kw_only=True):
    """They are signed."""

    device: str
    nonce: bytes
    signature: bytes


class Token(msgspec.Struct, frozen=True, kw_only=True):
    """What a proven device shows."""

    token: str
    lasts: int


class Aside(msgspec.Struct, frozen=True, kw_only=True):
    """A row as it came."""

    columns: tuple[str, ...]
    row: list[Any]


def pack(message: msgspec.Struct) -> bytes:
    """Return a message as it goes over the wire."""
    return zstandard.ZstdCompressor(level=3).compress(msgspec.msgpack.encode(message))


def unpack(packed: bytes, kind: type[T]) -> T:
    """Return a message that came over the wire."""
    return msgspec.msgpack.decode(zstandard.ZstdDecompressor().decompress(packed), type=kind)


def sign(message: msgspec.Struct, key: bytes) -> Signed:
    """Return a message signed."""
    payload = msgspec.msgpack.encode(message)
    return Signed(payload, Ed25519PrivateKey.from_private_bytes(key).sign(payload))


def check(signed: Signed, public: bytes, kind: type[T]) -> T:
    """Return a signed message, having checked whose it is."""
    Ed25519PublicKey.from_public_bytes(public).verify(signed.signature, signed.payload)
    return msgspec.msgpack.decode(signed.payload, type=kind)


def chain_hash(payload: bytes) -> bytes:
    """Return the hash by which the next batch names this one."""
    return hashlib.sha256(payload).digest()
