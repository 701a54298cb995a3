"""A store with lots in it, and hands that fill in its papers."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.screens import Screen
from tests.sync.county import County
from yigongti_desktop.capabilities.pharmacy.messages import stock as m
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.rooms import StoreRoom
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.model.stock import LotHold
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.pharmacy.store import stock as store

AMOXICILLIN, IBUPROFEN = "阿莫西林胶囊", "布洛芬"
FAR, NEXT, NEAR, SOON = date(2029, 3, 31), date(2028, 6, 30), date(2027, 4, 30), date(2027, 1, 31)
CODE, OTHER_CODE = "81234567890123456789", "81234567890123456790"
UNIT = "tianmen.yuekou"


def enter(
    county: County, kind: EntryKind, quantity: int, lot: str = "A1", expiry: date = FAR, **others: Any
) -> StockEntry:
    """Enter packs at 岳口, a minute after what was before."""
    county.clock.advance(minutes=1)
    drug = others.pop("drug", "") or county.drug("岳口", others.pop("spelled", AMOXICILLIN))
    words = {name: others.pop(name) for name in ("over", "reason", "codes") if name in others}
    line = EntryLine(drug=drug, quantity=quantity, lot=lot, expiry=expiry, **words)
    entering = Entering(kind=kind, lines=(line,), **others)
    done: StockEntry = county.desks["岳口"].do(county.people["药师"], m.EnterStock(entering=entering)).record
    return done


def add_room(county: County, name: str) -> StoreRoom:
    """Add a store-room at 岳口."""
    done: StoreRoom = county.desks["岳口"].do(county.people["药师"], m.AddStoreRoom(name=name)).record
    return done


def hold(county: County, lot: str, spelled: str = AMOXICILLIN) -> LotHold:
    """Hold a lot at 岳口."""
    command = m.HoldLot(drug=county.drug("岳口", spelled), lot=lot, reason="疑有质量问题，待查")
    done: LotHold = county.desks["岳口"].do(county.people["药师"], command).record
    return done


def stocked(county: County) -> None:
    """Fill the store of 岳口: three lots of 阿莫西林 that expire one after another, one of 布洛芬 that expires soon."""
    enter(county, EntryKind.OPENING, 60, "A1", NEXT)
    enter(county, EntryKind.RECEIPT, 100, "A2", FAR)
    enter(county, EntryKind.OPENING, 30, "B1", SOON, spelled=IBUPROFEN)


def begin(me: Screen, kind: str = "") -> Any:
    """Begin a paper with F2, of a kind by its initials; the cursor then stands in the field after the kind."""
    page = me.page("stock")
    me.press("F2")
    me.settle()
    if kind:
        me.pick(kind)
    else:
        me.press("Return")
    return page


def lots(me: Screen) -> dict[str, int]:
    """Return what the books of 岳口 have, lot by lot."""
    return {lot.key.lot: lot.quantity for lot in me.bench.read(store.lots, UNIT)}


def entries(me: Screen) -> list[StockEntry]:
    """Return the entries of 岳口, the latest first."""
    found: list[StockEntry] = me.bench.read(store.entries, UNIT)
    return found


def here(page: Any) -> tuple[int, str]:
    """Return the cell under the cursor: its row and the key of its column."""
    view = page.work.table.view
    index = view.currentIndex()
    return index.row(), view.lines.columns[index.column()].key
