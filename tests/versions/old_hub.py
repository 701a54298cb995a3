"""A hub of the first version, as small as it can be, over the database that the present one takes over later.

It judges two kinds of acts on residents; what it does not know it refuses as the first version did.
"""

from __future__ import annotations

import json
import os
import threading
from http.server import BaseHTTPRequestHandler
from http.server import ThreadingHTTPServer
from types import TracebackType
from typing import Any
from typing import Self

import msgspec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from sqlalchemy import Connection

from tests.sync.county import County
from tests.versions import v1
from yigongti_desktop.hub import certificates
from yigongti_desktop.storage.facts import stamp

_DAMAGED = (msgspec.MsgspecError, ValueError)


class RefusedError(Exception):
    """The old hub says no."""

    def __init__(self, code: str, **facts: Any) -> None:
        super().__init__(code)
        self.code, self.facts = code, facts


class OldHub:
    """Listens on a port of its own while the present hub is shut."""

    def __init__(self, county: County) -> None:
        self.county = county
        self._signing = county.hub._vault["signing"]
        vault = county.hub._vault
        self._tokens: dict[str, str] = {}
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        context = certificates.server_context(vault["authority_key"], vault["authority"], ["127.0.0.1"])
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)
        self.rounds = 0

    @property
    def address(self) -> str:
        """Return where it listens."""
        return f"127.0.0.1:{self._server.server_address[1]}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, fault: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._server.shutdown()
        self._server.server_close()

    def answer(self, path: str, body: bytes, token: str) -> msgspec.Struct:
        """Answer one request."""
        if path == "/v1/challenge":
            return v1.Challenge(os.urandom(32))
        with self.county.hub.engine.begin() as connection:
            if path == "/v1/token":
                return self._token(connection, v1.unpack(body, v1.Proof))
            if path == "/v1/exchange":
                return self._exchange(connection, v1.unpack(body, v1.Exchange), self._tokens[token])
        raise RefusedError("not_here")

    def _token(self, connection: Connection, proof: v1.Proof) -> v1.Token:
        device = _one(connection, "SELECT * FROM devices WHERE id = ?", proof.device)
        public = Ed25519PublicKey.from_public_bytes(device.public_key)
        public.verify(proof.signature, v1.PROOF_PURPOSE + proof.nonce)
        token = os.urandom(16).hex()
        self._tokens[token] = proof.device
        return v1.Token(token=token, lasts=3600)

    def _exchange(self, connection: Connection, ask: v1.Exchange, device_id: str) -> v1.Answer:
        self.rounds += 1
        device = _one(connection, "SELECT * FROM devices WHERE id = ?", device_id)
        receipt, epoch = None, 0
        if ask.batch is not None:
            receipt, epoch = self._take_in(connection, ask.batch, device)
        cursors, rows, gone, left = {}, [], [], 0
        own = f"unit:{device.institution}"
        for stream in (own, "community:tianmen-1", "county"):
            found = connection.exec_driver_sql(
                "SELECT kind, record, position, gone FROM stream_entries WHERE stream = ? AND position > ?"
                " ORDER BY position LIMIT 2000",
                (stream, ask.cursors.get(stream, 0)),
            ).all()
            cursors[stream] = found[-1].position if found else ask.cursors.get(stream, 0)
            gone += [v1.Gone(one.kind, one.record) for one in found if one.gone]
            rows += [_row(connection, one.kind, one.record) for one in found if not one.gone]
        return v1.Answer(
            hub_time=self.county.clock.now(),
            receipt=receipt,
            rows=tuple(row for row in rows if row is not None),
            gone=tuple(gone),
            cursors=cursors,
            left=left,
            new_epoch=epoch,
        )

    def _take_in(self, connection: Connection, signed: v1.Signed, device: Any) -> tuple[v1.Signed | None, int]:
        try:
            batch = v1.check(signed, device.public_key, v1.Batch)
        except _DAMAGED:
            raise RefusedError("message_damaged") from None
        query = "SELECT receipt, signature FROM batches WHERE id = ?"
        if known := connection.exec_driver_sql(query, (batch.id,)).first():
            return v1.Signed(known.receipt, known.signature), 0
        continues = (
            (batch.number, batch.previous) == (device.last_number + 1, device.last_hash)
            if batch.epoch == device.epoch
            else batch.epoch > device.epoch and (batch.number, batch.previous) == (1, v1.GENESIS)
        )
        if not continues:
            return None, device.epoch + 1
        outcomes = tuple(self._judge(connection, event, batch, device) for event in batch.events)
        now = self.county.clock.now()
        number = f"R-{now:%Y%m%d}-{os.urandom(2).hex()}"
        receipt = v1.Receipt(
            batch=batch.id, number=number, device=device.id, epoch=batch.epoch, outcomes=outcomes, hub_time=now
        )
        made = v1.sign(receipt, self._signing)
        digest = v1.chain_hash(signed.payload)
        connection.exec_driver_sql(
            "INSERT INTO batches (id, device, epoch, number, hash, hub_at, receipt_number, receipt, signature)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (batch.id, device.id, batch.epoch, batch.number, digest, stamp(now), number, made.payload, made.signature),
        )
        connection.exec_driver_sql(
            "UPDATE devices SET epoch = ?, last_number = ?, last_hash = ? WHERE id = ?",
            (batch.epoch, batch.number, digest, device.id),
        )
        return made, 0

    def _judge(self, connection: Connection, event: v1.Event, batch: v1.Batch, device: Any) -> v1.Outcome:
        done = connection.exec_driver_sql("SELECT * FROM journal WHERE id = ?", (event.id,)).first()
        if done is not None:
            return v1.Outcome(event=event.id, revision=done.revision, code=done.code, facts=json.loads(done.facts))
        try:
            outcome = v1.Outcome(event=event.id, revision=_apply(connection, event))
        except RefusedError as refusal:
            outcome = v1.Outcome(event=event.id, code=refusal.code, facts=refusal.facts)
        connection.exec_driver_sql(
            "INSERT INTO journal (id, batch, device, account, institution, kind, record_kind, record, seen, body, at,"
            " hub_at, answers, cause, revision, code, facts, quarantined)"
            " VALUES (?, ?, ?, ?, ?, ?, 'resident', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0)",
            (
                event.id, batch.id, device.id, event.account, event.institution, event.kind, event.record, event.seen,
                event.body, stamp(event.at), stamp(self.county.clock.now()), event.answers, event.cause,
                outcome.revision, outcome.code, json.dumps(outcome.facts),
            ),
        )  # fmt: skip
        return outcome


