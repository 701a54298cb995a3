"""Services done under contracts in the database, and what screens ask for."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.contracts.model import performed
from yigongti_desktop.capabilities.contracts.model.performed import Service
from yigongti_desktop.capabilities.contracts.tables.contracts import services
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind

SERVICE = RecordKind(
    name="service",
    record=Service,
    table=services,
    streams=performed.streams,
    topic="contracts.services",
    is_bulky=True,
    is_watched=True,
    shares_numbers=True,
    called=lambda one: one.name,
    has_trail=True,
)


def of_contract(connection: Connection, contract: str) -> list[Service]:
    """Return the services done under a contract, the latest first."""
    query = select(services).where(services.c.contract == contract).order_by(services.c.done_on.desc(), services.c.id)
    return [records.from_row(SERVICE, row) for row in connection.execute(query)]
