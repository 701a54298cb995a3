"""A batch and its receipt as they travel since version 2: acts by columns, a receipt that tells exceptions.

Ten thousand acts of one kind differ in their values only, so they travel column by column and compress to a
seventh of their JSON. A program of version 1 takes neither for its own: both lack what it needs.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Iterator
from collections.abc import Sequence
from datetime import datetime
from itertools import repeat
from typing import Annotated
from typing import Any
from typing import NamedTuple

import msgspec

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.batch import PLAIN
from yigongti_desktop.protocol.batch import VERSION
from yigongti_desktop.protocol.batch import Batch
from yigongti_desktop.protocol.batch import Outcome
from yigongti_desktop.protocol.batch import Receipt
from yigongti_desktop.protocol.exchange import MOST_EVENTS
from yigongti_desktop.protocol.packing import decode
from yigongti_desktop.protocol.packing import deflate
from yigongti_desktop.protocol.packing import encode
from yigongti_desktop.protocol.packing import inflate

_UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
_UUIDS = re.compile(f"(?:{_UUID})*")
_UUID_TEXT, _UUID_BYTES = 36, 16
#: Bytes of one forecast.
FORECAST = 6
#: Stands for a forecast that was not told; as a digest it is as likely as any other, and is then sent once too often.
_UNTOLD = bytes(FORECAST)

#: Fields of a body that travels by its fields.
MOST_FIELDS = 200
_Fields = msgspec.Meta(max_length=MOST_FIELDS)
_Many = msgspec.Meta(max_length=MOST_EVENTS)
_Strings = Annotated[list[str], _Many]
#: Ids as 16 bytes each when all are UUIDs in their usual spelling, else as they are.
Ids = Annotated[bytes, msgspec.Meta(max_length=_UUID_BYTES * MOST_EVENTS)] | Annotated[tuple[str, ...], _Many]


class Act(NamedTuple):
    """One act as it is put into a batch, and as it comes out of one."""

    id: str
    kind: str
    record: str
    #: Revision of the record that the person had seen.
    seen: int
    account: str
    #: Moment by the device's clock, as the desk stored it.
    at: str
    answers: str
    cause: str
    #: Digest of the record as the desk shows it after the act; empty when it told none; None outside such a batch.
    forecast: bytes | None
    #: JSON of the body; None when `values` holds it.
    body: bytes | None
    #: The body's fields by name; None when `body` holds it.
    values: dict[str, Any] | None
    institution: str = ""


class Run(msgspec.Struct, array_like=True, frozen=True):
    """Acts of one kind that follow each other, column by column."""

    kind: str
    ids: Ids
    records: Ids
    seen: Annotated[list[int], _Many]
    accounts: _Strings
    ats: _Strings
    #: Names of the body's fields; empty when bodies travel as JSON.
    names: Annotated[tuple[str, ...], _Fields]
    #: A list for each name, or one list of bodies as they are.
    columns: Annotated[list[Annotated[list[Any], _Many]], _Fields]
    #: Empty when there are none; so are the three that follow.
    forecasts: bytes = b""
    answers: _Strings = []
    causes: _Strings = []


class CompactBatch(msgspec.Struct, frozen=True, kw_only=True):
    """Acts of one device, in order."""

    id: str
    device: str
    epoch: int
    #: Place in the epoch's chain, from 1.
    number: int
    #: Hash of the payload of the batch before, or GENESIS.
    previous: bytes
    institution: str
    runs: Annotated[tuple[Run, ...], _Many]
    made_at: datetime
    version: int = VERSION

    def __len__(self) -> int:
        """Return how many acts it holds."""
        return sum(len(run.seen) for run in self.runs)


class CompactReceipt(msgspec.Struct, frozen=True, kw_only=True):
    """The hub's word on one batch: a revision for each act, and what there is to say of those that went otherwise."""

    batch: str
    #: Number for people: R-20260928-0052.
    number: str
    device: str
    epoch: int
    #: SHA-256 of the batch's payload: what exactly the hub has answered.
    hash: bytes
    #: The record's revision after each act, in the order of the batch; 0 for an act that does not stand.
    revisions: list[int]
    #: Acts that do not stand, and why.
    others: tuple[Outcome, ...] = ()
    #: Places of acts that stand, but left another record than the desk had foreseen: it comes with a page.
    unlike: list[int] = []
    hub_time: datetime
    version: int = VERSION

    def outcomes(self, events: Sequence[str]) -> list[Outcome]:
        """Return what became of each act, given the ids of the batch in order.

        Raises:
            Refused: message_damaged when these are not as many.
        """
        if len(events) != len(self.revisions):
            raise Refused("message_damaged")
        others = {other.event: other for other in self.others}
        return [
            Outcome(event=event, revision=revision)
            if revision
            else others.get(event, Outcome(event=event, code="hub_fault", quarantined=True))
            for event, revision in zip(events, self.revisions, strict=True)
        ]


class _Versioned(msgspec.Struct, frozen=True):
    version: int = 1


