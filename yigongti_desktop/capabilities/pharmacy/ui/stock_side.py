"""Beside the lines of a paper: what the books have of the drug under the cursor, lot by lot as they go out."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QScrollArea
from PySide6.QtWidgets import QVBoxLayout
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.store.stock import LotBalance
from yigongti_desktop.capabilities.pharmacy.ui import stock_state as state
from yigongti_desktop.capabilities.pharmacy.ui.stock_columns import monthly_use
from yigongti_desktop.capabilities.pharmacy.ui.stock_panel import lasts
from yigongti_desktop.capabilities.pharmacy.ui.stock_state import StockRow
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.facts import Facts
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.lines.columns import Line


class StockSide(QFrame):
    """The side of a paper that is written."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._desk = desk
        self._name = label("", "card", wrap=True)
        self._facts = Facts()
        self._head = label("批号，先到期的先出", "name")
        self._lots = Facts()
        self._hint = label("光标停在哪一行，这里就说明哪种药。", "caption", wrap=True)
        self._about = boxed(column(self._name, self._facts, 4, self._head, self._lots, spacing=8))
        body = QWidget()
        body.setObjectName("surface")
        inside = QVBoxLayout(body)
        inside.setContentsMargins(16, 12, 12, 12)
        inside.addWidget(self._about)
        inside.addWidget(self._hint)
        inside.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidgetResizable(True)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(body)
        self.setLayout(column(scroll, spacing=0, margins=(1, 1, 1, 1)))
        self.show_line(None, None, "")

    def show_line(self, line: Line | None, row: StockRow | None, room: str) -> None:
        """Show what the books have of a line's drug in a room, and elsewhere."""
        has_drug = line is not None and bool(line["drug"])
        self._about.setVisible(has_drug)
        self._hint.setVisible(not has_drug)
        if line is None or not has_drug:
            return
        self._name.setText(str(line["name"]))
        if row is None:
            self._facts.show_facts([("规格", str(line.get("specification", ""))), ("现存", "账上没有")])
            self._head.hide()
            self._lots.show_facts(())
            return
        shelf = row.shelf
        here = [lot for lot in shelf.lots if lot.key.room == room]
        there = sum(lot.quantity for lot in shelf.lots) - sum(lot.quantity for lot in here)
        used = row.outlook.use.monthly is not None
        self._facts.show_facts(
            [
                ("规格", str(line.get("specification", ""))),
                (state.room_name(room), state.counted(sum(lot.quantity for lot in here), shelf.unit)),
                ("别的库房", state.counted(there, shelf.unit) if there else ""),
                ("月均用量", f"{monthly_use(row)} {shelf.unit}" if used else ""),
                ("可用", lasts(row)),
            ]
        )
        self._head.setVisible(bool(here))
        self._lots.show_facts([self._lot(lot, row) for lot in here])

    def _lot(self, lot: LotBalance, row: StockRow) -> tuple[str, str, str]:
        key, today = lot.key, day(self._desk.now())
        words = f"{key.lot}　{state.counted(lot.quantity, row.shelf.unit)}"
        if key.lot in row.shelf.held:
            return str(key.expiry), f"{words}　停用", "warn"
        if key.expiry < today:
            return str(key.expiry), f"{words}　已过期", "danger"
        return str(key.expiry), words, "danger" if lot.quantity < 0 else ""
