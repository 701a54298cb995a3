"""A count opened whole: its lots to be counted, or their differences to be explained by a second person."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.messages.stock import ConfirmCount
from yigongti_desktop.capabilities.pharmacy.model import count_sight as sight
from yigongti_desktop.capabilities.pharmacy.model.counting import CountLine
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.store.counting import Key
from yigongti_desktop.capabilities.pharmacy.store.counting import OpenedCount
from yigongti_desktop.capabilities.pharmacy.ui import count_columns
from yigongti_desktop.capabilities.pharmacy.ui import count_lines as lines
from yigongti_desktop.capabilities.pharmacy.ui import count_state as state
from yigongti_desktop.capabilities.pharmacy.ui.count_saving import CountPieces
from yigongti_desktop.capabilities.pharmacy.ui.count_state import Mode
from yigongti_desktop.capabilities.pharmacy.ui.drugs import AnyDrugSearch
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.table import LineTable

_COUNT_KEYS = (("Enter", "下一行"), ("↑↓", "换行"), ("Ins", "加账外批号"), ("Ctrl+S", "存进盘点表"), ("F8", "下一处"))
_CONFIRM_KEYS = (("Enter", "下一处差异"), ("Ctrl+D", "原因同上"), ("F8", "下一处要改"))
_READ_KEYS = (("↑↓", "移动"), ("Esc", "关闭"))
_COLUMN_OF = {"lot_empty": "lot", "field_long": "lot", "expiry_far": "expiry", "drug_unknown": "name"}


class CountSheet(QWidget):
    """The lines of a count."""

    #: What was counted is in the count, or kept on this machine: what happened, in words.
    kept = Signal(str)
    #: The count as it is after a piece went in.
    counted = Signal(object)
    #: A piece was refused, and no cell shows why.
    refused = Signal(object)

    def __init__(
        self, desk: Desk, mode: Mode, opened: OpenedCount, actor: Actor, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.desk = desk
        self.mode = mode
        self.count = opened.count
        self._actor = actor
        self._is_blind = not sight.sees_books(opened.count, actor) or (mode is Mode.COUNT and opened.count.is_blind)
        self._typed = lines.COUNTED if mode is Mode.COUNT else lines.EXPLAINED
        self._is_showing = False
        self._drugs = AnyDrugSearch(desk, self, lambda: ())
        keys = {Mode.COUNT: _COUNT_KEYS, Mode.CONFIRM: _CONFIRM_KEYS}.get(mode, _READ_KEYS)
        self.table = LineTable(self._columns(), keys=keys)
        model, is_counting = self.table.view.lines, mode is Mode.COUNT
        self._pieces = CountPieces(desk, actor, opened.count.id, model, self, is_counting=is_counting)
        self._which = Chips((Chip("all", "全部"), Chip("different", "只看差异")))
        self._build()
        self._connect()

    # what stands here

    @property
    def is_dirty(self) -> bool:
        """Say whether something stands here that the count does not have."""
        return self._pieces.is_dirty

    def begin(self, opened: OpenedCount, draft: Mapping[str, Any] | None) -> None:
        """Show the lines, with what was kept of them."""
        self.count = opened.count
        shown = lines.to_sheet(opened, is_counting=self.mode is Mode.COUNT)
        if draft:
            kept: Any = draft.get("lines", ())
            shown = lines.with_kept(shown, kept, self._typed)
        self._is_showing = True
        self.table.view.lines.set_lines(shown)
        self._is_showing = False
        if self.mode is Mode.CONFIRM and state.different(self.count):
            self._which.choose("different")
        self._hide_rows()
        self._sum_up()
        self.go_to_next_open()

    def refresh(self, opened: OpenedCount) -> None:
        """Show what came into the count meanwhile; what is being typed here stays."""
        self.count = opened.count
        model = self.table.view.lines
        rows = {lines.key_of(line): row for row, line in enumerate(model.lines)}
        self._is_showing = True
        for line in opened.count.lines:
            fresh = lines.to_line(line, opened, is_counting=self.mode is Mode.COUNT)
            row = rows.get(line.key)
            if row is None:
                model.add(model.rowCount(), fresh)
                continue
            own = model.lines[row]
            model.put(row, {**fresh, **({name: own[name] for name in self._typed} if lines.is_typed(own) else {})})
        self._is_showing = False
        self._hide_rows()
        self._sum_up()

    def first_focus(self) -> None:
        """Put the cursor into the lines."""
        self.table.view.setFocus()

    def go_to_next_open(self) -> None:
        """Put the cursor on the first line that is still to be counted or explained, else on the first."""
        model = self.table.view.lines
        key = "counted" if self.mode is Mode.COUNT else "reason"
        keys = [one.key for one in model.columns]
        wanted = [
            row
            for row, line in enumerate(model.lines)
            if not line["is_new"]
            and (line["counted"] is None if self.mode is Mode.COUNT else lines.difference(line) and not line["reason"])
        ]
        if self.mode is Mode.READ or key not in keys:
            self.table.view.go_to(0, 0)
        elif wanted:
            self.table.view.go_to(wanted[0], keys.index(key))
        else:
            self.table.view.go_to_first()
        if not self.table.view.currentIndex().isValid() and model.rowCount():
            self.table.view.go_to(0, 0)

    def add_found(self) -> None:
        """Add a line for a lot that the books do not have, below all others."""
        view = self.table.view
        if self.mode is not Mode.COUNT:
            return
        view.end_cell()
        view.lines.add(view.lines.rowCount(), lines.found_lot())
        view.go_to(view.lines.rowCount() - 1, [one.key for one in view.lines.columns].index("name"))

    def set_compact(self, compact: bool) -> None:
        """Leave the keys out where there is no room."""
        self.table.set_compact(compact)

    # into the count

    def save(self) -> None:
        """Put into the count what can go; what cannot stays, and is kept as a draft."""
        self.table.view.end_cell()
        self._pieces.save()

    def leave(self) -> None:
        """Put into the count what can go, and keep the rest, before the page is left."""
        self.save()
        self._pieces.keep_draft()

    def hand_over(self) -> None:
        """Do the same before the sheet itself is gone."""
        self.table.view.end_cell()
        self._pieces.hand_over()

    def drop_draft(self) -> None:
        """Forget what was kept: it is in the count."""
        self._pieces.drop_draft()

    def check(self) -> bool:
        """Check every line; the cursor goes to the first that is wrong."""
        self.table.view.end_cell()
        if self.table.view.lines.check():
            return True
        row, place = self.table.view.lines.faults()[0]
        if self.table.view.isRowHidden(row):
            self._which.choose("all")
        self.table.view.go_to(row, place)
        return False

    def confirmation(self) -> ConfirmCount:
        """Return the command that lets the differences stand."""
        return ConfirmCount(count=self.count.id, reasons=lines.reasons(self.count, self.table.view.lines.lines))

    def show_refusal(self, fault: Fault) -> bool:
        """Show why a count may not stand at its cell; say whether there is one."""
        place = fault.facts.get("line")
        if not isinstance(place, int) or not 1 <= place <= len(self.count.lines):
            return False
        return self._show_fault(self.count.lines[place - 1].key, "reason", fault)

    def _on_saved(self, pieces: Mapping[Key, CountLine], count: StockCount) -> None:
        self.count = count
        known = {line.key: line for line in count.lines}
        model = self.table.view.lines
        self._is_showing = True
        for row, line in enumerate(model.lines):
            key = lines.key_of(line)
            if key is not None and key in pieces and key in known:
                values = {"book": known[key].book, "is_new": False, "is_stale": False, "by": known[key].counted_by}
                piece = pieces[key]
                model.put(row, {**values, "saved": {"counted": piece.counted, "reason": piece.reason}})
        self._is_showing = False
        self._sum_up()
        self.counted.emit(count)
        self.kept.emit(f"已存进盘点表 {sight.counted(count)}/{len(count.lines)} 批")

    def _on_refused(self, key: Key | None, fault: Fault) -> None:
        if key is None or not self._show_fault(key, _COLUMN_OF.get(fault.code, "counted"), fault):
            self.refused.emit(fault)

    def _show_fault(self, key: Key, column_key: str, fault: Fault) -> bool:
        model = self.table.view.lines
        row = next((row for row, line in enumerate(model.lines) if lines.key_of(line) == key), None)
        if row is None:
            return False
        facts = {name: value for name, value in fault.facts.items() if name != "line"}
        model.set_fault(row, column_key, self.desk.words.say(fault.code, facts))
        self.table.view.go_to_next_fault()
        return True

    # furniture

    def _columns(self) -> tuple[LineColumn, ...]:
        if self.mode is Mode.CONFIRM:
            return count_columns.confirming_columns()
        if self.mode is Mode.READ:
            full = count_columns.reading_columns()
            return count_columns.blind_columns(full) if self._is_blind else full
        full = count_columns.counting_columns(
            self._drugs.search, self._drugs.known, lambda: self.table.view.lines.lines, day(self.desk.now())
        )
        return count_columns.blind_columns(full) if self._is_blind else full

    def _build(self) -> None:
        if self.mode is Mode.COUNT:
            add = KeyButton("加账外批号", "Ins", icon="plus")
            add.clicked.connect(self.add_found)
            self.table.foot.addWidget(add)
        if not self._is_blind and self.mode is not Mode.COUNT:
            self.table.foot.addWidget(self._which)
        else:
            self._which.setParent(self)
            self._which.hide()
        self.setLayout(column(self.table, spacing=0))

    def _connect(self) -> None:
        view = self.table.view
        view.may_remove = lambda line: bool(line["is_new"])
        view.finished.connect(self._on_finished)
        view.selectionModel().currentRowChanged.connect(lambda _here, _before: self._on_row_left())
        view.lines.rowsRemoved.connect(lambda _parent, _first, _last: self._sum_up())
        self.table.edited.connect(self._on_edited)
        self._which.chosen.connect(lambda _key: self._hide_rows())
        self._pieces.saved.connect(self._on_saved)
        self._pieces.refused.connect(self._on_refused)
        self._pieces.kept.connect(self._on_kept)
        on_key(self, "F8", self._go_to_next)
        if self.mode is Mode.COUNT:
            on_key(self, "Ins", self.add_found)

    def _go_to_next(self) -> None:
        if self.table.view.lines.faults():
            self.table.view.go_to_next_fault()
        else:
            self.go_to_next_open()

    def _on_finished(self) -> None:
        if self.mode is Mode.COUNT:
            self.save()
            self.go_to_next_open()

    def _on_row_left(self) -> None:
        if not self._is_showing:
            self._pieces.leave_row()

    def _on_edited(self) -> None:
        if not self._is_showing:
            self._pieces.touch()
        self._sum_up()

    def _on_kept(self) -> None:
        if self.mode is not Mode.COUNT:
            self.kept.emit("草稿已存本机")

    def _hide_rows(self) -> None:
        only = self._which.key == "different"
        for row, line in enumerate(self.table.view.lines.lines):
            self.table.view.setRowHidden(row, only and not lines.difference(line))

    def _sum_up(self) -> None:
        given = self.table.view.lines.lines
        done = [line for line in given if isinstance(line["counted"], int)]
        words = f"{len(given)} 批　已盘 {len(done)} 批"
        if not self._is_blind:
            found = [differs for line in done if (differs := lines.difference(line))]
            more, less = sum(one > 0 for one in found), sum(one < 0 for one in found)
            words += f"　盘盈 {more} 批　盘亏 {less} 批" if found else "　没有差异" if done else ""
        self.table.set_sums(words)
