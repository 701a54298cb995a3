"""A record table: keyboard first, columns that give way by rank, a foot that says the keys and the place."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtCore import QItemSelectionModel
from PySide6.QtCore import QModelIndex
from PySide6.QtCore import QPoint
from PySide6.QtCore import Qt
from PySide6.QtCore import QTimer
from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtGui import QKeyEvent
from PySide6.QtGui import QKeySequence
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView
from PySide6.QtWidgets import QHeaderView
from PySide6.QtWidgets import QMenu
from PySide6.QtWidgets import QTableView
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kernel.pinyin import initials
from yigongti_desktop.kernel.pinyin import keys_of_name
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.delegate import GROUP_ROW
from yigongti_desktop.kit.table.delegate import ROW
from yigongti_desktop.kit.table.delegate import RecordDelegate
from yigongti_desktop.kit.table.model import RecordModel

_JUMP_MILLISECONDS = 800


class RecordView(QTableView):
    """The rows themselves."""

    #: The record under the cursor, or None.
    rested = Signal(object)
    #: Enter, or a double click, on a record.
    opened = Signal(object)
    #: The person typed / to filter.
    filter_wanted = Signal()
    #: Columns that the person has put away, by title.
    hidden_changed = Signal(object)

    def __init__(self, columns: Sequence[Column[Any]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.records: RecordModel[Any] = RecordModel(columns, self)
        self._put_away: set[str] = set()
        self._typed = ""
        self._typing = QTimer(self, interval=_JUMP_MILLISECONDS, singleShot=True)
        self._typing.timeout.connect(self._forget_typed)
        self.setModel(self.records)
        self.setItemDelegate(RecordDelegate(self, self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setMinimumSectionSize(GROUP_ROW)
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self._set_up_head()
        self.selectionModel().currentRowChanged.connect(self._on_current)
        self.records.modelReset.connect(self._span_groups)
        self.records.layoutChanged.connect(self._span_groups)
        self.doubleClicked.connect(self._on_double_click)

    def current(self) -> Any | None:
        """Return the record under the cursor."""
        return self.records.at(self.currentIndex().row())

    def chosen(self) -> list[Any]:
        """Return the selected records, else the one under the cursor."""
        rows = sorted({index.row() for index in self.selectionModel().selectedRows()})
        found = [record for row in rows if (record := self.records.at(row)) is not None]
        current = self.current()
        return found or ([current] if current is not None else [])

    def rest_on(self, fits: Callable[[Any], bool], *, otherwise_first: bool = True) -> None:
        """Put the cursor on the record that fits, else on the first."""
        place = self.records.place_of(fits)
        if place < 0 and otherwise_first:
            place = self.records.place_of(lambda _record: True)
        if place >= 0:
            self._go(place)
        else:
            self.rested.emit(None)

    def rest_at(self, row: int) -> None:
        """Put the cursor on a row, even one that is not fetched yet."""
        self._go(row)

    def current_row(self) -> int:
        """Return the row under the cursor."""
        return self.currentIndex().row()

    def is_chosen(self, row: int) -> bool:
        """Say whether a row is selected."""
        return self.selectionModel().isRowSelected(row, QModelIndex())

    def first_column(self) -> int:
        """Return the leftmost column that is shown."""
        return next((place for place in range(len(self.records.columns)) if not self.isColumnHidden(place)), 0)

    def last_column(self) -> int:
        """Return the rightmost column that is shown."""
        places = reversed(range(len(self.records.columns)))
        return next((place for place in places if not self.isColumnHidden(place)), 0)

    def put_away(self, titles: set[str]) -> None:
        """Hide columns that the person does not want."""
        self._put_away = set(titles)
        self._lay_out()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, / filters, letters jump by pinyin; Tab leaves the table."""
        key, text = event.key(), event.text()
        plain = event.modifiers() in {Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier}
        if key in {Qt.Key.Key_Return, Qt.Key.Key_Enter} and plain:
            record = self.current()
            if record is not None:
                self.opened.emit(record)
        elif text == "/" and plain:
            self.filter_wanted.emit()
        elif event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        elif key in {Qt.Key.Key_Home, Qt.Key.Key_End} and plain:
            self._go_to_end(last=key == Qt.Key.Key_End)
        elif plain and text.isascii() and text.isalpha():
            self._jump(text.lower())
        else:
            super().keyPressEvent(event)

    def copy(self) -> None:
        """Copy the chosen rows as a table, for Excel or a message; what was not seen yet is fetched first."""
        rows = {index.row() for index in self.selectionModel().selectedRows()}
        if any(self.records.at(row) is None and self.records.group_at(row) is None for row in rows):
            self.records.ask_for_all(self._copy_chosen)
        else:
            self._copy_chosen()

    def _copy_chosen(self) -> None:
        shown = [column for place, column in enumerate(self.records.columns) if not self.isColumnHidden(place)]
        lines = ["\t".join(column.title for column in shown)]
        lines += ["\t".join(self._plain(column, record) for column in shown) for record in self.chosen()]
        QGuiApplication.clipboard().setText("\n".join(lines))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Share the width among the columns again."""
        super().resizeEvent(event)
        self._lay_out()

    def changeEvent(self, event: QEvent) -> None:
        """Lay out again when fonts or style change."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and hasattr(self, "records"):
            self._lay_out()

    def _set_up_head(self) -> None:
        head = self.horizontalHeader()
        head.setHighlightSections(False)
        head.setSectionsClickable(True)
        head.setFixedHeight(28)
        head.setMinimumSectionSize(24)
        head.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        head.setDefaultAlignment(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        head.sectionClicked.connect(self.records.sort_by)
        head.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        head.customContextMenuRequested.connect(self.choose_columns)

    def choose_columns(self, at: QPoint | None = None) -> None:
        """Ask which columns to show."""
        menu = QMenu(self)
        for column in self.records.columns:
            if not column.title:
                continue
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(column.title not in self._put_away)
            action.setEnabled(column.rank > 0)
            action.toggled.connect(lambda shown, title=column.title: self._toggle(title, shown=shown))
        menu.popup(self.horizontalHeader().mapToGlobal(at or QPoint(0, 28)))

    def _toggle(self, title: str, *, shown: bool) -> None:
        if shown:
            self._put_away.discard(title)
        else:
            self._put_away.add(title)
        self._lay_out()
        self.hidden_changed.emit(set(self._put_away))

    def _lay_out(self) -> None:
        room = self.viewport().width()
        columns = self.records.columns
        shown = [place for place, column in enumerate(columns) if column.title not in self._put_away or not column.rank]
        while len(shown) > 1 and sum(columns[place].width for place in shown) > room:
            least = max(shown, key=lambda place: (columns[place].rank, place))
            if columns[least].rank == 0:
                break
            shown.remove(least)
        spare = max(room - sum(columns[place].width for place in shown), 0)
        weights = sum(columns[place].stretch for place in shown)
        for place, column in enumerate(columns):
            self.setColumnHidden(place, place not in shown)
            share = spare * column.stretch // weights if weights else 0
            self.setColumnWidth(place, column.width + share)
        if shown and not weights:
            self.setColumnWidth(shown[-1], columns[shown[-1]].width + spare)
        self._span_groups()

    def _span_groups(self) -> None:
        self.clearSpans()
        wide = len(self.records.columns) - self.first_column()
        for row in range(self.records.rowCount()):
            if self.records.group_at(row) is not None:
                if wide > 1:  # Qt warns of a span of one cell
                    self.setSpan(row, self.first_column(), 1, wide)
                self.setRowHeight(row, GROUP_ROW)
            elif self.records.group_at(0) is not None:
                self.setRowHeight(row, ROW)
            else:
                break

    def _on_current(self, current: QModelIndex, _former: QModelIndex) -> None:
        self.rested.emit(self.records.at(current.row()))
        self.viewport().update()

    def _on_double_click(self, index: QModelIndex) -> None:
        record = self.records.at(index.row())
        if record is not None:
            self.opened.emit(record)

    def _jump(self, letter: str) -> None:
        self._typed += letter
        self._typing.start()
        column = next((column for column in self.records.columns if column.is_jump), None)
        if column is None:
            return
        start = self.currentIndex().row() + (len(self._typed) == 1)
        count = self.records.rowCount()
        for step in range(count):
            place = (start + step) % count
            record = self.records.at(place)
            if record is not None and _is_spelled(column.text(record), self._typed):
                self._go(place)
                return

    def _forget_typed(self) -> None:
        self._typed = ""

    def _go_to_end(self, *, last: bool) -> None:
        rows = range(self.records.rowCount())
        place = next((row for row in (reversed(rows) if last else rows) if self.records.group_at(row) is None), -1)
        if place >= 0:
            self._go(place)

    def _go(self, row: int) -> None:
        index = self.records.index(row, self.first_column())
        flags = QItemSelectionModel.SelectionFlag
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self.scrollTo(index)

    def _plain(self, column: Column[Any], record: Any) -> str:
        badge = column.badge(record) if column.badge else None
        words = badge.text if badge else column.text(record)
        return f"{words} {column.detail(record)}".strip().replace("\t", " ").replace("\n", " ")


def _is_spelled(words: str, typed: str) -> bool:
    """Say whether words begin so in pinyin; a surname may be read in its own way: 单 is shan."""
    return initials(words).startswith(typed) or any(key.startswith(typed) for key in keys_of_name(words))
