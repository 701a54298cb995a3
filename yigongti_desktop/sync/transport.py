"""The one door to HTTP: the hub's CA pinned, TLS 1.3, the connection kept, weather told from refusals.

The CA is given explicitly, and the environment is not asked for proxies or bundles.
"""

from __future__ import annotations

import hashlib
import ssl
from collections.abc import Callable
from types import TracebackType
from typing import Self

import msgspec

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
from yigongti_desktop.protocol.batch import VERSION
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.enrolment import PROOF_PURPOSE
from yigongti_desktop.protocol.enrolment import Challenge
from yigongti_desktop.protocol.enrolment import Enrol
from yigongti_desktop.protocol.enrolment import Enrolled
from yigongti_desktop.protocol.enrolment import EnrolmentCode
from yigongti_desktop.protocol.enrolment import Proof
from yigongti_desktop.protocol.enrolment import Token
from yigongti_desktop.protocol.exchange import MOST_PACKED
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.exchange import Problem
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.packing import pack
from yigongti_desktop.protocol.packing import unpack
from yigongti_desktop.protocol.signing import sign
from yigongti_desktop.sync.wire import Reply
from yigongti_desktop.sync.wire import Wire

_OK, _TOO_MANY, _FAULT = 200, 429, 500


class Line:
    """A connection to one hub, kept from talk to talk and made again when it was lost."""

    def __init__(self, address: str, authority_pem: str, *, device: str = "", key: bytes = b"") -> None:
        self._device = device
        self._key = key
        self._token = ""
        self._version = 0
        self._wire = Wire(address, _pinned(authority_pem), MOST_PACKED)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the connection go."""
        self._wire.close()

    def stop(self) -> None:
        """End the request under way, from any thread; until `ready` no other begins."""
        self._wire.stop()

    def ready(self) -> None:
        """Begin a talk: requests go again after a stop; a connection lost while idle is made again without a word."""
        self._wire.ready()

    @property
    def carried(self) -> int:
        """Return the bytes that went up and down since the line was made."""
        return self._wire.carried

    def is_there(self) -> None:
        """Ask whether the hub answers.

        Raises:
            Unavailable: why it does not.
        """
        _content(self._wire.ask("GET", "/healthz"))

    def is_taken(self) -> bool:
        """Ask whether the hub still takes this device; False when it was revoked, or never was one of this hub.

        Raises:
            Unavailable: why the hub does not answer.
        """
        try:
            self._prove()
        except Refused as refusal:
            if refusal.code in {"device_revoked", "device_unknown"}:
                return False
            raise
        return True

    def enrol(self, ask: Enrol) -> Enrolled:
        """Enrol this device under its new key."""
        return unpack(self._post("/v1/enrol", pack(sign(encode(ask), self._key))), Enrolled)

    def exchange(self, ask: Exchange) -> Answer:
        """Send a batch up and get a page down; a lapsed token is renewed once.

        Raises:
            Refused: what the hub refuses.
            Unavailable: hub_unreachable, hub_certificate, hub_busy, line_cut, stopped.
        """
        body = pack(ask)
        return unpack(self._proven(lambda token: self._post("/v1/exchange", body, token)), Answer)

    def receipt(self, batch: str) -> Signed:
        """Get the receipt of a batch again.

        Raises:
            Refused: receipt_unknown.
            Unavailable: why the hub does not answer.
        """
        path = f"/v1/receipts/{batch}"
        return unpack(self._proven(lambda token: _content(self._wire.ask("GET", path, token=token))), Signed)

    def update(self, product: str, platform: str, start: int) -> bytes:
        """Get a piece of the hub's update file, from a byte on; empty at its end, or when it has none.

        Raises:
            Unavailable: why the hub does not answer.
        """
        path = f"/v1/updates/{product}/{platform}/{start}"
        try:
            return self._proven(lambda token: _content(self._wire.ask("GET", path, token=token)))
        except Refused as refusal:
            if refusal.code != "not_found":  # an older hub has no shelf
                raise
            return b""

    def _proven(self, ask: Callable[[str], bytes]) -> bytes:
        """Ask as a device that has proven itself, by its token."""
        for again in (True, False):
            if not self._token:
                self._prove()
            try:
                return ask(self._token)
            except Refused as refusal:
                if refusal.code != "token_wrong" or not again:
                    raise
                self._token = ""
        raise Refused("token_wrong")

    @property
    def version(self) -> int:
        """Return the newest version of the protocol that both sides speak."""
        if not self._version:
            self._prove()
        return self._version

    def _prove(self) -> None:
        nonce = unpack(self._post("/v1/challenge", b""), Challenge).nonce
        signature = sign(PROOF_PURPOSE + nonce, self._key).signature
        proof = Proof(device=self._device, nonce=nonce, signature=signature)
        token = unpack(self._post("/v1/token", pack(proof)), Token)
        self._token, self._version = token.token, min(token.version, VERSION)

    def _post(self, path: str, body: bytes, token: str = "") -> bytes:
        return _content(self._wire.ask("POST", path, body, token))


def fetch_authority(code: EnrolmentCode) -> str:
    """Fetch the hub's CA and return it as PEM if it is the one that the code names.

    The first connection trusts nobody: what it brings is believed only for its fingerprint.

    Raises:
        Refused: hub_is_another.
        Unavailable: hub_unreachable.
    """
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    wire = Wire(code.address, context, MOST_PACKED)
    try:
        pem = _content(wire.ask("GET", "/v1/ca")).decode("ascii", "replace")
    finally:
        wire.close()
    try:
        der = ssl.PEM_cert_to_DER_cert(pem)
    except ValueError:
        raise Refused("hub_is_another") from None
    if hashlib.sha256(der).digest()[: len(code.fingerprint)] != code.fingerprint:
        raise Refused("hub_is_another")
    return ssl.DER_cert_to_PEM_cert(der)  # not what came: a second certificate may hang on it


def _pinned(authority_pem: str) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.minimum_version = ssl.TLSVersion.TLSv1_3
    context.load_verify_locations(cadata=authority_pem)
    return context


def _content(reply: Reply) -> bytes:
    """Return what the hub answered, or raise what it said instead."""
    if reply.status == _OK:
        return reply.content
    later = {"retry_after": reply.retry_after} if reply.retry_after else {}
    try:
        problem = unpack(reply.content, Problem)
    except (Refused, msgspec.MsgspecError):
        raise Unavailable("hub_busy", status=reply.status, **later) from None
    if reply.status >= _FAULT or reply.status == _TOO_MANY:  # the hub's own, not this machine's
        told = problem.facts.get("retry_after")
        if isinstance(told, int | float):
            later = {"retry_after": float(told)}
        raise Unavailable("hub_busy", said=problem.code, **later)
    raise Refused(problem.code, **problem.facts)
