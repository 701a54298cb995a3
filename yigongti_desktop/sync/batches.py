"""Make batches of what waits: chained, signed, and kept byte for byte until their receipt is in.

A further batch may be made while those before it are on their way, by the line or on a stick: it chains on the
last one made.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import insert
from sqlalchemy import select

from yigongti_desktop.kernel.ids import Ids
from yigongti_desktop.protocol import compact
from yigongti_desktop.protocol.batch import GENESIS
from yigongti_desktop.protocol.batch import PLAIN
from yigongti_desktop.protocol.batch import VERSION
from yigongti_desktop.protocol.batch import Batch
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.batch import chain_hash
from yigongti_desktop.protocol.compact import Act
from yigongti_desktop.protocol.compact import CompactBatch
from yigongti_desktop.protocol.event import Event
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.signing import sign
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.catalogue import HEAVY
from yigongti_desktop.storage.facts import moment
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.tables import sent_batches

#: Bytes of acts that one batch holds: a weak line takes it in one go, and a message never grows too big.
_MOST_BYTES = 2 * 1024**2
_ID_BYTES = 16
_LATEST = "SELECT id FROM sent_batches ORDER BY epoch DESC, number DESC LIMIT ?"
_THIN = (
    "UPDATE sent_batches SET payload = x'', signature = x'', receipt = NULL, receipt_signature = NULL"  # noqa: S608 - no value in it
    f" WHERE confirmed_at IS NOT NULL AND receipt IS NOT NULL AND id NOT IN ({_LATEST})"
)
_FORGET = f"DELETE FROM sent_batches WHERE confirmed_at IS NOT NULL AND id NOT IN ({_LATEST})"  # noqa: S608 - no value in it
_decode_json = msgspec.json.Decoder().decode
_encode_json = msgspec.json.Encoder().encode
_encode_row = msgspec.msgpack.Encoder().encode


@dataclass(frozen=True)
class Kept:
    """A batch that was made and not answered."""

    id: str
    number: int
    signed: Signed


def last_hash(connection: Connection) -> bytes:
    """Return the hash of the last batch made, answered or kept to be sent again; GENESIS when there is none."""
    query = "SELECT payload FROM sent_batches ORDER BY epoch DESC, number DESC LIMIT 1"
    row = connection.exec_driver_sql(query).first()
    return GENESIS if row is None else chain_hash(row.payload)


def unconfirmed(connection: Connection) -> int:
    """Return how many batches are not answered."""
    query = select(func.count()).select_from(sent_batches).where(sent_batches.c.confirmed_at.is_(None))
    return int(connection.scalar(query) or 0)


def next_kept(connection: Connection, number: int) -> Kept | None:
    """Return the first batch after a number that is not answered; it goes just as it was."""
    query = (
        "SELECT id, number, payload, signature FROM sent_batches"
        " WHERE confirmed_at IS NULL AND number > ? ORDER BY number LIMIT 1"
    )
    row = connection.exec_driver_sql(query, (number,)).first()
    return None if row is None else Kept(row.id, row.number, Signed(row.payload, row.signature))


def has_more(connection: Connection) -> bool:
    """Say whether acts wait that are in no batch yet."""
    return any(_waiting(connection, 1, is_heavy=is_heavy) for is_heavy in (False, True))


def make(
    connection: Connection, key: bytes, ids: Ids, now: datetime, most: int, *, version: int = VERSION
) -> Kept | None:
    """Make the next batch of what waits and is in no batch yet, or return None when there is nothing.

    Heavy acts are in batches of their own, made when nothing else waits.

    Args:
        connection: the desk's database, for writing.
        key: the device's signing key.
        ids: gives the batch its id.
        now: this moment.
        most: acts at most, or heavy ones that weigh as much; one of these always.
        version: of the protocol that the hub speaks.
    """
    known = facts.everything(connection)
    epoch = int(known.get(facts.EPOCH, "1"))
    last = connection.execute(
        select(sent_batches).where(sent_batches.c.epoch == epoch).order_by(sent_batches.c.number.desc()).limit(1)
    ).first()
    lines = _light(_waiting(connection, most))
    is_heavy = not lines
    if is_heavy:
        lines = _light(_waiting(connection, max(1, most // HEAVY), is_heavy=True))
    if not lines:
        return None
    head: dict[str, Any] = {
        "id": ids.new(),
        "device": known[facts.DEVICE],
        "epoch": epoch,
        "number": last.number + 1 if last else 1,
        "previous": chain_hash(last.payload) if last else GENESIS,
        "made_at": now,
    }
    payload = (_compact if version > PLAIN else _plain)(head, known[facts.INSTITUTION], lines)
    signed = sign(payload, key)
    connection.execute(
        insert(sent_batches).values(
            id=head["id"],
            epoch=epoch,
            number=head["number"],
            heavy=int(is_heavy),
            first_seq=lines[0][0],
            last_seq=lines[-1][0],
            events=msgspec.msgpack.encode(compact.packed([line[0] for _, line in lines])),
            payload=signed.payload,
            signature=signed.signature,
            made_at=stamp(now),
        )
    )
    return Kept(head["id"], head["number"], signed)


def events_of(batch: Any) -> Sequence[str]:
    """Return the ids of the acts of a kept batch, in order."""
    if batch.events is not None:
        return compact.spelled(msgspec.msgpack.decode(batch.events, type=compact.Ids))
    return [event.id for event in decode(batch.payload, Batch).events] if batch.payload else []


def count_of(batch: Any) -> int:
    """Return how many acts are in a kept batch; of one that the first version made, how many places it spans."""
    if batch.events is None:
        return int(batch.last_seq - batch.first_seq + 1)
    ids = msgspec.msgpack.decode(batch.events, type=compact.Ids)
    return len(ids) // _ID_BYTES if isinstance(ids, bytes) else len(ids)


def begin_epoch(connection: Connection, epoch: int) -> None:
    """Go on in a new epoch, never in one that was used here: what was not answered is put into new batches.

    Acts keep their ids.
    """
    connection.execute(delete(sent_batches).where(sent_batches.c.confirmed_at.is_(None)))
    used = int(facts.get(connection, facts.EPOCH, "1"))
    facts.put(connection, **{facts.EPOCH: str(max(epoch, used + 1))})


def thin(connection: Connection, keep: int = 50, listed: int = 2000) -> None:
    """Forget the bytes of all but the latest batches that were answered; their receipts stay listed for longer.

    A receipt whose bytes are gone can be fetched from the hub again.
    """
    connection.exec_driver_sql(_THIN, (keep,))
    connection.exec_driver_sql(_FORGET, (listed,))


def _waiting(connection: Connection, most: int, *, is_heavy: bool = False) -> list[tuple[int, outbox.Line]]:
    """Return the acts of one of the lines that wait and are in no batch which is not answered."""
    query = "SELECT coalesce(max(last_seq), 0) FROM sent_batches WHERE confirmed_at IS NULL AND heavy = ?"
    taken = int(connection.exec_driver_sql(query, (int(is_heavy),)).scalar_one())
    return outbox.lines(connection, taken, most, is_heavy=is_heavy)


def _light(lines: list[tuple[int, outbox.Line]]) -> list[tuple[int, outbox.Line]]:
    """Return the first acts, at least one, that weigh no more than one batch may."""
    weight = 0
    for place, (_, line) in enumerate(lines):
        weight += len(line[-1])
        if place and weight > _MOST_BYTES:
            return lines[:place]
    return lines


def _compact(head: dict[str, Any], institution: str, lines: list[tuple[int, outbox.Line]]) -> bytes:
    runs = compact.runs_of(_act(line) for _, line in lines)
    return compact.pack_batch(CompactBatch(**head, institution=institution, runs=runs))


def _act(line: outbox.Line) -> Act:
    """Return an act for a batch: its body by fields where the same JSON can be had again from them."""
    body = line[-1]
    values = _fields(body)
    event, kind, record, seen, account, at, answers, cause, forecast, _ = line
    return Act(event, kind, record, seen, account, at, answers, cause, forecast or b"",
               body if values is None else None, values)  # fmt: skip


def _fields(body: bytes) -> dict[str, Any] | None:
    try:
        values = _decode_json(body)
    except (ValueError, RecursionError):
        return None  # a damaged one goes as it is, and is refused alone
    is_same = isinstance(values, dict) and 0 < len(values) <= compact.MOST_FIELDS and _encode_json(values) == body
    return values if is_same and _travels(values) else None


def _travels(values: dict[str, Any]) -> bool:
    """Say whether msgpack holds all of it: a whole number may be too wide."""
    try:
        _encode_row(values)
    except OverflowError:
        return False
    return True


def _plain(head: dict[str, Any], institution: str, lines: list[tuple[int, outbox.Line]]) -> bytes:
    return encode(Batch(**head, events=tuple(_event(line, institution) for _, line in lines)))


def _event(line: outbox.Line, institution: str) -> Event:
    event, kind, record, seen, account, at, answers, cause, _, body = line
    return Event(
        id=event,
        kind=kind,
        record=record,
        seen=seen,
        body=body,
        institution=institution,
        account=account,
        at=moment(at),
        answers=answers,
        cause=cause,
    )
