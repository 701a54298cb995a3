"""What papers of the store need from the database beside their record."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model import clearance
from yigongti_desktop.capabilities.pharmacy.model import picking
from yigongti_desktop.capabilities.pharmacy.model.clearance import Clearance
from yigongti_desktop.capabilities.pharmacy.model.picking import Pick
from yigongti_desktop.capabilities.pharmacy.model.request import DrugRequest
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.pharmacy.store import rooms
from yigongti_desktop.capabilities.pharmacy.store import stock as store
from yigongti_desktop.capabilities.pharmacy.store.clearance import shelves
from yigongti_desktop.capabilities.pharmacy.store.limits import limits_of
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.pharmacy.tables.requests import drug_requests
from yigongti_desktop.capabilities.pharmacy.tables.stock import stock_entries
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import records


class Expiring(msgspec.Struct, frozen=True, kw_only=True):
    """The lots of a unit that expire soon, with its name."""

    institution_name: str
    lots: tuple[Clearance, ...]
    #: Within how many months they expire.
    months: int


def name_of(connection: Connection, institution: str) -> str:
    """Return what an institution is called; empty where it is not known here."""
    found = records.load(connection, registry.INSTITUTION, institution)
    return found.name if found else ""


def entry_by_number(connection: Connection, number: str) -> StockEntry | None:
    """Return the entry of a printed number, or None; those that take another back bear its number and come after it."""
    query = select(stock_entries).where(stock_entries.c.number == number).order_by(stock_entries.c.at)
    row = connection.execute(query).first()
    return None if row is None else records.from_row(store.STOCK_ENTRY, row)


def request_by_delivery(connection: Connection, number: str) -> DrugRequest | None:
    """Return the request that was sent under a delivery number (配送单号), or None."""
    row = connection.execute(select(drug_requests).where(drug_requests.c.delivery == number)).first()
    return None if row is None else records.from_row(DRUG_REQUEST, row)


def picks(connection: Connection, request: DrugRequest, today: date) -> tuple[Pick, ...]:
    """Return from which shelves of its supplier a request is taken."""
    lots = {one.key: one.quantity for one in store.lots(connection, request.supplier)}
    called = rooms.names(connection, request.supplier)
    found = picking.pick(request, lots, today, store.suspended(connection))
    return tuple(replace(one, room=_called(one.room, called)) for one in found)


def expiring(
    connection: Connection, institution: str, room: str | None, today: date, months: int | None = None
) -> Expiring:
    """Return the lots that expire within so many months, or those that the county calls near; of one room or of all."""
    limits = limits_of(connection, today)
    within = limits.warn_months if months is None else months
    found = clearance.clearances(
        shelves(connection, institution, today),
        today,
        warn_months=within,
        strong_months=min(limits.strong_months, within),
        room=room,
    )
    called = rooms.names(connection, institution)
    named = tuple(replace(one, room=_called(one.room, called)) for one in found)
    return Expiring(institution_name=name_of(connection, institution), lots=named, months=within)


def _called(room: str, called: Mapping[str, str]) -> str:
    """Return what a room is called on a paper; the pharmacy itself stays without a word."""
    return called.get(room, room) if room else ""
