"""How much is used of what lies in the store: shelves with the use of the last full months beside them (PHA-16)."""

from __future__ import annotations

import calendar
from collections.abc import Mapping
from datetime import date

from sqlalchemy import Connection
from sqlalchemy import func
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model import consumption
from yigongti_desktop.capabilities.pharmacy.model import outlook
from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model.clearance import Shelf
from yigongti_desktop.capabilities.pharmacy.model.consumption import Consumption
from yigongti_desktop.capabilities.pharmacy.model.consumption import Month
from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot
from yigongti_desktop.capabilities.pharmacy.store import stock as store
from yigongti_desktop.capabilities.pharmacy.tables.stock import stock_entries
from yigongti_desktop.registry import store as registry
from yigongti_desktop.storage import records
from yigongti_desktop.storage.tables import postings as posted

#: Full months that the average use is made of.
MONTHS = 3

#: Day → units.
_Days = dict[date, int]


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


def consumptions(connection: Connection, institution: str, today: date, months: int = MONTHS) -> dict[str, Consumption]:
    """Return the average use of each drug in the last full months, days out of stock taken out."""
    this_month = today.replace(day=1)
    first = outlook.months_after(this_month, -months)
    used = store.used_by_day(connection, institution, first)
    found: dict[str, Consumption] = {}
    for drug, moved in _moved_by_day(connection, institution).items():
        start = max(first, min(moved).replace(day=1))
        spans = []
        while start < this_month:
            spans.append(_month(start, moved, used.get(drug, {})))
            start = outlook.months_after(start, 1)
        found[drug] = consumption.monthly(spans)
    return found


def _month(start: date, moved: Mapping[date, int], used: Mapping[date, int]) -> Month:
    days = calendar.monthrange(start.year, start.month)[1]
    end = start.replace(day=days)
    opening = sum(amount for on, amount in moved.items() if on < start)
    return Month(
        consumed=sum(amount for on, amount in used.items() if start <= on <= end),
        stock_out_days=consumption.stock_out_days(opening, moved, start, end),
        days=days,
    )


def _moved_by_day(connection: Connection, institution: str) -> dict[str, _Days]:
    """Return what came to a unit less what left it, of each drug on each day, ever."""
    query = (
        select(posted.c.account, stock_entries.c.at, func.sum(posted.c.amount))
        .join(stock_entries, stock_entries.c.id == posted.c.record)
        .where(stock_entries.c.institution == institution, posted.c.account.startswith("stock|"))
        .group_by(posted.c.account, stock_entries.c.at)
    )
    found: dict[str, _Days] = {}
    for account, at, amount in connection.execute(query):
        its = found.setdefault(stock.read_account(account).drug, {})
        on = date.fromisoformat(at[:10])
        its[on] = its.get(on, 0) + int(amount)
    return found
