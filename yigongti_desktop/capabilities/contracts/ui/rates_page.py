"""签约指标: the figures of contracts on a day, beside what the county wants; each opens whoever it is made of.

FDC-06, FDC-08, FDC-11, FDC-12, FDC-13, FDC-16, CHR-04.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QGridLayout

from yigongti_desktop.capabilities.contracts.model.breakdown import Cut
from yigongti_desktop.capabilities.contracts.model.breakdown import cuts_of
from yigongti_desktop.capabilities.contracts.model.rates import FLOWS
from yigongti_desktop.capabilities.contracts.model.rates import Definition
from yigongti_desktop.capabilities.contracts.model.rates import Period
from yigongti_desktop.capabilities.contracts.store import behind as lists
from yigongti_desktop.capabilities.contracts.store import closers
from yigongti_desktop.capabilities.contracts.store import rates as store
from yigongti_desktop.capabilities.contracts.store import sums
from yigongti_desktop.capabilities.contracts.store.rates import Closer
from yigongti_desktop.capabilities.contracts.store.rates import Figure
from yigongti_desktop.capabilities.contracts.store.rates import Overview
from yigongti_desktop.capabilities.contracts.store.rates import Part
from yigongti_desktop.capabilities.contracts.store.rates import Wanted
from yigongti_desktop.capabilities.contracts.store.sums import Kept
from yigongti_desktop.capabilities.contracts.ui import rates_columns as columns
from yigongti_desktop.capabilities.contracts.ui import rates_words as words
from yigongti_desktop.capabilities.contracts.ui.rates_card import FigureCard
from yigongti_desktop.capabilities.contracts.ui.rates_day import DayList
from yigongti_desktop.capabilities.contracts.ui.rates_list import BehindList
from yigongti_desktop.capabilities.contracts.ui.rates_parts import FigureParts
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.labels import boxed
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.page import Page
from yigongti_desktop.kit.standin import StandIn
from yigongti_desktop.kit.table.export import Sheet
from yigongti_desktop.kit.table.export import export_book
from yigongti_desktop.kit.table.export import export_table
from yigongti_desktop.kit.table.table import RecordTable
from yigongti_desktop.kit.tasks import Call

_TITLE = "签约指标"
_KEYS = (("↑↓", "移动"), ("Enter", "看名单"), ("Ctrl+E", "导出"), ("F6", "换一块"))
_ALL, _CARD, _PARTS = "figures", "card", "parts"
#: How the room is shared by columns and rows, and the views in which each has any.
_COLUMNS = ((5, {"", _ALL}), (4, {"", _CARD, _PARTS}))
_ROWS = ((5, {"", _ALL, _CARD}), (6, {"", _PARTS}))
#: A cursor that runs over the figures does not ask for each of them.
_PAUSE_MILLISECONDS = 120


class RatesPage(Page):
    """The page of the figures."""

    topics = frozenset(
        {"contracts", "contracts.services", "contracts.teams", "contracts.packages", "residents", "county"}
    )

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, _TITLE)
        self._own = desk.actor.institution if desk.actor else ""
        self._found: Overview | None = None
        #: The figure that is shown closely, with its months and parts.
        self.closer: Closer | None = None
        self.listed: BehindList | None = None
        self._wanted: Wanted | None = None
        self._calls: dict[str, Call] = {}
        self._pause = QTimer(self, interval=_PAUSE_MILLISECONDS, singleShot=True)
        self.on = DayList(day(desk.now()))
        self.views = Chips((Chip(_ALL, "指标"), Chip(_CARD, "走势"), Chip(_PARTS, "分项")), title="看哪一块")
        self.figures = RecordTable(columns.figure_columns(), keys=_KEYS, unit="项")
        self.card = FigureCard()
        self.parts = FigureParts(_KEYS)
        self._grid = QGridLayout()
        self._export = KeyButton("导出", "Ctrl+E", icon="export")
        self._list = StandIn(self, "回到指标", self._export)
        self._build()
        self._connect()
        self._arrange()

    @property
    def figure(self) -> Figure | None:
        """Return the figure under the cursor."""
        found: Figure | None = self.figures.view.current()
        return found

    def reload(self) -> None:
        """Read again."""
        self.on.set_today(day(self.desk.now()))
        self._ask_figures(anew=False)
        if self._wanted is not None:
            self._ask("list", lists.listed, self._own, self._wanted, done=self._show_listed)

    def first_focus(self) -> None:
        """Put the cursor into the figures, or into the list that stands in their place."""
        if self.listed is not None:
            self.listed.table.view.setFocus()
        elif self.is_compact and self.views.key != _ALL:
            self.views.setFocus()
        else:
            self.figures.view.setFocus()

    def set_compact(self, compact: bool) -> None:
        """Show one part at a time where there is no room for all."""
        super().set_compact(compact)
        self.card.set_compact(compact)
        for table in (self.figures, self.parts):
            table.set_compact(compact)
        if self.listed is not None:
            self.listed.set_compact(compact)
        self._arrange()

    # what is asked for

    def _ask(self, what: str, question: Any, *args: Any, done: Any) -> None:
        """Ask once more; the answer to what was asked before is not waited for."""
        if what in self._calls:
            self._calls[what].cancel()
        self._calls[what] = self.desk.read(self, question, *args, done=done, failed=self.show_fault)

    def _ask_figures(self, *, anew: bool) -> None:
        """Ask for the figures: those of today are kept, those of another day are counted."""
        today = day(self.desk.now())
        if self.on.day == today:
            self._ask("figures", partial(sums.overview, anew=anew), self._own, today, done=self._show_kept)
        else:
            self._ask("figures", store.overview, self._own, self.on.day, done=self._show)

    def _show_kept(self, kept: Kept) -> None:
        self._show(kept.overview)
        if kept.changes is not None:
            self.desk.write(self, sums.keep, kept.changes, done=partial(self._go_on, anew=kept.is_to_be_counted))

    def _go_on(self, is_kept: bool, *, anew: bool) -> None:
        """Count all once more where nothing could be kept yet, and once a day."""
        if anew or not is_kept:
            self._ask_figures(anew=True)

    def _ask_closer(self) -> None:
        if self.figure is not None and self._found is not None:
            asked = self._own, self.figure.definition, self._found.asked.on
            self._ask("closer", closers.closer, *asked, done=self._show_kept_closer)

    def _show_kept_closer(self, shown: closers.Shown) -> None:
        self._show_closer(shown.closer)
        if shown.is_new:
            self.desk.write(self, closers.keep, shown)

    # what is shown

    def _show(self, found: Overview) -> None:
        self._found = found
        self.figures.show_rows(found.figures, keep=lambda one, other: bool(one.definition is other.definition))
        self._rest(self.figure)
        self._arrange()

    def _rest(self, one: Figure | None) -> None:
        """Show the figure under the cursor closely."""
        if one is None or self._found is None:
            return
        self.card.show_figure(one, self._found.asked.terms)
        if self.closer is not None and self.closer.definition is not one.definition:
            self.closer = None
            self.card.wait()
            self.parts.wait()
        self._pause.start()

    def _show_closer(self, found: Closer) -> None:
        self.closer = found
        self.card.show_months(found)
        self.parts.show_parts(found)

    def _arrange(self) -> None:
        """Show what has room."""
        is_open, view = bool(self._list), self.views.key if self.is_compact else ""
        self._controls.setVisible(not is_open)
        self.body.setStretchFactor(self._grid, 0 if is_open else 1)  # an empty one would keep its room
        self.views.setVisible(self.is_compact)
        for name, part in ((_ALL, self.figures), (_CARD, self.card), (_PARTS, self.parts)):
            part.setVisible(not is_open and view in {"", name})
        for place, (share, names) in enumerate(_COLUMNS):
            self._grid.setColumnStretch(place, share if view in names else 0)
        for place, (share, names) in enumerate(_ROWS):
            self._grid.setRowStretch(place, share if view in names else 0)
        if not is_open:
            facts = f"{words.day_words(self.on.day)}　履约、续约从 1月1日 算起"
            self.set_title(_TITLE, words.TITLES[self.figure.definition] if view == _PARTS and self.figure else facts)

    # lists

    def _open_figure(self, one: Figure | None) -> None:
        if one is not None:
            self._open_list(one.definition, "")

    def _open_part(self, part: Part) -> None:
        if self.closer is not None:
            self._open_list(self.closer.definition, columns.part_name(part), part=(part.by, part.key))

    def _open_month(self, place: int) -> None:
        if self.closer is None:
            return
        month = self.closer.months[place].period
        title = words.month_words(month) if self.closer.definition in FLOWS else words.day_words(month.last)
        self._open_list(self.closer.definition, title, month=month)

    def _open_list(
        self, definition: Definition, title: str, *, month: Period | None = None, part: tuple[Cut, str] | None = None
    ) -> None:
        if self._found is None or self.listed is not None:
            return
        on = self._found.asked.on
        self._wanted = Wanted(definition=definition, on=on, month=month, part=part)
        named = "　".join(filter(None, (words.TITLES[definition], title)))
        self.listed = BehindList(definition, named, on)
        self.listed.set_compact(self.is_compact)
        self.listed.opened.connect(lambda person: self.wants_page.emit("residents", person))
        self._list.put(self.listed, named, words.day_words(on) if month is None else "")
        self._ask("list", lists.listed, self._own, self._wanted, done=self._show_listed)

    def _show_listed(self, found: lists.Listed) -> None:
        if self.listed is not None:
            is_in = self.listed.isAncestorOf(self.focusWidget()) if self.focusWidget() else True
            self.listed.show_listed(found)
            if is_in:
                self.first_focus()

    def _on_list(self) -> None:
        if not self._list:
            self.listed = self._wanted = None
        self._arrange()

    def _on_export(self) -> None:
        if not self.isVisible() or self._found is None:
            return
        today = f"{local(self.desk.now()):%Y-%m-%d}"
        if self.listed is not None:
            export_table(self, self.desk, self.listed.table.view, f"{self.listed.name} {today}")
            return
        sheets = [Sheet("指标", columns.figures_in_full(self._found.asked.terms), self._found.figures)]
        if self.closer is not None:
            title = words.TITLES[self.closer.definition]
            parts = [part for by in cuts_of(self.closer.definition) for part in self.closer.parts[by]]
            sheets += [
                Sheet(f"{title}走势", columns.month_columns(), self.closer.months),
                Sheet(f"{title}分项", columns.parts_in_full(), parts),
            ]
        export_book(self, self.desk, f"{_TITLE} {self.on.day:%Y-%m-%d}", sheets)

    # building

    def _build(self) -> None:
        self.figures.empty.say("正在算", "人多的时候要算一会儿。", icon="clock")
        self._controls = boxed(row(self.on, None, self.views))
        self._grid.setSpacing(10)
        self._grid.addWidget(self.figures, 0, 0, 2, 1)
        self._grid.addWidget(self.card, 0, 1)
        self._grid.addWidget(self.parts, 1, 1)
        self.body.addWidget(self._controls)
        self.body.addLayout(self._grid, 1)
        self.set_buttons(self._export)

    def _connect(self) -> None:
        self.on.chosen.connect(lambda _key: self.reload())
        self.views.chosen.connect(lambda _key: self._arrange())
        self._pause.timeout.connect(self._ask_closer)
        self.figures.view.rested.connect(self._rest)
        self.figures.view.opened.connect(self._open_figure)
        self.parts.opened.connect(self._open_part)
        self.card.opened.connect(self._open_month)
        self.card.whole_wanted.connect(lambda: self._open_figure(self.figure))
        self._export.clicked.connect(self._on_export)
        self._list.changed.connect(self._on_list)
        on_key(self, "Ctrl+E", self._on_export, window_wide=True)