def _apply(connection: Connection, event: v1.Event) -> int:
    body = json.loads(event.body)
    if event.kind == "resident.registered":
        # The first version read the fields that it knew and passed over the others.
        told = {name: value for name, value in body["identity"].items() if name in v1.COLUMNS["resident"]}
        values = told | {"id": event.record, "revision": 1, "units": f'["{event.institution}"]'}
    elif event.kind == "resident.corrected":
        held = _one(connection, "SELECT * FROM residents WHERE id = ?", event.record)._mapping
        wrong = {
            name: {"base": seen, "mine": wanted, "theirs": held[name]}
            for name, (seen, wanted) in body["changes"].items()
            if held[name] not in (seen, wanted)
        }
        if wrong:
            raise RefusedError("conflict", fields=wrong)
        values = dict(held) | {name: wanted for name, (_, wanted) in body["changes"].items()}
        values["revision"] += 1
    else:
        raise RefusedError("event_unknown", kind=event.kind)
    names = ", ".join(values)
    asked = ", ".join("?" * len(values))
    connection.exec_driver_sql(
        f"INSERT OR REPLACE INTO residents ({names}) VALUES ({asked})",  # noqa: S608 - fields of a record of ours
        tuple(values.values()),
    )
    last = connection.exec_driver_sql(
        "UPDATE marks SET last = last + 1 WHERE name = 'position' RETURNING last"
    ).scalar()
    connection.exec_driver_sql(
        "INSERT OR REPLACE INTO stream_entries (stream, kind, record, position, gone) VALUES (?, 'resident', ?, ?, 0)",
        (f"unit:{event.institution}", event.record, last),
    )
    return int(values["revision"])


def _row(connection: Connection, kind: str, record: str) -> v1.Rows | None:
    """Return a resident or a drug as the first version sends it; the others do not change in these tests."""
    table = {"resident": "residents", "drug": "drugs"}.get(kind)
    if table is None:
        return None
    columns = v1.COLUMNS[kind]
    row = _one(connection, f"SELECT {', '.join(columns)} FROM {table} WHERE id = ?", record)  # noqa: S608 - ours
    return v1.Rows(kind=kind, columns=columns, rows=[list(row)])


def _one(connection: Connection, query: str, value: str) -> Any:
    return connection.exec_driver_sql(query, (value,)).one()


def _handler(hub: OldHub) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers.get("content-length", "0")))
            token = self.headers.get("authorization", "").removeprefix("Bearer ")
            try:
                status, content = 200, v1.pack(hub.answer(self.path, body, token))
            except RefusedError as refusal:
                status, content = 422, v1.pack(v1.Problem(refusal.code, refusal.facts))
            self.send_response(status)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - its name in the library
            """Say nothing."""

    return Handler
