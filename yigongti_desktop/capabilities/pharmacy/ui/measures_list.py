"""What a figure is made of, in place of the figures: lines or requests, narrowed by chips, each opening its paper."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.ui import measures_lines as lines
from yigongti_desktop.capabilities.pharmacy.ui.measures_state import FigureRow
from yigongti_desktop.capabilities.pharmacy.ui.measures_state import Overview
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.labels import column
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


class MeasureList(QWidget):
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


def rated(found: Overview, row: FigureRow, words: str, today: date) -> Listing:
    """Return the lines of which a fill rate is made."""
    return Listing(
        title=f"满足率　{words}",
        columns=lines.line_columns(today, is_lead=found.is_lead),
        records=[line for line in found.lines_of(row) if line.is_rated],
        chips=(
            ("all", "全部", lambda _one: True),
            ("short", "没来齐", lambda one: one.missing > 0),
            ("filled", "来齐", lambda one: not one.missing),
        ),
        paper=_request,
        none="这段时间没有点过数的请领。在途的不算，补发的也不算。",
    )


def bought(found: Overview, row: FigureRow, words: str, today: date) -> Listing:
    """Return the lines of which a share of essential medicines is made."""
    return Listing(
        title=f"基本药物　{words}",
        columns=lines.line_columns(today, is_lead=found.is_lead),
        records=[line for line in found.lines_of(row) if line.received > 0],
        chips=(
            ("all", "全部", lambda _one: True),
            ("essential", "基本药物", lambda one: one.essential),
            ("other", "不是基本药物", lambda one: not one.essential),
            ("unpriced", "没有单价", lambda one: one.amount_fen is None),
        ),
        paper=_request,
        none="这段时间没有收到药。",
    )


def trips(found: Overview, row: FigureRow, words: str, today: date) -> Listing:
    """Return the requests of which a lead time is made, and those under way."""
    return Listing(
        title=f"到货天数　{words}",
        columns=lines.request_columns(today, is_lead=found.is_lead),
        records=[one for one in found.requests_of(row) if one.is_rated],
        chips=(
            ("all", "全部", lambda _one: True),
            ("received", "已收", lambda one: one.received is not None),
            ("open", "在途", lambda one: one.received is None),
        ),
        unit="张",
        paper=_request,
        none="这段时间没有收货的请领单，也没有在途的。",
    )


def villages(found: Overview, words: str, today: date) -> Listing:
    """Return what went to village clinics."""
    return Listing(
        title=f"村室基药　{words}",
        columns=lines.village_columns(today),
        records=found.villages,
        chips=(
            ("all", "全部", lambda _one: True),
            ("other", "不是基药", lambda one: not one.essential),
            ("essential", "基药", lambda one: one.essential),
        ),
        none="这段时间没有发给村室的药。",
    )


def cases(found: Overview, today: date) -> Listing:
    """Return the differences that are not settled, line by line."""
    return Listing(
        title="未结差异",
        columns=lines.case_columns(today, is_lead=found.is_lead),
        records=[lines.CaseRow(case, line) for case in found.cases for line in case.lines],
        paper=lambda one: ("differences", one.case.id),
        none="没有未结的差异。",
    )


def _request(one: Any) -> tuple[str, str]:
    return "pharmacy", one.request
