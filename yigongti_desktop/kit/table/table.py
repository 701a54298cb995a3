"""A record table whole: filters above, rows or an empty state, keys and place below."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame
from PySide6.QtWidgets import QHBoxLayout
from PySide6.QtWidgets import QStackedWidget
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.badge import KeyHints
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.empty import EmptyState
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.search import SearchField
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.columns import Group
from yigongti_desktop.kit.table.model import PAGE
from yigongti_desktop.kit.table.view import RecordView

_KEYS = (("↑↓", "移动"), ("Enter", "打开"), ("/", "筛选"))


class RecordTable(QFrame):
    """Rows with their filters."""

    searched = Signal(str)

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        *,
        chips: Sequence[Chip] = (),
        placeholder: str = "",
        keys: Sequence[tuple[str, str]] = _KEYS,
        unit: str = "条",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.unit = unit
        self._total: int | None = None
        self._is_part = False
        self.view = RecordView(columns)
        self.empty = EmptyState()
        self.chips = Chips(chips) if chips else None
        self.search = SearchField(placeholder) if placeholder else None
        self.bar = QHBoxLayout()
        self._body = QStackedWidget()
        self._hints = KeyHints(tuple(keys))
        self._place = label("", "caption")
        self._build()
        self.view.rested.connect(self._show_place)
        self.view.filter_wanted.connect(self.focus_search)
        if self.search:
            self.search.searched.connect(self.searched)
            self.search.left_down.connect(self.view.setFocus)

    def show_rows(
        self, rows: Sequence[Any], *, keep: Callable[[Any, Any], bool] | None = None, is_part: bool = False
    ) -> None:
        """Show rows, the cursor on the record it was on if it is still there; or the first part, until all are read."""
        self._is_part = is_part
        former = self.view.current()
        self.view.records.set_rows(rows)
        count = sum(not isinstance(record, Group) for record in rows)
        self._total = count
        self._body.setCurrentIndex(0 if count else 1)
        if count:
            same = keep or _is_same
            self.view.rest_on(lambda record: former is not None and same(record, former))
        else:
            self.view.rested.emit(None)
        self._show_place()

    def show_window(self, count: int, fetch: Callable[[int, int], None], page: int = PAGE) -> None:
        """Show so many rows, fetched as they are seen, so many at once."""
        self.view.records.set_window(count, fetch, page)
        self._total = count
        self._body.setCurrentIndex(0 if count else 1)
        self._show_place()

    def set_hints(self, hints: Sequence[tuple[str, str]]) -> None:
        """Say other keys in the foot."""
        self._hints.set_hints(tuple(hints))

    def focus_search(self) -> None:
        """Lead to the search field."""
        if self.search:
            self.search.setFocus()
            self.search.selectAll()

    def set_compact(self, compact: bool) -> None:
        """Leave the foot out where there is no room."""
        self._foot.setVisible(not compact)

    def _build(self) -> None:
        layout = column(spacing=0)
        self.bar.setContentsMargins(10, 7, 10, 7)
        self.bar.setSpacing(8)
        if self.chips:
            self.bar.addWidget(self.chips)
        self.bar.addStretch(1)
        if self.search:
            self.search.setMinimumWidth(min(self.search.needed_width(), 190))
            self.search.setMaximumWidth(max(self.search.needed_width(), 190))
            self.bar.addWidget(self.search, 1)
        if self.chips or self.search:
            layout.addLayout(self.bar)
        self._body.addWidget(self.view)
        self._body.addWidget(self.empty)
        layout.addWidget(self._body, 1)
        foot = row(self._hints, self._place, margins=(16, 4, 16, 4))
        foot.setStretch(0, 1)
        self._foot = boxed(foot, "foot")
        self._foot.setFixedHeight(32)
        layout.addWidget(self._foot)
        self.setLayout(layout)

    def _show_place(self, _record: Any = None) -> None:
        place = self.view.currentIndex().row()
        groups = sum(self.view.records.group_at(row) is not None for row in range(min(place + 1, 500)))
        total = self._total or 0
        if self._is_part:
            self._place.setText("其余的正在读")
        elif place < 0 or not total:
            self._place.setText(f"共 {total:,} {self.unit}")
        else:
            self._place.setText(f"第 {place + 1 - groups:,} {self.unit}，共 {total:,} {self.unit}")


def _is_same(one: Any, other: Any) -> bool:
    return bool(getattr(one, "id", one) == getattr(other, "id", other))
