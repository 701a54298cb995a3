"""Drug requests in the database, and what screens ask for."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.request import awaited_by
from yigongti_desktop.capabilities.pharmacy.model.request import streams
from yigongti_desktop.capabilities.pharmacy.model.states import ENDED
from yigongti_desktop.capabilities.pharmacy.tables.requests import drug_requests
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
from yigongti_desktop.storage.catalogue import RecordKind

_REMEMBERED = 120
#: Acts that are no news at the other side.
_NO_NEWS = frozenset({"drug_request.printed", "drug_request.reached"})

DRUG_REQUEST = RecordKind(
    name="drug_request",
    record=DrugRequest,
    table=drug_requests,
    streams=streams,
    topic="pharmacy.requests",
    spellings=lambda request: {sought(request.number), sought(request.delivery)} - {""},
    called=lambda request: request.number,
    has_trail=True,
    awaited_by=awaited_by,
    reached="drug_request.reached",
)


class RequestRow(msgspec.Struct, frozen=True, kw_only=True):
    """A request in a list, with whether this desk still has something of it to send."""

    request: DrugRequest
    is_waiting: bool


class Opened(msgspec.Struct, frozen=True, kw_only=True):
    """One request with all that its panel shows."""

    request: DrugRequest
    steps: tuple[TrailEntry, ...]
    is_waiting: bool


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """One time that a drug was asked for."""

    at: datetime
    requested: int
    approved: int | None
    unit: str


def requests(connection: Connection) -> list[RequestRow]:
    """Return all requests, drafts first, then the latest."""
    order = func.coalesce(drug_requests.c.submitted_at, "9999").desc()
    query = select(drug_requests).order_by(order, drug_requests.c.id.desc())
    waiting = pending.waiting(connection, DRUG_REQUEST.name)
    found = [records.from_row(DRUG_REQUEST, row) for row in connection.execute(query)]
    return [RequestRow(request=request, is_waiting=request.id in waiting) for request in found]


def opened(connection: Connection, request: str) -> Opened | None:
    """Return a request with its steps, or None."""
    found = records.load(connection, DRUG_REQUEST, request)
    if found is None:
        return None
    waiting = pending.waiting(connection, DRUG_REQUEST.name)
    return Opened(request=found, steps=trails.of_record(connection, request), is_waiting=request in waiting)


def asked_before(connection: Connection, institution: str, but: str = "", most: int = 3) -> dict[str, list[Asked]]:
    """Return the last times that an institution asked for each drug, but for one request, the latest first."""
    query = (
        select(drug_requests)
        .where(drug_requests.c.institution == institution, drug_requests.c.submitted_at.is_not(None))
        .where(drug_requests.c.id != but)
        .order_by(drug_requests.c.submitted_at.desc())
        .limit(_REMEMBERED)
    )
    found: dict[str, list[Asked]] = {}
    for row in connection.execute(query):
        request = records.from_row(DRUG_REQUEST, row)
        for line in request.lines if request.submitted_at else ():
            times = found.setdefault(line.drug, [])
            if request.submitted_at and len(times) < most:
                times.append(
                    Asked(at=request.submitted_at, requested=line.requested, approved=line.approved, unit=line.unit)
                )
    return found


def by_number(connection: Connection, number: str) -> DrugRequest | None:
    """Return the request of a printed number, or None."""
    row = connection.execute(select(drug_requests).where(drug_requests.c.number == number)).first()
    return None if row is None else records.from_row(DRUG_REQUEST, row)


def open_requests(connection: Connection) -> list[DrugRequest]:
    """Return the requests that still owe something."""
    query = select(drug_requests).where(drug_requests.c.state.notin_([state.value for state in ENDED]))
    return [records.from_row(DRUG_REQUEST, row) for row in connection.execute(query.order_by(drug_requests.c.id))]


def steps_of_others(connection: Connection, own: str, since: datetime) -> list[tuple[DrugRequest, TrailEntry]]:
    """Return the steps that other institutions took on our requests since a moment, the latest first."""
    return trails.news(connection, DRUG_REQUEST, own, since, _NO_NEWS)


def keep_draft(connection: Connection, account: str, values: dict[str, object], at: datetime) -> None:
    """Keep what stands in a new request, as its page keeps it while it is written."""
    drafts.keep(
        connection, drafts.Draft(form=DRUG_REQUEST.name, account=account, record="", values=values, saved_at=at)
    )


def kept_draft(connection: Connection, account: str) -> dict[str, object] | None:
    """Return what stands in a new request, or None."""
    found = drafts.fetch(connection, DRUG_REQUEST.name, account)
    return found.values if found else None
