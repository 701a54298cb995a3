"""盘点: what is begun from the list of counts, counted, confirmed or read."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model import count_sight as sight
from yigongti_desktop.capabilities.pharmacy.model.counting import CountState
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.store import counting as store
from yigongti_desktop.capabilities.pharmacy.store.counting import CountRow
from yigongti_desktop.capabilities.pharmacy.store.counting import OpenedCount
from yigongti_desktop.capabilities.pharmacy.ui import count_state as state
from yigongti_desktop.capabilities.pharmacy.ui import papers
from yigongti_desktop.capabilities.pharmacy.ui.count_form import CountForm
from yigongti_desktop.capabilities.pharmacy.ui.count_list import CountList
from yigongti_desktop.capabilities.pharmacy.ui.count_panel import stale_words
from yigongti_desktop.capabilities.pharmacy.ui.count_panel import who_confirms
from yigongti_desktop.capabilities.pharmacy.ui.count_sheet import CountSheet
from yigongti_desktop.capabilities.pharmacy.ui.count_state import Mode
from yigongti_desktop.capabilities.pharmacy.ui.count_words import STATES
from yigongti_desktop.capabilities.pharmacy.ui.count_words import back_words
from yigongti_desktop.capabilities.pharmacy.ui.count_words import room_of_count
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk

_TITLES = {Mode.COUNT: "录实盘数", Mode.CONFIRM: "核对确认", Mode.READ: "盘点表"}


class CountsPage(CountList):
    """The page of stock counts."""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._begin = KeyButton("开始盘点", "Ctrl+Enter", style=PRIMARY)
        self._save = KeyButton("存进盘点表", "Ctrl+S")
        self._confirm = KeyButton("确认盘点", "Ctrl+Enter", style=PRIMARY)
        self._print = KeyButton("打印", "Ctrl+P", icon="printer")
        self._back = KeyButton("退回重盘", "", icon="undo")
        self._hand_in = KeyButton("送回确认", "Ctrl+Enter", style=PRIMARY)
        self._back.clicked.connect(lambda: self._on_ended_here("back"))
        self._hand_in.clicked.connect(lambda: self._on_ended_here("hand_in"))
        self._begin.clicked.connect(self._on_begin)
        self._save.clicked.connect(self._on_save)
        self._confirm.clicked.connect(self._on_confirm)
        self._print.clicked.connect(self._on_print)
        self.show_list()

    @property
    def unsaved(self) -> str:
        """Return what is being written."""
        return "盘点表" if self._sheet is not None and self._sheet.is_dirty else ""

    def open_argument(self, argument: Any) -> None:
        """Begin a count ("new"), or show one by its id."""
        if argument != "new":
            super().open_argument(argument)
        elif self._actor.may(sight.KEEPERS):
            self._open_form()

    def begin_new(self) -> bool:
        """Begin a count."""
        if self._actor.may(sight.KEEPERS):
            self.open("new")
        return self._actor.may(sight.KEEPERS)

    def leave(self) -> None:
        """Put what was counted into the count, and keep the rest."""
        if self._sheet is not None:
            self._sheet.leave()

    def first_focus(self) -> None:
        """Put the cursor into the list, or into what is written."""
        if isinstance(self.work, CountSheet | CountForm):
            self.work.first_focus()
        else:
            super().first_focus()

    def set_compact(self, compact: bool) -> None:
        """Leave the side out where there is no room."""
        super().set_compact(compact)
        if self._sheet is not None:
            self._sheet.set_compact(compact)

    def ask(self) -> None:
        """Read the counts, and what has come into the one that is open."""
        super().ask()
        if (sheet := self._sheet) is not None:
            self.desk.read(self, store.opened, sheet.count.id, done=partial(self._refresh, sheet))

    # a count begins

    def _open_form(self) -> None:
        if isinstance(self.work, CountForm):
            return
        self.leave_work(quietly=True)
        form = CountForm(self.desk)
        form.finished.connect(self._on_begin)
        on_key(form, "Ctrl+Return", self._begin.click)
        on_key(form, "Esc", self.leave_work)
        self.begin_work(form, "开始盘点", "", self._begin)
        form.first_focus()

    def _on_begin(self) -> None:
        form = self.work
        if not isinstance(form, CountForm) or not form.check() or not self._begin.isEnabled():
            return
        self._begin.setEnabled(False)

        def begun(count: StockCount) -> None:
            self._begin.setEnabled(True)
            self.leave_work(quietly=True)
            self.find_record(count.id)
            self.desk.read(self, store.opened, count.id, done=self.open_count)

        def failed(fault: Fault) -> None:
            self._begin.setEnabled(True)
            words = self.desk.say(fault)
            if not form.show_refusal(fault, words):
                self.banner.say("没有开始", words)

        self.desk.do(self, form.command(), begun, failed)

    # the count that is open

    @property
    def _sheet(self) -> CountSheet | None:
        return self.work if isinstance(self.work, CountSheet) else None

    def open_count(self, opened: OpenedCount | None) -> None:
        """Open a count whole: to be counted, confirmed or read."""
        if opened is None:
            return
        self.leave_work(quietly=True)
        mode = state.mode_for(opened.count, self._actor)
        sheet = CountSheet(self.desk, mode, opened, self._actor)
        sheet.set_compact(self.is_compact)
        sheet.kept.connect(self._say_kept)
        sheet.counted.connect(partial(self._say_whole, sheet))
        sheet.refused.connect(lambda fault: self.banner.say("没有存进盘点表", self.desk.say(fault)))
        on_key(sheet, "Ctrl+Return", self._on_main)
        on_key(sheet, "Ctrl+S", self._on_save)
        on_key(sheet, "Ctrl+P", self._on_print)
        on_key(sheet, "Esc", self.leave_work)
        is_back = sight.is_to_correct(opened.count, self._actor)
        counting = (self._print, self._save, self._hand_in) if is_back else (self._print, self._save)
        buttons = {Mode.COUNT: counting, Mode.CONFIRM: (self._print, self._back, self._confirm)}
        count = opened.count
        facts = "　".join(part for part in (count.number, room_of_count(count), count.note) if part)
        self.begin_work(sheet, _TITLES[mode], facts, *buttons.get(mode, (self._print,)))
        self._show_state(opened)
        self.desk.read(self, store.kept_draft, self._actor.account, count.id, done=partial(self._fill, sheet, opened))

    def _fill(self, sheet: CountSheet, opened: OpenedCount, draft: Mapping[str, Any] | None) -> None:
        sheet.begin(opened, draft if sheet.mode is not Mode.READ else None)
        sheet.first_focus()

    def _refresh(self, sheet: CountSheet, opened: OpenedCount | None) -> None:
        if opened is None or sheet is not self._sheet:
            return
        count = opened.count
        if count.state is not CountState.OPEN and sheet.mode is not Mode.READ:
            who = f"由 {count.confirmer} " if count.confirmer else ""
            self.leave_work(quietly=True)
            self.banner.say(
                f"这次盘点{STATES[count.state.value]}", f"{who}在别处办的，不用再盘。", tone="accent", icon="info"
            )
            return
        sheet.refresh(opened)
        self._show_state(opened)

    def _show_state(self, opened: OpenedCount) -> None:
        """Show how far the open count is, and which of its lines are to be counted again."""
        row = CountRow(count=opened.count, is_waiting=opened.is_waiting)
        self.badge.set_badge(state.badge(row, self._actor))
        if opened.stale:
            self.banner.say(f"{len(opened.stale)} 批需重盘", stale_words(opened), tone="warn", icon="refresh")
        elif opened.count.is_back:
            self.banner.say("退回重盘", back_words(opened.count), tone="warn", icon="undo")
        elif self._sheet is not None and self._sheet.mode is Mode.COUNT and sight.is_whole(opened.count):
            self.banner.say("盘完了", who_confirms(opened.count, self._actor), tone="ok", icon="check-circle")
        else:
            self.banner.clear()

    def _say_whole(self, sheet: CountSheet, _count: StockCount) -> None:
        if sheet is self._sheet:
            self.desk.read(self, store.opened, sheet.count.id, done=partial(self._refresh, sheet))

    def _say_kept(self, words: str) -> None:
        if self._sheet is not None:
            self.facts.setText(f"{words}　{local(self.desk.now()):%H:%M:%S}")

    def _on_save(self) -> None:
        if (sheet := self._sheet) is not None:
            sheet.save()

    def _on_print(self) -> None:
        if (sheet := self._sheet) is not None:
            papers.print_count(self, sheet.count, shows_books=sight.sees_books(sheet.count, self._actor))

    def _on_main(self) -> None:
        sheet = self._sheet
        if sheet is not None and sheet.mode is Mode.COUNT and sight.is_to_correct(sheet.count, self._actor):
            self._on_ended_here("hand_in")
        else:
            self._on_confirm()

    def _on_ended_here(self, act: str) -> None:
        """Leave the sheet, all of it kept, and ask beside the list for what the act needs."""
        sheet = self._sheet
        if sheet is None:
            return
        count = sheet.count.id
        self.leave_work(quietly=True)
        self.find_record(count)
        self.wanted_act = act

    def _on_confirm(self) -> None:
        sheet = self._sheet
        if sheet is None or sheet.mode is not Mode.CONFIRM or not self._confirm.isEnabled() or not sheet.check():
            return
        self._confirm.setEnabled(False)

        def confirmed(count: StockCount) -> None:
            self._confirm.setEnabled(True)
            sheet.drop_draft()
            CountList.leave_work(self, quietly=True)
            self.find_record(count.id)
            self.first_focus()
            differing = state.different(count)
            words = f"账面改了 {differing} 批" if differing else "账实相符，账面不动"
            self.wants_toast.emit("已存本机，待上传", f"{count.number}　已确认，{words}", None)

        def failed(fault: Fault) -> None:
            self._confirm.setEnabled(True)
            if not sheet.show_refusal(fault):
                self.banner.say("没有确认", self.desk.say(fault))

        self.desk.do(self, sheet.confirmation(), confirmed, failed)

    def leave_work(self, *, quietly: bool = False) -> None:
        """Come back to the list; what was counted goes into the count, the rest is kept as a draft."""
        sheet = self._sheet
        if sheet is not None:
            is_dirty = sheet.is_dirty
            sheet.hand_over()
            if not quietly and is_dirty:
                self.wants_toast.emit("已存本机", "下次打开接着盘", None)
        super().leave_work(quietly=quietly)
