"""Differences of deliveries in the database."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model import difference
from yigongti_desktop.capabilities.pharmacy.model.difference import CaseState
from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.tables.differences import difference_cases
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind

DIFFERENCE_CASE = RecordKind(
    name="difference_case",
    record=DifferenceCase,
    table=difference_cases,
    streams=difference.streams,
    topic="pharmacy.differences",
    spellings=lambda case: {sought(case.number), sought(case.delivery)} - {""},
    called=lambda case: case.number,
    has_trail=True,
)


def cases(connection: Connection) -> list[DifferenceCase]:
    """Return the cases, the open ones first, then the latest."""
    query = select(difference_cases).order_by(difference_cases.c.raised_at.desc(), difference_cases.c.id.desc())
    found = [records.from_row(DIFFERENCE_CASE, row) for row in connection.execute(query)]
    return sorted(found, key=lambda case: case.state is CaseState.SETTLED)


def open_cases(connection: Connection) -> list[DifferenceCase]:
    """Return the cases that are not settled."""
    query = select(difference_cases).where(difference_cases.c.state != CaseState.SETTLED.value)
    return [records.from_row(DIFFERENCE_CASE, row) for row in connection.execute(query)]
