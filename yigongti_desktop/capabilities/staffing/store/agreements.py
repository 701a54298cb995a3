"""Agreements between institutions in the database, and what screens ask for."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.staffing.model.agreements import Agreement
from yigongti_desktop.capabilities.staffing.model.agreements import posted
from yigongti_desktop.capabilities.staffing.model.agreements import streams
from yigongti_desktop.capabilities.staffing.tables.agreements import staff_agreements
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind

AGREEMENT = RecordKind(
    name="agreement",
    record=Agreement,
    table=staff_agreements,
    streams=streams,
    topic="staffing.agreements",
    spellings=lambda one: {sought(one.number), sought(one.receiver_name), *keys_of_name(one.receiver_name)} - {""},
    postings=posted,
    called=lambda one: f"{one.sender_name}—{one.receiver_name}",
    has_trail=True,
)


def everything(connection: Connection) -> list[Agreement]:
    """Return all agreements that this desk has, the last to end first."""
    query = select(staff_agreements).order_by(staff_agreements.c.until.desc(), staff_agreements.c.id)
    return [records.from_row(AGREEMENT, row) for row in connection.execute(query)]
