"""Acts on their way to the hub: appended with their effect, answered by a receipt, kept for people.

States: waiting → accepted | refused | quarantined; a refused or quarantined act that a person has dealt
with is settled, one that is quarantined waits again when the hub can judge it. Nothing leaves this table unanswered.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from datetime import datetime
from itertools import starmap
from typing import Any
from typing import NamedTuple

import msgspec
from sqlalchemy import Connection
from sqlalchemy import Row
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import text
from sqlalchemy import update

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.batch import Outcome
from yigongti_desktop.protocol.event import Event
from yigongti_desktop.storage import records
from yigongti_desktop.storage.facts import moment
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.records import plain_rows
from yigongti_desktop.storage.tables import outbox

WAITING = "waiting"
ACCEPTED = "accepted"
REFUSED = "refused"
QUARANTINED = "quarantined"
SETTLED = "settled"
#: Code of an act done here early that the hub did not find to follow; nobody has to decide anything.
NOT_FOLLOWED = "not_followed"
#: What only a person can solve.
NEEDS_PERSON = (REFUSED, QUARANTINED)
#: What is not done with.
OPEN_STATES = (WAITING, *NEEDS_PERSON)
#: The same as the index of those few says it.
OPEN = "state IN ('waiting', 'refused', 'quarantined')"
#: Code of an act whose kind the hub does not know yet; it keeps the act.
EVENT_UNKNOWN = "event_unknown"
#: Fact of a refusal: the notice by which whoever was first hears of it.
TOLD = "told"
#: Acts that people count: pieces of a file are none, unless one of them came back.
_COUNTS = (outbox.c.heavy == 0) | outbox.c.state.in_(NEEDS_PERSON)
_OPEN_COUNTS = select(outbox.c.state, func.count()).where(text(OPEN), _COUNTS).group_by(outbox.c.state)
#: Bytes stand in JSON as base64: four letters for three of them.
_HEAVY_BYTES = select(func.sum(func.length(outbox.c.body))).where(
    text(OPEN), outbox.c.state == WAITING, outbox.c.heavy == 1
)


#: Columns that an act has from the start.
_WRITTEN = ("event", "kind", "record_kind", "record", "seen", "body", "account", "at", "answers", "cause", "forecast",
            "heavy", "state")  # fmt: skip
#: Event, kind, record, seen, account, at, answers, cause, forecast, body.
Line = tuple[Any, ...]


class Place(NamedTuple):
    """Where an act of a batch stands."""

    seq: int
    event: str
    kind: str
    record: str
    state: str
    #: Revision of the record after it, once it was accepted.
    revision: int
    #: What it made of its record was foreseen, and nothing has come between.
    is_foreseen: bool
    #: Another act on the record, outside of what was asked for, waits.
    is_followed: bool


class Act(msgspec.Struct, frozen=True, kw_only=True):
    """One act as this desk remembers it."""

    seq: int
    event: str
    kind: str
    record_kind: str
    record: str
    seen: int
    body: bytes
    account: str
    at: datetime
    answers: str
    cause: str
    state: str
    revision: int
    code: str
    facts: dict[str, Any]
    answered_at: datetime | None


def append(
    connection: Connection, event: Event, record_kind: str, forecast: bytes = b"", *, is_heavy: bool = False
) -> None:
    """Put an act at the end of the line, with a digest of what it makes of its record.

    A heavy one stands in a line of its own, whose turn comes when nothing waits in the other.
    """
    append_many(connection, [(event, record_kind, forecast, is_heavy)])


def append_many(connection: Connection, acts: Sequence[tuple[Event, str, bytes, bool]]) -> None:
    """Put acts at the end of the line in their order: each with its record's kind, the digest, whether it is heavy."""
    lines = [
        (event.id, event.kind, record_kind, event.record, event.seen, event.body, event.account, stamp(event.at),
         event.answers, event.cause, forecast, int(is_heavy), WAITING)
        for event, record_kind, forecast, is_heavy in acts
    ]  # fmt: skip
    records.append(connection, outbox, _WRITTEN, lines)


def lines(connection: Connection, after: int, most: int, *, is_heavy: bool = False) -> list[tuple[int, Line]]:
    """Return waiting acts in order as they go into a batch, each with its place in the line, after a place."""
    query = (
        "SELECT seq, event, kind, record, seen, account, at, answers, cause, forecast, body FROM outbox"  # noqa: S608 - ours
        f" WHERE state = 'waiting' AND {OPEN} AND heavy = ? AND seq > ? ORDER BY seq LIMIT ?"
    )
    found = plain_rows(connection.exec_driver_sql(query, (int(is_heavy), after, most)))
    return [(row[0], row[1:]) for row in found]


def places(connection: Connection, first: int, last: int, *, is_heavy: bool = False) -> list[Place]:
    """Return the acts between two places of one of the lines, in order."""
    query = (
        "SELECT seq, event, record_kind, record, state, revision, forecast IS NOT NULL, EXISTS (SELECT 1"
        " FROM outbox AS other INDEXED BY ix_outbox_record_kind_record"
        " WHERE other.record_kind = act.record_kind AND other.record = act.record"
        " AND (other.seq < ? OR other.seq > ?) AND other.state = 'waiting')"
        " FROM outbox AS act WHERE seq BETWEEN ? AND ? AND heavy = ? ORDER BY seq"
    )
    found = connection.exec_driver_sql(query, (first, last, first, last, int(is_heavy)))
    return list(starmap(Place, plain_rows(found)))


