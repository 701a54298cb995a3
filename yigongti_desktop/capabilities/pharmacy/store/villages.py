"""What villages ask for, in the database."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

import msgspec
from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model import entering
from yigongti_desktop.capabilities.pharmacy.model import sharing
from yigongti_desktop.capabilities.pharmacy.model import village
from yigongti_desktop.capabilities.pharmacy.model.fefo import Skip
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.sharing import Portion
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.village import VillageRequest
from yigongti_desktop.capabilities.pharmacy.model.village import VillageState
from yigongti_desktop.capabilities.pharmacy.store import stock
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.pharmacy.tables.stock import stock_entries
from yigongti_desktop.capabilities.pharmacy.tables.villages import village_requests
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.institution import InstitutionKind
from yigongti_desktop.registry.model.institution import Status
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails
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


class VillageRow(msgspec.Struct, frozen=True, kw_only=True):
    """A village's request in a list, with the unit's order that it is part of."""

    request: VillageRequest
    #: Number of the order; empty when it is part of none.
    order: str = ""
    #: Whether the order has come and holds something for villages.
    has_come: bool = False
    is_waiting: bool = False


class OpenedVillage(msgspec.Struct, frozen=True, kw_only=True):
    """One village's request with all that its panel shows."""

    row: VillageRow
    steps: tuple[TrailEntry, ...]


class Sharing(msgspec.Struct, frozen=True, kw_only=True):
    """What of an order may be given to its villages now."""

    order: DrugRequest
    portions: tuple[Portion, ...]


def rows(connection: Connection) -> list[VillageRow]:
    """Return what villages asked for as a list shows it."""
    return _rows(connection, village_list(connection))


def opened(connection: Connection, request: str) -> OpenedVillage | None:
    """Return a village's request with its steps, or None."""
    found = records.load(connection, VILLAGE_REQUEST, request)
    if found is None:
        return None
    return OpenedVillage(row=_rows(connection, [found])[0], steps=trails.of_record(connection, request))


def village_names(connection: Connection, own: str) -> list[str]:
    """Return what villages are called: the village clinics of a unit, then names used before, the latest first."""
    kind, active = InstitutionKind.VILLAGE_CLINIC, Status.ACTIVE
    found = registry.everything(connection, registry.INSTITUTION)
    clinics = [one.name for one in found if (one.kind, one.parent, one.status) == (kind, own, active)]
    its = village_requests.c
    query = select(its.village).where(its.institution == own).group_by(its.village)
    return list(dict.fromkeys([*clinics, *connection.scalars(query.order_by(func.max(its.asked_at).desc()))]))


def orders_to_share(connection: Connection, today: date) -> list[Sharing]:
    """Return the orders that have come and of which villages have not had their part."""
    merged = select(village_requests.c.request).where(village_requests.c.state == VillageState.MERGED.value)
    ids = sorted(set(connection.scalars(merged)) - {""})
    found = [sharing_of(connection, one, today) for one in ids]
    return [one for one in found if one is not None and one.portions]


def sharing_of(connection: Connection, order: str, today: date) -> Sharing | None:
    """Return what of an order may be given to its villages now; None when there is no such order that has come."""
    request = records.load(connection, DRUG_REQUEST, order)
    if request is None or not sharing.serves_villages(request):
        return None
    drugs = {line.given for line in request.lines if line.shares}
    shelf = {
        (lot.key.drug, lot.key.lot, lot.key.expiry): lot.quantity
        for drug in sorted(drugs)
        for lot in stock.lots(connection, request.institution, "", drug)
    }
    held = {drug: dict.fromkeys(lots, Skip.SUSPENDED) for drug, lots in stock.held_lots(connection).items()}
    found = sharing.portions(request, _given(connection, request), shelf, held, today)
    return Sharing(order=request, portions=found)


def _given(connection: Connection, request: DrugRequest) -> dict[tuple[str, str], int]:
    """Return what villages have been given of a delivery and was not taken back."""
    its = stock_entries.c
    query = select(stock_entries).where(
        its.kind == EntryKind.ISSUE_VILLAGE.value, its.document == request.delivery, its.source != ""
    )
    issued = [records.from_row(stock.STOCK_ENTRY, row) for row in connection.execute(query)]
    back = records.load_many(connection, stock.STOCK_ENTRY, [entering.reversal_of(entry.id) for entry in issued])
    found: dict[tuple[str, str], int] = {}
    for entry in issued:
        if entering.reversal_of(entry.id) in back:
            continue
        for line in entry.lines:
            key = (entry.source, line.drug)
            found[key] = found.get(key, 0) + line.quantity
    return found


def _rows(connection: Connection, requests: Iterable[VillageRequest]) -> list[VillageRow]:
    some = list(requests)
    orders = records.load_many(connection, DRUG_REQUEST, {one.request for one in some} - {""})
    waiting = pending.waiting(connection, VILLAGE_REQUEST.name)
    return [
        VillageRow(
            request=one,
            order=order.number if (order := orders.get(one.request)) else "",
            has_come=order is not None and sharing.serves_villages(order),
            is_waiting=one.id in waiting,
        )
        for one in some
    ]


def village_list(connection: Connection) -> list[VillageRequest]:
    """Return what villages asked for, the latest first."""
    query = select(village_requests).order_by(village_requests.c.asked_at.desc(), village_requests.c.id.desc())
    return [records.from_row(VILLAGE_REQUEST, row) for row in connection.execute(query)]


def waiting_villages(connection: Connection) -> list[VillageRequest]:
    """Return what is part of no order yet, by village."""
    query = select(village_requests).where(village_requests.c.state == VillageState.ASKED.value)
    rows = connection.execute(query.order_by(village_requests.c.village, village_requests.c.asked_at))
    return [records.from_row(VILLAGE_REQUEST, row) for row in rows]
