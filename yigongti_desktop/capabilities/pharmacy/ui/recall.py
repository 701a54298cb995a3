"""召回追踪: all that a lot has touched here; where it is recalled from here, each unit that had it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.store import recalls as store
from yigongti_desktop.capabilities.pharmacy.store.recalls import Recall
from yigongti_desktop.capabilities.pharmacy.store.shelf import Shelf
from yigongti_desktop.capabilities.pharmacy.ui import stock_state as state
from yigongti_desktop.capabilities.pharmacy.ui.recall_columns import unit_columns
from yigongti_desktop.capabilities.pharmacy.ui.stock_columns import recall_columns
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.table.table import RecordTable

_KEYS = (("↑↓", "移动"), ("Ctrl+E", "导出"), ("Ctrl+P", "打印"), ("Esc", "关闭"))
_UNITS, _OWN = "units", "own"


class RecallView(QWidget):
    """One lot: what units of the community had of it, and its movements here in all rooms, the first first."""

    #: Facts for the head of the page.
    told = Signal(str)
    #: What is known of the lot was read.
    known = Signal(object)

    def __init__(self, desk: Desk, shelf: Shelf, lot: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self.shelf, self.lot = shelf, lot
        self.recall: Recall | None = None
        self._is_new = True
        columns = recall_columns(desk.now, shelf.unit, lambda: shelf.names)
        self._own = RecordTable(columns, keys=_KEYS, unit="笔")
        self._own.empty.say("这一批在本单位没有出入库", "本机没有它的记录。", icon="search")
        self._units = RecordTable(unit_columns(desk.now), keys=_KEYS, unit="家")
        self._units.empty.say(
            "各单位还没有报来", "联网后由县院汇总；没有领过这一批的单位不列。可按「再查一次」。", icon="cloud"
        )
        self._which = Chips((Chip(_UNITS, "各单位"), Chip(_OWN, "本单位出入库")))
        self._which.chosen.connect(lambda _key: self._choose())
        self._stack = QStackedWidget()
        self._stack.addWidget(self._own)
        self._stack.addWidget(self._units)
        layout = column(row(self._which, None), self._stack, spacing=10)
        layout.setStretch(1, 1)
        self.setLayout(layout)
        self._which.hide()
        self.read()

    @property
    def table(self) -> RecordTable:
        """Return the list that is shown."""
        return self._units if self._stack.currentWidget() is self._units else self._own

    @property
    def file_name(self) -> str:
        """Return what its file is called."""
        which = " 各单位" if self.table is self._units else ""
        return f"召回追踪 {self.shelf.name} {self.lot.replace('/', '-')}{which}"

    def read(self) -> None:
        """Read what is known of the lot by now."""
        actor = self._desk.actor
        own = actor.institution if actor else ""
        self._desk.read(self, store.recall, own, self.shelf.drug, self.lot, done=self._show)

    def first_focus(self) -> None:
        """Put the cursor into the list."""
        self.table.view.setFocus()

    def set_compact(self, compact: bool) -> None:
        """Leave the keys out where there is no room."""
        self._own.set_compact(compact)
        self._units.set_compact(compact)

    def _show(self, found: Recall) -> None:
        self.recall = found
        self._own.show_rows(list(found.movements))
        self._units.show_rows(list(found.units))
        self._which.setVisible(found.is_led)
        if self._is_new:
            self._is_new = False
            self._which.choose(_UNITS if found.is_led else _OWN)
            self._choose()
        self.told.emit(self._words(found))
        self.known.emit(found)

    def _choose(self) -> None:
        self._stack.setCurrentWidget(self._units if self._which.key == _UNITS else self._own)
        self.first_focus()

    def _words(self, found: Recall) -> str:
        unit, own = self.shelf.unit, found.own
        came, there = own.came or 0, own.there or 0
        words = (
            f"{self.shelf.name}　入 {state.counted(came, unit)}　出 {state.counted(came - there, unit)}　"
            f"现存 {state.counted(there, unit)}"
        )
        if found.is_led:
            still = sum(one.there or 0 for one in found.units)
            return f"{words}　{len(found.units)} 家单位有过，还存 {state.counted(still, unit)}"
        who = len({one.entry.partner_name for one in found.movements if one.amount < 0 and one.entry.partner_name})
        return f"{words}　发到 {who} 处" if who else words
