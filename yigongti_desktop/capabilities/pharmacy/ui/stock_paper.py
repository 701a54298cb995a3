"""What the cells of a paper of the store ask: its drugs, its lots, its codes; who writes it is the sheet's affair."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.model.fefo import StockLot
from yigongti_desktop.capabilities.pharmacy.model.stock import EXPLAINED
from yigongti_desktop.capabilities.pharmacy.model.stock import INCOMING
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.store.shelf import Shelf
from yigongti_desktop.capabilities.pharmacy.ui import stock_allot as allotting
from yigongti_desktop.capabilities.pharmacy.ui import stock_lines as lines
from yigongti_desktop.capabilities.pharmacy.ui.stock_drugs import StockedDrugs
from yigongti_desktop.capabilities.pharmacy.ui.stock_head import EntryHead
from yigongti_desktop.capabilities.pharmacy.ui.stock_line_columns import columns
from yigongti_desktop.capabilities.pharmacy.ui.stock_scanning import Scanner
from yigongti_desktop.capabilities.pharmacy.ui.stock_state import StockRow
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.table import LineTable

_KEYS = (
    ("Enter", "下一格"),
    ("Ins", "加一行"),
    ("Del", "删一行"),
    ("F8", "下一处要改"),
    ("Ctrl+S", "记账"),
)


class PaperCells(QWidget):
    """Head and lines of a paper, and what its columns ask."""

    def __init__(self, desk: Desk, kind: EntryKind, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.desk = desk
        self._books: dict[str, StockRow] = {}
        self._drugs = StockedDrugs(desk, self, self.shelf)
        self.head = EntryHead(kind)
        self.table = LineTable(columns(self, self._drugs.search), keys=_KEYS)
        self.scanner = Scanner(self, self.table.view)

    @property
    def kind(self) -> EntryKind:
        """Return what the paper does."""
        return self.head.kind

    @property
    def today(self) -> date:
        """Return this day."""
        return day(self.desk.now())

    @property
    def room(self) -> str:
        """Return the room from which it is taken, or into which it comes."""
        return self.head.room_key(self.head.room)

    def shelf(self, drug: str) -> Shelf | None:
        """Return what the books have of a drug."""
        row = self._books.get(drug)
        return row.shelf if row is not None else None

    def known(self, drug: str) -> Mapping[str, Any]:
        """Return what a line says of a drug that was proposed."""
        found = self._drugs.known(drug)
        return {} if found is None else lines.of_drug(found)

    def lots_here(self) -> list[StockLot]:
        """Return the lots that are offered for the line under the cursor."""
        given = self.table.view.lines.lines
        line = self.table.view.lines.line(self.table.view.currentIndex().row())
        if line is None:
            return []
        return allotting.offered(given, line, self.shelf(line["drug"]), self.room, self.kind, self.today)

    def take_lot(self, lot: str, line: Line) -> Mapping[str, Any]:
        """Return a lot that was typed or taken with its last day of use, as far as the books have it."""
        expiry = allotting.known_expiry(self.shelf(line["drug"]), self.room, lot)
        return {"lot": lot, "expiry": expiry or line.get("expiry"), "is_chosen": bool(lot), "allotted": None}

    def is_of_books(self, line: Line) -> bool:
        """Say whether the books know the lot of a line."""
        lot = str(line.get("lot") or "")
        return bool(lot) and allotting.known_expiry(self.shelf(line["drug"]), self.room, lot) is not None

    def wrong_lot(self, line: Line) -> str:
        """Return what is wrong with the lot of a line."""
        shelf = self.shelf(line["drug"])
        if line.get("lot"):
            return allotting.barred(line, shelf, self.kind, self.today)
        if self.kind in INCOMING or not line["drug"]:
            return "批号没有填。请照包装填写。"
        return allotting.why_none(shelf, self.room, self.kind, self.today)

    def scan(self, code: str, line: Line) -> Mapping[str, Any]:
        """Return the codes of a line with one more."""
        return self.scanner.scan(code, line)

    def other(self, line: Line) -> str:
        """Return for what other drug a code of a line is known."""
        return self.scanner.other(line)

    def lacks_reason(self, line: Line) -> bool:
        """Say whether it has to be said why, and is not said in the head either."""
        return self.kind in EXPLAINED and not line.get("reason") and not self.head.reason.text().strip()
