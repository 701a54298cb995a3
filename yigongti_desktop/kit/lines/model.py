"""The lines of a line table, and what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel
from PySide6.QtCore import QModelIndex
from PySide6.QtCore import QObject
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal

from yigongti_desktop.kit.lines.columns import DATE
from yigongti_desktop.kit.lines.columns import FIXED
from yigongti_desktop.kit.lines.columns import NUMBER
from yigongti_desktop.kit.lines.columns import NUMBERED
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.lines.columns import LineColumn

Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()


class LineModel(QAbstractTableModel):
    """Lines as people fill them in; never raises, since Qt calls it from its own frames."""

    #: A line was changed, added or removed.
    edited = Signal()
    faults_changed = Signal()

    def __init__(self, columns: Sequence[LineColumn], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._lines: list[dict[str, Any]] = []
        self._faults: list[dict[str, str]] = []

    @property
    def lines(self) -> list[Line]:
        """Return the lines as they stand."""
        return list(self._lines)

    def set_lines(self, lines: Sequence[Line]) -> None:
        """Show these lines."""
        self.beginResetModel()
        self._lines = [dict(line) for line in lines]
        self._faults = [{} for _ in lines]
        for row in range(len(lines)):
            for column in self.columns:
                self._check(row, column, whole=False)
        self.endResetModel()
        self.faults_changed.emit()

    def line(self, row: int) -> Line | None:
        """Return a line, or None."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def add(self, row: int, line: Line) -> None:
        """Put a line in."""
        self.beginInsertRows(QModelIndex(), row, row)
        self._lines.insert(row, dict(line))
        self._faults.insert(row, {})
        self.endInsertRows()
        self.edited.emit()

    def drop_idle_tail(self, is_idle: Callable[[Line], bool]) -> None:
        """Take lines on which nothing stands from the end, all but one."""
        while self.rowCount() > 1:
            last = self.line(self.rowCount() - 1)
            if last is None or not is_idle(last):
                return
            self.remove(self.rowCount() - 1)

    def remove(self, row: int) -> Line:
        """Take a line out and return it."""
        self.beginRemoveRows(QModelIndex(), row, row)
        line = self._lines.pop(row)
        self._faults.pop(row)
        self.endRemoveRows()
        self.edited.emit()
        self.faults_changed.emit()
        return line

    def put(self, row: int, values: Mapping[str, Any]) -> None:
        """Change values of a line and check them."""
        if not 0 <= row < len(self._lines):
            return
        self._lines[row].update(values)
        for column in self.columns:
            if column.key in values and not self._faults[row].get(column.key):
                self._check(row, column, whole=False)
        self._check_faulty()
        self._tell(row)
        self.edited.emit()

    def check(self) -> bool:
        """Check every open cell, show what is wrong, and say whether nothing is."""
        for row in range(len(self._lines)):
            for column in self.columns:
                self._check(row, column, whole=True)
            self._tell(row)
        return not self.faults()

    def set_fault(self, row: int, key: str, sentence: str) -> None:
        """Show what is wrong with a cell."""
        if 0 <= row < len(self._faults):
            self._faults[row][key] = sentence
            self._tell(row)

    def fault(self, row: int, key: str) -> str:
        """Return what is wrong with a cell; empty when nothing is."""
        return self._faults[row].get(key, "") if 0 <= row < len(self._faults) else ""

    def faults(self) -> list[tuple[int, int]]:
        """Return the cells with faults, row and column, in reading order."""
        return [
            (row, place)
            for row, wrong in enumerate(self._faults)
            for place, column in enumerate(self.columns)
            if wrong.get(column.key)
        ]

    def words(self, row: int, column: LineColumn) -> str:
        """Return the words of a cell."""
        line = self._lines[row]
        if column.key == NUMBERED:
            return str(row + 1)
        if column.text is not None:
            return column.text(line)
        value = line.get(column.key)
        if isinstance(value, int) and not isinstance(value, bool):
            return f"{value:,}"
        return "" if value is None else str(value)

    def rowCount(self, _parent: Index = _NO_PARENT) -> int:
        """Return how many lines there are."""
        return len(self._lines)

    def columnCount(self, _parent: Index = _NO_PARENT) -> int:
        """Return how many columns there are."""
        return len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a head."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self.columns[section].title
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if self.columns[section].is_right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of a cell."""
        line = self.line(index.row())
        if line is None or role not in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return None
        return self.words(index.row(), self.columns[index.column()])

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let people fill in open cells."""
        line = self.line(index.row())
        plain = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if line is None:
            return plain
        column = self.columns[index.column()]
        return plain | Qt.ItemFlag.ItemIsEditable if column.kind != FIXED and column.is_open(line) else plain

    def _check_faulty(self) -> None:
        """Check again what was wrong: a change elsewhere may have put it right."""
        for row, place in self.faults():
            self._check(row, self.columns[place], whole=True)

    def _check(self, row: int, column: LineColumn, *, whole: bool) -> None:
        line = self._lines[row]
        if column.kind == FIXED or not column.is_open(line):
            self._faults[row].pop(column.key, None)
            return
        value = line.get(column.key)
        blank = value is None or value == ""
        if isinstance(value, str) and value and column.kind in {NUMBER, DATE}:
            what = "应为整数" if column.kind == NUMBER else "应为日期，如 2028-06-30"
            self._faults[row][column.key] = f"{column.title}{what}，现在是「{value}」。请改。"
        elif blank and not whole:
            self._faults[row].pop(column.key, None)
        else:
            self._faults[row][column.key] = column.check(value, line)

    def _tell(self, row: int) -> None:
        self.dataChanged.emit(self.index(row, 0), self.index(row, len(self.columns) - 1))
        self.faults_changed.emit()