def of_record(connection: Connection, record_kind: str, record: str) -> list[Act]:
    """Return all acts on one record in order."""
    query = select(outbox).where(outbox.c.record_kind == record_kind, outbox.c.record == record)
    return [read_act(row) for row in connection.execute(query.order_by(outbox.c.seq))]


def in_states(connection: Connection, states: Iterable[str], most: int = 500) -> list[Act]:
    """Return the latest acts in these states, newest first; heavy ones only where they need a person."""
    wanted = set(states)
    query = select(outbox).where(outbox.c.state.in_(wanted), _COUNTS).order_by(outbox.c.seq.desc()).limit(most)
    if wanted.issubset(OPEN_STATES):
        query = query.where(text(OPEN))
    return [read_act(row) for row in connection.execute(query)]


def told_of(connection: Connection) -> set[str]:
    """Return the acts that need a person and of which somebody else was told."""
    query = select(outbox.c.event).where(outbox.c.state == REFUSED, text(OPEN), outbox.c.facts.contains(f'"{TOLD}"'))
    return set(connection.scalars(query))


def find(connection: Connection, event: str) -> Act:
    """Return one act.

    Raises:
        Refused: act_unknown.
    """
    row = connection.execute(select(outbox).where(outbox.c.event == event)).first()
    if row is None:
        raise Refused("act_unknown")
    return read_act(row)


def open_counts(connection: Connection) -> dict[str, int]:
    """Return how many acts are in each state that is not the end of the matter; heavy ones do not wait as acts."""
    return dict(connection.execute(_OPEN_COUNTS).all())


def heavy_bytes(connection: Connection) -> int:
    """Return the bytes of heavy acts that wait, as people count a file: without what carries it."""
    return int(connection.scalar(_HEAVY_BYTES) or 0) * 3 // 4


def accept(connection: Connection, revisions: Sequence[tuple[int, int]], at: datetime) -> None:
    """Write that acts stand: (place in the line, revision of the record after it)."""
    if not revisions:
        return
    answered, first, last = stamp(at), revisions[0][0], revisions[-1][0]
    if last - first + 1 == len(revisions) and len({revision for _, revision in revisions}) == 1:
        connection.exec_driver_sql(
            "UPDATE outbox SET state = 'accepted', revision = ?, answered_at = ?"
            " WHERE seq BETWEEN ? AND ? AND state = 'waiting'",
            (revisions[0][1], answered, first, last),
        )
        return
    connection.exec_driver_sql(
        "UPDATE outbox SET state = 'accepted', revision = ?, answered_at = ? WHERE seq = ? AND state = 'waiting'",
        [(revision, answered, seq) for seq, revision in revisions],
    )


def record_answers(connection: Connection, outcomes: Iterable[Outcome], at: datetime) -> None:
    """Write the hub's answers one by one."""
    answered = stamp(at)
    rows = [
        (
            _state(outcome),
            outcome.revision,
            outcome.code,
            msgspec.json.encode(outcome.facts).decode(),
            answered,
            outcome.event,
        )
        for outcome in outcomes
    ]
    if rows:
        connection.exec_driver_sql(
            "UPDATE outbox SET state = ?, revision = ?, code = ?, facts = ?, answered_at = ?"
            " WHERE event = ? AND state = 'waiting'",
            rows,
        )


def _state(outcome: Outcome) -> str:
    if outcome.is_accepted:
        return ACCEPTED
    if outcome.code == NOT_FOLLOWED:
        return SETTLED
    return QUARANTINED if is_kept(outcome) else REFUSED


def is_kept(outcome: Outcome) -> bool:
    """Say whether the hub keeps an act that it could not judge; an older hub says so by the code alone."""
    return outcome.quarantined or outcome.code == EVENT_UNKNOWN


def kept(connection: Connection) -> list[str]:
    """Return the events that the hub keeps unjudged."""
    return list(connection.scalars(select(outbox.c.event).where(outbox.c.state == QUARANTINED, text(OPEN))))


def send_kept_again(connection: Connection) -> int:
    """Let the acts that the hub kept unjudged wait once more, in their old place; return how many.

    Those that a person has dealt with meanwhile stay settled.
    """
    kept = update(outbox).where(outbox.c.state == QUARANTINED, text(OPEN))
    # Meanwhile their effect was not shown, so nothing is foreseen of them.
    return connection.execute(kept.values(state=WAITING, code="", facts="{}", answered_at=None, forecast=None)).rowcount


def doubt(connection: Connection, record_kind: str, record: str) -> None:
    """Forget what acts were foreseen to make of a record, since it has changed under them."""
    its = (outbox.c.record_kind == record_kind) & (outbox.c.record == record)
    connection.execute(update(outbox).where(its, outbox.c.forecast.is_not(None)).values(forecast=None))


def settle(connection: Connection, event: str) -> None:
    """Note that a person has dealt with a refused act."""
    connection.execute(
        update(outbox).where(outbox.c.event == event, outbox.c.state.in_(NEEDS_PERSON)).values(state=SETTLED)
    )


def read_act(row: Row[Any]) -> Act:
    """Return the act of a row of the outbox."""
    values = row._asdict()
    del values["forecast"], values["heavy"]
    values["facts"] = msgspec.json.decode(values["facts"])
    values["at"] = moment(values["at"])
    values["answered_at"] = moment(values["answered_at"]) if values["answered_at"] else None
    return Act(**values)
