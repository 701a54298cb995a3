"""What the page of the stock asks of the database: its drugs with their lots, how they are used, what moved one."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from datetime import UTC
from datetime import date
from datetime import datetime
from datetime import time

import msgspec
from sqlalchemy import Connection
from sqlalchemy import and_
from sqlalchemy import func
from sqlalchemy import or_
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model import entering
from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model.stock import LotHold
from yigongti_desktop.capabilities.pharmacy.model.stock import LotKey
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.pharmacy.model.usage import USED
from yigongti_desktop.capabilities.pharmacy.model.usage import Usage
from yigongti_desktop.capabilities.pharmacy.store.rooms import names as room_names
from yigongti_desktop.capabilities.pharmacy.store.stock import LOT_HOLD
from yigongti_desktop.capabilities.pharmacy.store.stock import STOCK_ENTRY
from yigongti_desktop.capabilities.pharmacy.store.stock import LotBalance
from yigongti_desktop.capabilities.pharmacy.store.stock import held_lots
from yigongti_desktop.capabilities.pharmacy.store.stock import used_rooms
from yigongti_desktop.capabilities.pharmacy.tables.stock import lot_holds
from yigongti_desktop.capabilities.pharmacy.tables.stock import stock_entries
from yigongti_desktop.kernel.clock import CHINA
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry import tables as registered
from yigongti_desktop.registry.model.institution import InstitutionKind
from yigongti_desktop.registry.model.institution import Status
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import postings
from yigongti_desktop.storage import records
from yigongti_desktop.storage.facts import moment
from yigongti_desktop.storage.facts import stamp
from yigongti_desktop.storage.tables import postings as posted
from yigongti_desktop.storage.tables import search_keys

_FORM = "stock_entry"
#: Form and record of what is kept of an entry while it is written.
DRAFT = (_FORM, "")
_END = "\U0010ffff"
_DRUGS = registered.drugs
_LISTED = select(*(_DRUGS.c[name] for name in ("id", "name", "strength", "pack", "unit", "local_code")))
#: How many times as many drugs are looked at where the first were not in stock.
_MORE = 4
#: Drugs of the formulary among which the first of the stock are looked for by name; a national table holds 250,000.
_FAR = 5_000
#: A moment up to its hour: 2026-11-23T08.
_HOUR = 13


class Shelf(msgspec.Struct, frozen=True, kw_only=True):
    """A drug of which there is stock, or was."""

    drug: str
    name: str
    strength: str
    pack: str
    #: In which it is counted.
    unit: str
    code: str
    #: Lots that are not at nought, in all rooms, first the one that expires first: expiry, lot, room, quantity.
    #: Thousands of drugs are listed and few looked into, so that these are plain until `lots` is asked.
    plain: tuple[tuple[str, str, str, int], ...]
    institution: str
    #: Rooms where any of it ever lay.
    rooms: tuple[str, ...]
    #: Lots that may not be used, by their number, with the reason.
    held: Mapping[str, str] = {}
    #: What rooms are called, by the word of the ledger; the same for all drugs.
    names: Mapping[str, str] = {}

    @property
    def quantity(self) -> int:
        """Return how much there is of all lots."""
        return sum(one[3] for one in self.plain)

    @property
    def lots(self) -> tuple[LotBalance, ...]:
        """Return the lots that are not at nought, in all rooms, first the one that expires first."""
        return tuple(
            LotBalance(LotKey(self.institution, room, self.drug, date.fromisoformat(expiry), lot), quantity)
            for expiry, lot, room, quantity in self.plain
        )


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as it moved one drug."""

    entry: StockEntry
    #: What it added to the stock of the institution, in smallest units; nought for a transfer.
    amount: int
    #: What the books had after it.
    balance: int
    is_reversed: bool


class History(msgspec.Struct, frozen=True, kw_only=True):
    """What last moved a drug, the latest first, and which of its lots are held by whom."""

    drug: str
    steps: tuple[Step, ...]
    holds: tuple[LotHold, ...]
    #: Lots that are held though the books have nothing of them any more: to be traced, and released.
    gone: tuple[LotBalance, ...] = ()


class Partners(msgspec.Struct, frozen=True, kw_only=True):
    """With whom a store has to do."""

    departments: tuple[str, ...] = ()
    #: Village clinics of this unit: id and name.
    villages: tuple[tuple[str, str], ...] = ()
    #: The lead hospital: its id and name; empty at the lead hospital itself.
    centre: tuple[str, str] = ("", "")


