"""The list of contracts, of any length: filtered and counted by what is narrow, read in windows as it is seen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from collections.abc import Sequence
from datetime import date
from functools import partial

from PySide6.QtWidgets import QVBoxLayout

from yigongti_desktop.capabilities.contracts.model.team import Team
from yigongti_desktop.capabilities.contracts.model.terms import Allowed
from yigongti_desktop.capabilities.contracts.store import listing as store
from yigongti_desktop.capabilities.contracts.store.listing import Entry
from yigongti_desktop.capabilities.contracts.store.listing import Listing
from yigongti_desktop.capabilities.contracts.store.listing import Row
from yigongti_desktop.capabilities.contracts.store.offers import Offer
from yigongti_desktop.capabilities.contracts.ui import contract_state as state
from yigongti_desktop.capabilities.contracts.ui.contract_columns import columns
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.options import Option
from yigongti_desktop.kit.form.options import among
from yigongti_desktop.kit.form.picker import Picker
from yigongti_desktop.kit.labels import row
from yigongti_desktop.kit.listpage import ListPage

_KEYS = (("↑↓", "移动"), ("Enter", "打开"), ("/", "找人"), ("F9", "批量续签"))
_MOST_FOUND = 2000
_TEAM, _VILLAGE = "team ", "village "
_WHERE_WIDTH, _SEARCH_WIDTH = 220, 360
#: Shorter words than this are too few to mean a village or a team.
_LEAST = 2


class ContractList(ListPage[Row]):
    """A list of contracts; the page says what is done with them."""

    def __init__(self, desk: Desk, title: str, *, hint: str) -> None:
        super().__init__(desk, title, hint=hint)
        self.offer: Offer | None = None
        self.listing: Listing | None = None
        self.filtered: tuple[Entry, ...] = ()
        self._found: frozenset[str] | None = None
        self._at = ""
        self.where = Picker(among(()), placeholder="全部村和团队", parent=self)
        self.where.setFixedWidth(_WHERE_WIDTH)
        self.where.setAccessibleName("村和团队")
        self._second = row(self.where, None, spacing=8)

    @property
    def today(self) -> date:
        """Return today by the desk's clock."""
        return day(self.desk.now())

    def set_out_contracts(self) -> None:
        """Build the list, then read and show it."""
        self.set_out(
            columns(lambda: self.today, self._allowed),
            chips=state.CHIPS,
            placeholder="姓名、拼音、协议编号",
            keys=_KEYS,
            unit="份",
            first="active",
        )
        if self.table is not None and isinstance(layout := self.table.layout(), QVBoxLayout):
            layout.insertLayout(1, self._second)
        self._place_search()
        self.where.taken.connect(lambda _option: self._show_rows())
        self.where.textEdited.connect(self._on_where_typed)

    def set_compact(self, compact: bool) -> None:
        """Leave the filter of villages out where there is no room; the search field finds them, too."""
        super().set_compact(compact)
        self._place_search()

    def _place_search(self) -> None:
        """Put the search field below the filters, beside that of villages; in a small window all stand in one line."""
        if self.table is None or self.table.search is None:
            return
        compact = self.is_compact
        self.where.setVisible(not compact)
        self.table.search.setMaximumWidth(_SEARCH_WIDTH)
        if compact:
            self.table.bar.addWidget(self.table.search, 1)
        else:
            self._second.insertWidget(1, self.table.search, 1)
        margins = (0, 0, 0, 0) if compact else (10, 0, 10, 7)
        self._second.setContentsMargins(*margins)

    def ask(self) -> None:
        """Read what is narrow of all contracts."""
        actor = self.desk.actor
        if actor is not None:
            self.desk.read(
                self, store.listing, actor.institution, self.today, done=self._show_listing, failed=self.show_fault
            )

    def record_id(self, record: Row) -> str:
        """Return the id of a contract."""
        return record.contract.id

    def find_record(self, record: str) -> None:
        """Put the cursor on a contract, whatever is filtered."""
        self._found = None
        self.where.set_option(None)
        super().find_record(record)

    def say_none(self) -> None:
        """Say that there is no contract yet."""
        if self.table is not None:
            self.table.empty.say("还没有签约", "签约后在这里看期限、服务包和待办服务。按 F2 签约。", icon="clipboard")

    def to_export(self) -> Callable[[], Sequence[Row]] | None:
        """Return what reads every contract of the filter, since the list holds only those that were seen."""
        core, today = self.desk.core, self.today
        wanted = [one.contract for one in self.filtered]
        return lambda: list(core.read(store.rows, wanted, today))

    def on_typed(self, typed: str) -> None:
        """Find whose contract is meant; Enter and Down on what was found already only lead into the list."""
        if typed == self._typed and self._found is not None:
            return
        self._typed = typed
        if typed:
            self.desk.read(self, store.matching, typed, _MOST_FOUND, done=partial(self._on_found, typed))
        else:
            self._found = None
            self._show_rows()

    def _on_found(self, typed: str, found: frozenset[str]) -> None:
        if typed == self._typed:
            self._found = found
            self._show_rows()

    def _allowed(self) -> Allowed:
        return self.listing.allowed if self.listing is not None else Allowed()

    def _show_listing(self, listing: Listing) -> None:
        self.listing = listing
        if self.table is None:
            return
        counts = state.counts(listing.entries)
        if self.table.chips is not None:
            self.table.chips.set_counts(counts)
        if self.work is None:
            self.facts.setText(f"生效 {counts['active']:,} 份　快到期 {counts['soon']:,} 份")
        self.counted(counts["soon"])
        self._offer_places(listing)
        if self._typed:
            self.desk.read(self, store.matching, self._typed, _MOST_FOUND, done=partial(self._on_found, self._typed))
        else:
            self._show_rows()

    def counted(self, soon: int) -> None:
        """Take how many may be renewed."""

    def teams(self) -> tuple[Team, ...]:
        """Return the teams that work here."""
        return self.offer.teams if self.offer is not None else ()

    def _offer_places(self, listing: Listing) -> None:
        of_teams, of_villages = (
            Counter(one.team for one in listing.entries),
            Counter(one.village for one in listing.entries if one.village),
        )
        names = {one.id: one.name for one in self.teams()}
        options = [
            Option(f"{_TEAM}{team}", names[team], detail="团队", right=f"{count:,}")
            for team, count in of_teams.items()
            if team in names
        ]
        options += [
            Option(f"{_VILLAGE}{village}", village, right=f"{count:,}")
            for village, count in sorted(of_villages.items())
        ]
        self.where.set_search(among(options))

    def _on_where_typed(self, typed: str) -> None:
        if not typed:
            self._show_rows()

    def _fits_where(self, entry: Entry) -> bool:
        option = self.where.option
        if option is None:
            return True
        return option.key in {f"{_TEAM}{entry.team}", f"{_VILLAGE}{entry.village}"}

    def _is_meant(self, entry: Entry, teams: frozenset[str]) -> bool:
        if not self._typed or self._found is None:
            return True
        in_village = len(self._typed) >= _LEAST and self._typed in entry.village
        return entry.contract in self._found or in_village or entry.team in teams

    def _show_rows(self) -> None:
        listing = self.listing
        if listing is None or self.table is None:
            return
        chip = self.table.chips.key if self.table.chips else "all"
        typed = self._typed
        teams = frozenset(one.id for one in self.teams() if len(typed) >= _LEAST and typed in one.name)
        shown = tuple(
            one
            for one in listing.entries
            if state.fits(one, chip) and self._fits_where(one) and self._is_meant(one, teams)
        )
        if chip == "soon":
            shown = tuple(sorted(shown, key=lambda one: (one.last, one.village, one.number)))
        self.filtered = shown
        if not shown:
            self._say_empty()
        self._at, self.wanted = self.wanted or self._at, ""
        self.table.show_window(len(shown), partial(self._fetch, shown))
        self.panel.show_nothing()
        place = next((place for place, one in enumerate(shown) if one.contract == self._at), 0)
        if shown:
            self.table.view.rest_at(place)

    def _fetch(self, shown: tuple[Entry, ...], offset: int, most: int) -> None:
        ids = [one.contract for one in shown[offset : offset + most]]
        self.desk.read(self, store.rows, ids, self.today, done=partial(self._fill, shown, offset))

    def _fill(self, shown: tuple[Entry, ...], offset: int, found: list[Row]) -> None:
        if self.table is None or shown is not self.filtered:
            return
        self.table.view.records.fill_window(offset, found)
        if offset <= self.table.view.current_row() < offset + len(found):
            self.show_record(self.current)

    def show_record(self, record: Row | None) -> None:
        """Remember where the cursor is."""
        if record is not None:
            self._at = record.contract.id

    def _say_empty(self) -> None:
        if self.table is None or self.listing is None:
            return
        total = len(self.listing.entries)
        if not total:
            self.say_none()
            return
        clear = KeyButton("清除筛选", "Esc")
        clear.clicked.connect(self._clear_filters)
        if self._typed:
            words = f"您找的是「{self._typed}」。本机共有 {total:,} 份签约。"
            self.table.empty.say("没有符合条件的签约", words, clear, icon="search")
        else:
            self.table.empty.say("这一栏是空的", f"本机共有 {total:,} 份签约。", clear, icon="check-circle")

    def _clear_filters(self) -> None:
        self.where.set_option(None)
        super()._clear_filters()
