"""Acts on their way to the hub: appended with their effect, answered by a receipt, kept for people.

States: waiting → accepted | refused | quarantined; a refused or quarantined act that a person has dealt
with is settled, one that is quarantined waits again when the hub can judge it. Nothing leaves this table unanswered.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import Row
from sqlalchemy import func
from sqlalchemy import insert
from sqlalchemy import select
from sqlalchemy import update

from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.protocol.batch import Outcome
from yigongti_desktop.protocol.event import Event
from yigongti_desktop.storage.facts import moment
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.tables import outbox

WAITING = "waiting"
ACCEPTED = "accepted"
REFUSED = "refused"
QUARANTINED = "quarantined"
SETTLED = "settled"
#: Code of an act done here early that the hub did not find to follow; nobody has to decide anything.
NOT_FOLLOWED = "not_followed"
#: Code of an act whose kind the hub does not know yet; it keeps the act.
EVENT_UNKNOWN = "event_unknown"
#: What only a person can solve.
NEEDS_PERSON = (REFUSED, QUARANTINED)


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


def append(connection: Connection, event: Event, record_kind: str) -> None:
    """Put an act at the end of the line."""
    connection.execute(
        insert(outbox).values(
            event=event.id,
            kind=event.kind,
            record_kind=record_kind,
            record=event.record,
            seen=event.seen,
            body=event.body,
            account=event.account,
            at=stamp(event.at),
            answers=event.answers,
            cause=event.cause,
            state=WAITING,
        )
    )


def waiting(connection: Connection, after: int, most: int) -> list[Act]:
    """Return waiting acts in order, beginning after a place in the line."""
    query = select(outbox).where(outbox.c.state == WAITING, outbox.c.seq > after).order_by(outbox.c.seq).limit(most)
    return [_act(row) for row in connection.execute(query)]


def of_record(connection: Connection, record_kind: str, record: str) -> list[Act]:
    """Return all acts on one record in order."""
    query = select(outbox).where(outbox.c.record_kind == record_kind, outbox.c.record == record)
    return [_act(row) for row in connection.execute(query.order_by(outbox.c.seq))]


def in_states(connection: Connection, states: Iterable[str], most: int = 500) -> list[Act]:
    """Return the latest acts in these states, newest first."""
    query = select(outbox).where(outbox.c.state.in_(list(states))).order_by(outbox.c.seq.desc()).limit(most)
    return [_act(row) for row in connection.execute(query)]


def find(connection: Connection, event: str) -> Act:
    """Return one act.

    Raises:
        Refused: act_unknown.
    """
    row = connection.execute(select(outbox).where(outbox.c.event == event)).first()
    if row is None:
        raise Refused("act_unknown")
    return _act(row)


def counts(connection: Connection) -> dict[str, int]:
    """Return how many acts are in each state."""
    query = select(outbox.c.state, func.count()).group_by(outbox.c.state)
    return dict(connection.execute(query).all())


def record_answers(connection: Connection, outcomes: Iterable[Outcome], at: datetime) -> None:
    """Write the hub's answers; most are plain acceptances and go in one statement."""
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
    is_kept = outcome.quarantined or outcome.code == EVENT_UNKNOWN  # an older hub does not say so
    return QUARANTINED if is_kept else REFUSED


def kept(connection: Connection) -> list[str]:
    """Return the events that the hub keeps unjudged."""
    return list(connection.scalars(select(outbox.c.event).where(outbox.c.state == QUARANTINED)))


def send_kept_again(connection: Connection) -> int:
    """Let the acts that the hub kept unjudged wait once more, in their old place; return how many.

    Those that a person has dealt with meanwhile stay settled.
    """
    kept = update(outbox).where(outbox.c.state == QUARANTINED)
    return connection.execute(kept.values(state=WAITING, code="", facts="{}", answered_at=None)).rowcount


def settle(connection: Connection, event: str) -> None:
    """Note that a person has dealt with a refused act."""
    connection.execute(
        update(outbox).where(outbox.c.event == event, outbox.c.state.in_(NEEDS_PERSON)).values(state=SETTLED)
    )


def _act(row: Row[Any]) -> Act:
    values = row._asdict()
    values["facts"] = msgspec.json.decode(values["facts"])
    values["at"] = moment(values["at"])
    values["answered_at"] = moment(values["answered_at"]) if values["answered_at"] else None
    return Act(**values)
