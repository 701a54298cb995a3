"""What 库存 offers beside its papers: its rooms, one pack by its code, whether balances and entries agree."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import LotHold
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.pharmacy.store import codes
from yigongti_desktop.capabilities.pharmacy.store import ledger
from yigongti_desktop.capabilities.pharmacy.store.codes import Traced
from yigongti_desktop.capabilities.pharmacy.store.ledger import LedgerCheck
from yigongti_desktop.capabilities.pharmacy.store.rooms import Room
from yigongti_desktop.capabilities.pharmacy.store.shelf import lots_ever
from yigongti_desktop.capabilities.pharmacy.store.stock import LotBalance
from yigongti_desktop.capabilities.pharmacy.ui import stock_acts as acts
from yigongti_desktop.capabilities.pharmacy.ui.rooms_view import KEEPERS
from yigongti_desktop.capabilities.pharmacy.ui.rooms_view import RoomsView
from yigongti_desktop.capabilities.pharmacy.ui.stock_checked import check_words
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import Item
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import LotItem
from yigongti_desktop.capabilities.pharmacy.ui.stock_items import StepItem
from yigongti_desktop.capabilities.pharmacy.ui.stock_lines import code_in
from yigongti_desktop.capabilities.pharmacy.ui.stock_state import StockRow
from yigongti_desktop.capabilities.pharmacy.ui.stock_words import KINDS
from yigongti_desktop.capabilities.pharmacy.ui.stock_writing import WritingPage
from yigongti_desktop.capabilities.pharmacy.ui.traced import TracedView
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.picklist import Picklist
from yigongti_desktop.kit.table.export import export_table

_ALL = "*"
_EVERY_ROOM = (_ALL, "全部库房")


class ToolsPage(WritingPage):
    """A list of the stock with its tools; what is listed, and how, is said by whoever builds on it."""

    def __init__(self, desk: Desk, title: str, *, hint: str) -> None:
        super().__init__(desk, title, hint=hint)
        self.rooms = Picklist((_EVERY_ROOM,))
        self.rooms.chosen.connect(lambda _key: self.show_room())
        self.rooms.hide()
        self._manage = KeyButton("库房", "F4", icon="door")
        self._manage.clicked.connect(self.open_rooms)
        self._check = KeyButton("核对账目", "F10", icon="check-circle")
        self._check.clicked.connect(self.check_ledger)
        on_key(self, "F4", self.open_rooms, window_wide=True)
        on_key(self, "F10", self.check_ledger, window_wide=True)

    def show_room(self) -> None:
        """Show what lies in the room that was chosen."""
        raise NotImplementedError

    def first_focus(self) -> None:
        """Put the cursor into the list, or into what stands in its place."""
        if isinstance(self.work, RoomsView | TracedView):
            self.work.first_focus()
        else:
            super().first_focus()

    def set_compact(self, compact: bool) -> None:
        """Leave the side out where there is no room."""
        super().set_compact(compact)
        if isinstance(self.work, RoomsView | TracedView):
            self.work.set_compact(compact)

    @property
    def room(self) -> str | None:
        """Return the room whose stock is shown; None for all of them."""
        return None if self.rooms.key == _ALL else self.rooms.key

    def tools(self) -> Sequence[KeyButton]:
        """Return the buttons of the tools that this person may use."""
        actor = self.desk.actor
        return (self._check, self._manage) if actor is not None and actor.may(KEEPERS) else (self._check,)

    # rooms

    def offer_rooms(self, found: Sequence[Room]) -> None:
        """Offer the rooms; where there is one alone, nothing is to be chosen."""
        several = [(one.room, one.name) for one in found if not one.is_closed or one.lots]
        self.rooms.set_choices((_EVERY_ROOM, *several))
        self.rooms.setVisible(len(several) > 1)

    def open_rooms(self) -> None:
        """Show the list of rooms in place of the stock."""
        actor = self.desk.actor
        if isinstance(self.work, RoomsView) or actor is None or not actor.may(KEEPERS):
            return
        self.leave_work(quietly=True)
        view = RoomsView(self.desk)
        view.set_compact(self.is_compact)
        view.done.connect(self._say_done)
        view.refused.connect(lambda words: self.banner.say("没有办成", words))
        on_key(view, "Esc", self.leave_work)
        self.begin_work(view, "库房", "记账和盘点只能选这里有的库房")
        view.first_focus()

    def _say_done(self, words: str) -> None:
        self.banner.clear()
        self.wants_toast.emit("已存本机，待上传", words, None)

    def begin_room(self) -> bool:
        """Begin to add a room where the rooms are shown; say whether they are."""
        if isinstance(self.work, RoomsView):
            self.work.act("add")
        return isinstance(self.work, RoomsView)

    def reload(self) -> None:
        """Read the records again, and what stands in their place."""
        super().reload()
        if isinstance(self.work, RoomsView):
            self.work.read()

    # one pack by its code

    def on_typed(self, typed: str) -> None:
        """Keep the drugs that are meant; a trace code shows its pack."""
        actor = self.desk.actor
        if actor is None or code_in(typed) != typed or not typed:
            super().on_typed(typed)
            return
        self.desk.read(self, codes.traced, actor.institution, typed, done=partial(self._show_traced, typed))

    def _show_traced(self, typed: str, traced: Traced | None) -> None:
        if self.table is None or self.table.search is None or self.table.search.text().strip() != typed:
            return
        if traced is None:
            super().on_typed(typed)
            return
        self.table.search.clear()
        view = TracedView(self.desk, traced)
        view.set_compact(self.is_compact)
        on_key(view, "Esc", self.leave_work)
        self.begin_work(view, f"追溯码　{traced.code}", view.words, self.export_button)
        view.first_focus()

    def say_empty(self) -> None:
        """Say that nobody knows a trace code, where one was typed."""
        if self.table is not None and self._typed and code_in(self._typed) == self._typed:
            words = "没有人在本单位扫过这个码。没有扫码记账的药，请按药名或批号查。"
            self.table.empty.say("没有这个追溯码的记录", words, icon="search")
        else:
            super().say_empty()

    def _on_export(self) -> None:
        if isinstance(self.work, TracedView) and self.isVisible():
            export_table(self, self.desk, self.work.table.view, self.work.file_name)
        else:
            super()._on_export()

    # balances and entries

    def check_ledger(self) -> None:
        """Reckon every balance from its entries, and say in words whether they agree."""
        actor = self.desk.actor
        if actor is None or not self._check.isEnabled() or self.work is not None:
            return
        self._check.setEnabled(False)
        self.desk.read(self, ledger.check, actor.institution, done=self._show_check, failed=self.show_fault)

    def _show_check(self, found: LedgerCheck) -> None:
        self._check.setEnabled(True)
        tone, icon = ("ok", "check-circle") if found.is_right else ("danger", "warning")
        self.banner.say("账目相符" if found.is_right else "账目不符", check_words(found), tone=tone, icon=icon)

    # what is seldom done

    def offer_more(self, row: StockRow, item: Item | None) -> None:
        """Offer the papers that have no button, and what can be done with a lot; one may be under the cursor."""
        menu = QMenu(self)
        begun = (EntryKind.RECEIPT,) if isinstance(item, StepItem) else ()
        for kind in begun + acts.OUT[1:] + acts.MORE:
            menu.addAction(KINDS[kind]).triggered.connect(partial(self.open_sheet, kind, row, self.room or ""))
        menu.addSeparator()
        if isinstance(item, LotItem):
            lot = item.lot.key.lot
            menu.addAction(f"召回追踪 {lot}").triggered.connect(partial(self.open_recall, row, lot))
        menu.addAction("按批号追踪").triggered.connect(partial(self.ask_lot, "trace_lot", row))
        menu.addAction("按批号停用").triggered.connect(partial(self.ask_lot, "hold_lot", row))
        menu.popup(self.panel.mapToGlobal(QPoint(120, self.panel.height() - menu.sizeHint().height() - 48)))

    # a lot by its number, were none of it left

    def ask_lot(self, name: str, row: StockRow, *_checked: bool) -> None:
        """Ask which lot of a drug is to be traced or held back: all that the books ever had are offered."""
        own = self.desk.actor.institution if self.desk.actor else ""
        self.desk.read(self, lots_ever, own, row.shelf, done=partial(self._offer_lots, name, row))

    def _offer_lots(self, name: str, row: StockRow, lots: Sequence[LotBalance]) -> None:
        asked = acts.ask_lot(name, row.shelf, lots)
        if asked is None:
            done: Any = lambda values: self._trace(row, values)  # noqa: E731 - one of two ways on
            self.panel.open_form("追踪哪一批", "追踪", acts.lot_section(row.shelf, lots), done)
        else:
            self.ask_for(asked, self.acted)

    def acted(self, record: StockEntry | LotHold) -> None:
        """Say what was done in the panel."""
        if isinstance(record, LotHold):
            words = f"批号 {record.lot}　{'已停用' if record.is_held else '已恢复'}"
        else:
            words = f"{record.number}　已冲红"
        self.end_act(words)

    def _trace(self, row: StockRow, values: Mapping[str, Any]) -> None:
        self.panel.close_form()
        self.open_recall(row, str(values["lot"]))