def shelves(connection: Connection, institution: str) -> list[Shelf]:
    """Return the drugs of an institution that ever were in its stock, by name."""
    balances = postings.balances(connection, stock.beginning(institution))
    here = list({account.split("|", 4)[3] for account in balances})
    listed = records.at_once(connection, _LISTED.where(records.among(connection, _DRUGS.c.id, here)))
    listed.sort(key=lambda drug: (drug[1], drug[2], drug[0]))
    return _shelves(connection, institution, listed, balances)


def first_shelves(connection: Connection, institution: str, most: int) -> list[Shelf]:
    """Return the first of the same list, on a desk, without reading the rest of the stock."""
    rooms = used_rooms(connection, institution)
    found: list[Shelf] = []
    start, many = 0, most
    while rooms and len(found) < most:
        if start > _FAR:
            return shelves(connection, institution)[:most]
        by_name = _LISTED.order_by(_DRUGS.c.name, _DRUGS.c.strength, _DRUGS.c.id)
        listed = connection.execute(by_name.offset(start).limit(many)).all()
        begun = [stock.beginning(institution, room, drug[0]) for room in rooms for drug in listed]
        found += _shelves(connection, institution, listed, postings.balances_of(connection, begun))
        if len(listed) < many:
            break
        start, many = start + many, many * _MORE
    return found[:most]


def usage(connection: Connection, institution: str, since: date) -> dict[str, Usage]:
    """Return what moved each drug on each day since a day, and what of it was use, in smallest units (PHA-16)."""
    began = stock.beginning(institution)
    first = stamp(datetime.combine(since, time.min, CHINA).astimezone(UTC))
    taken = stock_entries.alias("taken_back")
    query = (
        select(posted.c.account, posted.c.amount, stock_entries.c.at, stock_entries.c.kind, taken.c.kind.label("taken"))
        .join(stock_entries, stock_entries.c.id == posted.c.record)
        .outerjoin(taken, and_(taken.c.id == stock_entries.c.reverses, stock_entries.c.reverses != ""))
        .where(stock_entries.c.institution == institution, stock_entries.c.at >= first)
        .where(posted.c.account >= began, posted.c.account < began + _END)
    )
    days: dict[str, date] = {}
    used = {kind.value for kind in USED}
    moved: dict[str, dict[date, int]] = {}
    consumed: dict[str, dict[date, int]] = {}
    for account, amount, at, kind, reversed_kind in records.at_once(connection, query):
        drug = account.split("|", 4)[3]
        on = days.get(at[:_HOUR]) or days.setdefault(at[:_HOUR], day(moment(at)))
        its = moved.setdefault(drug, {})
        its[on] = its.get(on, 0) + amount
        if (reversed_kind or kind) in used:
            its = consumed.setdefault(drug, {})
            its[on] = its.get(on, 0) - amount
    return {drug: Usage(its, consumed.get(drug, {})) for drug, its in moved.items()}


def spellings(connection: Connection, drugs: Sequence[str]) -> dict[str, str]:
    """Return how each of the drugs may be typed, all spellings in one text, line by line."""
    its = records.among(connection, search_keys.c.record, drugs)
    query = select(search_keys.c.record, search_keys.c.spelling).where(its)
    found: dict[str, list[str]] = {}
    for drug, spelling in records.at_once(connection, query):
        found.setdefault(drug, []).append(spelling)
    return {drug: "\n".join(its) for drug, its in found.items()}


