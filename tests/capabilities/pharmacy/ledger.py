"""The stock of a clinic, entered by hand through the rules alone."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec

from tests.capabilities.judging import CLINIC
from tests.capabilities.judging import Register
from tests.capabilities.judging import ruling
from tests.capabilities.judging import tianmen
from tests.capabilities.pharmacy.requests import AMOXICILLIN
from yigongti_desktop.capabilities.pharmacy.model import entering
from yigongti_desktop.capabilities.pharmacy.model import rooms
from yigongti_desktop.capabilities.pharmacy.model import stock
from yigongti_desktop.capabilities.pharmacy.model.entering import Entering
from yigongti_desktop.capabilities.pharmacy.model.rooms import StoreRoom
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryLine
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry

LATER = date(2028, 3, 31)
CODE = "81234567890123456789"


def line(quantity: int = 10, lot: str = "A1", expiry: date = LATER, **others: Any) -> EntryLine:
    """Return packs of 阿莫西林胶囊."""
    return EntryLine(drug=others.pop("drug", AMOXICILLIN), quantity=quantity, lot=lot, expiry=expiry, **others)


class Store:
    """The stock of a clinic, entered by hand."""

    def __init__(self) -> None:
        self.register: Register = tianmen()
        self._serial = 0
        self.add_room("二楼")

    def add_room(self, name: str, by: str = CLINIC) -> StoreRoom:
        """Add a store-room."""
        record = rooms.room_id(by, name)
        known = self.register.get("store_room", record)
        made = rooms.add(known, name, ruling(by, register=self.register, record=record))
        self.register.put("store_room", made)
        return made

    def enter(self, kind: EntryKind, *lines: EntryLine, final: bool = False, **others: Any) -> StockEntry:
        """Enter it, and keep it as a desk or the hub would."""
        self._serial += 1
        known = msgspec.structs.replace(ruling(CLINIC, register=self.register, record=f"e-{self._serial}"), final=final)
        what = Entering(kind=kind, lines=lines, **({"listed": True} | others))
        entry = entering.enter(None, f"岳口-{self._serial}", what, known)
        self.register.put("stock_entry", entry)
        return entry

    def reverse(self, entry: str, reason: str = "录错了", by: str = CLINIC) -> StockEntry:
        """Take an entry back."""
        record = entering.reversal_of(entry)
        known = self.register.get("stock_entry", record)
        made = entering.reverse(known, entry, reason, ruling(by, register=self.register, record=record))
        self.register.put("stock_entry", made)
        return made

    def balance(self, lot: str = "A1", room: str = "", drug: str = AMOXICILLIN) -> int:
        """Return what the books have of a lot."""
        return self.register.total(stock.LotKey(CLINIC, room, drug, LATER, lot).account)
