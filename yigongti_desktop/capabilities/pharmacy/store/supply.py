"""What an institution has, uses and awaits of each drug, and what it is proposed to ask for; all drugs at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from datetime import datetime
from datetime import timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model.consumption import Consumption
from yigongti_desktop.capabilities.pharmacy.model.consumption import Month
from yigongti_desktop.capabilities.pharmacy.model.consumption import monthly
from yigongti_desktop.capabilities.pharmacy.model.consumption import stock_out_days
from yigongti_desktop.capabilities.pharmacy.model.fefo import Skip
from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot
from yigongti_desktop.capabilities.pharmacy.model.proposal import Proposal
from yigongti_desktop.capabilities.pharmacy.model.proposal import Stock
from yigongti_desktop.capabilities.pharmacy.model.proposal import propose
from yigongti_desktop.capabilities.pharmacy.model.states import State
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.store.requests import DRUG_REQUEST
from yigongti_desktop.capabilities.pharmacy.store.requests import kept_draft
from yigongti_desktop.capabilities.pharmacy.store.stock import held_lots
from yigongti_desktop.capabilities.pharmacy.store.stock import lots as stock_lots
from yigongti_desktop.capabilities.pharmacy.tables.requests import drug_requests
from yigongti_desktop.capabilities.pharmacy.tables.stock import stock_entries
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry.model.county import rule
from yigongti_desktop.registry.store import RULE
from yigongti_desktop.storage import records
from yigongti_desktop.storage.tables import postings

_MONTHS = 3
#: What is asked, granted or on its way, by the state of its request.
_UNDER_WAY = {State.SUBMITTED: "requested", State.REVIEWED: "approved", State.DISPATCHED: "dispatched"}
_USES = frozenset(kind.value for kind in stock.USES) | {EntryKind.RETURN_IN.value}


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


class _Lookup:
    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, _kind: str, record: str) -> object | None:
        return records.load(self._connection, RULE, record)


def supply(connection: Connection, institution: str, today: date) -> dict[str, Supply]:
    """Return every drug that an institution has, had in the last three whole months, or awaits."""
    months = _months_before(today)
    first = months[0][0]
    lots, held, ordered = usable_lots(connection, institution), held_lots(connection), on_order(connection, institution)
    moved, used, begun = _movements(connection, institution, first)
    wanted = _cover(connection, today)
    found: dict[str, Supply] = {}
    for drug in {*lots, *moved, *ordered}:
        its, by_day = lots.get(drug, ()), moved.get(drug, {})
        now = sum(lot.quantity for lot in its)
        opening = now - sum(by_day.values())
        known = [span for span in months if opening or begun.get(drug, today) <= span[1]]
        shown = [_month(span, opening, by_day, used.get(drug, {})) for span in known]
        consumption = monthly(shown)
        barred = dict.fromkeys(held.get(drug, {}), Skip.SUSPENDED)
        stock_now = Stock(
            lots=its,
            held=barred,
            on_order=ordered.get(drug, 0),
            consumption=consumption,
            cover_days=wanted.cover_days,
            lead_days=wanted.lead_days,
            review_days=wanted.review_days,
        )
        found[drug] = Supply(
            drug=drug,
            lots=its,
            held=barred,
            on_order=ordered.get(drug, 0),
            consumption=consumption,
            consumed=sum(month.consumed for month in shown),
            out_days=sum(month.stock_out_days for month in shown),
            proposal=propose(stock_now, today),
        )
    return found


class Opening(msgspec.Struct, frozen=True, kw_only=True):
    """What a request is opened with for sending: what stood there, and what lies in the store."""

    draft: dict[str, Any] | None
    lots: dict[str, tuple[StockLot, ...]]
    held: dict[str, dict[str, Skip]]


def opening(connection: Connection, account: str, key: str, institution: str) -> Opening:
    """Return the draft of a request that is to be sent, and the lots it may be sent from."""
    held = {drug: dict.fromkeys(its, Skip.SUSPENDED) for drug, its in held_lots(connection).items()}
    return Opening(draft=kept_draft(connection, account, key), lots=usable_lots(connection, institution), held=held)


def usable_lots(connection: Connection, institution: str) -> dict[str, tuple[StockLot, ...]]:
    """Return the lots of an institution by drug, those of all its rooms together, by expiry."""
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


def _movements(
    connection: Connection, institution: str, first: date
) -> tuple[dict[str, dict[date, int]], dict[str, dict[date, int]], dict[str, date]]:
    """Return what was moved and what was used, by drug and day since a day, and when each drug first moved since."""
    begin = stock.beginning(institution)
    query = (
        select(postings.c.account, postings.c.amount, stock_entries.c.kind, stock_entries.c.at)
        .join(stock_entries, stock_entries.c.id == postings.c.record)
        .where(stock_entries.c.institution == institution)
        .where(stock_entries.c.at >= (first - timedelta(days=1)).isoformat())
    )
    moved: dict[str, dict[date, int]] = {}
    used: dict[str, dict[date, int]] = {}
    begun: dict[str, date] = {}
    days: dict[str, date] = {}
    for account, amount, kind, at in records.plain_rows(connection.execute(query)):
        on = days.get(at)
        if on is None:
            on = days[at] = day(datetime.fromisoformat(at))
        if on < first or not account.startswith(begin):
            continue
        drug = account.split("|", 4)[3]
        its = moved.setdefault(drug, {})
        its[on] = its.get(on, 0) + amount
        begun[drug] = min(begun.get(drug, on), on)
        if kind in _USES:
            of_use = used.setdefault(drug, {})
            of_use[on] = of_use.get(on, 0) - amount
    return moved, used, begun


def _month(span: tuple[date, date], opening: int, moved: Mapping[date, int], used: Mapping[date, int]) -> Month:
    first, last = span
    before = opening + sum(amount for on, amount in moved.items() if on < first)
    return Month(
        consumed=sum(amount for on, amount in used.items() if first <= on <= last),
        stock_out_days=stock_out_days(before, moved, first, last),
        days=(last - first).days + 1,
    )


def _months_before(today: date) -> list[tuple[date, date]]:
    """Return the last whole months before a day, the first first: their first and last days."""
    spans: list[tuple[date, date]] = []
    last = today.replace(day=1) - timedelta(days=1)
    for _ in range(_MONTHS):
        spans.append((last.replace(day=1), last))
        last = last.replace(day=1) - timedelta(days=1)
    return spans[::-1]


def _cover(connection: Connection, today: date) -> Cover:
    known, plain = _Lookup(connection), Cover()
    return Cover(
        cover_days=rule(known, "request.cover_days", today, plain.cover_days),
        lead_days=rule(known, "request.lead_days", today, plain.lead_days),
        review_days=rule(known, "request.review_days", today, plain.review_days),
    )
