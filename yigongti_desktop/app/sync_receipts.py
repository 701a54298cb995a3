"""The hub's receipts as this desk keeps them: listed, opened act by act, proven against the pinned key."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select
from sqlalchemy import update

from yigongti_desktop.app.knowledge import CATALOGUE
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.batch import Outcome
from yigongti_desktop.protocol.batch import Receipt
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.compact import read_receipt
from yigongti_desktop.protocol.compact import read_short
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.signing import check
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage import records
from yigongti_desktop.storage.facts import moment
from yigongti_desktop.storage.outbox import Act
from yigongti_desktop.storage.tables import outbox as acts
from yigongti_desktop.storage.tables import sent_batches
from yigongti_desktop.sync.batches import count_of
from yigongti_desktop.sync.batches import events_of

_MOST_LISTED = 200


class ReceiptRow(msgspec.Struct, frozen=True, kw_only=True):
    """One receipt in the list."""

    batch: str
    #: Number for people: R-20260928-0052.
    number: str
    #: Place of the batch in the chain of its epoch.
    batch_number: int
    epoch: int
    hub_time: datetime
    acts: int
    #: The signed bytes lie here; else they have to be fetched from the hub before they prove anything.
    is_kept: bool


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """What the hub said to one act."""

    kind: str
    record_kind: str
    #: Number of the document, or the id of a record that has none.
    document: str
    #: Empty when the hub took it.
    code: str
    facts: dict[str, Any] = {}


class OpenReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """A receipt with what it says of each act."""

    row: ReceiptRow
    institution: str
    letter: str
    device: str
    lines: tuple[Line, ...]
    #: SHA-256 of the signed bytes, and of the hub's pinned key, the first 16 bytes of each.
    fingerprint: str
    key_fingerprint: str
    #: The signature was checked against the pinned key just now, and is the hub's.
    is_proven: bool

    @property
    def accepted(self) -> int:
        """Return how many acts the hub took."""
        return sum(not line.code for line in self.lines)

    @property
    def refused(self) -> int:
        """Return how many it did not take."""
        return len(self.lines) - self.accepted


class _Numbered(msgspec.Struct, frozen=True):
    number: str = ""


def receipts(connection: Connection) -> tuple[ReceiptRow, ...]:
    """Return the receipts of what people did, the latest first; those of pieces of files tell them nothing."""
    table = sent_batches.c
    query = (
        select(sent_batches)
        .where(table.confirmed_at.isnot(None), table.receipt_number != "", table.heavy == 0)
        .order_by(table.epoch.desc(), table.number.desc())
        .limit(_MOST_LISTED)
    )
    return tuple(_row(row) for row in connection.execute(query))


def open_receipt(connection: Connection, batch: str) -> OpenReceipt | None:
    """Return a receipt act by act; None when its bytes have to be fetched from the hub first."""
    found: Any = connection.execute(select(sent_batches).where(sent_batches.c.id == batch)).first()
    if found is None or found.receipt is None or found.receipt_signature is None:
        return None
    known = facts.everything(connection)
    hub_key = bytes.fromhex(known.get(facts.HUB_KEY, ""))
    receipt = read_receipt(found.receipt, events_of(found))
    sent = _acts_of(connection, found, [outcome.event for outcome in receipt.outcomes])
    return OpenReceipt(
        row=_row(found),
        institution=_institution(connection, known),
        letter=known.get(facts.LETTER, ""),
        device=receipt.device,
        lines=tuple(_lines(connection, sent, receipt.outcomes)),
        fingerprint=fingerprint(found.receipt),
        key_fingerprint=fingerprint(hub_key),
        is_proven=_is_proven(Signed(found.receipt, found.receipt_signature), hub_key),
    )


def keep_fetched(connection: Connection, batch: str, signed: Signed) -> None:
    """Keep a receipt that was fetched again.

    Raises:
        Refused: signature_wrong when it is not the hub's, receipt_unknown when it answers another batch.
    """
    hub_key = bytes.fromhex(facts.get(connection, facts.HUB_KEY))
    payload = check(signed, hub_key)
    if (read_short(payload) or decode(payload, Receipt)).batch != batch:
        raise Refused("receipt_unknown")
    connection.execute(
        update(sent_batches)
        .where(sent_batches.c.id == batch)
        .values(receipt=signed.payload, receipt_signature=signed.signature)
    )


def fingerprint(content: bytes) -> str:
    """Return a fingerprint that people can compare: 16 bytes in groups of four digits."""
    digits = hashlib.sha256(content).hexdigest()[:32].upper()
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def _row(row: Any) -> ReceiptRow:
    return ReceiptRow(
        batch=row.id,
        number=row.receipt_number,
        batch_number=row.number,
        epoch=row.epoch,
        hub_time=moment(row.confirmed_at),
        acts=count_of(row),
        is_kept=row.receipt is not None and row.receipt_signature is not None,
    )


def _is_proven(signed: Signed, hub_key: bytes) -> bool:
    try:
        check(signed, hub_key)
    except Refused:
        return False
    return True


def _acts_of(connection: Connection, batch: Any, answered: Sequence[str]) -> list[Act]:
    """Return the acts that a batch carried, in order; those that a receipt names count even where it names few."""
    named = set(answered)
    its = acts.c.seq.between(batch.first_seq, batch.last_seq) & (acts.c.heavy == batch.heavy)
    query = select(acts).where(its).order_by(acts.c.seq)
    found = [outbox.read_act(row) for row in connection.execute(query)]
    return [act for act in found if act.event in named or act.state != outbox.WAITING]


def _lines(connection: Connection, sent: Sequence[Act], outcomes: Sequence[Outcome]) -> list[Line]:
    said = {outcome.event: outcome for outcome in outcomes}
    lines = []
    for act in sent:
        outcome = said.get(act.event)
        if outcome is not None and outcome.code == outbox.NOT_FOLLOWED:
            continue
        kind = CATALOGUE.records.get(act.record_kind)
        record = records.load(connection, kind, act.record) if kind else None
        lines.append(
            Line(
                kind=act.kind,
                record_kind=act.record_kind,
                document=getattr(record, "number", "") or _number_in(act) or act.record,
                code=outcome.code if outcome else "",
                facts=outcome.facts if outcome else {},
            )
        )
    return lines


def _number_in(act: Act) -> str:
    """Return the document's number as the act itself gave it: a record that the hub refused is not kept."""
    return msgspec.json.decode(act.body, type=_Numbered).number if act.body else ""


def _institution(connection: Connection, known: dict[str, str]) -> str:
    kind = CATALOGUE.records["institution"]
    found = records.load(connection, kind, known.get(facts.INSTITUTION, ""))
    return str(found.name) if found is not None else ""
