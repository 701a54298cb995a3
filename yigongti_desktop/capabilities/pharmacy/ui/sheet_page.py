"""A list whose records open as a sheet in its place: kept when it is left, its refusals shown at their cells."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any
from typing import TypeVar

from yigongti_desktop.capabilities.pharmacy.store import unfinished
from yigongti_desktop.capabilities.pharmacy.ui.kept_sheet import KeptSheet
from yigongti_desktop.kernel.access import Actor
from yigongti_desktop.kernel.clock import local
from yigongti_desktop.kernel.errors import Fault
from yigongti_desktop.kernel.errors import Refused
from yigongti_desktop.kit.acts import Ask
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.lines.columns import Line
from yigongti_desktop.kit.listpage import ListPage

R = TypeVar("R")


class SheetPage(ListPage[R]):
    """A list with sheets; a page of a capability says which sheet a record opens."""

    def __init__(self, desk: Desk, title: str, *, hint: str) -> None:
        super().__init__(desk, title, hint=hint)
        if desk.actor is None:
            raise Refused("logged_out")
        self.actor: Actor = desk.actor
        self._go = KeyButton("", "Ctrl+Enter", style=PRIMARY)
        self._go.clicked.connect(self._on_go)

    def saved(self, sheet: KeptSheet, done: Any) -> None:
        """Go on after what stood in a sheet was done."""
        raise NotImplementedError

    @property
    def sheet(self) -> KeptSheet | None:
        """Return the sheet that is open, or None."""
        return self.work if isinstance(self.work, KeptSheet) else None

    @property
    def unsaved(self) -> str:
        """Return what is being written."""
        return self._name if self.sheet is not None and self.sheet.is_dirty else ""

    def leave(self) -> None:
        """Keep what is being written."""
        if (sheet := self.sheet) is not None:
            sheet.table.view.end_cell()
            sheet.keep_draft()

    def first_focus(self) -> None:
        """Put the cursor into the list, or into the sheet."""
        if self.sheet is not None:
            self.sheet.first_focus()
        else:
            super().first_focus()

    def set_compact(self, compact: bool) -> None:
        """Leave the side out where there is no room."""
        super().set_compact(compact)
        if self.sheet is not None:
            self.sheet.set_compact(compact)

    def main_act(self) -> str:
        """Open the record at once."""
        return "open"

    def open_sheet(self, sheet: KeptSheet, title: str, facts: str, verb: str = "") -> None:
        """Give the place of the list to a sheet; what was kept of it is gone on with."""
        self.leave_work(quietly=True)
        sheet.set_compact(self.is_compact)
        sheet.kept.connect(lambda: self.facts.setText(f"草稿已存本机 {local(self.desk.now()):%H:%M:%S}"))
        sheet.removed.connect(self._on_removed)
        on_key(sheet, "Ctrl+Return", self._on_go)
        on_key(sheet, "Esc", self.leave_work)
        self._go.set_words(verb)
        self.begin_work(sheet, title, facts, *((self._go,) if sheet.is_open else ()))
        account = self.actor.account
        self.desk.read(self, unfinished.kept, sheet.form, account, sheet.record, done=partial(self._begin, sheet))

    def leave_work(self, *, quietly: bool = False) -> None:
        """Come back to the list; what was not sent is kept as a draft."""
        sheet = self.sheet
        if sheet is not None:
            sheet.table.view.end_cell()
            sheet.keep_draft()
            if not quietly and sheet.is_dirty:
                self.wants_toast.emit("草稿已存本机", "下次打开接着写", None)
        super().leave_work(quietly=quietly)

    def ask_for(self, asked: Ask, done: Any) -> None:
        """Ask in the panel for what an act needs, and do it."""

        def do(values: Mapping[str, Any]) -> None:
            self.desk.do(self, asked.command(values), done, lambda fault: self.panel.say_fault(self.desk.say(fault)))

        self.panel.open_form(asked.title, asked.verb, asked.sections, do, is_danger=asked.is_danger)

    def _begin(self, sheet: KeptSheet, draft: Mapping[str, Any] | None) -> None:
        if sheet is not self.sheet:
            return
        sheet.begin(draft if sheet.is_open else None)
        sheet.first_focus()
        if draft and sheet.is_open:
            self.say_resumed(sheet.begin_anew)

    def _on_removed(self, place: int, line: Line) -> None:
        if (sheet := self.sheet) is not None and line.get("name"):
            self.wants_toast.emit("删了一行", str(line["name"]), partial(sheet.restore, place, line))

    def _on_go(self) -> None:
        sheet = self.sheet
        if sheet is None or not sheet.is_open or not self._go.isEnabled() or not sheet.check():
            return
        self._go.setEnabled(False)

        def done(record: Any) -> None:
            self._go.setEnabled(True)
            sheet.drop_draft()
            self.leave_work(quietly=True)
            self.saved(sheet, record)
            self.first_focus()

        self.desk.do(self, sheet.command(), done, self._show_refusal)

    def _show_refusal(self, fault: Fault) -> None:
        self._go.setEnabled(True)
        if self.sheet is not None and self.sheet.show_refusal(fault):
            self.banner.clear()
        else:
            self.banner.say("没有存上", self.desk.say(fault))
