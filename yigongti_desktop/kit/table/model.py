"""Rows for a table view: held in memory, or counted first and fetched as they come into sight."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from typing import Any
from typing import Generic
from typing import TypeVar

from PySide6.QtCore import QAbstractTableModel
from PySide6.QtCore import QModelIndex
from PySide6.QtCore import QObject
from PySide6.QtCore import QPersistentModelIndex
from PySide6.QtCore import Qt

from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.columns import Group

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex
_NO_PARENT = QModelIndex()
#: Role under which the delegate gets the record itself.
RECORD = int(Qt.ItemDataRole.UserRole) + 1
#: Rows that are fetched at once, unless a list says otherwise.
PAGE = 200


class RecordModel(QAbstractTableModel, Generic[R]):
    """Records of one table; models never raise, since Qt calls them from its own frames."""

    def __init__(self, columns: Sequence[Column[R]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.columns = tuple(columns)
        self._rows: list[R | Group | None] = []
        self._given: list[R | Group] = []
        self._fetch: Callable[[int, int], None] | None = None
        self._page = PAGE
        self._asked: set[int] = set()
        self._came: set[int] = set()
        self._when_whole: Callable[[], object] | None = None
        self.sorted_by: tuple[int, bool] | None = None

    def set_rows(self, rows: Sequence[R | Group]) -> None:
        """Show these rows."""
        self.beginResetModel()
        self._fetch = self._when_whole = None
        self._given = list(rows)
        self._sort()
        self.endResetModel()

    def set_window(self, count: int, fetch: Callable[[int, int], None], page: int = PAGE) -> None:
        """Show so many rows, to be fetched when they are seen, so many at once: (offset, how many)."""
        self.beginResetModel()
        self._page = page
        self._rows = [None] * count
        self._fetch, self._when_whole, self.sorted_by = fetch, None, None
        self._asked.clear()
        self._came.clear()
        self.endResetModel()

    def fill_window(self, offset: int, rows: Sequence[R]) -> None:
        """Take rows that were fetched."""
        end = min(offset + len(rows), len(self._rows))
        self._rows[offset:end] = rows[: end - offset]
        self._came.add(offset // self._page)
        if end > offset:
            self.dataChanged.emit(self.index(offset, 0), self.index(end - 1, len(self.columns) - 1))
        self._tell_whole()

    def ask_for_all(self, then: Callable[[], object]) -> None:
        """Fetch what nobody has seen yet, and go on when all is here."""
        self._when_whole = then
        if self._fetch is not None:
            for row in range(0, len(self._rows), self._page):
                self._see(row)
        self._tell_whole()

    def sort_by(self, place: int) -> None:
        """Order by a column; again the other way; a third time as it came."""
        if self._fetch is not None:
            return
        if self.sorted_by is None or self.sorted_by[0] != place:
            self.sorted_by = (place, False)
        else:
            self.sorted_by = None if self.sorted_by[1] else (place, True)
        self.layoutAboutToBeChanged.emit()
        self._sort()
        self.layoutChanged.emit()
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self.columns) - 1)

    def at(self, row: int) -> R | None:
        """Return the record of a row; None for a group or a row not fetched yet."""
        if 0 <= row < len(self._rows):
            held = self._rows[row]
            return None if isinstance(held, Group) else held
        return None

    def group_at(self, row: int) -> Group | None:
        """Return the group of a row, or None."""
        held = self._rows[row] if 0 <= row < len(self._rows) else None
        return held if isinstance(held, Group) else None

    def records(self) -> list[R]:
        """Return the records in their order, without groups."""
        return [row for row in self._rows if row is not None and not isinstance(row, Group)]

    def place_of(self, fits: Callable[[R], bool]) -> int:
        """Return the first row whose record fits, or -1."""
        for place in range(len(self._rows)):
            record = self.at(place)
            if record is not None and fits(record):
                return place
        return -1

    def rowCount(self, _parent: Index = _NO_PARENT) -> int:
        """Return how many rows there are."""
        return len(self._rows)

    def columnCount(self, _parent: Index = _NO_PARENT) -> int:
        """Return how many columns there are."""
        return len(self.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return a head: its title and the way it is sorted."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self.columns):
            return None
        column = self.columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            way = "" if self.sorted_by is None or self.sorted_by[0] != section else " ↓" if self.sorted_by[1] else " ↑"
            return column.title + way
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_right else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """Return the words of a cell, or the record behind it."""
        row = index.row()
        held = self._rows[row] if 0 <= row < len(self._rows) else None
        if held is None:
            self._see(row)
            return None
        if role == RECORD:
            return held
        if role in {Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole}:
            return self.words(held, index.column())
        return None

    def words(self, held: R | Group, place: int) -> str:
        """Return the words of a record in a column."""
        if isinstance(held, Group):
            return f"{held.title} {held.detail}".strip() if place == 0 else ""
        column = self.columns[place]
        badge = column.badge(held) if column.badge else None
        return badge.text if badge else column.text(held)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Let people rest on records, not on groups."""
        if self.group_at(index.row()) is not None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable

    def _see(self, row: int) -> None:
        if self._fetch is None:
            return
        page = row // self._page
        if page not in self._asked:
            self._asked.add(page)
            self._fetch(page * self._page, self._page)

    def _tell_whole(self) -> None:
        if self._when_whole is not None and (self._fetch is None or self._came >= self._pages()):
            then, self._when_whole = self._when_whole, None
            then()

    def _pages(self) -> set[int]:
        return {row // self._page for row in range(0, len(self._rows), self._page)}

    def _sort(self) -> None:
        if self._fetch is not None:
            return
        if self.sorted_by is None:
            self._rows = list(self._given)
            return
        place, backwards = self.sorted_by
        column = self.columns[place]
        key: Callable[[R], Any] = column.sort or column.text
        ordered: list[R] = [row for row in self._given if not isinstance(row, Group)]
        ordered.sort(key=lambda record: _last_when_none(key(record), backwards=backwards), reverse=backwards)
        self._rows = list(ordered)


def _last_when_none(value: Any, *, backwards: bool) -> tuple[bool, Any]:
    return ((value is None) != backwards, "" if value is None else value)
