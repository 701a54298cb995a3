"""Drug requests in the database, and what screens ask for."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import awaited_by
from yigongti_desktop.capabilities.pharmacy.model.request import streams
from yigongti_desktop.capabilities.pharmacy.model.states import ENDED
from yigongti_desktop.capabilities.pharmacy.tables import drug_requests
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind

DRUG_REQUEST = RecordKind(
    name="drug_request",
    record=DrugRequest,
    table=drug_requests,
    streams=streams,
    topic="pharmacy.requests",
    spellings=lambda request: {request.number.lower(), request.delivery.lower()} - {""},
    has_trail=True,
    awaited_by=awaited_by,
    reached="drug_request.reached",
)


class RequestRow(msgspec.Struct, frozen=True, kw_only=True):
    """A request in a list, with whether this desk still has something of it to send."""

    request: DrugRequest
    is_waiting: bool


def requests(connection: Connection) -> list[RequestRow]:
    """Return all requests, drafts first, then the latest."""
    order = func.coalesce(drug_requests.c.submitted_at, "9999").desc()
    query = select(drug_requests).order_by(order, drug_requests.c.id.desc())
    waiting = pending.waiting(connection, DRUG_REQUEST.name)
    found = [records.from_row(DRUG_REQUEST, row) for row in connection.execute(query)]
    return [RequestRow(request=request, is_waiting=request.id in waiting) for request in found]


def by_number(connection: Connection, number: str) -> DrugRequest | None:
    """Return the request of a printed number, or None."""
    row = connection.execute(select(drug_requests).where(drug_requests.c.number == number)).first()
    return None if row is None else records.from_row(DRUG_REQUEST, row)


def open_requests(connection: Connection) -> list[DrugRequest]:
    """Return the requests that still owe something."""
    query = select(drug_requests).where(drug_requests.c.state.notin_([state.value for state in ENDED]))
    return [records.from_row(DRUG_REQUEST, row) for row in connection.execute(query.order_by(drug_requests.c.id))]
