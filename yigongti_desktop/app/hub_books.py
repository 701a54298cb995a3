"""The hub's journal as its keeper asks it: what arrived on one document or one person, and what became of it."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy import union

from yigongti_desktop.app.hub import Hub
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.referrals.store.cases import REFERRAL
from yigongti_desktop.hub.journal import Entry
from yigongti_desktop.hub.journal import entries
from yigongti_desktop.hub.tables import journal
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.storage.engine import reading

_NUMBERED = (REFERRAL.table, DRUG_REQUEST.table)


def journal_of(hub: Hub, named: str) -> list[Entry]:
    """Return every act that arrived on a record, in the order in which the hub took them.

    Args:
        hub: whose journal it is.
        named: the record's id, or the number of a document.

    Raises:
        Refused: journal_empty.
    """
    with reading(hub.engine) as connection:
        numbered = union(*(select(table.c.id).where(table.c.number == named) for table in _NUMBERED))
        ids = [named, *connection.scalars(numbered)]
        found = sorted(entries(connection, journal.c.record.in_(ids)), key=lambda one: (one.hub_at, one.place))
    if not found:
        raise Refused("journal_empty", named=named)
    return found
