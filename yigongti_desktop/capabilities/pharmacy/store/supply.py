"""What an institution has, uses and awaits of each drug, and what it is proposed to ask for; all drugs at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model.consumption import Consumption
from yigongti_desktop.capabilities.pharmacy.model.consumption import monthly
from yigongti_desktop.capabilities.pharmacy.model.fefo import Skip
from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot
from yigongti_desktop.capabilities.pharmacy.model.proposal import Proposal
from yigongti_desktop.capabilities.pharmacy.model.proposal import Stock
from yigongti_desktop.capabilities.pharmacy.model.proposal import propose
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.usage import Usage
from yigongti_desktop.capabilities.pharmacy.model.usage import first_day
from yigongti_desktop.capabilities.pharmacy.model.usage import months_of
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.pharmacy.store.shelf import usage
from yigongti_desktop.capabilities.pharmacy.store.stock import lots as stock_lots
from yigongti_desktop.capabilities.pharmacy.store.stock import suspended
from yigongti_desktop.capabilities.pharmacy.tables.requests import drug_requests
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.county import rule
from yigongti_desktop.storage import records

_UNUSED = Usage({}, {})
#: What is asked, granted or on its way, by the state of its request.
_UNDER_WAY = {State.SUBMITTED: "requested", State.REVIEWED: "approved", State.DISPATCHED: "dispatched"}


class Cover(msgspec.Struct, frozen=True, kw_only=True):
    """For how long the county wants a drug to last."""

    cover_days: int = 60
    lead_days: int = 7
    review_days: int = 30


class Supply(msgspec.Struct, frozen=True, kw_only=True):
    """A drug at an institution on a day."""

    drug: str
    lots: tuple[StockLot, ...] = ()
    held: Mapping[str, Skip] = {}
    on_order: int = 0
    consumption: Consumption
    #: Used and out of stock in the months that were looked at.
    consumed: int = 0
    out_days: int = 0
    proposal: Proposal

    @property
    def on_hand(self) -> int:
        """Return what lies there of all lots."""
        return sum(lot.quantity for lot in self.lots)

    @property
    def days_left(self) -> int | None:
        """Return for how many whole days it lasts; None when no use is known."""
        daily = self.consumption.daily
        return int(max(self.on_hand, 0) / daily) if daily else None


def supply(connection: Connection, institution: str, today: date) -> dict[str, Supply]:
    """Return every drug that an institution has, had in the last three whole months, or awaits."""
    lots, held, ordered = (
        lots_by_drug(connection, institution),
        suspended(connection),
        on_order(connection, institution),
    )
    used = usage(connection, institution, first_day(today))
    wanted = _cover(connection, today)
    found: dict[str, Supply] = {}
    for drug in {*lots, *used, *ordered}:
        its = lots.get(drug, ())
        months = months_of(sum(lot.quantity for lot in its), used.get(drug, _UNUSED), today)
        known = [month for month in months if month.stock_out_days < month.days]
        consumption = monthly(months)
        stock_now = Stock(
            lots=its,
            held=held.get(drug, {}),
            on_order=ordered.get(drug, 0),
            consumption=consumption,
            cover_days=wanted.cover_days,
            lead_days=wanted.lead_days,
            review_days=wanted.review_days,
        )
        found[drug] = Supply(
            drug=drug,
            lots=its,
            held=stock_now.held,
            on_order=stock_now.on_order,
            consumption=consumption,
            consumed=sum(month.consumed for month in known),
            out_days=sum(month.stock_out_days for month in known),
            proposal=propose(stock_now, today),
        )
    return found


class Sendable(msgspec.Struct, frozen=True, kw_only=True):
    """What a request may be sent from: the lots of each drug, and those of them that are suspended."""

    lots: dict[str, tuple[StockLot, ...]]
    held: dict[str, dict[str, Skip]]


def sendable(connection: Connection, institution: str) -> Sendable:
    """Return what lies in an institution's store."""
    return Sendable(lots=lots_by_drug(connection, institution), held=suspended(connection))


def lots_by_drug(connection: Connection, institution: str) -> dict[str, tuple[StockLot, ...]]:
    """Return the lots of an institution by drug, of all its rooms together, by expiry; also those not to be used."""
    summed: dict[str, dict[tuple[date, str], int]] = {}
    for lot in stock_lots(connection, institution):
        its = summed.setdefault(lot.key.drug, {})
        key = (lot.key.expiry, lot.key.lot)
        its[key] = its.get(key, 0) + lot.quantity
    return {
        drug: tuple(StockLot(lot=lot, expiry=expiry, quantity=amount) for (expiry, lot), amount in sorted(its.items()))
        for drug, its in summed.items()
    }


def on_order(connection: Connection, institution: str) -> dict[str, int]:
    """Return what an institution has asked for, by drug, and what of it may still come."""
    states = [state.value for state in _UNDER_WAY]
    query = select(drug_requests).where(drug_requests.c.institution == institution, drug_requests.c.state.in_(states))
    found: dict[str, int] = {}
    for row in connection.execute(query):
        request = records.from_row(DRUG_REQUEST, row)
        for line in request.lines:
            packs = getattr(line, _UNDER_WAY[request.state]) or 0
            found[line.given] = found.get(line.given, 0) + packs
    return found


def _cover(connection: Connection, today: date) -> Cover:
    known, plain = registry.Rules(connection), Cover()
    return Cover(
        cover_days=rule(known, "request.cover_days", today, plain.cover_days),
        lead_days=rule(known, "request.lead_days", today, plain.lead_days),
        review_days=rule(known, "request.review_days", today, plain.review_days),
    )
