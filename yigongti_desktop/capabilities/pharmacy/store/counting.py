"""What the page of counts asks of the database, and what stood in a count sheet that was left."""

from __future__ import annotations

from datetime import datetime

import msgspec
from sqlalchemy import Connection
from sqlalchemy import select

from yigongti_desktop.capabilities.pharmacy.model.counting import CountState
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.store import stock as store
from yigongti_desktop.capabilities.pharmacy.tables.stock import stock_counts
from yigongti_desktop.protocol.record import TrailEntry
from yigongti_desktop.storage import drafts
from yigongti_desktop.storage import pending
from yigongti_desktop.storage import records
from yigongti_desktop.storage import trails

_FORM = "stock_count"

#: Which lot of a count: drug, expiry, lot number.
Key = tuple[str, str, str]


class CountRow(msgspec.Struct, frozen=True, kw_only=True):
    """A count in a list, with whether this desk still has something of it to send."""

    count: StockCount
    is_waiting: bool


class OpenedCount(msgspec.Struct, frozen=True, kw_only=True):
    """One count with all that its sheet and its panel show."""

    count: StockCount
    steps: tuple[TrailEntry, ...]
    is_waiting: bool
    #: What the books say now, in smallest units.
    books: dict[Key, int]
    #: Lots to be counted again: the books had others when they were counted than was known here.
    stale: frozenset[Key]


def counts(connection: Connection) -> list[CountRow]:
    """Return the counts, the latest first."""
    waiting = pending.waiting(connection, store.STOCK_COUNT.name)
    return [CountRow(count=one, is_waiting=one.id in waiting) for one in store.counts(connection)]


def opened(connection: Connection, count: str) -> OpenedCount | None:
    """Return a count with its steps and what the books say now, or None."""
    found = records.load(connection, store.STOCK_COUNT, count)
    if found is None:
        return None
    is_open = found.state is CountState.OPEN
    return OpenedCount(
        count=found,
        steps=trails.of_record(connection, count),
        is_waiting=count in pending.waiting(connection, store.STOCK_COUNT.name),
        books=books(connection, found) if is_open else {},
        stale=frozenset(line.key for line in store.stale_lines(connection, found)) if is_open else frozenset(),
    )


def books(connection: Connection, count: StockCount) -> dict[Key, int]:
    """Return what the books say now of the lots in the room of a count."""
    found = store.lots(connection, count.institution, count.room)
    return {(one.key.drug, one.key.expiry.isoformat(), one.key.lot): one.quantity for one in found}


def open_counts(connection: Connection) -> list[StockCount]:
    """Return the counts under way, the first first."""
    query = select(stock_counts).where(stock_counts.c.state == CountState.OPEN.value)
    return [records.from_row(store.STOCK_COUNT, row) for row in connection.execute(query.order_by(stock_counts.c.id))]


def by_number(connection: Connection, number: str) -> StockCount | None:
    """Return the count of a printed number, or None."""
    row = connection.execute(select(stock_counts).where(stock_counts.c.number == number)).first()
    return None if row is None else records.from_row(store.STOCK_COUNT, row)


def rooms(connection: Connection, institution: str) -> dict[str, int]:
    """Return the rooms in which the books have something, with how many lots; the pharmacy itself always."""
    found = {"": 0}
    for lot in store.lots(connection, institution):
        found[lot.key.room] = found.get(lot.key.room, 0) + 1
    return dict(sorted(found.items()))


def keep_draft(connection: Connection, account: str, count: str, values: dict[str, object], at: datetime) -> None:
    """Keep what stands in a count sheet and is not in the count yet."""
    drafts.keep(connection, drafts.Draft(form=_FORM, account=account, record=count, values=values, saved_at=at))


def kept_draft(connection: Connection, account: str, count: str) -> dict[str, object] | None:
    """Return what stood there, or None."""
    found = drafts.fetch(connection, _FORM, account, count)
    return found.values if found else None


def drop_draft(connection: Connection, account: str, count: str) -> None:
    """Forget what stood there: it is in the count."""
    drafts.drop(connection, _FORM, account, count)
