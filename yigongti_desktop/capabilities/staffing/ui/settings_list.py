"""One part of 排班设置: a list with the choice of the parts in its head, and what is written from it."""

from __future__ import annotations

from datetime import date
from functools import partial
from typing import TypeVar

from PySide6.QtCore import Signal

from yigongti_desktop.kernel.clock import day
from yigongti_desktop.kernel.dates import months_after
from yigongti_desktop.kit.buttons import PRIMARY
from yigongti_desktop.kit.buttons import KeyButton
from yigongti_desktop.kit.buttons import on_key
from yigongti_desktop.kit.chips import Chip
from yigongti_desktop.kit.chips import Chips
from yigongti_desktop.kit.desk import Desk
from yigongti_desktop.kit.form.kept import KeptForm
from yigongti_desktop.kit.listpage import ListPage

R = TypeVar("R")

TITLE = "排班设置"
PARTS = (Chip("duties", "班次"), Chip("people", "人员"), Chip("rules", "规则"))


class SettingsList(ListPage[R]):
    """A part of the page."""

    #: Another part is wanted, by its name.
    part_wanted = Signal(str)

    work_name = TITLE
    #: Its name among the parts.
    part = ""

    def __init__(self, desk: Desk, *, hint: str) -> None:
        super().__init__(desk, TITLE, hint=hint)
        self._name = {chip.key: chip.text for chip in PARTS}[self.part]
        self.unit = desk.actor.institution if desk.actor else ""
        self._shown: R | None = None
        self.parts = Chips(PARTS, title=TITLE)
        self.parts.choose(self.part)
        self.parts.chosen.connect(self._on_part)
        self._head.insertWidget(1, self.parts)
        self.save_button = KeyButton("保存", "Ctrl+Enter", style=PRIMARY)
        self.save_button.clicked.connect(self.save)
        for key, step in (("Ctrl+PgDown", 1), ("Ctrl+PgUp", -1)):
            on_key(self, key, partial(self._step, step), window_wide=True)

    @property
    def today(self) -> date:
        """Return today."""
        return day(self.desk.now())

    @property
    def next_month(self) -> date:
        """Return the first day of next month: what is settled holds for the roster to come."""
        return months_after(self.today.replace(day=1), 1)

    def set_title(self, title: str, facts: str = "") -> None:
        """Say what is written; the list is called as the page is. Parts are chosen where nothing is written."""
        is_list = title == self._name
        super().set_title(TITLE if is_list else title, facts)
        self.parts.setVisible(is_list)

    def open_form(self, form: KeptForm, title: str, facts: str) -> None:
        """Give the page's place to a form."""
        form.finished.connect(self.save_button.setFocus)
        on_key(form, "Ctrl+Return", self.save)
        on_key(form, "F8", form.form.go_to_next_fault)
        self.open_kept(form, title, facts, self.save_button)

    def is_filled_in(self, record: R | None) -> bool:
        """Say whether an act on this record is being filled in: what was read of it changes nothing then."""
        is_same = record is not None and record == self._shown
        self._shown = record
        return is_same and self.panel.has_form

    def save(self) -> None:
        """Save what is written."""
        self.send(self.save_button)

    def _step(self, step: int) -> None:
        keys = [chip.key for chip in PARTS]
        place = keys.index(self.part) + step
        if self.work is None and 0 <= place < len(keys):
            self.part_wanted.emit(keys[place])

    def _on_part(self, part: str) -> None:
        """Ask for another part; here the choice stays what it is."""
        if part != self.part:
            self.parts.choose(self.part)
            self.part_wanted.emit(part)
