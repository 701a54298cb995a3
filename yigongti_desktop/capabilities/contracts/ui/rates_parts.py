"""A figure in parts: by village, team or doctor, and by what only some figures can be cut by."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.contracts.model.breakdown import Cut
from yigongti_desktop.capabilities.contracts.model.breakdown import cuts_of
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.store.rates import Closer
from yigongti_desktop.capabilities.contracts.store.rates import Part
from yigongti_desktop.capabilities.contracts.ui.rates_columns import part_columns
from yigongti_desktop.capabilities.contracts.ui.rates_words import CUTS
from yigongti_desktop.capabilities.contracts.ui.rates_words import TITLES
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.table.table import RecordTable


class FigureParts(QWidget):
    """The parts of one figure; a row opens."""

    #: A part was opened.
    opened = Signal(object)

    def __init__(self, keys: Sequence[tuple[str, str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Closer | None = None
        self._by = Cut.VILLAGE
        self._chips = {cuts: _chips(cuts) for cuts in dict.fromkeys(map(cuts_of, Definition))}
        self.table = RecordTable(part_columns(), keys=keys, unit="行")
        self.table.view.opened.connect(self.opened)
        for chips in self._chips.values():
            chips.chosen.connect(self._choose)
            chips.hide()
        self.setLayout(column(row(*self._chips.values(), None), self.table, spacing=6))
        self.chips.show()
        self.wait()

    @property
    def chips(self) -> Chips:
        """Return by what the figure in sight can be cut."""
        return self._chips[cuts_of(self._found.definition if self._found else Definition.COVERAGE)]

    def wait(self) -> None:
        """Show nothing until the parts of the figure come."""
        self.table.empty.say("正在算", "人多的时候要算一会儿。", icon="clock")
        self.table.show_rows(())

    def show_parts(self, found: Closer) -> None:
        """Show a figure in parts, cut as the one before it was, or by village."""
        self._found = found
        its = self.chips
        for chips in self._chips.values():
            had_focus = chips.hasFocus()
            chips.setVisible(chips is its)
            if had_focus and chips is not its:
                its.setFocus()
        if self._by not in found.parts:
            self._by = Cut.VILLAGE
        its.choose(self._by.value)
        self._show()

    def set_compact(self, compact: bool) -> None:
        """Leave the keys out where there is no room."""
        self.table.set_compact(compact)

    def _choose(self, key: str) -> None:
        self._by = Cut(key)
        self._show()

    def _show(self) -> None:
        if self._found is None:
            return
        self.table.empty.say("没有可分的", f"{TITLES[self._found.definition]}没有可以算的人。", icon="check-circle")
        self.table.show_rows(self._found.parts.get(self._by, ()), keep=_is_same)


def _chips(cuts: Sequence[Cut]) -> Chips:
    return Chips([Chip(cut.value, CUTS[cut]) for cut in cuts], title="怎么分")


def _is_same(one: Part, other: Part) -> bool:
    return (one.by, one.key) == (other.by, other.key)
