"""What a figure is made of, in place of the figures: its records, narrowed by chips, each opening its paper."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.labels import column
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.standin import StandIn
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.table import RecordTable

_KEYS = (("↑↓", "移动"), ("Enter", "打开单子"), ("Ctrl+E", "导出"), ("Esc", "回到指标"))


@dataclass(frozen=True, kw_only=True)
class Listing:
    """What is listed."""

    title: str
    columns: tuple[Column[Any], ...]
    records: Sequence[Any]
    #: Key, words, and which records it keeps; the first keeps all.
    chips: tuple[tuple[str, str, Callable[[Any], bool]], ...] = ()
    unit: str = "行"
    #: Returns page and record that Enter opens; None where there is no paper.
    paper: Callable[[Any], tuple[str, str]] | None = None
    #: Why there may be nothing.
    none: str = "这段时间没有。"


class FigureList(QWidget):
    """The list of a figure."""

    #: A paper was opened: page, record.
    opened = Signal(str, object)

    def __init__(self, listing: Listing, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._listing = listing
        chips = [Chip(key, words, sum(map(keeps, listing.records))) for key, words, keeps in listing.chips]
        self.table = RecordTable(listing.columns, chips=chips, keys=_KEYS, unit=listing.unit)
        self.table.empty.say("没有可列的", listing.none, icon="check-circle")
        if self.table.chips is not None:
            self.table.chips.chosen.connect(lambda _key: self._show())
        self.table.view.opened.connect(self._open)
        self.setLayout(column(self.table, spacing=0))
        self._show()

    @property
    def name(self) -> str:
        """Return what is listed, as it is called in Excel."""
        chip = self.table.chips.key if self.table.chips is not None else "all"
        words = next((words for key, words, _keeps in self._listing.chips if key == chip and key != "all"), "")
        return f"{self._listing.title} {words}".replace("　", " ").strip()

    def show_listing(self, listing: Listing) -> None:
        """List what has become of the same figure; the cursor stays where it was."""
        self._listing = listing
        if self.table.chips is not None:
            counts = {key: sum(map(keeps, listing.records)) for key, _words, keeps in listing.chips}
            self.table.chips.set_counts(counts)
        self._show()

    def set_compact(self, compact: bool) -> None:
        """Leave the keys out where there is no room."""
        self.table.set_compact(compact)

    def _show(self) -> None:
        chip = self.table.chips.key if self.table.chips is not None else ""
        keeps = next((keeps for key, _words, keeps in self._listing.chips if key == chip), None)
        self.table.show_rows([one for one in self._listing.records if keeps is None or keeps(one)])

    def _open(self, record: Any) -> None:
        if self._listing.paper is not None:
            self.opened.emit(*self._listing.paper(record))


class FigureLists(StandIn):
    """The list of a figure in place of the figures, made again when they are read again."""

    #: A paper was opened: page, record.
    opened = Signal(str, object)

    def __init__(self, page: Page, back: str, button: KeyButton) -> None:
        super().__init__(page, back, button)
        self.listed: FigureList | None = None
        self._made: Callable[[Any], Listing] | None = None
        self.changed.connect(self._on_changed)

    def show(self, found: Any, made: Callable[[Any], Listing], *, compact: bool) -> None:
        """Show the list that is made of what was found; one that is there already stays."""
        if self.listed is not None:
            return
        listing = made(found)
        self._made, self.listed = made, FigureList(listing)
        self.listed.set_compact(compact)
        self.listed.opened.connect(self.opened)
        self.put(self.listed, listing.title)

    def show_again(self, found: Any) -> None:
        """Make the list that is there of what was found now."""
        if self.listed is not None and self._made is not None:
            self.listed.show_listing(self._made(found))

    def set_compact(self, compact: bool) -> None:
        """Leave the keys out where there is no room."""
        if self.listed is not None:
            self.listed.set_compact(compact)

    def _on_changed(self) -> None:
        if not self:
            self.listed = self._made = None
