"""Who did what at this machine: appended, chained by hashes, never switched off; ids, not names of patients.

等保 2.0 安全审计 (GB/T 22239-2019 8.1.4.3): user, time, act, subject, outcome.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

import msgspec
from sqlalchemy import Connection
from sqlalchemy import insert
from sqlalchemy import select

from yigongti_desktop.storage import facts
from yigongti_desktop.storage.facts import moment
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.tables import audit

#: How many lines there are, so that lines taken off the end are missed as well.
COUNT = "audit_lines"


class AuditEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One line of the log."""

    seq: int
    at: datetime
    account: str
    act: str
    subject: str
    outcome: str
    chain: str


def note(
    connection: Connection, at: datetime, account: str, act: str, *, subject: str = "", outcome: str = "done"
) -> None:
    """Append a line."""
    last = connection.scalar(select(audit.c.chain).order_by(audit.c.seq.desc()).limit(1)) or ""
    values = (stamp(at), account, act, subject, outcome)
    names = ("at", "account", "act", "subject", "outcome")
    connection.execute(insert(audit).values(chain=_link(last, values), **dict(zip(names, values, strict=True))))
    facts.put(connection, **{COUNT: str(int(facts.get(connection, COUNT, "0")) + 1)})


def latest(connection: Connection, most: int = 1000) -> list[AuditEntry]:
    """Return the newest lines."""
    return [
        AuditEntry(**row._asdict() | {"at": moment(row.at)})
        for row in connection.execute(select(audit).order_by(audit.c.seq.desc()).limit(most))
    ]


def first_break(connection: Connection) -> int:
    """Return the number of the first line that was changed or follows a removed one; 0 when all is whole."""
    last = ""
    expected = 1
    for row in connection.execute(select(audit).order_by(audit.c.seq)):
        if row.seq != expected or row.chain != _link(last, (row.at, row.account, row.act, row.subject, row.outcome)):
            return int(row.seq)
        last = row.chain
        expected += 1
    return expected if expected <= int(facts.get(connection, COUNT, "0")) else 0


def _link(last: str, values: tuple[str, ...]) -> str:
    return hashlib.sha256("\x1f".join((last, *values)).encode()).hexdigest()
