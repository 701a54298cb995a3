"""供应指标: how well the central pharmacy supplies, and how the stock stands; every figure opens what it is made of."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QWidget

from yigongti_desktop.capabilities.pharmacy.ui import measures_list as lists
from yigongti_desktop.capabilities.pharmacy.ui import measures_state as state
from yigongti_desktop.capabilities.pharmacy.ui import measures_strip as strip
from yigongti_desktop.capabilities.pharmacy.ui.measures_charts import show_essential
from yigongti_desktop.capabilities.pharmacy.ui.measures_charts import show_fill
from yigongti_desktop.capabilities.pharmacy.ui.measures_charts import show_lead
from yigongti_desktop.capabilities.pharmacy.ui.measures_columns import figure_columns
from yigongti_desktop.capabilities.pharmacy.ui.measures_columns import stock_columns
from yigongti_desktop.capabilities.pharmacy.ui.measures_state import FigureRow
from yigongti_desktop.capabilities.pharmacy.ui.measures_state import Overview
from yigongti_desktop.capabilities.pharmacy.ui.measures_strip import MeasureStrip
from yigongti_desktop.capabilities.pharmacy.ui.stock_terms import SHOW
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chart_card import ChartCard
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.figure_list import FigureList
from yigongti_desktop.kit.figure_list import FigureLists
from yigongti_desktop.kit.figure_list import Listing
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import label
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.period_bar import PeriodBar
from yigongti_desktop.kit.picklist import Picklist
from yigongti_desktop.kit.table.export import Sheet
from yigongti_desktop.kit.table.export import export_book
from yigongti_desktop.kit.table.export import export_table
from yigongti_desktop.kit.table.table import RecordTable
from yigongti_desktop.kit.tasks import Call

_KEYS = (("↑↓", "移动"), ("Enter", "看明细"), ("Ctrl+E", "导出"), ("F6", "换一块"))
_BY_MONTH, _BY_UNIT, _PLOTS, _NOW = "months", "units", "plots", "now"
_ALL = ("", "全部单位")


class MeasuresPage(Page):
    """The page of the figures."""

    topics = frozenset(
        {"pharmacy.requests", "pharmacy.stock", "pharmacy.differences", "drugs", "institutions", "county"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "供应指标")
        actor = desk.actor
        self._own = actor.institution if actor else ""
        self._found: Overview | None = None
        self._call: Call | None = None
        #: Whether the stock has been reckoned.
        self.is_whole = False
        self.period = PeriodBar(day(desk.now()))
        self.unit = Picklist((_ALL,))
        self.views = Chips((Chip(_BY_MONTH, "按月"), Chip(_BY_UNIT, "按单位")), title="列表")
        self.parts = Chips((Chip(_PLOTS, "图"), Chip(_BY_MONTH, "表"), Chip(_NOW, "现状")), title="看哪一块")
        self.strip = MeasureStrip()
        self.fill, self.lead = ChartCard("满足率"), ChartCard("到货天数")
        self.essential = ChartCard("基本药物")
        self.months = RecordTable(figure_columns(by_unit=False), keys=_KEYS, unit="行")
        self.units = RecordTable(figure_columns(by_unit=True), keys=_KEYS, unit="行")
        self._export = KeyButton("导出", "Ctrl+E", icon="export")
        self._list = FigureLists(self, "回到指标", self._export)
        self._build()
        self._connect()
        self._arrange()

    @property
    def listed(self) -> FigureList | None:
        """Return the list of a figure that stands in place of the figures."""
        return self._list.listed

    def reload(self) -> None:
        """Read again: the figures of the period, then how the stock stands."""
        self.period.set_today(day(self.desk.now()))
        self._ask()
        self.desk.read(self, state.stock, self._own, day(self.desk.now()), done=self._show_stock)

    def first_focus(self) -> None:
        """Put the cursor into the table, or into the list that stands in its place."""
        if self.listed is not None:
            self.listed.table.view.setFocus()
        elif self.is_compact:
            self.parts.setFocus()
        else:
            self._table.view.setFocus()

    def set_compact(self, compact: bool) -> None:
        """Show one part at a time where there is no room for all."""
        super().set_compact(compact)
        self.strip.set_compact(compact)
        for card in (self.fill, self.lead, self.essential):
            card.set_compact(compact)
        for table in (self.months, self.units):
            table.set_compact(compact)
        self._list.set_compact(compact)
        self._arrange()

    # what is asked for

    @property
    def _table(self) -> RecordTable:
        return self.units if self.views.key == _BY_UNIT and not self.views.isHidden() else self.months

    def _ask(self) -> None:
        if self._call is not None:
            self._call.cancel()
        asked = (self._own, self.period.chosen, self.unit.key, day(self.desk.now()))
        self._call = self.desk.read(self, state.look, *asked, done=self._show, failed=self.show_fault)

    # what is shown

    def _show(self, found: Overview) -> None:
        self._found = found
        self.unit.set_choices((_ALL, *((one.id, one.name) for one in found.units)))
        fill = found.whole.figures.fill
        words = f"{self.period.words}　请领 {fill.lines:,} 行，来齐 {fill.filled:,} 行"
        under_way = found.whole.figures.lead.open
        self._facts_words = words + (f"　在途 {under_way:,} 张" if under_way else "")
        self.strip.show_supply(found)
        show_fill(self.fill, found)
        show_lead(self.lead, found)
        show_essential(self.essential, found)
        self.months.show_rows([found.whole, *reversed(found.by_month)], keep=_is_same)
        chosen = [one for one in found.by_unit if self.unit.key in {"", one.unit}]
        self.units.show_rows([found.whole, *chosen], keep=_is_same)
        self._list.show_again(found)
        self._arrange()

    def _show_stock(self, found: state.StockFigures) -> None:
        self.is_whole = True
        self.strip.show_stock(found)

    def _arrange(self) -> None:
        """Show what has room, and what this place has: only a lead hospital has units."""
        is_lead = self._found is not None and self._found.is_lead
        is_open, part = bool(self._list), self.parts.key if self.is_compact else ""
        self._controls.setVisible(not is_open)
        self.unit.setVisible(is_lead and not self.is_compact)
        self._whose.setVisible(is_lead and not self.is_compact)
        self.views.setVisible(is_lead and part in {"", _BY_MONTH})
        self.parts.setVisible(self.is_compact)
        self.strip.setVisible(not is_open and part in {"", _NOW})
        self._plots.setVisible(not is_open and part in {"", _PLOTS})
        for table in (self.months, self.units):
            table.setVisible(not is_open and part in {"", _BY_MONTH} and table is self._table)
        self._rest.setVisible(not is_open and part == _NOW)
        if not is_open:
            self.set_title("供应指标", self._facts_words)

    # lists

    def _open_month(self, listed: Callable[..., Listing], place: int) -> None:
        if self._found is not None:
            self._open_row(listed, self._found.by_month[place])

    def _open_row(self, listed: Callable[..., Listing], row: FigureRow | None) -> None:
        if self._found is None:
            return
        today, words = day(self.desk.now()), self.period.words
        key = (row.month, row.unit) if row is not None else (None, "")
        if row is not None and not row.is_whole:
            words = row.title if row.month else f"{row.title}　{words}"

        def made(found: Overview) -> Listing:
            rows = (*found.by_month, *found.by_unit)
            return listed(found, next((one for one in rows if (one.month, one.unit) == key), found.whole), words, today)

        self._open_list(made)

    def _open_tile(self, key: str) -> None:
        today, words = day(self.desk.now()), self.period.words
        if key in strip.STOCK:
            self.wants_page.emit("stock", f"{SHOW}{key}")
        elif key == strip.COVERED:
            self.views.choose(_BY_UNIT)
            self.parts.choose(_BY_MONTH)
            self.first_focus()
        elif key == strip.CASES:
            self._open_list(lambda found: lists.cases(found, today))
        else:
            self._open_list(lambda found: lists.villages(found, words, today))

    def _open_list(self, made: Callable[[Overview], Listing]) -> None:
        if self._found is not None:
            self._list.show(self._found, made, compact=self.is_compact)

    def _on_export(self) -> None:
        if not self.isVisible() or self._found is None:
            return
        today = f"{local(self.desk.now()):%Y-%m-%d}"
        if self.listed is not None:
            export_table(self, self.desk, self.listed.table.view, f"{self.listed.name} {today}")
            return
        sheets = [Sheet("按月", figure_columns(by_unit=False), self.months.view.records.records())]
        if self._found.is_lead:
            sheets.append(Sheet("按单位", figure_columns(by_unit=True), self.units.view.records.records()))
        sheets.append(Sheet("现状", stock_columns(), self.strip.rows()))
        export_book(self, self.desk, f"供应指标 {self.period.words} {today}", sheets)

    # building

    def _build(self) -> None:
        self._facts_words = ""
        self._rest = QWidget()
        self._whose = label("库存几项是中心药房自己的，各单位的不传到这里", "caption")
        self._plots = boxed(row(self.fill, self.lead, self.essential, spacing=10))
        self._controls = boxed(row(self.period, self.unit, self._whose, None, self.views, self.parts))
        for table in (self.months, self.units):
            table.empty.say("正在算", "单子很多的时候要算一会儿。", icon="clock")
        self.body.addWidget(self._controls)
        self.body.addWidget(self.strip)
        self.body.addWidget(self._plots, 4)
        for widget in (self.months, self.units, self._rest):
            self.body.addWidget(widget, 5)
        self.set_buttons(self._export)

    def _connect(self) -> None:
        self.period.changed.connect(self._ask)
        self.unit.chosen.connect(lambda _key: self._ask())
        self.views.chosen.connect(lambda _key: self._arrange())
        self.parts.chosen.connect(lambda _key: self._arrange())
        self.strip.opened.connect(self._open_tile)
        made = ((self.fill, lists.rated), (self.lead, lists.trips), (self.essential, lists.bought))
        for card, listed in made:
            card.opened.connect(partial(self._open_month, listed))
            card.whole_wanted.connect(partial(self._open_row, listed, None))
        for table in (self.months, self.units):
            table.view.opened.connect(partial(self._open_row, lists.rated))
        self._export.clicked.connect(self._on_export)
        self._list.changed.connect(self._arrange)
        self._list.opened.connect(self.wants_page)
        on_key(self, "Ctrl+E", self._on_export, window_wide=True)


def _is_same(one: FigureRow, other: FigureRow) -> bool:
    return (one.month, one.unit) == (other.month, other.unit)
