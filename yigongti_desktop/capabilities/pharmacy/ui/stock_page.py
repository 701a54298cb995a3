"""库存: the drugs of the store with their lots, and the papers by which they come and go."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QTimer

from yigongti_desktop.capabilities.pharmacy.model.limits import Limits
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import LotHold
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.pharmacy.store import shelf as store
from yigongti_desktop.capabilities.pharmacy.store.shelf import History
from yigongti_desktop.capabilities.pharmacy.ui import stock_acts as acts
from yigongti_desktop.capabilities.pharmacy.ui import stock_state as state
from yigongti_desktop.capabilities.pharmacy.ui.papers import print_entry
from yigongti_desktop.capabilities.pharmacy.ui.papers import print_expiring
from yigongti_desktop.capabilities.pharmacy.ui.stock_columns import columns
from yigongti_desktop.capabilities.pharmacy.ui.stock_history import HistoryView
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import LotItem
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import StepItem
from yigongti_desktop.capabilities.pharmacy.ui.stock_panel import show_drug
from yigongti_desktop.capabilities.pharmacy.ui.stock_panel import show_history
from yigongti_desktop.capabilities.pharmacy.ui.stock_state import Outlook
from yigongti_desktop.capabilities.pharmacy.ui.stock_state import StockRow
from yigongti_desktop.capabilities.pharmacy.ui.stock_terms import CHIPS
from yigongti_desktop.capabilities.pharmacy.ui.stock_terms import SHOW
from yigongti_desktop.capabilities.pharmacy.ui.stock_terms import terms
from yigongti_desktop.capabilities.pharmacy.ui.stock_writing import WritingPage
from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.text import sought
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.picklist import Picklist

_KEYS = (("↑↓", "移动"), ("Enter", "看批号"), ("/", "筛选"), ("F2", "入库"), ("F7", "出库"))
_PAUSE_MILLISECONDS, _RECKON_MILLISECONDS = 40, 60


class StockPage(WritingPage):
    """The page of the stock."""

    topics = frozenset({"pharmacy.stock", "drugs"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "库存", hint="选一种药，这里显示批号和出入库")
        actor = desk.actor
        self._own = actor.institution if actor else ""
        self._outlooks: dict[str, Outlook] = {}
        self._is_asked = self._is_glancing = self._has_read = False
        #: Whether all of the stock was read, and how it is used was reckoned.
        self.is_whole = False
        self.ask()  # the database works while the page is built
        self._shown: tuple[StockRow, History] | None = None
        self._reckon = QTimer(self, interval=_RECKON_MILLISECONDS, singleShot=True)
        self._reckon.timeout.connect(self._ask_outlooks)
        self._pause = QTimer(self, interval=_PAUSE_MILLISECONDS, singleShot=True)
        self._pause.timeout.connect(self._ask_history)
        self._new = KeyButton("入库", "F2", icon="plus", style=PRIMARY)
        self._new.clicked.connect(lambda: self.open("receipt"))
        self._expiring = KeyButton("催销表", "Ctrl+Shift+P", icon="printer")
        self._expiring.clicked.connect(self._print_expiring)
        on_key(self, "Ctrl+Shift+P", self._print_expiring, window_wide=True)
        self._limits = Limits()
        self.spans = Picklist(terms(self._limits))
        self.spans.chosen.connect(lambda _key: self.show_records(self._records))
        self.history = HistoryView()
        self.history.rested.connect(lambda _item: self._show_acts())
        self.history.opened.connect(lambda _item: self._open_item())
        self.panel.add_part(self.history)
        self.set_out(columns(desk.now), chips=CHIPS, placeholder="药名、编码", keys=_KEYS, unit="种")
        if self.table is not None:
            self.table.bar.insertWidget(1, self.spans)

    def open_argument(self, argument: Any) -> None:
        """Begin a paper of a kind, show the list under a chip or within a term, or show a drug by its id."""
        if isinstance(argument, str) and argument.startswith(SHOW):
            self._show_only(argument.removeprefix(SHOW))
            return
        kinds = {kind.value for kind in acts.MORE + acts.OUT} | {EntryKind.RECEIPT.value}
        if argument not in kinds:
            super().open_argument(argument)
        elif self.may_write():
            self.open_sheet(EntryKind(argument), None)

    def begin_new(self) -> bool:
        """Begin a receipt."""
        if self.may_write():
            self.open(EntryKind.RECEIPT.value)
        return self.may_write()

    # the list

    def ask(self) -> None:
        """Read the first of the stock, then all of it, then how it is used: nobody waits for what is not in sight.

        A page that is new is asked when it is built and when it is shown; what is asked in one breath is read once.
        """
        if self._is_asked:
            return
        self._is_asked = True
        QTimer.singleShot(0, self, self._breathe)
        if self._records:
            self._ask_all()
            return
        today = day(self.desk.now())
        self.desk.read(self, state.first_rows, self._own, today, done=self._show_first, failed=self.show_fault)

    def record_id(self, record: StockRow) -> str:
        """Return the id of a drug."""
        return record.shelf.drug

    def fits(self, record: StockRow, chip: str) -> bool:
        """Say whether a drug belongs under a chip and runs out, or expires, within the term that was chosen."""
        return state.stands_under(record, chip) and state.meets(record, self.spans.key)

    def is_typed(self, record: StockRow, typed: str) -> bool:
        """Say whether a drug is meant: by any spelling of its name, by its code."""
        wanted = sought(typed)
        return wanted in record.outlook.spelled or typed in record.shelf.name or typed in record.shelf.code.lower()

    def say_none(self) -> None:
        """Say that there is no stock yet, and how it begins."""
        if self.table is None:
            return
        if not self._has_read:
            self.table.empty.say("正在读库存", "药品很多的时候要读一会儿，读完就列出来。", icon="clock")
            return
        words = "收货会自动入账；原有的库存从「期初入账」开始，没有网也能记。"
        if not self.may_write():
            self.table.empty.say("还没有库存", "药师入账以后，库存会出现在这里。", icon="box")
            return
        begin = KeyButton("期初入账", "", icon="plus")
        begin.clicked.connect(lambda: self.open(EntryKind.OPENING.value))
        self.table.empty.say("还没有库存", words, begin, icon="box")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        own = (self._new,) if self.may_write() else ()
        return (self._expiring, self.export_button, *own)

    def show_record(self, record: StockRow | None) -> None:
        """Show a drug in the panel; what moved it is read when the cursor rests."""
        if self._is_glancing:
            return
        if record is None:
            self._shown = None
            self.panel.show_nothing()
            return
        shown = self._shown[0] if self._shown else None
        if self.panel.has_form and shown is not None and shown.shelf.drug == record.shelf.drug:
            return
        if shown is None or shown.shelf.drug != record.shelf.drug:
            self.history.show_items(())
        show_drug(self.panel, record, is_small=self.is_compact)
        self._show_acts()
        self._pause.start()

    def _breathe(self) -> None:
        self._is_asked = False

    def _show_first(self, found: list[StockRow]) -> None:
        """Show the first rows of the store; they stay where they are when the others come, and are painted before."""
        if not found or self.table is None or self.work is not None:
            self._ask_all()
            return
        self._is_glancing = True
        self.table.show_rows(found, is_part=True)
        self._is_glancing = False
        QTimer.singleShot(_PAUSE_MILLISECONDS, self, self._look_closer)

    def _look_closer(self) -> None:
        self._ask_all()
        self.show_record(self.current)

    def _ask_all(self) -> None:
        today = day(self.desk.now())
        self.desk.read(self, state.rows, self._own, today, self._outlooks, done=self._read, failed=self.show_fault)

    def _read(self, found: list[StockRow]) -> None:
        self._has_read = True
        self.is_whole = not found
        if found and found[0].limits != self._limits:
            self._limits = found[0].limits
            self.spans.set_choices(terms(self._limits))
        self.show_records(found)
        if self.sheet is not None:
            self.sheet.set_books(found)
        self._reckon.start()

    def _ask_outlooks(self) -> None:
        """Reckon how the drugs are used, once they are in sight: on a full store that takes longer than to list it."""
        today, found = day(self.desk.now()), self._records
        self.desk.read(self, state.outlooks, self._own, today, found, done=self._know)

    def _know(self, known: dict[str, Outlook]) -> None:
        self._outlooks, self.is_whole = known, True
        self.show_records(state.with_outlooks(self._records, known))
        if self.sheet is not None:
            self.sheet.set_books(self._records)
        if self.work is None:
            soon = sum(state.ends_within(row, str(state.SPANS[0])) for row in self._records)
            self.facts.setText(f"{len(self._records):,} 种　{state.SPANS[0]} 天内用完 {soon:,} 种")

    def _ask_history(self) -> None:
        row = self.current
        if row is not None:
            known = partial(self._show_history, row)
            self.desk.read(self, store.history, self._own, row.shelf, done=known, failed=self.show_fault)

    def _show_history(self, row: StockRow, history: History) -> None:
        current = self.current
        if current is None or current.shelf.drug != history.drug or self.panel.has_form:
            return
        self._shown = (row, history)
        show_history(self.history, current, history, self.desk.now())
        self._show_acts()

    def _show_acts(self) -> None:
        if self.desk.actor is not None and self.current is not None and not self.panel.has_form:
            self.panel.show_acts(acts.offers(self.history.current(), self.desk.actor))

    def _show_only(self, wanted: str) -> None:
        """Show the list under a chip, or within a term, and nothing else filtered."""
        self.leave_work(quietly=True)
        if self.table is None or self.table.chips is None:
            return
        is_chip = wanted in self.table.chips.keys
        if self.table.search is not None:
            self.table.search.clear()
        self.spans.choose("" if is_chip else wanted)
        self.table.chips.choose(wanted if is_chip else "all")
        self.first_focus()

    def _print_expiring(self) -> None:
        if self.work is None and self.isVisible():
            print_expiring(self, self._own)

    # acts

    def act(self, name: str) -> None:
        """Do an act of the panel, or ask for what it needs."""
        row, item = self.current, self.history.current()
        if row is None or self.work is not None:
            return
        if name == "in":
            self.open_sheet(EntryKind.RECEIPT, row)
        elif name == "out":
            self.open_sheet(acts.OUT[0], row)
        elif name == "more":
            self.offer_more(row, item)
        elif name == "print" and isinstance(item, StepItem):
            print_entry(self, item.step.entry)
        elif name == "trace" and isinstance(item, LotItem):
            self.open_recall(row, item.lot.key.lot)
        elif (asked := acts.ask(name, item)) is not None:
            done = partial(self._do, asked)
            self.panel.open_form(asked.title, asked.verb, asked.sections, done, is_danger=asked.is_danger)

    def _open_item(self) -> None:
        """Do what Enter means on a lot or a movement: trace the one, take back the other."""
        item, row = self.history.current(), self.current
        if isinstance(item, LotItem) and row is not None:
            self.open_recall(row, item.lot.key.lot)
        elif self.may_write() and item is not None and not isinstance(item, LotItem):
            offered = acts.offers(item, self.desk.actor) if self.desk.actor else []
            if any(one.name == "reverse" for one in offered):
                self.act("reverse")

    def _do(self, asked: Ask, values: Mapping[str, Any]) -> None:
        self.desk.do(self, asked.command(values), self._done, lambda fault: self.panel.say_fault(self.desk.say(fault)))

    def _done(self, record: StockEntry | LotHold) -> None:
        self.panel.close_form()
        self.banner.clear()
        if isinstance(record, LotHold):
            words = f"批号 {record.lot}　{'已停用' if record.is_held else '已恢复'}"
        else:
            words = f"{record.number}　已冲红"
        self.wants_toast.emit("已存本机，待上传", words, None)
