"""A desk of the first version, as small as it can be: it enrols, sends, fetches and obeys, and knows nothing newer."""

from __future__ import annotations

import ssl
from collections.abc import Mapping
from types import TracebackType
from typing import Any
from typing import Self

import httpx
import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from tests.sync.county import County
from tests.versions import v1
from yigongti_desktop.protocol.enrolment import read_code

_ENOUGH = 500


class TokenLapsedError(Exception):
    """The hub wants a new proof."""


class OldDesk:
    """One machine that nobody has upgraded; what it holds lies in memory."""

    def __init__(self, county: County, place: str, account: str) -> None:
        self.county = county
        self.account = account
        self.key = Ed25519PrivateKey.generate().private_bytes_raw()
        self.rows: dict[tuple[str, str], dict[str, Any]] = {}
        #: Rows of kinds that it does not know.
        self.aside: dict[tuple[str, str], v1.Aside] = {}
        self.cursors: dict[str, int] = {}
        self.waiting: list[v1.Event] = []
        self.outcomes: dict[str, v1.Outcome] = {}
        #: Batch on its way, and the chain so far.
        self.sent: v1.Signed | None = None
        self.number, self.previous = 0, v1.GENESIS
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(cadata=county.hub.authority_pem)
        self._client = httpx.Client(
            base_url=f"https://127.0.0.1:{county.port}", verify=context, trust_env=False, timeout=30
        )
        code = read_code(county.keeper.issue_code(place).spell())
        public = Ed25519PrivateKey.from_private_bytes(self.key).public_key().public_bytes_raw()
        ask = v1.Enrol(secret=code.secret, public_key=public, machine="旧电脑", program="0.1.0")
        self.me = v1.unpack(self._post("/v1/enrol", v1.pack(v1.sign(ask, self.key))), v1.Enrolled)
        self.epoch = self.me.epoch
        self._token = ""

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def act(self, kind: str, record: str, body: Mapping[str, Any]) -> str:
        """Do something; return the id of the act."""
        seen = next((row["revision"] for (_, one), row in self.rows.items() if one == record), 0)
        event = v1.Event(
            id=self.county.hub.ids.new(),
            kind=kind,
            record=record,
            seen=seen,
            body=msgspec.json.encode(body),
            institution=self.me.institution,
            account=self.account,
            at=self.county.clock.now(),
        )
        self.waiting.append(event)
        return event.id

    def talk(self) -> None:
        """Talk with the hub as the first version does, until nothing waits and nothing is new."""
        for _ in range(_ENOUGH):
            batch, cursors = self._batch(), dict(self.cursors)
            answer = self.exchange(batch)
            self.take(answer)
            if batch is None and not answer.left and answer.cursors == cursors:
                return
        raise AssertionError("the talk has no end")

    def exchange(self, batch: v1.Signed | None = None) -> v1.Answer:
        """Ask once from where it stands."""
        if not self._token:
            self._token = self._prove()
        ask = v1.Exchange(cursors=self.cursors, batch=batch, room=1000, program="0.1.0", time=self.county.clock.now())
        try:
            return v1.unpack(self._post("/v1/exchange", v1.pack(ask), self._token), v1.Answer)
        except TokenLapsedError:
            self._token = self._prove()
            return v1.unpack(self._post("/v1/exchange", v1.pack(ask), self._token), v1.Answer)

    def take(self, answer: v1.Answer) -> None:
        """Take an answer in."""
        if answer.new_epoch:
            self.epoch, self.number, self.previous, self.sent = answer.new_epoch, 0, v1.GENESIS, None
        if answer.receipt is not None:
            receipt = v1.check(answer.receipt, self.me.hub_key, v1.Receipt)
            self.outcomes |= {outcome.event: outcome for outcome in receipt.outcomes}
            self.waiting = [event for event in self.waiting if event.id not in self.outcomes]
            self.sent = None
        for rows in answer.rows:
            for row in rows.rows:
                self._keep(rows, row)
        for gone in answer.gone:
            self.rows.pop((gone.kind, gone.record), None)
            self.aside.pop((gone.kind, gone.record), None)
        self.cursors |= answer.cursors

    def of_kind(self, kind: str) -> dict[str, dict[str, Any]]:
        """Return its records of a kind."""
        return {record: row for (name, record), row in self.rows.items() if name == kind}

    def saved(self) -> dict[str, Any]:
        """Return a backup of what it knows of its chain."""
        names = ("epoch", "number", "previous", "sent", "cursors", "rows", "waiting", "outcomes")
        return {name: _copied(getattr(self, name)) for name in names}

    def restore(self, saved: Mapping[str, Any]) -> None:
        """Go back to a backup."""
        for name, value in saved.items():
            setattr(self, name, _copied(value))

    def _keep(self, rows: v1.Rows, row: list[Any]) -> None:
        values = dict(zip(rows.columns, row, strict=True))
        if rows.kind not in v1.KINDS:
            self.aside[rows.kind, values["id"]] = v1.Aside(columns=rows.columns, row=row)
            return
        known = v1.COLUMNS.get(rows.kind, rows.columns)
        kept = {name: value for name, value in values.items() if name in known}
        assert set(known) <= set(values), "a column that it needs has gone"
        if rows.kind in v1.COLUMNS:
            kept["extra"] = {name: value for name, value in values.items() if name not in known}
        self.rows[rows.kind, values["id"]] = kept

    def _batch(self) -> v1.Signed | None:
        if self.sent is None and self.waiting:
            batch = v1.Batch(
                id=self.county.hub.ids.new(),
                device=self.me.device,
                epoch=self.epoch,
                number=self.number + 1,
                previous=self.previous,
                events=tuple(self.waiting[:500]),
                made_at=self.county.clock.now(),
            )
            self.sent = v1.sign(batch, self.key)
            self.number, self.previous = self.number + 1, v1.chain_hash(self.sent.payload)
        return self.sent

    def _prove(self) -> str:
        nonce = v1.unpack(self._post("/v1/challenge", b""), v1.Challenge).nonce
        signature = Ed25519PrivateKey.from_private_bytes(self.key).sign(v1.PROOF_PURPOSE + nonce)
        proof = v1.Proof(device=self.me.device, nonce=nonce, signature=signature)
        return v1.unpack(self._post("/v1/token", v1.pack(proof)), v1.Token).token

    def _post(self, path: str, body: bytes, token: str = "") -> bytes:
        headers = {"authorization": f"Bearer {token}"} if token else {}
        response = self._client.post(path, content=body, headers=headers)
        if response.status_code == 401:
            raise TokenLapsedError
        assert response.status_code == 200, (path, v1.unpack(response.content, v1.Problem))
        return response.content


def _copied(value: Any) -> Any:
    return type(value)(value) if isinstance(value, dict | list) else value
