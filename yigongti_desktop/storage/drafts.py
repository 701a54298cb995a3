"""Forms as people left them: saved while they type, so that a lock, a crash or a power cut costs nothing.

A draft belongs to the person and the desk; it never travels.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection
from sqlalchemy import delete
from sqlalchemy import select

from yigongti_desktop.storage.facts import moment
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.records import upsert
from yigongti_desktop.storage.tables import drafts


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What stood in a form."""

    form: str
    account: str
    #: Id of the record that the form was opened for; empty for a new one.
    record: str
    values: dict[str, object]
    saved_at: datetime


def keep(connection: Connection, draft: Draft) -> None:
    """Save what stands in a form."""
    content = msgspec.json.encode(draft.values).decode()
    upsert(connection, drafts, [(draft.form, draft.account, draft.record, content, stamp(draft.saved_at))])


def fetch(connection: Connection, form: str, account: str, record: str = "") -> Draft | None:
    """Return what stood in a form, or None."""
    found = [draft for draft in of_account(connection, account) if (draft.form, draft.record) == (form, record)]
    return found[0] if found else None


def of_account(connection: Connection, account: str) -> list[Draft]:
    """Return all that a person has not finished, the latest first."""
    query = select(drafts).where(drafts.c.account == account).order_by(drafts.c.saved_at.desc())
    return [
        Draft(
            form=row.form,
            account=row.account,
            record=row.record,
            values=msgspec.json.decode(row.content),
            saved_at=moment(row.saved_at),
        )
        for row in connection.execute(query)
    ]


def drop(connection: Connection, form: str, account: str, record: str = "") -> None:
    """Forget a form that was sent."""
    connection.execute(
        delete(drafts).where(drafts.c.form == form, drafts.c.account == account, drafts.c.record == record)
    )
