"""A list whose rows are ticked: Space ticks what is chosen, a click on the box does, too."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Iterable
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent
from PySide6.QtCore import QModelIndex
from PySide6.QtCore import QObject
from PySide6.QtCore import Qt
from PySide6.QtCore import Signal
from PySide6.QtGui import QKeyEvent

from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.table import RecordTable

_HEAD, _ROW = 30, 30
_KEYS = (("↑↓", "移动"), ("空格", "勾选"))


class TickTable(RecordTable):
    """A record table with a box before each row."""

    #: A person has ticked or cleared something.
    ticked = Signal()

    def __init__(
        self,
        columns: Sequence[Column[Any]],
        key: Callable[[Any], str],
        *,
        may: Callable[[Any], bool] = lambda _record: True,
        keys: Sequence[tuple[str, str]] = _KEYS,
        unit: str = "人",
    ) -> None:
        """Make it.

        Args:
            columns: after that of the boxes.
            key: by which a record is ticked.
            may: says whether a record can be ticked at all.
            keys: told in the foot.
            unit: that its rows are counted in.
        """
        self._keys: set[str] = set()
        self._key, self._may = key, may
        box: Column[Any] = Column(
            title="",
            text=lambda _record: "",
            export=lambda record: "是" if self.is_ticked(record) else "",
            icon=self._icon,
            tone=lambda record: "accent" if self.is_ticked(record) else "text2" if may(record) else "line2",
            width=46,
        )
        super().__init__((box, *columns), keys=keys, unit=unit)
        self.view.installEventFilter(self)
        self.view.clicked.connect(self._on_clicked)

    @property
    def ticks(self) -> frozenset[str]:
        """Return the keys of what is ticked."""
        return frozenset(self._keys)

    def tick(self, keys: Iterable[str]) -> None:
        """Tick just these."""
        self._keys = set(keys)
        self.view.viewport().update()

    def is_ticked(self, record: Any) -> bool:
        """Say whether a record is ticked."""
        return self._key(record) in self._keys

    def fit_rows(self, least: int, most: int) -> None:
        """Be as high as the rows there are, between so many of them; without any, as what is said then."""
        shown = self.view.records.rowCount()
        rows = _HEAD + max(least, min(most, shown)) * _ROW + 2
        self.setFixedHeight(rows if shown else max(rows, self.empty.sizeHint().height() + 2))
        self.set_compact(True)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Take Space."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            self._turn(self.view.chosen())
            return True
        return False

    def _on_clicked(self, index: QModelIndex) -> None:
        record = self.view.records.at(index.row())
        if index.column() == 0 and record is not None:
            self._turn([record])

    def _turn(self, chosen: Sequence[Any]) -> None:
        keys = {self._key(one) for one in chosen if self._may(one)}
        if not keys:
            return
        self._keys = self._keys - keys if keys <= self._keys else self._keys | keys
        self.view.viewport().update()
        self.ticked.emit()

    def _icon(self, record: Any) -> str:
        return "ticked" if self.is_ticked(record) else "unticked"
