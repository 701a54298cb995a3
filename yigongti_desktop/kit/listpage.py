"""A page that lists records with the chosen one beside them, and gives its place to what is written from it."""

from __future__ import annotations

from collections.abc import Callable
from collections.abc import Mapping
from collections.abc import Sequence
from typing import Any
from typing import Generic
from typing import TypeVar

from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.beside import Beside
from yigongti_desktop.kit.buttons import PLAIN
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.view import FormView
from yigongti_desktop.kit.panel import WIDTH
from yigongti_desktop.kit.panel import Panel
from yigongti_desktop.kit.picklist import Picklist
from yigongti_desktop.kit.table.columns import Column
from yigongti_desktop.kit.table.columns import Group
from yigongti_desktop.kit.table.export import export_table
from yigongti_desktop.kit.table.table import RecordTable
from yigongti_desktop.kit.tasks import Answered
from yigongti_desktop.kit.workpage import WorkPage

R = TypeVar("R")

KEYS = (("↑↓", "移动"), ("Enter", "打开"), ("/", "筛选"), ("F7", "主要的事"))
PERIODS = (("30", "近 30 天"), ("90", "近 90 天"), ("365", "近一年"), ("", "全部时间"))


class ListPage(WorkPage, Generic[R]):
    """A list; a page of a capability says what is listed and what can be done with it."""

    def __init__(self, desk: Desk, title: str, *, hint: str) -> None:
        super().__init__(desk, title)
        self._records: list[R] = []
        self._typed = ""
        self._pending: Any = None
        self.wanted = ""
        self.table: RecordTable | None = None
        self.period: Picklist | None = None
        self._beside: Beside | None = None
        self.panel = Panel(hint)
        self.panel.acted.connect(self.act)
        self.panel.left.connect(self.back_to_list)
        self.export_button = KeyButton("导出", "Ctrl+E", icon="export")
        self.export_button.clicked.connect(self._on_export)
        on_key(self, "Ctrl+E", self._on_export, window_wide=True)

    # what a page says of its records

    def ask(self) -> None:
        """Read the records and hand them to `show_records`."""
        raise NotImplementedError

    def record_id(self, record: R) -> str:
        """Return the id of a record."""
        raise NotImplementedError

    def fits(self, record: R, chip: str) -> bool:
        """Say whether a record belongs under a chip."""
        raise NotImplementedError

    def is_typed(self, record: R, typed: str) -> bool:
        """Say whether a record is meant by what was typed, in lower case."""
        raise NotImplementedError

    def say_none(self) -> None:
        """Say that there is no record at all."""
        raise NotImplementedError

    def show_record(self, record: R | None) -> None:
        """Show a record in the panel, or nothing."""
        raise NotImplementedError

    def list_buttons(self) -> Sequence[KeyButton]:
        """Return the buttons of the list, the primary last."""
        return (self.export_button,)

    def grouped(self, rows: Sequence[R]) -> Sequence[R | Group]:
        """Return the records as they are listed, under heads where the page has any."""
        return rows

    def to_export(self) -> Callable[[], Sequence[R]] | None:
        """Return what reads the records to be exported; None for those that the list shows."""
        return None

    def act(self, name: str) -> None:
        """Do an act of the panel."""
        raise NotImplementedError

    def open_argument(self, argument: Any) -> None:
        """Show what another page asks for; a record by its id."""
        if isinstance(argument, str):
            self.find_record(argument)

    def main_act(self) -> str:
        """Return the act that Enter begins at once; empty when Enter leads into the panel."""
        return ""

    # what a page is helped with

    def new_button(self, words: str, style: str = PLAIN) -> KeyButton:
        """Return a button that begins the page's own new thing."""
        button = KeyButton(words, "F2", icon="plus", style=style)
        button.clicked.connect(lambda: self.open("new"))
        return button

    def is_awaited(self, record: str | None, *, is_same: bool) -> bool:
        """Say whether what was read of a record is to be shown: the cursor may have gone on meanwhile.

        Args:
            record: its id; None where it is gone.
            is_same: whether it is as the panel shows it already; an act that is being filled in is left alone then.
        """
        current = self.current
        if record is None or current is None:
            self.panel.show_nothing()
            return False
        return record == self.record_id(current) and not (self.panel.has_form and is_same)

    def ask_for(self, asked: Ask, done: Answered) -> FormView:
        """Ask in the panel for what an act needs, and do it."""

        def do(values: Mapping[str, Any]) -> None:
            self.panel.asking.carry_out(self.desk, self, asked.command(values), done, self.show_fault)

        return self.panel.open_form(asked.title, asked.verb, asked.sections, do, is_danger=asked.is_danger)

    def end_act(self, words: str, title: str = "已存本机，待上传") -> None:
        """Say that an act of the panel was done."""
        self.panel.close_form()
        self.banner.clear()
        self.wants_toast.emit(title, words, None)

    def say_empty(self) -> None:
        """Say why nothing is shown, each time that the list is: words said once would go when it is read again."""
        if self.table is None:
            return
        if not self._records:
            self.say_none()
            return
        within = "这段时间本机" if self.period is not None and self.period.key else "本机"
        known = f"{within}共有 {len(self._records):,} {self.table.unit}{self._name}。"
        title, icon = "这一栏是空的", "check-circle"
        if self._typed:
            title, icon, known = f"没有符合条件的{self._name}", "search", f"您找的是「{self._typed}」。{known}"
        clear = KeyButton("清除筛选", "Esc")
        clear.clicked.connect(self._clear_filters)
        self.table.empty.say(title, known, clear, icon=icon)

    # what every list does

    def set_out(
        self,
        columns: Sequence[Column[R]],
        *,
        chips: Sequence[Chip],
        placeholder: str,
        keys: Sequence[tuple[str, str]] = KEYS,
        periods: Sequence[tuple[str, str]] = (),
        unit: str = "条",
        first: str = "all",
    ) -> None:
        """Build the list, then read and show it under its first chip."""
        table = RecordTable(columns, chips=chips, placeholder=placeholder, keys=keys, unit=unit)
        self.table = table
        if periods:
            self.period = Picklist(periods)
            table.bar.insertWidget(table.bar.count() - 1, self.period)
            self.period.chosen.connect(lambda _key: self.reload())
        if table.chips:
            table.chips.choose(first)
            table.chips.chosen.connect(lambda _key: self._show_rows())
        self._beside = Beside(table, self.panel, WIDTH)
        self._stack.addWidget(self._beside)
        table.searched.connect(self.on_typed)
        table.view.rested.connect(self._on_rested)
        table.view.opened.connect(self._on_opened)
        self.set_buttons(*self.list_buttons())
        self.set_compact(self.is_compact)
        self.ask()
        if self.isVisible():  # the person may have gone on to another page meanwhile
            self.first_focus()
        pending, self._pending = self._pending, None
        if pending is not None:
            self.open_argument(pending)

    def open(self, argument: Any) -> None:
        """Show what the argument names, as soon as the list stands."""
        if self.table is None:
            self._pending = argument
        else:
            self.open_argument(argument)

    def reload(self) -> None:
        """Read the records again."""
        if self.table is not None:
            self.ask()

    def find_record(self, record: str) -> None:
        """Put the cursor on a record, whatever is filtered."""
        self.leave_work(quietly=True)
        self.wanted = record
        if self.table is not None and self.table.chips is not None:
            self.table.chips.choose("all")
        if self.table is not None and self.table.search is not None:
            self.table.search.clear()
        self._typed = ""
        if self.period is not None and self.period.key:
            self.period.choose("")
        else:
            self.reload()

    def show_records(self, records: Sequence[R]) -> None:
        """Show what was read."""
        self._records = list(records)
        if self.table is None:
            return
        if self.table.chips:
            keys = self.table.chips.keys
            self.table.chips.set_counts({key: sum(self.fits(one, key) for one in self._records) for key in keys})
        self._show_rows()

    @property
    def current(self) -> R | None:
        """Return the record under the cursor."""
        return self.table.view.current() if self.table else None

    def take_back(self) -> None:
        """Show the list with its buttons, read again."""
        self.set_buttons(*self.list_buttons())
        self.reload()

    def first_focus(self) -> None:
        """Put the cursor into the list, or into what is written."""
        if self.kept_work is not None:
            super().first_focus()
        elif self.table is not None:
            self.table.view.setFocus()

    def set_compact(self, compact: bool) -> None:
        """Put the panel over the list where there is no room."""
        super().set_compact(compact)
        if self._beside is not None:
            self._beside.set_narrow(compact)
        if self.table is not None:
            self.table.set_compact(compact)

    def back_to_list(self) -> None:
        """Come back from the panel."""
        if self._beside is not None:
            self._beside.open_side(False)
        if self.table is not None:
            self.table.view.setFocus()

    def _show_rows(self) -> None:
        if self.table is None:
            return
        chip = self.table.chips.key if self.table.chips else "all"
        typed = self._typed.lower()
        rows = [one for one in self._records if self.fits(one, chip) and (not typed or self.is_typed(one, typed))]
        if not rows:
            self.say_empty()
        wanted, self.wanted = self.wanted, ""
        self.table.show_rows(self.grouped(rows), keep=lambda one, other: self.record_id(one) == self.record_id(other))
        if wanted and any(self.record_id(one) == wanted for one in rows):
            self.table.view.rest_on(lambda one: self.record_id(one) == wanted)
            self._on_rested(self.current)

    def _on_rested(self, record: R | None) -> None:
        """Show a record; what was being filled in for another one is put aside."""
        self.panel.stand_beside(self.record_id(record) if record is not None else "")
        self.show_record(record)

    def _clear_filters(self) -> None:
        if self.table is not None and self.table.search:
            self.table.search.clear()
        if self.table is not None and self.table.chips:
            self.table.chips.choose("all")

    def on_typed(self, typed: str) -> None:
        """Keep the records that are meant."""
        self._typed = typed
        self._show_rows()

    def _on_opened(self, _record: R) -> None:
        if act := self.main_act():
            self.act(act)
            return
        if self._beside is not None:
            self._beside.open_side(True)
        self.panel.focus_first()

    def _on_export(self) -> None:
        if self.table is not None and self._work is None and self.isVisible():
            name = f"{self._name} {local(self.desk.now()):%Y-%m-%d}"
            export_table(self, self.desk, self.table.view, name, every=self.to_export())
