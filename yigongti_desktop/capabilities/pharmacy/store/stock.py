"""Entries, counts and held lots in the database, and the balances that screens ask for."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from functools import partial

import msgspec
from msgspec.structs import replace
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model import counting
from yigongti_desktop.capabilities.pharmacy.model import recalling
from yigongti_desktop.capabilities.pharmacy.model import rooms
from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model.counting import CountLine
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.model.fefo import Skip
from yigongti_desktop.capabilities.pharmacy.model.recalling import LotReport
from yigongti_desktop.capabilities.pharmacy.model.rooms import StoreRoom
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.model.stock import LotHold
from yigongti_desktop.capabilities.pharmacy.model.stock import LotKey
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.pharmacy.tables.stock import lot_holds
from yigongti_desktop.capabilities.pharmacy.tables.stock import lot_reports
from yigongti_desktop.capabilities.pharmacy.tables.stock import stock_counts
from yigongti_desktop.capabilities.pharmacy.tables.stock import stock_entries
from yigongti_desktop.capabilities.pharmacy.tables.stock import store_rooms
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.catalogue import Drug
from yigongti_desktop.storage import postings
from yigongti_desktop.storage import records
from yigongti_desktop.storage.catalogue import RecordKind
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.tables import postings as posted

TOPIC = "pharmacy.stock"

STOCK_ENTRY = RecordKind(
    name="stock_entry",
    record=StockEntry,
    table=stock_entries,
    streams=stock.streams,
    topic=TOPIC,
    spellings=lambda entry: {sought(entry.number), sought(entry.document)} - {""},
    postings=stock.postings,
    helping=("head|",),
    borrows="reverses",
    called=lambda entry: entry.number or entry.document,
)
STOCK_COUNT = RecordKind(
    name="stock_count",
    record=StockCount,
    table=stock_counts,
    streams=counting.streams,
    topic=TOPIC,
    spellings=lambda known: {sought(known.number)} - {""},
    called=lambda known: known.number,
    has_trail=True,
)
LOT_HOLD = RecordKind(
    name="lot_hold",
    record=LotHold,
    table=lot_holds,
    streams=stock.hold_streams,
    topic=TOPIC,
    called=lambda hold: f"{hold.name} {hold.lot}",
)
STORE_ROOM = RecordKind(
    name="store_room",
    record=StoreRoom,
    table=store_rooms,
    streams=rooms.streams,
    topic=TOPIC,
    called=lambda room: room.name,
)
LOT_REPORT = RecordKind(
    name="lot_report",
    record=LotReport,
    table=lot_reports,
    streams=recalling.streams,
    topic=TOPIC,
    called=lambda one: f"{one.name} {one.lot}",
)


class LotBalance(msgspec.Struct, frozen=True):
    """How much of a lot lies in a room; below nought where more went than the books had."""

    key: LotKey
    quantity: int


class DrugStock(msgspec.Struct, frozen=True):
    """A drug of the formulary with what lies there of it, first the lot that expires first."""

    drug: Drug
    lots: tuple[LotBalance, ...]
    #: Lots that may not be used, by their number, with the reason.
    held: dict[str, str] = {}

    @property
    def quantity(self) -> int:
        """Return how much lies there of all lots."""
        return sum(lot.quantity for lot in self.lots)


class Movement(msgspec.Struct, frozen=True):
    """One line of an entry, as a lot or a drug is followed."""

    entry: StockEntry
    line: EntryLine
    #: What it added to the room that is looked at.
    amount: int


def lots(connection: Connection, institution: str, room: str | None = None, drug: str = "") -> list[LotBalance]:
    """Return the lots that are not at nought: of an institution, of one of its rooms, of a drug in it."""
    found = postings.balances(connection, stock.beginning(institution, room, drug))
    return [LotBalance(stock.read_account(account), amount) for account, amount in found.items() if amount]


def in_stock(connection: Connection, institution: str, room: str = "") -> list[DrugStock]:
    """Return the drugs of a room with their lots, by name."""
    by_drug: dict[str, list[LotBalance]] = {}
    for lot in lots(connection, institution, room):
        by_drug.setdefault(lot.key.drug, []).append(lot)
    drugs = records.load_many(connection, registry.DRUG, by_drug)
    held = held_lots(connection)
    found = [DrugStock(drugs[drug], tuple(its), held.get(drug, {})) for drug, its in by_drug.items() if drug in drugs]
    return sorted(found, key=lambda one: (one.drug.name, one.drug.strength, one.drug.id))


def held_lots(connection: Connection) -> dict[str, dict[str, str]]:
    """Return the lots that may not be used: drug → lot → why."""
    found: dict[str, dict[str, str]] = {}
    for row in connection.execute(select(lot_holds).where(lot_holds.c.is_held == 1)):
        hold = records.from_row(LOT_HOLD, row)
        found.setdefault(hold.drug, {})[hold.lot] = hold.reason
    return found


def suspended(connection: Connection) -> dict[str, dict[str, Skip]]:
    """Return the lots that are held by drug and number, as what is passed over when lots are chosen."""
    return {drug: dict.fromkeys(lots, Skip.SUSPENDED) for drug, lots in held_lots(connection).items()}


def holds(connection: Connection) -> list[LotHold]:
    """Return every hold, those in force first, then the latest."""
    query = select(lot_holds).order_by(lot_holds.c.is_held.desc(), lot_holds.c.at.desc())
    return [records.from_row(LOT_HOLD, row) for row in connection.execute(query)]


def entries(connection: Connection, institution: str, most: int = 300, offset: int = 0) -> list[StockEntry]:
    """Return the entries of an institution, the latest first."""
    query = select(stock_entries).where(stock_entries.c.institution == institution)
    order = query.order_by(stock_entries.c.at.desc(), stock_entries.c.id.desc()).limit(most).offset(offset)
    return [records.from_row(STOCK_ENTRY, row) for row in connection.execute(order)]


def movements(connection: Connection, key: LotKey) -> list[Movement]:
    """Return all that moved a lot in its room, the first first."""
    return _followed(connection, [key.account])


def touched(connection: Connection, institution: str, drug: str, lot: str) -> list[Movement]:
    """Return everything that a lot has touched in an institution, in all its rooms, for a recall."""
    its = posted.c.account
    beginning, sign = stock.beginning(institution), "!"
    like = beginning.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    tail = f"|{drug}|".replace("_", "!_") + "%|" + lot.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    query = select(its).where(its.like(f"{like}%{tail}", escape=sign)).distinct()
    accounts = [found for found in connection.scalars(query) if stock.read_account(found).lot == lot]
    return _followed(connection, accounts)


def used_rooms(connection: Connection, institution: str) -> list[str]:
    """Return the rooms where anything ever lay, each by one look into the index."""
    return rooms.used_rooms(partial(postings.next_account, connection), institution)


def counts(connection: Connection) -> list[StockCount]:
    """Return the counts, the latest first."""
    query = select(stock_counts).order_by(stock_counts.c.opened_at.desc())
    return [records.from_row(STOCK_COUNT, row) for row in connection.execute(query)]


def lines_to_count(connection: Connection, institution: str, room: str) -> list[CountLine]:
    """Return the lots that the books have in a room, by drug and expiry."""
    return [
        CountLine(
            drug=one.drug.id,
            name=one.drug.name,
            strength=one.drug.strength,
            unit=one.drug.unit,
            lot=lot.key.lot,
            expiry=lot.key.expiry,
            book=lot.quantity,
        )
        for one in in_stock(connection, institution, room)
        for lot in one.lots
    ]


def with_book(connection: Connection, known: StockCount, lines: Iterable[CountLine]) -> list[CountLine]:
    """Return lines with what the books say now of their lots."""
    return [replace(line, book=postings.total(connection, _account(known, line))) for line in lines]


def stale_lines(connection: Connection, known: StockCount) -> list[CountLine]:
    """Return the lines to be counted again: of movements before they were counted, the books have others by now.

    Those came since from another machine; what was moved after the count of a line does not matter to it.
    """
    counted = [line for line in known.lines if line.counted_at is not None]
    by_account = postings.posted_by(connection, [_account(known, line) for line in counted])
    moved = {record for its in by_account.values() for record in its}
    when = {one.id: one.at for one in records.load_many(connection, STOCK_ENTRY, moved).values()}
    return [line for line in counted if line.book != _book_at(line, by_account[_account(known, line)], when)]


def _book_at(line: CountLine, amounts: dict[str, int], when: dict[str, datetime]) -> int:
    at = line.counted_at
    return sum(amount for record, amount in amounts.items() if at is not None and when[record] <= at)


def _account(known: StockCount, line: CountLine) -> str:
    return LotKey(known.institution, known.room, line.drug, line.expiry, line.lot).account


def _followed(connection: Connection, accounts: list[str]) -> list[Movement]:
    by_account = postings.posted_by(connection, accounts)
    ids = {record for its in by_account.values() for record in its}
    known = records.load_many(connection, STOCK_ENTRY, ids)
    found = [
        Movement(entry, line, amount)
        for entry in known.values()
        for line in entry.lines
        for account, amount in stock.postings(replace(entry, lines=(line,)))
        if account in by_account
    ]
    return sorted(found, key=lambda one: (stamp(one.entry.at), one.entry.id))
