"""A device that is enrolled and says what it likes: forged acts, foreign batches, garbage at the door."""

from __future__ import annotations

import os
import ssl
from types import TracebackType
from typing import Any
from typing import Self

import httpx
import msgspec

from tests.sync.county import County
from yigongti_desktop.hub import enrolment
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.batch import GENESIS
from yigongti_desktop.protocol.batch import Batch
from yigongti_desktop.protocol.batch import Outcome
from yigongti_desktop.protocol.batch import Receipt
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.enrolment import PROOF_PURPOSE
from yigongti_desktop.protocol.enrolment import Challenge
from yigongti_desktop.protocol.enrolment import Proof
from yigongti_desktop.protocol.enrolment import Token
from yigongti_desktop.protocol.event import Event
from yigongti_desktop.protocol.exchange import Answer
from yigongti_desktop.protocol.exchange import Exchange
from yigongti_desktop.protocol.exchange import Problem
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.packing import pack
from yigongti_desktop.protocol.packing import unpack
from yigongti_desktop.protocol.signing import check
from yigongti_desktop.protocol.signing import public_key
from yigongti_desktop.protocol.signing import sign
from yigongti_desktop.storage.engine import reading


class Liar:
    """One device's key in the wrong hands."""

    def __init__(self, county: County, name: str) -> None:
        self.county = county
        self.desk = county.desks[name]
        self.key = self.desk._vault["device"]
        self.device = county.device(name)
        self.institution = self.desk.fact("institution")
        self.account = county.people[name].account
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=county.hub.authority_pem)
        self._client = httpx.Client(
            base_url=f"https://127.0.0.1:{county.port}", verify=context, trust_env=False, timeout=30
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def event(self, kind: str, record: str, body: Any, **changes: Any) -> Event:
        """Return an act of this institution, changed at will; a body of bytes stays as it is."""
        event = Event(
            id=self.county.hub.ids.new(),
            kind=kind,
            record=record,
            seen=0,
            body=body if isinstance(body, bytes) else msgspec.json.encode(body),
            institution=self.institution,
            account=self.account,
            at=self.county.clock.now(),
        )
        return msgspec.structs.replace(event, **changes)

    def batch(self, *events: Event, **changes: Any) -> Batch:
        """Return the next batch in the device's chain, changed at will."""
        with reading(self.county.hub.engine) as connection:
            known = enrolment.device_of(connection, self.device)
        assert known is not None
        batch = Batch(
            id=self.county.hub.ids.new(),
            device=self.device,
            epoch=known.epoch,
            number=known.last_number + 1,
            previous=known.last_hash or GENESIS,
            events=events,
            made_at=self.county.clock.now(),
        )
        return msgspec.structs.replace(batch, **changes)

    def sign(self, batch: Batch, key: bytes = b"") -> Signed:
        """Return a batch signed, with another key if wanted."""
        return sign(encode(batch), key or self.key)

    def tell(self, *events: Event) -> list[Outcome]:
        """Send acts as one good batch and return what became of each."""
        answer = self.exchange(Exchange(cursors={}, batch=self.sign(self.batch(*events)), room=1))
        assert answer.receipt is not None
        receipt = decode(check(answer.receipt, public_key(self.county.hub._vault["signing"])), Receipt)
        return list(receipt.outcomes)

    def code(self, *events: Event) -> str:
        """Send acts and return the code of the last one's outcome."""
        return self.tell(*events)[-1].code

    def exchange(self, ask: Exchange, token: str = "") -> Answer:
        """Ask, and return the answer.

        Raises:
            Refused: with the hub's code.
        """
        status, content = self.knock("/v1/exchange", pack(ask), token=token or self.token())
        if status != 200:
            problem = unpack(content, Problem)
            raise Refused(problem.code, status=status)
        return unpack(content, Answer)

    def token(self, **changes: Any) -> str:
        """Return a token, by a proof changed at will."""
        _, content = self.knock("/v1/challenge")
        nonce = unpack(content, Challenge).nonce
        proof = Proof(device=self.device, nonce=nonce, signature=sign(PROOF_PURPOSE + nonce, self.key).signature)
        status, content = self.knock("/v1/token", pack(msgspec.structs.replace(proof, **changes)))
        if status != 200:
            raise Refused(unpack(content, Problem).code, status=status)
        return unpack(content, Token).token

    def knock(self, path: str, body: bytes = b"", *, method: str = "POST", token: str = "") -> tuple[int, bytes]:
        """Send anything anywhere and return status and content."""
        headers = [(b"authorization", b"Bearer " + token.encode())] if token else []
        response = self._client.request(method, path, content=body, headers=headers)
        return response.status_code, response.content

    def problem(self, path: str, body: bytes = b"", *, token: str = "") -> tuple[int, str]:
        """Send anything and return status and code."""
        status, content = self.knock(path, body, token=token)
        return status, unpack(content, Problem).code


def noise(size: int) -> bytes:
    """Return bytes that nothing compresses."""
    return os.urandom(size)
