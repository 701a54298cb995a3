"""盘点: the list of counts, and the count that is begun, counted, confirmed or read."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Sequence
from functools import partial
from typing import Any

from yigongti_desktop.capabilities.pharmacy.model import count_sight as sight
from yigongti_desktop.capabilities.pharmacy.model.counting import CountState
from yigongti_desktop.capabilities.pharmacy.model.counting import StockCount
from yigongti_desktop.capabilities.pharmacy.store import counting as store
from yigongti_desktop.capabilities.pharmacy.store.counting import CountRow
from yigongti_desktop.capabilities.pharmacy.store.counting import OpenedCount
from yigongti_desktop.capabilities.pharmacy.ui import count_acts as acts
from yigongti_desktop.capabilities.pharmacy.ui import count_state as state
from yigongti_desktop.capabilities.pharmacy.ui import papers
from yigongti_desktop.capabilities.pharmacy.ui.count_columns import columns
from yigongti_desktop.capabilities.pharmacy.ui.count_columns import counters
from yigongti_desktop.capabilities.pharmacy.ui.count_form import CountForm
from yigongti_desktop.capabilities.pharmacy.ui.count_panel import show_count
from yigongti_desktop.capabilities.pharmacy.ui.count_panel import stale_words
from yigongti_desktop.capabilities.pharmacy.ui.count_panel import who_confirms
from yigongti_desktop.capabilities.pharmacy.ui.count_sheet import CountSheet
from yigongti_desktop.capabilities.pharmacy.ui.count_state import Mode
from yigongti_desktop.capabilities.pharmacy.ui.count_words import STATES
from yigongti_desktop.capabilities.pharmacy.ui.count_words import room_name
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kernel.pinyin import keys_of_term
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.listpage import ListPage

_CHIPS = (
    Chip("turn", "待我办", 0),
    Chip("open", "进行中", 0),
    Chip("confirmed", "已确认", 0),
    Chip("cancelled", "已作废", 0),
    Chip("all", "全部", 0),
)
_TITLES = {Mode.COUNT: "录实盘数", Mode.CONFIRM: "核对确认", Mode.READ: "盘点表"}
_NONE = "选库房就能开始，账面上的批号会自动列成盘点表；没有网也能盘，盘完由另一个人确认，账面才改。"


class CountsPage(ListPage[CountRow]):
    """The page of stock counts."""

    topics = frozenset({"pharmacy.stock", "trail", "sync"})

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk, "盘点", hint="选一次盘点，这里显示进度和差异")
        self._actor = _somebody(desk)
        self._shown: OpenedCount | None = None
        self._new = KeyButton("开始盘点", "F2", icon="plus", style=PRIMARY)
        self._begin = KeyButton("开始盘点", "Ctrl+Enter", style=PRIMARY)
        self._save = KeyButton("存进盘点表", "Ctrl+S")
        self._confirm = KeyButton("确认盘点", "Ctrl+Enter", style=PRIMARY)
        self._print = KeyButton("打印", "Ctrl+P", icon="printer")
        self._new.clicked.connect(lambda: self.open("new"))
        self._begin.clicked.connect(self._on_begin)
        self._save.clicked.connect(self._on_save)
        self._confirm.clicked.connect(self._on_confirm)
        self._print.clicked.connect(self._on_print)
        self.set_out(
            columns(self._actor, desk.now), chips=_CHIPS, placeholder="单号、库房、药名、批号", unit="次", first="all"
        )

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

    # the list

    def ask(self) -> None:
        """Read the counts, and what has come into the one that is open."""
        self.desk.read(self, store.counts, done=self._show_counts, failed=self.show_fault)
        if (sheet := self._sheet) is not None:
            self.desk.read(self, store.opened, sheet.count.id, done=partial(self._refresh, sheet))

    def record_id(self, record: CountRow) -> str:
        """Return the id of a count."""
        return record.count.id

    def fits(self, record: CountRow, chip: str) -> bool:
        """Say whether a count belongs under a chip."""
        if chip == "turn":
            return state.is_my_turn(record.count, self._actor)
        return chip in {"all", record.count.state.value}

    def is_typed(self, record: CountRow, typed: str) -> bool:
        """Say whether a count is meant: by number, room, note, people, or a drug or lot of it."""
        count = record.count
        plain = (count.number.lower(), room_name(count.room), count.note, count.confirmer, *counters(record))
        if any(typed in text for text in plain):
            return True
        found = (typed in line.name or typed in line.lot.lower() for line in count.lines)
        return any(found) or any(typed in keys_of_term(line.name) for line in count.lines)

    def say_none(self) -> None:
        """Say that there is no count, and how one begins."""
        if self.table is None:
            return
        if self._actor.may(sight.KEEPERS):
            begin = KeyButton("开始盘点", "F2", icon="plus")
            begin.clicked.connect(lambda: self.open("new"))
            self.table.empty.say("还没有盘点过", _NONE, begin, icon="list")
        else:
            self.table.empty.say("还没有盘点过", "药师开始的盘点会出现在这里，盘完由您确认。", icon="list")

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list."""
        return (self.export_button, self._new) if self._actor.may(sight.KEEPERS) else (self.export_button,)

    def show_record(self, record: CountRow | None) -> None:
        """Show a count in the panel."""
        if record is None:
            self._shown = None
            self.panel.show_nothing()
        else:
            self.desk.read(self, store.opened, record.count.id, done=self._show_opened)

    def main_act(self) -> str:
        """Open the count at once."""
        return "open"

    def _show_counts(self, found: list[CountRow]) -> None:
        if self.work is None:
            due = sum(state.is_my_turn(row.count, self._actor) for row in found)
            self.facts.setText(f"共 {len(found)} 次　待办 {due} 次")
        self.show_records(sorted(found, key=lambda row: state.rank(row, self._actor)))

    def _show_opened(self, opened: OpenedCount | None) -> None:
        current = self.current
        if opened is None or current is None:
            self.panel.show_nothing()
            return
        if opened.count.id != current.count.id or (self.panel.has_form and self._shown == opened):
            return
        self._shown = opened
        show_count(self.panel, opened, self.desk, self._actor)
        self.panel.show_acts(acts.offers(opened.count, self._actor))

    def act(self, name: str) -> None:
        """Do an act of the panel, or ask for what it needs."""
        current, shown = self.current, self._shown
        if current is None or self.work is not None:
            return
        if name == "open":
            self.desk.read(self, store.opened, current.count.id, done=self._open_sheet)
        elif name == "print":
            papers.print_count(self, current.count, shows_books=sight.sees_books(current.count, self._actor))
        elif name == "cancel" and shown is not None:
            asked = acts.ask_cancel(shown.count)
            self.panel.open_form(
                asked.title,
                asked.verb,
                asked.sections,
                lambda values: self._cancel(asked.command(values)),
                is_danger=True,
            )

    def _cancel(self, command: Any) -> None:
        self.desk.do(self, command, self._on_ended, lambda fault: self.panel.say_fault(self.desk.say(fault)))

    def _on_ended(self, count: StockCount) -> None:
        self.panel.close_form()
        self.banner.clear()
        self.wants_toast.emit("已存本机", f"{count.number}　{STATES[count.state.value]}，待上传", None)

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
            self.desk.read(self, store.opened, count.id, done=self._open_sheet)

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

    def _open_sheet(self, opened: OpenedCount | None) -> None:
        if opened is None:
            return
        self.leave_work(quietly=True)
        mode = state.mode_for(opened.count, self._actor)
        sheet = CountSheet(self.desk, mode, opened, self._actor)
        sheet.set_compact(self.is_compact)
        sheet.kept.connect(self._say_kept)
        sheet.counted.connect(partial(self._say_whole, sheet))
        sheet.refused.connect(lambda fault: self.banner.say("没有存进盘点表", self.desk.say(fault)))
        on_key(sheet, "Ctrl+Return", self._on_confirm)
        on_key(sheet, "Ctrl+S", self._on_save)
        on_key(sheet, "Ctrl+P", self._on_print)
        on_key(sheet, "Esc", self.leave_work)
        buttons = {Mode.COUNT: (self._print, self._save), Mode.CONFIRM: (self._print, self._confirm)}
        count = opened.count
        facts = "　".join(part for part in (count.number, room_name(count.room), count.note) if part)
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
            sheet.table.view.end_cell()
            sheet.save()

    def _on_print(self) -> None:
        if (sheet := self._sheet) is not None:
            papers.print_count(self, sheet.count, shows_books=sight.sees_books(sheet.count, self._actor))

    def _on_confirm(self) -> None:
        sheet = self._sheet
        if sheet is None or sheet.mode is not Mode.CONFIRM or not self._confirm.isEnabled() or not sheet.check():
            return
        self._confirm.setEnabled(False)

        def confirmed(count: StockCount) -> None:
            self._confirm.setEnabled(True)
            sheet.drop_draft()
            super(CountsPage, self).leave_work(quietly=True)
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


def _somebody(desk: Desk) -> Actor:
    if desk.actor is None:
        raise Refused("logged_out")
    return desk.actor