def read_receipt(payload: bytes, events: Sequence[str]) -> Receipt:
    """Return a receipt of either version with an outcome for each act, given the ids of its batch in order.

    Raises:
        Refused: message_damaged.
    """
    if decode(payload, _Versioned).version <= PLAIN:
        return decode(payload, Receipt)
    short = decode(payload, CompactReceipt)
    return Receipt(
        batch=short.batch,
        number=short.number,
        device=short.device,
        epoch=short.epoch,
        outcomes=tuple(short.outcomes(events)),
        hub_time=short.hub_time,
        version=short.version,
    )


def read_short(payload: bytes) -> CompactReceipt | None:
    """Return a receipt of version 2, or None when it is of version 1."""
    return decode(payload, CompactReceipt) if decode(payload, _Versioned).version > PLAIN else None


def pack_batch(batch: CompactBatch) -> bytes:
    """Return the payload of a batch: what is signed, chained and kept."""
    return deflate(encode(batch))


def unpack_batch(payload: bytes) -> CompactBatch:
    """Return the batch of a payload.

    Raises:
        Refused: message_damaged, message_too_big.
    """
    return decode(inflate(payload), CompactBatch)


class BatchHead(NamedTuple):
    """What a batch of either version says of itself."""

    id: str
    device: str
    epoch: int


def read_head(payload: bytes) -> BatchHead:
    """Return what a batch of either version says of itself.

    Raises:
        Refused: message_damaged, message_too_big when the whole of it cannot be read.
    """
    batch = unpack_batch(payload) if is_compact(payload) else decode(payload, Batch)
    return BatchHead(batch.id, batch.device, batch.epoch)


def is_compact(payload: bytes) -> bool:
    """Say whether a payload is of version 2 or later: those are compressed, and no msgpack map begins so."""
    return payload[:4] == b"\x28\xb5\x2f\xfd"


def runs_of(acts: Iterable[Act]) -> tuple[Run, ...]:
    """Return acts column by column, in their order."""
    runs: list[list[Act]] = []
    last: tuple[str, tuple[str, ...]] | None = None
    for act in acts:
        shape = (act.kind, tuple(act.values) if act.values is not None else ())
        if shape != last:
            runs.append([])
            last = shape
        runs[-1].append(act)
    return tuple(_run(acts) for acts in runs)


def acts_of(batch: CompactBatch) -> Iterator[Act]:
    """Return the acts of a batch in order.

    Raises:
        Refused: message_damaged when columns are not equally long.
    """
    for run in batch.runs:
        yield from _acts(run, batch.institution)


def ids_of(batch: CompactBatch) -> list[str]:
    """Return the ids of a batch's acts in order."""
    return [event for run in batch.runs for event in spelled(run.ids)]


def packed(ids: Sequence[str]) -> Ids:
    """Return ids as bytes if they can be had again from them."""
    joined = "".join(ids)
    if len(joined) == _UUID_TEXT * len(ids) and _UUIDS.fullmatch(joined) and all(len(one) == _UUID_TEXT for one in ids):
        return bytes.fromhex(joined.replace("-", ""))
    return tuple(ids)


def spelled(ids: Ids) -> Sequence[str]:
    """Return packed ids as they were.

    Raises:
        Refused: message_damaged.
    """
    if not isinstance(ids, bytes):
        return ids
    if len(ids) % _UUID_BYTES:
        raise Refused("message_damaged")
    text = ids.hex()
    return [
        f"{one[:8]}-{one[8:12]}-{one[12:16]}-{one[16:20]}-{one[20:]}"
        for one in (text[at : at + 32] for at in range(0, len(text), 32))
    ]


def _run(acts: list[Act]) -> Run:
    ids, _, records, seen, accounts, ats, answers, causes, forecasts, bodies, values, _ = zip(*acts, strict=True)
    if values[0] is None:
        names: tuple[str, ...] = ()
        columns = [list(bodies)]
    else:
        names = tuple(values[0])
        columns = [[one[name] for one in values] for name in names]
    return Run(
        acts[0].kind,
        packed(ids),
        packed(records),
        list(seen),
        list(accounts),
        list(ats),
        names,
        columns,
        b"".join(one if one and len(one) == FORECAST else _UNTOLD for one in forecasts) if any(forecasts) else b"",
        list(answers) if any(answers) else [],
        list(causes) if any(causes) else [],
    )


def _acts(run: Run, institution: str) -> Iterator[Act]:
    count = len(run.seen)
    bodies: Iterable[bytes | None] = repeat(None, count)
    values: Iterable[dict[str, Any] | None] = repeat(None, count)
    if run.names:
        values = [dict(zip(run.names, row, strict=True)) for row in zip(*run.columns, strict=True)]
    elif len(run.columns) == 1 and all(isinstance(body, bytes) for body in run.columns[0]):
        bodies = run.columns[0]
    else:
        raise Refused("message_damaged")
    try:
        yield from map(
            Act._make,
            zip(
                spelled(run.ids),
                repeat(run.kind, count),
                spelled(run.records),
                run.seen,
                run.accounts,
                run.ats,
                run.answers or repeat("", count),
                run.causes or repeat("", count),
                [run.forecasts[at : at + FORECAST] for at in range(0, len(run.forecasts), FORECAST)]
                or repeat(b"", count),
                bodies,
                values,
                repeat(institution, count),
                strict=True,
            ),
        )
    except ValueError:
        raise Refused("message_damaged") from None
