"""Whoever is behind a figure, in place of the figures: who is missing first; each opens the resident."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.contracts.model.rates import COUNTED
from yigongti_desktop.capabilities.contracts.model.rates import Counts
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.store.behind import Behind
from yigongti_desktop.capabilities.contracts.store.behind import Listed
from yigongti_desktop.capabilities.contracts.ui.rates_columns import behind_columns
from yigongti_desktop.capabilities.contracts.ui.rates_words import SIDES
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.table.table import RecordTable

_KEYS = (("↑↓", "移动"), ("Enter", "打开居民"), ("Ctrl+E", "导出"), ("Esc", "回到指标"))
_UNITS = {Counts.PEOPLE: "人", Counts.TASKS: "项", Counts.AGREEMENTS: "份"}
MISSING, THERE, ALL = "missing", "there", "all"
_KEEPS: dict[str, Callable[[Behind], bool]] = {
    MISSING: lambda one: not one.is_in,
    THERE: lambda one: one.is_in,
    ALL: lambda _one: True,
}


class BehindList(QWidget):
    """The list of a figure."""

    #: A resident was opened.
    opened = Signal(str)

    def __init__(self, definition: Definition, title: str, on: date, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self._rows: tuple[Behind, ...] = ()
        there, missing = SIDES[definition]
        self._words = {MISSING: missing, THERE: there, ALL: "全部"}
        unit = _UNITS[COUNTED.get(definition, Counts.PEOPLE)]
        self.table = RecordTable(
            behind_columns(definition, on),
            chips=[Chip(key, words) for key, words in self._words.items()],
            placeholder="姓名、村、医生",
            keys=_KEYS,
            unit=unit,
        )
        self.table.empty.say("正在找", "人多的时候要等一会儿。", icon="clock")
        self._typed = ""
        if self.table.chips is not None:
            self.table.chips.chosen.connect(lambda _key: self._show())
        self.table.searched.connect(self._on_typed)
        self.table.view.opened.connect(lambda row: self.opened.emit(row.person))
        self.setLayout(column(self.table, spacing=0))

    @property
    def name(self) -> str:
        """Return what is listed, as it is called in Excel."""
        return f"{self.title} {self._words[self._key]}".replace("　", " ")

    def show_listed(self, found: Listed) -> None:
        """List these."""
        self._rows = found.rows
        if self.table.chips is not None:
            self.table.chips.set_counts({key: sum(map(keeps, self._rows)) for key, keeps in _KEEPS.items()})
        self.table.empty.say("没有可列的", "这一项没有人。", icon="check-circle")
        self._show()

    def set_compact(self, compact: bool) -> None:
        """Leave the keys out where there is no room."""
        self.table.set_compact(compact)

    @property
    def _key(self) -> str:
        return self.table.chips.key if self.table.chips is not None else ALL

    def _on_typed(self, typed: str) -> None:
        self._typed = typed.strip()
        self._show()

    def _show(self) -> None:
        keeps = _KEEPS[self._key]
        self.table.show_rows([one for one in self._rows if keeps(one) and self._is_typed(one)])

    def _is_typed(self, one: Behind) -> bool:
        return any(self._typed in words for words in (one.name, one.village, one.doctor, one.team, one.item))
