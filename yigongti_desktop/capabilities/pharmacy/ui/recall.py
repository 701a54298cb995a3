"""召回追踪: everything that a lot has touched in this institution, from its coming to the last pack."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.store import stock as store
from yigongti_desktop.capabilities.pharmacy.store.shelf import Shelf
from yigongti_desktop.capabilities.pharmacy.store.stock import Movement
from yigongti_desktop.capabilities.pharmacy.ui import stock_state as state
from yigongti_desktop.capabilities.pharmacy.ui.stock_columns import recall_columns
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.table.table import RecordTable

_KEYS = (("↑↓", "移动"), ("Ctrl+E", "导出"), ("Esc", "关闭"))


class RecallView(QWidget):
    """The movements of one lot, in all rooms, the first first."""

    #: Facts for the head of the page.
    told = Signal(str)

    def __init__(self, desk: Desk, shelf: Shelf, lot: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._shelf, self._lot = shelf, lot
        self.table = RecordTable(recall_columns(desk.now, shelf.unit), keys=_KEYS, unit="笔")
        self.table.empty.say("这一批没有出入库", "本机没有它的记录。", icon="search")
        self.setLayout(column(self.table, spacing=0))
        actor = desk.actor
        own = actor.institution if actor else ""
        desk.read(self, store.touched, own, shelf.drug, lot, done=self._show)

    @property
    def file_name(self) -> str:
        """Return what its file is called."""
        return f"召回追踪 {self._shelf.name} {self._lot.replace('/', '-')}"

    def first_focus(self) -> None:
        """Put the cursor into the list."""
        self.table.view.setFocus()

    def set_compact(self, compact: bool) -> None:
        """Leave the keys out where there is no room."""
        self.table.set_compact(compact)

    def _show(self, found: list[Movement]) -> None:
        self.table.show_rows(found)
        there = [one.amount for one in found if one.entry.kind is not EntryKind.TRANSFER]
        came, went = sum(one for one in there if one > 0), -sum(one for one in there if one < 0)
        who = len({one.entry.partner_name for one in found if one.amount < 0 and one.entry.partner_name})
        unit = self._shelf.unit
        words = (
            f"{self._shelf.name}　入 {state.counted(came, unit)}　出 {state.counted(went, unit)}　"
            f"现存 {state.counted(came - went, unit)}"
        )
        self.told.emit(f"{words}　发到 {who} 处" if who else words)
