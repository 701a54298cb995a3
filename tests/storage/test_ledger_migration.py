"""A ledger of before the list of rooms is upgraded with its data: its rooms stay rooms, its codes have taught."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from datetime import datetime
from pathlib import Path

import msgspec
import pytest
from sqlalchemy import Engine
from sqlalchemy import text

from tests.fakes.time import NOON
from tests.storage.earlier import at_version
from yigongti_desktop.capabilities.pharmacy.model import rooms
from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model import tracing
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.pharmacy.store import ledger
from yigongti_desktop.capabilities.pharmacy.store import rooms as room_store
from yigongti_desktop.capabilities.pharmacy.store import stock as store
from yigongti_desktop.storage import migrate
from yigongti_desktop.storage import postings
from yigongti_desktop.storage import records
from yigongti_desktop.storage.engine import reading
from yigongti_desktop.storage.engine import writing
from yigongti_desktop.storage.tables import postings as posted
from yigongti_desktop.storage.unit_of_work import Shelf

pytestmark = pytest.mark.migration

UNIT, ONE, OTHER = "tianmen.yuekou", "drug-1", "drug-2"
BEFORE = "0009"


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """A database of the version before."""
    with at_version(BEFORE, request, tmp_path) as made:
        yield made


def entry(serial: int, kind: EntryKind, *lines: EntryLine, room: str = "", other_room: str = "") -> StockEntry:
    """Return an entry of a year ago."""
    at: datetime = NOON
    return StockEntry(
        id=f"e-{serial}", kind=kind, institution=UNIT, room=room, other_room=other_room, lines=lines, at=at
    )


def line(drug: str, quantity: int, *codes: str) -> EntryLine:
    """Return packs of a lot."""
    return EntryLine(drug=drug, quantity=quantity, lot="A1", expiry=date(2028, 6, 30), codes=codes)


OLD = (
    entry(1, EntryKind.RECEIPT, line(ONE, 10, "81234561111111111111", "81234561111111111112", "ABC12345")),
    entry(2, EntryKind.RECEIPT, line(OTHER, 4, "87654321111111111111"), line(ONE, 5)),
    entry(3, EntryKind.REVERSAL, line(OTHER, -4, "87654321111111111111")),
    entry(4, EntryKind.TRANSFER, line(ONE, 6, "81234561111111111113"), other_room="西药库%_ "),
    entry(5, EntryKind.ISSUE_PATIENTS, line(ONE, 1, "81234561111111111111"), room="西药库%_ "),
)


def filled(engine: Engine) -> None:
    """Write the ledger as the program of before wrote it: no head of a code had an account."""
    with writing(engine) as connection:
        for one in OLD:
            lines = msgspec.json.encode(one.lines).decode()
            connection.execute(
                text(
                    "INSERT INTO stock_entries (id, kind, institution, room, other_room, lines, at)"
                    " VALUES (:id, :kind, :institution, :room, :other, :lines, :at)"
                ),
                {
                    "id": one.id,
                    "kind": one.kind.value,
                    "institution": UNIT,
                    "room": one.room,
                    "other": one.other_room,
                    "lines": lines,
                    "at": "2026-11-23T04:00:00.000Z",
                },
            )
            amounts = {
                name: amount
                for name, amount in postings.amounts(store.STOCK_ENTRY, one).items()
                if not name.startswith("head|")
            }
            records.append(
                connection,
                posted,
                ("account", "record", "amount"),
                [(name, one.id, amount) for name, amount in amounts.items()],
            )


def test_what_old_codes_taught_is_known_after_the_upgrade(engine: Engine) -> None:
    from yigongti_desktop.app.knowledge import CATALOGUE

    filled(engine)
    migrate.upgrade(engine)
    with reading(engine) as connection:
        expected: dict[str, int] = {}
        for one in OLD:
            for name, amount in stock.postings(one):
                expected[name] = expected.get(name, 0) + amount
        assert postings.balances(connection, "") == expected
        books = Shelf(connection, CATALOGUE)
        assert tracing.drugs_of(books, UNIT, "81234569999999999999") == {ONE: 3}
        assert tracing.drugs_of(books, UNIT, "87654329999999999999") == {}
        assert ledger.check(connection, UNIT).is_right


def test_rooms_of_yesterdays_words_are_rooms_after_the_upgrade_and_others_are_not(engine: Engine) -> None:
    from yigongti_desktop.app.knowledge import CATALOGUE

    filled(engine)
    migrate.upgrade(engine)
    with reading(engine) as connection:
        books = Shelf(connection, CATALOGUE)
        assert rooms.used_rooms(books.next_account, UNIT) == ["", "西药库%_ "]
        listed = room_store.rooms(connection, UNIT)
        assert [(one.name, one.lots, one.is_listed) for one in listed] == [("药房", 1, False), ("西药库%_ ", 1, False)]


def test_the_way_down_leaves_the_ledger_as_it_was(engine: Engine) -> None:
    filled(engine)
    with reading(engine) as connection:
        before = postings.balances(connection, "")
    migrate.upgrade(engine)
    with writing(engine) as connection:
        migrate.run(connection, "downgrade", BEFORE)
        assert postings.balances(connection, "") == before
