"""What people have begun in a sheet and not sent, kept on this desk by form and record; it never travels."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection

from yigongti_desktop.storage import drafts


def keep(connection: Connection, form: str, account: str, record: str, values: dict[str, object], at: datetime) -> None:
    """Keep what stands in a sheet; without a record, a new one."""
    drafts.keep(connection, drafts.Draft(form=form, account=account, record=record, values=values, saved_at=at))


def kept(connection: Connection, form: str, account: str, record: str) -> dict[str, object] | None:
    """Return what stood there, or None."""
    found = drafts.fetch(connection, form, account, record)
    return found.values if found else None


def drop(connection: Connection, form: str, account: str, record: str) -> None:
    """Forget what stood there."""
    drafts.drop(connection, form, account, record)
