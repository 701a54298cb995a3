"""Stores to be counted, and hands that count them."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.screens import Screen
from tests.sync.county import County
from yigongti_desktop.capabilities.pharmacy.messages import stock as m
from yigongti_desktop.capabilities.pharmacy.model.counting import CountLine
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.store import stock as store
from yigongti_desktop.storage import records

UNIT = "tianmen.yuekou"
LATER = date(2028, 3, 31)
#: Lots that lie in the pharmacy of 岳口: drug, lot, packs.
SHELF = (("阿莫西林胶囊", "A1", 10), ("布洛芬", "B1", 6), ("注射用青霉素钠", "P1", 4))


def stocked(county: County, desk: str = "岳口", who: str = "药师", shelf: Any = SHELF, room: str = "") -> None:
    """Bring lots into the books of a unit."""
    lines = tuple(
        EntryLine(drug=county.drug(desk, drug), lot=lot, quantity=packs, expiry=LATER) for drug, lot, packs in shelf
    )
    moved(county, desk, who, EntryKind.RECEIPT, lines, room)


def add_room(county: County, name: str) -> Any:
    """Add a store-room at 岳口."""
    return county.desks["岳口"].do(county.people["药师"], m.AddStoreRoom(name=name)).record


def moved(county: County, desk: str, who: str, kind: EntryKind, lines: tuple[EntryLine, ...], room: str = "") -> Any:
    """Enter what came or went, a minute after what was before."""
    county.clock.advance(minutes=1)
    return (
        county.desks[desk]
        .do(county.people[who], m.EnterStock(entering=Entering(kind=kind, lines=lines, room=room)))
        .record
    )


def issued(county: County, desk: str, who: str, drug: str, lot: str, packs: int) -> Any:
    """Give packs out to patients."""
    line = EntryLine(drug=county.drug(desk, drug), lot=lot, quantity=packs, expiry=LATER)
    return moved(county, desk, who, EntryKind.ISSUE_PATIENTS, (line,))


def opened(county: County, *, is_blind: bool = False, room: str = "") -> StockCount:
    """Begin a count at 岳口."""
    county.clock.advance(minutes=1)
    count: StockCount = (
        county.desks["岳口"].do(county.people["药师"], m.OpenCount(room=room, is_blind=is_blind, note="三季度")).record
    )
    return count


def counted(county: County, known: StockCount, *quantities: int, who: str = "药师") -> StockCount:
    """Count the first lines of a count."""
    county.clock.advance(minutes=1)
    lines = tuple(
        CountLine(drug=line.drug, lot=line.lot, expiry=line.expiry, counted=packs)
        for line, packs in zip(known.lines, quantities, strict=False)
    )
    done: StockCount = county.desks["岳口"].do(county.people[who], m.CountStock(count=known.id, lines=lines)).record
    return done


def held(me: Screen, count: str = "") -> StockCount:
    """Return a count as the desk has it, or the only one."""
    found = me.bench.read(records.load, store.STOCK_COUNT, count) if count else me.bench.read(store.counts)[0]
    assert found is not None
    return found


def balances(me: Screen) -> dict[str, int]:
    """Return what the books of 岳口 have by lot."""
    return {lot.key.lot: lot.quantity for lot in me.bench.read(store.lots, UNIT)}


def seat(me: Screen, name: str, argument: Any = None) -> Any:
    """Open the page of counts and the count under its cursor."""
    page = me.page("counts", argument or None)
    me.press("Return")
    me.settle()
    assert name in page.title
    return page


def titles(page: Any) -> list[str]:
    """Return the heads of the sheet that is open."""
    return [one.title for one in page.work.table.view.lines.columns]
