"""Differences of deliveries in the database."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model import difference
from yigongti_desktop.capabilities.pharmacy.model.difference import CaseState
from yigongti_desktop.capabilities.pharmacy.model.difference import DifferenceCase
from yigongti_desktop.capabilities.pharmacy.tables.differences import difference_cases
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
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


class CaseRow(msgspec.Struct, frozen=True, kw_only=True):
    """A case in a list, with whether this desk still has something of it to send."""

    case: DifferenceCase
    is_waiting: bool


class OpenedCase(msgspec.Struct, frozen=True, kw_only=True):
    """One case with all that its panel shows."""

    case: DifferenceCase
    steps: tuple[TrailEntry, ...]
    is_waiting: bool


def rows(connection: Connection) -> list[CaseRow]:
    """Return the cases as a list shows them."""
    waiting = pending.waiting(connection, DIFFERENCE_CASE.name)
    return [CaseRow(case=case, is_waiting=case.id in waiting) for case in cases(connection)]


def opened(connection: Connection, case: str) -> OpenedCase | None:
    """Return a case with its steps, or None."""
    found = records.load(connection, DIFFERENCE_CASE, case)
    if found is None:
        return None
    waiting = pending.waiting(connection, DIFFERENCE_CASE.name)
    return OpenedCase(case=found, steps=trails.of_record(connection, case), is_waiting=case in waiting)


def cases(connection: Connection) -> list[DifferenceCase]:
    """Return the cases, the open ones first, then the latest."""
    query = select(difference_cases).order_by(difference_cases.c.raised_at.desc(), difference_cases.c.id.desc())
    found = [records.from_row(DIFFERENCE_CASE, row) for row in connection.execute(query)]
    return sorted(found, key=lambda case: case.state is CaseState.SETTLED)


def open_cases(connection: Connection) -> list[DifferenceCase]:
    """Return the cases that are not settled."""
    query = select(difference_cases).where(difference_cases.c.state != CaseState.SETTLED.value)
    return [records.from_row(DIFFERENCE_CASE, row) for row in connection.execute(query)]


def steps_of_others(connection: Connection, own: str, since: datetime) -> list[tuple[DifferenceCase, TrailEntry]]:
    """Return the steps that the other side took on our cases since a moment, the latest first."""
    return trails.news(connection, DIFFERENCE_CASE, own, since)
