"""Forms as people left them: saved while they type, so that a lock, a crash or a power cut costs nothing.

A draft belongs to the person and the desk; it never travels.
"""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import ColumnElement
from sqlalchemy import Connection
from sqlalchemy import Table
from sqlalchemy import delete
from sqlalchemy import literal_column
from sqlalchemy import select

from yigongti_desktop.storage.facts import moment
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.records import upsert
from yigongti_desktop.storage.tables import draft_files
from yigongti_desktop.storage.tables import drafts


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What stood in a form."""

    form: str
    account: str
    #: Id of the record that the form was opened for; empty for a new one.
    record: str
    values: dict[str, object]
    saved_at: datetime


class DraftFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file that was put to a form, as it will be sent."""

    form: str
    account: str
    record: str
    id: str
    #: Line of the form that it was put to.
    line: str
    name: str
    media_type: str
    content: bytes
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


def keep_file(connection: Connection, file: DraftFile) -> None:
    """Save a file that was put to a form, at once and apart from what is typed."""
    at = stamp(file.saved_at)
    row = (file.form, file.account, file.record, file.id, file.line, file.name, file.media_type, file.content, at)
    upsert(connection, draft_files, [row])


def files(connection: Connection, form: str, account: str, record: str = "") -> list[DraftFile]:
    """Return the files that were put to a form, in the order in which they were."""
    query = select(draft_files).where(_of(draft_files, form, account, record))
    return [
        DraftFile(
            form=row.form,
            account=row.account,
            record=row.record,
            id=row.id,
            line=row.line,
            name=row.name,
            media_type=row.media_type,
            content=row.content,
            saved_at=moment(row.saved_at),
        )
        for row in connection.execute(query.order_by(literal_column("rowid")))
    ]


def drop_file(connection: Connection, form: str, account: str, record: str, file: str) -> None:
    """Take a file out of a form again."""
    connection.execute(delete(draft_files).where(_of(draft_files, form, account, record), draft_files.c.id == file))


def drop(connection: Connection, form: str, account: str, record: str = "") -> None:
    """Forget a form that was sent, with its files."""
    for table in (drafts, draft_files):
        connection.execute(delete(table).where(_of(table, form, account, record)))


def _of(table: Table, form: str, account: str, record: str) -> ColumnElement[bool]:
    return (table.c.form == form) & (table.c.account == account) & (table.c.record == record)
