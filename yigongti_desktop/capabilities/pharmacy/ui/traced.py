"""One pack by its trace code (药品追溯码): which drug and lot it is, with what it came, to whom it went."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.store.codes import Traced
from yigongti_desktop.capabilities.pharmacy.ui.stock_columns import recall_columns
from yigongti_desktop.capabilities.pharmacy.ui.stock_words import KINDS
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.table.table import RecordTable

_KEYS = (("↑↓", "移动"), ("Ctrl+E", "导出"), ("Esc", "关闭"))


class TracedView(QWidget):
    """The way of one pack, the first step first."""

    def __init__(self, desk: Desk, traced: Traced, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._traced = traced
        self.table = RecordTable(
            recall_columns(desk.now, "", lambda: traced.rooms, has_codes=False), keys=_KEYS, unit="笔"
        )
        self.table.show_rows(list(traced.movements))
        self.setLayout(column(self.table, spacing=0))

    @property
    def file_name(self) -> str:
        """Return what its file is called."""
        return f"追溯码 {self._traced.code}"

    @property
    def words(self) -> str:
        """Return which pack it is and where: 阿莫西林胶囊 0.25g　批号 A1，有效期至 2028-06-30　在库."""
        last = self._traced.movements[-1]
        line, entry = last.line, last.entry
        drug = f"{line.name} {line.strength}　批号 {line.lot}，有效期至 {line.expiry}"
        if self._traced.is_here:
            return f"{drug}　在库"
        way = f"{KINDS[entry.kind.value]} {entry.partner_name}".strip()
        return f"{drug}　已出库：{way}"

    def first_focus(self) -> None:
        """Put the cursor into the list."""
        self.table.view.setFocus()

    def set_compact(self, compact: bool) -> None:
        """Leave the keys out where there is no room."""
        self.table.set_compact(compact)
