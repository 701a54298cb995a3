"""续用药品 in the form of a return slip: a small table that is filled in by keyboard and grows with its lines."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.referrals.model.return_drugs import MOST_DRUGS
from yigongti_desktop.capabilities.referrals.model.return_drugs import SlipDrug
from yigongti_desktop.capabilities.referrals.ui import return_lines
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.delegate import ROW
from yigongti_desktop.kit.lines.table import LineTable
from yigongti_desktop.registry import store as registry
from yigongti_desktop.registry.model.catalogue import Drug

_MOST_PROPOSED = 40
#: Head, foot and frame of the table; rows that are seen at least and at most.
_AROUND, _LEAST_ROWS, _MOST_ROWS = 76, 3, 6
_FAULT = 44


class DrugLines(QWidget):
    """The drugs that a patient is to go on taking."""

    edited = Signal()
    #: The cursor is in one of the lines.
    entered = Signal()
    #: Enter on an empty line: nothing more is to be written.
    finished = Signal()

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._known: dict[str, Drug] = {}
        self.table = LineTable(return_lines.columns(self._search, self._known.get))
        self.table.set_compact(True)
        self.view = self.table.view
        self.view.new_line = self._new_line
        self.view.may_remove = lambda _line: True
        hint = label("患者回去要接着用的药；卫生院没有的自动登记缺药", "caption")
        self.setLayout(column(row(label("续用药品", "card"), hint, None, spacing=8), self.table, spacing=6))
        self.table.edited.connect(self._on_edited)
        self.view.lines.faults_changed.connect(self._fit)
        self.view.finished.connect(self.finished)
        self.view.rested.connect(lambda _line: self.entered.emit())
        self.view.removed.connect(lambda _place, _line: self._need_a_line())
        self.begin(())

    @property
    def lines(self) -> list[Line]:
        """Return the lines in which something stands."""
        return [line for line in self.view.lines.lines if not return_lines.is_empty(line)]

    def drugs(self) -> tuple[SlipDrug, ...]:
        """Return the drugs as they stand."""
        return return_lines.drugs_of(self.lines)

    def begin(self, kept: Sequence[Mapping[str, Any]]) -> None:
        """Show what was kept, and an empty line."""
        known = [return_lines.empty() | dict(line) for line in kept]
        self.view.lines.set_lines([*known, return_lines.empty()])
        self._sum_up()

    def check(self) -> bool:
        """Check every line, and say whether nothing is wrong."""
        self.view.end_cell()
        return self.view.lines.check()

    def go_to_first_fault(self) -> None:
        """Put the cursor into the first cell with a fault."""
        if faults := self.view.lines.faults():
            self.view.go_to(*faults[0])

    def show_refusal(self, fault: Fault) -> bool:
        """Show what the rules say of a line at its cell; say whether there is one."""
        line = fault.facts.get("line")
        written = [place for place, one in enumerate(self.view.lines.lines) if not return_lines.is_empty(one)]
        if not isinstance(line, int) or not 1 <= line <= len(written):
            return False
        facts = {name: value for name, value in fault.facts.items() if name != "line"}
        cell = return_lines.cell_of(str(facts.get("field", "drug")))
        self.view.lines.set_fault(written[line - 1], cell, self._desk.words.say(fault.code, facts))
        self.view.go_to_next_fault()
        return True

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Stay in sight as a whole when another line is begun."""
        super().resizeEvent(event)
        if self.view.hasFocus():
            self.entered.emit()

    def _search(self, typed: str, hand: Callable[[Sequence[Option]], None]) -> None:
        if not typed.strip():
            hand([])
            return

        def show(found: list[Drug]) -> None:
            self._known.update({drug.id: drug for drug in found})
            hand([self._option(drug) for drug in found])

        self._desk.read(self, registry.find_inside, registry.DRUG, typed, _MOST_PROPOSED, done=show)

    def _option(self, drug: Drug) -> Option:
        pack = f"{drug.strength}×{drug.pack}" if drug.pack else drug.strength
        marks = "　".join(part for part in (drug.unit, "基药" if drug.essential else "") if part)
        is_listed = drug.on(day(self._desk.now())) is not None
        return Option(drug.id, drug.name, detail=pack, right=marks, barred="" if is_listed else "不在现行目录")

    def _new_line(self, after: Line | None) -> Line | None:
        is_full = len(self.view.lines.lines) >= MOST_DRUGS
        return None if is_full or (after is not None and return_lines.is_empty(after)) else return_lines.empty()

    def _need_a_line(self) -> None:
        if not self.view.lines.lines:
            self.view.lines.add(0, return_lines.empty())
            self.view.go_to_first()

    def _on_edited(self) -> None:
        self._sum_up()
        self.edited.emit()

    def _sum_up(self) -> None:
        self.table.set_sums(f"{len(self.lines)} 种　Enter 下一格，Ins 加一行，Del 删一行")
        self._fit()

    def _fit(self) -> None:
        """Be as tall as the lines are, within reason."""
        rows = min(max(len(self.view.lines.lines), _LEAST_ROWS), _MOST_ROWS)
        fault = _FAULT if self.view.lines.faults() else 0
        self.table.setFixedHeight(_AROUND + rows * ROW + fault)
