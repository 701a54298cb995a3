"""Amounts that records post to accounts: a balance is their sum, and nothing ever sets one.

An account is a name such as "stock|岳口|…"; a record posts to it by being there, and no longer when it is not. Two
desks that post off-line both count, in whichever order their records meet.
"""

from __future__ import annotations

from collections.abc import Iterable
from collections.abc import Sequence
from typing import TypeVar

import msgspec
from sqlalchemy import ColumnElement
from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import func
from sqlalchemy import select
from sqlalchemy import text

from yigongti_desktop.protocol.record import Record
from yigongti_desktop.storage import postgresql
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.catalogue import no_postings
from yigongti_desktop.storage.tables import postings

R = TypeVar("R", bound=Record)
#: Sorts after every character that an account may hold behind its beginning.
_END = "\U0010ffff"
#: A cross join, since each beginning is to be looked up in the index, whatever else the database would think of.
_BEGUN = text(
    "SELECT json_group_array(json_array(account, amount)) FROM (SELECT account, sum(amount) AS amount"
    " FROM json_each(:begun) AS begun CROSS JOIN postings ON account >= begun.value AND account < begun.value || :end"
    " GROUP BY account)"
)


def amounts(kind: RecordKind[R], record: R) -> dict[str, int]:
    """Return what a record posts, one amount for each account."""
    summed: dict[str, int] = {}
    for account, amount in kind.postings(record):
        summed[account] = summed.get(account, 0) + amount
    return summed


def write(connection: Connection, kind: RecordKind[R], posting: Sequence[R], *, are_new: bool) -> None:
    """Write what records post, in place of what they posted before.

    Args:
        connection: the database, for writing.
        kind: of the records.
        posting: the records as they stand.
        are_new: none of them has posted yet.
    """
    if kind.postings is no_postings:
        return
    if not are_new:
        remove(connection, [record.id for record in posting])
    rows = [(account, one.id, amount) for one in posting for account, amount in amounts(kind, one).items()]
    records.append(connection, postings, ("account", "record", "amount"), rows)


def remove(connection: Connection, posting: Sequence[str]) -> None:
    """Forget what records posted: they are no longer here."""
    connection.execute(delete(postings).where(records.among(connection, postings.c.record, posting)))


def total(connection: Connection, account: str, but: str = "") -> int:
    """Return the balance of an account; what one record has posted may be left out."""
    summed = select(func.sum(postings.c.amount)).where(postings.c.account == account, postings.c.record != but)
    return int(connection.scalar(summed) or 0)


def balances(connection: Connection, beginning: str) -> dict[str, int]:
    """Return the balances of the accounts that begin so, in the order of their names, noughts too."""
    its = postings.c.account
    summed = select(its, func.sum(postings.c.amount)).where(_begins(connection, beginning)).group_by(its)
    return {account: int(amount) for account, amount in sorted(records.at_once(connection, summed))}


def balances_of(connection: Connection, beginnings: Sequence[str]) -> dict[str, int]:
    """Return the balances of the accounts that begin in one of several ways, on a desk."""
    given = {"begun": msgspec.json.encode(beginnings).decode(), "end": _END}
    found: list[tuple[str, int]] = msgspec.json.decode(connection.scalar(_BEGUN, given))
    return {account: int(amount) for account, amount in sorted(found)}


def next_account(connection: Connection, after: str) -> str:
    """Return the first account that is posted to and does not come before this name; empty for none: one look."""
    first = select(func.min(postings.c.account)).where(postings.c.account >= after)
    return str(connection.scalar(first) or "")


def posted_by(connection: Connection, accounts: Iterable[str]) -> dict[str, dict[str, int]]:
    """Return who posted how much to each of the accounts: account → record → amount."""
    wanted = list(accounts)
    query = select(postings).where(records.among(connection, postings.c.account, wanted)) if wanted else None
    found: dict[str, dict[str, int]] = {account: {} for account in wanted}
    for account, record, amount in connection.execute(query) if query is not None else ():
        found[account][record] = amount
    return found


def _begins(connection: Connection, beginning: str) -> ColumnElement[bool]:
    """Return the condition that an account begins so, letter by letter, whatever order a server's language has."""
    its = postings.c.account
    if connection.dialect.name == "sqlite":
        return (its >= beginning) & (its < beginning + _END)
    return its.op(postgresql.FROM, is_comparison=True)(beginning) & its.op(postgresql.BELOW, is_comparison=True)(
        beginning + _END
    )
