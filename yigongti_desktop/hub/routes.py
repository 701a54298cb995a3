"""What the hub can be asked, in one table: its web routes and its OpenAPI document are both made from it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field
from enum import Enum

import msgspec

from yigongti_desktop.protocol.batch import Batch
from yigongti_desktop.protocol.batch import Receipt
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.enrolment import Challenge
from yigongti_desktop.protocol.enrolment import Enrol
from yigongti_desktop.protocol.enrolment import Enrolled
from yigongti_desktop.protocol.enrolment import Proof
from yigongti_desktop.protocol.enrolment import Token
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Exchange

MEDIA = "application/vnd.yigongti.msgpack+zstd"
PEM = "application/x-pem-file"
JSON = "application/json"
TEXT = "text/plain"
BYTES = "application/octet-stream"
_KIB = 1024
_MIB = 1024**2

#: Status of each code with which the hub says no; any other is 422.
STATUS = {
    "token_wrong": 401,
    "proof_wrong": 401,
    "device_revoked": 403,
    "device_unknown": 403,
    "receipt_unknown": 404,
    "not_found": 404,
    "message_too_big": 413,
    "too_often": 429,
    "hub_fault": 500,
    "hub_busy": 503,
}
REFUSED = 422


class Asker(Enum):
    """Who may ask."""

    ANYBODY = "anybody"
    #: A device that shows its token.
    DEVICE = "device"
    #: Whoever keeps the hub: on its own machine, or with the keeper's secret.
    KEEPER = "keeper"


@dataclass(frozen=True)
class Body:
    """A body that is taken: its type, what it carries signed, and its bounds in bytes."""

    kind: type[msgspec.Struct]
    carries: type[msgspec.Struct] | None
    most: int
    #: Bytes when unpacked.
    most_unpacked: int


@dataclass(frozen=True)
class Route:
    """One thing that the hub can be asked."""

    name: str
    method: str
    path: str
    does: str
    asker: Asker
    #: Type of the answer, or the media type of one that is no message.
    gives: type[msgspec.Struct] | str
    takes: Body | None = None
    #: What a signed answer carries.
    brings: type[msgspec.Struct] | None = None
    #: Codes with which it may say no, beside those that every route has.
    codes: tuple[str, ...] = ()
    #: Parts of the path and what they are.
    parts: Mapping[str, str] = field(default_factory=dict)

    @property
    def all_codes(self) -> tuple[str, ...]:
        """Return every code with which it may say no."""
        damage = ("message_damaged", "message_too_big") if self.takes else ()
        proof = ("token_wrong", "device_unknown", "device_revoked") if self.asker is Asker.DEVICE else ()
        return (*self.codes, *damage, *proof, "too_often", "hub_busy")


ROUTES = (
    Route("health", "GET", "/healthz", "Says that the process answers.", Asker.ANYBODY, JSON),
    Route(
        "readiness",
        "GET",
        "/readyz",
        "Says whether devices can be served: database, schema and disk.",
        Asker.ANYBODY,
        JSON,
    ),
    Route("measures", "GET", "/metrics", "Figures in the text format of Prometheus.", Asker.KEEPER, TEXT),
    Route("authority", "GET", "/v1/ca", "The certificate of the hub's own authority.", Asker.ANYBODY, PEM),
    Route(
        "enrol",
        "POST",
        "/v1/enrol",
        "Makes a device of an institution by a one-time code.",
        Asker.ANYBODY,
        Enrolled,
        takes=Body(Signed, Enrol, 4 * _KIB, 8 * _KIB),
        codes=("signature_wrong", "key_wrong", "code_unknown", "code_used", "code_expired", "device_revoked"),
    ),
    Route("challenge", "POST", "/v1/challenge", "Bytes for a device to sign.", Asker.ANYBODY, Challenge),
    Route(
        "token",
        "POST",
        "/v1/token",
        "A token for a device that has signed a challenge.",
        Asker.ANYBODY,
        Token,
        takes=Body(Proof, None, 4 * _KIB, 8 * _KIB),
        codes=("proof_wrong", "device_unknown", "device_revoked"),
    ),
    Route(
        "exchange",
        "POST",
        "/v1/exchange",
        "Takes a batch of acts in and hands a page of records out.",
        Asker.DEVICE,
        Answer,
        takes=Body(Exchange, Batch, 2 * _MIB, 8 * _MIB),
        brings=Receipt,
        codes=("signature_wrong", "batch_other_device", "batch_too_long"),
    ),
    Route(
        "receipt",
        "GET",
        "/v1/receipts/{batch}",
        "The receipt of a batch again.",
        Asker.DEVICE,
        Signed,
        brings=Receipt,
        codes=("receipt_unknown",),
        parts={"batch": "Id of the batch."},
    ),
    Route(
        "update",
        "GET",
        "/v1/updates/{product}/{platform}/{start}",
        "A piece of the update file for a product and a system; empty after its end.",
        Asker.DEVICE,
        BYTES,
        codes=("not_found",),
        parts={
            "product": "What is to be updated, such as yigongti-desk.",
            "platform": "For which system, such as linux-amd64.",
            "start": "Bytes that are there already.",
        },
    ),
)
