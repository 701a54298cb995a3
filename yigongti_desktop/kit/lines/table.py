"""A line table whole: keys, faults and what they mean, a foot with sums."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate
from PySide6.QtWidgets import QAbstractItemView
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QHeaderView
from PySide6.QtWidgets import QLineEdit
from PySide6.QtWidgets import QTableView
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.badge import KeyHints
from yigongti_desktop.kit.buttons import LINK
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.labels import Glyph
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import hairline
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.lines.columns import FIXED
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn
from yigongti_desktop.kit.lines.delegate import ROW
from yigongti_desktop.kit.lines.delegate import LineDelegate
from yigongti_desktop.kit.lines.model import LineModel

_KEYS = (("Enter", "下一格"), ("Ins", "加一行"), ("Del", "删一行"), ("Ctrl+D", "同上"), ("F8", "下一处要改"))


class LineView(QTableView):
    """The lines themselves."""

    #: The line under the cursor, or None.
    rested = Signal(object)
    #: A line was taken out: its row and itself.
    removed = Signal(int, object)
    #: Enter on the last cell where no line can be added.
    finished = Signal()
    #: A scanner typed a code and Enter, in whatever cell.
    scanned = Signal(str)

    def __init__(self, columns: Sequence[LineColumn], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lines = LineModel(columns, self)
        #: Makes a line after another one; None where no line may be added there.
        self.new_line: Callable[[Line | None], Line | None] = lambda _after: None
        self.may_remove: Callable[[Line], bool] = lambda _line: False
        self._put_away: frozenset[str] = frozenset()
        self.setModel(self.lines)
        self._delegate = LineDelegate(self, self.lines)
        self.setItemDelegate(self._delegate)
        self._delegate.passed.connect(self.go_on)
        self._delegate.stepped.connect(self._step)
        self._delegate.scanned.connect(self.scanned)
        #: What was typed on a cell that takes nothing: a scanner does not look where the cursor is.
        self._unheard = ""
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setFixedHeight(28)
        head.setMinimumSectionSize(24)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.selectionModel().currentChanged.connect(self._on_current)

    def take_scans(self, code_in: Callable[[str], str]) -> None:
        """Tell of codes from a scanner, a keyboard that ends with Enter: `code_in` finds one at the end of a text."""
        self._delegate.code_in = code_in

    def put_away(self, keys: frozenset[str]) -> None:
        """Hide columns that have nothing to say here."""
        if keys != self._put_away:
            self._put_away = keys
            self.lay_out()

    def go_to(self, line: int, place: int) -> None:
        """Put the cursor into a cell."""
        self.setCurrentIndex(self.lines.index(line, place))
        self.scrollTo(self.currentIndex())
        self.setFocus()

    def go_to_first(self) -> None:
        """Put the cursor into the first open cell."""
        self._go_after(-1, len(self.lines.columns))

    def go_on(self) -> None:
        """Go to the next open cell; on the last one add a line, or finish."""
        here = self.currentIndex()
        if self._go_after(here.row(), here.column()):
            return
        if not self.add_line():
            self.finished.emit()

    def go_to_next_fault(self) -> None:
        """Go to the next cell with a fault."""
        here = (self.currentIndex().row(), self.currentIndex().column())
        faults = self.lines.faults()
        after = [cell for cell in faults if cell > here]
        if faults:
            self.go_to(*(after or faults)[0])

    @property
    def is_typing(self) -> bool:
        """Say whether something was typed into a cell that is still being filled in."""
        return any(one.isVisible() and one.isModified() for one in self.viewport().findChildren(QLineEdit, "cell"))

    def end_cell(self) -> None:
        """Take what stands in a cell that is still being filled in."""
        for editor in self.viewport().findChildren(QLineEdit, "cell"):
            if editor.isVisible():  # those of cells that were left are hidden until they are gone
                self.commitData(editor)
                self.closeEditor(editor, QAbstractItemDelegate.EndEditHint.NoHint)

    def add_line(self) -> bool:
        """Add a line below the cursor; say whether one may be added."""
        place = self.currentIndex().row()
        made = self.new_line(self.lines.line(place))
        if made is None:
            return False
        self.lines.add(place + 1, made)
        self._go_after(place + 1, -1)
        return True

    def remove_line(self) -> None:
        """Take the line under the cursor out."""
        place = self.currentIndex().row()
        line = self.lines.line(place)
        if line is not None and self.may_remove(line):
            self.removed.emit(place, self.lines.remove(place))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on, Ins adds, Del removes, = takes the proposal, Ctrl+D repeats; typing replaces."""
        key, control = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        unheard, self._unheard = self._unheard, ""
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and (code := self._delegate.code_in(unheard)):
            self.scanned.emit(code)
        elif event.text().isalnum() and not control and self._here() is None:
            self._unheard = unheard + event.text()
        elif key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and not control:
            self.go_on()
        elif key == Qt.Key.Key_Insert:
            self.add_line()
        elif key == Qt.Key.Key_Delete:
            self.remove_line()
        elif key == Qt.Key.Key_Backspace:
            self._clear()
        elif event.text() == "=":
            self._suggest()
        elif key == Qt.Key.Key_D and control:
            self._repeat()
        elif control or key in {Qt.Key.Key_Tab, Qt.Key.Key_Backtab, Qt.Key.Key_Escape}:
            event.ignore() if control or key == Qt.Key.Key_Escape else super().keyPressEvent(event)
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns."""
        super().resizeEvent(event)
        self.lay_out()

    def lay_out(self) -> None:
        """Share the width among the columns; those of the highest rank give way first."""
        room = self.viewport().width()
        columns = self.lines.columns
        shown = [place for place, one in enumerate(columns) if one.key not in self._put_away]
        while sum(columns[place].width for place in shown) > room:
            least = max(shown, key=lambda place: (columns[place].rank, place))
            if columns[least].rank == 0:
                break
            shown.remove(least)
        spare = max(room - sum(columns[place].width for place in shown), 0)
        weights = sum(columns[place].stretch for place in shown) or 1
        for place, one in enumerate(columns):
            self.setColumnHidden(place, place not in shown)
            self.setColumnWidth(place, one.width + spare * one.stretch // weights)

    def _go_after(self, line: int, place: int) -> bool:
        columns = len(self.lines.columns)
        at = line * columns + place + 1 if line >= 0 else 0
        for cell in range(max(at, 0), self.lines.rowCount() * columns):
            index = self.lines.index(cell // columns, cell % columns)
            is_open = index.flags() & Qt.ItemFlag.ItemIsEditable and not self.isColumnHidden(index.column())
            if is_open and self._stops(index.row(), self.lines.columns[index.column()]):
                self.go_to(index.row(), index.column())
                return True
        return False

    def _stops(self, row: int, column: LineColumn) -> bool:
        line = self.lines.line(row) or {}
        return not column.is_skipped(line) and (not column.is_passed or column.is_asked(line))

    def _step(self, by: int) -> None:
        here = self.currentIndex()
        if 0 <= here.row() + by < self.lines.rowCount():
            self.go_to(here.row() + by, here.column())

    def _here(self) -> tuple[int, LineColumn, Line] | None:
        index = self.currentIndex()
        line = self.lines.line(index.row())
        if line is None or not index.flags() & Qt.ItemFlag.ItemIsEditable:
            return None
        return index.row(), self.lines.columns[index.column()], line

    def _clear(self) -> None:
        if here := self._here():
            typed = here[1].typed
            self.lines.put(here[0], typed("", here[2]) if typed else {here[1].key: None})

    def _suggest(self) -> None:
        if (here := self._here()) and here[1].suggest is not None:
            self.lines.put(here[0], {here[1].key: here[1].suggest(here[2])})
            self.go_on()

    def _repeat(self) -> None:
        here = self._here()
        above = self.lines.line(here[0] - 1) if here else None
        if here is not None and above is not None and here[1].taken is None:
            self.lines.put(here[0], {here[1].key: above.get(here[1].key)})
            self.go_on()

    def _on_current(self, current: QModelIndex, _former: QModelIndex) -> None:
        self.rested.emit(self.lines.line(current.row()))
        self.viewport().update()


class LineTable(QFrame):
    """Lines with the sentence for what is wrong, sums and keys."""

    edited = Signal()

    def __init__(
        self,
        columns: Sequence[LineColumn],
        *,
        keys: Sequence[tuple[str, str]] = _KEYS,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.view = LineView(columns)
        self._is_open = any(one.kind != FIXED for one in columns)
        self._fault = label("", "error", wrap=True)
        self._count = label("", "danger")
        next_fault = KeyButton("去改", "F8", style=LINK)
        wrong = row(Glyph("alert", "danger", 16), self._fault, self._count, next_fault, margins=(16, 4, 12, 4))
        wrong.setStretch(1, 1)
        self._wrong = boxed(wrong, "foot")
        self._sums = label("", "second")
        self._hints = KeyHints(tuple(keys))
        self.foot = row(self._sums, None, spacing=10, margins=(16, 0, 12, 0))
        sums = boxed(self.foot, "foot")
        sums.setFixedHeight(44)
        self._keys = boxed(row(self._hints, margins=(16, 4, 16, 4)))
        layout = column(self.view, self._wrong, sums, hairline(), self._keys, spacing=0)
        layout.setStretch(0, 1)
        self.setLayout(layout)
        self._keys.setVisible(self._is_open)
        next_fault.clicked.connect(self.view.go_to_next_fault)
        self.view.lines.edited.connect(self.edited)
        self.view.lines.faults_changed.connect(self._show_fault)
        self.view.selectionModel().currentChanged.connect(lambda _here, _former: self._show_fault())
        self._show_fault()

    def set_sums(self, words: str) -> None:
        """Say how many lines there are, and their sums."""
        self._sums.setText(words)

    def set_compact(self, compact: bool) -> None:
        """Leave the keys out where there is no room."""
        self._keys.setVisible(self._is_open and not compact)

    def _show_fault(self) -> None:
        faults = self.view.lines.faults()
        self._wrong.setVisible(bool(faults))
        if not faults:
            return
        here = (self.view.currentIndex().row(), self.view.currentIndex().column())
        line, place = here if here in faults else faults[0]
        key = self.view.lines.columns[place].key
        self._fault.setText(f"第 {line + 1} 行：{self.view.lines.fault(line, key)}")
        self._count.setText(f"{len(faults)} 处要改")