def history(connection: Connection, institution: str, shelf: Shelf, most: int = 20) -> History:
    """Return the last entries that moved a drug in an institution, and its lots that are held."""
    its = posted.c.account
    begun = [stock.beginning(institution, room, shelf.drug) for room in shelf.rooms]
    summed = (
        select(posted.c.record, func.sum(posted.c.amount).label("amount"))
        .where(or_(*(and_(its >= one, its < one + _END) for one in begun)))
        .group_by(posted.c.record)
        .subquery()
    )
    query = (
        select(stock_entries, summed.c.amount, select(func.sum(summed.c.amount)).scalar_subquery())
        .join(summed, summed.c.record == stock_entries.c.id)
        .order_by(stock_entries.c.at.desc(), stock_entries.c.id.desc())
        .limit(most)
    )
    rows = list(connection.execute(query))
    entries = [records.from_row(STOCK_ENTRY, row[:-2]) for row in rows]
    turned = records.load_many(connection, STOCK_ENTRY, [entering.reversal_of(entry.id) for entry in entries])
    balance = int(rows[0][-1]) if rows else 0
    steps: list[Step] = []
    for entry, row in zip(entries, rows, strict=True):
        is_reversed = entering.reversal_of(entry.id) in turned
        steps.append(Step(entry=entry, amount=int(row[-2]), balance=balance, is_reversed=is_reversed))
        balance -= int(row[-2])
    held = connection.execute(select(lot_holds).where(lot_holds.c.drug == shelf.drug, lot_holds.c.is_held == 1))
    holds = tuple(records.from_row(LOT_HOLD, row) for row in held)
    gone = _gone(connection, institution, shelf, {hold.lot for hold in holds})
    return History(drug=shelf.drug, steps=tuple(steps), holds=holds, gone=gone)


def partners(connection: Connection, institution: str, on: date) -> Partners:
    """Return whom an institution gives drugs to, and from whom it has them.

    Raises:
        Refused: institution_unknown before the first sync.
    """
    seat = registry.seat(connection, institution, on)
    everybody = registry.everything(connection, registry.INSTITUTION)
    villages = [
        (one.id, one.name)
        for one in everybody
        if one.parent == institution and one.kind is InstitutionKind.VILLAGE_CLINIC and one.status is Status.ACTIVE
    ]
    community = records.load(connection, registry.COMMUNITY, seat.own.community_on(on))
    lead = next((one for one in everybody if community is not None and one.id == community.lead), None)
    return Partners(
        departments=seat.departments_of(institution),
        villages=tuple(sorted(villages, key=lambda one: one[1])),
        centre=(lead.id, lead.name) if lead is not None and lead.id != institution else ("", ""),
    )


def keep_draft(connection: Connection, account: str, values: dict[str, object], at: datetime) -> None:
    """Keep what stands in an entry that is being written."""
    drafts.keep(connection, drafts.Draft(form=_FORM, account=account, record="", values=values, saved_at=at))


def kept_draft(connection: Connection, account: str) -> dict[str, object] | None:
    """Return what stood there, or None."""
    found = drafts.fetch(connection, _FORM, account)
    return found.values if found else None


def drop_draft(connection: Connection, account: str) -> None:
    """Forget what stood there."""
    drafts.drop(connection, _FORM, account)


def lots_ever(connection: Connection, institution: str, shelf: Shelf) -> list[LotBalance]:
    """Return every lot of a drug that the books ever had, with what is there of it, noughts too."""
    found: dict[str, int] = {}
    for room in shelf.rooms:
        found |= postings.balances(connection, stock.beginning(institution, room, shelf.drug))
    return [LotBalance(stock.read_account(account), amount) for account, amount in found.items()]


def _gone(connection: Connection, institution: str, shelf: Shelf, held: set[str]) -> tuple[LotBalance, ...]:
    there = {lot.key.lot for lot in shelf.lots}
    if not held - there:
        return ()
    first = {lot.key.lot: lot for lot in reversed(lots_ever(connection, institution, shelf))}
    return tuple(first[lot] for lot in sorted(held - there) if lot in first)


def _shelves(
    connection: Connection, institution: str, listed: Sequence[Sequence[str]], balances: Mapping[str, int]
) -> list[Shelf]:
    lots: dict[str, list[tuple[str, str, str, int]]] = {}
    rooms: dict[str, dict[str, None]] = {}
    for account, amount in balances.items():
        _, _, room, drug, expiry, lot = account.split("|")
        its = lots.get(drug)
        if its is None:
            its, rooms[drug] = lots.setdefault(drug, []), {}
        rooms[drug][room] = None
        if amount:
            its.append((expiry, lot, room, amount))
    held, names = held_lots(connection), room_names(connection, institution)
    return [
        Shelf(
            drug=drug,
            name=name,
            strength=strength,
            pack=pack,
            unit=unit,
            code=code,
            plain=tuple(sorted(lots[drug])),
            institution=institution,
            rooms=tuple(rooms[drug]),
            held=held.get(drug, {}),
            names=names,
        )
        for drug, name, strength, pack, unit, code in listed
        if drug in lots
    ]
