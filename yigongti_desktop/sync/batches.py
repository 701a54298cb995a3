"""Make batches of what waits: chained, signed, and kept byte for byte until their receipt is in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import insert
from sqlalchemy import select
from sqlalchemy import update

from yigongti_desktop.kernel.ids import Ids
from yigongti_desktop.protocol.batch import GENESIS
from yigongti_desktop.protocol.batch import Batch
from yigongti_desktop.protocol.batch import Signed
from yigongti_desktop.protocol.batch import chain_hash
from yigongti_desktop.protocol.event import Event
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.signing import sign
from yigongti_desktop.storage import facts
from yigongti_desktop.storage import outbox
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.tables import sent_batches

#: Bytes of acts that one batch holds: a weak line takes it in one go, and a message never grows too big.
_MOST_BYTES = 1024**2


def on_the_way(connection: Connection) -> Signed | None:
    """Return the batch that was sent and not answered; it goes again just as it was."""
    query = select(sent_batches).where(sent_batches.c.confirmed_at.is_(None)).order_by(sent_batches.c.number)
    row = connection.execute(query).first()
    return None if row is None else Signed(row.payload, row.signature)


def make(connection: Connection, key: bytes, ids: Ids, now: datetime, most: int) -> Signed | None:
    """Make the next batch of the waiting acts, or return None when nothing waits."""
    acts = _light(outbox.waiting(connection, 0, most))
    if not acts:
        return None
    known = facts.everything(connection)
    epoch = int(known.get(facts.EPOCH, "1"))
    last = connection.execute(
        select(sent_batches).where(sent_batches.c.epoch == epoch).order_by(sent_batches.c.number.desc()).limit(1)
    ).first()
    batch = Batch(
        id=ids.new(),
        device=known[facts.DEVICE],
        epoch=epoch,
        number=last.number + 1 if last else 1,
        previous=chain_hash(last.payload) if last else GENESIS,
        events=tuple(_event(act, known[facts.INSTITUTION]) for act in acts),
        made_at=now,
    )
    signed = sign(encode(batch), key)
    connection.execute(
        insert(sent_batches).values(
            id=batch.id,
            epoch=epoch,
            number=batch.number,
            first_seq=acts[0].seq,
            last_seq=acts[-1].seq,
            payload=signed.payload,
            signature=signed.signature,
            made_at=stamp(now),
        )
    )
    return signed


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
    latest = select(sent_batches.c.id).order_by(sent_batches.c.epoch.desc(), sent_batches.c.number.desc())
    answered = sent_batches.c.confirmed_at.isnot(None)
    connection.execute(
        update(sent_batches)
        .where(answered, sent_batches.c.receipt.isnot(None), sent_batches.c.id.notin_(latest.limit(keep)))
        .values(payload=b"", signature=b"", receipt=None, receipt_signature=None)
    )
    connection.execute(delete(sent_batches).where(answered, sent_batches.c.id.notin_(latest.limit(listed))))


def _light(acts: list[outbox.Act]) -> list[outbox.Act]:
    """Return the first acts, at least one, that weigh no more than one batch may."""
    weight = 0
    for place, act in enumerate(acts):
        weight += len(act.body)
        if place and weight > _MOST_BYTES:
            return acts[:place]
    return acts


def _event(act: outbox.Act, institution: str) -> Event:
    return Event(
        id=act.event,
        kind=act.kind,
        record=act.record,
        seen=act.seen,
        body=act.body,
        institution=institution,
        account=act.account,
        at=act.at,
        answers=act.answers,
        cause=act.cause,
    )
