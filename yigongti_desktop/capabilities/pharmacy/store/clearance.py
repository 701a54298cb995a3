"""What lies in each room of the store, with how much of it is used, for what is to be cleared (近效期催销, PHA-16)."""

from __future__ import annotations

from datetime import date

from sqlalchemy import Connection

from yigongti_desktop.capabilities.pharmacy.model.clearance import Shelf
from yigongti_desktop.capabilities.pharmacy.model.consumption import Consumption
from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot
from yigongti_desktop.capabilities.pharmacy.store import stock as store
from yigongti_desktop.capabilities.pharmacy.store.supply import supply
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import records


def shelves(connection: Connection, institution: str, today: date) -> list[Shelf]:
    """Return what lies of each drug in each room, with how much of it the unit uses."""
    lots: dict[tuple[str, str], list[StockLot]] = {}
    for one in store.lots(connection, institution):
        lot = StockLot(lot=one.key.lot, expiry=one.key.expiry, quantity=one.quantity)
        lots.setdefault((one.key.drug, one.key.room), []).append(lot)
    drugs = records.load_many(connection, registry.DRUG, {drug for drug, _ in lots})
    held = store.held_lots(connection)
    used = consumptions(connection, institution, today)
    return [
        Shelf(
            drug=drugs[drug],
            room=where,
            lots=tuple(its),
            held=held.get(drug, {}),
            consumption=used.get(drug, Consumption()),
        )
        for (drug, where), its in lots.items()
        if drug in drugs
    ]


def consumptions(connection: Connection, institution: str, today: date) -> dict[str, Consumption]:
    """Return the average use of each drug in the last whole months."""
    return {drug: one.consumption for drug, one in supply(connection, institution, today).items()}
