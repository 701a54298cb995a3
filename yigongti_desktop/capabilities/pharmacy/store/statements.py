"""Monthly statements in the database, and what each unit owes, whether a statement is open or not."""

from __future__ import annotations

from datetime import date
from datetime import timedelta

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model import payables
from yigongti_desktop.capabilities.pharmacy.model.payables import Delivery
from yigongti_desktop.capabilities.pharmacy.model.payables import DueLine
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.statement import PAY_DAMAGED
from yigongti_desktop.capabilities.pharmacy.model.statement import Statement
from yigongti_desktop.capabilities.pharmacy.model.statement import StatementState
from yigongti_desktop.capabilities.pharmacy.model.statement import statement_id
from yigongti_desktop.capabilities.pharmacy.model.statement import streams
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.pharmacy.tables.requests import drug_requests
from yigongti_desktop.capabilities.pharmacy.tables.statements import statements
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import RecordKind

STATEMENT = RecordKind(
    name="statement",
    record=Statement,
    table=statements,
    streams=streams,
    topic="pharmacy.statements",
    spellings=lambda known: {sought(known.number)} - {""},
    called=lambda known: f"{known.institution_name} {known.month}",
    has_trail=True,
)


class DueRow(msgspec.Struct, frozen=True, kw_only=True):
    """A delivery in the list of what is owed, with the statement of its unit and month."""

    unit: str
    unit_name: str
    supplier: str
    supplier_name: str
    delivery: Delivery
    statement: Statement | None = None
    #: Whether this desk still has something of the statement to send.
    is_waiting: bool = False
    #: Whether the statement has this delivery: only then its amount is frozen.
    is_on: bool = False

    @property
    def month(self) -> str:
        """Return its month."""
        return payables.month_of(self.delivery.received_on)


class OpenedDue(msgspec.Struct, frozen=True, kw_only=True):
    """What a unit owes for a month, with all that the panel shows."""

    rows: tuple[DueRow, ...]
    steps: tuple[TrailEntry, ...]

    @property
    def total_fen(self) -> int:
        """Return what is owed as far as prices are known."""
        return payables.total_fen(row.delivery for row in self.rows)

    @property
    def unpriced(self) -> tuple[DueLine, ...]:
        """Return the lots without a price."""
        return payables.unpriced(row.delivery for row in self.rows)

    @property
    def missing(self) -> int:
        """Return how many deliveries are not on the statement."""
        return sum(not row.is_on for row in self.rows)


def due(connection: Connection, month: str = "", unit: str = "") -> list[DueRow]:
    """Return the deliveries that were received in a month, or ever: by month, unit and day, the latest month first."""
    known = {one.id: one for one in _statements(connection, month)}
    frozen = {delivery.request: (one, delivery) for one in known.values() for delivery in one.deliveries}
    waiting = pending.waiting(connection, STATEMENT.name)
    pays = _pays_damaged(connection)
    found: list[DueRow] = []
    for request in _received(connection, month, unit):
        delivery = payables.delivery_of(request, pays, {})
        its_month = payables.month_of(delivery.received_on)
        its = known.get(statement_id(request.institution, request.supplier, its_month))
        is_on = request.id in frozen
        found.append(
            DueRow(
                unit=request.institution,
                unit_name=request.institution_name,
                supplier=request.supplier,
                supplier_name=request.supplier_name,
                delivery=frozen[request.id][1] if is_on else delivery,
                statement=its,
                is_waiting=its is not None and its.id in waiting,
                is_on=is_on,
            )
        )
    by_day = sorted(found, key=lambda row: (row.unit_name, row.delivery.received_on, row.delivery.delivery))
    rows = sorted(by_day, key=lambda row: row.month, reverse=True)
    return [row for row in rows if not month or row.month == month]


def opened(connection: Connection, unit: str, supplier: str, month: str) -> OpenedDue:
    """Return what a unit owes a central pharmacy for a month."""
    rows = tuple(row for row in due(connection, month, unit) if row.supplier == supplier)
    return OpenedDue(rows=rows, steps=trails.of_record(connection, statement_id(unit, supplier, month)))


def requests_of(connection: Connection, unit: str, supplier: str, month: str) -> tuple[str, ...]:
    """Return the requests that a unit received from a central pharmacy in a month."""
    rows = opened(connection, unit, supplier, month).rows
    return tuple(row.delivery.request for row in rows)


def missing(connection: Connection, known: Statement) -> tuple[str, ...]:
    """Return the requests of a statement's month that it does not have."""
    on = {delivery.request for delivery in known.deliveries}
    found = requests_of(connection, known.institution, known.supplier, known.month)
    return tuple(request for request in found if request not in on)


def first_request(connection: Connection, statement: str) -> str:
    """Return the first request of a statement; empty when there is none."""
    known = records.load(connection, STATEMENT, statement)
    return known.deliveries[0].request if known is not None and known.deliveries else ""


def open_statements(connection: Connection) -> list[Statement]:
    """Return the statements that are not settled, by month."""
    query = select(statements).where(statements.c.state != StatementState.CLOSED.value)
    order = query.order_by(statements.c.month, statements.c.id)
    return [records.from_row(STATEMENT, row) for row in connection.execute(order)]


def _statements(connection: Connection, month: str) -> list[Statement]:
    query = select(statements)
    if month:
        query = query.where(statements.c.month == month)
    return [records.from_row(STATEMENT, row) for row in connection.execute(query)]


def _received(connection: Connection, month: str, unit: str) -> list[DrugRequest]:
    its = drug_requests.c
    query = select(drug_requests).where(its.state == State.RECEIVED.value, its.received_at.is_not(None))
    if unit:
        query = query.where(its.institution == unit)
    if month:
        first = date.fromisoformat(f"{month}-01")
        since, until = first - timedelta(days=2), first + timedelta(days=33)  # by days of UTC, and then some
        query = query.where(its.received_at >= since.isoformat(), its.received_at < until.isoformat())
    return [records.from_row(DRUG_REQUEST, row) for row in connection.execute(query)]


def _pays_damaged(connection: Connection) -> payables.PaysDamaged:
    found = records.load(connection, registry.RULE, PAY_DAMAGED)
    return lambda on: found is not None and found.on(on) is True
