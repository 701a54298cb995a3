"""The half of 库存 that stands in place of its list: a paper that is written, the way of a lot that is recalled."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.pharmacy.messages.stock import TraceLot
from yigongti_desktop.capabilities.pharmacy.model.stock import EntryKind
from yigongti_desktop.capabilities.pharmacy.model.stock import StockEntry
from yigongti_desktop.capabilities.pharmacy.store import shelf as store
from yigongti_desktop.capabilities.pharmacy.store.recalls import Recall
from yigongti_desktop.capabilities.pharmacy.ui import papers
from yigongti_desktop.capabilities.pharmacy.ui import stock_state as state
from yigongti_desktop.capabilities.pharmacy.ui.recall import RecallView
from yigongti_desktop.capabilities.pharmacy.ui.stock_sheet import StockSheet
from yigongti_desktop.capabilities.pharmacy.ui.stock_state import StockRow
from yigongti_desktop.capabilities.pharmacy.ui.stock_words import KINDS
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.listpage import ListPage
from yigongti_desktop.kit.table.export import export_table


class WritingPage(ListPage[StockRow]):
    """A list of the stock that gives its place to papers; what is listed, and how, is said by whoever builds on it."""

    def __init__(self, desk: Desk, title: str, *, hint: str) -> None:
        super().__init__(desk, title, hint=hint)
        self._go = KeyButton("记账", "Ctrl+S", style=PRIMARY)
        self._go.clicked.connect(self._save)
        self._print = KeyButton("打印", "Ctrl+P", icon="printer")
        self._print.clicked.connect(self._on_print)
        self._again = KeyButton("再查一次", "", icon="refresh")
        self._again.clicked.connect(self._ask_again)

    @property
    def unsaved(self) -> str:
        """Return what is being written."""
        sheet = self.sheet
        return "出入库单" if sheet is not None and (sheet.is_dirty or sheet.table.view.is_typing) else ""

    def leave(self) -> None:
        """Keep what is being written."""
        if self.sheet is not None:
            self.sheet.table.view.end_cell()
            self.sheet.keep_draft()

    def first_focus(self) -> None:
        """Put the cursor into the list, or into what stands in its place."""
        if isinstance(self.work, StockSheet | RecallView):
            self.work.first_focus()
        else:
            super().first_focus()

    def set_compact(self, compact: bool) -> None:
        """Leave the side out where there is no room."""
        super().set_compact(compact)
        if isinstance(self.work, StockSheet | RecallView):
            self.work.set_compact(compact)

    @property
    def sheet(self) -> StockSheet | None:
        """Return the paper that is written, or None."""
        return self.work if isinstance(self.work, StockSheet) else None

    def may_write(self) -> bool:
        """Say whether this person keeps the stock."""
        actor = self.desk.actor
        return actor is not None and actor.may(state.KEEPERS)

    def open_recall(self, row: StockRow, lot: str, *_checked: bool) -> None:
        """Show all that a lot has touched."""
        view = RecallView(self.desk, row.shelf, lot)
        view.set_compact(self.is_compact)
        on_key(view, "Esc", self.leave_work)
        on_key(view, "Ctrl+P", self._print.click)
        self._again.hide()
        self.begin_work(view, f"召回追踪　{lot}", row.shelf.name, self._again, self.export_button, self._print)
        view.told.connect(self.facts.setText)
        view.known.connect(self._show_hold)
        view.first_focus()

    def _show_hold(self, recall: Recall) -> None:
        """Say why the lot is held; whoever recalled it for the community may ask its units again."""
        hold = recall.hold
        if hold is None:
            self.banner.clear()
            return
        whose = "全医共体停用" if hold.community else "本单位停用"
        self.banner.say(whose, f"{hold.reason}（{hold.person}）", tone="warn", icon="lock")
        self._again.setVisible(recall.is_led and self.may_write())

    def _ask_again(self) -> None:
        view = self.work
        if isinstance(view, RecallView) and view.recall is not None and (hold := view.recall.hold) is not None:
            words = "联网后由县院汇总各单位的数，收到就显示。"
            done = partial(self.wants_toast.emit, "已存本机，待上传", words, None)
            self.desk.do(self, TraceLot(hold=hold.id), lambda _hold: done(), self.show_fault)

    def _on_print(self) -> None:
        view = self.work
        if isinstance(view, RecallView) and view.recall is not None:
            papers.print_recall(self, view.shelf, view.lot, view.recall)

    def reload(self) -> None:
        """Read the records again, and what is known of a lot that stands in their place."""
        super().reload()
        if isinstance(self.work, RecallView):
            self.work.read()

    def books(self) -> Sequence[StockRow]:
        """Return what the whole store has, whatever of it is listed."""
        return self._records

    def open_sheet(self, kind: EntryKind, row: StockRow | None, room: str = "", *_checked: bool) -> None:
        """Begin a paper, for a drug if one is given, in a room; what was not finished comes first."""
        actor = self.desk.actor
        if actor is None or self.sheet is not None:
            return
        self.leave_work(quietly=True)
        sheet = StockSheet(self.desk, kind, row, room)
        sheet.set_books(self.books())
        sheet.set_compact(self.is_compact)
        sheet.kept.connect(lambda: self.facts.setText(f"草稿已存本机 {local(self.desk.now()):%H:%M:%S}"))
        sheet.removed.connect(self._on_removed)
        sheet.kind_chosen.connect(lambda: self._title.setText(KINDS[sheet.kind]))
        for key in ("Ctrl+S", "Ctrl+Return"):
            on_key(sheet, key, self._go.click)
        on_key(sheet, "Esc", self.leave_work)
        self._go.setEnabled(True)
        self.begin_work(sheet, KINDS[kind], "", self._go)
        self.desk.read(self, store.kept_draft, actor.account, done=partial(self._begin, sheet))

    def _begin(self, sheet: StockSheet, draft: Mapping[str, Any] | None) -> None:
        if sheet is not self.sheet:
            return
        sheet.begin(draft)
        if draft:
            self.say_resumed(sheet.begin_anew)

    def _on_removed(self, place: int, line: Line) -> None:
        sheet = self.sheet
        if sheet is not None and line.get("drug"):
            self.wants_toast.emit("删了一行", str(line["name"]), partial(sheet.restore, place, line))

    def _save(self) -> None:
        sheet = self.sheet
        if sheet is None or not sheet.check():
            return
        self._go.setEnabled(False)

        def saved(entry: StockEntry) -> None:
            self._go.setEnabled(True)
            sheet.drop_draft()
            self.leave_work(quietly=True)
            self.find_record(entry.lines[0].drug)
            self.first_focus()
            self.wants_toast.emit("已存本机，待上传", f"{entry.number}　{KINDS[entry.kind]}", None)

        self.desk.do(self, sheet.command(), saved, self._show_refusal, store.DRAFT)

    def _show_refusal(self, fault: Fault) -> None:
        self._go.setEnabled(True)
        sheet = self.sheet
        if sheet is not None and sheet.show_refusal(fault):
            self.banner.clear()
        else:
            self.banner.say("没有记上账", f"{self.desk.say(fault)}您填的数没有动。")

    def leave_work(self, *, quietly: bool = False) -> None:
        """Come back to the list; what was not entered is kept as a draft."""
        sheet = self.sheet
        if sheet is not None:
            sheet.table.view.end_cell()
            sheet.keep_draft()
            if not quietly and sheet.is_dirty:
                self.wants_toast.emit("草稿已存本机", "下次打开接着写", None)
        super().leave_work(quietly=quietly)

    def _on_export(self) -> None:
        if isinstance(self.work, RecallView) and self.isVisible():
            export_table(self, self.desk, self.work.table.view, self.work.file_name)
        else:
            super()._on_export()
