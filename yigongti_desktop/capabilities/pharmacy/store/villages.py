"""What villages ask for, in the database."""

from __future__ import annotations

from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model import village
from yigongti_desktop.capabilities.pharmacy.model.village import VillageRequest
from yigongti_desktop.capabilities.pharmacy.model.village import VillageState
from yigongti_desktop.capabilities.pharmacy.tables.villages import village_requests
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind

VILLAGE_REQUEST = RecordKind(
    name="village_request",
    record=VillageRequest,
    table=village_requests,
    streams=village.streams,
    topic="pharmacy.villages",
    spellings=lambda request: {sought(request.number), sought(request.village)} - {""},
    called=lambda request: f"{request.village} {request.number}",
    has_trail=True,
)


def village_list(connection: Connection) -> list[VillageRequest]:
    """Return what villages asked for, the latest first."""
    query = select(village_requests).order_by(village_requests.c.asked_at.desc(), village_requests.c.id.desc())
    return [records.from_row(VILLAGE_REQUEST, row) for row in connection.execute(query)]


def waiting_villages(connection: Connection) -> list[VillageRequest]:
    """Return what is part of no order yet, by village."""
    query = select(village_requests).where(village_requests.c.state == VillageState.ASKED.value)
    rows = connection.execute(query.order_by(village_requests.c.village, village_requests.c.asked_at))
    return [records.from_row(VILLAGE_REQUEST, row) for row in rows]
