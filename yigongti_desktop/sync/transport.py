"""The one door to HTTP: the hub's CA pinned, TLS 1.3, the connection kept, weather told from refusals.

The CA is given to the client explicitly, and the environment is not asked for proxies or bundles.
"""

from __future__ import annotations

import hashlib
import ssl
from types import TracebackType
from typing import Self
from typing import TypeVar

import httpx
import msgspec

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.errors import Unavailable
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

T = TypeVar("T")
_CONNECT_SECONDS = 10.0
_READ_SECONDS = 60.0
_OK = 200


class Line:
    """A connection to one hub."""

    def __init__(self, address: str, authority_pem: str, *, device: str = "", key: bytes = b"") -> None:
        self._device = device
        self._key = key
        self._token = ""
        self._client = _client(address, _pinned(authority_pem))

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let the connection go."""
        self._client.close()

    def is_there(self) -> None:
        """Ask whether the hub answers.

        Raises:
            Unavailable: why it does not.
        """
        _get(self._client, "/healthz")

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
            Unavailable: hub_unreachable, hub_certificate, hub_busy, line_cut.
        """
        body = pack(ask)
        for again in (True, False):
            if not self._token:
                self._prove()
            try:
                return unpack(self._post("/v1/exchange", body, token=self._token), Answer)
            except Refused as refusal:
                if refusal.code != "token_wrong" or not again:
                    raise
                self._token = ""
        raise Refused("token_wrong")

    def receipt(self, batch: str) -> Signed:
        """Get the receipt of a batch again."""
        if not self._token:
            self._prove()
        return unpack(_get(self._client, f"/v1/receipts/{batch}", token=self._token), Signed)

    def _prove(self) -> None:
        nonce = unpack(self._post("/v1/challenge", b""), Challenge).nonce
        signature = sign(PROOF_PURPOSE + nonce, self._key).signature
        proof = Proof(device=self._device, nonce=nonce, signature=signature)
        self._token = unpack(self._post("/v1/token", pack(proof)), Token).token

    def _post(self, path: str, body: bytes, token: str = "") -> bytes:
        return _send(self._client, self._client.build_request("POST", path, content=body, headers=_headers(token)))


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
    with _client(code.address, context) as client:
        pem = _get(client, "/v1/ca").decode("ascii", "replace")
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


def _client(address: str, context: ssl.SSLContext) -> httpx.Client:
    try:
        base = httpx.URL(f"https://{address}")
    except httpx.InvalidURL:
        raise Refused("hub_address") from None
    return httpx.Client(
        base_url=base,
        verify=context,
        trust_env=False,
        timeout=httpx.Timeout(_READ_SECONDS, connect=_CONNECT_SECONDS),
        limits=httpx.Limits(max_connections=1, keepalive_expiry=60),
    )


def _headers(token: str) -> dict[str, str]:
    return {"authorization": f"Bearer {token}"} if token else {}


def _get(client: httpx.Client, path: str, token: str = "") -> bytes:
    return _send(client, client.build_request("GET", path, headers=_headers(token)))


def _send(client: httpx.Client, request: httpx.Request) -> bytes:
    try:
        response = client.send(request, stream=True)
        try:
            content = _read(response)
        finally:
            response.close()
    except httpx.ConnectError as error:
        if "CERTIFICATE_VERIFY_FAILED" in str(error):
            raise Unavailable("hub_certificate") from None
        raise Unavailable("hub_unreachable") from None
    except httpx.ConnectTimeout:
        raise Unavailable("hub_unreachable") from None
    except httpx.TransportError:
        raise Unavailable("line_cut") from None
    except httpx.InvalidURL:
        raise Refused("hub_address") from None
    if response.status_code == _OK:
        return content
    try:
        problem = unpack(content, Problem)
    except (Refused, msgspec.MsgspecError):
        raise Unavailable("hub_busy", status=response.status_code) from None
    if response.status_code >= 500:  # noqa: PLR2004 - the hub's own trouble, whose codes would speak of this machine
        raise Unavailable("hub_busy", said=problem.code)
    raise Refused(problem.code, **problem.facts)


def _read(response: httpx.Response) -> bytes:
    content = bytearray()
    for piece in response.iter_raw():
        content += piece
        if len(content) > MOST_PACKED:
            raise Refused("message_too_big", size=len(content), most=MOST_PACKED)
    return bytes(content)
